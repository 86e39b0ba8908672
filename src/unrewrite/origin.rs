//! What page a capture is of, from what the caller knows and what the page tells.

use url::Url;

use crate::archive::{CaptureUrl, Timestamp, is_archive_host};
use crate::article::{Capture, DateTime};

use super::replay_marks::Replay;

/// What is known of the capture a page was read from.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct CaptureOrigin {
    /// The page's own address, `http` or `https`.
    pub(crate) original: Option<Url>,
    /// The archive's host.
    pub(crate) archive: Option<String>,
    /// When it was captured.
    pub(crate) captured: Option<DateTime>,
    /// The address of the capture.
    pub(crate) capture_url: Option<String>,
}

impl CaptureOrigin {
    /// The capture, if the page is known to be one.
    pub(crate) fn capture(&self) -> Option<Capture> {
        let known = self.captured.is_some() || self.capture_url.is_some();
        known.then(|| Capture {
            archive: self.archive.clone(),
            timestamp: self.captured,
            url: self.capture_url.clone(),
        })
    }
}

/// What page this was, for one that has no markup to tell it.
pub(crate) fn origin(url: Option<&Url>, captured: Option<DateTime>) -> CaptureOrigin {
    let given = url.and_then(|u| CaptureUrl::parse(u.as_str()));
    resolved(url, given, None, captured)
}

/// Puts together what the caller knows (the address, taken apart if it is a capture's, and the time) and what the replay's own
/// inserts tell, which count for less.
pub(super) fn resolved(
    url: Option<&Url>,
    given: Option<CaptureUrl>,
    replay: Option<Replay>,
    captured: Option<DateTime>,
) -> CaptureOrigin {
    let by_page = replay.as_ref().and_then(|r| parse_url(r.original.as_deref()));
    let original = match (&given, url) {
        (Some(given), _) => parse_url(Some(given.original())).or(by_page),
        (None, Some(url)) if url.host_str().is_some_and(is_archive_host) => by_page.or_else(|| Some(url.clone())),
        (None, url) => url.filter(|url| is_of_a_site(url)).cloned().or(by_page),
    };
    let by_page = replay.as_ref().and_then(|r| r.timestamp.clone());
    let stamp = captured
        .and_then(timestamp_digits)
        .or_else(|| given.as_ref().and_then(CaptureUrl::timestamp).map(|t| t.to_string()))
        .or(by_page);
    let rebuilt = || {
        let base = replay.as_ref()?.base.as_ref()?;
        Some(format!("{base}{}/{}", stamp.as_ref()?, original.as_ref()?))
    };
    let capture_url = match &given {
        Some(_) => url.map(Url::to_string),
        None => rebuilt(),
    };
    CaptureOrigin {
        archive: given.as_ref().map(|g| g.host().to_owned()).or_else(|| replay.as_ref()?.host.clone()),
        captured: captured.or_else(|| DateTime::from_timestamp14(stamp.as_deref()?)),
        capture_url,
        original,
    }
}

fn parse_url(text: Option<&str>) -> Option<Url> {
    Url::parse(text?).ok().filter(is_of_a_site)
}

/// Whether a browser would ask a server for it. Crawlers keep pages under `urn:`, `dns:` and `metadata:`, too, and whoever wrote the
/// file may have put anything there, such as `javascript:`.
fn is_of_a_site(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// A capture time as archives write it, if it is known to the second.
fn timestamp_digits(captured: DateTime) -> Option<String> {
    captured.time().and_then(|_| Timestamp::try_from(captured).ok()).map(|stamp| stamp.to_string())
}
