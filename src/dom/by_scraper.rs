//! The tree of `scraper` to a numbered one: what all trees are held to.

use html5ever::ns;
use scraper::{Html, Node as TreeNode};

use super::attr::Attr;
use super::compose::{compose, is_of_interest};
use super::names::Name;
use super::node::{Attribute, NodeKind, Parsed};
use super::strings::{Span, Strings};
use super::tree::{ROOT, Tree as NodeTree};
use crate::error::Result;
use crate::options::{Limits, check_limit};

/// Reads HTML by html5ever's rules and tokenizer, however broken. A hostile page may take it hours.
#[allow(clippy::unwrap_used, reason = "for tests")]
pub(super) fn reference(html: &str) -> Parsed {
    Copying::new().copy(&Html::parse_document(html), &Limits::default()).unwrap()
}

/// Copies the nodes with what they say.
struct Copying {
    strings: Strings,
    attributes: Vec<Attribute>,
    tree: NodeTree,
    /// Whether something is to be put where a template stands.
    is_to_compose: bool,
}

impl Copying {
    fn new() -> Copying {
        Copying { strings: Strings::default(), attributes: Vec::new(), tree: NodeTree::default(), is_to_compose: false }
    }

    fn copy(mut self, html: &Html, limits: &Limits) -> Result<Parsed> {
        // The open nodes: their numbers, the root first.
        let mut open: Vec<u32> = Vec::new();
        let mut next = Some(html.tree.root());
        while let Some(node) = next {
            let id = match open.last() {
                None => ROOT,
                Some(&parent) => {
                    let id = self.node(node.value());
                    self.tree.append(parent, id);
                    id
                }
            };
            open.push(id);
            check_limit("levels of nesting", open.len(), limits.depth())?;
            check_limit("bytes of text", self.strings.len(), Strings::MAX)?;
            let mut at = node;
            next = at.first_child();
            while next.is_none() && open.pop().is_some() {
                next = at.next_sibling();
                match at.parent() {
                    Some(parent) if next.is_none() => at = parent,
                    _ => break,
                }
            }
        }
        let Copying { strings, attributes, mut tree, is_to_compose } = self;
        if is_to_compose {
            compose(&mut tree, &attributes, &strings);
        }
        let nodes = tree.number(limits)?;
        Ok(Parsed { strings, nodes, attributes })
    }

    fn node(&mut self, value: &TreeNode) -> u32 {
        let (kind, data, label, name) = match value {
            TreeNode::Text(text) => (NodeKind::Text, self.strings.push(text), Span::default(), Name::Unknown),
            TreeNode::Comment(comment) => {
                (NodeKind::Comment, self.strings.push(comment), Span::default(), Name::Unknown)
            }
            TreeNode::Element(element) => {
                let kind = if element.name.ns == ns!(html) { NodeKind::Element } else { NodeKind::Foreign };
                let name = Name::from_bytes(element.name().as_bytes());
                let label = match name {
                    Name::Unknown => self.strings.push(element.name()),
                    Name::Template => {
                        self.is_to_compose |=
                            is_of_interest(element.attrs().map(|(name, value)| (Attr::from_name(name), value)));
                        Span::default()
                    }
                    _ => Span::default(),
                };
                let first = self.attributes.len();
                for (name, value) in element.attrs() {
                    let attr = Attr::from_name(name);
                    let name = self.strings.push(name);
                    let value = self.strings.push(value);
                    self.attributes.push(Attribute { attr, name, value });
                }
                (kind, Span::new(first, self.attributes.len()), label, name)
            }
            _ => (NodeKind::Other, Span::default(), Span::default(), Name::Unknown),
        };
        self.tree.create(kind, name, label, data)
    }
}
