//! A directory of saved pages, several at a time: a line of JSON a page, in the order of their paths.
//!
//! `cargo run --example directory [-- DIRECTORY]`
//!
//! One extractor serves all threads. For large collections there is `cuttings batch`, which holds few pages at a time.
#![allow(clippy::print_stdout, reason = "a program speaks to its user")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use cuttings::{Extractor, Page};

const DIRECTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cases");

fn main() -> Result<(), Box<dyn Error>> {
    let root = std::env::args().nth(1).unwrap_or_else(|| DIRECTORY.to_owned());
    let paths = pages(Path::new(&root))?;
    let extractor = Extractor::default();
    let next = AtomicUsize::new(0);
    let lines = Mutex::new(vec![String::new(); paths.len()]);

    let threads = std::thread::available_parallelism().map_or(1, |n| n.get());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((n, path)) = take(&next, &paths) {
                    let line = match Page::open(path).and_then(|page| extractor.extract(&page)) {
                        Ok(article) => article.to_json(),
                        // One bad page is no reason to stop.
                        Err(error) => serde_json::json!({"error": error.to_string()}).to_string(),
                    };
                    lines.lock().unwrap_or_else(PoisonError::into_inner)[n] = line;
                }
            });
        }
    });
    for line in lines.into_inner().unwrap_or_else(PoisonError::into_inner) {
        println!("{line}");
    }
    Ok(())
}

/// The next path that no thread has taken yet.
fn take<'a>(next: &AtomicUsize, paths: &'a [PathBuf]) -> Option<(usize, &'a PathBuf)> {
    let n = next.fetch_add(1, Ordering::Relaxed);
    Some((n, paths.get(n)?))
}

/// The pages in a directory and those in it, by path.
fn pages(root: &Path) -> std::io::Result<Vec<PathBuf>> {
    let (mut found, mut open) = (Vec::new(), vec![root.to_owned()]);
    while let Some(directory) = open.pop() {
        for entry in std::fs::read_dir(directory)? {
            let path = entry?.path();
            let name = path.to_string_lossy();
            if path.is_dir() {
                open.push(path);
            } else if [".html", ".htm", ".html.gz"].iter().any(|end| name.ends_with(end)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
