//! The capture nearest to a time of a page that was there.

use std::collections::{BTreeSet, HashSet};

use url::Url;

use crate::archive::{Archive, Period, Timestamp};
use crate::error::{Error, ErrorKind, FetchFailure, IndexProblem, Result};
use crate::fetch::address::parse_page_url;
use crate::fetch::collection::is_missing_collection;
use crate::fetch::failure::is_not_cached;
use crate::fetch::fetcher::Fetcher;
use crate::fetch::index::{CdxRecord, Query, kept_rows};
use crate::page::{Page, is_page_status, is_redirect_status};

use super::classify::outcome_of_error;
use super::outcome::Outcome;
use super::page::readable_page;

/// How many captures are fetched in search of a page that was there, beside the one that the archive takes for the nearest.
const MAX_TRIES: usize = 5;

/// The same of redirects: a site that is gone has the same one for years.
const MAX_REDIRECT_TRIES: usize = 2;

/// How many captures in the cache are read where nothing else can be had; they cost nobody a request.
const MAX_KEPT_TRIES: usize = 100;

/// How many captures of an index are looked at: many may be revisits of one error page.
const MAX_CANDIDATES: usize = 100;

/// What came of a capture that was tried.
enum Verdict {
    /// This is it, or nothing better is to be had.
    Final(Outcome),
    /// A page of an error, with this status.
    ErrorPage(u16),
    /// No page came of this capture, but one may of another.
    DeadEnd(Outcome),
}

impl Fetcher {
    /// The page as it was captured nearest to a time (to the middle of a span). As
    /// [`nearest_captured`](Fetcher::nearest_captured), but everything else than a page is an error.
    ///
    /// ```no_run
    /// # async fn run() -> cuttings::Result<()> {
    /// use cuttings::{Archive, FetchOptions, Fetcher, Period};
    ///
    /// let fetcher = Fetcher::new(FetchOptions::default().contact("archive@library.example"))?;
    /// let day: Period = "2007-12-10".parse()?;
    /// let page = fetcher.nearest(&Archive::wayback(), "http://news.example/1.html", day).await?;
    /// let article = cuttings::Extractor::default().extract(&page)?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Every outcome but an archived page is one: [`ErrorKind::Capture`](crate::ErrorKind::Capture),
    /// [`ErrorKind::Excluded`](crate::ErrorKind::Excluded), [`ErrorKind::NotAPage`](crate::ErrorKind::NotAPage) when
    /// what was captured is empty or binary, and those of [`nearest_captured`](Fetcher::nearest_captured).
    pub async fn nearest(&self, archive: &Archive, url: &str, at: impl Into<Period>) -> Result<Page> {
        readable_page(self.nearest_captured(archive, url, at).await?.into_captured(url)?.page)
    }

    /// The capture nearest to a time (to the middle of a span) of a page that was there: of one that was served with a
    /// status of 200 to 299. Redirects are followed within the archive.
    ///
    /// The archive is asked for the capture that it takes for the nearest. If that is one of an error, or leads nowhere,
    /// the next nearest that the index takes for a page is tried, up to five. Where there are only captures of errors, the
    /// outcome is [`Outcome::ErrorPage`] with all their statuses. With
    /// [`FetchOptions::any_status`](crate::FetchOptions::any_status) the first is taken, whatever its status.
    ///
    /// ```no_run
    /// # async fn run() -> cuttings::Result<()> {
    /// use cuttings::{Archive, FetchOptions, Fetcher, Outcome, Period};
    ///
    /// let fetcher = Fetcher::new(FetchOptions::default().contact("archive@library.example"))?;
    /// let day: Period = "2007-12-10".parse()?;
    /// match fetcher.nearest_captured(&Archive::wayback(), "http://news.example/1.html", day).await? {
    ///     Outcome::Archived(captured) => println!("as captured {}", captured.timestamp),
    ///     Outcome::ErrorPage { statuses, .. } => println!("only errors: {statuses:?}"),
    ///     other => println!("{other}"),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`capture`](Fetcher::capture).
    pub async fn nearest_captured(&self, archive: &Archive, url: &str, at: impl Into<Period>) -> Result<Outcome> {
        let (page_url, at) = (parse_page_url(url.trim(), url)?, at.into());
        if self.any_status {
            return self.capture(archive, page_url.as_str(), at).await;
        }
        match self.nearest_by_archive(archive, &page_url, at).await {
            Err(error) if is_not_cached(&error) => self.nearest_kept(archive, &page_url, at, false, error).await,
            outcome => outcome,
        }
    }

