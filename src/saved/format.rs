//! Which form a saved file has, by its first bytes.

use std::io;

use super::gzip::unpack_beginning;
use super::mhtml::is_mhtml;
use super::record_start::{contains_record_start, is_record_start};
use super::rewind::RewindReader;

/// How much of a file is looked at to tell its form.
const SAMPLE_BYTES: usize = 64 << 10;

/// The form of a saved file.
///
/// ```
/// use cuttings::{FileFormat, Pages};
///
/// let pages = Pages::from_reader("<p>One".as_bytes(), "one.html")?;
/// assert_eq!(pages.format(), FileFormat::Page);
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FileFormat {
    /// A page as it is, or gzipped.
    Page,
    /// A page with what belongs to it, as browsers save it.
    Mhtml,
    /// The records of a crawl.
    Warc,
    /// A zip of pages, or WACZ.
    Zip,
}

impl FileFormat {
    /// Whether such a file can hold more than one page.
    ///
    /// ```
    /// use cuttings::FileFormat;
    ///
    /// assert!(FileFormat::Warc.holds_many() && !FileFormat::Mhtml.holds_many());
    /// ```
    pub fn holds_many(self) -> bool {
        matches!(self, FileFormat::Warc | FileFormat::Zip)
    }

    /// The form of what begins here.
    pub(super) fn detect(file: &mut RewindReader) -> io::Result<Self> {
        let sample = file.peek(SAMPLE_BYTES)?;
        if sample.starts_with(b"PK\x03\x04") || sample.starts_with(b"PK\x05\x06") {
            return Ok(FileFormat::Zip);
        }
        if sample.starts_with(&[0x1f, 0x8b]) {
            let inner = unpack_beginning(sample, SAMPLE_BYTES);
            return Ok(match is_record_start(inner.trim_ascii_start()) {
                true => FileFormat::Warc,
                false if is_mhtml(&inner) => FileFormat::Mhtml,
                false => FileFormat::Page,
            });
        }
        let text = sample.strip_prefix(b"\xef\xbb\xbf").unwrap_or(sample).trim_ascii_start();
        if is_record_start(text) {
            return Ok(FileFormat::Warc);
        }
        if is_mhtml(sample) {
            return Ok(FileFormat::Mhtml);
        }
        // Damage may be at the very beginning. Pages that merely quote a record begin as pages do.
        let is_damaged_warc = !text.starts_with(b"<") && contains_record_start(sample);
        Ok(if is_damaged_warc { FileFormat::Warc } else { FileFormat::Page })
    }
}

/// Whether the bytes begin as HTML does.
pub(super) fn looks_like_html(bytes: &[u8]) -> bool {
    const FIRST_TAGS: [&[u8]; 9] =
        [b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<meta", b"<!--", b"<script", b"<table"];
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    // An XML declaration before it.
    let bytes = match bytes.starts_with(b"<?xml") {
        true => memchr::memchr(b'>', bytes).and_then(|n| bytes.get(n + 1..)).unwrap_or(bytes).trim_ascii_start(),
        false => bytes,
    };
    FIRST_TAGS.iter().any(|tag| bytes.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_shows_at_its_beginning() {
        for yes in ["<!DOCTYPE html>", " \n<HTML>", "\u{feff}<head>", "<?xml version='1.0'?>\n<html>", "<!-- x -->"] {
            assert!(looks_like_html(yes.as_bytes()), "{yes}");
        }
        for no in ["", "<svg>", "{}", "WARC/1.0", "<?xml?><rss>"] {
            assert!(!looks_like_html(no.as_bytes()), "{no}");
        }
    }
}
