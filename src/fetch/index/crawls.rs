//! Common Crawl's list of crawls, each with an index of its own.

use serde_json::Value;
use url::Url;

use crate::archive::{Period, Timestamp};

use super::query::{Order, Query};

/// A crawl.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Crawl {
    /// The address of its index.
    pub(super) index: Url,
    /// Captures lie between these.
    pub(super) first: Timestamp,
    pub(super) last: Timestamp,
}

const DAY: i64 = 24 * 60 * 60;

/// The crawls of the list that a query may find something in, in the order in which they serve it.
pub(super) fn read(body: &[u8], list: &Url, query: &Query) -> Option<Vec<Crawl>> {
    let all: Vec<Value> = serde_json::from_slice(body).ok()?;
    let mut crawls: Vec<Crawl> = all.iter().filter_map(|entry| crawl(entry, list)).collect();
    if crawls.is_empty() && !all.is_empty() {
        return None;
    }
    crawls.retain(|c| query.from.is_none_or(|t| c.last >= t) && query.to.is_none_or(|t| c.first <= t));
    match query.order {
        Order::Oldest => crawls.sort_by_key(|c| c.first),
        Order::Newest => crawls.sort_by_key(|c| std::cmp::Reverse(c.last)),
        Order::Closest(at) => crawls.sort_by_key(|c| query.distance(at.clamp(c.first, c.last.max(c.first)))),
    }
    Some(crawls)
}

fn crawl(entry: &Value, list: &Url) -> Option<Crawl> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str);
    let index = list.join(text("cdx-api")?).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let told = |name: &str| text(name).and_then(|t| t.parse::<Period>().ok());
    let (first, last) = match (told("from"), told("to")) {
        (Some(from), Some(to)) => (from.first(), to.last()),
        _ => by_name(text("id")?)?,
    };
    // A little more than it says: what was crawled and what was listed differ by hours.
    let first = Timestamp::from_unix_seconds(first.unix_seconds() - DAY)?;
    let last = Timestamp::from_unix_seconds(last.unix_seconds() + DAY)?;
    Some(Crawl { index, first, last })
}

/// When a crawl was, by its name: `CC-MAIN-2023-40` is of about the fortieth week, `CC-MAIN-2009-2010` of two years.
fn by_name(id: &str) -> Option<(Timestamp, Timestamp)> {
    /// Crawls take up to three weeks, and are named for their end or their start.
    const SLACK: i64 = 35 * DAY;
    let numbers: Vec<i64> = id.split('-').filter_map(|part| part.parse().ok()).collect();
    let start = |year: i64| Some(format!("{year:04}").parse::<Period>().ok()?.first().unix_seconds());
    let (first, last) = match *numbers.as_slice() {
        [year, week] if week <= 53 => {
            let week = start(year)? + (week - 1) * 7 * DAY;
            (week - SLACK, week + SLACK)
        }
        [first, .., last] => (start(first)?, start(last + 1)?),
        [year] => (start(year)?, start(year + 1)?),
        [] => return None,
    };
    Some((Timestamp::from_unix_seconds(first)?, Timestamp::from_unix_seconds(last)?))
}
