//! `cuttings batch`.

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use cuttings::{Article, Page};
use serde::Serialize;
use serde_json::Value;

use crate::args::{Accept, BatchArgs};
use crate::input::{Input, ManyFiles, Opened, Web, message};
use crate::manifest::{self, BadLine, Task};
use crate::ordered::in_order;
use crate::output::{Failure, Outcome, Target};
use crate::overwrite::{refuse_inputs, refuse_manifest, refuse_task};

/// What comes of one input.
#[derive(Debug, Serialize)]
struct Record<'a> {
    id: &'a Value,
    source: &'a str,
    #[serde(flatten)]
    result: Fate<'a>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Fate<'a> {
    Article(Box<Article>),
    Failed { error: Trouble<'a> },
}

#[derive(Debug, Serialize)]
struct Trouble<'a> {
    kind: &'a str,
    message: &'a str,
}

/// A record's line, and what to tell the user about it.
struct Line {
    json: String,
    complaint: Option<String>,
}

/// A page to work on, or what came instead of one.
struct Piece {
    id: Value,
    source: String,
    work: Work,
}

enum Work {
    Read(Input),
    Have(Box<Page>),
    Failed(cuttings::Error),
    Bad(BadLine),
    /// The program failed in reading the file.
    Broken,
    /// The run cannot go on.
    Refused(Failure),
}

type Pieces = Box<dyn Iterator<Item = Piece> + Send>;

pub fn run(args: &BatchArgs) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let extractor = args.how.extractor(false)?;
    let target = Target::new(args.output.as_deref());
    refuse_inputs(&target, &args.inputs, &args.how.profiles)?;
    let files = ManyFiles::new(&args.inputs, args.any_status);
    let pieces = pieces(args, &target, &files)?;
    let mut output = target.open()?;
    let jobs = args.jobs.or(std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let (web, mut all, mut failed) = (
        Web::new(&args.net, None).quiet(args.quiet).accept(Accept { any_status: args.any_status, exact: false }),
        0,
        0,
    );
    let extract = |work| match work {
        Work::Read(input) => extractor.extract(&input.read(&web)?),
        Work::Have(page) => extractor.extract(&page),
        Work::Failed(error) => Err(error),
        Work::Bad(_) | Work::Broken | Work::Refused(_) => Ok(Article::default()),
    };
    let done = in_order(
        jobs,
        pieces,
        |piece| match piece.work {
            Work::Refused(failure) => Err(failure),
            _ => Ok(record(piece, extract)),
        },
        |line| {
            let line = line?;
            all += 1;
            if let Some(complaint) = line.complaint {
                failed += 1;
                if !args.quiet {
                    eprintln!("cuttings: {complaint}");
                }
            }
            output.write(&line.json)
        },
    );
    output.finish(done)?;
    if !args.quiet {
        let skipped = files.skipped();
        let passed_over = if skipped.total() == 0 { String::new() } else { format!("; passed over: {skipped}") };
        eprintln!("cuttings: {all} pages, {failed} failed, {:.1} s{passed_over}", start.elapsed().as_secs_f64());
    }
    Ok(Outcome::of(failed))
}

/// What there is to do. A line of a manifest has one record; an argument as many as it has pages.
fn pieces(args: &BatchArgs, target: &Target, files: &ManyFiles) -> Result<Pieces, Failure> {
    let Some(path) = &args.manifest else {
        let files = files.clone();
        let pieces = manifest::from_arguments(&args.inputs).flat_map(move |task| Guarded::new(task, files.clone()));
        return Ok(Box::new(pieces));
    };
    refuse_manifest(target, path, args.base.as_deref())?;
    let target = target.clone();
    Ok(Box::new(manifest::open(path, args.base.as_deref())?.map(move |task| match refuse_task(&target, &task) {
        Ok(()) => Piece::of(task),
        Err(failure) => Piece { work: Work::Refused(failure), ..Piece::of(task) },
    })))
}

impl Piece {
    fn of(task: Task) -> Self {
        match task.input {
            Ok(input) => Piece { id: task.id, source: input.source.clone(), work: Work::Read(input) },
            Err(bad) => Piece { id: task.id, source: bad.place.clone(), work: Work::Bad(bad) },
        }
    }
}

/// The pages of an argument. Reading them should not panic; should it, that is one file's matter.
struct Guarded {
    task: Option<Task>,
    source: String,
    files: ManyFiles,
    pieces: Pieces,
}

