use std::process::{Command, Stdio};

use super::super::limiter::{Clock, Limiter};
use super::super::rates::LimitedHost;
use super::super::retry::parse_retry_after;
use super::*;
use crate::fetch::wait::WaitReason;

fn limited(url: &str) -> LimitedHost {
    LimitedHost::from_url(&Url::parse(url).unwrap()).unwrap()
}

fn memory(max_wait: u64) -> Limiter {
    let limiter = Limiter::new(None, Default::default(), Duration::from_secs(max_wait), 4).unwrap();
    limiter.with_clock(Clock::Tokio(tokio::time::Instant::now()))
}

#[test]
fn archives_get_four_fifths_of_what_they_allow() {
    let none = Default::default();
    for (url, pool, millis) in [
        ("https://web.archive.org/cdx/search/cdx", Pool::Index, 60_000 / 24),
        ("http://wayback.archive.org/web/2007/x", Pool::Replay, 1000 / 8),
        ("https://web.archive.org/web/2007/x", Pool::Live, 1000 / 8),
        ("https://arquivo.pt/wayback/cdx", Pool::Index, 300),
        ("https://arquivo.pt/wayback/2007/x", Pool::Replay, 188),
        ("https://index.commoncrawl.org/x", Pool::Index, 1_000),
        ("https://data.commoncrawl.org/x", Pool::Replay, 556),
        ("https://www.webarchive.org.uk/wayback/archive/2007/x", Pool::Replay, 3_000),
        ("http://news.example/", Pool::Live, 1_000),
        ("http://127.0.0.1:8091/web/2007/x", Pool::Replay, 0),
    ] {
        assert_eq!(limited(url).interval(pool, &none), millis, "{url}");
    }
    let own = [("news.example".into(), 120), ("web.archive.org".into(), 0), ("127.0.0.1:80".into(), 7)].into();
    assert_eq!(limited("http://NEWS.example:81/").interval(Pool::Live, &own), 500);
    assert_eq!(limited("https://web.archive.org/").interval(Pool::Index, &own), 0);
    assert_eq!(limited("http://wayback.archive.org/").key, "web.archive.org");
}

#[tokio::test(start_paused = true)]
async fn requests_are_spread_evenly_and_pools_do_not_wait_for_each_other() {
    let (limiter, host) = (memory(300), limited("https://web.archive.org/"));
    let start = tokio::time::Instant::now();
    for _ in 0..17 {
        limiter.acquire(&host, Pool::Replay, Duration::ZERO).await.unwrap();
    }
    assert_eq!(start.elapsed().as_millis(), 2_000);
    limiter.acquire(&host, Pool::Index, Duration::ZERO).await.unwrap();
    assert_eq!(start.elapsed().as_millis(), 2_000);
    limiter.acquire(&host, Pool::Index, Duration::ZERO).await.unwrap();
    assert_eq!(start.elapsed().as_millis(), 4_500);
}

