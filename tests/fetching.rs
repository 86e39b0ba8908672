//! Captures fetched from an archive on loopback: every outcome, and what must never happen.
#![cfg(feature = "fetch")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::fake_archive::{FakeArchive, Held, Holdings, Reply, fetcher, gzip, http_date, options, sha1};
use cuttings::{
    Archive, CaptureUrl, Captured, DigestCheck, Error, ErrorKind, FetchOptions, Fetcher, Outcome, OutcomeCode, Period,
    Query,
};

const STORY: &str = "http://news.example/1.html";
const DAY: &str = "20071210120000";

fn at(digits: &str) -> Period {
    digits.parse().unwrap()
}

/// What comes of the story of the day.
async fn outcome(archive: &FakeArchive) -> Outcome {
    fetcher().capture(&archive.wayback(), STORY, at(DAY)).await.unwrap()
}

async fn of_reply(reply: Reply) -> Outcome {
    outcome(&FakeArchive::always(reply).await).await
}

fn captured(outcome: Outcome) -> Captured {
    outcome.into_captured(STORY).unwrap()
}

fn bytes(captured: &Captured) -> &str {
    std::str::from_utf8(captured.page.bytes()).unwrap()
}

#[tokio::test]
async fn an_archived_page_comes_with_all_that_is_known() {
    let held = Held::new("20071211032145", STORY, "<p>Ferry").header("Content-Type", "text/html; charset=koi8-r");
    let archive = Holdings::new([held]).serve().await;
    let found = captured(outcome(&archive).await);
    assert_eq!(found.page.bytes(), b"<p>Ferry");
    assert_eq!(found.page.content_type(), Some("text/html; charset=koi8-r"));
    assert_eq!(found.page.status(), Some(200));
    assert_eq!(found.page.capture_time().unwrap().to_string(), "2007-12-11T03:21:45Z");
    assert_eq!(found.page.url().unwrap().as_str(), archive.raw("20071211032145", STORY));
    assert_eq!((found.timestamp.to_string().as_str(), found.original.as_str()), ("20071211032145", STORY));
    assert_eq!(found.hops.len(), 1);
    assert_eq!((found.hops[0].status, found.hops[0].timestamp), (302, None));
    assert_eq!(archive.targets()[0], format!("/web/{DAY}id_/{STORY}"));
}

#[tokio::test]
async fn a_page_has_the_headers_that_its_own_server_sent() {
    let own = |page: &cuttings::Page| -> Vec<String> {
        page.headers().iter().map(|(name, value)| format!("{name}: {value}")).collect()
    };
    let reply = Reply::memento(200, DAY, "<p>Ferry").html().header("X-Own", "1").header("Date", "today");
    let archive = FakeArchive::always(reply.clone()).await;
    for (archive, handed_on) in [(archive.wayback(), &[][..]), (archive.pywb(), &["content-length: 8", "x-own: 1"])] {
        let found = fetcher().capture(&archive, STORY, at(DAY)).await.unwrap();
        let mut headers = own(found.page().unwrap());
        headers.sort();
        let mut all = [&["content-type: text/html", "server: gull"], handed_on].concat();
        all.sort_unstable();
        assert_eq!(headers, all);
    }
    let live = fetcher().get(&format!("{}/1.html", archive.origin())).await.unwrap();
    for header in ["x-own: 1", "date: today", "x-archive-orig-server: gull", "content-length: 8"] {
        assert!(own(&live).iter().any(|own| own == header), "{header}: {:?}", own(&live));
    }
}

#[tokio::test]
async fn an_archived_error_page_is_archived_with_its_status() {
    for status in [404, 429, 503] {
        let held = Held::new(DAY, STORY, "<p>Not now").status(status).header("X-Archive-Orig-Retry-After", "6");
        let archive = Holdings::new([held]).serve().await;
        let found = captured(outcome(&archive).await);
        assert_eq!((found.page.status(), bytes(&found)), (Some(status), "<p>Not now"));
        assert_eq!(archive.targets().len(), 1, "asked again for an archived {status}");
    }
}

#[tokio::test]
async fn a_page_without_a_capture_was_never_archived() {
    assert!(matches!(of_reply(Reply::never_archived()).await, Outcome::NeverArchived));
    let error = "ResourceNotInArchiveException: nothing";
    assert!(matches!(of_reply(Reply::playback_failure(error)).await, Outcome::NeverArchived));
}

#[tokio::test]
async fn an_excluded_page_is_told_in_all_its_forms() {
    let blocked = "AdministrativeAccessControlException: Blocked Site Error";
    for reply in [
        Reply::excluded(),
        Reply::new(403, "<p>This URL has been excluded from the Wayback Machine."),
        Reply::new(403, "").header("X-Archive-Wayback-Runtime-Error", blocked),
        Reply::new(451, "<p>Access blocked"),
        Reply::new(200, "org.archive.wayback.exception.RobotAccessControlException: Blocked by robots"),
    ] {
        let outcome = of_reply(reply.clone()).await;
        assert!(matches!(outcome, Outcome::Excluded), "{reply:?}: {outcome:?}");
    }
    // The same words in an archived page are the page's.
    let words = "<p>This URL has been excluded from the Wayback Machine.";
    assert!(matches!(of_reply(Reply::memento(200, DAY, words)).await, Outcome::Archived(_)));
}

