//! The choice of the two dates.

use super::candidate::{Candidate, Kind, Meaning};
use super::candidates;
use super::clock::{civil, days_between, to_local_day, with_time_from, with_zone_from};
use super::month;
use super::places::Place;
use super::reader::Reader;
use super::vote;
use crate::article::DateTime;
use crate::dates::{self, Context};
use crate::fields::found::Found;
use crate::label::{Evidence, Labels};
use crate::metadata::Rank;
use crate::profile::Role;

/// When the story was published and last changed.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Dates {
    pub(crate) published: Option<Found<DateTime>>,
    pub(crate) modified: Option<Found<DateTime>>,
    /// Whether the page only says when it was changed, which is given for its publication too.
    pub(crate) published_from_modified: bool,
}

/// The dates of a story in this language; `address` is the page's own, or the one it calls its own.
pub(crate) fn dates(evidence: &Evidence<'_>, labels: &Labels, language: Option<&str>, address: Option<&str>) -> Dates {
    let latest = evidence.captured;
    let language = language_with_country(evidence, language);
    let ctx = Context { language: language.as_deref(), day_first: day_comes_first(evidence), latest };
    // A capture's clock and a page's may be a day apart.
    let is_early = |d: &DateTime| latest.is_none_or(|l| days_between(&l, d).is_some_and(|days| days <= 1));
    let possible = |d: &DateTime| civil(d).is_some() && is_early(d);
    let told = |role| {
        let told = evidence.profile_value(role)?;
        let date = dates::parse(&told.text, &ctx).filter(&possible)?;
        let zoned = told.zone.filter(|_| date.time().is_some() && date.offset_minutes().is_none());
        Some((zoned.and_then(|z| date.with_offset_minutes(z)).unwrap_or(date), told.origin.clone(), None))
    };
    let reader = Reader::new(ctx, address);
    let address = address.and_then(dates::from_url);
    let all = candidates::list(evidence, labels, &reader, &possible, address);
    let chosen = || vote::choose(&all).map(|c| told_by(&Candidate { date: with_zone_from(&c, &all), ..c }));
    let published = told(Role::Published).or_else(chosen);
    let modified = told(Role::Modified).or_else(|| changed(&all));
    // A page that says nothing else may still print at its foot when it was changed.
    let printed = || all.iter().rfind(|c| c.meaning == Meaning::Changed).map(told_by);
    let modified = modified.or_else(|| printed().filter(|_| published.is_none()));
    let published = published.map(|(d, origin, block)| (refined(d, &all), origin, block));
    let found = |(date, origin, block): Told| Found::new(date, origin).with_blocks(block);
    // Only where no day is known: a month says less than any.
    let month = || month::month(evidence, labels, &ctx, &is_early).map(|(date, origin)| (date, origin, None));
    Dates {
        published_from_modified: published.is_none() && modified.is_some(),
        published: published.or(modified.clone()).or_else(month).map(found),
        modified: modified.map(found),
    }
}

/// A date of publication with the clock and in the zone that the page gives it.
fn refined(date: DateTime, all: &[Candidate<'_>]) -> DateTime {
    let stated = || all.iter().filter(|c| c.meaning != Meaning::Changed);
    // The clock of a comment of that day is not the story's.
    let is_near = |c: &&Candidate<'_>| matches!(c.place, Place::Nowhere | Place::Head | Place::Above | Place::Start);
    let date = with_time_from(date, stated().filter(is_near).map(|c| c.date));
    let shown = stated().find(|c| c.kind == Kind::Shown && c.place == Place::Head);
    to_local_day(date, shown.map(|c| c.date))
}

/// The language with its country, which decides over the order of day and month: as declared, or as the page's address has
/// it. That a page declares American English says little, since many systems do so by default.
fn language_with_country(evidence: &Evidence<'_>, language: Option<&str>) -> Option<String> {
    /// Domains of countries that are sold as words.
    const WORDS: [&str; 12] = ["co", "io", "me", "tv", "fm", "ai", "to", "cc", "ws", "ly", "us", "ca"];
    let language = language?;
    let declared = evidence.metadata.language.as_deref().unwrap_or_default();
    let country = declared.split_once('-').filter(|(l, c)| l.eq_ignore_ascii_case(language) && c.len() == 2);
    let host = evidence.url.and_then(|u| u.host_str()).unwrap_or_default();
    let domain = host.rsplit('.').next().unwrap_or_default();
    let country = country.map(|(_, c)| c).filter(|c| !c.eq_ignore_ascii_case("us"));
    let country = country.or(match domain {
        "gov" | "mil" | "edu" => Some("US"),
        _ => Some(domain).filter(|d| d.len() == 2 && !WORDS.contains(d)),
    });
    Some(country.map_or_else(|| language.to_owned(), |c| format!("{language}-{c}")))
}

/// Which of day and month comes first on this page, if its dates tell.
fn day_comes_first(evidence: &Evidence<'_>) -> Option<bool> {
    let blocks = evidence.blocks().iter().map(|b| b.text.as_str());
    dates::day_first(blocks.chain(evidence.metadata.shown.iter().map(|s| s.line.as_str())))
}

/// The date of the last change: what a source says of the article is believed before the page's text, what it says of
/// something near after it.
fn changed(all: &[Candidate<'_>]) -> Option<Told> {
    let changes = || all.iter().filter(|c| c.meaning == Meaning::Changed);
    let is_stated = |c: &&Candidate<'_>| c.kind != Kind::Shown && c.rank < Rank::Loose;
    let is_near = |c: &&Candidate<'_>| !matches!(c.place, Place::Far | Place::Foreign | Place::Body);
    let found = changes().find(is_stated);
    let found = found.or_else(|| changes().find(|c| c.kind == Kind::Shown && is_near(c)));
    let found = found.or_else(|| changes().find(|c| c.kind != Kind::Shown));
    found.map(told_by)
}

/// A date, who states it, and the block that shows it.
type Told = (DateTime, String, Option<usize>);

fn told_by(candidate: &Candidate<'_>) -> Told {
    (candidate.date, candidate.origin.to_owned(), candidate.block.map(|block| block as usize))
}

#[cfg(test)]
mod tests {
    use crate::{Extractor, Page};

    /// The date of a page that shows and states one, captured at this time.
    fn published(stated: &str, shown: &str, captured: &str) -> Option<String> {
        let line =
            "The harbour master said that the pier would stay closed until the spring, and that nobody was to blame.";
        let html = format!(
            "<meta property=article:published_time content='{stated}'><title>Pier shut</title><h1>Pier shut</h1>\
             <p>{shown}</p>{}",
            format!("<p>{line}</p>").repeat(4)
        );
        let page = Page::from_text(html).with_capture_time(captured).unwrap();
        Extractor::default().extract(&page).unwrap().published.map(|d| d.to_string())
    }

    #[test]
    fn a_page_of_the_first_captured_on_the_day_before_in_utc_keeps_its_date() {
        let first = "2008-05-01T08:00:00+10:00";
        assert_eq!(published(first, "1 May 2008", "20080430220500").as_deref(), Some(first));
        assert_eq!(published("2008-05-01", "1 May 2008", "20080430220500").as_deref(), Some("2008-05-01"));
        assert_eq!(published("2008-05-03", "3 May 2008", "20080430220500"), None);
    }
}
