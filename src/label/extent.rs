//! Where on the page the story stands.

use super::evidence::Evidence;
use super::labels::Labels;

/// The blocks and containers within which pictures and boxes are the story's.
pub(crate) struct StoryExtent {
    /// The first and the last block of it.
    from: usize,
    to: usize,
    /// The first block of the column of text.
    first: usize,
    /// Whether each container is the one that holds the body, or stands in it.
    inside: Vec<bool>,
}

impl StoryExtent {
    /// From the headline, or a little before the body, to a little behind its end; none where there is no story.
    pub(crate) fn new(evidence: &Evidence<'_>, labels: &Labels) -> Option<Self> {
        /// A picture over the headline stands next to it.
        const BLOCKS_ABOVE: usize = 4;
        /// Credits, notes and labels of a last picture, in blocks.
        const BLOCKS_BELOW: usize = 2;
        let (first, last) = labels.story_ends()?;
        let start = labels.headline().block.filter(|&h| h <= first).unwrap_or(first.saturating_sub(BLOCKS_ABOVE));
        let inside = body_containers(evidence, labels);
        // A standfirst over the lead picture may have been taken for body: the column begins below it.
        let column = |i: &usize| inside[evidence.blocks()[*i].container()];
        let first = labels.story().find(column).unwrap_or(first);
        Some(StoryExtent { from: start.saturating_sub(BLOCKS_ABOVE), to: last + BLOCKS_BELOW, first, inside })
    }

    /// Whether the block at this place, or what stands before it, is within the story.
    pub(crate) fn holds(&self, at: usize) -> bool {
        self.from <= at && at <= self.to
    }

    /// Whether something in a container is the story's by its place: with the body in one element, or over it.
    pub(crate) fn is_near(&self, container: usize, at: usize) -> bool {
        at <= self.first || self.is_in_column(container)
    }

    /// Whether a container is the one that holds the body, or stands in it.
    pub(crate) fn is_in_column(&self, container: usize) -> bool {
        self.inside.get(container).copied().unwrap_or(false)
    }
}

/// Which containers are the innermost that holds nearly all of the body, or stand in it.
fn body_containers(evidence: &Evidence<'_>, labels: &Labels) -> Vec<bool> {
    /// Of the body's letters, in per cent: a stray block taken for body must not make the whole page the story.
    const MIN_PERCENT: u64 = 90;
    let containers = &evidence.segments.containers;
    let sums = story_letters(evidence, labels);
    // Those that hold more than half stand in one another; a child stands behind its parent.
    let story = sums.iter().rposition(|s| s * 100 >= sums[0] * MIN_PERCENT).unwrap_or(0);
    let mut inside = vec![false; sums.len()];
    inside[story] = true;
    for i in story + 1..inside.len() {
        inside[i] = inside[containers[i].parent()];
    }
    inside
}

/// The second paragraph of the flow: behind it a story has been told, and what is no story may begin.
pub(super) fn told_by(evidence: &Evidence<'_>, labels: &Labels) -> Option<usize> {
    /// Letters of a paragraph: two lines of a column.
    const PARAGRAPH: u32 = 80;
    labels.story().filter(|&i| evidence.blocks()[i].chars >= PARAGRAPH).nth(1)
}

/// The letters of the flow within each container.
pub(super) fn story_letters(evidence: &Evidence<'_>, labels: &Labels) -> Vec<u64> {
    let containers = &evidence.segments.containers;
    let mut sums = vec![0u64; containers.len()];
    for b in labels.story().map(|i| &evidence.blocks()[i]) {
        sums[b.container()] += u64::from(b.chars);
    }
    // A child stands behind its parent.
    for i in (1..sums.len()).rev() {
        let of = sums[i];
        sums[containers[i].parent()] += of;
    }
    sums
}
