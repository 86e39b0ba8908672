//! Captures out of Common Crawl's records, from an archive on loopback.
#![cfg(feature = "fetch")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::time::Duration;

use crate::fake_archive::{FakeArchive, Reply, Request, fetcher, gzip, options, sha1};
use cuttings::{Archive, Captured, DigestCheck, FetchOptions, Fetcher, Outcome, Period};

const STORY: &str = "http://news.example/1.html";

/// A record: its time, its page's address, and the HTTP answer in it.
type Held = (&'static str, &'static str, &'static str);

/// An archive of one crawl, whose file holds these records one after the other.
async fn crawl(records: &'static [Held]) -> FakeArchive {
    let members: Vec<Vec<u8>> = records.iter().map(member).collect();
    FakeArchive::serve(move |request| {
        let path = request.target.split('?').next().unwrap();
        match path {
            "/collinfo.json" => {
                let host = request.header("host").unwrap();
                let list = format!(
                    "[{{\"id\": \"CC-MAIN-2019-10\", \"cdx-api\": \"http://{host}/CC-MAIN-2019-10-index\", \
                     \"from\": \"2019-02-15T00:00:00\", \"to\": \"2019-03-10T00:00:00\"}}]"
                );
                Reply::new(200, list)
            }
            "/CC-MAIN-2019-10-index" => index(request, records, &members),
            "/crawl-data/1.warc.gz" => {
                let range = request.header("range").unwrap().strip_prefix("bytes=").unwrap();
                let (first, last) = range.split_once('-').unwrap();
                let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
                Reply::new(206, members.concat()[first..=last].to_vec())
            }
            _ => Reply::never_archived(),
        }
    })
    .await
}

fn member((time, url, http): &Held) -> Vec<u8> {
    let date =
        format!("{}-{}-{}T{}:{}:{}Z", &time[..4], &time[4..6], &time[6..8], &time[8..10], &time[10..12], &time[12..]);
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: {date}\r\nWARC-Target-URI: {url}\r\nContent-Length: {}\r\n\r\n\
         {http}\r\n\r\n",
        http.len()
    );
    gzip(record.as_bytes())
}

/// Rows of a page's captures, with `http` and `https` folded together, the nearest first if that is asked for.
fn index(request: &Request, records: &[Held], members: &[Vec<u8>]) -> Reply {
    let (query, pairs) = (request.query(), request.pairs());
    let bare = |url: &str| url.split_once("//").unwrap().1.to_owned();
    let mut rows = Vec::new();
    let mut offset = 0;
    for ((time, url, http), member) in records.iter().zip(members) {
        let status = http.split(' ').nth(1).unwrap();
        let mut filters = pairs.iter().filter(|(name, _)| name == "filter");
        if bare(url) == bare(&query["url"]) && filters.all(|(_, value)| value.contains(status)) {
            let body = http.split_once("\r\n\r\n").unwrap().1;
            let row = serde_json::json!({
                "urlkey": bare(url), "timestamp": time, "url": url, "mime": "text/html", "status": status,
                "digest": sha1(body.as_bytes()), "length": member.len().to_string(), "offset": offset.to_string(),
                "filename": "crawl-data/1.warc.gz",
            });
            rows.push((*time, row.to_string() + "\n"));
        }
        offset += member.len();
    }
    if let Some(at) = query.get("closest") {
        let at: i64 = at.parse().unwrap();
        rows.sort_by_key(|(time, _)| (time.parse::<i64>().unwrap() - at).abs());
    }
    let limit = query.get("limit").map_or(usize::MAX, |limit| limit.parse().unwrap());
    match rows.is_empty() {
        true => Reply::new(404, "{\"message\": \"No Captures found\"}"),
        false => Reply::new(200, rows.into_iter().take(limit).map(|(_, row)| row).collect::<String>()),
    }
}

fn archive(server: &FakeArchive) -> Archive {
    Archive::common_crawl_like(&format!("{}/collinfo.json", server.origin()), &server.origin()).unwrap()
}

async fn outcome(records: &'static [Held]) -> Outcome {
    let server = crawl(records).await;
    fetcher().capture(&archive(&server), STORY, at("20190305")).await.unwrap()
}

fn at(digits: &str) -> Period {
    digits.parse().unwrap()
}

fn captured(outcome: Outcome) -> Captured {
    outcome.into_captured(STORY).unwrap()
}

const PAGE: &str =
    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n\r\n<p>Ferry";

#[tokio::test]
async fn records_are_read_by_their_place() {
    const OTHER: &str = "HTTP/1.1 200 OK\r\n\r\n<p>Other";
    let found =
        captured(outcome(&[("20190301000000", "http://other.example/", OTHER), ("20190305112233", STORY, PAGE)]).await);
    assert_eq!((found.page.bytes(), &found.digest), (&b"<p>Ferry"[..], &DigestCheck::Matches));
    assert_eq!((found.url, &*found.original), (None, STORY));
    assert_eq!(found.timestamp.to_string(), "20190305112233");
    assert_eq!(found.page.url().unwrap().as_str(), STORY);
    assert_eq!(found.page.content_type(), Some("text/html; charset=utf-8"));
}

