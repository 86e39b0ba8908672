//! The one error type of the crate.

use std::fmt;
use std::path::{Path, PathBuf};

/// A shorthand for results of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Something that stopped an extraction, a fetch or the loading of a profile.
///
/// Broken HTML and missing fields are not errors: they leave `Option` fields
/// empty and add to [`Article::warnings`](crate::Article::warnings).
///
/// ```
/// let error = cuttings::Page::new("<p>").with_url("not a url").unwrap_err();
/// assert!(matches!(error.kind(), cuttings::ErrorKind::Url { .. }));
/// assert_eq!(error.to_string(), "url \"not a url\": relative URL without a base");
/// ```
#[derive(Debug)]
pub struct Error(Box<ErrorKind>);

/// What went wrong, with the data that tells where.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A page goes beyond one of [`Limits`](crate::Limits).
    #[error("page over the limit of {limit} {what} (it has {found} or more)")]
    Limit {
        /// What is counted: `bytes`, `nodes`, `levels of nesting`, `attributes in one tag`.
        what: &'static str,
        /// The limit in force.
        limit: usize,
        /// What had been counted when the page was refused.
        found: usize,
    },
    /// A text that should be an absolute URL is none.
    #[error("url {text:?}: {source}")]
    Url {
        /// The text as given.
        text: String,
        /// The parser's own word.
        source: url::ParseError,
    },
    /// A capture time that is not fourteen digits of a real date.
    #[error("capture time {text:?}: expected 14 digits, YYYYMMDDhhmmss")]
    CaptureTime {
        /// The text as given.
        text: String,
    },
    /// A text that names no span of time.
    #[error("time {text:?}: expected 4 to 14 digits (YYYYMMDDhhmmss or its beginning) or an ISO 8601 date")]
    Period {
        /// The text as given.
        text: String,
    },
    /// A text that names no archive, or no capture in one.
    #[error("archive {text:?}: not a known archive's name, and no address of one")]
    Archive {
        /// The text as given, without credentials.
        text: String,
    },
    /// A page that an archive holds back: its owner, or a rule, has excluded it.
    #[cfg(feature = "fetch")]
    #[error("excluded from the archive: {url}")]
    Excluded {
        /// The page's address, without credentials.
        url: String,
    },
    /// A capture that did not come, or was none.
    #[cfg(feature = "fetch")]
    #[error("capture of {url}: {reason}")]
    Capture {
        /// The page's address, or that of the capture, without credentials.
        url: String,
        /// What came instead, as [`Outcome::code`](crate::Outcome::code) tells it.
        outcome: &'static str,
        /// The same in words.
        reason: String,
    },
    /// A site profile that cannot be used.
    #[error("profile {file}, line {line}, {key}: {message}")]
    Profile {
        /// The file, or the name under which the text was given.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// The key, with the names of the tables above it.
        key: String,
        /// What is wrong with it.
        message: String,
    },
    /// A file that cannot be read or written.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// Bytes that are no page: nothing at all, or a binary file.
    #[error("not a page: {reason}")]
    NotAPage {
        /// What the bytes look like instead.
        reason: String,
    },
    /// A page that could not be fetched.
    #[cfg(feature = "fetch")]
    #[error("fetch {url}: {message}")]
    Fetch {
        /// The address asked for, without credentials.
        url: String,
        /// What happened.
        message: String,
    },
    /// An address that is not asked: it is none of the public network, its scheme is none of the web's, or the
    /// site asks robots to leave it alone.
    #[cfg(feature = "fetch")]
    #[error("refused {url}: {reason}")]
    Refused {
        /// The address, without credentials.
        url: String,
        /// Why: `private address`, `scheme ftp`, `robots.txt` and so on.
        reason: String,
    },
    /// A host that asks to be left alone for longer than may be waited.
    #[cfg(feature = "fetch")]
    #[error("{host}: too many requests; asks for a pause of {} s", retry_after.as_secs())]
    RateLimited {
        /// The host, with its port where that is not the scheme's own.
        host: String,
        /// How long it is to be left alone, from now.
        retry_after: std::time::Duration,
    },
    /// An archive that takes no connections, or took none a short while ago. It may have blocked this network.
    #[cfg(feature = "fetch")]
    #[error("{host}: archive down: {reason}")]
    ArchiveDown {
        /// The host, with its port where that is not the scheme's own.
        host: String,
        /// What happened.
        reason: String,
    },
    /// An answer that is not in the cache, where only the cache may be used.
    #[cfg(feature = "fetch")]
    #[error("not cached: {url}")]
    NotCached {
        /// The address, without credentials.
        url: String,
    },
    /// A saved form that is not as it should be: cut off, broken, or mixed with something else.
    #[cfg(feature = "saved")]
    #[error("damaged: {reason}")]
    Damaged {
        /// What is wrong, and where reading goes on.
        reason: String,
    },
    /// A record that says its page was the same as at an earlier visit, which cannot be found.
    #[cfg(feature = "saved")]
    #[error("revisit of {url}: the earlier record is not in this file")]
    Revisit {
        /// The page's address, without credentials.
        url: String,
    },
    /// A piece of a file of many pages that gave no page.
    #[cfg(feature = "saved")]
    #[error("{place}: {error}")]
    Record {
        /// The file, and within it the byte at which the piece begins (`crawl.warc.gz#1271`) or its name.
        place: String,
        /// What is wrong with it.
        #[source]
        error: Error,
    },
}

