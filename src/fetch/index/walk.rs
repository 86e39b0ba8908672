//! The way through an archive's indexes: what is asked next.

use std::collections::{HashSet, VecDeque};

use reqwest::header::{ACCEPT, HeaderName};
use url::Url;

use crate::archive::{Archive, Dialect, Timestamp};
use crate::error::{Error, ErrorKind, Result};

use super::super::address::{redact_credentials, without_credentials};
use super::super::failure::{fetch_error, status_with_phrase};
use super::super::http_date::format_http_date;
use super::super::transport::{Pool, Request, Response, Transport};
use super::crawls::{self, Crawl};
use super::parse::{self, Parsed, Refusal, says_excluded};
use super::query::{MatchType, Order, Query};
use super::request::{self, End, Window};
use super::row::CaptureRow;
use super::sieve::Sieve;
use super::timemap;

/// Rows asked for at once.
const PAGE: usize = 10_000;

/// Fewer are not asked for at once, however an index groans.
const LEAST: usize = 100;

/// More are not: Wayback's own limit.
const MOST: usize = 150_000;

/// How often in a row an index may be asked for less before it is given up.
const NARROWER: usize = 16;

/// How many answers in a row may hold nothing that is wanted.
const BARREN: usize = 1_000;

/// How many pages of a TimeMap are followed.
const MAPS: usize = 1_000;

/// How many redirects lead to an index.
const REDIRECTS: usize = 3;

/// What has been asked, and what is to be asked next.
pub(super) struct Walk {
    transport: Transport,
    archive: Archive,
    given: String,
    target: String,
    query: Query,
    sieve: Sieve,
    stage: Stage,
    page: usize,
    narrowed: usize,
    barren: usize,
    skipped: usize,
    /// What the index failed with, if something else is tried after it.
    failure: Option<Error>,
}

enum Stage {
    Start,
    /// The ends of the index alone, of a single page.
    Ends(Url),
    /// Indexes, from their first row to their last; the windows of the present one, the next at the end.
    Indexes(VecDeque<Crawl>, Url, Vec<Window>),
    Gate,
    Maps(VecDeque<Url>, HashSet<Url>),
    Done,
}

/// Why an answer is of no use.
enum Trouble {
    Excluded,
    /// Less might be had.
    Busy(Error),
    /// There may be another source.
    Failed(Error),
    /// It is over.
    Final(Error),
}

type Asked<T> = std::result::Result<T, Trouble>;

impl Walk {
    pub(super) fn new(transport: Transport, archive: Archive, url: &str, query: Query) -> Walk {
        Walk {
            transport,
            archive,
            given: url.trim().to_owned(),
            target: String::new(),
            sieve: Sieve::new(query.clone()),
            query,
            stage: Stage::Start,
            page: PAGE,
            narrowed: 0,
            barren: 0,
            skipped: 0,
            failure: None,
        }
    }

    pub(super) fn skipped(&self) -> usize {
        self.skipped
    }

    /// Asks once more. `None` at the end; no rows where an answer had none that were wanted.
    pub(super) async fn step(&mut self) -> Result<Option<Vec<CaptureRow>>> {
        let stage = std::mem::replace(&mut self.stage, Stage::Done);
        let found = match stage {
            Stage::Done => return Ok(None),
            Stage::Start => self.start().await,
            Stage::Ends(index) => self.ends(&index).await,
            Stage::Indexes(left, index, windows) => self.window(left, index, windows).await,
            Stage::Gate => self.gate().await,
            Stage::Maps(left, seen) => self.map(left, seen).await,
        };
        let rows = match found {
            Ok(rows) => rows,
            Err(trouble) => self.other_source(trouble)?,
        };
        self.barren = if rows.is_empty() { self.barren + 1 } else { 0 };
        if self.barren > BARREN {
            return Err(fetch_error(&self.target, format!("{BARREN} answers without a capture that is wanted")));
        }
        Ok(Some(rows))
    }

