//! The command line.

mod batch;
mod common;
mod config;
mod fetch;
mod help;
mod inspect;
mod profile;
mod which;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use cuttings::Period;

pub use batch::BatchArgs;
pub use common::{Accept, Archives, How, Net, Origin};
pub use fetch::FetchArgs;
pub use inspect::InspectArgs;
pub use profile::{ProfileArgs, ProfileCheckArgs, ProfileCommand, ProfileNewArgs, ProfilePages};
pub use which::{Matching, Which};

use crate::kept::Kept;
use crate::output::Failure;

/// Takes news pages out of web archives and gives back the article as data.
#[derive(Debug, Parser)]
#[command(version, long_version = long_version(), arg_required_else_help = true, after_help = help::PROGRAM)]
pub struct Args {
    /// Take defaults of options from this file instead of the user's own.
    #[arg(long, value_name = "FILE", global = true, conflicts_with = "no_config", help_heading = "Defaults")]
    pub config: Option<PathBuf>,
    /// Take defaults of options from no file.
    #[arg(long, global = true, help_heading = "Defaults")]
    pub no_config: bool,
    #[command(subcommand)]
    pub command: Command,
}

/// Why there are no arguments to work with.
#[derive(Debug)]
pub enum Stop {
    /// Help was asked for, or the command line is wrong.
    Clap(clap::Error),
    Failure(Failure),
}

impl Args {
    /// Reads the command line, with defaults from the user's file.
    pub fn read(arguments: Vec<OsString>) -> Result<Args, Stop> {
        let mut command = Args::command();
        if let Some(file) = config::file(&command, &arguments) {
            command = config::with_defaults(command, &file).map_err(Stop::Failure)?;
        }
        let matches = command.try_get_matches_from_mut(arguments).map_err(Stop::Clap)?;
        let args = Args::from_arg_matches(&matches).map_err(|error| Stop::Clap(error.format(&mut command)))?;
        match args.command.net() {
            // A cache out of the file will do, which the definition cannot say.
            Some(net) if net.offline && net.cache.is_none() => {
                Err(Stop::Failure(Failure::Usage("--offline: needs a --cache".to_owned())))
            }
            _ => Ok(args),
        }
    }
}

/// What this build of the program is.
fn long_version() -> String {
    let features = [
        (true, "fetch"),
        (true, "saved"),
        (cfg!(feature = "tables"), "tables"),
        (cfg!(feature = "schema"), "schema"),
        (cfg!(feature = "fitting"), "fitting"),
    ];
    let features: Vec<&str> = features.iter().filter(|(built, _)| *built).map(|(_, name)| *name).collect();
    let (version, model) = (env!("CARGO_PKG_VERSION"), cuttings::model_digest());
    format!("{version}\nfeatures: {}\nmodel: {model}", features.join(" "))
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Extract the article of each page.
    #[command(after_help = help::EXTRACT)]
    Extract(Box<ExtractArgs>),
    /// Extract the articles of many pages, a JSON record a line, in the order of the inputs.
    ///
    /// A record is the article with `id` and `source` in front, or `{"id", "source", "error": {"kind", "message"}}`.
    #[command(after_help = help::BATCH)]
    Batch(Box<BatchArgs>),
    /// List the captures that an archive has of a page.
    #[command(after_help = help::CAPTURES)]
    Captures(CapturesArgs),
    /// Fetch pages into a directory, to be read with `cuttings batch --manifest DIR/manifest.jsonl --base DIR`.
    ///
    /// Run again, it goes on where it was: what is there is not fetched again, and what an index has listed is not asked for again. What
    /// failed is in DIR/failures.jsonl.
    #[command(after_help = help::FETCH)]
    Fetch(Box<FetchArgs>),
    /// Tell the versions of a story over time, and what changed from each to the next.
    #[command(after_help = help::HISTORY)]
    History(HistoryArgs),
    /// Show why a page came out as it did: one HTML file with the page beside its article, every block coloured by its label.
    ///
    /// A click on a block tells why it is what it is; a field shows the blocks it was read from. The page is shown harmless: none
    /// of its scripts run, and nothing is loaded.
    #[command(after_help = help::INSPECT)]
    Inspect(Box<InspectArgs>),
    /// Make a site profile, or see how one fits: for whoever has many pages of one paper.
    #[command(after_help = help::PROFILE)]
    Profile(Box<ProfileArgs>),
    /// Print the JSON Schema of an article.
    Schema,
    /// Print what completes the command line in a shell.
    #[command(after_help = help::COMPLETIONS)]
    Completions(CompletionsArgs),
    /// Print the man page of the program, or write all into a directory.
    #[command(after_help = help::MAN)]
    Man(ManArgs),
}