#[tokio::test]
async fn a_redirect_page_tells_where_it_leads() {
    let link = "/web/20071211032145/http://news.example/2.html";
    let archive = FakeArchive::always(Reply::redirect_page(link)).await;
    let Outcome::RedirectPage { to, .. } = outcome(&archive).await else { panic!("no redirect page") };
    assert_eq!(to.unwrap(), format!("{}{link}", archive.origin()));
}

#[tokio::test]
async fn a_frame_page_is_no_capture() {
    assert!(matches!(of_reply(Reply::frame_page(DAY)).await, Outcome::FramePage));
    // A page about frames that was captured is one.
    let page = "<p>Put wb_frame.js beside <code>replay_iframe</code>.";
    assert!(matches!(of_reply(Reply::memento(200, DAY, page)).await, Outcome::Archived(_)));
}

#[tokio::test]
async fn a_playback_failure_names_its_reason() {
    for (reply, reason) in [
        (Reply::playback_failure("ResourceNotAvailableException: no file"), "ResourceNotAvailableException: no file"),
        (Reply::new(400, "<p>Bad"), "status 400 Bad Request"),
        (Reply::new(403, "<p>No"), "status 403 Forbidden"),
        (Reply::new(200, "<p>Welcome to the archive"), "a page that is no capture: it has no Memento-Datetime"),
        (Reply::new(302, ""), "status 302 Found"),
    ] {
        let Outcome::PlaybackFailure { reason: found, .. } = of_reply(reply).await else { panic!("{reason}") };
        assert_eq!(found, reason);
    }
    let cut = gzip(b"<p>Ferry sails again")[..14].to_vec();
    let outcome = of_reply(Reply::memento(200, DAY, cut).header("Content-Encoding", "gzip")).await;
    // What there is of a body that breaks off is the page.
    assert_eq!(captured(outcome).page.warnings()[0].code.as_str(), "damaged_body");
}

#[tokio::test]
async fn a_live_429_is_a_rate_limit_with_and_without_retry_after() {
    let outcome = of_reply(Reply::new(429, "").header("Retry-After", "120")).await;
    let Outcome::RateLimited { retry_after: Some(time), .. } = outcome else { panic!("{outcome:?}") };
    assert!((100..=120).contains(&time.as_secs()), "{time:?}");
    let outcome = of_reply(Reply::new(429, "<p>Slow down")).await;
    assert!(matches!(outcome, Outcome::RateLimited { .. }), "{outcome:?}");
}

#[tokio::test]
async fn an_archive_is_down_when_it_refuses_hangs_drips_or_says_so() {
    let archive = Archive::wayback_like(&FakeArchive::refused().await).unwrap();
    let outcome = fetcher().capture(&archive, STORY, at(DAY)).await.unwrap();
    assert!(matches!(outcome, Outcome::ArchiveDown { .. }), "{outcome:?}");
    let busy = of_reply(Reply::new(503, "<p>Busy")).await;
    let Outcome::ArchiveDown { reason, source: Some(error), .. } = busy else { panic!("{busy:?}") };
    assert_eq!((reason.as_str(), error.status()), ("status 503 Service Unavailable", Some(503)));
    let slow = Reply::memento(200, DAY, "<p>So slow that nobody waits").drip(Duration::from_millis(50));
    for reply in [Reply::hang(), slow] {
        let archive = FakeArchive::always(reply).await;
        let fetcher = Fetcher::new(options().timeout(Duration::from_millis(300))).unwrap();
        let outcome = fetcher.capture(&archive.wayback(), STORY, at(DAY)).await.unwrap();
        let Outcome::ArchiveDown { reason, source: Some(error), .. } = outcome else { panic!("{outcome:?}") };
        assert_eq!((reason.as_str(), error.is_timeout()), ("no answer in time", true));
    }
}

#[tokio::test]
async fn a_redirect_that_was_not_captured_is_not_followed_out_of_the_archive() {
    let outside = FakeArchive::always(Reply::memento(200, DAY, "<p>Parked")).await;
    let private = format!("{}/admin", outside.origin());
    for to in ["http://parked.example/", "http://10.0.0.1/admin", "http://[::1]/", "file:///etc/hosts", &private] {
        let outcome = of_reply(Reply::new(302, "").header("Location", to)).await;
        let Outcome::LeftArchive { to: found, .. } = outcome else { panic!("{to}: {outcome:?}") };
        assert_eq!(found, to);
    }
    assert!(outside.targets().is_empty());
    let outcome = of_reply(Reply::new(302, "").header("Location", "http://polly:secret@parked.example/")).await;
    assert!(!format!("{outcome:?}{outcome}").contains("secret"), "{outcome:?}");
}

