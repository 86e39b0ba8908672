//! The end of the story: where it stops, and the notes that papers set under it.

use super::block_lines::is_byline;
use super::evidence::Evidence;
use super::labels::{LabelKind, Labels, Proposals};
use crate::lines::ends_sentence;
use crate::lines::names::names;
use crate::lines::notice::{closing_note, is_end_mark, is_end_note};
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
    let all: u64 = story.iter().map(|&i| u64::from(blocks[i].chars)).sum();
    let mut last = story.last().copied();
    for &i in story.iter().rev() {
        let dated = i > 0 && labels.kind(i - 1) == LabelKind::DateLine && !blocks[i].ends_sentence();
        let behind_date = dated.then_some((LabelKind::Foreign, "behind the date under the story"));
        let Some((kind, reason)) = behind_date.or_else(|| end_line(&blocks[i], &authors, all)) else { break };
        proposals.propose(i, kind, reason);
        last = Some(i);
    }
    notes_behind(evidence, labels, last).for_each(|i| proposals.propose(i, LabelKind::ClosingNote, NOTE));
    proposals
}

/// Why a line is a closing note.
const NOTE: &str = "a note under the story";

/// The lines right behind the flow, beside its last paragraph, that are notes by their words.
fn notes_behind<'a>(
    evidence: &'a Evidence<'_>,
    labels: &'a Labels,
    last: Option<usize>,
) -> impl Iterator<Item = usize> + 'a {
    /// Blocks.
    const REACH: usize = 4;
    let blocks = evidence.blocks();
    let parent = |i: usize| evidence.segments.containers[blocks[i].container()].parent();
    let beside =
        move |last: usize, i: usize| blocks[i].container() == blocks[last].container() || parent(i) == parent(last);
    last.into_iter().flat_map(move |last| {
        let behind = (last + 1..blocks.len()).take(REACH);
        behind.filter(move |&i| {
            labels.is_beside(i) && beside(last, i) && blocks[i].link_share() < 0.5 && is_note(&blocks[i])
        })
    })
}

/// Whether a text says whose property it is, however long; or who may print it, where that is not said in most of the story.
fn is_copyright(text: &str, all: u64) -> bool {
    let start = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '(');
    start.starts_with('©')
        || phrases::starts_with(start, phrases::COPYRIGHT).is_some()
        || (text.len() as u64) < all && phrases::tells_rights(text)
}

/// Whether a block is a closing note by its words.
fn is_note(b: &Block) -> bool {
    /// Letters: the names of all who helped, a long correction.
    const MAX_LETTERS: u32 = 500;
    b.chars < MAX_LETTERS && b.kind.heading().is_none() && closing_note(&b.text).is_some()
}

/// What the last block is, if it is no sentence of the story, which has so many letters in all.
fn end_line(b: &Block, authors: &[String], all: u64) -> Option<(LabelKind, &'static str)> {
    /// Letters: the notes that papers put under a story are shorter than a paragraph.
    const MAX_NOTE_LETTERS: u32 = 200;
    /// Initials and the like.
    const MAX_STUB_LETTERS: u32 = 15;
    /// Letters of a label over links.
    const MAX_LABEL_LETTERS: u32 = 30;
    let foreign = |reason| Some((LabelKind::Foreign, reason));
    if b.chars < MAX_LABEL_LETTERS && b.text.trim_end().ends_with([':', '：']) {
        return foreign("leads on to what is not of the story");
    }
    if b.kind.heading().is_some() {
        return foreign("a heading with nothing under it");
    }
    if b.chars < MAX_STUB_LETTERS && !b.ends_sentence() && !is_rule(&b.text) {
        return foreign("a short line at the end");
    }
    if b.chars < MAX_NOTE_LETTERS && is_address_line(&b.text) {
        return foreign("leads to another place");
    }
    if is_note(b) {
        return Some((LabelKind::ClosingNote, NOTE));
    }
    if is_copyright(&b.text, all) {
        return foreign("says whose text it is");
    }
    if b.chars < MAX_NOTE_LETTERS && is_end_note(&b.text) {
        return foreign("an address or a notice");
    }
    if b.chars < MAX_NOTE_LETTERS && phrases::asks_readers(&b.text) {
        return foreign("asks readers to write");
    }
    if is_biography(&b.text, authors) {
        return foreign("about the author");
    }
    phrases::starts_with(&b.text, phrases::POSTED).and_then(|_| foreign("says when it was posted"))
}

/// Whether a line is an address with a few words before it: `More at www.harbour.example`.
fn is_address_line(text: &str) -> bool {
    /// Words.
    const MAX_WORDS: usize = 6;
    let words = || text.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric() && c != '/'));
    let is_address = |w: &str| w.starts_with("www.") || w.starts_with("http://") || w.starts_with("https://");
    words().count() <= MAX_WORDS && words().any(is_address) && !ends_sentence(text)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_are_told_of_a_note_and_not_of_a_whole_story() {
        let note = "The Packet, its lamp and its anchor are marks of Ostrey Press. All rights reserved.";
        assert!(is_copyright(note, 2_000) && is_copyright("©2004 Ostrey Press", 0));
        assert!(!is_copyright(note, 60));
        assert!(!is_copyright("All his rights to the mooring were reserved by the court.", 2_000));
    }

    #[test]
    fn an_address_with_a_few_words_is_no_sentence() {
        assert!(is_address_line("More at: www.harbour.example") && is_address_line("Tides: http://tides.example/now"));
        assert!(!is_address_line("The board has put the plan on www.harbour.example for all to see."));
        assert!(!is_address_line("More at the harbour"));
    }
}