impl Command {
    /// What it was told of the network.
    fn net(&self) -> Option<&Net> {
        match self {
            Command::Extract(args) => Some(&args.net),
            Command::Batch(args) => Some(&args.net),
            Command::Captures(args) => Some(&args.net),
            Command::Fetch(args) => Some(&args.net),
            Command::History(args) => Some(&args.net),
            Command::Inspect(args) => Some(&args.net),
            Command::Profile(args) => Some(&args.command.pages().net),
            Command::Schema | Command::Completions(_) | Command::Man(_) => None,
        }
    }
}

#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// Where to write a page for the program and one for each command.
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
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
    /// The so many newest captures, the newest first.
    #[arg(long, value_name = "N", conflicts_with_all = ["closest", "limit", "collapse"])]
    pub newest: Option<usize>,
    /// How much the address stands for.
    #[arg(long = "match", value_enum, default_value_t)]
    pub matching: Matching,
    #[command(flatten)]
    pub archives: Archives,
    /// What to write.
    #[arg(long, short, value_enum, default_value_t)]
    pub format: ListFormat,
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
    #[command(flatten)]
    pub archives: Archives,
    /// What to write.
    #[arg(long, short, value_enum, default_value_t)]
    pub format: HistoryFormat,
    #[command(flatten)]
    pub how: How,
    #[command(flatten)]
    pub net: Net,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ListFormat {
    /// Timestamp, status, media type, digest and address, parted by tabs; behind them the archive where several are asked.
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
    #[value(alias = "md")]
    Markdown,
    /// An HTML page: the versions on a line of time, with what changed from each to the next.
    Html,
}

#[derive(Debug, clap::Args)]
pub struct ExtractArgs {
    /// Saved pages (HTML, text, MHTML) and files of many (WARC, WACZ, zip), gzipped or not; `-` for standard input; or
    /// http(s) addresses.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<OsString>,
    /// What to write. Default: json.
    #[arg(long, short, value_enum)]
    pub format: Option<Format>,
    /// Write the words of the story alone, without headline, captions and all else: plain text, the only format it has.
    #[arg(long)]
    pub body_only: bool,
    #[command(flatten)]
    pub origin: Origin,
    /// Read the capture nearest to this time in place of a live page. For http(s) addresses.
    #[arg(long, value_name = "DATE")]
    pub at: Option<Period>,
    #[command(flatten)]
    pub archives: Archives,
    #[command(flatten)]
    pub accept: Accept,
    /// Give stories that go over several pages whole, and those in frames: the other pages are looked for among the inputs, then where the
    /// first one is from, which is its archive or the web.
    #[arg(long)]
    pub whole: bool,
    /// Tell on standard error how the page was read: where each field came from, what was taken out, and every block with its
    /// label and why it has it.
    #[arg(long)]
    pub explain: bool,
    /// Where to write instead of standard output. A file is written as FILE.part and put in place when all is done.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub kept: Kept,
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
    /// Markdown, with the article's data in front as YAML and a line to cite it by.
    #[value(alias = "md")]
    Markdown,
    /// An HTML page, in UTF-8.
    Html,
}
