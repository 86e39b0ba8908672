//! The command line.

mod batch;
mod common;
mod inspect;

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use cuttings::{Archive, Collapse, Period, Query};

pub use batch::BatchArgs;
pub use common::{Accept, How, Net};
pub use inspect::InspectArgs;

/// Takes news pages out of web archives and gives back the article as data.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Extract the article of each page.
    #[command(after_help = "Exit status: 0 all well, 1 some inputs failed, 2 wrong usage or no output possible.")]
    Extract(ExtractArgs),
    /// Extract the articles of many pages, a JSON record a line, in the order of the inputs.
    ///
    /// A record is the article with `id` and `source` in front, or `{"id", "source", "error": {"kind", "message"}}`.
    #[command(
        after_help = "Exit status: 0 all well, 1 some inputs failed (each has its record), 2 wrong usage or no output possible."
    )]
    Batch(Box<BatchArgs>),
    /// List the captures that an archive has of a page.
    #[command(after_help = "Exit status: 0 all well, 1 the archive cannot tell, 2 wrong usage or no output possible.")]
    Captures(CapturesArgs),
    /// Fetch pages into a directory, to be read with `cuttings batch --manifest DIR/manifest.jsonl --base DIR`.
    ///
    /// Run again, it goes on where it was: what is there is not fetched again. What failed is in DIR/failures.jsonl.
    #[command(after_help = "Exit status: 0 all well, 1 some pages failed, 2 wrong usage or no output possible.")]
    Fetch(FetchArgs),
    /// Tell the versions of a story over time, and what changed from each to the next.
    #[command(after_help = "Exit status: 0 all well, 1 captures failed, 2 wrong usage or no output possible.")]
    History(HistoryArgs),
    /// Show why a page came out as it did: one HTML file with the page beside its article, every block coloured by its label.
    ///
    /// A click on a block tells why it is what it is; a field shows the blocks it was read from. The page is shown harmless: none
    /// of its scripts run, and nothing is loaded.
    #[command(after_help = "Exit status: 0 all well, 1 the page failed, 2 wrong usage or no output possible.")]
    Inspect(Box<InspectArgs>),
    /// Print the JSON Schema of an article.
    Schema,
}

