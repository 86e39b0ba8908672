//! `cuttings profile check`: how a profile fits pages.

mod page;
mod tally;
mod text;

use cuttings::{Page, Profile};

use super::fields::{FIELDS, Values};
use super::pages::{each_page, extractor, extractor_with, written};
use crate::args::ProfileCheckArgs;
use crate::output::{Failure, Outcome, Target};
use tally::{Compared, Tally};

pub fn run(args: &ProfileCheckArgs) -> Result<Outcome, Failure> {
    let profile = Profile::open(&args.profile)?;
    written(&args.pages, std::slice::from_ref(&args.profile), |target| check(args, &profile, target))
}

/// How the profile fits, as text or as a page, and how many pages failed.
fn check(args: &ProfileCheckArgs, profile: &Profile, target: &Target) -> Result<(String, usize), Failure> {
    let (without, with) = (extractor(&args.pages), extractor_with(&args.pages, profile));
    let compare = |page: &Page| -> cuttings::Result<Compared> {
        let reading = with.check_profile(page, profile)?;
        let old = without.extract(page)?;
        let new = if reading.epoch.is_ok() { Some(with.extract(page)?) } else { None };
        // Of a page that the profile has no part in, one reading is both.
        let published = new.as_ref().unwrap_or(&old).published;
        let old = Values::of(&old);
        let new = new.as_ref().map(Values::of);
        let fields = new.map(|new| FIELDS.iter().enumerate().map(|(i, _)| tally::compared(i, &old, &new)).collect());
        Ok(Compared { year: reading.captured.or(published).map(|d| d.year()), reading, fields })
    };
    let mut tally = Tally::new(&args.profile.display().to_string(), &profile.outline());
    let seen = each_page(&args.pages, target, compare, |source, _, compared| tally.add(&source, &compared))?;
    if tally.pages.total() + seen.failed == 0 {
        let passed_over = seen.passed_over;
        let passed_over = if passed_over.is_empty() { passed_over } else { format!("; passed over: {passed_over}") };
        return Err(Failure::Usage(format!("there is no page to check the profile on{passed_over}")));
    }
    tally.failed = seen.failed;
    let told = if args.pages.wants_html() { page::page(&tally).finish() } else { text::text(&tally) };
    Ok((told, tally.failed))
}
