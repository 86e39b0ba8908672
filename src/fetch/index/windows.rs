//! Reads indexes from their first row to their last, a window of time after the other.

use std::collections::VecDeque;

use url::Url;

use crate::archive::Dialect;
use crate::error::IndexProblem;

use super::client::{IndexClient, IndexFailure, IndexResult};
use super::crawls::Crawl;
use super::filter::RowFilter;
use super::parse::ParsedRows;
use super::query::{MatchType, Order};
use super::record::CdxRecord;
use super::request::{End, Window};

/// Rows requested at once.
const PAGE_ROWS: usize = 10_000;

/// The fewest rows requested at once, however overloaded an index is.
pub(super) const MIN_PAGE_ROWS: usize = 100;

/// The most rows requested at once: the Wayback Machine's own limit.
pub(super) const MAX_PAGE_ROWS: usize = 150_000;

/// How often in a row an index may be asked for less before it is given up: down to some weeks of all the time there is.
pub(super) const MAX_NARROWINGS: usize = 9;

/// What one response came to.
pub(super) enum Progress {
    /// These rows, and more may follow.
    More(Vec<CdxRecord>),
    /// These rows, and nothing after them.
    End(Vec<CdxRecord>),
}

impl Progress {
    /// Nothing to give yet.
    pub(super) fn none_yet() -> Progress {
        Progress::More(Vec::new())
    }
}

/// What is left to read of the indexes.
pub(super) struct IndexReader {
    /// The crawls whose indexes come after the present one.
    crawls: VecDeque<Crawl>,
    index: Url,
    /// The windows that are left of the present index; the next is the last.
    windows: Vec<Window>,
    page_rows: usize,
    /// How often in a row less was requested.
    narrowings: usize,
}

impl IndexReader {
    pub(super) fn for_index(index: Url, client: &IndexClient) -> IndexReader {
        let windows = vec![Window::of_query(&client.query)];
        IndexReader { crawls: VecDeque::new(), index, windows, page_rows: PAGE_ROWS, narrowings: 0 }
    }

    /// For the indexes of crawls; `None` if none of them can hold anything that is wanted.
    pub(super) fn for_crawls(
        mut crawls: VecDeque<Crawl>,
        client: &IndexClient,
        filter: &mut RowFilter,
    ) -> Option<IndexReader> {
        let first = next_hopeful(&mut crawls, filter)?;
        Some(IndexReader { crawls, ..IndexReader::for_index(first.index, client) })
    }

    /// Reads the earliest window that is left.
    pub(super) async fn read_next(&mut self, client: &IndexClient, filter: &mut RowFilter) -> IndexResult<Progress> {
        let Some(window) = self.windows.pop() else {
            let Some(crawl) = next_hopeful(&mut self.crawls, filter) else {
                return Ok(Progress::End(filter.take_best()));
            };
            self.index = crawl.index;
            self.windows.push(Window::of_query(&client.query));
            return Ok(Progress::none_yet());
        };
        let limit = self.rows_to_request(client, filter).max(window.min_rows).min(MAX_PAGE_ROWS);
        let may_narrow = self.can_narrow(&window, client, filter);
        let mut parsed = match client.fetch_rows(&self.index, &window, End::First, limit, may_narrow).await {
            Ok(parsed) if parsed.is_cut && self.narrow(&window, client, filter) => return Ok(Progress::none_yet()),
            Ok(parsed) => parsed,
            Err(IndexFailure::Overloaded(_)) if self.narrow(&window, client, filter) => return Ok(Progress::none_yet()),
            Err(IndexFailure::Overloaded(error)) => return Err(IndexFailure::Unusable(error)),
            Err(other) => return Err(other),
        };
        self.narrowings = 0;
        // Servers that cannot begin where they are told to repeat themselves.
        if let Some(since) = window.since {
            parsed.rows.retain(|row| row.timestamp >= since);
        }
        if !self.requeue_rest(window, &mut parsed, limit, client)? {
            return Ok(Progress::none_yet());
        }
        filter.count_unreadable(parsed.unreadable);
        filter.resolve_revisits(client, &self.index, &mut parsed.rows).await;
        let rows = filter.accept(parsed.rows);
        Ok(if filter.is_full() { Progress::End(rows) } else { Progress::More(rows) })
    }

