//! The numbered tree, and what is asked of it.

use std::fmt;

use ego_tree::NodeId as TreeId;
use scraper::{ElementRef, Html, Node as TreeNode};

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

    /// The node's number, for arrays of one entry a node.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A node of a numbered tree.
pub(super) struct Node {
    pub(super) tree: TreeId,
    pub(super) parent: NodeId,
    /// One past the last node of the subtree.
    pub(super) end: NodeId,
    pub(super) tag: Tag,
    pub(super) is_text: bool,
    pub(super) removed: bool,
}

/// A parsed page.
pub(crate) struct Document {
    pub(super) html: Html,
    /// In document order.
    pub(super) nodes: Vec<Node>,
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document").field("nodes", &self.nodes.len()).finish_non_exhaustive()
    }
}

impl Document {
    /// How many nodes there are, those removed included.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The tag of an element, [`Tag::None`] for other nodes.
    pub(crate) fn tag(&self, id: NodeId) -> Tag {
        self.nodes[id.index()].tag
    }

    /// The element's name as written, in lower case; empty for other nodes.
    pub(crate) fn name(&self, id: NodeId) -> &str {
        self.element(id).map_or("", |e| e.name())
    }

    /// The parent; the root's is itself.
    pub(crate) fn parent(&self, id: NodeId) -> NodeId {
        self.nodes[id.index()].parent
    }

    /// One past the last node of the subtree.
    pub(crate) fn end(&self, id: NodeId) -> NodeId {
        self.nodes[id.index()].end
    }

    /// Whether `inner` is `outer` or stands within it.
    pub(crate) fn contains(&self, outer: NodeId, inner: NodeId) -> bool {
        outer <= inner && inner < self.end(outer)
    }

    /// The parent, its parent, and so on up to the root.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let up = move |&n: &NodeId| (n != NodeId::ROOT).then(|| self.parent(n));
        std::iter::successors(up(&id), up)
    }

    /// The children that have not been removed.
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.walk(NodeId(id.0 + 1), self.end(id), |doc, n| doc.end(n))
    }

    /// The nodes below this one that have not been removed, in document order.
    pub(crate) fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.walk(NodeId(id.0 + 1), self.end(id), |_, n| NodeId(n.0 + 1))
    }

    /// All nodes that have not been removed, in document order.
    pub(crate) fn all(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.descendants(NodeId::ROOT)
    }

    /// The elements below `id` with this tag.
    pub(crate) fn by_tag(&self, id: NodeId, tag: Tag) -> impl Iterator<Item = NodeId> + '_ {
        self.descendants(id).filter(move |&n| self.tag(n) == tag)
    }

    fn walk(&self, from: NodeId, end: NodeId, next: fn(&Self, NodeId) -> NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let mut at = from;
        std::iter::from_fn(move || {
            while at < end && self.nodes[at.index()].removed {
                at = self.end(at);
            }
            let found = (at < end).then_some(at)?;
            at = next(self, found);
            Some(found)
        })
    }

    /// The text of a text node.
    pub(crate) fn text_of(&self, id: NodeId) -> Option<&str> {
        if !self.nodes[id.index()].is_text {
            return None;
        }
        self.tree_node(id).and_then(|n| n.as_text()).map(|t| &**t)
    }

    /// The text of a comment.
    pub(crate) fn comment(&self, id: NodeId) -> Option<&str> {
        self.tree_node(id).and_then(|n| n.as_comment()).map(|c| &**c)
    }

    /// Whether the node is a text.
    pub(crate) fn is_text(&self, id: NodeId) -> bool {
        self.nodes[id.index()].is_text
    }

    /// The raw text within an element, as a script or style holds it.
    pub(crate) fn raw_text(&self, id: NodeId) -> String {
        self.descendants(id).filter_map(|n| self.text_of(n)).collect()
    }

    /// The element as a selector would name it: `div#story.main`.
    pub(crate) fn describe(&self, id: NodeId) -> String {
        let mut out = self.name(id).to_owned();
        if let Some(name) = self.attr(id, "id") {
            out = out + "#" + name;
        }
        for class in self.attr(id, "class").unwrap_or_default().split_ascii_whitespace() {
            out = out + "." + class;
        }
        out
    }

    /// The value of an attribute, by its name in lower case.
    pub(crate) fn attr(&self, id: NodeId, name: &str) -> Option<&str> {
        self.attrs(id).find(|(n, _)| *n == name).map(|(_, v)| v)
    }

    /// The attributes of an element.
    pub(crate) fn attrs(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> {
        self.element(id).into_iter().flat_map(|e| e.attrs())
    }

    /// Gives an attribute that the element has another value; one it lacks is not added.
    pub(crate) fn set_attr(&mut self, id: NodeId, name: &str, value: &str) {
        let tree = self.nodes[id.index()].tree;
        if let Some(mut node) = self.html.tree.get_mut(tree)
            && let TreeNode::Element(e) = node.value()
            && let Some((_, old)) = e.attrs.iter_mut().find(|(n, _)| &*n.local == name)
        {
            *old = value.into();
        }
    }

    /// Gives a text or comment node other words.
    pub(crate) fn set_text(&mut self, id: NodeId, value: &str) {
        let tree = self.nodes[id.index()].tree;
        if let Some(mut node) = self.html.tree.get_mut(tree)
            && let TreeNode::Text(t) = node.value()
        {
            t.text = value.into();
        }
    }

    /// Takes a node and all below it out of the page.
    pub(crate) fn remove(&mut self, id: NodeId) {
        self.nodes[id.index()].removed = true;
    }

    /// Whether the node itself was removed (a node below a removed one does not say so).
    pub(crate) fn is_removed(&self, id: NodeId) -> bool {
        self.nodes[id.index()].removed
    }

    /// The elements that a selector matches, in document order, those removed left out.
    pub(crate) fn select(&self, selector: &Selector) -> Vec<NodeId> {
        self.all()
            .filter(|&n| self.tag(n) != Tag::None && self.tree_ref(n).is_some_and(|e| selector.0.matches(&e)))
            .collect()
    }

    fn tree_ref(&self, id: NodeId) -> Option<ElementRef<'_>> {
        self.html.tree.get(self.nodes[id.index()].tree).and_then(ElementRef::wrap)
    }

    fn tree_node(&self, id: NodeId) -> Option<&TreeNode> {
        self.html.tree.get(self.nodes[id.index()].tree).map(|n| n.value())
    }

    fn element(&self, id: NodeId) -> Option<&scraper::node::Element> {
        match self.tag(id) {
            Tag::None => None,
            _ => self.tree_node(id).and_then(|n| n.as_element()),
        }
    }
}

/// A CSS selector, compiled.
#[derive(Debug, Clone)]
pub(crate) struct Selector(scraper::Selector);

impl Selector {
    /// Compiles a selector; the error is the parser's message.
    pub(crate) fn parse(css: &str) -> std::result::Result<Self, String> {
        scraper::Selector::parse(css).map(Selector).map_err(|e| format!("selector {css:?}: {e}"))
    }
}
