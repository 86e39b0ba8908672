//! What members of the public say on a page, with name and place: quotes in boxes, and comments.
//!
//! `cargo run --example reader_quotes [-- PAGE...]`
#![allow(clippy::print_stdout, reason = "a program speaks to its user")]

use std::error::Error;

use cuttings::{Extractor, Page, QuoteKind};

const PAGES: [&str; 2] = [
    concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cases/bbc-2007-two-captions/page.html"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cases/bbc-2006-have-your-say/page.html"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    if paths.is_empty() {
        paths = PAGES.map(str::to_owned).into();
    }
    let extractor = Extractor::default();
    for path in paths {
        let article = extractor.extract(&Page::open(path)?)?;
        // The other kind of boxed quote, `Pull`, repeats the story's own words or those of a named figure.
        let quotes = article.quotes.iter().filter(|q| q.kind == QuoteKind::Reader).map(|q| (&q.text, &q.attribution));
        let comments = article.comments.iter().map(|c| (&c.text, &c.attribution));
        for (text, who) in quotes.chain(comments) {
            println!("{}: “{}”", who.as_deref().unwrap_or("somebody"), text.replace('\n', " "));
        }
    }
    Ok(())
}
