//! What statuses say of a page.

/// "Not modified": the page is what it was when it was last asked for.
#[cfg(feature = "coding")]
pub(crate) const NOT_MODIFIED: u16 = 304;

/// Whether a page was served with this status: 203 and 206 are pages, too.
pub(crate) fn is_page_status(status: u16) -> bool {
    (200..300).contains(&status)
}

/// Whether the status is that of a redirect that names its target in `Location`.
#[cfg(feature = "fetch")]
pub(crate) fn is_redirect_status(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}