#[tokio::test]
async fn archived_redirects_are_followed_in_all_shapes_of_location() {
    let next = "http://news.example/2.html";
    for shape in 0..6 {
        let archive = FakeArchive::serve(move |request| {
            if request.target == format!("/web/{DAY}id_/{next}") {
                return Reply::memento(200, DAY, "<p>Ferry");
            }
            if !request.target.ends_with("/1.html") {
                return Reply::never_archived();
            }
            let path = format!("/web/{DAY}id_/{next}");
            let host = request.header("host").unwrap();
            let location = match shape {
                0 => format!("http://{host}{path}"),
                1 => format!("//{host}{path}"),
                2 => path,
                // As it was captured: pywb leaves it so.
                3 => next.to_owned(),
                4 => "/2.html".to_owned(),
                _ => "2.html".to_owned(),
            };
            Reply::memento(301, DAY, "").header("Location", location)
        })
        .await;
        let found = captured(outcome(&archive).await);
        assert_eq!((bytes(&found), &*found.original), ("<p>Ferry", next), "{shape}");
        assert_eq!((found.hops.len(), found.hops[0].status), (1, 301));
        assert_eq!(found.hops[0].timestamp, DAY.parse().ok());
        assert_eq!(found.page.url().unwrap().as_str(), archive.raw(DAY, next));
    }
}

#[tokio::test]
async fn an_archived_redirect_to_the_live_web_or_a_private_address_is_asked_of_the_archive_alone() {
    let outside = FakeArchive::always(Reply::new(200, "<p>Parked")).await;
    for to in ["http://parked.example/", "http://10.0.0.1/admin", &outside.origin()] {
        let held = Held::new(DAY, STORY, "").status(302).header("Location", to);
        let archive = Holdings::new([held]).serve().await;
        assert!(matches!(outcome(&archive).await, Outcome::NeverArchived));
        let targets = archive.targets();
        assert!(targets[1].starts_with(&format!("/web/{DAY}id_/{to}")), "{targets:?}");
    }
    assert!(outside.targets().is_empty());
}

#[tokio::test]
async fn locations_of_any_encoding_are_followed_as_they_are() {
    // In ISO-8859-1 and in UTF-8, as servers of old wrote them.
    for (location, path) in [(&b"/f\xe4hre.html"[..], "f%E4hre.html"), ("/fähre.html".as_bytes(), "f%C3%A4hre.html")] {
        let archive = FakeArchive::serve(move |request| match request.target.ends_with("/1.html") {
            true => Reply::memento(301, DAY, "").header_bytes("Location", location),
            false => Reply::memento(200, DAY, "<p>Ferry"),
        })
        .await;
        let found = captured(outcome(&archive).await);
        assert_eq!((bytes(&found), found.hops.len()), ("<p>Ferry", 1));
        assert_eq!(found.original, format!("http://news.example/{path}"));
    }
}

#[tokio::test]
async fn broken_and_many_headers_of_a_captured_page_do_not_cost_the_page() {
    let mut reply = Reply::memento(200, DAY, "<p>Ferry").html();
    for n in 0..400 {
        reply = reply.header("X-Archive-Orig-Set-Cookie", format!("c{n}=1"));
    }
    let reply =
        reply.header("X-Archive-Orig-Last modified", "yesterday").header_bytes("X-Archive-Orig-P3P", b"\xff\xfe");
    assert_eq!(bytes(&captured(of_reply(reply).await)), "<p>Ferry");
}

#[tokio::test]
async fn redirects_in_a_circle_end() {
    let other = "http://news.example/2.html";
    let archive = Holdings::new([
        Held::new(DAY, STORY, "").status(302).header("Location", "/2.html"),
        Held::new("20071210130000", other, "").status(302).header("Location", STORY),
    ])
    .serve()
    .await;
    assert!(matches!(outcome(&archive).await, Outcome::RedirectLoop));
    assert!(archive.targets().len() < 8);
}

#[tokio::test]
async fn more_redirects_than_any_page_has_end() {
    let archive = FakeArchive::serve(|request| {
        let number: usize = request.target.rsplit('/').next().unwrap().trim_end_matches(".html").parse().unwrap();
        Reply::memento(302, DAY, "").header("Location", format!("/{}.html", number + 1))
    })
    .await;
    assert!(matches!(outcome(&archive).await, Outcome::TooManyRedirects));
    assert_eq!(archive.targets().len(), 21);
    // Twice as many as of the live web, where each is one.
    let fetcher = Fetcher::new(options().max_redirects(3)).unwrap();
    let found = fetcher.capture(&archive.wayback(), STORY, at(DAY)).await.unwrap();
    assert_eq!((found.code().as_str(), archive.targets().len()), ("too_many_redirects", 21 + 7));
}

