//! What a block is seen with once each block has a first probability: its neighbours, the frame that it stands in, what the
//! template sets alike, and how much of the story lies before and behind it.

use super::row::Row;
use super::tables::{FAR_BLOCKS, Tables, distances};
use super::tag_numbers::tag_number;
use crate::segment::BlockKind;
use crate::text::hashed::{HashMap, HashSet};

/// Neighbours on each side whose probability a block is seen with.
const NEIGHBOURS: isize = 4;

/// From this probability on a block counts as story here.
const LIKELY: f32 = 0.5;

/// The story's letters among those of a group of blocks, as the probabilities have it.
#[derive(Debug, Default, Clone, Copy)]
struct Expected {
    story: f32,
    chars: f32,
    blocks: f32,
    headings: f32,
}

impl Expected {
    fn add(&mut self, other: Expected) {
        self.story += other.story;
        self.chars += other.chars;
        self.blocks += other.blocks;
        self.headings += other.headings;
    }

    fn share(self) -> f32 {
        if self.chars > 0.0 { self.story / self.chars } else { -1.0 }
    }
}

/// What the first probabilities say of the page as a whole.
pub(super) struct Context<'a> {
    tables: &'a Tables<'a>,
    first: &'a [f32],
    total: Expected,
    subtrees: Vec<Expected>,
    signatures: HashMap<u64, Expected>,
    tags: HashMap<(u64, u32), Expected>,
    /// The story's letters before each block.
    before: Vec<f32>,
    /// Blocks to the nearest likely one before and behind.
    likely_before: Vec<f32>,
    likely_after: Vec<f32>,
    /// Headings, and linked ones, since the story's largest run began.
    headings: Vec<(f32, f32)>,
    /// The story's letters in the run of likely blocks that each block stands in or behind.
    run: Vec<f32>,
    /// The elements of the longest run, and its letters.
    main: HashSet<u64>,
    main_letters: f32,
    /// Whether each container is the innermost that holds most of the story, or stands in it, and how deep below.
    frame_depth: Vec<f32>,
    /// For each container below the frame the child of the frame that it stands in; for all others the root.
    part: Vec<usize>,
}

impl<'a> Context<'a> {
    pub(super) fn new(tables: &'a Tables<'a>, first: &'a [f32]) -> Self {
        let blocks = &tables.segments.blocks;
        let containers = &tables.segments.containers;
        let mut subtrees = vec![Expected::default(); containers.len()];
        let mut signatures: HashMap<u64, Expected> = HashMap::default();
        let mut tags: HashMap<(u64, u32), Expected> = HashMap::default();
        let mut total = Expected::default();
        let mut before = Vec::with_capacity(blocks.len());
        for (b, &p) in blocks.iter().zip(first) {
            let chars = b.chars as f32;
            let heading = f32::from(u8::from(b.kind.heading().is_some()));
            let of = Expected { story: p * chars, chars, blocks: 1.0, headings: heading };
            before.push(total.story);
            total.add(of);
            subtrees[b.container()].add(of);
            let signature = containers[b.container()].signature;
            signatures.entry(signature).or_default().add(of);
            tags.entry((signature, make(b))).or_default().add(of);
        }
        for i in (1..subtrees.len()).rev() {
            let of = subtrees[i];
            subtrees[containers[i].parent()].add(of);
        }
        let likely: Vec<bool> = first.iter().map(|p| *p >= LIKELY).collect();
        let (frame_depth, part) = frames(tables, &subtrees);
        let mut context = Context {
            tables,
            first,
            total,
            subtrees,
            signatures,
            tags,
            before,
            likely_before: distances(blocks.len(), false, |i| likely[i]),
            likely_after: distances(blocks.len(), true, |i| likely[i]),
            headings: Vec::new(),
            run: runs(tables, &likely),
            main: HashSet::default(),
            main_letters: 0.0,
            frame_depth,
            part,
        };
        context.headings = context.headings_since_main_run();
        context.main_letters = context.run.iter().copied().fold(0.0, f32::max);
        let of_main = (0..blocks.len()).filter(|&i| likely[i] && context.run[i] >= context.main_letters);
        context.main = of_main.map(|i| containers[blocks[i].container()].element).collect();
        context
    }

    /// How many headings stand between the beginning of the story's longest run and each block.
    fn headings_since_main_run(&self) -> Vec<(f32, f32)> {
        let blocks = &self.tables.segments.blocks;
        let most = self.run.iter().copied().fold(0.0, f32::max);
        let start = self.run.iter().position(|r| *r >= most).unwrap_or(0);
        let (mut all, mut linked) = (0.0, 0.0);
        let mut out = Vec::with_capacity(blocks.len());
        for (i, b) in blocks.iter().enumerate() {
            out.push(if i < start { (-1.0, -1.0) } else { (all, linked) });
            if i >= start && b.kind.heading().is_some() {
                all += 1.0;
                linked += f32::from(u8::from(b.linked * 2 > b.chars));
            }
        }
        out
    }

