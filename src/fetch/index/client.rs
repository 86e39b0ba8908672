//! Asks the index of an archive about one page, and tells what the response means.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderName};
use url::Url;

use crate::archive::{Archive, Dialect, Timestamp};
use crate::error::{Error, ErrorKind, FetchFailure, IndexProblem};
use crate::fetch::address::parse_page_url;
use crate::fetch::collection::missing_collection;
use crate::fetch::failure::{fetch_error, index_error, status_error};
use crate::fetch::http_date::format_http_date;
use crate::fetch::transport::{Pool, Request, Response, Transport, is_overload_status};
use crate::fetch::wait::WaitReason;

use super::kept::kept_rows;
use super::parse::{ParsedRows, RowsError, parse_rows, says_excluded};
use super::query::{MatchType, Query};
use super::record::CdxRecord;
use super::request::{End, RowsRequest, Window};
use super::timemap::{TimeMap, parse_timemap, row_from_timegate};

/// How many redirects are followed to an index.
const MAX_INDEX_REDIRECTS: usize = 3;

/// How much of a body is searched for the words of an exclusion, in bytes.
const EXCLUSION_HEAD_BYTES: usize = 4096;

/// How much of a response that is not an index is quoted in an error, in characters.
const MAX_QUOTED_CHARS: usize = 80;

/// Why a response is of no use.
pub(super) enum IndexFailure {
    /// The archive holds the page back.
    Excluded,
    /// The index could not answer in time; it may if it is asked for less.
    Overloaded(Error),
    /// This source gives nothing; another one may.
    Unusable(Error),
    /// Nothing more is to be requested, from any source.
    Fatal(Error),
}

pub(super) type IndexResult<T> = std::result::Result<T, IndexFailure>;

/// An archive's index, and what it is asked for.
pub(super) struct IndexClient {
    transport: Transport,
    pub(super) archive: Archive,
    /// The page's address as indexes are asked for it; empty before [`resolve_target`](Self::resolve_target).
    pub(super) target: String,
    pub(super) query: Query,
    /// Whether an index has answered with a row: there is something to find where it was asked.
    had_rows: AtomicBool,
}

impl IndexClient {
    pub(super) fn new(transport: Transport, archive: Archive, query: Query) -> IndexClient {
        IndexClient { transport, archive, target: String::new(), query, had_rows: AtomicBool::new(false) }
    }

    /// Takes the page's address as the caller gave it; a star at its beginning or end chooses the match type.
    pub(super) fn resolve_target(&mut self, given: &str) -> IndexResult<()> {
        let (text, match_type) = MatchType::split_wildcard(given);
        if let Some(match_type) = match_type {
            self.query.match_type = match_type;
        }
        self.target = parse_page_url(text, given).map_err(IndexFailure::Fatal)?.to_string();
        Ok(())
    }

    /// How many pages a TimeMap may have.
    pub(super) fn max_timemap_pages(&self) -> usize {
        self.transport.limits().timemap_pages
    }

    /// What the cache knows of the page's captures.
    pub(super) async fn kept_rows(&self) -> IndexResult<Vec<CdxRecord>> {
        kept_rows(&self.transport, &self.archive, &self.target).await.map_err(IndexFailure::Fatal)
    }

    /// The error for the page, where the index cannot be used.
    pub(super) fn page_error(&self, problem: IndexProblem) -> Error {
        ErrorKind::Fetch { url: self.target.clone(), failure: FetchFailure::Index { problem } }.into()
    }

    /// Fetches rows from one end of a window of time. Where the index may be `asks_for_less`, it is not asked the same again if
    /// it cannot answer in time.
    pub(super) async fn fetch_rows(
        &self,
        index: &Url,
        window: &Window,
        end: End,
        limit: usize,
        asks_for_less: bool,
    ) -> IndexResult<ParsedRows> {
        self.fetch_rows_for(&self.query, index, window, end, limit, asks_for_less).await
    }

    /// The same for another query about the same page.
    pub(super) async fn fetch_rows_for(
        &self,
        query: &Query,
        index: &Url,
        window: &Window,
        end: End,
        limit: usize,
        asks_for_less: bool,
    ) -> IndexResult<ParsedRows> {
        let (dialect, target) = (self.archive.dialect(), &self.target);
        let url = RowsRequest { dialect, index, target, query, window, end, limit }.url();
        let request = Request { asks_for_less, ..Request::new(url, Pool::Index) };
        let response = self.check_status(self.follow_redirects(request).await?)?;
        // Common Crawl's way to say that there are none.
        if response.status == 404 {
            return Ok(ParsedRows::default());
        }
        let parsed = parse_rows(&response.body, &self.archive).map_err(|error| match error {
            RowsError::Excluded => IndexFailure::Excluded,
            RowsError::NoIndex(words) => {
                let start = words.chars().take(MAX_QUOTED_CHARS).collect();
                IndexFailure::Unusable(index_error(&response.url, IndexProblem::NotAnIndex { start }))
            }
        })?;
        self.had_rows.fetch_or(parsed.sent > 0, Ordering::Relaxed);
        Ok(parsed)
    }

