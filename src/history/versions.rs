//! The history of a story, as data.

use serde::{Deserialize, Serialize};

use crate::archive::{CaptureUrl, Timestamp};
use crate::article::Article;
use crate::error::OutcomeCode;

use super::changes::Change;

/// The versions of a story, the oldest first.
///
/// It can be kept as JSON, and read again.
///
/// ```no_run
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use cuttings::{Archive, FetchOptions, Fetcher, History, HistoryOptions};
///
/// let fetcher = Fetcher::new(FetchOptions::default().contact("archive@library.example"))?;
/// let history = fetcher.history(&Archive::wayback(), "http://news.example/1.html", &HistoryOptions::default()).await?;
/// println!("{} versions in {} captures", history.versions.len(), history.captures);
/// let kept: History = serde_json::from_str(&history.to_json())?;
/// assert_eq!(kept, history);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct History {
    /// The page's address as it was asked for, without credentials.
    pub url: String,
    /// The archive's name; of several, their names with commas between.
    pub archive: String,
    /// How many captures of the page the index has in that time, without those that are of redirects and errors by their
    /// status; where the archive asked for a pause or went down on the way, up to there.
    pub captures: usize,
    /// Whether all of them were read: false when there were more than
    /// [`HistoryOptions::max_captures`](crate::HistoryOptions::max_captures), or when the archive asked for a pause or
    /// went down on the way, as it does if three captures in a row do not come. Single captures that failed are in
    /// [`failures`](Self::failures).
    pub complete: bool,
    /// What the page said, one version after the other. Two neighbours differ in headline or body; a version that comes
    /// back is listed again. A capture that came in part only is one of the version before or after it of which it shows
    /// a part.
    pub versions: Vec<Version>,
    /// The captures that are no versions, with the reason: they hold something else than the story, are of errors, or did
    /// not come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<CaptureFailure>,
    /// The archives of several that could not tell what they have, or not all of it; the history is not
    /// [`complete`](Self::complete) then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unlisted: Vec<UnlistedArchive>,
}

/// An archive that could not tell which captures it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnlistedArchive {
    /// The archive's name.
    pub archive: String,
    /// The code of its [`Error`](crate::Error).
    pub code: OutcomeCode,
    /// The same for people.
    pub reason: String,
}

/// What a story said for a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Version {
    /// When it was first captured.
    pub first: Timestamp,
    /// When it was last captured, before the next version.
    pub last: Timestamp,
    /// How many captures there are of it.
    pub captures: usize,
    /// The name of the archive that has the first capture, where several were asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archive: Option<String>,
    /// The address of the first capture, in archives that replay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capture: Option<CaptureUrl>,
    /// What changed since the version before; empty for the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// The article, as it was first captured whole.
    pub article: Article,
}

/// A capture that is no version of the story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CaptureFailure {
    /// When it was captured.
    pub timestamp: Timestamp,
    /// The name of the archive that has it, where several were asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archive: Option<String>,
    /// What came of it: the code of the [`Outcome`](crate::Outcome) or of the [`Error`](crate::Error);
    /// [`OutcomeCode::ErrorPage`] for a page that was captured with a status other than 200 to 299;
    /// [`OutcomeCode::NoArticle`] for one that is no article, [`OutcomeCode::NotTheStory`] for one that holds something
    /// else than the captures before and after it, [`OutcomeCode::Redirected`] for another page to which a redirect led.
    pub code: OutcomeCode,
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
