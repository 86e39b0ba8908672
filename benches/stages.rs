//! How fast pages are read: the whole extraction, each of its stages, and a parser alone beside them.
//!
//! Each line is a page of `fixtures/bench`, six templates of 2001 to 2024 in their true sizes; the figure is bytes of the
//! page per second, in the bytes that it has in its own encoding. The stages need a feature:
//!
//! ```sh
//! cargo bench --features fitting
//! ```
//!
//! `extract` takes more than its stages together by what it costs to let go of what they made.
#![allow(clippy::unwrap_used, reason = "a bench")]

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::LazyLock;

use cuttings::{Article, Extractor, Options, Page};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use flate2::read::GzDecoder;
use serde::Deserialize;

/// By their size.
const PAGES: [&str; 6] =
    ["gazette-2001", "broadcaster-2007", "blog-2012", "responsive-2016", "application-2021", "live-2024"];

/// What `fixtures/bench/make.py` wrote into a page.
#[derive(Deserialize)]
struct Expected {
    bytes: usize,
    headline: String,
    body: usize,
}

static EXPECTED: LazyLock<BTreeMap<String, Expected>> =
    LazyLock::new(|| serde_json::from_slice(&file("expected.json").unwrap()).unwrap());

fn main() {
    divan::main();
}

fn file(name: &str) -> std::io::Result<Vec<u8>> {
    std::fs::read(format!("{}/fixtures/bench/{name}", env!("CARGO_MANIFEST_DIR")))
}

/// A page, and what it must give.
fn page(name: &str) -> (Vec<u8>, &'static Expected) {
    let expected = &EXPECTED[name];
    let bytes = file(&format!("{name}.html")).unwrap_or_else(|_| {
        let mut bytes = Vec::with_capacity(expected.bytes);
        GzDecoder::new(&file(&format!("{name}.html.gz")).unwrap()[..]).read_to_end(&mut bytes).unwrap();
        bytes
    });
    assert_eq!(bytes.len(), expected.bytes, "{name}");
    (bytes, expected)
}

fn assert_right(article: &Article, expected: &Expected) {
    assert_eq!((article.headline.as_deref(), article.body.len()), (Some(&*expected.headline), expected.body));
}

#[divan::bench(args = PAGES)]
fn extract(bencher: Bencher<'_, '_>, name: &str) {
    let (bytes, expected) = page(name);
    let size = BytesCount::of_slice(&bytes);
    let extractor = Extractor::new(Options::default());
    let page = Page::new(bytes);
    bencher.counter(size).bench(|| {
        let article = extractor.extract(black_box(&page)).unwrap();
        assert_right(&article, expected);
        article
    });
}

#[divan::bench(args = PAGES)]
fn parser_alone(bencher: Bencher<'_, '_>, name: &str) {
    let (bytes, _) = page(name);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| {
        let html = scraper::Html::parse_document(black_box(&text));
        assert!(html.tree.nodes().len() > 100);
        html
    });
}

#[cfg(feature = "fitting")]
mod stage {
    use cuttings::Stages;

    use super::*;

    fn run_next(mut stages: Stages<'_>) -> Stages<'_> {
        stages.run_next().unwrap();
        stages
    }

    /// Times one stage. What it needs is made anew for each run, which is not timed: a page keeps what a stage has looked up.
    fn bench(bencher: Bencher<'_, '_>, name: &str, stage: &str) {
        let (bytes, expected) = page(name);
        let size = BytesCount::of_slice(&bytes);
        let extractor = Extractor::new(Options::default());
        let page = Page::new(bytes);
        let before = || {
            let mut stages = extractor.stages(&page);
            stages.run_until(stage).unwrap();
            stages
        };
        // The stages by themselves come to what the extractor comes to.
        let mut stages = run_next(before());
        stages.run_until("").unwrap();
        assert_right(&stages.into_article().unwrap(), expected);
        bencher.counter(size).with_inputs(before).bench_values(run_next);
    }

    /// A bench for each stage.
    macro_rules! stages {
        ($($stage:ident)*) => {
            const NAMED: &[&str] = &[$(stringify!($stage)),*];
            $(
                #[divan::bench(args = PAGES, sample_count = 30, sample_size = 1)]
                fn $stage(bencher: Bencher<'_, '_>, name: &str) {
                    assert_eq!(NAMED, Stages::NAMES);
                    bench(bencher, name, stringify!($stage));
                }
            )*
        };
    }

    stages!(decode dom unrewrite metadata profile strip segment label assemble);
}