#[tokio::test]
async fn redirects_lead_to_the_record_of_their_target() {
    const MOVED: &str = "HTTP/1.1 301 Moved Permanently\r\nLocation: /2.html\r\n\r\n";
    let found = captured(
        outcome(&[
            ("20190305112233", STORY, MOVED),
            ("20190301000000", "http://news.example/2.html", "HTTP/1.1 200 OK\r\n\r\n<p>Before"),
            ("20190306000000", "http://news.example/2.html", PAGE),
        ])
        .await,
    );
    assert_eq!(found.page.bytes(), b"<p>Ferry");
    assert_eq!(
        (found.timestamp.to_string().as_str(), &*found.original),
        ("20190306000000", "http://news.example/2.html")
    );
    assert_eq!((found.hops.len(), &*found.hops[0].url, found.hops[0].status), (1, STORY, 301));
    assert_eq!(found.hops[0].timestamp.unwrap().to_string(), "20190305112233");
}

#[tokio::test]
async fn a_redirect_from_http_to_https_is_not_taken_for_its_own_target() {
    const SECURE: &str = "HTTP/1.1 301 Moved Permanently\r\nLocation: https://news.example/1.html\r\n\r\n";
    let found = captured(
        outcome(&[("20190305112233", STORY, SECURE), ("20190305112240", "https://news.example/1.html", PAGE)]).await,
    );
    assert_eq!((found.page.bytes(), &*found.original), (&b"<p>Ferry"[..], "https://news.example/1.html"));
    // Nothing but the redirect was crawled.
    let outcome = outcome(&[("20190305112233", STORY, SECURE)]).await;
    assert!(matches!(outcome, Outcome::RedirectLoop), "{outcome:?}");
}

#[tokio::test]
async fn redirects_to_what_was_not_crawled_or_is_no_page_are_told() {
    const AWAY: &str = "HTTP/1.1 302 Found\r\nLocation: http://parked.example/\r\n\r\n";
    let away = outcome(&[("20190305112233", STORY, AWAY)]).await;
    assert!(matches!(away, Outcome::NeverArchived), "{away:?}");
    const MAIL: &str = "HTTP/1.1 302 Found\r\nLocation: mailto:polly@parked.example\r\n\r\n";
    let mail = outcome(&[("20190305112233", STORY, MAIL)]).await;
    assert!(matches!(&mail, Outcome::LeftArchive { to, .. } if to == "mailto:polly@parked.example"), "{mail:?}");
    // Without an address it is the page that was captured.
    const BARE: &str = "HTTP/1.1 302 Found\r\n\r\n<p>Elsewhere";
    assert_eq!(captured(outcome(&[("20190305112233", STORY, BARE)]).await).page.bytes(), b"<p>Elsewhere");
}

#[tokio::test]
async fn redirects_in_a_circle_and_out_of_the_window_end() {
    const THERE: &str = "HTTP/1.1 302 Found\r\nLocation: /2.html\r\n\r\n";
    const BACK: &str = "HTTP/1.1 302 Found\r\nLocation: /1.html\r\n\r\n";
    let circle: &[Held] = &[("20190305112233", STORY, THERE), ("20190305112234", "http://news.example/2.html", BACK)];
    assert!(matches!(outcome(circle).await, Outcome::RedirectLoop));
    let server =
        crawl(&[("20190305112233", STORY, THERE), ("20190220000000", "http://news.example/2.html", PAGE)]).await;
    let near = Fetcher::new(options().window(Duration::from_secs(24 * 3600))).unwrap();
    let outcome = near.capture(&archive(&server), STORY, at("20190305")).await.unwrap();
    assert!(matches!(outcome, Outcome::OutsideWindow { .. }), "{outcome:?}");
}

#[tokio::test]
async fn the_rule_for_status_and_redirects_holds_for_records_too() {
    const GONE: &str = "HTTP/1.1 404 Not Found\r\n\r\n<h1>Gone</h1>";
    const SOLD: &str = "HTTP/1.1 302 Found\r\nLocation: http://parked.example/\r\n\r\n";
    let nearest = async |records: &'static [Held], options: FetchOptions| {
        let server = crawl(records).await;
        Fetcher::new(options).unwrap().nearest_captured(&archive(&server), STORY, at("20190305")).await.unwrap()
    };
    let both: &[Held] = &[("20190301000000", STORY, PAGE), ("20190305112233", STORY, GONE)];
    assert_eq!(captured(nearest(both, options()).await).page.bytes(), b"<p>Ferry");
    assert_eq!(captured(nearest(both, options().any_status(true)).await).page.status(), Some(404));
    let only = nearest(&[("20190305112233", STORY, GONE)], options()).await;
    assert_eq!(only.to_string(), "archived, but only with status 404");
    let sold: &[Held] = &[("20190305112233", STORY, SOLD), ("20190305112235", "http://parked.example/", PAGE)];
    let found = captured(nearest(sold, options()).await);
    let way = format!("{STORY} (302, 20190305112233) -> http://parked.example/ (20190305112235)");
    assert_eq!((found.page.warnings()[0].code.as_str(), &*found.page.warnings()[0].detail), ("redirected", &*way));
    let refused = nearest(sold, options().exact(true)).await;
    assert_eq!(refused.to_string(), format!("redirects to another site: {way}"));
}