    async fn nearest_by_archive(&self, archive: &Archive, page_url: &Url, at: Period) -> Result<Outcome> {
        let mut search = PageSearch::default();
        if archive.is_aggregator() {
            // Its TimeGate knows without all being listed.
            match self.nearest_capture(archive, page_url.as_str(), at).await {
                Ok(Some(row)) => match search.judge(self.fetch_record_near(archive, &row, at).await?) {
                    Verdict::Final(outcome) => return Ok(outcome),
                    verdict => search.note(verdict, Some(row.timestamp), row.status, row.digest),
                },
                Ok(None) => return Ok(Outcome::NeverArchived),
                Err(error) => return search.without_index(error),
            }
        }
        // Common Crawl replays nothing, nor does an aggregator.
        if let Some(walk) = self.walk_to_nearest(archive, page_url, at).await? {
            let is_unknown = matches!(walk.outcome, Outcome::NeverArchived) && walk.redirect.is_none();
            let time = walk.outcome.captured().map(|captured| captured.timestamp);
            match search.judge(walk.outcome) {
                Verdict::Final(outcome) => return Ok(outcome),
                Verdict::DeadEnd(outcome) if is_unknown => return Ok(outcome),
                verdict => search.note(verdict, time, walk.redirect, None),
            }
        }
        for with_redirects in [true, false] {
            let query = Query::default().closest(at).pages().max_rows(MAX_CANDIDATES);
            let query = if with_redirects { query.or_redirects() } else { query };
            search.skips_redirects = false;
            match self.try_rows(archive, page_url.as_str(), at, query, &mut search).await {
                Ok(Some(outcome)) => return Ok(outcome),
                // So many redirects lead nowhere that they may hide the pages behind them.
                Ok(None) if search.skips_redirects => {}
                Ok(None) => break,
                Err(error) => return search.without_index(error),
            }
        }
        Ok(search.conclusion())
    }

    /// The nearest of the captures that the cache holds, where what the archive takes for the nearest is not in it: `missing` is
    /// the error for that. Without `any_status`, of a page that was there.
    pub(super) async fn nearest_kept(
        &self,
        archive: &Archive,
        url: &Url,
        at: Period,
        any_status: bool,
        missing: Error,
    ) -> Result<Outcome> {
        let wanted = Query::default().closest(at).max_rows(usize::MAX);
        let wanted = if any_status { wanted } else { wanted.pages().or_redirects() };
        let rows = kept_rows(&self.transport, archive, url.as_str()).await?;
        let mut search = PageSearch::default();
        for row in wanted.best_of(rows) {
            if search.tries == MAX_KEPT_TRIES {
                break;
            }
            let outcome = match self.fetch_record_near(archive, &row, at).await {
                // Listed, and never fetched.
                Err(error) if is_not_cached(&error) => continue,
                outcome => outcome?,
            };
            if any_status {
                return Ok(outcome);
            }
            search.tries += 1;
            match search.judge(outcome) {
                Verdict::Final(outcome) => return Ok(outcome),
                verdict => search.note(verdict, Some(row.timestamp), row.status, row.digest),
            }
        }
        if search.tries > 0 { Ok(search.conclusion()) } else { Err(missing) }
    }

    /// Tries captures that the index takes for pages, the nearest first. An error is one of the index, or keeps anything from
    /// being asked.
    async fn try_rows(
        &self,
        archive: &Archive,
        url: &str,
        at: Period,
        query: Query,
        search: &mut PageSearch,
    ) -> Result<Option<Outcome>> {
        let mut rows = self.captures(archive, url, &query);
        while let Some(row) = rows.next().await.transpose()? {
            if search.is_known(&row) || !search.may_try(&row) {
                continue;
            }
            match search.judge(self.fetch_record_near(archive, &row, at).await?) {
                Verdict::Final(outcome) => return Ok(Some(outcome)),
                verdict => search.note(verdict, Some(row.timestamp), row.status, row.digest),
            }
        }
        search.statuses.extend(rows.passed_over());
        Ok(None)
    }
}

/// What a search for a page has found so far, all of it of no use.
#[derive(Default)]
struct PageSearch {
    /// The statuses of captures of errors, and of redirects to what was never archived.
    statuses: BTreeSet<u16>,
    /// When captures were made that are of no use, and the digests of these.
    times: HashSet<Timestamp>,
    digests: HashSet<String>,
    /// The first that led nowhere.
    dead_end: Option<Outcome>,
    /// How many pages and how many redirects were fetched.
    tries: usize,
    redirect_tries: usize,
    /// Whether redirects were passed over because enough of them were tried, and whether pages were.
    skips_redirects: bool,
    skips_pages: bool,
}

