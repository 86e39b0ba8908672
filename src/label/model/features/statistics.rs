//! Counts that say much in any language.

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
        let mut s = Statistics { lines: 1.0, ..Statistics::default() };
        let mut in_word = false;
        for c in text.chars() {
            let starts = c.is_alphanumeric() && !in_word;
            in_word = c.is_alphanumeric();
            s.words += f32::from(u8::from(starts));
            s.capitals += f32::from(u8::from(starts && c.is_uppercase()));
            s.letters += f32::from(u8::from(c.is_alphabetic()));
            s.upper += f32::from(u8::from(c.is_uppercase()));
            s.digits += f32::from(u8::from(if c.is_ascii() { c.is_ascii_digit() } else { c.is_numeric() }));
            s.stops += f32::from(u8::from(matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '।')));
            s.commas += f32::from(u8::from(matches!(c, ',' | ';' | '、' | '，' | '،')));
            s.lines += f32::from(u8::from(c == '\n'));
        }
        s
    }
}
