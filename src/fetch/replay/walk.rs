//! From redirect to redirect to a capture, within one archive.

use std::collections::HashSet;
use std::time::Duration;

use crate::archive::{Archive, CaptureUrl, Period, Timestamp};
use crate::error::Result;
use crate::page::Page;

use super::super::transport::{Pool, Request, Response, Transport};
use super::judge::{Verdict, content_type, judge, may_have_been_packed, trouble};
use super::{Captured, DigestCheck, Hop, Outcome, digest, location};

/// How many redirects lead to a capture at most. Each of a page's own can be two: the archived one, and the archive's to
/// the capture of its target that is nearest in time.
pub(super) const HOPS: usize = 20;

/// How to get to a capture.
pub(super) struct Walk<'a> {
    pub(super) transport: &'a Transport,
    pub(super) archive: &'a Archive,
    /// The time asked for.
    pub(super) asked: Option<Period>,
    /// How far from it anything on the way may be.
    pub(super) window: Option<Duration>,
    /// What an index tells of the first capture on the way: when it was made, and its digest.
    pub(super) known: Option<(Timestamp, &'a str)>,
}

impl Walk<'_> {
    pub(super) async fn from(&self, start: CaptureUrl) -> Result<Outcome> {
        let mut at = start;
        let mut seen = HashSet::new();
        let (mut hops, mut cached, mut check) = (Vec::new(), true, None);
        loop {
            if !seen.insert(at.to_string()) {
                return Ok(Outcome::RedirectLoop);
            }
            let answer = match self.transport.send(&Request::new(at.to_url()?, Pool::Replay)).await {
                Ok(answer) => answer,
                Err(error) => return trouble(error),
            };
            cached &= answer.cached;
            let (to, time) = match judge(&answer, at.timestamp()) {
                Verdict::Other(outcome) => return Ok(outcome),
                Verdict::Content(time) => {
                    let digest = check.unwrap_or_else(|| self.check(&answer, time));
                    return self.arrive(answer, &at, time, hops, digest, cached);
                }
                Verdict::Redirect(to, time) => (to, time),
            };
            if let Some(found) = time.filter(|time| is_outside(self.window, self.asked, *time)) {
                return Ok(Outcome::OutsideWindow { found });
            }
            if let Some(time) = time.filter(|_| check.is_none()) {
                check = Some(self.check(&answer, time));
            }
            let next = match location::next(self.archive, &at, &answer.url, &to, time) {
                Ok(next) => next,
                Err(to) => return Ok(Outcome::LeftArchive { to }),
            };
            // The archive's own redirect tells when the nearest capture was made: no need to fetch it to know.
            if let Some(found) = next.timestamp().filter(|found| is_outside(self.window, self.asked, *found)) {
                return Ok(Outcome::OutsideWindow { found });
            }
            hops.push(Hop { url: at.to_string(), status: answer.status, timestamp: time });
            if hops.len() > HOPS {
                return Ok(Outcome::TooManyRedirects);
            }
            at = next;
        }
    }

    fn arrive(
        &self,
        answer: Response,
        at: &CaptureUrl,
        time: Timestamp,
        hops: Vec<Hop>,
        digest: DigestCheck,
        cached: bool,
    ) -> Result<Outcome> {
        if is_outside(self.window, self.asked, time) {
            return Ok(Outcome::OutsideWindow { found: time });
        }
        let url = at.clone().with_timestamp(time);
        let kind = content_type(&answer).map(str::to_owned);
        let page = Page::new(answer.body).url(&url.to_string())?.captured(&time.to_string())?.status(answer.status);
        let page = match kind {
            Some(kind) => page.content_type(kind),
            None => page,
        };
        let original = at.original().to_owned();
        let url = Some(url);
        let captured = Captured { page, timestamp: time, url, original, hops, digest, truncated: false, cached };
        Ok(Outcome::Archived(Box::new(captured)))
    }

    /// Checks the first capture on the way, redirect or not: it is the one of which the index tells.
    fn check(&self, answer: &Response, time: Timestamp) -> DigestCheck {
        let Some((expected, digest)) = self.known else { return DigestCheck::Unchecked };
        digest::check(digest, &[&answer.body], time == expected && !may_have_been_packed(answer))
    }
}

/// Whether a time is farther from the one that is asked for than may be.
pub(super) fn is_outside(window: Option<Duration>, asked: Option<Period>, time: Timestamp) -> bool {
    let (Some(window), Some(asked)) = (window, asked) else { return false };
    let (first, last) = (asked.first().unix_seconds(), asked.last().unix_seconds());
    let time = time.unix_seconds();
    time.abs_diff(time.clamp(first, last)) > window.as_secs()
}
