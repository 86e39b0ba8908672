//! What the cache knows of the captures of a page, whatever was asked for when it came: rows of listings, and captures.

use std::collections::BTreeMap;

use url::Url;

use crate::archive::{Archive, CaptureUrl, Dialect, Timestamp};
use crate::error::Result;
use crate::fetch::http_date::parse_http_date;
use crate::fetch::transport::{KeptRequest, Transport};

use super::parse::parse_rows;
use super::record::CdxRecord;
use super::timemap::{parse_timemap, row_of_capture};

/// How many responses of indexes are read for one page, the newest.
const MAX_LISTINGS: usize = 200;

/// The captures of a page that the cache knows of in this archive, the oldest first. Those that were fetched have the address
/// under which they were.
pub(in crate::fetch) async fn kept_rows(
    transport: &Transport,
    archive: &Archive,
    page: &str,
) -> Result<Vec<CdxRecord>> {
    let mut rows = Rows::new();
    let (mut listed, mut fetched) = (0, Vec::new());
    for kept in transport.kept_about(page).await? {
        if let Some(row) = fetched_row(archive, &kept) {
            fetched.push(row);
        } else if kept.status == 200 && is_listing(archive, &kept.request.url) && listed < MAX_LISTINGS {
            listed += 1;
            for row in listed_rows(transport, archive, &kept).await {
                rows.entry((row.timestamp, row.original.clone())).or_insert(row);
            }
        }
    }
    // Of several addresses of one capture its own goes before those of other times that led to it.
    fetched.sort_by_key(|row| row.capture.as_ref().and_then(CaptureUrl::timestamp) == Some(row.timestamp));
    for row in fetched {
        match listed_as(&mut rows, &row) {
            Some(listed) => listed.capture = row.capture,
            None => drop(rows.insert((row.timestamp, row.original.clone()), row)),
        }
    }
    Ok(rows.into_values().collect())
}

type Rows = BTreeMap<(Timestamp, String), CdxRecord>;

/// The row of a list that is of a capture: of the same time and address, or of a form of the address that indexes fold into
/// one with it.
fn listed_as<'r>(rows: &'r mut Rows, fetched: &CdxRecord) -> Option<&'r mut CdxRecord> {
    let key = (fetched.timestamp, fetched.original.clone());
    if rows.contains_key(&key) {
        return rows.get_mut(&key);
    }
    let of_second = rows.range_mut((fetched.timestamp, String::new())..);
    let mut of_second = of_second.map(|(_, row)| row).take_while(|row| row.timestamp == fetched.timestamp);
    of_second.find(|row| row.status.is_none_or(|status| Some(status) == fetched.status))
}

/// The row of a capture that was fetched.
fn fetched_row(archive: &Archive, kept: &KeptRequest) -> Option<CdxRecord> {
    let timestamp = parse_http_date(kept.captured.as_deref()?)?;
    let address = kept.request.url.as_str();
    let capture = match archive.is_aggregator() {
        true => CaptureUrl::parse(address)?,
        false => archive.parse_capture(address)?,
    };
    let mime = kept.content_type.as_deref().and_then(|value| value.split(';').next());
    let row = row_of_capture(archive, capture, timestamp);
    Some(CdxRecord { status: Some(kept.status), mime: mime.map(|mime| mime.trim().to_ascii_lowercase()), ..row })
}

/// Whether a request is one for a list of captures in this archive.
fn is_listing(archive: &Archive, asked: &Url) -> bool {
    let begins = |start: &str| asked.as_str().strip_prefix(start);
    let is_timemap = archive.timemap("").is_some_and(|start| begins(&start).is_some());
    let is_index = archive.index().is_some_and(|index| match archive.dialect() {
        // One of those on its list.
        Dialect::CommonCrawl => Url::parse(index).is_ok_and(|list| list.host() == asked.host()),
        _ => begins(index).is_some_and(|rest| rest.starts_with(['?', '&'])),
    });
    is_timemap || is_index
}

/// The rows of a list; none where it is no list after all.
async fn listed_rows(transport: &Transport, archive: &Archive, kept: &KeptRequest) -> Vec<CdxRecord> {
    let Ok(response) = transport.send(&kept.request).await else { return Vec::new() };
    let is_query = response.url.query_pairs().any(|(name, _)| name == "url");
    match is_query {
        true => parse_rows(&response.body, archive).map(|parsed| parsed.rows).unwrap_or_default(),
        false => parse_timemap(&response.body, &response.url, archive).map(|map| map.rows).unwrap_or_default(),
    }
}
