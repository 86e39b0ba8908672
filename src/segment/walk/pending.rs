//! The block under construction, and the inline elements that are open in it.

use crate::dom::NodeId;
use crate::profile::Role;
use crate::segment::marks::{LinkSpan, Span};
use crate::text::Folded;
use crate::vocabulary::Hints;

/// An open inline element.
pub(super) struct Inline {
    pub(super) end: NodeId,
    pub(super) style: Style,
    pub(super) hints: Hints,
    pub(super) link: Option<OpenLink>,
    pub(super) role: Option<Role>,
}

/// A link whose text goes on.
pub(super) struct OpenLink {
    pub(super) href: String,
    pub(super) author: bool,
    /// Where its text starts in the present block, once it has any.
    pub(super) start: Option<usize>,
}

/// How a text is set.
#[derive(Clone, Copy, Default)]
pub(super) struct Style {
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// In small type, or centred.
    pub(super) apart: bool,
}

/// The block under construction.
#[derive(Default)]
pub(super) struct PendingBlock {
    pub(super) text: Folded,
    pub(super) node: Option<usize>,
    pub(super) bold: Vec<Span>,
    pub(super) italics: Vec<Span>,
    pub(super) links: Vec<LinkSpan>,
    pub(super) chars: u32,
    pub(super) linked: u32,
    pub(super) italic: u32,
    pub(super) set_apart: u32,
    /// The hints that all of its text shares; none known before the first text.
    pub(super) hints: Option<Hints>,
    pub(super) role: Option<Option<Role>>,
    /// A line break came and no text since.
    pub(super) broke: bool,
    /// A line break came before any text.
    pub(super) begins_line: bool,
}

/// Adds a stretch to those in order; one that follows on the last is a part of it.
pub(super) fn add_span(spans: &mut Vec<Span>, start: usize, end: usize) {
    match spans.last_mut() {
        Some(last) if last.end + 1 >= start => last.end = end,
        _ => spans.push(Span { start, end }),
    }
}

impl PendingBlock {
    pub(super) fn is_all_bold(&self) -> bool {
        let end = self.text.len();
        // A colon introduces what follows in the same paragraph.
        let introduces = self.text.as_str().trim_end().ends_with(':');
        matches!(self.bold[..], [Span { start: 0, end: bold }] if bold + 1 >= end && end > 0 && !introduces)
    }
}

impl OpenLink {
    /// The link as far as this place, if it has text.
    pub(super) fn until(&self, end: usize) -> Option<LinkSpan> {
        let start = self.start.filter(|&s| s < end)?;
        Some(LinkSpan { span: Span { start, end }, href: self.href.clone(), author: self.author })
    }
}
