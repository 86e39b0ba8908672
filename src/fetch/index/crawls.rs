//! Common Crawl's list of crawls, each of which has an index of its own.

use serde_json::Value;
use url::Url;

use crate::archive::{Period, Timestamp};
use crate::fetch::address::without_credentials;

use super::query::{Order, Query};

/// A crawl.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Crawl {
    /// The address of its index.
    pub(super) index: Url,
    /// Its captures lie between these.
    pub(super) first: Timestamp,
    pub(super) last: Timestamp,
}

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// How far a crawl may extend from the week it is named for, which is that of its start or its end. Crawls take up to
/// three weeks.
const CRAWL_SLACK_SECONDS: i64 = 35 * DAY_SECONDS;

/// The crawls of a list that may hold what a query wants, in the order that suits it.
pub(super) fn parse_crawls(body: &[u8], list: &Url, query: &Query) -> Option<Vec<Crawl>> {
    let entries: Vec<Value> = serde_json::from_slice(body).ok()?;
    let mut crawls: Vec<Crawl> = entries.iter().filter_map(|entry| parse_crawl(entry, list)).collect();
    if crawls.is_empty() && !entries.is_empty() {
        return None;
    }
    crawls.retain(|crawl| query.overlaps(Some(crawl.first), Some(crawl.last)));
    match query.order {
        Order::Oldest => crawls.sort_by_key(|c| c.first),
        Order::Newest => crawls.sort_by_key(|c| std::cmp::Reverse(c.last)),
        Order::Closest(at) => crawls.sort_by_key(|c| query.distance(at.clamp(c.first, c.last.max(c.first)))),
    }
    Some(crawls)
}

fn parse_crawl(entry: &Value, list: &Url) -> Option<Crawl> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str);
    let index = list.join(text("cdx-api")?).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let period = |name: &str| text(name).and_then(|t| t.parse::<Period>().ok());
    let (first, last) = match (period("from"), period("to")) {
        (Some(from), Some(to)) => (from.first(), to.last()),
        _ => span_by_name(text("id")?)?,
    };
    // A little more than it says: what was crawled and what is listed differ by hours.
    let first = Timestamp::from_unix_seconds(first.unix_seconds() - DAY_SECONDS)?;
    let last = Timestamp::from_unix_seconds(last.unix_seconds() + DAY_SECONDS)?;
    // No user or password that a list names is sent.
    Some(Crawl { index: without_credentials(&index), first, last })
}

/// When a crawl was, by its name: `CC-MAIN-2023-40` is of about the fortieth week, `CC-MAIN-2009-2010` of two years.
fn span_by_name(id: &str) -> Option<(Timestamp, Timestamp)> {
    let numbers: Vec<i64> = id.split('-').filter_map(|part| part.parse().ok()).collect();
    let year_start = |year: i64| Some(format!("{year:04}").parse::<Period>().ok()?.first().unix_seconds());
    let (first, last) = match *numbers.as_slice() {
        [year, week] if week <= 53 => {
            let week_start = year_start(year)? + (week - 1) * 7 * DAY_SECONDS;
            (week_start - CRAWL_SLACK_SECONDS, week_start + CRAWL_SLACK_SECONDS)
        }
        [first, .., last] => (year_start(first)?, year_start(last + 1)?),
        [year] => (year_start(year)?, year_start(year + 1)?),
        [] => return None,
    };
    Some((Timestamp::from_unix_seconds(first)?, Timestamp::from_unix_seconds(last)?))
}
