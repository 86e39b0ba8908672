//! The capture nearest to a time in several archives.

use crate::archive::{Archive, Period};
use crate::error::{ArchiveFailure, Error, ErrorKind, Result};
use crate::fetch::address::redact_credentials;
use crate::fetch::fetcher::Fetcher;
use crate::fetch::together::all_of;
use crate::page::Page;

use super::outcome::Captured;
use super::page::readable_page;

/// The capture nearest to a time among those of several archives.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Nearest {
    /// The archive that has it.
    pub archive: Archive,
    /// The capture.
    pub captured: Box<Captured>,
    /// The archives that gave none, and why. That one has no capture of the page is among the reasons.
    pub failures: Vec<ArchiveFailure>,
}

impl Fetcher {
    /// The page as it was captured nearest to a time (to the middle of a span) in any of several archives. As
    /// [`nearest_captured_of_all`](Fetcher::nearest_captured_of_all), which tells besides which archive that is.
    ///
    /// # Errors
    /// Those of [`nearest_captured_of_all`](Fetcher::nearest_captured_of_all), and
    /// [`ErrorKind::NotAPage`](crate::ErrorKind::NotAPage) when what was captured is empty or binary.
    pub async fn nearest_of_all(&self, archives: &[Archive], url: &str, at: impl Into<Period>) -> Result<Page> {
        readable_page(self.nearest_captured_of_all(archives, url, at).await?.captured.page)
    }

    /// The capture nearest to a time (to the middle of a span), in any of several archives, of a page that was there. Each
    /// archive is asked as by [`nearest_captured`](Fetcher::nearest_captured), all at the same time, and the nearest of
    /// their captures is it; of two that are as near, the one whose archive is named first.
    ///
    /// ```no_run
    /// # async fn run() -> cuttings::Result<()> {
    /// use cuttings::{Archive, FetchOptions, Fetcher, Period};
    ///
    /// let fetcher = Fetcher::new(FetchOptions::default().contact("archive@library.example"))?;
    /// let (archives, day) = ([Archive::wayback(), Archive::arquivo()], "2007-12-10".parse::<Period>()?);
    /// let nearest = fetcher.nearest_captured_of_all(&archives, "http://news.example/1.html", day).await?;
    /// println!("{}, as captured {}", nearest.archive, nearest.captured.timestamp);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// When none gives a page: [`ErrorKind::Archives`] with what came of each, or, where one archive is named, what
    /// [`nearest`](Fetcher::nearest) gives for it. One that fails beside others that do not is in [`Nearest::failures`].
    pub async fn nearest_captured_of_all(
        &self,
        archives: &[Archive],
        url: &str,
        at: impl Into<Period>,
    ) -> Result<Nearest> {
        let at = at.into();
        let work = archives.iter().map(|archive| self.nearest_captured(archive, url, at));
        let outcomes = all_of(work).await.into_iter().zip(archives);
        let (mut found, mut failures): (Vec<(&Archive, Captured)>, _) = (Vec::new(), Vec::new());
        for (outcome, archive) in outcomes {
            match outcome.and_then(|outcome| outcome.into_captured(&redact_credentials(url))) {
                Ok(captured) => found.push((archive, captured)),
                Err(error) => failures.push((archive, error)),
            }
        }
        let middle = at.middle().unix_seconds();
        let rank = |captured: &Captured| {
            (captured.page.bytes().is_empty(), captured.timestamp.unix_seconds().abs_diff(middle))
        };
        match found.into_iter().min_by_key(|(_, captured)| rank(captured)) {
            Some((archive, captured)) => {
                let archive = archive.home_of(captured.url.as_ref());
                Ok(Nearest { archive, captured: Box::new(captured), failures: named(failures) })
            }
            None => Err(error_of_all(failures)),
        }
    }
}

fn named(failures: Vec<(&Archive, Error)>) -> Vec<ArchiveFailure> {
    failures.into_iter().map(|(archive, error)| ArchiveFailure::new(archive.name(), error)).collect()
}

/// The error where no archive gave a page.
fn error_of_all(mut failures: Vec<(&Archive, Error)>) -> Error {
    match (failures.len(), failures.pop()) {
        (1, Some((_, error))) => error,
        (_, last) => {
            failures.extend(last);
            ErrorKind::Archives { failures: named(failures) }.into()
        }
    }
}
