//! What came of fetching a capture.

use std::fmt;
use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::archive::{CaptureUrl, Timestamp};
use crate::error::{Error, ErrorKind};
use crate::fetch::address::redact_credentials;
use crate::page::Page;

/// What came of fetching a capture.
///
/// What an archive answers is not what it holds: a page that tells that there is no capture comes with the status
/// 200, an archived error page with its own. Content of the archive is what comes with `Memento-Datetime` (RFC 7089).
///
/// ```
/// use cuttings::Outcome;
///
/// let outcome = Outcome::LeftArchive { to: "http://parked.example/".into() };
/// assert_eq!(outcome.code(), "left_archive");
/// assert_eq!(outcome.to_string(), "redirect out of the archive, to http://parked.example/");
/// assert!(outcome.page().is_none());
/// ```
///
/// As JSON it is an object with its [code](Outcome::code) as `outcome` and what is known beside it, for records of
/// what was fetched. The bytes are left out, but for their number:
///
/// ```
/// use cuttings::Outcome;
///
/// let outcome = Outcome::LeftArchive { to: "http://parked.example/".into() };
/// assert_eq!(serde_json::to_string(&outcome)?, r#"{"outcome":"left_archive","to":"http://parked.example/"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Outcome {
    /// A page out of the archive, with whatever status it was captured.
    Archived(Box<Captured>),
    /// The archive has no capture of the page.
    NeverArchived,
    /// The archive holds the page back: its owner, or a rule, has excluded it.
    Excluded,
    /// The archive's own page about a redirect it captured, as it is shown to people.
    RedirectPage {
        /// The address to which it leads, if it tells.
        to: Option<String>,
    },
    /// The frame that an archive shows around a page, without the page.
    FramePage,
    /// The archive has, or should have, a capture and cannot show it.
    PlaybackFailure {
        /// What it says, or what was wrong with its answer.
        reason: String,
    },
    /// The archive asks for a pause.
    RateLimited {
        /// How long, if it tells.
        retry_after: Option<Duration>,
    },
    /// The archive takes no connection, gives no answer in time, or says itself that it is out of order.
    ArchiveDown {
        /// What happened.
        reason: String,
    },
    /// A redirect that was not captured but is the archive's own leads to no capture of it. It was not followed.
    LeftArchive {
        /// Where it leads, without credentials.
        to: String,
    },
    /// Redirects that lead back to where they began.
    RedirectLoop,
    /// More redirects than any honest page has.
    TooManyRedirects,
    /// The capture that was found, on this page or on one of the redirects, is farther from the time that was asked
    /// for than [`FetchOptions::window`](crate::FetchOptions::window) allows.
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
    /// content type, capture time and archived status. They may be anything that was captured, also nothing at all.
    pub page: Page,
    /// When it was captured.
    pub timestamp: Timestamp,
    /// The capture's address; `None` in archives that replay nothing.
    pub url: Option<CaptureUrl>,
    /// The page's own address: the last one of archived redirects.
    pub original: String,
    /// The redirects on the way, the archive's own and archived ones, in order.
    pub hops: Vec<Hop>,
    /// Whether the bytes are those that the index tells of.
    pub digest: DigestCheck,
    /// Whether the archive kept only the beginning.
    pub truncated: bool,
    /// Whether all of it came out of the cache.
    pub cached: bool,
}

/// A redirect on the way to a capture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Hop {
    /// The address that redirected, in the archive (the page's own where the archive replays nothing).
    pub url: String,
    /// With which status.
    pub status: u16,
    /// When the redirect was captured; `None` for one that is the archive's own, mostly to the nearest capture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<Timestamp>,
}

/// Whether a capture's bytes are those whose digest the index tells.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DigestCheck {
    /// Nobody can tell: no digest was known, it is of another capture, or of bytes packed in a way they did not come in.
    #[default]
    Unchecked,
    /// They are.
    Matches,
    /// They are not.
    Differs {
        /// The digest that the index tells, SHA-1 in base 32.
        expected: String,
        /// That of the bytes.
        found: String,
    },
}

