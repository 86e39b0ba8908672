//! Text to tokens: numbers, known and unknown words, single characters. Every character is looked at once.

use super::lexicon::{self, WordEntry};
use super::words::WordRoles;
use crate::text::letters::Letter;

/// A piece of the text, with what is known of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: TokenKind,
    /// Byte range in the text.
    pub start: usize,
    pub end: usize,
    /// White space stands before it, or the text begins with it.
    pub spaced: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum TokenKind {
    /// A run of digits. A value too large is given as `u32::MAX`.
    Number { value: u32, digits: u32 },
    /// A run of letters that is in the tables.
    Word(Word),
    /// Any other run of letters.
    Unknown,
    /// One Han character or Hangul syllable: their words are not parted by spaces.
    Han(char),
    /// Any other visible character, wide forms as the narrow ones.
    Mark(char),
}

/// A known word, and how it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub entry: WordEntry,
    /// The first letter is a capital.
    pub capital: bool,
    /// All letters are capitals.
    pub upper: bool,
}

/// So many words before and behind a number are given with it. No date is without a number, none has so many words before its
/// first, between two or behind its last, and what is looked at around a date is less than the rest of them.
const WORDS_AROUND_NUMBER: usize = 16;

/// Gives the tokens of a text that stand near a number, one after the other: most of a page is far from any.
pub(super) struct Lexer<'t> {
    text: &'t str,
    /// Where the next token, or white space before it, begins.
    at: usize,
    /// Up to here a number is near.
    near: usize,
    /// Where the last number ended, until it is known how far it is near.
    number_end: Option<usize>,
    language: Option<&'t str>,
    /// The folded spelling of the word at hand, kept for its memory.
    folded: String,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str, language: Option<&'t str>) -> Lexer<'t> {
        Lexer { text, at: 0, near: 0, number_end: None, language, folded: String::new() }
    }

    /// Goes on to where the next number is near; whether there is one.
    fn skip_to_number(&mut self) -> bool {
        let Some(number) = next_digit(self.text, self.at) else { return false };
        let bytes = self.text.as_bytes();
        let before = bytes[self.at..number].iter().rev().copied();
        self.at = number - nth_space(before, WORDS_AROUND_NUMBER).map_or(number - self.at, |n| n + 1);
        let behind = bytes[number..].iter().copied();
        self.near = nth_space(behind, WORDS_AROUND_NUMBER).map_or(bytes.len(), |n| number + n);
        true
    }

    /// Whether the last number is still near. Each is asked about once and only where the one before is near no longer, so that
    /// no text is gone through again and again.
    fn is_number_near(&mut self) -> bool {
        let Some(end) = self.number_end.take() else { return false };
        let behind = self.text.bytes().skip(end);
        self.near = nth_space(behind, WORDS_AROUND_NUMBER).map_or(self.text.len(), |n| end + n);
        self.at < self.near
    }

    fn number(&mut self, start: usize) -> TokenKind {
        let (mut value, mut digits) = (0_u32, 0_u32);
        for c in self.text[start..].chars() {
            let Some(digit) = digit_value(c) else { break };
            value = value.saturating_mul(10).saturating_add(digit);
            digits = digits.saturating_add(1);
            self.at += c.len_utf8();
        }
        self.number_end = Some(self.at);
        TokenKind::Number { value, digits }
    }

    fn word(&mut self, start: usize) -> TokenKind {
        let bytes = &self.text.as_bytes()[start..];
        let length = bytes.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(bytes.len());
        let is_ascii = bytes.get(length).is_none_or(u8::is_ascii);
        // Most words of a page are not in the tables by their shape.
        if is_ascii && !lexicon::may_be_known(&bytes[..length]) {
            self.at += length;
            return TokenKind::Unknown;
        }
        self.folded.clear();
        let (mut capital, mut upper) = (false, true);
        for &byte in &bytes[..length] {
            capital |= self.at == start && byte.is_ascii_uppercase();
            upper &= byte.is_ascii_uppercase();
            if self.folded.len() <= lexicon::MAX_WORD_BYTES {
                self.folded.push(char::from(byte.to_ascii_lowercase()));
            }
            self.at += 1;
        }
        // From the first letter beyond ASCII on, if the word has one.
        for c in self.text[self.at..].chars() {
            if !is_letter(c) {
                break;
            }
            capital |= self.at == start && c.is_uppercase();
            upper &= !c.is_lowercase();
            if self.folded.len() <= lexicon::MAX_WORD_BYTES {
                lexicon::fold_letter(c, &mut self.folded);
            }
            self.at += c.len_utf8();
        }
        match lexicon::look_up_word(&self.folded, self.language) {
            Some(entry) => TokenKind::Word(Word { entry, capital, upper }),
            None => TokenKind::Unknown,
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let mut spaced = self.at == 0;
        if self.at >= self.near && !self.is_number_near() && !self.skip_to_number() {
            return None;
        }
        loop {
            let c = self.text.get(self.at..)?.chars().next()?;
            let start = self.at;
            if c.is_whitespace() || is_invisible(c) {
                spaced |= c.is_whitespace();
                self.at += c.len_utf8();
                continue;
            }
            let kind = if digit_value(c).is_some() {
                self.number(start)
            } else if is_letter(c) {
                self.word(start)
            } else {
                self.at += c.len_utf8();
                if is_han(c) { TokenKind::Han(c) } else { TokenKind::Mark(narrow_form(c)) }
            };
            return Some(Token { kind, start, end: self.at, spaced });
        }
    }
}