#[tokio::test]
async fn captures_outside_the_window_are_told_and_not_fetched() {
    let day = Duration::from_secs(24 * 3600);
    let near = Fetcher::new(options().window(day)).unwrap();
    let archive = Holdings::new([Held::new("20080301000000", STORY, "<p>Ferry")]).serve().await;
    let outcome = near.capture(&archive.wayback(), STORY, at(DAY)).await.unwrap();
    let Outcome::OutsideWindow { found, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(found.to_string(), "20080301000000");
    assert_eq!(archive.targets().len(), 1);
    // Of a span, all of it is near.
    assert!(near.capture(&archive.wayback(), STORY, at("2008")).await.unwrap().page().is_some());
    // On the way, too: a redirect of the day to a page of the year after.
    let archive = Holdings::new([
        Held::new(DAY, STORY, "").status(301).header("Location", "/2.html"),
        Held::new("20081210120000", "http://news.example/2.html", "<p>Later"),
    ])
    .serve()
    .await;
    let outcome = near.capture(&archive.wayback(), STORY, at(DAY)).await.unwrap();
    assert!(matches!(outcome, Outcome::OutsideWindow { .. }), "{outcome:?}");
    assert!(fetcher().capture(&archive.wayback(), STORY, at(DAY)).await.unwrap().page().is_some());
    // pywb gives the nearest capture without a redirect.
    let archive = FakeArchive::always(Reply::memento(200, "20080301000000", "<p>Ferry")).await;
    let outcome = near.capture(&archive.pywb(), STORY, at(DAY)).await.unwrap();
    assert!(matches!(outcome, Outcome::OutsideWindow { .. }), "{outcome:?}");
}

#[tokio::test]
async fn bodies_beyond_the_limits_are_refused() {
    let most = Fetcher::new(options().max_bytes(100_000)).unwrap();
    let large = vec![b'a'; 200_000];
    for reply in [
        Reply::memento(200, DAY, large.clone()),
        Reply::memento(200, DAY, large.clone()).unannounced(),
        Reply::memento(200, DAY, gzip(&large)).header("Content-Encoding", "gzip"),
    ] {
        let archive = FakeArchive::always(reply).await;
        let error = most.capture(&archive.wayback(), STORY, at(DAY)).await.unwrap_err();
        assert!(error.is_limit(), "{error}");
    }
    // Within the size, but a bomb by its ratio.
    let archive = FakeArchive::always(Reply::memento(200, DAY, gzip(&vec![b'a'; 8 << 20]))).await;
    let error = fetcher().capture(&archive.wayback(), STORY, at(DAY)).await.unwrap_err();
    assert!(error.to_string().contains("packed size"), "{error}");
}

/// The captures that the index tells of, each fetched and checked.
async fn checks(holdings: Holdings) -> Vec<DigestCheck> {
    let archive = holdings.serve().await;
    let (fetcher, wayback) = (fetcher(), archive.wayback());
    let mut rows = fetcher.captures(&wayback, STORY, &Query::default());
    let mut checks = Vec::new();
    while let Some(row) = rows.next().await {
        let outcome = fetcher.fetch_record(&wayback, &row.unwrap()).await.unwrap();
        checks.push(captured(outcome).digest);
    }
    checks
}

#[tokio::test]
async fn digests_are_checked_against_the_index() {
    let other = sha1(b"<p>Other");
    let checks = checks(Holdings {
        page: Some(2),
        ..Holdings::new([
            Held::new("20071210000000", STORY, "<p>Ferry"),
            // A repetition whose earlier capture the archive has mistaken.
            Held::new("20071211000000", STORY, "<p>Ferry again").digest(&other).revisit(),
            Held::new("20071212000000", STORY, gzip(b"<p>Ferry")).header("Content-Encoding", "gzip"),
            Held::new("20071213000000", STORY, "<p>Ferry").digest("-"),
        ])
    })
    .await;
    let [DigestCheck::Matches, DigestCheck::Differs { expected, found, .. }, rest @ ..] = &checks[..] else {
        panic!("{checks:?}")
    };
    assert_eq!((expected, found), (&other, &sha1(b"<p>Ferry again")));
    assert_eq!(rest, [DigestCheck::Unchecked, DigestCheck::Unchecked]);
}

#[tokio::test]
async fn the_nearest_page_is_found_by_the_index() {
    let archive = Holdings::new([
        Held::new("20071201000000", STORY, "<p>Before"),
        Held::new("20071210110000", STORY, "<p>Gone").status(404),
        Held::new("20071211000000", STORY, "<p>After"),
    ])
    .serve()
    .await;
    let page = fetcher().nearest(&archive.wayback(), STORY, at(DAY)).await.unwrap();
    assert_eq!(page.bytes(), b"<p>After");
    let error = fetcher().nearest(&archive.wayback(), "http://other.example/", at(DAY)).await.unwrap_err();
    assert_eq!(error.to_string(), "capture of http://other.example/: never archived");
    assert_eq!((error.code(), error.url()), (OutcomeCode::NeverArchived, Some("http://other.example/")));
    assert!(error.is_not_found() && !error.is_rate_limited() && !error.is_timeout());
    let near = Fetcher::new(options().window(Duration::from_secs(3600))).unwrap();
    let error = near.nearest(&archive.wayback(), STORY, at(DAY)).await.unwrap_err();
    assert_eq!(error.code(), "outside_window");
}

/// The story's captures, of these days of December 2007 and statuses.
fn of_days(days: &[(u32, u16)]) -> Vec<Held> {
    let held = days.iter().map(|(day, status)| {
        Held::new(&format!("200712{day:02}000000"), STORY, format!("<p>Day {day}")).status(*status)
    });
    held.collect()
}

#[tokio::test]
async fn the_nearest_page_that_was_there_is_taken_and_errors_only_if_asked() {
    for (days, found) in [
        (&[(1, 200), (9, 404), (11, 500)][..], Some("<p>Day 1")),
        (&[(1, 203), (10, 404)], Some("<p>Day 1")),
        (&[(9, 206), (1, 200)], Some("<p>Day 9")),
        (&[(9, 404), (11, 500), (12, 404), (20, 429)], None),
    ] {
        let archive = Holdings::new(of_days(days)).serve().await;
        for archive in [archive.wayback(), archive.pywb()] {
            let outcome = fetcher().nearest_captured(&archive, STORY, at(DAY)).await.unwrap();
            match found {
                Some(text) => assert_eq!(bytes(&captured(outcome)), text, "{days:?}"),
                None => {
                    let message = "archived, but only with status 404, 429 and 500";
                    assert_eq!((outcome.code(), &*outcome.to_string()), (OutcomeCode::ErrorPage, message));
                    let error = fetcher().nearest(&archive, STORY, at(DAY)).await.unwrap_err();
                    assert_eq!(error.to_string(), format!("capture of {STORY}: {message}"));
                    assert!(!error.is_not_found());
                }
            }
            let any = Fetcher::new(options().any_status(true)).unwrap();
            let page = any.nearest(&archive, STORY, at(DAY)).await.unwrap();
            let nearest = days.iter().min_by_key(|(day, _)| (day * 2).abs_diff(21)).unwrap();
            assert_eq!(page.status(), Some(nearest.1), "{days:?}");
        }
    }
    // A single capture is what it is, unless that is refused.
    let archive = Holdings::new(of_days(&[(10, 404)])).serve().await;
    let outcome = fetcher().capture(&archive.wayback(), STORY, at(DAY)).await.unwrap();
    assert_eq!(outcome.page().unwrap().status(), Some(404));
    assert_eq!(outcome.refuse_error_page().to_string(), "archived, but only with status 404");
}

#[tokio::test]
async fn revisits_of_an_error_page_hide_no_page() {
    let error = "<h1>Gone</h1>";
    let mut held: Vec<Held> = (10..25)
        .map(|day| Held::new(&format!("200712{day}000000"), STORY, error).status(404).digest(&sha1(error.as_bytes())))
        .map(Held::revisit)
        .collect();
    held.push(Held::new("20070101000000", STORY, "<p>Ferry"));
    // With the capture that they repeat, and without: then a few are fetched to see what they are.
    for with_first in [true, false] {
        let mut held = held.clone();
        if with_first {
            held.push(Held::new("20071209000000", STORY, error).status(404));
        }
        let archive = Holdings::new(held).serve().await;
        for kind in [archive.wayback(), archive.pywb()] {
            let outcome = fetcher().nearest_captured(&kind, STORY, at("20071211")).await.unwrap();
            assert_eq!(bytes(&captured(outcome)), "<p>Ferry");
        }
        assert!(archive.targets().len() < 20, "{:?}", archive.targets());
    }
}

#[tokio::test]
async fn redirects_to_nowhere_hide_no_page() {
    let month = |n: u32| format!("20{:02}{:02}01000000", 8 + n / 12, 1 + n % 12);
    let away = |n| Held::new(&month(n), STORY, "").status(302).header("Location", "http://parked.example/");
    let mut held: Vec<Held> = (0..110).map(away).collect();
    let archive = Holdings::new(held.clone()).serve().await;
    let outcome = fetcher().nearest_captured(&archive.pywb(), STORY, at("2017")).await.unwrap();
    assert_eq!(outcome.to_string(), "archived, but only with status 302");
    held.push(Held::new("20070101000000", STORY, "<p>Ferry"));
    let archive = Holdings::new(held).serve().await;
    for kind in [archive.wayback(), archive.pywb()] {
        let page = fetcher().nearest(&kind, STORY, at("2017")).await.unwrap();
        assert_eq!(page.bytes(), b"<p>Ferry");
    }
    assert!(archive.targets().len() < 40, "{:?}", archive.targets());
}

#[tokio::test]
async fn an_empty_capture_is_taken_only_where_there_is_no_other() {
    let empty = Held::new(DAY, STORY, "").status(204);
    let archive = Holdings::new([empty.clone()]).serve().await;
    let error = fetcher().nearest(&archive.pywb(), STORY, at(DAY)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NotAPage { .. }), "{error}");
    let archive = Holdings::new([empty, Held::new("20070101000000", STORY, "<p>Ferry")]).serve().await;
    let page = fetcher().nearest(&archive.pywb(), STORY, at(DAY)).await.unwrap();
    assert_eq!(page.bytes(), b"<p>Ferry");
}

