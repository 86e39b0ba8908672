//! An article, whose fields become Python's values when they are asked for.

use std::sync::Arc;

use cuttings::OutputOptions;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

fn options(head: bool, citation: bool, links_pictures: bool) -> OutputOptions {
    OutputOptions::default().head(head).citation(citation).links_pictures(links_pictures)
}

/// An article.
#[pyclass(frozen, module = "cuttings._native")]
#[derive(Debug)]
pub struct Article {
    inner: Arc<cuttings::Article>,
}

impl Article {
    pub fn new(inner: cuttings::Article) -> Self {
        Article { inner: Arc::new(inner) }
    }

    pub fn inner(&self) -> &cuttings::Article {
        &self.inner
    }
}

#[pymethods]
impl Article {
    /// Reads what `to_json` wrote.
    #[staticmethod]
    fn from_json(json: &str) -> PyResult<Self> {
        let read = serde_json::from_str(json);
        read.map(Article::new).map_err(|error| PyValueError::new_err(format!("not an article: {error}")))
    }

    fn to_json(&self, indent: bool) -> PyResult<String> {
        let written = match indent {
            true => serde_json::to_string_pretty(&*self.inner),
            false => serde_json::to_string(&*self.inner),
        };
        written.map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// Every field that is known, in the order of the JSON.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(pythonize::pythonize(py, &*self.inner)?)
    }

    /// The body as plain text.
    fn body_text(&self) -> String {
        self.inner.body_text()
    }

    /// The article as plain text, with headline, captions and all.
    fn to_text(&self) -> String {
        self.inner.to_text()
    }

    fn to_markdown(&self, head: bool, citation: bool, links_pictures: bool) -> String {
        self.inner.to_markdown_with(options(head, citation, links_pictures))
    }

    fn to_html(&self, head: bool, citation: bool, links_pictures: bool) -> String {
        self.inner.to_html_with(options(head, citation, links_pictures))
    }

    fn __eq__(&self, other: &Article) -> bool {
        self.inner == other.inner
    }
}
