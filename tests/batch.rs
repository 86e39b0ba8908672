//! `cuttings batch` over many inputs: what it reads, what it leaves out, and that nothing is lost.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::cli::{PAGE, cuttings, gzip, lines, place, run, run_with};

/// A page of its own.
fn page(n: usize) -> String {
    let day = n % 28 + 1;
    PAGE.replace("Ferry sails again", &format!("Ferry {n} sails again"))
        .replace("on Monday after", &format!("on {day} May {} after crossing {n} of the year and", 1990 + n % 30))
}

/// A directory with so many pages in `pages`.
fn place_of_pages(test: &str, pages: usize) -> PathBuf {
    let dir = place(test);
    fs::create_dir(dir.join("pages")).unwrap();
    for n in 0..pages {
        fs::write(dir.join(format!("pages/{n:04}.html")), page(n)).unwrap();
    }
    dir
}

fn sources(out: &str) -> Vec<String> {
    lines(out).iter().map(|record| record["source"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn directories_and_patterns_are_read_in_the_order_of_names() {
    let dir = place_of_pages("batch-directory", 3);
    fs::create_dir(dir.join("pages/a")).unwrap();
    fs::write(dir.join("pages/a/z.html.gz"), gzip(page(9).as_bytes())).unwrap();
    fs::write(dir.join("pages/style.css"), "p {}").unwrap();
    let expected = ["pages/0000.html", "pages/0001.html", "pages/0002.html", "pages/a/z.html.gz"];
    let (code, out, _) = run(&dir, &["batch", "-q", "pages"]);
    assert_eq!((code, sources(&out)), (0, expected.map(str::to_owned).to_vec()));
    let (code, out, _) = run(&dir, &["batch", "-q", "pages/*2.html", "pages/0000.html"]);
    assert_eq!((code, sources(&out)), (0, vec![expected[2].to_owned(), expected[0].to_owned()]));
    // The output of a run is none of its inputs, nor is what lies beside it.
    assert_eq!(run(&dir, &["batch", "-q", "pages", "-o", "pages/out.jsonl"]).0, 0);
    assert_eq!(run(&dir, &["batch", "-q", "pages", "-o", "pages/out.jsonl"]).0, 0);
    assert_eq!(sources(&fs::read_to_string(dir.join("pages/out.jsonl")).unwrap()).len(), 4);
    assert_eq!(run(&dir, &["batch", "-q", "none*.html"]).0, 1);
}

#[test]
fn names_and_lines_come_through_a_pipe() {
    let dir = place_of_pages("batch-stdin", 3);
    let (code, out, _) = run_with(&dir, &["batch", "-q", "-"], b"pages/0001.html\n\npages/0000.html\r\n");
    assert_eq!((code, sources(&out)), (0, vec!["pages/0001.html".to_owned(), "pages/0000.html".to_owned()]));
    let (code, out, _) = run_with(&dir, &["batch", "-q", "-"], b"pages/0002.html\0pages/0001.html\0");
    assert_eq!((code, sources(&out)), (0, vec!["pages/0002.html".to_owned(), "pages/0001.html".to_owned()]));
    let inline = serde_json::json!({"id": "x", "url": "http://a.example/1", "html": page(7)}).to_string() + "\n";
    let (code, out, _) = run_with(&dir, &["batch", "-q", "-"], inline.as_bytes());
    let record = &lines(&out)[0];
    assert_eq!((code, &record["id"], &record["headline"]), (0, &"x".into(), &"Ferry 7 sails again".into()));
    assert_eq!(record["url"], "http://a.example/1");
    // A page is still a page.
    let (code, out, _) = run_with(&dir, &["batch", "-q", "-"], PAGE.as_bytes());
    assert_eq!((code, &lines(&out)[0]["headline"]), (0, &"Ferry sails again".into()));
    fs::write(dir.join("lines.jsonl.gz"), gzip(inline.as_bytes())).unwrap();
    let (code, out, _) = run(&dir, &["batch", "-q", "lines.jsonl.gz"]);
    assert_eq!((code, &lines(&out)[0]["headline"]), (0, &"Ferry 7 sails again".into()));
}

#[test]
#[cfg(unix)]
fn names_that_are_no_text_are_names() {
    use std::os::unix::ffi::OsStrExt;
    let dir = place("batch-names");
    let name = std::ffi::OsStr::from_bytes(b"fr\xe9.html");
    fs::write(dir.join(name), PAGE).unwrap();
    for command in ["batch", "extract"] {
        let output = cuttings(&dir).args([command]).arg(name).args(["-o", "out"]).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(sources(&run(&dir, &["batch", "-q", "."]).1), ["./fr\u{fffd}.html"]);
}

#[test]
fn a_list_names_addresses_and_its_bad_lines_are_told() {
    let dir = place("batch-list");
    fs::write(dir.join("list.txt"), "# pages\n\npage.html\nhttp://a.example/ never\n").unwrap();
    let (code, out, err) = run(&dir, &["batch", "--list", "list.txt"]);
    let records = lines(&out);
    assert_eq!((code, records.len()), (1, 2));
    let message = "list.txt, line 3: not an address: \"page.html\"; one begins with http:// or https://";
    assert_eq!(records[0]["error"]["message"], message);
    assert!(err.contains("list.txt, line 4: not an address and a time"), "{err}");
}

#[test]
fn a_manifest_does_not_lead_out_of_its_base() {
    let dir = place_of_pages("batch-base", 1);
    fs::write(dir.join("secret.html"), PAGE).unwrap();
    let manifest = "{\"file\": \"../secret.html\"}\n{\"file\": \"0000.html\"}\n{\"file\": \"/etc/passwd\"}\n";
    fs::write(dir.join("m.jsonl"), manifest).unwrap();
    let (code, out, _) = run(&dir, &["batch", "-q", "--manifest", "m.jsonl", "--base", "pages"]);
    let records = lines(&out);
    assert_eq!(
        (code, records[0]["error"]["kind"].as_str(), records[2]["error"]["kind"].as_str()),
        (1, Some("manifest"), Some("manifest"))
    );
    assert_eq!(records[1]["headline"], "Ferry 0 sails again");
}

#[test]
fn filters_leave_records_out_and_the_summary_counts_them() {
    let dir = place("batch-filters");
    let line = |n: usize, url: &str, captured: &str| {
        serde_json::json!({"id": n, "url": url, "captured": captured, "status": 200, "html": page(n)}).to_string()
            + "\n"
    };
    let manifest = line(0, "http://a.example/news/0", "20070101000000")
        + &line(1, "http://www.b.example/news/1", "20080101000000")
        + &line(2, "http://b.example/sport/2", "20090101000000");
    fs::write(dir.join("m.jsonl"), manifest).unwrap();
    let ids = |more: &[&str]| {
        let (code, out, err) = run(&dir, &[&["batch", "--manifest", "m.jsonl"], more].concat());
        assert_eq!(code, 0, "{err}");
        let ids: Vec<u64> = lines(&out).iter().map(|r| r["id"].as_u64().unwrap()).collect();
        let told = ids.len() == 3 || err.contains(&format!("{} left out", 3 - ids.len()));
        assert!(told, "{err}");
        ids
    };
    assert_eq!(ids(&["--only-url", "*/news/*"]), [0, 1]);
    assert_eq!(ids(&["--not-url", "*/news/*"]), [2]);
    assert_eq!(ids(&["--only-host", "b.example"]), [1, 2]);
    assert_eq!(ids(&["--captured-from", "2008", "--captured-to", "2008"]), [1]);
    assert_eq!(ids(&["--only-language", "en", "--min-length", "100", "--only-status", "200"]), [0, 1, 2]);
    assert_eq!(ids(&["--min-length", "100000"]), [0u64; 0]);
    assert_eq!(run(&dir, &["batch", "--manifest", "m.jsonl", "--only-url", "[", "-q"]).0, 2);
}

#[test]
fn duplicates_name_their_first() {
    let dir = place("batch-duplicates");
    let long: String = (0..20)
        .map(|n| format!("<p>On day {n} the harbour master said that pier {n} would stay shut until the spring.</p>"))
        .collect();
    fs::write(dir.join("1.html"), PAGE.replace("</article>", &format!("{long}</article>"))).unwrap();
    fs::write(dir.join("2.html"), PAGE.replace("</article>", &format!("{long}<p>He is sure.</p></article>"))).unwrap();
    fs::write(dir.join("3.html"), fs::read(dir.join("1.html")).unwrap()).unwrap();
    let found = |how: &str, more: &[&str]| {
        let (code, out, _) =
            run(&dir, &[&["batch", "-q", "--dedupe", how, "1.html", "2.html", "3.html"], more].concat());
        assert_eq!(code, 0);
        lines(&out).iter().map(|r| r.get("duplicate_of").cloned()).collect::<Vec<Option<Value>>>()
    };
    let first = Some(Value::from("1.html"));
    for jobs in ["1", "4"] {
        assert_eq!(found("exact", &["-j", jobs]), [None, None, first.clone()]);
        assert_eq!(found("near", &["-j", jobs]), [None, first.clone(), first.clone()]);
    }
    assert_eq!(found("canonical", &[]), [None, None, None]);
}

#[test]
fn records_can_have_all_fields_and_say_what_made_them() {
    let dir = place_of_pages("batch-stamp", 1);
    let (_, out, _) = run(&dir, &["batch", "-q", "pages", "--all-fields", "--stamp", "--links", "--text"]);
    let record = &lines(&out)[0];
    assert_eq!((&record["kicker"], &record["quotes"]), (&Value::Null, &Value::Array(Vec::new())));
    assert_eq!(record["stamp"]["options"], "--links --text");
    assert!(record["place"]["digest"].as_str().unwrap().starts_with("sha1:"));
    assert!(record["text"].as_str().unwrap().contains("eleven sheep"));
    assert_eq!(run(&dir, &["batch", "pages", "--jobs", "1000000"]).0, 2);
    assert_eq!(run(&dir, &["batch", "pages", "--resume"]).0, 2);
}

/// Waits until a file has so many lines. Whether it came to that before the deadline.
fn has_lines(path: &Path, wanted: usize) -> bool {
    let deadline = Instant::now() + Duration::from_secs(60);
    while Instant::now() < deadline {
        if fs::read_to_string(path).is_ok_and(|text| text.lines().count() >= wanted) {
            return true;
        }
        std::thread::yield_now();
    }
    false
}

#[test]
fn a_run_that_is_killed_again_and_again_gives_the_output_of_an_unbroken_one() {
    const PAGES: usize = 120;
    let dir = place_of_pages("batch-killed", PAGES);
    // A page that is there twice, and one that fails.
    fs::write(dir.join("pages/0050.html"), page(3)).unwrap();
    fs::write(dir.join("pages/0051.html"), b"\x89PNG\r\n\x1a\n".repeat(20)).unwrap();
    let arguments = ["batch", "pages", "-q", "--dedupe", "exact", "--min-length", "10", "-j", "2", "-o"];
    let (code, _, _) = run(&dir, &[&arguments[..], &["whole.jsonl"]].concat());
    assert_eq!(code, 1);
    let mut kills = 0;
    for wanted in (10..PAGES).step_by(15) {
        let mut child =
            cuttings(&dir).args(arguments).args(["out.jsonl", "--resume"]).stderr(Stdio::null()).spawn().unwrap();
        if !has_lines(&dir.join("out.jsonl.part"), wanted) {
            break;
        }
        child.kill().unwrap();
        if child.wait().unwrap().code().is_some() {
            // It was done before it was killed.
            break;
        }
        kills += 1;
        assert!(!dir.join("out.jsonl").exists());
    }
    assert!(kills > 3, "only {kills} kills");
    let (code, _, err) = run(&dir, &[&arguments[..], &["out.jsonl", "--resume"]].concat());
    assert_eq!(code, 1, "{err}");
    assert_eq!(fs::read(dir.join("out.jsonl")).unwrap(), fs::read(dir.join("whole.jsonl")).unwrap());
    let left: BTreeSet<String> =
        fs::read_dir(&dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(left.into_iter().collect::<Vec<_>>(), ["out.jsonl", "pages", "whole.jsonl"]);
}

/// The records of a database, in order.
#[cfg(feature = "tables")]
fn rows(path: &Path) -> Vec<String> {
    let db = rusqlite::Connection::open(path).unwrap();
    let mut query = db.prepare("SELECT json FROM articles ORDER BY rowid").unwrap();
    query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
#[cfg(feature = "tables")]
fn tables_of_a_run_that_was_killed_are_those_of_an_unbroken_one() {
    let dir = place_of_pages("batch-killed-tables", 60);
    for file in ["out.parquet", "out.db", "out.csv", "out.jsonl.zst"] {
        let whole = format!("whole-{file}");
        assert_eq!(run(&dir, &["batch", "pages", "-q", "-o", &whole]).0, 0);
        for wanted in [5, 30] {
            let mut child = cuttings(&dir).args(["batch", "pages", "-q", "--resume", "-o", file]).spawn().unwrap();
            assert!(has_lines(&dir.join(format!("{file}.part")), wanted));
            child.kill().unwrap();
            child.wait().unwrap();
        }
        assert_eq!(run(&dir, &["batch", "pages", "-q", "--resume", "-o", file]).0, 0);
        match file {
            // A database holds the order of its pages besides, which is its own matter.
            "out.db" => assert!(rows(&dir.join(file)) == rows(&dir.join(&whole)) && rows(&dir.join(file)).len() == 60),
            _ => assert!(fs::read(dir.join(file)).unwrap() == fs::read(dir.join(&whole)).unwrap(), "{file}"),
        }
    }
    let left =
        fs::read_dir(&dir).unwrap().filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().contains("part"));
    assert_eq!(left.count(), 0);
}

#[test]
fn a_directory_of_markdown_is_written_where_there_is_none() {
    let dir = place_of_pages("batch-markdown", 2);
    assert_eq!(run(&dir, &["batch", "pages", "-q", "-o", "articles/"]).0, 0);
    assert_eq!(fs::read_dir(dir.join("articles")).unwrap().count(), 2);
    let (code, _, err) = run(&dir, &["batch", "pages", "-q", "-o", "articles"]);
    assert!(code == 2 && err.contains("it holds files already"), "{err}");
    fs::create_dir(dir.join("empty")).unwrap();
    assert_eq!(run(&dir, &["batch", "pages", "-q", "-o", "empty"]).0, 0);
    assert_eq!(fs::read_dir(dir.join("empty")).unwrap().count(), 2);
    assert_eq!(run(&dir, &["batch", "pages", "-q", "-f", "markdown"]).0, 2);
}

#[test]
fn a_run_of_something_else_is_not_gone_on_with() {
    let dir = place_of_pages("batch-other", 40);
    let mut child = cuttings(&dir).args(["batch", "pages", "-q", "-j", "1", "-o", "out.jsonl"]).spawn().unwrap();
    assert!(has_lines(&dir.join("out.jsonl.part"), 2));
    child.kill().unwrap();
    child.wait().unwrap();
    let (code, _, err) = run(&dir, &["batch", "pages", "-q", "-o", "out.jsonl", "--resume", "--links"]);
    assert_eq!(code, 2);
    assert!(err.contains("other inputs, options or another version"), "{err}");
    // A page that came between those that were done.
    fs::write(dir.join("pages/0000-a.html"), page(99)).unwrap();
    let (code, _, err) = run(&dir, &["batch", "pages", "-q", "-o", "out.jsonl", "--resume"]);
    assert_eq!(code, 2);
    assert!(err.contains("input 1 is now pages/0000-a.html"), "{err}");
    assert!(!dir.join("out.jsonl").exists());
}

#[test]
#[cfg(unix)]
fn an_interrupted_run_leaves_a_valid_output_and_can_go_on() {
    let dir = place_of_pages("batch-interrupted", 400);
    let child =
        cuttings(&dir).args(["batch", "pages", "-j", "1", "-o", "out.jsonl"]).stderr(Stdio::piped()).spawn().unwrap();
    assert!(has_lines(&dir.join("out.jsonl.part"), 3));
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{err}");
    assert!(err.contains("go on with --resume"), "{err}");
    let early = lines(&fs::read_to_string(dir.join("out.jsonl")).unwrap()).len();
    assert!((3..400).contains(&early), "{early}");
    let (code, _, err) = run(&dir, &["batch", "pages", "-j", "1", "-o", "out.jsonl", "--resume"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("cuttings: 400 pages, 0 failed"), "{err}");
    assert_eq!(lines(&fs::read_to_string(dir.join("out.jsonl")).unwrap()).len(), 400);
}
