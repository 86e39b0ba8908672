//! Readers' comments of pages that are made of them.
//!
//! Each comment is a run of paragraphs ended by a bold name and place.

use super::evidence::Evidence;
use super::labels::{LabelKind, Labels, Proposals};
use crate::lines::ends_sentence;
use crate::profile::Role;
use crate::segment::{Block, BoxKind, Source, Span};
use crate::text::letter_count;

/// So many signed comments make a page of comments; one or two are letters in a story.
const MIN_COMMENTS: usize = 3;

/// Finds the comments.
pub(super) fn comments(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    let blocks = evidence.blocks();
    let is_told =
        |b: &Block| evidence.segments.box_kind(b.boxed()) == Some(BoxKind::Comments) || b.role == Some(Role::Comments);
    let told: Vec<usize> = (0..blocks.len()).filter(|&i| is_told(&blocks[i])).collect();
    let mut proposals = Proposals::default();
    if told.is_empty() {
        let signed = signed_run(evidence, labels);
        signed
            .into_iter()
            .for_each(|i| proposals.propose(i, LabelKind::Comment, "paragraphs signed with name and place"));
    } else {
        let reason = match evidence.segments.source {
            Source::Markup => "profile",
            Source::PlainText => "plain text: among letters signed with name and place",
        };
        told.into_iter().for_each(|i| proposals.propose(i, LabelKind::Comment, reason));
    }
    proposals
}

/// The blocks of the body that are signed comments: from behind the questions that open the
/// debate to the last name.
fn signed_run(evidence: &Evidence<'_>, labels: &Labels) -> Vec<usize> {
    let blocks = evidence.blocks();
    let body: Vec<usize> = labels.story().collect();
    let signed: Vec<usize> = (0..body.len()).filter(|&n| split_signature(&blocks[body[n]]).1.is_some()).collect();
    let (Some(&first), Some(&last)) = (signed.first(), signed.last()) else { return Vec::new() };
    // Names at the head of what each says are cross-headings; a comment is signed at its end, the last one too.
    if signed.len() < MIN_COMMENTS || last + 1 < body.len() {
        return Vec::new();
    }
    // An introduction ends in the questions it puts; without any, the first comment is one paragraph.
    let start = (0..first).rev().find(|&n| blocks[body[n]].text.ends_with('?')).map_or(first, |n| n + 1);
    body[start..=last].to_vec()
}

/// What a block says, and the bold name at its end.
pub(crate) fn split_signature(b: &Block) -> (Option<&str>, Option<&str>) {
    /// Letters of a name with town and country.
    const MAX_NAME_LETTERS: u32 = 70;
    if let Some(Span { start, end }) = b.bold().last().copied()
        && end == b.text.len()
    {
        let name = b.text[start..].trim();
        if letter_count(name) <= MAX_NAME_LETTERS && !ends_sentence(name) && name.contains(',') {
            return (Some(b.text[..start].trim()).filter(|t| !t.is_empty()), Some(name));
        }
    }
    (Some(&b.text), None)
}
