//! The newest captures of a page, or those nearest to a time, without reading what lies between.

use std::future::Future;
use std::pin::Pin;

use url::Url;

use crate::archive::Dialect;

use super::client::{IndexClient, IndexFailure, IndexResult};
use super::filter::RowFilter;
use super::query::{Order, Query};
use super::record::CdxRecord;
use super::request::{End, Window};
use super::windows::{MAX_NARROWINGS, MAX_PAGE_ROWS, MIN_PAGE_ROWS};

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
                found = read_end(client, index, &before, End::Last, wanted, 0, filter).await?;
            }
            if after.until.is_none() || after.since <= after.until {
                found.extend(read_end(client, index, &after, End::First, wanted, 0, filter).await?);
            }
            found
        }
        Order::Closest(at) => read_end(client, index, &whole, End::Closest(at), wanted, 0, filter).await?,
        _ => read_end(client, index, &whole, End::Last, wanted, 0, filter).await?,
    };
    found.sort_by_key(|row| row.timestamp);
    filter.accept(found);
    Ok(filter.take_best())
}

/// The captures at one end of a window: at least as many as are wanted, if there are. Where the index cannot answer for
/// the window, the half at that end is read, and the other one if that does not hold enough.
fn read_end<'a>(
    client: &'a IndexClient,
    index: &'a Url,
    window: &'a Window,
    end: End,
    wanted: usize,
    narrowings: usize,
    filter: &'a mut RowFilter,
) -> Pin<Box<dyn Future<Output = IndexResult<Vec<CdxRecord>>> + Send + 'a>> {
    Box::pin(async move {
        let may_narrow = matches!(end, End::First | End::Last) && narrowings < MAX_NARROWINGS;
        let halves = window.halves().filter(|_| may_narrow);
        match (read_whole_end(client, index, window, end, wanted, halves.is_some(), filter).await, halves) {
            (Err(IndexFailure::Overloaded(_)), Some((earlier, later))) => {
                client.tell_halved(index, window);
                let (near, far) = if end == End::Last { (later, earlier) } else { (earlier, later) };
                let mut found = read_end(client, index, &near, end, wanted, narrowings + 1, filter).await?;
                if found.len() < wanted {
                    let left = wanted - found.len();
                    found.extend(read_end(client, index, &far, end, left, narrowings + 1, filter).await?);
                }
                found.sort_by_key(|row| row.timestamp);
                Ok(found)
            }
            (result, _) => result,
        }
    })
}

/// The same in as many requests as it takes, with the window as it is.
async fn read_whole_end(
    client: &IndexClient,
    index: &Url,
    window: &Window,
    end: End,
    wanted: usize,
    asks_for_less: bool,
    filter: &mut RowFilter,
) -> IndexResult<Vec<CdxRecord>> {
    let mut limit = wanted;
    loop {
        let mut parsed = client.fetch_rows(index, window, end, limit, asks_for_less).await?;
        let is_all = parsed.sent < limit || limit >= MAX_PAGE_ROWS;
        parsed.rows.sort_by_key(|row| row.timestamp);
        let mut wanted_rows = RowFilter::new(Query { order: Order::Oldest, max_rows: None, ..client.query.clone() });
        filter.resolve_revisits(client, index, &mut parsed.rows).await;
        let mut rows = wanted_rows.accept(parsed.rows);
        filter.pass_over(&wanted_rows);
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
