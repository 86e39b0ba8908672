//! The parsed page, and what parses it: a parser of our own for the usual page; for the rest the same one with html5ever's rules
//! (both in `html`). Tests hold all trees to those of `scraper` (`by_scraper`). Selectors are `scraper`'s as well.
//! Nothing else in this crate names `scraper`.
//!
//! The tree is numbered once in document order, so that a subtree is a
//! range of numbers, the parent of a node always has a smaller number, and every
//! count that a later stage needs is one pass backwards over plain arrays.

mod attr;
#[cfg(any(test, feature = "fuzzing"))]
mod by_scraper;
mod compose;
mod document;
mod html;
mod links;
mod name_table;
mod names;
mod node;
#[cfg(any(test, feature = "fuzzing"))]
mod outline;
mod parse;
mod selectable;
mod stop;
mod strings;
mod tag;
#[cfg(test)]
mod tests;
mod text;
mod tree;

pub(crate) use attr::Attr;
pub(crate) use document::{Document, Selector};
pub(crate) use node::NodeId;
#[cfg(feature = "fuzzing")]
pub(crate) use outline::outlines;
pub(crate) use tag::Tag;
