//! Which captures are wanted.

use crate::archive::{Period, Timestamp};

use crate::page::{is_page_status, is_redirect_status};

use super::page_types::may_be_page;
use super::record::CdxRecord;

/// Which captures are wanted, and in which order. By default all of exactly one page, the oldest first.
///
/// ```
/// use cuttings::{Collapse, Period, Query};
///
/// // One good capture a day of December 2007.
/// let month: Period = "200712".parse()?;
/// let query = Query::default().since(month).until(month).status(200).mime("text/html").collapse(Collapse::Time(8));
/// # let _ = query;
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) since: Option<Timestamp>,
    pub(super) until: Option<Timestamp>,
    pub(super) match_type: MatchType,
    pub(super) statuses: Vec<u16>,
    /// Whether only pages that were there are wanted.
    pub(super) wants_pages: bool,
    /// Whether redirects are wanted beside them.
    pub(super) wants_redirects: bool,
    /// The digests that are wanted, if not all are.
    pub(super) digests: Vec<String>,
    pub(super) mimes: Vec<String>,
    /// Whether only types that pages have are wanted.
    pub(super) wants_page_types: bool,
    pub(super) collapse: Option<Collapse>,
    pub(super) order: Order,
    pub(super) max_rows: Option<usize>,
}

/// Which pages an address stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum MatchType {
    /// The page itself. Archives fold `http`, `https`, `www.` and the case of letters together.
    #[default]
    Exact,
    /// All pages whose addresses begin with it.
    Prefix,
    /// All pages of the host.
    Host,
    /// All pages of the host and of its subdomains.
    Domain,
}

/// Which neighbours are folded into one: of a run of captures of one page that agree, only the first is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Collapse {
    /// Those with the same digest: the page did not change.
    Digest,
    /// Those whose timestamps agree in this many digits, 4 to 14: 8 leaves one a day, 10 one an hour.
    Time(u8),
}

/// In which order captures come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Order {
    #[default]
    Oldest,
    Newest,
    Closest(Timestamp),
}

impl Query {
    /// All captures of one page.
    pub fn new() -> Query {
        Query::default()
    }

    /// Only captures at or after the start of `start`. Default: from the first capture on.
    pub fn since(mut self, start: impl Into<Period>) -> Query {
        self.since = Some(start.into().first());
        self
    }

    /// Only captures at or before the end of `end`. Default: up to the last capture.
    pub fn until(mut self, end: impl Into<Period>) -> Query {
        self.until = Some(end.into().last());
        self
    }

    /// Which pages the address stands for. Default: the page itself.
    pub fn match_type(mut self, match_type: MatchType) -> Query {
        self.match_type = match_type;
        self
    }

    /// Only captures with this status; called again, with one of these. Revisits, whose status an index mostly does not
    /// tell, have that of the earlier capture with the same digest; where that is not to be found, they are included.
    /// TimeMaps tell no status: all their captures are included. Default: any status.
    pub fn status(mut self, status: u16) -> Query {
        self.statuses.push(status);
        self
    }

    /// Only captures of a page that was there: those with a status of 200 to 299, and those whose status is not known and
    /// has to be seen. Default: any status.
    ///
    /// ```
    /// // Without the error pages and redirects of 2007.
    /// let query = cuttings::Query::default().since("2007".parse::<cuttings::Period>()?).pages();
    /// # let _ = query;
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn pages(mut self) -> Query {
        self.wants_pages = true;
        self
    }

    /// Redirects as well, which may lead to a page.
    pub(in crate::fetch) fn or_redirects(mut self) -> Query {
        self.wants_redirects = true;
        self
    }

    /// Only captures of this media type (`text/html`); called again, of one of these. Revisits and captures out of
    /// TimeMaps are included, as for [`status`](Query::status). Default: any type.
    pub fn mime(mut self, mime: impl Into<String>) -> Query {
        self.mimes.push(mime.into().trim().to_ascii_lowercase());
        self
    }

    /// Only captures of types that pages have: HTML, XHTML and plain text. Where an index tells no type, as of most revisits and in
    /// TimeMaps, the end of the address does: `.gif`, `.swf`, `.css`, `.pdf` and the like are none. Default: any type.
    ///
    /// ```
    /// // The pages of a site without its pictures.
    /// let query = cuttings::Query::default().match_type(cuttings::MatchType::Host).pages().page_types();
    /// # let _ = query;
    /// ```
    pub fn page_types(mut self) -> Query {
        self.wants_page_types = true;
        self
    }

    /// Leaves out captures that agree with the one before. Default: none is left out.
    pub fn collapse(mut self, by: Collapse) -> Query {
        self.collapse = Some(match by {
            Collapse::Time(digits) => Collapse::Time(digits.clamp(4, 14)),
            other => other,
        });
        self
    }

