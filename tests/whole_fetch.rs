//! `cuttings fetch` of more than was named: the other pages of stories, all pages under an address, several archives.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::archives::{Desk, page};
use crate::cli::lines;
use crate::fake_archive::{Held, Holdings};

const FERRY: &str = "http://sound.example/ferry/index.html";
const LIBRARIES: &str = "http://www.pentland.example/news/local/libraries-to-close-1.882104";

/// The templates of `fixtures/stories`, each page captured a day after the one before, without those that are named.
fn stories(lost: &[&str]) -> Holdings {
    let mut held = Vec::new();
    for name in ["frames-1998", "daily-2010"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/stories").join(name);
        let list = fs::read_to_string(folder.join("pages.jsonl")).unwrap();
        for (day, line) in list.lines().enumerate() {
            let told: Value = serde_json::from_str(line).unwrap();
            let (url, file) = (told["url"].as_str().unwrap(), told["file"].as_str().unwrap());
            if !lost.contains(&file) {
                let body = fs::read(folder.join(file)).unwrap();
                held.push(Held::new(&format!("201102{:02}120000", day + 1), url, body));
            }
        }
    }
    Holdings::new(held)
}

fn urls(desk: &Desk) -> BTreeSet<String> {
    let original = |line: &Value| {
        let url = line["url"].as_str().unwrap();
        cuttings::CaptureUrl::parse(url).map_or_else(|| url.to_owned(), |capture| capture.original().to_owned())
    };
    desk.lines("out/manifest.jsonl").iter().map(original).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_pages_of_a_story_are_fetched_and_joined() {
    let desk = Desk::at("whole", stories(&[]).serve().await);
    let fetch = ["fetch", FERRY, LIBRARIES, "--at", "20110201", "--whole", "-o", "out"];
    let (code, _, told) = desk.run(&fetch);
    assert!(code == 0 && told.contains("8 fetched"), "{told}");
    assert!(urls(&desk).contains("http://sound.example/ferry/980311b.html"), "{:?}", urls(&desk));
    // Once more: nothing is asked.
    let asked = desk.server.targets().len();
    let (code, _, told) = desk.run(&fetch);
    assert!(code == 0 && told.contains("0 fetched, 8 there before"), "{told}");
    assert_eq!(desk.server.targets().len(), asked);
    // What a run that was killed had not come to is fetched by the next: here the last page, and the one before, which names it.
    let manifest = desk.dir.join("out/manifest.jsonl");
    let kept: String = fs::read_to_string(&manifest)
        .unwrap()
        .lines()
        .filter(|l| !l.contains("pageNum=3"))
        .map(|l| format!("{l}\n"))
        .collect();
    fs::write(&manifest, kept).unwrap();
    let (_, _, told) = desk.run(&fetch);
    assert!(told.contains("2 fetched, 6 there before"), "{told}");
    let (code, _, told) =
        desk.run_at(&["batch", "--manifest", "out/manifest.jsonl", "--base", "out", "--whole", "-o", "out.jsonl"]);
    assert!(code == 0 && told.contains("2 stories joined of 6 pages, 0 with a page missing"), "{told}");
    let whole = lines(&fs::read_to_string(desk.dir.join("out.jsonl")).unwrap());
    assert_eq!(
        whole.iter().filter(|article| article["pages"].as_array().is_some_and(|pages| pages.len() == 3)).count(),
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_a_story_that_was_never_captured_is_told_and_no_failure() {
    let desk = Desk::at("whole-missing", stories(&["2.html"]).serve().await);
    let (code, _, told) = desk.run(&["fetch", LIBRARIES, "--at", "20110201", "--whole", "-o", "out"]);
    assert!(code == 0 && told.contains("1 fetched, 0 there before, 0 failed, 1 pages of stories missing"), "{told}");
    assert_eq!(desk.lines("out/failures.jsonl")[0]["kind"], "never_archived");
    // The same by `extract`.
    let (code, out, told) = desk.run(&["extract", LIBRARIES, "--at", "20110201", "--whole", "-f", "jsonl"]);
    assert!(code == 0, "{told}");
    let part = &lines(&out)[0];
    assert_eq!((&part["warnings"][0]["code"], part.get("pages")), (&"page_missing".into(), None));
    assert_eq!(part["next_page"], format!("{LIBRARIES}?pageNum=2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_listing_names_is_not_followed_to_once_more() {
    let desk = Desk::at("whole-listed", stories(&[]).serve().await);
    let (code, _, told) = desk.run(&["fetch", "http://sound.example/ferry/*", "--whole", "-o", "out"]);
    assert!(code == 0 && told.contains("5 fetched"), "{told}");
    assert_eq!(desk.fetches(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_is_fetched_as_of_a_day() {
    let held = [
        Held::new("20070101000000", "http://news.example/a.html", page("A of 2007")),
        Held::new("20080301000000", "http://news.example/a.html", page("A of 2008")),
        Held::new("20000101000000", "http://news.example/b.html", page("B of 2000")),
        Held::new("20080302000000", "http://news.example/b.html", page("Gone")).status(404),
    ];
    let desk = Desk::at("as-of", Holdings::new(held).serve().await);
    let (code, _, told) = desk.run(&["fetch", "http://news.example/*", "--at", "2008-02", "-o", "out"]);
    assert!(code == 0 && told.contains("2 fetched") && told.contains("1 left out, further from that time"), "{told}");
    let times: Vec<Value> = desk.lines("out/manifest.jsonl").iter().map(|line| line["captured"].clone()).collect();
    assert_eq!(times, ["20000101000000", "20080301000000"]);
    // Not further than so many days.
    let one = ["fetch", "http://news.example/b.html", "--at", "2008-02", "-o", "near", "--window", "30"];
    let (code, _, told) = desk.run(&one);
    assert!(code == 1 && told.contains("1 failed"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn captures_of_several_archives_are_fetched_from_each() {
    let first = Holdings::new([Held::new("20070101000000", "http://news.example/a.html", page("A of 2007"))]);
    let second = Holdings::new([Held::new("20080101000000", "http://news.example/a.html", page("A of 2008"))]);
    let other = second.serve().await;
    let desk = Desk::at("several", first.serve().await);
    let archive = format!("{}/web", other.origin());
    let fetch = ["fetch", "http://news.example/a.html", "--all", "--archive", &archive, "-o", "out"];
    let (code, _, told) = desk.run(&fetch);
    assert!(code == 0 && told.contains("2 fetched"), "{told}");
    let origins: BTreeSet<bool> = desk
        .lines("out/manifest.jsonl")
        .iter()
        .map(|l| l["url"].as_str().unwrap().starts_with(&other.origin()))
        .collect();
    assert_eq!(origins.len(), 2);
    let asked = desk.server.targets().len() + other.targets().len();
    assert!(desk.run(&fetch).2.contains("0 fetched, 2 there before"));
    assert_eq!(desk.server.targets().len() + other.targets().len(), asked);
    // One that does not answer is told; the other's capture comes, and the listing is asked for again.
    let gone = "http://127.0.0.1:9/web";
    let (code, _, told) = desk.run(&["fetch", "http://news.example/a.html", "--all", "--archive", gone, "-o", "gone"]);
    assert!(
        code == 1 && told.contains("1 fetched, 0 there before, 1 failed") && told.contains("127.0.0.1:9/web"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_that_was_filled_without_it_is_followed_from() {
    let desk = Desk::at("whole-later", stories(&[]).serve().await);
    let first = ["fetch", LIBRARIES, "--at", "20110201", "-o", "out"];
    assert!(desk.run(&first).2.contains("1 fetched"));
    let (code, _, told) = desk.run(&[&first[..], &["--whole"]].concat());
    assert!(code == 0 && told.contains("2 fetched, 1 there before"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_without_end_are_bounded() {
    let frames = |n: u32| {
        let inner: String = (0..3).map(|k| format!("<frame src='/{}.html'>", 3 * n + 1 + k)).collect();
        format!("<html><head><title>Frames</title></head><frameset cols='*,*,*'>{inner}</frameset></html>")
    };
    let url = |n: u32| format!("http://frames.example/{n}.html");
    let held = (0..500).map(|n| Held::new("20000101000000", &url(n), frames(n)));
    let desk = Desk::at("whole-endless", Holdings::new(held.collect::<Vec<_>>()).serve().await);
    let (code, _, told) = desk.run(&["fetch", &url(0), "--at", "2000", "--whole", "-o", "out"]);
    assert!(code == 0 && told.contains("101 fetched"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listing_that_fails_is_asked_for_once_where_some_are_chosen() {
    let desk = Desk::at("unique-failing", stories(&[]).serve().await);
    let gone = "http://127.0.0.1:9/web";
    let fetch = ["fetch", LIBRARIES, "--all", "--unique", "--archive", gone, "-o", "out"];
    let (code, _, told) = desk.run(&fetch);
    assert!(code == 1 && told.contains("1 fetched, 0 there before, 1 failed"), "{told}");
    assert_eq!(told.matches("127.0.0.1:9/web: ").count(), 1, "{told}");
    assert_eq!(desk.server.targets().iter().filter(|target| target.contains("/cdx")).count(), 1);
}
