//! Every date that may be the publication's, with where it comes from and where it stands.

use std::collections::BTreeSet;

use super::candidate::{Candidate, Kind, Meaning};
use super::card::{self, Card};
use super::labels::{self, Label};
use super::places::{Place, Places};
use super::reader::Reader;
use crate::article::DateTime;
use crate::dates::Found;
use crate::label::{Evidence, Labels};
use crate::metadata::{Rank, Sourced};
use crate::segment::Block;
use crate::text::letter_count;
use crate::vocabulary::{self, Hints};

/// Letters of a block that is searched; longer ones are prose.
const MAX_BLOCK_LETTERS: u32 = 400;

/// Letters besides the date in a line of its own.
const MAX_LETTERS_BESIDES: u32 = 60;

/// Bytes between a label and its date that make the date the matter of its text, however long that is.
const ADJACENT: usize = 8;

/// All dates that the page and its metadata give.
pub(super) fn list<'e>(
    evidence: &'e Evidence<'_>,
    labels: &Labels,
    reader: &Reader<'_>,
    possible: &dyn Fn(&DateTime) -> bool,
    address: Option<DateTime>,
) -> Vec<Candidate<'e>> {
    let places = Places::new(evidence, labels);
    let meta = evidence.metadata;
    let mut out = Vec::new();
    out.extend(meta.published.iter().map(|s| stated(&places, s, Meaning::Published)));
    out.extend(meta.modified.iter().map(|s| stated(&places, s, Meaning::Changed)));
    for i in 0..evidence.blocks().len() {
        out.extend(dates_of_block(evidence, &places, reader, i));
    }
    // The same texts as the parser saw them: only what is in no block adds to the blocks.
    let of = |d: &DateTime, place: Place| (d.year(), d.month(), d.day(), place);
    let seen: BTreeSet<_> = out.iter().filter(|c| c.kind == Kind::Shown).map(|c| of(&c.date, c.place)).collect();
    for shown in &meta.shown {
        let (at, place) = places.of_shown(shown);
        let block =
            Line { text: &shown.line, chars: letter_count(&shown.line), names: vocabulary::hints(&shown.names) };
        let dates = labelled(&shown.line, reader);
        let card = |f: &Found| card::of_link(shown.link.as_deref()?, &shown.line[f.start..f.end], &places.title);
        out.extend(dates.iter().filter_map(|(f, label)| {
            let date = block.candidate(f, *label, place, places.headline.abs_diff(at));
            let date = Some(date).filter(|c| !seen.contains(&of(&c.date, place)))?;
            placed(date, card(f).filter(|_| label.is_none()))
        }));
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

fn stated<'s>(places: &Places<'_>, s: &'s Sourced<DateTime>, meaning: Meaning) -> Candidate<'s> {
    // What a mark or a word says is of the story is not today's date.
    let is_bare = meaning == Meaning::Published && s.rank >= Rank::Loose;
    let place = match s.node.map_or(Place::Nowhere, |n| places.of_node(n.index()).1) {
        Place::Masthead if !is_bare => Place::Above,
        place => place,
    };
    let kind = if s.node.is_some() { Kind::Marked } else { Kind::Meta };
    Candidate { kind, rank: s.rank, place, meaning, ..Candidate::new(s.value, &s.origin) }
}

/// The dates of a block: of a short one those that are its matter, of the story's first paragraph the one it begins with.
fn dates_of_block(
    evidence: &Evidence<'_>,
    places: &Places<'_>,
    reader: &Reader<'_>,
    at: usize,
) -> Vec<Candidate<'static>> {
    let mut out = Vec::new();
    let Some(block) = evidence.blocks().get(at).filter(|_| places.counts(at)) else { return out };
    let place = places.of_block(at);
    let distance = places.headline.abs_diff(places.rank(at));
    let names = block.hints;
    if block.chars <= MAX_BLOCK_LETTERS && !block.text.contains('©') {
        let line = Line { text: &block.text, chars: block.chars, names };
        let mut dates = labelled(&block.text, reader);
        dates.retain(|(f, label)| label.is_some_and(|l| l.gap <= ADJACENT) || is_line_of(block, f));
        out.extend(dates.iter().filter_map(|(f, label)| {
            let card = card_around(block, f, &places.title).filter(|_| label.is_none());
            placed(line.candidate(f, *label, place, distance), card)
        }));
    }
    if places.first_paragraph == Some(at)
        && place == Place::Start
        && let Some((text, f)) = dateline(&block.text, reader)
    {
        let line = Line { text, chars: block.chars, names };
        out.push(line.candidate(&f, labels::read(text, &f, false), place, distance));
    }
    out.iter_mut().for_each(|c| c.block = Some(at as u32));
    out
}

