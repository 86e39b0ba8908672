//! The choice among all dates that may be the publication's.
//!
//! Each has a weight by its source and its place on the page. Of one kind of source only the heaviest counts for a day,
//! since one hand fills them all; the kinds add up. So two sources that agree outvote a third, whichever it is.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::candidate::{Candidate, Kind, Meaning};
use super::clock::civil;
use super::places::Place;
use crate::article::DateTime;
use crate::metadata::Rank;

/// Weights are in tenths of an arbitrary unit. They were set by hand, on pages whose dates are known; what matters is
/// which sums beat which: the line under the headline beats the record alone, record and address beat the line.
type Weight = u32;

/// A change that the page prints speaks for a day that others name as well.
const CHANGE: Weight = 40;
/// What the address says, which is true but often the day the record was made.
const ADDRESS: Weight = 60;
/// What a word for publishing before it adds to a line.
const LABEL: Weight = 40;
/// What a name such as `post-date` adds to the line that bears it.
const NAMED: Weight = 10;
/// Below this there are only the scripts' data and dates far from the story, and a stated change says more.
const MIN_WEIGHT: Weight = 30;

/// What dates of one day weigh, by kind of source.
#[derive(Default, Clone, Copy)]
struct Day {
    /// Named as that day.
    own: [Weight; KINDS],
    /// In UTC, and the day after, or before, where people live.
    east: [Weight; KINDS],
    west: [Weight; KINDS],
    /// Without a time of day.
    plain: [Weight; KINDS],
    /// Whether more than the head of the page names it.
    is_told: bool,
    /// The place of the first in the list.
    first: usize,
}

/// Metadata, the page, the address, a change that the page prints.
const KINDS: usize = 4;

/// The date that has most for it; none if there are none of any weight.
pub(super) fn choose<'a>(all: &[Candidate<'a>]) -> Option<Candidate<'a>> {
    let mut candidates = sorted_out(all);
    if let Some(last) = last_change(all) {
        let is_earlier = |c: &Candidate<'_>| civil(&c.date).is_none_or(|day| day <= last);
        candidates.retain(|w| is_said_of_story(w.of) || is_earlier(&w.candidate()));
    }
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    for (i, weighed) in candidates.iter().enumerate() {
        let c = weighed.candidate();
        let Some(date) = civil(&c.date) else { continue };
        let day = days.entry(date).or_insert(Day { first: i, ..Day::default() });
        let kind = match c.kind {
            _ if c.meaning == Meaning::Changed => 3,
            Kind::Meta => 0,
            Kind::Marked | Kind::Shown => 1,
            Kind::Address => 2,
        };
        let raise = |list: &mut [Weight; KINDS]| {
            if let Some(w) = list.get_mut(kind) {
                *w = (*w).max(weighed.weight);
            }
        };
        raise(&mut day.own);
        day.is_told |= c.place != Place::Masthead;
        /// The hour of UTC from which on it is tomorrow somewhere east, and that until which it is yesterday in America.
        const TOMORROW: u8 = 10;
        const YESTERDAY: u8 = 9;
        match (c.date.time(), c.date.offset_minutes()) {
            (Some((hour, ..)), Some(0)) if hour >= TOMORROW => raise(&mut day.east),
            (Some((hour, ..)), Some(0)) if hour < YESTERDAY => raise(&mut day.west),
            (None, _) => raise(&mut day.plain),
            _ => {}
        }
    }
    let best = days.iter().max_by_key(|(date, day)| (score(**date, day, &days), std::cmp::Reverse(day.first)));
    let (date, day) = best?;
    let changed = |c: &Candidate<'_>| {
        let is_near = matches!(c.place, Place::Head | Place::Above | Place::Start);
        c.meaning == Meaning::Changed
            && (c.kind == Kind::Meta && c.rank < Rank::Near || c.kind != Kind::Meta && is_near)
    };
    if score(*date, day, &days) < MIN_WEIGHT && all.iter().any(changed) {
        return None;
    }
    // Of the day, the record tells the time best, wherever the day was told.
    let of_day = || candidates.iter().filter(|w| civil(&w.candidate().date) == Some(*date));
    let is_record = |c: &Candidate<'_>| match c.place {
        Place::Nowhere | Place::Head | Place::Above | Place::Start => c.rank < Rank::Loose && c.kind != Kind::Shown,
        _ => false,
    };
    let record = of_day().filter(|w| is_record(w.of)).min_by_key(|w| w.of.rank);
    // The first of those that weigh most: `max_by_key` would give the last.
    let heaviest = || of_day().rev().max_by_key(|w| w.weight);
    record.or_else(heaviest).map(Weighed::candidate)
}

