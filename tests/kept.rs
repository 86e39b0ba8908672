//! What a cache that was filled can tell without the network, whatever it was filled with.
#![cfg(feature = "fetch")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::fake_archive::{FakeArchive, Held, Holdings, Reply, at, options, page};
use cuttings::{Archive, CdxRecord, Collapse, ErrorKind, Fetcher, HistoryOptions, Outcome, Query};

const STORY: &str = "http://news.example/1.html";

fn place(test: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kept").join(test);
    let _ = fs::remove_dir_all(&dir);
    dir
}

fn online(dir: &Path) -> Fetcher {
    Fetcher::new(options().cache(dir)).unwrap()
}

fn offline(dir: &Path) -> Fetcher {
    Fetcher::new(options().cache(dir).offline(true)).unwrap()
}

/// An archive of years, one of which is an error and one a redirect.
fn years() -> Holdings {
    Holdings::new([
        Held::new("20050301000000", STORY, page("Ferry stays")),
        Held::new("20060301000000", STORY, "<h1>Gone</h1>").status(404),
        Held::new("20070301000000", STORY, page("Ferry sails")),
        Held::new("20080301000000", STORY, "")
            .status(301)
            .header("Location", "/web/20080301000000id_/http://news.example/2.html"),
        Held::new("20080301000000", "http://news.example/2.html", page("Ferry sold")),
        Held::new("20100301000000", STORY, page("Ferry sinks")),
    ])
}

async fn all(fetcher: &Fetcher, archive: &Archive, query: &Query) -> cuttings::Result<Vec<CdxRecord>> {
    let (mut captures, mut rows) = (fetcher.captures(archive, STORY, query), Vec::new());
    while let Some(row) = captures.next().await.transpose()? {
        rows.push(row);
    }
    Ok(rows)
}

/// Fills a cache with all captures that a query lists.
async fn fill(dir: &Path, archive: &Archive, query: &Query) {
    let fetcher = online(dir);
    for row in all(&fetcher, archive, query).await.unwrap() {
        fetcher.fetch_record(archive, &row).await.unwrap();
    }
}

fn years_of(rows: &[CdxRecord]) -> String {
    rows.iter().map(|row| row.timestamp.to_string()[..4].to_owned()).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn the_nearest_capture_is_found_in_a_cache_that_a_listing_filled() {
    let server = years().serve().await;
    for (archive, name) in [(server.wayback(), "wayback"), (server.pywb(), "pywb")] {
        let dir = place(name);
        fill(&dir, &archive, &Query::default()).await;
        let asked = server.targets().len();
        let fetcher = offline(&dir);
        for (day, time) in [
            ("2005", "2005-03-01T00:00:00Z"),
            ("200602", "2005-03-01T00:00:00Z"),
            ("2007", "2007-03-01T00:00:00Z"),
            ("20080301", "2008-03-01T00:00:00Z"),
            ("2020", "2010-03-01T00:00:00Z"),
        ] {
            // However the address is written, as an index would have it.
            for url in [STORY, "https://www.news.example/1.html", "news.example:80/1.html"] {
                let page = fetcher.nearest(&archive, url, at(day)).await.unwrap();
                assert_eq!(page.capture_time().unwrap().to_string(), time, "{name} {day} {url}");
            }
        }
        let sold = fetcher.nearest(&archive, STORY, at("20080301")).await.unwrap();
        assert!(String::from_utf8_lossy(sold.bytes()).contains("Ferry sold"));
        let any = Fetcher::new(options().cache(&dir).offline(true).any_status(true)).unwrap();
        assert_eq!(any.nearest(&archive, STORY, at("2006")).await.unwrap().status(), Some(404));
        let near = Fetcher::new(options().cache(&dir).offline(true).window(Duration::from_secs(30 * 86_400))).unwrap();
        let outcome = near.nearest_captured(&archive, STORY, at("2020")).await.unwrap();
        assert!(matches!(outcome, Outcome::OutsideWindow { .. }), "{outcome}");
        let error = fetcher.nearest(&archive, "http://news.example/3.html", at("2007")).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::NotCached { .. }), "{error}");
        assert_eq!(server.targets().len(), asked, "the network was asked");
    }
}

#[tokio::test]
async fn a_cache_that_holds_one_capture_answers_for_every_time() {
    let (server, dir) = (years().serve().await, place("one"));
    let archive = server.wayback();
    online(&dir).nearest(&archive, STORY, at("200702")).await.unwrap();
    for day in ["2007", "1999", "20190101"] {
        let page = offline(&dir).nearest(&archive, STORY, at(day)).await.unwrap();
        assert_eq!(page.capture_time().unwrap().to_string(), "2007-03-01T00:00:00Z", "{day}");
    }
    let rows = all(&offline(&dir), &archive, &Query::default()).await.unwrap();
    assert_eq!((years_of(&rows).as_str(), rows[0].status), ("2007", Some(200)));
    // It is of this archive.
    let other = Archive::pywb("http://127.0.0.1:9/other").unwrap();
    let error = offline(&dir).nearest(&other, STORY, at("2007")).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NotCached { .. }), "{error}");
}

