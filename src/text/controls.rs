//! Control characters: no reader is shown any, and a terminal obeys them.

use std::borrow::Cow;

/// Whether a character is a control that is no white space.
pub(crate) fn is_control(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
}

/// The text without control characters but white space. What an escape begins as terminals have it goes whole:
/// `ESC[31m`, and `ESC]0;title` up to what ends it.
pub(crate) fn without_controls(text: &str) -> Cow<'_, str> {
    let Some(first) = first_control(text) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut next = Some(first);
    while let Some(at) = next {
        out += &rest[..at];
        rest = &rest[at..];
        rest = &rest[sequence_length(rest)..];
        next = first_control(rest);
    }
    out += rest;
    Cow::Owned(out)
}

/// Where the first control character stands. Most texts have none, so bytes are looked at before characters.
fn first_control(text: &str) -> Option<usize> {
    controls(text).next()
}

/// Where control characters stand.
pub(crate) fn controls(text: &str) -> impl Iterator<Item = usize> {
    /// Of so many bytes it is asked at once whether any may be a control.
    const CHUNK: usize = 32;
    let bytes = text.as_bytes();
    let is_control = |&at: &usize| match bytes[at] {
        // C1, but for the next line, which is white space.
        0xc2 => matches!(bytes.get(at + 1), Some(0x80..=0x84 | 0x86..=0x9f)),
        byte => may_be_control(byte),
    };
    let has_any = |chunk: &[u8; CHUNK]| chunk.iter().fold(false, |any, &byte| any | may_be_control(byte));
    let (chunks, rest) = bytes.as_chunks::<CHUNK>();
    let suspect = chunks.iter().enumerate().filter(move |(_, chunk)| has_any(chunk));
    let in_chunks = suspect.flat_map(move |(n, _)| (n * CHUNK..(n + 1) * CHUNK).filter(is_control));
    in_chunks.chain((bytes.len() - rest.len()..bytes.len()).filter(is_control))
}

/// Whether a byte is a control character, or may begin one. Without a branch, so that a processor can look at many at once.
fn may_be_control(byte: u8) -> bool {
    (byte < 9) | (byte.wrapping_sub(0x0e) < 18) | (byte == 0x7f) | (byte == 0xc2)
}

/// The bytes of the sequence that a control character begins; of itself where it begins none.
fn sequence_length(text: &str) -> usize {
    let own = text.chars().next().map_or(0, char::len_utf8);
    let Some(sequence) = text.strip_prefix('\x1b') else { return own };
    let end = match sequence.as_bytes().first() {
        Some(b'[') => control_sequence_end(sequence),
        Some(b']' | b'P' | b'X' | b'^' | b'_') => string_end(sequence),
        _ => None,
    };
    own + end.unwrap_or(0)
}

/// Where `[`, parameters and the letter that ends them end.
fn control_sequence_end(sequence: &str) -> Option<usize> {
    let end = sequence.bytes().skip(1).position(|b| !matches!(b, 0x20..=0x3f))? + 1;
    matches!(sequence.as_bytes()[end], 0x40..=0x7e).then_some(end + 1)
}

/// Where a text for the terminal itself ends: before any other control character, so that no text is lost to an
/// end that is missing, and none is searched twice.
fn string_end(sequence: &str) -> Option<usize> {
    let at = sequence.find(char::is_control)?;
    let rest = &sequence[at..];
    let terminator = ["\u{7}", "\u{9c}", "\u{1b}\\"].into_iter().find(|end| rest.starts_with(end))?;
    Some(at + terminator.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_go_with_what_they_begin() {
        for (text, without) in [
            ("a\u{1b}[31;1mred\u{1b}[0m b", "ared b"),
            ("\u{1b}]0;title\u{7}x\u{1b}]8;;http://a.example/\u{1b}\\y\u{1b}]2;z\u{9c}", "xy"),
            ("\u{1b}]0;no end\nmore\u{1b}[", "]0;no end\nmore["),
            ("\u{1b}[3\u{1b}[4mx\u{1b}[é\u{1b}", "[3x[é"),
            ("a\u{0}b\u{7}\u{8}c\u{7f}d\u{9b}e\u{81}\u{ad}", "abcde\u{ad}"),
            ("tab\tline\nreturn\rform\u{c}next\u{85}é\u{a0}ü", "tab\tline\nreturn\rform\u{c}next\u{85}é\u{a0}ü"),
        ] {
            assert_eq!(without_controls(text), without, "{text:?}");
            assert!(!without_controls(text).chars().any(is_control));
        }
        assert!(matches!(without_controls("plain\n"), Cow::Borrowed("plain\n")));
    }

    #[test]
    fn ends_that_are_missing_are_not_looked_for_again() {
        let text = "\u{1b}]x".repeat(200_000);
        assert_eq!(without_controls(&text).len(), 400_000);
    }
}
