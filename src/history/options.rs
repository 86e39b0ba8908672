//! What a caller may choose about a history.

use crate::archive::Period;
use crate::extractor::Extractor;

/// Which captures a history is made of, and how they are read.
///
/// ```
/// use cuttings::{Extractor, HistoryOptions};
///
/// let options = HistoryOptions::default().extractor(Extractor::default()).since("2007".parse()?).max_captures(50);
/// # let _ = options;
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct HistoryOptions {
    pub(super) extractor: Extractor,
    pub(super) since: Option<Period>,
    pub(super) until: Option<Period>,
    pub(super) max_captures: usize,
}

impl Default for HistoryOptions {
    fn default() -> Self {
        HistoryOptions { extractor: Extractor::default(), since: None, until: None, max_captures: 500 }
    }
}

impl HistoryOptions {
    /// What the pages are read with. Default: the extractor with its default options.
    pub fn extractor(mut self, extractor: Extractor) -> Self {
        self.extractor = extractor;
        self
    }

    /// Only captures at or after the start of `start`. Default: from the first capture on.
    pub fn since(mut self, start: Period) -> Self {
        self.since = Some(start);
        self
    }

    /// Only captures at or before the end of `end`. Default: up to the last capture.
    pub fn until(mut self, end: Period) -> Self {
        self.until = Some(end);
        self
    }

    /// How many captures are fetched at most; those that are the same by the index are fetched once. Further captures
    /// are left out, and [`History::complete`](crate::History::complete) is false. Default: 500.
    pub fn max_captures(mut self, captures: usize) -> Self {
        self.max_captures = captures;
        self
    }
}
