//! How fast pages are read: the whole extraction, beside the parser alone.
//!
//! Each line is a page of `fixtures/cases`; the figure is bytes of the page per second. What lies between
//! the two groups is what this crate costs.
#![allow(clippy::unwrap_used, reason = "a bench")]

use cuttings::{Extractor, Options, Page};
use divan::Bencher;
use divan::counter::BytesCount;

/// Pages of four kinds, each with the number of blocks its body has.
const PAGES: [(&str, usize); 4] =
    [("bbc-2007-two-captions", 18), ("bbc-2022-components", 21), ("table-daily-2001", 11), ("jsonld-2021", 12)];

fn main() {
    divan::main();
}

fn read((name, _): (&str, usize)) -> Vec<u8> {
    let path = format!("{}/fixtures/cases/{name}/page.html", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

#[divan::bench(args = PAGES)]
fn extract(bencher: Bencher<'_, '_>, page: (&str, usize)) {
    let bytes = read(page);
    let extractor = Extractor::new(Options::default());
    let size = BytesCount::of_slice(&bytes);
    let input = Page::new(bytes);
    bencher.counter(size).bench(|| {
        let article = extractor.extract(divan::black_box(&input)).unwrap();
        assert_eq!(article.body.len(), page.1);
        article
    });
}

#[divan::bench(args = PAGES)]
fn parser_alone(bencher: Bencher<'_, '_>, page: (&str, usize)) {
    let bytes = read(page);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| {
        let html = scraper::Html::parse_document(divan::black_box(&text));
        assert!(html.tree.nodes().len() > 100);
        html
    });
}
