//! The history of a story out of pywb, among all that archives have in place of a story. See `tests/pywb/history.py`.
#![allow(clippy::unwrap_used, reason = "tests")]

use cuttings::{History, HistoryOptions, OutcomeCode};

use crate::pywb::{fetcher, serve_script};

const STORY: &str = "http://echo.example/news/2015/ferry";

/// The day of 2015 on which something was captured, as the script counts them.
fn day(time: cuttings::Timestamp) -> u32 {
    let text = time.to_string();
    let part = |at: std::ops::Range<usize>| text[at].parse::<u32>().unwrap();
    (part(4..6) - 1) * 28 + part(6..8)
}

fn versions(history: &History) -> Vec<(u32, u32, usize)> {
    history.versions.iter().map(|v| (day(v.first), day(v.last), v.captures)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_has_the_versions_and_nothing_else() {
    let Some(server) = serve_script("history.py", "sifted") else { return };
    for collection in ["web", "framed"] {
        let archive = server.archive(collection);
        let history = fetcher().history(&archive, STORY, &HistoryOptions::default()).await.unwrap();
        let text = history.to_text();
        // Texts 1 to 4, the second once more, and the notice that the story is gone.
        let wanted = [(1, 5, 4), (6, 10, 4), (12, 17, 4), (19, 23, 3), (25, 25, 1), (27, 28, 2)];
        assert_eq!(versions(&history), wanted, "{text}");
        assert_eq!(history.versions[4].article.body, history.versions[1].article.body);
        let (none, redirected) = (OutcomeCode::NoArticle, OutcomeCode::Redirected);
        let failures: Vec<_> = history.failures.iter().map(|f| (day(f.timestamp), f.code)).collect();
        let wanted = [
            (4, none),
            (8, none),
            (11, none),
            (13, OutcomeCode::NotAPage),
            (15, none),
            (18, none),
            (20, redirected),
            (22, OutcomeCode::ErrorPage),
            (24, OutcomeCode::NotTheStory),
            (26, none),
            (29, none),
            (30, none),
        ];
        assert_eq!(failures, wanted, "{text}");
        assert!(history.complete);
        let parked = history.failures.iter().find(|f| f.code == redirected).unwrap();
        assert!(parked.reason.contains("http://lander.example/?d=echo.example"), "{}", parked.reason);
        assert!(text.contains("\nNot read:\n"), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_are_followed_where_they_may_lead_elsewhere() {
    let Some(server) = serve_script("history.py", "moved") else { return };
    let moved = "http://echo.example/news/2015/boat";
    let history = fetcher().history(&server.archive("web"), moved, &HistoryOptions::default()).await.unwrap();
    // The address, twice its other form, and the address to which it moved.
    assert_eq!(versions(&history), [(1, 60, 4)], "{}", history.to_text());
    let failures: Vec<_> = history.failures.iter().map(|f| (day(f.timestamp), f.code)).collect();
    assert_eq!(failures, [(100, OutcomeCode::Redirected), (140, OutcomeCode::Redirected)], "{}", history.to_text());
    assert_eq!((history.captures, history.complete), (4, true));
}
