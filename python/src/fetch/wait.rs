//! Waiting for what a fetcher does, without the interpreter's lock and until the user wants it to end.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use cuttings::Wait;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::time::{MissedTickBehavior, interval};

use crate::errors::Failure;

/// How long a wait goes on before it looks whether the user wants it to end.
pub const A_LOOK: Duration = Duration::from_millis(100);

/// What a fetcher and all that it has begun run on.
///
/// Not the crate's blocking fetcher: what waits in that cannot be ended, and would go on asking an archive behind the back of a
/// user who has interrupted it. Here the work is dropped, and nothing more is requested.
#[derive(Debug)]
pub struct Driver {
    /// None only while it is dropped.
    runtime: Option<Runtime>,
    raised: Arc<Raised>,
}

/// What the user's function for waits has raised, until a call ends with it.
#[derive(Debug, Default)]
struct Raised(Mutex<Option<PyErr>>);

impl Raised {
    fn put(&self, error: PyErr) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    fn take(&self) -> Option<PyErr> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Driver {
    pub fn new() -> PyResult<Driver> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Driver { runtime: Some(runtime), raised: Arc::default() })
    }

    /// Runs work on this thread, to its end.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.as_ref().expect("it is there until it is dropped").block_on(work)
    }

    /// Waits for work; ends it early when the user interrupts. The work is begun without the interpreter's lock.
    pub fn wait_for<T: Send, F: Future<Output = cuttings::Result<T>>>(
        &self,
        py: Python<'_>,
        begin: impl FnOnce() -> F + Send,
    ) -> PyResult<T> {
        if Handle::try_current().is_ok() {
            return Err(PyRuntimeError::new_err("nothing can be fetched within on_wait"));
        }
        py.detach(|| {
            self.run(async {
                let mut work = pin!(guarded(begin()));
                let mut look = interval(A_LOOK);
                look.set_missed_tick_behavior(MissedTickBehavior::Delay);
                poll_fn(|context| {
                    if let Poll::Ready(done) = work.as_mut().poll(context) {
                        self.check_raised()?;
                        return Poll::Ready(done.map_err(PyErr::from));
                    }
                    while look.poll_tick(context).is_ready() {
                        self.look()?;
                    }
                    self.check_raised()?;
                    Poll::Pending
                })
                .await
            })
        })
    }

    /// Fails when the user wants a wait to end. To be called without the interpreter's lock.
    pub fn look(&self) -> PyResult<()> {
        self.check_raised()?;
        Python::attach(|py| py.check_signals())
    }

    fn check_raised(&self) -> PyResult<()> {
        self.raised.take().map_or(Ok(()), Err)
    }

    /// What tells waits to a function of the user's.
    pub fn teller(&self, function: Py<PyAny>) -> impl Fn(&Wait) + Send + Sync + 'static {
        let raised = Arc::clone(&self.raised);
        move |wait| {
            // A thread of ours may outlive the interpreter.
            let told = Python::try_attach(|py| {
                let class = py.import("cuttings._records")?.getattr("Wait")?;
                function.call1(py, (class.call1((&wait.host, wait.time.as_secs_f64(), wait.to_string()))?,))
            });
            if let Some(Err(error)) = told {
                raised.put(error);
            }
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Python drops it with its lock held: a name that is being looked up is not waited for.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Works on what may hold anything: a fault of ours is the failure of one page.
pub async fn guarded<T>(work: impl Future<Output = cuttings::Result<T>>) -> Result<T, Failure> {
    let mut work = pin!(work);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
        Ok(Poll::Ready(done)) => Poll::Ready(done.map_err(Failure::from)),
        Ok(Poll::Pending) => Poll::Pending,
        Err(_) => Poll::Ready(Err(Failure::internal())),
    })
    .await
}
