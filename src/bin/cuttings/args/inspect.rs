//! The command line of `cuttings inspect`.

use std::ffi::OsString;
use std::path::PathBuf;

use cuttings::Period;

use super::common::{Accept, Archives, How, Net, Origin};

#[derive(Debug, clap::Args)]
pub struct InspectArgs {
    /// A saved page (HTML, text, MHTML), gzipped or not; `-` for standard input; or an http(s) address.
    #[arg(required_unless_present = "serve", conflicts_with = "serve", value_name = "PAGE")]
    pub input: Option<OsString>,
    /// Where to write instead of standard output. A file is written as FILE.part and put in place when all is done.
    #[arg(long, short, value_name = "FILE", conflicts_with = "serve")]
    pub output: Option<PathBuf>,
    /// Show pages in a browser instead, at a loopback address that is printed: any file, address or pasted HTML. Ctrl-C ends it.
    #[arg(long, conflicts_with_all = ["url", "captured", "content_type"])]
    pub serve: bool,
    /// With --serve: the port. Default: one that is free.
    #[arg(long, value_name = "PORT", requires = "serve", conflicts_with = "input")]
    pub port: Option<u16>,
    #[command(flatten)]
    pub origin: Origin,
    /// Read the capture nearest to this time in place of a live page. For http(s) addresses.
    #[arg(long, value_name = "DATE")]
    pub at: Option<Period>,
    #[command(flatten)]
    pub archives: Archives,
    #[command(flatten)]
    pub accept: Accept,
    #[command(flatten)]
    pub how: How,
    #[command(flatten)]
    pub net: Net,
}
