//! The command line.

use std::ffi::OsString;
use std::fmt;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};
use cuttings::{Archive, Collapse, Extractor, Favor, FetchOptions, Options, Period, Profile, Query, SiteProfiles};

use crate::batch::{Dedupe, Filters};
use crate::formats::RecordFormat;

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
    /// Print the JSON Schema of an article.
    Schema,
}

/// What every command that goes to the network can be told.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Network")]
pub struct Net {
    /// Keep what archives answer here, and share the limits of hosts with all who use the same directory.
    #[arg(long, value_name = "DIR")]
    pub cache: Option<PathBuf>,
    /// Use the cache alone.
    #[arg(long, requires = "cache")]
    pub offline: bool,
    /// How an archive's people can reach you.
    #[arg(long, value_name = "ADDRESS")]
    pub contact: Option<String>,
    /// Ask addresses, too, that are not public: loopback, private and the like.
    #[arg(long)]
    pub allow_private: bool,
    /// How many requests a minute a host may get at most; 0 for no limit. May be given several times.
    #[arg(long = "rate", value_name = "HOST=PER_MINUTE", value_parser = rate)]
    pub rates: Vec<(String, u32)>,
    /// Read live pages that their site asks robots to leave alone.
    #[arg(long)]
    pub ignore_robots: bool,
    /// How long an answer may take, in seconds. Default: 60.
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<u64>,
}

impl Net {
    /// Tells on standard error what is waited for.
    pub fn options(&self) -> FetchOptions {
        // A person at a terminal has chosen the proxy of the environment; a service has not.
        let mut options = FetchOptions::default()
            .direct(false)
            .offline(self.offline)
            .allow_private(self.allow_private)
            .ignore_robots(self.ignore_robots)
            .on_wait(|wait| eprintln!("cuttings: {wait}"));
        if let Some(dir) = &self.cache {
            options = options.cache(dir);
        }
        if let Some(contact) = &self.contact {
            options = options.contact(contact);
        }
        if let Some(seconds) = self.timeout {
            options = options.timeout(Duration::from_secs(seconds));
        }
        self.rates.iter().fold(options, |options, (host, per_minute)| options.rate(host, *per_minute))
    }
}

/// What is taken where it is not quite the page that was asked for.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct Accept {
    /// Take pages that were served with an error, too: with a status other than 200 to 299.
    #[arg(long)]
    pub any_status: bool,
    /// Refuse pages to which a redirect leads from another site.
    #[arg(long)]
    pub exact: bool,
}

impl Accept {
    pub fn apply(self, options: FetchOptions) -> FetchOptions {
        options.any_status(self.any_status).exact(self.exact)
    }
}

fn rate(text: &str) -> Result<(String, u32), String> {
    let (host, number) =
        text.rsplit_once('=').filter(|(host, _)| !host.is_empty()).ok_or("expected HOST=PER_MINUTE")?;
    Ok((host.to_owned(), number.parse().map_err(|e| format!("{number}: {e}"))?))
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
    /// Where captures are looked for: wayback, arquivo, ukwa, commoncrawl, or the address of a pywb collection.
    #[arg(long, default_value = "wayback", value_parser = Archive::parse)]
    pub archive: Archive,
    /// Where to write instead of standard output. A file is written as FILE.part and put in place when all is done.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What to write. Default: as the ending of --output says (.jsonl, .jsonl.gz, .jsonl.zst, .parquet, .csv, .db, .sqlite; a directory
    /// for Markdown), or else JSON lines.
    #[arg(long, short, value_enum, value_name = "FORMAT")]
    pub format: Option<RecordFormat>,
    /// Go on with the run of these inputs and options that broke off: what it was done with is not done again. Without such a run,
    /// begin.
    #[arg(long, requires = "output")]
    pub resume: bool,
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
    /// How long a page may take, in seconds: one that takes longer is an error, and the others go on.
    #[arg(long, value_name = "SECONDS", default_value = "60")]
    pub page_timeout: NonZeroU64,
    #[command(flatten)]
    pub filters: Filters,
    #[command(flatten)]
    pub how: How,
    #[command(flatten)]
    pub net: Net,
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
    /// List the links of each block.
    #[arg(long)]
    pub links: bool,
    /// List what is bold or italic in each block.
    #[arg(long)]
    pub emphasis: bool,
    /// Add the body as plain text, without headline and captions.
    #[arg(long)]
    pub text: bool,
    /// What to rather do where it is not sure what belongs to the body: miss text, neither, or take too much.
    #[arg(long, value_enum, default_value_t, value_name = "SIDE")]
    pub favor: FavorSide,
    /// Say where each field came from.
    #[arg(long)]
    pub provenance: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum FavorSide {
    Precision,
    #[default]
    Balanced,
    Recall,
}

impl From<FavorSide> for Favor {
    fn from(side: FavorSide) -> Self {
        match side {
            FavorSide::Precision => Favor::Precision,
            FavorSide::Balanced => Favor::Balanced,
            FavorSide::Recall => Favor::Recall,
        }
    }
}

/// The options that are not as they are by themselves, as they are given.
impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut given: Vec<String> = self.profiles.iter().map(|p| format!("--profile {}", p.display())).collect();
        let flags = [
            (self.no_profiles, "--no-profiles"),
            (self.links, "--links"),
            (self.emphasis, "--emphasis"),
            (self.text, "--text"),
        ];
        given.extend(flags.iter().filter(|(is_given, _)| *is_given).map(|(_, flag)| (*flag).to_owned()));
        match self.favor {
            FavorSide::Precision => given.push("--favor precision".to_owned()),
            FavorSide::Recall => given.push("--favor recall".to_owned()),
            FavorSide::Balanced => {}
        }
        if self.provenance {
            given.push("--provenance".to_owned());
        }
        f.write_str(&given.join(" "))
    }
}

impl How {
    pub fn extractor(&self, explain: bool) -> cuttings::Result<Extractor> {
        let profiles = match (self.no_profiles, self.profiles.is_empty()) {
            (false, _) => SiteProfiles::BuiltIn,
            (true, false) => SiteProfiles::OwnOnly,
            (true, true) => SiteProfiles::Off,
        };
        let options = Options::default()
            .links(self.links)
            .emphasis(self.emphasis)
            .text(self.text)
            .favor(self.favor.into())
            .provenance(self.provenance || explain)
            .profiles(profiles);
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
