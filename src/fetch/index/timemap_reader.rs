//! Reads a TimeMap, a page after the other.

use std::collections::{HashSet, VecDeque};

use url::Url;

use crate::error::ErrorKind;

use super::client::{IndexClient, IndexFailure, IndexResult};
use super::filter::RowFilter;
use super::windows::Progress;

/// What is left to read of a TimeMap.
pub(super) struct TimeMapReader {
    left: VecDeque<Url>,
    seen: HashSet<Url>,
}

impl TimeMapReader {
    /// For a TimeMap that begins at this address; without one there is nothing to read.
    pub(super) fn new(start: Option<Url>) -> TimeMapReader {
        TimeMapReader { left: start.into_iter().collect(), seen: HashSet::new() }
    }

    /// Reads the next page.
    pub(super) async fn read_next(&mut self, client: &IndexClient, filter: &mut RowFilter) -> IndexResult<Progress> {
        let Some(url) = self.left.pop_front() else { return Ok(Progress::End(filter.take_best())) };
        if !self.seen.insert(url.clone()) {
            return Ok(Progress::none_yet());
        }
        let Some(timemap) = client.fetch_timemap(url).await? else { return Ok(Progress::none_yet()) };
        filter.count_unreadable(timemap.unreadable);
        let wanted = timemap.pages.into_iter().filter(|page| client.query.overlaps(page.first, page.last));
        self.left.extend(wanted.map(|page| page.url).filter(|url| !self.seen.contains(url)));
        let (found, limit) = (self.seen.len() + self.left.len(), client.max_timemap_pages());
        if found > limit {
            return Err(IndexFailure::Fatal(ErrorKind::Limit { what: "pages of a TimeMap", limit, found }.into()));
        }
        let rows = filter.accept(timemap.rows);
        Ok(if filter.is_full() { Progress::End(rows) } else { Progress::More(rows) })
    }
}