/// The date that a story's first paragraph begins with: `LONDON, 10 December 2007 — The last …`. Papers date the dispatch,
/// often a day before they print it.
fn dateline<'t>(text: &'t str, reader: &Reader<'_>) -> Option<(&'t str, Found)> {
    /// Bytes: a place of two words and the agency stand before or behind the date.
    const PLACE: usize = 40;
    const LINE: usize = 100;
    let line = &text[..text.floor_char_boundary(LINE)];
    let found = reader.find(line).into_iter().next().filter(|f| f.start <= PLACE)?;
    let after = line[found.end..].trim_start();
    let agency =
        after.strip_prefix(['(', '/', ',']).map_or(after, |a| a.split_once([')', '/']).map_or(after, |(_, a)| a));
    let ends = agency.trim_start().starts_with(['–', '—', '-', ':']) || after.starts_with("--");
    (ends || is_stamp(line, &found)).then_some((line, found))
}

/// Whether a date is set before the first sentence of a text and no word of it, as no sentence goes on: in brackets, or
/// before a quotation, a line break or a capital.
fn is_stamp(line: &str, found: &Found) -> bool {
    /// Letters of the longest article or pronoun: behind a month's name, a longer word may be the name of what was then.
    const PRONOUN: usize = 3;
    let (before, date, after) = (line[..found.start].trim(), &line[found.start..found.end], &line[found.end..]);
    let next = after.trim_start();
    if let Some(place) = before.strip_suffix(['(', '[']) {
        let rest = next.strip_prefix([')', ']']).map(|rest| rest.trim_start_matches(['.', ':']).trim_start());
        return rest.is_some_and(|rest| place.is_empty() || begins_sentence(rest));
    }
    if let Some(rest) = next.strip_prefix('.').filter(|_| before.ends_with(',')) {
        return begins_sentence(rest.trim_start());
    }
    let word = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let is_short = word.chars().count() <= PRONOUN && !word.chars().skip(1).any(char::is_uppercase);
    let is_sure = is_short || !date.chars().any(char::is_alphabetic);
    before.is_empty() && (after.starts_with('\n') || is_opening(next) || is_sure && begins_sentence(next))
}

/// Whether a text begins as a sentence does, with a quotation or a capital.
fn begins_sentence(text: &str) -> bool {
    is_opening(text) || text.starts_with(char::is_uppercase)
}

/// Whether a text begins with a mark that opens a quotation or parts a line.
fn is_opening(text: &str) -> bool {
    text.starts_with(|c: char| "\"“”„«»‘‹「『|•·".contains(c))
}

/// A line of text that is searched.
struct Line<'t> {
    text: &'t str,
    chars: u32,
    names: Hints,
}

/// The dates of a text with their labels.
fn labelled(text: &str, reader: &Reader<'_>) -> Vec<(Found, Option<Label>)> {
    let found = reader.find(text);
    let last = found.len().saturating_sub(1);
    found.into_iter().enumerate().map(|(i, f)| (f, labels::read(text, &f, i == last))).collect()
}

