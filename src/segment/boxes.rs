//! Which elements are boxes: figures, quotes, facts beside the flow.

use crate::dom::{Attr, Document, NodeId, Tag};
use crate::measure::{FOREIGN_SHARE, Measures, Shape};
use crate::profile::Role;
use crate::vocabulary::Hints;

use super::blocks::BoxKind;
use super::media;

/// A caption with its credit is shorter than this, in letters.
const CAPTION: u32 = 600;

/// Besides captions and credits a figure holds this many at most: a label, a link to a larger picture.
const BESIDES: u32 = 40;

/// A quotation lifted out of the flow is shorter than this.
const QUOTE: u32 = 700;

/// A fact box is shorter than this.
const FACTS: u32 = 2_500;

/// Pictures wider than this, in pixels, take the whole column: the table around them floats beside nothing.
const FLOATING: u32 = 400;

/// What kind of box an element is, if any, and whether a profile says so.
pub(super) fn kind(doc: &Document, measures: &Measures, id: NodeId, role: Option<Role>) -> Option<(BoxKind, bool)> {
    match role {
        Some(Role::Figure | Role::Video) => return Some((BoxKind::Figure, true)),
        Some(Role::Quote) => return Some((BoxKind::Quote, true)),
        Some(Role::Aside) => return Some((BoxKind::Aside, true)),
        Some(Role::Comments) => return Some((BoxKind::Comments, true)),
        Some(_) => return None,
        None => {}
    }
    let shape = measures.shape(id);
    if shape.chars == 0 || shape.has_h1 || matches!(doc.tag(id), Tag::Html | Tag::Body | Tag::Main | Tag::Article) {
        return None;
    }
    if is_quote(doc, measures, id) {
        return Some((BoxKind::Quote, false));
    }
    if is_figure(doc, measures, id) {
        return Some((BoxKind::Figure, false));
    }
    let facts = measures.hints(id).any(Hints::FACTS) && shape.chars < FACTS;
    facts.then_some((BoxKind::Aside, false))
}

fn is_quote(doc: &Document, measures: &Measures, id: NodeId) -> bool {
    let shape = measures.shape(id);
    if shape.chars >= QUOTE || shape.linked * 2 > shape.chars {
        return false;
    }
    let hints = measures.hints(id);
    let tag = doc.tag(id);
    if hints.any(Hints::FOREIGN.without(Hints::SIDE)) {
        return false;
    }
    hints.any(Hints::PULL)
        || shape.below.any(Hints::QUOTE_MARK) && matches!(tag, Tag::Table | Tag::Td | Tag::Div | Tag::Tr)
        || tag == Tag::Aside && shape.chars < QUOTED && is_quoted(doc, id)
        || tag == Tag::Aside
            && (shape.below.any(Hints::QUOTE | Hints::PULL) || doc.by_tag(id, Tag::Blockquote).next().is_some())
        || hints.any(Hints::QUOTE) && !matches!(tag, Tag::Blockquote | Tag::P | Tag::Li)
}

/// Letters of an aside that may be a quotation from end to end: longer ones are texts of their own.
const QUOTED: u32 = 3_000;

/// Whether a text is a quotation from its first mark on, with at most a name behind the last.
fn is_quoted(doc: &Document, id: NodeId) -> bool {
    /// Bytes of a name with a role.
    const NAME: usize = 120;
    let text = doc.text(id);
    let text = text.trim();
    let close = text.rfind(['"', '”', '“', '»', '«', '’', '」']).unwrap_or(0);
    text.starts_with(['"', '“', '„', '«', '»', '‘', '「']) && close > text.len() / 2 && text.len() - close < NAME
}

fn has_medium(shape: &Shape) -> bool {
    shape.images > 0 || shape.below.any(Hints::PLAYER)
}

