//! `cuttings history`.

use cuttings::{Fetcher, HistoryOptions};

use crate::args::{HistoryArgs, HistoryFormat};
use crate::input::{message, runtime, without_user};
use crate::output::{Failure, Outcome, Target};

pub fn run(args: &HistoryArgs) -> Result<Outcome, Failure> {
    let mut options = HistoryOptions::default().extractor(args.how.extractor(false)?).max_captures(args.limit);
    if let Some(from) = args.from {
        options = options.since(from);
    }
    if let Some(to) = args.to {
        options = options.until(to);
    }
    let fetcher = Fetcher::new(args.net.options())?;
    let runtime = runtime().map_err(|source| Failure::Write { to: "runtime".to_owned(), source })?;
    let history = match runtime.block_on(fetcher.history(&args.archive, &args.url, &options)) {
        Ok(history) => history,
        Err(error) => {
            eprintln!("cuttings: {}", message(&without_user(&args.url), &error));
            return Ok(Outcome::SomeFailed);
        }
    };
    let mut output = Target::new(None).open()?;
    let written = output.write(&match args.format {
        HistoryFormat::Text => history.to_text(),
        HistoryFormat::Json => history.to_json_pretty() + "\n",
        HistoryFormat::Markdown => history.to_markdown(),
    });
    output.finish(written)?;
    let (captures, failed) = (history.captures, history.failures.len());
    eprintln!("cuttings: {} versions in {captures} captures, {failed} failed", history.versions.len());
    Ok(Outcome::of(failed + usize::from(!history.complete)))
}
