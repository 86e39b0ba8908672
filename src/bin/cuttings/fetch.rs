//! `cuttings fetch`.

mod store;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::time::{Duration, Instant};

use cuttings::{Archive, CaptureUrl, Captures, CdxRecord, DigestCheck, Error, Fetcher, Page, Period, Query};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::args::FetchArgs;
use crate::input::{runtime, without_user};
use crate::output::{Failure, Outcome};
use store::{Entry, Missed, Store};

/// How often progress is told.
const PACE: Duration = Duration::from_secs(5);

pub fn run(args: &FetchArgs) -> Result<Outcome, Failure> {
    let urls = urls(args)?;
    let fetcher = Fetcher::new(args.net.options())?;
    let runtime = runtime().map_err(|source| Failure::Write { to: "runtime".to_owned(), source })?;
    let mut store = Store::open(&args.output, args.warc)?;
    runtime.block_on(work(args, &fetcher, Source::new(args, &fetcher, urls), &mut store))
}

/// The addresses named as arguments and in the list.
fn urls(args: &FetchArgs) -> Result<VecDeque<String>, Failure> {
    let mut urls: VecDeque<String> = args.urls.iter().cloned().collect();
    let Some(list) = &args.list else { return Ok(urls) };
    let failure = |source| Failure::Write { to: list.display().to_string(), source };
    let reader: Box<dyn BufRead> = match list.to_str() {
        Some("-") => Box::new(BufReader::new(io::stdin())),
        _ => Box::new(BufReader::new(File::open(list).map_err(failure)?)),
    };
    for (number, line) in reader.lines().enumerate() {
        let line = line.map_err(failure)?;
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.starts_with('{') {
            let object: Option<Value> = serde_json::from_str(line).ok();
            let Some(url) = object.as_ref().and_then(|o| o.get("url")).and_then(Value::as_str) else {
                let what = format!("{}, line {}: an object without a url", list.display(), number + 1);
                return Err(Failure::Usage(what));
            };
            urls.push_back(url.to_owned());
        } else if !line.is_empty() {
            urls.push_back(line.to_owned());
        }
    }
    Ok(urls)
}

/// A page to be fetched.
struct Piece {
    /// What it is called in the journal: the same in every run.
    id: String,
    url: String,
    from: Way,
}

enum Way {
    Live,
    Capture(CaptureUrl),
    Nearest(Archive, Period),
    Row(Archive, Box<CdxRecord>),
}

/// The pages to be fetched, one after the other.
struct Source<'a> {
    fetcher: &'a Fetcher,
    archive: Archive,
    at: Option<Period>,
    all: Option<Query>,
    urls: VecDeque<String>,
    captures: Option<(String, Captures)>,
}

