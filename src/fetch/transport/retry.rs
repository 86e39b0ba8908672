//! What to make of an answer that is none: ask again, wait, or leave the host alone.

use std::io;
use std::time::{Duration, SystemTime};

use reqwest::header::RETRY_AFTER;
use url::Url;

use crate::error::Error;

use super::super::{failed, public, reason};
use super::rates::Limited;
use super::{Answer, guard};

/// How often the host's wish for a pause is met with another try.
pub(super) const PAUSES: u32 = 2;

/// The pause when an archive does not say how long: what the Internet Archive's staff advise.
const PAUSE: Duration = Duration::from_secs(60);

/// The longest wait between two tries.
const LONGEST_BACKOFF: Duration = Duration::from_secs(120);

/// How long known archives are left alone that refuse connections: so long their firewalls block at first, and
/// twice as long if asked meanwhile.
const KNOWN_BREAK: Duration = Duration::from_secs(3600);

/// And other archives, which may just be starting.
const BREAK: Duration = Duration::from_secs(60);

/// And servers on the same machine.
const LOOPBACK_BREAK: Duration = Duration::from_secs(1);

/// How long to go on trying.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    pub(super) retries: u32,
    /// The wait before the first retry but one is twice this, and doubles from there.
    pub(super) backoff: Duration,
    /// How long a host is left alone that refuses connections, if not as usual.
    pub(super) breaker: Option<Duration>,
}

impl Patience {
    /// The wait before a retry, counted from 1. The first is made at once.
    pub(super) fn before(&self, retry: u32) -> Duration {
        if retry < 2 {
            return Duration::ZERO;
        }
        self.backoff.saturating_mul(2u32.saturating_pow(retry - 1)).min(LONGEST_BACKOFF)
    }

    pub(super) fn breaker(&self, host: &Limited) -> Duration {
        let usual = match (host.is_known(), host.is_loopback()) {
            (true, _) => KNOWN_BREAK,
            (_, true) => LOOPBACK_BREAK,
            _ => BREAK,
        };
        self.breaker.unwrap_or(usual)
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Failure {
    /// It will be the same the next time.
    Final(Error),
    /// It may be otherwise the next time.
    Passing(Error),
    /// Nobody takes connections.
    Closed(Error),
}

impl Failure {
    pub(super) fn of(url: &Url, error: reqwest::Error) -> Failure {
        if let Some(why) = guard::filtered(&error) {
            return Failure::Final(guard::refused(url, why));
        }
        let closed = io_kind(&error) == Some(io::ErrorKind::ConnectionRefused);
        // No such host, and certificates that are wrong, stay so.
        let reset = matches!(io_kind(&error), Some(io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted));
        let passing = error.is_timeout() || !(error.is_connect() || error.is_builder()) || reset;
        let error = failed(public(url).as_str(), reason(error));
        match (closed, passing) {
            (true, _) => Failure::Closed(error),
            (_, true) => Failure::Passing(error),
            _ => Failure::Final(error),
        }
    }
}

/// What the system said, where it is the system that failed.
fn io_kind(error: &(dyn std::error::Error + 'static)) -> Option<io::ErrorKind> {
    let mut at = Some(error);
    while let Some(error) = at {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return Some(error.kind());
        }
        at = error.source();
    }
    None
}

/// The statuses of servers that have a bad moment, as the Internet Archive's have them.
pub(super) fn is_transient(status: u16) -> bool {
    matches!(status, 413 | 421 | 500 | 502 | 503 | 504 | 599)
}

/// How long the host asks to be left alone; none when it does not. Not for archived answers.
pub(super) fn pause(answer: &Answer) -> Option<Duration> {
    let said = answer.header(RETRY_AFTER.as_str()).and_then(|text| retry_after(text, SystemTime::now()));
    match answer.status {
        429 => Some(said.unwrap_or(PAUSE)),
        status if is_transient(status) => said,
        _ => None,
    }
}

/// A time as `Retry-After` has it: seconds, or a date. At least a second, at most an hour.
pub(super) fn retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    let time = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        // More digits than a number holds.
        Err(_) if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) => Duration::MAX,
        Err(_) => httpdate::parse_http_date(text).ok()?.duration_since(now).unwrap_or_default(),
    };
    Some(time.clamp(Duration::from_secs(1), super::limiter::LONGEST_PAUSE))
}
