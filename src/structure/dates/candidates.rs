//! Every date that may be the publication's, with where it comes from and where it stands.

use std::collections::BTreeSet;

use super::is_line_of;
use super::labels::{self, Label};
use crate::article::DateTime;
use crate::dates::{self, Context, Found};
use crate::metadata::{Rank, Shown, Sourced};
use crate::score::Class;
use crate::segment::Block;
use crate::structure::Draft;
use crate::vocabulary::{self, Hints};

/// Blocks before the headline and after the body that still belong to the story's head and foot.
const BEFORE: usize = 8;
/// Blocks of the body's beginning, where date lines stand that were taken for paragraphs.
const START: usize = 4;
/// Weighed characters of a block that is searched; longer ones are prose.
const LONGEST: u32 = 400;

/// Bytes between a label and its date that make the date the matter of its text, however long that is.
const ADJACENT: usize = 8;

/// Where a date stands, seen from the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// In the page's metadata, which has no place.
    Nowhere,
    /// Between headline and body.
    Head,
    /// Shortly before the headline.
    Above,
    /// In the body's first blocks.
    Start,
    Body,
    /// Shortly after the body.
    Below,
    Far,
    /// In comments, teasers and boxes.
    Foreign,
}

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

#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) date: DateTime,
    pub(super) origin: String,
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
}

/// The places of the blocks, and of what stands between them.
struct Places {
    headline: usize,
    first: usize,
    last: usize,
    /// What the names around headline and body say: the same around another block tells nothing of that.
    around: Hints,
}

/// What the names around a date say that stands in comments or teasers.
const ELSEWHERE: Hints = Hints::COMMENTS.or(Hints::RELATED);

impl Places {
    fn of(draft: &Draft<'_>) -> Places {
        let classes = &draft.input.classes;
        let first = classes.iter().position(|c| *c == Class::Body);
        let headline = draft.headline.or(first).unwrap_or(0);
        let first = first.unwrap_or(headline).max(headline);
        let last = classes.iter().rposition(|c| *c == Class::Body).unwrap_or(first);
        let hints = |at: usize| draft.input.segments.blocks.get(at).map_or(Hints::NONE, Block::all_hints);
        Places { headline, first, last, around: hints(headline) | hints(first) }
    }

    fn is_elsewhere(&self, hints: Hints) -> bool {
        hints.without(self.around).any(ELSEWHERE)
    }

    fn of_block(&self, draft: &Draft<'_>, at: usize) -> Place {
        let Some(block) = draft.input.segments.blocks.get(at) else { return Place::Far };
        let is_boxed = draft.input.classes.get(at) == Some(&Class::Boxed);
        match at {
            _ if is_boxed || self.is_elsewhere(block.all_hints()) => Place::Foreign,
            _ if at + BEFORE < self.headline => Place::Far,
            _ if at < self.headline => Place::Above,
            _ if at < self.first || at == self.headline => Place::Head,
            _ if at < self.first + START => Place::Start,
            _ if at <= self.last => Place::Body,
            _ if at <= self.last + BEFORE => Place::Below,
            _ => Place::Far,
        }
    }

    /// The block before a node, and its place.
    fn of_node(&self, draft: &Draft<'_>, node: usize) -> (usize, Place) {
        let after = draft.input.segments.blocks.partition_point(|b| b.node <= node);
        let at = after.saturating_sub(1);
        (at, self.of_block(draft, at))
    }

    /// The place of a text that is in no block: comments and teasers before it end there.
    fn of_shown(&self, draft: &Draft<'_>, shown: &Shown) -> (usize, Place) {
        let (at, place) = self.of_node(draft, shown.node.index());
        let hints = vocabulary::hints(&shown.names) | vocabulary::hints(&shown.around);
        match place {
            _ if self.is_elsewhere(hints) => (at, Place::Foreign),
            Place::Foreign => (at, self.of_block(draft, at + 1)),
            _ => (at, place),
        }
    }
}

pub(super) fn list(
    draft: &Draft<'_>,
    ctx: &Context<'_>,
    possible: &dyn Fn(&DateTime) -> bool,
    address: Option<DateTime>,
) -> Vec<Candidate> {
    let places = Places::of(draft);
    let meta = draft.input.metadata;
    let mut out = Vec::new();
    out.extend(meta.published.iter().map(|s| stated(draft, &places, s, Meaning::Published)));
    out.extend(meta.modified.iter().map(|s| stated(draft, &places, s, Meaning::Changed)));
    for i in 0..draft.input.segments.blocks.len() {
        read_block(draft, &places, ctx, i, &mut out);
    }
    // The same texts as the parser saw them: only what is in no block adds to the blocks.
    let of = |d: &DateTime, place: Place| (d.year(), d.month(), d.day(), place);
    let seen: BTreeSet<_> = out.iter().filter(|c| c.kind == Kind::Shown).map(|c| of(&c.date, c.place)).collect();
    for shown in &meta.shown {
        let (at, place) = places.of_shown(draft, shown);
        let block =
            Line { text: &shown.line, chars: crate::text::weigh(&shown.line), names: vocabulary::hints(&shown.names) };
        let dates = labelled(&shown.line, ctx);
        let lone = candidates(&block, dates, place, places.headline.abs_diff(at));
        out.extend(lone.filter(|c| !seen.contains(&of(&c.date, place))));
    }
    out.extend(address.map(|date| Candidate {
        kind: Kind::Address,
        rank: Rank::Near,
        meaning: Meaning::Unsaid,
        ..Candidate::new(date, "url")
    }));
    out.retain(|c| possible(&c.date));
    out
}

