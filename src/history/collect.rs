//! Reads the captures of a page, in their order.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use crate::archive::{Archive, Timestamp};
use crate::article::{Article, WarningCode};
use crate::error::{Error, ErrorKind, FetchFailure, FetchStage, OutcomeCode, Result};
use crate::fetch::{BlockingFetcher, Captured, CdxRecord, Fetcher, Outcome, Query};
use crate::page::{NOT_MODIFIED, is_page_status, is_redirect_status};

use super::builder::{HistoryBuilder, error_status, is_of_page};
use super::options::HistoryOptions;
use super::sift::Doubt;
use super::versions::History;

/// How many captures in a row may fail by the archive's fault before it is left alone.
const MAX_TROUBLES: usize = 3;

/// How long before or after a redirect its target is captured in one visit of a crawler, in seconds.
const VISIT_SECONDS: u64 = 600;

/// The same where the redirect was seen to lead there before.
const KNOWN_WAY_SECONDS: u64 = 30 * 24 * 3600;

impl BlockingFetcher {
    /// As [`Fetcher::history`].
    ///
    /// # Errors
    /// Those of [`Fetcher::history`].
    pub fn history(&self, archive: &Archive, url: &str, options: &HistoryOptions) -> Result<History> {
        self.wait_for(self.fetcher().history(archive, url, options))
    }

    /// As [`Fetcher::history_of_all`].
    ///
    /// # Errors
    /// Those of [`Fetcher::history_of_all`].
    pub fn history_of_all(&self, archives: &[Archive], url: &str, options: &HistoryOptions) -> Result<History> {
        self.wait_for(self.fetcher().history_of_all(archives, url, options))
    }
}

impl Fetcher {
    /// The distinct versions of a story over time, and what changed from each to the next.
    ///
    /// Captures that the index knows to be the same are fetched once; those with the same headline and body are one
    /// version. A capture that holds something else than the story, or that fails, is no version and stops nothing:
    /// [`History::failures`] has it with the reason. What is no article by itself (an error page, a check of who asks, a
    /// question about cookies, a parked domain, a login, a front page) is told by the extractor's warning `no_article`;
    /// what shares nothing with the same story before and after it, and what a redirect to another page led to, by
    /// comparison. A capture of status 304 is one of the version before it.
    ///
    /// ```no_run
    /// # async fn run() -> cuttings::Result<()> {
    /// use cuttings::{Archive, FetchOptions, Fetcher, HistoryOptions};
    ///
    /// let fetcher = Fetcher::new(FetchOptions::default().contact("archive@library.example"))?;
    /// let url = "http://news.example/1.html";
    /// let history = fetcher.history(&Archive::wayback(), url, &HistoryOptions::default()).await?;
    /// print!("{}", history.to_text());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// What keeps the index from being read, as for [`captures`](Fetcher::captures). A page without captures is not an
    /// error: it has no versions.
    pub async fn history(&self, archive: &Archive, url: &str, options: &HistoryOptions) -> Result<History> {
        self.history_of_all(std::slice::from_ref(archive), url, options).await
    }

    /// The same out of the captures of several archives, merged by time as [`captures_of_all`](Fetcher::captures_of_all)
    /// does. Captures with the same bytes are fetched once, whichever archives have them.
    ///
    /// An archive that cannot tell what it has, or not all of it, is in [`History::unlisted`]; one that asks for a pause or goes
    /// down on the way is asked for nothing more. Both leave the rest as it is, and the history not
    /// [`complete`](History::complete).
    ///
    /// # Errors
    /// When none of the archives tells anything, as for [`captures_of_all`](Fetcher::captures_of_all).
    pub async fn history_of_all(&self, archives: &[Archive], url: &str, options: &HistoryOptions) -> Result<History> {
        let mut query = Query::default();
        if let Some(start) = options.since {
            query = query.since(start);
        }
        if let Some(end) = options.until {
            query = query.until(end);
        }
        let mut rows = self.captures_of_all(archives, url, &query);
        let mut collector = Collector {
            fetcher: self,
            archives,
            options,
            builder: HistoryBuilder::new(url, archives),
            redirects: Vec::new(),
            leads_home: HashSet::new(),
            last_page: None,
            troubles: HashMap::new(),
            is_over: false,
            left_alone: HashSet::new(),
        };
        let mut goes_on = true;
        while goes_on && let Some(row) = rows.next().await.transpose()? {
            goes_on = collector.add(row).await.is_continue();
        }
        if goes_on {
            let _ = collector.follow_redirects().await;
        }
        rows.failures().iter().for_each(|failure| collector.builder.add_unlisted(failure));
        Ok(collector.builder.finish())
    }
}

