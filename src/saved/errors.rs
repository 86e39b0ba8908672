//! Errors that several forms of files share.

use crate::coding::DecodeError;
use crate::error::{Error, ErrorKind};

pub(super) fn damaged(reason: &str) -> Error {
    ErrorKind::Damaged { reason: reason.to_owned() }.into()
}

/// The error for a body that could not be unpacked.
pub(super) fn not_unpacked(error: DecodeError) -> Error {
    match error {
        DecodeError::Limit { what, limit, found } => ErrorKind::Limit { what, limit, found }.into(),
        DecodeError::Invalid(reason) => damaged(&format!("a packed body: {reason}")),
    }
}

/// The error for a page of too many bytes.
pub(super) fn too_large(limit: usize, found: usize) -> Error {
    ErrorKind::Limit { what: "bytes", limit, found }.into()
}

/// An error about a piece of a file, with the place of that piece, unless it tells a nearer one already.
pub(super) fn at_place(place: String, error: Error) -> Error {
    match error.place() {
        Some(_) => error,
        None => ErrorKind::Record { place, error }.into(),
    }
}
