//! Parts that their names call none of the story. That is evidence and no verdict: nothing goes because of it.

use super::around::{PARAGRAPH, is_mostly_caption, is_of_quotation};
use crate::dom::{Document, NodeId, Tag};
use crate::measure::{Measures, Shape};
use crate::vocabulary::Hints;

/// What names what stands around a story. Asides and comments are judged by their places.
const NEIGHBOURS: Hints = Hints::RELATED
    .or(Hints::SHARE)
    .or(Hints::NAV)
    .or(Hints::AD)
    .or(Hints::SIGNUP)
    .or(Hints::PAYWALL)
    .or(Hints::TAGS)
    .or(Hints::BIO)
    .or(Hints::FOOTER)
    .or(Hints::LEGAL);

/// Whether an element's names say that it is none of the story, as far as its shape lets them.
pub(super) fn is_named_foreign(doc: &Document, measures: &Measures, id: NodeId) -> bool {
    let (tag, shape, hints) = (doc.tag(id), measures.shape(id), measures.hints(id));
    let parts = Hints::BODY
        | Hints::CAPTION
        | Hints::CREDIT
        | Hints::BYLINE
        | Hints::DATE
        | Hints::SUMMARY
        | Hints::PULL
        | Hints::QUOTE;
    if hints.any(parts)
        || shape.has_h1
        || is_mostly_caption(shape)
        || is_picture(shape, hints)
        || is_in_sentence(doc, measures, id)
    {
        return false;
    }
    // Other stories and tools are links and pictures: what `read more` or `print` names without them is text.
    let bare = shape.linked == 0 && shape.images == 0 && !shape.below.any(Hints::HEADLINE);
    // Nor is a post that the story quotes from a network a tool to share it with: `social-media-embed`.
    let posted = shape.below.any(Hints::EMBED) && shape.linked * 2 < shape.chars;
    let text = Hints::SHARE | if bare { Hints::RELATED } else { Hints::NONE };
    let folds = bare && shape.prose >= PARAGRAPH || posted;
    // A paragraph of prose is judged with its neighbours, later: `p.topic-paragraph`, `p.bottom`.
    let prose = tag == Tag::P && shape.prose >= PARAGRAPH && shape.linked * 2 < shape.chars;
    let believed = if folds { hints.without(text) } else { hints };
    let of_quotation = is_of_quotation(doc, measures, id);
    let believed = if of_quotation { believed.without(Hints::FOOTER) } else { believed };
    believed.any(NEIGHBOURS) && !prose
}

/// Whether an element called a neighbour's name is a picture with a line about it: advertisements and teasers are links.
fn is_picture(shape: &Shape, hints: Hints) -> bool {
    /// Letters of a caption with its credit.
    const CAPTION: u32 = 600;
    let neighbour =
        hints.any(Hints::FIGURE | Hints::GALLERY) && !hints.any(Hints::BIO | Hints::SIGNUP | Hints::PAYWALL);
    neighbour && shape.images == 1 && shape.linked == 0 && shape.prose > 0 && shape.chars < CAPTION
}

/// Whether an inline element is words of a paragraph: content systems name links in a sentence by what they lead to
/// (`tag-link`, `related`).
fn is_in_sentence(doc: &Document, measures: &Measures, id: NodeId) -> bool {
    /// Elements of style within each other, and the paragraph.
    const STYLES: usize = 4;
    // Styles stand between a paragraph and its words: `p > span > a`.
    let styled = |n: &NodeId| matches!(doc.tag(*n), Tag::Span | Tag::B | Tag::Strong | Tag::I | Tag::Em);
    let parent = doc.ancestors(id).take(STYLES).find(|n| !styled(n)).unwrap_or_else(|| doc.parent(id));
    let around = measures.shape(parent);
    let own = measures.shape(id).chars;
    let sentence = around.prose >= PARAGRAPH && own * 3 < around.chars && around.linked * 2 < around.chars;
    // An anchor around the words of a heading is the heading.
    let heading = doc.tag(parent).heading_level().is_some() && own * 2 > around.chars;
    matches!(doc.tag(id), Tag::A | Tag::Span) && (doc.tag(parent) == Tag::P && sentence || heading)
}