#[tokio::test]
async fn what_was_not_looked_at_is_not_judged() {
    let held = (10..25).map(|day| Held::new(&format!("200712{day}000000"), STORY, format!("<h1>Gone {day}")));
    let archive = Holdings::new(held.map(|held| held.status(404).revisit())).serve().await;
    let outcome = fetcher().nearest_captured(&archive.wayback(), STORY, at("20071211")).await.unwrap();
    assert_eq!(
        (outcome.code().as_str(), outcome.to_string().as_str()),
        ("error_page", "archived with status 404 as far as was tried")
    );
}

#[tokio::test]
async fn a_listing_of_a_status_knows_what_revisits_are() {
    let (page, error) = ("<p>Ferry", "<h1>Gone</h1>");
    let archive = Holdings::new([
        Held::new("20070101000000", STORY, page),
        Held::new("20070201000000", STORY, error).status(404),
        Held::new("20070301000000", STORY, page).revisit(),
        Held::new("20070401000000", STORY, error).status(404).revisit(),
        Held::new("20070501000000", STORY, "").not_modified(&sha1(page.as_bytes())),
        Held::new("20070515000000", STORY, "").status(301).header("Location", "/2.html"),
        // Nothing at all is the body of the redirect, too.
        Held::new("20070601000000", STORY, "").not_modified(&sha1(b"")),
        // What it repeats is not there.
        Held::new("20070701000000", STORY, "<p>Other").revisit(),
    ])
    .serve()
    .await;
    for archive in [archive.wayback(), archive.pywb()] {
        for (query, months) in [
            (Query::default().status(200), &[1, 3, 5, 7][..]),
            (Query::default().pages(), &[1, 3, 5, 7]),
            (Query::default().status(404), &[2, 4, 7]),
            (Query::default().status(304), &[6, 7]),
            (Query::default().status(301), &[5, 7]),
            // The captures that they repeat lie before the time that is wanted.
            (Query::default().status(200).since(at("200703")), &[3, 5, 7]),
            (Query::default().status(404).since(at("200703")), &[4, 7]),
            (Query::default().status(200).newest(2), &[7, 5]),
        ] {
            let mut rows = fetcher().captures(&archive, STORY, &query);
            let mut found = Vec::new();
            while let Some(row) = rows.next().await {
                let row = row.unwrap();
                let month: u32 = row.timestamp.to_string()[4..6].parse().unwrap();
                assert_eq!(row.is_revisit(), matches!(month, 3 | 4 | 5 | 7) && row.status != Some(301), "{row:?}");
                assert_eq!(row.status.is_none(), month == 7, "{row:?}");
                found.push(month);
            }
            assert_eq!(found, months, "{query:?}");
        }
    }
}

