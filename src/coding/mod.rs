//! Content codings: how bodies are packed on the wire and in archives.

mod gzip;
#[cfg(feature = "coding")]
mod http;

pub(crate) use gzip::{DecodeError, DecodeLimits, DecodedBody, GZIP_MAGIC, decode_gzip};
#[cfg(feature = "saved")]
pub(crate) use http::{ZSTD_MAGIC, begins_packed};
#[cfg(feature = "coding")]
pub(crate) use http::{dechunk, decode_body};
