//! The error and its kinds.

use std::error::Error as StdError;
use std::fmt;
use std::path::{Path, PathBuf};
#[cfg(feature = "fetch")]
use std::sync::Arc;
#[cfg(feature = "fetch")]
use std::time::Duration;

use super::code::OutcomeCode;
#[cfg(feature = "fetch")]
use super::fetch::{FetchFailure, RefusalReason, chain_message, joined};

/// A shorthand for results of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Something that stopped an extraction, a fetch or the loading of a profile.
///
/// Broken HTML and missing fields are not errors: they leave `Option` fields
/// empty and add to [`Article::warnings`](crate::Article::warnings).
///
/// What has to be decided about an error can be decided by its [`kind`](Error::kind), its [`code`](Error::code) and the
/// methods below; its message is for people, and may change. The [`source`](std::error::Error::source) is the system's or
/// the HTTP client's own error, where there is one.
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
    /// A page, the file that it is in, or an answer goes beyond a limit: one of [`Limits`](crate::Limits), or of the options of a fetcher.
    #[error("page over the limit of {limit} {what} (it {} {found} or more)", super::words::has(what))]
    #[non_exhaustive]
    Limit {
        /// What is counted. Of a page: `bytes`, `nodes`, `levels of nesting`, `attributes in one tag`, `blocks`, `milliseconds`, and
        /// `steps through open elements`, which its size alone bounds. Of a file of pages: `times its packed size`, `bytes of a head`, `parts`,
        /// `levels of parts within parts`, `files in a zip`, `bytes of a zip read as a stream`. Of an answer: `bytes of
        /// headers`, `headers, or 400 KiB of them`, `pages of a TimeMap`.
        what: &'static str,
        /// The limit in force.
        limit: usize,
        /// What had been counted when the page was refused.
        found: usize,
    },
    /// The text is not an absolute URL.
    #[error("url {text:?}: {source}")]
    #[non_exhaustive]
    Url {
        /// The text as given.
        text: String,
        /// The parser's own error.
        source: url::ParseError,
    },
    /// The text is not a capture time: fourteen digits of a real date.
    #[error("capture time {text:?}: expected 14 digits, YYYYMMDDhhmmss")]
    #[non_exhaustive]
    CaptureTime {
        /// The text as given.
        text: String,
    },
    /// The text does not name a span of time.
    #[error("time {text:?}: expected 4 to 14 digits (YYYYMMDDhhmmss or its beginning) or an ISO 8601 date")]
    #[non_exhaustive]
    Period {
        /// The text as given.
        text: String,
    },
    /// The text does not name an archive, or a capture in one.
    #[error("archive {text:?}: not a known archive's name, and no address of one")]
    #[non_exhaustive]
    Archive {
        /// The text as given, without credentials.
        text: String,
    },
    /// The archive holds the page back: its owner, or a rule, has excluded it.
    #[cfg(feature = "fetch")]
    #[error("excluded from the archive: {url}")]
    #[non_exhaustive]
    Excluded {
        /// The page's address, without credentials.
        url: String,
    },
    /// A capture did not come, or what came is not one.
    #[cfg(feature = "fetch")]
    #[error("capture of {url}: {reason}")]
    #[non_exhaustive]
    Capture {
        /// The page's address, or that of the capture, without credentials.
        url: String,
        /// What came of it instead.
        outcome: OutcomeCode,
        /// The same for people.
        reason: String,
        /// How long the archive asks to be left alone, if it does.
        retry_after: Option<Duration>,
        /// The error of the request that failed, if one did.
        source: Option<Arc<Error>>,
    },
    /// A site profile cannot be used.
    #[error("profile {file}, line {line}, {key}: {message}")]
    #[non_exhaustive]
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
    /// A file cannot be read or written.
    #[error("{path}: {source}", path = path.display())]
    #[non_exhaustive]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's own error.
        source: std::io::Error,
    },
    /// The bytes are not a page: nothing at all, or a binary file.
    #[error("not a page: {reason}")]
    #[non_exhaustive]
    NotAPage {
        /// What the bytes look like instead.
        reason: String,
    },
    /// The HTTP client cannot be set up, mostly because of the system's TLS.
    #[cfg(feature = "fetch")]
    #[error("HTTP client: {}", chain_message(&**source))]
    #[non_exhaustive]
    Client {
        /// What the client reported.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// An address could not be fetched.
    #[cfg(feature = "fetch")]
    #[error("fetch {url}: {failure}")]
    #[non_exhaustive]
    Fetch {
        /// The address, without credentials.
        url: String,
        /// Why.
        failure: FetchFailure,
    },
    /// An address is not requested: it is not of the public network, its scheme is not one of the web, or the site asks
    /// robots to leave it alone.
    #[cfg(feature = "fetch")]
    #[error("refused {url}: {reason}")]
    #[non_exhaustive]
    Refused {
        /// The address, without credentials.
        url: String,
        /// Why.
        reason: RefusalReason,
    },
    /// A host asks to be left alone for longer than may be waited.
    #[cfg(feature = "fetch")]
    #[error("{host}: too many requests; asks for a pause of {} s", retry_after.as_secs())]
    #[non_exhaustive]
    RateLimited {
        /// The host, with its port unless that is the scheme's default.
        host: String,
        /// How long it is to be left alone, from now.
        retry_after: Duration,
    },
    /// An archive takes no connections, or took none a short while ago. It may have blocked this network.
    #[cfg(feature = "fetch")]
    #[error("{host}: archive down: {}", down_reason(source.as_ref()))]
    #[non_exhaustive]
    ArchiveDown {
        /// The host, with its port unless that is the scheme's default.
        host: String,
        /// The error of the request whose connection was refused; `None` where that was a short while ago, and no
        /// request was made.
        source: Option<Error>,
    },
    /// None of several archives has told anything, or given a page.
    #[cfg(feature = "fetch")]
    #[error("none of {} archives: {}", failures.len(), joined(failures))]
    #[non_exhaustive]
    Archives {
        /// What came of each, in the order in which they were named.
        failures: Vec<ArchiveFailure>,
    },
    /// The response is not in the cache, and only the cache may be used.
    #[cfg(feature = "fetch")]
    #[error("not cached: {url}")]
    #[non_exhaustive]
    NotCached {
        /// The address, without credentials.
        url: String,
    },
    /// The page was served with an error: it is what the site said in place of the page.
    #[error("served with status {status}")]
    #[non_exhaustive]
    ErrorPage {
        /// The status, other than 200 to 299.
        status: u16,
    },
    /// A saved file is not as it should be: cut off, broken, or mixed with something else.
    #[cfg(feature = "saved")]
    #[error("damaged: {reason}")]
    #[non_exhaustive]
    Damaged {
        /// What is wrong, and where reading goes on.
        reason: String,
    },
    /// A record says that its page was the same as at an earlier visit, and the record of that is not there.
    #[cfg(feature = "saved")]
    #[error("revisit of {url}: the earlier record is in no file that was read")]
    #[non_exhaustive]
    Revisit {
        /// The page's address, without credentials.
        url: String,
    },
    /// A piece of a file of many pages gave no page.
    #[cfg(feature = "saved")]
    #[error("{place}: {error}")]
    #[non_exhaustive]
    Record {
        /// The file, and within it the byte at which the piece begins (`crawl.warc.gz#1271`) or its name.
        place: String,
        /// What is wrong with it.
        #[source]
        error: Error,
    },
}

