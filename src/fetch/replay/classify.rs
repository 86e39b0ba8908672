//! What an archive's response is. `Memento-Datetime` decides what is content of the archive.

use std::borrow::Cow;
use std::time::SystemTime;

use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};

use crate::archive::Timestamp;
use crate::error::{Error, ErrorKind, FetchFailure, FetchStage, Result};
use crate::fetch::address::redact_credentials;
use crate::fetch::failure::status_error;
use crate::fetch::http_date::parse_http_date;
use crate::fetch::transport::{Response, parse_retry_after};
use crate::page::is_redirect_status;

use super::outcome::Outcome;

/// How far into a body is searched for marks of the archive's own pages, in bytes. Those pages are small.
const MARKS_SEARCH_BYTES: usize = 64 << 10;

/// What the Wayback Machine writes on pages about exclusions, in lower case.
const EXCLUSION_MARKS: &[&str] = &[
    "excluded from the wayback machine",
    "url has been excluded",
    "robotaccesscontrolexception",
    "administrativeaccesscontrolexception",
    "blocked site error",
];

/// What a response is.
#[derive(Debug)]
pub(super) enum ReplayResponse {
    /// Content of the archive, captured at this time.
    Content(Timestamp),
    /// A redirect to this location; with a time it is an archived one.
    Redirect(String, Option<Timestamp>),
    /// Everything else.
    Other(Outcome),
}

/// Classifies a response; `asked` is the time in the address that was requested.
pub(super) fn classify_response(response: &Response, asked: Option<Timestamp>) -> ReplayResponse {
    // First of all: a page about an error may look like the capture in everything else.
    if let Some(error) = response.header("x-archive-wayback-runtime-error") {
        return ReplayResponse::Other(outcome_of_runtime_error(error));
    }
    let location = response.location().filter(|_| is_redirect_status(response.status));
    if let Some(date) = response.header("memento-datetime") {
        let Some(time) = parse_http_date(date).or(asked) else {
            return playback_failure(format!("Memento-Datetime {date:?} is no date"));
        };
        return match location {
            Some(location) => ReplayResponse::Redirect(location, Some(time)),
            None if is_frame_page(response) => ReplayResponse::Other(Outcome::FramePage),
            None => ReplayResponse::Content(time),
        };
    }
    if let Some(location) = location {
        return ReplayResponse::Redirect(location, None);
    }
    let status_error = || status_error(&response.url, response.status);
    ReplayResponse::Other(match response.status {
        200 => return classify_archive_page(response),
        // pywb's status for an exclusion is "Unavailable For Legal Reasons".
        451 => Outcome::Excluded,
        403 if is_exclusion_page(response) => Outcome::Excluded,
        404 | 410 => Outcome::NeverArchived,
        429 => {
            let header = response.header(RETRY_AFTER.as_str());
            Outcome::RateLimited { retry_after: header.and_then(|text| parse_retry_after(text, SystemTime::now())) }
        }
        502 | 503 | 504 | 599 => Outcome::archive_down(status_error()),
        _ => Outcome::playback_failure(status_error()),
    })
}

/// As [`outcome_of_error`], for the request of one capture: an archive that answers, and breaks off, is not down.
pub(super) fn outcome_of_capture_error(error: Error) -> Result<Outcome> {
    match error.kind() {
        ErrorKind::Fetch { failure: FetchFailure::Connection { stage, is_timeout: false, .. }, .. }
            if *stage != FetchStage::Connect =>
        {
            Ok(Outcome::playback_failure(error))
        }
        _ => outcome_of_error(error),
    }
}

/// The outcome that an error of the transport means; errors that say nothing about the archive stay errors.
pub(super) fn outcome_of_error(error: Error) -> Result<Outcome> {
    match error.kind() {
        ErrorKind::Excluded { .. } => Ok(Outcome::Excluded),
        ErrorKind::RateLimited { retry_after, .. } => Ok(Outcome::RateLimited { retry_after: Some(*retry_after) }),
        ErrorKind::Fetch { failure: FetchFailure::Undecodable { .. }, .. } => Ok(Outcome::playback_failure(error)),
        ErrorKind::ArchiveDown { .. } | ErrorKind::Fetch { .. } => Ok(Outcome::archive_down(error)),
        _ => Err(error),
    }
}

