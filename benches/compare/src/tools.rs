//! The tools: each takes a set's pages one after the other, and tells its CPU time.

mod python;

use std::hint::black_box;
use std::panic::{AssertUnwindSafe, catch_unwind};

use cuttings::{Extractor, Options};
use rustix::time::{ClockId, clock_gettime};

use crate::pages::{Loaded, Set};

/// What a tool took for all pages of a set.
#[derive(Default)]
pub struct Taken {
    pub seconds: f64,
    /// The pages that it raised an error or panicked on, by number.
    pub failed: Vec<usize>,
}

pub struct Tool {
    pub name: &'static str,
    run: Run,
}

enum Run {
    /// Reads a page, and says whether anything came of it.
    Here(Box<dyn FnMut(&Loaded) -> bool>),
    There(python::Worker),
}

impl Tool {
    fn here(name: &'static str, mut extract: impl FnMut(&Loaded) -> bool + 'static) -> Tool {
        Tool { name, run: Run::Here(Box::new(move |page| extract(black_box(page)))) }
    }

    /// Takes the `n`th set.
    pub fn time(&mut self, sets: &[Set], n: usize) -> Taken {
        match &mut self.run {
            Run::Here(extract) => time_here(extract, &sets[n]),
            Run::There(worker) => worker.time(n),
        }
    }
}

/// Those whose names are among `wanted`, or all; and the names of those that cannot be had, each with the reason.
pub fn all(sets: &[Set], wanted: &[String]) -> (Vec<Tool>, Vec<String>) {
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|w| w == name);
    let (mut tools, mut missing) = (in_rust(), Vec::new());
    tools.retain(|t| is_wanted(t.name));
    if cfg!(not(feature = "pagesift")) && is_wanted("pagesift") {
        missing.push("pagesift: built without the feature of this name".to_owned());
    }
    for name in python::NAMES.into_iter().filter(|name| is_wanted(name)) {
        match python::Worker::start(name.trim_end_matches(" (Python)"), sets) {
            Ok(worker) => tools.push(Tool { name, run: Run::There(worker) }),
            Err(reason) => missing.push(format!("{name}: {reason}")),
        }
    }
    (tools, missing)
}

fn in_rust() -> Vec<Tool> {
    let extractor = Extractor::new(Options::default());
    vec![
        Tool::here("cuttings", move |p| extractor.extract(&p.page).map(black_box).is_ok()),
        Tool::here("scraper, parser alone", |p| {
            black_box(scraper::Html::parse_document(&p.text));
            true
        }),
        #[cfg(feature = "pagesift")]
        pagesift(),
        Tool::here("dom_smoothie", |p| {
            let read = dom_smoothie::Readability::new(p.text.as_str(), None, None).and_then(|mut r| r.parse());
            read.map(black_box).is_ok()
        }),
        Tool::here("legible", |p| legible::parse(&p.text, None, None).map(black_box).is_ok()),
        // Without its fallback, which is its fast mode and its default.
        Tool::here("trafilatura (Rust)", |p| {
            trafilatura::extract(&p.text, &trafilatura::Options::default()).map(black_box).is_ok()
        }),
    ]
}

/// With what one worker keeps from page to page, as its program does.
#[cfg(feature = "pagesift")]
fn pagesift() -> Tool {
    let (options, mut workspace) =
        (pagesift_content::Options::default(), pagesift_content::ProcessWorkspace::default());
    Tool::here("pagesift", move |p| {
        black_box(pagesift_content::process_with_workspace(&p.text, &options, &mut workspace));
        true
    })
}

fn time_here(extract: &mut Box<dyn FnMut(&Loaded) -> bool>, set: &Set) -> Taken {
    let start = cpu_seconds();
    let mut failed = Vec::new();
    for (n, page) in set.pages.iter().enumerate() {
        if !catch_unwind(AssertUnwindSafe(|| extract(page))).unwrap_or(false) {
            failed.push(n);
        }
    }
    Taken { seconds: cpu_seconds() - start, failed }
}

/// What this thread has had of the processor.
fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
