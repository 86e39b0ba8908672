//! Phrases that a text may begin with.

use std::ops::Deref;
use std::sync::OnceLock;

use crate::text::word_table::WordTable;

/// Phrases that many texts are asked for: which pairs of bytes begin one tells nearly all of the texts apart that begin with
/// none.
pub(crate) struct Phrases {
    all: &'static [&'static str],
    /// A bit for each pair, by [`place`].
    begins: [u64; PLACES / 64],
    /// The phrases by that pair, made for the first text that begins as one of them does.
    of_pair: OnceLock<WordTable<[u8; 2], Vec<&'static str>>>,
    /// Those by their first character, for texts that do not begin with two bytes of ASCII.
    of_first: OnceLock<WordTable<char, Vec<&'static str>>>,
}

const PLACES: usize = 2048;

/// The bit of a pair of bytes; pairs may share one.
const fn place(one: u8, two: u8) -> usize {
    (one as usize * 37 + two as usize) % PLACES
}

impl Phrases {
    /// Phrases in lower case, each of two bytes or more.
    pub(super) const fn of(all: &'static [&'static str]) -> Phrases {
        let mut begins = [0; PLACES / 64];
        let mut at = 0;
        while at < all.len() {
            let place = place(all[at].as_bytes()[0], all[at].as_bytes()[1]);
            begins[place / 64] |= 1 << (place % 64);
            at += 1;
        }
        Phrases { all, begins, of_pair: OnceLock::new(), of_first: OnceLock::new() }
    }

    /// What [`starts_with`] says.
    pub(crate) fn start(&self, text: &str) -> Option<usize> {
        // Too short for any of them: lines of one letter are asked for by the thousand.
        if text.len() < 2 {
            return None;
        }
        if let Some([one, two]) = text.as_bytes().first_chunk::<2>().filter(|two| two.is_ascii()) {
            let pair = [one.to_ascii_lowercase(), two.to_ascii_lowercase()];
            let place = place(pair[0], pair[1]);
            if self.begins[place / 64] & 1 << (place % 64) == 0 {
                return None;
            }
            let of_pair = self.of_pair.get_or_init(|| by_pair(self.all)).get(&pair)?;
            return of_pair.iter().filter_map(|phrase| prefix(text, phrase)).max();
        }
        let first = text.chars().next()?.to_lowercase().next()?;
        let of_first = self.of_first.get_or_init(|| by_first(self.all)).get(&first)?;
        of_first.iter().filter_map(|phrase| prefix(text, phrase)).max()
    }
}

/// The phrases that begin with each pair of bytes.
fn by_pair(all: &'static [&'static str]) -> WordTable<[u8; 2], Vec<&'static str>> {
    let mut of_pair: WordTable<[u8; 2], Vec<&'static str>> = WordTable::default();
    for &phrase in all {
        if let Some(&pair) = phrase.as_bytes().first_chunk::<2>() {
            of_pair.entry(pair).or_default().push(phrase);
        }
    }
    of_pair
}

/// The phrases that begin with each character.
fn by_first(all: &'static [&'static str]) -> WordTable<char, Vec<&'static str>> {
    let mut of_first: WordTable<char, Vec<&'static str>> = WordTable::default();
    for &phrase in all {
        if let Some(first) = phrase.chars().next() {
            of_first.entry(first).or_default().push(phrase);
        }
    }
    of_first
}

impl Deref for Phrases {
    type Target = [&'static str];

    fn deref(&self) -> &Self::Target {
        self.all
    }
}

impl<'p> IntoIterator for &'p Phrases {
    type Item = &'p &'static str;
    type IntoIter = std::slice::Iter<'p, &'static str>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.iter()
    }
}

/// The first of `phrases` that `text`, in whatever case, starts with as a whole word; its length in the text.
pub(crate) fn starts_with(text: &str, phrases: &[&str]) -> Option<usize> {
    // Most texts begin with none of them: the first two letters tell at once.
    if let Some([one, two]) = text.as_bytes().first_chunk::<2>().filter(|two| two.is_ascii()) {
        let (one, two) = (one.to_ascii_lowercase(), two.to_ascii_lowercase());
        let begins = |p: &&&str| p.as_bytes().first() == Some(&one) && p.as_bytes().get(1).is_none_or(|b| *b == two);
        return phrases.iter().filter(begins).filter_map(|p| prefix(text, p)).max();
    }
    let first = text.chars().next()?.to_lowercase().next();
    phrases.iter().filter(|p| p.chars().next() == first).filter_map(|p| prefix(text, p)).max()
}

/// The length of the start of `text` that equals `phrase` but for case and ends at a word's end.
fn prefix(text: &str, phrase: &str) -> Option<usize> {
    let mut rest = text.char_indices();
    for want in phrase.chars() {
        let (_, c) = rest.next()?;
        if c != want && !c.to_lowercase().eq(std::iter::once(want)) {
            return None;
        }
    }
    let end = rest.clone().next().map_or(text.len(), |(i, _)| i);
    let goes_on = text[end..].chars().next().is_some_and(char::is_alphanumeric);
    let worded = phrase.chars().next_back().is_some_and(char::is_alphanumeric);
    (!(goes_on && worded)).then_some(end)
}
