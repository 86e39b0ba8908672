//! When it was published, when changed: every source has a vote, by its trust and its place on the page.

mod candidates;
mod labels;
mod vote;

use candidates::{Candidate, Kind, Meaning, Place};

use super::Draft;
use crate::article::DateTime;
use crate::dates::{self, Context, Found};
use crate::metadata::Rank;
use crate::profile::Role;
use crate::segment::{Block, Kind as BlockKind};
use crate::vocabulary::{Hints, phrases};

/// A line with a date is a date line if it has at most this many weighed characters besides.
const BESIDES: u32 = 60;

/// Finds the dates.
pub(super) fn find(draft: &mut Draft<'_>) {
    let latest = draft.input.captured;
    let language = language(draft);
    let ctx = Context { language: language.as_deref(), day_first: order(draft), latest };
    // A capture's clock and a page's may be a day apart.
    let possible = |d: &DateTime| latest.is_none_or(|l| day(d) <= day(&l) + 1) && day(d) > 0;
    let told = |role| {
        let told = draft.told(role)?;
        let date = dates::parse(&told.text, &ctx).filter(&possible)?;
        let zoned = told.zone.filter(|_| date.time().is_some() && date.offset_minutes().is_none());
        Some((zoned.and_then(|z| date.with_offset_minutes(z)).unwrap_or(date), told.origin.clone()))
    };
    let address = draft.article.url.as_deref().or(draft.article.canonical_url.as_deref()).and_then(dates::from_url);
    let all = candidates::list(draft, &ctx, &possible, address);
    let chosen = || vote::choose(&all).map(|c| (zoned(&c, &all), c.origin));
    let published = told(Role::Published).or_else(chosen);
    let modified = told(Role::Modified).or_else(|| changed(&all));
    // A page that says nothing else may still print at its foot when it was changed.
    let printed = || all.iter().rfind(|c| c.meaning == Meaning::Changed).map(|c| (c.date, c.origin.clone()));
    let modified = modified.or_else(|| printed().filter(|_| published.is_none()));
    // The clock of a comment of that day is not the story's.
    let is_near = |c: &&Candidate| matches!(c.place, Place::Nowhere | Place::Head | Place::Above | Place::Start);
    let others = || all.iter().filter(is_near).filter(|c| c.meaning != Meaning::Changed).map(|c| c.date);
    let published = published.map(|(d, origin)| (refined(d, others()), origin));
    let shown = all.iter().find(|c| c.kind == Kind::Shown && c.place == Place::Head && c.meaning != Meaning::Changed);
    let published = published.map(|(d, origin)| (localized(d, shown.map(|c| c.date), None), origin));
    if let Some((d, origin)) = published.clone().or(modified.clone()) {
        draft.article.published = Some(d);
        draft.from("published", origin);
        if published.is_none() {
            draft.article.warn("published_from_modified", "the page only says when it was last changed");
        }
    }
    if let Some((d, origin)) = modified {
        draft.article.modified = Some(d);
        draft.from("modified", origin);
    }
}

/// The language with its country, which decides over the order of day and month: as declared, or as the page's address has
/// it. That a page declares American English says little, since many systems do so by default.
fn language(draft: &Draft<'_>) -> Option<String> {
    /// Domains of countries that are sold as words.
    const WORDS: [&str; 12] = ["co", "io", "me", "tv", "fm", "ai", "to", "cc", "ws", "ly", "us", "ca"];
    let language = draft.language.as_deref()?;
    let declared = draft.input.metadata.language.as_deref().unwrap_or_default();
    let country = declared.split_once('-').filter(|(l, c)| l.eq_ignore_ascii_case(language) && c.len() == 2);
    let host = draft.input.url.and_then(|u| u.host_str()).unwrap_or_default();
    let domain = host.rsplit('.').next().unwrap_or_default();
    let country = country.map(|(_, c)| c).filter(|c| !c.eq_ignore_ascii_case("us"));
    let country = country.or(match domain {
        "gov" | "mil" | "edu" => Some("US"),
        _ => Some(domain).filter(|d| d.len() == 2 && !WORDS.contains(d)),
    });
    Some(country.map_or_else(|| language.to_owned(), |c| format!("{language}-{c}")))
}

/// Which of day and month comes first on this page, if its dates tell.
fn order(draft: &Draft<'_>) -> Option<bool> {
    let blocks = draft.input.segments.blocks.iter().map(|b| b.text.as_str());
    dates::day_first(blocks.chain(draft.input.metadata.shown.iter().map(|s| s.line.as_str())))
}

/// The date of the last change: what a source says of the article is believed before the page's text, what it says of
/// something near after it.
fn changed(all: &[Candidate]) -> Option<(DateTime, String)> {
    let changes = || all.iter().filter(|c| c.meaning == Meaning::Changed);
    let is_stated = |c: &&Candidate| c.kind != Kind::Shown && c.rank < Rank::Loose;
    let is_near = |c: &&Candidate| !matches!(c.place, Place::Far | Place::Foreign | Place::Body);
    let found = changes().find(is_stated);
    let found = found.or_else(|| changes().find(|c| c.kind == Kind::Shown && is_near(c)));
    let found = found.or_else(|| changes().find(|c| c.kind != Kind::Shown));
    found.map(|c| (c.date, c.origin.clone()))
}

