//! The tree while it is built: nodes in the order they are made, each linked to its parent, its last child and the sibling before it.

use super::links::{Links, NONE};
use super::names::Name;
use super::node::{Node, NodeId, NodeKind};
use super::stop::{Step, Stop};
use super::strings::{Span, Strings};
use super::tag::Tag;
use crate::error::Result;
use crate::options::{Limits, check_limit};

/// The page itself.
pub(super) const ROOT: u32 = 0;

/// How many steps are taken in search of siblings, and how many children are moved, before the page is left to the other parser.
const MAX_STEPS: usize = 1 << 20;

#[derive(Debug, Clone, Copy)]
pub(super) struct TreeNode {
    pub(super) parent: u32,
    prev: u32,
    last: u32,
    /// As in [`Node`].
    pub(super) data: Span,
    pub(super) label: Span,
    pub(super) name: Name,
    pub(super) kind: NodeKind,
}

#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<TreeNode>,
    /// Whether a node was put elsewhere than behind all others of its parent.
    is_moved: bool,
    steps: usize,
}

impl Default for Tree {
    fn default() -> Tree {
        Tree::with_room(0)
    }
}

impl Tree {
    /// With room for so many nodes.
    pub(super) fn with_room(expected: usize) -> Tree {
        let root = TreeNode {
            parent: NONE,
            prev: NONE,
            last: NONE,
            data: Span::default(),
            label: Span::default(),
            name: Name::Unknown,
            kind: NodeKind::Other,
        };
        let mut nodes = Vec::with_capacity(expected.saturating_add(1));
        nodes.push(root);
        Tree { nodes, is_moved: false, steps: 0 }
    }

    pub(super) fn node(&self, id: u32) -> &TreeNode {
        &self.nodes[id as usize]
    }

    /// How an element is called that has no known name.
    pub(super) fn label(&self, id: u32) -> Span {
        self.nodes[id as usize].label
    }

    pub(super) fn set_data(&mut self, id: u32, data: Span) {
        self.nodes[id as usize].data = data;
    }

    /// The nodes so far.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Makes a node that stands nowhere yet.
    pub(super) fn create(&mut self, kind: NodeKind, name: Name, label: Span, data: Span) -> u32 {
        let id = self.nodes.len() as u32;
        self.nodes.push(TreeNode { parent: NONE, prev: NONE, last: NONE, data, label, name, kind });
        id
    }

    /// A new element like another, with the same attributes.
    pub(super) fn create_like(&mut self, other: u32) -> u32 {
        let node = TreeNode { parent: NONE, prev: NONE, last: NONE, ..self.nodes[other as usize] };
        self.nodes.push(node);
        self.nodes.len() as u32 - 1
    }

    /// Makes a node the last child of another.
    pub(super) fn append(&mut self, parent: u32, id: u32) {
        let prev = std::mem::replace(&mut self.nodes[parent as usize].last, id);
        let node = &mut self.nodes[id as usize];
        (node.parent, node.prev) = (parent, prev);
    }

    /// Puts a node before another one, which has a parent.
    pub(super) fn insert_before(&mut self, sibling: u32, id: u32) {
        self.is_moved = true;
        let TreeNode { parent, prev, .. } = self.nodes[sibling as usize];
        self.nodes[sibling as usize].prev = id;
        let node = &mut self.nodes[id as usize];
        (node.parent, node.prev) = (parent, prev);
    }

    /// Takes a node from its parent.
    pub(super) fn detach(&mut self, id: u32) -> Step {
        let TreeNode { parent, prev, .. } = self.nodes[id as usize];
        if parent == NONE {
            return Ok(());
        }
        self.is_moved = true;
        if self.nodes[parent as usize].last == id {
            self.nodes[parent as usize].last = prev;
        } else {
            let mut next = self.nodes[parent as usize].last;
            while self.nodes[next as usize].prev != id {
                next = self.nodes[next as usize].prev;
                self.step()?;
            }
            self.nodes[next as usize].prev = prev;
        }
        let node = &mut self.nodes[id as usize];
        (node.parent, node.prev) = (NONE, NONE);
        Ok(())
    }

    /// Gives all children of a node to one that has none.
    pub(super) fn move_children(&mut self, from: u32, to: u32) -> Step {
        self.is_moved = true;
        let last = std::mem::replace(&mut self.nodes[from as usize].last, NONE);
        self.nodes[to as usize].last = last;
        let mut child = last;
        while child != NONE {
            self.nodes[child as usize].parent = to;
            child = self.nodes[child as usize].prev;
            self.step()?;
        }
        Ok(())
    }

    fn step(&mut self) -> Step {
        self.steps += 1;
        if self.steps > MAX_STEPS { Err(Stop::HandOver) } else { Ok(()) }
    }

