//! A date that may be the publication's.

use super::places::Place;
use crate::article::DateTime;
use crate::metadata::Rank;

/// The kind of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Meta,
    /// Markup of the page's own text.
    Marked,
    Shown,
    Address,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Published,
    Unsaid,
    Changed,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub(super) date: DateTime,
    pub(super) origin: &'a str,
    pub(super) kind: Kind,
    pub(super) rank: Rank,
    pub(super) place: Place,
    pub(super) meaning: Meaning,
    /// Blocks from the headline.
    pub(super) distance: u32,
    /// More is said in its line, and before it: it may be the date of an event.
    pub(super) is_aside: bool,
    pub(super) ambiguous: bool,
    /// The element that holds it is named after dates.
    pub(super) is_named: bool,
    /// The block that shows it.
    pub(super) block: Option<u32>,
}

impl<'a> Candidate<'a> {
    /// A date of the page's metadata.
    pub(super) fn new(date: DateTime, origin: &'a str) -> Candidate<'a> {
        Candidate {
            date,
            origin,
            kind: Kind::Meta,
            rank: Rank::Near,
            place: Place::Nowhere,
            meaning: Meaning::Published,
            distance: u32::MAX,
            is_aside: false,
            ambiguous: false,
            is_named: false,
            block: None,
        }
    }
}
