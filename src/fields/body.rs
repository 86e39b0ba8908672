//! The flow of the story.

use super::found::{Found, PAGE_TEXT};
use super::pieces::with_list_item;
use crate::article::{Block as Piece, Link};
use crate::label::{Evidence, LabelKind, Labels};
use crate::lines::byline::without_date;
use crate::lines::quotation::{MAX_SPEAKER_LETTERS, speaker_name};
use crate::profile::Role;
use crate::segment::{Block, BlockKind};
use crate::vocabulary::Hints;

/// The body, and where each block of the page stands in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Body {
    pub(crate) pieces: Vec<Piece>,
    /// For each block, and one behind the last, the index of the first piece that is not before it.
    pub(crate) places: Vec<usize>,
}

/// The pieces of the body in the order of the page. `links` says whether paragraphs list theirs.
pub(crate) fn body(evidence: &Evidence<'_>, labels: &Labels, links: bool) -> Found<Body> {
    let blocks = evidence.blocks();
    let mut places = Vec::with_capacity(blocks.len() + 1);
    let mut pieces: Vec<Piece> = Vec::new();
    // The block before, if it is of the flow.
    let mut before: Option<&Block> = None;
    for (i, b) in blocks.iter().enumerate() {
        places.push(pieces.len());
        if labels.is_story(i) {
            let is_heading = labels.kind(i) == LabelKind::Heading;
            pieces = with_piece(evidence, pieces, before.take(), b, is_heading, links);
            before = Some(b);
        }
    }
    places.push(pieces.len());
    let told = evidence.profile.is_some_and(|p| p.of(Role::Body).next().is_some() || !p.ranges.is_empty());
    let origin = if told { "profile" } else { PAGE_TEXT };
    Found::new(Body { pieces, places }, origin).with_blocks(labels.story())
}

/// The pieces with that of one more block.
fn with_piece(
    evidence: &Evidence<'_>,
    mut pieces: Vec<Piece>,
    before: Option<&Block>,
    b: &Block,
    is_heading: bool,
    links: bool,
) -> Vec<Piece> {
    let text = b.text.clone();
    match &b.kind {
        BlockKind::Heading(level) => {
            pieces.push(Piece::Heading { level: (*level).max(2), text: text.replace('\n', " ") });
        }
        BlockKind::Item { list, ordered } => {
            let goes_on = before.is_some_and(|o| matches!(o.kind, BlockKind::Item { list: l, .. } if l == *list));
            return with_list_item(pieces, goes_on, *ordered, text);
        }
        BlockKind::Quote { .. } => {
            let goes_on = before.is_some_and(|o| o.kind == b.kind);
            return with_quoted(pieces, goes_on, b);
        }
        BlockKind::Table { rows } => pieces.push(Piece::Table { rows: rows.clone() }),
        BlockKind::Preformatted => pieces.push(Piece::Preformatted { text }),
        BlockKind::Paragraph if is_heading => {
            pieces.push(Piece::Heading { level: 2, text: text.replace('\n', " ") });
        }
        BlockKind::Paragraph => {
            let links = if links { links_of(evidence, b) } else { Vec::new() };
            pieces.push(Piece::Paragraph { text, links });
        }
    }
    pieces
}

/// The pieces with a paragraph of a quotation, or with the speaker that it names.
fn with_quoted(mut pieces: Vec<Piece>, goes_on: bool, b: &Block) -> Vec<Piece> {
    let text = &b.text;
    match pieces.last_mut() {
        Some(Piece::Quote { text: before, attribution }) if goes_on => {
            let name = speaker(b);
            // An embedded post is signed with a handle and the day too, which a name does not hold.
            if name.is_none() || text.contains('@') {
                before.push('\n');
                before.push_str(text);
            }
            *attribution = name.or(attribution.take());
        }
        _ => pieces.push(Piece::Quote { text: text.clone(), attribution: None }),
    }
    pieces
}

/// The speaker that a block of a block quotation names.
fn speaker(b: &Block) -> Option<String> {
    let dashed = b.text.starts_with(['-', '–', '—', '―']);
    let named = b.hints.any(Hints::ATTRIBUTION);
    (b.chars <= MAX_SPEAKER_LETTERS && (dashed || named)).then(|| without_date(&speaker_name(&b.text)))
}

fn links_of(evidence: &Evidence<'_>, b: &Block) -> Vec<Link> {
    let link = |l: &crate::segment::LinkSpan| {
        let text = b.text.get(l.span.start..l.span.end)?.trim().to_owned();
        let url = evidence.resolve(&l.href)?;
        (!text.is_empty()).then_some(Link { text, url })
    };
    b.links.iter().filter_map(link).collect()
}
