//! Captures: one is fetched, and told from all else that an archive may answer.

mod digest;
mod judge;
mod location;
mod outcome;
mod record;
mod walk;

pub use outcome::{Captured, DigestCheck, Hop, Outcome};

use std::path::Path;

use url::Url;

use crate::archive::{Archive, CaptureUrl, Period};
use crate::error::Result;
use crate::page::Page;

use super::address::parse_page_url;
use super::fetcher::Fetcher;
use super::index::{CdxRecord, Query};
use walk::Walk;

impl Fetcher {
    /// Fetches the capture of a page that an archive takes for the nearest to a time (to the middle of a span): the
    /// bytes as captured, through redirects that lead nowhere but to captures of the same archive.
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
    /// [`ErrorKind::Url`] when `url` is no address of HTTP or HTTPS (one without a scheme is taken for one),
    /// [`ErrorKind::Limit`] when the page is too large, and what keeps the archive from being asked at all
    /// ([`ErrorKind::Refused`], [`ErrorKind::NotCached`], [`ErrorKind::Io`]). What the archive answers, or that it does
    /// not, is never an error but an [`Outcome`].
    pub async fn capture(&self, archive: &Archive, url: &str, at: impl Into<Period>) -> Result<Outcome> {
        let (url, at) = (parse_page_url(url.trim(), url)?, at.into());
        let Some(start) = location::raw(archive, Some(at.middle()), url.as_str()) else {
            return match self.nearest_capture(archive, url.as_str(), at).await {
                Ok(Some(row)) => self.row(archive, &row, at).await,
                Ok(None) => Ok(Outcome::NeverArchived),
                Err(error) => judge::trouble(error),
            };
        };
        self.walk(archive, Some(at)).from(start).await
    }

    /// Fetches a capture by its address, in whatever form that would show it: the bytes as captured.
    ///
    /// # Errors
    /// As [`capture`](Fetcher::capture).
    pub async fn fetch_capture(&self, capture: &CaptureUrl) -> Result<Outcome> {
        let archive = Archive::of(capture);
        let start = location::raw(&archive, capture.timestamp(), capture.original());
        let start = start.unwrap_or_else(|| capture.clone().raw());
        self.walk(&archive, capture.timestamp().map(Period::from)).from(start).await
    }

    /// Fetches a capture that an index tells of, and checks the bytes by the digest that it tells.
    ///
    /// # Errors
    /// As [`capture`](Fetcher::capture).
    pub async fn fetch_row(&self, archive: &Archive, row: &CdxRecord) -> Result<Outcome> {
        self.row(archive, row, row.timestamp.into()).await
    }

    /// The page as it was captured nearest to a time (to the middle of a span), by the archive's index. Captures of error
    /// pages are passed over.
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
    /// All but an archived page is one: [`ErrorKind::Capture`], [`ErrorKind::Excluded`], [`ErrorKind::NotAPage`] when
    /// what was captured is empty or binary, and those of [`capture`](Fetcher::capture) and
    /// [`captures`](Fetcher::captures).
    pub async fn nearest(&self, archive: &Archive, url: &str, at: impl Into<Period>) -> Result<Page> {
        let at = at.into();
        let redirects = [301, 302, 303, 307, 308];
        let query = redirects.into_iter().fold(Query::default().closest(at).status(200), Query::status);
        let outcome = match self.captures(archive, url, &query).next().await.transpose()? {
            Some(row) => self.row(archive, &row, at).await?,
            None => Outcome::NeverArchived,
        };
        readable(outcome.into_captured(url)?.page)
    }

    /// As [`get`](Fetcher::get), for the address of a capture.
    pub(super) async fn get_capture(&self, capture: &CaptureUrl) -> Result<Page> {
        let captured = self.fetch_capture(capture).await?.into_captured(&capture.to_string())?;
        readable(captured.page)
    }

    /// The capture of a row, wished for at some time.
    async fn row(&self, archive: &Archive, row: &CdxRecord, at: Period) -> Result<Outcome> {
        let start = match &row.capture {
            Some(capture) => location::raw(archive, Some(row.timestamp), capture.original()),
            None => None,
        };
        let Some(start) = start else {
            return self.records(archive, row, at).await;
        };
        let known = row.digest.as_deref().map(|digest| (row.timestamp, digest));
        Walk { known, ..self.walk(archive, Some(at)) }.from(start).await
    }

    fn walk<'a>(&'a self, archive: &'a Archive, asked: Option<Period>) -> Walk<'a> {
        Walk { transport: &self.transport, archive, asked, window: self.window, known: None }
    }
}

/// A page, unless it is binary or nothing at all.
fn readable(page: Page) -> Result<Page> {
    let name = page.address().map(Url::as_str).unwrap_or_default();
    Page::unpack(page.bytes().to_vec(), Path::new(name))?;
    Ok(page)
}
