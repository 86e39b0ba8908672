//! Captures of archives that replay nothing: records of their WARC files.

use std::collections::HashSet;
use std::sync::Arc;

use reqwest::header::LOCATION;
use url::Url;

use crate::archive::{Archive, Period, Timestamp};
use crate::coding::DecodeLimits;
use crate::error::Result;
use crate::fetch::address::{redact_credentials, without_credentials};
use crate::fetch::common_crawl::{CrawlRecord, RecordFailure, fetch_crawl_record};
use crate::fetch::fetcher::Fetcher;
use crate::fetch::index::{CdxRecord, Query};
use crate::fetch::site::{Step, way_to_other_site, with_redirect_warning};
use crate::page::is_redirect_status;

use super::classify::outcome_of_error;
use super::digest::check_digest;
use super::limits::is_outside_window;
use super::outcome::{Captured, DigestCheck, Hop, Outcome};
use super::page::captured_page;

/// What is in a record.
enum Found {
    Page(Box<Captured>),
    /// A redirect, and where it leads.
    Redirect(Box<Captured>, Url),
    Other(Outcome),
}

impl Fetcher {
    /// Fetches the record of an index row. A redirect is followed to the capture of its target that was made nearest to
    /// it, by the index.
    pub(super) async fn fetch_warc_record(&self, archive: &Archive, row: &CdxRecord, asked: Period) -> Result<Outcome> {
        let (mut row, mut seen, mut hops) = (row.clone(), HashSet::new(), Vec::new());
        let (mut steps, mut cached, mut first_digest) = (Vec::new(), true, None);
        loop {
            if !seen.insert((row.original.clone(), row.timestamp)) {
                return Ok(Outcome::RedirectLoop);
            }
            let (captured, to) = match self.fetch_single_record(archive, &row, asked).await? {
                Found::Other(outcome) => return Ok(outcome),
                Found::Redirect(captured, to) => (captured, Some(to)),
                Found::Page(captured) => (captured, None),
            };
            cached &= captured.cached;
            // The row that was asked for describes the first record.
            let digest = first_digest.get_or_insert(captured.digest.clone()).clone();
            let Some(to) = to else {
                let other_site = way_to_other_site(&steps, &captured.original, Some(captured.timestamp));
                if let Some(way) = other_site.clone().filter(|_| self.exact) {
                    return Ok(Outcome::Redirected { way });
                }
                let Captured { page, .. } = *captured;
                let page = with_redirect_warning(page, other_site);
                return Ok(Outcome::Archived(Box::new(Captured { page, hops, cached, digest, ..*captured })));
            };
            if !matches!(to.scheme(), "http" | "https") {
                return Ok(Outcome::LeftArchive { to: without_credentials(&to).into() });
            }
            let status = captured.page.status().unwrap_or_default();
            steps.push(Step { url: captured.original.clone(), status, time: Some(captured.timestamp) });
            hops.push(Hop { url: captured.original.clone(), status, timestamp: Some(captured.timestamp) });
            if hops.len() > self.limits.capture_redirects() {
                return Ok(Outcome::TooManyRedirects);
            }
            match self.redirect_target(archive, &to, captured.timestamp).await {
                Ok(Some(next)) => row = next,
                Ok(None) => return Ok(Outcome::NeverArchived),
                Err(error) => return outcome_of_error(error),
            }
        }
    }

    /// The capture to which a redirect leads. An index folds `http` and `https`, with and without `www.`, together: the
    /// nearest of all captures may be the redirect itself, so that pages come first.
    async fn redirect_target(&self, archive: &Archive, to: &Url, time: Timestamp) -> Result<Option<CdxRecord>> {
        let nearest = Query::default().closest(time);
        let page = self.captures(archive, to.as_str(), &nearest.clone().pages()).next().await.transpose()?;
        match page {
            Some(row) => Ok(Some(row)),
            None => self.captures(archive, to.as_str(), &nearest).next().await.transpose(),
        }
    }

    async fn fetch_single_record(&self, archive: &Archive, row: &CdxRecord, asked: Period) -> Result<Found> {
        if is_outside_window(self.window, Some(asked), row.timestamp) {
            return Ok(Found::Other(Outcome::OutsideWindow { found: row.timestamp }));
        }
        let (Some(_), Some(location)) = (archive.data(), &row.record) else {
            let reason = "the index does not tell where the record lies".to_owned();
            return Ok(Found::Other(Outcome::PlaybackFailure { reason, source: None }));
        };
        let limits = DecodeLimits { max_bytes: self.limits.bytes, max_ratio: self.limits.ratio };
        match fetch_crawl_record(&self.transport, archive, location, limits).await {
            Ok(record) => found_in_record(record, row),
            Err(failure) => outcome_of_record_failure(failure).map(Found::Other),
        }
    }
}

fn outcome_of_record_failure(failure: RecordFailure) -> Result<Outcome> {
    match failure {
        RecordFailure::Unplayable { reason, source } => {
            Ok(Outcome::PlaybackFailure { reason, source: source.map(Arc::new) })
        }
        RecordFailure::RateLimited { retry_after } => Ok(Outcome::RateLimited { retry_after }),
        RecordFailure::Down { reason, source } => Ok(Outcome::ArchiveDown { reason, source: Some(Arc::new(source)) }),
        RecordFailure::Other(error) => outcome_of_error(error),
    }
}

/// What is in the record of a row.
fn found_in_record(record: CrawlRecord, row: &CdxRecord) -> Result<Found> {
    let check = |expected| check_digest(expected, &[&record.stored, &record.body], true);
    let digest = row.digest.as_deref().map_or(DigestCheck::Unchecked, check);
    let timestamp = record.captured.unwrap_or(row.timestamp);
    let original = redact_credentials(record.target.as_deref().unwrap_or(&row.original));
    let content_type = record.headers.get("content-type").map(str::to_owned);
    let page = captured_page(record.body, &original, timestamp, record.status, content_type)?;
    let mut page = page.with_headers(record.headers.iter().cloned());
    if let Some(defect) = record.defect {
        page = page.with_damage(defect);
    }
    if let Some(reason) = &record.truncated {
        page = page.with_truncation(reason);
    }
    let location = record.headers.get(LOCATION.as_str()).filter(|_| is_redirect_status(record.status));
    let to = location.and_then(|to| page.url()?.join(to).ok());
    let (truncated, cached) = (record.truncated.is_some(), record.cached);
    let captured = Captured { page, timestamp, url: None, original, hops: Vec::new(), digest, truncated, cached };
    let captured = Box::new(captured);
    Ok(match to {
        Some(to) => Found::Redirect(captured, to),
        None => Found::Page(captured),
    })
}
