//! Files built byte by byte, whole and damaged.

mod arc;
mod damage;
mod formats;
mod hostile;
mod records;
mod revisits;
mod writer;
mod zstandard;

use std::io::{Cursor, Read, Write};

use super::*;
use crate::error::Result;
use crate::page::Page;

/// A record of this type with these further fields.
fn record(kind: &str, fields: &str, block: &[u8]) -> Vec<u8> {
    let head = format!("WARC/1.0\r\nWARC-Type: {kind}\r\n{fields}Content-Length: {}\r\n\r\n", block.len());
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// The fields of the nth record.
fn fields(n: usize) -> String {
    format!(
        "WARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Date: 2007-12-{:02}T03:21:45Z\r\nWARC-Target-URI: http://news.example/{n}.html\r\n\
        WARC-Payload-Digest: sha1:DIGEST{n}\r\nContent-Type: application/http; msgtype=response\r\n",
        n % 28 + 1
    )
}

fn http(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{head}\r\n").as_bytes(), body].concat()
}

/// The body of the nth page: long enough that damage within it is no matter of its edges.
fn body(n: usize) -> String {
    let words = (0..200).map(|i| format!("{} ", (i * 7919 + n * 104_729) % 9973));
    format!("<html><p>Page {n}: {}</p>", words.collect::<String>())
}

/// The nth response, a page.
fn response(n: usize) -> Vec<u8> {
    record("response", &fields(n), &http("Content-Type: text/html\r\n", body(n).as_bytes()))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn pages(bytes: impl Into<Vec<u8>>) -> Pages {
    Pages::from_reader(Cursor::new(bytes.into()), "f").unwrap()
}

/// What is read, shortly: a page by its id, an error by its place and its word. `most` ends what does not end.
fn read(bytes: impl Into<Vec<u8>>) -> Vec<String> {
    shortly(pages(bytes))
}

fn shortly(pages: Pages) -> Vec<String> {
    let item = |item: Result<SavedPage>| match item {
        Ok(saved) => {
            let n = saved.id().strip_prefix("urn:uuid:").unwrap_or(saved.id()).to_owned();
            let Ok(number) = n.parse() else { return n };
            // Whatever is read is read whole, or said not to be.
            let page = String::from_utf8_lossy(saved.page().bytes());
            if saved.page().warnings().is_empty() {
                assert_eq!(page, body(number));
                return n;
            }
            assert_eq!(saved.page().warnings()[0].code.as_str(), "damaged_body");
            assert!(body(number).starts_with(&*page) && page.starts_with("<html"), "{page}");
            let whole = if page == body(number) { "whole" } else { "part" };
            format!("{n} {whole}")
        }
        Err(error) => format!("{} {}", error.place().unwrap_or("nowhere"), error.code()),
    };
    let items: Vec<String> = pages.take(1_000).map(item).collect();
    assert!(items.len() < 1_000, "without end: {:?}", &items[..4]);
    items
}

/// The messages of the errors alone.
fn errors(bytes: impl Into<Vec<u8>>) -> Vec<String> {
    pages(bytes).take(1_000).filter_map(|item| item.err().map(|e| e.to_string())).collect()
}

/// The one page of a file.
fn only(bytes: impl Into<Vec<u8>>) -> Page {
    let items: Vec<_> = pages(bytes).take(10).collect();
    assert_eq!(items.len(), 1, "{items:?}");
    items.into_iter().next().unwrap().unwrap().into_page()
}

/// A file on disk: what can be opened a second time.
struct OnDisk(tempfile::NamedTempFile);

impl OnDisk {
    fn new(bytes: &[u8]) -> Self {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        OnDisk(file)
    }

    fn pages(&self) -> Pages {
        Pages::open(self.0.path()).unwrap()
    }

    /// As [`read`], with the file's name as there.
    fn read(&self) -> Vec<String> {
        let name = self.0.path().display().to_string();
        shortly(self.pages()).into_iter().map(|item| item.replace(&name, "f")).collect()
    }
}
