//! The command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use cuttings::{Extractor, Options, Profile, SiteProfiles};

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
    Batch(BatchArgs),
}

#[derive(Debug, clap::Args)]
pub struct ExtractArgs {
    /// Saved pages (HTML, text, MHTML) and files of many (WARC, WACZ, zip), gzipped or not; `-` for standard input; or
    /// http(s) addresses.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<String>,
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
    /// Tell on standard error where each field came from, how the page was read, and what was cut and why.
    #[arg(long)]
    pub explain: bool,
    /// Where to write instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub how: How,
}

#[derive(Debug, clap::Args)]
pub struct BatchArgs {
    /// Saved pages (HTML, text, MHTML) and files of many (WARC, WACZ, zip), gzipped or not; `-` for standard input; or
    /// http(s) addresses.
    #[arg(required_unless_present = "manifest", value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// A list of pages instead: JSON lines of `{"id", "file", "url"?, "content_type"?, "captured"?}`; `-` for standard input.
    #[arg(long, value_name = "FILE.jsonl", conflicts_with = "inputs")]
    pub manifest: Option<PathBuf>,
    /// The directory in which the manifest's files are. Default: the current one.
    #[arg(long, value_name = "DIR", requires = "manifest")]
    pub base: Option<PathBuf>,
    /// Where to write instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// No word on standard error about inputs that fail, and no summary.
    #[arg(long, short)]
    pub quiet: bool,
    /// How many pages to work on at a time. Default: as many as there are processors.
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub how: How,
}

/// What every command that extracts can be told.
#[derive(Debug, clap::Args)]
pub struct How {
    /// A site profile to use before those that come with the program. May be given several times.
    #[arg(long = "profile", value_name = "FILE")]
    pub profiles: Vec<PathBuf>,
    /// Use none of the profiles that come with the program.
    #[arg(long)]
    pub no_profiles: bool,
    /// List the links of each paragraph.
    #[arg(long)]
    pub links: bool,
}

impl How {
    pub fn extractor(&self, provenance: bool) -> cuttings::Result<Extractor> {
        let profiles = match (self.no_profiles, self.profiles.is_empty()) {
            (false, _) => SiteProfiles::BuiltIn,
            (true, false) => SiteProfiles::OwnOnly,
            (true, true) => SiteProfiles::Off,
        };
        let options = Options::default().links(self.links).provenance(provenance).profiles(profiles);
        let mut extractor = Extractor::new(options);
        for path in &self.profiles {
            extractor = extractor.with_profile(Profile::open(path)?);
        }
        Ok(extractor)
    }
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
