//! A page that was read as far as its blocks.

use crate::dom::Document;
use crate::strip::Removed;
use crate::unrewrite::CaptureOrigin;

/// What the stages before the blocks leave of a page.
pub(super) struct ReadPage<'a> {
    pub(super) text: &'a str,
    /// None for plain text.
    pub(super) doc: Option<&'a Document>,
    pub(super) removed: &'a [Removed],
    pub(super) origin: &'a CaptureOrigin,
}
