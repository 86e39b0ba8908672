//! The captures that several archives have of a page, as one listing.

use std::cmp::Ordering;
use std::collections::{BTreeSet, VecDeque};
use std::task::{Context, Poll};

use crate::error::{ArchiveFailure, Error, ErrorKind, Result};

use super::filter::RowFilter;
use super::listing::Listing;
use super::query::{Collapse, MatchType, Order, Query};
use super::record::CdxRecord;

/// The listings of several archives, each in the same order, and what is next of all.
pub(super) struct MergedListing {
    sources: Vec<Source>,
    /// In which order the rows of each come.
    order: Order,
    /// Whether the rows are of one page; else they come page by page.
    one_page: bool,
    /// Chooses among the merged rows.
    filter: RowFilter,
    /// The rows of the second that was reached.
    of_this_second: Vec<CdxRecord>,
    ready: VecDeque<CdxRecord>,
    passed_over: BTreeSet<u16>,
    failures: Vec<ArchiveFailure>,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Merging,
    /// All is merged; where every archive has failed, that is to be told.
    Ending,
    Done,
}

struct Source {
    archive: String,
    listing: Listing,
    /// Its next row.
    head: Option<CdxRecord>,
    is_over: bool,
}

impl MergedListing {
    /// Merges what `list` gives for the query that each archive is asked.
    pub(super) fn new(url: &str, query: &Query, list: impl FnOnce(&Query) -> Vec<(String, Listing)>) -> MergedListing {
        let (_, by_star) = MatchType::split_wildcard(url.trim());
        let one_page = by_star.unwrap_or(query.match_type) == MatchType::Exact;
        let (each, merged) = split_query(query);
        let sources = list(&each).into_iter();
        let sources = sources.map(|(archive, listing)| Source { archive, listing, head: None, is_over: false });
        MergedListing {
            sources: sources.collect(),
            order: each.order,
            one_page,
            filter: RowFilter::of_all(merged, one_page),
            of_this_second: Vec::new(),
            ready: VecDeque::new(),
            passed_over: BTreeSet::new(),
            failures: Vec::new(),
            stage: Stage::Merging,
        }
    }

    pub(super) fn passed_over(&self) -> &BTreeSet<u16> {
        &self.passed_over
    }

    pub(super) fn skipped(&self) -> usize {
        self.sources.iter().map(|source| source.listing.skipped()).sum()
    }

    pub(super) fn ready(&self) -> usize {
        self.ready.len()
    }

    pub(super) fn failures(&self) -> &[ArchiveFailure] {
        &self.failures
    }

    /// The next row of all; an error, which is the last, where no archive is left that has not failed.
    pub(super) fn poll_row(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<CdxRecord>>> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(row)));
            }
            match self.stage {
                Stage::Done => return Poll::Ready(None),
                Stage::Ending => {
                    self.stage = Stage::Done;
                    return Poll::Ready(self.failure_of_all().map(Err));
                }
                Stage::Merging if self.filter.is_full() => self.stage = Stage::Ending,
                Stage::Merging => {
                    if self.poll_heads(context).is_pending() {
                        return Poll::Pending;
                    }
                    self.merge_next();
                }
            }
        }
    }

    /// Has each archive tell its next row. All are polled, so that they work at the same time.
    fn poll_heads(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let mut waits = false;
        for source in self.sources.iter_mut().filter(|source| source.head.is_none() && !source.is_over) {
            match source.listing.poll_row(context) {
                Poll::Pending => waits = true,
                Poll::Ready(Some(Ok(row))) => source.head = Some(row),
                Poll::Ready(Some(Err(error))) => {
                    source.is_over = true;
                    self.failures.push(ArchiveFailure::new(&source.archive, error));
                }
                Poll::Ready(None) => source.is_over = true,
            }
            self.passed_over.extend(source.listing.passed_over());
        }
        if waits { Poll::Pending } else { Poll::Ready(()) }
    }

    /// Takes the row that comes first of those that are next.
    fn merge_next(&mut self) {
        let (order, one_page) = (self.order, self.one_page);
        let sources = self.sources.iter_mut().filter(|source| source.head.is_some());
        let first = sources.min_by(|a, b| match (&a.head, &b.head) {
            (Some(a), Some(b)) => compare(a, b, order, one_page),
            _ => Ordering::Equal,
        });
        let Some(row) = first.and_then(|source| source.head.take()) else {
            self.ready.extend(self.filter.take_best());
            self.stage = Stage::Ending;
            return;
        };
        self.of_this_second.retain(|other| other.timestamp == row.timestamp);
        if self.of_this_second.iter().any(|other| is_told_twice(other, &row)) {
            return;
        }
        self.of_this_second.push(row.clone());
        self.ready.extend(self.filter.accept(vec![row]));
    }

    /// The error where no archive has not failed.
    fn failure_of_all(&self) -> Option<Error> {
        let all_failed = !self.sources.is_empty() && self.failures.len() == self.sources.len();
        // In the order in which they were named.
        let place = |failure: &ArchiveFailure| self.sources.iter().position(|s| s.archive == failure.archive);
        let mut failures = self.failures.clone();
        failures.sort_by_key(place);
        all_failed.then(|| ErrorKind::Archives { failures }.into())
    }
}

/// What each archive is asked, and what of the rows of all is wanted. The latter come in the order of the former.
fn split_query(query: &Query) -> (Query, Query) {
    match query.collapse {
        // The best of all are among the best of each, and come in order.
        None => (query.clone(), Query { order: Order::Oldest, ..query.clone() }),
        // A run may be of several archives, and its first be older than what is wanted in the end.
        Some(by) => {
            // The first of a span of all is the first of that span in its archive.
            let is_time = matches!(by, Collapse::Time(_));
            let each = Query {
                order: Order::Oldest,
                collapse: query.collapse.filter(|_| is_time),
                max_rows: query.max_rows.filter(|_| is_time && query.order == Order::Oldest),
                ..query.clone()
            };
            (each, query.clone())
        }
    }
}

/// Which of two rows comes first. Of one time, the one of which more is known.
fn compare(a: &CdxRecord, b: &CdxRecord, order: Order, one_page: bool) -> Ordering {
    let first = match order {
        Order::Oldest if one_page => a.timestamp.cmp(&b.timestamp),
        Order::Oldest => (a.page_key(), a.timestamp).cmp(&(b.page_key(), b.timestamp)),
        Order::Newest => b.timestamp.cmp(&a.timestamp),
        Order::Closest(at) => {
            let distance = |row: &CdxRecord| at.unix_seconds().abs_diff(row.timestamp.unix_seconds());
            distance(a).cmp(&distance(b))
        }
    };
    first.then_with(|| a.digest.is_none().cmp(&b.digest.is_none()))
}

/// Whether a row is of a capture that was listed already: by an aggregator, which tells less of it, beside its archive.
fn is_told_twice(before: &CdxRecord, row: &CdxRecord) -> bool {
    let is_same = before.capture.is_some() && before.capture == row.capture && before.archive == row.archive;
    is_same && (before.digest.is_none() || row.digest.is_none())
}