impl Guarded {
    fn new(task: Task, files: ManyFiles) -> Self {
        let source = task.input.as_ref().map(|input| input.source.clone()).unwrap_or_default();
        Guarded { task: Some(task), source, files, pieces: Box::new(std::iter::empty()) }
    }
}

impl Iterator for Guarded {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let next = || {
            if let Some(task) = self.task.take() {
                self.pieces = pages(task, &self.files);
            }
            self.pieces.next()
        };
        catch_unwind(AssertUnwindSafe(next)).unwrap_or_else(|_| {
            self.pieces = Box::new(std::iter::empty());
            Some(Piece { id: self.source.as_str().into(), source: self.source.clone(), work: Work::Broken })
        })
    }
}

/// The pages of an argument. A file of many is read as they are asked for.
fn pages(task: Task, files: &ManyFiles) -> Pieces {
    let input = match task.input {
        Ok(input) => input,
        Err(_) => return Box::new(std::iter::once(Piece::of(task))),
    };
    let (id, source) = (task.id, input.source.clone());
    let work = match input.open(files) {
        Ok(Opened::Many(pages)) => return Box::new(pages.map(move |item| saved(item, &source))),
        Ok(Opened::Later(input)) => Work::Read(input),
        Ok(Opened::Now(page)) => Work::Have(page),
        Err(error) => Work::Failed(error),
    };
    Box::new(std::iter::once(Piece { id, source, work }))
}

/// A page out of a file of many, or what is in its place.
fn saved(item: cuttings::Result<cuttings::SavedPage>, file: &str) -> Piece {
    match item {
        Ok(saved) => {
            let (id, source) = (saved.id().into(), saved.source().to_owned());
            Piece { id, source, work: Work::Have(Box::new(saved.into_page())) }
        }
        Err(error) => {
            let place = error.place().unwrap_or(file).to_owned();
            Piece { id: place.as_str().into(), source: place, work: Work::Failed(error) }
        }
    }
}

/// Works on one piece. Whatever happens to it, it has a record and the others go on.
fn record(piece: Piece, extract: impl FnOnce(Work) -> cuttings::Result<Article>) -> Line {
    let Piece { id, source, work } = piece;
    let broken = || {
        let what = "the program failed on this page; please report it";
        failure(&id, &source, "internal", what, format!("{source}: {what}"))
    };
    let work = match work {
        Work::Broken => return broken(),
        Work::Bad(bad) => return failure(&id, &bad.place, "manifest", &bad.message, bad.message.clone()),
        work => work,
    };
    match catch_unwind(AssertUnwindSafe(|| extract(work))) {
        Ok(Ok(article)) => {
            let record = Record { id: &id, source: &source, result: Fate::Article(Box::new(article)) };
            Line { json: json(&record), complaint: None }
        }
        Ok(Err(error)) => failure(&id, &source, error.code().as_str(), &error.to_string(), message(&source, &error)),
        // The library does not panic. Should it, that is one page's matter.
        Err(_) => broken(),
    }
}

fn failure(id: &Value, source: &str, kind: &str, message: &str, complaint: String) -> Line {
    let record = Record { id, source, result: Fate::Failed { error: Trouble { kind, message } } };
    Line { json: json(&record), complaint: Some(complaint) }
}

fn json(record: &Record<'_>) -> String {
    // Cannot fail: every key is a string, and nothing in a record refuses to be written.
    serde_json::to_string(record).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(extract: impl Fn(Work) -> cuttings::Result<Article>) -> (String, Option<String>) {
        let task = Task { id: 7.into(), input: Ok(Input::from_argument("a.html")) };
        let line = record(Piece::of(task), extract);
        (line.json, line.complaint)
    }

    #[test]
    fn a_record_is_the_article_behind_id_and_source() {
        let article = |_: Work| Ok(serde_json::from_str(r#"{"headline": "One", "body": []}"#).unwrap());
        assert_eq!(of(article), ("{\"id\":7,\"source\":\"a.html\",\"headline\":\"One\",\"body\":[]}\n".into(), None));
    }

    #[test]
    fn what_fails_has_a_record_too() {
        let error = |_: Work| Err(cuttings::Error::not_a_page("a PNG image"));
        let json = r#"{"id":7,"source":"a.html","error":{"kind":"not_a_page","message":"not a page: a PNG image"}}"#;
        assert_eq!(of(error), (json.to_owned() + "\n", Some("a.html: not a page: a PNG image".into())));
        let (json, complaint) = of(|_| panic!("as no page should make us"));
        assert!(json.starts_with(r#"{"id":7,"source":"a.html","error":{"kind":"internal","message":"#), "{json}");
        assert!(complaint.is_some());
    }
}
