//! Cross-headings that are paragraphs by their markup.

use super::evidence::Evidence;
use super::labels::{LabelKind, Labels, Proposals};
use crate::profile::Role;
use crate::segment::{Block, BlockKind};
use crate::vocabulary::Hints;

/// Letters: a cross-heading is one line of a narrow column or two.
const MAX_LETTERS: u32 = 80;

/// Finds the paragraphs of the flow that are headings by their looks: short, all bold, no sentence, with text before and
/// after them.
pub(super) fn cross_headings(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    /// Bold questions from which on they are an interviewer's.
    const MIN_QUESTIONS: usize = 3;
    let blocks = evidence.blocks();
    let story: Vec<usize> = labels.story().collect();
    let asks = |b: &Block| b.all_bold() && b.text.trim_end().ends_with('?');
    let interview = story.iter().filter(|&&i| asks(&blocks[i])).count() >= MIN_QUESTIONS;
    let mut proposals = Proposals::default();
    for (n, &i) in story.iter().enumerate().filter(|(_, i)| blocks[**i].kind == BlockKind::Paragraph) {
        let next = story.get(n + 1).map(|&j| &blocks[j]);
        if let Some(reason) = is_cross_heading(evidence, &blocks[i], n > 0, next, interview) {
            proposals.propose(i, LabelKind::Heading, reason);
        }
    }
    proposals
}

/// Why a paragraph is a heading, if it is one. `before` says whether there is text of the story before it.
fn is_cross_heading(
    evidence: &Evidence<'_>,
    b: &Block,
    before: bool,
    next: Option<&Block>,
    interview: bool,
) -> Option<&'static str> {
    match b.role {
        Some(Role::Heading) => return Some("profile"),
        Some(Role::Paragraph) => return None,
        _ => {}
    }
    // The element around it may hold a number and the heading in lines of their own.
    let containers = &evidence.segments.containers;
    let around = containers.get(containers[b.container].parent).map_or(Hints::NONE, |c| c.hints);
    let named = (b.hints | around).any(Hints::CROSSHEAD);
    let question = interview && b.text.trim_end().ends_with('?');
    let plain_end = !question && !b.text.trim_end().ends_with(['.', ',', ':', ';', '…', '。']);
    if b.chars > MAX_LETTERS || !(named || b.all_bold() && plain_end) {
        return None;
    }
    // The next piece of the flow must be text that is not such a line itself.
    let over_text = next.is_some_and(|n| !n.all_bold() || n.chars > MAX_LETTERS);
    let reason = if named { "named a cross-heading" } else { "a short bold line over text" };
    ((before || named) && over_text).then_some(reason)
}
