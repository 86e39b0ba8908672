//! The program on the files of crawls: WARC and ARC, several at once.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;

use crate::cli::{gzip, lines, numbered, place, run};

/// A record of a WARC file: what of, with which further fields, its day and its block.
fn warc(kind: &str, day: usize, fields: &str, block: &str) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{kind}-{day}>\r\nWARC-Date: 2007-12-{day:02}T03:21:45Z\r\n\
        Content-Type: application/http; msgtype=response\r\n{fields}Content-Length: {}\r\n\r\n",
        block.len()
    );
    gzip(&[head.as_bytes(), block.as_bytes(), b"\r\n\r\n"].concat())
}

fn answer(status: &str, media: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n{body}")
}

fn at(n: usize) -> String {
    format!("WARC-Target-URI: http://news.example/{n}.html\r\n")
}

fn arc(url: &str, media: &str, block: &str) -> String {
    format!("{url} 10.0.0.1 19990301120000 {media} {}\n{block}\n", block.len())
}

#[test]
fn an_arc_file_has_a_record_a_page() {
    let dir = place("arc");
    let head = "1 0 Made Up Archive\nURL IP-address Archive-date Content-type Archive-length\n\n";
    let parts = [
        arc("filedesc://made-up.arc", "text/plain", head),
        arc("http://news.example/1.html", "text/html", &answer("200 OK", "text/html", &numbered(1))),
        arc("http://news.example/a.gif", "image/gif", &answer("200 OK", "image/gif", "GIF89a")),
        arc("http://news.example/2.html", "text/html", &answer("200 OK", "text/html", &numbered(2))),
    ];
    fs::write(dir.join("plain.arc"), parts.concat()).unwrap();
    fs::write(dir.join("packed.arc.gz"), parts.iter().flat_map(|p| gzip(p.as_bytes())).collect::<Vec<u8>>()).unwrap();
    for file in ["plain.arc", "packed.arc.gz"] {
        let (code, out, err) = run(&dir, &["batch", file]);
        let records = lines(&out);
        assert_eq!((code, records.len()), (0, 2), "{err}");
        for (record, n) in records.iter().zip([1, 2]) {
            assert_eq!(record["headline"], format!("Ferry {n} sails again"));
            assert_eq!(record["url"], format!("http://news.example/{n}.html"));
            assert_eq!(record["capture"]["timestamp"], "1999-03-01T12:00:00Z");
            assert_eq!((record["status"].as_u64(), &record["warnings"]), (Some(200), &serde_json::Value::Null));
        }
        assert!(err.contains("2 pages, 0 failed") && err.contains("; passed over: image/gif 1"), "{err}");
    }
}

#[test]
fn revisits_are_resolved_across_the_files_of_a_command() {
    let dir = place("across");
    let digest = "WARC-Payload-Digest: sha1:AAAA\r\n";
    let page = warc("response", 1, &format!("{}{digest}", at(1)), &answer("200 OK", "text/html", &numbered(1)));
    let again = warc("revisit", 2, &format!("{}{digest}", at(2)), &answer("200 OK", "text/html", ""));
    let same = warc("response", 3, &at(1), "HTTP/1.1 304 Not Modified\r\n\r\n");
    fs::write(dir.join("a.warc.gz"), page).unwrap();
    fs::write(dir.join("b.warc.gz"), [again, same].concat()).unwrap();
    for order in [["a.warc.gz", "b.warc.gz"], ["b.warc.gz", "a.warc.gz"]] {
        for jobs in ["1", "3"] {
            let (code, out, err) = run(&dir, &["batch", "--jobs", jobs, order[0], order[1]]);
            let headlines: Vec<_> = lines(&out).iter().map(|r| r["headline"].clone()).collect();
            assert_eq!((code, headlines), (0, vec!["Ferry 1 sails again".into(); 3]), "{err}");
        }
        let (code, out, err) = run(&dir, &["extract", "--format", "jsonl", order[0], order[1]]);
        assert_eq!((code, lines(&out).len()), (0, 3), "{err}");
    }
    // Alone, it is told which record has no page.
    let (code, out, err) = run(&dir, &["batch", "b.warc.gz"]);
    let kinds: Vec<_> = lines(&out).iter().map(|r| r["error"]["kind"].clone()).collect();
    assert_eq!((code, kinds), (1, vec!["revisit".into(); 2]), "{err}");
}

#[test]
fn pages_of_other_statuses_come_when_they_are_wanted() {
    let dir = place("statuses");
    let statuses = ["200 OK", "203 Non-Authoritative Information", "404 Not Found", "503 Busy"];
    let records = statuses
        .iter()
        .enumerate()
        .map(|(n, status)| warc("response", n + 1, &at(n), &answer(status, "text/html", &numbered(n))));
    fs::write(dir.join("crawl"), records.flatten().collect::<Vec<u8>>()).unwrap();
    let statuses = |out: &str| lines(out).iter().map(|r| r["status"].as_u64().unwrap()).collect::<Vec<_>>();
    let (code, out, err) = run(&dir, &["batch", "crawl"]);
    assert_eq!((code, statuses(&out)), (0, vec![200, 203]), "{err}");
    assert!(err.contains("; passed over: status 404 1, status 503 1"), "{err}");
    let (code, out, err) = run(&dir, &["batch", "--any-status", "crawl"]);
    assert_eq!((code, statuses(&out)), (0, vec![200, 203, 404, 503]), "{err}");
    let warnings: Vec<_> = lines(&out).iter().map(|r| r["warnings"][0]["code"].clone()).collect();
    assert_eq!(warnings[2..], ["error_status", "error_status"]);
    assert!(!err.contains("passed over"), "{err}");
}

#[test]
fn what_is_nearly_right_is_read_with_a_warning() {
    let dir = place("nearly-right");
    let packed = gzip(numbered(1).as_bytes());
    fs::write(dir.join("behind.html.gz"), [&packed[..], b"\r\n"].concat()).unwrap();
    fs::write(dir.join("cut.html.gz"), &packed[..packed.len() - 9]).unwrap();
    let block = answer("200 OK", "text/html", &numbered(1));
    let truncated = warc("response", 1, &format!("{}WARC-Truncated: length\r\n", at(1)), &block);
    fs::write(dir.join("truncated.warc.gz"), truncated).unwrap();
    for (file, code) in
        [("behind.html.gz", "damaged_body"), ("cut.html.gz", "damaged_body"), ("truncated.warc.gz", "truncated")]
    {
        let (exit, out, err) = run(&dir, &["batch", file]);
        let record = &lines(&out)[0];
        assert_eq!((exit, &record["warnings"][0]["code"]), (0, &code.into()), "{file}: {err}");
        assert_eq!(record["headline"], "Ferry 1 sails again", "{file}");
    }
}
