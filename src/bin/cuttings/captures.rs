//! `cuttings captures`.

use cuttings::{BlockingCaptures, BlockingFetcher, CdxRecord};

use crate::args::{CapturesArgs, ListFormat};
use crate::input::{message, without_user};
use crate::output::{Failure, Outcome, Output, Target};
use crate::terminal;

pub fn run(args: &CapturesArgs) -> Result<Outcome, Failure> {
    let mut query = args.which.query().match_type(args.matching.into());
    if let Some(at) = args.closest {
        query = query.closest(at);
    }
    let fetcher = BlockingFetcher::new(args.net.options())?;
    let mut output = Target::new(None).open()?;
    let mut captures = fetcher.captures(&args.archive, &args.url, &query);
    let listed = list(&mut captures, args, &mut output);
    output.finish(listed)
}

/// Writes the rows, and tells how many there were.
fn list(captures: &mut BlockingCaptures, args: &CapturesArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let (mut all, mut failed, mut last) = (0, 0, None);
    for row in captures.by_ref() {
        match row {
            Ok(row) => {
                all += 1;
                last = Some(row.timestamp);
                output.write(&line(&row, args.format))?;
            }
            Err(error) => {
                failed += 1;
                let after = last.map_or(String::new(), |time| format!(" (after {time})"));
                terminal::say(format_args!("{}{after}", message(&without_user(&args.url), &error)));
            }
        }
    }
    let skipped = match captures.captures().skipped() {
        0 => String::new(),
        rows => format!(", {rows} rows left out that could not be read"),
    };
    terminal::say(format_args!("{all} captures{skipped}"));
    Ok(Outcome::of(failed))
}

fn line(row: &CdxRecord, format: ListFormat) -> String {
    if format == ListFormat::Jsonl {
        // Cannot fail: every key is a string, and nothing in a row refuses to be written.
        return serde_json::to_string(row).unwrap_or_default() + "\n";
    }
    let or_dash = |text: Option<&str>| text.unwrap_or("-").to_owned();
    let status = row.status.map(|status| status.to_string());
    let fields = [
        row.timestamp.to_string(),
        or_dash(status.as_deref()),
        or_dash(row.mime.as_deref()),
        or_dash(row.digest.as_deref()),
        row.original.clone(),
    ];
    // No index is trusted to keep to one line a row, nor to leave the terminal alone.
    fields.map(|field| field.replace(char::is_control, " ")).join("\t") + "\n"
}