    /// Adds what stands around a block to its row.
    pub(super) fn fill(&self, i: usize, row: &mut impl Row) {
        self.itself(i, row);
        self.neighbours(i, row);
        self.alike(i, row);
        self.place(i, row);
        self.frame(i, row);
        self.under_title(i, row);
    }

    fn itself(&self, i: usize, row: &mut impl Row) {
        let b = &self.tables.segments.blocks[i];
        row.add("first", self.first[i]);
        row.add("chars", b.chars as f32);
        row.add("link_share", b.link_share());
        row.add("heading", f32::from(b.kind.heading().unwrap_or(0)));
        row.flag("item", matches!(b.kind, BlockKind::Item { .. }));
        row.flag("ends_sentence", b.ends_sentence());
        row.add("tag", tag_number(b.tag));
        row.flag("named_foreign", self.tables.segments.is_named_foreign(b.container()));
        row.add("worth", self.tables.rules.worth[i]);
        row.flag("inside", self.tables.rules.inside[i]);
        row.add("like_title", self.tables.like_title[i]);
    }

    fn neighbours(&self, i: usize, row: &mut impl Row) {
        let blocks = &self.tables.segments.blocks;
        for by in (-NEIGHBOURS..=NEIGHBOURS).filter(|by| *by != 0) {
            let at = i.checked_add_signed(by).filter(|&j| j < blocks.len());
            row.add(format_args!("first{by:+}"), at.map_or(-1.0, |j| self.first[j]));
        }
        for by in [-1isize, 1] {
            let at = i.checked_add_signed(by).filter(|&j| j < blocks.len());
            row.add(
                format_args!("together{by:+}"),
                at.map_or(-1.0, |j| f32::from(u8::from(blocks[j].container() == blocks[i].container()))),
            );
            row.add(
                format_args!("heading{by:+}"),
                at.map_or(-1.0, |j| f32::from(blocks[j].kind.heading().unwrap_or(0))),
            );
            row.add(format_args!("chars{by:+}"), at.map_or(-1.0, |j| blocks[j].chars as f32));
        }
        for (name, reach) in [("near", 3), ("wide", 10)] {
            let mean = |range: std::ops::Range<usize>| {
                let mut of = Expected::default();
                for j in range {
                    let chars = blocks[j].chars as f32;
                    of.add(Expected { story: self.first[j] * chars, chars, ..Expected::default() });
                }
                of.share()
            };
            row.add(format_args!("{name}_before"), mean(i.saturating_sub(reach)..i));
            row.add(format_args!("{name}_after"), mean((i + 1).min(blocks.len())..(i + 1 + reach).min(blocks.len())));
        }
    }

    fn alike(&self, i: usize, row: &mut impl Row) {
        let b = &self.tables.segments.blocks[i];
        let signature = self.tables.segments.containers[b.container()].signature;
        let own = Expected { story: self.first[i] * b.chars as f32, chars: b.chars as f32, ..Expected::default() };
        let others = |of: Expected| Expected { story: of.story - own.story, chars: of.chars - own.chars, ..of }.share();
        let of = self.signatures[&signature];
        row.add("alike_first", others(of));
        row.add("alike_share", of.story / self.total.story.max(1.0));
        row.add("alike_blocks", of.blocks);
        let of = self.tags[&(signature, make(b))];
        row.add("make_first", others(of));
        row.add("make_share", of.story / self.total.story.max(1.0));
        row.add("make_blocks", of.blocks);
    }

    fn place(&self, i: usize, row: &mut impl Row) {
        let b = &self.tables.segments.blocks[i];
        let after = self.total.story - self.before[i] - self.first[i] * b.chars as f32;
        row.add("story", self.total.story);
        row.add("story_share", self.total.share());
        row.add("story_before", self.before[i] / self.total.story.max(1.0));
        row.add("story_before_chars", self.before[i]);
        row.add("story_after_chars", after);
        row.add("likely_before", self.likely_before[i]);
        row.add("likely_after", self.likely_after[i]);
        row.add("headings_since", self.headings[i].0);
        row.add("linked_headings_since", self.headings[i].1);
        row.add("run", self.run[i]);
        row.add("run_share", self.run[i] / self.total.story.max(1.0));
        row.add(
            "from_headline",
            self.tables.headline.map_or(FAR_BLOCKS * 2.0, |h| (i as f32 - h as f32).clamp(-FAR_BLOCKS, FAR_BLOCKS)),
        );
        row.add("index_share", i as f32 / self.tables.segments.blocks.len() as f32);
    }