impl Outcome {
    /// A short fixed word for it: `archived`, `never_archived`, `excluded`, `redirect_page`, `frame_page`,
    /// `playback_failure`, `rate_limited`, `archive_down`, `left_archive`, `redirect_loop`, `too_many_redirects` or
    /// `outside_window`.
    pub fn code(&self) -> &'static str {
        match self {
            Outcome::Archived(_) => "archived",
            Outcome::NeverArchived => "never_archived",
            Outcome::Excluded => "excluded",
            Outcome::RedirectPage { .. } => "redirect_page",
            Outcome::FramePage => "frame_page",
            Outcome::PlaybackFailure { .. } => "playback_failure",
            Outcome::RateLimited { .. } => "rate_limited",
            Outcome::ArchiveDown { .. } => "archive_down",
            Outcome::LeftArchive { .. } => "left_archive",
            Outcome::RedirectLoop => "redirect_loop",
            Outcome::TooManyRedirects => "too_many_redirects",
            Outcome::OutsideWindow { .. } => "outside_window",
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

    /// The page and what is known of it; everything else is an error that names the address.
    ///
    /// # Errors
    /// [`ErrorKind::Excluded`] for [`Outcome::Excluded`], [`ErrorKind::Capture`] for the others.
    pub fn into_captured(self, url: &str) -> Result<Captured, Error> {
        let url = redact_credentials(url);
        match self {
            Outcome::Archived(captured) => Ok(*captured),
            Outcome::Excluded => Err(ErrorKind::Excluded { url }.into()),
            other => Err(ErrorKind::Capture { url, outcome: other.code(), reason: other.to_string() }.into()),
        }
    }
}

/// As described at [`Outcome`].
impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = match self {
            Outcome::Archived(captured) => OutcomeFields::of_captured(captured),
            _ => OutcomeFields::default(),
        };
        fields.outcome = Some(self.code());
        match self {
            Outcome::RedirectPage { to } => fields.to = to.as_deref(),
            Outcome::LeftArchive { to } => fields.to = Some(to),
            Outcome::PlaybackFailure { reason } | Outcome::ArchiveDown { reason } => fields.reason = Some(reason),
            Outcome::RateLimited { retry_after } => fields.retry_after = retry_after.map(|time| time.as_secs()),
            Outcome::OutsideWindow { found } => fields.found = Some(*found),
            _ => {}
        }
        fields.serialize(serializer)
    }
}

/// As [`Outcome`], without `outcome`.
impl Serialize for Captured {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        OutcomeFields::of_captured(self).serialize(serializer)
    }
}

/// What is told of an outcome; what is not known, and what is as usual, is left out.
#[derive(Default, Serialize)]
struct OutcomeFields<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a CaptureUrl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<usize>,
    #[serde(skip_serializing_if = "<[Hop]>::is_empty")]
    hops: &'a [Hop],
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<&'a DigestCheck>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    truncated: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    cached: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<Timestamp>,
}

impl<'a> OutcomeFields<'a> {
    fn of_captured(captured: &'a Captured) -> OutcomeFields<'a> {
        let page = &captured.page;
        OutcomeFields {
            timestamp: Some(captured.timestamp),
            url: captured.url.as_ref(),
            original: Some(&captured.original),
            status: page.status(),
            content_type: page.content_type(),
            bytes: Some(page.bytes().len()),
            hops: &captured.hops,
            digest: Some(&captured.digest),
            truncated: captured.truncated,
            cached: captured.cached,
            ..OutcomeFields::default()
        }
    }
}

/// As a message for people.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Archived(captured) => write!(f, "captured {}", captured.timestamp),
            Outcome::NeverArchived => f.write_str("never archived"),
            Outcome::Excluded => f.write_str("excluded from the archive"),
            Outcome::RedirectPage { to: Some(to) } => write!(f, "the archive's page about a redirect, to {to}"),
            Outcome::RedirectPage { to: None } => f.write_str("the archive's page about a redirect"),
            Outcome::FramePage => f.write_str("the archive's frame without the page"),
            Outcome::PlaybackFailure { reason } => write!(f, "the archive cannot show it: {reason}"),
            Outcome::RateLimited { retry_after: Some(time) } => {
                write!(f, "too many requests; the archive asks for a pause of {} s", time.as_secs())
            }
            Outcome::RateLimited { retry_after: None } => f.write_str("too many requests"),
            Outcome::ArchiveDown { reason } => write!(f, "archive down: {reason}"),
            Outcome::LeftArchive { to } => write!(f, "redirect out of the archive, to {to}"),
            Outcome::RedirectLoop => f.write_str("redirects in a circle"),
            Outcome::TooManyRedirects => f.write_str("too many redirects"),
            Outcome::OutsideWindow { found } => {
                write!(f, "the nearest capture, of {found}, is too far from the time asked for")
            }
        }
    }
}
