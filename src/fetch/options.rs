//! What a caller may choose about fetching.

use std::time::Duration;

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
    pub(super) connect: Duration,
    pub(super) total: Duration,
    pub(super) most: usize,
    pub(super) direct: bool,
    pub(super) window: Option<Duration>,
}

impl Default for FetchOptions {
    fn default() -> Self {
        FetchOptions {
            contact: None,
            connect: Duration::from_secs(15),
            total: Duration::from_secs(60),
            most: 16 << 20,
            direct: false,
            window: None,
        }
    }
}

impl FetchOptions {
    /// How an archive's people can reach whoever runs this, added to `User-Agent`. Default: none.
    /// Characters that a header's comment cannot hold are left out.
    pub fn contact(mut self, contact: impl Into<String>) -> Self {
        let printable = |c: &char| matches!(c, ' '..='~') && !matches!(c, '(' | ')' | '\\');
        self.contact = Some(contact.into().chars().filter(printable).collect());
        self
    }

    /// How long to wait for a connection. Default: 15 seconds; archives are slow to pick up.
    pub fn connect_timeout(mut self, time: Duration) -> Self {
        self.connect = time;
        self
    }

    /// How long a page may take from the first request to its last byte, redirects included. Default: 60 seconds.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.total = time;
        self
    }

    /// How many bytes a page may have, as sent and unpacked. Default: 16 MiB, as
    /// [`Limits::max_bytes`](crate::Limits::max_bytes).
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.most = bytes;
        self
    }

    /// Whether to pass by the proxy that the environment names (`HTTP_PROXY` and so on). Default: no.
    pub fn direct(mut self, yes: bool) -> Self {
        self.direct = yes;
        self
    }

    /// How far from the time asked for a capture may be, as well as each redirect on the way to it. Default: as far
    /// as the archive's nearest is.
    pub fn window(mut self, time: Duration) -> Self {
        self.window = Some(time);
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
