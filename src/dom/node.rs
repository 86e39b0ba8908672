//! Nodes of a numbered tree, and their attributes.

use super::attr::Attr;
use super::names::Name;
use super::strings::{Span, Strings};
use super::tag::Tag;

/// A node, by its place in document order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(u32);

impl NodeId {
    pub(crate) const ROOT: NodeId = NodeId(0);

    /// The node with this number.
    pub(crate) fn at(index: usize) -> NodeId {
        NodeId(index as u32)
    }

    /// The one behind it in document order.
    pub(crate) fn next(self) -> NodeId {
        NodeId(self.0 + 1)
    }

    /// The node's number, for arrays of one entry a node.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What kind of node a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NodeKind {
    /// The page itself, a document type, what a template holds.
    Other,
    Text,
    Comment,
    Element,
    /// An element of a drawing or a formula.
    Foreign,
}

/// Whether a node is still in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Kept,
    /// Taken out, and never shown: what stood around it was beside each other.
    Hidden,
    /// Taken out, and shown between what stood around it.
    Shown,
}

/// A node of a numbered tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) parent: NodeId,
    /// One past the last node of the subtree.
    pub(super) end: NodeId,
    /// Of a text or comment its words, of an element its attributes by their numbers.
    pub(super) data: Span,
    /// How an element is called that has no name of its own here; empty for one that has.
    pub(super) label: Span,
    pub(super) name: Name,
    pub(super) tag: Tag,
    pub(super) kind: NodeKind,
    pub(super) presence: Presence,
}

impl Node {
    /// A node of which nothing else is known.
    pub(super) fn new(parent: NodeId, kind: NodeKind) -> Node {
        Node {
            parent,
            end: parent,
            data: Span::default(),
            label: Span::default(),
            name: Name::Unknown,
            tag: Tag::None,
            kind,
            presence: Presence::Kept,
        }
    }
}

/// An attribute: its name, in lower case, and its value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attribute {
    pub(super) attr: Attr,
    pub(super) name: Span,
    pub(super) value: Span,
}

/// What comes of reading a page.
pub(super) struct Parsed {
    pub(super) strings: Strings,
    /// In document order.
    pub(super) nodes: Vec<Node>,
    pub(super) attributes: Vec<Attribute>,
}