    /// The last child of a node, or the one before a sibling, if it is a text.
    pub(super) fn text_before(&self, parent: u32, sibling: u32) -> Option<u32> {
        let before = match sibling {
            NONE => self.nodes[parent as usize].last,
            sibling => self.nodes[sibling as usize].prev,
        };
        (before != NONE && self.nodes[before as usize].kind == NodeKind::Text).then_some(before)
    }

    /// Makes a text longer.
    pub(super) fn add_text(&mut self, id: u32, text: Span, strings: &mut Strings) -> Step {
        let data = &mut self.nodes[id as usize].data;
        let before = *data;
        *data = strings.join(before, text);
        // The new text is copied once at most. What is copied again and again is left to the other parser.
        self.steps += if data.start == before.start { 0 } else { before.len().div_ceil(16) };
        if self.steps > MAX_STEPS { Err(Stop::HandOver) } else { Ok(()) }
    }

    /// The same tree with links in all directions.
    pub(super) fn links(&self) -> Links {
        Links::new(self.nodes.iter().map(|node| (node.parent, node.prev, node.last)))
    }

    /// Puts all nodes where links say.
    pub(super) fn set_links(&mut self, links: Links) {
        self.is_moved = true;
        for (node, link) in self.nodes.iter_mut().zip(links.backwards()) {
            (node.parent, node.prev, node.last) = link;
        }
    }

    /// The nodes in document order.
    pub(super) fn number(self, limits: &Limits) -> Result<Vec<Node>> {
        if !self.is_moved
            && let Some(nodes) = self.in_order(limits)?
        {
            return Ok(nodes);
        }
        self.sorted(limits)
    }

    fn finished(node: &TreeNode, parent: NodeId) -> Node {
        let tag = if matches!(node.kind, NodeKind::Element | NodeKind::Foreign) { node.name.tag() } else { Tag::None };
        Node { data: node.data, label: node.label, name: node.name, tag, ..Node::new(parent, node.kind) }
    }

    /// The nodes as they are, if they were made in document order.
    fn in_order(&self, limits: &Limits) -> Result<Option<Vec<Node>>> {
        let mut nodes: Vec<Node> = Vec::with_capacity(self.nodes.len());
        // The node made last and all around it.
        let mut open: Vec<u32> = Vec::new();
        for (i, node) in self.nodes.iter().enumerate() {
            while let Some(&last) = open.last().filter(|last| **last != node.parent) {
                nodes[last as usize].end = NodeId::at(i);
                open.pop();
            }
            if open.is_empty() && i > 0 {
                return Ok(None);
            }
            open.push(i as u32);
            check_limit("levels of nesting", open.len(), limits.depth())?;
            nodes.push(Tree::finished(node, NodeId::at(if i == 0 { 0 } else { node.parent as usize })));
        }
        for last in open {
            nodes[last as usize].end = NodeId::at(self.nodes.len());
        }
        Ok(Some(nodes))
    }

    /// The nodes that stand somewhere, in document order.
    fn sorted(&self, limits: &Limits) -> Result<Vec<Node>> {
        let order = self.backwards();
        let mut numbers = vec![NONE; self.nodes.len()];
        let mut nodes: Vec<Node> = Vec::with_capacity(order.len());
        let mut depths: Vec<u32> = Vec::with_capacity(order.len());
        for (number, &id) in order.iter().rev().enumerate() {
            let node = &self.nodes[id as usize];
            numbers[id as usize] = number as u32;
            let parent = if id == ROOT { 0 } else { numbers[node.parent as usize] as usize };
            depths.push(if id == ROOT { 1 } else { depths[parent] + 1 });
            check_limit("levels of nesting", depths[number] as usize, limits.depth())?;
            nodes.push(Node { end: NodeId::at(number + 1), ..Tree::finished(node, NodeId::at(parent)) });
        }
        for i in (1..nodes.len()).rev() {
            let (end, parent) = (nodes[i].end, nodes[i].parent.index());
            nodes[parent].end = nodes[parent].end.max(end);
        }
        Ok(nodes)
    }

    /// The nodes in document order turned round: the last child first, each node behind its children.
    fn backwards(&self) -> Vec<u32> {
        let mut order = Vec::with_capacity(self.nodes.len());
        let mut at = ROOT;
        loop {
            while self.nodes[at as usize].last != NONE {
                at = self.nodes[at as usize].last;
            }
            order.push(at);
            while at != ROOT && self.nodes[at as usize].prev == NONE {
                at = self.nodes[at as usize].parent;
                order.push(at);
            }
            if at == ROOT {
                return order;
            }
            at = self.nodes[at as usize].prev;
        }
    }
}
