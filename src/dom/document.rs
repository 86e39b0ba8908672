//! The numbered tree, and what is asked of it.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;

use super::attr::Attr;
use super::node::{Attribute, Node, NodeId, NodeKind, Presence};
use super::selectable::{CompiledSelector, SelectableTree};
use super::strings::Strings;
use super::tag::Tag;
use crate::options::Limits;

/// A parsed page.
pub(crate) struct Document {
    pub(super) strings: Strings,
    /// In document order.
    pub(super) nodes: Vec<Node>,
    pub(super) attributes: Vec<Attribute>,
    limits: Limits,
    /// The page as selectors see it, from the first that is asked.
    selectable: OnceCell<SelectableTree>,
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document").field("nodes", &self.nodes.len()).finish_non_exhaustive()
    }
}

impl Document {
    pub(super) fn new(strings: Strings, nodes: Vec<Node>, attributes: Vec<Attribute>, limits: Limits) -> Document {
        Document { strings, nodes, attributes, limits, selectable: OnceCell::new() }
    }

    /// What the page is held to.
    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

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
        let node = &self.nodes[id.index()];
        match node.name.as_str() {
            _ if node.label.len() > 0 => self.strings.get(node.label),
            name => name,
        }
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
        self.walk(id.next(), self.end(id), |doc, n| doc.end(n))
    }

    /// The nodes below this one that have not been removed, in document order.
    pub(crate) fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.walk(id.next(), self.end(id), |_, n| n.next())
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
            while at < end && self.is_removed(at) {
                at = self.end(at);
            }
            let found = (at < end).then_some(at)?;
            at = next(self, found);
            Some(found)
        })
    }

    /// The text of a text node.
    pub(crate) fn text_of(&self, id: NodeId) -> Option<&str> {
        self.words_of(id, NodeKind::Text)
    }

    /// The text of a comment.
    pub(crate) fn comment(&self, id: NodeId) -> Option<&str> {
        self.words_of(id, NodeKind::Comment)
    }

    fn words_of(&self, id: NodeId, kind: NodeKind) -> Option<&str> {
        let node = &self.nodes[id.index()];
        (node.kind == kind).then(|| self.strings.get(node.data))
    }

    /// Whether the node is a text.
    pub(crate) fn is_text(&self, id: NodeId) -> bool {
        self.nodes[id.index()].kind == NodeKind::Text
    }

    /// The raw text within an element, as a script or style holds it.
    pub(crate) fn raw_text(&self, id: NodeId) -> Cow<'_, str> {
        let mut texts = self.descendants(id).filter_map(|n| self.text_of(n));
        let first = Cow::Borrowed(texts.next().unwrap_or_default());
        // Most have one, which may be long.
        texts.fold(first, |all, text| all + text)
    }

    /// The element as a selector would name it: `div#story.main`.
    pub(crate) fn describe(&self, id: NodeId) -> String {
        let mut out = self.name(id).to_owned();
        if let Some(name) = self.attr(id, Attr::Id) {
            out = out + "#" + name;
        }
        for class in self.attr(id, Attr::Class).unwrap_or_default().split_ascii_whitespace() {
            out = out + "." + class;
        }
        out
    }

    /// The value of an attribute.
    pub(crate) fn attr(&self, id: NodeId, attr: Attr) -> Option<&str> {
        let own = self.attributes_of(id).iter().find(|a| a.attr == attr);
        own.map(|a| self.strings.get(a.value))
    }

    /// The value of an attribute of any name, in lower case.
    pub(crate) fn attr_named(&self, id: NodeId, name: &str) -> Option<&str> {
        match Attr::from_name(name) {
            Attr::Other => {
                let own = self.attributes_of(id).iter().find(|a| self.strings.get(a.name) == name);
                own.map(|a| self.strings.get(a.value))
            }
            attr => self.attr(id, attr),
        }
    }

    /// The attributes of an element, by name.
    pub(crate) fn attrs(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> {
        self.attributes_of(id).iter().map(|a| (self.strings.get(a.name), self.strings.get(a.value)))
    }

    /// The attributes of an element that have a name of their own here.
    pub(crate) fn known_attrs(&self, id: NodeId) -> impl Iterator<Item = (Attr, &str)> {
        let known = self.attributes_of(id).iter().filter(|a| a.attr != Attr::Other);
        known.map(|a| (a.attr, self.strings.get(a.value)))
    }

    /// All attributes of an element: those without a name of their own here by how they are written.
    pub(crate) fn all_attrs(&self, id: NodeId) -> impl Iterator<Item = (Attr, &str, &str)> {
        let name = |a: &Attribute| if a.attr == Attr::Other { self.strings.get(a.name) } else { "" };
        self.attributes_of(id).iter().map(move |a| (a.attr, name(a), self.strings.get(a.value)))
    }

    fn attributes_of(&self, id: NodeId) -> &[Attribute] {
        let node = &self.nodes[id.index()];
        match node.tag {
            Tag::None => &[],
            _ => self.attributes.get(node.data.start as usize..node.data.end as usize).unwrap_or_default(),
        }
    }

    /// Gives an attribute that the element has another value; one it lacks is not added.
    pub(crate) fn set_attr(&mut self, id: NodeId, name: &str, value: &str) {
        let first = self.nodes[id.index()].data.start as usize;
        let own = self.attributes_of(id).iter().position(|a| self.strings.get(a.name) == name);
        if let Some(own) = own {
            self.attributes[first + own].value = self.strings.push(value);
            self.selectable.take();
        }
    }

    /// Gives a text or comment node other words.
    pub(crate) fn set_text(&mut self, id: NodeId, value: &str) {
        if matches!(self.nodes[id.index()].kind, NodeKind::Text | NodeKind::Comment) {
            self.nodes[id.index()].data = self.strings.push(value);
            self.selectable.take();
        }
    }

    /// Takes a node that no reader saw out of the page, and all below it.
    pub(crate) fn remove(&mut self, id: NodeId) {
        self.nodes[id.index()].presence = Presence::Hidden;
    }

    /// Takes a node that readers saw out of the page, and all below it: what stood around it stays apart.
    pub(crate) fn remove_shown(&mut self, id: NodeId) {
        self.nodes[id.index()].presence = Presence::Shown;
    }

    /// Whether readers saw anything of what was removed in a stretch in which nothing else begins, and a word may begin behind it:
    /// a comma belongs to the word before.
    pub(crate) fn is_parted_between(&self, from: NodeId, to: NodeId) -> bool {
        let first = self.text_of(to).and_then(|text| text.chars().next());
        if first.is_some_and(|c| {
            matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '\u{2019}' | '\u{201d}' | '\u{2026}')
        }) {
            return false;
        }
        let mut stretch = std::iter::successors(Some(from), |&at| Some(self.end(at)).filter(|&next| next < to));
        stretch.any(|at| self.nodes[at.index()].presence == Presence::Shown)
    }

    /// Whether the node itself was removed (a node below a removed one does not say so).
    pub(crate) fn is_removed(&self, id: NodeId) -> bool {
        self.nodes[id.index()].presence != Presence::Kept
    }

    /// The elements that a selector matches, in document order, those removed left out; of those alone that may be asked.
    pub(crate) fn select(&self, selector: &Selector, may_match: impl Fn(NodeId) -> bool) -> Vec<NodeId> {
        let possible = self.all().filter(|&n| self.tag(n) != Tag::None && may_match(n));
        let tree = || self.selectable.get_or_init(|| self.selectable_tree());
        possible.filter(|&n| tree().matches(n, &selector.0)).collect()
    }
}

impl Document {
    fn selectable_tree(&self) -> SelectableTree {
        let mut tree = SelectableTree::new(self.nodes.len());
        for (i, node) in self.nodes.iter().enumerate().skip(1) {
            let id = NodeId::at(i);
            match node.kind {
                NodeKind::Element | NodeKind::Foreign => {
                    tree.push_element(node.parent, self.name(id), node.kind == NodeKind::Foreign, self.attrs(id));
                }
                NodeKind::Text => tree.push_text(node.parent, node.data.len() == 0),
                NodeKind::Comment => tree.push_comment(node.parent),
                NodeKind::Other => tree.push_other(node.parent),
            }
        }
        tree
    }
}

/// A CSS selector, compiled.
#[derive(Debug, Clone)]
pub(crate) struct Selector(CompiledSelector);

impl Selector {
    /// Compiles a selector; the error is the parser's message.
    pub(crate) fn parse(css: &str) -> std::result::Result<Self, String> {
        CompiledSelector::parse(css).map(Selector).map_err(|e| format!("selector {css:?}: {e}"))
    }
}
