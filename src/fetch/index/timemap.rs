//! Parses TimeMaps, and what TimeGates answer (RFC 7089).

use url::Url;

use crate::archive::{Archive, CaptureUrl, Modifier, Timestamp};
use crate::fetch::address::without_credentials;
use crate::fetch::http_date::parse_http_date;
use crate::fetch::link::{Link, parse_links};
use crate::fetch::transport::Response;

use super::record::CdxRecord;

/// A page of a TimeMap.
#[derive(Debug, Default)]
pub(super) struct TimeMap {
    /// The captures, the oldest first.
    pub(super) rows: Vec<CdxRecord>,
    /// How many captures could not be read.
    pub(super) unreadable: usize,
    pub(super) pages: Vec<TimeMapPage>,
}

/// Another page of a TimeMap, and the time it covers as far as that is told.
#[derive(Debug)]
pub(super) struct TimeMapPage {
    pub(super) url: Url,
    pub(super) first: Option<Timestamp>,
    pub(super) last: Option<Timestamp>,
}

/// Parses a page of a TimeMap; `None` when it is not one.
pub(super) fn parse_timemap(body: &[u8], address: &Url, archive: &Archive) -> Option<TimeMap> {
    let text = String::from_utf8_lossy(body);
    let mut out = TimeMap::default();
    let mut is_timemap = false;
    for link in parse_links(&text) {
        if link.has_relation("memento") {
            is_timemap = true;
            match memento_row(&link, address, archive) {
                Some(row) => out.rows.push(row),
                None => out.unreadable += 1,
            }
        } else if link.has_relation("timemap") && !link.has_relation("self") {
            out.pages.extend(timemap_page(&link, address));
        }
        is_timemap |= ["original", "timegate", "self"].iter().any(|relation| link.has_relation(relation));
    }
    out.rows.sort_by_key(|row| row.timestamp);
    is_timemap.then_some(out)
}

/// A page to be read as well: in link format, and on the archive's own host, whatever the archive says. No user or password
/// that it names is sent.
fn timemap_page(link: &Link, address: &Url) -> Option<TimeMapPage> {
    let is_link_format = link.param("type").is_none_or(|kind| kind.contains("link-format"));
    let url = address.join(link.target).ok().filter(|url| url.host() == address.host() && is_link_format)?;
    Some(TimeMapPage { url: without_credentials(&url), first: link.date_param("from"), last: link.date_param("until") })
}

fn memento_row(link: &Link, address: &Url, archive: &Archive) -> Option<CdxRecord> {
    let capture = capture_at(link.target, address, archive)?;
    let timestamp = capture.timestamp().or_else(|| link.date_param("datetime"))?;
    Some(row_without_fields(archive, capture, timestamp))
}

/// The capture at an address that the archive gave.
fn capture_at(target: &str, address: &Url, archive: &Archive) -> Option<CaptureUrl> {
    if target.starts_with('/') {
        return archive.parse_capture(address.join(target).ok()?.as_str());
    }
    archive.parse_capture(target).or_else(|| CaptureUrl::parse(target))
}

/// A row of which only time and address are known.
fn row_without_fields(archive: &Archive, capture: CaptureUrl, timestamp: Timestamp) -> CdxRecord {
    let capture = capture.with_timestamp(timestamp);
    row_of_capture(archive, capture, timestamp)
}

/// The same with the address of the capture at whatever time it was asked for.
pub(super) fn row_of_capture(archive: &Archive, capture: CaptureUrl, timestamp: Timestamp) -> CdxRecord {
    CdxRecord {
        timestamp,
        original: capture.original().to_owned(),
        archive: Some(archive.home_of(Some(&capture)).name().to_owned()),
        capture: Some(capture.raw()),
        status: None,
        mime: None,
        digest: None,
        length: None,
        record: None,
        revisit: false,
        key: None,
    }
}

/// The capture to which a TimeGate leads.
pub(super) fn row_from_timegate(response: &Response, archive: &Archive, target: &str) -> Option<CdxRecord> {
    let datetime = response.header("memento-datetime").and_then(parse_http_date);
    let address = match response.status {
        300..400 => response.location(),
        // Not a memento but a page of the archive's own.
        _ if datetime.is_none() => return None,
        _ => response.header("content-location").map(str::to_owned),
    };
    let by_address = address.and_then(|text| capture_at(&text, &response.url, archive));
    let by_link = || {
        let header = response.header("link")?;
        let is_this =
            |link: &Link| link.has_relation("memento") && datetime.is_some() && link.date_param("datetime") == datetime;
        capture_at(parse_links(header).find(is_this)?.target, &response.url, archive)
    };
    let capture = by_address.filter(|c| c.timestamp().is_some() || datetime.is_some()).or_else(by_link);
    match (capture, datetime) {
        (Some(capture), _) => {
            let timestamp = capture.timestamp().or(datetime)?;
            Some(row_without_fields(archive, capture, timestamp))
        }
        (None, Some(time)) => Some(row_without_fields(archive, archive.capture(time, target, Modifier::Raw)?, time)),
        (None, None) => None,
    }
}
