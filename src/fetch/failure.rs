//! Errors of fetching.

use url::Url;

use crate::error::{Error, ErrorKind, FetchFailure, FetchStage, IndexProblem};

use super::address::without_credentials;

/// The error for an address that could not be fetched.
pub(super) fn fetch_error(url: &Url, failure: FetchFailure) -> Error {
    ErrorKind::Fetch { url: without_credentials(url).into(), failure }.into()
}

/// The error for a response with this status.
pub(super) fn status_error(url: &Url, status: u16) -> Error {
    fetch_error(url, FetchFailure::Status { status })
}

/// The error for an index that cannot be used.
pub(super) fn index_error(url: &Url, problem: IndexProblem) -> Error {
    fetch_error(url, FetchFailure::Index { problem })
}

/// Whether an error is that only the cache may be used, and that it does not hold what was asked for.
pub(super) fn is_not_cached(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::NotCached { .. })
}

/// The failure of a request for which no time is left.
pub(super) fn out_of_time() -> FetchFailure {
    let source = std::io::Error::from(std::io::ErrorKind::TimedOut);
    FetchFailure::Connection { stage: FetchStage::Connect, is_timeout: true, source: Box::new(source) }
}

/// What an error of the HTTP client means for a request that came to this stage.
pub(super) fn connection_failure(stage: FetchStage, error: reqwest::Error) -> FetchFailure {
    let stage = if error.is_connect() { FetchStage::Connect } else { stage };
    let is_timeout = error.is_timeout();
    // The address could hold a password.
    FetchFailure::Connection { stage, is_timeout, source: Box::new(error.without_url()) }
}
