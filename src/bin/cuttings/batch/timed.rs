//! Extraction that takes no longer than it may: a page that does is given up, and stops nobody.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use cuttings::{Article, Error, ErrorKind, Extractor, Page};

use crate::guarded::guarded;

/// What came of a page.
pub enum Extracted {
    Done(Box<Page>, Box<cuttings::Result<Article>>),
    /// It took longer than it may.
    TimedOut,
    /// The program failed on it.
    Broken,
}

/// Extracts on a thread beside each thread that asks.
pub struct TimedExtractor {
    extractor: Arc<Extractor>,
    longest: Duration,
}

/// A thread that extracts for another.
struct Beside {
    pages: Sender<Page>,
    done: Receiver<Extracted>,
}

thread_local! {
    static BESIDE: RefCell<Option<Beside>> = const { RefCell::new(None) };
}

impl TimedExtractor {
    pub fn new(extractor: Extractor, longest: Duration) -> Self {
        TimedExtractor { extractor: Arc::new(extractor), longest }
    }

    /// Extracts on this thread, however long it takes.
    pub fn extract_here(&self, page: &Page) -> cuttings::Result<Article> {
        self.extractor.extract(page)
    }

    /// Extracts the article of a page. A thread that takes too long is left to itself, and ends when it is done.
    pub fn extract(&self, page: Page) -> Extracted {
        BESIDE.with_borrow_mut(|beside| {
            let used = beside.take().or_else(|| Beside::start(Arc::clone(&self.extractor)));
            // Of a system that has no more threads to give a page is read all the same.
            let Some(used) = used else { return extracted(&self.extractor, page) };
            if used.pages.send(page).is_err() {
                return Extracted::Broken;
            }
            match used.done.recv_timeout(self.longest) {
                // The extractor's own clock ended it.
                Ok(Extracted::Done(_, result)) if result.as_ref().as_ref().is_err_and(is_out_of_time) => {
                    Extracted::TimedOut
                }
                Ok(extracted) => {
                    *beside = Some(used);
                    extracted
                }
                Err(RecvTimeoutError::Timeout) => Extracted::TimedOut,
                Err(RecvTimeoutError::Disconnected) => Extracted::Broken,
            }
        })
    }
}

/// Whether a page was given up for the time it took.
fn is_out_of_time(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Limit { what: "milliseconds", .. })
}

impl Beside {
    /// None where the system has no thread for it.
    fn start(extractor: Arc<Extractor>) -> Option<Beside> {
        let (pages, to_do) = channel::<Page>();
        let (finished, done) = channel();
        let started = thread::Builder::new().spawn(move || {
            for page in to_do {
                // Nobody waits for what took too long.
                if finished.send(extracted(&extractor, page)).is_err() {
                    break;
                }
            }
        });
        started.ok().map(|_| Beside { pages, done })
    }
}

fn extracted(extractor: &Extractor, page: Page) -> Extracted {
    match guarded(|| extractor.extract(&page)) {
        Some(result) => Extracted::Done(Box::new(page), Box::new(result)),
        None => Extracted::Broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_takes_too_long_is_given_up_and_the_next_one_is_read() {
        let page = |paragraphs: usize| {
            Page::new("<p>The ferry sailed at nine with all on board, said the mate.</p>".repeat(paragraphs))
        };
        let hasty = TimedExtractor::new(Extractor::default(), Duration::ZERO);
        assert!(matches!(hasty.extract(page(20_000)), Extracted::TimedOut));
        let patient = TimedExtractor::new(Extractor::default(), Duration::from_secs(600));
        for _ in 0..2 {
            let Extracted::Done(_, result) = patient.extract(page(3)) else { panic!("it should be done") };
            assert_eq!(result.unwrap().body.len(), 3);
        }
    }
}
