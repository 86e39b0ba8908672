//! Character references: `&amp;`, `&#8217;`, `&Eacute`.

use html5ever::data::NAMED_ENTITIES;

/// The longest name, its semicolon left out.
const MAX_NAME: usize = 32;

/// The longest name that needs no semicolon.
const MAX_BARE_NAME: usize = 6;

/// What references to the controls that no page means stand for: the signs of windows-1252 at those places.
const CONTROLS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Writes a text with its references resolved. In values of attributes a name without semicolon that goes on is none.
pub(super) fn resolve(text: &str, in_attribute: bool, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let used = match rest.as_bytes().first() {
            Some(b'#') => numeric(&rest[1..], out).map_or(0, |used| used + 1),
            Some(b) if b.is_ascii_alphanumeric() => named(rest, in_attribute, out),
            _ => 0,
        };
        if used == 0 {
            out.push('&');
        }
        rest = &rest[used..];
    }
    out.push_str(rest);
}

/// Resolves what stands behind `&#`; how many bytes of it are used, none where there is no number.
fn numeric(text: &str, out: &mut String) -> Option<usize> {
    let (base, start) = if text.starts_with(['x', 'X']) { (16, 1) } else { (10, 0) };
    let digits = text.as_bytes()[start..].iter().take_while(|b| char::from(**b).is_digit(base)).count();
    if digits == 0 {
        return None;
    }
    let number = text[start..start + digits].bytes().try_fold(0_u32, |number, b| {
        let digit = char::from(b).to_digit(base)?;
        number.checked_mul(base)?.checked_add(digit).filter(|n| *n <= 0x10_ffff)
    });
    out.push(match number {
        Some(n @ 0x80..=0x9f) => CONTROLS[n as usize - 0x80],
        Some(n) if n > 0 => char::from_u32(n).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::REPLACEMENT_CHARACTER,
    });
    let end = start + digits;
    Some(end + usize::from(text.as_bytes().get(end) == Some(&b';')))
}

/// Resolves what stands behind `&`; how many bytes of it are used.
fn named(text: &str, in_attribute: bool, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    let name = bytes.iter().take(MAX_NAME + 1).take_while(|b| b.is_ascii_alphanumeric()).count();
    if bytes.get(name) == Some(&b';') && push(&text[..=name], out) {
        return name + 1;
    }
    let longest = name.min(MAX_BARE_NAME);
    let Some(length) = (2..=longest).rev().find(|length| is_name(&text[..*length])) else { return 0 };
    let goes_on = bytes.get(length).is_some_and(|b| *b == b'=' || b.is_ascii_alphanumeric());
    if in_attribute && goes_on || !push(&text[..length], out) {
        return 0;
    }
    length
}

fn is_name(name: &str) -> bool {
    NAMED_ENTITIES.get(name).is_some_and(|(first, _)| *first != 0)
}

/// Writes what a name stands for, if it is one.
fn push(name: &str, out: &mut String) -> bool {
    let Some((first, second)) = NAMED_ENTITIES.get(name).filter(|(first, _)| *first != 0) else { return false };
    out.extend(char::from_u32(*first));
    out.extend(char::from_u32(*second).filter(|c| *c != '\0'));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(text: &str, in_attribute: bool) -> String {
        let mut out = String::new();
        resolve(text, in_attribute, &mut out);
        out
    }

    #[test]
    fn references_are_resolved_as_browsers_do() {
        for (text, shown) in [
            ("a&amp;b&lt", "a&b<"),
            ("&Eacute;&eacutex &notin; &notit;", "Éé\u{78} ∉ ¬it;"),
            ("&#8217;&#x2019 &#146;&#0;&#xd800;&#99999999999;", "’’ ’\u{fffd}\u{fffd}\u{fffd}"),
            ("& &; &# &#x; &#xg; &nosuch; &a", "& &; &# &#x; &#xg; &nosuch; &a"),
            ("&NotEqualTilde;", "≂\u{338}"),
            ("&ampamp;&#38;lt;", "&amp;&lt;"),
        ] {
            assert_eq!(resolved(text, false), shown, "{text}");
        }
        assert_eq!(resolved("?a=1&copy=2&lt;&copy&copy;x&copyx", true), "?a=1&copy=2<©©x&copyx");
    }
}