/// Which captures of a page are meant.
#[derive(Debug, clap::Args)]
pub struct Which {
    /// None before this: a year, month, day or time, as digits (200712) or ISO 8601 (2007-12-10).
    #[arg(long, value_name = "DATE")]
    pub from: Option<Period>,
    /// None after this.
    #[arg(long, value_name = "DATE")]
    pub to: Option<Period>,
    /// Only captures with this status. May be given several times.
    #[arg(long = "status", value_name = "CODE")]
    pub statuses: Vec<u16>,
    /// Only captures of this media type. May be given several times.
    #[arg(long = "mime", value_name = "TYPE")]
    pub mimes: Vec<String>,
    /// Leave out neighbours that are the same: `digest`, or `time:N` for those whose timestamps agree in N digits.
    #[arg(long, value_name = "digest|time:N", value_parser = collapse)]
    pub collapse: Option<Collapse>,
    /// At most so many of each page.
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

impl Which {
    pub fn query(&self) -> Query {
        let mut query = Query::default();
        if let Some(from) = self.from {
            query = query.since(from);
        }
        if let Some(to) = self.to {
            query = query.until(to);
        }
        if let Some(by) = self.collapse {
            query = query.collapse(by);
        }
        if let Some(limit) = self.limit {
            query = query.max_rows(limit);
        }
        let query = self.statuses.iter().fold(query, |query, status| query.status(*status));
        self.mimes.iter().fold(query, |query, mime| query.mime(mime))
    }
}

fn collapse(text: &str) -> Result<Collapse, String> {
    let digits = text.strip_prefix("time:").map(str::parse::<u8>);
    match (text, digits) {
        ("digest", _) => Ok(Collapse::Digest),
        (_, Some(Ok(digits @ 4..=14))) => Ok(Collapse::Time(digits)),
        _ => Err("expected digest, or time:N with 4 to 14 digits".to_owned()),
    }
}

#[derive(Debug, clap::Args)]
pub struct CapturesArgs {
    /// The page's address.
    #[arg(value_name = "URL")]
    pub url: String,
    #[command(flatten)]
    pub which: Which,
    /// The captures nearest to this time, the nearest first; one, unless there is a --limit.
    #[arg(long, value_name = "DATE")]
    pub closest: Option<Period>,
    /// How much the address stands for.
    #[arg(long = "match", value_enum, default_value_t)]
    pub matching: Matching,
    /// Where to look: wayback, arquivo, ukwa, commoncrawl, or the address of a pywb collection.
    #[arg(long, default_value = "wayback", value_parser = Archive::parse)]
    pub archive: Archive,
    /// What to write.
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
    #[command(flatten)]
    pub net: Net,
}

#[derive(Debug, clap::Args)]
pub struct FetchArgs {
    /// Addresses of pages, or of captures in an archive.
    #[arg(required_unless_present = "list", value_name = "URL")]
    pub urls: Vec<String>,
    /// A file with more of them, an address or an object with a `url` a line; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,
    /// The directory to write to.
    #[arg(long, short, value_name = "DIR")]
    pub output: PathBuf,
    /// The capture nearest to this time instead of the live page.
    #[arg(long, value_name = "DATE", conflicts_with_all = ["all", "from", "to"])]
    pub at: Option<Period>,
    /// All captures instead of the live page; also meant by --from and --to. Those with a status of 200 to 299, unless
    /// --status or --any-status is given.
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub which: Which,
    /// Where to look for captures: wayback, arquivo, ukwa, commoncrawl, or the address of a pywb collection.
    #[arg(long, default_value = "wayback", value_parser = Archive::parse)]
    pub archive: Archive,
    #[command(flatten)]
    pub accept: Accept,
    /// Write a WARC file, DIR/pages.warc.gz, instead of a file a page.
    #[arg(long)]
    pub warc: bool,
    /// How many pages to fetch at a time.
    #[arg(long, short, value_name = "N", default_value = "4")]
    pub jobs: NonZeroUsize,
    /// No progress and no summary on standard error.
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub net: Net,
}

#[derive(Debug, clap::Args)]
pub struct HistoryArgs {
    /// The page's address.
    #[arg(value_name = "URL")]
    pub url: String,
    /// No captures before this.
    #[arg(long, value_name = "DATE")]
    pub from: Option<Period>,
    /// No captures after this.
    #[arg(long, value_name = "DATE")]
    pub to: Option<Period>,
    /// How many captures to fetch at most.
    #[arg(long, value_name = "N", default_value = "500")]
    pub limit: usize,
    /// Where to look: wayback, arquivo, ukwa, commoncrawl, or the address of a pywb collection.
    #[arg(long, default_value = "wayback", value_parser = Archive::parse)]
    pub archive: Archive,
    /// What to write.
    #[arg(long, value_enum, default_value_t)]
    pub format: HistoryFormat,
    #[command(flatten)]
    pub how: How,
    #[command(flatten)]
    pub net: Net,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Matching {
    /// The page itself.
    #[default]
    Exact,
    /// All pages whose addresses begin so.
    Prefix,
    /// All pages of the host.
    Host,
    /// All pages of the host and of those below it.
    Domain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ListFormat {
    /// Timestamp, status, media type, digest and address, parted by tabs.
    #[default]
    Text,
    /// One object a line.
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum HistoryFormat {
    /// Plain text.
    #[default]
    Text,
    /// One object, with the articles.
    Json,
    /// Markdown.
    Markdown,
}

#[derive(Debug, clap::Args)]
pub struct ExtractArgs {
    /// Saved pages (HTML, text, MHTML) and files of many (WARC, WACZ, zip), gzipped or not; `-` for standard input; or
    /// http(s) addresses.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<OsString>,
    /// What to write.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// The page's address; an archive's address of it is understood. For a single input.
    #[arg(long)]
    pub url: Option<String>,
    /// When an archive captured the page: 14 digits, UTC.
    #[arg(long, value_name = "YYYYMMDDhhmmss")]
    pub captured: Option<String>,
    /// The `Content-Type` header the page came with.
    #[arg(long, value_name = "HEADER")]
    pub content_type: Option<String>,
    /// Read the capture nearest to this time in place of a live page. For http(s) addresses.
    #[arg(long, value_name = "DATE")]
    pub at: Option<Period>,
    /// Where to look for it: wayback, arquivo, ukwa, commoncrawl, or the address of a pywb collection.
    #[arg(long, default_value = "wayback", value_parser = Archive::parse)]
    pub archive: Archive,
    #[command(flatten)]
    pub accept: Accept,
    /// Tell on standard error how the page was read: where each field came from, what was taken out, and every block with its
    /// label and why it has it.
    #[arg(long)]
    pub explain: bool,
    /// Where to write instead of standard output. A file is written as FILE.part and put in place when all is done.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub how: How,
    #[command(flatten)]
    pub net: Net,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// One object over several lines for each page.
    #[default]
    Json,
    /// One object a line.
    Jsonl,
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// An HTML page, in UTF-8.
    Html,
}
