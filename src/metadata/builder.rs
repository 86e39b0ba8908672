//! The lists under construction: what each source finds is cleaned, dated and kept with its origin.

use std::collections::BTreeSet;

use super::found::{Metadata, Picture, Rank, Sourced};
use super::value;
use crate::article::DateTime;
use crate::dates::{self, Context};
use crate::dom::NodeId;

/// Entries of one list: a page that marks more is a list of other pages, and what counts stands before it.
const MAX_ENTRIES: usize = 200;
/// Tags of a page; beyond that they are a vocabulary, not the story's topics.
const MAX_TAGS: usize = 40;
/// Bytes of a tag: longer ones are sentences.
const MAX_TAG_BYTES: usize = 100;
/// Bytes of a text that is read as a date.
const MAX_DATE_BYTES: usize = 120;
/// The first year in which there were newspapers; before it dates are empty fields, such as year 1.
const FIRST_NEWSPAPER_YEAR: i32 = 1600;

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

/// Where a value comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) origin: &'a str,
    pub(super) rank: Rank,
    pub(super) node: Option<NodeId>,
}

impl<'a> Source<'a> {
    /// A source without a place on the page.
    pub(super) fn unplaced(origin: &'a str, rank: Rank) -> Self {
        Source { origin, rank, node: None }
    }

    fn sourced<T>(self, value: T) -> Sourced<T> {
        Sourced { value, origin: self.origin.to_owned(), rank: self.rank, node: self.node }
    }
}

/// Metadata under construction.
pub(super) struct MetadataBuilder<'a> {
    pub(super) found: Metadata,
    context: Context<'a>,
    tags: Vec<(TagSource, String)>,
}

impl<'a> MetadataBuilder<'a> {
    pub(super) fn new(found: Metadata, language: Option<&'a str>) -> Self {
        MetadataBuilder { found, context: Context { language, day_first: None, latest: None }, tags: Vec::new() }
    }

    /// Adds a value to a list of single values. Authors and tags, which come several at once, have their own doors;
    /// through this one they are a list of one.
    pub(super) fn add(&mut self, field: Field, raw: &str, source: Source) {
        match field {
            Field::Headline => push_text(&mut self.found.headlines, raw, source),
            Field::Description => push_text(&mut self.found.descriptions, raw, source),
            Field::Section => push_text(&mut self.found.sections, raw, source),
            Field::SiteName => {
                if let Some(name) = value::clean_name(raw) {
                    push(&mut self.found.site_names, name, source);
                }
            }
            Field::Published | Field::Modified => {
                if let Some(date) = self.parse_date(raw) {
                    let modified = field == Field::Modified;
                    push(if modified { &mut self.found.modified } else { &mut self.found.published }, date, source);
                }
            }
            Field::Author => self.add_names([raw], source),
            Field::Tags => self.add_tags(TagSource::Link, [raw]),
            Field::Type => self.add_types([raw]),
        }
    }

    /// Adds all the names that one source gives, as one entry.
    pub(super) fn add_names<S: AsRef<str>>(&mut self, names: impl IntoIterator<Item = S>, source: Source) {
        let mut seen = BTreeSet::new();
        let names = names.into_iter().take(MAX_ENTRIES).filter_map(|n| value::clean_name(n.as_ref()));
        let names: Vec<String> = names.filter(|n| seen.insert(n.to_lowercase())).collect();
        if !names.is_empty() {
            push(&mut self.found.authors, names, source);
        }
    }

    /// Adds tags, one each.
    pub(super) fn add_tags<S: AsRef<str>>(&mut self, kind: TagSource, tags: impl IntoIterator<Item = S>) {
        let room = MAX_ENTRIES.saturating_sub(self.tags.len());
        let tags = tags.into_iter().filter_map(|t| value::clean_text(t.as_ref())).filter(|t| t.len() <= MAX_TAG_BYTES);
        let tags = tags.filter(|t| !t.contains("://")).take(room);
        self.tags.extend(tags.map(|t| (kind, t)));
    }

    /// Adds a list of tags written as one text.
    pub(super) fn add_tag_list(&mut self, kind: TagSource, list: &str) {
        // The entities first: their semicolons part nothing.
        self.add_tags(kind, value::list_parts(&value::unescape_entities(list)));
    }

    pub(super) fn add_picture(&mut self, picture: Picture, source: Source) {
        push(&mut self.found.pictures, picture, source);
    }

    pub(super) fn add_types<S: AsRef<str>>(&mut self, types: impl IntoIterator<Item = S>) {
        for name in types {
            let name = name.as_ref().trim();
            let known = self.found.types.iter().any(|t| t == name);
            if !name.is_empty() && !known && self.found.types.len() < MAX_ENTRIES {
                self.found.types.push(name.to_owned());
            }
        }
    }

    /// The date that a value is, whether written for machines or for readers.
    pub(super) fn parse_date(&self, raw: &str) -> Option<DateTime> {
        let text = value::clean_text(raw).filter(|t| t.len() <= MAX_DATE_BYTES)?;
        let date = match nine_digit_seconds(&text) {
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
        // What is made to be shown with a story is chosen for that; a record lists whatever pictures there are.
        found.pictures.sort_by_key(|s| s.rank == Rank::Record);
        self.tags.sort_by_key(|(kind, _)| *kind);
        let mut seen = BTreeSet::new();
        let tags = self.tags.into_iter().map(|(_, tag)| tag);
        found.tags = tags.filter(|t| seen.insert(t.to_lowercase())).take(MAX_TAGS).collect();
        self.found
    }
}

fn push_text(list: &mut Vec<Sourced<String>>, raw: &str, source: Source) {
    if let Some(text) = value::clean_text(raw) {
        push(list, text, source);
    }
}

/// Adds an entry, unless the one before it is the same: a tag written twice.
fn push<T: PartialEq>(list: &mut Vec<Sourced<T>>, value: T, source: Source) {
    let entry = source.sourced(value);
    if list.len() < MAX_ENTRIES && list.last() != Some(&entry) {
        list.push(entry);
    }
}

/// Whether a date is one that somebody set: empty fields print as the first day of a calendar or of the epoch.
fn is_meant(date: &DateTime) -> bool {
    let day = (date.year(), date.month(), date.day());
    i32::from(date.year()) >= FIRST_NEWSPAPER_YEAR && day != (1970, 1, Some(1)) && day != (1969, 12, Some(31))
}

/// Seconds since 1970 of the years 1990 to 2001, which have nine digits: the rest [`dates::parse_machine`] knows, but
/// in general nine digits are no date.
fn nine_digit_seconds(text: &str) -> Option<DateTime> {
    /// Before it there were no news pages.
    const FIRST_YEAR: i16 = 1990;
    if text.len() != 9 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    DateTime::from_unix_seconds(text.parse().ok()?).filter(|date| date.year() >= FIRST_YEAR)
}