    /// Puts back what is left of a window after a response. `false` if the response itself is to be thrown away.
    fn requeue_rest(
        &mut self,
        window: Window,
        parsed: &mut ParsedRows,
        limit: usize,
        client: &IndexClient,
    ) -> IndexResult<bool> {
        let fatal = |problem| IndexFailure::Fatal(client.page_error(problem));
        if let Some(key) = parsed.resume_key.take().filter(|key| !key.is_empty()) {
            if window.resume_key.as_ref() == Some(&key) {
                return Err(fatal(IndexProblem::Circular));
            }
            self.windows.push(Window { resume_key: Some(key), ..window });
            return Ok(true);
        }
        // A server that sends more than requested knows no limit: that is everything.
        if parsed.sent != limit || window.resume_key.is_some() {
            return Ok(true);
        }
        // No key, but perhaps more rows. Those of one page come by time: the last second may be incomplete.
        if client.query.match_type == MatchType::Exact {
            let last = parsed.rows.iter().map(|row| row.timestamp).max();
            if let Some(last) = last.filter(|&last| parsed.rows.iter().any(|row| row.timestamp < last)) {
                parsed.rows.retain(|row| row.timestamp < last);
                self.windows.push(Window { since: Some(last), min_rows: 0, ..window });
                return Ok(true);
            }
        } else if let Some((earlier, later)) = window.halves() {
            self.windows.extend([later, earlier]);
            return Ok(false);
        }
        if limit >= MAX_PAGE_ROWS {
            return Err(fatal(IndexProblem::TooManyPerSecond { limit: MAX_PAGE_ROWS }));
        }
        self.windows.push(Window { min_rows: (limit * 4).max(MIN_PAGE_ROWS), ..window });
        Ok(false)
    }

    /// How many rows to request.
    fn rows_to_request(&self, client: &IndexClient, filter: &RowFilter) -> usize {
        let (query, dialect) = (&client.query, client.archive.dialect());
        // Where rows are chosen or collapsed here, more are needed than are wanted in the end.
        let server_collapses = dialect == Dialect::Wayback && query.server_collapse().is_some();
        let collapses_here = query.collapse.is_some() && !server_collapses;
        let chooses_here =
            query.order != Order::Oldest || collapses_here || query.wants_pages || query.wants_page_types;
        match filter.remaining().filter(|_| !chooses_here) {
            // Without a resume key the last second of a response is requested again.
            Some(remaining) if dialect != Dialect::Wayback => self.page_rows.min(remaining.saturating_add(1)),
            Some(remaining) => self.page_rows.min(remaining),
            None => self.page_rows,
        }
    }

    /// Asks for less where an index could not answer in time: half the time, and fewer rows. `false` if that makes no
    /// sense any more.
    fn narrow(&mut self, window: &Window, client: &IndexClient, filter: &RowFilter) -> bool {
        if !self.can_narrow(window, client, filter) {
            return false;
        }
        client.tell_halved(&self.index, window);
        if self.has_rows_to_spare(client, filter) {
            self.page_rows = (self.page_rows / 4).max(MIN_PAGE_ROWS);
        }
        self.narrowings += 1;
        match window.halves() {
            Some((earlier, later)) => self.windows.extend([later, earlier]),
            None => self.windows.push(window.clone()),
        }
        true
    }

    fn can_narrow(&self, window: &Window, client: &IndexClient, filter: &RowFilter) -> bool {
        self.narrowings < MAX_NARROWINGS && (self.has_rows_to_spare(client, filter) || window.halves().is_some())
    }

    /// Whether fewer rows could be requested.
    fn has_rows_to_spare(&self, client: &IndexClient, filter: &RowFilter) -> bool {
        self.page_rows > MIN_PAGE_ROWS && self.rows_to_request(client, filter) == self.page_rows
    }
}

/// Takes the next crawl that can hold something better than what there is.
fn next_hopeful(crawls: &mut VecDeque<Crawl>, filter: &mut RowFilter) -> Option<Crawl> {
    while let Some(crawl) = crawls.pop_front() {
        if !filter.is_hopeless(crawl.first..=crawl.last) {
            return Some(crawl);
        }
    }
    None
}
