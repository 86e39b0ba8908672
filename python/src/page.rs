//! A page with what is known of it.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBytes, PyMemoryView, PyString};

/// The markup of a page, which Python keeps.
#[derive(Debug)]
pub enum Html {
    Bytes(PyBackedBytes),
    Text(PyBackedStr),
}

impl Html {
    pub fn of(object: &Bound<'_, PyAny>) -> PyResult<Html> {
        if let Ok(text) = object.cast::<PyString>() {
            return Ok(Html::Text(text.clone().try_into()?));
        }
        if let Ok(bytes) = object.extract::<PyBackedBytes>() {
            return Ok(Html::Bytes(bytes));
        }
        if let Ok(view) = object.cast::<PyMemoryView>() {
            return Ok(Html::Bytes(view.call_method0("tobytes")?.extract()?));
        }
        let kind = object.get_type().name()?;
        Err(PyTypeError::new_err(format!("html: expected bytes or str, not {kind}")))
    }
}

/// A page as the extractor takes it. It is made of its parts without the interpreter's lock.
#[derive(Debug)]
pub struct Source {
    pub html: Html,
    pub url: Option<String>,
    pub content_type: Option<String>,
    /// 14 digits.
    pub captured: Option<String>,
    pub status: Option<u16>,
}

impl Source {
    pub fn page(&self) -> cuttings::Result<cuttings::Page> {
        let mut page = match &self.html {
            Html::Bytes(bytes) => cuttings::Page::from_bytes(&bytes[..], "page.html")?,
            Html::Text(text) => cuttings::Page::from_text(&text[..]),
        };
        if let Some(url) = &self.url {
            page = page.with_url(url)?;
        }
        if let Some(value) = &self.content_type {
            page = page.with_content_type(value);
        }
        if let Some(time) = &self.captured {
            page = page.with_capture_time(time)?;
        }
        if let Some(status) = self.status {
            page = page.with_status(status);
        }
        Ok(page)
    }
}

/// A page out of a file or an archive.
#[pyclass(frozen, module = "cuttings")]
#[derive(Debug)]
pub struct Page {
    pub inner: cuttings::Page,
    /// What identifies it.
    #[pyo3(get)]
    id: String,
    /// Where it stands.
    #[pyo3(get)]
    source: String,
    /// Whether the crawler took a part of it only.
    #[pyo3(get)]
    is_truncated: bool,
    /// What is known of the capture, as records of captures have it.
    capture: Option<serde_json::Value>,
}

impl Page {
    pub fn new(inner: cuttings::Page, id: String, source: String, is_truncated: bool) -> Self {
        Page { inner, id, source, is_truncated, capture: None }
    }

    /// Tells of the capture that it was fetched as.
    pub fn with_capture(self, capture: serde_json::Value) -> Self {
        Page { capture: Some(capture), ..self }
    }

    pub fn names(&self) -> (&str, &str) {
        (&self.id, &self.source)
    }
}

#[pymethods]
impl Page {
    /// The bytes, as they were saved.
    #[getter]
    fn html<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.inner.bytes())
    }

    /// The address, if it is known.
    #[getter]
    fn url(&self) -> Option<&str> {
        self.inner.url().map(|url| url.as_str())
    }

    /// The `Content-Type` header, if it is known.
    #[getter]
    fn content_type(&self) -> Option<&str> {
        self.inner.content_type()
    }

    /// When it was captured, as ISO 8601, if that is known.
    #[getter]
    fn captured(&self) -> Option<String> {
        self.inner.capture_time().map(|time| time.to_string())
    }

    /// The HTTP status, if it is known.
    #[getter]
    fn status(&self) -> Option<u16> {
        self.inner.status()
    }

    /// The headers of the response, names and values.
    #[getter]
    fn headers(&self) -> Vec<(String, String)> {
        self.inner.headers().to_vec()
    }

    /// The capture that it was fetched as; None for pages of the live web and of saved files.
    #[getter]
    fn capture<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some(capture) = &self.capture else { return Ok(None) };
        let fields = pythonize::pythonize(py, capture)?;
        py.import("cuttings._records")?.getattr("Captured")?.call_method1("from_dict", (fields,)).map(Some)
    }

    fn __len__(&self) -> usize {
        self.inner.bytes().len()
    }

    fn __repr__(&self) -> String {
        let url = self.inner.url().map_or_else(|| self.source.clone(), |url| url.to_string());
        format!("<cuttings.Page {url} of {} bytes>", self.inner.bytes().len())
    }
}

