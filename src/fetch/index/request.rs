//! How an index is asked for rows, in the dialect of its server.

use url::form_urlencoded::Serializer;
use url::{Url, UrlQuery};

use crate::archive::{Dialect, Timestamp};

use crate::page::NOT_MODIFIED;

use super::page_types::WANTED_TYPES;
use super::query::{Collapse, MatchType, Query};

/// A span of time to be read, and where to go on within it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) since: Option<Timestamp>,
    pub(super) until: Option<Timestamp>,
    /// What the server gave to go on with.
    pub(super) resume_key: Option<String>,
    /// At least this many rows have to be requested at once: fewer were all of one second.
    pub(super) min_rows: usize,
}

/// From which end of the window rows are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    First,
    Last,
    /// The nearest to a time; not all servers can do that.
    Closest(Timestamp),
}

/// 1 January 1991: no archive has anything older. In seconds since 1970.
const OLDEST_CAPTURE: i64 = 662_688_000;

/// Windows shorter than this are not halved, in seconds.
const MIN_HALVED_SECONDS: i64 = 24 * 60 * 60;

/// The fields of a row that the Wayback Machine is asked for.
const WAYBACK_FIELDS: &str = "urlkey,timestamp,original,mimetype,statuscode,digest,length";

impl Window {
    /// All the time that the query wants.
    pub(super) fn of_query(query: &Query) -> Window {
        Window { since: query.since, until: query.until, ..Window::default() }
    }

    /// The earlier and the later half. `None` for a window that is too short, or that is partly read.
    pub(super) fn halves(&self) -> Option<(Window, Window)> {
        if self.resume_key.is_some() {
            return None;
        }
        let first = self.since.map_or(OLDEST_CAPTURE, Timestamp::unix_seconds);
        let last = self.until.map_or_else(unix_seconds_now, Timestamp::unix_seconds);
        if last - first < MIN_HALVED_SECONDS {
            return None;
        }
        let middle = first + (last - first) / 2;
        let earlier = Window { until: Timestamp::from_unix_seconds(middle), ..self.clone() };
        let later = Window { since: Timestamp::from_unix_seconds(middle + 1), ..self.clone() };
        Some((earlier, later))
    }
}

fn unix_seconds_now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.ok().and_then(|s| i64::try_from(s.as_secs()).ok()).unwrap_or(0)
}

/// A request for rows.
#[derive(Debug)]
pub(super) struct RowsRequest<'a> {
    pub(super) dialect: Dialect,
    pub(super) index: &'a Url,
    pub(super) target: &'a str,
    pub(super) query: &'a Query,
    pub(super) window: &'a Window,
    pub(super) end: End,
    /// Rows wanted.
    pub(super) limit: usize,
}

type Pairs<'a> = Serializer<'a, UrlQuery<'a>>;

impl RowsRequest<'_> {
    /// The address to request.
    pub(super) fn url(&self) -> Url {
        let mut url = self.index.clone();
        let mut pairs = url.query_pairs_mut();
        pairs.append_pair("url", self.target).append_pair("output", "json");
        if self.query.match_type != MatchType::Exact {
            pairs.append_pair("matchType", self.query.match_type.parameter());
        }
        // Always all 14 digits: servers differ in how they complete fewer.
        for (name, time) in [("from", self.window.since), ("to", self.window.until)] {
            if let Some(time) = time {
                pairs.append_pair(name, &time.to_string());
            }
        }
        match self.dialect {
            Dialect::Wayback => self.append_wayback(&mut pairs),
            _ => self.append_pywb(&mut pairs),
        }
        drop(pairs);
        url
    }

    fn append_wayback(&self, pairs: &mut Pairs<'_>) {
        pairs.append_pair("fl", WAYBACK_FIELDS);
        if let Some(statuses) = status_pattern(self.query) {
            pairs.append_pair("filter", &format!("statuscode:({statuses}|-)"));
        }
        if let Some(digests) = digest_pattern(self.query) {
            pairs.append_pair("filter", &format!("digest:({digests})"));
        }
        if let Some(mimes) = mime_pattern(self.query) {
            pairs.append_pair("filter", &format!("mimetype:({mimes}|warc/revisit)"));
        }
        if self.query.asks_for_page_types() {
            pairs.append_pair("filter", &format!("mimetype:(?i)({WANTED_TYPES})"));
        }
        // Over several pages the server would take the first of the next page for one of the last.
        match self.query.server_collapse().filter(|_| self.end == End::First) {
            Some(Collapse::Digest) => pairs.append_pair("collapse", "digest"),
            Some(Collapse::Time(digits)) => pairs.append_pair("collapse", &format!("timestamp:{digits}")),
            None => &mut *pairs,
        };
        let sign = if self.end == End::Last { "-" } else { "" };
        pairs.append_pair("limit", &format!("{sign}{}", self.limit));
        if self.end == End::First {
            pairs.append_pair("showResumeKey", "true");
        }
        if let Some(key) = self.window.resume_key.as_deref() {
            // It comes encoded, and has to be encoded once more.
            pairs.append_pair("resumeKey", key);
        }
    }

    fn append_pywb(&self, pairs: &mut Pairs<'_>) {
        // A field that is missing reads as empty.
        if let Some(statuses) = status_pattern(self.query) {
            pairs.append_pair("filter", &format!("~status:({statuses}|-)?$"));
        }
        if let Some(digests) = digest_pattern(self.query) {
            pairs.append_pair("filter", &format!("~digest:(?:.*:)?({digests})$"));
        }
        if let Some(mimes) = mime_pattern(self.query) {
            pairs.append_pair("filter", &format!("~mime:({mimes}|warc/revisit)?$"));
        }
        if self.query.asks_for_page_types() {
            pairs.append_pair("filter", &format!("~mime:(?i)({WANTED_TYPES})?$"));
        }
        match self.end {
            End::First => {}
            End::Last => {
                pairs.append_pair("sort", "reverse");
            }
            End::Closest(at) => {
                pairs.append_pair("sort", "closest").append_pair("closest", &at.to_string());
            }
        }
        pairs.append_pair("limit", &self.limit.to_string());
    }
}

/// The statuses that are wanted as alternatives of a regular expression; `None` if all are.
fn status_pattern(query: &Query) -> Option<String> {
    let mut all: Vec<String> = query.statuses.iter().map(u16::to_string).collect();
    if !all.is_empty() && !query.statuses.contains(&NOT_MODIFIED) {
        // It stands for another status, if it is a revisit.
        all.push(NOT_MODIFIED.to_string());
    }
    (!all.is_empty()).then(|| all.join("|"))
}

/// The same for digests.
fn digest_pattern(query: &Query) -> Option<String> {
    let all: Vec<String> = query.digests.iter().map(|digest| escape_regex(digest)).collect();
    (!all.is_empty()).then(|| all.join("|"))
}

/// The same for media types.
fn mime_pattern(query: &Query) -> Option<String> {
    let all: Vec<String> = query.mimes.iter().map(|mime| escape_regex(mime)).collect();
    (!all.is_empty()).then(|| all.join("|"))
}

/// A regular expression that matches the text itself.
fn escape_regex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_ascii_alphanumeric() && !matches!(c, '/' | '-' | '_') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
