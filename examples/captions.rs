//! The pictures of a story: what each shows, what is said of it, whose it is, and where it stood.
//!
//! `cargo run --example captions [-- PAGE]`
//!
//! Alternative text and caption are two things: one describes the picture to who cannot see it, the other
//! is the newspaper's own line below it.
#![allow(clippy::print_stdout, reason = "a program speaks to its user")]

use std::error::Error;

use cuttings::{Extractor, Page};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cases/bbc-2007-two-captions/page.html");

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| PAGE.to_owned());
    let article = Extractor::default().extract(&Page::open(path)?)?;

    for media in &article.media {
        println!("{}", media.caption.as_deref().unwrap_or("(no caption)"));
        if let Some(alt) = &media.alt {
            println!("    shows: {alt}");
        }
        if let Some(credit) = &media.credit {
            println!("    by: {credit}");
        }
        if let Some(block) = article.body.get(media.at) {
            let start: String = block.text().chars().take(40).collect();
            println!("    before: {start}…");
        }
    }
    Ok(())
}
