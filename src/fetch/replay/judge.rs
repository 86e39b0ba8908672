//! What an archive's answer is. `Memento-Datetime` decides what is content of the archive.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};

use crate::archive::Timestamp;
use crate::error::{Error, ErrorKind, Result};

use super::super::address::redact_credentials;
use super::super::failure::status_with_phrase;
use super::super::http_date::parse_http_date;
use super::super::transport::{Response, UNDECODABLE};
use super::Outcome;

/// How far into a body is looked for marks of the archive's own pages, in bytes. Those are small.
const LOOK: usize = 64 << 10;

/// What an answer is.
#[derive(Debug)]
pub(super) enum Verdict {
    /// Content of the archive, captured at this time.
    Content(Timestamp),
    /// A redirect; with a time it is an archived one.
    Redirect(String, Option<Timestamp>),
    /// All else.
    Other(Outcome),
}

pub(super) fn judge(answer: &Response, asked: Option<Timestamp>) -> Verdict {
    // First: a page about an error may pass for the capture in all else.
    if let Some(error) = answer.header("x-archive-wayback-runtime-error") {
        return Verdict::Other(runtime_error(error));
    }
    let redirects = matches!(answer.status, 301 | 302 | 303 | 307 | 308);
    let location = answer.location().filter(|_| redirects);
    if let Some(date) = answer.header("memento-datetime") {
        let Some(time) = parse_http_date(date).or(asked) else {
            return failure(format!("Memento-Datetime {date:?} is no date"));
        };
        return match location {
            Some(location) => Verdict::Redirect(location, Some(time)),
            None if is_frame(answer) => Verdict::Other(Outcome::FramePage),
            None => Verdict::Content(time),
        };
    }
    if let Some(location) = location {
        return Verdict::Redirect(location, None);
    }
    Verdict::Other(match answer.status {
        200 => return page_of_archive(answer),
        // "Unavailable For Legal Reasons" is how pywb says it.
        451 => Outcome::Excluded,
        403 if is_exclusion(answer) => Outcome::Excluded,
        404 | 410 => Outcome::NeverArchived,
        429 => Outcome::RateLimited { retry_after: pause(answer) },
        code @ (502 | 503 | 504 | 599) => {
            Outcome::ArchiveDown { reason: format!("status {}", status_with_phrase(code)) }
        }
        code => return failure(format!("status {}", status_with_phrase(code))),
    })
}

/// What to make of the transport's trouble with an archive: what says something of the archive is an outcome.
pub(super) fn trouble(error: Error) -> Result<Outcome> {
    match error.kind() {
        ErrorKind::Excluded { .. } => Ok(Outcome::Excluded),
        ErrorKind::RateLimited { retry_after, .. } => Ok(Outcome::RateLimited { retry_after: Some(*retry_after) }),
        ErrorKind::ArchiveDown { reason, .. } => Ok(Outcome::ArchiveDown { reason: reason.clone() }),
        // Of records of Common Crawl.
        ErrorKind::Capture { outcome, reason, .. } => Ok(match *outcome {
            "rate_limited" => Outcome::RateLimited { retry_after: None },
            "archive_down" => Outcome::ArchiveDown { reason: reason.clone() },
            _ => Outcome::PlaybackFailure { reason: reason.clone() },
        }),
        ErrorKind::Fetch { message, .. } if message.starts_with(UNDECODABLE) => {
            Ok(Outcome::PlaybackFailure { reason: message.clone() })
        }
        ErrorKind::Fetch { message, .. } => Ok(Outcome::ArchiveDown { reason: message.clone() }),
        _ => Err(error),
    }
}

/// The captured page's own `Content-Type`. A charset that only the archive guessed (`X-Archive-Guessed-Charset`) is left
/// out: it would be taken for what the site said, and outdo what the page itself declares.
pub(super) fn content_type(answer: &Response) -> Option<&str> {
    let says = |value: &&str| value.to_ascii_lowercase().contains("charset");
    let given = answer.header(CONTENT_TYPE.as_str());
    given.filter(says).or_else(|| answer.header("x-archive-orig-content-type").filter(says)).or(given)
}

/// Whether the body may have been packed when it was captured: digests are made of it as it was then.
pub(super) fn may_have_been_packed(answer: &Response) -> bool {
    ["content-encoding", "x-archive-orig-content-encoding", "x-archive-orig-transfer-encoding"]
        .iter()
        .any(|name| answer.header(name).is_some())
}

fn failure(reason: String) -> Verdict {
    Verdict::Other(Outcome::PlaybackFailure { reason })
}

fn runtime_error(error: &str) -> Outcome {
    let lower = error.to_ascii_lowercase();
    let holds = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if holds(&["blocked site", "accesscontrol", "access control", "excluded", "robots.txt"]) {
        return Outcome::Excluded;
    }
    if holds(&["notinarchive", "not in archive"]) {
        return Outcome::NeverArchived;
    }
    Outcome::PlaybackFailure { reason: error.to_owned() }
}

/// A page of the archive's own that comes as if all were well.
fn page_of_archive(answer: &Response) -> Verdict {
    if is_exclusion(answer) {
        return Verdict::Other(Outcome::Excluded);
    }
    if is_frame(answer) {
        return Verdict::Other(Outcome::FramePage);
    }
    let text = start(answer);
    if answer.header("x-archive-src").is_some()
        && (text.contains("impatient") || text.contains("response at crawl time"))
    {
        let to = impatient(&text).and_then(|link| answer.url.join(link).ok());
        return Verdict::Other(Outcome::RedirectPage { to: to.map(|url| redact_credentials(url.as_str())) });
    }
    failure("a page that is no capture: it has no Memento-Datetime".to_owned())
}

/// The link for those who do not wait for the redirect.
fn impatient(text: &str) -> Option<&str> {
    let after = text.get(text.find("class=\"impatient\"")?..)?;
    let link = after.get(after.find("href=\"")? + 6..)?;
    link.get(..link.find('"')?).filter(|link| !link.is_empty())
}

/// Whether a page says that this one is held back.
fn is_exclusion(answer: &Response) -> bool {
    const MARKS: &[&str] = &[
        "excluded from the wayback machine",
        "url has been excluded",
        "robotaccesscontrolexception",
        "administrativeaccesscontrolexception",
        "blocked site error",
    ];
    let text = start(answer).to_ascii_lowercase();
    MARKS.iter().any(|mark| text.contains(mark))
}

/// Whether it is the frame that pywb shows around pages. That has none of a captured page's headers.
fn is_frame(answer: &Response) -> bool {
    if answer.status != 200 || answer.body.len() > LOOK || answer.headers.keys().any(|name| is_captured(name.as_str()))
    {
        return false;
    }
    let text = start(answer);
    let frame = text.contains("replay_iframe") || text.contains("wb_iframe");
    frame && (text.contains("wb_frame.js") || text.contains("ContentFrame"))
}

fn is_captured(header: &str) -> bool {
    header.starts_with("x-archive-orig-")
}

fn start(answer: &Response) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(answer.body.get(..LOOK).unwrap_or(&answer.body))
}

/// `Retry-After` in seconds, at most an hour.
fn pause(answer: &Response) -> Option<Duration> {
    let seconds: u64 = answer.header(RETRY_AFTER.as_str())?.parse().ok()?;
    Some(Duration::from_secs(seconds.min(3600)))
}
