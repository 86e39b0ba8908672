//! What is counted of a page once, so that each block can be seen in it.

use super::page_says::PageSays;
use super::sum::{MIN_PROSE_WORTH, Sum};
use crate::label::rules::{ByRules, Lists};
use crate::segment::{Block, BlockKind, Segments};
use crate::text::hashed::{HashMap, HashSet};
use crate::text::runs::{RUN, fingerprint, words};

/// Distances beyond this many blocks are all far.
pub(super) const FAR_BLOCKS: f32 = 50.0;

/// The tables of a page.
pub(super) struct Tables<'a> {
    pub(super) segments: &'a Segments,
    pub(super) rules: &'a ByRules,
    pub(super) total: Sum,
    pub(super) subtrees: Vec<Sum>,
    pub(super) depths: Vec<u32>,
    pub(super) signatures: HashMap<u64, Sum>,
    pub(super) lists: Lists,
    pub(super) items: HashMap<usize, Sum>,
    /// Letters before each block, and prose of them.
    pub(super) before: Vec<(u32, u32)>,
    /// Blocks to the nearest prose before and after.
    pub(super) prose_before: Vec<f32>,
    pub(super) prose_after: Vec<f32>,
    /// How often each text stands on the page.
    pub(super) texts: HashMap<u64, u32>,
    pub(super) like_title: Vec<f32>,
    pub(super) headline: Option<usize>,
    pub(super) description: Runs,
    pub(super) article_body: Runs,
}

impl<'a> Tables<'a> {
    pub(super) fn new(segments: &'a Segments, says: &PageSays<'_>, rules: &'a ByRules) -> Self {
        let blocks = &segments.blocks;
        let mut subtrees = vec![Sum::default(); segments.containers.len()];
        let mut depths = vec![0u32; segments.containers.len()];
        let mut signatures: HashMap<u64, Sum> = HashMap::default();
        let mut items: HashMap<usize, Sum> = HashMap::default();
        let mut texts: HashMap<u64, u32> = HashMap::with_capacity_and_hasher(blocks.len(), Default::default());
        let mut total = Sum::default();
        let mut before = Vec::with_capacity(blocks.len());
        for (b, &w) in blocks.iter().zip(&rules.worth) {
            let of = Sum::of(b, w, b.ends_sentence());
            before.push((total.chars, total.prose));
            total.add_sum(of);
            subtrees[b.container()].add_sum(of);
            signatures.entry(segments.containers[b.container()].signature).or_default().add_sum(of);
            *texts.entry(b.text_hash()).or_default() += 1;
            if let BlockKind::Item { list, .. } = b.kind {
                items.entry(list).or_default().add_sum(of);
            }
        }
        for i in (1..subtrees.len()).rev() {
            let of = subtrees[i];
            subtrees[segments.containers[i].parent()].add_sum(of);
        }
        for i in 1..depths.len() {
            depths[i] = depths[segments.containers[i].parent()] + 1;
        }
        let is_prose = |i: usize| rules.worth[i] >= MIN_PROSE_WORTH;
        let title: Vec<u64> = says.titles.iter().flat_map(|t| words(t)).collect();
        let title = (title.iter().copied().collect(), title.len());
        let like_title: Vec<f32> = blocks.iter().map(|b| likeness(b, &title)).collect();
        Tables {
            segments,
            rules,
            total,
            subtrees,
            depths,
            signatures,
            lists: Lists::new(blocks, &vec![true; blocks.len()]),
            items,
            before,
            prose_before: distances(blocks.len(), false, is_prose),
            prose_after: distances(blocks.len(), true, is_prose),
            texts,
            headline: headline(blocks, &like_title),
            like_title,
            description: Runs::of(says.description),
            article_body: Runs::of(says.article_body),
        }
    }
}

/// The share of a short block's words that stand in the page's titles; long ones are no headlines.
fn likeness(b: &Block, (title, count): &(HashSet<u64>, usize)) -> f32 {
    /// Letters of the longest headlines.
    const MAX_HEADLINE_LETTERS: u32 = 260;
    if b.chars > MAX_HEADLINE_LETTERS || *count == 0 {
        return 0.0;
    }
    let of = b.words();
    let both = of.iter().filter(|w| title.contains(w)).count();
    2.0 * both as f32 / (of.len() + count).max(1) as f32
}

/// The line most like the page's titles, or else the first `h1`.
fn headline(blocks: &[Block], like: &[f32]) -> Option<usize> {
    /// A line that shares fewer words with the titles is about the same matter at most.
    const SAME: f32 = 0.5;
    let score = |i: usize| like[i] + if blocks[i].kind == BlockKind::Heading(1) { 0.3 } else { 0.0 };
    let mut best: Option<usize> = None;
    for i in (0..blocks.len()).filter(|&i| like[i] >= SAME) {
        if best.is_none_or(|b| score(i) > score(b)) {
            best = Some(i);
        }
    }
    best.or_else(|| blocks.iter().position(|b| b.kind == BlockKind::Heading(1)))
}

/// How many blocks there are from each block to the last wanted one before it, or to the next behind it.
pub(super) fn distances(count: usize, behind: bool, is_wanted: impl Fn(usize) -> bool) -> Vec<f32> {
    let mut out = vec![FAR_BLOCKS; count];
    let mut far = FAR_BLOCKS;
    for n in 0..count {
        let i = if behind { count - 1 - n } else { n };
        out[i] = far;
        far = if is_wanted(i) { 0.0 } else { (far + 1.0).min(FAR_BLOCKS) };
    }
    out
}

/// The runs of words of a text, to be asked which of them another text has.
pub(super) struct Runs {
    known: HashSet<u64>,
    pub(super) words: usize,
}

impl Runs {
    fn of(text: Option<&str>) -> Self {
        let words = text.map(words).unwrap_or_default();
        let mut known = HashSet::with_capacity_and_hasher(words.len() * RUN, Default::default());
        for n in 1..=RUN {
            known.extend(words.windows(n).map(fingerprint));
        }
        Runs { known, words: words.len() }
    }

    /// The share of a block's runs that stand here too; -1 if there is nothing to compare.
    pub(super) fn coverage(&self, block: &Block) -> f32 {
        let words = if self.words == 0 { &[] } else { block.words() };
        if words.is_empty() {
            return -1.0;
        }
        let n = words.len().min(RUN);
        let found = words.windows(n).filter(|w| self.known.contains(&fingerprint(w))).count();
        found as f32 / (words.len() + 1 - n) as f32
    }
}
