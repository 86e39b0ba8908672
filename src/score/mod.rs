//! Blocks to classes: which of them are the flow of the story.
//!
//! Every block has a worth, by its own shape and names alone: running prose is worth much,
//! labels and links are worth less than nothing. The story is the container whose blocks are
//! worth most together: going further up it would take in more rubbish than prose. Within it,
//! a second pass looks at each block with its neighbours, as jusText does. What comes of that is
//! one of the features of a small model of decision trees, which has the last word.

mod features;
mod fitted;
mod trees;

#[cfg(test)]
mod tests;

use crate::segment::{Block, BoxKind, Kind, Segments};
use crate::vocabulary::{Hints, phrases};

/// What a page says of itself beside its blocks.
#[derive(Debug, Default)]
pub(crate) struct Evidence<'a> {
    /// What it calls itself, the most trusted first.
    pub(crate) titles: Vec<&'a str>,
    pub(crate) description: Option<&'a str>,
    /// JSON-LD `articleBody`.
    pub(crate) article_body: Option<&'a str>,
}

/// What a block is to the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Part of the flow.
    Body,
    /// In a figure, quote or fact box; [`structure`](crate::structure) decides.
    Boxed,
    /// Neither.
    Other,
}

/// From this many weighed characters on, a text is running prose: two lines of a newspaper column.
const PROSE: u32 = 80;

/// Below this many, it is a label.
const SHORT: u32 = 25;

/// Beyond this share of links a text is a list of links, however long.
const LINKY: f32 = 0.5;

/// A container within another that is worth at least this share of it is the story as well.
const WHOLE: f32 = 0.92;

/// A list whose items are links to the last word leads elsewhere, wherever it stands.
const ALL_LINKS: f32 = 0.95;

/// Beyond this share of links a list of sentences may be one of teasers; up to it, what is as long as a
/// paragraph is text as paragraphs are: instructions, findings, answers.
const TEXT_LINKS: f32 = 0.03;

/// The worth of a paragraph does not grow beyond this many weighed characters: one long
/// disclaimer must not outweigh a story of many paragraphs.
const LONG: u32 = 600;

/// What a label or a link costs. Some thirty of them outweigh a paragraph of two lines, so that a
/// list of links beside the story is left out and a stray label within it does no harm.
const LABEL_COST: f32 = 0.1;
const LINK_COST: f32 = 0.4;

/// How much a name that calls a block foreign takes off its worth.
const FOREIGN: f32 = 0.25;

/// How much a name that calls it the story's text adds.
const NAMED_BODY: f32 = 1.3;

/// A body is prose of at least this many weighed characters in all...
const STORY: u32 = 90;

/// The worth of a paragraph of two lines.
const CORE: f32 = 0.5;

/// A short text within this many blocks of prose on both sides belongs to it.
const NEAR: usize = 3;

/// What was chosen of a page.
#[derive(Debug)]
pub(crate) struct Choice {
    /// A class for each block.
    pub(crate) classes: Vec<Class>,
    /// How likely the body is nearly right, 0 to 1, where that was weighed.
    pub(crate) confidence: Option<f32>,
}

/// Chooses what of a page is the story.
pub(crate) fn classify(segments: &Segments, evidence: &Evidence<'_>) -> Choice {
    let (worth, inside, mut classes, told) = by_hand(segments);
    match fitted::model() {
        // What a profile tells is not guessed at.
        Some(trees) if !told => {
            let hand = features::ByHand { worth: &worth, inside: &inside, classes: &classes };
            fitted::choose(trees, segments, evidence, &hand)
        }
        _ => {
            end_notes(&segments.blocks, &mut classes, |_| true);
            Choice { classes, confidence: None }
        }
    }
}

/// Takes the notes off the end of the story that are not sure to be of it: credits, sources and the like, which
/// papers set in brackets or italics.
fn end_notes(blocks: &[Block], classes: &mut [Class], doubtful: impl Fn(usize) -> bool) {
    /// Weighed characters: the notes that papers put under a story are shorter than a paragraph.
    const NOTE: u32 = 200;
    let is_note = |b: &Block| {
        let text = b.text.trim();
        let bracketed = text.starts_with(['(', '[', '（']) && text.ends_with([')', ']', '）']);
        b.chars < NOTE && (bracketed || b.italic == b.chars)
    };
    for last in (0..classes.len()).rev() {
        match classes[last] {
            Class::Body if is_note(&blocks[last]) && doubtful(last) => classes[last] = Class::Other,
            Class::Body => break,
            _ => {}
        }
    }
}

/// A page's blocks as the fitting program reads them.
#[cfg(feature = "fitting")]
pub(crate) fn describe(segments: &Segments, evidence: &Evidence<'_>) -> serde_json::Value {
    fitted::describe(segments, evidence)
}

