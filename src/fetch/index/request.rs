//! How indexes are asked, each in its dialect.

use url::Url;

use crate::archive::{Dialect, Timestamp};

use super::query::{Collapse, MatchType, Query};

/// A stretch of time, and where to go on within it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) from: Option<Timestamp>,
    pub(super) to: Option<Timestamp>,
    pub(super) resume: Option<String>,
    /// More rows at once than otherwise: that many share one second.
    pub(super) least: usize,
}

/// Which end of the window is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    First,
    Last,
    /// Not all indexes can do that.
    Closest(Timestamp),
}

/// No archive has anything older.
const OLDEST: i64 = 662_688_000;

impl Window {
    /// The earlier and the later half; none of less than a day, or of what is half read.
    pub(super) fn halves(&self) -> Option<(Window, Window)> {
        const DAY: i64 = 24 * 60 * 60;
        if self.resume.is_some() {
            return None;
        }
        let first = self.from.map_or(OLDEST, Timestamp::unix_seconds);
        let last = self.to.map_or_else(now, Timestamp::unix_seconds);
        if last - first < DAY {
            return None;
        }
        let middle = first + (last - first) / 2;
        let earlier = Window { to: Timestamp::from_unix_seconds(middle), ..self.clone() };
        let later = Window { from: Timestamp::from_unix_seconds(middle + 1), ..self.clone() };
        Some((earlier, later))
    }
}

/// Now, in seconds since 1970.
pub(super) fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.ok().and_then(|s| i64::try_from(s.as_secs()).ok()).unwrap_or(0)
}

/// The address that asks an index for rows.
pub(super) fn address(
    dialect: Dialect,
    index: &Url,
    target: &str,
    query: &Query,
    window: &Window,
    end: End,
    limit: usize,
) -> Url {
    let mut url = index.clone();
    let mut pairs = url.query_pairs_mut();
    pairs.append_pair("url", target).append_pair("output", "json");
    if query.match_type != MatchType::Exact {
        pairs.append_pair("matchType", query.match_type.name());
    }
    // Always in full: servers differ in how they fill them up.
    for (name, time) in [("from", window.from), ("to", window.to)] {
        if let Some(time) = time {
            pairs.append_pair(name, &time.to_string());
        }
    }
    match dialect {
        Dialect::Wayback => {
            pairs.append_pair("fl", "urlkey,timestamp,original,mimetype,statuscode,digest,length");
            for (field, values) in filters(query) {
                let field = if field == "status" { "statuscode" } else { "mimetype" };
                let other = if field == "statuscode" { "-" } else { "warc/revisit" };
                pairs.append_pair("filter", &format!("{field}:({values}|{other})"));
            }
            // Over several pages the server would take the first of the next page for one of the last.
            let collapse = query.collapse.filter(|_| query.match_type == MatchType::Exact && end == End::First);
            match collapse {
                Some(Collapse::Digest) => pairs.append_pair("collapse", "digest"),
                Some(Collapse::Time(digits)) => pairs.append_pair("collapse", &format!("timestamp:{digits}")),
                None => &mut pairs,
            };
            let sign = if end == End::Last { "-" } else { "" };
            pairs.append_pair("limit", &format!("{sign}{limit}"));
            if end == End::First {
                pairs.append_pair("showResumeKey", "true");
            }
            if let Some(key) = window.resume.as_deref() {
                // It comes encoded, and is encoded once more.
                pairs.append_pair("resumeKey", key);
            }
        }
        _ => {
            for (field, values) in filters(query) {
                let other = if field == "status" { "-" } else { "warc/revisit" };
                // A field that is missing reads as empty.
                pairs.append_pair("filter", &format!("~{field}:({values}|{other})?$"));
            }
            match end {
                End::First => {}
                End::Last => {
                    pairs.append_pair("sort", "reverse");
                }
                End::Closest(at) => {
                    pairs.append_pair("sort", "closest").append_pair("closest", &at.to_string());
                }
            }
            pairs.append_pair("limit", &limit.to_string());
        }
    }
    drop(pairs);
    url
}

/// What is asked for, as a regular expression a field.
fn filters(query: &Query) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    if !query.statuses.is_empty() {
        let all: Vec<String> = query.statuses.iter().map(u16::to_string).collect();
        out.push(("status", all.join("|")));
    }
    if !query.mimes.is_empty() {
        let all: Vec<String> = query.mimes.iter().map(|mime| escape(mime)).collect();
        out.push(("mime", all.join("|")));
    }
    out
}

/// A text as a regular expression that means it.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_ascii_alphanumeric() && !matches!(c, '/' | '-' | '_') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
