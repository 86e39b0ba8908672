//! Which form a saved file has, by its first bytes.

use std::io;

use super::gzip;
use super::mhtml::is_mhtml;
use super::record_start::{RecordForm, find_record_form};
use super::rewind::RewindReader;
use super::zstd;

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
    /// A page as it is, or packed with gzip or zstd.
    Page,
    /// A page with what belongs to it, as browsers save it.
    Mhtml,
    /// The records of a crawl.
    Warc,
    /// The records of a crawl as they were kept until about 2009.
    Arc,
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
        matches!(self, FileFormat::Warc | FileFormat::Arc | FileFormat::Zip)
    }

    /// The form of its records, if it is a file of such.
    pub(super) fn record_form(self) -> Option<RecordForm> {
        match self {
            FileFormat::Warc => Some(RecordForm::Warc),
            FileFormat::Arc => Some(RecordForm::Arc),
            FileFormat::Page | FileFormat::Mhtml | FileFormat::Zip => None,
        }
    }

    /// The form of what begins here.
    pub(super) fn detect(file: &mut RewindReader) -> io::Result<Self> {
        let sample = file.peek(SAMPLE_BYTES)?;
        if sample.starts_with(b"PK\x03\x04") || sample.starts_with(b"PK\x05\x06") {
            return Ok(FileFormat::Zip);
        }
        // A dictionary at the head is what files of records have alone.
        if sample.starts_with(&zstd::DICTIONARY_MAGIC) {
            return Ok(FileFormat::Warc);
        }
        let inner = match sample {
            [0x1f, 0x8b, ..] => Some(gzip::unpack_beginning(sample, SAMPLE_BYTES)),
            _ if zstd::is_frame_start(sample) => Some(zstd::unpack_beginning(sample, SAMPLE_BYTES)),
            _ => None,
        };
        let text = inner.as_deref().unwrap_or(sample);
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii_start();
        if let Some(form) = RecordForm::detect(text) {
            return Ok(form.into());
        }
        if is_mhtml(text) {
            return Ok(FileFormat::Mhtml);
        }
        // Damage may be at the very beginning. Pages that merely quote a record begin as pages do.
        let damaged = if inner.is_some() || text.starts_with(b"<") { None } else { find_record_form(sample) };
        Ok(damaged.map_or(FileFormat::Page, FileFormat::from))
    }
}

impl From<RecordForm> for FileFormat {
    fn from(form: RecordForm) -> Self {
        match form {
            RecordForm::Warc => FileFormat::Warc,
            RecordForm::Arc => FileFormat::Arc,
        }
    }
}
