//! Captures of archives that replay nothing: records of their files.

use crate::archive::{Archive, Period};
use crate::coding::Caps;
use crate::error::Result;
use crate::page::Page;

use super::super::captures::CaptureRow;
use super::super::common_crawl;
use super::super::transport::{RATIO, Transport};
use super::super::without_user;
use super::judge::trouble;
use super::walk::is_outside;
use super::{Captured, DigestCheck, Outcome, Rules, digest};

/// Fetches the record of a row. A redirect in it is not followed: where it leads is in another record.
pub(super) async fn fetch(
    transport: &Transport,
    rules: Rules,
    archive: &Archive,
    row: &CaptureRow,
    asked: Option<Period>,
) -> Result<Outcome> {
    if is_outside(rules.window, asked, row.timestamp) {
        return Ok(Outcome::OutsideWindow { found: row.timestamp });
    }
    let (Some(_), Some(place)) = (archive.data(), &row.record) else {
        let reason = "the index does not tell where the record lies".to_owned();
        return Ok(Outcome::PlaybackFailure { reason });
    };
    let caps = Caps { bytes: rules.most, ratio: RATIO };
    let record = match common_crawl::record(transport, archive, place, caps).await {
        Ok(record) => record,
        Err(error) => return trouble(error),
    };
    let check = |expected| digest::check(expected, &[&record.stored, &record.body], true);
    let digest = row.digest.as_deref().map_or(DigestCheck::Unchecked, check);
    let timestamp = record.captured.unwrap_or(row.timestamp);
    let original = without_user(record.target.as_deref().unwrap_or(&row.original));
    let kind = record.header("content-type").map(str::to_owned);
    let page = Page::new(record.body).url(&original)?.captured(&timestamp.to_string())?.status(record.status);
    let page = match kind {
        Some(kind) => page.content_type(kind),
        None => page,
    };
    let (truncated, cached) = (record.truncated.is_some(), record.cached);
    let captured = Captured { page, timestamp, url: None, original, hops: Vec::new(), digest, truncated, cached };
    Ok(Outcome::Archived(Box::new(captured)))
}