/// Reads captures in the order of the index.
struct Collector<'a> {
    fetcher: &'a Fetcher,
    archives: &'a [Archive],
    options: &'a HistoryOptions,
    builder: HistoryBuilder,
    /// Redirects of which it is not known yet whether they lead to the next capture.
    redirects: Vec<CdxRecord>,
    /// The addresses that were last seen to redirect to another form of the page's own.
    leads_home: HashSet<String>,
    /// The last capture that was no redirect and no error.
    last_page: Option<CdxRecord>,
    /// How many captures in a row each archive did not come up with, by its name.
    troubles: HashMap<Option<String>, usize>,
    /// Whether as many captures as may be were fetched.
    is_over: bool,
    /// The archives of several that are to be left alone.
    left_alone: HashSet<Option<String>>,
}

impl Collector<'_> {
    /// Adds a capture; a break when the archive has to be left alone.
    async fn add(&mut self, row: CdxRecord) -> ControlFlow<()> {
        if row.status.is_some_and(is_redirect_status) {
            let led_back = self.last_page.as_ref().is_some_and(|page| self.led_to(&row, page));
            if !led_back {
                self.redirects.push(row);
            }
            return ControlFlow::Continue(());
        }
        if is_of_page(&row) {
            let redirects = std::mem::take(&mut self.redirects);
            let led_here = |redirect: &CdxRecord| self.led_to(redirect, &row);
            self.redirects = redirects.into_iter().filter(|redirect| !led_here(redirect)).collect();
            self.last_page = Some(row.clone());
        }
        self.follow_redirects().await?;
        self.read(&row).await
    }

    /// Whether a redirect led to another form of its address (an index holds those with and without `www.`, HTTP and
    /// HTTPS together), by the capture of that beside it: this saves a request for each.
    fn led_to(&self, redirect: &CdxRecord, page: &CdxRecord) -> bool {
        let within = if self.leads_home.contains(&redirect.original) { KNOWN_WAY_SECONDS } else { VISIT_SECONDS };
        let is_other_form = redirect.original != page.original && redirect.archive == page.archive;
        is_other_form && seconds_apart(redirect.timestamp, page.timestamp) <= within
    }

    async fn follow_redirects(&mut self) -> ControlFlow<()> {
        for redirect in std::mem::take(&mut self.redirects) {
            self.read(&redirect).await?;
        }
        ControlFlow::Continue(())
    }

    async fn read(&mut self, row: &CdxRecord) -> ControlFlow<()> {
        let builder = &mut self.builder;
        if self.is_over || self.left_alone.contains(&row.archive) {
            builder.skipped += usize::from(is_of_page(row));
            return ControlFlow::Continue(());
        }
        match row.status {
            Some(NOT_MODIFIED) if builder.add_unchanged(row) => return ControlFlow::Continue(()),
            Some(status) if !is_page_status(status) && status != NOT_MODIFIED && !is_redirect_status(status) => {
                builder.add_error(row, status);
                return ControlFlow::Continue(());
            }
            Some(status) if status / 100 == 3 => {}
            _ if builder.add_known(row) => return ControlFlow::Continue(()),
            _ => {}
        }
        if builder.fetched == self.options.max_captures {
            (builder.complete, self.is_over) = (false, true);
            builder.skipped += usize::from(is_of_page(row));
            return ControlFlow::Continue(());
        }
        builder.fetched += 1;
        let archive = row.archive_among(self.archives);
        let fetched = match archive.as_ref().or(self.archives.first()) {
            Some(archive) => self.fetcher.fetch_record(archive, row).await,
            None => return ControlFlow::Continue(()),
        };
        self.add_fetched(row, fetched)
    }

    /// Leaves an archive alone; a break where it was the only one.
    fn leave_alone(&mut self, archive: Option<String>) -> ControlFlow<()> {
        self.left_alone.insert(archive);
        let is_over = |archive: &Archive| self.left_alone.contains(&Some(archive.name().to_owned()));
        // What an aggregator lists is in archives that are not known before.
        match self.archives.iter().all(is_over) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }

    fn add_fetched(&mut self, row: &CdxRecord, fetched: Result<Outcome>) -> ControlFlow<()> {
        let builder = &mut self.builder;
        let troubles = self.troubles.remove(&row.archive).unwrap_or(0);
        let is_redirect = row.status.is_some_and(is_redirect_status);
        match fetched {
            // The index has the capture to which it leads.
            Ok(Outcome::Archived(captured))
                if is_redirect && page_key(&row.original) == page_key(&captured.original) =>
            {
                self.leads_home.insert(row.original.clone());
            }
            Ok(
                outcome @ (Outcome::NeverArchived
                | Outcome::LeftArchive { .. }
                | Outcome::RedirectLoop
                | Outcome::TooManyRedirects),
            ) if is_redirect => {
                builder.add_none(
                    row,
                    OutcomeCode::Redirected,
                    format!("a redirect, which leads to nothing: {outcome}"),
                );
            }
            Ok(Outcome::Archived(captured)) => {
                self.leads_home.remove(&row.original);
                match read_article(self.options, row, &captured) {
                    Ok((article, doubt)) => builder.add_article(row, article, doubt),
                    Err((code, reason)) => builder.add_none(row, code, reason),
                }
            }
            Ok(outcome) => {
                builder.add_failure(row, outcome.code(), outcome.to_string());
                let troubles = if is_trouble(&outcome) { troubles + 1 } else { 0 };
                self.troubles.insert(row.archive.clone(), troubles);
                // Going on would make it worse, and the index would answer with an error that loses what is there.
                if has_to_be_left_alone(&outcome) || troubles >= MAX_TROUBLES {
                    builder.complete = false;
                    return self.leave_alone(row.archive.clone());
                }
            }
            Err(error) => builder.add_failure(row, error.code(), error.to_string()),
        }
        ControlFlow::Continue(())
    }
}