impl Error {
    /// What went wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// Whether the file system refused something.
    ///
    /// ```
    /// let error = cuttings::Page::open("no/such/file.html").unwrap_err();
    /// assert!(error.is_io());
    /// ```
    pub fn is_io(&self) -> bool {
        matches!(*self.innermost().0, ErrorKind::Io { .. })
    }

    /// Whether the page went beyond a limit.
    pub fn is_limit(&self) -> bool {
        matches!(*self.innermost().0, ErrorKind::Limit { .. })
    }

    /// A short fixed word for the kind, as batch records carry it:
    /// `limit`, `url`, `capture_time`, `period`, `archive`, `excluded`, `profile`, `io`, `not_a_page` or `fetch`;
    /// of fetching also `refused`, `rate_limited`, `archive_down` and `not_cached`; of saved forms `damaged` and `revisit` (a
    /// piece of a file has the word for what is wrong with it); for a capture that did not come,
    /// the word of its `Outcome`.
    pub fn code(&self) -> &'static str {
        match *self.0 {
            ErrorKind::Limit { .. } => "limit",
            ErrorKind::Url { .. } => "url",
            ErrorKind::CaptureTime { .. } => "capture_time",
            ErrorKind::Period { .. } => "period",
            ErrorKind::Archive { .. } => "archive",
            #[cfg(feature = "fetch")]
            ErrorKind::Excluded { .. } => "excluded",
            #[cfg(feature = "fetch")]
            ErrorKind::Capture { outcome, .. } => outcome,
            ErrorKind::Profile { .. } => "profile",
            ErrorKind::Io { .. } => "io",
            ErrorKind::NotAPage { .. } => "not_a_page",
            #[cfg(feature = "fetch")]
            ErrorKind::Fetch { .. } => "fetch",
            #[cfg(feature = "fetch")]
            ErrorKind::Refused { .. } => "refused",
            #[cfg(feature = "fetch")]
            ErrorKind::RateLimited { .. } => "rate_limited",
            #[cfg(feature = "fetch")]
            ErrorKind::ArchiveDown { .. } => "archive_down",
            #[cfg(feature = "fetch")]
            ErrorKind::NotCached { .. } => "not_cached",
            #[cfg(feature = "saved")]
            ErrorKind::Damaged { .. } => "damaged",
            #[cfg(feature = "saved")]
            ErrorKind::Revisit { .. } => "revisit",
            #[cfg(feature = "saved")]
            ErrorKind::Record { ref error, .. } => error.code(),
        }
    }

    /// Where in a file of many pages the trouble is, if it is in one: `crawl.warc.gz#1271`.
    pub fn place(&self) -> Option<&str> {
        match *self.0 {
            #[cfg(feature = "saved")]
            ErrorKind::Record { ref place, .. } => Some(place),
            _ => None,
        }
    }

    /// The error itself, if it came wrapped in its place.
    fn innermost(&self) -> &Error {
        match *self.0 {
            #[cfg(feature = "saved")]
            ErrorKind::Record { ref error, .. } => error.innermost(),
            _ => self,
        }
    }

    pub(crate) fn io(path: &Path, source: std::io::Error) -> Self {
        ErrorKind::Io { path: path.to_owned(), source }.into()
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Error(Box::new(kind))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&*self.0)
    }
}
