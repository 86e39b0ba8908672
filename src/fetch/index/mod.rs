//! Which captures an archive has: by its index (CDX), or by TimeMaps (RFC 7089) where there is none or it fails.

mod captures;
mod client;
mod columns;
mod crawls;
mod ends;
mod filter;
mod kept;
mod listing;
mod merged;
mod page_types;
mod parse;
mod query;
mod record;
mod request;
mod revisits;
mod search;
mod timemap;
mod timemap_reader;
mod windows;

pub use captures::Captures;
pub(super) use kept::kept_rows;
pub use query::{Collapse, MatchType, Query};
pub use record::{CdxRecord, WarcLocation};

/// The rows in an answer.
#[cfg(feature = "fuzzing")]
pub(super) fn rows_in(body: &[u8], archive: &crate::archive::Archive) -> Option<Vec<CdxRecord>> {
    parse::parse_rows(body, archive).ok().map(|parsed| parsed.rows)
}

#[cfg(test)]
mod tests;
