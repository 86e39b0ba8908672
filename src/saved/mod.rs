//! Saved forms of pages: HTML and text as files, MHTML, WARC, WACZ, zip.
//!
//! `rewind` reads the file, `format` tells its form. `stream` unpacks files of records, by `gzip` and `record_start`, and
//! `warc` reads the records in them; `mhtml` reads the page of a message, with `mime`; `zipped` reads the files in a zip.
//! `pages` gives the pages of all of these; `write` makes WARC.

mod address;
mod errors;
mod format;
mod gzip;
mod mhtml;
mod mime;
mod pages;
mod record_start;
mod rewind;
mod saved_page;
mod selection;
mod single;
mod stream;
mod warc;
mod write;
mod zipped;

pub use format::FileFormat;
pub use pages::Pages;
pub use saved_page::SavedPage;
pub use write::WarcWriter;

#[cfg(test)]
mod tests;
