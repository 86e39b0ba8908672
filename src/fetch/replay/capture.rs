//! The ways to fetch a capture.

use crate::archive::{Archive, CaptureUrl, Period};
use crate::error::Result;
use crate::fetch::address::parse_page_url;
use crate::fetch::fetcher::Fetcher;
use crate::fetch::index::{CdxRecord, Query};
use crate::fetch::transport::REDIRECT_STATUSES;
use crate::page::Page;

use super::classify::outcome_of_error;
use super::location::raw_capture;
use super::outcome::Outcome;
use super::page::readable_page;
use super::redirects::RedirectFollower;

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
    /// [`ErrorKind::Url`](crate::ErrorKind::Url) when `url` is not an absolute URL of HTTP or HTTPS (`http` is assumed
    /// where it names no scheme), [`ErrorKind::Limit`](crate::ErrorKind::Limit) when the page is too large, and what
    /// keeps the archive from being asked at all ([`ErrorKind::Refused`](crate::ErrorKind::Refused),
    /// [`ErrorKind::NotCached`](crate::ErrorKind::NotCached), [`ErrorKind::Io`](crate::ErrorKind::Io)). What the archive
    /// answers, or that it does not, is never an error but an [`Outcome`].
    pub async fn capture(&self, archive: &Archive, url: &str, at: impl Into<Period>) -> Result<Outcome> {
        let (url, at) = (parse_page_url(url.trim(), url)?, at.into());
        let Some(start) = raw_capture(archive, Some(at.middle()), url.as_str()) else {
            return match self.nearest_capture(archive, url.as_str(), at).await {
                Ok(Some(row)) => self.fetch_record_near(archive, &row, at).await,
                Ok(None) => Ok(Outcome::NeverArchived),
                Err(error) => outcome_of_error(error),
            };
        };
        self.redirect_follower(archive, Some(at)).follow(start).await
    }

    /// Fetches a capture by its address, in any form that would show it: the bytes as captured.
    ///
    /// # Errors
    /// As [`capture`](Fetcher::capture).
    pub async fn fetch_capture(&self, capture: &CaptureUrl) -> Result<Outcome> {
        let archive = Archive::from_capture(capture);
        let start = raw_capture(&archive, capture.timestamp(), capture.original());
        let start = start.unwrap_or_else(|| capture.clone().raw());
        self.redirect_follower(&archive, capture.timestamp().map(Period::from)).follow(start).await
    }

    /// Fetches the capture of an index row, and checks the bytes by the digest in the row.
    ///
    /// # Errors
    /// As [`capture`](Fetcher::capture).
    pub async fn fetch_record(&self, archive: &Archive, row: &CdxRecord) -> Result<Outcome> {
        self.fetch_record_near(archive, row, row.timestamp.into()).await
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
    /// Every outcome but an archived page is one: [`ErrorKind::Capture`](crate::ErrorKind::Capture),
    /// [`ErrorKind::Excluded`](crate::ErrorKind::Excluded), [`ErrorKind::NotAPage`](crate::ErrorKind::NotAPage) when
    /// what was captured is empty or binary, and those of [`capture`](Fetcher::capture) and
    /// [`captures`](Fetcher::captures).
    pub async fn nearest(&self, archive: &Archive, url: &str, at: impl Into<Period>) -> Result<Page> {
        let at = at.into();
        let query = REDIRECT_STATUSES.into_iter().fold(Query::default().closest(at).status(200), Query::status);
        let outcome = match self.captures(archive, url, &query).next().await.transpose()? {
            Some(row) => self.fetch_record_near(archive, &row, at).await?,
            None => Outcome::NeverArchived,
        };
        readable_page(outcome.into_captured(url)?.page)
    }

    /// As [`get`](Fetcher::get), for the address of a capture.
    pub(in crate::fetch) async fn get_capture(&self, capture: &CaptureUrl) -> Result<Page> {
        let captured = self.fetch_capture(capture).await?.into_captured(&capture.to_string())?;
        readable_page(captured.page)
    }

    /// Fetches the capture of an index row that was found for some time.
    async fn fetch_record_near(&self, archive: &Archive, row: &CdxRecord, at: Period) -> Result<Outcome> {
        let start = match &row.capture {
            Some(capture) => raw_capture(archive, Some(row.timestamp), capture.original()),
            None => None,
        };
        let Some(start) = start else {
            return self.fetch_warc_record(archive, row, at).await;
        };
        let known_digest = row.digest.as_deref().map(|digest| (row.timestamp, digest));
        RedirectFollower { known_digest, ..self.redirect_follower(archive, Some(at)) }.follow(start).await
    }

    fn redirect_follower<'a>(&'a self, archive: &'a Archive, asked: Option<Period>) -> RedirectFollower<'a> {
        RedirectFollower { transport: &self.transport, archive, asked, window: self.window, known_digest: None }
    }
}