    async fn start(&mut self) -> Asked<Vec<CaptureRow>> {
        self.target = self.target().map_err(Trouble::Final)?;
        if self.query.limit == Some(0) {
            return Ok(Vec::new());
        }
        let exact = self.query.match_type == MatchType::Exact;
        let index = self.archive.index().map(Url::parse).transpose();
        let index = index.map_err(|e| Trouble::Final(fetch_error(&self.target, e.to_string())))?;
        match (index, self.archive.dialect()) {
            (Some(list), Dialect::CommonCrawl) => {
                let answer = self.ask(list).await?;
                let shown = without_credentials(&answer.url);
                let crawls = crawls::read(&answer.body, &answer.url, &self.query)
                    .ok_or_else(|| Trouble::Final(fetch_error(shown.as_str(), "no list of crawls".to_owned())))?;
                self.next_index(crawls.into());
                Ok(Vec::new())
            }
            (Some(index), Dialect::Wayback | Dialect::Pywb) if exact && self.query.order != Order::Oldest => {
                self.stage = Stage::Ends(index);
                Ok(Vec::new())
            }
            (Some(index), Dialect::Wayback | Dialect::Pywb) => {
                self.stage = Stage::Indexes(VecDeque::new(), index, vec![self.whole()]);
                Ok(Vec::new())
            }
            _ => Err(Trouble::Failed(fetch_error(&self.target, format!("{} has no index of captures", self.archive)))),
        }
    }

    /// The page's address, as indexes are asked for it; a star at its beginning or end chooses the match type.
    fn target(&mut self) -> Result<String> {
        let mut text = self.given.as_str();
        if let Some(domain) = text.strip_prefix("*.") {
            (text, self.query.match_type) = (domain, MatchType::Domain);
        } else if let Some(start) = text.strip_suffix('*') {
            (text, self.query.match_type) = (start, MatchType::Prefix);
        }
        let full = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let parsed =
            Url::parse(&full).map_err(|source| ErrorKind::Url { text: redact_credentials(&self.given), source })?;
        if !matches!(parsed.scheme(), "http" | "https") {
            return Err(fetch_error(
                &redact_credentials(&self.given),
                format!("cannot fetch over {}", parsed.scheme()),
            ));
        }
        let mut target = without_credentials(&parsed);
        target.set_fragment(None);
        Ok(target.to_string())
    }

    fn whole(&self) -> Window {
        Window { from: self.query.from, to: self.query.to, ..Window::default() }
    }

    /// Goes on to the next crawl, or to the end.
    fn next_index(&mut self, mut left: VecDeque<Crawl>) {
        while let Some(crawl) = left.pop_front() {
            if !self.sieve.beats(crawl.first, crawl.last) {
                self.stage = Stage::Indexes(left, crawl.index, vec![self.whole()]);
                return;
            }
        }
    }

    /// A window of an index, the earliest that is left.
    async fn window(&mut self, left: VecDeque<Crawl>, index: Url, mut windows: Vec<Window>) -> Asked<Vec<CaptureRow>> {
        let Some(window) = windows.pop() else {
            self.next_index(left);
            let over = matches!(self.stage, Stage::Done);
            return Ok(if over { self.sieve.finish() } else { Vec::new() });
        };
        let dialect = self.archive.dialect();
        let limit = self.rows_wanted(dialect).max(window.least).min(MOST);
        let url = request::address(dialect, &index, &self.target, &self.query, &window, End::First, limit);
        let answer = self.rows(url).await;
        let mut parsed = match answer {
            Ok(parsed) if parsed.cut && self.narrow(&mut windows, &window) => {
                self.stage = Stage::Indexes(left, index, windows);
                return Ok(Vec::new());
            }
            Ok(parsed) => parsed,
            Err(Trouble::Busy(error)) => {
                if !self.narrow(&mut windows, &window) {
                    return Err(Trouble::Failed(error));
                }
                self.stage = Stage::Indexes(left, index, windows);
                return Ok(Vec::new());
            }
            Err(other) => return Err(other),
        };
        self.narrowed = 0;
        // Servers that cannot begin where they are told to repeat themselves.
        if let Some(from) = window.from {
            parsed.rows.retain(|row| row.timestamp >= from);
        }
        if !self.go_on(&mut windows, window, &mut parsed, limit)? {
            self.stage = Stage::Indexes(left, index, windows);
            return Ok(Vec::new());
        }
        self.skipped += parsed.skipped;
        let rows = self.sieve.pass(parsed.rows);
        if !self.sieve.full() {
            self.stage = Stage::Indexes(left, index, windows);
        }
        Ok(rows)
    }

