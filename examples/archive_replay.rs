//! What page a saved replay is a capture of, and when it was captured.
//!
//! `cargo run --example archive_replay [-- PAGE]`
//!
//! The page was saved from an archive's own view of it: the toolbar, the scripts and the rewritten addresses
//! of the archive are in it. They tell its address and time, and then go: the article is the page's own.
#![allow(clippy::print_stdout, reason = "a program speaks to its user")]

use std::error::Error;

use cuttings::{Extractor, Options, Page};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cases/wayback-bbc-2007/page.html");

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| PAGE.to_owned());
    let article = Extractor::new(Options::default().links(true)).extract(&Page::open(path)?)?;

    println!("headline   {}", article.headline.as_deref().unwrap_or("none"));
    println!("address    {}", article.url.as_deref().unwrap_or("unknown"));
    match &article.capture {
        Some(capture) => {
            println!("archive    {}", capture.archive.as_deref().unwrap_or("unknown"));
            // A bound on the publication date, never the date itself.
            if let Some(time) = capture.timestamp {
                println!("captured   {time}");
            }
        }
        None => println!("no capture of an archive"),
    }
    if let Some(time) = article.published {
        println!("published  {time}");
    }
    for url in article.media.iter().filter_map(|m| m.url.as_deref()) {
        println!("picture    {url}");
    }
    Ok(())
}
