//! When it was published, when changed: metadata first, then the text near the headline, then the address.

use super::Draft;
use crate::article::DateTime;
use crate::metadata::dates::{self, Context, Found};
use crate::metadata::{Rank, Sourced};
use crate::profile::Role;
use crate::score::Class;
use crate::segment::{Block, Kind};
use crate::vocabulary::{Hints, phrases};

/// Blocks before the headline and after the start of the body that are searched for a date line.
const BEFORE: usize = 8;
const AFTER: usize = 4;

/// A line with a date is a date line if it has at most this many weighed characters besides.
const BESIDES: u32 = 60;

/// Finds the dates.
pub(super) fn find(draft: &mut Draft<'_>) {
    let latest = draft.input.captured;
    let language = draft.language.clone();
    let ctx = Context { language: language.as_deref(), day_first: None, latest };
    // A capture's clock and a page's may be a day apart.
    let possible = |d: &DateTime| latest.is_none_or(|l| day(d) <= day(&l) + 1) && day(d) > 0;
    let told = |role| {
        let told = draft.told(role)?;
        let date = dates::parse(&told.text, &ctx).filter(&possible)?;
        let zoned = told.zone.filter(|_| date.time().is_some() && date.offset_minutes().is_none());
        Some((zoned.and_then(|z| date.with_offset_minutes(z)).unwrap_or(date), told.origin.clone()))
    };
    let meta = draft.input.metadata;
    // What a source says of the article is believed before the page's text, what it says of something near after it.
    let first = |list: &[Sourced<DateTime>], ranks: std::ops::Range<Rank>| {
        list.iter().find(|s| ranks.contains(&s.rank) && possible(&s.value)).map(|s| (s.value, s.origin.clone()))
    };
    let seen = visible(draft, &ctx, &possible);
    let by_url = || {
        let url = draft.article.url.as_deref().or(draft.article.canonical_url.as_deref())?;
        dates::from_url(url).filter(&possible).map(|d| (d, "url".to_owned()))
    };
    let shown = |d: Option<DateTime>| d.map(|d| (d, "the page's text".to_owned()));
    let published = told(Role::Published)
        .or_else(|| first(&meta.published, Rank::Record..Rank::Loose))
        .or_else(|| shown(seen.published))
        .or_else(|| first(&meta.published, Rank::Loose..Rank::Words))
        .or_else(by_url);
    let on_url = by_url().map(|(d, _)| d);
    let weak = |origin: &str| meta.published.iter().all(|s| s.origin != origin || s.rank >= Rank::Loose);
    let published = published.map(|(d, origin)| match on_url {
        Some(on) if weak(&origin) && !is_near(&d, &on) && told(Role::Published).is_none() => {
            let agrees = meta.published.iter().find(|s| is_near(&s.value, &on));
            agrees.map_or((on, "url".to_owned()), |s| (s.value, s.origin.clone()))
        }
        _ => (d, origin),
    });
    let modified = told(Role::Modified)
        .or_else(|| first(&meta.modified, Rank::Record..Rank::Loose))
        .or_else(|| shown(seen.modified))
        .or_else(|| first(&meta.modified, Rank::Loose..Rank::Words));
    let others = meta.published.iter().map(|s| s.value).chain(seen.all.iter().copied());
    let published = published.map(|(d, origin)| (refined(d, others), origin));
    let published = published.map(|(d, origin)| (localized(d, seen.published, on_url), origin));
    let resort = || lone(draft, &possible).map(|d| (d, "the page's text".to_owned()));
    let published = if published.is_none() && modified.is_none() { resort() } else { published };
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
        let Some(local) = DateTime::date(other.year(), other.month(), other.day()) else { continue };
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

/// The date that stands by itself nearest to the headline, best below it: what stands above is often today's.
fn lone(draft: &Draft<'_>, possible: &dyn Fn(&DateTime) -> bool) -> Option<DateTime> {
    /// A date above the headline counts as so many times as far away.
    const ABOVE: usize = 3;
    let at = draft.headline.map_or(0, |i| draft.input.segments.blocks[i].node);
    let distance = |node: usize| if node >= at { node - at } else { (at - node) * ABOVE };
    let placed = draft.input.metadata.shown.iter().filter_map(|s| Some((s.value, s.node?.index())));
    placed.filter(|(d, _)| possible(d)).min_by_key(|(_, node)| distance(*node)).map(|(d, _)| d)
}

/// The day as a number that grows with time.
fn day(d: &DateTime) -> i64 {
    i64::from(d.year()) * 372 + i64::from(d.month()) * 31 + i64::from(d.day())
}

#[derive(Default)]
struct Seen {
    published: Option<DateTime>,
    modified: Option<DateTime>,
    /// All that stand in date lines and are no dates of changes.
    all: Vec<DateTime>,
}

/// The dates of the date lines: nearest to the headline first.
fn visible(draft: &Draft<'_>, ctx: &Context<'_>, possible: &dyn Fn(&DateTime) -> bool) -> Seen {
    let blocks = &draft.input.segments.blocks;
    let mut seen = Seen::default();
    let first = draft.input.classes.iter().position(|c| *c == Class::Body);
    let last = draft.input.classes.iter().rposition(|c| *c == Class::Body);
    let from = draft.headline.or(first).unwrap_or(0);
    let to = first.unwrap_or(from).max(from);
    // The lines between headline and body, then those before the headline, then the first of the body, then those after it.
    let near = from..(to + AFTER).min(blocks.len());
    let above = from.saturating_sub(BEFORE)..from;
    let below = last.map_or(0..0, |l| l + 1..(l + 1 + BEFORE).min(blocks.len()));
    let everywhere = 0..blocks.len();
    for i in near.chain(above.rev()).chain(below).chain(everywhere) {
        // Far from the story only a page that says nothing near it is searched.
        let far = i + BEFORE < from || i > last.unwrap_or(to) + BEFORE;
        if far && (seen.published.is_some() || seen.modified.is_some()) {
            continue;
        }
        let b = &blocks[i];
        if draft.input.classes[i] == Class::Boxed
            || b.all_hints().any(Hints::COMMENTS | Hints::RELATED)
            || b.chars > 400
        {
            continue;
        }
        for f in dates::find(&b.text, ctx) {
            if !possible(&f.value) || !is_line_of(b, &f) {
                continue;
            }
            if says_updated(&b.text, &f) {
                seen.modified.get_or_insert(f.value);
            } else {
                seen.published.get_or_insert(f.value);
                seen.all.push(f.value);
            }
        }
        if seen.published.is_some_and(|d| d.time().is_some()) {
            break;
        }
    }
    seen
}

/// Whether the block is about its date: little else stands in it, or its names say so.
fn is_line_of(b: &Block, f: &Found) -> bool {
    let rest = crate::text::weigh(&b.text[..f.start]) + crate::text::weigh(&b.text[f.end..]);
    b.all_hints().any(Hints::DATE) && b.chars < 200 || rest <= BESIDES
}

/// Whether a word for changing stands before the date, nearer than one for publishing.
fn says_updated(text: &str, f: &Found) -> bool {
    let before = text[..f.start].to_lowercase();
    let whole = |at: usize, word: &str| {
        let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        edge(before[..at].chars().next_back()) && edge(before[at + word.len()..].chars().next())
    };
    let last = |word: &&str| before.rmatch_indices(*word).map(|(at, _)| at).find(|&at| whole(at, word));
    let near = |list: &[&str]| list.iter().filter_map(last).max();
    match (near(phrases::UPDATED), near(phrases::PUBLISHED)) {
        (Some(u), Some(p)) => u >= p,
        (Some(_), None) => true,
        _ => false,
    }
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
        && matches!(b.kind, Kind::Paragraph)
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
