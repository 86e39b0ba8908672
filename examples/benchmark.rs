//! Scores the extractor on a clone of the public article-extraction-benchmark.
//!
//! `cargo run --release --example benchmark -- DIRECTORY`
//!
//! The directory holds `ground-truth.json`, an object of `ID: {"articleBody": TEXT, "url": URL}`, and the pages
//! as `html/ID.html.gz` (or `html/ID.html`). Printed are precision, recall and F1 of runs of four words and the
//! share of pages that are right word for word, all as that benchmark defines them: precision and recall are means
//! over the pages (precision over those with any output), F1 is theirs.
#![allow(clippy::print_stdout, reason = "a program speaks to its user")]

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::{Path, PathBuf};

use cuttings::{Article, Block, Extractor, Page};
use serde_json::Value;

/// The benchmark counts runs of this many words.
const RUN: usize = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [directory] = arguments.as_slice() else { return Err("usage: benchmark DIRECTORY".into()) };
    let directory = Path::new(directory);
    let truth = directory.join("ground-truth.json");
    let text = std::fs::read_to_string(&truth).map_err(|e| format!("{}: {e}", truth.display()))?;
    let truth: BTreeMap<String, Value> = serde_json::from_str(&text)?;

    let extractor = Extractor::default();
    let mut scores = Scores::default();
    for (id, page) in &truth {
        let wanted = page["articleBody"].as_str().ok_or_else(|| format!("{id}: no articleBody"))?;
        let mut source = Page::open(file(directory, id)?)?;
        if let Some(url) = page["url"].as_str() {
            source = source.with_url(url)?;
        }
        scores.add(&body(&extractor.extract(&source)?), wanted);
    }
    println!("{scores}");
    Ok(())
}

fn file(directory: &Path, id: &str) -> Result<PathBuf, String> {
    let candidates = ["html.gz", "html"].map(|ending| directory.join("html").join(format!("{id}.{ending}")));
    let found = candidates.iter().find(|path| path.is_file()).cloned();
    found.ok_or_else(|| format!("{id}: there is neither {} nor {}", candidates[0].display(), candidates[1].display()))
}

/// The flow of the story as text, a piece a line.
fn body(article: &Article) -> String {
    let text = |block: &Block| match block {
        Block::Table { rows, .. } => rows.iter().map(|row| row.join(" ")).collect::<Vec<_>>().join("\n"),
        block => block.text().into_owned(),
    };
    article.body.iter().map(text).collect::<Vec<_>>().join("\n")
}

#[derive(Default)]
struct Scores {
    pages: usize,
    precision: Vec<f64>,
    recall: Vec<f64>,
    exact: usize,
}

impl Scores {
    fn add(&mut self, found: &str, wanted: &str) {
        let (found, wanted) = (words(found), words(wanted));
        let (have, want) = (runs(&found), runs(&wanted));
        let common: usize = have.iter().map(|(run, n)| (*n).min(want.get(run).copied().unwrap_or(0))).sum();
        let share = |of: &HashMap<&[&str], usize>| common as f64 / of.values().sum::<usize>() as f64;
        self.pages += 1;
        if !have.is_empty() {
            self.precision.push(share(&have));
        }
        if !want.is_empty() {
            self.recall.push(share(&want));
        }
        self.exact += usize::from(found == wanted);
    }
}

impl std::fmt::Display for Scores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len().max(1) as f64;
        let (p, r) = (mean(&self.precision), mean(&self.recall));
        let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        let exact = self.exact as f64 / self.pages.max(1) as f64;
        write!(f, "pages {}  precision {p:.4}  recall {r:.4}  f1 {f1:.4}  exact {exact:.4}", self.pages)
    }
}

/// Runs of letters, digits and underscores.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect()
}

/// The runs of four words, with how often each comes; a shorter text is one run.
fn runs<'a>(words: &'a [&'a str]) -> HashMap<&'a [&'a str], usize> {
    let mut counts = HashMap::new();
    let whole = if words.is_empty() || words.len() >= RUN { None } else { Some(words) };
    for run in words.windows(RUN).chain(whole) {
        *counts.entry(run).or_default() += 1;
    }
    counts
}
