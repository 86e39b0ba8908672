//! A page out of a saved file, and what the file tells of it.

use url::Url;

use crate::archive::Timestamp;
use crate::error::Result;
use crate::page::Page;

use super::address::without_credentials;

/// A page out of a saved file, and which one it is.
///
/// ```
/// let html = "<p>One</p>".as_bytes();
/// let saved = cuttings::Pages::from_reader(html, "one.html")?.next().unwrap()?;
/// assert_eq!((saved.id(), saved.source()), ("one.html", "one.html"));
/// assert_eq!(saved.into_page().bytes(), html);
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct SavedPage {
    page: Page,
    id: String,
    source: String,
    truncated: bool,
}

impl SavedPage {
    pub(super) fn new(page: Page, id: String, source: String) -> Self {
        SavedPage { page, id, source, truncated: false }
    }

    pub(super) fn with_truncated(self, truncated: bool) -> Self {
        SavedPage { truncated, ..self }
    }

    /// The page, with address, content type, status and capture time as far as the file tells them.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// The page alone.
    pub fn into_page(self) -> Page {
        self.page
    }

    /// Whether the crawler says (`WARC-Truncated`) that it took a part of the page only, by size or by time.
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// What identifies the page: its `WARC-Record-ID`, its name within a zip, or the file's name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where the page stands: the file's name; for a record, `#` and the byte of the file at which it begins, or its gzip member
    /// does (of further records in one member, `+` and how far in, unpacked); for a file in a zip, `/` and its name.
    pub fn source(&self) -> &str {
        &self.source
    }
}

/// What a file tells of a page.
#[derive(Debug, Default)]
pub(super) struct PageFacts<'a> {
    pub(super) url: Option<&'a str>,
    pub(super) content_type: Option<String>,
    pub(super) captured: Option<Timestamp>,
    pub(super) status: Option<u16>,
}

impl PageFacts<'_> {
    /// A page with what is known of it. What is no address or no date is left out: the page is good all the same.
    pub(super) fn page(self, body: Vec<u8>) -> Result<Page> {
        let mut page = Page::new(body);
        // Looked at before: a page is lost to an address that is refused.
        if let Some(url) = self.url.map(without_credentials).filter(|url| Url::parse(url.trim()).is_ok()) {
            page = page.with_url(&url)?;
        }
        if let Some(time) = self.captured {
            page = page.with_capture_time(&time.to_string())?;
        }
        if let Some(value) = self.content_type {
            page = page.with_content_type(value);
        }
        if let Some(status) = self.status {
            page = page.with_status(status);
        }
        Ok(page)
    }
}
