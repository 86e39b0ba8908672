//! Which captures an archive has: indexes (CDX) first, TimeMaps (RFC 7089) where there is none or it fails.

mod crawls;
mod parse;
mod query;
mod request;
mod row;
mod sieve;
mod timemap;
mod walk;

pub use query::{Collapse, MatchType, Query};
pub use row::{CaptureRow, WarcLocation};

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::archive::{Archive, Period};
use crate::error::Result;

use super::fetcher::Fetcher;
use walk::Walk;

impl Fetcher {
    /// The captures of a page that an archive has, as far as the query wants them. Nothing is asked before the first
    /// is wanted, and no page of the index before the one before it is used up.
    ///
    /// ```no_run
    /// # async fn run() -> cuttings::Result<()> {
    /// use cuttings::{Archive, FetchOptions, Fetcher, Period, Query};
    ///
    /// let fetcher = Fetcher::new(FetchOptions::default().contact("archive@library.example"))?;
    /// let query = Query::default().from("2007".parse::<Period>()?).status(200).limit(100);
    /// let mut captures = fetcher.captures(&Archive::wayback(), "http://news.example/", &query);
    /// while let Some(capture) = captures.next().await {
    ///     println!("{}", capture?.timestamp);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Each is the last item of the stream: [`ErrorKind::Url`](crate::ErrorKind::Url) when `url` is no absolute URL of
    /// HTTP or HTTPS (one without a scheme is taken for one), [`ErrorKind::Excluded`](crate::ErrorKind::Excluded) when
    /// the archive holds the page back, and whatever fails on the way there.
    pub fn captures(&self, archive: &Archive, url: &str, query: &Query) -> Captures {
        Captures {
            ready: VecDeque::new(),
            state: State::Idle(Box::new(Walk::new(self.transport.clone(), archive.clone(), url, query.clone()))),
            skipped: 0,
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
    ) -> Result<Option<CaptureRow>> {
        self.captures(archive, url, &Query::default().closest(at)).next().await.transpose()
    }
}

/// The captures of a page, one after the other: a [`Stream`] of [`CaptureRow`]s that ends after the first error.
///
/// Dropped, it asks for no more.
#[must_use = "nothing is asked before the first item is"]
pub struct Captures {
    ready: VecDeque<CaptureRow>,
    state: State,
    skipped: usize,
}

/// A step on the way, and what it comes back with.
type Step = Pin<Box<dyn Future<Output = (Box<Walk>, Result<Option<Vec<CaptureRow>>>)> + Send>>;

enum State {
    Idle(Box<Walk>),
    Asking(Step),
    Done,
}

impl Captures {
    /// The next capture, for those who do without the traits of `futures`.
    pub async fn next(&mut self) -> Option<Result<CaptureRow>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// How many rows of the answers so far could not be read, or held no page, and were left out.
    pub fn skipped(&self) -> usize {
        self.skipped
    }
}

impl Stream for Captures {
    type Item = Result<CaptureRow>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(row) = this.ready.pop_front() {
                return Poll::Ready(Some(Ok(row)));
            }
            match std::mem::replace(&mut this.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Idle(mut walk) => {
                    this.state = State::Asking(Box::pin(async move {
                        let rows = walk.step().await;
                        (walk, rows)
                    }));
                }
                State::Asking(mut step) => match step.as_mut().poll(context) {
                    Poll::Pending => {
                        this.state = State::Asking(step);
                        return Poll::Pending;
                    }
                    Poll::Ready((walk, rows)) => {
                        this.skipped = walk.skipped();
                        match rows {
                            Err(error) => return Poll::Ready(Some(Err(error))),
                            Ok(None) => {}
                            Ok(Some(rows)) => {
                                this.ready.extend(rows);
                                this.state = State::Idle(walk);
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

#[cfg(test)]
mod tests;