#[tokio::test]
async fn a_capture_of_status_304_stands_for_the_page_before() {
    let held = |with_page: bool| {
        let mut held = vec![
            Held::new("20071201000000", STORY, "<h1>Gone</h1>").status(404),
            Held::new("20071210000000", STORY, "").not_modified(&sha1(b"")),
            Held::new("20081201000000", STORY, "<p>Later"),
        ];
        if with_page {
            held.push(Held::new("20070101000000", STORY, "<p>Ferry"));
        }
        Holdings::new(held)
    };
    let archive = held(true).serve().await;
    for archive in [archive.wayback(), archive.pywb()] {
        for found in [
            fetcher().capture(&archive, STORY, at(DAY)).await.unwrap(),
            fetcher().nearest_captured(&archive, STORY, at(DAY)).await.unwrap(),
        ] {
            let found = captured(found);
            assert_eq!((bytes(&found), found.timestamp.to_string().as_str()), ("<p>Ferry", "20070101000000"));
            let hop = found.hops.iter().find(|hop| hop.status == 304).unwrap();
            assert_eq!(hop.timestamp, "20071210000000".parse().ok());
            let warning = &found.page.warnings()[0];
            assert_eq!(warning.code.as_str(), "not_modified");
            assert!(
                warning.detail.contains("20071210000000") && warning.detail.contains("20070101000000"),
                "{warning:?}"
            );
        }
    }
    let archive = held(false).serve().await;
    let outcome = fetcher().capture(&archive.wayback(), STORY, at(DAY)).await.unwrap();
    assert_eq!(outcome.to_string(), "archived, but only with status 304");
    let page = fetcher().nearest(&archive.wayback(), STORY, at(DAY)).await.unwrap();
    assert_eq!(page.bytes(), b"<p>Later");
}

#[tokio::test]
async fn a_redirect_to_another_site_is_told_or_refused() {
    let parked = "http://parked.example/lander";
    for (to, is_other) in
        [(parked, true), ("https://www.news.example/2.html", false), ("http://m.news.example/", false)]
    {
        let archive = Holdings::new([
            Held::new("20061210120000", STORY, "<p>Ferry"),
            Held::new(DAY, STORY, "").status(302).header("Location", to),
            Held::new("20071210130000", to, "<p>Ten reasons"),
        ]);
        let archive = archive.serve().await;
        let exact = Fetcher::new(options().exact(true)).unwrap();
        for archive in [archive.wayback(), archive.pywb()] {
            let page = fetcher().nearest(&archive, STORY, at(DAY)).await.unwrap();
            assert_eq!(page.bytes(), b"<p>Ten reasons");
            let way = format!("{STORY} (302, {DAY}) -> {to} (20071210130000)");
            let told: Vec<_> = page.warnings().iter().map(|w| (w.code.as_str(), &*w.detail)).collect();
            assert_eq!(told, if is_other { vec![("redirected", &*way)] } else { vec![] });
            let found = exact.nearest_captured(&archive, STORY, at(DAY)).await.unwrap();
            match is_other {
                true => assert_eq!(found.to_string(), format!("redirects to another site: {way}")),
                false => assert_eq!(bytes(&captured(found)), "<p>Ten reasons"),
            }
        }
    }
}

