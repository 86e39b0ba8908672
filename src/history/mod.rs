//! The versions of a story over time, out of an archive's captures of it.

mod changes;
mod collect;
mod render;

#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::archive::{CaptureUrl, Period, Timestamp};
use crate::article::Article;
use crate::extractor::Extractor;

pub use changes::{Change, Words, changes};

/// Which captures a history is made of, and how they are read.
///
/// ```
/// use cuttings::{Extractor, HistoryOptions};
///
/// let options = HistoryOptions::default().extractor(Extractor::default()).from("2007".parse()?).most(50);
/// # let _ = options;
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct HistoryOptions {
    extractor: Extractor,
    from: Option<Period>,
    to: Option<Period>,
    most: usize,
}

impl Default for HistoryOptions {
    fn default() -> Self {
        HistoryOptions { extractor: Extractor::default(), from: None, to: None, most: 500 }
    }
}

impl HistoryOptions {
    /// What the pages are read with. Default: the extractor with its default options.
    pub fn extractor(mut self, extractor: Extractor) -> Self {
        self.extractor = extractor;
        self
    }

    /// No captures before the first second of this. Default: from the first capture on.
    pub fn from(mut self, from: Period) -> Self {
        self.from = Some(from);
        self
    }

    /// No captures after the last second of this. Default: up to the last capture.
    pub fn to(mut self, to: Period) -> Self {
        self.to = Some(to);
        self
    }

    /// How many captures are fetched at most; those that are the same by the index are fetched once. What goes
    /// beyond is left out, and [`History::complete`] is false. Default: 500.
    pub fn most(mut self, captures: usize) -> Self {
        self.most = captures;
        self
    }
}

/// The versions of a story, the oldest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct History {
    /// The page's address as it was asked for, without credentials.
    pub url: String,
    /// The archive's name.
    pub archive: String,
    /// How many captures of the page the index told of in that time, those of redirects and errors left out; where the
    /// archive asked for a pause or went down on the way, up to there.
    pub captures: usize,
    /// Whether all of them were read: false when there were more than [`HistoryOptions::most`], or when the archive
    /// asked for a pause or went down on the way. Single captures that failed are in [`failures`](Self::failures).
    pub complete: bool,
    /// What the page said, one after the other; two neighbours differ in headline or body. A version that comes back is
    /// told again.
    pub versions: Vec<Version>,
    /// The captures that gave no article.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<CaptureFailure>,
}

/// What a story said for a time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Version {
    /// When it was first captured so.
    pub first: Timestamp,
    /// When it was last captured so, before the next version.
    pub last: Timestamp,
    /// How many captures there are of it.
    pub captures: usize,
    /// The address of the first capture, in archives that replay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capture: Option<CaptureUrl>,
    /// What changed since the version before; empty for the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// The article as first captured so.
    pub article: Article,
}

/// A capture that gave no article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CaptureFailure {
    /// When it was captured.
    pub timestamp: Timestamp,
    /// A fixed word: that of the [`Outcome`](crate::Outcome), of the [`Error`](crate::Error), or `error_page` for
    /// a page that was captured with a status other than 200.
    pub code: String,
    /// The same for people.
    pub reason: String,
}

impl History {
    /// The history as JSON on one line: versions with their articles and changes, unknown fields left out.
    pub fn to_json(&self) -> String {
        // Cannot fail: every key is a string, and nothing in a history refuses to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// As [`History::to_json`], over several lines, indented by two spaces.
    pub fn to_json_pretty(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}
