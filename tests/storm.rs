//! Many tasks at once, and an archive that drops, delays, talks rubbish and asks for pauses.
#![cfg(feature = "fetch")]
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cuttings::{Archive, FetchOptions, Fetcher, WarningCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::fake_archive::at;

const TASKS: usize = 64;
const PAGES: usize = 640;
/// How many requests may be under way at once.
const CONNECTIONS: usize = 8;
const DAY: &str = "20071210120000";
const TIMEOUT: Duration = Duration::from_secs(2);

/// What the archive says instead of a page, by the number of the request among all.
type Weather = fn(usize) -> Option<&'static str>;

/// The archive, and what it saw.
struct Storm {
    weather: Weather,
    now: AtomicUsize,
    most: AtomicUsize,
    asked: AtomicUsize,
    /// For each page how often it was asked for, and how often sent as a whole.
    pages: Mutex<HashMap<usize, (usize, usize)>>,
}

impl Storm {
    /// Serves, and gives the archive's address. It is one of this machine that the fetcher takes for another's: requests to
    /// loopback have no limit.
    async fn serve(weather: Weather) -> (Arc<Storm>, Archive) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let archive = format!("http://0.0.0.0:{}/web", listener.local_addr().unwrap().port());
        let (now, most, asked) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        let storm = Arc::new(Storm { weather, now, most, asked, pages: Mutex::default() });
        let served = storm.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let storm = served.clone();
                tokio::spawn(async move { storm.answer(socket).await });
            }
        });
        (storm, Archive::pywb(&archive).unwrap())
    }

    /// A request counts as under way until just before its answer is out, so that none counts that has ended for its client.
    async fn answer(&self, mut socket: TcpStream) -> Option<()> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(socket.read_u8().await.ok()?);
        }
        self.most.fetch_max(self.now.fetch_add(1, SeqCst) + 1, SeqCst);
        let number = self.asked.fetch_add(1, SeqCst);
        let head = String::from_utf8(head).unwrap();
        let page = head.split("news.example/").nth(1)?.split('.').next()?.parse::<usize>().ok()?;
        let tries = {
            let mut pages = self.pages.lock().unwrap();
            let of_page = pages.entry(page).or_default();
            of_page.0 += 1;
            of_page.0 - 1
        };
        let body = format!("<html><p>The ferry number {page} sails again.</p></html>");
        let memento = "HTTP/1.1 200 OK\r\nConnection: close\r\nMemento-Datetime: Mon, 10 Dec 2007 12:00:00 GMT\r\n";
        let whole = format!("{memento}Content-Length: {}\r\n\r\n{body}", body.len());
        // Another each time, so that many of those pages come in the end that do not at once.
        let mood = (page * 7 + tries * 13) % 20;
        let reply = match (self.weather)(number) {
            Some(reply) => reply.to_owned(),
            None => match mood {
                0 | 1 => String::new(),
                2 => "\0\u{7f}rubbish\r\n\r\n".to_owned(),
                3 => format!("{memento}Content-Length: 999\r\n\r\n<html><p>The fer"),
                4 => format!("{memento}Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
                5 => "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n".to_owned(),
                _ => whole.clone(),
            },
        };
        let is_mute = page % 40 == 18 && tries == 0;
        let delay = if is_mute { 300 } else { 5 * (page as u64 % 4) + 80 * u64::from(mood == 7) };
        tokio::time::sleep(Duration::from_millis(delay)).await;
        self.now.fetch_sub(1, SeqCst);
        if is_mute {
            // Until the client goes.
            let _ = socket.read_u8().await;
            return None;
        }
        if reply == whole {
            self.pages.lock().unwrap().entry(page).or_default().1 += 1;
        }
        socket.write_all(reply.as_bytes()).await.ok()
    }
}

