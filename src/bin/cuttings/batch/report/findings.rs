//! What a report tells beyond the counts of a run, gathered page by page in a memory that does not grow with them.

use std::collections::{BTreeMap, BinaryHeap};
use std::time::Duration;

use super::histogram::{Histogram, SIZES, TIMES};
use crate::batch::facts::Facts;
use crate::batch::record::Cost;
use crate::short::cut;

/// Steps of confidence that are told apart.
pub const STEPS: usize = 20;

/// Errors of a kind that are listed; more are counted.
pub const MAX_ERRORS: usize = 500;

/// Kinds of errors that are listed. There are fewer.
const MAX_KINDS: usize = 100;

/// The pages of least confidence that are listed, and those that took longest.
pub const MAX_UNSURE: usize = 50;
pub const MAX_SLOW: usize = 10;

/// A page that took longer is not read again for the report: nobody is to wait for that.
const MAX_TIME: Duration = Duration::from_secs(5);

/// Letters of a text that are kept.
const MAX_LETTERS: usize = 300;

/// What is gathered.
#[derive(Debug)]
pub struct Findings {
    /// Articles by their confidence, the lowest first, and those of which none is said.
    pub confidence: [u64; STEPS],
    pub unsaid: u64,
    pub times: Histogram,
    pub sizes: Histogram,
    pub errors: BTreeMap<String, Errors>,
    pub unsure: Lowest,
    pub slow: Lowest,
}

/// The errors of a kind.
#[derive(Debug, Default)]
pub struct Errors {
    /// Source and message of the first.
    pub listed: Vec<(String, String)>,
    pub count: u64,
}

/// A page that is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// By which it is found again among the run's tasks.
    pub number: usize,
    pub task: u64,
    pub source: String,
    pub address: Option<String>,
    pub headline: Option<String>,
    pub warnings: Vec<String>,
    /// What it is listed for, in words.
    pub why: String,
    /// Whether it is soon read again.
    is_quick: bool,
}

impl Default for Findings {
    fn default() -> Self {
        Findings {
            confidence: [0; STEPS],
            unsaid: 0,
            times: Histogram::new(TIMES),
            sizes: Histogram::new(SIZES),
            errors: BTreeMap::new(),
            unsure: Lowest::new(MAX_UNSURE),
            slow: Lowest::new(MAX_SLOW),
        }
    }
}

impl Findings {
    /// Takes in what came of a task, by its number and hash; without facts where it was left out.
    pub fn add(&mut self, (number, task): (usize, u64), facts: Option<&Facts>, cost: Cost) {
        if cost.bytes > 0 {
            self.sizes.add(cost.bytes);
        }
        let time = cost.time.map(|time| u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
        if let Some(time) = time {
            self.times.add(time);
        }
        let Some(facts) = facts else { return };
        if let Some(error) = facts.error() {
            self.add_error(&facts.source, &error.kind, &error.message);
        }
        if facts.is_article() {
            self.add_article((number, task), facts, cost);
        }
        if let Some(micros) = time.filter(|_| facts.is_read()) {
            let entry = || Entry::new((number, task), facts, cost, super::histogram::time(micros));
            self.slow.offer((u64::MAX - micros, number), entry);
        }
    }

    fn add_error(&mut self, source: &str, kind: &str, message: &str) {
        let is_room = self.errors.len() < MAX_KINDS || self.errors.contains_key(kind);
        let errors = self.errors.entry(if is_room { kind } else { "others" }.to_owned()).or_default();
        errors.count += 1;
        if errors.listed.len() < MAX_ERRORS {
            // The source stands beside it.
            let message = message.strip_prefix(source).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(message);
            errors.listed.push((cut(source, MAX_LETTERS), cut(message, MAX_LETTERS)));
        }
    }

    fn add_article(&mut self, place: (usize, u64), facts: &Facts, cost: Cost) {
        let Some(confidence) = facts.confidence() else {
            self.unsaid += 1;
            return;
        };
        let confidence = confidence.clamp(0.0, 1.0);
        self.confidence[((confidence * STEPS as f64) as usize).min(STEPS - 1)] += 1;
        let rank = ((confidence * 1e6) as u64, place.0);
        self.unsure.offer(rank, || Entry::new(place, facts, cost, format!("{confidence:.2}")));
    }

    /// The listed pages that are soon read again, by number, with the hashes of their tasks.
    pub fn listed(&self) -> BTreeMap<usize, u64> {
        let entries = self.unsure.sorted().into_iter().chain(self.slow.sorted());
        entries.filter(|entry| entry.is_quick).map(|entry| (entry.number, entry.task)).collect()
    }
}

impl Entry {
    fn new((number, task): (usize, u64), facts: &Facts, cost: Cost, why: String) -> Entry {
        Entry {
            number,
            task,
            source: cut(&facts.source, MAX_LETTERS),
            address: facts.address().map(str::to_owned).filter(|address| address.len() <= MAX_ADDRESS),
            headline: facts.headline.as_deref().map(|headline| cut(headline, MAX_LETTERS)),
            warnings: facts.warnings().map(str::to_owned).collect(),
            why,
            is_quick: cost.time.is_some_and(|time| time <= MAX_TIME),
        }
    }
}

/// Bytes of an address that is kept. A longer one leads nowhere when it is cut.
const MAX_ADDRESS: usize = 2_000;

/// The entries of the lowest rank, so many at most.
#[derive(Debug)]
pub struct Lowest {
    most: usize,
    /// The highest of them on top.
    entries: BinaryHeap<Ranked>,
}

#[derive(Debug)]
struct Ranked {
    /// Of equal ones that with the lower number is kept, whatever order they come in.
    rank: (u64, usize),
    entry: Entry,
}

impl Lowest {
    fn new(most: usize) -> Lowest {
        Lowest { most, entries: BinaryHeap::with_capacity(most + 1) }
    }

