//! What fetches pages; each way to fetch one is in a module of its own.

use std::time::Duration;

use url::Url;

use crate::archive::Archive;
use crate::error::Result;

use super::limits::FetchLimits;
use super::options::FetchOptions;
use super::transport::{Pool, Transport};

/// Fetches pages, with one connection pool for all.
///
/// Names itself in `User-Agent`, follows up to ten redirects (unless told [otherwise](FetchOptions::max_redirects)), keeps to
/// each host's limits, and requests public addresses only. Clones share connections, limits and cache. Needs a tokio runtime
/// with I/O and time.
///
/// ```no_run
/// # async fn run() -> cuttings::Result<()> {
/// use cuttings::{Extractor, FetchOptions, Fetcher};
///
/// let fetcher = Fetcher::new(FetchOptions::default().contact("archive@library.example"))?;
/// let page = fetcher.get("http://news.example/1.html").await?;
/// let article = Extractor::default().extract(&page)?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Fetcher {
    pub(super) transport: Transport,
    /// How far a capture may be from the time that is asked for.
    pub(super) window: Option<Duration>,
    pub(super) limits: FetchLimits,
    /// Whether pages of errors are taken for what was asked for.
    pub(super) any_status: bool,
    /// Whether redirects to another site are refused.
    pub(super) exact: bool,
}

impl Fetcher {
    /// A fetcher with these options.
    ///
    /// # Errors
    /// [`ErrorKind::Client`](crate::ErrorKind::Client) when the system's TLS cannot be set up,
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) when the cache directory cannot be used.
    pub fn new(options: FetchOptions) -> Result<Self> {
        Ok(Fetcher {
            transport: Transport::new(&options)?,
            window: options.window,
            limits: options.limits,
            any_status: options.any_status,
            exact: options.exact,
        })
    }

    /// The least time between two requests for captures of an archive: by the limit that is known of it or was
    /// [set](FetchOptions::rate). None where there is no limit.
    ///
    /// ```
    /// use std::time::Duration;
    /// use cuttings::{Archive, FetchOptions, Fetcher};
    ///
    /// let fetcher = Fetcher::new(FetchOptions::default().rate("web.archive.org", 60))?;
    /// assert_eq!(fetcher.capture_interval(&Archive::wayback()), Some(Duration::from_secs(1)));
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn capture_interval(&self, archive: &Archive) -> Option<Duration> {
        let address = archive.replay_prefix().or(archive.data())?;
        let interval = self.transport.interval(&Url::parse(address).ok()?, Pool::Replay);
        Some(interval).filter(|interval| !interval.is_zero())
    }
}
