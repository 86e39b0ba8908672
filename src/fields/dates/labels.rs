//! What a line says that its date is the date of: `Published on …`, `… 更新`, `am … veröffentlicht`.

use std::sync::LazyLock;

use super::candidate::Meaning;
use crate::dates::Found;
use crate::text::phrase_index::PhraseIndex;
use crate::vocabulary::phrases;

/// Bytes before a date in which its label stands; further off it is of something else.
const REACH: usize = 80;
/// Bytes that may stand after a label that follows its date.
const REST: usize = 12;

/// A word beside a date that says what it is the date of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) meaning: Meaning,
    /// Bytes between the word and the date.
    pub(super) gap: usize,
}

/// The label of a date: the nearest before it, or else the one that the text ends with, if no other date follows.
pub(super) fn read(text: &str, found: &Found, is_last: bool) -> Option<Label> {
    before(&text[..found.start]).or_else(|| is_last.then(|| after(&text[found.end..])).flatten())
}

fn before(text: &str) -> Option<Label> {
    let near = text[text.floor_char_boundary(text.len().saturating_sub(REACH))..].to_lowercase();
    let said = said_in(&near);
    let end = |meaning| said.iter().filter(|w| w.meaning == meaning).filter_map(|w| last(&near, w.word)).max();
    let (change, publication) = (end(Meaning::Changed), end(Meaning::Published));
    let meaning = if change >= publication { Meaning::Changed } else { Meaning::Published };
    Some(Label { meaning, gap: near.len() - change.max(publication)? })
}

fn after(text: &str) -> Option<Label> {
    let text = text.split('\n').next()?.to_lowercase();
    let said = said_in(&text);
    let gap = |meaning| {
        let words = said.iter().filter(|w| w.meaning == meaning).map(|w| w.word);
        let ends = words.filter_map(|word| Some((last(&text, word)?, word.len())));
        let gap = ends.filter(|(end, _)| text.len() - end <= REST).map(|(end, length)| end - length).min();
        gap.map(|gap| (gap, meaning))
    };
    let (gap, meaning) = gap(Meaning::Changed).or_else(|| gap(Meaning::Published))?;
    (gap <= REACH).then_some(Label { meaning, gap })
}

/// A word for publication or change.
struct Word {
    word: &'static str,
    meaning: Meaning,
}

/// The words for publication and change that stand somewhere in a text, in lower case: of some hundreds a line has one or two.
fn said_in(text: &str) -> Vec<&'static Word> {
    static WORDS: LazyLock<Vec<Word>> = LazyLock::new(|| {
        let lists = [
            (&phrases::UPDATED[..], Meaning::Changed),
            (phrases::CHANGE, Meaning::Changed),
            (&phrases::PUBLISHED[..], Meaning::Published),
            (phrases::PUBLICATION, Meaning::Published),
        ];
        lists.iter().flat_map(|(list, meaning)| list.iter().map(|word| Word { word, meaning: *meaning })).collect()
    });
    // Each as it is, and behind all of them each as elements without spaces run it together.
    static INDEX: LazyLock<PhraseIndex> = LazyLock::new(|| {
        let together = WORDS.iter().map(|w| w.word.replace(' ', ""));
        PhraseIndex::new(WORDS.iter().map(|w| w.word.to_owned()).chain(together).collect())
    });
    let mut said = Vec::new();
    INDEX.find_in(text, |phrase| said.push(phrase % WORDS.len()));
    said.sort_unstable();
    said.dedup();
    said.into_iter().map(|at| &WORDS[at]).collect()
}

/// Where a word last ends in the text, as a whole word where words are parted by spaces. Those that go with it may be run
/// together with it: `lastupdate`, `updatedon`.
fn last(text: &str, word: &str) -> Option<usize> {
    const BEFORE: [&str; 5] = ["last", "latest", "date", "letztes", "dernière"];
    const AFTER: [&str; 4] = ["on", "at", "date", "time"];
    let ends = |text: &str| !text.ends_with(|c: char| c.is_alphanumeric() && !is_dense(c));
    let begins = |text: &str| !text.starts_with(|c: char| c.is_alphanumeric() && !is_dense(c));
    let is_begun = |t: &str| ends(t) || BEFORE.iter().any(|w| t.strip_suffix(w).is_some_and(ends));
    let is_ended = |t: &str| begins(t) || AFTER.iter().any(|w| t.strip_prefix(w).is_some_and(begins));
    let place = |word: &str| {
        let is_whole = |at: usize| is_begun(&text[..at]) && is_ended(&text[at + word.len()..]);
        text.rmatch_indices(word).map(|(at, _)| at).find(|&at| is_whole(at)).map(|at| at + word.len())
    };
    place(word).or_else(|| word.contains(' ').then(|| place(&word.replace(' ', ""))).flatten())
}

/// Han, kana and Hangul, which are written without spaces between words.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::{self, Context};

    fn labels(text: &str) -> Vec<Option<Meaning>> {
        let found = dates::find(text, &Context { language: Some("en-GB"), ..Context::default() });
        let last = found.len().saturating_sub(1);
        found.iter().enumerate().map(|(i, f)| read(text, f, i == last).map(|l| l.meaning)).collect()
    }

    #[test]
    fn a_date_is_what_the_word_beside_it_says() {
        const PUBLISHED: Option<Meaning> = Some(Meaning::Published);
        const CHANGED: Option<Meaning> = Some(Meaning::Changed);
        let rows: [(&str, &[Option<Meaning>]); 15] = [
            ("Posted: 10 December 2007", &[PUBLISHED]),
            ("Published 10 December 2007, last updated 11 December 2007", &[PUBLISHED, CHANGED]),
            ("10 December 2007 | Updated 11 December 2007", &[None, CHANGED]),
            ("Mandate of 10 December 2007", &[None]),
            ("Dieser Beitrag wurde am 10. Dezember 2007 um 9:30 Uhr veröffentlicht", &[PUBLISHED]),
            ("10. Dezember 2007 (aktualisiert)", &[CHANGED]),
            ("2007年12月10日更新", &[CHANGED]),
            ("최종수정 2007-12-10", &[CHANGED]),
            ("Opublikowano 10.12.2007", &[PUBLISHED]),
            ("2007.12.10 lastupdate", &[CHANGED]),
            ("Dernièremiseàjour : 10.12.2007", &[CHANGED]),
            ("LastUpdated: 10 December 2007", &[CHANGED]),
            ("PublishedOn 10 December 2007 UpdatedOn 11 December 2007", &[PUBLISHED, CHANGED]),
            ("The updates of 10 December 2007", &[None]),
            ("The ferry of 10 December 2007 was the last to be published in the tables of that year", &[None]),
        ];
        for (text, expected) in rows {
            assert_eq!(labels(text), expected, "{text}");
        }
    }
}
