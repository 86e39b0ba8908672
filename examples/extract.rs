//! The article of a saved page, as JSON.
//!
//! `cargo run --example extract [-- [--url URL] PAGE]`
//!
//! The address is not needed, but it tells the site, and what relative addresses are relative to.
#![allow(clippy::print_stdout, reason = "a program speaks to its user")]

use std::error::Error;

use cuttings::{Extractor, Page};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cases/bbc-2007-two-captions/page.html");
const URL: &str = "http://news.bbc.co.uk/1/hi/world/europe/7136482.stm";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let page = match arguments.as_slice() {
        [] => Page::open(PAGE)?.with_url(URL)?,
        [path] => Page::open(path)?,
        [flag, url, path] if flag == "--url" => Page::open(path)?.with_url(url)?,
        _ => return Err("usage: extract [--url URL] PAGE".into()),
    };
    let article = Extractor::default().extract(&page)?;
    println!("{}", article.to_json_pretty());
    Ok(())
}