#[tokio::test(start_paused = true)]
async fn an_index_gets_one_request_at_a_time() {
    let (limiter, host) = (memory(300), limited("https://web.archive.org/"));
    let held = limiter.acquire(&host, Pool::Index, Duration::ZERO).await.unwrap();
    let second = tokio::time::timeout(Duration::from_secs(600), limiter.acquire(&host, Pool::Index, Duration::ZERO));
    assert!(second.await.is_err());
    drop(held);
    limiter.acquire(&host, Pool::Index, Duration::ZERO).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_pause_holds_for_those_who_wait_already() {
    let (limiter, host) = (memory(300), limited("https://web.archive.org/"));
    limiter.acquire(&host, Pool::Index, Duration::ZERO).await.unwrap();
    let start = tokio::time::Instant::now();
    let waiting = tokio::spawn({
        let (limiter, host) = (limiter.clone(), host.clone());
        async move { limiter.acquire(&host, Pool::Index, Duration::ZERO).await.map(drop) }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    limiter.pause(&host, Duration::from_secs(60), 429).await.unwrap();
    waiting.await.unwrap().unwrap();
    assert_eq!(start.elapsed().as_secs(), 61);
    limiter.pause(&host, Duration::from_secs(10_000), 429).await.unwrap();
    let error = limiter.acquire(&host, Pool::Replay, Duration::ZERO).await.unwrap_err();
    let ErrorKind::RateLimited { host, retry_after } = error.kind() else { panic!("{error}") };
    assert_eq!(
        (host.as_str(), retry_after.as_secs(), error.code().as_str()),
        ("web.archive.org", 3600, "rate_limited")
    );
}

#[tokio::test(start_paused = true)]
async fn a_pause_is_told_once_and_a_long_turn_too() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let notes = told.clone();
    let observer = Observer::new(move |wait| notes.lock().unwrap().push(wait.to_string()));
    let (limiter, host) = (memory(300).with_observer(observer), limited("http://news.example/"));
    // One request after the other, as usual: nothing to tell.
    for _ in 0..3 {
        limiter.acquire(&host, Pool::Live, Duration::from_secs(5)).await.unwrap();
    }
    assert!(told.lock().unwrap().is_empty());
    limiter.acquire(&host, Pool::Live, Duration::from_secs(200)).await.unwrap();
    limiter.acquire(&host, Pool::Live, Duration::ZERO).await.unwrap();
    limiter.pause(&host, Duration::from_secs(60), 503).await.unwrap();
    limiter.pause(&host, Duration::from_secs(60), 429).await.unwrap();
    for pool in [Pool::Replay, Pool::Index] {
        limiter.acquire(&host, pool, Duration::ZERO).await.unwrap();
    }
    // Not waited out: the error tells.
    limiter.pause(&host, Duration::from_secs(1000), 429).await.unwrap();
    let wanted =
        ["news.example: 200 s until the next request may be made", "news.example asks for a pause of 60 s (503)"];
    assert_eq!(*told.lock().unwrap(), wanted);
}

#[tokio::test]
async fn a_pause_of_another_process_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let limiter = || Limiter::new(Some(dir.path()), Default::default(), Duration::from_secs(300), 4).unwrap();
    let host = limited("http://news.example/");
    limiter().pause(&host, Duration::from_secs(2), 429).await.unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let notes = told.clone();
    let other = limiter().with_observer(Observer::new(move |wait| notes.lock().unwrap().push(wait.reason.clone())));
    for _ in 0..2 {
        other.acquire(&host, Pool::Replay, Duration::ZERO).await.unwrap();
    }
    assert_eq!(*told.lock().unwrap(), [WaitReason::Pause { status: None }]);
}

#[tokio::test(start_paused = true)]
async fn a_breaker_opens_and_closes_again() {
    let (limiter, host) = (memory(300), limited("https://web.archive.org/"));
    limiter.open_breaker(&host, Duration::from_secs(3600)).await.unwrap();
    let error = limiter.acquire(&host, Pool::Replay, Duration::ZERO).await.unwrap_err();
    assert_eq!(error.code(), "archive_down");
    tokio::time::sleep(Duration::from_secs(3600)).await;
    limiter.acquire(&host, Pool::Replay, Duration::ZERO).await.unwrap();
}

#[test]
fn retry_after_is_seconds_or_a_date_within_an_hour() {
    let now = std::time::UNIX_EPOCH + Duration::from_secs(784_111_777);
    for (text, seconds) in [
        ("7", Some(7)),
        ("0", Some(1)),
        ("86400", Some(3600)),
        ("99999999999999999999999", Some(3600)),
        ("Sun, 06 Nov 1994 08:51:37 GMT", Some(120)),
        ("Sun, 06 Nov 1994 08:00:00 GMT", Some(1)),
        ("soon", None),
        ("", None),
    ] {
        assert_eq!(parse_retry_after(text, now).map(|t| t.as_secs()), seconds, "{text}");
    }
}

/// No two requests came closer than the interval, by a little for the wire; and the rate as a whole held.
fn held(times: &[Instant], interval: u64) {
    let whole = times.last().unwrap().duration_since(times[0]).as_millis() as u64;
    let least = interval * (times.len() as u64 - 1);
    assert!(whole + interval >= least, "{} requests in {whole} ms, {least} expected", times.len());
}

#[tokio::test]
async fn two_transports_with_one_directory_hold_one_rate() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(|_, _| reply("200 OK", "", b"x")).await;
    let start = Instant::now();
    let tasks: Vec<_> = (0..2)
        .map(|_| {
            let transport = transport(kept(dir.path()).rate(server.host(), 600));
            let ask = server.request("/", Pool::Replay);
            tokio::spawn(async move {
                for _ in 0..6 {
                    transport.send(&ask).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(server.count(), 12);
    held(&server.times(), 100);
    assert!(start.elapsed() < Duration::from_secs(20));
}

/// What the two processes do; nothing when it is run as a test.
#[tokio::test]
async fn one_of_two_processes() {
    let Ok(task) = std::env::var("CUTTINGS_TEST_TASK") else { return };
    let (base, dir) = task.split_once('|').unwrap();
    let host = base.strip_prefix("http://").unwrap();
    let transport = transport(kept(Path::new(dir)).rate(host, 600));
    for n in 0..8 {
        let url = Url::parse(&format!("{base}/{}-{n}", std::process::id())).unwrap();
        transport.send(&Request::new(url, Pool::Replay)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_with_one_directory_hold_one_rate_and_lose_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(|_, _| reply("200 OK", MEMENTO, b"x")).await;
    let mut children: Vec<_> = (0..2)
        .map(|_| {
            Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "fetch::transport::tests::limited::one_of_two_processes"])
                .env("CUTTINGS_TEST_TASK", format!("{}|{}", server.base, dir.path().display()))
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(server.count(), 16);
    held(&server.times(), 100);
    let journal = std::fs::read_to_string(dir.path().join("journal.jsonl")).unwrap();
    assert_eq!(journal.lines().count(), 16);
}

#[tokio::test]
async fn a_429_pauses_the_host_and_is_asked_again() {
    let server = Server::new(|_, n| match n {
        0 => reply("429 Too Many Requests", "Retry-After: 1\r\n", b""),
        _ => reply("200 OK", "", b"x"),
    })
    .await;
    let answer = transport(options()).send(&server.request("/", Pool::Replay)).await.unwrap();
    assert_eq!(answer.status, 200);
    let times = server.times();
    assert!(times.len() == 2 && times[1] - times[0] >= Duration::from_millis(990));
}

#[tokio::test]
async fn a_pause_is_seen_by_a_second_transport() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(|_, _| reply("429 Too Many Requests", "", b"")).await;
    for _ in 0..2 {
        let transport = transport(kept(dir.path()).max_wait(Duration::from_secs(5)));
        let error = transport.send(&server.request("/", Pool::Index)).await.unwrap_err();
        let ErrorKind::RateLimited { host, retry_after } = error.kind() else { panic!("{error}") };
        assert_eq!(host, server.host());
        // Without a word of the host's it is a minute.
        assert!((50..=60).contains(&retry_after.as_secs()), "{retry_after:?}");
    }
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_host_that_only_says_429_is_left_alone_in_the_end() {
    let server = Server::new(|_, _| reply("429 Too Many Requests", "Retry-After: 0\r\n", b"")).await;
    let error = transport(options()).send(&server.request("/", Pool::Replay)).await.unwrap_err();
    assert_eq!((error.code().as_str(), server.count()), ("rate_limited", 3));
}

#[tokio::test]
async fn an_archived_429_is_content_and_pauses_nobody() {
    let server =
        Server::new(|_, _| reply("429 Too Many Requests", &format!("{MEMENTO}Retry-After: 99\r\n"), b"no")).await;
    let transport = transport(options());
    for _ in 0..2 {
        let answer = transport.send(&server.request("/", Pool::Replay)).await.unwrap();
        assert_eq!((answer.status, answer.body.as_slice()), (429, &b"no"[..]));
    }
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_refused_connection_opens_the_breaker_for_all() {
    let dir = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let ask = |pool| Request::new(Url::parse(&base).unwrap(), pool);
    let error = transport(kept(dir.path()).breaker(Duration::from_secs(60))).send(&ask(Pool::Index)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::ArchiveDown { source: Some(_), .. }), "{error}");
    let error = transport(kept(dir.path())).send(&ask(Pool::Replay)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::ArchiveDown { source: None, .. }), "{error}");
    // A site of the live web that is gone opens none.
    for _ in 0..2 {
        let error = transport(options()).send(&ask(Pool::Live)).await.unwrap_err();
        assert_eq!(error.code(), "fetch", "{error}");
    }
}
