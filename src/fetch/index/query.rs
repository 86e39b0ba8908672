//! What captures are wanted.

use crate::archive::{Period, Timestamp};

use super::row::CaptureRow;

/// Which captures are wanted, and in which order. As it begins: all of exactly one page, the oldest first.
///
/// ```
/// use cuttings::{Collapse, Period, Query};
///
/// // One good capture a day of December 2007.
/// let month: Period = "200712".parse()?;
/// let query = Query::default().from(month).to(month).status(200).mime("text/html").collapse(Collapse::Time(8));
/// # let _ = query;
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) from: Option<Timestamp>,
    pub(super) to: Option<Timestamp>,
    pub(super) match_type: MatchType,
    pub(super) statuses: Vec<u16>,
    pub(super) mimes: Vec<String>,
    pub(super) collapse: Option<Collapse>,
    pub(super) order: Order,
    pub(super) limit: Option<usize>,
}

/// How much an address stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum MatchType {
    /// The page itself. Archives fold `http`, `https`, `www.` and the case of letters together.
    #[default]
    Exact,
    /// All pages whose addresses begin so.
    Prefix,
    /// All pages of the host.
    Host,
    /// All pages of the host and of those below it.
    Domain,
}

/// Which neighbours are taken for one: of a run of captures of one page that agree, only the first is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Collapse {
    /// Those with the same digest: the page did not change.
    Digest,
    /// Those whose timestamps agree in so many digits, 4 to 14: 8 leaves one a day, 10 one an hour.
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

    /// None before the first second of this.
    pub fn from(mut self, from: impl Into<Period>) -> Query {
        self.from = Some(from.into().first());
        self
    }

    /// None after the last second of this.
    pub fn to(mut self, to: impl Into<Period>) -> Query {
        self.to = Some(to.into().last());
        self
    }

    /// How much the address stands for. Default: the page itself.
    pub fn match_type(mut self, match_type: MatchType) -> Query {
        self.match_type = match_type;
        self
    }

    /// Only captures with this status; called again, with one of these. Repetitions (`warc/revisit`), whose status an
    /// index mostly does not tell, come, too. TimeMaps tell no status: their captures all come.
    pub fn status(mut self, status: u16) -> Query {
        self.statuses.push(status);
        self
    }

    /// Only captures of this media type (`text/html`); called again, of one of these. What is said of
    /// [`status`](Query::status) is true of it, too.
    pub fn mime(mut self, mime: impl Into<String>) -> Query {
        self.mimes.push(mime.into().trim().to_ascii_lowercase());
        self
    }

    /// Leaves out captures that say the same as the one before.
    pub fn collapse(mut self, by: Collapse) -> Query {
        self.collapse = Some(match by {
            Collapse::Time(digits) => Collapse::Time(digits.clamp(4, 14)),
            other => other,
        });
        self
    }

    /// The captures nearest to the middle of this, the nearest first: one, unless [`limit`](Query::limit) says otherwise.
    pub fn closest(mut self, at: impl Into<Period>) -> Query {
        self.order = Order::Closest(at.into().middle());
        self.limit = self.limit.or(Some(1));
        self
    }

    /// The first captures, so many, the oldest first.
    pub fn first(mut self, captures: usize) -> Query {
        self.order = Order::Oldest;
        self.limit(captures)
    }

    /// The last captures, so many, the newest first.
    pub fn last(mut self, captures: usize) -> Query {
        self.order = Order::Newest;
        self.limit(captures)
    }

    /// At most so many.
    pub fn limit(mut self, captures: usize) -> Query {
        self.limit = Some(captures);
        self
    }

    /// Whether a row is one of those that are wanted: an index may have been asked for more, or may not do as asked.
    pub(super) fn wants(&self, row: &CaptureRow) -> bool {
        let in_time = self.from.is_none_or(|t| row.timestamp >= t) && self.to.is_none_or(|t| row.timestamp <= t);
        // A TimeMap tells neither.
        let unknown = row.is_revisit() || row.mime.is_none();
        let status = self.statuses.is_empty() || row.status.map_or(unknown, |status| self.statuses.contains(&status));
        let mime = self.mimes.is_empty()
            || row.is_revisit()
            || row.mime.as_ref().is_none_or(|mime| self.mimes.iter().any(|m| m.eq_ignore_ascii_case(mime)));
        in_time && status && mime
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
    pub(super) fn name(self) -> &'static str {
        match self {
            MatchType::Exact => "exact",
            MatchType::Prefix => "prefix",
            MatchType::Host => "host",
            MatchType::Domain => "domain",
        }
    }
}