#[tokio::test]
async fn a_capture_that_came_at_the_address_of_another_time_is_found_at_its_own() {
    // As pywb does by itself: no redirect to the exact time.
    let server = FakeArchive::serve(|request| match request.target.contains("id_/") {
        true => Reply::memento(200, "20070301000000", page("Ferry sails")).html(),
        false => Reply::new(200, ""),
    });
    let (server, dir) = (server.await, place("framed"));
    let archive = server.pywb();
    online(&dir).nearest(&archive, STORY, at("2006")).await.unwrap();
    let page = offline(&dir).nearest(&archive, STORY, at("2009")).await.unwrap();
    assert_eq!(page.capture_time().unwrap().to_string(), "2007-03-01T00:00:00Z");
    assert_eq!(page.url().unwrap().as_str(), server.raw("20070301000000", STORY));
    let history = offline(&dir).history(&archive, STORY, &HistoryOptions::default()).await.unwrap();
    assert_eq!((history.versions.len(), history.failures.len()), (1, 0));
}

#[tokio::test]
async fn listings_and_histories_are_made_of_what_the_cache_holds() {
    let (server, dir) = (years().serve().await, place("listings"));
    let archive = server.wayback();
    fill(&dir, &archive, &Query::default().since(at("2005")).until(at("2008"))).await;
    let (fetcher, asked) = (offline(&dir), server.targets().len());
    for (query, wanted) in [
        (Query::default(), "2005 2006 2007 2008"),
        (Query::default().pages(), "2005 2007"),
        (Query::default().status(404), "2006"),
        (Query::default().newest(2), "2008 2007"),
        (Query::default().closest(at("2006")).max_rows(2), "2006 2007"),
        (Query::default().collapse(Collapse::Time(4)).since(at("2006")).max_rows(2), "2006 2007"),
        (Query::default().since(at("2011")), ""),
    ] {
        let rows = all(&fetcher, &archive, &query).await.unwrap();
        assert_eq!(years_of(&rows), wanted, "{query:?}");
        assert!(rows.iter().all(|row| row.digest.is_some()), "a capture is told twice: {rows:?}");
    }
    let options = HistoryOptions::default().since(at("2006"));
    let history = fetcher.history(&archive, STORY, &options).await.unwrap();
    assert_eq!((history.versions.len(), history.complete), (2, true));
    // Listed, and never fetched.
    let listed = Query::default().since(at("2009"));
    assert_eq!(years_of(&all(&online(&dir), &archive, &listed).await.unwrap()), "2010");
    let history = fetcher.history(&archive, STORY, &HistoryOptions::default().since(at("2007"))).await.unwrap();
    assert_eq!((history.versions.len(), history.failures[0].code.as_str()), (2, "not_cached"));
    let page = fetcher.nearest(&archive, STORY, at("2010")).await.unwrap();
    assert_eq!(page.capture_time().unwrap().to_string(), "2008-03-01T00:00:00Z");
    assert_eq!(server.targets().len(), asked + 1);
    // Of many pages only what was asked for is known.
    let mut rows = fetcher.captures(&archive, "http://news.example/*", &Query::default());
    assert!(matches!(rows.next().await.unwrap().unwrap_err().kind(), ErrorKind::NotCached { .. }));
}

#[tokio::test]
async fn what_another_process_adds_is_found_as_well() {
    let (server, dir) = (years().serve().await, place("shared"));
    let archive = server.wayback();
    let fetcher = offline(&dir);
    assert!(fetcher.nearest(&archive, STORY, at("2007")).await.is_err());
    online(&dir).nearest(&archive, STORY, at("200702")).await.unwrap();
    assert!(fetcher.nearest(&archive, STORY, at("2020")).await.is_ok());
    online(&dir).nearest(&archive, STORY, at("201003")).await.unwrap();
    let page = fetcher.nearest(&archive, STORY, at("2020")).await.unwrap();
    assert_eq!(page.capture_time().unwrap().to_string(), "2010-03-01T00:00:00Z");
    // A line that is broken costs what stands in it.
    let journal = dir.join("journal.jsonl");
    let text = fs::read_to_string(&journal).unwrap();
    let broken: String =
        text.lines().map(|line| line.replace("web/20100301000000id_", "web/\u{fffd}") + "\n").collect();
    fs::write(&journal, broken).unwrap();
    let page = offline(&dir).nearest(&archive, STORY, at("2020")).await.unwrap();
    assert_eq!(page.capture_time().unwrap().to_string(), "2007-03-01T00:00:00Z");
}
