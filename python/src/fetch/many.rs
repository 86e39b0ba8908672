//! Many pages at a time.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use pyo3::prelude::*;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

use super::wait::{A_LOOK, Driver, guarded};
use super::wanted::{Fetched, Origin, Wanted};
use crate::errors::Failure;

type Done = (usize, Result<Fetched, Failure>);

/// Pages that are being fetched, all at the same time.
///
/// They come while nobody waits for them, too, on a thread of their own: else those under way would run out of time while the
/// caller reads the page before. All are given up when this is dropped.
#[pyclass(frozen, module = "cuttings._native")]
#[derive(Debug)]
pub struct Fetches {
    wanted: UnboundedSender<(usize, Wanted)>,
    done: Mutex<Receiver<Done>>,
    driver: Arc<Driver>,
}

impl Fetches {
    pub fn begin(origin: Origin, driver: Arc<Driver>) -> PyResult<Fetches> {
        let (wanted, to_fetch) = unbounded_channel();
        let (sender, done) = channel();
        let runs_on = Arc::clone(&driver);
        let thread = thread::Builder::new().name("cuttings-fetch".to_owned());
        thread.spawn(move || runs_on.run(fetch_all(origin, to_fetch, sender)))?;
        Ok(Fetches { wanted, done: Mutex::new(done), driver })
    }
}

async fn fetch_all(origin: Origin, mut wanted: UnboundedReceiver<(usize, Wanted)>, done: Sender<Done>) {
    let mut running = JoinSet::new();
    loop {
        tokio::select! {
            next = wanted.recv() => {
                let Some((number, wanted)) = next else { return };
                let origin = origin.clone();
                running.spawn(async move { (number, guarded(origin.fetch(wanted)).await) });
            }
            Some(Ok(came)) = running.join_next() => {
                if done.send(came).is_err() {
                    return;
                }
            }
        }
    }
}

#[pymethods]
impl Fetches {
    /// Begins to fetch a page, by which number `next` calls it.
    fn add(&self, number: usize, wanted: Wanted) {
        // The thread ends when this is dropped, not before.
        let _ = self.wanted.send((number, wanted));
    }

    /// The next page that comes, or the error that it failed with. Not to be called when all have come.
    fn next(&self, py: Python<'_>) -> PyResult<(usize, Py<PyAny>)> {
        let (number, came) = py.detach(|| {
            let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
            self.driver.look()?;
            loop {
                match done.recv_timeout(A_LOOK) {
                    Ok(came) => return Ok(came),
                    Err(RecvTimeoutError::Timeout) => self.driver.look()?,
                    Err(RecvTimeoutError::Disconnected) => return Err(PyErr::from(Failure::internal())),
                }
            }
        })?;
        let outcome = match came {
            Ok(fetched) => Py::new(py, fetched.into_page()?)?.into_any(),
            Err(failure) => PyErr::from(failure).into_value(py).into_any(),
        };
        Ok((number, outcome))
    }
}
