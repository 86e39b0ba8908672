//! The second pass of the rules: each block with its neighbours.

use super::lists::Lists;
use super::notice::is_notice;
use super::thresholds::{ALL_LINKS_SHARE, CORE_WORTH, MAX_TEXT_LINK_SHARE, MIN_PROSE_LETTERS};
use crate::segment::{Block, BlockKind};
use crate::vocabulary::Hints;

/// Beyond this share of links a list of sentences may be one of teasers; up to it, what is as long as a
/// paragraph is text as paragraphs are: instructions, findings, answers.
const MAX_PROSE_LIST_LINK_SHARE: f32 = 0.03;

/// The worth from which on a block is prose.
const MIN_PROSE_WORTH: f32 = 0.3;

/// A short text within this many blocks of prose on both sides belongs to it.
const NEAR_BLOCKS: usize = 3;

/// The second pass: each block with its neighbours.
pub(super) fn choose(
    blocks: &[Block],
    worth: &[f32],
    inside: &[bool],
    from_profile: bool,
    in_box: &[bool],
) -> Vec<bool> {
    let is_prose = |i: usize| inside[i] && worth[i] >= MIN_PROSE_WORTH && !in_box[i];
    let prose: Vec<usize> = (0..blocks.len()).filter(|&i| is_prose(i)).collect();
    let Some((&first, &last)) = prose.first().zip(prose.last()) else { return vec![false; blocks.len()] };
    let lists = Lists::new(blocks, inside);
    let is_text = |i: usize| match blocks[i].kind {
        BlockKind::Item { list, .. } => is_prose(i) && lists.link_share(list) <= MAX_PROSE_LIST_LINK_SHARE,
        _ => is_prose(i),
    };
    let before = distances(blocks, 0..blocks.len(), &is_text);
    let after = distances(blocks, (0..blocks.len()).rev(), &is_text);
    // A heading before the first paragraph is the headline or a label, unless more like it stand within the story.
    let repeats = |i: usize| {
        let like = |j: usize| blocks[j].kind == blocks[i].kind && blocks[j].hints == blocks[i].hints;
        first - i < NEAR_BLOCKS
            && blocks[i].kind != BlockKind::Heading(1)
            && (first..last).filter(|&j| inside[j] && like(j)).count() > 1
    };
    let mut chosen = vec![false; blocks.len()];
    for i in 0..blocks.len() {
        let b = &blocks[i];
        if !inside[i] || in_box[i] {
            continue;
        }
        chosen[i] = if from_profile {
            let links = match b.kind {
                BlockKind::Item { list, .. } => lists.link_share(list),
                _ => 0.0,
            };
            links < ALL_LINKS_SHARE && !is_notice(b)
        } else if is_notice(b) || is_apart(b) || i < first && b.kind.heading().is_some() && !repeats(i) {
            false
        } else if is_prose(i) && !matches!(b.kind, BlockKind::Item { .. }) {
            true
        } else if let BlockKind::Item { list, .. } = b.kind {
            // A list is in or out as a whole: within the story, or straight after an introduction.
            lists.link_share(list) <= MAX_TEXT_LINK_SHARE
                && before[i] < NEAR_BLOCKS
                && (after[i] < NEAR_BLOCKS || lists.is_long(list))
        } else if b.link_share() > MAX_TEXT_LINK_SHARE {
            false
        } else if b.kind.heading().is_some() {
            i < last && after[i] < NEAR_BLOCKS
        } else {
            let between = before[i] < NEAR_BLOCKS && after[i] < NEAR_BLOCKS;
            let same = |j: Option<&Block>| j.is_some_and(|o| o.container() == b.container() || o.tag == b.tag);
            i > first
                && (between || before[i] < NEAR_BLOCKS && i <= last + 2 && same(blocks.get(last)) && b.ends_sentence())
        };
    }
    cut_loose_ends(worth, chosen)
}

/// Takes off what hangs before the first and after the last long paragraph by less than touching it:
/// sentences among labels, such as a newsletter's offer below a story.
fn cut_loose_ends(worth: &[f32], mut chosen: Vec<bool>) -> Vec<bool> {
    let is_core = |i: usize| worth[i] >= CORE_WORTH;
    let (Some(first), Some(last)) =
        ((0..chosen.len()).find(|&i| chosen[i] && is_core(i)), (0..chosen.len()).rfind(|&i| chosen[i] && is_core(i)))
    else {
        return chosen;
    };
    let mut cut = |order: &mut dyn Iterator<Item = usize>| {
        let mut touching = true;
        for i in order {
            touching &= chosen[i];
            chosen[i] = touching;
        }
    };
    let end = worth.len();
    cut(&mut (last + 1..end));
    cut(&mut (0..first).rev());
    chosen
}

/// How many blocks there are from each block to the last prose before it, a list counting as one.
fn distances(blocks: &[Block], order: impl Iterator<Item = usize>, is_prose: &dyn Fn(usize) -> bool) -> Vec<usize> {
    let mut out = vec![usize::MAX; blocks.len()];
    let mut far = usize::MAX;
    let mut list = None;
    for i in order {
        out[i] = far;
        let this = match blocks[i].kind {
            BlockKind::Item { list, .. } => Some(list),
            _ => None,
        };
        let goes_on = this.is_some() && this == list;
        far = match is_prose(i) {
            true => 0,
            _ if goes_on => far,
            _ => far.saturating_add(1),
        };
        list = this;
    }
    out
}

/// Whether a block is named as a part of the article that is no paragraph, or stands in what is foreign.
fn is_apart(b: &Block) -> bool {
    b.chars < MIN_PROSE_LETTERS * 2 && (b.hints.any(Hints::APART) || b.all_hints().any(Hints::FOREIGN))
}
