//! What a block is worth by itself, and the container whose blocks are worth most together.

use super::thresholds::{MAX_TEXT_LINK_SHARE, MIN_PROSE_LETTERS};
use crate::lines::notice::MIN_TEXT_LETTERS;
use crate::segment::{Block, BlockKind, Segments};
use crate::vocabulary::Hints;

/// A container within another that is worth at least this share of it is the story as well.
const WHOLE_SHARE: f32 = 0.92;

/// The worth of a paragraph does not grow beyond this many letters: one long disclaimer must not outweigh a story of many
/// paragraphs.
const MAX_COUNTED_LETTERS: u32 = 600;

/// What a label or a link costs. Some thirty of them outweigh a paragraph of two lines, so that a list of links beside the
/// story is left out and a stray label within it does no harm.
const LABEL_COST: f32 = 0.1;
const LINK_COST: f32 = 0.4;

/// What is left of the worth of a block whose names call it foreign.
const FOREIGN_FACTOR: f32 = 0.25;

/// How much a name that calls it the story's text adds.
const BODY_FACTOR: f32 = 1.3;

/// What a block is worth by itself, in paragraphs of a hundred characters.
pub(super) fn worth(b: &Block) -> f32 {
    let links = b.link_share();
    if b.kind.heading().is_some() {
        return if links > MAX_TEXT_LINK_SHARE { -LABEL_COST } else { 0.0 };
    }
    if links > MAX_TEXT_LINK_SHARE {
        return -LINK_COST;
    }
    let ends = b.ends_sentence();
    let mut worth = match b.chars {
        n if n >= MIN_PROSE_LETTERS => n.min(MAX_COUNTED_LETTERS) as f32 / 100.0 * (1.0 - links),
        n if n >= MIN_TEXT_LETTERS && ends => 0.4,
        n if n >= MIN_TEXT_LETTERS => 0.0,
        _ if ends => 0.0,
        _ => -LABEL_COST,
    };
    if b.chars >= MIN_PROSE_LETTERS && !ends {
        worth *= 0.6;
    }
    if worth > 0.0 {
        let hints = b.all_hints();
        if hints.any(Hints::FOREIGN) || b.hints.any(Hints::APART) {
            worth *= FOREIGN_FACTOR;
        } else if hints.any(Hints::BODY) {
            worth *= BODY_FACTOR;
        }
        if matches!(b.kind, BlockKind::Item { .. }) {
            worth *= 0.5;
        }
    }
    worth
}

/// The container whose blocks are worth most together; of equals the innermost.
pub(super) fn best_container(segments: &Segments, worth: &[f32]) -> usize {
    let mut sums = vec![0.0f32; segments.containers.len()];
    for (b, w) in segments.blocks.iter().zip(worth) {
        sums[b.container()] += w;
    }
    // A child stands behind its parent, so one pass backwards sums up the subtrees. A child
    // that is worth less than nothing is left out below and costs its parent only half.
    for i in (1..sums.len()).rev() {
        let of = sums[i];
        sums[segments.containers[i].parent()] += if of < 0.0 { of * 0.5 } else { of };
    }
    let mut best = 0;
    for (i, s) in sums.iter().enumerate() {
        if *s >= sums[best] {
            best = i;
        }
    }
    // A container that adds only crumbs to one within it is the page around the story.
    for i in best + 1..sums.len() {
        if segments.containers[i].parent() == best && sums[i] >= WHOLE_SHARE * sums[best] {
            best = i;
        }
    }
    best
}

/// Which containers are the one given or below it.
pub(super) fn containers_within(segments: &Segments, top: usize) -> Vec<bool> {
    let mut inside = vec![false; segments.containers.len()];
    inside[top] = true;
    for i in top + 1..inside.len() {
        inside[i] = inside[segments.containers[i].parent()];
    }
    inside
}
