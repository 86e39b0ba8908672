//! Captures as pages.

use crate::archive::Timestamp;
use crate::error::Result;
use crate::page::Page;

/// A page as it was captured.
pub(super) fn captured_page(
    body: Vec<u8>,
    url: &str,
    time: Timestamp,
    status: u16,
    content_type: Option<String>,
) -> Result<Page> {
    let page = Page::new(body).with_url(url)?.with_capture_time(&time.to_string())?.with_status(status);
    Ok(match content_type {
        Some(value) => page.with_content_type(value),
        None => page,
    })
}

/// Refuses a page that is empty or a binary file.
pub(super) fn readable_page(page: Page) -> Result<Page> {
    page.check_readable()?;
    Ok(page)
}
