//! What to do when no usable response comes: ask again, wait, or leave the host alone.

use std::io;
use std::time::{Duration, SystemTime};

use reqwest::header::RETRY_AFTER;
use url::Url;

use crate::error::{Error, FetchStage, RefusalReason};
use crate::fetch::failure::{connection_failure, fetch_error};

use super::guard;
use super::limiter::MAX_PAUSE;
use super::message::Response;
use super::rates::LimitedHost;

/// How many pauses that a host asks for are waited out in one request.
pub(super) const MAX_PAUSES: u32 = 2;

/// The pause when an archive does not say how long: what the Internet Archive's staff advise.
const DEFAULT_PAUSE: Duration = Duration::from_secs(60);

/// The longest wait between two tries.
const MAX_BACKOFF: Duration = Duration::from_secs(120);

/// How long a known archive that refuses connections is left alone: its firewall blocks for that long at first, and
/// twice as long if asked meanwhile.
const KNOWN_ARCHIVE_BREAK: Duration = Duration::from_secs(3600);

/// The same for other archives, which may just be starting.
const ARCHIVE_BREAK: Duration = Duration::from_secs(60);

/// The same for servers on this machine.
const LOOPBACK_BREAK: Duration = Duration::from_secs(1);

/// How often a request is made whose answers are malformed: once more than to see that they are.
pub(super) const MAX_MALFORMED: u32 = 2;

/// How long to go on trying.
#[derive(Debug, Clone, Copy)]
pub(super) struct RetryPolicy {
    pub(super) max_retries: u32,
    /// The wait before the second retry is twice this, and doubles from there.
    pub(super) backoff: Duration,
    /// How long a host that refuses connections is left alone; by the kind of host if not set.
    pub(super) breaker: Option<Duration>,
}

impl RetryPolicy {
    /// The wait before a retry, counted from 1. The first is made at once.
    pub(super) fn wait_before(&self, retry: u32) -> Duration {
        if retry < 2 {
            return Duration::ZERO;
        }
        self.backoff.saturating_mul(2u32.saturating_pow(retry - 1)).min(MAX_BACKOFF)
    }

    /// How long to leave a host alone that refuses connections.
    pub(super) fn breaker_time(&self, host: &LimitedHost) -> Duration {
        let usual = match (host.is_known_archive(), host.is_loopback()) {
            (true, _) => KNOWN_ARCHIVE_BREAK,
            (_, true) => LOOPBACK_BREAK,
            _ => ARCHIVE_BREAK,
        };
        self.breaker.unwrap_or(usual)
    }
}

/// Why there is no response.
#[derive(Debug)]
pub(super) enum SendFailure {
    /// Asking again would give the same.
    Permanent(Error),
    /// Asking again may help.
    Transient(Error),
    /// What came is no answer of HTTP, or its chunks are none. Some servers give that once in a while, most whenever they are asked.
    Malformed(Error),
    /// The host refuses connections.
    ConnectionRefused(Error),
}

impl SendFailure {
    pub(super) fn from_client_error(url: &Url, stage: FetchStage, error: reqwest::Error) -> SendFailure {
        if let Some(range) = guard::refused_range(&error) {
            return SendFailure::Permanent(guard::refused(url, RefusalReason::NotPublic { range }));
        }
        let io_kind = io_error_kind(&error);
        let refused = io_kind == Some(io::ErrorKind::ConnectionRefused);
        let reset = matches!(io_kind, Some(io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted));
        // A name that is not known and a certificate that is wrong stay so.
        let transient = error.is_timeout() || !(error.is_connect() || error.is_builder()) || reset;
        let malformed = !error.is_timeout() && is_malformed(&error);
        let error = fetch_error(url, connection_failure(stage, error));
        match (refused, transient) {
            (true, _) => SendFailure::ConnectionRefused(error),
            (_, true) if malformed => SendFailure::Malformed(error),
            (_, true) => SendFailure::Transient(error),
            _ => SendFailure::Permanent(error),
        }
    }
}

/// Whether an error is that what came cannot be understood.
fn is_malformed(error: &(dyn std::error::Error + 'static)) -> bool {
    hyper_error(error, hyper::Error::is_parse)
        // Lengths of chunks that are no numbers, or too long.
        || matches!(io_error_kind(error), Some(io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData))
}

/// Whether an error is that the head of the answer is too large, or has too many headers.
pub(super) fn is_too_large_head(error: &(dyn std::error::Error + 'static)) -> bool {
    hyper_error(error, hyper::Error::is_parse_too_large)
}

fn hyper_error(error: &(dyn std::error::Error + 'static), is_it: fn(&hyper::Error) -> bool) -> bool {
    first_of_chain(error, |error| error.downcast_ref().filter(|&error| is_it(error))).is_some()
}

/// The kind of the operating system's error behind this one, if there is any.
fn io_error_kind(error: &(dyn std::error::Error + 'static)) -> Option<io::ErrorKind> {
    first_of_chain(error, |error| error.downcast_ref().map(io::Error::kind))
}

/// The first of an error and those behind it of which something is found.
fn first_of_chain<'a, T>(
    error: &'a (dyn std::error::Error + 'static),
    find: impl Fn(&'a (dyn std::error::Error + 'static)) -> Option<T>,
) -> Option<T> {
    std::iter::successors(Some(error), |error| error.source()).find_map(find)
}

/// Whether the status is one of a server in passing trouble, as the Internet Archive's have them.
pub(super) fn is_transient_status(status: u16) -> bool {
    matches!(status, 413 | 421 | 500 | 502 | 503 | 504 | 599)
}

/// Whether the status says that the server behind this one did not answer in time.
pub(in crate::fetch) fn is_overload_status(status: u16) -> bool {
    matches!(status, 502 | 504)
}

/// How long the host asks to be left alone; `None` when it does not. Not for archived responses.
pub(super) fn requested_pause(response: &Response) -> Option<Duration> {
    let said = response.header(RETRY_AFTER.as_str()).and_then(|text| parse_retry_after(text, SystemTime::now()));
    match response.status {
        429 => Some(said.unwrap_or(DEFAULT_PAUSE)),
        status if is_transient_status(status) => said,
        _ => None,
    }
}

/// The value of `Retry-After`, seconds or a date: at least a second, at most an hour.
pub(in crate::fetch) fn parse_retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    let time = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        // More digits than a number holds.
        Err(_) if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) => Duration::MAX,
        Err(_) => httpdate::parse_http_date(text).ok()?.duration_since(now).unwrap_or_default(),
    };
    Some(time.clamp(Duration::from_secs(1), MAX_PAUSE))
}
