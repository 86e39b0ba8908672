//! The program and an archive on loopback: `captures`, `fetch`, `history`, `extract --at`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::fake_archive::{FakeArchive, Held, Holdings, Reply};
use serde_json::Value;

pub const STORY: &str = "http://news.example/1.html";
const OTHER: &str = "http://news.example/2.html";

pub fn page(headline: &str) -> String {
    format!(
        "<!doctype html><title>{headline} | The Sound</title><div class=nav><a href=/>Home</a> <a href=/sport>Sport</a></div>\
         <article><h1>{headline}</h1>\
         <p>The Kerrera ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>\
         <p>Its skipper said that neither the sheep nor the new engine had made any trouble at all.</p>\
         <p>The island council will meet next week to settle who pays for the slipway, which fell in.</p></article>"
    )
}

/// Five captures of one page, of which two are alike and one is an error, and one of another.
fn holdings() -> Holdings {
    Holdings::new([
        Held::new("20190304101500", STORY, page("Ferry sails")),
        Held::new("20190304181500", STORY, page("Ferry sails")),
        Held::new("20190305090000", STORY, "<h1>Gone</h1>").status(404),
        Held::new("20190306090000", STORY, page("Ferry sails again")),
        Held::new("20200402120000", STORY, page("Ferry sold")),
        Held::new("20190310000000", OTHER, page("Slipway mended")),
    ])
}

fn place(test: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("archives").join(test);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    dir
}

/// The program, and the archive that it asks.
pub struct Desk {
    pub server: FakeArchive,
    pub dir: PathBuf,
}

impl Desk {
    async fn new(test: &str) -> Desk {
        Desk::at(test, holdings().serve().await)
    }

    pub fn at(test: &str, server: FakeArchive) -> Desk {
        Desk { server, dir: place(test) }
    }

    pub fn archive(&self) -> String {
        format!("{}/web", self.server.origin())
    }

