//! `cuttings profile check`: how a profile fits pages.

mod page;
mod tally;
mod text;

use cuttings::{Page, Profile};

use super::fields::{FIELDS, Values};
use super::pages::{each_page, extractor, extractor_with};
use crate::args::ProfileCheckArgs;
use crate::output::{Failure, Outcome, Target};
use crate::overwrite::refuse_inputs;
use tally::{Compared, Tally};

pub fn run(args: &ProfileCheckArgs) -> Result<Outcome, Failure> {
    let profile = Profile::open(&args.profile)?;
    let target = Target::new(args.pages.output.as_deref());
    refuse_inputs(&target, &args.pages.inputs, std::slice::from_ref(&args.profile))?;
    let (without, with) = (extractor(&args.pages), extractor_with(&args.pages, &profile));
    let compare = |page: &Page| -> cuttings::Result<Compared> {
        let reading = with.check_profile(page, &profile)?;
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
    tally.failed = each_page(&args.pages, &target, compare, |source, _, compared| tally.add(&source, &compared))?;
    let mut output = target.open()?;
    let told = if args.pages.wants_html() { page::page(&tally).finish() } else { text::text(&tally) };
    let written = output.write(&told);
    output.finish(written).map(|()| Outcome::of(tally.failed))
}
