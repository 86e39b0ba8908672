//! The properties that the fuzz targets hold the crate to: a file a target, each with a `check` that panics where a property fails.
//! Here they run over the saved corpora and over what once failed; `fuzz/` runs them over what it makes up.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod article;
mod choices;
mod grammar;
mod saved;
mod schema;
mod words;

pub mod arc;
pub mod cdx;
pub mod dates;
pub mod decode;
pub mod extract_bytes;
pub mod extract_grammar;
pub mod json_ld;
pub mod link_header;
pub mod mhtml;
pub mod parsers;
pub mod plain_text;
pub mod profiles;
pub mod round_trip;
pub mod unrewrite;
pub mod wacz;
pub mod warc;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod replay;