    /// Where the answer to a window has more to follow, puts what is left of it back. `false` if the answer itself is
    /// to be thrown away.
    fn go_on(&self, windows: &mut Vec<Window>, window: Window, parsed: &mut Parsed, limit: usize) -> Asked<bool> {
        if let Some(key) = parsed.resume.take().filter(|key| !key.is_empty()) {
            if window.resume.as_ref() == Some(&key) {
                return Err(Trouble::Final(fetch_error(&self.target, "the index goes in circles".to_owned())));
            }
            windows.push(Window { resume: Some(key), ..window });
            return Ok(true);
        }
        // More than asked for is all: such a server knows no limit.
        if parsed.sent != limit || window.resume.is_some() {
            return Ok(true);
        }
        // No key, but perhaps more. Of one page, rows come by time: the last second may be incomplete.
        if self.query.match_type == MatchType::Exact {
            let last = parsed.rows.iter().map(|row| row.timestamp).max();
            if let Some(last) = last.filter(|&last| parsed.rows.iter().any(|row| row.timestamp < last)) {
                parsed.rows.retain(|row| row.timestamp < last);
                windows.push(Window { from: Some(last), least: 0, ..window });
                return Ok(true);
            }
        } else if let Some((earlier, later)) = window.halves() {
            windows.push(later);
            windows.push(earlier);
            return Ok(false);
        }
        if limit >= MOST {
            return Err(Trouble::Final(fetch_error(&self.target, format!("more than {MOST} captures in one second"))));
        }
        windows.push(Window { least: (limit * 4).max(LEAST), ..window });
        Ok(false)
    }

    /// How many rows to ask for.
    fn rows_wanted(&self, dialect: Dialect) -> usize {
        // What is collapsed or chosen here needs more than is wanted in the end.
        let here = self.query.order != Order::Oldest
            || self.query.collapse.is_some()
                && (dialect != Dialect::Wayback || self.query.match_type != MatchType::Exact);
        match self.sieve.room().filter(|_| !here) {
            // Without a key to go on with, the last second of an answer is asked for again.
            Some(room) if dialect != Dialect::Wayback => self.page.min(room.saturating_add(1)),
            Some(room) => self.page.min(room),
            None => self.page,
        }
    }

    /// Asks for less where an index could not answer in time: fewer rows, then half the time.
    fn narrow(&mut self, windows: &mut Vec<Window>, window: &Window) -> bool {
        self.narrowed += 1;
        if self.narrowed > NARROWER {
            return false;
        }
        if self.page > LEAST && self.rows_wanted(self.archive.dialect()) == self.page {
            self.page = (self.page / 4).max(LEAST);
            windows.push(window.clone());
            return true;
        }
        let Some((earlier, later)) = window.halves() else { return false };
        windows.push(later);
        windows.push(earlier);
        true
    }

    /// The last captures of a page, or those nearest to a time, without reading what lies between.
    async fn ends(&mut self, index: &Url) -> Asked<Vec<CaptureRow>> {
        let wanted = self.query.limit.unwrap_or(1).clamp(1, MOST);
        let whole = self.whole();
        let mut found = match self.query.order {
            // Two questions: this server's own way to the nearest loses rows.
            Order::Closest(at) if self.archive.dialect() == Dialect::Wayback => {
                let before = Window { to: Some(whole.to.map_or(at, |to| to.min(at))), ..whole.clone() };
                let after = Window { from: Some(whole.from.map_or(at, |from| from.max(at))), ..whole };
                let mut found = Vec::new();
                if before.from <= before.to {
                    found = self.end(index, &before, End::Last, wanted).await?;
                }
                if after.to.is_none() || after.from <= after.to {
                    found.extend(self.end(index, &after, End::First, wanted).await?);
                }
                found
            }
            Order::Closest(at) => self.end(index, &whole, End::Closest(at), wanted).await?,
            _ => self.end(index, &whole, End::Last, wanted).await?,
        };
        found.sort_by_key(|row| row.timestamp);
        self.sieve.pass(found);
        Ok(self.sieve.finish())
    }

