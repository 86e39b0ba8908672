//! `cuttings batch`.

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use cuttings::Article;
use serde::Serialize;
use serde_json::Value;

use crate::args::BatchArgs;
use crate::input::{Input, Web, message};
use crate::manifest::{self, Task};
use crate::ordered::in_order;
use crate::output::{Failure, Outcome, Output};

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

pub fn run(args: &BatchArgs) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let extractor = args.how.extractor(false)?;
    let tasks: Box<dyn Iterator<Item = Task> + Send> = match &args.manifest {
        Some(path) => Box::new(manifest::open(path, args.base.as_deref())?),
        None => Box::new(manifest::from_arguments(&args.inputs)),
    };
    let mut output = Output::open(args.output.as_deref())?;
    let jobs = args.jobs.or(std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let (web, mut all, mut failed) = (Web::new(args.how.fetching()), 0, 0);
    in_order(
        jobs,
        tasks,
        |task| record(&task, |input| extractor.extract(&input.read(&web)?)),
        |line| {
            all += 1;
            if let Some(complaint) = line.complaint {
                failed += 1;
                if !args.quiet {
                    eprintln!("cuttings: {complaint}");
                }
            }
            output.write(&line.json)
        },
    )?;
    output.finish()?;
    if !args.quiet {
        eprintln!("cuttings: {all} pages, {failed} failed, {:.1} s", start.elapsed().as_secs_f64());
    }
    Ok(Outcome::of(failed))
}

/// Works on one task. Whatever happens to it, it has a record and the others go on.
fn record(task: &Task, extract: impl Fn(&Input) -> cuttings::Result<Article>) -> Line {
    let input = match &task.input {
        Ok(input) => input,
        Err(bad) => return failure(&task.id, &bad.place, "manifest", &bad.message, bad.message.clone()),
    };
    let source = &input.source;
    match catch_unwind(AssertUnwindSafe(|| extract(input))) {
        Ok(Ok(article)) => {
            let record = Record { id: &task.id, source, result: Fate::Article(Box::new(article)) };
            Line { json: json(&record), complaint: None }
        }
        Ok(Err(error)) => failure(&task.id, source, error.code(), &error.to_string(), message(source, &error)),
        // The library does not panic. Should it, that is one page's matter.
        Err(_) => {
            let what = "the program failed on this page; please report it";
            failure(&task.id, source, "internal", what, format!("{source}: {what}"))
        }
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

    fn of(extract: impl Fn(&Input) -> cuttings::Result<Article>) -> (String, Option<String>) {
        let task = Task { id: 7.into(), input: Ok(Input::from_argument("a.html")) };
        let line = record(&task, extract);
        (line.json, line.complaint)
    }

    #[test]
    fn a_record_is_the_article_behind_id_and_source() {
        let article = |_: &Input| Ok(serde_json::from_str(r#"{"headline": "One", "body": []}"#).unwrap());
        assert_eq!(of(article), ("{\"id\":7,\"source\":\"a.html\",\"headline\":\"One\",\"body\":[]}\n".into(), None));
    }

    #[test]
    fn what_fails_has_a_record_too() {
        let error = |_: &Input| Err(cuttings::ErrorKind::NotAPage { reason: "a PNG image".into() }.into());
        let json = r#"{"id":7,"source":"a.html","error":{"kind":"not_a_page","message":"not a page: a PNG image"}}"#;
        assert_eq!(of(error), (json.to_owned() + "\n", Some("a.html: not a page: a PNG image".into())));
        let (json, complaint) = of(|_| panic!("as no page should make us"));
        assert!(json.starts_with(r#"{"id":7,"source":"a.html","error":{"kind":"internal","message":"#), "{json}");
        assert!(complaint.is_some());
    }
}
