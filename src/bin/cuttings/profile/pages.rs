//! What both commands do with pages.

use std::path::PathBuf;

use cuttings::{Extractor, Limits, Options, Page, Profile, SiteProfiles};

use crate::args::{Accept, ProfilePages};
use crate::batch::ours::Ours;
use crate::batch::pieces::{Piece, Work};
use crate::batch::{inputs, jobs};
use crate::guarded::{BROKEN, guarded};
use crate::input::{ManyFiles, Web, message};
use crate::ordered::{Order, work_through};
use crate::output::{Failure, Outcome, Target};
use crate::overwrite::refuse_inputs;
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

/// Writes what is made of pages, and says whether some of them failed. The output is opened before any page is read: what is wrong
/// with it is told at once.
pub fn written(
    args: &ProfilePages,
    profiles: &[PathBuf],
    make: impl FnOnce(&Target) -> Result<(String, usize), Failure>,
) -> Result<Outcome, Failure> {
    let target = Target::new(args.output.as_deref());
    refuse_inputs(&target, &args.inputs, profiles)?;
    inputs::refuse_found(&target, &args.inputs)?;
    let mut output = target.open()?;
    let done = make(&target).and_then(|(text, failed)| output.write(&text).map(|()| Outcome::of(failed)));
    output.finish(done)
}

/// What became of the pages that were not handed over.
#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    pub failed: usize,
    /// What files of many pages hold besides pages, in words; empty where there is none.
    pub passed_over: String,
}

/// Works on all pages side by side and hands over what comes of each, in their order. A page that cannot be read is told of on
/// standard error and counted.
pub fn each_page<R: Send>(
    args: &ProfilePages,
    target: &Target,
    work: impl Fn(&Page) -> cuttings::Result<R> + Sync,
    mut take: impl FnMut(String, Page, R),
) -> Result<Seen, Failure> {
    let jobs = jobs(args.jobs)?;
    let files = ManyFiles::new(args.any_status, Limits::default());
    let web = Web::new(&args.net).quiet(args.quiet).accept(Accept { any_status: args.any_status, ..Accept::default() });
    let pieces = inputs::of_arguments(&args.inputs, &Ours::files(&args.output), target, &files);
    let broken = |source: &str| format!("{source}: {BROKEN}");
    let of_piece = |piece: Piece| match piece.work {
        Work::Refused(failure) => Err(failure),
        Work::Bad(bad) => Ok(Err(bad.message)),
        Work::Broken => Ok(Err(broken(&piece.source))),
        wanted => Ok(match guarded(|| wanted.page(&web).and_then(|page| Ok((work(&page)?, page)))) {
            Some(Ok((result, page))) => Ok((piece.source, page, result)),
            Some(Err(error)) => Err(message(&piece.source, &error)),
            None => Err(broken(&piece.source)),
        }),
    };
    let mut failed = 0;
    work_through(jobs, Order::AsTasks, pieces, of_piece, |done| {
        let taken = done?.and_then(|(source, page, result)| {
            let name = source.clone();
            guarded(|| take(source, page, result)).ok_or_else(|| broken(&name))
        });
        if let Err(complaint) = taken {
            failed += 1;
            if !args.quiet {
                terminal::say(complaint);
            }
        }
        Ok::<(), Failure>(())
    })?;
    let passed_over = files.skipped();
    let passed_over = if passed_over.total() == 0 { String::new() } else { passed_over.to_string() };
    Ok(Seen { failed, passed_over })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::Parser;

    use super::*;
    use crate::args::{Args, Command};

    fn pages(dir: &Path, names: &[&str]) -> ProfilePages {
        let inputs = names.iter().map(|name| {
            let path = dir.join(name);
            std::fs::write(&path, "<p>The ferry sailed at nine.</p>").unwrap();
            path.into_os_string()
        });
        let arguments = ["cuttings", "profile", "new", "--quiet", "--jobs", "1"].map(Into::into);
        match Args::parse_from(arguments.into_iter().chain(inputs)).command {
            Command::Profile(args) => match args.command {
                crate::args::ProfileCommand::New(args) => args.pages,
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_page_on_which_the_program_fails_costs_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let args = pages(dir.path(), &["a.html", "b.html", "c.html"]);
        let is = |source: &str, name: &str| source.ends_with(name);
        let work = |_: &Page| Ok(());
        let mut taken = Vec::new();
        let seen = each_page(&args, &Target::new(None), work, |source, _, ()| {
            assert!(!is(&source, "b.html"), "broken in taking it");
            taken.push(source);
        });
        assert_eq!(seen.unwrap(), Seen { failed: 1, passed_over: String::new() });
        assert!(taken.len() == 2 && is(&taken[1], "c.html"), "{taken:?}");
    }
}