/// The worth of each block, whether it stands where the story does, its class; and whether a profile told.
fn by_hand(segments: &Segments) -> (Vec<f32>, Vec<bool>, Vec<Class>, bool) {
    let blocks = &segments.blocks;
    let mut classes: Vec<Class> =
        blocks.iter().map(|b| if is_boxed(segments, b) { Class::Boxed } else { Class::Other }).collect();
    let told = blocks.iter().any(|b| b.in_body && b.chars >= PROSE);
    let worth: Vec<f32> =
        blocks.iter().zip(&classes).map(|(b, c)| if *c == Class::Boxed { 0.0 } else { worth(b) }).collect();
    let inside: Vec<bool> = if told {
        blocks.iter().map(|b| b.in_body).collect()
    } else {
        let story = richest(segments, &worth);
        let within = within(segments, story);
        blocks.iter().map(|b| within[b.container]).collect()
    };
    choose(blocks, &worth, &inside, told, &mut classes);
    let prose: u32 = blocks.iter().zip(&classes).filter(|(_, c)| **c == Class::Body).map(|(b, _)| b.chars).sum();
    if prose < STORY && !told {
        classes.iter_mut().filter(|c| **c == Class::Body).for_each(|c| *c = Class::Other);
    }
    (worth, inside, classes, told)
}

fn is_boxed(segments: &Segments, block: &Block) -> bool {
    let mut at = block.boxed;
    while let Some(b) = at {
        if segments.boxes[b].kind != BoxKind::Comments {
            return true;
        }
        at = segments.boxes[b].within;
    }
    false
}

/// What a block is worth by itself, in paragraphs of a hundred characters.
fn worth(b: &Block) -> f32 {
    let links = b.link_share();
    if b.kind.heading().is_some() {
        return if links > LINKY { -LABEL_COST } else { 0.0 };
    }
    if links > LINKY {
        return -LINK_COST;
    }
    let ends = ends_sentence(&b.text);
    let mut worth = match b.chars {
        n if n >= PROSE => n.min(LONG) as f32 / 100.0 * (1.0 - links),
        n if n >= SHORT && ends => 0.4,
        n if n >= SHORT => 0.0,
        _ if ends => 0.0,
        _ => -LABEL_COST,
    };
    if b.chars >= PROSE && !ends {
        worth *= 0.6;
    }
    if worth > 0.0 {
        let hints = b.all_hints();
        if hints.any(Hints::FOREIGN) || b.hints.any(Hints::APART) {
            worth *= FOREIGN;
        } else if hints.any(Hints::BODY) {
            worth *= NAMED_BODY;
        }
        if matches!(b.kind, Kind::Item { .. }) {
            worth *= 0.5;
        }
    }
    worth
}

/// Whether a text ends as a sentence does, closing marks aside.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| {
        matches!(c, '"' | '\'' | '”' | '’' | '»' | '“' | ')' | ']' | '」' | '』' | '）' | '›') || c.is_whitespace()
    });
    text.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟', '।', '۔', ';'])
}

/// The container whose blocks are worth most together; of equals the innermost.
fn richest(segments: &Segments, worth: &[f32]) -> usize {
    let mut sums = vec![0.0f32; segments.containers.len()];
    for (b, w) in segments.blocks.iter().zip(worth) {
        sums[b.container] += w;
    }
    // A child stands behind its parent, so one pass backwards sums up the subtrees. A child
    // that is worth less than nothing is left out below and costs its parent only half.
    for i in (1..sums.len()).rev() {
        let of = sums[i];
        sums[segments.containers[i].parent] += if of < 0.0 { of * 0.5 } else { of };
    }
    let mut best = 0;
    for (i, s) in sums.iter().enumerate() {
        if *s >= sums[best] {
            best = i;
        }
    }
    // A container that adds only crumbs to one within it is the page around the story.
    for i in best + 1..sums.len() {
        if segments.containers[i].parent == best && sums[i] >= WHOLE * sums[best] {
            best = i;
        }
    }
    best
}

/// Which containers are the one given or below it.
fn within(segments: &Segments, top: usize) -> Vec<bool> {
    let mut inside = vec![false; segments.containers.len()];
    inside[top] = true;
    for i in top + 1..inside.len() {
        inside[i] = inside[segments.containers[i].parent];
    }
    inside
}

