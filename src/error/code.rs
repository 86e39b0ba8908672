//! What came of a page, as one fixed word.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What came of fetching or reading a page, as one fixed word for records: `never_archived`, `limit`, `error_page`.
///
/// `Outcome::code` gives one of the words for captures, [`Error::code`](crate::Error::code) any of
/// the others, and one of those where a capture did not come. Displayed and serialised it is the word.
///
/// ```
/// use cuttings::{OutcomeCode, Page};
///
/// let error = Page::new("<p>").with_url("not a url").unwrap_err();
/// assert_eq!(error.code(), OutcomeCode::Url);
/// assert_eq!(error.code().as_str(), "url");
/// assert_eq!(serde_json::to_string(&error.code())?, "\"url\"");
/// assert_eq!(serde_json::from_str::<OutcomeCode>("\"url\"")?, OutcomeCode::Url);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OutcomeCode {
    /// `archived`: a page came out of an archive, with whatever status it was captured.
    Archived,
    /// `never_archived`: the archive has no capture of the page.
    NeverArchived,
    /// `excluded`: the archive holds the page back.
    Excluded,
    /// `redirect_page`: the archive's own page about a redirect that it captured.
    RedirectPage,
    /// `frame_page`: the frame that an archive shows around a page, without the page.
    FramePage,
    /// `playback_failure`: the archive cannot show the capture.
    PlaybackFailure,
    /// `rate_limited`: the host asks for a pause.
    RateLimited,
    /// `archive_down`: the archive takes no connection, does not answer in time, or says that it is out of order.
    ArchiveDown,
    /// `left_archive`: a redirect of the archive's own leads out of it.
    LeftArchive,
    /// `redirect_loop`: redirects lead back to where they began.
    RedirectLoop,
    /// `too_many_redirects`: more redirects than any honest page has.
    TooManyRedirects,
    /// `redirected`: redirects lead to another site or page, which was not taken for the one that was asked for.
    Redirected,
    /// `outside_window`: the nearest capture is too far from the time that was asked for.
    OutsideWindow,
    /// `error_page`: the page was served or captured with an error: a status other than 200 to 299.
    ErrorPage,
    /// `no_article`: the page holds no story: an error page, a check of who asks, a question about cookies, a parked
    /// domain, a login, a front page.
    NoArticle,
    /// `not_the_story`: a capture holds something else than the story whose history is told.
    NotTheStory,
    /// `limit`: the page goes beyond a limit.
    Limit,
    /// `url`: a text is not an absolute URL.
    Url,
    /// `capture_time`: a text is not a capture time.
    CaptureTime,
    /// `period`: a text does not name a span of time.
    Period,
    /// `archive`: a text does not name an archive, or a capture in one.
    Archive,
    /// `profile`: a site profile cannot be used.
    Profile,
    /// `io`: a file cannot be read or written.
    Io,
    /// `not_a_page`: the bytes are empty or a binary file.
    NotAPage,
    /// `fetch`: a page or an index could not be fetched.
    Fetch,
    /// `refused`: the address may not be requested.
    Refused,
    /// `not_cached`: the response is not in the cache, and only the cache may be used.
    NotCached,
    /// `damaged`: a saved file is damaged.
    Damaged,
    /// `revisit`: the record to which a revisit refers is missing.
    Revisit,
}

impl OutcomeCode {
    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            OutcomeCode::Archived => "archived",
            OutcomeCode::NeverArchived => "never_archived",
            OutcomeCode::Excluded => "excluded",
            OutcomeCode::RedirectPage => "redirect_page",
            OutcomeCode::FramePage => "frame_page",
            OutcomeCode::PlaybackFailure => "playback_failure",
            OutcomeCode::RateLimited => "rate_limited",
            OutcomeCode::ArchiveDown => "archive_down",
            OutcomeCode::LeftArchive => "left_archive",
            OutcomeCode::RedirectLoop => "redirect_loop",
            OutcomeCode::TooManyRedirects => "too_many_redirects",
            OutcomeCode::Redirected => "redirected",
            OutcomeCode::OutsideWindow => "outside_window",
            OutcomeCode::ErrorPage => "error_page",
            OutcomeCode::NoArticle => "no_article",
            OutcomeCode::NotTheStory => "not_the_story",
            OutcomeCode::Limit => "limit",
            OutcomeCode::Url => "url",
            OutcomeCode::CaptureTime => "capture_time",
            OutcomeCode::Period => "period",
            OutcomeCode::Archive => "archive",
            OutcomeCode::Profile => "profile",
            OutcomeCode::Io => "io",
            OutcomeCode::NotAPage => "not_a_page",
            OutcomeCode::Fetch => "fetch",
            OutcomeCode::Refused => "refused",
            OutcomeCode::NotCached => "not_cached",
            OutcomeCode::Damaged => "damaged",
            OutcomeCode::Revisit => "revisit",
        }
    }
}

impl AsRef<str> for OutcomeCode {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

/// Whether it is the code with this word.
impl PartialEq<str> for OutcomeCode {
    fn eq(&self, word: &str) -> bool {
        self.as_str() == word
    }
}

/// Whether it is the code with this word.
impl PartialEq<&str> for OutcomeCode {
    fn eq(&self, word: &&str) -> bool {
        self.as_str() == *word
    }
}

impl fmt::Display for OutcomeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
