//! Which texts of a page each block is made of.

use crate::dom::{Document, NodeId, Tag};
use crate::segment::Segments;
use crate::text::is_space;

use super::elements::{Shown, shown};

/// A stretch of a text node that is of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) node: NodeId,
    /// Bytes of the node's text.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) block: usize,
}

/// Where the blocks of a page stand in it.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// In the order of the page.
    pub(super) stretches: Vec<Stretch>,
    /// The elements that are a block each, by their numbers, in order.
    pub(super) elements: Vec<(NodeId, usize)>,
    /// Whether each block is an element.
    is_element: Vec<bool>,
}

/// How much of each text is of which block: text node, block, letters and signs, in the order of the page.
pub(crate) fn block_texts(doc: &Document, segments: &Segments) -> Vec<(NodeId, usize, usize)> {
    let letters = |s: &Stretch| {
        let text = doc.text_of(s.node).and_then(|t| t.get(s.start..s.end)).unwrap_or_default();
        text.chars().filter(|c| !is_space(*c)).count()
    };
    Marks::find(doc, segments).stretches.iter().map(|s| (s.node, s.block, letters(s))).collect()
}

/// Blocks that begin at one node, and how much of the first of them is still to come.
struct Run {
    blocks: std::ops::Range<usize>,
    left: usize,
    /// Where they end, if that is known.
    end: Option<NodeId>,
}

/// The blocks in the order of the nodes at which they begin, and their lengths.
struct Starts<'a> {
    segments: &'a Segments,
    order: Vec<usize>,
}

impl Starts<'_> {
    fn node(&self, at: usize) -> usize {
        self.segments.blocks[self.order[at]].node()
    }

    /// Letters and signs of a block: white space is another in the page than in the block.
    fn length(&self, at: usize) -> usize {
        self.order.get(at).map_or(0, |&b| self.segments.blocks[b].text.chars().filter(|c| !is_space(*c)).count())
    }
}

impl Marks {
    /// Finds the texts of all blocks: each is where the block begins or behind that, and as long together as the block is.
    pub(super) fn find(doc: &Document, segments: &Segments) -> Marks {
        let mut order: Vec<usize> = (0..segments.blocks.len()).collect();
        order.sort_by_key(|&b| segments.blocks[b].node());
        let starts = Starts { segments, order };
        let mut stretches = Vec::new();
        // What stands within an element that is a block, and the text outside of such.
        let mut within: Vec<Run> = Vec::new();
        let mut loose = Run { blocks: 0..0, left: 0, end: None };
        let (mut next, mut until) = (0, NodeId::ROOT);
        for id in doc.all() {
            if id < until {
                continue;
            }
            while within.last().is_some_and(|r| r.end.is_some_and(|end| end <= id)) {
                within.pop();
            }
            // Blocks that begin in what is passed over begin here.
            let first = next;
            while next < starts.order.len() && starts.node(next) <= id.index() {
                next += 1;
            }
            if next > first {
                let end = (!doc.is_text(id)).then(|| doc.end(id));
                let run = Run { blocks: first..next, left: starts.length(first), end };
                match end {
                    Some(_) => within.push(run),
                    None => loose = run,
                }
            }
            match doc.text_of(id) {
                Some(text) => take(&starts, within.last_mut().unwrap_or(&mut loose), id, text, &mut stretches),
                None if is_passed_over(doc.tag(id)) => until = doc.end(id),
                None => {}
            }
        }
        let elements = find_elements(&stretches, doc, segments);
        let mut is_element = vec![false; segments.blocks.len()];
        elements.iter().for_each(|(_, block)| is_element[*block] = true);
        Marks { stretches, elements, is_element }
    }

    /// Whether a block is an element of the page.
    pub(super) fn is_element(&self, block: usize) -> bool {
        self.is_element[block]
    }
}

/// The elements that hold all of a block and nothing of another.
fn find_elements(stretches: &[Stretch], doc: &Document, segments: &Segments) -> Vec<(NodeId, usize)> {
    /// Inline elements around a text.
    const MAX_DEPTH: usize = 8;
    let mut ends: Vec<Option<(NodeId, NodeId, usize)>> = vec![None; segments.blocks.len()];
    for s in stretches {
        let (_, last, count) = ends[s.block].get_or_insert((s.node, s.node, 0));
        *last = s.node;
        *count += 1;
    }
    let of_block = |(block, ends): (usize, Option<(NodeId, NodeId, usize)>)| {
        let (first, last, count) = ends?;
        let own = NodeId::at(segments.blocks[block].node());
        let around = doc.ancestors(first).take(MAX_DEPTH).find(|n| doc.tag(*n).is_block());
        let element = if doc.contains(own, first) && own != first { Some(own) } else { around };
        let element = element.filter(|e| doc.contains(*e, last) && matches!(shown(doc.tag(*e)), Shown::As(_)))?;
        let from = stretches.partition_point(|s| s.node < element);
        let to = stretches.partition_point(|s| s.node < doc.end(element));
        (to - from == count).then_some((element, block))
    };
    let mut out: Vec<(NodeId, usize)> = ends.into_iter().enumerate().filter_map(of_block).collect();
    out.sort_unstable();
    out
}

/// Whether no block has any of what an element holds.
fn is_passed_over(tag: Tag) -> bool {
    tag.is_invisible() || matches!(tag, Tag::Iframe | Tag::Video | Tag::Audio | Tag::AmpVideo)
}

/// Gives a text to the blocks of a run, as much as is still to come of each.
fn take(starts: &Starts<'_>, run: &mut Run, node: NodeId, text: &str, out: &mut Vec<Stretch>) {
    // Where the stretch begins that is of the run's first block, and where its last letter ends.
    let mut open: Option<(usize, usize)> = None;
    for (at, c) in text.char_indices().filter(|(_, c)| !is_space(*c)) {
        if run.left == 0 {
            if let Some((start, end)) = open.take() {
                out.push(Stretch { node, start, end, block: starts.order[run.blocks.start] });
            }
            if run.blocks.len() < 2 {
                run.blocks = 0..0;
                return;
            }
            run.blocks.start += 1;
            run.left = starts.length(run.blocks.start);
        }
        run.left = run.left.saturating_sub(1);
        open = Some((open.map_or(at, |(start, _)| start), at + c.len_utf8()));
    }
    if let (Some((start, end)), false) = (open, run.blocks.is_empty()) {
        out.push(Stretch { node, start, end, block: starts.order[run.blocks.start] });
    }
}