/// Whether a source, or a place between headline and text, says that a date is of the story.
fn is_said_of_story(c: &Candidate<'_>) -> bool {
    match (c.kind, c.place) {
        (Kind::Meta | Kind::Address, _) | (_, Place::Head) => true,
        (Kind::Marked, _) => c.rank < Rank::Loose,
        (Kind::Shown, Place::Above | Place::Start) => c.meaning == Meaning::Published,
        (Kind::Shown, _) => false,
    }
}

/// The day on which the story was last changed, in any zone, as its record or a line beside its headline has it: what
/// was published later is not the story.
fn last_change(all: &[Candidate<'_>]) -> Option<Date> {
    let is_of_story = |c: &&Candidate<'_>| match c.kind {
        Kind::Meta | Kind::Address => c.rank < Rank::Near,
        Kind::Marked | Kind::Shown => matches!(c.place, Place::Head | Place::Above | Place::Start),
    };
    let changes = all.iter().filter(|c| c.meaning == Meaning::Changed).filter(is_of_story);
    changes.filter_map(|c| civil(&c.date)).max()?.tomorrow().ok()
}

fn score(date: Date, day: &Day, days: &BTreeMap<Date, Day>) -> Weight {
    if !day.is_told {
        // A time in UTC does not speak for the day on which the page is read.
        return day.own.iter().sum();
    }
    let before = date.yesterday().ok().and_then(|d| days.get(&d));
    let after = date.tomorrow().ok().and_then(|d| days.get(&d));
    let of = |list: Option<&[Weight; KINDS]>, kind: usize| list.and_then(|l| l.get(kind)).copied().unwrap_or_default();
    let sum = (0..KINDS).map(|kind| {
        let zoned = of(before.map(|d| &d.east), kind).max(of(after.map(|d| &d.west), kind));
        let plain = of(before.map(|d| &d.plain), kind).max(of(after.map(|d| &d.plain), kind));
        of(Some(&day.own), kind).max(zoned * 9 / 10).max(plain * 4 / 10)
    });
    sum.sum()
}

/// A candidate with its weight.
struct Weighed<'c, 'a> {
    of: &'c Candidate<'a>,
    weight: Weight,
    /// Whether its month is read as the day and its day as the month.
    is_swapped: bool,
}

impl<'a> Weighed<'_, 'a> {
    /// The candidate with its date as it is read.
    fn candidate(&self) -> Candidate<'a> {
        let date = if self.is_swapped { swapped(&self.of.date) } else { None };
        Candidate { date: date.unwrap_or(self.of.date), ..*self.of }
    }
}

/// The candidates with their weights, without what is said to be of a change.
fn sorted_out<'c, 'a>(all: &'c [Candidate<'a>]) -> Vec<Weighed<'c, 'a>> {
    let days = |test: &dyn Fn(&Candidate<'_>) -> bool| -> BTreeSet<Date> {
        all.iter().filter(|c| test(c)).filter_map(|c| civil(&c.date)).collect()
    };
    let is_changed = |c: &Candidate<'_>| c.meaning == Meaning::Changed;
    // Near the headline, what markup or another line calls a change; anywhere, a `time` whose line is one.
    let marked = days(&|c| {
        is_changed(c) && c.kind != Kind::Meta && matches!(c.place, Place::Head | Place::Above | Place::Start)
    });
    let labelled = days(&|c| is_changed(c) && c.kind == Kind::Shown);
    let sure = days(&|c| !is_changed(c) && c.kind != Kind::Shown);
    let meant = days(&|c| !is_changed(c));
    // As many different days below are those of other stories.
    const LISTED: usize = 3;
    let below = days(&|c| c.kind == Kind::Shown && c.place == Place::Below && c.meaning == Meaning::Unsaid);
    let is_listed = below.len() >= LISTED;
    let mut out = Vec::new();
    for c in all {
        let Some(date) = civil(&c.date) else { continue };
        if is_changed(c) {
            let is_near = matches!(c.place, Place::Head | Place::Above);
            if c.kind == Kind::Shown && is_near && meant.contains(&date) {
                out.push(Weighed { of: c, weight: CHANGE, is_swapped: false });
            }
            continue;
        }
        let is_vague = matches!(c.rank, Rank::Loose | Rank::Words);
        if c.kind == Kind::Marked && is_vague && labelled.contains(&date) {
            continue;
        }
        let mut weight = weight(c, is_listed);
        let is_near = matches!(c.place, Place::Head | Place::Above | Place::Start);
        if c.kind == Kind::Shown && c.meaning == Meaning::Unsaid && is_near && marked.contains(&date) {
            // As many papers print the one date under the headline as print the other.
            weight = weight * 7 / 10;
        }
        // What might be read either way is read as others have it.
        let is_known = |other: DateTime| civil(&other).is_some_and(|d| sure.contains(&d));
        let is_swapped = c.ambiguous && !sure.contains(&date) && swapped(&c.date).is_some_and(is_known);
        out.push(Weighed { of: c, weight, is_swapped });
    }
    out
}

