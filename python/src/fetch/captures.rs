//! The captures of a page, as an iterator takes them.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use tokio::sync;

use super::wait::Driver;
use crate::errors::Failure;

/// The captures that archives have of a page.
#[pyclass(frozen, module = "cuttings._native")]
#[derive(Debug)]
pub struct Captures {
    inner: sync::Mutex<cuttings::Captures>,
    known: Mutex<Known>,
    driver: Arc<Driver>,
}

/// What is known of the listing, of which nobody waits for a row to be told.
#[derive(Debug, Default)]
struct Known {
    skipped: usize,
    passed_over: Vec<u16>,
    /// Archives and what they failed by.
    failures: Vec<(String, Failure)>,
}

impl Captures {
    pub fn new(inner: cuttings::Captures, driver: Arc<Driver>) -> Captures {
        Captures { inner: sync::Mutex::new(inner), known: Mutex::default(), driver }
    }

    fn know(&self, captures: &cuttings::Captures) {
        let of = |failure: &cuttings::ArchiveFailure| (failure.archive.clone(), Failure::of(&failure.error));
        let known = Known {
            skipped: captures.skipped(),
            passed_over: captures.passed_over().iter().copied().collect(),
            failures: captures.failures().iter().map(of).collect(),
        };
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = known;
    }

    fn known<T>(&self, of: impl FnOnce(&Known) -> T) -> T {
        of(&self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[pymethods]
impl Captures {
    /// The fields of the next row; None behind the last. One that was interrupted can be asked for again.
    fn next<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let row = self.driver.wait_for(py, || async {
            let mut captures = self.inner.lock().await;
            let row = captures.next().await;
            self.know(&captures);
            row.transpose()
        })?;
        row.map(|row| Ok(pythonize::pythonize(py, &row)?)).transpose()
    }

    /// How many rows could not be read.
    fn skipped(&self) -> usize {
        self.known(|known| known.skipped)
    }

    /// The statuses of captures that were left out for theirs.
    fn passed_over(&self) -> Vec<u16> {
        self.known(|known| known.passed_over.clone())
    }

    /// The archives of several that have failed, each with its exception.
    fn failures<'py>(&self, py: Python<'py>) -> PyResult<Vec<(String, Bound<'py, PyAny>)>> {
        let failures = self.known(|known| known.failures.clone());
        failures.into_iter().map(|(archive, failure)| Ok((archive, failure.into_exception(py)?))).collect()
    }
}
