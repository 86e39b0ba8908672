//! Captures: one is fetched, and told apart from everything else that an archive may answer.

mod capture;
mod classify;
mod digest;
mod headers;
mod limits;
mod location;
mod nearest;
mod nearest_of_all;
mod not_modified;
mod outcome;
mod outcome_record;
mod page;
mod redirects;
mod warc_records;

pub use nearest_of_all::Nearest;
pub use outcome::{Captured, DigestCheck, Hop, Outcome};
pub use outcome_record::OutcomeRecord;
