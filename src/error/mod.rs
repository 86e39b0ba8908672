//! The one error type of the crate, and the fixed words for what came of a page.

mod code;
#[cfg(feature = "fetch")]
mod fetch;
mod types;
mod words;

pub use code::OutcomeCode;
#[cfg(feature = "fetch")]
pub use fetch::{FetchFailure, FetchStage, IndexProblem, RefusalReason, RobotsProblem};
#[cfg(feature = "fetch")]
pub use types::ArchiveFailure;
pub use types::{Error, ErrorKind, Result};

/// The error [`ErrorKind::Archives`], of this archive alone.
#[cfg(feature = "fetch")]
impl From<ArchiveFailure> for Error {
    fn from(failure: ArchiveFailure) -> Error {
        ErrorKind::Archives { failures: vec![failure] }.into()
    }
}

#[cfg(test)]
mod tests;
