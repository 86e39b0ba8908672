//! What is left of the rows that come: each once, those that are wanted, in order.

use crate::archive::Timestamp;

use super::query::{Collapse, Order, Query};
use super::row::CaptureRow;

/// Rows pass in the order of the index.
#[derive(Debug)]
pub(super) struct Sieve {
    query: Query,
    /// The row before, wanted or not.
    before: Option<CaptureRow>,
    /// What the rows of the present run have in common.
    run: Option<(String, String)>,
    given: usize,
    /// The best so far, where the order is not that of the index.
    best: Vec<CaptureRow>,
}

impl Sieve {
    pub(super) fn new(query: Query) -> Sieve {
        Sieve { query, before: None, run: None, given: 0, best: Vec::new() }
    }

    /// Lets the rows through that are to be given at once.
    pub(super) fn pass(&mut self, rows: Vec<CaptureRow>) -> Vec<CaptureRow> {
        let mut out = Vec::new();
        for row in rows {
            let again = self.before.as_ref().is_some_and(|before| same(before, &row));
            if again || !self.query.wants(&row) || self.continues(&row) {
                continue;
            }
            self.before = Some(row.clone());
            if self.query.order != Order::Oldest {
                self.best.push(row);
            } else if !self.full() {
                self.given += 1;
                out.push(row);
            }
        }
        self.prune();
        out
    }

    /// Whether enough were given.
    pub(super) fn full(&self) -> bool {
        self.query.order == Order::Oldest && self.query.limit.is_some_and(|limit| self.given >= limit)
    }

    /// How many more may be given.
    pub(super) fn room(&self) -> Option<usize> {
        Some(self.query.limit?.saturating_sub(self.given))
    }

    /// Whether anything was given or found.
    pub(super) fn untouched(&self) -> bool {
        self.given == 0 && self.best.is_empty()
    }

    /// Whether nothing within this stretch of time can be better than what there is.
    pub(super) fn beats(&mut self, first: Timestamp, last: Timestamp) -> bool {
        self.prune();
        let Some(worst) = self.query.limit.and_then(|limit| self.best.get(limit.checked_sub(1)?)) else {
            return self.query.limit == Some(0);
        };
        match self.query.order {
            Order::Oldest => false,
            Order::Newest => last < worst.timestamp,
            Order::Closest(at) => {
                let near = at.clamp(first, last.max(first));
                self.query.distance(near) > self.query.distance(worst.timestamp)
            }
        }
    }

    /// The best ones, at the end.
    pub(super) fn finish(&mut self) -> Vec<CaptureRow> {
        self.prune();
        self.best.truncate(self.query.limit.unwrap_or(usize::MAX));
        std::mem::take(&mut self.best)
    }

    /// Whether a row says the same as those of its page before it.
    fn continues(&mut self, row: &CaptureRow) -> bool {
        let mark = match self.query.collapse {
            None => return false,
            Some(Collapse::Digest) => row.digest.clone(),
            Some(Collapse::Time(digits)) => Some(row.timestamp.to_string().chars().take(digits.into()).collect()),
        };
        let run = mark.map(|mark| (row.page().to_owned(), mark));
        let same = run.is_some() && self.run == run;
        self.run = run;
        same
    }

    /// Keeps twice as many as are wanted at most.
    fn prune(&mut self) {
        let query = &self.query;
        match query.order {
            Order::Oldest => return,
            Order::Newest => self.best.sort_by_key(|row| std::cmp::Reverse(row.timestamp)),
            Order::Closest(_) => self.best.sort_by_key(|row| query.distance(row.timestamp)),
        }
        self.best.truncate(query.limit.unwrap_or(usize::MAX));
    }
}

/// Whether two rows tell of one capture: indexes repeat themselves.
fn same(a: &CaptureRow, b: &CaptureRow) -> bool {
    a.timestamp == b.timestamp && a.original == b.original && a.digest == b.digest && a.status == b.status
}
