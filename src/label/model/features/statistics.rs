//! Counts that say much in any language.

use crate::text::letters::Letter;

/// Counts that say much in any language.
#[derive(Default)]
pub(super) struct Statistics {
    pub(super) words: f32,
    pub(super) stops: f32,
    pub(super) commas: f32,
    pub(super) digits: f32,
    pub(super) capitals: f32,
    pub(super) letters: f32,
    pub(super) upper: f32,
    pub(super) lines: f32,
}

impl Statistics {
    pub(super) fn of(text: &str) -> Self {
        let (mut words, mut capitals, mut letters, mut upper, mut digits) = (0, 0, 0, 0, 0);
        let (mut stops, mut commas, mut lines) = (0, 0, 1);
        let mut in_word = false;
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            // Words of small letters are most of a text.
            if in_word && bytes[at].is_ascii_lowercase() {
                letters += 1;
                at += 1;
                continue;
            }
            let Some(c) = text[at..].chars().next() else { break };
            at += c.len_utf8();
            let letter = Letter::of(c);
            let starts = letter.is_alphanumeric() && !in_word;
            in_word = letter.is_alphanumeric();
            words += u32::from(starts);
            capitals += u32::from(starts && letter.is_uppercase());
            letters += u32::from(letter.is_alphabetic());
            upper += u32::from(letter.is_uppercase());
            digits += u32::from(letter.is_numeric());
            if !in_word {
                stops += u32::from(matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '।'));
                commas += u32::from(matches!(c, ',' | ';' | '、' | '，' | '،'));
                lines += u32::from(c == '\n');
            }
        }
        Statistics {
            words: words as f32,
            stops: stops as f32,
            commas: commas as f32,
            digits: digits as f32,
            capitals: capitals as f32,
            letters: letters as f32,
            upper: upper as f32,
            lines: lines as f32,
        }
    }
}
