//! Captures of archives that replay nothing: records of their files.

use std::collections::HashSet;

use reqwest::header::LOCATION;
use url::Url;

use crate::archive::{Archive, Period, Timestamp};
use crate::coding::DecodeLimits;
use crate::error::Result;
use crate::page::Page;

use super::super::address::{redact_credentials, without_credentials};
use super::super::common_crawl;
use super::super::fetcher::Fetcher;
use super::super::index::{CdxRecord, Query};
use super::super::transport::MAX_DECODE_RATIO;
use super::judge::trouble;
use super::walk::{HOPS, is_outside};
use super::{Captured, DigestCheck, Hop, Outcome, digest};

/// What is in a record.
enum Found {
    Page(Box<Captured>),
    /// A redirect, and where it leads.
    Redirect(Box<Captured>, Url),
    Other(Outcome),
}

impl Fetcher {
    /// Fetches the record of a row. Where it is a redirect, that is followed to the capture of its target that was made
    /// nearest to it, by the index.
    pub(super) async fn records(&self, archive: &Archive, row: &CdxRecord, asked: Period) -> Result<Outcome> {
        let (mut row, mut seen, mut hops, mut cached, mut check) =
            (row.clone(), HashSet::new(), Vec::new(), true, None);
        loop {
            if !seen.insert((row.original.clone(), row.timestamp)) {
                return Ok(Outcome::RedirectLoop);
            }
            let (captured, to) = match self.record(archive, &row, asked).await? {
                Found::Other(outcome) => return Ok(outcome),
                Found::Redirect(captured, to) => (captured, Some(to)),
                Found::Page(captured) => (captured, None),
            };
            cached &= captured.cached;
            // The index that was asked tells of the first record.
            let digest = check.get_or_insert(captured.digest.clone()).clone();
            let Some(to) = to else {
                return Ok(Outcome::Archived(Box::new(Captured { hops, cached, digest, ..*captured })));
            };
            if !matches!(to.scheme(), "http" | "https") {
                return Ok(Outcome::LeftArchive { to: without_credentials(&to).into() });
            }
            let status = captured.page.http_status().unwrap_or_default();
            hops.push(Hop { url: captured.original.clone(), status, timestamp: Some(captured.timestamp) });
            if hops.len() > HOPS {
                return Ok(Outcome::TooManyRedirects);
            }
            match self.target(archive, &to, captured.timestamp).await {
                Ok(Some(next)) => row = next,
                Ok(None) => return Ok(Outcome::NeverArchived),
                Err(error) => return trouble(error),
            }
        }
    }

    /// The capture to which a redirect leads. An index folds `http` and `https`, with and without `www.`, together: the
    /// nearest of all captures may be the redirect itself, so that pages come first.
    async fn target(&self, archive: &Archive, to: &Url, time: Timestamp) -> Result<Option<CdxRecord>> {
        let nearest = Query::default().closest(time);
        let page = self.captures(archive, to.as_str(), &nearest.clone().status(200)).next().await.transpose()?;
        match page {
            Some(row) => Ok(Some(row)),
            None => self.captures(archive, to.as_str(), &nearest).next().await.transpose(),
        }
    }

    async fn record(&self, archive: &Archive, row: &CdxRecord, asked: Period) -> Result<Found> {
        if is_outside(self.window, Some(asked), row.timestamp) {
            return Ok(Found::Other(Outcome::OutsideWindow { found: row.timestamp }));
        }
        let (Some(_), Some(place)) = (archive.data(), &row.record) else {
            let reason = "the index does not tell where the record lies".to_owned();
            return Ok(Found::Other(Outcome::PlaybackFailure { reason }));
        };
        let caps = DecodeLimits { max_bytes: self.max_bytes, max_ratio: MAX_DECODE_RATIO };
        let record = match common_crawl::fetch_crawl_record(&self.transport, archive, place, caps).await {
            Ok(record) => record,
            Err(error) => return trouble(error).map(Found::Other),
        };
        let check = |expected| digest::check(expected, &[&record.stored, &record.body], true);
        let digest = row.digest.as_deref().map_or(DigestCheck::Unchecked, check);
        let timestamp = record.captured.unwrap_or(row.timestamp);
        let original = redact_credentials(record.target.as_deref().unwrap_or(&row.original));
        let header = |name: &str| record.headers.get(name).map(str::to_owned);
        let (kind, location) = (header("content-type"), header(LOCATION.as_str()));
        let redirects = matches!(record.status, 301 | 302 | 303 | 307 | 308);
        let page = Page::new(record.body).url(&original)?.captured(&timestamp.to_string())?.status(record.status);
        let page = match kind {
            Some(kind) => page.content_type(kind),
            None => page,
        };
        let to = location.filter(|_| redirects).and_then(|to| page.address()?.join(&to).ok());
        let (truncated, cached) = (record.truncated.is_some(), record.cached);
        let captured = Captured { page, timestamp, url: None, original, hops: Vec::new(), digest, truncated, cached };
        let captured = Box::new(captured);
        Ok(match to {
            Some(to) => Found::Redirect(captured, to),
            None => Found::Page(captured),
        })
    }
}
