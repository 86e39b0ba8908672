//! What came of fetching a capture.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::archive::{CaptureUrl, Timestamp};
use crate::error::{Error, ErrorKind, OutcomeCode};
use crate::fetch::address::redact_credentials;
use crate::page::{Page, is_page_status};

/// What came of fetching a capture.
///
/// The status of an archive's response does not tell what it holds: a page that says that there is no capture comes with
/// the status 200, an archived error page with its own. Content of the archive is what comes with `Memento-Datetime`
/// (RFC 7089).
///
/// As JSON it is an [`OutcomeRecord`](crate::OutcomeRecord): its [code](Outcome::code) as `outcome` and what is known beside it, for records of
/// what was fetched. Of the bytes only the number is written.
///
/// ```
/// use cuttings::{Outcome, OutcomeCode};
///
/// let outcome = Outcome::NeverArchived;
/// assert_eq!(outcome.code(), OutcomeCode::NeverArchived);
/// assert_eq!(outcome.to_string(), "never archived");
/// assert!(outcome.page().is_none());
/// assert_eq!(serde_json::to_string(&outcome)?, r#"{"outcome":"never_archived"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Outcome {
    /// A page out of the archive, with whatever status it was captured.
    Archived(Box<Captured>),
    /// The archive has no capture of the page.
    NeverArchived,
    /// The archive has captures of the page, but of errors alone.
    #[non_exhaustive]
    ErrorPage {
        /// The statuses with which the page was captured, the lowest first.
        statuses: Vec<u16>,
        /// Whether there are captures that were not looked at: some tell nothing before they are fetched, and a few are.
        more: bool,
    },
    /// The archive holds the page back: its owner, or a rule, has excluded it.
    Excluded,
    /// The archive's own page about a redirect that it captured, as people are shown it.
    #[non_exhaustive]
    RedirectPage {
        /// The address to which it leads, if the page tells.
        to: Option<String>,
    },
    /// The frame that an archive shows around a page, without the page.
    FramePage,
    /// The archive has, or should have, a capture and cannot show it.
    #[non_exhaustive]
    PlaybackFailure {
        /// What the archive says, or what was wrong with its response.
        reason: String,
        /// The error of the request, if that is what failed.
        source: Option<Arc<Error>>,
    },
    /// The archive asks for a pause.
    #[non_exhaustive]
    RateLimited {
        /// How long, if it tells.
        retry_after: Option<Duration>,
    },
    /// The archive takes no connection, does not respond in time, or says itself that it is out of order.
    #[non_exhaustive]
    ArchiveDown {
        /// What happened.
        reason: String,
        /// The error of the request: its [status](Error::status), or whether it [timed out](Error::is_timeout).
        source: Option<Arc<Error>>,
    },
    /// A redirect of the archive's own, not one that it captured, leads to something that is not a capture of the
    /// archive. It was not followed.
    #[non_exhaustive]
    LeftArchive {
        /// Where it leads, without credentials.
        to: String,
    },
    /// Archived redirects lead to another site, and that is [refused](crate::FetchOptions::exact).
    #[non_exhaustive]
    Redirected {
        /// The addresses on the way, with statuses and times.
        way: String,
    },
    /// Redirects that lead back to where they began.
    RedirectLoop,
    /// More redirects than any honest page has.
    TooManyRedirects,
    /// The capture that was found, on this page or on one of the redirects, is farther from the time that was asked
    /// for than [`FetchOptions::window`](crate::FetchOptions::window) allows.
    #[non_exhaustive]
    OutsideWindow {
        /// When it was captured.
        found: Timestamp,
    },
}

/// A page out of an archive.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Captured {
    /// The bytes as captured, with the address of the capture (of the page itself where the archive replays nothing),
    /// content type, capture time and archived status. They may be anything that was captured, or nothing at all.
    pub page: Page,
    /// When it was captured.
    pub timestamp: Timestamp,
    /// The capture's address; `None` in archives that replay nothing.
    pub url: Option<CaptureUrl>,
    /// The page's own address: the last one of archived redirects.
    pub original: String,
    /// The redirects on the way, the archive's own and archived ones, in order.
    pub hops: Vec<Hop>,
    /// Whether the bytes are those that the index describes.
    pub digest: DigestCheck,
    /// Whether the archive kept only the beginning.
    pub truncated: bool,
    /// Whether all of it came out of the cache.
    pub cached: bool,
}