/// Whether an element sets out data, a list or a program, which a caption may stand under too.
fn is_listing(doc: &Document, measures: &Measures, id: NodeId) -> bool {
    let is_part = |n: NodeId| matches!(doc.tag(n), Tag::Table | Tag::Ul | Tag::Ol | Tag::Dl | Tag::Pre | Tag::Code);
    doc.descendants(id).any(|n| is_part(n) && measures.shape(n).chars > 0)
}

fn is_figure(doc: &Document, measures: &Measures, id: NodeId) -> bool {
    let shape = measures.shape(id);
    let tag = doc.tag(id);
    if shape.chars >= CAPTION {
        return false;
    }
    let hints = measures.hints(id);
    if !has_medium(shape) {
        if is_listing(doc, measures, id) {
            return false;
        }
        // The picture may be left to a script. The caption tells a figure from a chart or a listing then; quotations
        // are set in figures too, with the speaker for a caption, and so are the entries of lists, with a heading.
        let captions = shape.captioned * 2 > shape.chars && shape.linked == 0;
        let is_div = || tag == Tag::Div && hints.any(Hints::FIGURE) && !hints.any(Hints::CAPTION) && captions;
        return shape.captioned > 0
            && !shape.below.any(Hints::QUOTE | Hints::PULL | Hints::HEADLINE)
            && (tag == Tag::Figure || is_div())
            && doc.by_tag(id, Tag::Blockquote).next().is_none();
    }
    if tag == Tag::Figure {
        return true;
    }
    // A linked picture with a linked line beside it is another story's teaser.
    let captioned = hints.any(Hints::CAPTION) || shape.captioned == shape.chars || is_all_small(doc, measures, id);
    if shape.linked * 2 > shape.chars
        || shape.images > 2
        || matches!(tag, Tag::P | Tag::Li | Tag::Tr | Tag::Tbody) && !(tag == Tag::P && captioned)
    {
        return false;
    }
    if tag == Tag::P {
        return true;
    }
    // One picture and a caption: what stands between the two, shorter than the caption, is the box's own.
    let besides = if shape.images == 1 { BESIDES.max(shape.captioned) } else { BESIDES };
    if hints.any(Hints::CAPTION) || shape.captioned > 0 && shape.chars - shape.captioned <= besides {
        return true;
    }
    if hints.any(Hints::FIGURE) && !hints.any(Hints::BODY) || is_slide(measures, id) {
        return true;
    }
    if is_bare_figure(doc, measures, id) {
        return true;
    }
    let narrow = || doc.attr(id, Attr::Width).and_then(|w| w.trim().parse::<u32>().ok()).is_some_and(|w| w <= FLOATING);
    let aligned = || matches!(doc.attr(id, Attr::Align), Some(a) if a.eq_ignore_ascii_case("left") || a.eq_ignore_ascii_case("right"));
    tag == Tag::Table && (narrow() || aligned()) && shape.below.any(Hints::SMALL_PRINT | Hints::CREDIT)
}

/// Whether an element is one picture of a gallery with what is said of it: text without a link.
fn is_slide(measures: &Measures, id: NodeId) -> bool {
    let (shape, page) = (measures.shape(id), measures.shape(NodeId::ROOT));
    // Galleries that hold a good part of the page's prose are the story.
    let beside = (page.galleried as f32) < FOREIGN_SHARE * page.prose as f32;
    beside && measures.hints(id).any(Hints::GALLERY) && shape.images == 1 && shape.linked == 0
}

