//! How fast pages are read: the whole extraction, beside the parser alone.
//!
//! Each line is a page of `fixtures/cases`; the figure is bytes of the page per second. What lies between
//! the two groups is what this crate costs.
#![allow(clippy::unwrap_used, reason = "a bench")]

use cuttings::{Article, Extractor, Options, Page};
use divan::Bencher;
use divan::counter::BytesCount;

/// Pages of four kinds: tables and comments, components, a daily's nested tables, clean modern HTML.
const PAGES: [&str; 4] = ["bbc-2007-two-captions", "bbc-2022-components", "table-daily-2001", "jsonld-2021"];

fn main() {
    divan::main();
}

fn file(case: &str, name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/cases/{case}/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[divan::bench(args = PAGES)]
fn extract(bencher: Bencher<'_, '_>, case: &str) {
    let expected: Article = serde_json::from_slice(&file(case, "expected.json")).unwrap();
    let bytes = file(case, "page.html");
    let size = BytesCount::of_slice(&bytes);
    let extractor = Extractor::new(Options::default());
    let page = Page::new(bytes).with_url(expected.url.as_deref().unwrap()).unwrap();
    bencher.counter(size).bench(|| {
        let article = extractor.extract(divan::black_box(&page)).unwrap();
        assert_eq!((&article.headline, article.body.len()), (&expected.headline, expected.body.len()));
        article
    });
}

#[divan::bench(args = PAGES)]
fn parser_alone(bencher: Bencher<'_, '_>, case: &str) {
    let bytes = file(case, "page.html");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| {
        let html = scraper::Html::parse_document(divan::black_box(&text));
        assert!(html.tree.nodes().len() > 100);
        html
    });
}
