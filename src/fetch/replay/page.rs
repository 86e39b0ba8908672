//! Captures as pages.

use std::path::Path;

use url::Url;

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
    let page = Page::new(body).url(url)?.captured(&time.to_string())?.status(status);
    Ok(match content_type {
        Some(value) => page.content_type(value),
        None => page,
    })
}

/// Refuses a page that is empty or a binary file.
pub(super) fn readable_page(page: Page) -> Result<Page> {
    let name = page.address().map(Url::as_str).unwrap_or_default();
    Page::unpack(page.bytes().to_vec(), Path::new(name))?;
    Ok(page)
}
