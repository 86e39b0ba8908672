//! TimeMaps and TimeGates (RFC 7089), for archives without an index, or whose index fails.

use url::Url;

use crate::archive::{Archive, CaptureUrl, Timestamp};

use super::super::http_date::parse_http_date;
use super::super::link::{Link, parse_links};
use super::super::transport::Response;
use super::row::CaptureRow;

/// A page of a TimeMap.
#[derive(Debug, Default)]
pub(super) struct TimeMap {
    /// The captures, the oldest first.
    pub(super) rows: Vec<CaptureRow>,
    pub(super) skipped: usize,
    /// Other pages, with the time they cover as far as they tell.
    pub(super) more: Vec<(Url, Option<Timestamp>, Option<Timestamp>)>,
}

/// Reads a page of a TimeMap; `None` when it is none.
pub(super) fn read(body: &[u8], address: &Url, archive: &Archive) -> Option<TimeMap> {
    let text = String::from_utf8_lossy(body);
    let mut out = TimeMap::default();
    let mut told = false;
    for link in parse_links(&text) {
        if link.has_relation("memento") {
            told = true;
            match row(&link, address, archive) {
                Some(row) => out.rows.push(row),
                None => out.skipped += 1,
            }
        } else if link.has_relation("timemap") && !link.has_relation("self") {
            let fits = link.param("type").is_none_or(|kind| kind.contains("link-format"));
            // A TimeMap is asked of the archive itself, whatever it says.
            let next = address.join(link.target).ok().filter(|url| url.host() == address.host() && fits);
            out.more.extend(next.map(|url| (url, link.date_param("from"), link.date_param("until"))));
        }
        told |= link.has_relation("original") || link.has_relation("timegate") || link.has_relation("self");
    }
    out.rows.sort_by_key(|row| row.timestamp);
    told.then_some(out)
}

fn row(link: &Link, address: &Url, archive: &Archive) -> Option<CaptureRow> {
    let capture = capture(link.target, address, archive)?;
    let timestamp = capture.timestamp().or_else(|| link.date_param("datetime"))?;
    Some(bare(capture, timestamp))
}

/// The capture at an address that the archive gave.
fn capture(target: &str, address: &Url, archive: &Archive) -> Option<CaptureUrl> {
    if target.starts_with('/') {
        return archive.parse_capture(address.join(target).ok()?.as_str());
    }
    archive.parse_capture(target).or_else(|| CaptureUrl::parse(target))
}

/// A capture of which no more is known.
fn bare(capture: CaptureUrl, timestamp: Timestamp) -> CaptureRow {
    CaptureRow {
        timestamp,
        original: capture.original().to_owned(),
        capture: Some(capture.with_timestamp(timestamp).raw()),
        status: None,
        mime: None,
        digest: None,
        length: None,
        record: None,
        key: None,
    }
}

/// The capture to which a TimeGate led.
pub(super) fn of_gate(answer: &Response, archive: &Archive, target: &str) -> Option<CaptureRow> {
    let told = answer.header("memento-datetime").and_then(parse_http_date);
    let named = match answer.status {
        300..400 => answer.location(),
        // Not a memento: an archive's own page.
        _ if told.is_none() => return None,
        _ => answer.header("content-location").map(str::to_owned),
    };
    let named = named.and_then(|text| capture(&text, &answer.url, archive));
    let of_link = || {
        let header = answer.header("link")?;
        let wanted =
            |link: &Link| link.has_relation("memento") && told.is_some() && link.date_param("datetime") == told;
        capture(parse_links(header).find(wanted)?.target, &answer.url, archive)
    };
    let found = named.filter(|c| c.timestamp().is_some() || told.is_some()).or_else(of_link);
    match (found, told) {
        (Some(capture), _) => {
            let timestamp = capture.timestamp().or(told)?;
            Some(bare(capture, timestamp))
        }
        (None, Some(time)) => Some(bare(archive.capture(time, target, crate::archive::Modifier::Raw)?, time)),
        (None, None) => None,
    }
}
