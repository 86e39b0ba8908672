//! Captures of status 304: the server said that the page was as the crawler had it already, and sent nothing.

use crate::archive::{Archive, Timestamp};
use crate::error::Result;
use crate::fetch::fetcher::Fetcher;
use crate::fetch::index::Query;
use crate::page::{NOT_MODIFIED, is_page_status};

use super::outcome::{Captured, Hop, Outcome};

/// How many captures before it are fetched; an index that tells no status has errors among them.
const MAX_TRIES: usize = 3;

impl Fetcher {
    /// The outcome with the page that was there, where it is a capture of status 304: the capture of the same address
    /// before it, if the archive has one. Every other outcome as it is.
    pub(super) async fn resolve_not_modified(&self, archive: &Archive, outcome: Outcome) -> Result<Outcome> {
        let captured = match outcome {
            Outcome::Archived(captured) if captured.page.status() == Some(NOT_MODIFIED) => captured,
            other => return Ok(other),
        };
        let Some(before) = Timestamp::from_unix_seconds(captured.timestamp.unix_seconds() - 1) else {
            return Ok(Outcome::ErrorPage { statuses: vec![NOT_MODIFIED], more: false });
        };
        let before = Query::default().until(before).pages().newest(MAX_TRIES);
        let mut rows = self.captures(archive, &captured.original, &before);
        while let Some(Ok(row)) = rows.next().await {
            if let Outcome::Archived(page) = self.fetch_row(archive, &row, row.timestamp.into()).await?
                && page.page.status().is_none_or(is_page_status)
            {
                return Ok(Outcome::Archived(Box::new(standing_for(*captured, *page))));
            }
        }
        // There is nothing to show: an empty page would be taken for one.
        Ok(Outcome::ErrorPage { statuses: vec![NOT_MODIFIED], more: false })
    }
}

/// The page before, as what a capture of status 304 stands for.
fn standing_for(unchanged: Captured, mut before: Captured) -> Captured {
    let address = unchanged.url.map_or_else(|| unchanged.original.clone(), |url| url.to_string());
    let times = (unchanged.timestamp.to_string(), before.timestamp.to_string());
    before.page = before.page.with_not_modified(&times.0, &times.1);
    let hop = Hop { url: address, status: NOT_MODIFIED, timestamp: Some(unchanged.timestamp) };
    before.hops = unchanged.hops.into_iter().chain([hop]).chain(before.hops).collect();
    before.cached &= unchanged.cached;
    before
}
