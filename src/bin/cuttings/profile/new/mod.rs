//! `cuttings profile new`: a first profile from what pages share.
//!
//! Each page is read without the profile, and its elements are kept with what was read from each (`sketch`), of each year so many
//! (`sample`). Pages come together by what stands around their story (`cluster`); of each template, the selectors are those that
//! find the parts of the article on most pages and little else (`learn`, `body`). The `draft` is tried on the pages, and a role
//! that changes its field too often goes.

mod body;
mod cluster;
mod draft;
mod learn;
mod page;
mod sample;
mod selector;
mod sketch;
mod sound;
mod stated;
mod told;
mod trial;
mod write;

use cuttings::{Article, Page, PageOutline};

use super::pages::{Seen, each_page, extractor, written};
use crate::args::{ProfileNewArgs, ProfilePages};
use crate::output::{Failure, Outcome, Target};
use crate::terminal;
use draft::{Draft, LookedAt, draft};
use sample::Sample;
use selector::Names;
use told::{MAX_PAGE, Told};

pub fn run(args: &ProfileNewArgs) -> Result<Outcome, Failure> {
    written(&args.pages, &[], |target| make(args, target))
}

/// The profile, as text or as a page, and how many pages failed.
fn make(args: &ProfileNewArgs, target: &Target) -> Result<(String, usize), Failure> {
    let extractor = extractor(&args.pages);
    let mut names = Names::default();
    let mut sample: Sample<(Page, LookedAt)> = Sample::new(args.sample.get());
    let mut told = Told::default();
    let look = |page: &Page| extractor.outline(page);
    let Seen { failed, passed_over } = each_page(&args.pages, target, look, |source, page, outline| {
        if outline.article.body.is_empty() {
            told.without_story += 1;
        } else if outline.elements.is_empty() {
            told.plain_text += 1;
        } else if page.bytes().len() > MAX_PAGE {
            told.too_large += 1;
        } else {
            let captured = captured(&page, &outline);
            let year = captured.or(outline.article.published).map(|d| d.year());
            let captured = captured.map(|d| d.to_string().chars().take(10).collect());
            sample.add(year, source, || {
                let looked = LookedAt::new(&outline, captured, &mut names);
                (page, looked)
            });
        }
        told.pages += 1;
    })?;
    (told.failed, told.passed_over) = (failed, passed_over);
    let (mut looked, mut pages) = (Vec::new(), Vec::new());
    for (year, source, (page, page_looked)) in sample.finish() {
        looked.push((year, source, page_looked));
        pages.push(page);
    }
    if looked.is_empty() {
        let why = match told.of_no_use() {
            why if why.is_empty() => "there is none at all".to_owned(),
            why => why,
        };
        return Err(Failure::Usage(format!("no page to make a profile from: {why}")));
    }
    let mut draft = draft(&looked, &names);
    trial::improve(&mut draft, &args.pages, &pages, &looked)?;
    told.looked = looked.len();
    tell(&args.pages, &draft, &told);
    let toml = write::toml(&draft, looked.len(), told.pages);
    let text = if args.pages.wants_html() { page::page(&draft, &told, &toml).finish() } else { toml };
    Ok((text, failed))
}

/// When a page was captured, as far as that is known.
fn captured(page: &Page, outline: &PageOutline) -> Option<cuttings::DateTime> {
    let article: &Article = &outline.article;
    page.capture_time().or_else(|| article.capture.as_ref()?.timestamp)
}

/// Says on standard error what the reader of the profile should know.
fn tell(args: &ProfilePages, draft: &Draft, told: &Told) {
    if args.quiet {
        return;
    }
    let of_no_use = match told.of_no_use() {
        none if none.is_empty() => none,
        some => format!("; {some}"),
    };
    terminal::say(format_args!(
        "{} epochs from {} of {} pages{of_no_use}",
        draft.epochs.len(),
        told.looked,
        told.pages
    ));
    if let Some(why) = write::in_vain(draft) {
        terminal::say(format_args!("as it stands the profile does nothing: {why}"));
    }
    let all: usize = draft.hosts.iter().map(|(_, n)| n).sum();
    if let Some((host, first)) = draft.hosts.first().filter(|(_, n)| n * 2 < all) {
        terminal::say(format_args!("only {first} of the pages are of {host}; a profile is for one site"));
    }
}
