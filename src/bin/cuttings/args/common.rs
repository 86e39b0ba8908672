//! What several commands can be told.

use std::fmt;
use std::num::NonZeroU64;
use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;
use cuttings::{Archive, Extractor, Favor, FetchOptions, Limits, Options, Profile, SiteProfiles};

use crate::terminal;

/// Where a page is from, which its bytes do not tell.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Origin {
    /// The page's address; an archive's address of it is understood. For a single input.
    #[arg(long)]
    pub url: Option<String>,
    /// When an archive captured the page: 14 digits, UTC.
    #[arg(long, value_name = "YYYYMMDDhhmmss")]
    pub captured: Option<String>,
    /// The `Content-Type` header the page came with.
    #[arg(long, value_name = "HEADER")]
    pub content_type: Option<String>,
}

/// What every command that goes to the network can be told.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Network")]
pub struct Net {
    /// Keep what archives answer here, and share the limits of hosts with all who use the same directory.
    #[arg(long, value_name = "DIR")]
    pub cache: Option<PathBuf>,
    /// Use the cache alone: the nearest capture is that of those it holds. Needs --cache.
    #[arg(long)]
    pub offline: bool,
    /// How an archive's people can reach you.
    #[arg(long, value_name = "ADDRESS")]
    pub contact: Option<String>,
    /// Ask addresses, too, that are not public: loopback, private and the like; and ports of other services, such as mail.
    #[arg(long)]
    pub allow_private: bool,
    /// How many requests a minute a host may get at most; 0 for no limit. May be given several times.
    #[arg(long = "rate", value_name = "HOST=PER_MINUTE", value_parser = rate)]
    pub rates: Vec<(String, u32)>,
    /// Read live pages that their site asks robots to leave alone.
    #[arg(long)]
    pub ignore_robots: bool,
    /// How long a page may take to come in all, with redirects and every retry, in seconds; pauses that a host asks for are not counted. Default: 60.
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<u64>,
    /// Hold answers to another limit, such as redirects=3; the names are those of the library's `FetchOptions`, which are bytes,
    /// ratio, redirects, headers, header-bytes, robots-bytes and timemap-pages. May be given several times.
    #[arg(long = "net-max", value_name = "NAME=N", value_parser = net_limit)]
    pub net_limits: Vec<(String, usize)>,
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
            .on_wait(|wait| terminal::say(wait));
        if let Some(dir) = &self.cache {
            options = options.cache(dir);
        }
        if let Some(contact) = &self.contact {
            options = options.contact(contact);
        }
        if let Some(seconds) = self.timeout {
            options = options.timeout(Duration::from_secs(seconds));
        }
        let options = self.rates.iter().fold(options, |options, (host, per_minute)| options.rate(host, *per_minute));
        self.net_limits.iter().fold(options, |options, (name, number)| {
            // The name is known: it was looked up when the option was read.
            options.clone().with_limit(name, *number).unwrap_or(options)
        })
    }
}

/// Where captures are looked for.
#[derive(Debug, Clone, clap::Args)]
pub struct Archives {
    /// Where to look for captures: wayback, arquivo, ukwa, commoncrawl, the address of a pywb collection, `wayback+ADDRESS` of
    /// what speaks as the Wayback Machine does, or `memento+ADDRESS` of an aggregator of archives. `index=ADDRESS` behind it, after
    /// a space, says where its index lies if that is elsewhere. May be given several times: the captures of all are one list.
    #[arg(long = "archive", value_name = "ARCHIVE", default_value = "wayback", value_parser = Archive::parse)]
    given: Vec<Archive>,
}

impl Archives {
    /// Each once, in the order in which they were named.
    pub fn all(&self) -> Vec<Archive> {
        let mut all = Vec::new();
        for archive in &self.given {
            if !all.contains(archive) {
                all.push(archive.clone());
            }
        }
        all
    }

    /// Whether captures may be of several.
    pub fn are_many(&self) -> bool {
        let all = self.all();
        all.len() > 1 || all.iter().any(Archive::is_aggregator)
    }
}

/// Their names.
impl fmt::Display for Archives {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.all();
        f.write_str(&all.iter().map(Archive::name).collect::<Vec<_>>().join(", "))
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
    /// How many days a capture may be from the time that is asked for. Default: as far as the nearest is.
    #[arg(long, value_name = "DAYS")]
    pub window: Option<u32>,
}

impl Accept {
    pub fn apply(self, options: FetchOptions) -> FetchOptions {
        let options = options.any_status(self.any_status).exact(self.exact);
        match self.window {
            Some(days) => options.window(Duration::from_secs(u64::from(days) * 24 * 3600)),
            None => options,
        }
    }
}

fn rate(text: &str) -> Result<(String, u32), String> {
    let (host, number) =
        text.rsplit_once('=').filter(|(host, _)| !host.is_empty()).ok_or("expected HOST=PER_MINUTE")?;
    Ok((host.to_owned(), number.parse().map_err(|e| format!("{number}: {e}"))?))
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
    /// Hold pages and files to another limit, such as nodes=500000; the names are those of the library's `Limits`. May be given
    /// several times.
    #[arg(long = "max", value_name = "NAME=N", value_parser = limit)]
    pub limits: Vec<(String, usize)>,
    /// How long a page may take once it is there, in seconds: one that takes longer is an error. Default: 60 in a batch.
    #[arg(long, value_name = "SECONDS")]
    pub page_timeout: Option<NonZeroU64>,
}

fn limit(text: &str) -> Result<(String, usize), String> {
    known_limit(text, Limits::names())
}

fn net_limit(text: &str) -> Result<(String, usize), String> {
    known_limit(text, FetchOptions::limit_names())
}

/// Reads `NAME=N`, with one of these names.
fn known_limit(text: &str, names: impl Iterator<Item = &'static str>) -> Result<(String, usize), String> {
    let (name, number) = text.split_once('=').ok_or("expected NAME=N")?;
    let number = number.parse().map_err(|e| format!("{number}: {e}"))?;
    let names: Vec<&str> = names.collect();
    match names.contains(&name) {
        true => Ok((name.to_owned(), number)),
        false => Err(format!("{name}: no such limit; there are {}", names.join(", "))),
    }
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
        given.extend(self.limits.iter().map(|(name, number)| format!("--max {name}={number}")));
        f.write_str(&given.join(" "))
    }
}

impl How {
    /// What pages and files are held to.
    pub fn limits(&self) -> Limits {
        self.limits.iter().fold(Limits::default(), |limits, (name, number)| {
            // The name is known: it was looked up when the option was read.
            limits.with(name, *number).unwrap_or(limits)
        })
    }

    /// How long a page may take, if that is bounded.
    pub fn page_time(&self) -> Option<Duration> {
        self.page_timeout.map(|seconds| Duration::from_secs(seconds.get()))
    }

    pub fn extractor(&self, explain: bool) -> cuttings::Result<Extractor> {
        self.extractor_within(explain, self.page_time())
    }

    /// One that gives pages so much time.
    pub fn extractor_within(&self, explain: bool, time: Option<Duration>) -> cuttings::Result<Extractor> {
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
            .profiles(profiles)
            .limits(time.map_or(self.limits(), |time| self.limits().max_time(time)));
        let mut extractor = Extractor::new(options);
        for path in &self.profiles {
            extractor = extractor.with_profile(Profile::open(path)?);
        }
        Ok(extractor)
    }
}
