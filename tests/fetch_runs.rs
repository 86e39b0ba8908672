//! Runs of `cuttings fetch` over what an archive lists: what is asked again, what is chosen, what is left behind.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::archives::{Desk, STORY, page};
use crate::fake_archive::{FakeArchive, Held, Holdings, Reply};

const SECOND: &str = "http://news.example/2.html";
const THIRD: &str = "http://news.example/3.html";

/// Three pages, two captures of each.
fn three() -> Holdings {
    let of = |url: &str, n: usize| {
        ["20190304101500", "20200304101500"].map(|time| Held::new(time, url, page(&format!("Ferry {n} of {time}"))))
    };
    Holdings::new([of(STORY, 1), of(SECOND, 2), of(THIRD, 3)].concat())
}

impl Desk {
    /// How often the index was asked.
    fn listings(&self) -> usize {
        self.server.targets().iter().filter(|target| target.contains("/cdx?")).count()
    }

    /// A run that must come to this, and how often it asked the index.
    fn fetch(&self, arguments: &[&str], summary: &str) -> usize {
        let before = self.listings();
        let (code, _, err) = self.run(&[&["fetch", "-o", "out"], arguments].concat());
        assert!(code == 0 && err.contains(summary), "{arguments:?}: {err}");
        self.listings() - before
    }

