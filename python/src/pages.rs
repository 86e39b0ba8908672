//! The pages of saved files.

use std::path::PathBuf;
use std::sync::Mutex;

use pyo3::prelude::*;

use crate::errors::{Failure, guarded};
use crate::options::Arguments;
use crate::page::Page;

/// The pages of a file, one after the other.
#[pyclass(frozen, module = "cuttings._native")]
#[derive(Debug)]
pub struct Pages {
    inner: Mutex<cuttings::Pages>,
}

#[pymethods]
impl Pages {
    #[new]
    fn new(py: Python<'_>, path: PathBuf, any_status: bool, arguments: Arguments) -> PyResult<Self> {
        let limits = arguments.limits()?;
        let opened = py.detach(|| guarded(|| cuttings::Pages::open(&path)))?;
        Ok(Pages { inner: Mutex::new(opened.with_limits(limits).any_status(any_status)) })
    }

    /// The next page; None behind the last.
    fn next(&self, py: Python<'_>) -> PyResult<Option<Page>> {
        let next = py.detach(|| {
            let mut pages = self.inner.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            guarded(|| pages.next().transpose())
        });
        let page = next.map_err(|failure: Failure| PyErr::from(failure))?;
        Ok(page.map(|saved| {
            let (id, source, truncated) = (saved.id().to_owned(), saved.source().to_owned(), saved.is_truncated());
            Page::new(saved.into_page(), id, source, truncated)
        }))
    }

    /// How many records were passed over, by the reason.
    fn skipped(&self) -> Vec<(String, u64)> {
        let pages = self.inner.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        pages.skipped().iter().map(|(why, count)| (why.to_owned(), count)).collect()
    }
}
