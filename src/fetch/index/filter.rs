//! Which of the rows that come are given: each once, those that are wanted, in order.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use url::Url;

use crate::archive::Timestamp;

use super::client::IndexClient;
use super::query::{Collapse, Order, Query};
use super::record::CdxRecord;
use super::revisits::KnownBodies;

/// Filters rows, which have to come in the order of the index.
#[derive(Debug)]
pub(super) struct RowFilter {
    query: Query,
    /// Whether all rows are of one page, whatever their archives call it.
    one_page: bool,
    /// The last row that was let through.
    previous: Option<CdxRecord>,
    /// Page and common property of the present run, where runs are collapsed.
    run: Option<(String, String)>,
    given: usize,
    /// The best so far, where the order is not that of the index.
    best: Vec<CdxRecord>,
    /// How many rows could not be read.
    unreadable: usize,
    bodies: KnownBodies,
    /// The statuses of captures in the wanted time that were not wanted for theirs.
    passed_over: BTreeSet<u16>,
}

impl RowFilter {
    pub(super) fn new(query: Query) -> RowFilter {
        RowFilter {
            query,
            one_page: false,
            previous: None,
            run: None,
            given: 0,
            best: Vec::new(),
            unreadable: 0,
            bodies: KnownBodies::default(),
            passed_over: BTreeSet::new(),
        }
    }

    /// For the rows of several archives.
    pub(super) fn of_all(query: Query, one_page: bool) -> RowFilter {
        RowFilter { one_page, ..RowFilter::new(query) }
    }

    /// The rows that are to be given at once.
    pub(super) fn accept(&mut self, rows: Vec<CdxRecord>) -> Vec<CdxRecord> {
        let mut out = Vec::new();
        for row in rows {
            let is_repeated = self.previous.as_ref().is_some_and(|previous| is_same_capture(previous, &row));
            let unwanted = row.status.filter(|&status| !self.query.wants_status(status));
            self.passed_over.extend(unwanted.filter(|_| self.query.is_in_time(row.timestamp)));
            if is_repeated || !self.query.wants(&row) || self.continues_run(&row) {
                continue;
            }
            self.previous = Some(row.clone());
            if self.query.order != Order::Oldest {
                self.best.push(row);
            } else if !self.is_full() {
                self.given += 1;
                out.push(row);
            }
        }
        // Sorted where there are many too many, and at the end, so that a row at a time costs no more than many at once.
        if self.query.max_rows.is_some_and(|max| self.best.len() > max.saturating_mul(2).max(64)) {
            self.keep_best();
        }
        out
    }

    /// Gives revisits what is known of the capture that they repeat; for rows in the order of time.
    pub(super) async fn resolve_revisits(&mut self, client: &IndexClient, index: &Url, rows: &mut [CdxRecord]) {
        self.bodies.resolve_by_index(client, index, rows).await;
    }

    /// The same with the rows at hand alone.
    pub(super) fn resolve_known_revisits(&mut self, rows: &mut [CdxRecord]) {
        self.bodies.resolve(rows);
    }

    /// Takes over what another filter passed over.
    pub(super) fn pass_over(&mut self, other: &RowFilter) {
        self.passed_over.extend(&other.passed_over);
    }

    /// The statuses of captures that were not wanted for theirs.
    pub(super) fn passed_over(&self) -> &BTreeSet<u16> {
        &self.passed_over
    }

    /// Whether as many as are wanted were given.
    pub(super) fn is_full(&self) -> bool {
        self.query.order == Order::Oldest && self.query.max_rows.is_some_and(|max| self.given >= max)
    }

    /// Whether nothing was given yet.
    pub(super) fn is_untouched(&self) -> bool {
        self.given == 0
    }

    /// How many more may be given; `None` without a limit.
    pub(super) fn remaining(&self) -> Option<usize> {
        Some(self.query.max_rows?.saturating_sub(self.given))
    }

    /// Whether nothing was given or found.
    pub(super) fn is_empty(&self) -> bool {
        self.given == 0 && self.best.is_empty()
    }

    /// Whether no capture of this time can be better than those there are.
    pub(super) fn is_hopeless(&mut self, range: RangeInclusive<Timestamp>) -> bool {
        self.keep_best();
        let Some(worst) = self.query.max_rows.and_then(|max| self.best.get(max.checked_sub(1)?)) else {
            return self.query.max_rows == Some(0);
        };
        let (first, last) = range.into_inner();
        match self.query.order {
            Order::Oldest => false,
            Order::Newest => last < worst.timestamp,
            Order::Closest(at) => {
                let nearest = at.clamp(first, last.max(first));
                self.query.distance(nearest) > self.query.distance(worst.timestamp)
            }
        }
    }

    /// The best rows, where the order is not that of the index; at the end.
    pub(super) fn take_best(&mut self) -> Vec<CdxRecord> {
        self.keep_best();
        std::mem::take(&mut self.best)
    }

    /// Counts rows of a response that could not be read.
    pub(super) fn count_unreadable(&mut self, rows: usize) {
        self.unreadable += rows;
    }

    pub(super) fn unreadable(&self) -> usize {
        self.unreadable
    }

    /// Whether a row agrees with those of its page just before it, where such runs are collapsed.
    fn continues_run(&mut self, row: &CdxRecord) -> bool {
        let property = match self.query.collapse {
            None => return false,
            Some(Collapse::Digest) => row.digest.clone(),
            Some(Collapse::Time(digits)) => Some(row.timestamp.to_string().chars().take(digits.into()).collect()),
        };
        let page = if self.one_page { "" } else { row.page_key() };
        let run = property.map(|property| (page.to_owned(), property));
        let continues = run.is_some() && self.run == run;
        self.run = run;
        continues
    }

    /// Sorts the best rows, and drops those beyond the number wanted.
    fn keep_best(&mut self) {
        let query = &self.query;
        match query.order {
            Order::Oldest => return,
            Order::Newest => self.best.sort_by_key(|row| std::cmp::Reverse(row.timestamp)),
            Order::Closest(_) => self.best.sort_by_key(|row| query.distance(row.timestamp)),
        }
        self.best.truncate(query.max_rows.unwrap_or(usize::MAX));
    }
}

/// Whether two rows are of one capture: indexes repeat themselves.
fn is_same_capture(a: &CdxRecord, b: &CdxRecord) -> bool {
    let is_of_one_archive = a.archive == b.archive;
    is_of_one_archive
        && a.timestamp == b.timestamp
        && a.original == b.original
        && a.digest == b.digest
        && a.status == b.status
}
