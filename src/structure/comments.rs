//! Readers' comments of pages that are made of them.
//!
//! Each comment is a run of paragraphs ended by a bold name and place.

use super::Draft;
use crate::article::Comment;
use crate::profile::Role;
use crate::score::{Class, ends_sentence};
use crate::segment::{Block, BoxKind, Span};

/// A name with town and country is at most this long, in weighed characters.
const NAME: u32 = 70;

/// So many signed comments make a page of comments; one or two are letters in a story.
const ENOUGH: usize = 3;

/// Takes the comments out of the body.
pub(super) fn take(draft: &mut Draft<'_>) {
    let blocks = &draft.input.segments.blocks;
    let told = |b: &Block| draft.box_kind(b.boxed) == Some(BoxKind::Comments) || b.role == Some(Role::Comments);
    let mut run: Vec<usize> = (0..blocks.len()).filter(|&i| told(&blocks[i])).collect();
    if run.is_empty() {
        run = signed_run(draft);
    }
    let mut comments: Vec<Comment> = Vec::new();
    let mut said: Vec<String> = Vec::new();
    for i in run {
        let (text, name) = ended_by_name(&blocks[i]);
        draft.input.classes[i] = Class::Other;
        said.extend(text);
        if let Some(name) = name
            && !said.is_empty()
        {
            comments.push(Comment { text: said.join("\n\n"), attribution: Some(name) });
            said.clear();
        }
    }
    draft.article.comments = comments;
}

/// The blocks of the body that are signed comments: from behind the questions that open the
/// debate to the last name.
fn signed_run(draft: &Draft<'_>) -> Vec<usize> {
    let blocks = &draft.input.segments.blocks;
    let body: Vec<usize> = (0..blocks.len()).filter(|&i| draft.input.classes[i] == Class::Body).collect();
    let signed: Vec<usize> = (0..body.len()).filter(|&n| ended_by_name(&blocks[body[n]]).1.is_some()).collect();
    let (Some(&first), Some(&last)) = (signed.first(), signed.last()) else { return Vec::new() };
    // Names at the head of what each says are cross-headings; a comment is signed at its end, the last one too.
    if signed.len() < ENOUGH || last + 1 < body.len() {
        return Vec::new();
    }
    // An introduction ends in the questions it puts; without any, the first comment is one paragraph.
    let start = (0..first).rev().find(|&n| blocks[body[n]].text.ends_with('?')).map_or(first, |n| n + 1);
    body[start..=last].to_vec()
}

/// What a block says, and the bold name at its end.
fn ended_by_name(b: &Block) -> (Option<String>, Option<String>) {
    if let Some(Span { start, end }) = b.bold.last().copied()
        && end == b.text.len()
    {
        let name = b.text[start..].trim();
        if crate::text::weigh(name) <= NAME && !ends_sentence(name) && name.contains(',') {
            let text = b.text[..start].trim().to_owned();
            return (Some(text).filter(|t| !t.is_empty()), Some(name.to_owned()));
        }
    }
    (Some(b.text.clone()), None)
}