/// The second pass: each block with its neighbours.
fn choose(blocks: &[Block], worth: &[f32], inside: &[bool], told: bool, classes: &mut [Class]) {
    let is_prose = |i: usize| inside[i] && worth[i] >= 0.3 && classes[i] == Class::Other;
    let prose: Vec<usize> = (0..blocks.len()).filter(|&i| is_prose(i)).collect();
    let Some((&first, &last)) = prose.first().zip(prose.last()) else { return };
    let lists = Lists::new(blocks, inside);
    let is_text = |i: usize| match blocks[i].kind {
        Kind::Item { list, .. } => is_prose(i) && lists.link_share(list) <= TEXT_LINKS,
        _ => is_prose(i),
    };
    let before = distances(blocks, 0..blocks.len(), &is_text);
    let after = distances(blocks, (0..blocks.len()).rev(), &is_text);
    // A heading before the first paragraph is the headline or a label, unless more like it stand within the story.
    let repeats = |i: usize| {
        let like = |j: usize| blocks[j].kind == blocks[i].kind && blocks[j].hints == blocks[i].hints;
        first - i < NEAR
            && blocks[i].kind != Kind::Heading(1)
            && (first..last).filter(|&j| inside[j] && like(j)).count() > 1
    };
    let mut chosen = vec![false; blocks.len()];
    for i in 0..blocks.len() {
        let b = &blocks[i];
        if !inside[i] || classes[i] == Class::Boxed {
            continue;
        }
        chosen[i] = if told {
            let links = match b.kind {
                Kind::Item { list, .. } => lists.link_share(list),
                _ => 0.0,
            };
            links < ALL_LINKS && !is_notice(b)
        } else if is_notice(b) || is_apart(b) || i < first && b.kind.heading().is_some() && !repeats(i) {
            false
        } else if is_prose(i) && !matches!(b.kind, Kind::Item { .. }) {
            true
        } else if let Kind::Item { list, .. } = b.kind {
            // A list is in or out as a whole: within the story, or straight after an introduction.
            lists.link_share(list) <= LINKY && before[i] < NEAR && (after[i] < NEAR || lists.is_long(list))
        } else if b.link_share() > LINKY {
            false
        } else if b.kind.heading().is_some() {
            i < last && after[i] < NEAR
        } else {
            let between = before[i] < NEAR && after[i] < NEAR;
            let same = |j: Option<&Block>| j.is_some_and(|o| o.container == b.container || o.tag == b.tag);
            i > first
                && (between || before[i] < NEAR && i <= last + 2 && same(blocks.get(last)) && ends_sentence(&b.text))
        };
    }
    cut_loose_ends(blocks, worth, &mut chosen);
    for (i, c) in chosen.into_iter().enumerate() {
        if c {
            classes[i] = Class::Body;
        }
    }
}

/// Takes off what hangs before the first and after the last long paragraph by less than touching it:
/// sentences among labels, such as a newsletter's offer below a story.
fn cut_loose_ends(blocks: &[Block], worth: &[f32], chosen: &mut [bool]) {
    let is_core = |i: usize| worth[i] >= CORE;
    let (Some(first), Some(last)) =
        ((0..blocks.len()).find(|&i| chosen[i] && is_core(i)), (0..blocks.len()).rfind(|&i| chosen[i] && is_core(i)))
    else {
        return;
    };
    let mut cut = |order: &mut dyn Iterator<Item = usize>| {
        let mut touching = true;
        for i in order {
            touching &= chosen[i];
            chosen[i] = touching;
        }
    };
    cut(&mut (last + 1..blocks.len()));
    cut(&mut (0..first).rev());
}

/// How many blocks there are from each block to the last prose before it, a list counting as one.
fn distances(blocks: &[Block], order: impl Iterator<Item = usize>, is_prose: &dyn Fn(usize) -> bool) -> Vec<usize> {
    let mut out = vec![usize::MAX; blocks.len()];
    let mut far = usize::MAX;
    let mut list = None;
    for i in order {
        out[i] = far;
        let this = match blocks[i].kind {
            Kind::Item { list, .. } => Some(list),
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

/// The lists of a page: how long each is, and how much of it is links.
struct Lists(std::collections::BTreeMap<usize, (u32, u32)>);

impl Lists {
    fn new(blocks: &[Block], inside: &[bool]) -> Self {
        let mut lists = Lists(Default::default());
        for (b, _) in blocks.iter().zip(inside).filter(|(_, i)| **i) {
            if let Kind::Item { list, .. } = b.kind {
                let of = lists.0.entry(list).or_default();
                of.0 += b.chars;
                of.1 += b.linked;
            }
        }
        lists
    }

    fn link_share(&self, list: usize) -> f32 {
        self.0.get(&list).map_or(0.0, |(chars, linked)| *linked as f32 / (*chars).max(1) as f32)
    }

    fn is_long(&self, list: usize) -> bool {
        self.0.get(&list).is_some_and(|(chars, _)| *chars >= PROSE)
    }
}

/// Whether a block is named as a part of the article that is no paragraph, or stands in what is foreign.
fn is_apart(b: &Block) -> bool {
    b.chars < PROSE * 2 && (b.hints.any(Hints::APART) || b.all_hints().any(Hints::FOREIGN))
}

/// A notice is at most this long, in weighed characters.
const NOTICE: u32 = 160;

/// Whether a block is one of the lines that papers put into and after stories.
fn is_notice(b: &Block) -> bool {
    let linked = b.linked > 0 || b.chars < SHORT;
    if phrases::is_reading_time(&b.text) {
        return true;
    }
    b.chars < NOTICE
        && phrases::starts_with(&b.text, phrases::NOT_STORY).is_some()
        && (linked || !ends_sentence(&b.text) || b.text.starts_with('©'))
}
