//! The history of a story out of an archive on loopback, and where it stops.
#![cfg(feature = "fetch")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use crate::fake_archive::{FakeArchive, Held, Holdings, Reply, fetcher};
use cuttings::{Archive, Change, History, HistoryOptions, OutcomeCode};

const STORY: &str = "http://news.example/1.html";

const BOARD: &str = "The island ferry will not sail before Easter, the harbour board said on Monday after its divers had \
    looked at the hull.";
const COST: &str = "Repairs will cost some forty thousand pounds, of which the council has promised to bear the half, its \
    clerk told the meeting.";
const SHEEP: &str = "Until then sheep and post go by fishing boat, and whoever wants to see a dentist goes with them, \
    weather permitting.";

fn page(headline: &str, paragraphs: &[&str]) -> String {
    let body: String = paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect();
    format!(
        "<!doctype html><title>{headline} | The Sound</title><div class=nav><a href=/>Home</a> <a href=/sport>Sport</a></div>\
         <article><h1>{headline}</h1>{body}</article>"
    )
}

/// Six captures, three versions: the first three times, once as a repetition and once with other things around it.
fn holdings() -> Holdings {
    let first = page("Ferry stays in dock", &[BOARD, COST, SHEEP]);
    Holdings::new([
        Held::new("20190304101500", STORY, first.clone()),
        Held::new("20190304181500", STORY, first.clone()).revisit(),
        Held::new("20190305090000", STORY, first.replace("Sport", "Weather")),
        Held::new("20190306090000", STORY, page("Ferry stays in dock until May", &[BOARD, COST, SHEEP])),
        Held::new("20190307090000", STORY, "<h1>Gone</h1>").status(404),
        Held::new("20190308090000", STORY, page("Ferry stays in dock until May", &[BOARD, SHEEP])),
    ])
}

async fn history(archive: &Archive) -> History {
    fetcher().history(archive, STORY, &HistoryOptions::default()).await.unwrap()
}

fn told(history: &History) -> Vec<(String, String, usize)> {
    history.versions.iter().map(|v| (v.first.to_string(), v.last.to_string(), v.captures)).collect()
}

fn failed(history: &History) -> Vec<(String, OutcomeCode)> {
    history.failures.iter().map(|f| (f.timestamp.to_string(), f.code)).collect()
}

fn version(first: &str, last: &str, captures: usize) -> (String, String, usize) {
    (first.to_owned(), last.to_owned(), captures)
}

/// An archive that answers replay from a time on otherwise; the index goes on.
async fn fails_from(time: &'static str, reply: Reply) -> FakeArchive {
    let holdings = Holdings { page: Some(2), ..holdings() };
    FakeArchive::serve(move |request| match request.target.strip_prefix("/web/") {
        Some(capture) if capture >= time => reply.clone(),
        _ => holdings.answer(request),
    })
    .await
}

#[tokio::test]
async fn versions_are_told_by_bytes_and_then_by_text() {
    let server = holdings().serve().await;
    for archive in [server.wayback(), server.pywb()] {
        let before = server.targets().len();
        let history = history(&archive).await;
        let wanted = [
            version("20190304101500", "20190305090000", 3),
            version("20190306090000", "20190306090000", 1),
            version("20190308090000", "20190308090000", 1),
        ];
        assert_eq!(told(&history), wanted, "{}", history.to_text());
        assert_eq!((history.captures, history.complete), (5, true));
        assert_eq!(failed(&history), [("20190307090000".to_owned(), OutcomeCode::ErrorPage)]);
        assert!(
            matches!(&history.versions[1].changes[..], [Change::Headline { .. }]),
            "{:?}",
            history.versions[1].changes
        );
        assert!(matches!(&history.versions[2].changes[..], [Change::ParagraphRemoved { .. }]));
        // The repetition was not fetched.
        let fetched = server.targets()[before..].iter().filter(|target| target.contains("id_/")).count();
        assert_eq!(fetched, 4);
    }
}

