//! Pages that stand in place of a story and are short: there is no such page, prove that you are human, accept our
//! cookies, buy this domain, log in, come back later.
//!
//! No phrase decides alone. A page is told by its title where that says little else and what it shows is short, or by
//! its text where next to nothing is left beside what such pages say to their readers. A story about such pages has a
//! title that says more, and prose of its own; what it quotes does not count.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::LazyLock;

use crate::article::Article;
use crate::label::Evidence;
use crate::text::letter_count;
use crate::text::phrase_index::PhraseIndex;
use crate::vocabulary::phrases::{STAND_INS, StandIn};

/// Paragraphs of an apology; a story is longer, but for a few.
const MAX_PIECES: usize = 6;

/// Letters of an apology.
const APOLOGY_LETTERS: u32 = 400;

/// Letters of a page whose title alone says what it is.
const TITLED_LETTERS: u32 = 500;

/// Letters of the longest of these pages, which are questions about cookies.
const MAX_LETTERS: u32 = 4_000;

/// Letters that are no paragraph yet.
const LESS_THAN_A_PARAGRAPH: u32 = 100;

/// Letters of a page that says one sentence.
const SENTENCE_LETTERS: u32 = 200;

/// What the page does instead of showing a story. `states_day` tells whether its metadata state a day.
pub(super) fn stand_in(evidence: &Evidence<'_>, article: &Article, states_day: bool) -> Option<&'static str> {
    let letters = article.body.iter().map(|piece| letter_count(&piece.text())).sum();
    if letters > MAX_LETTERS {
        return None;
    }
    let titles: Vec<String> =
        evidence.metadata.title.iter().chain(&article.headline).map(|title| plain(title)).collect();
    let pieces: Vec<String> = article.body.iter().map(|piece| plain(&piece.text())).collect();
    let (in_titles, in_body) = (Held::of(&titles), Held::of(&pieces));
    let shown = OnceCell::new();
    let page = Shown { evidence, titles: &titles, in_titles, pieces: &pieces, in_body, shown, letters, states_day };
    STAND_INS.iter().find(|kind| page.is_by_title(kind) || page.is_by_text(kind)).map(|kind| kind.why)
}

/// What a page shows, in lower case.
struct Shown<'a> {
    evidence: &'a Evidence<'a>,
    titles: &'a [String],
    in_titles: Held,
    /// The pieces of the body.
    pieces: &'a [String],
    in_body: Held,
    /// What the page shows in its body or outside, and the phrases in it, once that was asked.
    shown: OnceCell<(Vec<String>, Held)>,
    /// Letters of the body.
    letters: u32,
    states_day: bool,
}

impl Shown<'_> {
    /// Whether a title says little else, and the page shows little.
    fn is_by_title(&self, kind: &StandIn) -> bool {
        let possible = self.in_titles.of_these(kind.titles);
        let Some(besides) = self.titles.iter().filter_map(|title| words_besides(title, &possible)).min() else {
            return false;
        };
        let says = || self.shows(kind) > 0;
        let is_apology = self.letters <= APOLOGY_LETTERS && self.pieces.len() <= MAX_PIECES;
        if self.states_day && !kind.before_story {
            return besides == 0 && is_apology && says();
        }
        match besides {
            0 if kind.by_title && self.letters <= TITLED_LETTERS && self.pieces.len() <= MAX_PIECES => true,
            // Such pages go on with what others read.
            0 if kind.by_title => self.pieces.iter().take(1).any(|first| says_any(first, kind.says)),
            0 => is_apology && self.letters <= 2 * self.said(kind.says) && says(),
            1..=3 if self.letters == 0 => self.shows(kind) >= kind.min_phrases,
            1..=3 if kind.by_title => is_apology && says(),
            _ => false,
        }
    }

    /// Whether next to nothing is left of the text beside what such pages say.
    fn is_by_text(&self, kind: &StandIn) -> bool {
        /// Phrases of a long page of the kind.
        const MANY: usize = 4;
        if self.states_day && !kind.before_story {
            return false;
        }
        if self.letters == 0 {
            return self.shows(kind) >= kind.min_phrases;
        }
        let possible = self.in_body.of_these(kind.says);
        let phrases = phrases_in(self.pieces, &possible);
        let said = if phrases > 0 { self.said(&possible) } else { 0 };
        let rest = self.letters.saturating_sub(said);
        match phrases {
            0 => false,
            1 => self.letters <= SENTENCE_LETTERS && rest * 4 <= said,
            n => rest <= said && (rest < LESS_THAN_A_PARAGRAPH || n >= MANY),
        }
    }

    /// How many phrases of a kind the page shows, in its body or outside.
    fn shows(&self, kind: &StandIn) -> usize {
        // What leads elsewhere is the site's: a link to log in, or to its rules for data, stands on every page. A title
        // that is shown says nothing besides.
        let (shown, held) = self.shown.get_or_init(|| {
            let own = self.evidence.blocks().iter().filter(|b| b.linked * 2 < b.chars).map(|b| plain(&b.text));
            let own = own.filter(|text| !self.titles.iter().any(|title| title.contains(text.as_str())));
            let shown: Vec<String> = own.collect();
            let held = Held::of(&shown);
            (shown, held)
        });
        phrases_in(shown, &held.of_these(kind.says))
    }

    /// Letters of the sentences that say one of the phrases.
    fn said(&self, phrases: &[&str]) -> u32 {
        let sentences = self.pieces.iter().flat_map(|piece| piece.split_inclusive(['.', '!', '?', '。', '！', '？']));
        sentences.filter(|sentence| says_any(sentence, phrases)).map(letter_count).sum()
    }
}

