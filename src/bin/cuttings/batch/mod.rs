//! `cuttings batch`.

mod delivery;
mod facts;
pub mod inputs;
pub mod ours;
pub mod pieces;
pub mod progress;
mod record;
mod report;
mod spool;
mod summary;
mod timed;
mod whole;

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use cuttings::Article;

use crate::args::{Accept, BatchArgs};
use crate::dedupe::{Seen, hash};
use crate::input::{ManyFiles, Web};
use crate::interrupt::Interrupt;
use crate::ordered::{Order, work_through};
use crate::output::{Failure, Outcome, Target};
use crate::overwrite::refuse_inputs;
use crate::stories::Elsewhere;
use crate::terminal;
use delivery::{Again, Results};
use pieces::{Piece, Pieces, Work};
use progress::Progress;
use record::{Line, Making, Stamp};
use report::{End, Report, Source};
use spool::Done;
use summary::Summary;
use timed::TimedExtractor;
use whole::Joined;

/// How long a page may take where nothing is said: thousands of times what pages take.
const PAGE_TIME: Duration = Duration::from_secs(60);

/// More threads than this for each processor only wait for each other.
const MAX_JOBS_PER_PROCESSOR: usize = 64;

pub fn run(args: &BatchArgs) -> Result<Outcome, Failure> {
    let page_time = args.how.page_time().unwrap_or(PAGE_TIME);
    let extractor = TimedExtractor::new(args.how.extractor_within(false, Some(page_time))?, page_time);
    let jobs = jobs(args.jobs)?;
    let target = Target::new(args.output.as_deref());
    refuse_inputs(&target, &args.inputs, &args.how.profiles)?;
    let files = ManyFiles::new(args.any_status, args.how.limits());
    let web = Web::new(&args.net).archives(args.archives.all(), None).quiet(args.quiet).limits(args.how.limits());
    let web = Arc::new(web.accept(Accept { any_status: args.any_status, ..Accept::default() }));
    let pieces = inputs::pieces(args, &target, &files, &web)?;
    let report = match &args.report {
        Some(path) => Some(Report::open(path, Source { args, target: &target, web: &web }, stamp(args))?),
        None => None,
    };
    let (results, done) = Results::open(args, &target, &asked(args))?;
    let interrupt = Interrupt::listen();
    let mut run = Run::new(args, results, report, &done)?;
    let making = Making {
        filters: &args.filters,
        dedupe: args.dedupe,
        all_fields: args.all_fields,
        stamp: args.stamp.then(|| stamp(args)),
        whole: args.whole,
    };
    let pieces = left(pieces, done, interrupt.clone());
    let order = if args.unordered { Order::AsDone } else { Order::AsTasks };
    let work = |piece: Piece| match piece.work {
        Work::Refused(failure) => Err(failure),
        _ => Ok(making.line(piece, |work| work.page(&web), |page| extractor.extract(page))),
    };
    let ended = work_through(jobs, order, pieces, work, |line| run.take(line?, &making));
    // Pages of stories that no input was, of inputs that were read over the network.
    let fetch = |article: &Article, url: &str| web.beside(article, url).and_then(|page| extractor.extract_here(&page));
    run.finish(ended, &files, interrupt.is_asked(), &fetch)
}

/// How many pages are worked on at a time.
pub fn jobs(wanted: Option<NonZeroUsize>) -> Result<NonZeroUsize, Failure> {
    let processors = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let most = processors.get().saturating_mul(MAX_JOBS_PER_PROCESSOR);
    match wanted {
        Some(jobs) if jobs.get() > most => {
            Err(Failure::Usage(format!("--jobs {jobs}: more than {most} serve nobody on {processors} processors")))
        }
        jobs => Ok(jobs.unwrap_or(processors)),
    }
}

/// What a run was asked for, as far as its records depend on it.
fn asked(args: &BatchArgs) -> String {
    let inputs = (&args.inputs, &args.manifest, &args.base, &args.list, &args.captures, args.any_status);
    let options = (&args.how, &args.filters, args.dedupe, args.all_fields, args.stamp, args.whole);
    let captures = (&args.from, &args.to, args.archives.all());
    let all = format!("{inputs:?} {captures:?} {options:?} {}", cuttings::model_digest());
    format!("{} {:016x}", env!("CARGO_PKG_VERSION"), hash(&all))
}

fn stamp(args: &BatchArgs) -> Stamp {
    Stamp { version: env!("CARGO_PKG_VERSION"), model: cuttings::model_digest(), options: args.how.to_string() }
}

