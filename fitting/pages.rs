//! Reads the pages of a manifest for `fit.py`: `cuttings-fitting blocks|articles MANIFEST BASE OUTPUT`.
//!
//! `blocks` writes a line a page with the features of its blocks, `articles` the articles as the model
//! in `CUTTINGS_MODEL` (or the hand-made rules, without one) chooses their bodies.
#![allow(clippy::print_stderr, reason = "a program")]

use std::fs::File;
use std::io::{BufWriter, Write};

use cuttings::{Extractor, Page};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, what, manifest, base, output] = &arguments[..] else {
        eprintln!("usage: cuttings-fitting blocks|articles MANIFEST BASE OUTPUT");
        std::process::exit(2);
    };
    let extractor = Extractor::default();
    let mut out = BufWriter::new(File::create(output)?);
    for line in std::fs::read_to_string(manifest)?.lines() {
        let entry: Value = serde_json::from_str(line)?;
        let mut page = Page::open(format!("{base}/{}", entry["file"].as_str().unwrap_or_default()))?;
        if let Some(url) = entry["url"].as_str() {
            page = page.with_url(url)?;
        }
        let read = match what.as_str() {
            "blocks" | "context" => extractor.describe_blocks(&page),
            _ => extractor.extract(&page).map(|a| json!(a)),
        };
        let mut record = read.unwrap_or_else(|e| json!({"error": e.to_string()}));
        record["id"] = entry["id"].clone();
        // What the first stage says of neighbours is asked for again and again, the rest once.
        let unwanted: &[&str] = if what == "context" { &["text", "features"] } else { &["context"] };
        for block in record["blocks"].as_array_mut().into_iter().flatten() {
            unwanted.iter().for_each(|key| drop(block.as_object_mut().map(|b| b.remove(*key))));
        }
        writeln!(out, "{record}")?;
    }
    out.flush()?;
    Ok(())
}
