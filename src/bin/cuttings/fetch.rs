//! `cuttings fetch`.

mod store;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::time::{Duration, Instant};

use cuttings::{
    Archive, CaptureUrl, Captures, CdxRecord, DigestCheck, Error, Fetcher, OutcomeCode, Page, Period, Query, Timestamp,
};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::args::FetchArgs;
use crate::input::{runtime, without_user};
use crate::output::{Failure, Outcome};
use crate::terminal;
use store::{Entry, Missed, Store};

/// How often progress is told.
const PACE: Duration = Duration::from_secs(5);

pub fn run(args: &FetchArgs) -> Result<Outcome, Failure> {
    let urls = urls(args)?;
    let options = args.accept.apply(args.net.options());
    let fetcher = Fetcher::new(if args.quiet { options.on_wait(|_| {}) } else { options })?;
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
    /// A capture that an index lists, and whether one of an error is refused.
    Row(Archive, Box<CdxRecord>, bool),
}

impl Piece {
    /// The time of the capture that is meant; none where the nearest is.
    fn captured(&self) -> Option<Timestamp> {
        match &self.from {
            Way::Capture(capture) => capture.timestamp(),
            Way::Row(_, row, _) => Some(row.timestamp),
            Way::Live | Way::Nearest(..) => None,
        }
    }
}

/// The pages to be fetched, one after the other.
struct Source<'a> {
    fetcher: &'a Fetcher,
    archive: Archive,
    at: Option<Period>,
    all: Option<Query>,
    /// Whether only pages that were there are wanted of all captures.
    pages_only: bool,
    urls: VecDeque<String>,
    /// The captures of an address, and whether there was one so far.
    captures: Option<(String, Captures, bool)>,
}

/// Why the captures of an address cannot be told, or that there are none but of errors.
enum Trouble {
    Index(Error),
    OnlyErrors(Vec<u16>),
}

impl<'a> Source<'a> {
    fn new(args: &FetchArgs, fetcher: &'a Fetcher, urls: VecDeque<String>) -> Source<'a> {
        let all = args.all || args.which.from.is_some() || args.which.to.is_some();
        let pages_only = args.which.statuses.is_empty() && !args.accept.any_status;
        let query = || if pages_only { args.which.query().pages() } else { args.which.query() };
        let all = all.then(query);
        Source { fetcher, archive: args.archive.clone(), at: args.at, all, pages_only, urls, captures: None }
    }

    /// The next page, or why those of an address cannot be told.
    async fn next(&mut self) -> Option<Result<Piece, (String, Trouble)>> {
        loop {
            if let Some((url, captures, had_any)) = &mut self.captures {
                match captures.next().await {
                    Some(Ok(row)) => {
                        *had_any = true;
                        let id = format!("{} {}", row.timestamp, row.original);
                        let from = Way::Row(self.archive.clone(), Box::new(row), self.pages_only);
                        return Some(Ok(Piece { id, url: url.clone(), from }));
                    }
                    Some(Err(error)) => {
                        let url = url.clone();
                        self.captures = None;
                        return Some(Err((url, Trouble::Index(error))));
                    }
                    None => {
                        let statuses: Vec<u16> = captures.passed_over().iter().copied().filter(|s| *s >= 400).collect();
                        tell_skipped(url, captures.skipped());
                        let only_errors = self.pages_only && !*had_any && !statuses.is_empty();
                        let url = url.clone();
                        self.captures = None;
                        if only_errors {
                            return Some(Err((url, Trouble::OnlyErrors(statuses))));
                        }
                    }
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
                    self.captures = Some((without_user(&url), captures, false));
                    continue;
                }
                (None, None, None) => (without_user(&url), Way::Live),
            };
            return Some(Ok(Piece { id, url, from }));
        }
    }
}

/// Tells of rows of an index that are no use to anybody.
fn tell_skipped(url: &str, rows: usize) {
    if rows > 0 {
        terminal::say(format_args!("{url}: {rows} rows of the index left out that could not be read"));
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
        Way::Nearest(archive, at) => fetcher.nearest_captured(archive, &piece.url, *at).await?,
        Way::Row(archive, row, false) => fetcher.fetch_record(archive, row).await?,
        Way::Row(archive, row, true) => fetcher.fetch_record(archive, row).await?.refuse_error_page(),
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
                Some(Err((url, trouble))) => {
                    failed += 1;
                    none_of(store, &url, &trouble)?;
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
                missed(store, &piece.id, &without_user(&piece.url), piece.captured(), &error)?;
            }
            // The library does not panic. Should it, that is one page's matter; the next run asks for it again.
            Some(Err(_)) => failed += 1,
        }
        if !args.quiet && told.elapsed() > PACE {
            told = Instant::now();
            terminal::say(format_args!("{fetched} fetched, {there} there before, {failed} failed"));
        }
    }
    store.finish()?;
    if !args.quiet {
        let seconds = start.elapsed().as_secs_f64();
        terminal::say(format_args!("{fetched} fetched, {there} there before, {failed} failed, {seconds:.1} s"));
    }
    Ok(Outcome::of(failed))
}

/// Tells and records a page that did not come; `captured` is the capture's time where one was meant.
fn missed(store: &mut Store, id: &str, url: &str, captured: Option<Timestamp>, error: &Error) -> Result<(), Failure> {
    let captured = captured.map(|time| time.to_string());
    let name = captured.as_ref().map_or(String::new(), |time| format!("{time} "));
    terminal::say(format_args!("{name}{}", crate::input::message(url, error)));
    store.miss(&Missed { id, url, captured, kind: error.code().as_str(), message: error.to_string() })
}

/// Tells and records why no captures of an address come.
fn none_of(store: &mut Store, url: &str, trouble: &Trouble) -> Result<(), Failure> {
    let statuses = match trouble {
        Trouble::Index(error) => return missed(store, url, url, None, error),
        Trouble::OnlyErrors(statuses) => statuses,
    };
    let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
    let message = format!("archived, but only with status {}", statuses.join(", "));
    terminal::say(format_args!("{url}: {message}"));
    store.miss(&Missed { id: url, url, captured: None, kind: OutcomeCode::ErrorPage.as_str(), message })
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
        warnings: page.warnings().to_vec(),
        bytes: page.bytes().len(),
        digest_differs: fetched.digest_differs,
        end: None,
    }
}
