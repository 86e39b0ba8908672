//! The lists under construction: what each source finds is cleaned, dated and kept with its origin.

use std::collections::BTreeSet;

use super::{Metadata, Rank, Sourced, value};
use crate::article::DateTime;
use crate::dates::{self, Context};
use crate::dom::NodeId;

/// Entries of one list: a page that marks more is a list of other pages, and what counts stands before it.
const MOST_ENTRIES: usize = 200;
/// Tags of a page; beyond that they are a vocabulary, not the story's topics.
const MOST_TAGS: usize = 40;
/// Bytes of a tag: longer ones are sentences.
const LONGEST_TAG: usize = 100;
/// Bytes of a text that is read as a date.
const LONGEST_DATE: usize = 120;
/// The first year in which there were newspapers; before it dates are empty fields, such as year 1.
const FIRST_YEAR: i32 = 1600;

/// Which list a value belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Headline,
    Description,
    Published,
    Modified,
    Author,
    SiteName,
    Section,
    Tags,
    Type,
}

/// Where tags come from, the most particular first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TagSource {
    /// `article:tag`, one each.
    Article,
    /// `news_keywords`.
    News,
    /// JSON-LD `keywords`.
    Record,
    /// The tags of analytics, newsletters and newsrooms.
    Vendor,
    /// `keywords`: often the site's, the same on each page.
    Keywords,
    /// Links with `rel=tag`, marked words.
    Link,
}

/// A source's account of itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct From<'a> {
    pub(super) origin: &'a str,
    pub(super) rank: Rank,
    pub(super) node: Option<NodeId>,
}

impl<'a> From<'a> {
    /// A source without a place on the page.
    pub(super) fn unplaced(origin: &'a str, rank: Rank) -> Self {
        From { origin, rank, node: None }
    }

    fn sourced<T>(self, value: T) -> Sourced<T> {
        Sourced { value, origin: self.origin.to_owned(), rank: self.rank, node: self.node }
    }
}

pub(super) struct Gather<'a> {
    pub(super) found: Metadata,
    context: Context<'a>,
    tags: Vec<(TagSource, String)>,
}

impl<'a> Gather<'a> {
    pub(super) fn new(found: Metadata, language: Option<&'a str>) -> Self {
        Gather { found, context: Context { language, day_first: None, latest: None }, tags: Vec::new() }
    }

    /// Adds a value to a list of single values. Authors and tags, which come several at once, have their own doors;
    /// through this one they are a list of one.
    pub(super) fn add(&mut self, field: Field, raw: &str, from: From) {
        match field {
            Field::Headline => push_text(&mut self.found.headlines, raw, from),
            Field::Description => push_text(&mut self.found.descriptions, raw, from),
            Field::Section => push_text(&mut self.found.sections, raw, from),
            Field::SiteName => {
                if let Some(name) = value::name(raw) {
                    push(&mut self.found.site_names, name, from);
                }
            }
            Field::Published | Field::Modified => {
                if let Some(date) = self.date(raw) {
                    let modified = field == Field::Modified;
                    push(if modified { &mut self.found.modified } else { &mut self.found.published }, date, from);
                }
            }
            Field::Author => self.names([raw], from),
            Field::Tags => self.tags(TagSource::Link, [raw]),
            Field::Type => self.types([raw]),
        }
    }

    /// Adds all the names that one source gives, as one entry.
    pub(super) fn names<S: AsRef<str>>(&mut self, names: impl IntoIterator<Item = S>, from: From) {
        let mut seen = BTreeSet::new();
        let names = names.into_iter().take(MOST_ENTRIES).filter_map(|n| value::name(n.as_ref()));
        let names: Vec<String> = names.filter(|n| seen.insert(n.to_lowercase())).collect();
        if !names.is_empty() {
            push(&mut self.found.authors, names, from);
        }
    }

    /// Adds tags, one each.
    pub(super) fn tags<S: AsRef<str>>(&mut self, source: TagSource, tags: impl IntoIterator<Item = S>) {
        let room = MOST_ENTRIES.saturating_sub(self.tags.len());
        let tags = tags.into_iter().filter_map(|t| value::text(t.as_ref())).filter(|t| t.len() <= LONGEST_TAG);
        let tags = tags.filter(|t| !t.contains("://")).take(room);
        self.tags.extend(tags.map(|t| (source, t)));
    }

    /// Adds a list of tags written as one text.
    pub(super) fn tag_list(&mut self, source: TagSource, list: &str) {
        // The entities first: their semicolons part nothing.
        self.tags(source, value::parts(&value::unescape(list)));
    }

    pub(super) fn types<S: AsRef<str>>(&mut self, types: impl IntoIterator<Item = S>) {
        for name in types {
            let name = name.as_ref().trim();
            let known = self.found.types.iter().any(|t| t == name);
            if !name.is_empty() && !known && self.found.types.len() < MOST_ENTRIES {
                self.found.types.push(name.to_owned());
            }
        }
    }

    /// The date that a value is, whether written for machines or for readers.
    pub(super) fn date(&self, raw: &str) -> Option<DateTime> {
        let text = value::text(raw).filter(|t| t.len() <= LONGEST_DATE)?;
        let date = match epoch(&text) {
            Some(date) => Some(date),
            None => dates::parse_machine(&text).or_else(|| dates::parse(&text, &self.context)),
        };
        date.filter(is_meant)
    }

    /// The lists in order.
    pub(super) fn finish(mut self) -> Metadata {
        let found = &mut self.found;
        found.headlines.sort_by_key(|s| s.rank);
        found.descriptions.sort_by_key(|s| s.rank);
        found.published.sort_by_key(|s| s.rank);
        found.modified.sort_by_key(|s| s.rank);
        found.authors.sort_by_key(|s| s.rank);
        found.site_names.sort_by_key(|s| s.rank);
        found.sections.sort_by_key(|s| s.rank);
        self.tags.sort_by_key(|(source, _)| *source);
        let mut seen = BTreeSet::new();
        let tags = self.tags.into_iter().map(|(_, tag)| tag);
        found.tags = tags.filter(|t| seen.insert(t.to_lowercase())).take(MOST_TAGS).collect();
        self.found
    }
}

fn push_text(list: &mut Vec<Sourced<String>>, raw: &str, from: From) {
    if let Some(text) = value::text(raw) {
        push(list, text, from);
    }
}

/// Adds an entry, unless the one before it is the same: a tag written twice.
fn push<T: PartialEq>(list: &mut Vec<Sourced<T>>, value: T, from: From) {
    let entry = from.sourced(value);
    if list.len() < MOST_ENTRIES && list.last() != Some(&entry) {
        list.push(entry);
    }
}

/// Whether a date is one that somebody set: empty fields print as the first day of a calendar or of the epoch.
fn is_meant(date: &DateTime) -> bool {
    let day = (date.year(), date.month(), date.day());
    i32::from(date.year()) >= FIRST_YEAR && day != (1970, 1, 1) && day != (1969, 12, 31)
}

/// Seconds since 1970 of the years 1990 to 2001, which have nine digits: the rest [`dates::parse_machine`] knows, but
/// in general nine digits are no date.
fn epoch(text: &str) -> Option<DateTime> {
    /// The first second of 1990: before it there were no news pages.
    const FIRST: i64 = 631_152_000;
    if text.len() != 9 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds = text.parse().ok().filter(|s| *s >= FIRST)?;
    dates::parse_machine(&jiff::Timestamp::from_second(seconds).ok()?.to_string())
}
