//! The native part of the Python package: what `cuttings/__init__.py` stands on.
//!
//! The interpreter's lock is released wherever a page is read or fetched. Pages come as bytes that Python keeps, and go back as
//! values of Python's own or as Arrow arrays, never by way of JSON.

mod article;
mod batch;
mod errors;
mod extractor;
mod fetch;
mod options;
mod page;
mod pages;

use pyo3::prelude::*;

#[pymodule]
mod _native {
    #[pymodule_export]
    use super::article::Article;
    #[pymodule_export]
    use super::batch::Table;
    #[pymodule_export]
    use super::extractor::Extractor;
    #[pymodule_export]
    use super::fetch::{Captures, Fetcher, Fetches, History, changes};
    #[pymodule_export]
    use super::page::Page;
    #[pymodule_export]
    use super::pages::Pages;

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("model", cuttings::model_digest())?;
        module.add("FETCH_LIMITS", cuttings::FetchOptions::limit_names().collect::<Vec<_>>())?;
        module.add("LIMITS", cuttings::Limits::names().collect::<Vec<_>>())
    }
}
