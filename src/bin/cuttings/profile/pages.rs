//! What both commands do with pages.

use std::panic::{AssertUnwindSafe, catch_unwind};

use cuttings::{Extractor, Options, Page, Profile, SiteProfiles};

use crate::args::{Accept, ProfilePages};
use crate::batch::ours::Ours;
use crate::batch::pieces::{Piece, Work};
use crate::batch::{inputs, jobs};
use crate::input::{ManyFiles, Web, message};
use crate::ordered::{Order, work_through};
use crate::output::{Failure, Target};
use crate::terminal;

/// The extractor as it is without the profile in question.
pub fn extractor(args: &ProfilePages) -> Extractor {
    let profiles = if args.no_profiles { SiteProfiles::OwnOnly } else { SiteProfiles::BuiltIn };
    Extractor::new(Options::default().profiles(profiles).provenance(true))
}

/// The same with the profile.
pub fn extractor_with(args: &ProfilePages, profile: &Profile) -> Extractor {
    extractor(args).with_profile(profile.clone())
}

/// Works on all pages side by side and hands over what comes of each, in their order. A page that cannot be read is told of on
/// standard error; how many there were is given back.
pub fn each_page<R: Send>(
    args: &ProfilePages,
    target: &Target,
    work: impl Fn(&Page) -> cuttings::Result<R> + Sync,
    mut take: impl FnMut(String, Page, R),
) -> Result<usize, Failure> {
    let jobs = jobs(args.jobs)?;
    let files = ManyFiles::new(args.any_status);
    let web = Web::new(&args.net, None).quiet(args.quiet).accept(Accept { any_status: args.any_status, exact: false });
    let pieces = inputs::of_arguments(&args.inputs, &Ours::files(&args.output), target, &files);
    let of_piece = |piece: Piece| match piece.work {
        Work::Refused(failure) => Err(failure),
        Work::Bad(bad) => Ok(Err(bad.message)),
        Work::Broken => Ok(Err(format!("{}: {BROKEN}", piece.source))),
        wanted => Ok(guarded(&piece.source, || {
            let page = wanted.page(&web)?;
            let result = work(&page)?;
            Ok((piece.source.clone(), page, result))
        })),
    };
    let mut failed = 0;
    work_through(jobs, Order::AsTasks, pieces, of_piece, |done| {
        match done? {
            Ok((source, page, result)) => take(source, page, result),
            Err(complaint) => {
                failed += 1;
                if !args.quiet {
                    terminal::say(complaint);
                }
            }
        }
        Ok::<(), Failure>(())
    })?;
    Ok(failed)
}

/// What is told of a page on which the program itself failed.
const BROKEN: &str = "the program failed on this page";

/// What comes of a page, or what is told of it. Should the work panic, that is one page's matter.
pub fn guarded<R>(source: &str, work: impl FnOnce() -> cuttings::Result<R>) -> Result<R, String> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(result)) => Ok(result),
        Ok(Err(error)) => Err(message(source, &error)),
        Err(_) => Err(format!("{source}: {BROKEN}")),
    }
}