/// The chosen date with the clock that metadata give for it in UTC, where that is of the day before or after.
fn zoned(chosen: &Candidate, all: &[Candidate]) -> DateTime {
    let is_utc = |c: &&Candidate| c.date.offset_minutes() == Some(0) && c.kind != Kind::Shown;
    let same_day = |d: &DateTime| day(d) == day(&chosen.date);
    let stated = || all.iter().filter(|c| c.meaning != Meaning::Changed);
    if chosen.date.offset_minutes().is_some() || stated().filter(is_utc).any(|c| same_day(&c.date)) {
        return chosen.date;
    }
    let found = stated().filter(is_utc).map(|c| localized(c.date, Some(chosen.date), None));
    found.filter(same_day).find(|d| d.offset_minutes().is_some()).unwrap_or(chosen.date)
}

/// A date of one source with the clock, or the offset, that another gives for the same day or time.
fn refined(date: DateTime, others: impl Iterator<Item = DateTime>) -> DateTime {
    let same_day = |o: &DateTime| (o.year(), o.month(), o.day()) == (date.year(), date.month(), date.day());
    let finer = |o: &DateTime| match (date.time(), o.time()) {
        (None, Some(_)) => true,
        (Some((h, m, _)), Some((oh, om, _))) => {
            (h, m) == (oh, om) && date.offset_minutes().is_none() && o.offset_minutes().is_some()
        }
        _ => false,
    };
    others.filter(same_day).find(finer).unwrap_or(date)
}

/// Whether two dates are of one publication: the same day, or its neighbour in another zone.
fn is_near(one: &DateTime, other: &DateTime) -> bool {
    (day(one) - day(other)).abs() <= 1 || other.day() == 1 && (day(one) - day(other)).abs() <= 4
}

/// A time in UTC as the page tells it. Systems write UTC where the paper's readers are a day further or behind; the
/// page's own clock then gives the zone, and where it only shows a day, that is the day of publication.
fn localized(date: DateTime, shown: Option<DateTime>, on_url: Option<DateTime>) -> DateTime {
    /// Minutes of a day, of the furthest zone east and west.
    const DAY: i64 = 24 * 60;
    const ZONES: std::ops::RangeInclusive<i64> = -12 * 60..=14 * 60;
    let (Some((h, m, s)), Some(0)) = (date.time(), date.offset_minutes()) else { return date };
    let minute = i64::from(h) * 60 + i64::from(m);
    for other in shown.into_iter().chain(on_url) {
        if day(&other) == day(&date) {
            return date;
        }
        let days = match is_near(&other, &date) || is_near(&date, &other) {
            true => (day(&other) - day(&date)).signum(),
            false => continue,
        };
        let Some(local) = DateTime::from_ymd(other.year(), other.month(), other.day()) else { continue };
        if let (Some((oh, om, _)), None) = (other.time(), other.offset_minutes()) {
            let offset = days * DAY + i64::from(oh) * 60 + i64::from(om) - minute;
            if offset % 15 == 0 && ZONES.contains(&offset) {
                let zoned = local.with_time(oh, om, s).and_then(|d| d.with_offset_minutes(i32::try_from(offset).ok()?));
                return zoned.unwrap_or(date);
            }
        }
        // The instant lies within that day in some zone where people live.
        let least = if days > 0 { DAY - minute } else { -minute - 1 };
        if other.time().is_none() && ZONES.contains(&least) {
            return local;
        }
    }
    date
}

/// The day as a number that grows with time.
fn day(d: &DateTime) -> i64 {
    i64::from(d.year()) * 372 + i64::from(d.month()) * 31 + i64::from(d.day())
}

/// Whether the block is about its date: little else stands in it, or its names say so.
fn is_line_of(b: &Block, f: &Found) -> bool {
    // The other lines of the block are not beside it.
    let (before, after) = (&b.text[..f.start], &b.text[f.end..]);
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = after.split('\n').next().unwrap_or_default();
    let rest = crate::text::weigh(before) + crate::text::weigh(after);
    b.all_hints().any(Hints::DATE) && b.chars < 200 || rest <= BESIDES
}

/// Whether a block tells the time and nothing else, as the entries of live pages do: `17:30 Posted at 17:30`.
fn is_clock_line(b: &Block) -> bool {
    /// Letters besides: `Posted at`, `Uhr`, `pm`.
    const LETTERS: usize = 14;
    let bytes = b.text.as_bytes();
    let clock = |w: &[u8]| {
        w[0].is_ascii_digit() && matches!(w[1], b':' | b'.') && w[2].is_ascii_digit() && w[3].is_ascii_digit()
    };
    b.chars < 40
        && matches!(b.kind, BlockKind::Paragraph)
        && bytes.windows(4).any(clock)
        && b.text.chars().filter(|c| c.is_alphabetic()).count() <= LETTERS
}

/// Whether a block is a date line and no paragraph.
pub(super) fn is_date_line(b: &Block) -> bool {
    /// Weighed characters; a date line with its labels is one line.
    const LINE: u32 = 90;
    /// Besides the date and words that go with dates, a date line has this many at most.
    const LITTLE: u32 = 24;
    if b.chars > LINE || b.kind.heading().is_some() {
        return false;
    }
    if is_clock_line(b) {
        return true;
    }
    let ctx = Context { language: None, day_first: None, latest: None };
    let found = dates::find(&b.text, &ctx);
    let Some(first) = found.first() else { return false };
    let dated: u32 = found.iter().map(|f| crate::text::weigh(&b.text[f.start..f.end])).sum();
    let labelled =
        phrases::starts_with(&b.text, phrases::UPDATED).or(phrases::starts_with(&b.text, phrases::PUBLISHED)).is_some();
    b.chars - dated.min(b.chars) <= if labelled || b.hints.any(Hints::DATE) { 2 * LITTLE } else { LITTLE }
        && first.start <= 40
}
