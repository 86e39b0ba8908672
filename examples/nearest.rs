//! The article of a page as an archive captured it nearest to a day, as JSON.
//!
//! `cargo run --example nearest -- URL DATE [ARCHIVE]`
//!
//! `DATE` is a year, month, day or time (`2007`, `2007-12-10`, `20071210120000`); `ARCHIVE` is `wayback` (if none is named),
//! `arquivo`, `ukwa`, `commoncrawl`, or the address of a collection that pywb serves.
#![allow(clippy::print_stdout, reason = "a program speaks to its user")]

use std::error::Error;

use cuttings::{Archive, Extractor, FetchOptions, Fetcher, Period};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, date, rest @ ..] = &arguments[..] else { return Err("usage: nearest URL DATE [ARCHIVE]".into()) };
    let named = rest.first().map_or("wayback", String::as_str);
    let (archive, date): (Archive, Period) = (named.parse()?, date.parse()?);

    // Whoever names an archive by its address may mean one of their own network.
    let options = FetchOptions::default().contact("who-runs-this@library.example").allow_private(named.contains("://"));
    let page = Fetcher::new(options)?.nearest(&archive, url, date).await?;
    println!("{}", Extractor::default().extract(&page)?.to_json_pretty());
    Ok(())
}