    /// Tells that less is asked of the index, because it could not answer for a window.
    pub(super) fn tell_halved(&self, index: &Url, window: &Window) {
        let host = index.host_str().unwrap_or_default();
        let host = index.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let reason = WaitReason::HalvedWindow { since: window.since, until: window.until };
        self.transport.observer().tell(&host, Duration::ZERO, reason);
    }

    /// An index without a row may be one of a collection that does not exist: pywb's answer for these is as empty as that
    /// for a page that was never archived. The collection's own page tells.
    pub(super) async fn check_collection(&self) -> IndexResult<()> {
        let may_tell = self.archive.is_pywb() && !self.archive.has_index_apart();
        let Some(address) = self.archive.replay_prefix().filter(|_| may_tell) else {
            return Ok(());
        };
        let Some(own_page) = Url::parse(address).ok().filter(|_| !self.transport.knows_collection(address)) else {
            return Ok(());
        };
        if !self.had_rows.load(Ordering::Relaxed) {
            // Where the page does not come, nothing is known of it; and the index has answered.
            let response = self.transport.send(&Request::new(own_page, Pool::Replay)).await.ok();
            if let Some(error) = response.and_then(|response| missing_collection(&self.archive, &response)) {
                return Err(IndexFailure::Fatal(error));
            }
        }
        self.transport.note_collection(address);
        Ok(())
    }

    /// Fetches a page of the TimeMap; `None` when it lists nothing.
    pub(super) async fn fetch_timemap(&self, url: Url) -> IndexResult<Option<TimeMap>> {
        let request = Request::new(url, Pool::Index).with_header(ACCEPT, "application/link-format");
        let response = self.follow_redirects(request).await?;
        if let Some(error) = missing_collection(&self.archive, &response) {
            return Err(IndexFailure::Fatal(error));
        }
        // Never archived.
        if response.status == 404 {
            return Ok(None);
        }
        let response = self.check_status(response)?;
        match parse_timemap(&response.body, &response.url, &self.archive) {
            Some(timemap) => Ok(Some(timemap)),
            // An empty one is of a page that was never archived.
            None if response.body.trim_ascii().is_empty() => Ok(None),
            None => Err(IndexFailure::Unusable(index_error(&response.url, IndexProblem::NotATimeMap))),
        }
    }

    /// The capture nearest to a time, by the TimeGate.
    pub(super) async fn fetch_nearest(&self, timegate: Url, at: Timestamp) -> IndexResult<Option<CdxRecord>> {
        let accept_datetime = HeaderName::from_static("accept-datetime");
        let request = Request::new(timegate, Pool::Replay).with_header(accept_datetime, format_http_date(at));
        let response = self.transport.send(&request).await.map_err(IndexFailure::Fatal)?;
        let reason = runtime_error(&response);
        if says_excluded(reason) || (response.status == 403 && !reason.is_empty()) {
            return Err(IndexFailure::Excluded);
        }
        Ok(row_from_timegate(&response, &self.archive, &self.target))
    }

    /// Fetches whatever an index has at an address.
    pub(super) async fn fetch(&self, url: Url) -> IndexResult<Response> {
        let response = self.follow_redirects(Request::new(url, Pool::Index)).await?;
        self.check_status(response)
    }

    /// Sends a request, and follows redirects on the same host.
    async fn follow_redirects(&self, mut request: Request) -> IndexResult<Response> {
        for _ in 0..=MAX_INDEX_REDIRECTS {
            let response = self.transport.send(&request).await.map_err(|error| match error.is_timeout() {
                true if request.asks_for_less => IndexFailure::Overloaded(error),
                _ => IndexFailure::Fatal(error),
            })?;
            match response.redirect_on_host() {
                Some(next) => request.url = next,
                None => return Ok(response),
            }
        }
        let failure = FetchFailure::TooManyRedirects { limit: MAX_INDEX_REDIRECTS };
        Err(IndexFailure::Unusable(fetch_error(&request.url, failure)))
    }

    /// Lets a response through that is one of an index by its status.
    fn check_status(&self, response: Response) -> IndexResult<Response> {
        let reason = runtime_error(&response);
        let head = response.body.get(..EXCLUSION_HEAD_BYTES).unwrap_or(&response.body);
        let head = String::from_utf8_lossy(head);
        let error = || status_error(&response.url, response.status);
        let says_no_captures = head.trim_start().starts_with('{') && head.contains("No Captures");
        if let Some(error) = missing_collection(&self.archive, &response) {
            return Err(IndexFailure::Fatal(error));
        }
        match response.status {
            _ if says_excluded(reason) => Err(IndexFailure::Excluded),
            403 if !reason.is_empty() || says_excluded(&head) => Err(IndexFailure::Excluded),
            200..300 => Ok(response),
            404 if self.archive.dialect() == Dialect::CommonCrawl && says_no_captures => Ok(response),
            status if is_overload_status(status) => Err(IndexFailure::Overloaded(error())),
            403 | 429 => Err(IndexFailure::Fatal(error())),
            _ if says_excluded(&head) => Err(IndexFailure::Excluded),
            _ => Err(IndexFailure::Unusable(error())),
        }
    }
}

/// The error that the Wayback Machine's software reports in a header; empty if it reports none.
fn runtime_error(response: &Response) -> &str {
    response.header("x-archive-wayback-runtime-error").unwrap_or_default()
}