impl Line<'_> {
    /// A date of the line, which stands at this place.
    fn candidate(&self, found: &Found, label: Option<Label>, place: Place, distance: usize) -> Candidate<'static> {
        Candidate {
            kind: Kind::Shown,
            rank: Rank::Words,
            // Today's date is a bare day: it has no word beside it, and no clock.
            place: match place {
                Place::Masthead if label.is_some() || found.value.time().is_some() => Place::Above,
                place => place,
            },
            meaning: label.map_or(Meaning::Unsaid, |l| l.meaning),
            distance: u32::try_from(distance).unwrap_or(u32::MAX),
            is_aside: is_aside(self, found),
            ambiguous: found.ambiguous,
            is_named: self.names.any(Hints::DATE),
            ..Candidate::new(found.value, "the page's text")
        }
    }
}

/// A date where it counts: none in a link that leads to another story.
fn placed(date: Candidate<'_>, card: Option<Card>) -> Option<Candidate<'_>> {
    match card {
        Some(card) => card.placed(date),
        None => Some(date),
    }
}

/// Whose date it is that stands in a link of a block.
fn card_around(block: &Block, date: &Found, title: &str) -> Option<Card> {
    let around = block.links().iter().find(|l| l.span.start <= date.start && date.end <= l.span.end)?;
    let link = block.text.get(around.span.start..around.span.end)?;
    card::of_link(link, &block.text[date.start..date.end], title)
}

/// Whether the block is about its date: little else stands in it, or its names say so.
fn is_line_of(b: &Block, f: &Found) -> bool {
    // The other lines of the block are not beside it.
    let (before, after) = (&b.text[..f.start], &b.text[f.end..]);
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = after.split('\n').next().unwrap_or_default();
    let rest = letter_count(before) + letter_count(after);
    b.all_hints().any(Hints::DATE) && b.chars < 200 || rest <= MAX_LETTERS_BESIDES
}

/// Whether the line says a good deal before it comes to the date.
fn is_aside(line: &Line<'_>, f: &Found) -> bool {
    /// Bytes before the date: a place or a name. And letters besides it.
    const BEFORE_DATE: usize = 24;
    const BESIDES: u32 = 30;
    f.start > BEFORE_DATE && line.chars > letter_count(&line.text[f.start..f.end]) + BESIDES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::Context;

    #[test]
    fn stories_begin_with_the_date_of_their_dispatch() {
        let of = |text| dateline(text, &Reader::new(Context::default(), None)).map(|(_, f)| f.value.to_string());
        let day = Some("2007-12-10".to_owned());
        assert_eq!(of("10.12.2007 – Die letzte Fähre hat am Morgen abgelegt."), Some("2007-12-10".to_owned()));
        assert_eq!(of("LONDON, 10 December 2007 (NPA) — The last ferry has sailed."), day);
        assert_eq!(of("December 10, 2007 -- The last ferry has sailed."), day);
        assert_eq!(of("10.12.2007 „The last ferry has sailed“, they said."), day);
        assert_eq!(of("10 December 2007\nThe last ferry has sailed."), day);
        assert_eq!(of("2007-12-10 The last ferry has sailed."), day);
        assert_eq!(of("(10 December 2007) The last ferry has sailed."), day);
        assert_eq!(of("10 December 2007 The last ferry has sailed."), day);
        assert_eq!(of("Caulderby, 10 December 2007. The last ferry has sailed."), day);
        assert_eq!(of("Caulderby (10.12.2007). The last ferry has sailed."), day);
        assert_eq!(of("December 10, 2007 Caulderby had its last ferry."), None);
        assert_eq!(of("The ferry (10 December 2007) was the last."), None);
        assert_eq!(of("December 10, 2007 was the day of the last ferry."), None);
        assert_eq!(of("10 December 2007 (a Monday) saw the last ferry."), None);
        assert_eq!(of("On December 10, 2007 the last ferry sailed."), None);
        assert_eq!(
            of("The last ferry, which had been built in the yards of Caulderby, sailed on 10 December 2007 - late."),
            None
        );
    }
}
