//! What holds of every saved file: read to its end, twice, within bounds.

use std::io::Cursor;

use cuttings::{Limits, Page, Pages};

/// No page of a test is larger.
pub const MAX_BYTES: usize = 64 << 10;

/// More pages and errors than any input can hold.
const MAX_ITEMS: usize = 10_000;

/// Reads all pages, and holds the reading to what is promised.
pub fn checked(file: &[u8]) -> Vec<Page> {
    let (pages, told) = read(file);
    let (_, again) = read(file);
    assert_eq!(told, again, "not the same twice");
    pages
}

fn read(file: &[u8]) -> (Vec<Page>, Vec<String>) {
    let mut pages = Vec::new();
    let mut told = Vec::new();
    let Ok(saved) = Pages::from_reader(Cursor::new(file.to_vec()), "file") else { return (pages, told) };
    let mut saved = saved.with_limits(Limits::default().max_bytes(MAX_BYTES)).any_status(true);
    for item in &mut saved {
        match item {
            Ok(found) => {
                assert!(found.page().bytes().len() <= MAX_BYTES);
                assert!(!found.id().is_empty() && found.source().starts_with("file"), "{found:?}");
                told.push(format!("{} {} {:?}", found.id(), found.source(), found.page()));
                pages.push(found.into_page());
            }
            Err(error) => {
                assert!(!error.to_string().is_empty());
                told.push(error.to_string());
            }
        }
        assert!(told.len() < MAX_ITEMS, "it does not end: {told:?}");
    }
    assert!(saved.next().is_none(), "it goes on after its end");
    told.push(format!("{:?}", saved.skipped()));
    (pages, told)
}
