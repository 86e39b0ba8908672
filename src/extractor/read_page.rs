//! A page that was read as far as its blocks.

use url::Url;

use crate::decode::Decoded;
use crate::dom::{Attr, Document, NodeId, Tag};
use crate::metadata::Metadata;
use crate::page::Page;
use crate::plaintext;
use crate::strip::Removed;
use crate::unrewrite::CaptureOrigin;

/// What the stages before the blocks leave of a page.
pub(super) struct ReadPage<'a> {
    pub(super) text: &'a str,
    /// None for plain text, and where nobody is told of the page.
    pub(super) doc: Option<&'a Document>,
    pub(super) removed: &'a [Removed],
    pub(super) origin: &'a CaptureOrigin,
}

/// Whether a page is to be read as plain text.
pub(super) fn is_plain_text(page: &Page, decoded: &Decoded<'_>) -> bool {
    let is_said = page.content_type().is_some_and(|h| h.trim_start().starts_with("text/plain"))
        && !decoded.text.trim_start().starts_with('<');
    is_said || plaintext::looks_like_text(&decoded.text)
}

/// What relative addresses of the page are relative to.
pub(super) fn base(doc: &Document, origin: &CaptureOrigin, metadata: &Metadata) -> Option<Url> {
    // A page that nobody gave an address for may say its own.
    let own = || metadata.canonical_url.as_deref().and_then(|url| Url::parse(url).ok());
    let url = origin.original.clone().or_else(own);
    let href = doc.by_tag(NodeId::ROOT, Tag::Base).find_map(|n| doc.attr(n, Attr::Href));
    match (href, url) {
        (Some(href), Some(url)) => url.join(href).ok().or(Some(url)),
        (Some(href), None) => Url::parse(href).ok(),
        (None, url) => url,
    }
}
