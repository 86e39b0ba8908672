//! What a caller may choose about fetching.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use super::limits::FetchLimits;
use super::wait::{Observer, Wait};

/// How a [`Fetcher`](super::Fetcher) behaves.
///
/// ```
/// use std::time::Duration;
/// use cuttings::{FetchOptions, Fetcher};
///
/// let options = FetchOptions::default().contact("archive@library.example").timeout(Duration::from_secs(20));
/// let fetcher = Fetcher::new(options)?;
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct FetchOptions {
    contact: Option<String>,
    pub(super) connect_timeout: Duration,
    pub(super) timeout: Duration,
    pub(super) limits: FetchLimits,
    pub(super) direct: bool,
    pub(super) window: Option<Duration>,
    pub(super) allow_private: bool,
    pub(super) rates: BTreeMap<String, u32>,
    pub(super) max_connections: usize,
    pub(super) max_wait: Duration,
    pub(super) max_retries: u32,
    pub(super) backoff: Duration,
    pub(super) breaker: Option<Duration>,
    pub(super) ignore_robots: bool,
    pub(super) cache: Option<PathBuf>,
    pub(super) cache_live: bool,
    pub(super) max_index_age: Duration,
    pub(super) offline: bool,
    pub(super) observer: Observer,
    pub(super) any_status: bool,
    pub(super) exact: bool,
}

impl Default for FetchOptions {
    fn default() -> Self {
        FetchOptions {
            contact: None,
            connect_timeout: Duration::from_secs(15),
            timeout: Duration::from_secs(60),
            limits: FetchLimits::default(),
            direct: true,
            window: None,
            allow_private: false,
            rates: BTreeMap::new(),
            max_connections: 4,
            max_wait: Duration::from_secs(5 * 60),
            max_retries: 3,
            backoff: Duration::from_secs(2),
            breaker: None,
            ignore_robots: false,
            cache: None,
            cache_live: false,
            max_index_age: Duration::from_secs(24 * 3600),
            offline: false,
            observer: Observer::default(),
            any_status: false,
            exact: false,
        }
    }
}

impl FetchOptions {
    /// How an archive's people can reach whoever runs this, added to `User-Agent`. Default: none.
    /// Characters that a header's comment cannot hold are left out.
    pub fn contact(mut self, contact: impl Into<String>) -> Self {
        let is_allowed = |c: &char| matches!(c, ' '..='~') && !matches!(c, '(' | ')' | '\\');
        self.contact = Some(contact.into().chars().filter(is_allowed).collect());
        self
    }

    /// How long to wait for a connection. Default: 15 seconds; archives are slow to accept one.
    pub fn connect_timeout(mut self, time: Duration) -> Self {
        self.connect_timeout = time;
        self
    }

