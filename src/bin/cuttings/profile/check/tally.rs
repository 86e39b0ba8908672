//! What a profile came to on many pages: counts and a few examples, whatever the number of pages.

use std::collections::BTreeMap;

use cuttings::{EpochOutline, ProfileOutline, ProfileReading, Unclaimed};

use crate::profile::fields::{Difference, FIELDS, Values, difference};
use crate::profile::years::{ByYear, Year};

/// How many pages of no epoch are named for each reason.
const MAX_NAMED: usize = 20;

/// How many differences of a field are shown for each epoch.
const MAX_EXAMPLES: usize = 4;

/// What is kept of one page.
pub struct Compared {
    pub reading: ProfileReading,
    pub year: Year,
    /// None where the profile has no part in the page.
    pub fields: Option<Vec<FieldOfPage>>,
}

/// A field of one page, without the profile and with it.
pub struct FieldOfPage {
    had: bool,
    has: bool,
    difference: Option<Difference>,
}

pub fn compared(field: usize, without: &Values, with: &Values) -> FieldOfPage {
    FieldOfPage { had: without.has(field), has: with.has(field), difference: difference(field, without, with) }
}

/// What came of all pages.
#[derive(Debug)]
pub struct Tally {
    /// The profile's file.
    pub file: String,
    pub pages: ByYear,
    pub failed: usize,
    pub epochs: Vec<EpochTally>,
    pub unclaimed: BTreeMap<Unclaimed, UnclaimedTally>,
}

#[derive(Debug)]
pub struct EpochTally {
    pub name: String,
    /// The days the profile gives it, in words.
    pub days: String,
    pub pages: ByYear,
    pub marks: Vec<MarkTally>,
    pub roles: Vec<RoleTally>,
    /// One for each of [`FIELDS`].
    pub fields: Vec<FieldTally>,
}

#[derive(Debug)]
pub struct MarkTally {
    pub mark: String,
    pub shown: ByYear,
    /// On how many pages that are of another epoch or none.
    pub elsewhere: usize,
}

#[derive(Debug)]
pub struct RoleTally {
    pub role: &'static str,
    pub first_counts: bool,
    pub selectors: Vec<SelectorTally>,
    /// The pages on which any of them found something.
    pub found: ByYear,
}

#[derive(Debug)]
pub struct SelectorTally {
    pub selector: String,
    /// The pages on which it found something.
    pub found: ByYear,
    /// Those on which that counted.
    pub counted: usize,
}

#[derive(Debug, Clone, Default)]
pub struct FieldTally {
    pub without: usize,
    pub with: usize,
    pub differ: usize,
    /// With the page of each.
    pub examples: Vec<(String, Difference)>,
}

#[derive(Debug, Default)]
pub struct UnclaimedTally {
    pub pages: ByYear,
    /// The first, with the pages' own addresses where those are known.
    pub named: Vec<(String, Option<String>)>,
}

impl Tally {
    pub fn new(file: &str, outline: &ProfileOutline) -> Tally {
        Tally {
            file: file.to_owned(),
            pages: ByYear::default(),
            failed: 0,
            epochs: outline.epochs.iter().map(EpochTally::new).collect(),
            unclaimed: BTreeMap::new(),
        }
    }

    pub fn add(&mut self, source: &str, page: &Compared) {
        self.pages.add(page.year);
        let own = page.reading.epoch.ok();
        for (i, (epoch, shown)) in self.epochs.iter_mut().zip(&page.reading.shown).enumerate() {
            for (mark, _) in epoch.marks.iter_mut().zip(shown).filter(|(_, shown)| **shown) {
                match own == Some(i) {
                    true => mark.shown.add(page.year),
                    false => mark.elsewhere += 1,
                }
            }
        }
        match page.reading.epoch {
            Ok(epoch) => {
                if let Some(epoch) = self.epochs.get_mut(epoch) {
                    epoch.add(source, page);
                }
            }
            Err(why) => {
                let tally = self.unclaimed.entry(why).or_default();
                tally.pages.add(page.year);
                if tally.named.len() < MAX_NAMED {
                    let url = page.reading.url.clone().filter(|url| url != source);
                    tally.named.push((source.to_owned(), url));
                }
            }
        }
    }

    pub fn claimed(&self) -> usize {
        self.epochs.iter().map(|e| e.pages.total()).sum()
    }

    /// The fields of all epochs together, without examples.
    pub fn fields(&self) -> Vec<FieldTally> {
        let sum = |field: usize| {
            self.epochs.iter().filter_map(|e| e.fields.get(field)).fold(FieldTally::default(), |sum, f| FieldTally {
                without: sum.without + f.without,
                with: sum.with + f.with,
                differ: sum.differ + f.differ,
                examples: Vec::new(),
            })
        };
        (0..FIELDS.len()).map(sum).collect()
    }
}

impl EpochTally {
    fn new(outline: &EpochOutline) -> EpochTally {
        let days = match (&outline.from, &outline.to) {
            (Some(from), Some(to)) => format!("{from} to {to}"),
            (Some(from), None) => format!("from {from}"),
            (None, Some(to)) => format!("to {to}"),
            (None, None) => String::new(),
        };
        let selector = |s: &String| SelectorTally { selector: one_line(s), found: ByYear::default(), counted: 0 };
        EpochTally {
            name: outline.name.clone(),
            days,
            pages: ByYear::default(),
            marks: outline
                .shows
                .iter()
                .map(|m| MarkTally { mark: one_line(m), shown: ByYear::default(), elsewhere: 0 })
                .collect(),
            roles: outline
                .roles
                .iter()
                .map(|r| RoleTally {
                    role: r.role,
                    first_counts: r.first_counts && r.selectors.len() > 1,
                    selectors: r.selectors.iter().map(selector).collect(),
                    found: ByYear::default(),
                })
                .collect(),
            fields: vec![FieldTally::default(); FIELDS.len()],
        }
    }

    fn add(&mut self, source: &str, page: &Compared) {
        self.pages.add(page.year);
        for (role, found) in self.roles.iter_mut().zip(&page.reading.roles) {
            for (selector, reading) in role.selectors.iter_mut().zip(found).filter(|(_, r)| r.found > 0) {
                selector.found.add(page.year);
                selector.counted += usize::from(reading.counts);
            }
            if found.iter().any(|r| r.found > 0) {
                role.found.add(page.year);
            }
        }
        for (tally, field) in self.fields.iter_mut().zip(page.fields.iter().flatten()) {
            tally.without += usize::from(field.had);
            tally.with += usize::from(field.has);
            if let Some(difference) = &field.difference {
                tally.differ += 1;
                // Of what is told of many pages, as a site's name is, one example is enough.
                let is_new = tally.examples.iter().all(|(_, d)| d != difference);
                if is_new && tally.examples.len() < MAX_EXAMPLES {
                    tally.examples.push((source.to_owned(), difference.clone()));
                }
            }
        }
    }
}

/// A selector may be written over several lines.
fn one_line(selector: &str) -> String {
    selector.split_whitespace().collect::<Vec<_>>().join(" ")
}