    /// The addresses in the manifest.
    fn urls(&self, dir: &str) -> Vec<String> {
        let entries = self.lines(&format!("{dir}/manifest.jsonl"));
        entries.iter().map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listing_is_asked_for_once() {
    let desk = Desk::at("listing", three().serve().await);
    let none = "http://news.example/none.html";
    fs::write(desk.dir.join("list"), format!("{STORY}\n{SECOND}\n{none}\n{STORY}\n")).unwrap();
    let fetch = ["--list", "list", "--all"];
    assert_eq!(desk.fetch(&fetch, "4 fetched, 2 there before, 0 failed"), 3);
    assert_eq!(desk.fetch(&fetch, "0 fetched, 6 there before, 0 failed"), 0);
    // The same pages as a WARC, and addresses beside those that are known.
    assert_eq!(desk.fetch(&[&fetch[..], &["--warc"]].concat(), "4 fetched"), 0);
    assert_eq!(desk.fetch(&[&fetch[..], &[THIRD]].concat(), "2 fetched, 6 there before"), 1);
    // Something else is asked for.
    assert_eq!(desk.fetch(&[STORY, "--from", "2020"], "0 fetched, 1 there before"), 1);
    assert_eq!(desk.fetch(&[STORY, "--to", "2020"], "0 fetched, 2 there before"), 1);
    assert_eq!(desk.fetch(&[STORY, "--all", "--any-status"], "0 fetched, 2 there before"), 1);
    assert_eq!(desk.fetch(&[STORY, "--all", "--any-type"], "0 fetched, 2 there before"), 1);
    assert_eq!(desk.fetch(&[STORY, "--from", "2020"], "0 fetched, 1 there before"), 0);
    assert_eq!(desk.fetch(&[&fetch[..], &["--refresh"]].concat(), "0 fetched, 6 there before"), 3);
    let (_, _, err) = desk.run(&["fetch", "-o", "out", STORY, "--all"]);
    assert!(err.contains("1 listings of an earlier run, the oldest of 2"), "{err}");

    // Cut within the last row, as by a kill, and with half a line behind it: of two listings one is still whole.
    let path = desk.dir.join("out/listing.jsonl");
    fs::remove_file(&path).unwrap();
    assert_eq!(desk.fetch(&["--all", STORY, SECOND], "0 fetched, 4 there before"), 2);
    let text = fs::read_to_string(&path).unwrap();
    let end = text.rfind("{\"complete\"").unwrap();
    for cut in [end, end - 20, end + 5] {
        fs::write(&path, &text[..cut]).unwrap();
        assert_eq!(desk.fetch(&["--all", STORY, SECOND], "0 fetched, 4 there before"), 1);
        assert_eq!(desk.fetch(&["--all", STORY, SECOND], "0 fetched, 4 there before"), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_fails_is_asked_again_and_the_cache_goes_along() {
    let (count, holdings) = (Arc::new(AtomicUsize::new(0)), three());
    let failures = count.clone();
    let server = FakeArchive::serve(move |request| {
        if request.target.contains("/cdx?") && failures.fetch_add(1, Ordering::SeqCst) == 1 {
            return Reply::new(403, "<p>No");
        }
        holdings.answer(request)
    });
    let desk = Desk::at("listing-fails", server.await);
    let fetch = ["fetch", "-o", "out", "--all", STORY, SECOND, "--cache", "cache"];
    let (code, _, err) = desk.run(&fetch);
    assert!(code == 1 && err.contains("2 fetched, 0 there before, 1 failed"), "{err}");
    assert_eq!(desk.fetch(&fetch[3..], "2 fetched, 2 there before, 0 failed"), 1);
    // Another directory has no journal, and the cache answers.
    let (code, _, err) = desk.run(&[&["fetch", "-o", "other"], &fetch[3..]].concat());
    assert_eq!((code, count.load(Ordering::SeqCst)), (0, 3), "{err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_captures_with_the_same_bytes_the_oldest_is_fetched() {
    let (same, other) = (page("Ferry sails"), page("Ferry sold"));
    let desk = Desk::at(
        "unique",
        Holdings::new([
            Held::new("20190306000000", STORY, same.clone()),
            Held::new("20190307000000", STORY, other.clone()),
            Held::new("20190308000000", STORY, same.clone()).revisit(),
            Held::new("20190305000000", SECOND, same.clone()),
            Held::new("20190309000000", SECOND, page("Slipway")).digest("-"),
            Held::new("20190310000000", SECOND, page("Slipway")).digest("-"),
        ])
        .serve()
        .await,
    );
    let fetch = ["--all", "--unique", STORY, SECOND];
    assert_eq!(desk.fetch(&fetch, "4 fetched, 0 there before, 0 failed, 2 left out as the same"), 2);
    let chosen: Vec<String> = ["05", "07", "09", "10"].iter().map(|day| format!("201903{day}000000")).collect();
    let ids = desk.urls("out");
    assert!(ids.iter().zip(&chosen).all(|(id, time)| id.starts_with(time.as_str())), "{ids:?}");
    assert_eq!(desk.fetch(&fetch, "0 fetched, 4 there before, 0 failed, 2 left out as the same"), 0);
    // What a filter leaves out is not the first of anything.
    assert_eq!(desk.fetch(&[&fetch[..], &["--not-url", "*/2.html"]].concat(), "1 fetched, 1 there before"), 0);
    let (code, _, err) = desk.run(&["fetch", "-o", "out", "--unique", "--at", "2019", STORY]);
    assert!(code == 2 && err.contains("--unique"), "{err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_pages_are_fetched_unless_others_are_asked_for() {
    let of = |name: &str, mime: &str| {
        Held::new("20190304101500", &format!("http://news.example/uk/{name}"), page(name)).mime(mime)
    };
    let held = [
        of("1.html", "text/html"),
        of("2", "application/xhtml+xml"),
        of("3.txt", "text/plain"),
        of("4.php", "unk"),
        of("5.gif", "image/gif"),
        of("6.swf", "application/x-shockwave-flash"),
        of("7.jpg", "unk"),
        of("8.html", "warc/revisit"),
        of("9.css", "warc/revisit"),
        Held::new("20190304101500", "http://news.example/us/1.html", page("US")),
    ];
    let desk = Desk::at("types", Holdings::new(held).serve().await);
    let prefix = "http://news.example/uk/";
    let names = |dir: &str| -> String {
        let mut names: Vec<String> =
            desk.urls(dir).iter().map(|id| id.rsplit('/').next().unwrap()[..1].to_owned()).collect();
        names.sort();
        names.concat()
    };
    let star = format!("{prefix}*");
    for (n, (arguments, found)) in [
        (&[prefix, "--match", "prefix"][..], "12348"),
        (&[&star], "12348"),
        (&[&star, "--any-type"], "123456789"),
        (&[&star, "--mime", "image/gif"], "589"),
        // Of a single page all is listed, and chosen here.
        (&[&format!("{prefix}1.html"), &format!("{prefix}5.gif"), "--all"], "1"),
        (&["http://news.example/", "--match", "host", "--only-url", "*/us/*"], "1"),
        (&[&star, "--not-url", "*.html", "--not-url", "*.php"], "23"),
    ]
    .into_iter()
    .enumerate()
    {
        let dir = format!("out{n}");
        let before = desk.server.targets().len();
        let (code, _, err) = desk.run(&[&["fetch", "-o", &dir], arguments].concat());
        let targets = desk.server.targets().split_off(before);
        let asks_for_types = targets.iter().any(|target| target.contains("filter=") && target.contains("html"));
        let is_many = arguments[0].contains('*') || arguments.contains(&"--match");
        let is_of_pages = !arguments.contains(&"--any-type") && !arguments.contains(&"--mime");
        assert_eq!(asks_for_types, is_many && is_of_pages, "{targets:?}");
        assert_eq!((code, names(&dir).as_str()), (0, found), "{arguments:?}: {err}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_tells_what_would_be_fetched_and_asks_the_index_alone() {
    let desk = Desk::at("dry", three().serve().await);
    let dry = ["fetch", "-o", "out", "--all", "--dry-run", STORY, SECOND];
    let host = desk.server.origin().replace("http://", "");
    let rate = format!("{host}=30");
    let (code, out, err) = desk.run(&[&dry[..], &["--rate", &rate]].concat());
    assert_eq!((code, out.lines().count()), (0, 4), "{err}");
    assert_eq!(out.lines().next().unwrap(), format!("20190304101500\t200\ttext/html\t1000\t{STORY}"));
    for line in [
        "cuttings: 4 captures of 2 addresses would be fetched, 0 there before\n",
        "cuttings: about 0.0 MB, as packed in the archive\n",
        &format!("cuttings: at least 8 s: {host}/web is asked for a capture every 2 s\n"),
    ] {
        assert!(err.contains(line), "{line}: {err}");
    }
    assert_eq!(desk.fetches(), 0);
    assert!(!desk.dir.join("out/pages").exists() && !desk.dir.join("out/manifest.jsonl").exists());
    assert_eq!(desk.fetch(&["--all", STORY], "2 fetched"), 0);
    let (code, out, err) = desk.run(&[&dry[..], &["--quiet"]].concat());
    assert!(code == 0 && err.is_empty() && out.lines().all(|line| line.ends_with(SECOND)), "{out}{err}");
    let (_, out, err) = desk.run(&[&dry[..], &["--unique", THIRD]].concat());
    assert!(out.lines().count() == 4 && err.contains("4 captures of 2 addresses would be fetched, 2 there before"));
    assert!(err.contains("no limit is set for it"), "{err}");
    let (code, out, _) = desk.run(&["fetch", "-o", "out", "--dry-run", "--at", "2019", THIRD, STORY]);
    assert_eq!((code, out), (0, format!("-\t-\t-\t-\t{THIRD}\n-\t-\t-\t-\t{STORY}\n")));
    assert_eq!(desk.fetches(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn sizes_that_are_not_told_are_estimated_by_the_others() {
    let rows = "{\"timestamp\": \"20190304101500\", \"url\": \"http://a.example/1\", \"mime\": \"text/html\", \"status\": \"200\", \"length\": \"400000\"}\n\
        {\"timestamp\": \"20190305101500\", \"url\": \"http://a.example/1\", \"mime\": \"text/html\", \"status\": \"200\"}\n";
    let desk = Desk::at("sizes", FakeArchive::always(Reply::new(200, rows)).await);
    let (code, _, err) = desk.run(&["fetch", "-o", "out", "--all", "-n", "a.example/1"]);
    assert!(code == 0 && err.contains("about 0.8 MB, as packed in the archive; 1 tell no size"), "{err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_manifest_is_in_the_order_of_time() {
    let desk = Desk::at("order", three().serve().await);
    for warc in [&[][..], &["--warc"]] {
        let journal = if warc.is_empty() { "out/manifest.jsonl" } else { "out/journal.jsonl" };
        // The later captures first.
        desk.fetch(&[&[THIRD, STORY, "--from", "2020"], warc].concat(), "2 fetched");
        desk.fetch(&[&[SECOND, THIRD, STORY, "--all"], warc].concat(), "4 fetched, 2 there before");
        let order = || -> Vec<(String, String)> {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            desk.lines(journal).iter().map(|entry| (text(&entry["captured"]), text(&entry["url"]))).collect()
        };
        let all = order();
        assert!(all.len() == 6 && all.is_sorted(), "{all:?}");
        desk.fetch(&[&[SECOND, THIRD, STORY, "--all"], warc].concat(), "0 fetched, 6 there before");
        assert_eq!(order(), all);
        // What a kill left behind that was at work on it.
        fs::write(desk.dir.join(journal).with_extension("part"), "half").unwrap();
        desk.fetch(&[&[SECOND, THIRD, STORY, "--all"], warc].concat(), "0 fetched, 6 there before");
        assert_eq!(order(), all);
    }
    // The places of records are theirs still: one that is cut off is known, and the others are whole.
    let warc = desk.dir.join("out/pages.warc.gz");
    let end = desk.lines("out/journal.jsonl").iter().map(|entry| entry["end"].as_u64().unwrap()).max().unwrap();
    fs::OpenOptions::new().write(true).open(&warc).unwrap().set_len(end - 1).unwrap();
    desk.fetch(&[SECOND, THIRD, STORY, "--all", "--warc"], "1 fetched, 5 there before");
    let (code, out, err) = desk.run_batch(&["out/pages.warc.gz"]);
    assert_eq!((code, out.lines().count()), (0, 6), "{err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn records_have_the_headers_of_the_page_and_its_place_in_the_archive() {
    let held = Held::new("20190304101500", STORY, page("Ferry sails"))
        .header("Content-Type", "text/html; charset=utf-8")
        .header("X-Archive-Orig-Content-Encoding", "gzip")
        .header("X-Archive-Orig-Last-Modified", "Mon, 04 Mar 2019 10:00:00 GMT");
    let desk = Desk::at("headers", Holdings::new([held]).serve().await);
    let mut blocks = Vec::new();
    for dir in ["one", "two"] {
        // The second out of the cache.
        let (code, _, err) =
            desk.run(&["fetch", "-o", dir, "--all", "--warc", "--cache", "cache", "--contact", "a@b.example", STORY]);
        assert_eq!(code, 0, "{err}");
        let packed = fs::read(desk.dir.join(dir).join("pages.warc.gz")).unwrap();
        let mut text = String::new();
        flate2::read::MultiGzDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
        let source = desk.server.raw("20190304101500", STORY);
        for line in [
            "WARC-Type: warcinfo",
            "operator: a@b.example",
            "robots: classic",
            &format!("WARC-Target-URI: {STORY}"),
            "WARC-Date: 2019-03-04T10:15:00Z",
            &format!("WARC-Source-URI: {source}"),
            "x-archive-orig-server: no",
        ] {
            let is_there = text.contains(&format!("\r\n{line}\r\n"));
            assert_eq!(is_there, !line.ends_with(": no"), "{line}: {text}");
        }
        blocks.push(text.split("HTTP/1.1 200 OK\r\n").nth(1).unwrap().to_owned());
    }
    let body = page("Ferry sails");
    let head = "server: gull\r\ncontent-type: text/html; charset=utf-8\r\nX-Crawler-content-encoding: gzip\r\n\
        last-modified: Mon, 04 Mar 2019 10:00:00 GMT";
    assert_eq!(blocks[0], format!("{head}\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n", body.len()));
    assert_eq!(blocks[0], blocks[1]);
    assert_eq!(desk.fetches(), 1);
}
