//! Fetching for programs that are not asynchronous.

use std::path::Path;
use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};

use super::fetcher::Fetcher;
use super::index::{Captures, CdxRecord, Query};
use super::options::FetchOptions;
use super::replay::{Nearest, Outcome};
use crate::archive::{Archive, CaptureUrl, Period};
use crate::error::{Error, Result};
use crate::page::Page;

/// A [`Fetcher`] whose functions wait until they are done, for programs without an asynchronous runtime.
///
/// It brings its own runtime. Clones share it and all that a [`Fetcher`]'s clones share, and may be used from any number of
/// threads. Not to be used from asynchronous code: there it panics, as all that waits does.
///
/// ```no_run
/// use cuttings::{Archive, BlockingFetcher, Extractor, FetchOptions, Period};
///
/// let fetcher = BlockingFetcher::new(FetchOptions::default().contact("archive@library.example"))?;
/// let page = fetcher.nearest(&Archive::wayback(), "http://news.example/1.html", "2007-12-10".parse::<Period>()?)?;
/// println!("{:?}", Extractor::default().extract(&page)?.headline);
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct BlockingFetcher {
    runtime: Arc<Runtime>,
    fetcher: Fetcher,
}

impl BlockingFetcher {
    /// A fetcher with these options.
    ///
    /// # Errors
    /// Those of [`Fetcher::new`], and [`ErrorKind::Io`](crate::ErrorKind::Io) when the system gives no runtime.
    pub fn new(options: FetchOptions) -> Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|source| Error::io(Path::new("runtime"), source))?;
        Ok(BlockingFetcher { runtime: Arc::new(runtime), fetcher: Fetcher::new(options)? })
    }

    /// As [`Fetcher::get`].
    ///
    /// # Errors
    /// Those of [`Fetcher::get`].
    pub fn get(&self, url: &str) -> Result<Page> {
        self.wait_for(self.fetcher.get(url))
    }

    /// As [`Fetcher::nearest`].
    ///
    /// # Errors
    /// Those of [`Fetcher::nearest`].
    pub fn nearest(&self, archive: &Archive, url: &str, at: impl Into<Period>) -> Result<Page> {
        self.wait_for(self.fetcher.nearest(archive, url, at))
    }

    /// As [`Fetcher::nearest_of_all`].
    ///
    /// # Errors
    /// Those of [`Fetcher::nearest_of_all`].
    pub fn nearest_of_all(&self, archives: &[Archive], url: &str, at: impl Into<Period>) -> Result<Page> {
        self.wait_for(self.fetcher.nearest_of_all(archives, url, at))
    }

    /// As [`Fetcher::nearest_captured_of_all`].
    ///
    /// # Errors
    /// Those of [`Fetcher::nearest_captured_of_all`].
    pub fn nearest_captured_of_all(&self, archives: &[Archive], url: &str, at: impl Into<Period>) -> Result<Nearest> {
        self.wait_for(self.fetcher.nearest_captured_of_all(archives, url, at))
    }

    /// As [`Fetcher::capture`].
    ///
    /// # Errors
    /// Those of [`Fetcher::capture`].
    pub fn capture(&self, archive: &Archive, url: &str, at: impl Into<Period>) -> Result<Outcome> {
        self.wait_for(self.fetcher.capture(archive, url, at))
    }

    /// As [`Fetcher::fetch_capture`].
    ///
    /// # Errors
    /// Those of [`Fetcher::fetch_capture`].
    pub fn fetch_capture(&self, capture: &CaptureUrl) -> Result<Outcome> {
        self.wait_for(self.fetcher.fetch_capture(capture))
    }

    /// As [`Fetcher::fetch_record`].
    ///
    /// # Errors
    /// Those of [`Fetcher::fetch_record`].
    pub fn fetch_record(&self, archive: &Archive, row: &CdxRecord) -> Result<Outcome> {
        self.wait_for(self.fetcher.fetch_record(archive, row))
    }

    /// As [`Fetcher::captures`], as an iterator.
    pub fn captures(&self, archive: &Archive, url: &str, query: &Query) -> BlockingCaptures {
        BlockingCaptures { runtime: Arc::clone(&self.runtime), captures: self.fetcher.captures(archive, url, query) }
    }

    /// As [`Fetcher::captures_of_all`], as an iterator.
    pub fn captures_of_all(&self, archives: &[Archive], url: &str, query: &Query) -> BlockingCaptures {
        let captures = self.fetcher.captures_of_all(archives, url, query);
        BlockingCaptures { runtime: Arc::clone(&self.runtime), captures }
    }

    /// The fetcher that does the work.
    pub fn fetcher(&self) -> &Fetcher {
        &self.fetcher
    }

    /// Waits for what the fetcher does.
    pub(crate) fn wait_for<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }
}

/// The iterator of [`BlockingFetcher::captures`] and [`BlockingFetcher::captures_of_all`].
#[derive(Debug)]
pub struct BlockingCaptures {
    runtime: Arc<Runtime>,
    captures: Captures,
}

impl BlockingCaptures {
    /// What is known of the listing so far.
    pub fn captures(&self) -> &Captures {
        &self.captures
    }
}

impl Iterator for BlockingCaptures {
    type Item = Result<CdxRecord>;

    fn next(&mut self) -> Option<Self::Item> {
        self.runtime.block_on(self.captures.next())
    }
}
