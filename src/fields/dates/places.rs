//! Where on the page a date stands, seen from the story.

use crate::label::{Evidence, LabelKind, Labels};
use crate::metadata::Shown;
use crate::segment::{Block, Container, Segments};
use crate::text::compare::alphanumeric_key;
use crate::vocabulary::{self, Hints};

/// Blocks before the headline and after the body that still belong to the story's head and foot.
const REACH_OF_HEAD: usize = 8;
/// Blocks of the body's beginning, where date lines stand that were taken for paragraphs.
const REACH_OF_START: usize = 4;
/// Where a date stands, seen from the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// In the page's metadata, which has no place.
    Nowhere,
    /// Between headline and body.
    Head,
    /// Shortly before the headline.
    Above,
    /// Before the headline, and outside of the element that holds headline and story: the page's own head, where papers
    /// print the day on which they are read.
    Masthead,
    /// In the body's first blocks.
    Start,
    Body,
    /// Shortly after the body.
    Below,
    Far,
    /// In comments, teasers and boxes.
    Foreign,
}

/// The places of the blocks, and of what stands between them.
pub(super) struct Places<'a> {
    evidence: &'a Evidence<'a>,
    labels: &'a Labels,
    /// The ranks of the headline, and of the first and the last block of the story.
    pub(super) headline: usize,
    first: usize,
    last: usize,
    /// The story's first block of text, behind its standfirst and byline.
    pub(super) first_paragraph: Option<usize>,
    /// The headline as titles are compared.
    pub(super) title: String,
    /// The innermost container around headline and story.
    holder: usize,
    /// What the names around headline and body say: the same around another block tells nothing of that.
    around: Hints,
    /// The blocks by which distances are told: all but those that names call none of the story.
    counted: Vec<usize>,
}

/// How many of the counted blocks stand before one.
fn rank(counted: &[usize], at: usize) -> usize {
    counted.partition_point(|&i| i < at)
}

/// The container of a block; that of the whole page where there is no such block.
fn container(segments: &Segments, block: usize) -> usize {
    segments.blocks.get(block).map_or(0, |b| b.container())
}

/// A container and those around it, the page's last.
fn outward(containers: &[Container], from: usize) -> impl Iterator<Item = usize> + '_ {
    // A container is numbered after the one it stands in.
    let parent = |at: &usize| containers.get(*at).map(|c| c.parent()).filter(|p| p < at);
    std::iter::successors(Some(from), parent)
}

/// The innermost container around two.
fn innermost_around(segments: &Segments, one: usize, other: usize) -> usize {
    let (mut one, mut other) = (one, other);
    while one != other {
        let inner = if one > other { &mut one } else { &mut other };
        *inner = segments.containers.get(*inner).map_or(0, |c| c.parent()).min(inner.saturating_sub(1));
    }
    one
}

/// What the names around a date say that stands in comments or teasers.
const ELSEWHERE: Hints = Hints::COMMENTS.or(Hints::RELATED);

impl<'a> Places<'a> {
    pub(super) fn new(evidence: &'a Evidence<'a>, labels: &'a Labels) -> Self {
        let ends = labels.story_ends();
        let headline = labels.headline().block.or(ends.map(|(first, _)| first)).unwrap_or(0);
        let first = ends.map_or(headline, |(first, _)| first).max(headline);
        let last = ends.map_or(first, |(_, last)| last);
        let hints = |at: usize| evidence.blocks().get(at).map_or(Hints::NONE, Block::all_hints);
        let around = hints(headline) | hints(first);
        let segments = evidence.segments;
        let is_shown = |i: usize| labels.is_story(i) || labels.headline().block == Some(i);
        let is_counted = |i: &usize| is_shown(*i) || !segments.is_named_foreign(segments.blocks[*i].container());
        let counted: Vec<usize> = (0..segments.blocks.len()).filter(is_counted).collect();
        let rank = |at: usize| rank(&counted, at);
        let holder = [first, last].into_iter().fold(container(segments, headline), |around, at| {
            innermost_around(segments, around, container(segments, at))
        });
        let (headline, first, last) = (rank(headline), rank(first), rank(last));
        let title = labels.headline().text.as_ref().map_or_else(String::new, |(text, _)| alphanumeric_key(text));
        let first_paragraph = labels.story().find(|&i| labels.kind(i) == LabelKind::Paragraph);
        Places { evidence, labels, headline, first, last, first_paragraph, title, holder, around, counted }
    }

    /// How many blocks stand before one, or before its place, but for those that names call none of the story.
    pub(super) fn rank(&self, at: usize) -> usize {
        rank(&self.counted, at)
    }

    /// Whether a block is one of those that are counted.
    pub(super) fn counts(&self, at: usize) -> bool {
        self.counted.binary_search(&at).is_ok()
    }

    fn is_elsewhere(&self, hints: Hints) -> bool {
        hints.without(self.around).any(ELSEWHERE)
    }

    pub(super) fn of_block(&self, at: usize) -> Place {
        let Some(block) = self.evidence.blocks().get(at) else { return Place::Far };
        let is_boxed = self.labels.is_in_box(at);
        match self.rank(at) {
            _ if is_boxed || self.is_elsewhere(block.all_hints()) => Place::Foreign,
            rank if rank + REACH_OF_HEAD < self.headline => Place::Far,
            rank if rank < self.headline && !self.is_held(block.container()) => Place::Masthead,
            rank if rank < self.headline => Place::Above,
            rank if rank < self.first || rank == self.headline => Place::Head,
            // A short body ends before the reach does.
            rank if rank < self.first + REACH_OF_START && rank <= self.last => Place::Start,
            rank if rank <= self.last => Place::Body,
            rank if rank <= self.last + REACH_OF_HEAD => Place::Below,
            _ => Place::Far,
        }
    }

    /// Whether a container stands in the one around headline and story.
    fn is_held(&self, container: usize) -> bool {
        let containers = &self.evidence.segments.containers;
        outward(containers, container).any(|c| c == self.holder)
    }

    fn of_rank(&self, rank: usize) -> Place {
        self.counted.get(rank).map_or(Place::Far, |&at| self.of_block(at))
    }

    /// The rank of the block before a node, and its place.
    pub(super) fn of_node(&self, node: usize) -> (usize, Place) {
        let after = self.counted.partition_point(|&i| self.evidence.blocks()[i].node() <= node);
        let Some(rank) = after.checked_sub(1) else { return (0, Place::Masthead) };
        // What follows the body's last block stands in no other one, but for what that block itself holds.
        let is_after = rank == self.last && rank > self.first && self.of_rank(rank) != Place::Foreign;
        (rank, if is_after { Place::Below } else { self.of_rank(rank) })
    }

    /// The place of a text that is in no block: comments and teasers before it end there.
    pub(super) fn of_shown(&self, shown: &Shown) -> (usize, Place) {
        let (at, place) = self.of_node(shown.node.index());
        let hints = vocabulary::hints(&shown.names) | vocabulary::hints(&shown.around);
        match place {
            _ if self.is_elsewhere(hints) => (at, Place::Foreign),
            Place::Foreign => (at, self.of_rank(at + 1)),
            _ => (at, place),
        }
    }
}