#[tokio::test]
async fn a_capture_that_fails_stops_nothing() {
    let server = FakeArchive::serve(|request| match request.target.contains("20190306090000") {
        true => Reply::playback_failure("ResourceNotAvailableException: no file"),
        false => holdings().answer(request),
    })
    .await;
    let history = history(&server.wayback()).await;
    let times: Vec<_> = history.versions.iter().map(|v| v.first.to_string()).collect();
    assert_eq!(times, ["20190304101500", "20190308090000"]);
    assert!(history.complete);
    let error = ("20190307090000".to_owned(), OutcomeCode::ErrorPage);
    assert_eq!(failed(&history), [("20190306090000".to_owned(), OutcomeCode::PlaybackFailure), error]);
}

/// The archive cannot cope with one capture, and breaks off another: neither says anything about the rest.
#[tokio::test]
async fn a_capture_that_is_too_much_for_the_archive_stops_nothing() {
    let server = FakeArchive::serve(|request| match &request.target {
        target if target.starts_with("/web/20190305") => Reply::new(503, "<p>Busy"),
        target if target.starts_with("/web/20190306") => {
            Reply::memento(200, "20190306090000", "").header("Content-Length", "99")
        }
        _ => holdings().answer(request),
    })
    .await;
    let history = history(&server.wayback()).await;
    assert_eq!((history.versions.len(), history.complete), (2, true), "{}", history.to_text());
    let codes: Vec<OutcomeCode> = history.failures.iter().map(|f| f.code).collect();
    assert_eq!(codes, [OutcomeCode::ArchiveDown, OutcomeCode::PlaybackFailure, OutcomeCode::ErrorPage]);
}

#[tokio::test]
async fn an_archive_that_asks_for_a_pause_is_asked_no_more_and_what_came_is_kept() {
    let server = fails_from("20190305", Reply::new(429, "").header("Retry-After", "600")).await;
    let history = history(&server.wayback()).await;
    assert_eq!(told(&history), [version("20190304101500", "20190304181500", 2)]);
    assert_eq!((history.complete, history.captures), (false, 3));
    let failures: Vec<_> = history.failures.iter().map(|f| (f.timestamp.to_string(), f.code)).collect();
    assert_eq!(failures, [("20190305090000".to_owned(), OutcomeCode::RateLimited)]);
    // Neither another capture nor the rest of the index.
    assert!(server.targets().last().unwrap().contains("20190305090000"), "{:?}", server.targets());
}

#[tokio::test]
async fn an_archive_that_goes_down_is_asked_no_more_and_what_came_is_kept() {
    // Three captures in a row; the one of status 404 is known by the index.
    let server = fails_from("20190305", Reply::new(503, "<p>Busy")).await;
    let history = history(&server.wayback()).await;
    assert_eq!((history.versions.len(), history.complete), (1, false));
    let (down, error) = (OutcomeCode::ArchiveDown, OutcomeCode::ErrorPage);
    assert_eq!(history.failures.iter().map(|f| f.code).collect::<Vec<_>>(), [down, down, error, down]);
    assert!(history.to_json().contains("\"complete\":false"));
}

#[tokio::test]
async fn an_archive_that_is_down_from_the_first_is_an_error() {
    let archive = Archive::wayback_like(&FakeArchive::refused().await).unwrap();
    let error = fetcher().history(&archive, STORY, &HistoryOptions::default()).await.unwrap_err();
    assert_eq!(error.code(), "archive_down");
}

#[tokio::test]
async fn limits_and_times_are_kept_and_no_captures_are_no_versions() {
    let server = holdings().serve().await;
    let options = HistoryOptions::default().since("20190305".parse().unwrap()).until("20190306".parse().unwrap());
    let history = fetcher().history(&server.wayback(), STORY, &options).await.unwrap();
    assert_eq!((history.captures, history.versions.len(), history.complete), (2, 2, true));
    let options = HistoryOptions::default().max_captures(2);
    let history = fetcher().history(&server.wayback(), STORY, &options).await.unwrap();
    assert_eq!((history.captures, history.versions.len(), history.complete), (5, 1, false));
    let none = fetcher().history(&server.wayback(), "http://none.example/", &options).await.unwrap();
    assert_eq!((none.captures, none.versions.len(), none.complete), (0, 0, true));
}
