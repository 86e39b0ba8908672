//! A row of an index.

use serde::Serialize;

use crate::archive::{CaptureUrl, Timestamp};

/// One capture, as an index of captures tells of it. Indexes differ in what they tell.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct CaptureRow {
    /// When the capture was made.
    pub timestamp: Timestamp,
    /// The page's address as it was captured. Indexes fold addresses together: it may differ in scheme, `www.`, case and
    /// port from the one that was asked for.
    pub original: String,
    /// The address at which the archive gives the captured bytes; `None` in archives that replay nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capture: Option<CaptureUrl>,
    /// The status with which the page was captured; repetitions of an earlier capture often have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The media type, without parameters; `warc/revisit` for a repetition of an earlier capture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime: Option<String>,
    /// SHA-1 of the body, mostly in base 32, without the name of the algorithm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// The size of the record in the archive, packed, in bytes. No size of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
    /// Where the record lies, in indexes that tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<WarcLocation>,
    /// The page's address folded for sorting (SURT), in indexes that tell.
    #[serde(skip)]
    pub(crate) key: Option<String>,
}

impl CaptureRow {
    /// Whether the row says that the page was as at an earlier capture; then its status is mostly not told.
    pub fn is_revisit(&self) -> bool {
        self.mime.as_deref() == Some("warc/revisit")
    }

    /// What the index folds together: one page.
    pub(super) fn page(&self) -> &str {
        self.key.as_deref().unwrap_or(&self.original)
    }
}

/// A record within a WARC file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct WarcLocation {
    /// The file, as the archive names it.
    pub file: String,
    /// Bytes before the record.
    pub offset: u64,
    /// Bytes of the record, packed.
    pub length: u64,
}
