//! Many pages at once, as one Arrow table.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use arrow_array::{Array, RecordBatch, StructArray, ffi};
use cuttings::{TableBuilder, TableRow};
use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::errors::{Failure, guarded};
use crate::page::{Html, Page, Source};

/// How long a batch goes on before it looks whether the user wants it to end.
const A_LOOK: Duration = Duration::from_millis(100);

/// A page of a batch.
#[derive(Debug)]
pub struct Input {
    id: String,
    source: String,
    page: Given,
}

#[derive(Debug)]
enum Given {
    Parts(Source),
    Page(Py<Page>),
    /// What is no page at all.
    Nothing(Failure),
}

impl FromPyObject<'_, '_> for Input {
    type Error = PyErr;

    /// A tuple `(id, source, page)` with a page that was read, or `(id, source, html, url, content_type, captured, status)`, or
    /// `(id, source, kind, message)` of one that is none.
    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let object = object.to_owned();
        let at = |n: usize| object.get_item(n);
        let (id, source) = (at(0)?.extract()?, at(1)?.extract()?);
        let page = match object.len()? {
            3 => Given::Page(at(2)?.cast::<Page>()?.clone().unbind()),
            4 => Given::Nothing(Failure::new(at(2)?.extract::<String>()?, at(3)?.extract::<String>()?)),
            _ => Given::Parts(Source {
                html: Html::of(&at(2)?)?,
                url: at(3)?.extract()?,
                content_type: at(4)?.extract()?,
                captured: at(5)?.extract()?,
                status: at(6)?.extract()?,
            }),
        };
        Ok(Input { id, source, page })
    }
}

type Outcome = Result<cuttings::Article, Failure>;

/// A row for each page, in their order.
pub fn extract(
    py: Python<'_>,
    extractor: &cuttings::Extractor,
    pages: &[Input],
    threads: usize,
) -> PyResult<Table> {
    let outcomes = py.detach(|| outcomes(extractor, pages, threads.clamp(1, pages.len().max(1))))?;
    let batch = py.detach(|| {
        let mut table = TableBuilder::new();
        for (input, outcome) in pages.iter().zip(&outcomes) {
            let row = TableRow::new(&*input.id, &*input.source);
            table.push(&match outcome {
                Ok(article) => row.article(article),
                Err(failure) => row.error(&*failure.kind, &*failure.message),
            })?;
        }
        table.finish()
    });
    let too_large = |error| PyOverflowError::new_err(format!("{} pages are too many for one batch: {error}", pages.len()));
    Ok(Table { batch: batch.map_err(too_large)? })
}

/// What comes of each page. Ends early when the user interrupts.
fn outcomes(extractor: &cuttings::Extractor, pages: &[Input], threads: usize) -> PyResult<Vec<Outcome>> {
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (sender, receiver) = channel();
    let mut outcomes: Vec<Option<Outcome>> = pages.iter().map(|_| None).collect();
    thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, next, stop) = (sender.clone(), &next, &stop);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(input) = pages.get(at) else { return };
                    if sender.send((at, outcome(extractor, input))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        loop {
            match receiver.recv_timeout(A_LOOK) {
                Ok((at, outcome)) => outcomes[at] = Some(outcome),
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if let Err(interrupt) = Python::attach(|py| py.check_signals()) {
                stop.store(true, Ordering::Relaxed);
                return Err(interrupt);
            }
        }
    })?;
    Ok(outcomes.into_iter().flatten().collect())
}

fn outcome(extractor: &cuttings::Extractor, input: &Input) -> Outcome {
    match &input.page {
        Given::Parts(source) => guarded(|| extractor.extract(&source.page()?)),
        Given::Page(page) => guarded(|| extractor.extract(&page.get().inner)),
        Given::Nothing(failure) => Err(failure.clone()),
    }
}

/// Columns of Arrow, for whoever speaks its interface for C.
#[pyclass(frozen, module = "cuttings._native")]
#[derive(Debug)]
pub struct Table {
    batch: RecordBatch,
}

#[pymethods]
impl Table {
    /// The two capsules of the Arrow PyCapsule interface.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        // There is one schema; the interface leaves it to us whether another can be had.
        _ = requested_schema;
        let data = StructArray::from(self.batch.clone()).into_data();
        let (array, schema) = ffi::to_ffi(&data).map_err(|error| PyOverflowError::new_err(error.to_string()))?;
        let schema = PyCapsule::new_with_value(py, schema, c"arrow_schema")?;
        Ok((schema, PyCapsule::new_with_value(py, array, c"arrow_array")?))
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }
}