/// A redirect on the way to a capture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Hop {
    /// The address that redirected, in the archive (the page's own where the archive replays nothing).
    pub url: String,
    /// The status of the redirect.
    pub status: u16,
    /// When the redirect was captured; `None` for one that is the archive's own, mostly to the nearest capture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<Timestamp>,
}

/// Whether a capture's bytes have the digest that the index gives.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DigestCheck {
    /// It cannot be told: no digest is known, it is of another capture, or of bytes packed in a way they did not come in.
    #[default]
    Unchecked,
    /// They have it.
    Matches,
    /// They have another one.
    #[non_exhaustive]
    Differs {
        /// The digest that the index gives, SHA-1 in base 32.
        expected: String,
        /// That of the bytes.
        found: String,
    },
}

impl Outcome {
    /// The same as one fixed word.
    pub fn code(&self) -> OutcomeCode {
        match self {
            Outcome::Archived(_) => OutcomeCode::Archived,
            Outcome::NeverArchived => OutcomeCode::NeverArchived,
            Outcome::ErrorPage { .. } => OutcomeCode::ErrorPage,
            Outcome::Excluded => OutcomeCode::Excluded,
            Outcome::RedirectPage { .. } => OutcomeCode::RedirectPage,
            Outcome::FramePage => OutcomeCode::FramePage,
            Outcome::PlaybackFailure { .. } => OutcomeCode::PlaybackFailure,
            Outcome::RateLimited { .. } => OutcomeCode::RateLimited,
            Outcome::ArchiveDown { .. } => OutcomeCode::ArchiveDown,
            Outcome::LeftArchive { .. } => OutcomeCode::LeftArchive,
            Outcome::Redirected { .. } => OutcomeCode::Redirected,
            Outcome::RedirectLoop => OutcomeCode::RedirectLoop,
            Outcome::TooManyRedirects => OutcomeCode::TooManyRedirects,
            Outcome::OutsideWindow { .. } => OutcomeCode::OutsideWindow,
        }
    }

    /// The page, if one came out of the archive.
    pub fn page(&self) -> Option<&Page> {
        self.captured().map(|captured| &captured.page)
    }

    /// The page and what is known of it, if one came out of the archive.
    pub fn captured(&self) -> Option<&Captured> {
        match self {
            Outcome::Archived(captured) => Some(captured),
            _ => None,
        }
    }

    /// The same, unless it is a page that was captured with an error (a status other than 200 to 299): that becomes
    /// [`Outcome::ErrorPage`]. For whoever fetches single captures and wants none of errors.
    ///
    /// ```
    /// use cuttings::Outcome;
    ///
    /// assert_eq!(Outcome::NeverArchived.refuse_error_page().code(), "never_archived");
    /// ```
    pub fn refuse_error_page(self) -> Outcome {
        match self.page().and_then(Page::status).filter(|&status| !is_page_status(status)) {
            Some(status) => Outcome::ErrorPage { statuses: vec![status], more: false },
            None => self,
        }
    }

    /// The page and what is known of it; everything else is an error that names the address.
    ///
    /// # Errors
    /// [`ErrorKind::Excluded`] for [`Outcome::Excluded`], [`ErrorKind::Capture`] for the others.
    pub fn into_captured(self, url: &str) -> Result<Captured, Error> {
        let url = redact_credentials(url);
        let (outcome, reason) = (self.code(), self.to_string());
        let (retry_after, source) = match self {
            Outcome::Archived(captured) => return Ok(*captured),
            Outcome::Excluded => return Err(ErrorKind::Excluded { url }.into()),
            Outcome::RateLimited { retry_after } => (retry_after, None),
            Outcome::PlaybackFailure { source, .. } | Outcome::ArchiveDown { source, .. } => (None, source),
            _ => (None, None),
        };
        Err(ErrorKind::Capture { url, outcome, reason, retry_after, source }.into())
    }