    pub fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        self.run_with(arguments, b"")
    }

    pub fn run_with(&self, arguments: &[&str], stdin: &[u8]) -> (i32, String, String) {
        let archive = self.archive();
        // The command is in front; what else is given comes after the desk's own archive.
        let (command, rest) = arguments.split_first().unwrap();
        self.run_command(&[&[*command, "--archive", &archive], rest].concat(), stdin)
    }

    /// The program with no archive but those that are named.
    pub fn run_at(&self, arguments: &[&str]) -> (i32, String, String) {
        self.run_command(arguments, b"")
    }

    fn run_command(&self, arguments: &[&str], stdin: &[u8]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cuttings"));
        command.current_dir(&self.dir).args(arguments).arg("--allow-private");
        for proxy in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env_remove(proxy);
        }
        let piped = || Stdio::piped();
        let mut child = command.stdin(piped()).stdout(piped()).stderr(piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(stdin).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// The timestamps that `captures` lists.
    fn listed(&self, arguments: &[&str]) -> Vec<String> {
        let (code, out, err) = self.run(&[&["captures", STORY], arguments].concat());
        assert_eq!(code, 0, "{err}");
        out.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
    }

    pub fn lines(&self, file: &str) -> Vec<Value> {
        let text = fs::read_to_string(self.dir.join(file)).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// How often captures were asked for.
    pub fn fetches(&self) -> usize {
        self.server.targets().iter().filter(|target| target.contains("id_/")).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn captures_are_listed_and_chosen() {
    let desk = Desk::new("captures").await;
    let (code, out, err) = desk.run(&["captures", STORY]);
    assert_eq!((code, out.lines().count(), err.as_str()), (0, 5, "cuttings: 5 captures\n"));
    let fields: Vec<&str> = out.lines().nth(2).unwrap().split('\t').collect();
    assert_eq!(fields[..3], ["20190305090000", "404", "text/html"]);
    assert_eq!((fields[3].len(), fields[4]), (32, STORY));
    let all = ["20190304101500", "20190304181500", "20190305090000", "20190306090000", "20200402120000"];
    for (arguments, wanted) in [
        (&["--from", "2019-03-05", "--to", "2019"][..], &[2, 3][..]),
        (&["--status", "404"], &[2]),
        (&["--mime", "image/png"], &[]),
        (&["--limit", "2"], &[0, 1]),
        (&["--collapse", "digest"], &[0, 2, 3, 4]),
        (&["--collapse", "time:8"], &[0, 2, 3, 4]),
        (&["--collapse", "time:4"], &[0, 4]),
        (&["--closest", "2019-03-06"], &[3]),
        (&["--closest", "20190304120000", "--limit", "2"], &[0, 1]),
        (&["--closest", "2019-03-05", "--status", "200"], &[1]),
        (&["--newest", "2"], &[4, 3]),
    ] {
        let wanted: Vec<&str> = wanted.iter().map(|&n| all[n]).collect();
        assert_eq!(desk.listed(arguments), wanted, "{arguments:?}");
    }
    let (_, out, _) = desk.run(&["captures", STORY, "--format", "jsonl", "--closest", "2020"]);
    let row: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(row["capture"], desk.server.raw("20200402120000", STORY));
    assert_eq!(desk.run(&["captures", STORY, "--collapse", "time:3"]).0, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_that_cannot_tell_is_one() {
    let desk = Desk::at("captures-down", FakeArchive::always(Reply::new(403, "<p>No")).await);
    let (code, out, err) = desk.run(&["captures", STORY]);
    assert!(code == 1 && out.is_empty() && err.contains("status 403"), "{err}");
    let (code, _, err) = desk.run(&["history", STORY]);
    assert!(code == 1 && err.contains("status 403"), "{err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_index_says_does_nothing_to_the_terminal() {
    let row = r#"{"timestamp": "20190304101500", "url": "http://news.example/\u001b[2J\nx", "status": "200", "mime": "a\tb"}"#;
    let desk = Desk::at("terminal", FakeArchive::always(Reply::new(200, row)).await);
    let (code, out, err) = desk.run(&["captures", STORY]);
    assert_eq!((code, out.lines().count()), (0, 1), "{err}");
    assert!(!out.trim_end().contains(|c: char| c.is_control() && c != '\t'), "{out:?}");
    assert_eq!(out.matches('\t').count(), 4, "{out:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_a_list_are_fetched_and_read() {
    let desk = Desk::new("list").await;
    let list =
        format!("\u{feff}{STORY}\n\n{{\"url\": \"{OTHER}\", \"section\": \"north\"}}\nhttp://news.example/none.html\n");
    let fetch = ["fetch", "--list", "-", "--output", "out", "--at", "2019-03-06", "--jobs", "1"];
    let (code, _, err) = desk.run_with(&fetch, list.as_bytes());
    assert!(code == 1 && err.contains("2 fetched, 0 there before, 1 failed"), "{err}");
    let failures = desk.lines("out/failures.jsonl");
    assert_eq!((failures.len(), &failures[0]["kind"]), (1, &Value::from("never_archived")));
    let entries = desk.lines("out/manifest.jsonl");
    assert_eq!(entries[0]["captured"], "20190306090000");
    assert_eq!(entries[0]["url"], desk.server.raw("20190306090000", STORY));
    let (code, out, err) = desk.run_batch(&["--manifest", "out/manifest.jsonl", "--base", "out"]);
    assert_eq!(code, 0, "{err}");
    let headlines: Vec<String> =
        out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["headline"].to_string()).collect();
    assert_eq!(headlines, ["\"Ferry sails again\"", "\"Slipway mended\""]);
    // From a file, and what is there is not fetched again.
    fs::write(desk.dir.join("list"), format!("{OTHER}\n{STORY}")).unwrap();
    let (code, _, err) = desk.run(&["fetch", "--list", "list", "--output", "out", "--at", "2019-03-06"]);
    assert!(code == 0 && err.contains("0 fetched, 2 there before, 0 failed"), "{err}");
    assert!(!desk.dir.join("out/failures.jsonl").exists() && !desk.dir.join("out/asked.jsonl").exists());
    fs::write(desk.dir.join("bad"), "{\"uri\": 1}").unwrap();
    let (code, _, err) = desk.run(&["fetch", "--list", "bad", "--output", "out"]);
    assert!(code == 2 && err.contains("bad, line 1: an object without a url"), "{err}");
}

impl Desk {
    /// `batch` asks no archive.
    pub fn run_batch(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cuttings"));
        let output = command.current_dir(&self.dir).arg("batch").args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_captures_are_fetched_those_of_errors_only_if_asked() {
    let desk = Desk::new("all").await;
    let (code, _, err) = desk.run(&["fetch", STORY, "--all", "--output", "out"]);
    assert!(code == 0 && err.contains("4 fetched"), "{err}");
    let (code, _, err) = desk.run(&["fetch", STORY, "--from", "2019", "--status", "404", "--output", "out"]);
    assert!(code == 0 && err.contains("1 fetched"), "{err}");
    assert_eq!(desk.lines("out/manifest.jsonl")[2]["status"], 404);
    let (code, _, err) =
        desk.run(&["fetch", STORY, "--all", "--collapse", "digest", "--limit", "2", "--output", "out2"]);
    assert!(code == 0 && err.contains("2 fetched"), "{err}");
    // A capture by its address.
    let raw = desk.server.raw("20190306090000", STORY);
    let (code, _, err) = desk.run(&["fetch", &raw, "--output", "out3"]);
    assert!(code == 0 && err.contains("1 fetched"), "{err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cache_answers_for_the_archive() {
    let desk = Desk::new("cache").await;
    let fetch = |output: &'static str, more: &[&'static str]| {
        desk.run(&[&["fetch", STORY, "--all", "--cache", "cache", "--output", output], more].concat())
    };
    let (code, _, err) = fetch("one", &[]);
    assert!(code == 0 && err.contains("4 fetched"), "{err}");
    let asked = desk.server.targets().len();
    for (output, more) in [("two", &[][..]), ("three", &["--offline"])] {
        let (code, _, err) = fetch(output, more);
        assert!(code == 0 && err.contains("4 fetched"), "{err}");
    }
    let (code, out, err) = desk.run(&["history", STORY, "--cache", "cache", "--offline", "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["versions"].as_array().unwrap().len(), 3);
    assert_eq!(desk.server.targets().len(), asked, "{:?}", desk.server.targets());
    for (time, headline) in [("2019-03-05", "Ferry sails"), ("2019", "Ferry sails again"), ("2020", "Ferry sold")] {
        let (code, out, err) = desk.run(&["extract", STORY, "--at", time, "--cache", "cache", "--offline"]);
        assert_eq!(code, 0, "{err}");
        assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["headline"], headline, "{time}");
    }
    let cached = ["--cache", "cache", "--offline"];
    assert_eq!(desk.listed(&[&["--closest", "2019-03-06"], &cached[..]].concat()), ["20190306090000"]);
    assert_eq!(desk.listed(&[&["--from", "2019-03-06", "--status", "200"], &cached[..]].concat()).len(), 2);
    let (code, out, err) = desk.run(&[&["history", STORY, "--from", "2019-03-06"], &cached[..]].concat());
    assert!(code == 0 && out.contains("2 versions in 2 captures"), "{out} {err}");
    assert_eq!(desk.server.targets().len(), asked, "{:?}", desk.server.targets());
    let (code, _, err) = desk.run(&["extract", OTHER, "--at", "2019", "--cache", "cache", "--offline"]);
    assert!(code == 1 && err.contains("not cached"), "{err}");
    assert_eq!(desk.server.targets().len(), asked);
    assert_eq!(desk.run(&["extract", OTHER, "--offline"]).0, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_is_kept() {
    let desk = Desk::new("rate").await;
    let host = desk.server.origin().replace("http://", "");
    let rate = format!("{host}=120");
    let (code, _, err) = desk.run(&["fetch", STORY, "--all", "--output", "out", "--rate", &rate]);
    assert!(code == 0 && err.contains("4 fetched"), "{err}");
    let requests = desk.server.requests();
    let times: Vec<_> = requests.iter().filter(|r| r.target.contains("id_/")).map(|r| r.time).collect();
    assert_eq!(times.len(), 4);
    let all = *times.last().unwrap() - times[0];
    assert!(all >= Duration::from_millis(1_450), "{all:?}");
    assert_eq!(desk.run(&["fetch", STORY, "--output", "out", "--rate", "120"]).0, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_under_way_at_a_kill_comes_last() {
    let desk = Desk::new("asked").await;
    fs::create_dir_all(desk.dir.join("out")).unwrap();
    // With half a line, as a run may leave it that was killed.
    fs::write(desk.dir.join("out/asked.jsonl"), format!("\"20190304101500 {STORY}\"\n\"2019030")).unwrap();
    let (code, _, err) = desk.run(&["fetch", STORY, "--all", "--output", "out", "--jobs", "1"]);
    assert!(code == 0 && err.contains("4 fetched"), "{err}");
    let targets = desk.server.targets();
    assert!(targets[1].contains("20190304181500") && targets[4].contains("20190304101500"), "{targets:?}");
    assert!(!desk.dir.join("out/asked.jsonl").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_records_that_are_gone_are_fetched_anew_and_listed_once() {
    let desk = Desk::new("gone").await;
    let fetch = ["fetch", STORY, "--all", "--output", "out", "--jobs", "1"];
    assert_eq!(desk.run(&fetch).0, 0);
    let first = desk.lines("out/manifest.jsonl")[0]["file"].as_str().unwrap().to_owned();
    fs::write(desk.dir.join("out").join(first), "half").unwrap();
    let (code, _, err) = desk.run(&fetch);
    assert!(code == 0 && err.contains("1 fetched, 3 there before"), "{err}");
    assert_eq!(desk.lines("out/manifest.jsonl").len(), 4);

    let fetch = [&fetch[..], &["--warc"]].concat();
    assert_eq!(desk.run(&fetch).0, 0);
    let warc = desk.dir.join("out/pages.warc.gz");
    let whole = fs::read(&warc).unwrap();
    for length in [whole.len() - 1, whole.len() / 2, 0] {
        let ends = desk.lines("out/journal.jsonl").into_iter().map(|entry| entry["end"].as_u64().unwrap());
        let again = ends.filter(|&end| end > length as u64).count();
        assert!(again > 0);
        fs::OpenOptions::new().write(true).open(&warc).unwrap().set_len(length as u64).unwrap();
        let (code, _, err) = desk.run(&fetch);
        assert!(code == 0 && err.contains(&format!("{again} fetched")), "{length}: {err}");
        let (code, out, err) = desk.run_batch(&["out/pages.warc.gz"]);
        assert_eq!((code, out.lines().count()), (0, 4), "{length}: {err}");
    }
    // What a killed run left behind the last whole record.
    fs::OpenOptions::new().append(true).open(&warc).unwrap().write_all(&whole[..200]).unwrap();
    let (code, _, err) = desk.run(&fetch);
    assert!(code == 0 && err.contains("0 fetched, 4 there before"), "{err}");
    let (code, out, err) = desk.run_batch(&["out/pages.warc.gz"]);
    assert_eq!((code, out.lines().count()), (0, 4), "{err}");
}

/// A story of which only an error page is left, one with an error page behind it, and one that redirects to another site.
fn troubled() -> Holdings {
    let gone = "http://news.example/gone.html";
    let sold = "http://news.example/sold.html";
    Holdings::new([
        Held::new("20190304101500", gone, page("No such page")).status(404),
        Held::new("20190305101500", gone, page("Out of order")).status(503),
        Held::new("20190304101500", STORY, page("Ferry sails")),
        Held::new("20190306101500", STORY, page("No such page")).status(404),
        Held::new("20190304101500", sold, "").status(302).header("Location", "http://lander.example/"),
        Held::new("20190304101501", "http://lander.example/", page("Ten reasons to buy")),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn one_rule_for_status_holds_on_every_road() {
    let desk = Desk::at("status", troubled().serve().await);
    let (gone, sold) = ("http://news.example/gone.html", "http://news.example/sold.html");
    let only = "archived, but only with status 404";
    for arguments in [&["extract", gone, "--at", "2019"][..], &["fetch", gone, "--at", "2019", "--output", "out"]] {
        let (code, out, err) = desk.run(arguments);
        assert!(code == 1 && out.is_empty() && err.contains(&format!("{only} and 503")), "{err}");
    }
    assert_eq!(desk.lines("out/failures.jsonl")[0]["kind"], "error_page");
    let (code, _, err) = desk.run(&["fetch", gone, "--all", "--output", "out"]);
    assert!(code == 1 && err.contains(&format!("{gone}: {only}, 503")), "{err}");
    let (code, out, err) = desk.run(&["extract", STORY, "--at", "20190306"]);
    assert!(code == 0 && out.contains("Ferry sails"), "{err}");

    let (code, _, err) = desk.run_with(
        &["fetch", "--list", "-", "--at", "20190306", "--output", "list"],
        format!("{STORY}\n{gone}\n{sold}\n").as_bytes(),
    );
    assert!(code == 1 && err.contains("2 fetched, 0 there before, 1 failed"), "{err}");
    let (code, _, err) = desk.run(&["fetch", gone, "--all", "--any-status", "--output", "list"]);
    assert!(code == 0 && err.contains("2 fetched"), "{err}");
    let entries = desk.lines("list/manifest.jsonl");
    let mut statuses: Vec<u64> = entries.iter().map(|entry| entry["status"].as_u64().unwrap()).collect();
    statuses.sort();
    assert_eq!(statuses, [200, 200, 404, 503]);
    let entry = entries.iter().find(|entry| entry["id"].as_str().unwrap().ends_with(sold)).unwrap();
    assert_eq!(entry["warnings"][0]["code"], "redirected");

    let (code, out, err) = desk.run_batch(&["--manifest", "list/manifest.jsonl", "--base", "list"]);
    assert_eq!(code, 1, "{err}");
    let records: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut errors: Vec<_> = records.iter().filter_map(|r| r["error"]["message"].as_str()).collect();
    errors.sort();
    assert_eq!(errors, ["served with status 404", "served with status 503"]);
    assert!(records.iter().filter(|r| !r["error"].is_null()).all(|r| r["error"]["kind"] == "error_page"));
    let warned = records.iter().find(|r| r["id"].as_str().unwrap().ends_with(sold)).unwrap();
    assert!(warned["warnings"].as_array().unwrap().iter().any(|w| w["code"] == "redirected"), "{warned}");

    let (code, out, err) = desk.run(&["extract", gone, "--at", "2019", "--any-status"]);
    let article: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &article["status"]), (0, &503.into()), "{err}");
    let way = format!("{sold} (302, 20190304101500) -> http://lander.example/ (20190304101501)");
    let (code, out, _) = desk.run(&["extract", sold, "--at", "2019"]);
    assert!(code == 0 && out.contains(&way), "{out}");
    for arguments in [
        &["extract", sold, "--at", "2019", "--exact"][..],
        &["fetch", sold, "--at", "2019", "--exact", "--output", "exact"],
    ] {
        let (code, _, err) = desk.run(arguments);
        assert!(code == 1 && err.contains(&format!("redirects to another site: {way}")), "{err}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn waits_and_failures_are_told_with_their_times() {
    let count = AtomicUsize::new(0);
    let server = FakeArchive::serve(move |request| {
        let is_capture = request.target.contains("id_/");
        match count.fetch_add(usize::from(is_capture), Ordering::SeqCst) {
            0 if is_capture => Reply::new(429, "").header("Retry-After", "1"),
            _ if request.target.contains("20190306090000id_") => Reply::new(400, "<p>Bad"),
            _ => holdings().answer(request),
        }
    });
    let desk = Desk::at("waits", server.await);
    let (code, _, err) = desk.run(&["fetch", STORY, "--all", "--output", "out"]);
    let host = desk.server.origin().replace("http://", "");
    assert_eq!(err.matches(&format!("cuttings: {host} asks for a pause of 1 s (429)\n")).count(), 1, "{err}");
    assert!(code == 1 && err.contains("cuttings: 20190306090000 capture of "), "{err}");
    assert_eq!(desk.lines("out/failures.jsonl")[0]["captured"], "20190306090000");

    let desk = Desk::at("quiet", FakeArchive::always(Reply::new(429, "").header("Retry-After", "1")).await);
    let (code, _, err) = desk.run(&["fetch", STORY, "--at", "2019", "--quiet", "--output", "out"]);
    assert!(code == 1 && !err.contains("asks for a pause of 1 s (429)"), "{err}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_fetch_that_is_killed_goes_on() {
    let held = (0..60)
        .map(|n| Held::new(&format!("201903{:02}{:02}0000", n / 10 + 1, n % 10), STORY, page(&format!("Ferry {n}"))));
    let holdings = Holdings::new(held);
    // So many are answered; the others wait until the program that asked is dead.
    let (asked, allowed) = (AtomicUsize::new(0), Arc::new(AtomicUsize::new(10)));
    let most = allowed.clone();
    let server = FakeArchive::serve(move |request| {
        if request.target.contains("id_/") {
            let number = asked.fetch_add(1, Ordering::SeqCst);
            while number >= most.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        holdings.answer(request)
    });
    let desk = Desk::at("killed", server.await);
    let archive = desk.archive();
    let command = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cuttings"));
        command.current_dir(&desk.dir).args(["fetch", STORY, "--all", "--output", "out", "--archive", &archive]);
        command.args(["--allow-private", "--jobs", "2"]).stderr(Stdio::null());
        command
    };
    let kills = 4;
    for n in 1..=kills {
        let mut child = command().spawn().unwrap();
        while desk.fetches() <= n * 10 {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        allowed.store(if n < kills { n * 10 + 10 } else { usize::MAX }, Ordering::SeqCst);
    }
    assert!(command().status().unwrap().success());
    let mut asked = std::collections::HashMap::<String, usize>::new();
    for target in desk.server.targets().into_iter().filter(|target| target.contains("id_/")) {
        *asked.entry(target).or_default() += 1;
    }
    assert_eq!(asked.len(), 60);
    assert!(asked.values().all(|&times| times <= 2), "{asked:?}");
    assert!(asked.values().sum::<usize>() <= 60 + 2 * kills, "{asked:?}");
    let entries = desk.lines("out/manifest.jsonl");
    assert_eq!(entries.len(), 60);
    for entry in entries {
        let body = fs::read_to_string(desk.dir.join("out").join(entry["file"].as_str().unwrap())).unwrap();
        assert_eq!(entry["bytes"], body.len());
        let stamp = entry["captured"].as_str().unwrap();
        let n = (stamp[6..8].parse::<usize>().unwrap() - 1) * 10 + stamp[8..10].parse::<usize>().unwrap();
        assert_eq!(body, page(&format!("Ferry {n}")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_is_told_in_every_format() {
    let desk = Desk::new("history").await;
    let (code, out, err) = desk.run(&["history", STORY]);
    assert!(code == 0 && err.contains("3 versions in 4 captures, 0 failed"), "{err}");
    assert!(out.contains("Ferry sails again") && out.contains("Ferry sold"), "{out}");
    let (code, out, _) = desk.run(&["history", STORY, "--format", "markdown", "--to", "2019"]);
    assert!(code == 0 && out.starts_with('#') && !out.contains("Ferry sold"), "{out}");
    let (_, out, _) = desk.run(&["history", STORY, "--format", "json", "--limit", "1"]);
    let history: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&history["complete"], history["versions"].as_array().unwrap().len()), (&Value::from(false), 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_that_is_cut_short_is_one_and_told_as_far_as_it_came() {
    let server = FakeArchive::serve(|request| match request.target.starts_with("/web/20190306") {
        true => Reply::new(429, "").header("Retry-After", "3000"),
        false => holdings().answer(request),
    });
    let desk = Desk::at("history-cut", server.await);
    let (code, out, err) = desk.run(&["history", STORY, "--format", "json"]);
    assert!(code == 1 && err.contains("1 versions in 3 captures, 1 failed"), "{err}");
    let history: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&history["complete"], &history["failures"][1]["code"]), (&false.into(), &"rate_limited".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_day_is_extracted() {
    let desk = Desk::new("extract").await;
    for (arguments, headline, time) in [
        (&[STORY, "--at", "2019-03-06"][..], "Ferry sails again", "2019-03-06T09:00:00Z"),
        // The nearest is an error page.
        (&[STORY, "--at", "20190305100000"], "Ferry sails", "2019-03-04T18:15:00Z"),
        (&[&desk.server.raw("20200402120000", STORY)], "Ferry sold", "2020-04-02T12:00:00Z"),
    ] {
        let (code, out, err) = desk.run(&[&["extract"], arguments].concat());
        assert_eq!(code, 0, "{err}");
        let article: Value = serde_json::from_str(&out).unwrap();
        assert_eq!((&article["headline"], &article["url"]), (&headline.into(), &STORY.into()), "{arguments:?}");
        assert_eq!(article["capture"]["timestamp"], time);
    }
    let (code, _, err) = desk.run(&["extract", "http://none.example/", "--at", "2019"]);
    assert!(code == 1 && err.contains("never archived"), "{err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_that_was_fetched_is_extracted_without_the_network_for_any_time() {
    let desk = Desk::new("kept").await;
    let cached = ["--cache", "cache"];
    let (code, _, err) = desk.run(&[&["fetch", STORY, "--at", "20190306", "-o", "out"], &cached[..]].concat());
    assert!(code == 0 && err.contains("1 fetched"), "{err}");
    let asked = desk.server.targets().len();
    for time in ["2019-03-06", "2019", "2007"] {
        let (code, out, err) = desk.run(&[&["extract", STORY, "--at", time, "--offline"], &cached[..]].concat());
        assert_eq!(code, 0, "{err}");
        assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["headline"], "Ferry sails again", "{time}");
    }
    assert_eq!(desk.server.targets().len(), asked);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_archives_are_asked_as_one() {
    let desk = Desk::new("several").await;
    let other = Holdings::new([
        Held::new("20190305120000", STORY, page("Ferry waits")),
        Held::new("20210101000000", STORY, page("Ferry sold")),
    ]);
    let other = other.serve().await;
    let (ours, theirs) = (desk.archive(), format!("wayback+{}", other.origin()));
    let name = |address: &str| address.rsplit("//").next().unwrap().to_owned();
    let both = ["--archive", &theirs];
    let (code, out, err) = desk.run(&[&["captures", STORY, "--from", "2019-03-05"], &both[..]].concat());
    assert_eq!((code, err.as_str()), (0, "cuttings: 5 captures\n"));
    let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split('\t').collect()).collect();
    let told: Vec<(&str, &str)> = rows.iter().map(|row| (row[0], row[5])).collect();
    let (ours, theirs) = (name(&ours), name(&theirs));
    let (ours, theirs) = (ours.as_str(), theirs.as_str());
    assert_eq!(
        told,
        [
            ("20190305090000", ours),
            ("20190305120000", theirs),
            ("20190306090000", ours),
            ("20200402120000", ours),
            ("20210101000000", theirs)
        ]
    );
    let (_, out, _) = desk.run(&[&["captures", STORY, "--limit", "1", "-f", "jsonl"], &both[..]].concat());
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["archive"], ours);
    let (code, out, err) = desk.run(&[&["extract", STORY, "--at", "20190305130000"], &both[..]].concat());
    let article: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, err.as_str(), &article["headline"]), (0, "", &"Ferry waits".into()));
    let (code, out, err) = desk.run(&[&["history", STORY, "-f", "json"], &both[..]].concat());
    assert_eq!((code, err.as_str()), (0, "cuttings: 4 versions in 6 captures, 0 failed, 1 not of the story\n"));
    let history: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&history["versions"][1]["archive"], &history["versions"][3]["captures"]), (&theirs.into(), &2.into()));
    // One that does not answer is named, with the page, and is a failure; the other's rows are there.
    let refused = FakeArchive::refused().await;
    let refusing = name(&refused);
    for (command, whole) in
        [(&["captures", STORY][..], true), (&["extract", STORY, "--at", "2019"], false), (&["history", STORY], true)]
    {
        let (code, out, err) = desk.run(&[command, &["--archive", &refused]].concat());
        assert_eq!((code, out.is_empty()), (i32::from(whole), false), "{command:?} {err}");
        let told = err.lines().find(|line| line.starts_with(&format!("cuttings: {refusing}: ")));
        assert!(told.is_some_and(|line| line.contains(STORY)), "{command:?} {err}");
    }
    let (code, _, err) =
        desk.run_at(&["captures", STORY, "--archive", &refused, "--archive", &format!("{refused}/web")]);
    assert!(code == 1 && err.contains(&format!("{STORY}: none of 2 archives: {refusing}: ")), "{err}");
    assert_eq!(desk.run_at(&["captures", STORY, "--archive", "wayforward"]).0, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_at_another_address_is_asked_there() {
    let desk = Desk::new("apart").await;
    let index = holdings().serve().await;
    let archive = format!("{} index=wayback+{}/cdx/search/cdx", desk.archive(), index.origin());
    let (code, out, err) = desk.run_at(&["history", STORY, "--archive", &archive]);
    assert!(code == 0 && out.contains("3 versions in 4 captures"), "{out} {err}");
    assert!(index.targets().iter().all(|target| target.starts_with("/cdx/search/cdx?")), "{:?}", index.targets());
    assert_eq!(desk.fetches(), desk.server.targets().len());
}
