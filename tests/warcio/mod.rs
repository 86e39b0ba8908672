//! The reader and the writer of WARC beside warcio, the reference in Python: what it writes we read byte for byte, and
//! the other way round.
//!
//! `CUTTINGS_PYTHON` names an interpreter that has warcio (default: `python3`). Without one the tests say that they were
//! skipped; with `CUTTINGS_REQUIRE_PYTHON` set that is a failure.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use cuttings::{Pages, WarcWriter};
use serde::Deserialize;

/// A page as warcio knows it.
#[derive(Debug, Deserialize, PartialEq)]
struct Known {
    id: String,
    url: String,
    date: String,
    status: Option<u16>,
    content_type: String,
    /// In hexadecimal.
    body: String,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The interpreter, if there is one with warcio.
fn python() -> Option<String> {
    let python = std::env::var("CUTTINGS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let found = Command::new(&python).args(["-c", "import warcio"]).output();
    if found.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    let what = format!("skipped: {python} has no warcio (CUTTINGS_PYTHON names another interpreter)");
    assert!(std::env::var_os("CUTTINGS_REQUIRE_PYTHON").is_none(), "{what}");
    // Not by the macros, whose words are shown of tests alone that fail.
    std::io::stderr().write_all(format!("{what}\n").as_bytes()).unwrap();
    None
}

fn run(python: &str, mode: &str, place: &Path) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/warcio/script.py");
    let output = Command::new(python).arg(script).arg(mode).arg(place).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn place(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("warcio").join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    dir
}

fn pages(pages: Pages) -> Vec<Known> {
    let known = |item: cuttings::Result<cuttings::SavedPage>| {
        let saved = item.unwrap();
        let page = saved.page();
        Known {
            id: format!("<{}>", saved.id()),
            url: page.url().unwrap().to_string(),
            date: page.capture_time().unwrap().to_string(),
            status: page.status(),
            content_type: page.content_type().unwrap().to_owned(),
            body: hex(page.bytes()),
        }
    };
    pages.map(known).collect()
}

#[test]
fn what_warcio_writes_is_read_byte_for_byte() {
    let Some(python) = python() else { return };
    let dir = place("read");
    let expected: Vec<Known> =
        run(&python, "write", &dir).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(expected.len(), 10);
    let mut files: Vec<PathBuf> = fs::read_dir(&dir).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let names: Vec<_> = files.iter().map(|f| f.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["one-member.warc.gz", "v10.warc", "v10.warc.gz", "v11.warc", "v11.warc.gz"]);
    for file in files {
        let found = pages(Pages::open(&file).unwrap());
        assert!(found == expected, "{}: {found:?}", file.display());
        let stream = Pages::from_reader(fs::File::open(&file).unwrap(), "stream").unwrap();
        assert!(pages(stream) == expected, "{} as a stream", file.display());
        let all = Pages::open(&file).unwrap().any_status(true);
        assert_eq!(all.filter(Result::is_ok).count(), expected.len() + 1, "{}", file.display());
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// The records of an ARC file of this version: its own head, pages in every coding, and a picture.
fn arc_records(version: u8) -> Vec<Vec<u8>> {
    let columns = match version {
        1 => "URL IP-address Archive-date Content-type Archive-length",
        _ => "URL IP-address Archive-date Content-type Result-code Checksum Location Offset Filename Archive-length",
    };
    let record = |url: &str, n: usize, media: &str, block: &[u8]| {
        let more = if version == 1 { "" } else { "200 fac069150613fe55599cc7fa88aa089d - 209 made-up.arc " };
        let line = format!("{url} 10.0.0.1 2000010112{n:02}00 {media} {more}{}\n", block.len());
        [line.as_bytes(), block, b"\n"].concat()
    };
    let head = format!("{version} 0 Made Up Archive\n{columns}\n");
    let mut records = vec![record("filedesc://made-up.arc", 0, "text/plain", head.as_bytes())];
    for n in 1..6 {
        let body = format!("<!doctype html><p>Page {n} \u{e9}{}</p>", " and on".repeat(400 * n)).into_bytes();
        let chunks = |body: &[u8]| [format!("{:x}\r\n", body.len()).as_bytes(), body, b"\r\n0\r\n\r\n"].concat();
        let (fields, body) = match n {
            1 => ("Content-Encoding: gzip\r\n", gzip(&body)),
            2 => ("Transfer-Encoding: chunked\r\n", chunks(&body)),
            3 => ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunks(&gzip(&body))),
            _ => ("", body),
        };
        let head = format!("HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{fields}\r\n");
        let url = format!("http://news.example/{n}.html?a={n}");
        records.push(record(&url, n, "text/html", &[head.as_bytes(), &body].concat()));
    }
    let image = b"HTTP/1.0 200 OK\r\nContent-Type: image/gif\r\n\r\nGIF89a";
    records.push(record("http://news.example/a.gif", 7, "image/gif", image));
    records
}

#[test]
fn arc_files_are_read_as_warcio_reads_them() {
    let Some(python) = python() else { return };
    let dir = place("arc");
    for version in [1, 2] {
        let records = arc_records(version);
        let members: Vec<u8> = records.iter().flat_map(|r| gzip(r)).collect();
        for (name, bytes) in [("plain.arc", records.concat()), ("packed.arc.gz", members)] {
            let file = dir.join(format!("{version}-{name}"));
            fs::write(&file, bytes).unwrap();
            let mut expected: Vec<Known> =
                run(&python, "read-arc", &file).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
            assert_eq!(expected.len(), 5, "{}", file.display());
            if version == 2 {
                // It takes the columns of version 2 for a part of the address.
                for (n, page) in expected.iter_mut().enumerate() {
                    let n = n + 1;
                    page.url = format!("http://news.example/{n}.html?a={n}");
                    page.date = format!("2000-01-01T12:{n:02}:00Z");
                }
            }
            let mut found = pages(Pages::open(&file).unwrap());
            found.iter_mut().for_each(|page| page.id.clear());
            assert!(found == expected, "{}: {found:?}\n{expected:?}", file.display());
        }
    }
}

#[test]
fn what_we_write_warcio_reads_with_its_digests() {
    let Some(python) = python() else { return };
    let dir = place("written");
    let mut warc = WarcWriter::new(fs::File::create(dir.join("ours.warc.gz")).unwrap()).unwrap();
    let bodies = [b"<p>Caf\xe9".to_vec(), Vec::new(), (0..=255).cycle().take(300_000).collect()];
    for (n, body) in bodies.iter().enumerate() {
        let headers = [("Content-Type", "text/html; charset=ISO-8859-1"), ("Transfer-Encoding", "chunked")];
        let time = "2007-12-11T03:21:45Z".parse().unwrap();
        warc.response(&format!("http://news.example/{n}"), time, 200, &headers, body).unwrap();
    }
    warc.into_inner().unwrap();
    let found: Vec<Known> =
        run(&python, "read", &dir.join("ours.warc.gz")).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(found.len(), 3);
    for (n, (page, body)) in found.iter().zip(&bodies).enumerate() {
        assert_eq!((page.url.as_str(), page.status), (format!("http://news.example/{n}").as_str(), Some(200)));
        assert_eq!((page.date.as_str(), page.body.as_str()), ("2007-12-11T03:21:45Z", hex(body).as_str()));
        assert_eq!(page.content_type, "text/html; charset=ISO-8859-1");
    }
}
