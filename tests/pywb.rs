//! The client beside pywb, a real archive server, on loopback.
//!
//! `CUTTINGS_PYTHON` names an interpreter that has pywb, warcio and waitress (`.ci/python-env` makes one; default:
//! `python3`). Without one the tests say that they were skipped; with `CUTTINGS_REQUIRE_PYTHON` set that is a failure.
#![allow(clippy::print_stderr, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use cuttings::{
    Archive, Change, Extractor, FetchOptions, Fetcher, HistoryOptions, Outcome, Period, Query, WarningCode,
};
use serde_json::Value;

const STORY: &str = "http://news.example/2019/ferry.html";

pub struct Server {
    child: Child,
    port: u16,
    pub captures: Vec<Value>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn place(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pywb").join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    dir
}

/// An interpreter that has what the scripts need.
fn python() -> Option<String> {
    let python = std::env::var("CUTTINGS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let found = Command::new(&python).args(["-c", "import pywb, warcio, waitress"]).output();
    if !found.is_ok_and(|output| output.status.success()) {
        let what = format!("skipped: {python} has no pywb (CUTTINGS_PYTHON names another interpreter)");
        assert!(std::env::var_os("CUTTINGS_REQUIRE_PYTHON").is_none(), "{what}");
        eprintln!("{what}");
        return None;
    }
    Some(python)
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pywb").join(name)
}

/// The archive of `tests/pywb/archive.py`, once it listens: that is when it prints its first line.
fn serve(name: &str) -> Option<Server> {
    serve_script("archive.py", name)
}

/// What a script serves, once it listens.
pub fn serve_script(file: &str, name: &str) -> Option<Server> {
    serve_with(file, name, &[])
}

fn serve_with(file: &str, name: &str, more: &[&Path]) -> Option<Server> {
    let mut command = Command::new(python()?);
    command
        .arg(script(file))
        .arg(place(name))
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let told: Value = serde_json::from_str(&line).expect("the archive did not start");
    let port = u16::try_from(told["port"].as_u64().unwrap()).unwrap();
    Some(Server { child, port, captures: told["captures"].as_array().unwrap().clone() })
}

impl Server {
    pub fn archive(&self, collection: &str) -> Archive {
        Archive::pywb(&format!("http://127.0.0.1:{}/{collection}/", self.port)).unwrap()
    }
}

pub fn fetcher() -> Fetcher {
    Fetcher::new(FetchOptions::default().allow_private(true)).unwrap()
}

fn at(text: &str) -> Period {
    text.parse().unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_capture_comes_byte_for_byte_in_every_encoding() {
    let Some(server) = serve("bytes") else { return };
    let mut seen = 0;
    for collection in ["web", "framed"] {
        for known in server.captures.iter().filter(|c| !matches!(c["status"].as_u64().unwrap(), 301 | 302 | 304)) {
            let (url, time) = (known["url"].as_str().unwrap(), known["timestamp"].as_str().unwrap());
            let outcome = fetcher().capture(&server.archive(collection), url, at(time)).await.unwrap();
            let captured = outcome.captured().unwrap_or_else(|| panic!("{collection} {time} {url}: {outcome}"));
            assert_eq!(hex(captured.page.bytes()), known["body"].as_str().unwrap(), "{collection} {known}");
            assert_eq!(captured.page.status().map(u64::from), known["status"].as_u64(), "{known}");
            assert_eq!(captured.timestamp.to_string(), time);
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn archived_redirects_are_followed_within_the_archive() {
    let Some(server) = serve("redirects") else { return };
    for url in ["http://news.example/moved.html", "http://news.example/2019/near.html"] {
        let outcome = fetcher().capture(&server.archive("web"), url, at("20190304101000")).await.unwrap();
        let captured = outcome.captured().unwrap_or_else(|| panic!("{url}: {outcome}"));
        assert_eq!((captured.original.as_str(), captured.timestamp.to_string().as_str()), (STORY, "20190304101500"));
        assert!(!captured.hops.is_empty());
    }
    // Where it leads was never archived, and the live web is not asked.
    let away = "http://news.example/away.html";
    let outcome = fetcher().capture(&server.archive("web"), away, at("20190304101000")).await.unwrap();
    assert!(matches!(outcome, Outcome::NeverArchived), "{outcome:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn captures_are_listed_and_the_nearest_found() {
    let Some(server) = serve("captures") else { return };
    let (archive, fetcher) = (server.archive("web"), fetcher());
    let mut rows = fetcher.captures(&archive, STORY, &Query::default());
    let mut times = Vec::new();
    while let Some(row) = rows.next().await {
        times.push(row.unwrap().timestamp.to_string());
    }
    let known: Vec<&str> =
        server.captures.iter().filter(|c| c["url"] == STORY).map(|c| c["timestamp"].as_str().unwrap()).collect();
    assert_eq!(times, known);
    let row = fetcher.nearest_capture(&archive, STORY, at("20190307")).await.unwrap().unwrap();
    assert_eq!(row.timestamp.to_string(), "20190308090000");
    let page = fetcher.nearest(&archive, STORY, at("2020")).await.unwrap();
    assert!(page.capture_time().unwrap().to_string().starts_with("2020-04-02"));
    let none = fetcher.capture(&archive, "http://news.example/none.html", at("2020")).await.unwrap();
    assert!(matches!(none, Outcome::NeverArchived), "{none:?}");
    let none = fetcher.nearest_capture(&archive, "http://news.example/none.html", at("2020")).await.unwrap();
    assert_eq!(none, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn its_timemap_and_timegate_are_read_where_there_is_no_index() {
    let Some(server) = serve("timemap") else { return };
    // It has no index where the Wayback Machine has it.
    let archive = Archive::wayback_like(&format!("http://127.0.0.1:{}", server.port)).unwrap();
    let fetcher = fetcher();
    let mut rows = fetcher.captures(&archive, STORY, &Query::default());
    let mut found = Vec::new();
    while let Some(row) = rows.next().await {
        let row = row.unwrap();
        assert_eq!((row.status, row.digest.as_deref()), (None, None), "not out of a TimeMap: {row:?}");
        found.push((row.timestamp.to_string(), row.capture.unwrap().to_string()));
    }
    assert_eq!(rows.skipped(), 0);
    let of_story = server.captures.iter().filter(|c| c["url"] == STORY).map(|c| c["timestamp"].as_str().unwrap());
    let raw = |time: &str| format!("http://127.0.0.1:{}/web/{time}id_/{STORY}", server.port);
    let known: Vec<_> = of_story.map(|time| (time.to_owned(), raw(time))).collect();
    assert_eq!(found, known);
    let row = fetcher.nearest_capture(&archive, STORY, at("20190307")).await.unwrap().unwrap();
    assert_eq!(row.timestamp.to_string(), "20190308090000");
    let none = fetcher.nearest_capture(&archive, "http://news.example/none.html", at("2019")).await.unwrap();
    assert_eq!(none, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_429_with_retry_after_is_a_page_and_stops_nobody() {
    let Some(server) = serve("busy") else { return };
    // It asked for thirty seconds, in 2019: who kept to that would have to wait longer than is allowed here.
    let options = FetchOptions::default().allow_private(true).max_wait(std::time::Duration::from_secs(10));
    let (archive, fetcher) = (server.archive("web"), Fetcher::new(options).unwrap());
    let outcome = fetcher.capture(&archive, "http://news.example/busy.html", at("20190314000000")).await.unwrap();
    let captured = outcome.captured().unwrap_or_else(|| panic!("{outcome}"));
    assert_eq!(captured.page.status(), Some(429));
    assert!(captured.page.bytes().starts_with(b"<h1>Busy</h1>"));
    assert!(fetcher.capture(&archive, STORY, at("2020")).await.unwrap().page().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nearest_page_that_was_there_is_found_or_what_there_is_told() {
    let Some(server) = serve("status") else { return };
    for collection in ["web", "framed"] {
        let archive = server.archive(collection);
        let told = |url: &'static str| {
            let archive = archive.clone();
            async move { fetcher().nearest_captured(&archive, url, at("2020")).await.unwrap().to_string() }
        };
        assert_eq!(told("http://news.example/gone.html").await, "archived, but only with status 404");
        assert_eq!(told("http://news.example/busy.html").await, "archived, but only with status 429");
        assert_eq!(told("http://news.example/away.html").await, "archived, but only with status 302");
        assert_eq!(told("http://news.example/none.html").await, "never archived");
        // A page that was archived before its address gave an error, as later revisits say.
        let page = fetcher().nearest(&archive, "http://news.example/lost.html", at("2020")).await.unwrap();
        assert_eq!(page.capture_time().unwrap().to_string(), "2019-03-15T00:00:00Z");
        let page = fetcher().nearest(&archive, "http://news.example/same.html", at("2020")).await.unwrap();
        assert_eq!((page.status(), page.warnings()[0].code.as_str()), (Some(200), "not_modified"));
        let page = fetcher().nearest(&archive, "http://news.example/sold.html", at("2020")).await.unwrap();
        assert_eq!(page.warnings()[0].code.as_str(), "redirected");
        let mut rows = fetcher().captures(&archive, "http://news.example/lost.html", &Query::default().status(200));
        assert_eq!(rows.next().await.unwrap().unwrap().timestamp.to_string(), "20190315000000");
        assert!(rows.next().await.is_none(), "a revisit of an error page is none of a page");
    }
    let none = server.archive("none");
    let error = fetcher().captures(&none, STORY, &Query::default()).next().await.unwrap().unwrap_err();
    assert!(error.to_string().ends_with("the archive has no such collection"), "{error}");
    let error = fetcher().nearest(&none, STORY, at("2020")).await.unwrap_err();
    assert!(error.to_string().ends_with("the archive has no such collection"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_has_the_versions_and_what_changed() {
    let Some(server) = serve("history") else { return };
    let history = fetcher().history(&server.archive("web"), STORY, &HistoryOptions::default()).await.unwrap();
    let told: Vec<_> = history.versions.iter().map(|v| (v.first.to_string(), v.captures)).collect();
    let wanted = [("20190304101500", 3), ("20190306090000", 1), ("20190308090000", 1), ("20200402120000", 1)];
    assert_eq!(told, wanted.map(|(time, captures)| (time.to_owned(), captures)), "{}", history.to_text());
    assert_eq!((history.captures, history.complete, &history.failures[..]), (6, true, &[][..]));
    let kinds = |n: usize| -> Vec<&str> {
        let kind = |change: &Change| match change {
            Change::Headline { .. } => "headline",
            Change::ParagraphAdded { .. } => "added",
            Change::ParagraphRemoved { .. } => "removed",
            Change::ParagraphReworded { .. } => "reworded",
            _ => "other",
        };
        history.versions[n].changes.iter().map(kind).collect()
    };
    assert_eq!(kinds(0), [""; 0]);
    assert_eq!(kinds(1), ["headline", "reworded"]);
    assert_eq!(kinds(2), ["added"]);
    assert_eq!(kinds(3), ["added", "removed"]);
}

#[cfg(feature = "program")]
mod program {
    use super::*;

    fn run(arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_cuttings")).args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    #[test]
    fn the_program_lists_fetches_and_tells() {
        let Some(server) = serve("program") else { return };
        let archive = format!("http://127.0.0.1:{}/web/", server.port);
        let with = ["--archive", &archive, "--allow-private"];
        let (code, out, err) = run(&[&["captures", STORY], &with[..]].concat());
        assert_eq!((code, out.lines().count()), (0, 6), "{err}");
        assert!(out.starts_with("20190304101500\t200\ttext/html\t"), "{out}");

        let (code, out, err) = run(&[&["extract", STORY, "--at", "20190306"], &with[..]].concat());
        assert_eq!(code, 0, "{err}");
        let article: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(article["headline"], "Ferry stays in dock until May");

        let (code, out, err) = run(&[&["history", STORY, "--format", "json"], &with[..]].concat());
        assert_eq!(code, 0, "{err}");
        assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["versions"].as_array().unwrap().len(), 4);

        let dir = place("program-out");
        let dir = dir.to_str().unwrap();
        let fetch = [&["fetch", STORY, "--all", "--output", dir], &with[..]].concat();
        let (code, _, err) = run(&fetch);
        assert!(code == 0 && err.contains("6 fetched, 0 there before, 0 failed"), "{err}");
        // A run that was killed: half a line, and a page that is not whole.
        let manifest = Path::new(dir).join("manifest.jsonl");
        let text = fs::read_to_string(&manifest).unwrap();
        let first: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        fs::write(Path::new(dir).join(first["file"].as_str().unwrap()), "half").unwrap();
        fs::write(&manifest, &text[..text.len() - 9]).unwrap();
        let (code, _, err) = run(&fetch);
        assert!(code == 0 && err.contains("2 fetched, 4 there before, 0 failed"), "{err}");
        let (code, out, err) = run(&["batch", "--manifest", manifest.to_str().unwrap(), "--base", dir]);
        assert_eq!((code, out.lines().count()), (0, 6), "{err}");

        let warc = [&fetch[..], &["--warc"]].concat();
        let (code, _, err) = run(&warc);
        assert!(code == 0 && err.contains("6 fetched, 0 there before"), "{err}");
        let (code, _, err) = run(&warc);
        assert!(code == 0 && err.contains("0 fetched, 6 there before"), "{err}");
        let (code, out, err) = run(&["batch", &format!("{dir}/pages.warc.gz")]);
        assert_eq!((code, out.lines().count()), (0, 6), "{err}");

        let missing = "http://news.example/none.html";
        let (code, _, err) = run(&[&["fetch", missing, "--at", "2019", "--output", dir], &with[..]].concat());
        assert!(code == 1 && err.contains("never archived"), "{err}");
        assert_eq!(run(&["fetch", missing]).0, 2);
    }

    /// The cookbook's four commands over twenty years of a paper: `paper.py` counts what comes of each story, and fails where one does
    /// not come as it was written.
    #[test]
    fn twenty_years_of_a_paper_become_a_table() {
        let Some(python) = python() else { return };
        let mut command = Command::new(python);
        command.arg(script("paper.py")).arg(env!("CARGO_BIN_EXE_cuttings")).arg("--dir").arg(place("paper"));
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let counts: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&counts["stories"], &counts["listed"]), (&198.into(), &counts["captures"]));
        let sum = |names: [&str; 2]| names.iter().map(|name| counts[*name].as_u64().unwrap()).sum::<u64>();
        assert_eq!(sum(["whole", "missing"]), 198);
        assert!(counts["joined"].as_u64().unwrap() > 20 && counts["out of frames"].as_u64().unwrap() > 10, "{counts}");
    }

    /// What is written as a WARC is what it was read from: an archive that is made of it shows the same pages, with their statuses and
    /// headers, at the same addresses and times.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_warc_that_was_fetched_is_an_archive_that_shows_the_same() {
        let Some(server) = serve("warc") else { return };
        let dir = place("warc-out");
        let list = dir.join("list");
        let is_page = |known: &&Value| !matches!(known["status"].as_u64().unwrap(), 301 | 302 | 304);
        let pages: Vec<&Value> = server.captures.iter().filter(is_page).collect();
        let urls: std::collections::BTreeSet<&str> = pages.iter().map(|known| known["url"].as_str().unwrap()).collect();
        fs::write(&list, urls.iter().fold(String::new(), |all, url| all + url + "\n")).unwrap();
        let (archive, list) = (format!("http://127.0.0.1:{}/web/", server.port), list.to_str().unwrap());
        let out = dir.join("out");
        let out = out.to_str().unwrap();
        let fetch =
            ["fetch", "--list", list, "--all", "--any-status", "-o", out, "--archive", &archive, "--allow-private"];
        for form in [&[][..], &["--warc"]] {
            let (code, _, err) = run(&[&fetch[..], form].concat());
            assert!(code == 0 || err.contains("only with status 304"), "{err}");
        }
        let warc = Path::new(out).join("pages.warc.gz");
        let copy = serve_with("replay.py", "warc-replay", &[&warc]).unwrap();
        for known in &pages {
            let (url, time) = (known["url"].as_str().unwrap(), known["timestamp"].as_str().unwrap());
            let mut found = Vec::new();
            for server in [&server, &copy] {
                let outcome = fetcher().capture(&server.archive("web"), url, at(time)).await.unwrap();
                let page = outcome.page().unwrap_or_else(|| panic!("{time} {url}: {outcome}")).clone();
                assert_eq!(hex(page.bytes()), known["body"].as_str().unwrap(), "{known}");
                let mut headers = page.headers().to_vec();
                // How a body was sent is told under another name, since it is not sent so any more.
                headers.iter_mut().for_each(|(name, _)| *name = name.trim_start_matches("x-crawler-").to_owned());
                headers.retain(|(name, _)| name != "content-length");
                headers.sort();
                found.push((page.status(), page.content_type().map(str::to_owned), page.capture_time(), headers));
            }
            assert_eq!(found[0], found[1], "{known}");
        }
        assert!(pages.len() > 10);

        let manifest = Path::new(out).join("manifest.jsonl");
        let of_pages = run(&["batch", "--any-status", "--manifest", manifest.to_str().unwrap(), "--base", out]);
        let of_warc = run(&["batch", "--any-status", warc.to_str().unwrap()]);
        let mut articles = [of_pages.1, of_warc.1].map(|out| {
            let records = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
            let of_record = |record: Value| {
                let fields = ["url", "headline", "body", "authors", "published", "language", "status", "media"];
                fields.map(|field| record[field].to_string()).join(" ")
            };
            records.map(of_record).collect::<Vec<_>>()
        });
        articles.iter_mut().for_each(|all| all.sort());
        let [of_pages, of_warc] = articles;
        assert!(of_pages.len() > 10 && of_pages == of_warc, "{of_pages:#?} {of_warc:#?}");
    }

    /// A smaller form of what `tests/pywb/killed.py` shows by itself, with kills that follow close on each other: pages
    /// would be asked for three times if those under way did not come last in the next run.
    #[test]
    fn a_fetch_that_is_killed_again_and_again_loses_nothing_and_asks_twice_at_most() {
        let Some(python) = python() else { return };
        for form in [&["--cache"][..], &["--warc"]] {
            let mut command = Command::new(&python);
            command.arg(script("killed.py")).arg(env!("CARGO_BIN_EXE_cuttings"));
            command
                .args(["--pages", "10", "--captures", "40", "--within", "10", "--delay", "0.05", "--seed", "7"])
                .args(form);
            let output = command.output().unwrap();
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_collections_are_read_as_one_and_without_the_network_from_a_cache() {
    let Some(server) = serve("several") else { return };
    let (archives, cache) = ([server.archive("web"), server.archive("framed")], place("several-cache"));
    let options = || FetchOptions::default().allow_private(true).cache(&cache);
    let fetcher = Fetcher::new(options()).unwrap();
    let mut rows = fetcher.captures_of_all(&archives, STORY, &Query::default());
    let mut times = Vec::new();
    while let Some(row) = rows.next().await {
        let row = row.unwrap();
        let archive = row.archive_among(&archives).unwrap();
        let outcome = fetcher.fetch_record(&archive, &row).await.unwrap();
        assert!(outcome.page().is_some(), "{outcome}");
        times.push((row.timestamp.to_string(), archive));
    }
    let of_story = server.captures.iter().filter(|c| c["url"] == STORY).map(|c| c["timestamp"].as_str().unwrap());
    let known: Vec<_> = of_story.flat_map(|time| archives.clone().map(|archive| (time.to_owned(), archive))).collect();
    assert_eq!((times, rows.failures().len()), (known, 0));
    // An index apart from what replays, with its TimeGate.
    let apart = archives[1].clone().with_index(archives[0].index().unwrap()).unwrap();
    let page = fetcher.nearest(&apart, STORY, at("2020")).await.unwrap();
    assert!(page.url().unwrap().path().starts_with("/framed/"));
    let offline = Fetcher::new(options().offline(true)).unwrap();
    for (day, time) in [
        ("20190302", "2019-03-04T10:15:00Z"),
        ("20190307000000", "2019-03-06T09:00:00Z"),
        ("2021", "2020-04-02T12:00:00Z"),
    ] {
        let nearest = offline.nearest_captured_of_all(&archives, STORY, at(day)).await.unwrap();
        assert_eq!(
            (nearest.captured.page.capture_time().unwrap().to_string().as_str(), nearest.failures.len()),
            (time, 0)
        );
    }
    let other = "http://news.example/blog.html";
    fetcher.nearest(&archives[1], other, at("2005")).await.unwrap();
    let page = offline.nearest(&archives[1], other, at("2015")).await.unwrap();
    assert_eq!(page.capture_time().unwrap().to_string(), "2019-03-10T00:00:00Z");
}

#[tokio::test(flavor = "multi_thread")]
async fn stories_over_several_pages_come_whole_out_of_the_archive() {
    let Some(server) = serve("stories") else { return };
    let archive = server.archive("web");
    let fetcher = fetcher();
    let extractor = Extractor::default();
    let day: Period = "20110201".parse().unwrap();
    for (url, pages, blocks) in [
        ("http://www.shore.example/00/nov/lamp.htm", 3, 8),
        ("http://www.kuestenblatt.example/lokales/0,1518,47110815,00.html", 2, 5),
        ("http://www.pentland.example/news/local/libraries-to-close-1.882104", 3, 8),
        ("http://sound.example/ferry/index.html", 3, 5),
    ] {
        let first = fetcher.nearest(&archive, url, day).await.unwrap();
        let whole = fetcher.whole_story(&extractor, &first).await.unwrap();
        assert_eq!((whole.pages.len(), whole.body.len(), whole.warnings.len()), (pages, blocks, 0), "{url}: {whole:?}");
        assert_eq!(whole.pages[0], url);
    }
    let lone = fetcher.nearest(&archive, "http://lone.example/lamp.htm", day).await.unwrap();
    let part = fetcher.whole_story(&extractor, &lone).await.unwrap();
    assert_eq!((part.body.len(), part.pages.len()), (3, 0));
    assert_eq!(part.warnings[0].code, WarningCode::PageMissing);
    assert!(part.warnings[0].detail.starts_with("http://lone.example/lampa.htm: "), "{part:?}");
}
