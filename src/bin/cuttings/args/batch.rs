//! The command line of `cuttings batch`.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use cuttings::Period;

use super::common::{Archives, How, Net};
use crate::dedupe::Dedupe;
use crate::filters::Filters;
use crate::formats::RecordFormat;
use crate::kept::Kept;

#[derive(Debug, clap::Args)]
pub struct BatchArgs {
    /// Saved pages (HTML, text, MHTML) and files of many (WARC, ARC, WACZ, zip), plain or packed with gzip or zstd; directories
    /// of such, searched through in the order of their names; patterns such as `'pages/*.html'`; lines of pages as a manifest has
    /// them (.jsonl); http(s) addresses; `-` for standard input, through which a page, a file of many, lines of a manifest, or names
    /// parted by line breaks or zero bytes may come. Revisits find their pages in any of the files.
    #[arg(required_unless_present_any = ["manifest", "list", "captures"], value_name = "INPUT")]
    pub inputs: Vec<OsString>,
    /// A list of pages instead: JSON lines of `{"id", "file" or "html", "url"?, "content_type"?, "captured"?, "status"?}`; `-` for
    /// standard input.
    #[arg(long, value_name = "FILE.jsonl", conflicts_with_all = ["inputs", "list", "captures"])]
    pub manifest: Option<PathBuf>,
    /// The directory in which the manifest's files are, and which none of them leads out of. Default: the current one.
    #[arg(long, value_name = "DIR", requires = "manifest")]
    pub base: Option<PathBuf>,
    /// A list of addresses instead, live ones or those of captures, one a line; with a time behind it (`http://… 20071210`) the
    /// nearest capture of the address. `-` for standard input.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["inputs", "captures"])]
    pub list: Option<PathBuf>,
    /// The captures that an archive lists for an address instead: of all that begin so with `*` at its end (`'news.example/1/*'`),
    /// of a site and all under it with `*.` before it.
    #[arg(long, value_name = "PATTERN", conflicts_with = "inputs")]
    pub captures: Option<String>,
    /// With --captures: none before this.
    #[arg(long, value_name = "DATE", requires = "captures")]
    pub from: Option<Period>,
    /// With --captures: none after this.
    #[arg(long, value_name = "DATE", requires = "captures")]
    pub to: Option<Period>,
    #[command(flatten)]
    pub archives: Archives,
    /// Where to write instead of standard output. A file is written as FILE.part and put in place when all is done.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write besides, as a page for people: the summary with charts, the errors, and the pages it is least sure of, each with its page
    /// of `inspect` (in a directory beside it, `report_files` for report.html).
    #[arg(long, value_name = "FILE.html")]
    pub report: Option<PathBuf>,
    /// What to write. Default: as the ending of --output says (.jsonl, .jsonl.gz, .jsonl.zst, .parquet, .csv, .db, .sqlite; a directory
    /// for Markdown), or else JSON lines.
    #[arg(long, short, value_enum, value_name = "FORMAT")]
    pub format: Option<RecordFormat>,
    /// Go on with the run of these inputs and options that broke off: what it was done with is not done again. Without such a run,
    /// begin.
    #[arg(long)]
    pub resume: bool,
    /// Join the pages of stories that go over several, and take stories out of their frames: a story has one record then, in the place
    /// of its first page. Its pages are looked for among the inputs; those of an address that is read over the network are fetched.
    /// Needs an --output that is a file or a directory.
    #[arg(long)]
    pub whole: bool,
    /// Write records as they are done, not in the order of the inputs.
    #[arg(long)]
    pub unordered: bool,
    /// Write only a note for a page that is a duplicate of one before it.
    #[arg(long, value_enum, value_name = "HOW")]
    pub dedupe: Option<Dedupe>,
    /// Write all fields, unknown ones as `null` or empty.
    #[arg(long)]
    pub all_fields: bool,
    /// Say in each record what made it, and the digest of its page.
    #[arg(long)]
    pub stamp: bool,
    /// Read pages as well that were served with a status other than 200 to 299.
    #[arg(long)]
    pub any_status: bool,
    /// No word on standard error about progress and inputs that fail, and no summary.
    #[arg(long, short)]
    pub quiet: bool,
    /// How many pages to work on at a time. Default: as many as there are processors.
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub filters: Filters,
    #[command(flatten)]
    pub kept: Kept,
    #[command(flatten)]
    pub how: How,
    #[command(flatten)]
    pub net: Net,
}
