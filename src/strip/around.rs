//! What an element is by what stands around it and in it.

use crate::dom::{Document, NodeId, Tag};
use crate::measure::{Measures, Shape};
use crate::vocabulary::Hints;

/// A hidden paragraph of this many letters of prose is the story's: two lines of a column.
pub(super) const PARAGRAPH: u32 = 80;

/// Whether an element holds a picture's caption and little else: it is the picture's, whatever it is called: `footer`,
/// `media related`, or the button that shows it large.
pub(super) fn is_mostly_caption(shape: &Shape) -> bool {
    shape.captioned * 2 > shape.chars && shape.linked * 2 < shape.chars
}

/// A part further down belongs to what is around it.
const NEAR: usize = 4;

pub(super) fn inside(doc: &Document, id: NodeId, tags: &[Tag]) -> bool {
    doc.ancestors(id).take(NEAR).any(|n| tags.contains(&doc.tag(n)))
}

/// Whether an element stands in a quotation or a figure, or in what is named a quotation.
pub(super) fn is_of_quotation(doc: &Document, measures: &Measures, id: NodeId) -> bool {
    let named = |n: NodeId| measures.hints(n).any(Hints::QUOTE | Hints::PULL);
    doc.ancestors(id).take(NEAR).any(|n| matches!(doc.tag(n), Tag::Blockquote | Tag::Figure) || named(n))
}
