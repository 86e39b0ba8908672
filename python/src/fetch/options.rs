//! What a fetcher can be told, out of Python's arguments.

use std::collections::BTreeMap;
use std::path::PathBuf;

use cuttings::{Archive, FetchOptions};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::wait::Driver;
use crate::options::seconds;

/// The arguments of a fetcher. Times are in seconds.
#[derive(Debug, FromPyObject)]
#[pyo3(from_item_all)]
pub struct Arguments {
    archive: Vec<String>,
    contact: Option<String>,
    timeout: Option<f64>,
    connect_timeout: Option<f64>,
    rate: BTreeMap<String, u32>,
    max_connections: Option<usize>,
    max_wait: Option<f64>,
    max_retries: Option<u32>,
    backoff: Option<f64>,
    breaker: Option<f64>,
    limits: BTreeMap<String, usize>,
    cache: Option<PathBuf>,
    cache_live: bool,
    max_index_age: Option<f64>,
    offline: bool,
    allow_private: bool,
    ignore_robots: bool,
    direct: bool,
    pub any_status: bool,
    exact: bool,
    window: Option<f64>,
    on_wait: Option<Py<PyAny>>,
}

impl Arguments {
    /// The archives that are asked, each once.
    pub fn archives(&self) -> PyResult<Vec<Archive>> {
        let mut archives = Vec::new();
        for text in &self.archive {
            let archive = Archive::parse(text).map_err(|error| PyValueError::new_err(format!("archive: {error}")))?;
            if !archives.contains(&archive) {
                archives.push(archive);
            }
        }
        if archives.is_empty() {
            return Err(PyValueError::new_err("archive: none is named"));
        }
        Ok(archives)
    }

    /// The options of a fetcher that runs on this.
    pub fn options(&self, py: Python<'_>, driver: &Driver) -> PyResult<FetchOptions> {
        let mut options = FetchOptions::default()
            .cache_live(self.cache_live)
            .offline(self.offline)
            .allow_private(self.allow_private)
            .ignore_robots(self.ignore_robots)
            .direct(self.direct)
            .any_status(self.any_status)
            .exact(self.exact);
        if let Some(contact) = &self.contact {
            options = options.contact(contact);
        }
        if let Some(number) = self.max_connections {
            options = options.max_connections(number);
        }
        if let Some(number) = self.max_retries {
            options = options.max_retries(number);
        }
        if let Some(dir) = &self.cache {
            options = options.cache(dir);
        }
        if let Some(function) = &self.on_wait {
            options = options.on_wait(driver.teller(function.clone_ref(py)));
        }
        options = self.rate.iter().fold(options, |options, (host, per_minute)| options.rate(host, *per_minute));
        self.with_limits(self.with_times(options)?)
    }

    fn with_times(&self, mut options: FetchOptions) -> PyResult<FetchOptions> {
        for (name, given, set) in [
            ("timeout", self.timeout, FetchOptions::timeout as fn(FetchOptions, _) -> _),
            ("connect_timeout", self.connect_timeout, FetchOptions::connect_timeout),
            ("max_wait", self.max_wait, FetchOptions::max_wait),
            ("backoff", self.backoff, FetchOptions::backoff),
            ("breaker", self.breaker, FetchOptions::breaker),
            ("max_index_age", self.max_index_age, FetchOptions::max_index_age),
            ("window", self.window, FetchOptions::window),
        ] {
            if let Some(given) = given {
                options = set(options, seconds(name, given)?);
            }
        }
        Ok(options)
    }

    fn with_limits(&self, mut options: FetchOptions) -> PyResult<FetchOptions> {
        for (name, limit) in &self.limits {
            let known = || FetchOptions::limit_names().collect::<Vec<_>>().join(", ");
            let unknown =
                || PyValueError::new_err(format!("limits: no limit is named {name:?}; there are {}", known()));
            options = options.with_limit(name, *limit).ok_or_else(unknown)?;
        }
        Ok(options)
    }
}
