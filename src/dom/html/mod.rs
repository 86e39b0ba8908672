//! A parser of our own for the usual page.
//!
//! It follows the HTML standard, and builds the numbered tree at once: texts are stretches of the page, names are numbers. Where a page
//! needs what it does not do (formulas, framesets, zero bytes in markup, trees that are moved about beyond all measure), the page is read
//! once more, and its tags are handed to the rules of html5ever.

mod body;
mod body_ends;
mod doctype;
mod entry;
mod foreign;
mod formatting;
mod head;
mod lexer;
mod library;
mod library_steps;
mod library_tree;
mod markup;
mod modes;
mod parser;
mod raw;
mod references;
mod stack;
mod table;
#[cfg(test)]
mod tests;
mod text;

use std::borrow::Cow;

use super::compose::compose;
use super::node::Parsed;
use super::strings::Strings;
use super::tree::Tree;
use crate::dom::stop::Stop;
use crate::error::Result;
use crate::options::Limits;
use library::Library;
use parser::Parser;

/// Reads a page by the rules of our own; none where it needs the others.
///
/// # Errors
/// Only when the page goes beyond a limit.
pub(super) fn parse(html: &str, limits: &Limits) -> Result<Option<Parsed>> {
    let page = with_line_feeds(html);
    let mut parser = Parser::new(&page, Strings::new(&page), limits);
    parser.tree = Tree::with_room(nodes_of(&page, limits));
    match parser.run() {
        Ok(()) => {}
        Err(Stop::HandOver) => return Ok(None),
        Err(Stop::Limit(error)) => return Err(error),
    }
    let Parser { strings, attributes, mut tree, is_to_compose, .. } = parser;
    if is_to_compose {
        compose(&mut tree, &attributes, &strings);
    }
    let nodes = tree.number(limits)?;
    Ok(Some(Parsed { strings, nodes, attributes }))
}

/// Reads a page by html5ever's rules.
///
/// # Errors
/// Only when the page goes beyond a limit.
pub(super) fn parse_by_library(html: &str, limits: &Limits) -> Result<Parsed> {
    let page = with_line_feeds(html);
    let mut parser = Parser::new(&page, Strings::new(&page), limits);
    parser.library = Some(Box::new(Library::with_room(nodes_of(&page, limits))));
    let run = parser.run();
    // Nobody else takes it.
    let library = parser.library.take().unwrap_or_else(|| Box::new(Library::with_room(0)));
    drop(parser);
    match run {
        Err(Stop::Limit(error)) => Err(error),
        _ => library.finish(limits),
    }
}

/// About how many nodes a page has: nearly every other tag ends an element, and there is a text for nearly every other. Room that
/// stays empty costs nothing; a tree that grows leaves holes in memory.
fn nodes_of(page: &str, limits: &Limits) -> usize {
    memchr::memchr_iter(b'<', page.as_bytes()).count().min(limits.nodes())
}

/// The page with each line break as one line feed.
fn with_line_feeds(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let Some(first) = memchr::memchr(b'\r', bytes) else { return Cow::Borrowed(html) };
    let mut out = String::with_capacity(html.len());
    let mut from = 0;
    let mut next = Some(first);
    while let Some(at) = next {
        out.push_str(&html[from..at]);
        out.push('\n');
        from = at + if bytes.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
        next = memchr::memchr(b'\r', &bytes[from..]).map(|at| from + at);
    }
    out.push_str(&html[from..]);
    Cow::Owned(out)
}
