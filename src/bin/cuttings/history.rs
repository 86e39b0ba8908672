//! `cuttings history`.

mod marks;
mod page;
mod text;
mod timeline;
mod words;

use cuttings::{BlockingFetcher, HistoryOptions, OutcomeCode};

use crate::args::{HistoryArgs, HistoryFormat};
use crate::input::{message, without_user};
use crate::output::{Failure, Outcome, Target};
use crate::terminal;

pub fn run(args: &HistoryArgs) -> Result<Outcome, Failure> {
    let mut options = HistoryOptions::default().extractor(args.how.extractor(false)?).max_captures(args.limit);
    if let Some(from) = args.from {
        options = options.since(from);
    }
    if let Some(to) = args.to {
        options = options.until(to);
    }
    let fetcher = BlockingFetcher::new(args.net.options())?;
    let history = match fetcher.history_of_all(&args.archives.all(), &args.url, &options) {
        Ok(history) => history,
        Err(error) => {
            terminal::say(message(&without_user(&args.url), &error));
            return Ok(Outcome::SomeFailed);
        }
    };
    let mut output = Target::new(None).open()?;
    let written = output.write(&match args.format {
        HistoryFormat::Text => history.to_text(),
        HistoryFormat::Json => history.to_json_pretty() + "\n",
        HistoryFormat::Markdown => history.to_markdown(),
        HistoryFormat::Html => page::page(&history).finish(),
    });
    output.finish(written)?;
    for unlisted in &history.unlisted {
        terminal::say(format_args!("{}: {}: {}", unlisted.archive, without_user(&args.url), unlisted.reason));
    }
    let others = history.failures.iter().filter(|failure| was_read(failure.code)).count();
    let (captures, failed) = (history.captures, history.failures.len() - others);
    let others = if others > 0 { format!(", {others} not of the story") } else { String::new() };
    terminal::say(format_args!("{} versions in {captures} captures, {failed} failed{others}", history.versions.len()));
    Ok(Outcome::of(failed + usize::from(!history.complete)))
}

/// Whether a capture that is no version came as it was captured: nothing failed then.
fn was_read(code: OutcomeCode) -> bool {
    matches!(
        code,
        OutcomeCode::NoArticle
            | OutcomeCode::NotTheStory
            | OutcomeCode::Redirected
            | OutcomeCode::ErrorPage
            | OutcomeCode::NotAPage
    )
}
