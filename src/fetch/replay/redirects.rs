//! From redirect to redirect to a capture, within one archive.

use std::collections::HashSet;
use std::time::Duration;

use crate::archive::{Archive, CaptureUrl, Period, Timestamp};
use crate::error::Result;
use crate::fetch::collection::missing_collection;
use crate::fetch::site::{Step, way_to_other_site, with_redirect_warning};
use crate::fetch::transport::{Pool, Request, Response, TimeSpent, Transport};

use super::classify::{
    ReplayResponse, captured_content_type, classify_response, may_have_been_packed, outcome_of_capture_error,
};
use super::digest::check_digest;
use super::headers::captured_headers;
use super::limits::is_outside_window;
use super::location::resolve_redirect;
use super::outcome::{Captured, DigestCheck, Hop, Outcome};
use super::page::captured_page;

/// Follows the redirects of an archive to a capture.
pub(super) struct RedirectFollower<'a> {
    pub(super) transport: &'a Transport,
    pub(super) archive: &'a Archive,
    /// The time asked for.
    pub(super) asked: Option<Period>,
    /// How far from it anything on the way may be.
    pub(super) window: Option<Duration>,
    /// How many redirects are followed.
    pub(super) max_redirects: usize,
    /// Whether a way to another site is refused.
    pub(super) exact: bool,
    /// What an index tells of the first capture on the way: when it was made, and its digest.
    pub(super) known_digest: Option<(Timestamp, &'a str)>,
}

/// What is known of the way so far.
struct Way {
    hops: Vec<Hop>,
    /// The same by the pages' own addresses.
    steps: Vec<Step>,
    /// Whether all of it came out of the cache.
    cached: bool,
    /// The check of the first capture on the way, redirect or not: it is the one that the index describes.
    digest: Option<DigestCheck>,
}

/// A way that was gone to its end.
pub(super) struct Walk {
    pub(super) outcome: Outcome,
    /// The status of the first archived redirect on it.
    pub(super) redirect: Option<u16>,
}

impl RedirectFollower<'_> {
    pub(super) async fn follow(&self, start: CaptureUrl) -> Result<Walk> {
        let mut way = Way { hops: Vec::new(), steps: Vec::new(), cached: true, digest: None };
        let outcome = self.walk(start, &mut way).await?;
        let redirect = way.steps.iter().find(|step| step.time.is_some()).map(|step| step.status);
        Ok(Walk { outcome, redirect })
    }

    async fn walk(&self, start: CaptureUrl, way: &mut Way) -> Result<Outcome> {
        let mut at = start;
        let (mut seen, spent) = (HashSet::new(), TimeSpent::default());
        loop {
            if !seen.insert(at.to_string()) {
                return Ok(Outcome::RedirectLoop);
            }
            let response = match self.transport.send(&Request::new(at.to_url()?, Pool::Replay).within(&spent)).await {
                Ok(response) => response,
                Err(error) => return outcome_of_capture_error(error),
            };
            way.cached &= response.cached;
            if let Some(error) = missing_collection(self.archive, &response) {
                return Err(error);
            }
            let (location, time) = match classify_response(&response, at.timestamp()) {
                ReplayResponse::Other(outcome) => return Ok(outcome),
                ReplayResponse::Content(time) => return self.captured(response, &at, time, way),
                ReplayResponse::Redirect(location, time) => (location, time),
            };
            if let Some(found) = time.filter(|time| self.is_outside_window(*time)) {
                return Ok(Outcome::OutsideWindow { found });
            }
            if let Some(time) = time {
                way.digest.get_or_insert_with(|| self.check_digest(&response, time));
            }
            let next = match resolve_redirect(self.archive, &at, &response.url, &location, time) {
                Ok(next) => next,
                Err(to) => return Ok(Outcome::LeftArchive { to }),
            };
            // The archive's own redirect tells when the nearest capture was made: no need to fetch it to know.
            if let Some(found) = next.timestamp().filter(|found| self.is_outside_window(*found)) {
                return Ok(Outcome::OutsideWindow { found });
            }
            way.steps.push(Step { url: at.original().to_owned(), status: response.status, time });
            way.hops.push(Hop { url: at.to_string(), status: response.status, timestamp: time });
            if way.hops.len() > self.max_redirects {
                return Ok(Outcome::TooManyRedirects);
            }
            at = next;
        }
    }

    /// The outcome for a response that is the content of a capture.
    fn captured(&self, response: Response, at: &CaptureUrl, time: Timestamp, way: &mut Way) -> Result<Outcome> {
        if self.is_outside_window(time) {
            return Ok(Outcome::OutsideWindow { found: time });
        }
        let other_site = way_to_other_site(&way.steps, at.original(), Some(time));
        if let Some(way) = other_site.clone().filter(|_| self.exact) {
            return Ok(Outcome::Redirected { way });
        }
        let digest = way.digest.take().unwrap_or_else(|| self.check_digest(&response, time));
        let url = at.clone().with_timestamp(time);
        let content_type = captured_content_type(&response).map(str::to_owned);
        let headers = captured_headers(&response, self.archive.is_pywb());
        let page = captured_page(response.body, &url.to_string(), time, response.status, content_type)?;
        let mut page = page.with_headers(headers);
        if let Some(defect) = response.defect {
            page = page.with_damage(defect);
        }
        Ok(Outcome::Archived(Box::new(Captured {
            page: with_redirect_warning(page, other_site),
            timestamp: time,
            url: Some(url),
            original: at.original().to_owned(),
            hops: std::mem::take(&mut way.hops),
            digest,
            truncated: false,
            cached: way.cached,
        })))
    }

    fn check_digest(&self, response: &Response, time: Timestamp) -> DigestCheck {
        let Some((expected, digest)) = self.known_digest else { return DigestCheck::Unchecked };
        check_digest(digest, &[&response.body], time == expected && !may_have_been_packed(response))
    }

    fn is_outside_window(&self, time: Timestamp) -> bool {
        is_outside_window(self.window, self.asked, time)
    }
}
