//! Errors as exceptions of Python.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use pyo3::prelude::*;

/// The kind of what should never happen.
const INTERNAL: &str = "internal";
const BROKEN: &str = "a fault of cuttings: please report the page";

/// What a page came to nothing by.
#[derive(Debug, Clone)]
pub struct Failure {
    pub kind: String,
    pub message: String,
    pub about: About,
}

/// What programs may want to know of a failure besides its kind.
#[derive(Debug, Clone, Default)]
pub struct About {
    status: Option<u16>,
    retry_after: Option<Duration>,
    url: Option<String>,
}

impl Failure {
    pub fn new(kind: impl Into<String>, message: impl Into<String>) -> Failure {
        Failure { kind: kind.into(), message: message.into(), about: About::default() }
    }

    pub fn of(error: &cuttings::Error) -> Failure {
        let about =
            About { status: error.status(), retry_after: error.retry_after(), url: error.url().map(str::to_owned) };
        Failure { about, ..Failure::new(error.code().as_str(), error.to_string()) }
    }

    /// That of what should never happen.
    pub fn internal() -> Failure {
        Failure::new(INTERNAL, BROKEN)
    }

    /// As an exception, to be raised or handed over.
    pub fn into_exception(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        let Failure { kind, message, about: About { status, retry_after, url } } = self;
        let class = py.import("cuttings._errors")?.getattr("Error")?;
        class.call1((kind, message, status, retry_after, url))
    }
}

impl From<cuttings::Error> for Failure {
    fn from(error: cuttings::Error) -> Self {
        Failure::of(&error)
    }
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        Python::attach(|py| failure.into_exception(py).map_or_else(|error| error, PyErr::from_value))
    }
}

/// Works on what may hold anything: a fault of ours is the failure of one page.
pub fn guarded<T>(work: impl FnOnce() -> cuttings::Result<T>) -> Result<T, Failure> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(Failure::from),
        Err(_) => Err(Failure::internal()),
    }
}