    /// The captures nearest to the middle of `at`, the nearest first: one, unless [`max_rows`](Query::max_rows) says
    /// otherwise.
    pub fn closest(mut self, at: impl Into<Period>) -> Query {
        self.order = Order::Closest(at.into().middle());
        self.max_rows = self.max_rows.or(Some(1));
        self
    }

    /// The `n` oldest captures, the oldest first.
    pub fn oldest(mut self, n: usize) -> Query {
        self.order = Order::Oldest;
        self.max_rows(n)
    }

    /// The `n` newest captures, the newest first.
    pub fn newest(mut self, n: usize) -> Query {
        self.order = Order::Newest;
        self.max_rows(n)
    }

    /// At most this many captures. Default: all.
    pub fn max_rows(mut self, n: usize) -> Query {
        self.max_rows = Some(n);
        self
    }

    /// Whether a row is wanted: an index may have been asked for more, or may not do as it is asked.
    pub(super) fn wants(&self, row: &CdxRecord) -> bool {
        // What is not known has to be seen. A TimeMap tells neither status nor type.
        let status = row.status.is_none_or(|status| self.wants_status(status));
        let mime = self.mimes.is_empty()
            || row.is_revisit_type()
            || row.mime.as_ref().is_none_or(|mime| self.mimes.iter().any(|m| m.eq_ignore_ascii_case(mime)));
        let may_be_page = !self.wants_page_types || may_be_page(row.mime.as_deref(), &row.original);
        self.is_in_time(row.timestamp) && status && mime && may_be_page
    }

    /// Whether captures of this time are wanted.
    pub(super) fn is_in_time(&self, time: Timestamp) -> bool {
        self.since.is_none_or(|since| time >= since) && self.until.is_none_or(|until| time <= until)
    }

    /// Whether captures of this status are wanted.
    pub(super) fn wants_status(&self, status: u16) -> bool {
        let is_page = !self.wants_pages || is_page_status(status) || self.wants_redirects && is_redirect_status(status);
        is_page && (self.statuses.is_empty() || self.statuses.contains(&status))
    }

    /// Whether the server is asked for types that pages have. Of a single page all captures come, since they tell what revisits repeat,
    /// and one answer does for all who list it.
    pub(super) fn asks_for_page_types(&self) -> bool {
        self.wants_page_types && self.match_type != MatchType::Exact
    }

    /// What the server is asked to leave out of neighbours that agree. It would take the first of a run even where that is
    /// not wanted here.
    pub(super) fn server_collapse(&self) -> Option<Collapse> {
        let chooses_here = self.wants_pages
            || self.wants_page_types
            || !self.statuses.is_empty() && self.collapse != Some(Collapse::Digest);
        self.collapse.filter(|_| self.match_type == MatchType::Exact && !chooses_here)
    }

    /// Whether a span, as far as its ends are known, holds times that are wanted.
    pub(super) fn overlaps(&self, first: Option<Timestamp>, last: Option<Timestamp>) -> bool {
        self.since.is_none_or(|since| last.is_none_or(|last| last >= since))
            && self.until.is_none_or(|until| first.is_none_or(|first| first <= until))
    }

    /// The rows that are wanted, in the order that is.
    pub(in crate::fetch) fn best_of(&self, mut rows: Vec<CdxRecord>) -> Vec<CdxRecord> {
        rows.retain(|row| self.wants(row));
        match self.order {
            Order::Oldest => rows.sort_by_key(|row| row.timestamp),
            Order::Newest => rows.sort_by_key(|row| std::cmp::Reverse(row.timestamp)),
            Order::Closest(_) => rows.sort_by_key(|row| self.distance(row.timestamp)),
        }
        rows.truncate(self.max_rows.unwrap_or(usize::MAX));
        rows
    }

    /// How far a time is from the one that is wanted, in seconds.
    pub(super) fn distance(&self, time: Timestamp) -> u64 {
        match self.order {
            Order::Closest(at) => at.unix_seconds().abs_diff(time.unix_seconds()),
            _ => 0,
        }
    }
}

impl MatchType {
    /// As indexes call it.
    pub(super) fn parameter(self) -> &'static str {
        match self {
            MatchType::Exact => "exact",
            MatchType::Prefix => "prefix",
            MatchType::Host => "host",
            MatchType::Domain => "domain",
        }
    }

    /// Splits off a star at the beginning or end of an address, which chooses the match type.
    pub(super) fn split_wildcard(text: &str) -> (&str, Option<MatchType>) {
        if let Some(domain) = text.strip_prefix("*.") {
            return (domain, Some(MatchType::Domain));
        }
        match text.strip_suffix('*') {
            Some(start) => (start, Some(MatchType::Prefix)),
            None => (text, None),
        }
    }
}
