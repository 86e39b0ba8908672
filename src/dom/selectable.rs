//! A page as the selectors of `scraper` see it: made where a site's profile asks for one.

use ego_tree::NodeId as TreeId;
use html5ever::{Attribute, LocalName, Namespace, QualName, ns};
use scraper::node::{Comment, Element, Text};
use scraper::{ElementRef, Html, Node, Selector};

use super::node::NodeId;

/// The nodes of a page in the form that selectors are matched against.
pub(super) struct SelectableTree {
    html: Html,
    /// For each node of the page the node of the tree.
    ids: Vec<TreeId>,
}

/// A selector, compiled.
#[derive(Debug, Clone)]
pub(super) struct CompiledSelector(Selector);

impl CompiledSelector {
    pub(super) fn parse(css: &str) -> Result<Self, String> {
        Selector::parse(css).map(CompiledSelector).map_err(|e| e.to_string())
    }
}

impl SelectableTree {
    /// The tree with its root alone, the first node of a page.
    pub(super) fn new(nodes: usize) -> SelectableTree {
        let html = Html::new_document();
        let mut ids = Vec::with_capacity(nodes);
        ids.push(html.tree.root().id());
        SelectableTree { html, ids }
    }

    pub(super) fn push_element<'a>(
        &mut self,
        parent: NodeId,
        name: &str,
        is_foreign: bool,
        attributes: impl Iterator<Item = (&'a str, &'a str)>,
    ) {
        let qualified = |ns: Namespace, name: &str| QualName::new(None, ns, LocalName::from(name));
        let attributes =
            attributes.map(|(name, value)| Attribute { name: qualified(ns!(), name), value: value.into() });
        let namespace = if is_foreign { ns!(svg) } else { ns!(html) };
        self.push(parent, Node::Element(Element::new(qualified(namespace, name), attributes.collect())));
    }

    pub(super) fn push_text(&mut self, parent: NodeId, is_empty: bool) {
        // Selectors ask no more of a text than whether there is one.
        let text = if is_empty { "" } else { "x" };
        self.push(parent, Node::Text(Text { text: text.into() }));
    }

    pub(super) fn push_comment(&mut self, parent: NodeId) {
        self.push(parent, Node::Comment(Comment { comment: "".into() }));
    }

    /// Something that no selector finds.
    pub(super) fn push_other(&mut self, parent: NodeId) {
        self.push(parent, Node::Fragment);
    }

    fn push(&mut self, parent: NodeId, node: Node) {
        let root = self.html.tree.root().id();
        let parent = self.ids.get(parent.index()).copied().unwrap_or(root);
        let id = match self.html.tree.get_mut(parent) {
            Some(mut parent) => parent.append(node).id(),
            None => root,
        };
        self.ids.push(id);
    }

    pub(super) fn matches(&self, id: NodeId, selector: &CompiledSelector) -> bool {
        let node = self.ids.get(id.index()).and_then(|id| self.html.tree.get(*id));
        node.and_then(ElementRef::wrap).is_some_and(|element| selector.0.matches(&element))
    }
}
