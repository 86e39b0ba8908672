//! A page's headlines over a year: one capture a day, a line whenever the headline is another.
//!
//! `cargo run --example headlines -- URL YEAR [ARCHIVE [CACHE]]`
//!
//! `ARCHIVE` as for the example `nearest`. `CACHE` is a directory in which what is fetched is kept: run again, it asks the
//! archive for what is missing only.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program speaks to its user")]

use std::error::Error;

use cuttings::{Archive, Collapse, Extractor, FetchOptions, Fetcher, Outcome, Period, Query};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, year, rest @ ..] = &arguments[..] else {
        return Err("usage: headlines URL YEAR [ARCHIVE [CACHE]]".into());
    };
    let named = rest.first().map_or("wayback", String::as_str);
    let (archive, year): (Archive, Period) = (named.parse()?, year.parse()?);

    let options = FetchOptions::default().contact("who-runs-this@library.example").allow_private(named.contains("://"));
    let fetcher = Fetcher::new(match rest.get(1) {
        Some(directory) => options.cache(directory),
        None => options,
    })?;
    let extractor = Extractor::default();
    let query = Query::default().since(year).until(year).status(200).mime("text/html").collapse(Collapse::Time(8));
    let mut captures = fetcher.captures(&archive, url, &query);
    let mut last = String::new();
    while let Some(row) = captures.next().await {
        let row = row?;
        match fetcher.fetch_record(&archive, &row).await? {
            Outcome::Archived(captured) => {
                let headline = extractor.extract(&captured.page)?.headline.unwrap_or_default();
                if !headline.is_empty() && headline != last {
                    println!("{}  {headline}", captured.timestamp);
                    last = headline;
                }
            }
            // Asking on would make it worse.
            stop @ (Outcome::RateLimited { .. } | Outcome::ArchiveDown { .. }) => return Err(stop.to_string().into()),
            other => eprintln!("{}  {other}", row.timestamp),
        }
    }
    Ok(())
}