    fn offer(&mut self, rank: (u64, usize), entry: impl FnOnce() -> Entry) {
        if self.entries.len() >= self.most && self.entries.peek().is_some_and(|highest| highest.rank <= rank) {
            return;
        }
        self.entries.push(Ranked { rank, entry: entry() });
        if self.entries.len() > self.most {
            self.entries.pop();
        }
    }

    /// The entries, the lowest first.
    pub fn sorted(&self) -> Vec<&Entry> {
        let mut all: Vec<&Ranked> = self.entries.iter().collect();
        all.sort();
        all.into_iter().map(|ranked| &ranked.entry).collect()
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
    }
}

impl Eq for Ranked {}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank.cmp(&other.rank)
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(json: &str) -> Facts {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_least_sure_and_the_slowest_are_kept() {
        let mut found = Findings::default();
        for n in 0..1_000_usize {
            // Every confidence comes in any order, each twice.
            let confidence = ((n * 37) % 500) as f64 / 500.0;
            let facts = facts(&format!(r#"{{"source": "p{n}", "confidence": {confidence}, "headline": "H"}}"#));
            let cost = Cost { bytes: 1_000, time: Some(Duration::from_micros((n as u64 * 7) % 1_000)) };
            found.add((n, 1), Some(&facts), cost);
        }
        let unsure = found.unsure.sorted();
        assert_eq!(unsure.len(), MAX_UNSURE);
        assert_eq!((unsure[0].number, unsure[1].number, unsure[0].why.as_str()), (0, 500, "0.00"));
        assert!(unsure.is_sorted_by_key(|entry| entry.why.clone()));
        assert_eq!(found.slow.sorted().iter().map(|e| e.why.as_str()).collect::<Vec<_>>(), ["1 ms"; MAX_SLOW]);
        assert_eq!((found.confidence.iter().sum::<u64>(), found.confidence[0]), (1_000, 50));
        assert!(found.listed().len() <= MAX_UNSURE + MAX_SLOW);
    }

    #[test]
    fn what_is_no_article_has_no_confidence_and_what_was_left_out_has_its_size() {
        let mut found = Findings::default();
        let cost = Cost { bytes: 10, time: None };
        found.add((0, 0), None, cost);
        found.add((1, 0), Some(&facts(r#"{"confidence": 0.1, "warnings": [{"code": "no_article"}]}"#)), cost);
        found.add((2, 0), Some(&facts(r#"{"duplicate": "near"}"#)), cost);
        found.add((3, 0), Some(&facts(r#"{"headline": "by a profile"}"#)), cost);
        found.add((4, 0), Some(&facts(r#"{"confidence": 1.0}"#)), Cost::default());
        assert_eq!((found.unsaid, found.confidence[STEPS - 1], found.sizes.count()), (1, 1, 4));
        assert_eq!((found.unsure.sorted().len(), found.slow.sorted().len()), (1, 0));
    }

    #[test]
    fn errors_are_listed_by_kind_and_not_without_end() {
        let mut found = Findings::default();
        let message = "m".repeat(10_000);
        found.add((0, 0), Some(&Facts::of_error("a.html", "limit", "a.html: too long")), Cost::default());
        for n in 0..MAX_ERRORS + 7 {
            found.add((n, 0), Some(&Facts::of_error("a", "io", &message)), Cost::default());
        }
        for n in 0..MAX_KINDS + 50 {
            found.add((n, 0), Some(&Facts::of_error("a", &format!("k{n}"), "")), Cost::default());
        }
        assert_eq!(found.errors["limit"].listed, [("a.html".to_owned(), "too long".to_owned())]);
        let io = &found.errors["io"];
        assert_eq!(
            (io.listed.len(), io.count, io.listed[0].1.chars().count()),
            (MAX_ERRORS, MAX_ERRORS as u64 + 7, MAX_LETTERS + 1)
        );
        assert!(found.errors.len() <= MAX_KINDS + 1, "{}", found.errors.len());
    }
}