/// The captured page's own `Content-Type`. A charset that only the archive guessed (`X-Archive-Guessed-Charset`) is left
/// out: it would be taken for what the site said, and override what the page itself declares.
pub(super) fn captured_content_type(response: &Response) -> Option<&str> {
    let has_charset = |value: &&str| value.to_ascii_lowercase().contains("charset");
    let given = response.header(CONTENT_TYPE.as_str());
    let original = response.header("x-archive-orig-content-type");
    given.filter(has_charset).or_else(|| original.filter(has_charset)).or(given)
}

/// Whether the body may have been packed when it was captured: its digest is that of the packed body then.
pub(super) fn may_have_been_packed(response: &Response) -> bool {
    ["content-encoding", "x-archive-orig-content-encoding", "x-archive-orig-transfer-encoding"]
        .iter()
        .any(|name| response.header(name).is_some())
}

fn playback_failure(reason: String) -> ReplayResponse {
    ReplayResponse::Other(Outcome::PlaybackFailure { reason, source: None })
}

/// The outcome that an error of the Wayback Machine's software means.
fn outcome_of_runtime_error(error: &str) -> Outcome {
    let lower = error.to_ascii_lowercase();
    let contains_any = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if contains_any(&["blocked site", "accesscontrol", "access control", "excluded", "robots.txt"]) {
        return Outcome::Excluded;
    }
    if contains_any(&["notinarchive", "not in archive"]) {
        return Outcome::NeverArchived;
    }
    Outcome::PlaybackFailure { reason: error.to_owned(), source: None }
}

/// Classifies a page of the archive's own that comes with the status 200.
fn classify_archive_page(response: &Response) -> ReplayResponse {
    if is_exclusion_page(response) {
        return ReplayResponse::Other(Outcome::Excluded);
    }
    if is_frame_page(response) {
        return ReplayResponse::Other(Outcome::FramePage);
    }
    let text = body_start(response);
    if response.header("x-archive-src").is_some()
        && (text.contains("impatient") || text.contains("response at crawl time"))
    {
        let to = redirect_page_link(&text).and_then(|link| response.url.join(link).ok());
        return ReplayResponse::Other(Outcome::RedirectPage { to: to.map(|url| redact_credentials(url.as_str())) });
    }
    playback_failure("a page that is no capture: it has no Memento-Datetime".to_owned())
}

/// Where the archive's page about a redirect leads, by its link for those who do not wait.
fn redirect_page_link(text: &str) -> Option<&str> {
    let after = text.get(text.find("class=\"impatient\"")?..)?;
    let link = after.get(after.find("href=\"")? + 6..)?;
    link.get(..link.find('"')?).filter(|link| !link.is_empty())
}

/// Whether a page says that the requested one is held back.
fn is_exclusion_page(response: &Response) -> bool {
    let text = body_start(response).to_ascii_lowercase();
    EXCLUSION_MARKS.iter().any(|mark| text.contains(mark))
}

/// Whether it is the frame that pywb shows around pages. A frame has none of a captured page's headers.
fn is_frame_page(response: &Response) -> bool {
    let has_captured_headers = response.headers.keys().any(|name| name.as_str().starts_with("x-archive-orig-"));
    if response.status != 200 || response.body.len() > MARKS_SEARCH_BYTES || has_captured_headers {
        return false;
    }
    let text = body_start(response);
    let has_frame = text.contains("replay_iframe") || text.contains("wb_iframe");
    has_frame && (text.contains("wb_frame.js") || text.contains("ContentFrame"))
}

fn body_start(response: &Response) -> Cow<'_, str> {
    String::from_utf8_lossy(response.body.get(..MARKS_SEARCH_BYTES).unwrap_or(&response.body))
}
