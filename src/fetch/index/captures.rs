//! The captures of a page as a stream.

use std::collections::{BTreeSet, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::archive::{Archive, Period};
use crate::error::Result;
use crate::fetch::fetcher::Fetcher;

use super::query::Query;
use super::record::CdxRecord;
use super::search::CaptureSearch;

impl Fetcher {
    /// The captures that an archive has of a page, as far as the query wants them. Nothing is requested before the first
    /// one is wanted, and no page of the index before those of the page before it are used up.
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
        let search = CaptureSearch::new(self.transport.clone(), archive.clone(), url, query.clone());
        Captures {
            ready: VecDeque::new(),
            state: State::Idle(Box::new(search)),
            skipped: 0,
            passed_over: BTreeSet::new(),
        }
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
pub struct Captures {
    ready: VecDeque<CdxRecord>,
    state: State,
    skipped: usize,
    passed_over: BTreeSet<u16>,
}

/// A request under way, and the search that it belongs to.
type PendingRows = Pin<Box<dyn Future<Output = (Box<CaptureSearch>, Result<Option<Vec<CdxRecord>>>)> + Send>>;

enum State {
    Idle(Box<CaptureSearch>),
    Requesting(PendingRows),
    Done,
}

impl Captures {
    /// The next capture, for those who do without the traits of `futures`.
    pub async fn next(&mut self) -> Option<Result<CdxRecord>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The statuses of captures that were left out for theirs, in the responses so far.
    /// Only for queries about a status; captures out of the wanted time do not count.
    pub fn passed_over(&self) -> &BTreeSet<u16> {
        &self.passed_over
    }

    /// How many rows of the responses so far could not be read, or name no page, and were left out.
    pub fn skipped(&self) -> usize {
        self.skipped
    }
}

impl Stream for Captures {
    type Item = Result<CdxRecord>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(row) = this.ready.pop_front() {
                return Poll::Ready(Some(Ok(row)));
            }
            match std::mem::replace(&mut this.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Idle(mut search) => {
                    this.state = State::Requesting(Box::pin(async move {
                        let rows = search.next_rows().await;
                        (search, rows)
                    }));
                }
                State::Requesting(mut pending) => match pending.as_mut().poll(context) {
                    Poll::Pending => {
                        this.state = State::Requesting(pending);
                        return Poll::Pending;
                    }
                    Poll::Ready((search, rows)) => {
                        this.skipped = search.skipped();
                        this.passed_over.extend(search.passed_over());
                        match rows {
                            Err(error) => return Poll::Ready(Some(Err(error))),
                            Ok(None) => {}
                            Ok(Some(rows)) => {
                                this.ready.extend(rows);
                                this.state = State::Idle(search);
                            }
                        }
                    }
                },
            }
        }
    }
}

impl std::fmt::Debug for Captures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Captures").field("ready", &self.ready.len()).field("skipped", &self.skipped).finish()
    }
}
