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