/// Where the next digit stands, from a character's start on.
fn next_digit(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        // Lead bytes of the digits that are not ASCII.
        let may_be = |b: &u8| b.is_ascii_digit() || matches!(b, 0xd9 | 0xdb | 0xe0 | 0xef);
        at += text.as_bytes().get(at..)?.iter().position(may_be)?;
        let c = text[at..].chars().next()?;
        if digit_value(c).is_some() {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// Whether a text has a digit: without one it has no date.
pub(super) fn has_digit(text: &str) -> bool {
    next_digit(text, 0).is_some()
}

/// The place of the white space that ends the `n`th word.
fn nth_space(bytes: impl Iterator<Item = u8>, n: usize) -> Option<usize> {
    // What may be a space beyond ASCII, or a character that shows nothing, makes no word.
    let is_visible = |b: u8| b.is_ascii_graphic() || matches!(b, 0xc3..=0xe0 | 0xe4..=0xee | 0xf0..);
    let (mut words, mut in_word) = (0, false);
    for (at, byte) in bytes.enumerate() {
        if byte.is_ascii_whitespace() {
            words += usize::from(std::mem::take(&mut in_word));
            if words == n {
                return Some(at);
            }
        } else {
            in_word |= is_visible(byte);
        }
    }
    None
}

/// The value of a digit: Latin, Arabic-Indic, Persian, Devanagari, Bengali, Thai or wide.
fn digit_value(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '०'..='९' => '०',
        '০'..='৯' => '০',
        '๐'..='๙' => '๐',
        '０'..='９' => '０',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}

fn is_letter(c: char) -> bool {
    (Letter::of(c).is_alphabetic() && !is_han(c)) || lexicon::is_combining_mark(c)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

/// Characters that direct or break a line and show nothing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{200D}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn narrow_form(c: char) -> char {
    match c {
        // The wide forms of ASCII stand in ASCII's order.
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '‐' | '‑' | '−' => '-',
        '’' | '‘' | 'ʼ' | '´' => '\'',
        '،' | '、' => ',',
        other => other,
    }
}

/// A stretch of tokens, asked by index. What lies outside it answers no to everything.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'w>(pub(super) &'w [Token]);

impl Tokens<'_> {
    /// Value and count of digits.
    pub(super) fn number(self, at: usize) -> Option<(u32, u32)> {
        match self.0.get(at)?.kind {
            TokenKind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    /// The value of a number of one or two digits.
    pub(super) fn small(self, at: usize) -> Option<u8> {
        self.number(at).filter(|(_, digits)| *digits <= 2).and_then(|(value, _)| u8::try_from(value).ok())
    }

    /// The value of a number of exactly two digits with nothing before it.
    pub(super) fn glued_pair(self, at: usize) -> Option<u8> {
        self.small(at).filter(|_| self.glued(at) && self.number(at).is_some_and(|(_, digits)| digits == 2))
    }

    pub(super) fn word(self, at: usize) -> Option<Word> {
        match self.0.get(at)?.kind {
            TokenKind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// Known or unknown, but of letters.
    pub(super) fn is_letters(self, at: usize) -> bool {
        self.0.get(at).is_some_and(|token| matches!(token.kind, TokenKind::Word(_) | TokenKind::Unknown))
    }

    pub(super) fn has(self, at: usize, role: WordRoles) -> bool {
        self.word(at).is_some_and(|word| word.entry.roles.has(role))
    }

    pub(super) fn mark(self, at: usize) -> Option<char> {
        match self.0.get(at)?.kind {
            TokenKind::Mark(c) => Some(c),
            _ => None,
        }
    }

    pub(super) fn is_mark(self, at: usize, marks: &str) -> bool {
        self.mark(at).is_some_and(|c| marks.contains(c))
    }

    pub(super) fn han(self, at: usize) -> Option<char> {
        match self.0.get(at)?.kind {
            TokenKind::Han(c) => Some(c),
            _ => None,
        }
    }

    pub(super) fn is_han(self, at: usize, chars: &str) -> bool {
        self.han(at).is_some_and(|c| chars.contains(c))
    }

    /// In bytes.
    pub(super) fn length(self, at: usize) -> usize {
        self.0.get(at).map_or(0, |token| token.end - token.start)
    }

    /// There is a token, and no white space before it.
    pub(super) fn glued(self, at: usize) -> bool {
        self.0.get(at).is_some_and(|token| !token.spaced)
    }

    /// Such a mark and then a number, with no space between or before: the number at hand goes on.
    pub(super) fn goes_on(self, at: usize, marks: &str) -> bool {
        self.is_mark(at, marks) && self.glued(at) && self.glued(at + 1) && self.number(at + 1).is_some()
    }
}
