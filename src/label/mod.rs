//! Blocks to labels: one for each, with its reason.
//!
//! The flow of the story is chosen first, by rules and model together. Passes then propose labels, each from what it
//! sees of the page and of the labels so far; [`label`] alone applies them, in the one order that is explained there.

mod beside;
mod block_lines;
mod boxes;
mod captions;
mod comments;
mod copies;
mod cross_headings;
mod end;
mod evidence;
mod extent;
mod figures;
mod frames;
mod gallery;
mod head;
mod headings;
mod headline;
mod labels;
mod language;
mod model;
mod over_story;
mod passages;
mod pull_quotes;
mod reviews;
mod river;
mod rules;
mod sight;
mod standfirst;
mod story;
mod story_words;
mod thread;
mod titles;
mod trace;
mod under_headings;

#[cfg(test)]
pub(crate) mod tests;

pub(crate) use block_lines::{byline_rank, is_role};
pub(crate) use comments::split_signature;
pub(crate) use evidence::Evidence;
pub(crate) use extent::StoryExtent;
pub use labels::LabelKind;
pub(crate) use labels::{Labels, Passage};
pub(crate) use language::detect_language;
pub use model::model_digest;
pub(crate) use model::{FeatureWeight, Weighed};
pub(crate) use passages::{Quotation, read_passage};
#[cfg(feature = "fitting")]
pub(crate) use story::describe_blocks;
pub(crate) use trace::Trace;

use crate::error::Result;
use crate::profile::Role;

use labels::Proposals;
use sight::Sight;

/// What finds labels: it sees the page and the labels so far, and changes nothing.
type Pass = fn(&Evidence<'_>, &Labels) -> Proposals;

/// The passes behind the choice of the flow, in their order. Where two propose a label for a block, the later one counts.
const PASSES: &[Pass] = &[
    // Between headline and flow, before the head is cut: a standfirst may have been taken for the flow's beginning.
    standfirst::standfirst,
    // What stands before the headline, and the bylines and dates within the flow.
    head::head,
    // What stands under a picture is no text, so that neither ends nor headings are measured by it.
    captions::captions,
    // Another story is behind the end, too.
    frames::frames,
    // So are teasers, and what headings that lead away stand over.
    river::river,
    under_headings::under_headings,
    gallery::gallery,
    // Readers' comments are behind the end.
    thread::thread,
    // The end is told from the last blocks of the flow, so what is no flow must be gone from it.
    end::end,
    // Pages of comments end in a signature, once notes and addresses behind it are off.
    comments::comments,
    // So are quotations that a story gathers from its readers.
    reviews::reviews,
    // Lifted words repeat the flow; readers' comments, which repeat one another, are out of it.
    pull_quotes::pull_quotes,
    // Names behind quote boxes, so that no heading is measured by them.
    pull_quotes::speakers,
    // Headings are judged by the text around them, which is known by now: first those that were missed are taken in ...
    headings::recover_same_style_headings,
    // ... so that those over something else are seen with all their neighbours.
    headings::choose_section_headings,
    // Bold paragraphs are headings by what follows them in the flow as it will be.
    cross_headings::cross_headings,
    // Figures, quotes and fact boxes belong to the story by their place in or beside its flow, which is final now.
    boxes::boxes,
    // What is left beside the flow may still be a line about the story.
    beside::beside,
];

/// Labels every block of a page.
///
/// # Errors
/// Only when the page takes longer than it may.
pub(crate) fn label(evidence: &Evidence<'_>) -> Result<Labels> {
    label_watched(evidence, &mut |_| {})
}

/// Labels a page once more, and keeps how each block came to its label.
pub(crate) fn trace(evidence: &Evidence<'_>) -> Trace {
    let mut trace = Trace::new(evidence.blocks().len());
    // An article came of it within the limits; of the way there no more is told than was gone in time.
    let _ = label_watched(evidence, &mut |sight| trace.watch(evidence.blocks(), &sight));
    Trace { weighed: story::weigh(evidence), ..trace }
}

/// Labels every block of a page, and shows how it goes.
fn label_watched(evidence: &Evidence<'_>, watch: &mut dyn FnMut(Sight<'_>)) -> Result<Labels> {
    let mut labels = story::label_flow(evidence, watch);
    watch(Sight::Labels(&labels));
    // The choice of the headline needs to know where the flow begins; all passes need to know the headline.
    let headline = headline::find_headline(evidence, &labels);
    labels.set_headline(headline);
    for pass in PASSES {
        evidence.limits.check_time()?;
        let mut proposals = pass(evidence, &labels);
        // What a profile says is an ordinary paragraph or a heading is one.
        proposals.spare(|i| match evidence.blocks()[i].role {
            Some(Role::Paragraph) => Some(LabelKind::Paragraph),
            Some(Role::Heading) => Some(LabelKind::Heading),
            _ => None,
        });
        labels.apply(proposals);
        watch(Sight::Labels(&labels));
    }
    Ok(labels)
}
