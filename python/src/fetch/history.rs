//! The versions of a story.

use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::article::Article;

/// The history of a story, whose fields become Python's values when they are asked for.
#[pyclass(frozen, module = "cuttings._native")]
#[derive(Debug)]
pub struct History {
    inner: Arc<cuttings::History>,
}

impl History {
    pub fn new(inner: cuttings::History) -> Self {
        History { inner: Arc::new(inner) }
    }
}

#[pymethods]
impl History {
    /// Reads what `to_json` wrote.
    #[staticmethod]
    fn from_json(json: &str) -> PyResult<Self> {
        let read = serde_json::from_str(json);
        read.map(History::new).map_err(|error| PyValueError::new_err(format!("not a history: {error}")))
    }

    fn to_json(&self, indent: bool) -> String {
        if indent { self.inner.to_json_pretty() } else { self.inner.to_json() }
    }

    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(pythonize::pythonize(py, &*self.inner)?)
    }

    fn to_text(&self) -> String {
        self.inner.to_text()
    }

    fn to_markdown(&self) -> String {
        self.inner.to_markdown()
    }

    /// The article of each version.
    fn articles(&self) -> Vec<Article> {
        self.inner.versions.iter().map(|version| Article::new(version.article.clone())).collect()
    }

    fn __eq__(&self, other: &History) -> bool {
        self.inner == other.inner
    }
}

/// The fields of what changed from one version of a story to another.
#[pyfunction]
pub fn changes<'py>(py: Python<'py>, old: &Article, new: &Article) -> PyResult<Bound<'py, PyAny>> {
    let changes = py.detach(|| cuttings::changes(old.inner(), new.inner()));
    Ok(pythonize::pythonize(py, &changes)?)
}