/// What came of each page, by codes, and how long it took; every page is asked for by one of many tasks.
async fn fetch_all(archive: Archive, storm: &Storm) -> (BTreeMap<String, usize>, Duration) {
    let options = FetchOptions::default().allow_private(true).rate("0.0.0.0", 0).max_connections(CONNECTIONS);
    let options = options.timeout(TIMEOUT).backoff(Duration::from_millis(10)).max_wait(Duration::from_secs(10));
    let fetcher = Arc::new(Fetcher::new(options).unwrap());
    let (next, start) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let mut tasks = Vec::new();
    for _ in 0..TASKS {
        let (fetcher, archive, next) = (fetcher.clone(), archive.clone(), next.clone());
        tasks.push(tokio::spawn(async move {
            let mut ended = Vec::new();
            loop {
                let page = next.fetch_add(1, SeqCst);
                if page >= PAGES {
                    return ended;
                }
                let url = format!("http://news.example/{page}.html");
                ended.push((page, fetcher.capture(&archive, &url, at(DAY)).await));
            }
        }));
    }
    let (mut codes, mut seen) = (BTreeMap::new(), vec![0; PAGES]);
    for task in tasks {
        for (page, ended) in task.await.unwrap() {
            seen[page] += 1;
            let code = match &ended {
                Ok(outcome) => outcome.code(),
                Err(error) => error.code(),
            };
            let found = ended.as_ref().ok().and_then(|outcome| outcome.page());
            let sent = storm.pages.lock().unwrap().get(&page).map_or(0, |of_page| of_page.1);
            // Asked for again in vain: what came of it, with a warning.
            let is_part =
                found.is_some_and(|found| found.warnings().iter().any(|w| w.code == WarningCode::DamagedBody));
            let text = found.map_or_else(String::new, |found| String::from_utf8_lossy(found.bytes()).into_owned());
            let is_whole = text.contains(&format!("number {page} sails"));
            assert_eq!((is_whole, sent), (found.is_some() && !is_part, usize::from(is_whole)), "{page}: {code} {text}");
            *codes.entry(if is_part { "part" } else { code.as_str() }.to_owned()).or_default() += 1;
        }
    }
    assert!(seen.iter().all(|times| *times == 1), "{seen:?}");
    (codes, start.elapsed())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_in_a_storm_and_limits_are_held() {
    let (storm, archive) = Storm::serve(|number| {
        let is_tired = (100..112).contains(&number) || (400..412).contains(&number);
        is_tired.then_some("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n")
    })
    .await;
    let (codes, time) = fetch_all(archive, &storm).await;
    let (asked, most) = (storm.asked.load(SeqCst), storm.most.load(SeqCst));
    let often = storm.pages.lock().unwrap().values().map(|of_page| of_page.0).max();
    eprintln!("{codes:?} in {time:?}: {asked} requests, {most} at once at most, {often:?} for one page at most");
    assert_eq!(codes.values().sum::<usize>(), PAGES);
    assert!(codes["archived"] > PAGES * 9 / 10, "{codes:?}");
    assert!(most <= CONNECTIONS && most > CONNECTIONS / 2, "{most} at once");
    // A request, three retries, two pauses; and for a body that broke off the same again.
    assert!(often.is_some_and(|often| often <= 18) && asked < 3 * PAGES, "{asked} {often:?}");
    assert!(time < Duration::from_secs(90), "{time:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_archive_that_asks_for_an_end_is_left_alone_at_once() {
    // Without a word of how long: a minute, which is longer than may be waited here.
    let (storm, archive) =
        Storm::serve(|number| (number >= 200).then_some("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"))
            .await;
    let (codes, time) = fetch_all(archive, &storm).await;
    let (asked, most) = (storm.asked.load(SeqCst), storm.most.load(SeqCst));
    eprintln!("{codes:?} in {time:?}: {asked} requests, {most} at once at most");
    assert!(codes["archived"] > 100 && codes["rate_limited"] > PAGES / 2, "{codes:?}");
    // Those that were under way, and no more.
    assert!(asked < 200 + 2 * CONNECTIONS && most <= CONNECTIONS, "{asked} requests, {most} at once");
    assert!(time < Duration::from_secs(30), "{time:?}");
}