/// The phrases of all kinds that some texts hold: most pages hold none, and need no search for each.
struct Held(Vec<&'static str>);

impl Held {
    fn of(texts: &[String]) -> Held {
        static PHRASES: LazyLock<Vec<&'static str>> =
            LazyLock::new(|| STAND_INS.iter().flat_map(|kind| kind.titles.iter().chain(kind.says)).copied().collect());
        static INDEX: LazyLock<PhraseIndex> =
            LazyLock::new(|| PhraseIndex::new(PHRASES.iter().map(|&phrase| phrase.to_owned()).collect()));
        let mut held = Vec::new();
        for text in texts {
            INDEX.find_in(text, |phrase| held.push(PHRASES[phrase]));
        }
        held.sort_unstable();
        held.dedup();
        Held(held)
    }

    /// Those of some phrases that are held.
    fn of_these(&self, phrases: &[&'static str]) -> Vec<&'static str> {
        match self.0.is_empty() {
            true => Vec::new(),
            false => phrases.iter().copied().filter(|phrase| self.0.contains(phrase)).collect(),
        }
    }
}

/// The words of a text, which apostrophes do not end.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty())
}

/// A text in lower case, with straight apostrophes and single spaces.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Letters beyond ASCII may have another shape at the end of a word.
    for c in if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) }.chars() {
        match c {
            '\u{2019}' | '\u{2bc}' | '\u{2018}' => out.push('\''),
            _ if !c.is_whitespace() => out.push(c.to_ascii_lowercase()),
            _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether a text says one of the phrases without quoting it.
fn says_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| says(text, phrase))
}

fn says(text: &str, phrase: &str) -> bool {
    let (mut seen, mut opened) = (0, 0);
    text.match_indices(phrase).any(|(at, _)| {
        // Counted on from the match before. Not the apostrophe: words end with it.
        opened += text.get(seen..at).unwrap_or_default().matches(['"', '“', '„', '«', '”', '»']).count();
        seen = at;
        opened % 2 == 0
    })
}

/// How many of the phrases the texts say.
fn phrases_in(texts: &[String], phrases: &[&str]) -> usize {
    phrases.iter().filter(|phrase| texts.iter().any(|text| says(text, phrase))).count()
}

/// How many words the part of a title that says one of the phrases has besides; nothing if none says so. A story may be
/// about what was not found.
fn words_besides(title: &str, phrases: &[&str]) -> Option<usize> {
    /// Words of apologies, which say nothing more.
    const FILLERS: &[&str] = &[
        "error", "fehler", "erreur", "errore", "erro", "http", "status", "code", "page", "seite", "file", "server",
        "oops", "ooops", "whoops", "hoppla", "ups", "uups", "sorry", "désolé", "leider", "lo", "sentimos", "the",
        "this", "that", "a", "an", "we", "is", "la", "die", "404", "403", "410", "500", "503", "please",
    ];
    let parts = title.split(['|', '–', '—', '·', '»', '«', '…']).flat_map(|p| p.split(" - "));
    let telling = |text: &str| words(text).filter(|word| !FILLERS.contains(word)).count();
    let besides = |part: &str| {
        let said = phrases.iter().filter(|phrase| part.contains(**phrase));
        // Scripts without spaces: what surrounds the phrase may be a sentence.
        said.map(|phrase| telling(&part.replacen(phrase, " ", 1))).min()
    };
    parts.filter_map(besides).min()
}

#[cfg(test)]
mod tests;
