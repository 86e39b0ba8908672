//! How long servers may take, and have taken.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The part of the time for all tries of a request that has to be left for one more to be begun.
const LEAST_PART_OF_TIME: u32 = 20;

/// The time that servers have taken for one page, or one part of a listing, in all requests that it needs. Clones share it.
#[derive(Debug, Clone, Default)]
pub(in crate::fetch) struct TimeSpent(Arc<AtomicU64>);

impl TimeSpent {
    pub(super) fn is_none(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }
}

/// What is left of the time that a page may take with all tries of all its requests. It runs while a try is under way and between
/// two, and stands still while a host's limit, or a pause that a host asks for, is waited out.
#[derive(Debug)]
pub(super) struct TimeLeft {
    pub(super) left: Duration,
    least: Duration,
    spent: TimeSpent,
}

impl TimeLeft {
    pub(super) fn new(all: Duration, spent: &TimeSpent) -> TimeLeft {
        let before = Duration::from_micros(spent.0.load(Ordering::Relaxed));
        TimeLeft { left: all.saturating_sub(before), least: all / LEAST_PART_OF_TIME, spent: spent.clone() }
    }

    pub(super) fn spend(&mut self, time: Duration) {
        self.left = self.left.saturating_sub(time);
        self.spent.0.fetch_add(u64::try_from(time.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Whether a try that begins so long from now could end in time.
    pub(super) fn is_enough_after(&self, wait: Duration) -> bool {
        self.left.checked_sub(wait).is_some_and(|left| left >= self.least && !left.is_zero())
    }
}