    /// Teasers: a line that leads elsewhere, and text under it.
    fn under_title(&self, i: usize, row: &mut impl Row) {
        /// Blocks between a teaser's title and its text.
        const REACH: usize = 3;
        let blocks = &self.tables.segments.blocks;
        let title = (i.saturating_sub(REACH)..i).rev().find(|&j| is_title(&blocks[j]));
        row.add("title_first", title.map_or(-1.0, |j| self.first[j]));
        row.add("title_distance", title.map_or(-1.0, |j| (i - j) as f32));
        row.add("title_heading", title.map_or(-1.0, |j| f32::from(blocks[j].kind.heading().unwrap_or(0))));
        let like = title.map(|j| {
            let signature = self.tables.segments.containers[blocks[j].container()].signature;
            self.tags.get(&(signature, make(&blocks[j]))).map_or(0.0, |of| of.blocks)
        });
        row.add("titles_alike", like.unwrap_or(-1.0));
        let container = &self.tables.segments.containers[blocks[i].container()];
        row.flag("element_in_main", self.main.contains(&container.element));
        row.add("run_of_main", self.run[i] / self.main_letters.max(1.0));
    }

    fn frame(&self, i: usize, row: &mut impl Row) {
        let containers = &self.tables.segments.containers;
        let mut at = self.tables.segments.blocks[i].container();
        row.add("frame_depth", self.frame_depth[at]);
        let part = self.subtrees[self.part[at]];
        row.add("part_first", part.share());
        row.add("part_share", part.story / self.total.story.max(1.0));
        row.add("part_blocks", part.blocks);
        row.add("part_headings", part.headings);
        for level in ["0", "1", "2", "3"] {
            let of = self.subtrees[at];
            row.add(format_args!("first_{level}"), of.share());
            row.add(format_args!("share_{level}"), of.story / self.total.story.max(1.0));
            row.add(format_args!("blocks_{level}"), of.blocks);
            at = containers[at].parent();
        }
    }
}

/// Whether a block is a link to the last word, and as long as a title.
fn is_title(b: &crate::segment::Block) -> bool {
    /// Letters of a title.
    const LETTERS: std::ops::Range<u32> = 12..160;
    /// Of its letters, in per cent.
    const LINKED: u32 = 80;
    LETTERS.contains(&b.chars) && b.linked * 100 >= b.chars * LINKED
}

/// What a template makes alike beside the element: the kind of block, and whether it is a link.
fn make(b: &crate::segment::Block) -> u32 {
    let kind = match b.kind {
        BlockKind::Paragraph => 0,
        BlockKind::Heading(level) => 10 + u32::from(level),
        BlockKind::Item { .. } => 2,
        BlockKind::Quote { .. } => 3,
        BlockKind::Table(_) => 4,
        BlockKind::Preformatted => 5,
    };
    kind * 4 + u32::from(b.linked * 2 > b.chars) * 2 + u32::from(b.all_bold())
}

/// How deep each container stands below the innermost one that holds most of the story (-1 outside), and the child of that
/// one which it stands in.
fn frames(tables: &Tables<'_>, subtrees: &[Expected]) -> (Vec<f32>, Vec<usize>) {
    /// Of the story's letters: what stands in a frame of its own must not make the whole page the story.
    const MOST: f32 = 0.8;
    let containers = &tables.segments.containers;
    let most = subtrees.first().map_or(0.0, |s| s.story) * MOST;
    let frame = subtrees.iter().rposition(|s| s.story >= most).unwrap_or(0);
    let mut depth = vec![-1.0; containers.len()];
    let mut part = vec![0; containers.len()];
    if frame < depth.len() {
        depth[frame] = 0.0;
        part[frame] = frame;
    }
    for i in frame + 1..containers.len() {
        let parent = containers[i].parent();
        if depth[parent] >= 0.0 {
            depth[i] = depth[parent] + 1.0;
            part[i] = if parent == frame { i } else { part[parent] };
        }
    }
    (depth, part)
}

/// Letters of the run of likely blocks that each block stands in, or that stands last before it. A run goes on over a gap of
/// a few blocks.
fn runs(tables: &Tables<'_>, likely: &[bool]) -> Vec<f32> {
    /// Captions, labels and offers within a story.
    const MAX_GAP: usize = 4;
    let blocks = &tables.segments.blocks;
    let mut run_of = vec![usize::MAX; likely.len()];
    let mut letters: Vec<f32> = Vec::new();
    let mut gap = usize::MAX;
    for i in 0..likely.len() {
        if likely[i] {
            if gap > MAX_GAP {
                letters.push(0.0);
            }
            gap = 0;
            if let Some(last) = letters.last_mut() {
                *last += blocks[i].chars as f32;
            }
        } else {
            gap = gap.saturating_add(1);
        }
        run_of[i] = letters.len().wrapping_sub(1);
    }
    run_of.into_iter().map(|r| letters.get(r).copied().unwrap_or(0.0)).collect()
}