fn weight(c: &Candidate<'_>, is_listed: bool) -> Weight {
    match c.kind {
        Kind::Address => ADDRESS,
        Kind::Meta => match c.rank {
            Rank::Record => 120,
            Rank::Exact => 110,
            Rank::Newsroom => 100,
            Rank::Vendor | Rank::Markup => 90,
            Rank::Library | Rank::Element => 80,
            Rank::Loose => 70,
            Rank::Shared => 50,
            Rank::Near => 40,
            Rank::Words => 30,
            Rank::Script => 20,
        },
        Kind::Marked => {
            let mark = match c.rank {
                Rank::Element => 80,
                Rank::Loose => 70,
                Rank::Words => 50,
                Rank::Near | Rank::Shared => 40,
                Rank::Script => 0,
                _ => 90,
            };
            // At a teaser or a comment, the mark is not the story's.
            let tenths = match c.place {
                Place::Head => 14,
                Place::Above | Place::Start => 12,
                Place::Nowhere => 10,
                Place::Masthead | Place::Body | Place::Below => 4,
                Place::Far | Place::Foreign => 2,
            };
            mark * tenths / 10
        }
        Kind::Shown => shown(c, is_listed),
    }
}

fn shown(c: &Candidate<'_>, is_listed: bool) -> Weight {
    /// The first years of papers on the web. An older date that nothing else says is often that of what the page is about.
    const WEB: i16 = 1994;
    let mut weight = match c.place {
        Place::Below if is_listed => 8,
        Place::Head => 130,
        // The nearer to the headline, the less likely it is today's date.
        Place::Above => 90_u32.saturating_sub(c.distance.saturating_mul(10)).max(20),
        Place::Start | Place::Below => 40,
        Place::Masthead => 39,
        Place::Nowhere => 10,
        Place::Far => 8,
        Place::Body => 5,
        Place::Foreign => 3,
    };
    if c.is_aside {
        weight /= 2;
    }
    if c.date.year() < WEB && c.meaning == Meaning::Unsaid {
        weight /= 5;
    }
    if c.is_named && matches!(c.place, Place::Head | Place::Above | Place::Start) {
        weight += NAMED;
    }
    match c.meaning {
        Meaning::Published if c.place != Place::Foreign => weight + LABEL,
        _ => weight,
    }
}

