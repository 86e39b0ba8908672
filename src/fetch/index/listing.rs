//! The captures that one archive has of a page, one after the other.

use std::collections::{BTreeSet, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::error::Result;

use super::record::CdxRecord;
use super::search::CaptureSearch;

/// A search, and the rows of it that are ready.
pub(super) struct Listing {
    ready: VecDeque<CdxRecord>,
    state: State,
    skipped: usize,
    passed_over: BTreeSet<u16>,
}

/// A request under way, and the search that it belongs to.
type PendingRows = Pin<Box<dyn Future<Output = (Box<CaptureSearch>, Result<Option<Vec<CdxRecord>>>)> + Send>>;

enum State {
    Idle(Box<CaptureSearch>),
    Requesting(PendingRows),
    Done,
}

impl Listing {
    pub(super) fn new(search: CaptureSearch) -> Listing {
        Listing {
            ready: VecDeque::new(),
            state: State::Idle(Box::new(search)),
            skipped: 0,
            passed_over: BTreeSet::new(),
        }
    }

    /// The statuses of captures that were left out for theirs.
    pub(super) fn passed_over(&self) -> &BTreeSet<u16> {
        &self.passed_over
    }

    /// How many rows could not be read, and were left out.
    pub(super) fn skipped(&self) -> usize {
        self.skipped
    }

    /// How many rows are ready.
    pub(super) fn ready(&self) -> usize {
        self.ready.len()
    }

    /// The next row; an error is the last.
    pub(super) fn poll_row(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<CdxRecord>>> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(row)));
            }
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Idle(mut search) => {
                    self.state = State::Requesting(Box::pin(async move {
                        let rows = search.next_rows().await;
                        (search, rows)
                    }));
                }
                State::Requesting(mut pending) => match pending.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Requesting(pending);
                        return Poll::Pending;
                    }
                    Poll::Ready((search, rows)) => {
                        self.skipped = search.skipped();
                        self.passed_over.extend(search.passed_over());
                        match rows {
                            Err(error) => return Poll::Ready(Some(Err(error))),
                            Ok(None) => {}
                            Ok(Some(rows)) => {
                                self.ready.extend(rows);
                                self.state = State::Idle(search);
                            }
                        }
                    }
                },
            }
        }
    }
}