/// Whether an outcome is about the archive as a whole: it asks for a pause, or takes no connection.
fn has_to_be_left_alone(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::RateLimited { .. } => true,
        Outcome::ArchiveDown { source, .. } => !source.as_deref().is_some_and(was_answered),
        _ => false,
    }
}

/// Whether a request was taken, whatever came of it: one capture may be too much for an archive that has all others.
fn was_answered(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Fetch { failure: FetchFailure::Connection { stage, .. }, .. } => *stage != FetchStage::Connect,
        ErrorKind::Fetch { .. } => true,
        _ => false,
    }
}

/// Whether an outcome is of a kind that all captures have where the archive is out of order.
fn is_trouble(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::ArchiveDown { .. } => true,
        Outcome::PlaybackFailure { source: Some(error), .. } => {
            was_answered(error) && error.status().is_none_or(|status| status >= 500)
        }
        _ => false,
    }
}

fn seconds_apart(a: Timestamp, b: Timestamp) -> u64 {
    a.unix_seconds().abs_diff(b.unix_seconds())
}

/// The article of a capture with what speaks against it as a version, or the code and the reason why there is none.
fn read_article(
    options: &HistoryOptions,
    row: &CdxRecord,
    captured: &Captured,
) -> Result<(Article, Option<Doubt>), (OutcomeCode, String)> {
    let page = &captured.page;
    if let Some(status) = page.status().filter(|&status| !is_page_status(status)) {
        return Err((OutcomeCode::ErrorPage, error_status(status)));
    }
    let elsewhere = redirect_to(row, captured);
    let refused = |error: Error| (error.code(), error.to_string());
    page.check_readable().map_err(refused)?;
    let article = options.extractor.extract(page).map_err(refused)?;
    let none = article.warnings.iter().find(|warning| warning.code == WarningCode::NoArticle).map(|w| w.detail.clone());
    match (none, elsewhere) {
        (None, None) => {
            let canonical = article.canonical_url.clone().filter(|url| is_front(url) && !is_front(&row.original));
            let doubt = canonical.map(|url| Doubt::FrontPage(format!("the page says that its address is {url}")));
            Ok((article, doubt))
        }
        (None, Some((code, how))) => Ok((article, Some(Doubt::Elsewhere(code, how)))),
        (Some(why), Some((code, how))) => Err((code, format!("{how}: {why}"))),
        (Some(why), None) if article.headline.is_some() => Ok((article, Some(Doubt::HeadlineAlone(why)))),
        (Some(why), None) => Err((OutcomeCode::NoArticle, why)),
    }
}

/// The code and the way of a redirect to another page than the one that was asked for.
fn redirect_to(row: &CdxRecord, captured: &Captured) -> Option<(OutcomeCode, String)> {
    let redirected = captured.page.warnings().iter().find(|warning| warning.code == WarningCode::Redirected);
    if let Some(warning) = redirected {
        return Some((OutcomeCode::Redirected, warning.detail.clone()));
    }
    let is_elsewhere = page_key(&row.original) != page_key(&captured.original);
    is_elsewhere.then(|| (OutcomeCode::Redirected, format!("redirected to {}", captured.original)))
}

/// Whether an address is that of a site's front page.
fn is_front(url: &str) -> bool {
    !page_key(url).contains(['/', '?'])
}

/// An address without what the forms of one differ in.
fn page_key(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest).to_lowercase();
    let rest = rest.strip_prefix("www.").unwrap_or(&rest);
    rest.replacen(":80/", "/", 1).trim_end_matches('/').to_owned()
}
