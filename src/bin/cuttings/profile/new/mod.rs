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
mod stated;
mod trial;
mod write;

use cuttings::{Article, Page, PageOutline};

use super::pages::{each_page, extractor};
use crate::args::ProfileNewArgs;
use crate::output::{Failure, Outcome, Target};
use crate::overwrite::refuse_inputs;
use crate::terminal;
use draft::{Draft, LookedAt, Told, draft};
use sample::Sample;
use selector::Names;

/// Bytes: a larger page is not learned from.
const MAX_PAGE: usize = 4 << 20;

pub fn run(args: &ProfileNewArgs) -> Result<Outcome, Failure> {
    let target = Target::new(args.pages.output.as_deref());
    refuse_inputs(&target, &args.pages.inputs, &[])?;
    let extractor = extractor(&args.pages);
    let mut names = Names::default();
    let mut sample: Sample<(Page, LookedAt)> = Sample::new(args.sample.get());
    let mut told = Told::default();
    let look = |page: &Page| extractor.outline(page);
    let failed = each_page(&args.pages, &target, look, |source, page, outline| {
        told.pages += 1;
        if outline.article.body.is_empty() {
            told.without_story += 1;
        } else if !outline.elements.is_empty() && page.bytes().len() <= MAX_PAGE {
            let captured = captured(&page, &outline);
            let year = captured.or(outline.article.published).map(|d| d.year());
            let captured = captured.map(|d| d.to_string().chars().take(10).collect());
            sample.add(year, source, || {
                let looked = LookedAt::new(&outline, captured, &mut names);
                (page, looked)
            });
        }
    })?;
    told.failed = failed;
    let (mut looked, mut pages) = (Vec::new(), Vec::new());
    for (year, source, (page, page_looked)) in sample.finish() {
        looked.push((year, source, page_looked));
        pages.push(page);
    }
    if looked.is_empty() {
        return Err(Failure::Usage("none of the pages has a story to make a profile from".to_owned()));
    }
    let mut draft = draft(&looked, &names);
    trial::improve(&mut draft, &args.pages, &pages, &looked)?;
    told.looked = looked.len();
    tell(&args.pages, &draft, &told);
    let toml = write::toml(&draft, looked.len(), told.pages);
    let mut output = target.open()?;
    let text = if args.pages.wants_html() { page::page(&draft, &told, &toml).finish() } else { toml };
    let written = output.write(&text);
    output.finish(written).map(|()| Outcome::of(failed))
}

/// When a page was captured, as far as that is known.
fn captured(page: &Page, outline: &PageOutline) -> Option<cuttings::DateTime> {
    let article: &Article = &outline.article;
    page.capture_time().or_else(|| article.capture.as_ref()?.timestamp)
}

/// Says on standard error what the reader of the profile should know.
fn tell(args: &crate::args::ProfilePages, draft: &Draft, told: &Told) {
    if args.quiet {
        return;
    }
    let Told { pages, failed, without_story, looked } = told;
    terminal::say(format_args!(
        "{} epochs from {looked} of {pages} pages; {without_story} without a story, {failed} failed",
        draft.epochs.len()
    ));
    let all: usize = draft.hosts.iter().map(|(_, n)| n).sum();
    if let Some((host, first)) = draft.hosts.first().filter(|(_, n)| n * 2 < all) {
        terminal::say(format_args!("only {first} of the pages are of {host}; a profile is for one site"));
    }
}
