//! What is written is read again, by the crates that wrote it and by what people use.

mod files;
#[cfg(feature = "tables")]
mod python;
#[cfg(feature = "tables")]
mod tables;

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use tempfile::TempDir;

use super::*;

/// Records of every kind, the first with every field there is.
fn sample() -> String {
    let full = include_str!("tests/full.json");
    let full: serde_json::Value = serde_json::from_str(full).unwrap();
    let records = [
        full.to_string(),
        r#"{"id":7,"source":"b.html","headline":"=SUM(A1:A9), \"quoted\"","published":"2007-12-10","authors":["Ann Lee","Bo Ray"],"tags":["sea"],"language":"en","body":[{"type":"paragraph","text":"Line one\nline two, and Müller."}]}"#.to_owned(),
        r#"{"id":"c","source":"c.html","error":{"kind":"not_a_page","message":"not a page: a PNG image"}}"#.to_owned(),
        r#"{"id":"d","source":"d.html","duplicate_of":7,"duplicate":"near"}"#.to_owned(),
        r#"{"id":"7","source":"e.html","modified":"1969-07-20T20:17:40","body":[]}"#.to_owned(),
    ];
    records.map(|record| record + "\n").concat()
}

/// What comes of these lines in a directory of its own.
fn written(lines: &str, format: RecordFormat, name: &str) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join(name);
    write_records(&mut lines.as_bytes(), format, Kept::default(), &to).unwrap();
    (dir, to)
}

#[test]
fn the_format_is_told_by_the_path() {
    let of = |path: &str| RecordFormat::of_path(Path::new(path)).map(RecordFormat::name);
    for (path, name) in [
        ("a.jsonl", Some("jsonl")),
        ("a.NDJSON", Some("jsonl")),
        ("x/a.b.jsonl.gz", Some("jsonl.gz")),
        ("a.ndjson.zst", Some("jsonl.zst")),
        ("a.parquet", Some("parquet")),
        ("a.csv", Some("csv")),
        ("a.db", Some("sqlite")),
        ("a.sqlite3", Some("sqlite")),
        ("articles.csv/", Some("markdown")),
        ("src", Some("markdown")),
        ("a.json", None),
        ("a.gz", None),
        ("articles", None),
        ("/dev/stdout", None),
    ] {
        assert_eq!(of(path), name, "{path}");
    }
}

#[test]
fn every_format_has_a_name_to_ask_for() {
    for format in RecordFormat::value_variants() {
        assert_eq!(RecordFormat::from_str(format.name(), false), Ok(*format));
    }
    assert!(RecordFormat::from_str("xlsx", false).is_err());
}

#[cfg(not(feature = "tables"))]
#[test]
fn a_format_that_was_not_built_in_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    for format in RecordFormat::value_variants() {
        let to = dir.path().join(format.name());
        let result = write_records(&mut sample().as_bytes(), *format, Kept::default(), &to);
        let needs_tables = !matches!(format.name(), "jsonl" | "jsonl.gz" | "markdown");
        assert_eq!(result.is_err(), needs_tables, "{format:?}");
        if let Err(failure) = result {
            let message = failure.to_string();
            assert!(message.contains("`tables`") && message.starts_with(format.name()), "{message}");
            assert!(!to.exists());
        }
    }
}

fn available() -> impl Iterator<Item = RecordFormat> {
    RecordFormat::value_variants().iter().copied().filter(|format| format.check().is_ok())
}

#[test]
fn what_is_there_already_is_not_written_over() {
    let dir = tempfile::tempdir().unwrap();
    for format in available() {
        let file = dir.path().join(format.name());
        std::fs::write(&file, "mine").unwrap();
        assert!(write_records(&mut sample().as_bytes(), format, Kept::default(), &file).is_err(), "{format:?}");
        assert_eq!(std::fs::read(&file).unwrap(), b"mine");
    }
}

#[test]
fn a_line_that_is_no_record_is_named_by_every_format() {
    let dir = tempfile::tempdir().unwrap();
    let lines = sample() + "{\"id\": 1}\n";
    for format in available() {
        let failure =
            write_records(&mut lines.as_bytes(), format, Kept::default(), &dir.path().join(format.name())).unwrap_err();
        assert!(failure.to_string().contains(": line 6 is no record: "), "{format:?}: {failure}");
    }
}

#[test]
fn the_same_records_give_the_same_bytes() {
    for format in available().filter(|format| !matches!(format, RecordFormat::Sqlite | RecordFormat::Markdown)) {
        let [one, two] = [1, 2].map(|_| {
            let (_dir, file) = written(&sample().repeat(50), format, "out");
            std::fs::read(file).unwrap()
        });
        assert!(one == two && !one.is_empty(), "{format:?}");
    }
}

#[test]
fn no_records_are_a_whole_file_too() {
    for format in available() {
        let (_dir, to) = written("", format, "out");
        assert!(to.exists(), "{format:?}");
    }
}