impl PageSearch {
    fn judge(&self, outcome: Outcome) -> Verdict {
        match outcome {
            Outcome::Archived(captured) => match captured.page.status().filter(|&status| !is_page_status(status)) {
                Some(status) => Verdict::ErrorPage(status),
                // Nothing at all is no page; it is given where there is nothing better.
                None if captured.page.bytes().is_empty() => Verdict::DeadEnd(Outcome::Archived(captured)),
                None => Verdict::Final(Outcome::Archived(captured)),
            },
            Outcome::ErrorPage { statuses, .. } => match statuses.first() {
                Some(&status) => Verdict::ErrorPage(status),
                None => Verdict::DeadEnd(Outcome::NeverArchived),
            },
            Outcome::NeverArchived
            | Outcome::RedirectPage { .. }
            | Outcome::FramePage
            | Outcome::LeftArchive { .. }
            | Outcome::RedirectLoop
            | Outcome::TooManyRedirects => Verdict::DeadEnd(outcome),
            // A broken capture; where the archive answered with an error, it would do so again.
            Outcome::PlaybackFailure { ref source, .. }
                if source.as_ref().is_none_or(|error| error.status().is_none()) =>
            {
                Verdict::DeadEnd(outcome)
            }
            // Nothing else would come either, or nothing else is to be asked.
            Outcome::Excluded
            | Outcome::RateLimited { .. }
            | Outcome::ArchiveDown { .. }
            | Outcome::PlaybackFailure { .. }
            | Outcome::OutsideWindow { .. }
            | Outcome::Redirected { .. } => Verdict::Final(outcome),
        }
    }

    /// Notes a capture that is of no use; `status` is its own, before any redirect.
    fn note(&mut self, verdict: Verdict, time: Option<Timestamp>, status: Option<u16>, digest: Option<String>) {
        self.times.extend(time);
        match verdict {
            Verdict::ErrorPage(status) => {
                self.statuses.insert(status);
                self.digests.extend(digest);
            }
            Verdict::DeadEnd(outcome) => {
                let led_nowhere = matches!(outcome, Outcome::NeverArchived);
                self.statuses.extend(status.filter(|_| led_nowhere));
                self.dead_end.get_or_insert(outcome);
            }
            Verdict::Final(_) => {}
        }
    }

    /// Whether a capture is of no use: it was tried, or its bytes are those of one that was.
    fn is_known(&self, row: &CdxRecord) -> bool {
        // Several captures may be of one second: what an index takes for a page is no error page that was tried.
        let was_tried = row.status.is_none() && self.times.contains(&row.timestamp);
        was_tried || row.digest.as_ref().is_some_and(|digest| self.digests.contains(digest))
    }

    /// Whether a capture may be fetched, by how many were already.
    fn may_try(&mut self, row: &CdxRecord) -> bool {
        let (tries, max, skips) = match row.status.is_some_and(is_redirect_status) {
            true => (&mut self.redirect_tries, MAX_REDIRECT_TRIES, &mut self.skips_redirects),
            false => (&mut self.tries, MAX_TRIES, &mut self.skips_pages),
        };
        *skips |= *tries == max;
        *tries = (*tries + 1).min(max);
        !*skips
    }

    /// What to say where the index cannot be read.
    fn without_index(self, error: Error) -> Result<Outcome> {
        if is_missing_collection(&error) {
            return Err(error);
        }
        // An archive without any index: what it gave is all there is to know.
        let has_none = matches!(
            error.kind(),
            ErrorKind::Fetch { failure: FetchFailure::Index { problem: IndexProblem::NoIndex { .. } }, .. }
        );
        match has_none && !(self.statuses.is_empty() && self.dead_end.is_none()) {
            true => Ok(self.conclusion()),
            false => outcome_of_error(error),
        }
    }

    fn conclusion(self) -> Outcome {
        let statuses: Vec<u16> = self.statuses.into_iter().collect();
        match self.dead_end {
            Some(Outcome::NeverArchived) | None if !statuses.is_empty() => {
                Outcome::ErrorPage { statuses, more: self.skips_pages }
            }
            dead_end => dead_end.unwrap_or(Outcome::NeverArchived),
        }
    }
}
