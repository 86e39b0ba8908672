//! `cuttings captures`.

use cuttings::{BlockingCaptures, BlockingFetcher, CdxRecord};

use crate::args::{CapturesArgs, ListFormat};
use crate::formats::formula::harmless;
use crate::input::{failed_archive, message, without_user};
use crate::output::{Failure, Outcome, Output, Target};
use crate::terminal;

pub fn run(args: &CapturesArgs) -> Result<Outcome, Failure> {
    let mut query = args.which.query().match_type(args.matching.into());
    if let Some(at) = args.closest {
        query = query.closest(at);
    }
    if let Some(number) = args.newest {
        query = query.newest(number);
    }
    let fetcher = BlockingFetcher::new(args.net.options())?;
    let mut output = Target::new(None).open()?;
    let mut captures = fetcher.captures_of_all(&args.archives.all(), &args.url, &query);
    let listed = list(&mut captures, args, &mut output);
    output.finish(listed)
}

/// Writes the rows, and tells how many there were.
fn list(captures: &mut BlockingCaptures, args: &CapturesArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let (mut all, mut failed, mut last) = (0, 0, None);
    let names_archive = args.archives.are_many();
    for row in captures.by_ref() {
        match row {
            Ok(row) => {
                all += 1;
                last = Some(row.timestamp);
                output.write(&line(&row, args.format, names_archive))?;
            }
            Err(error) => {
                failed += 1;
                let after = last.map_or(String::new(), |time| format!(" (after {time})"));
                terminal::say(format_args!("{}{after}", message(&without_user(&args.url), &error)));
            }
        }
    }
    // Where all have failed, the error has told so.
    for failure in captures.captures().failures().iter().filter(|_| failed == 0) {
        terminal::say(failed_archive(&without_user(&args.url), failure));
    }
    failed += captures.captures().failures().len();
    let skipped = match captures.captures().skipped() {
        0 => String::new(),
        rows => format!(", {rows} rows left out that could not be read"),
    };
    terminal::say(format_args!("{all} captures{skipped}"));
    Ok(Outcome::of(failed))
}

fn line(row: &CdxRecord, format: ListFormat, names_archive: bool) -> String {
    if format == ListFormat::Jsonl {
        // Cannot fail: every key is a string, and nothing in a row refuses to be written.
        return serde_json::to_string(row).unwrap_or_default() + "\n";
    }
    let or_dash = |text: Option<&str>| text.unwrap_or("-").to_owned();
    let status = row.status.map(|status| status.to_string());
    let mut fields = vec![
        row.timestamp.to_string(),
        or_dash(status.as_deref()),
        or_dash(row.mime.as_deref()),
        or_dash(row.digest.as_deref()),
        row.original.clone(),
    ];
    if names_archive {
        fields.push(or_dash(row.archive.as_deref()));
    }
    // No index is trusted to keep to one line a row, nor to leave the terminal alone, nor the spreadsheet that the list is opened in.
    let fields = fields.into_iter().map(|field| harmless(&field.replace(char::is_control, " ")).into_owned());
    fields.collect::<Vec<_>>().join("\t") + "\n"
}