/// One of several archives, and why it told nothing, or not all.
///
/// Displayed it is the archive's name and the message of the error.
#[cfg(feature = "fetch")]
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ArchiveFailure {
    /// The archive's name.
    pub archive: String,
    /// What it failed with.
    pub error: Arc<Error>,
}

#[cfg(feature = "fetch")]
impl ArchiveFailure {
    pub(crate) fn new(archive: &str, error: Error) -> ArchiveFailure {
        ArchiveFailure { archive: archive.to_owned(), error: Arc::new(error) }
    }
}

#[cfg(feature = "fetch")]
impl fmt::Display for ArchiveFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.archive, self.error)
    }
}

impl Error {
    /// An error of the kind [`ErrorKind::Io`], for programs whose own reading and writing fails.
    pub fn io(path: &Path, source: std::io::Error) -> Self {
        ErrorKind::Io { path: path.to_owned(), source }.into()
    }

    /// An error of the kind [`ErrorKind::NotAPage`], for programs that find pages in their own ways.
    pub fn not_a_page(reason: impl Into<String>) -> Self {
        ErrorKind::NotAPage { reason: reason.into() }.into()
    }

    /// An error of the kind [`ErrorKind::ErrorPage`], for programs that find pages in their own ways.
    ///
    /// ```
    /// let error = cuttings::Error::error_page(404);
    /// assert_eq!((error.code().as_str(), error.to_string().as_str()), ("error_page", "served with status 404"));
    /// ```
    pub fn error_page(status: u16) -> Self {
        ErrorKind::ErrorPage { status }.into()
    }

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
        matches!(self.innermost().kind(), ErrorKind::Io { .. })
    }

    /// Whether the page went beyond a limit.
    pub fn is_limit(&self) -> bool {
        matches!(self.innermost().kind(), ErrorKind::Limit { .. })
    }

    /// Whether there is nothing: the server answered with the status 404 or 410, or the page was never archived.
    #[cfg(feature = "fetch")]
    pub fn is_not_found(&self) -> bool {
        match self.innermost().kind() {
            ErrorKind::Fetch { failure: FetchFailure::Status { status }, .. } => matches!(status, 404 | 410),
            ErrorKind::Capture { outcome, .. } => *outcome == OutcomeCode::NeverArchived,
            ErrorKind::Archives { failures } => failures.iter().all(|failure| failure.error.is_not_found()),
            _ => false,
        }
    }

    /// Whether the host asks for a pause; see [`retry_after`](Error::retry_after).
    #[cfg(feature = "fetch")]
    pub fn is_rate_limited(&self) -> bool {
        match self.innermost().kind() {
            ErrorKind::RateLimited { .. } | ErrorKind::Fetch { failure: FetchFailure::Status { status: 429 }, .. } => {
                true
            }
            ErrorKind::Capture { outcome, .. } => *outcome == OutcomeCode::RateLimited,
            _ => false,
        }
    }

    /// Whether no response came in time.
    #[cfg(feature = "fetch")]
    pub fn is_timeout(&self) -> bool {
        let failure = self.failed_request();
        matches!(failure, Some(FetchFailure::Connection { is_timeout: true, .. }))
    }

    /// The status of the response, where the error is that it has one of 400 or above.
    #[cfg(feature = "fetch")]
    pub fn status(&self) -> Option<u16> {
        match self.failed_request()? {
            FetchFailure::Status { status } => Some(*status),
            _ => None,
        }
    }

    /// How long the host asks to be left alone, from now, if it does.
    #[cfg(feature = "fetch")]
    pub fn retry_after(&self) -> Option<Duration> {
        match self.innermost().kind() {
            ErrorKind::RateLimited { retry_after, .. } => Some(*retry_after),
            ErrorKind::Capture { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// The address that the error is about, without credentials; `None` where it is about a host or a file.
    pub fn url(&self) -> Option<&str> {
        match self.innermost().kind() {
            ErrorKind::Url { text, .. } => Some(text),
            #[cfg(feature = "fetch")]
            ErrorKind::Excluded { url }
            | ErrorKind::Capture { url, .. }
            | ErrorKind::Fetch { url, .. }
            | ErrorKind::Refused { url, .. }
            | ErrorKind::NotCached { url } => Some(url),
            #[cfg(feature = "saved")]
            ErrorKind::Revisit { url } => Some(url),
            _ => None,
        }
    }

    /// A fixed word for the kind, as batch records carry it. An error in a piece of a file has the word for what is wrong
    /// with the piece; one of a capture that did not come that of its outcome; one of several archives that of the first that
    /// says more than that it has nothing.
    pub fn code(&self) -> OutcomeCode {
        match self.kind() {
            ErrorKind::Limit { .. } => OutcomeCode::Limit,
            ErrorKind::Url { .. } => OutcomeCode::Url,
            ErrorKind::CaptureTime { .. } => OutcomeCode::CaptureTime,
            ErrorKind::Period { .. } => OutcomeCode::Period,
            ErrorKind::Archive { .. } => OutcomeCode::Archive,
            ErrorKind::Profile { .. } => OutcomeCode::Profile,
            ErrorKind::Io { .. } => OutcomeCode::Io,
            ErrorKind::NotAPage { .. } => OutcomeCode::NotAPage,
            ErrorKind::ErrorPage { .. } => OutcomeCode::ErrorPage,
            #[cfg(feature = "fetch")]
            ErrorKind::Excluded { .. } => OutcomeCode::Excluded,
            #[cfg(feature = "fetch")]
            ErrorKind::Capture { outcome, .. } => *outcome,
            #[cfg(feature = "fetch")]
            ErrorKind::Fetch { failure: FetchFailure::Redirected { .. }, .. } => OutcomeCode::Redirected,
            #[cfg(feature = "fetch")]
            ErrorKind::Client { .. } | ErrorKind::Fetch { .. } => OutcomeCode::Fetch,
            #[cfg(feature = "fetch")]
            ErrorKind::Refused { .. } => OutcomeCode::Refused,
            #[cfg(feature = "fetch")]
            ErrorKind::RateLimited { .. } => OutcomeCode::RateLimited,
            #[cfg(feature = "fetch")]
            ErrorKind::ArchiveDown { .. } => OutcomeCode::ArchiveDown,
            #[cfg(feature = "fetch")]
            ErrorKind::NotCached { .. } => OutcomeCode::NotCached,
            #[cfg(feature = "fetch")]
            ErrorKind::Archives { failures } => code_of_all(failures),
            #[cfg(feature = "saved")]
            ErrorKind::Damaged { .. } => OutcomeCode::Damaged,
            #[cfg(feature = "saved")]
            ErrorKind::Revisit { .. } => OutcomeCode::Revisit,
            #[cfg(feature = "saved")]
            ErrorKind::Record { error, .. } => error.code(),
        }
    }

    /// Where in a file of many pages the trouble is, if it is in one: `crawl.warc.gz#1271`.
    pub fn place(&self) -> Option<&str> {
        match self.kind() {
            #[cfg(feature = "saved")]
            ErrorKind::Record { place, .. } => Some(place),
            _ => None,
        }
    }

    /// The same error of a fetch, about another address.
    #[cfg(feature = "fetch")]
    pub(crate) fn with_url(mut self, address: String) -> Error {
        if let ErrorKind::Fetch { url, .. } = &mut *self.0 {
            *url = address;
        }
        self
    }

    /// The message without the address or host that it begins with.
    #[cfg(feature = "fetch")]
    pub(crate) fn reason(&self) -> String {
        match self.kind() {
            ErrorKind::Fetch { failure, .. } => failure.to_string(),
            ErrorKind::ArchiveDown { source, .. } => down_reason(source.as_ref()).to_owned(),
            _ => self.to_string(),
        }
    }

    /// The error itself, if it came wrapped in its place.
    fn innermost(&self) -> &Error {
        match self.kind() {
            #[cfg(feature = "saved")]
            ErrorKind::Record { error, .. } => error.innermost(),
            _ => self,
        }
    }

    /// Why the request failed that is behind the error, if one is.
    #[cfg(feature = "fetch")]
    fn failed_request(&self) -> Option<&FetchFailure> {
        match self.innermost().kind() {
            ErrorKind::Fetch { failure, .. } => Some(failure),
            ErrorKind::Capture { source, .. } => source.as_deref()?.failed_request(),
            ErrorKind::ArchiveDown { source, .. } => source.as_ref()?.failed_request(),
            _ => None,
        }
    }
}

/// Why an archive counts as down.
#[cfg(feature = "fetch")]
fn down_reason(source: Option<&Error>) -> &'static str {
    match source {
        Some(_) => "connection refused",
        None => "connections were refused a short while ago",
    }
}

/// The code of the first archive that says more than that it has nothing.
#[cfg(feature = "fetch")]
fn code_of_all(failures: &[ArchiveFailure]) -> OutcomeCode {
    let mut codes = failures.iter().map(|failure| failure.error.code());
    codes.find(|code| *code != OutcomeCode::NeverArchived).unwrap_or(OutcomeCode::NeverArchived)
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

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self.kind() {
            #[cfg(feature = "fetch")]
            ErrorKind::Fetch { failure, .. } => failure.source(),
            // Not the `Arc`, which could not be downcast to this type.
            #[cfg(feature = "fetch")]
            ErrorKind::Capture { source, .. } => source.as_deref().map(|error| error as &(dyn StdError + 'static)),
            kind => kind.source(),
        }
    }
}
