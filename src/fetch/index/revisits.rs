//! What revisits are: an index tells of them that the bytes were those of an earlier capture, and mostly neither status nor
//! media type. Both are those of the earlier row with the same digest.

use std::collections::{HashMap, HashSet};

use url::Url;

use crate::page::NOT_MODIFIED;

use super::client::IndexClient;
use super::query::{MatchType, Order, Query};
use super::record::CdxRecord;
use super::request::{End, Window};

/// SHA-1 of nothing, in base 32 and in hexadecimal digits.
const EMPTY_DIGESTS: [&str; 2] = ["3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", "da39a3ee5e6b4b0d3255bfef95601890afd80709"];

/// Above this many bodies all are forgotten: a listing of a whole domain may have millions.
const MAX_KNOWN_BODIES: usize = 200_000;

/// How many digests are asked for at once.
const MAX_DIGESTS: usize = 50;

/// How often an index is asked for digests in one listing.
const MAX_LOOKUPS: usize = 20;

/// The most rows that come of one request for digests.
const MAX_LOOKUP_ROWS: usize = 1_000;

/// The bodies that a listing has told of so far.
#[derive(Debug, Default)]
pub(super) struct KnownBodies {
    /// By page and digest, status and media type.
    known: HashMap<(String, String), (u16, Option<String>)>,
    /// The digests that the index was asked for.
    asked: HashSet<String>,
    lookups: usize,
}

impl KnownBodies {
    /// Gives revisits the status and the type of the row that they repeat. Rows have to come in the order of time; where
    /// only a later row has the same bytes, that one tells.
    pub(super) fn resolve(&mut self, rows: &mut [CdxRecord]) {
        for row in &mut *rows {
            self.complete(row);
            self.learn(row);
        }
        for row in rows {
            self.complete(row);
        }
    }

    /// The same, with the rows that the listing itself does not have.
    pub(super) async fn resolve_by_index(&mut self, client: &IndexClient, index: &Url, rows: &mut [CdxRecord]) {
        self.resolve(rows);
        if !can_be_looked_up(&client.query) {
            return;
        }
        let unresolved = rows.iter().filter(|row| tells_nothing(row)).filter_map(|row| row.digest.clone());
        let is_news = |digest: &String| !self.asked.contains(digest) && !is_of_nothing(digest);
        let wanted: HashSet<String> = unresolved.filter(is_news).collect();
        let mut wanted: Vec<String> = wanted.into_iter().collect();
        wanted.sort();
        for digests in wanted.chunks(MAX_DIGESTS) {
            self.lookups += 1;
            if self.lookups > MAX_LOOKUPS {
                break;
            }
            self.asked.extend(digests.iter().cloned());
            let query = Query { digests: digests.to_vec(), ..Query::default() };
            let found =
                client.fetch_rows_for(&query, index, &Window::default(), End::First, MAX_LOOKUP_ROWS, false).await;
            // Without an answer they stay what they are: captures of which nothing is known.
            let Ok(mut found) = found else { break };
            found.rows.sort_by_key(|row| row.timestamp);
            found.rows.iter().for_each(|row| self.learn(row));
        }
        self.resolve(rows);
    }

    fn learn(&mut self, row: &CdxRecord) {
        let (Some(status), Some(digest)) = (row.status.filter(|&status| status != NOT_MODIFIED), &row.digest) else {
            return;
        };
        // An index may tell a revisit's status; its type is still open.
        if row.is_revisit_type() {
            return;
        }
        if self.known.len() > MAX_KNOWN_BODIES {
            self.known.clear();
        }
        self.known.insert((row.page_key().to_owned(), digest.clone()), (status, row.mime.clone()));
    }

    fn complete(&self, row: &mut CdxRecord) {
        let is_open = tells_nothing(row) || row.is_revisit_type();
        if !is_open {
            return;
        }
        let is_revisit = row.is_revisit_type() || row.status == Some(NOT_MODIFIED);
        // Such a capture has no body of its own: where its digest is that of nothing, it tells of no other.
        let says_nothing = |digest: &str| row.status == Some(NOT_MODIFIED) && is_of_nothing(digest);
        let Some(digest) = row.digest.clone().filter(|digest| !says_nothing(digest)) else { return };
        if let Some((status, mime)) = self.known.get(&(row.page_key().to_owned(), digest)) {
            row.status = Some(*status);
            row.mime = mime.clone().or(row.mime.take());
            row.revisit |= is_revisit;
        }
    }
}

/// Whether a digest is the SHA-1 of nothing at all, as redirects have it that are stored without a body.
fn is_of_nothing(digest: &str) -> bool {
    EMPTY_DIGESTS.iter().any(|empty| digest.eq_ignore_ascii_case(empty))
}

/// Whether a row leaves open with which status the page was served.
fn tells_nothing(row: &CdxRecord) -> bool {
    row.status.is_none_or(|status| status == NOT_MODIFIED)
}

/// Whether rows that the listing does not have may tell more: those of other statuses, and those before its time.
fn can_be_looked_up(query: &Query) -> bool {
    let is_filtered = query.wants_pages || !query.statuses.is_empty() || !query.mimes.is_empty();
    let has_all_before = query.wants_pages && query.since.is_none() && query.order == Order::Oldest;
    query.match_type == MatchType::Exact && is_filtered && !has_all_before
}
