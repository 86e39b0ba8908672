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

/// Takes the comments out of the body, where a profile says that they stand there.
pub(super) fn take(draft: &mut Draft<'_>) {
    let segments = draft.input.segments;
    let mut comments: Vec<Comment> = Vec::new();
    let mut said: Vec<String> = Vec::new();
    for (i, b) in segments.blocks.iter().enumerate() {
        let within = draft.box_kind(b.boxed) == Some(BoxKind::Comments) || b.role == Some(Role::Comments);
        if !within {
            continue;
        }
        draft.input.classes[i] = Class::Other;
        let (text, name) = ended_by_name(b);
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

/// What a block says, and the bold name at its end.
fn ended_by_name(b: &Block) -> (Option<String>, Option<String>) {
    if let Some(Span { start, end }) = b.bold.last().copied()
        && end == b.text.len()
    {
        let name = b.text[start..].trim();
        if crate::strip::weigh(name) <= NAME && !ends_sentence(name) && name.contains(',') {
            let text = b.text[..start].trim().to_owned();
            return (Some(text).filter(|t| !t.is_empty()), Some(name.to_owned()));
        }
    }
    (Some(b.text.clone()), None)
}
