//! The extractor, which all threads of a program may share.

use pyo3::prelude::*;

use crate::article::Article;
use crate::batch::{self, Table};
use crate::errors::guarded;
use crate::options::Arguments;
use crate::page::{Html, Page, Source};

/// An extractor with its options.
#[pyclass(frozen, module = "cuttings._native")]
#[derive(Debug)]
pub struct Extractor {
    pub inner: cuttings::Extractor,
}

#[pymethods]
impl Extractor {
    #[new]
    fn new(arguments: Arguments) -> PyResult<Self> {
        Ok(Extractor { inner: arguments.extractor()? })
    }

    #[pyo3(signature = (html, url, content_type, captured, status))]
    fn extract(
        &self,
        py: Python<'_>,
        html: &Bound<'_, PyAny>,
        url: Option<String>,
        content_type: Option<String>,
        captured: Option<String>,
        status: Option<u16>,
    ) -> PyResult<Article> {
        let source = Source { html: Html::of(html)?, url, content_type, captured, status };
        let article = py.detach(|| guarded(|| self.inner.extract(&source.page()?)))?;
        Ok(Article::new(article))
    }

    /// The article of a page that was read already.
    fn extract_page(&self, py: Python<'_>, page: &Page) -> PyResult<Article> {
        Ok(Article::new(py.detach(|| guarded(|| self.inner.extract(&page.inner)))?))
    }

    /// The page beside its article, as one file of HTML. `name` is what it is called there.
    fn inspect(&self, py: Python<'_>, html: &Bound<'_, PyAny>, url: Option<String>, name: &str) -> PyResult<String> {
        if let Ok(page) = html.cast::<Page>() {
            let page = page.get();
            return Ok(py.detach(|| guarded(|| Ok(self.inner.inspect(&page.inner)?.to_html(name))))?);
        }
        let source = Source { html: Html::of(html)?, url, content_type: None, captured: None, status: None };
        Ok(py.detach(|| guarded(|| Ok(self.inner.inspect(&source.page()?)?.to_html(name))))?)
    }

    /// A row for each page, on so many threads.
    fn extract_batch(&self, py: Python<'_>, pages: Vec<batch::Input>, threads: usize) -> PyResult<Table> {
        batch::extract(py, &self.inner, &pages, threads)
    }
}