impl<'a> Source<'a> {
    fn new(args: &FetchArgs, fetcher: &'a Fetcher, urls: VecDeque<String>) -> Source<'a> {
        let all = args.all || args.which.from.is_some() || args.which.to.is_some();
        let query = || match args.which.statuses.is_empty() {
            true => args.which.query().status(200),
            false => args.which.query(),
        };
        Source { fetcher, archive: args.archive.clone(), at: args.at, all: all.then(query), urls, captures: None }
    }

    /// The next page, or why those of an address cannot be told.
    async fn next(&mut self) -> Option<Result<Piece, (String, Error)>> {
        loop {
            if let Some((url, captures)) = &mut self.captures {
                match captures.next().await {
                    Some(Ok(row)) => {
                        let id = format!("{} {}", row.timestamp, row.original);
                        let from = Way::Row(self.archive.clone(), Box::new(row));
                        return Some(Ok(Piece { id, url: url.clone(), from }));
                    }
                    Some(Err(error)) => {
                        let url = url.clone();
                        self.captures = None;
                        return Some(Err((url, error)));
                    }
                    None => self.captures = None,
                }
            }
            let url = self.urls.pop_front()?;
            let capture = self.archive.parse_capture(&url).or_else(|| CaptureUrl::parse(&url));
            let (id, from) = match (capture, self.at, &self.all) {
                (Some(capture), ..) => (capture.clone().raw().to_string(), Way::Capture(capture)),
                (None, Some(at), _) => {
                    (format!("near {} {}", at.middle(), without_user(&url)), { Way::Nearest(self.archive.clone(), at) })
                }
                (None, None, Some(query)) => {
                    let captures = self.fetcher.captures(&self.archive, &url, query);
                    self.captures = Some((without_user(&url), captures));
                    continue;
                }
                (None, None, None) => (without_user(&url), Way::Live),
            };
            return Some(Ok(Piece { id, url, from }));
        }
    }
}

/// A page that came.
struct Fetched {
    page: Page,
    /// Its own address.
    original: String,
    digest_differs: bool,
}

async fn fetch(fetcher: &Fetcher, piece: &Piece) -> Result<Fetched, Error> {
    let outcome = match &piece.from {
        Way::Live => {
            let page = fetcher.get(&piece.url).await?;
            let original = page.url().map_or_else(|| without_user(&piece.url), ToString::to_string);
            return Ok(Fetched { page, original, digest_differs: false });
        }
        Way::Capture(capture) => fetcher.fetch_capture(capture).await?,
        Way::Nearest(archive, at) => fetcher.capture(archive, &piece.url, *at).await?,
        Way::Row(archive, row) => fetcher.fetch_record(archive, row).await?,
    };
    let captured = outcome.into_captured(&piece.url)?;
    let digest_differs = matches!(captured.digest, DigestCheck::Differs { .. });
    Ok(Fetched { page: captured.page, original: captured.original, digest_differs })
}

async fn work(
    args: &FetchArgs,
    fetcher: &Fetcher,
    mut source: Source<'_>,
    store: &mut Store,
) -> Result<Outcome, Failure> {
    let (start, mut told) = (Instant::now(), Instant::now());
    let (mut fetched, mut there, mut failed) = (0_usize, 0_usize, 0_usize);
    let mut running = JoinSet::new();
    // What was tried before comes last; see `store`.
    let (mut over, mut late) = (false, VecDeque::new());
    loop {
        while running.len() < args.jobs.get() {
            let next = match over {
                false => source.next().await,
                true => late.pop_front().map(Ok),
            };
            match next {
                None if over => break,
                None => over = true,
                Some(Ok(piece)) if !over && !store.wants(&piece.id) => there += 1,
                Some(Ok(piece)) if !over && store.was_tried(&piece.id) => late.push_back(piece),
                Some(Ok(piece)) => {
                    store.asks(&piece.id)?;
                    let fetcher = fetcher.clone();
                    running.spawn(async move {
                        let result = fetch(&fetcher, &piece).await;
                        (piece, result)
                    });
                }
                Some(Err((url, error))) => {
                    failed += 1;
                    missed(store, &url, &url, &error)?;
                }
            }
        }
        match running.join_next().await {
            None => break,
            Some(Ok((piece, Ok(page)))) => {
                fetched += 1;
                store.keep(&piece.id, entry(&piece, &page), &page.page, &page.original)?;
            }
            Some(Ok((piece, Err(error)))) => {
                failed += 1;
                missed(store, &piece.id, &without_user(&piece.url), &error)?;
            }
            // The library does not panic. Should it, that is one page's matter; the next run asks for it again.
            Some(Err(_)) => failed += 1,
        }
        if !args.quiet && told.elapsed() > PACE {
            told = Instant::now();
            eprintln!("cuttings: {fetched} fetched, {there} there before, {failed} failed");
        }
    }
    store.finish()?;
    if !args.quiet {
        let seconds = start.elapsed().as_secs_f64();
        eprintln!("cuttings: {fetched} fetched, {there} there before, {failed} failed, {seconds:.1} s");
    }
    Ok(Outcome::of(failed))
}

fn missed(store: &mut Store, id: &str, url: &str, error: &Error) -> Result<(), Failure> {
    eprintln!("cuttings: {}", crate::input::message(url, error));
    store.miss(&Missed { id, url, kind: error.code().as_str(), message: error.to_string() })
}

fn entry(piece: &Piece, fetched: &Fetched) -> Entry {
    let page = &fetched.page;
    let digits = |time: cuttings::DateTime| cuttings::Timestamp::try_from(time).ok().map(|t| t.to_string());
    let live = matches!(piece.from, Way::Live);
    Entry {
        id: piece.id.clone(),
        file: None,
        url: page.url().map_or_else(|| fetched.original.clone(), ToString::to_string),
        content_type: page.content_type().map(str::to_owned),
        captured: page.capture_time().filter(|_| !live).and_then(digits),
        status: page.status(),
        bytes: page.bytes().len(),
        digest_differs: fetched.digest_differs,
        end: None,
    }
}
