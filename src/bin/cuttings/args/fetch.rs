//! The options of `cuttings fetch`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use cuttings::Period;

use super::common::{Accept, Archives, Net};
use super::which::{Matching, Which};
use crate::filters::Addresses;

#[derive(Debug, clap::Args)]
pub struct FetchArgs {
    /// Addresses of pages, or of captures in an archive. One that ends with `*` stands for all that begin so, `*.news.example` for
    /// a host and those below it.
    #[arg(required_unless_present = "list", value_name = "URL")]
    pub urls: Vec<String>,
    /// A file with more of them, an address or an object with a `url` a line; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,
    /// The directory to write to.
    #[arg(long, short, value_name = "DIR")]
    pub output: PathBuf,
    /// The capture nearest to this time instead of the live page; with --match, or a star in the address, that of each page.
    #[arg(long, value_name = "DATE", conflicts_with_all = ["all", "from", "to", "unique"])]
    pub at: Option<Period>,
    /// All captures instead of the live page; also meant by --from, --to, --match and addresses with a star. Those with a status of
    /// 200 to 299, unless --status or --any-status is given, and of pages alone, unless --mime or --any-type is.
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub which: Which,
    /// Captures of any type, too: pictures, films, style sheets and all. Without it HTML, XHTML and plain text, and what an index
    /// tells no type of, unless its address ends as that of something else.
    #[arg(long, conflicts_with = "mimes")]
    pub any_type: bool,
    /// How much each address stands for.
    #[arg(long = "match", value_enum, default_value_t)]
    pub matching: Matching,
    /// Of captures with the same bytes, by the index, the oldest alone, whatever their addresses. Needs all to be listed before the
    /// first is fetched. (--collapse digest looks at neighbours alone.)
    #[arg(long)]
    pub unique: bool,
    /// Fetch the other pages of stories that go over several as well, near the first one's time, and the frames that hold a story; for
    /// `cuttings batch --whole`. A page that is not to be had is told, and no failure.
    #[arg(long)]
    pub whole: bool,
    #[command(flatten)]
    pub archives: Archives,
    #[command(flatten)]
    pub accept: Accept,
    /// Ask the archive for listings that are there of an earlier run, in DIR/listing.jsonl: captures may have been made since.
    #[arg(long)]
    pub refresh: bool,
    /// Fetch nothing: list what would be fetched, a line each (time, status, type, size in the archive, address), and tell how much it
    /// is and how long it would take. The same without it then asks for no listing again.
    #[arg(long, short = 'n')]
    pub dry_run: bool,
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
    pub addresses: Addresses,
    #[command(flatten)]
    pub net: Net,
}

impl FetchArgs {
    /// Whether all captures of an address are meant by the options.
    pub fn lists_all(&self) -> bool {
        self.all || self.which.from.is_some() || self.which.to.is_some() || self.matching != Matching::Exact
    }
}
