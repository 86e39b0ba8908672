//! `cuttings profile`: how a site profile fits pages, and a first one for pages that have none.

mod check;
mod fields;
mod new;
mod pages;
mod show;
mod years;

use crate::args::{ProfileArgs, ProfileCommand};
use crate::output::{Failure, Outcome};

pub fn run(args: &ProfileArgs) -> Result<Outcome, Failure> {
    match &args.command {
        ProfileCommand::Check(args) => check::run(args),
        ProfileCommand::New(args) => new::run(args),
    }
}
