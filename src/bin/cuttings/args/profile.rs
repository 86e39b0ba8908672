//! The command line of `cuttings profile`.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::common::Net;
use super::help;

#[derive(Debug, clap::Args)]
pub struct ProfileArgs {
    #[command(subcommand)]
    pub command: ProfileCommand,
}

#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// Tell how a profile fits pages: by epoch and year what each selector finds, what the fields are with it and without it, and
    /// which pages no epoch claims.
    #[command(after_help = help::PROFILE_CHECK)]
    Check(ProfileCheckArgs),
    /// Write a first profile from what pages share, to be used and to be edited.
    ///
    /// The pages are put together by their templates. Of each template, the selectors are those that find what was read from most
    /// pages without this profile; comments tell on how many. Then the profile is tried on the same pages, and what does not do is left out.
    #[command(after_help = help::PROFILE_NEW)]
    New(ProfileNewArgs),
}

impl ProfileCommand {
    /// What it was told of its pages.
    pub fn pages(&self) -> &ProfilePages {
        match self {
            ProfileCommand::Check(args) => &args.pages,
            ProfileCommand::New(args) => &args.pages,
        }
    }
}

#[derive(Debug, clap::Args)]
pub struct ProfileCheckArgs {
    /// The profile.
    #[arg(value_name = "FILE")]
    pub profile: PathBuf,
    #[command(flatten)]
    pub pages: ProfilePages,
}

#[derive(Debug, clap::Args)]
pub struct ProfileNewArgs {
    #[command(flatten)]
    pub pages: ProfilePages,
    /// How many pages of a year are looked at, of all that there are.
    #[arg(long, value_name = "N", default_value = "40")]
    pub sample: NonZeroUsize,
}

/// Which pages are meant, and what is written of them.
#[derive(Debug, clap::Args)]
pub struct ProfilePages {
    /// Pages, as `cuttings batch` takes them: files, directories, patterns, WARC, manifests (.jsonl), http(s) addresses, `-`.
    #[arg(required = true, value_name = "PAGES")]
    pub inputs: Vec<OsString>,
    /// Where to write instead of standard output. A file is written as FILE.part and put in place when all is done.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What to write. Default: a page where --output ends in .html, or else text.
    #[arg(long, short, value_enum)]
    pub format: Option<ProfileFormat>,
    /// Compare with what is read without the profiles that come with the program.
    #[arg(long)]
    pub no_profiles: bool,
    /// Read pages as well that were served with a status other than 200 to 299.
    #[arg(long)]
    pub any_status: bool,
    /// How many pages to work on at a time. Default: as many as there are processors.
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// No word on standard error about pages that fail.
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub net: Net,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProfileFormat {
    /// Text; of `new`, the profile itself.
    Text,
    /// A page to look at.
    Html,
}

impl ProfilePages {
    /// Whether a page to look at is asked for.
    pub fn wants_html(&self) -> bool {
        let by_name = || {
            let ending = self.output.as_deref().and_then(|o| o.extension()).and_then(|e| e.to_str());
            ending.is_some_and(|e| e.eq_ignore_ascii_case("html") || e.eq_ignore_ascii_case("htm"))
        };
        self.format.map_or_else(by_name, |f| f == ProfileFormat::Html)
    }
}