    /// The captures at one end of a window, at least so many that are wanted, if there are.
    async fn end(&mut self, index: &Url, window: &Window, end: End, wanted: usize) -> Asked<Vec<CaptureRow>> {
        let mut limit = wanted;
        loop {
            let url = request::address(self.archive.dialect(), index, &self.target, &self.query, window, end, limit);
            let mut parsed = self.rows(url).await?;
            let all = parsed.sent < limit || limit >= MOST;
            parsed.rows.sort_by_key(|row| row.timestamp);
            let mut sieve = Sieve::new(Query { order: Order::Oldest, limit: None, ..self.query.clone() });
            let mut rows = sieve.pass(parsed.rows);
            // The first of a run may lie before what was asked for.
            if self.query.collapse.is_some() && !all && end != End::First && !rows.is_empty() {
                rows.remove(0);
            }
            if all || rows.len() >= wanted {
                self.skipped += parsed.skipped;
                return Ok(rows);
            }
            limit = limit.saturating_mul(8).clamp(LEAST, MOST);
        }
    }

    /// Asks an index.
    async fn rows(&mut self, url: Url) -> Asked<Parsed> {
        let answer = self.ask(url).await?;
        // Common Crawl's way to say that there is none.
        if answer.status == 404 {
            return Ok(Parsed::default());
        }
        parse::parse(&answer.body, &self.archive).map_err(|refusal| match refusal {
            Refusal::Excluded => Trouble::Excluded,
            Refusal::NoIndex(words) => {
                let shown = without_credentials(&answer.url);
                Trouble::Failed(fetch_error(shown.as_str(), format!("no rows of an index: {}", quote(&words))))
            }
        })
    }

    /// Sends a question, follows redirects on the same host, and judges the status.
    async fn ask(&self, url: Url) -> Asked<Response> {
        let mut ask = Request::new(url, Pool::Index);
        for _ in 0..=REDIRECTS {
            let answer = self.transport.send(&ask).await.map_err(Trouble::Final)?;
            match answer.redirect_on_host() {
                Some(next) => ask.url = next,
                None => return self.judge(answer),
            }
        }
        Err(Trouble::Failed(fetch_error(
            without_credentials(&ask.url).as_str(),
            format!("more than {REDIRECTS} redirects"),
        )))
    }

    fn judge(&self, answer: Response) -> Asked<Response> {
        let shown = without_credentials(&answer.url);
        let fail = || fetch_error(shown.as_str(), format!("status {}", status_with_phrase(answer.status)));
        let reason = answer.header("x-archive-wayback-runtime-error").unwrap_or_default();
        let head = String::from_utf8_lossy(answer.body.get(..answer.body.len().min(4096)).unwrap_or_default());
        match answer.status {
            _ if says_excluded(reason) => Err(Trouble::Excluded),
            403 if !reason.is_empty() || says_excluded(&head) => Err(Trouble::Excluded),
            200..300 => Ok(answer),
            404 if self.archive.dialect() == Dialect::CommonCrawl && head.trim_start().starts_with('{') => Ok(answer),
            502 | 504 => Err(Trouble::Busy(fail())),
            403 | 429 => Err(Trouble::Final(fail())),
            _ if says_excluded(&head) => Err(Trouble::Excluded),
            _ => Err(Trouble::Failed(fail())),
        }
    }

