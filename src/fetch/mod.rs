//! Pages over HTTP.

mod address;
mod blocking;
mod collection;
mod common_crawl;
mod failure;
mod fetcher;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
mod http_date;
mod index;
mod limits;
mod link;
mod live;
mod options;
mod replay;
mod site;
mod together;
mod transport;
mod wait;

pub(crate) use address::without_credentials;
pub use blocking::{BlockingCaptures, BlockingFetcher};
pub use fetcher::Fetcher;
pub use index::{Captures, CdxRecord, Collapse, MatchType, Query, WarcLocation};
pub use options::FetchOptions;
pub use replay::{Captured, DigestCheck, Hop, Nearest, Outcome, OutcomeRecord};
pub use wait::{Wait, WaitReason};

#[cfg(test)]
mod tests;
