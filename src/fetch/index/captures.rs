//! The captures of a page as a stream.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::archive::{Archive, Period};
use crate::error::{ArchiveFailure, Result};
use crate::fetch::fetcher::Fetcher;

use super::listing::Listing;
use super::merged::MergedListing;
use super::query::Query;
use super::record::CdxRecord;
use super::search::CaptureSearch;

impl Fetcher {
    /// The captures that an archive has of a page, as far as the query wants them. Nothing is requested before the first
    /// one is wanted, and no page of the index before those of the page before it are used up.
    ///
    /// [Offline](crate::FetchOptions::offline) a listing that is not in the cache as it is asked for is made of all that the
    /// cache holds of the page: rows of other listings, and captures that were fetched. It may lack some then. Not for
    /// queries about more than one page.
    ///
    /// ```no_run
    /// # async fn run() -> cuttings::Result<()> {
    /// use cuttings::{Archive, FetchOptions, Fetcher, Period, Query};
    ///
    /// let fetcher = Fetcher::new(FetchOptions::default().contact("archive@library.example"))?;
    /// let query = Query::default().since("2007".parse::<Period>()?).status(200).max_rows(100);
    /// let mut captures = fetcher.captures(&Archive::wayback(), "http://news.example/", &query);
    /// while let Some(capture) = captures.next().await {
    ///     println!("{}", capture?.timestamp);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Each is the last item of the stream: [`ErrorKind::Url`](crate::ErrorKind::Url) when `url` is not an absolute URL
    /// of HTTP or HTTPS (`http` is assumed where it names no scheme), [`ErrorKind::Excluded`](crate::ErrorKind::Excluded)
    /// when the archive holds the page back, and whatever keeps the index from being read.
    pub fn captures(&self, archive: &Archive, url: &str, query: &Query) -> Captures {
        Captures(Source::One(Box::new(self.listing(archive, url, query))))
    }

    /// The captures that several archives have of a page, merged: the oldest first, or in whatever order the query wants;
    /// of many pages in the order of an index, page by page. Each row [tells its archive](CdxRecord::archive). An archive
    /// that is named twice is asked once.
    ///
    /// The query is about all of them together: `max_rows` is the number of rows in the end, and the neighbours that
    /// `collapse` folds may be of several archives. A capture that two archives have is listed twice, but for what an
    /// aggregator lists of an archive that is asked beside it. All are asked at the same time, and the next row is
    /// known when each has told its own: the slowest sets the pace.
    ///
    /// An archive that fails ends neither the stream nor what it had listed; [`Captures::failures`] tells of it. Only
    /// where every archive has failed does the stream end with an error.
    ///
    /// ```no_run
    /// # async fn run() -> cuttings::Result<()> {
    /// use cuttings::{Archive, FetchOptions, Fetcher, Query};
    ///
    /// let fetcher = Fetcher::new(FetchOptions::default().contact("archive@library.example"))?;
    /// let archives = [Archive::wayback(), Archive::arquivo(), Archive::parse("http://127.0.0.1:8091/news")?];
    /// let mut captures = fetcher.captures_of_all(&archives, "http://news.example/1.html", &Query::default());
    /// while let Some(row) = captures.next().await.transpose()? {
    ///     println!("{} {}", row.timestamp, row.archive.unwrap_or_default());
    /// }
    /// for failure in captures.failures() {
    ///     eprintln!("{failure}");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As the last item: [`ErrorKind::Archives`](crate::ErrorKind::Archives) when all archives have failed; of one archive
    /// alone, the errors of [`captures`](Fetcher::captures).
    pub fn captures_of_all(&self, archives: &[Archive], url: &str, query: &Query) -> Captures {
        let mut asked: Vec<&Archive> = Vec::new();
        for archive in archives {
            if !asked.contains(&archive) {
                asked.push(archive);
            }
        }
        if let [archive] = *asked {
            return self.captures(archive, url, query);
        }
        let merged = MergedListing::new(url, query, |query| {
            asked.iter().map(|archive| (archive.name().to_owned(), self.listing(archive, url, query))).collect()
        });
        Captures(Source::All(Box::new(merged)))
    }

    /// The capture of a page nearest to a time (to the middle of a span), if the archive has any.
    ///
    /// # Errors
    /// As [`captures`](Fetcher::captures).
    pub async fn nearest_capture(
        &self,
        archive: &Archive,
        url: &str,
        at: impl Into<Period>,
    ) -> Result<Option<CdxRecord>> {
        self.captures(archive, url, &Query::default().closest(at)).next().await.transpose()
    }

    fn listing(&self, archive: &Archive, url: &str, query: &Query) -> Listing {
        Listing::new(CaptureSearch::new(self.transport.clone(), archive.clone(), url, query.clone()))
    }
}

/// The captures of a page, one after the other: a [`Stream`] of [`CdxRecord`]s that ends after the first error.
///
/// Nothing more is requested once it is dropped.
///
/// ```no_run
/// # async fn run() -> cuttings::Result<()> {
/// use cuttings::{Archive, FetchOptions, Fetcher, Query};
///
/// let fetcher = Fetcher::new(FetchOptions::default().contact("archive@library.example"))?;
/// let mut captures = fetcher.captures(&Archive::wayback(), "http://news.example/1.html", &Query::default().pages());
/// while let Some(row) = captures.next().await {
///     let row = row?;
///     println!("{} {:?}", row.timestamp, row.status);
/// }
/// # Ok(()) }
/// ```
#[must_use = "nothing is requested before the first item is"]
pub struct Captures(Source);

enum Source {
    One(Box<Listing>),
    All(Box<MergedListing>),
}

impl Captures {
    /// The next capture, for those who do without the traits of `futures`.
    pub async fn next(&mut self) -> Option<Result<CdxRecord>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The statuses of captures that were left out for theirs, in the responses so far.
    /// Only for queries about a status; captures out of the wanted time do not count.
    pub fn passed_over(&self) -> &BTreeSet<u16> {
        match &self.0 {
            Source::One(listing) => listing.passed_over(),
            Source::All(merged) => merged.passed_over(),
        }
    }

    /// How many rows of the responses so far could not be read, or name no page, and were left out.
    pub fn skipped(&self) -> usize {
        match &self.0 {
            Source::One(listing) => listing.skipped(),
            Source::All(merged) => merged.skipped(),
        }
    }

    /// The archives that have failed so far, where several were asked: rows of theirs may be missing. Empty where one was
    /// asked, whose error is an item of the stream.
    pub fn failures(&self) -> &[ArchiveFailure] {
        match &self.0 {
            Source::One(_) => &[],
            Source::All(merged) => merged.failures(),
        }
    }
}

impl Stream for Captures {
    type Item = Result<CdxRecord>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Source::One(listing) => listing.poll_row(context),
            Source::All(merged) => merged.poll_row(context),
        }
    }
}

impl std::fmt::Debug for Captures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ready = match &self.0 {
            Source::One(listing) => listing.ready(),
            Source::All(merged) => merged.ready(),
        };
        f.debug_struct("Captures").field("ready", &ready).field("skipped", &self.skipped()).finish()
    }
}
