//! The articles of a WARC file: a line each, with the time of capture, the headline and the address.
//!
//! `cargo run --example warc [-- FILE]`
//!
//! Without a file it writes one from the fixtures first. WACZ, zips of pages and MHTML are read the same way, and a file of
//! any size in little memory. What is damaged in a file is told of on standard error and passed over.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program speaks to its user")]

use std::error::Error;

use cuttings::{Extractor, Pages, WarcWriter};

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cases");

fn main() -> Result<(), Box<dyn Error>> {
    let pages = match std::env::args().nth(1) {
        Some(path) => Pages::open(path)?,
        None => Pages::from_reader(std::io::Cursor::new(warc()?), "fixtures.warc.gz")?,
    };
    let extractor = Extractor::default();
    for saved in pages {
        match saved.and_then(|saved| extractor.extract(saved.page())) {
            Ok(article) => {
                let captured = article.capture.as_ref().and_then(|c| c.timestamp).map(|t| t.to_string());
                let unknown = || "-".to_owned();
                println!(
                    "{}  {}  {}",
                    captured.unwrap_or_else(unknown),
                    article.headline.unwrap_or_else(unknown),
                    article.url.unwrap_or_else(unknown)
                );
            }
            Err(error) => eprintln!("{error}"),
        }
    }
    Ok(())
}

/// A WARC file of two saved pages.
fn warc() -> Result<Vec<u8>, Box<dyn Error>> {
    let mut warc = WarcWriter::new(Vec::new())?;
    let pages = [
        ("bbc-2007-two-captions", "http://news.bbc.co.uk/1/hi/world/europe/7136482.stm", "2007-12-11T03:21:45Z"),
        ("german-2012", "http://www.elbtaler-rundschau.example/brennhausen/muehlgraben-1.4711", "2012-09-16T08:00:00Z"),
    ];
    for (case, url, time) in pages {
        let html = std::fs::read(format!("{CASES}/{case}/page.html"))?;
        warc.response(url, time.parse()?, 200, &[("Content-Type", "text/html")], &html)?;
    }
    Ok(warc.into_inner()?)
}
