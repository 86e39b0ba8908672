//! `cuttings fetch`.

mod chosen;
mod dry_run;
mod listing;
mod source;
mod store;
mod whole;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::sync::Arc;
use std::time::Instant;

use cuttings::{DigestCheck, Error, Extractor, Fetcher, Outcome, OutcomeCode, Page, Timestamp};
use serde_json::Value;
use tokio::task::{JoinSet, spawn_blocking};

use crate::args::FetchArgs;
use crate::input::{runtime, tell_failed, without_user};
use crate::output::{Failure, Outcome as Ended};
use crate::terminal;
use listing::Listings;
use source::{PACE, Piece, Source, Trouble, Way};
use store::{Entry, Missed, Store};
use whole::Stories;

pub fn run(args: &FetchArgs) -> Result<Ended, Failure> {
    let urls = urls(args)?;
    let options = args.accept.apply(args.net.options());
    let fetcher = Fetcher::new(if args.quiet { options.on_wait(|_| {}) } else { options })?;
    let runtime = runtime().map_err(|source| Failure::Write { to: "runtime".to_owned(), source })?;
    let lock = store::lock(&args.output)?;
    let source = Source::new(args, &fetcher, urls, Listings::open(&args.output, args.refresh)?);
    if args.dry_run {
        return runtime.block_on(dry_run::run(args, &fetcher, source));
    }
    let mut store = Store::open(args, lock)?;
    runtime.block_on(work(args, &fetcher, source, &mut store))
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

/// A page that came.
struct Fetched {
    page: Page,
    /// Its own address.
    original: String,
    digest_differs: bool,
    /// Where in an archive it was taken from.
    source: Option<String>,
    /// The pages that it leads to: the one behind it in a story, or its frames.
    links: Option<Vec<String>>,
}

/// Fetches a page, and looks what it leads to where that is wanted.
async fn fetch(fetcher: Fetcher, piece: Piece, extractor: Option<Arc<Extractor>>) -> (Piece, Result<Fetched, Error>) {
    let mut fetched = fetch_page(&fetcher, &piece).await;
    if let (Ok(fetched), Some(extractor)) = (&mut fetched, extractor) {
        let page = fetched.page.clone();
        // The library does not panic. Should it, the page is kept all the same.
        fetched.links = spawn_blocking(move || whole::links(&extractor, &page)).await.ok();
    }
    (piece, fetched)
}

async fn fetch_page(fetcher: &Fetcher, piece: &Piece) -> Result<Fetched, Error> {
    let outcome = match &piece.from {
        Way::Live => {
            let page = fetcher.get(&piece.url).await?;
            let original = page.url().map_or_else(|| without_user(&piece.url), ToString::to_string);
            return Ok(Fetched { page, original, digest_differs: false, source: None, links: None });
        }
        Way::Capture(capture) => fetcher.fetch_capture(capture).await?,
        Way::Nearest(archives, at) => match &archives[..] {
            [archive] => fetcher.nearest_captured(archive, &piece.url, *at).await?,
            _ => {
                let nearest = fetcher.nearest_captured_of_all(archives, &piece.url, *at).await?;
                tell_failed(&piece.url, &nearest.failures);
                Outcome::Archived(nearest.captured)
            }
        },
        Way::Row(archive, row, false) => fetcher.fetch_record(archive, row).await?,
        Way::Row(archive, row, true) => fetcher.fetch_record(archive, row).await?.refuse_error_page(),
    };
    let captured = outcome.into_captured(&piece.url)?;
    let digest_differs = matches!(captured.digest, DigestCheck::Differs { .. });
    let source = captured.url.as_ref().map(ToString::to_string).or_else(|| file_of(&piece.from));
    Ok(Fetched { page: captured.page, original: captured.original, digest_differs, source, links: None })
}

/// The file in which an archive has a capture that it does not replay.
fn file_of(way: &Way) -> Option<String> {
    let Way::Row(archive, row, _) = way else { return None };
    Some(format!("{}{}", archive.data()?, row.record.as_ref()?.file.trim_start_matches('/')))
}

/// What came of the pages so far.
#[derive(Default)]
struct Counts {
    fetched: usize,
    there: usize,
    failed: usize,
    /// Further pages of stories that are not to be had.
    missing: usize,
}

impl Counts {
    fn line(&self) -> String {
        let missing = match self.missing {
            0 => String::new(),
            n => format!(", {n} pages of stories missing"),
        };
        format!("{} fetched, {} there before, {} failed{missing}", self.fetched, self.there, self.failed)
    }
}

async fn work(
    args: &FetchArgs,
    fetcher: &Fetcher,
    mut source: Source<'_>,
    store: &mut Store,
) -> Result<Ended, Failure> {
    let (start, mut told) = (Instant::now(), Instant::now());
    let mut counts = Counts::default();
    for (url, trouble) in source.choose(args.unique).await? {
        counts.failed += 1;
        none_of(store, &url, &trouble)?;
    }
    let mut stories = Stories::new(args.whole, args.archives.all());
    let mut running = JoinSet::new();
    // What was tried before comes last; see `store`.
    let (mut over, mut late) = (false, VecDeque::new());
    loop {
        while running.len() < args.jobs.get() {
            let next = match over {
                false => source.next().await?,
                true => late.pop_front().or_else(|| stories.next()).map(Ok),
            };
            stories.know(next.as_ref());
            match next {
                None if over => break,
                None => over = true,
                Some(Ok(piece)) if (!over || piece.behind.is_some()) && !store.wants(&piece.id) => {
                    counts.there += 1;
                    stories.follow_again(&piece, store.leading(&piece.id));
                }
                Some(Ok(piece)) if !over && store.was_tried(&piece.id) => late.push_back(piece),
                Some(Ok(piece)) => {
                    store.asks(&piece.id)?;
                    running.spawn(fetch(fetcher.clone(), piece, stories.extractor.clone()));
                }
                Some(Err((url, trouble))) => {
                    counts.failed += 1;
                    none_of(store, &url, &trouble)?;
                }
            }
        }
        match running.join_next().await {
            None => break,
            Some(Ok((piece, result))) => came(store, &mut stories, &mut counts, &piece, result)?,
            // The library does not panic. Should it, that is one page's matter; the next run asks for it again.
            Some(Err(_)) => counts.failed += 1,
        }
        if !args.quiet && told.elapsed() > PACE {
            told = Instant::now();
            terminal::say(counts.line());
        }
    }
    store.finish()?;
    if !args.quiet {
        source.tell_age();
        let seconds = start.elapsed().as_secs_f64();
        terminal::say(format_args!("{}{}, {seconds:.1} s", counts.line(), source.left_out()));
    }
    Ok(Ended::of(counts.failed))
}

/// Keeps what came of a page.
fn came(
    store: &mut Store,
    stories: &mut Stories,
    counts: &mut Counts,
    piece: &Piece,
    result: Result<Fetched, Error>,
) -> Result<(), Failure> {
    match result {
        Ok(page) => {
            counts.fetched += 1;
            let entry = entry(piece, &page);
            stories.follow(piece, entry.captured.as_deref(), page.links.as_deref().unwrap_or_default());
            store.keep(&piece.id, entry, &page.page, &page.original, page.source.as_deref())
        }
        Err(error) => {
            // That a story lacks a page does not make the run fail.
            if piece.behind.is_some() {
                counts.missing += 1
            } else {
                counts.failed += 1
            }
            missed(store, &piece.id, &without_user(&piece.url), piece.captured(), &error)
        }
    }
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
    terminal::say(trouble.line(url));
    let (kind, message) = match trouble {
        Trouble::Index(error) => (error.code().as_str(), error.to_string()),
        Trouble::Archive(failure) => (failure.error.code().as_str(), failure.to_string()),
        Trouble::OnlyErrors(statuses) => (OutcomeCode::ErrorPage.as_str(), source::only_errors(statuses)),
    };
    store.miss(&Missed { id: url, url, captured: None, kind, message })
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
        links: fetched.links.clone(),
        end: None,
    }
}