fn swapped(date: &DateTime) -> Option<DateTime> {
    let day = DateTime::from_ymd(date.year(), date.day()?, date.month())?;
    match date.time() {
        Some((h, m, s)) => day.with_time(h, m, s),
        None => Some(day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(date: &str, kind: Kind, rank: Rank, place: Place) -> Candidate<'static> {
        Candidate {
            date: crate::dates::parse_machine(date).unwrap(),
            origin: "",
            kind,
            rank,
            place,
            meaning: Meaning::Unsaid,
            distance: 1,
            is_aside: false,
            ambiguous: false,
            is_named: false,
            block: None,
        }
    }
    fn meta(date: &str, rank: Rank) -> Candidate<'static> {
        candidate(date, Kind::Meta, rank, Place::Nowhere)
    }
    fn shown(date: &str, place: Place) -> Candidate<'static> {
        candidate(date, Kind::Shown, Rank::Words, place)
    }
    fn chosen(all: &[Candidate<'_>]) -> Option<String> {
        choose(all).map(|c| c.date.to_string())
    }

    #[test]
    fn sources_that_agree_outvote_one() {
        let record = meta("2014-05-02", Rank::Record);
        assert_eq!(chosen(&[record, meta("2014-05-09", Rank::Loose)]).as_deref(), Some("2014-05-02"));
        let line = shown("2014-05-09", Place::Above);
        assert_eq!(chosen(&[record, meta("2014-05-09", Rank::Loose), line]).as_deref(), Some("2014-05-09"));
        let address = candidate("2014-05-02", Kind::Address, Rank::Near, Place::Nowhere);
        let line = shown("2014-05-09", Place::Head);
        assert_eq!(chosen(&[record, line]).as_deref(), Some("2014-05-09"));
        assert_eq!(chosen(&[record, line, address]).as_deref(), Some("2014-05-02"));
    }

    #[test]
    fn above_the_headline_the_nearest_counts() {
        let mut today = shown("2014-05-12", Place::Above);
        today.distance = 4;
        let line = shown("2014-05-09", Place::Above);
        assert_eq!(chosen(&[today, line]).as_deref(), Some("2014-05-09"));
    }

    #[test]
    fn marks_of_comments_and_teasers_weigh_little() {
        let time = |date, place| candidate(date, Kind::Marked, Rank::Loose, place);
        let all =
            [time("2014-05-09", Place::Foreign), time("2014-05-08", Place::Below), time("2014-05-02", Place::Head)];
        assert_eq!(chosen(&all).as_deref(), Some("2014-05-02"));
    }

    #[test]
    fn the_day_is_as_the_page_shows_it() {
        let all = [meta("2014-05-02T23:10:00Z", Rank::Record), shown("2014-05-03", Place::Head)];
        assert_eq!(chosen(&all).as_deref(), Some("2014-05-03"));
        // At noon it is the same day everywhere but in the far Pacific; the address then names the day before.
        let address = candidate("2014-05-01", Kind::Address, Rank::Near, Place::Nowhere);
        let all = [meta("2014-05-02T12:00:00Z", Rank::Record), address];
        assert_eq!(chosen(&all).as_deref(), Some("2014-05-02T12:00:00Z"));
    }

    #[test]
    fn changes_are_no_publications() {
        let mut change = shown("2014-05-09", Place::Head);
        change.meaning = Meaning::Changed;
        assert_eq!(chosen(&[meta("2014-05-02", Rank::Exact), change]).as_deref(), Some("2014-05-02"));
        assert_eq!(chosen(&[meta("2013-01-02", Rank::Script), change]), None);
        assert_eq!(chosen(&[meta("2013-01-02", Rank::Script)]).as_deref(), Some("2013-01-02"));
    }

    #[test]
    fn todays_date_outvotes_no_record_and_takes_no_zone_of_it() {
        let record = meta("2014-05-02T20:01:00Z", Rank::Record);
        let today = shown("2014-05-03", Place::Masthead);
        assert_eq!(chosen(&[record, today]), Some(record.date.to_string()));
        let loose = meta("2014-05-02", Rank::Shared);
        assert_eq!(chosen(&[loose, today]).as_deref(), Some("2014-05-02"));
        let dated = shown("2014-04-30", Place::Start);
        assert_eq!(chosen(&[today, dated]).as_deref(), Some("2014-04-30"));
        assert_eq!(chosen(&[today]).as_deref(), Some("2014-05-03"));
    }

    #[test]
    fn nothing_is_published_after_its_last_change() {
        let mut change = shown("2014-05-02", Place::Head);
        change.meaning = Meaning::Changed;
        let later = shown("2014-05-09", Place::Above);
        assert_eq!(chosen(std::slice::from_ref(&later)).as_deref(), Some("2014-05-09"));
        assert_eq!(chosen(&[later, change]), None);
        let record = meta("2014-05-09", Rank::Record);
        assert_eq!(chosen(&[record, change]).as_deref(), Some("2014-05-09"));
    }

    #[test]
    fn days_in_a_list_below_are_other_stories() {
        let masthead = shown("2014-05-02", Place::Masthead);
        let below = |day: &str| shown(day, Place::Below);
        let list = [masthead, below("2014-06-03"), below("2014-06-02"), below("2014-06-01")];
        assert_eq!(chosen(&list).as_deref(), Some("2014-05-02"));
        assert_eq!(chosen(&list[..2]).as_deref(), Some("2014-06-03"));
    }

    #[test]
    fn a_day_from_before_the_webs_papers_needs_another_voice() {
        let old = shown("1975-01-28", Place::Head);
        let mut change = meta("2014-05-02", Rank::Markup);
        change.meaning = Meaning::Changed;
        assert_eq!(chosen(&[old, change]), None);
        assert_eq!(chosen(std::slice::from_ref(&old)).as_deref(), Some("1975-01-28"));
        assert_eq!(chosen(&[old, meta("1975-01-28", Rank::Exact)]).as_deref(), Some("1975-01-28"));
    }

    #[test]
    fn names_and_labels_tell_lines_apart() {
        let mut named = shown("2014-05-02", Place::Above);
        (named.is_named, named.distance) = (true, 2);
        let other = shown("2014-05-09", Place::Above);
        assert_eq!(chosen(&[named, Candidate { distance: 2, ..other }]).as_deref(), Some("2014-05-02"));
        let mut labelled = shown("2014-05-03", Place::Far);
        labelled.meaning = Meaning::Published;
        let start = shown("2014-05-09", Place::Start);
        assert_eq!(chosen(&[start, labelled]).as_deref(), Some("2014-05-03"));
        labelled.place = Place::Foreign;
        assert_eq!(chosen(&[start, labelled]).as_deref(), Some("2014-05-09"));
    }

    #[test]
    fn what_reads_either_way_is_read_as_others_have_it() {
        let mut line = shown("2014-05-09", Place::Head);
        line.ambiguous = true;
        let address = candidate("2014-09-05", Kind::Address, Rank::Near, Place::Nowhere);
        assert_eq!(chosen(&[line, address]).as_deref(), Some("2014-09-05"));
        assert_eq!(chosen(&[line]).as_deref(), Some("2014-05-09"));
    }
}
