//! What archives send, as the fuzz targets ask for it.

use crate::archive::Archive;

use super::index::{self, CdxRecord};
use super::link;

/// The links in a header: the address and the parameters of each.
pub fn links(text: &str) -> Vec<(String, Vec<(String, String)>)> {
    link::parse_links(text).map(|link| (link.target.to_owned(), link.params().to_vec())).collect()
}

/// The rows in the answer of an index. None where it is no index.
pub fn index_rows(body: &[u8], archive: &Archive) -> Option<Vec<CdxRecord>> {
    index::rows_in(body, archive)
}
