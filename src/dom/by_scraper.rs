//! HTML to a numbered tree by way of `scraper`: the reference, and what reads the pages that the parser of our own does not.

use ego_tree::Tree;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{ParseOpts, driver, ns};
use scraper::{Html, HtmlTreeSink, Node as TreeNode};

use super::attr::Attr;
use super::compose::{compose, is_of_interest};
use super::names::Name;
use super::node::{Attribute, NodeKind, Parsed};
use super::strings::{Span, Strings};
use super::tree::{ROOT, Tree as NodeTree};
use crate::error::Result;
use crate::options::{Limits, check_limit};
use crate::text::hashed::HashMap;

/// How much is parsed between two looks at the limits: small enough that markup which
/// multiplies (unclosed formatting elements) or costs the parser a quadratic effort (the
/// attributes of one tag) stays in bounds.
const CHUNK_BYTES: usize = 8 << 10;

/// An end tag may have to be looked for among all open elements. So many steps, a second of a slow processor for each
/// megabyte, are more than any page needs that somebody reads.
const MIN_STEPS: usize = 50_000_000;
const STEPS_PER_BYTE: usize = 100;

/// Parses HTML, however broken.
///
/// # Errors
/// Only when the page goes beyond a limit.
pub(super) fn parse(html: &str, limits: &Limits) -> Result<Parsed> {
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut parser = driver::parse_document(sink, ParseOpts::default());
    let mut stalled = StalledInput::default();
    let mut steps = 0;
    let mut rest = html;
    while !rest.is_empty() {
        let mut cut = rest.len().min(CHUNK_BYTES);
        while !rest.is_char_boundary(cut) {
            cut += 1;
        }
        let (chunk, tail) = rest.split_at(cut);
        parser.process(StrTendril::from(chunk));
        let tree = &parser.tokenizer.sink.sink.0.borrow().tree;
        check_limit("nodes", tree.values().len(), limits.nodes())?;
        if let Some(newest) = tree.nodes().next_back() {
            let depth = newest.ancestors().count();
            check_limit("levels of nesting", depth, limits.depth())?;
            steps += depth * memchr::memmem::find_iter(chunk.as_bytes(), b"</").count();
            check_limit("steps through open elements", steps, MIN_STEPS + STEPS_PER_BYTE * html.len())?;
        }
        check_limit("attributes in one tag", stalled.count_attributes(tree, chunk), limits.attributes())?;
        rest = tail;
    }
    let html = parser.finish();
    Copying::new().copy(&html, limits)
}

/// Watches for stretches of input that add nothing to the tree: a tag with a great many
/// attributes, each of which the parser compares with all before it. A long comment or value of
/// an attribute (an inline picture, a path of a drawing) stalls the tree too; its words are taken
/// off the count once it is there.
#[derive(Default)]
struct StalledInput {
    nodes: usize,
    text: usize,
    gaps: usize,
}

impl StalledInput {
    /// An upper bound of the attributes read without a node to show for them.
    fn count_attributes(&mut self, tree: &Tree<TreeNode>, chunk: &str) -> usize {
        let nodes = tree.values().len();
        let text = tree.nodes().next_back().map_or(0, |n| n.value().as_text().map_or(0, |t| t.len()));
        if (nodes, text) == (self.nodes, self.text) {
            self.gaps += count_gaps(chunk);
        } else if self.gaps > 0 {
            let words: usize = tree.nodes().skip(self.nodes.saturating_sub(1)).map(|n| words_within(n.value())).sum();
            self.gaps = self.gaps.saturating_sub(words);
        }
        (self.nodes, self.text) = (nodes, text);
        self.gaps
    }
}

/// The words of a node that are no attributes.
fn words_within(node: &TreeNode) -> usize {
    match node {
        TreeNode::Comment(comment) => count_gaps(comment),
        TreeNode::Element(element) => element.attrs().map(|(_, value)| count_gaps(value)).sum(),
        _ => 0,
    }
}

/// The places where white space or a slash ends and something else begins.
fn count_gaps(text: &str) -> usize {
    let parts = |b: u8| b.is_ascii_whitespace() || b == b'/';
    text.as_bytes().windows(2).filter(|w| parts(w[0]) && !parts(w[1])).count()
}

/// Copies the nodes with what they say.
struct Copying {
    strings: Strings,
    attributes: Vec<Attribute>,
    tree: NodeTree,
    /// Whether something is to be put where a template stands.
    is_to_compose: bool,
    /// Where long texts stand already, by their addresses: an element that is made anew for each paragraph shares them.
    long: HashMap<(*const u8, usize), Span>,
}

/// Bytes from which on a text is looked for before it is copied.
const LONG: usize = 64;

impl Copying {
    fn new() -> Copying {
        Copying {
            strings: Strings::default(),
            attributes: Vec::new(),
            tree: NodeTree::new(),
            is_to_compose: false,
            long: HashMap::default(),
        }
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
        let Copying { strings, attributes, mut tree, is_to_compose, .. } = self;
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
                    let value = self.text(value);
                    self.attributes.push(Attribute { attr, name, value });
                }
                (kind, Span::new(first, self.attributes.len()), label, name)
            }
            _ => (NodeKind::Other, Span::default(), Span::default(), Name::Unknown),
        };
        self.tree.create(kind, name, label, data)
    }

    fn text(&mut self, text: &str) -> Span {
        if text.len() < LONG {
            return self.strings.push(text);
        }
        let strings = &mut self.strings;
        *self.long.entry((text.as_ptr(), text.len())).or_insert_with(|| strings.push(text))
    }
}
