//! The choice by rules.

use super::neighbours;
use super::notice::is_notice;
use super::thresholds::{MIN_PROSE_LETTERS, MIN_STORY_LETTERS};
use super::worth::{best_container, containers_within, worth};
use crate::label::copies::copies;
use crate::segment::{Block, BoxKind, Segments, Source};

/// What a block is to the story, before it is told which part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::label) enum Class {
    /// Part of the flow.
    Body,
    /// In a figure, a quote or a fact box.
    Boxed,
    /// Neither.
    Other,
}

/// What the rules make of a page.
#[derive(Debug)]
pub(in crate::label) struct ByRules {
    /// The worth of each block.
    pub(in crate::label) worth: Vec<f32>,
    /// Whether each stands where the story does.
    pub(in crate::label) inside: Vec<bool>,
    pub(in crate::label) classes: Vec<Class>,
    /// Whether each is of a run that the page holds once more, for another layout.
    pub(in crate::label) copies: Vec<bool>,
    /// Who says where the story is, so that it need not be guessed.
    pub(in crate::label) teller: Option<Teller>,
}

/// Who says where the story is, before any choice by blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::label) enum Teller {
    Profile,
    /// The shapes and places of a plain text's lines.
    PlainText,
}

/// Classifies the blocks of a page.
pub(in crate::label) fn classify_by_rules(segments: &Segments) -> ByRules {
    let blocks = &segments.blocks;
    let mut classes: Vec<Class> =
        blocks.iter().map(|b| if is_in_box(segments, b) { Class::Boxed } else { Class::Other }).collect();
    let teller = teller(segments);
    let copies = if teller.is_some() { vec![false; blocks.len()] } else { copies(segments) };
    let counts = |i: usize| classes[i] != Class::Boxed && !copies[i];
    let worth: Vec<f32> = (0..blocks.len()).map(|i| if counts(i) { worth(&blocks[i]) } else { 0.0 }).collect();
    let inside: Vec<bool> = if teller.is_some() {
        blocks.iter().map(|b| b.in_body).collect()
    } else {
        let within = containers_within(segments, best_container(segments, &worth));
        blocks.iter().map(|b| within[b.container()]).collect()
    };
    let apart: Vec<bool> = (0..blocks.len()).map(|i| !counts(i)).collect();
    let chosen = match teller {
        // Its lines were judged with their neighbours already.
        Some(Teller::PlainText) => {
            (0..blocks.len()).map(|i| inside[i] && !apart[i] && !is_notice(&blocks[i])).collect()
        }
        _ => neighbours::choose(blocks, &worth, &inside, teller.is_some(), &apart),
    };
    let prose: u32 = blocks.iter().zip(&chosen).filter(|(_, c)| **c).map(|(b, _)| b.chars).sum();
    if prose >= MIN_STORY_LETTERS || teller.is_some() {
        classes.iter_mut().zip(chosen).filter(|(_, c)| *c).for_each(|(class, _)| *class = Class::Body);
    }
    ByRules { worth, inside, classes, copies, teller }
}

fn teller(segments: &Segments) -> Option<Teller> {
    let is_told = || segments.blocks.iter().any(|b| b.in_body && b.chars >= MIN_PROSE_LETTERS);
    match segments.source {
        Source::PlainText => Some(Teller::PlainText),
        Source::Markup => is_told().then_some(Teller::Profile),
    }
}

fn is_in_box(segments: &Segments, block: &Block) -> bool {
    let mut at = block.boxed();
    while let Some(b) = at {
        if segments.boxes[b].kind != BoxKind::Comments {
            return true;
        }
        at = segments.boxes[b].within;
    }
    false
}

/// The classes without the notes at the end of the story that are not sure to be of it: credits, sources and the like, which
/// papers set in brackets or italics.
pub(in crate::label) fn without_end_notes(
    blocks: &[Block],
    mut classes: Vec<Class>,
    is_doubtful: impl Fn(usize) -> bool,
) -> Vec<Class> {
    /// Letters: the notes that papers put under a story are shorter than a paragraph.
    const MAX_NOTE_LETTERS: u32 = 200;
    let is_note = |b: &Block| {
        let text = b.text.trim();
        let bracketed = text.starts_with(['(', '[', '（']) && text.ends_with([')', ']', '）']);
        b.chars < MAX_NOTE_LETTERS && (bracketed || b.italic == b.chars)
    };
    for last in (0..classes.len()).rev() {
        match classes[last] {
            Class::Body if is_note(&blocks[last]) && is_doubtful(last) => classes[last] = Class::Other,
            Class::Body => break,
            _ => {}
        }
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::segments_of;

    #[test]
    fn notes_go_only_from_the_end_and_only_in_doubt() {
        let segments = segments_of(
            "<p>(From our archive.)</p><p>The Kerrera ferry sailed again on Monday with eleven sheep on board.</p>\
             <p><i>Corrected on Tuesday.</i></p><p>[Ends]</p>",
        );
        let body = |doubtful: bool| {
            let all = vec![Class::Body; segments.blocks.len()];
            let left = without_end_notes(&segments.blocks, all, |_| doubtful);
            left.iter().filter(|c| **c == Class::Body).count()
        };
        assert_eq!((body(true), body(false)), (2, 4));
    }
}