impl Candidate {
    /// A date of the page's metadata.
    pub(super) fn new(date: DateTime, origin: &str) -> Candidate {
        Candidate {
            date,
            origin: origin.to_owned(),
            kind: Kind::Meta,
            rank: Rank::Near,
            place: Place::Nowhere,
            meaning: Meaning::Published,
            distance: u32::MAX,
            is_aside: false,
            ambiguous: false,
            is_named: false,
        }
    }
}

fn stated(draft: &Draft<'_>, places: &Places, s: &Sourced<DateTime>, meaning: Meaning) -> Candidate {
    let place = s.node.map_or(Place::Nowhere, |n| places.of_node(draft, n.index()).1);
    let kind = if s.node.is_some() { Kind::Marked } else { Kind::Meta };
    Candidate { kind, rank: s.rank, place, meaning, ..Candidate::new(s.value, &s.origin) }
}

/// The dates of a block: of a short one those that are its matter, of the story's first paragraph the one it begins with.
fn read_block(draft: &Draft<'_>, places: &Places, ctx: &Context<'_>, at: usize, out: &mut Vec<Candidate>) {
    let Some(block) = draft.input.segments.blocks.get(at) else { return };
    let place = places.of_block(draft, at);
    let distance = places.headline.abs_diff(at);
    let names = block.hints;
    if block.chars <= LONGEST && !block.text.contains('©') {
        let line = Line { text: &block.text, chars: block.chars, names };
        let mut dates = labelled(&block.text, ctx);
        dates.retain(|(f, label)| label.is_some_and(|l| l.gap <= ADJACENT) || is_line_of(block, f));
        out.extend(candidates(&line, dates, place, distance));
    }
    if at == places.first
        && place == Place::Start
        && let Some((text, f)) = dateline(&block.text, ctx)
    {
        let line = Line { text, chars: block.chars, names };
        let label = labels::read(text, &f, false);
        out.extend(candidates(&line, vec![(f, label)], place, distance));
    }
}

/// The date that a story's first paragraph begins with: `LONDON, 10 December 2007 — The last …`. Papers date the dispatch,
/// often a day before they print it.
fn dateline<'t>(text: &'t str, ctx: &Context<'_>) -> Option<(&'t str, Found)> {
    /// Bytes: a place of two words and the agency stand before or behind the date.
    const PLACE: usize = 40;
    const LINE: usize = 100;
    let line = &text[..text.floor_char_boundary(LINE)];
    let found = dates::find(line, ctx).into_iter().next().filter(|f| f.start <= PLACE)?;
    let after = line[found.end..].trim_start();
    let agency =
        after.strip_prefix(['(', '/', ',']).map_or(after, |a| a.split_once([')', '/']).map_or(after, |(_, a)| a));
    let ends = agency.trim_start().starts_with(['–', '—', '-', ':']) || after.starts_with("--");
    ends.then_some((line, found))
}

/// A line of text that is searched.
struct Line<'t> {
    text: &'t str,
    chars: u32,
    names: Hints,
}

/// The dates of a text with their labels.
fn labelled(text: &str, ctx: &Context<'_>) -> Vec<(Found, Option<Label>)> {
    let found = dates::find(text, ctx);
    let last = found.len().saturating_sub(1);
    found.into_iter().enumerate().map(|(i, f)| (f, labels::read(text, &f, i == last))).collect()
}

fn candidates(
    line: &Line<'_>,
    dates: Vec<(Found, Option<Label>)>,
    place: Place,
    distance: usize,
) -> impl Iterator<Item = Candidate> {
    let distance = u32::try_from(distance).unwrap_or(u32::MAX);
    dates.into_iter().map(move |(f, label)| Candidate {
        kind: Kind::Shown,
        rank: Rank::Words,
        place,
        meaning: label.map_or(Meaning::Unsaid, |l| l.meaning),
        distance,
        is_aside: is_aside(line, &f),
        ambiguous: f.ambiguous,
        is_named: line.names.any(Hints::DATE),
        ..Candidate::new(f.value, "the page's text")
    })
}

/// Whether the line says a good deal before it comes to the date.
fn is_aside(line: &Line<'_>, f: &Found) -> bool {
    /// Bytes before the date: a place or a name. And weighed characters besides it.
    const BEFORE_DATE: usize = 24;
    const BESIDES: u32 = 30;
    f.start > BEFORE_DATE && line.chars > crate::text::weigh(&line.text[f.start..f.end]) + BESIDES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_begin_with_the_date_of_their_dispatch() {
        let of = |text| dateline(text, &Context::default()).map(|(_, f)| f.value.to_string());
        let day = Some("2007-12-10".to_owned());
        assert_eq!(of("10.12.2007 – Die letzte Fähre hat am Morgen abgelegt."), Some("2007-12-10".to_owned()));
        assert_eq!(of("LONDON, 10 December 2007 (NPA) — The last ferry has sailed."), day);
        assert_eq!(of("December 10, 2007 -- The last ferry has sailed."), day);
        assert_eq!(of("On December 10, 2007 the last ferry sailed."), None);
        assert_eq!(
            of("The last ferry, which had been built in the yards of Caulderby, sailed on 10 December 2007 - late."),
            None
        );
    }
}
