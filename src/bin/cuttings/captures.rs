//! `cuttings captures`.

use cuttings::{CdxRecord, Fetcher, MatchType};

use crate::args::{CapturesArgs, ListFormat, Matching};
use crate::input::{message, runtime, without_user};
use crate::output::{Failure, Outcome, Target};

pub fn run(args: &CapturesArgs) -> Result<Outcome, Failure> {
    let mut query = args.which.query().match_type(match args.matching {
        Matching::Exact => MatchType::Exact,
        Matching::Prefix => MatchType::Prefix,
        Matching::Host => MatchType::Host,
        Matching::Domain => MatchType::Domain,
    });
    if let Some(at) = args.closest {
        query = query.closest(at);
    }
    let fetcher = Fetcher::new(args.net.options())?;
    let runtime = runtime().map_err(|source| Failure::Write { to: "runtime".to_owned(), source })?;
    let mut output = Target::new(None).open()?;
    let listed = runtime.block_on(async {
        let mut failed = 0;
        let mut captures = fetcher.captures(&args.archive, &args.url, &query);
        let (mut all, mut last) = (0, None);
        while let Some(row) = captures.next().await {
            match row {
                Ok(row) => {
                    all += 1;
                    last = Some(row.timestamp);
                    output.write(&line(&row, args.format))?;
                }
                Err(error) => {
                    failed += 1;
                    let after = last.map_or(String::new(), |time| format!(" (after {time})"));
                    eprintln!("cuttings: {}{after}", message(&without_user(&args.url), &error));
                }
            }
        }
        let skipped = match captures.skipped() {
            0 => String::new(),
            rows => format!(", {rows} rows left out that could not be read"),
        };
        eprintln!("cuttings: {all} captures{skipped}");
        Ok(Outcome::of(failed))
    });
    output.finish(listed)
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
