//! What the walk knows on its way.

use super::pending::{Inline, PendingBlock};
use crate::dom::{Document, NodeId, Tag};
use crate::measure::Measures;
use crate::profile::{ProfileMatch, Role};
use crate::segment::blocks::{BlockKind, Container, Segments};
use crate::text::hashed::HashMap;
use crate::vocabulary::Hints;

/// An open block element.
pub(super) struct Frame {
    /// Its element; none of the page itself.
    pub(super) node: Option<NodeId>,
    pub(super) end: NodeId,
    pub(super) container: usize,
    pub(super) kind: BlockKind,
    pub(super) boxed: Option<usize>,
    pub(super) around: Hints,
    pub(super) role: Option<Role>,
    pub(super) in_body: bool,
    /// Whether its text is set in small type, or centred.
    pub(super) set_apart: bool,
}

/// The state of the walk.
pub(super) struct Walk<'a> {
    pub(super) doc: &'a Document,
    pub(super) measures: &'a Measures,
    pub(super) reading: Option<&'a ProfileMatch>,
    pub(super) out: Segments,
    pub(super) frames: Vec<Frame>,
    pub(super) inline: Vec<Inline>,
    pub(super) pending: PendingBlock,
    /// The stretches that a profile calls the body.
    pub(super) body_ranges: Vec<(NodeId, NodeId)>,
    /// Hashes of the inline elements that hold others, by their nodes.
    pub(super) hashes: HashMap<usize, u64>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(doc: &'a Document, measures: &'a Measures, reading: Option<&'a ProfileMatch>) -> Self {
        let mut out = Segments::default();
        // Room for about as many as there can be: what grows leaves holes in memory.
        let shape = measures.shape(NodeId::ROOT);
        out.blocks.reserve(shape.blocks as usize);
        out.media.reserve(usize::from(shape.images));
        out.containers.push(Container {
            parent: 0,
            tag: Tag::None,
            hints: Hints::NONE,
            signature: 0,
            element: 0,
            named_foreign: false,
        });
        let root = Frame {
            node: None,
            end: NodeId::at(doc.len()),
            container: 0,
            kind: BlockKind::Paragraph,
            boxed: None,
            around: Hints::NONE,
            role: None,
            in_body: false,
            set_apart: false,
        };
        let body_ranges: Vec<_> = reading
            .map(|r| r.ranges.iter().filter(|(_, _, role)| *role == Role::Body).map(|&(a, b, _)| (a, b)).collect())
            .unwrap_or_default();
        Walk {
            doc,
            measures,
            reading,
            out,
            frames: vec![root],
            inline: Vec::new(),
            pending: PendingBlock::default(),
            body_ranges,
            hashes: HashMap::default(),
        }
    }

    /// The innermost open element.
    pub(super) fn frame(&self) -> &Frame {
        // The root frame is never popped.
        &self.frames[self.frames.len() - 1]
    }
}
