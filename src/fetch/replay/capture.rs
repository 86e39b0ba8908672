//! The ways to fetch a capture.

use url::Url;

use crate::archive::{Archive, CaptureUrl, Period};
use crate::error::Result;
use crate::fetch::address::parse_page_url;
use crate::fetch::collection::is_missing_collection;
use crate::fetch::failure::is_not_cached;
use crate::fetch::fetcher::Fetcher;
use crate::fetch::index::CdxRecord;
use crate::page::Page;

use super::classify::outcome_of_error;
use super::location::raw_capture;
use super::outcome::Outcome;
use super::page::readable_page;
use super::redirects::{RedirectFollower, Walk};

impl Fetcher {
    /// Fetches the capture of a page that an archive takes for the nearest to a time (to the middle of a span): the
    /// bytes as captured, through redirects that lead nowhere but to captures of the same archive. A capture of an error is
    /// one like any other here: [`nearest_captured`](Fetcher::nearest_captured) looks for a page that was there, and
    /// [`Outcome::refuse_error_page`] tells the two apart. One of status 304 stands for the page that was there before.
    ///
    /// ```no_run
    /// # async fn run() -> cuttings::Result<()> {
    /// use cuttings::{Archive, FetchOptions, Fetcher, Outcome, Period};
    ///
    /// let fetcher = Fetcher::new(FetchOptions::default().contact("archive@library.example"))?;
    /// let day: Period = "2007-12-10".parse()?;
    /// match fetcher.capture(&Archive::wayback(), "http://news.example/1.html", day).await? {
    ///     Outcome::Archived(captured) => println!("{} bytes", captured.page.bytes().len()),
    ///     other => println!("{}: {other}", other.code()),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Url`](crate::ErrorKind::Url) when `url` is not an absolute URL of HTTP or HTTPS (`http` is assumed
    /// where it names no scheme), [`ErrorKind::Limit`](crate::ErrorKind::Limit) when the page is too large, and what
    /// keeps the archive from being asked at all ([`ErrorKind::Refused`](crate::ErrorKind::Refused),
    /// [`ErrorKind::NotCached`](crate::ErrorKind::NotCached), [`ErrorKind::Io`](crate::ErrorKind::Io)). What the archive
    /// answers, or that it does not, is never an error but an [`Outcome`]; but for the answer that it has no such collection,
    /// which is an [`ErrorKind::Fetch`](crate::ErrorKind::Fetch).
    pub async fn capture(&self, archive: &Archive, url: &str, at: impl Into<Period>) -> Result<Outcome> {
        let (url, at) = (parse_page_url(url.trim(), url)?, at.into());
        match self.capture_by_archive(archive, &url, at).await {
            Err(error) if is_not_cached(&error) => self.nearest_kept(archive, &url, at, true, error).await,
            outcome => outcome,
        }
    }

    async fn capture_by_archive(&self, archive: &Archive, url: &Url, at: Period) -> Result<Outcome> {
        if let Some(walk) = self.walk_to_nearest(archive, url, at).await? {
            return Ok(walk.outcome);
        }
        match self.nearest_capture(archive, url.as_str(), at).await {
            Ok(Some(row)) => self.fetch_record_near(archive, &row, at).await,
            Ok(None) => Ok(Outcome::NeverArchived),
            Err(error) if is_missing_collection(&error) => Err(error),
            Err(error) => outcome_of_error(error),
        }
    }

    /// The way to the capture that the archive takes for the nearest; `None` in archives that replay nothing.
    pub(super) async fn walk_to_nearest(&self, archive: &Archive, url: &Url, at: Period) -> Result<Option<Walk>> {
        let Some(start) = raw_capture(archive, Some(at.middle()), url.as_str()) else { return Ok(None) };
        let Walk { outcome, redirect } = self.redirect_follower(archive, Some(at)).follow(start).await?;
        let outcome = self.resolve_not_modified(archive, outcome).await?;
        Ok(Some(Walk { outcome, redirect }))
    }

    /// Fetches a capture by its address, in any form that would show it: the bytes as captured.
    ///
    /// # Errors
    /// As [`capture`](Fetcher::capture).
    pub async fn fetch_capture(&self, capture: &CaptureUrl) -> Result<Outcome> {
        let archive = Archive::from_capture(capture);
        let start = raw_capture(&archive, capture.timestamp(), capture.original());
        let start = start.unwrap_or_else(|| capture.clone().raw());
        let asked = capture.timestamp().map(Period::from);
        let walk = self.redirect_follower(&archive, asked).follow(start).await?;
        self.resolve_not_modified(&archive, walk.outcome).await
    }

    /// Fetches the capture of an index row, and checks the bytes by the digest in the row.
    ///
    /// # Errors
    /// As [`capture`](Fetcher::capture).
    pub async fn fetch_record(&self, archive: &Archive, row: &CdxRecord) -> Result<Outcome> {
        self.fetch_record_near(archive, row, row.timestamp.into()).await
    }

    /// As [`get`](Fetcher::get), for the address of a capture.
    pub(in crate::fetch) async fn get_capture(&self, capture: &CaptureUrl) -> Result<Page> {
        let captured = self.fetch_capture(capture).await?.into_captured(&capture.to_string())?;
        readable_page(captured.page)
    }

    /// Fetches the capture of an index row that was found for some time.
    pub(super) async fn fetch_record_near(&self, archive: &Archive, row: &CdxRecord, at: Period) -> Result<Outcome> {
        let outcome = self.fetch_row(archive, row, at).await?;
        self.resolve_not_modified(archive, outcome).await
    }

    /// The same, with a capture of status 304 as it is.
    pub(super) async fn fetch_row(&self, archive: &Archive, row: &CdxRecord, at: Period) -> Result<Outcome> {
        // What an aggregator lists is in many archives.
        let archive = &archive.home_of(row.capture.as_ref());
        let start = match &row.capture {
            // Its own time is that of the row, or one under which the cache has it.
            Some(capture) => raw_capture(archive, capture.timestamp().or(Some(row.timestamp)), capture.original()),
            None => None,
        };
        let Some(start) = start else {
            return self.fetch_warc_record(archive, row, at).await;
        };
        let known_digest = row.digest.as_deref().map(|digest| (row.timestamp, digest));
        let follower = RedirectFollower { known_digest, ..self.redirect_follower(archive, Some(at)) };
        Ok(follower.follow(start).await?.outcome)
    }

    fn redirect_follower<'a>(&'a self, archive: &'a Archive, asked: Option<Period>) -> RedirectFollower<'a> {
        RedirectFollower {
            transport: &self.transport,
            archive,
            asked,
            window: self.window,
            max_redirects: self.limits.capture_redirects(),
            exact: self.exact,
            known_digest: None,
        }
    }
}