    /// How long servers may take in all for a page, with every redirect on the way to it, its site's robots.txt and every retry; and
    /// so for each part of a listing: from when a request is let through to the last byte of the answer, however slowly that
    /// comes. The clock runs while a connection is made, an answer waited for and read, and between two tries; no try is begun
    /// that could not end in time. It stands still while the limit of a host, or a pause that a host asks for (status 429,
    /// `Retry-After`), is waited out: see [`max_wait`](Self::max_wait). Default: 60 seconds.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = time;
        self
    }

    /// How many bytes an answer may have, as sent and decoded: a page, or a part of a listing. What goes beyond this limit, or one of
    /// those below, is [`ErrorKind::Limit`](crate::ErrorKind::Limit), which names it, unless another is told there. Default: 16 MiB, as
    /// [`Limits::max_bytes`](crate::Limits::max_bytes).
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.limits.bytes = bytes;
        self
    }

    /// How many times its packed size a body may have once it is out of its content coding. Default: 200; text packs to a tenth.
    /// It is not asked of what has less than a megabyte.
    pub fn max_ratio(mut self, times: usize) -> Self {
        self.limits.ratio = times;
        self
    }

    /// How many redirects are followed to a page, and twice as many to a capture, where each can be two: the page's own, and the
    /// archive's to the nearest capture of its target. Beyond it is
    /// [`FetchFailure::TooManyRedirects`](crate::FetchFailure::TooManyRedirects), for captures
    /// [`Outcome::TooManyRedirects`](crate::Outcome::TooManyRedirects). Default: 10; honest ways have one to three. To an index
    /// three are followed, to a robots.txt five.
    pub fn max_redirects(mut self, number: usize) -> Self {
        self.limits.redirects = number;
        self
    }

    /// How many headers an answer may have. Default: 1,000, since archives send those of a captured page beside their own, each
    /// cookie of it in one; at most 100,000.
    pub fn max_headers(mut self, number: usize) -> Self {
        self.limits.headers = number;
        self
    }

    /// How many bytes the headers of an answer may have. Default: 256 KiB; above 400 KiB no answer is read, whatever is set here.
    pub fn max_header_bytes(mut self, bytes: usize) -> Self {
        self.limits.header_bytes = bytes;
        self
    }

    /// How much of a robots.txt is read, in bytes: what stands behind is passed over. Default: 500 KiB, the least that RFC 9309
    /// asks for.
    pub fn max_robots_bytes(mut self, bytes: usize) -> Self {
        self.limits.robots_bytes = bytes;
        self
    }

    /// How many pages the TimeMap of one page may have. Default: 1,000; the largest have some dozens.
    pub fn max_timemap_pages(mut self, number: usize) -> Self {
        self.limits.timemap_pages = number;
        self
    }

    /// The names of the limits that can be set by name: what the methods are called, without `max_`.
    ///
    /// ```
    /// assert!(cuttings::FetchOptions::limit_names().any(|name| name == "header-bytes"));
    /// ```
    pub fn limit_names() -> impl Iterator<Item = &'static str> {
        FetchLimits::names()
    }

    /// Sets the limit of this name; `None` where there is none of it.
    ///
    /// ```
    /// use cuttings::FetchOptions;
    ///
    /// assert!(FetchOptions::default().with_limit("redirects", 3).is_some());
    /// assert!(FetchOptions::default().with_limit("reindirects", 3).is_none());
    /// ```
    pub fn with_limit(mut self, name: &str, limit: usize) -> Option<Self> {
        *self.limits.of_name(name)? = limit;
        Some(self)
    }

    /// Whether to bypass the proxy that the environment names (`HTTP_PROXY` and so on). Default: yes, since a proxy looks
    /// names up by itself, and which private addresses it reaches cannot be checked. With `direct(false)` numeric
    /// addresses are still checked, and names by what they are here; a name that only the proxy can look up is
    /// left to it.
    pub fn direct(mut self, yes: bool) -> Self {
        self.direct = yes;
        self
    }

    /// How far a capture may be from the time that is asked for, and so each redirect on the way to it. Default: as far
    /// as the archive's nearest is.
    pub fn window(mut self, time: Duration) -> Self {
        self.window = Some(time);
        self
    }

    /// Whether addresses may be requested that are not public: private, loopback, link-local and the like; and ports of other
    /// services than the web's, such as that of mail (25). Default: no, so that whoever hands over an address cannot
    /// look into the network this runs in. Addresses are checked on every redirect, and for names after they are looked up.
    ///
    /// ```
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// use cuttings::{ErrorKind, FetchOptions, Fetcher};
    ///
    /// let error = Fetcher::new(FetchOptions::default())?.get("http://[::ffff:10.0.0.1]/").await.unwrap_err();
    /// assert!(matches!(error.kind(), ErrorKind::Refused { .. }));
    /// # Ok::<(), cuttings::Error>(()) }).unwrap();
    /// ```
    pub fn allow_private(mut self, yes: bool) -> Self {
        self.allow_private = yes;
        self
    }

    /// How many requests a minute a host may get, of each kind (indexes, captures, live pages); 0 sets no limit. The
    /// host is a name, or a name with a port. Default: four fifths of what the archive allows where that is known
    /// (Wayback Machine: 24 and 480; Arquivo.pt: 200 and 320; Common Crawl: 60 for its index, 108 for its data), 20
    /// for other archives, 60 for a host of the live web, no limit for this machine.
    pub fn rate(mut self, host: impl AsRef<str>, per_minute: u32) -> Self {
        self.rates.insert(host.as_ref().to_ascii_lowercase(), per_minute);
        self
    }

    /// How many requests to one host may be under way at once, each over a connection that is kept. An archive's
    /// index never gets more than one at a time. Default: 4; at least 1, at most 1024.
    pub fn max_connections(mut self, number: usize) -> Self {
        self.max_connections = number.clamp(1, 1024);
        self
    }

    /// How long to wait for a host that asks to be left alone for a time (status 429, `Retry-After`); beyond that
    /// [`ErrorKind::RateLimited`](crate::ErrorKind::RateLimited) is returned. Default: 5 minutes.
    pub fn max_wait(mut self, time: Duration) -> Self {
        self.max_wait = time;
        self
    }

    /// How often to try again, within the [`timeout`](Self::timeout), when no response came, or the server had passing
    /// trouble. What is no answer of HTTP is asked for once more at most. Default: 3.
    pub fn max_retries(mut self, number: u32) -> Self {
        self.max_retries = number;
        self
    }

    /// The unit of the waits between retries: the first retry is made at once, before the second is twice this, and so
    /// on doubling up to two minutes. Default: 2 seconds.
    pub fn backoff(mut self, time: Duration) -> Self {
        self.backoff = time;
        self
    }

    /// How long an archive that refuses connections is left alone; up to a day. Default: an hour for archives known
    /// to block whoever asks too much, a minute for others, a second for this machine.
    pub fn breaker(mut self, time: Duration) -> Self {
        self.breaker = Some(time);
        self
    }

    /// Whether to fetch pages of the live web that their site's `robots.txt` asks robots to leave alone, and more often
    /// than it asks (`Crawl-delay`, kept up to [`max_wait`](Self::max_wait)). Default: no.
    pub fn ignore_robots(mut self, yes: bool) -> Self {
        self.ignore_robots = yes;
        self
    }

    /// A directory in which to keep what archives answer, and the limits of hosts for all processes that use
    /// the same one. Captures are kept for good, indexes used for [`max_index_age`](Self::max_index_age), live pages
    /// not kept. Default: none.
    pub fn cache(mut self, dir: impl Into<PathBuf>) -> Self {
        self.cache = Some(dir.into());
        self
    }

    /// Whether to keep pages of the live web as well, for as long as indexes. Default: no.
    pub fn cache_live(mut self, yes: bool) -> Self {
        self.cache_live = yes;
        self
    }

    /// How old an index's response out of the cache may be. Default: a day.
    pub fn max_index_age(mut self, time: Duration) -> Self {
        self.max_index_age = time;
        self
    }

    /// Whether to use the cache alone, whatever the age of what is in it. What is not there is
    /// [`ErrorKind::NotCached`](crate::ErrorKind::NotCached). The capture nearest to a time is the nearest of those that are
    /// there, if what the archive takes for the nearest is not; [`captures`](crate::Fetcher::captures) tells how a listing is
    /// made. Default: no.
    pub fn offline(mut self, yes: bool) -> Self {
        self.offline = yes;
        self
    }

    /// What to call before every wait that somebody who looks on would wonder at: a pause that a host asks for (once for
    /// all requests that wait for its end), a retry, an index that is asked for less at a time. The usual time between
    /// two requests to a host is not told. It is called where the requests are made, so it must not take long. Default:
    /// nothing.
    ///
    /// ```
    /// use cuttings::{FetchOptions, Fetcher};
    ///
    /// // "web.archive.org asks for a pause of 60 s (429)"
    /// let fetcher = Fetcher::new(FetchOptions::default().on_wait(|wait| eprintln!("{wait}")))?;
    /// # let _ = fetcher;
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn on_wait(mut self, tell: impl Fn(&Wait) + Send + Sync + 'static) -> Self {
        self.observer = Observer::new(tell);
        self
    }

    /// Whether pages that were served with an error are taken where one is asked for: the capture nearest to a time whatever
    /// its status ([`nearest`](crate::Fetcher::nearest)), and pages of the live web with a status of 400 or above
    /// ([`get`](crate::Fetcher::get)). Default: no.
    pub fn any_status(mut self, yes: bool) -> Self {
        self.any_status = yes;
        self
    }

    /// Whether pages are refused to which a redirect leads from another site: from another registered domain, whatever the
    /// subdomain. Without it they have the warning `redirected`, with the way as its detail. Default: no.
    pub fn exact(mut self, yes: bool) -> Self {
        self.exact = yes;
        self
    }

    pub(super) fn user_agent(&self) -> String {
        let name = concat!("cuttings/", env!("CARGO_PKG_VERSION"));
        match self.contact.as_deref().map(str::trim).filter(|c| !c.is_empty()) {
            Some(contact) => format!("{name} ({contact})"),
            None => name.to_owned(),
        }
    }
}
