//! A page that is to be fetched, and what came of it.

use std::sync::Arc;

use cuttings::{Archive, CaptureUrl, Captured, CdxRecord, Modifier, Outcome, Period};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};

use super::query::period;
use crate::page::Page;

/// Where pages are fetched from.
#[derive(Debug, Clone)]
pub struct Origin {
    pub fetcher: cuttings::Fetcher,
    pub archives: Arc<[Archive]>,
    /// Whether captures of errors are taken.
    pub any_status: bool,
}

/// A page that is wanted.
#[derive(Debug)]
pub enum Wanted {
    /// The live page, or the capture whose address it is.
    Page(String),
    /// The capture nearest to a time.
    Nearest(String, Period),
    /// A capture that an index lists.
    Row(Box<CdxRecord>),
}

impl FromPyObject<'_, '_> for Wanted {
    type Error = PyErr;

    /// An address, a tuple of an address and a time, or the fields of a row.
    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyString>() {
            return Ok(Wanted::Page(object.extract()?));
        }
        if object.is_instance_of::<PyTuple>() {
            let (url, at): (String, String) = object.extract()?;
            return Ok(Wanted::Nearest(url, period("at", &at)?));
        }
        let row = pythonize::depythonize(&object);
        let row = row.map_err(|error| PyValueError::new_err(format!("not the record of a capture: {error}")))?;
        Ok(Wanted::Row(Box::new(row)))
    }
}

/// A page that came.
#[derive(Debug)]
pub enum Fetched {
    Live(Box<cuttings::Page>),
    Captured(Box<Captured>),
}

impl Origin {
    /// The capture that an address is of, if it is of one.
    pub fn capture(&self, url: &str) -> Option<CaptureUrl> {
        let own = self.archives.iter().find_map(|archive| archive.parse_capture(url));
        own.or_else(|| CaptureUrl::parse(url))
    }

    pub async fn fetch(&self, wanted: Wanted) -> cuttings::Result<Fetched> {
        let (url, at) = match wanted {
            Wanted::Page(url) => (url, None),
            Wanted::Nearest(url, at) => (url, Some(at)),
            Wanted::Row(row) => {
                let url = row.original.clone();
                return captured(self.row(*row).await?, &url);
            }
        };
        match (self.capture(&url), at) {
            (Some(capture), _) => captured(self.fetcher.fetch_capture(&capture).await?, &url),
            (None, Some(at)) => captured(self.nearest(&url, at).await?, &url),
            (None, None) => Ok(Fetched::Live(Box::new(self.fetcher.get(&url).await?))),
        }
    }

    async fn row(&self, mut row: CdxRecord) -> cuttings::Result<Outcome> {
        let archive = row.archive_among(&self.archives).unwrap_or_else(|| self.archives[0].clone());
        if row.capture.is_none() && row.record.is_none() {
            // One of a list that somebody else made: a time and an address are enough.
            row.capture = archive.capture(row.timestamp, &row.original, Modifier::Raw);
        }
        let outcome = self.fetcher.fetch_record(&archive, &row).await?;
        Ok(if self.any_status { outcome } else { outcome.refuse_error_page() })
    }

    async fn nearest(&self, url: &str, at: Period) -> cuttings::Result<Outcome> {
        match &self.archives[..] {
            [archive] => self.fetcher.nearest_captured(archive, url, at).await,
            archives => {
                let nearest = self.fetcher.nearest_captured_of_all(archives, url, at).await?;
                Ok(Outcome::Archived(nearest.captured))
            }
        }
    }
}

fn captured(outcome: Outcome, url: &str) -> cuttings::Result<Fetched> {
    Ok(Fetched::Captured(Box::new(outcome.into_captured(url)?)))
}

impl Fetched {
    /// The same for Python.
    pub fn into_page(self) -> PyResult<Page> {
        match self {
            Fetched::Live(page) => {
                let url = page.url().map(|url| url.to_string()).unwrap_or_default();
                Ok(Page::new(*page, url.clone(), url, false))
            }
            Fetched::Captured(captured) => {
                let known = serde_json::to_value(&captured).map_err(|e| PyValueError::new_err(e.to_string()))?;
                let id = format!("{} {}", captured.timestamp, captured.original);
                let source = captured.url.map_or(captured.original, |capture| capture.to_string());
                Ok(Page::new(captured.page, id, source, captured.truncated).with_capture(known))
            }
        }
    }
}
