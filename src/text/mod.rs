//! Text as readers see it: white space folded, length weighed, runs of words to compare texts by.

pub(crate) mod compare;
pub(crate) mod controls;
pub(crate) mod hashed;
pub(crate) mod letters;
pub(crate) mod phrase_index;
pub(crate) mod runs;
pub(crate) mod word_table;

use std::hash::Hasher;

/// A text under construction.
///
/// White space folds to one space, which is written only when a word follows; a line break
/// is a `\n` with no space beside it; zero-width and soft-hyphen characters stay as they are, control characters go.
#[derive(Debug, Default, Clone)]
pub(crate) struct Folded {
    text: String,
    space: bool,
}

/// White space in HTML and what archives put in its place: the no-break spaces.
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c' | '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{85}') || c.is_whitespace()
}

impl Folded {
    /// Adds text.
    pub(crate) fn push(&mut self, text: &str) {
        // A page has none any more, but what it holds as JSON or escaped twice may.
        let text = controls::without_controls(text);
        let mut rest = &text[..];
        while !rest.is_empty() {
            let words = folded_length(rest);
            if words > 0 {
                self.flush_space();
                self.text.push_str(&rest[..words]);
            }
            rest = &rest[words..];
            let trimmed = rest.trim_start_matches(is_space);
            if trimmed.len() < rest.len() {
                self.space = true;
            }
            rest = trimmed;
        }
    }

    /// Parts what comes from what was, as a block's edge does.
    pub(crate) fn part(&mut self) {
        self.space = true;
    }

    /// Adds a line break; at the start it is nothing.
    pub(crate) fn line_break(&mut self) {
        self.space = false;
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn flush_space(&mut self) {
        if std::mem::take(&mut self.space) && !self.text.is_empty() && !self.text.ends_with(['\n', ' ']) {
            self.text.push(' ');
        }
    }

    /// The length of the text if a word were added now: where that word will start.
    pub(crate) fn next_start(&mut self) -> usize {
        self.flush_space();
        self.text.len()
    }

    /// What is written so far.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The length of what is written so far.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// Adds text whose white space is right as it is.
    pub(crate) fn push_raw(&mut self, text: &str) {
        self.flush_space();
        self.text.push_str(text);
    }

    /// Whether nothing but white space was added.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.trim_end_matches('\n').is_empty()
    }

    /// The text, without breaks at its end.
    pub(crate) fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end_matches('\n').len());
        self.text
    }
}

/// How far a text is folded as it stands: up to white space that is not one space before a word.
fn folded_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += bytes[at..].iter().position(|b| MAY_BE_SPACE[usize::from(*b)]).unwrap_or(bytes.len() - at);
        let Some(&byte) = bytes.get(at) else { return at };
        match byte {
            b' ' if at > 0 && bytes.get(at + 1).is_some_and(u8::is_ascii_graphic) => {}
            0..=b' ' if is_space(char::from(byte)) => break,
            // The first bytes of spaces beyond ASCII.
            0xc2 | 0xe1..=0xe3 if text[at..].starts_with(is_space) => break,
            _ => {}
        }
        at += 1;
    }
    at
}

/// Whether a byte is white space or may begin some.
const MAY_BE_SPACE: [bool; 256] = {
    let mut may_be = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        may_be[byte] = matches!(byte, 0..=0x20 | 0xc2 | 0xe1..=0xe3);
        byte += 1;
    }
    may_be
};

/// White space folded to single spaces, none at the ends.
pub(crate) fn fold(text: &str) -> String {
    let mut out = Folded::default();
    out.push(text);
    out.finish()
}

/// Whether a text is a line of underscores, which agencies set between the parts of a story.
pub(crate) fn is_rule(text: &str) -> bool {
    text.len() >= 3 && text.bytes().all(|b| b == b'_')
}

/// Whether a text is the markup of a counter or an advertisement that a page shows instead of following it.
pub(crate) fn is_markup(text: &str) -> bool {
    const SHOWN: [&str; 5] = ["<img ", "<iframe ", "<script", "<noscript", "<ins "];
    text.ends_with('>') && SHOWN.iter().any(|s| text.starts_with(s))
}

/// Whether nothing of a text shows: pages put such characters where a paragraph is to be empty and yet take up room.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| is_space(c) || is_invisible(c))
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// The length of a text in characters, white space left out; an ideograph or syllable sign counts
/// as three, since it says what some three letters say.
pub(crate) fn letter_count(text: &str) -> u32 {
    /// So many bytes are looked at as one.
    const CHUNK: usize = 16;
    let (chunks, rest) = text.as_bytes().as_chunks::<CHUNK>();
    let mut is_wide = rest.iter().any(|&byte| begins_other(byte));
    let mut letters: u32 = rest.iter().map(|&byte| u32::from(begins_letter(byte))).sum();
    for chunk in chunks {
        letters += u32::from(chunk.iter().map(|&byte| u8::from(begins_letter(byte))).sum::<u8>());
        is_wide |= chunk.iter().fold(false, |any, &byte| any | begins_other(byte));
    }
    if is_wide {
        let others = text.bytes().enumerate().filter(|(_, byte)| begins_other(*byte));
        letters += others.filter_map(|(at, _)| text[at..].chars().next()).map(weight).sum::<u32>();
    }
    letters
}

/// Whether a byte is a letter of ASCII or begins one of two bytes; without a branch.
fn begins_letter(byte: u8) -> bool {
    let is_space = (byte == b' ') | (byte == b'\t') | (byte == b'\n') | (byte == b'\x0c') | (byte == b'\r');
    (byte.is_ascii() & !is_space) | (byte.wrapping_sub(0xc3) < 0x1d)
}

/// Whether a byte begins a character that may be a space, or may count for more than one letter.
fn begins_other(byte: u8) -> bool {
    (byte == 0xc2) | (byte >= 0xe0)
}

fn weight(c: char) -> u32 {
    match c {
        '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => 3,
        c => u32::from(!is_space(c)),
    }
}

/// A hash that is the same in every run of one build.
pub(crate) fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mut hasher = word_table::WordHasher::of(seed ^ bytes.len() as u64);
    hasher.write(bytes);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_blank() {
        for blank in
            ["", " \n", "\u{3000}\u{a0}", "\u{200b}\u{feff}\u{ad}\u{2800}\u{3164}", "\u{fff9}\u{e0020}\u{e0100}"]
        {
            assert!(is_blank(blank), "{blank:?}");
        }
        for shown in ["a", "\u{200b}.", "\u{6e21}"] {
            assert!(!is_blank(shown), "{shown:?}");
        }
    }

    #[test]
    fn breaks_have_no_spaces_beside_them() {
        let mut f = Folded::default();
        f.push(" a ");
        f.line_break();
        f.push(" b ");
        f.line_break();
        assert_eq!(f.finish(), "a\nb");
    }

    #[test]
    fn rules_and_markup_are_known() {
        assert!(is_rule("___") && !is_rule("__") && !is_rule("_ A _"));
        assert!(is_markup("<img src='http://count.example/1.gif'>") && !is_markup("<b>"));
    }

    #[test]
    fn ideographs_weigh_more_than_letters() {
        assert_eq!(letter_count("ab c\u{a0}d"), 4);
        assert_eq!(letter_count("写真"), 6);
        let long = "a\u{e9} \u{2014}\u{3000}\n写\u{1f411}\u{85}\u{a3}";
        assert_eq!(letter_count(&long.repeat(100)), 1100);
    }
}