/// The pieces that an earlier run is not done with, numbered. One that is not what it was then ends the run.
fn left(pieces: Pieces, done: Vec<Done>, interrupt: Interrupt) -> impl Iterator<Item = Piece> + Send {
    let mut tasks = done.iter().map(|d| (d.number, d.task)).collect::<Vec<_>>();
    tasks.sort_unstable();
    let mut tasks = VecDeque::from(tasks);
    let numbered = pieces.enumerate().map(|(number, piece)| piece.numbered(number));
    numbered.take_while(move |_| !interrupt.is_asked()).filter_map(move |piece| {
        if tasks.front().is_none_or(|(number, _)| *number != piece.number) {
            return Some(piece);
        }
        match tasks.pop_front() {
            Some((_, task)) if task == piece.task => None,
            _ => {
                let message = format!(
                    "--resume: input {} is now {}, and was another in the run before; leave out --resume",
                    piece.number + 1,
                    piece.source
                );
                Some(Piece { work: Work::Refused(Failure::Usage(message)), ..piece })
            }
        }
    })
}

/// What a run has come to.
struct Run<'a> {
    results: Results,
    report: Option<Report<'a>>,
    seen: Option<Seen>,
    summary: Summary,
    progress: Progress,
    quiet: bool,
}

impl<'a> Run<'a> {
    fn new(
        args: &BatchArgs,
        results: Results,
        mut report: Option<Report<'a>>,
        done: &[Done],
    ) -> Result<Run<'a>, Failure> {
        let total = if args.quiet { None } else { inputs::count(args) };
        let mut progress = Progress::new(args.quiet, total);
        progress.skip(done.len());
        let mut summary = Summary::default();
        let mut seen = args.dedupe.map(Seen::new);
        results.read_again(done, |done, again| {
            let facts = again.as_ref().map(|again| &again.facts);
            match facts {
                Some(facts) => summary.add(facts),
                None => summary.left_out += 1,
            }
            if let Some(report) = &mut report {
                report.add_earlier((done.number, done.task), facts, done.cost);
            }
            if let (Some(seen), Some(Again { key: Some((key, id)), .. })) = (&mut seen, again) {
                seen.first_of(key, &id);
            }
        })?;
        Ok(Run { results, report, seen, summary, progress, quiet: args.quiet })
    }

    /// Takes in what came of an input.
    fn take(&mut self, mut line: Line, making: &Making<'_>) -> Result<(), Failure> {
        if let (Some(seen), Some(key), Some(by)) = (&mut self.seen, line.key, making.dedupe)
            && let Some(first) = seen.first_of(key, &line.id)
        {
            line = making.duplicate(line, by, &first);
            line.key = None;
        }
        let facts = line.json.is_some().then_some(&line.facts);
        match facts {
            Some(facts) => self.summary.add(facts),
            None => self.summary.left_out += 1,
        }
        if let Some(report) = &mut self.report {
            report.add((line.number, line.task), facts, line.cost);
        }
        if let Some(complaint) = &line.complaint {
            self.progress.say(complaint);
        }
        self.progress.add(line.cost.bytes, line.facts.error().is_some());
        self.results.write(&line)
    }

    /// Ends the run: puts its output in place where all is done, and tells what came of it.
    fn finish(
        self,
        ended: Result<(), Failure>,
        files: &ManyFiles,
        interrupted: bool,
        fetch: &Elsewhere<'_>,
    ) -> Result<Outcome, Failure> {
        let Run { results, report, summary, progress, quiet, .. } = self;
        progress.clear();
        let (pages, bytes) = progress.worked_on();
        let work = report::Work { pages, bytes, took: progress.elapsed() };
        let passed_over = match files.skipped() {
            skipped if skipped.total() == 0 => String::new(),
            skipped => skipped.to_string(),
        };
        let mut joined = None;
        let outcome = match interrupted && ended.is_ok() {
            true => results.keep().map(|told| {
                terminal::say(format_args!("interrupted after {} pages{told}", summary.records));
                Outcome::Interrupted
            }),
            false => results.deliver(ended, fetch).map(|counts| {
                joined = counts;
                Outcome::of(summary.failed)
            }),
        };
        if !quiet && matches!(outcome, Ok(Outcome::Done | Outcome::SomeFailed)) {
            tell(&summary, work.took, &passed_over);
            if let Some(Joined { stories, pages, missing, left_out }) = joined {
                let left_out = if left_out == 0 { String::new() } else { format!(", {left_out} records left out") };
                terminal::say(format_args!(
                    "{stories} stories joined of {pages} pages, {missing} with a page missing{left_out}"
                ));
            }
        }
        let reported = report.map(|report| report.write(&summary, work, &End::of(&outcome), &passed_over));
        let outcome = outcome?;
        reported.transpose()?;
        Ok(outcome)
    }
}

/// Tells on standard error what came of a run.
fn tell(summary: &Summary, took: Duration, passed_over: &str) {
    let passed_over = if passed_over.is_empty() { String::new() } else { format!("; passed over: {passed_over}") };
    let left_out = if summary.left_out == 0 { String::new() } else { format!(", {} left out", summary.left_out) };
    if summary.records > 1 {
        terminal::show(&summary.to_string());
    }
    terminal::say(format_args!(
        "{} pages, {} failed{left_out}, {:.1} s{passed_over}",
        summary.records,
        summary.failed,
        took.as_secs_f64()
    ));
}
