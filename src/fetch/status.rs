//! Which statuses are those of a page that was there.

/// Whether a page was served with this status: 203 and 206 are pages, too.
pub(super) fn is_page_status(status: u16) -> bool {
    (200..300).contains(&status)
}