#[tokio::test]
async fn a_page_behind_a_circle_of_redirects_is_found_by_the_index() {
    let archive = Holdings::new([
        Held::new(DAY, STORY, "").status(301).header("Location", STORY),
        Held::new("20071211000000", STORY, "<p>Ferry"),
    ]);
    let archive = archive.serve().await;
    let page = fetcher().nearest(&archive.pywb(), STORY, at(DAY)).await.unwrap();
    assert_eq!(page.bytes(), b"<p>Ferry");
    // What redirects lead to was never archived, but the page was: as a redirect.
    let archive = Holdings::new([Held::new(DAY, STORY, "").status(302).header("Location", "http://parked.example/")]);
    let outcome = fetcher().nearest_captured(&archive.serve().await.wayback(), STORY, at(DAY)).await.unwrap();
    assert_eq!(outcome.to_string(), "archived, but only with status 302");
}

#[tokio::test]
async fn a_collection_that_does_not_exist_is_an_error() {
    let archive = FakeArchive::serve(|request| match request.target.as_str() {
        // As pywb answers: an empty index, and a page about the error everywhere else.
        target if target.starts_with("/web/cdx?") => Reply::new(200, ""),
        _ => Reply::new(404, "<p>Collection not found: <b>web</b></p>").html(),
    })
    .await;
    let pywb = archive.pywb();
    let listed = fetcher().captures(&pywb, STORY, &Query::default()).next().await.unwrap().unwrap_err();
    for error in [
        listed,
        fetcher().nearest(&pywb, STORY, at(DAY)).await.unwrap_err(),
        fetcher().capture(&pywb, STORY, at(DAY)).await.unwrap_err(),
    ] {
        assert_eq!(error.to_string(), format!("fetch {}/web/: the archive has no such collection", archive.origin()));
    }
    // One that exists has a page of its own, and none of the story.
    let archive = FakeArchive::serve(|request| match request.target.as_str() {
        target if target.starts_with("/web/cdx?") => Reply::new(200, ""),
        "/web/" => Reply::new(200, "<h1>The collection</h1>"),
        _ => Reply::never_archived(),
    })
    .await;
    let fetcher = fetcher();
    for page in [STORY, "http://news.example/2.html"] {
        assert!(fetcher.captures(&archive.pywb(), page, &Query::default()).next().await.is_none());
    }
    assert_eq!(archive.targets().len(), 3, "asked once whether it exists: {:?}", archive.targets());
    let outcome = fetcher.capture(&archive.pywb(), STORY, at(DAY)).await.unwrap();
    assert!(matches!(outcome, Outcome::NeverArchived), "{outcome:?}");
}

/// Options that note what is waited for.
fn watched(options: FetchOptions) -> (FetchOptions, Arc<Mutex<Vec<String>>>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let notes = told.clone();
    (options.on_wait(move |wait| notes.lock().unwrap().push(wait.to_string())), told)
}

#[tokio::test]
async fn what_is_waited_for_is_told_once() {
    let asked = Arc::new(Mutex::new(0));
    let count = asked.clone();
    let archive = FakeArchive::serve(move |request| {
        let mut count = count.lock().unwrap();
        *count += 1;
        match *count {
            1 => Reply::new(429, "").header("Retry-After", "1"),
            2 => Reply::new(503, ""),
            _ => Holdings::new([Held::new(DAY, STORY, "<p>Ferry")]).answer(request),
        }
    })
    .await;
    let (options, told) = watched(options().max_wait(Duration::from_secs(5)).max_retries(3));
    let fetcher = Fetcher::new(options).unwrap();
    assert!(fetcher.capture(&archive.wayback(), STORY, at(DAY)).await.unwrap().page().is_some());
    let host = archive.origin().replace("http://", "");
    let told = told.lock().unwrap().clone();
    let wanted = [
        format!("{host} asks for a pause of 1 s (429)"),
        format!("{host}: status 503 Service Unavailable; retry 1 of 3 at once"),
    ];
    assert_eq!(told, wanted);
}

#[tokio::test]
async fn a_window_that_is_too_wide_is_halved_at_once_and_told() {
    let year = |text: Option<&String>| text.map_or(0, |time| time[..4].parse::<u32>().unwrap());
    let archive = FakeArchive::serve(move |request| {
        let query = request.query();
        match year(query.get("to")) - year(query.get("from")) {
            2.. => Reply::new(504, ""),
            _ => Holdings::new([Held::new(DAY, STORY, "<p>Ferry")]).answer(request),
        }
    })
    .await;
    let (options, told) = watched(options().max_retries(3));
    let fetcher = Fetcher::new(options).unwrap();
    let span = Query::default().since(at("2000")).until(at("2007"));
    for query in [span.clone(), span.clone().newest(1), span.closest(at("20071001"))] {
        let before = archive.targets().len();
        let row = fetcher.captures(&archive.wayback(), STORY, &query).next().await.unwrap().unwrap();
        assert_eq!(row.timestamp.to_string(), DAY);
        let targets = archive.targets()[before..].to_vec();
        assert!(targets.iter().enumerate().all(|(n, target)| !targets[..n].contains(target)), "{targets:?}");
    }
    let told = told.lock().unwrap().clone();
    assert!(
        told[0]
            .ends_with("the index cannot answer for 20000101000000 to 20071231235959 at once; asking for half of it"),
        "{told:?}"
    );
}

