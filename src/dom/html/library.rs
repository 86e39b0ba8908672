//! What the parser reads, handed to html5ever's rules of tree construction: for pages that need what the rules of our own do not do.
//!
//! The tags are read here all the same: html5ever's own tokenizer compares each attribute of a tag with all before it, and nobody
//! can tell from outside whether a long stretch without a node is one tag of many attributes or one long value.

use std::fmt;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeSink};
use html5ever::{Attribute as HtmlAttribute, LocalName, QualName, ns};

use super::library_tree::LibraryTree;
use super::raw::Raw;
use crate::dom::node::{Attribute, Parsed};
use crate::dom::stop::Step;
use crate::dom::strings::Strings;
use crate::error::Result;
use crate::options::{Limits, check_limit};

/// How many bytes lie between two looks at how deep the page is.
const BYTES_A_LOOK: usize = 8 << 10;

/// An end tag may have to be looked for among all open elements. So many steps, half a second of a processor for each
/// megabyte, are more than any page needs that somebody reads.
const MIN_STEPS: usize = 5_000_000;
const STEPS_PER_BYTE: usize = 40;

/// So many attributes take the room of a node.
const ATTRIBUTES_A_NODE: usize = 8;

/// html5ever's rules, and the tree that they build.
pub(super) struct Library {
    rules: TreeBuilder<u32, LibraryTree>,
    /// The end tags since the last look.
    pub(super) ends: usize,
    steps: usize,
    next_look: usize,
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Library").field("ends", &self.ends).finish_non_exhaustive()
    }
}

impl Library {
    /// With room for so many nodes.
    pub(super) fn with_room(nodes: usize) -> Library {
        let rules = TreeBuilder::new(LibraryTree::with_room(nodes), Default::default());
        Library { rules, ends: 0, steps: 0, next_look: 0 }
    }

    /// What the tree comes to, at the end of the page.
    pub(super) fn finish(self, limits: &Limits) -> Result<Parsed> {
        self.rules.sink.finish().finished(limits)
    }

    /// Hands over a token; what the element that it opens holds, if that is text alone.
    pub(super) fn take(&self, token: Token) -> Option<Raw> {
        match self.rules.process_token(token, 1) {
            TokenSinkResult::RawData(RawKind::Rcdata) => Some(Raw::WithReferences),
            TokenSinkResult::RawData(RawKind::Rawtext) => Some(Raw::Text),
            TokenSinkResult::RawData(_) => Some(Raw::Script),
            TokenSinkResult::Plaintext => Some(Raw::Plain),
            _ => None,
        }
    }

    pub(super) fn take_text(&self, text: &str) {
        if !text.is_empty() {
            self.take(Token::CharacterTokens(text.into()));
        }
    }

    /// A text in which a zero byte counts by where it stands.
    pub(super) fn take_parsed_text(&self, text: &str) {
        for (at, part) in text.split('\0').enumerate() {
            if at > 0 {
                self.take(Token::NullCharacterToken);
            }
            self.take_text(part);
        }
    }

    /// Whether what comes next is in a drawing or a formula.
    pub(super) fn is_in_drawing(&self) -> bool {
        self.rules.adjusted_current_node_present_but_not_in_html_namespace()
    }

    pub(super) fn end(&self) {
        self.take(Token::EOFToken);
        self.rules.end();
    }

    /// Refuses a page whose tree is larger than it may be, or takes too long to build.
    pub(super) fn check(&mut self, at: usize, page: usize, limits: &Limits) -> Step {
        let tree = &self.rules.sink;
        let (nodes, attributes) = tree.len();
        check_limit("nodes", nodes + attributes / ATTRIBUTES_A_NODE, limits.nodes())?;
        check_limit("bytes of text", tree.text_len(), Strings::MAX)?;
        if at < self.next_look {
            return Ok(());
        }
        self.next_look = at + BYTES_A_LOOK;
        limits.check_time()?;
        let depth = tree.depth_of_newest();
        check_limit("levels of nesting", depth, limits.depth())?;
        self.steps += depth * std::mem::take(&mut self.ends);
        check_limit("steps through open elements", self.steps, MIN_STEPS + STEPS_PER_BYTE * page)?;
        Ok(())
    }
}

/// A tag as html5ever knows it.
pub(super) fn tag(kind: TagKind, name: &str, self_closing: bool, attributes: &[Attribute], strings: &Strings) -> Token {
    let attribute = |a: &Attribute| HtmlAttribute {
        name: QualName::new(None, ns!(), LocalName::from(strings.get(a.name))),
        value: StrTendril::from(&*without_zeros(strings.get(a.value))),
    };
    let attrs = attributes.iter().map(attribute).collect();
    let name = LocalName::from(name);
    Token::TagToken(Tag { kind, name, self_closing, attrs, had_duplicate_attributes: false })
}

/// What stands for a zero byte in markup is the sign of what could not be read.
pub(super) fn without_zeros(text: &str) -> std::borrow::Cow<'_, str> {
    match memchr::memchr(0, text.as_bytes()) {
        None => text.into(),
        Some(_) => text.replace('\0', "\u{fffd}").into(),
    }
}
