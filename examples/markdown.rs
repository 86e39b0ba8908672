//! A saved page as Markdown, its links in place.
//!
//! `cargo run --example markdown [-- PAGE [URL]]`
#![allow(clippy::print_stdout, reason = "a program speaks to its user")]

use std::error::Error;

use cuttings::{Extractor, Options, Page};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cases/german-2012/page.html");
const URL: &str =
    "http://www.elbtaler-rundschau.example/lokales/brennhausen/wem-gehoert-der-muehlgraben-1.1183027.html";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let page = match (arguments.next(), arguments.next()) {
        (None, _) => Page::open(PAGE)?.with_url(URL)?,
        (Some(path), None) => Page::open(path)?,
        (Some(path), Some(url)) => Page::open(path)?.with_url(&url)?,
    };
    let article = Extractor::new(Options::default().links(true)).extract(&page)?;
    print!("{}", article.to_markdown());
    Ok(())
}
