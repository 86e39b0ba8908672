//! Control characters of a page, as such and as references: browsers show none of them.

use std::borrow::Cow;

use crate::text::controls::{controls, is_control, without_controls};

/// The page's text without control characters. Zero stays, by which others know what is no text.
pub(super) fn strip_controls(text: &str) -> Option<String> {
    let spelt = spell_out_references(text);
    if controls(&spelt).all(|at| spelt.as_bytes()[at] == 0) {
        return None;
    }
    let meant = punctuation_of_windows(&spelt);
    Some(meant.split('\0').map(without_controls).collect::<Vec<_>>().join("\0"))
}

/// Quotation marks, bullets and dashes of windows-1252 that somebody took for ISO-8859-1 stand where controls do: without
/// them `we’re` is `were`. Behind another such character it is what is left of a text that was encoded twice.
fn punctuation_of_windows(text: &str) -> String {
    const MARKS: [char; 7] = ['‘', '’', '“', '”', '•', '–', '—'];
    let mut before = ' ';
    let mark = |c: char| {
        let is_alone = !matches!(std::mem::replace(&mut before, c), '\u{80}'..='\u{9f}');
        let place = u32::from(c).checked_sub(0x91).filter(|_| is_alone);
        place.and_then(|n| MARKS.get(n as usize)).copied().unwrap_or(c)
    };
    text.chars().map(mark).collect()
}

/// The text with references to control characters as those characters, so that what stands behind an escape is
/// known to belong to it.
fn spell_out_references(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut written = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), b"&#") {
        let Some((control, length)) = control_reference(&text[at + 2..]) else { continue };
        out += &text[written..at];
        out.push(control);
        written = at + 2 + length;
    }
    if written == 0 {
        return Cow::Borrowed(text);
    }
    Cow::Owned(out + &text[written..])
}

/// The control character that a reference stands for, after its `&#`, and its length.
fn control_reference(text: &str) -> Option<(char, usize)> {
    /// More digits than any number of a control has, with zeros before it.
    const MAX_DIGITS: usize = 8;
    let (radix, head) = if text.starts_with(['x', 'X']) { (16, 1) } else { (10, 0) };
    let digits = text.as_bytes()[head..].iter().take(MAX_DIGITS + 1);
    let digits = digits.take_while(|b| char::from(**b).is_digit(radix)).count();
    let number = u32::from_str_radix(text.get(head..head + digits)?, radix).ok()?;
    let control = char::from_u32(number).filter(|&c| is_control(c) && c != '\0')?;
    // Of these the HTML standard makes the characters that windows-1252 has there.
    let is_character = matches!(number, 0x80..=0x9f) && !matches!(number, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
    let length = head + digits;
    (!is_character && digits <= MAX_DIGITS).then_some((control, length + usize::from(text[length..].starts_with(';'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_references_to_them_go() {
        let html = "<p title='a&#7;b'>a\u{1b}[1mb&#27;[0mc&#x1B;]0;t&#x07;d&#0000127;&#129;&#8e\u{9b}f";
        assert_eq!(strip_controls(html).as_deref(), Some("<p title='ab'>abcdef"));
        assert_eq!(strip_controls("a\u{0}b\u{7}c").as_deref(), Some("a\u{0}bc"));
    }

    #[test]
    fn punctuation_of_another_encoding_is_kept() {
        assert_eq!(strip_controls("we\u{92}re \u{93}in\u{94} \u{97} yes").as_deref(), Some("we’re “in” — yes"));
        assert_eq!(strip_controls("capture\u{e2}\u{80}\u{94}even\u{9b}2J").as_deref(), Some("capture\u{e2}even2J"));
    }

    #[test]
    fn other_references_and_white_space_stay() {
        for html in ["a&#10;&#9;&#x0d;&#151;&#x92;&#233;&#0;&#", "&#x;&#;\t\r\n\u{c}", "a\u{0}b", "&#000000000027;"] {
            assert_eq!(strip_controls(html), None, "{html:?}");
        }
    }
}
