//! The fetcher, which all threads of a program may share.

use std::sync::Arc;

use cuttings::HistoryOptions;
use pyo3::prelude::*;

use super::captures::Captures;
use super::history::History;
use super::many::Fetches;
use super::options::Arguments;
use super::query::{self, period};
use super::wait::Driver;
use super::wanted::{Origin, Wanted};
use crate::article::Article;
use crate::errors::guarded;
use crate::extractor::Extractor;
use crate::page::Page;

/// A fetcher with its options and the archives that it asks.
#[pyclass(frozen, module = "cuttings._native")]
#[derive(Debug)]
pub struct Fetcher {
    origin: Origin,
    driver: Arc<Driver>,
}

#[pymethods]
impl Fetcher {
    #[new]
    fn new(py: Python<'_>, arguments: Arguments) -> PyResult<Self> {
        let driver = Driver::new()?;
        let options = arguments.options(py, &driver)?;
        let archives = arguments.archives()?.into();
        let fetcher = py.detach(|| guarded(|| cuttings::Fetcher::new(options)))?;
        let origin = Origin { fetcher, archives, any_status: arguments.any_status };
        Ok(Fetcher { origin, driver: Arc::new(driver) })
    }

    /// The names of the archives that are asked.
    fn archives(&self) -> Vec<&str> {
        self.origin.archives.iter().map(|archive| archive.name()).collect()
    }

    /// Whether this is the address of a capture.
    fn is_capture(&self, url: &str) -> bool {
        self.origin.capture(url).is_some()
    }

    fn fetch(&self, py: Python<'_>, wanted: Wanted) -> PyResult<Page> {
        self.driver.wait_for(py, || self.origin.fetch(wanted))?.into_page()
    }

    /// What fetches many pages at a time.
    fn fetch_all(&self) -> PyResult<Fetches> {
        Fetches::begin(self.origin.clone(), Arc::clone(&self.driver))
    }

    fn captures(&self, url: &str, arguments: query::Arguments) -> PyResult<Captures> {
        let captures = self.origin.fetcher.captures_of_all(&self.origin.archives, url, &arguments.query()?);
        Ok(Captures::new(captures, Arc::clone(&self.driver)))
    }

    fn history(
        &self,
        py: Python<'_>,
        url: &str,
        since: Option<&str>,
        until: Option<&str>,
        limit: usize,
        extractor: &Extractor,
    ) -> PyResult<History> {
        let mut options = HistoryOptions::default().extractor(extractor.inner.clone()).max_captures(limit);
        if let Some(since) = since {
            options = options.since(period("since", since)?);
        }
        if let Some(until) = until {
            options = options.until(period("until", until)?);
        }
        let Origin { fetcher, archives, .. } = &self.origin;
        let history = self.driver.wait_for(py, || fetcher.history_of_all(archives, url, &options))?;
        Ok(History::new(history))
    }

    fn whole_story(&self, py: Python<'_>, first: &Page, extractor: &Extractor) -> PyResult<Article> {
        let work = || self.origin.fetcher.whole_story(&extractor.inner, &first.inner);
        Ok(Article::new(self.driver.wait_for(py, work)?))
    }

    fn rest_of_story(&self, py: Python<'_>, first: &Article, extractor: &Extractor) -> PyResult<Article> {
        let first = first.inner().clone();
        let work = || async { Ok(self.origin.fetcher.rest_of_story(&extractor.inner, first).await) };
        Ok(Article::new(self.driver.wait_for(py, work)?))
    }
}
