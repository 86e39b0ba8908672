//! Whether an archive has a collection at all.

use url::Url;

use crate::archive::{Archive, Dialect};
use crate::error::{Error, ErrorKind, FetchFailure};

use super::failure::fetch_error;
use super::transport::Response;

/// How much of a page about an error is searched for what it says, in bytes.
const ERROR_PAGE_HEAD_BYTES: usize = 16 << 10;

/// How servers of archives say that they have no collection of a name, in lower case.
const NO_COLLECTION_WORDS: [&str; 3] = ["collection not found", "no such collection", "collection does not exist"];

/// The error for a collection that does not exist, if that is what the archive answers.
pub(super) fn missing_collection(archive: &Archive, response: &Response) -> Option<Error> {
    if response.status != 404 || response.header("memento-datetime").is_some() {
        return None;
    }
    let collection = collection_asked(archive, &response.url)?;
    let head = response.body.get(..ERROR_PAGE_HEAD_BYTES).unwrap_or(&response.body);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let is_missing = NO_COLLECTION_WORDS.iter().any(|words| head.contains(words));
    is_missing.then(|| fetch_error(&collection, FetchFailure::NoSuchCollection))
}

/// The collection that a response tells of, where it is pywb that answers: by the address that captures in it begin with, or
/// by that of its index where this lies elsewhere.
fn collection_asked(archive: &Archive, asked: &Url) -> Option<Url> {
    let index = archive.index().filter(|index| archive.has_index_apart() && asked.as_str().starts_with(index));
    let (collection, is_pywb) = match index {
        Some(index) => (index, archive.dialect() == Dialect::Pywb),
        None => (archive.replay_prefix()?, archive.is_pywb()),
    };
    Url::parse(collection).ok().filter(|_| is_pywb)
}

/// Whether an error is that.
pub(super) fn is_missing_collection(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Fetch { failure: FetchFailure::NoSuchCollection, .. })
}
