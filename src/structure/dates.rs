//! When it was published, when changed: metadata first, then the text near the headline, then the address.

use super::Draft;
use crate::article::DateTime;
use crate::metadata::dates::{self, Context, Found};
use crate::profile::Role;
use crate::score::Class;
use crate::segment::Block;
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
    let first = |list: &[crate::metadata::Sourced<DateTime>]| {
        list.iter().find(|s| possible(&s.value)).map(|s| (s.value, s.origin.clone()))
    };
    let seen = visible(draft, &ctx, &possible);
    let by_url = || {
        let url = draft.article.url.as_deref().or(draft.article.canonical_url.as_deref())?;
        dates::from_url(url).filter(&possible).map(|d| (d, "url".to_owned()))
    };
    let published = told(Role::Published)
        .or_else(|| first(&meta.published))
        .or_else(|| seen.published.map(|d| (d, "the page's text".to_owned())))
        .or_else(by_url);
    let modified = told(Role::Modified)
        .or_else(|| seen.modified.map(|d| (d, "the page's text".to_owned())))
        .or_else(|| first(&meta.modified));
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

/// The day as a number that grows with time.
fn day(d: &DateTime) -> i64 {
    i64::from(d.year()) * 372 + i64::from(d.month()) * 31 + i64::from(d.day())
}

#[derive(Default)]
struct Seen {
    published: Option<DateTime>,
    modified: Option<DateTime>,
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
            let slot = if says_updated(&b.text, &f) { &mut seen.modified } else { &mut seen.published };
            slot.get_or_insert(f.value);
        }
        if seen.published.is_some() {
            break;
        }
    }
    seen
}

/// Whether the block is about its date: little else stands in it, or its names say so.
fn is_line_of(b: &Block, f: &Found) -> bool {
    let rest = crate::strip::weigh(&b.text[..f.start]) + crate::strip::weigh(&b.text[f.end..]);
    b.all_hints().any(Hints::DATE) && b.chars < 200 || rest <= BESIDES
}

/// Whether a word for changing stands before the date, nearer than one for publishing.
fn says_updated(text: &str, f: &Found) -> bool {
    let before = text[..f.start].to_lowercase();
    let near = |list: &[&str]| list.iter().filter_map(|w| before.rfind(w)).max();
    match (near(phrases::UPDATED), near(phrases::PUBLISHED)) {
        (Some(u), Some(p)) => u >= p,
        (Some(_), None) => true,
        _ => false,
    }
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
    let ctx = Context { language: None, day_first: None, latest: None };
    let found = dates::find(&b.text, &ctx);
    let Some(first) = found.first() else { return false };
    let dated: u32 = found.iter().map(|f| crate::strip::weigh(&b.text[f.start..f.end])).sum();
    let labelled =
        phrases::starts_with(&b.text, phrases::UPDATED).or(phrases::starts_with(&b.text, phrases::PUBLISHED)).is_some();
    b.chars - dated.min(b.chars) <= if labelled || b.hints.any(Hints::DATE) { 2 * LITTLE } else { LITTLE }
        && first.start <= 40
}