    /// After a failure of the index: the TimeGate for the nearest, the TimeMap for all.
    fn other_source(&mut self, trouble: Trouble) -> Result<Vec<CaptureRow>> {
        let error = match trouble {
            Trouble::Excluded => return Err(ErrorKind::Excluded { url: self.target.clone() }.into()),
            Trouble::Final(error) => return Err(error),
            Trouble::Busy(error) | Trouble::Failed(error) => error,
        };
        let possible = self.query.match_type == MatchType::Exact && self.sieve.untouched() && self.failure.is_none();
        let map = self.archive.timemap(&self.target).and_then(|map| Url::parse(&map).ok());
        match map.filter(|_| possible) {
            Some(map) => {
                self.failure = Some(error);
                let nearest = matches!(self.query.order, Order::Closest(_)) && self.query.limit == Some(1);
                self.stage = if nearest { Stage::Gate } else { Stage::Maps([map].into(), HashSet::new()) };
                Ok(Vec::new())
            }
            // The index is what was asked: its failure is the answer.
            None => Err(self.failure.take().unwrap_or(error)),
        }
    }

    /// The nearest capture by the TimeGate.
    async fn gate(&mut self) -> Asked<Vec<CaptureRow>> {
        let address = |text: Option<String>| text.and_then(|text| Url::parse(&text).ok());
        let (gate, map) = (address(self.archive.timegate(&self.target)), address(self.archive.timemap(&self.target)));
        if let (Some(gate), Order::Closest(at)) = (gate, self.query.order) {
            let ask = Request::new(gate, Pool::Replay)
                .with_header(HeaderName::from_static("accept-datetime"), format_http_date(at));
            let answer = self.transport.send(&ask).await.map_err(Trouble::Final)?;
            let reason = answer.header("x-archive-wayback-runtime-error").unwrap_or_default();
            if says_excluded(reason) || (answer.status == 403 && !reason.is_empty()) {
                return Err(Trouble::Excluded);
            }
            let row = timemap::of_gate(&answer, &self.archive, &self.target).filter(|row| self.query.wants(row));
            if row.is_some() {
                return Ok(row.into_iter().collect());
            }
        }
        self.stage = Stage::Maps(map.into_iter().collect(), HashSet::new());
        Ok(Vec::new())
    }

    /// A page of the TimeMap.
    async fn map(&mut self, mut left: VecDeque<Url>, mut seen: HashSet<Url>) -> Asked<Vec<CaptureRow>> {
        let Some(url) = left.pop_front() else { return Ok(self.sieve.finish()) };
        if seen.len() >= MAPS || !seen.insert(url.clone()) {
            self.stage = Stage::Maps(left, seen);
            return Ok(Vec::new());
        }
        let mut ask = Request::new(url, Pool::Index).with_header(ACCEPT, "application/link-format");
        let mut answer = self.transport.send(&ask).await.map_err(Trouble::Final)?;
        if let Some(next) = answer.redirect_on_host() {
            ask.url = next;
            answer = self.transport.send(&ask).await.map_err(Trouble::Final)?;
        }
        // Never archived.
        if answer.status == 404 {
            self.stage = Stage::Maps(left, seen);
            return Ok(Vec::new());
        }
        let answer = self.judge(answer)?;
        let Some(map) = timemap::read(&answer.body, &answer.url, &self.archive) else {
            let shown = without_credentials(&answer.url);
            // An empty one is of a page that was never archived.
            if answer.body.trim_ascii().is_empty() {
                self.stage = Stage::Maps(left, seen);
                return Ok(Vec::new());
            }
            return Err(Trouble::Failed(fetch_error(shown.as_str(), "no TimeMap".to_owned())));
        };
        self.skipped += map.skipped;
        let in_time = |first: Option<Timestamp>, last: Option<Timestamp>| {
            self.query.from.is_none_or(|from| last.is_none_or(|last| last >= from))
                && self.query.to.is_none_or(|to| first.is_none_or(|first| first <= to))
        };
        left.extend(map.more.into_iter().filter(|(_, first, last)| in_time(*first, *last)).map(|(url, ..)| url));
        let rows = self.sieve.pass(map.rows);
        if !self.sieve.full() {
            self.stage = Stage::Maps(left, seen);
        }
        Ok(rows)
    }
}

/// The beginning of a text, on one line.
fn quote(text: &str) -> String {
    const MOST: usize = 80;
    format!("{:?}", text.chars().take(MOST).collect::<String>())
}
