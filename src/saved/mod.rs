//! Saved forms of pages: HTML and text as files, MHTML, WARC, ARC, WACZ, zip.
//!
//! `rewind` reads the file, `format` tells its form. `stream` unpacks files of records, by `gzip`, `zstd` and
//! `record_start`, and `records` reads the records in them, those of ARC by the lines that `arc` reads; `search` looks
//! for records alone. `mhtml` reads the page of a message, with `mime`; `zipped` reads the files in a zip. `pages` gives
//! the pages of all of these; `write` makes WARC.

mod address;
mod arc;
mod errors;
mod format;
mod gzip;
mod html_start;
mod mhtml;
mod mime;
mod pages;
mod record_start;
mod records;
mod rewind;
mod saved_page;
mod search;
mod selection;
mod single;
mod skipped;
mod source;
mod stream;
mod write;
mod zipped;
mod zstd;

pub use format::FileFormat;
pub use pages::Pages;
pub use records::RecordIndex;
pub use saved_page::SavedPage;
pub use skipped::Skipped;
pub use write::{WarcResponse, WarcWriter};

#[cfg(test)]
mod tests;
