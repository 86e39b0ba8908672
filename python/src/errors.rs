//! Errors as exceptions of Python.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::prelude::*;

/// The kind of what should never happen.
const INTERNAL: &str = "internal";
const BROKEN: &str = "a fault of cuttings: please report the page";

/// What a page came to nothing by.
#[derive(Debug, Clone)]
pub struct Failure {
    pub kind: String,
    pub message: String,
}

impl Failure {
    pub fn of(error: &cuttings::Error) -> Failure {
        Failure { kind: error.code().as_str().to_owned(), message: error.to_string() }
    }

    /// That of what should never happen.
    pub fn internal() -> Failure {
        Failure { kind: INTERNAL.to_owned(), message: BROKEN.to_owned() }
    }
}

impl From<cuttings::Error> for Failure {
    fn from(error: cuttings::Error) -> Self {
        Failure::of(&error)
    }
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        Python::attach(|py| {
            let made = py
                .import("cuttings._errors")
                .and_then(|module| module.getattr("Error"))
                .and_then(|class| class.call1((failure.kind, failure.message)));
            made.map_or_else(|error| error, PyErr::from_value)
        })
    }
}

/// Works on what may hold anything: a fault of ours is the failure of one page.
pub fn guarded<T>(work: impl FnOnce() -> cuttings::Result<T>) -> Result<T, Failure> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(Failure::from),
        Err(_) => Err(Failure::internal()),
    }
}
