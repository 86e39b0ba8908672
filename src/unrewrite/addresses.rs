//! Rewritten addresses, restored wherever one can stand.

use std::borrow::Cow;

use url::Url;

use crate::dom::{Attr, Document, NodeId, Tag};

use super::archive_today;
use super::replay_marks::{Rewriting, names_own_address, unwrapped_script};

/// Attributes that hold words, in which an address is the page's own.
const WORD_ATTRIBUTES: [&str; 6] = ["alt", "title", "aria-label", "placeholder", "summary", "label"];

/// The page's own address, as a rewritten canonical link, `og:url` or base tells it. A base may be the
/// page's folder alone: it is the last to be asked.
pub(super) fn rewritten_own_address(doc: &Document, rewriting: &Rewriting) -> Option<String> {
    let found = doc.all().filter(|&n| names_own_address(doc, n)).filter_map(|n| {
        let value = doc.attr(n, if doc.tag(n) == Tag::Meta { Attr::Content } else { Attr::Href })?;
        Some((doc.tag(n) == Tag::Base, rewriting.unrewrite(value.trim())?))
    });
    let mut found: Vec<_> = found.filter(|(_, address)| Url::parse(address).is_ok()).collect();
    found.sort_by_key(|(is_base, _)| *is_base);
    found.into_iter().next().map(|(_, address)| address)
}

/// Takes the archive's prefix off, wherever an address can stand, and its wrappers off scripts.
pub(super) fn restore_addresses(doc: &mut Document, rewriting: &Rewriting) {
    let mut attributes: Vec<(NodeId, String, String)> = Vec::new();
    let mut texts: Vec<(NodeId, String)> = Vec::new();
    for n in doc.all() {
        if let Some(text) = doc.text_of(n) {
            let parent = doc.parent(n);
            let unwrapped = (doc.tag(parent) == Tag::Script).then(|| unwrapped_script(text)).flatten();
            let inner = unwrapped.unwrap_or(text);
            let restored = holds_addresses(doc, parent).then(|| rewriting.unrewrite_text(inner)).flatten();
            texts.extend(restored.or_else(|| unwrapped.map(str::to_owned)).map(|new| (n, new)));
            continue;
        }
        for (name, value) in doc.attrs(n) {
            if WORD_ATTRIBUTES.contains(&name) || (name == "content" && is_prose(doc, n, value)) {
                continue;
            }
            if let Some(new) = rewriting.unrewrite(value) {
                attributes.push((n, name.to_owned(), new));
            }
        }
    }
    for (n, name, value) in attributes {
        doc.set_attr(n, &name, &value);
    }
    for (n, text) in texts {
        doc.set_text(n, &text);
    }
}

/// Whether the text of an element is markup or data rather than words.
fn holds_addresses(doc: &Document, element: NodeId) -> bool {
    match doc.tag(element) {
        Tag::Script => doc.attr(element, Attr::Type).is_some_and(|t| t.to_ascii_lowercase().contains("json")),
        Tag::Style | Tag::Noscript => true,
        _ => false,
    }
}

/// Whether a `meta` content is a sentence; `0; url=/web/…` is not.
fn is_prose(doc: &Document, n: NodeId, content: &str) -> bool {
    content.trim().contains(' ') && doc.attr(n, Attr::HttpEquiv).is_none()
}

impl Rewriting {
    /// The value of an attribute as it was; `None` where nothing in it was rewritten.
    fn unrewrite(&self, value: &str) -> Option<String> {
        match self {
            Rewriting::Prefix(prefix) => match prefix.unrewrite(value) {
                Cow::Owned(new) => Some(new),
                Cow::Borrowed(_) => None,
            },
            Rewriting::ArchiveToday => archive_today::original_address(value),
        }
    }

    /// The same for a text that holds addresses among other things.
    fn unrewrite_text(&self, text: &str) -> Option<String> {
        match self {
            Rewriting::Prefix(_) => self.unrewrite(text),
            Rewriting::ArchiveToday => None,
        }
    }
}