    /// For an error that means that the archive is down.
    pub(super) fn archive_down(error: Error) -> Outcome {
        Outcome::ArchiveDown { reason: error.reason(), source: Some(Arc::new(error)) }
    }

    /// For an error that means that the archive cannot show the capture.
    pub(super) fn playback_failure(error: Error) -> Outcome {
        Outcome::PlaybackFailure { reason: error.reason(), source: Some(Arc::new(error)) }
    }
}

/// As a message for people.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Archived(captured) => write!(f, "captured {}", captured.timestamp),
            Outcome::NeverArchived => f.write_str("never archived"),
            Outcome::ErrorPage { statuses, more: false } => {
                write!(f, "archived, but only with status {}", list_of(statuses))
            }
            Outcome::ErrorPage { statuses, more: true } => {
                write!(f, "archived with status {} as far as was tried", list_of(statuses))
            }
            Outcome::Excluded => f.write_str("excluded from the archive"),
            Outcome::RedirectPage { to: Some(to) } => write!(f, "the archive's page about a redirect, to {to}"),
            Outcome::RedirectPage { to: None } => f.write_str("the archive's page about a redirect"),
            Outcome::FramePage => f.write_str("the archive's frame without the page"),
            Outcome::PlaybackFailure { reason, .. } => write!(f, "the archive cannot show it: {reason}"),
            Outcome::RateLimited { retry_after: Some(time) } => {
                write!(f, "too many requests; the archive asks for a pause of {} s", time.as_secs())
            }
            Outcome::RateLimited { retry_after: None } => f.write_str("too many requests"),
            Outcome::ArchiveDown { reason, .. } => write!(f, "archive down: {reason}"),
            Outcome::LeftArchive { to } => write!(f, "redirect out of the archive, to {to}"),
            Outcome::Redirected { way } => write!(f, "redirects to another site: {way}"),
            Outcome::RedirectLoop => f.write_str("redirects in a circle"),
            Outcome::TooManyRedirects => f.write_str("too many redirects"),
            Outcome::OutsideWindow { found } => {
                write!(f, "the nearest capture, of {found}, is too far from the time asked for")
            }
        }
    }
}

/// `404`, `404 and 500`, `403, 404 and 500`.
fn list_of(statuses: &[u16]) -> String {
    let words: Vec<String> = statuses.iter().map(u16::to_string).collect();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_but_a_page_is_an_error_with_its_code() {
        let status = Error::from(ErrorKind::Fetch {
            url: "http://w.example/".into(),
            failure: crate::error::FetchFailure::Status { status: 503 },
        });
        let down = Outcome::archive_down(status);
        assert_eq!(down.to_string(), "archive down: status 503 Service Unavailable");
        for outcome in [
            Outcome::NeverArchived,
            Outcome::ErrorPage { statuses: vec![404], more: false },
            Outcome::Redirected { way: "a -> b".into() },
            Outcome::Excluded,
            Outcome::RedirectPage { to: None },
            Outcome::FramePage,
            Outcome::PlaybackFailure { reason: "no".into(), source: None },
            Outcome::RateLimited { retry_after: Some(Duration::from_secs(7)) },
            down,
            Outcome::LeftArchive { to: "http://parked.example/".into() },
            Outcome::RedirectLoop,
            Outcome::TooManyRedirects,
            Outcome::OutsideWindow { found: "20071210120000".parse().unwrap() },
        ] {
            let (code, message) = (outcome.code(), outcome.to_string());
            let error = outcome.into_captured("http://polly:secret@news.example/").unwrap_err();
            assert_eq!((error.code(), error.url()), (code, Some("http://news.example/")));
            assert!(error.to_string().contains(&message), "{error}");
            assert_eq!(error.is_not_found(), code == OutcomeCode::NeverArchived);
            assert_eq!(error.is_rate_limited(), code == OutcomeCode::RateLimited);
            assert_eq!(error.retry_after().is_some(), code == OutcomeCode::RateLimited);
            assert_eq!(error.status(), (code == OutcomeCode::ArchiveDown).then_some(503));
        }
    }
}
