//! The head of the story: the headline, and the lines around it that a choice by blocks took for paragraphs.

use super::block_lines::{is_byline, is_date_heading, is_date_line, is_role};
use super::evidence::Evidence;
use super::labels::{LabelKind, Labels, Proposals};
use crate::profile::Role;
use crate::segment::{Block, BlockKind, Source};
use crate::text::hashed::HashSet;

/// A headline behind more than one part in so many of the flow's letters is none that the story starts from; one in fewer
/// where what is before it stands apart from what is behind it.
const MAX_PART_BEFORE_HEADLINE: u64 = 4;
const MAX_PART_APART: u64 = 2;

/// Takes out of the flow the headline, what stands before it, and what is another field of the article: bylines, date
/// lines, roles that a profile tells.
pub(super) fn head(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    let blocks = evidence.blocks();
    let mut proposals = Proposals::default();
    let mut start = 0;
    let why_headline = match evidence.segments.source {
        Source::Markup => "agrees with what the page is called",
        Source::PlainText => "plain text: over the story, in its words",
    };
    if let Some(at) = labels.headline().block {
        let letters = |i: usize| u64::from(blocks[i].chars);
        let all: u64 = labels.story().map(letters).sum();
        let before: u64 = labels.story().take_while(|&i| i < at).map(letters).sum();
        let apart = || blocks[at].kind.heading() == Some(1) && stands_apart(evidence, labels, at);
        if before * MAX_PART_BEFORE_HEADLINE <= all || before * MAX_PART_APART <= all && apart() {
            start = at;
        }
    }
    let first = labels.story().find(|&i| blocks[i].kind.heading().is_none());
    for i in 0..blocks.len() {
        if labels.headline().block == Some(i) {
            proposals.propose(i, LabelKind::Headline, why_headline);
        } else if labels.is_story(i) && i < start {
            proposals.propose(i, LabelKind::Foreign, "before the headline");
        } else if labels.is_story(i)
            && let Some((kind, reason)) = other_field(blocks, i)
        {
            proposals.propose(i, kind, reason);
        } else if labels.is_story(i) && first.is_none_or(|first| i < first) && is_date_heading(&blocks[i]) {
            proposals.propose(i, LabelKind::DateLine, "a date over the story");
        }
    }
    proposals
}

/// Whether no element right around a block of the flow before the headline is around one behind it too.
fn stands_apart(evidence: &Evidence<'_>, labels: &Labels, headline: usize) -> bool {
    let parent = |i: usize| evidence.segments.containers[evidence.blocks()[i].container()].parent();
    let before: HashSet<usize> = labels.story().take_while(|&i| i < headline).map(parent).collect();
    !labels.story().filter(|&i| i > headline).any(|i| before.contains(&parent(i)))
}

/// Which other field of the article a block of the flow is, if it is one.
fn other_field(blocks: &[Block], i: usize) -> Option<(LabelKind, &'static str)> {
    let b = &blocks[i];
    if let Some(role) = b.role.filter(|r| r.is_apart()) {
        return Some((of_role(role), "profile"));
    }
    if matches!(b.kind, BlockKind::Quote { .. }) {
        return None;
    }
    if i > 0 && is_role(b) && is_byline(&blocks[i - 1]) {
        return Some((LabelKind::Byline, "a role behind a byline"));
    }
    if is_byline(b) {
        return Some((LabelKind::Byline, "says who wrote it"));
    }
    is_date_line(b).then_some((LabelKind::DateLine, "a date and little besides"))
}

/// The label of what a profile tells apart from the flow.
fn of_role(role: Role) -> LabelKind {
    match role {
        Role::Headline => LabelKind::Headline,
        Role::Kicker => LabelKind::Kicker,
        Role::Summary => LabelKind::Standfirst,
        Role::Byline | Role::Author => LabelKind::Byline,
        Role::Published | Role::Modified => LabelKind::DateLine,
        Role::Caption => LabelKind::Caption,
        Role::Credit => LabelKind::Credit,
        Role::Attribution => LabelKind::Speaker,
        Role::Comments => LabelKind::Comment,
        _ => LabelKind::Foreign,
    }
}