#[tokio::test]
async fn an_archive_s_address_is_fetched_as_captured() {
    let archive = Holdings::new([Held::new(DAY, STORY, "<p>Ferry"), Held::new(DAY, "http://a.example/", "%PDF-1.4")]);
    let archive = archive.serve().await;
    // As people copy it.
    let shown = format!("{}/web/{DAY}/{STORY}", archive.origin());
    let page = fetcher().get(&shown).await.unwrap();
    assert_eq!((page.bytes(), page.status()), (&b"<p>Ferry"[..], Some(200)));
    assert_eq!(page.url().unwrap().as_str(), archive.raw(DAY, STORY));
    let outcome = fetcher().fetch_capture(&CaptureUrl::parse(&shown).unwrap()).await.unwrap();
    assert_eq!(outcome.code(), "archived");
    let error = fetcher().get(&archive.raw(DAY, "http://none.example/")).await.unwrap_err();
    assert_eq!(error.code(), "never_archived");
    let error = fetcher().get(&archive.raw(DAY, "http://a.example/")).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NotAPage { .. }), "{error}");
}

#[tokio::test]
async fn a_private_archive_is_asked_only_if_that_is_allowed() {
    let archive = Holdings::new([Held::new(DAY, STORY, "<p>Ferry")]).serve().await;
    let careful = Fetcher::new(FetchOptions::default()).unwrap();
    let error = careful.capture(&archive.wayback(), STORY, at(DAY)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Refused { .. }), "{error}");
    assert!(archive.targets().is_empty());
}

#[tokio::test]
async fn a_guessed_charset_is_no_header_of_the_page() {
    let reply = Reply::memento(200, DAY, "<meta charset=utf-8><p>Ferry").html();
    let found = captured(of_reply(reply.clone().header("X-Archive-Guessed-Charset", "windows-1252")).await);
    assert_eq!(found.page.content_type(), Some("text/html"));
    let found = captured(of_reply(reply.header("X-Archive-Orig-Content-Type", "text/html; charset=koi8-r")).await);
    assert_eq!(found.page.content_type(), Some("text/html; charset=koi8-r"));
}

#[tokio::test]
async fn outcomes_are_told_as_json() {
    let held = Held::new("20071211032145", STORY, "<p>Ferry");
    let archive = Holdings::new([held]).serve().await;
    let told = serde_json::to_value(outcome(&archive).await).unwrap();
    let wanted = serde_json::json!({
        "outcome": "archived", "timestamp": "20071211032145", "url": archive.raw("20071211032145", STORY),
        "original": STORY, "status": 200, "content_type": "text/html", "bytes": 8,
        "hops": [{"url": archive.raw(DAY, STORY), "status": 302}], "digest": "unchecked",
    });
    assert_eq!(told, wanted);
}

#[tokio::test]
async fn an_error_of_a_capture_keeps_what_it_came_from() {
    let archive = FakeArchive::serve(|request| match request.target.starts_with("/web/") {
        true => Reply::hang(),
        false => Holdings::new([Held::new(DAY, STORY, "<p>Ferry")]).answer(request),
    })
    .await;
    let impatient = Fetcher::new(options().timeout(Duration::from_millis(300))).unwrap();
    let error = impatient.nearest(&archive.wayback(), STORY, at(DAY)).await.unwrap_err();
    assert_eq!((error.code(), error.is_timeout(), error.status()), (OutcomeCode::ArchiveDown, true, None));
    let request = error.source().unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!(request.url(), Some(&*archive.raw(DAY, STORY)));
    assert!(request.source().is_some(), "the client's own error is gone: {request:?}");

    let busy = FakeArchive::always(Reply::new(503, "<p>Busy")).await;
    let error = fetcher().get(&busy.raw(DAY, STORY)).await.unwrap_err();
    assert_eq!((error.code(), error.is_timeout(), error.status()), (OutcomeCode::ArchiveDown, false, Some(503)));
    let asks = FakeArchive::always(Reply::new(429, "").header("Retry-After", "120")).await;
    let error = fetcher().get(&asks.raw(DAY, STORY)).await.unwrap_err();
    assert!(error.is_rate_limited() && error.retry_after().unwrap() > Duration::from_secs(60), "{error:?}");
    let refused = FakeArchive::refused().await;
    let error = fetcher().get(&format!("{refused}/web/{DAY}id_/{STORY}")).await.unwrap_err();
    assert_eq!(error.code(), OutcomeCode::ArchiveDown);
    let chain: Vec<String> =
        std::iter::successors(error.source(), |e| (*e).source()).map(ToString::to_string).collect();
    assert!(chain.len() > 2, "{chain:?}");
}

#[test]
fn the_fake_archive_writes_dates_as_http_does() {
    assert_eq!(http_date("20190305112233"), "Tue, 05 Mar 2019 11:22:33 GMT");
}