/// Whether an element is one picture or player with at most two short texts under it and nothing else: a figure of a template
/// whose names say nothing.
fn is_bare_figure(doc: &Document, measures: &Measures, id: NodeId) -> bool {
    /// Letters of a caption with its credit.
    const LINES: u32 = 200;
    /// A caption and a credit.
    const TEXTS: usize = 2;
    /// Letters: a shorter text is a name, or what a button says.
    const LABEL: u32 = 25;
    let (shape, page) = (measures.shape(id), measures.shape(NodeId::ROOT));
    let other = Hints::FOREIGN | Hints::HEADLINE | Hints::BYLINE | Hints::DATE | Hints::SUMMARY | Hints::KICKER;
    let is_story = shape.prose as f32 >= FOREIGN_SHARE * page.prose as f32;
    if !matches!(doc.tag(id), Tag::Div | Tag::Section) || shape.images > 1 || shape.linked > 0 || shape.chars > LINES {
        return false;
    }
    if shape.below.any(other) || is_story {
        return false;
    }
    let (mut pictured, mut declared, mut longest, mut texts, mut of) = (false, false, 0, 0, None);
    for n in doc.descendants(id) {
        match doc.tag(n) {
            Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 | Tag::Li | Tag::Td | Tag::Blockquote | Tag::Button => {
                return false;
            }
            Tag::Img | Tag::AmpImg | Tag::Video | Tag::Iframe => match width(doc, n) {
                Some(width) if width <= FLOATING => return false,
                width if width.is_some() || is_picture(doc, n) => {
                    pictured = true;
                    declared |= width.is_some();
                }
                _ => return false,
            },
            _ if doc.text_of(n).is_some_and(|t| !t.trim().is_empty()) => {
                let block = block_around(doc, n);
                texts += usize::from(of != Some(block));
                of = Some(block);
                longest = longest.max(measures.shape(block).chars);
                if !pictured || texts > TEXTS {
                    return false;
                }
            }
            _ => {}
        }
    }
    pictured && (declared || longest >= LABEL)
}

/// The width that an image declares, in pixels.
fn width(doc: &Document, img: NodeId) -> Option<u32> {
    doc.attr(img, Attr::Width).and_then(|w| w.trim().trim_end_matches("px").parse().ok())
}

/// Whether an image without a declared width shows something, by its address: drawings are signs.
fn is_picture(doc: &Document, img: NodeId) -> bool {
    let url = media::read(doc, img).and_then(|m| m.url);
    url.is_some_and(|url| !media::is_furniture(&url) && !url.split('?').next().unwrap_or(&url).ends_with(".svg"))
}

/// The innermost block that a node stands in.
fn block_around(doc: &Document, mut id: NodeId) -> NodeId {
    /// Inline elements around a text.
    const MAX_DEPTH: usize = 8;
    for _ in 0..MAX_DEPTH {
        id = doc.parent(id);
        if doc.tag(id).is_block() {
            break;
        }
    }
    id
}

/// Whether a picture's paragraph holds besides it only a line in small print.
fn is_all_small(doc: &Document, measures: &Measures, id: NodeId) -> bool {
    let small = |n: NodeId| match doc.tag(n) {
        Tag::Small => true,
        Tag::Font => doc.attr(n, Attr::Size).is_some_and(|s| s == "1" || s.starts_with('-')),
        _ => false,
    };
    measures.shape(id).below.any(Hints::SMALL_PRINT)
        && doc.children(id).filter(|&n| small(n)).map(|n| measures.shape(n).chars).sum::<u32>()
            == measures.shape(id).chars
}

/// How many of an item's children are long enough to be paragraphs; where it holds a good part of the page's prose in one
/// wrapper, which entries of other stories do not, the wrapper's.
pub(super) fn long_parts(doc: &Document, measures: &Measures, id: NodeId) -> usize {
    /// Letters: more than a label, less than two lines.
    const LONG: u32 = 40;
    let mut at = id;
    let is_story = measures.shape(id).prose as f32 >= FOREIGN_SHARE * measures.shape(NodeId::ROOT).prose as f32;
    loop {
        let mut long = doc.children(at).filter(|&c| doc.tag(c).is_block() && measures.shape(c).chars > LONG);
        let (first, second) = (long.next(), long.next());
        match (first, second) {
            // Lists within have items of their own, which are asked by themselves.
            (Some(only), None) if is_story && matches!(doc.tag(only), Tag::Div | Tag::Article | Tag::Section) => {
                at = only
            }
            (first, second) => return first.iter().chain(&second).count() + long.count(),
        }
    }
}
