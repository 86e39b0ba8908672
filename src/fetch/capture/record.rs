//! Captures of archives that replay nothing: records of their files.

use crate::archive::{Archive, Period};
use crate::coding::Caps;
use crate::error::{ErrorKind, Result};
use crate::page::Page;

use super::super::captures::{CaptureRow, WarcLocation};
use super::super::common_crawl::{self, Bad};
use super::super::transport::{Ask, Pool, RATIO, Transport};
use super::super::{status, without_user};
use super::judge::trouble;
use super::walk::is_outside;
use super::{Captured, DigestCheck, Outcome, Rules, digest};

/// Fetches the record of a row. Redirects in it are not followed: where they lead is in another record.
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
    let failure = |reason: &str| Ok(Outcome::PlaybackFailure { reason: reason.to_owned() });
    let (Some(data), Some(place)) = (archive.data(), &row.record) else {
        return failure("the index does not tell where the record lies");
    };
    let text = format!("{data}{}", place.file);
    let url = url::Url::parse(&text).map_err(|source| ErrorKind::Url { text, source })?;
    let Some(last) = place.length.checked_sub(1).and_then(|n| place.offset.checked_add(n)) else {
        return failure("the index tells of an empty record");
    };
    let mut ask = Ask::new(url, Pool::Replay);
    ask.range = Some((place.offset, last));
    let answer = match transport.send(&ask).await {
        Ok(answer) => answer,
        Err(error) => return trouble(error),
    };
    let bytes = match answer.status {
        206 => answer.body,
        // Some servers know no ranges.
        200 => part(answer.body, place),
        // This network, or this program, is shut out.
        code @ (403 | 500 | 502 | 504) => {
            return Ok(Outcome::ArchiveDown { reason: format!("status {}", status(code)) });
        }
        // "Slow Down", says the store.
        429 | 503 => return Ok(Outcome::RateLimited { retry_after: None }),
        code => return failure(&format!("status {}", status(code))),
    };
    let record = match common_crawl::read(bytes, Caps { bytes: rules.most, ratio: RATIO }) {
        Ok(record) => record,
        Err(Bad::Limit { what, limit, found }) => return Err(ErrorKind::Limit { what, limit, found }.into()),
        Err(Bad::NoRecord(why)) => return failure(why),
    };
    let check = |expected| digest::check(expected, &[&record.stored, &record.body], true);
    let digest = row.digest.as_deref().map_or(DigestCheck::Unchecked, check);
    let timestamp = record.time.unwrap_or(row.timestamp);
    let original = without_user(record.original.as_deref().unwrap_or(&row.original));
    let page = Page::new(record.body).url(&original)?.captured(&timestamp.to_string())?.status(record.status);
    let page = match record.content_type {
        Some(kind) => page.content_type(kind),
        None => page,
    };
    let (truncated, cached) = (record.truncated, answer.cached);
    let captured = Captured { page, timestamp, url: None, original, hops: Vec::new(), digest, truncated, cached };
    Ok(Outcome::Archived(Box::new(captured)))
}

/// The part that was asked for, of a whole.
fn part(whole: Vec<u8>, place: &WarcLocation) -> Vec<u8> {
    let range = usize::try_from(place.offset).ok().zip(usize::try_from(place.length).ok());
    let part = range.and_then(|(from, length)| whole.get(from..from.checked_add(length)?)).map(<[u8]>::to_vec);
    part.unwrap_or(whole)
}
