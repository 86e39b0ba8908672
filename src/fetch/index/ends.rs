//! The newest captures of a page, or those nearest to a time, without reading what lies between.

use url::Url;

use crate::archive::Dialect;

use super::client::{IndexClient, IndexResult};
use super::filter::RowFilter;
use super::query::{Order, Query};
use super::record::CdxRecord;
use super::request::{End, Window};
use super::windows::{MAX_PAGE_ROWS, MIN_PAGE_ROWS};

/// Reads the end, or ends, of an index that the query wants, and gives the best rows.
pub(super) async fn read_ends(
    client: &IndexClient,
    index: &Url,
    filter: &mut RowFilter,
) -> IndexResult<Vec<CdxRecord>> {
    let wanted = client.query.max_rows.unwrap_or(1).clamp(1, MAX_PAGE_ROWS);
    let whole = Window::of_query(&client.query);
    let mut found = match client.query.order {
        // Two requests: this server's own way to find the nearest loses rows.
        Order::Closest(at) if client.archive.dialect() == Dialect::Wayback => {
            let before = Window { until: Some(whole.until.map_or(at, |until| until.min(at))), ..whole.clone() };
            let after = Window { since: Some(whole.since.map_or(at, |since| since.max(at))), ..whole };
            let mut found = Vec::new();
            if before.since <= before.until {
                found = read_end(client, index, &before, End::Last, wanted, filter).await?;
            }
            if after.until.is_none() || after.since <= after.until {
                found.extend(read_end(client, index, &after, End::First, wanted, filter).await?);
            }
            found
        }
        Order::Closest(at) => read_end(client, index, &whole, End::Closest(at), wanted, filter).await?,
        _ => read_end(client, index, &whole, End::Last, wanted, filter).await?,
    };
    found.sort_by_key(|row| row.timestamp);
    filter.accept(found);
    Ok(filter.take_best())
}

/// The captures at one end of a window: at least as many as are wanted, if there are.
async fn read_end(
    client: &IndexClient,
    index: &Url,
    window: &Window,
    end: End,
    wanted: usize,
    filter: &mut RowFilter,
) -> IndexResult<Vec<CdxRecord>> {
    let mut limit = wanted;
    loop {
        let mut parsed = client.fetch_rows(index, window, end, limit).await?;
        let is_all = parsed.sent < limit || limit >= MAX_PAGE_ROWS;
        parsed.rows.sort_by_key(|row| row.timestamp);
        let mut wanted_rows = RowFilter::new(Query { order: Order::Oldest, max_rows: None, ..client.query.clone() });
        let mut rows = wanted_rows.accept(parsed.rows);
        // The first of a run may lie before what was requested.
        if client.query.collapse.is_some() && !is_all && end != End::First && !rows.is_empty() {
            rows.remove(0);
        }
        if is_all || rows.len() >= wanted {
            filter.count_unreadable(parsed.unreadable);
            return Ok(rows);
        }
        limit = limit.saturating_mul(8).clamp(MIN_PAGE_ROWS, MAX_PAGE_ROWS);
    }
}
