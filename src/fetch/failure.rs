//! What kept a page from being fetched, in words.

use std::error::Error as _;

use crate::error::{Error, ErrorKind};

/// A status with its phrase: `404 Not Found`.
pub(super) fn status_with_phrase(code: u16) -> String {
    reqwest::StatusCode::from_u16(code).map_or_else(|_| code.to_string(), |s| s.to_string())
}

pub(super) fn fetch_error(url: &str, message: String) -> Error {
    ErrorKind::Fetch { url: url.to_owned(), message }.into()
}

/// The client's error and what lies behind it, without the address: that could hold a password.
pub(super) fn client_error_message(error: reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let error = error.without_url();
    let mut out = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        out += ": ";
        out += &inner.to_string();
        source = inner.source();
    }
    out
}
