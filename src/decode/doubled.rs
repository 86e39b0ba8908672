//! Text that was encoded twice: its UTF-8 bytes were taken for Latin letters and written as UTF-8 once more (`â€™` for `’`).

/// So many characters at least must come out of the second reading: chance writes none.
const MIN_RECOVERED: usize = 4;

/// A text that is right has Latin letters by themselves; at most one for so many that come out is taken for a slip.
const RECOVERED_PER_STRAY: usize = 4;

/// What Windows-1252 has in the place of the control characters from U+0080 on; U+FFFD where it has nothing.
const WINDOWS_1252_CONTROLS: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}', '\u{fffd}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

/// The text as it was before the second encoding; nothing where it was encoded once.
pub(super) fn undo_double_encoding(text: &str) -> Option<String> {
    if !may_be_doubled(text.as_bytes()) {
        return None;
    }
    let mut out = String::new();
    let (mut found, mut astray, mut written) = (0, 0, 0);
    let mut at = 0;
    while let Some(next) = text.as_bytes()[at..].iter().position(|b| !b.is_ascii()).map(|i| i + at) {
        let rest = &text[next..];
        let first = rest.chars().next().map_or(1, char::len_utf8);
        match recovered_character(rest) {
            Some((c, length)) => {
                found += 1;
                out.push_str(&text[written..next]);
                out.push(c);
                at = next + length;
                written = at;
            }
            None => {
                astray += usize::from(rest.starts_with(|c: char| ('\u{80}'..='\u{ff}').contains(&c) && c != '\u{a0}'));
                at = next + first;
            }
        }
    }
    out.push_str(&text[written..]);
    (found >= MIN_RECOVERED && astray * RECOVERED_PER_STRAY < found).then_some(out)
}

/// Whether a text has enough letters that stand for the first byte of a character (`Â` to `ô`), each with what may stand for a
/// later byte behind it: a text that was encoded once has hardly any, and is told by one search.
fn may_be_doubled(text: &[u8]) -> bool {
    /// What the first byte of such a letter is.
    const FIRST: u8 = 0xc3;
    let is_pair = |&at: &usize| {
        let behind = [text.get(at + 1), text.get(at + 2)];
        // U+0080 to U+00BF, and the first bytes of what [`WINDOWS_1252_CONTROLS`] has.
        matches!(behind, [Some(0x82..=0xb4), Some(0xc2 | 0xc5 | 0xc6 | 0xcb | 0xe2)])
    };
    memchr::memchr_iter(FIRST, text).filter(is_pair).nth(MIN_RECOVERED - 1).is_some()
}

/// The character whose UTF-8 bytes a text begins with, each written as a character, and their length in the text.
fn recovered_character(text: &str) -> Option<(char, usize)> {
    let mut bytes = [0; 4];
    let mut end = 0;
    let mut count = 0;
    for (i, c) in text.chars().take(4).enumerate() {
        let byte = byte_written_as(c)?;
        bytes[i] = byte;
        end += c.len_utf8();
        if i == 0 {
            count = match byte {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => return None,
            };
        }
        if i + 1 == count {
            return std::str::from_utf8(&bytes[..count]).ok()?.chars().next().map(|c| (c, end));
        }
    }
    None
}

/// The byte that a character stands for.
fn byte_written_as(c: char) -> Option<u8> {
    match c {
        // Other scripts, told at once.
        '\u{2dd}'..='\u{2012}' | '\u{2123}'.. => None,
        ..='\u{ff}' => u8::try_from(u32::from(c)).ok(),
        _ => WINDOWS_1252_CONTROLS.iter().position(|&w| w == c).and_then(|i| u8::try_from(0x80 + i).ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a program writes it that takes UTF-8 for Windows-1252, or for Latin-1.
    fn twice(text: &str, windows: bool) -> String {
        text.bytes()
            .map(|b| match b {
                0x80..=0x9f if windows && WINDOWS_1252_CONTROLS[usize::from(b - 0x80)] != '\u{fffd}' => {
                    WINDOWS_1252_CONTROLS[usize::from(b - 0x80)]
                }
                _ => char::from(b),
            })
            .collect()
    }

    #[test]
    fn text_encoded_twice_is_read_twice() {
        let text = "“The pier’s end – closed”, said Mrs Müller… 🐑 Скоро";
        for windows in [true, false] {
            assert_eq!(undo_double_encoding(&twice(text, windows)).as_deref(), Some(text));
        }
    }

    #[test]
    fn text_encoded_once_stays() {
        for text in
            ["“The pier’s end – closed”, said Mrs Müller…", "NÃO À GUERRA", "Â® Â® Â® née à Đà Nẵng ß ü", "ã€", ""]
        {
            assert_eq!(undo_double_encoding(text), None, "{text}");
        }
    }
}
