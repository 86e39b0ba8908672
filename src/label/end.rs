//! The end of the story: where it stops, and the notes that papers set under it.

use super::block_lines::is_byline;
use super::evidence::Evidence;
use super::labels::{LabelKind, Labels, Proposals};
use crate::lines::ends_sentence;
use crate::lines::names::names;
use crate::lines::notice::{is_end_mark, is_end_note};
use crate::segment::Block;
use crate::text::is_rule;
use crate::vocabulary::phrases;

/// Takes off the end what is no sentence of the story: all behind the mark by which wire copy ends, then the short lines,
/// notes and biographies that stand last.
pub(super) fn end(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    let blocks = evidence.blocks();
    let mut proposals = Proposals::default();
    let mut story: Vec<usize> = labels.story().collect();
    let mark = story.iter().rposition(|&i| is_end_mark(&blocks[i].text));
    // Such a mark may also part sections; the end of a story has most of it before it.
    if let Some(n) = mark.filter(|n| n * 4 > story.len() * 3) {
        for i in story.split_off(n) {
            proposals.propose(i, LabelKind::Foreign, "behind the mark of the end");
        }
    }
    let authors = authors(evidence);
    for &i in story.iter().rev() {
        let Some((kind, reason)) = end_line(&blocks[i], &authors) else { break };
        proposals.propose(i, kind, reason);
    }
    proposals
}

/// What the last block is, if it is no sentence of the story.
fn end_line(b: &Block, authors: &[String]) -> Option<(LabelKind, &'static str)> {
    /// Letters: the notes that papers put under a story are shorter than a paragraph.
    const MAX_NOTE_LETTERS: u32 = 200;
    /// The names of all who helped take up more.
    const MAX_DESK_NOTE_LETTERS: u32 = 300;
    /// Initials and the like.
    const MAX_STUB_LETTERS: u32 = 15;
    let foreign = |reason| Some((LabelKind::Foreign, reason));
    if b.kind.heading().is_some() {
        return foreign("a heading with nothing under it");
    }
    if b.chars < MAX_STUB_LETTERS && !ends_sentence(&b.text) && !is_rule(&b.text) {
        return foreign("a short line at the end");
    }
    if b.chars < MAX_NOTE_LETTERS && is_end_note(&b.text) {
        return Some((LabelKind::ClosingNote, "an address or a notice"));
    }
    if b.chars < MAX_DESK_NOTE_LETTERS && phrases::is_desk_note(&b.text) {
        return Some((LabelKind::ClosingNote, "says who helped"));
    }
    if is_biography(&b.text, authors) {
        return foreign("about the author");
    }
    phrases::starts_with(&b.text, phrases::POSTED).and_then(|_| foreign("says when it was posted"))
}

/// The names that metadata and bylines give the story's authors, those of metadata first.
fn authors(evidence: &Evidence<'_>) -> Vec<String> {
    /// Names that are looked for; a page with more is a list of stories.
    const MAX_NAMES: usize = 16;
    let stated = evidence.metadata.authors.iter().flat_map(|a| a.value.iter().cloned());
    let bylines = evidence.blocks().iter().filter(|b| is_byline(b));
    let all = stated.chain(bylines.flat_map(|b| names(&b.text, "")));
    all.filter(|n| n.contains(' ')).take(MAX_NAMES).collect()
}

/// Whether a text says who an author is: it begins with the name, and goes on with a word of being.
fn is_biography(text: &str, authors: &[String]) -> bool {
    let after = authors.iter().find_map(|a| text.trim_start().strip_prefix(a.as_str()));
    after.is_some_and(|rest| {
        let mut words = rest.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
        rest.starts_with([' ', ',', '\n']) && words.next().is_some_and(|w| phrases::BEING.contains(&w))
    })
}
