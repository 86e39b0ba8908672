//! The marks of quotation around a text, and the name behind it.

use super::ends_sentence;
use crate::text::letter_count;
use crate::vocabulary::phrases;

/// Letters of a speaker's name with place or role.
pub(crate) const MAX_SPEAKER_LETTERS: u32 = 90;

/// The marks before and after quoted words.
const PAIRS: &[(char, char)] = &[
    ('"', '"'),
    ('“', '”'),
    ('‘', '’'),
    ('„', '“'),
    ('„', '”'),
    ('«', '»'),
    ('»', '«'),
    ('\'', '\''),
    ('「', '」'),
    ('『', '』'),
    ('‹', '›'),
    ('”', '”'),
];

/// Whether quotation marks are around a whole text.
pub(crate) fn is_quoted(text: &str) -> bool {
    unquote(text).len() < text.trim().len()
}

/// Whether a text begins with a quotation mark.
pub(crate) fn opens_quotation(text: &str) -> bool {
    text.starts_with(|c| PAIRS.iter().any(|(open, _)| *open == c))
}

/// Takes off the quotation marks around a whole text.
pub(crate) fn unquote(text: &str) -> &str {
    let text = text.trim();
    let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else { return text };
    let inner_start = first.len_utf8();
    if text.len() <= inner_start + last.len_utf8() || !PAIRS.contains(&(first, last)) {
        return text;
    }
    let inner = &text[inner_start..text.len() - last.len_utf8()];
    // A text of two quotations is not quoted as a whole.
    let reopened = inner.contains(first) && first != '\'';
    if reopened { text } else { inner.trim() }
}

/// The words and the name of `“Words.” – Name`, or of `«Words» Name` where only a style parts the two.
pub(crate) fn inline_speaker(text: &str) -> Option<(String, String)> {
    let opened = text.trim_start().starts_with(['“', '«', '„', '「']);
    let closed = text.char_indices().rfind(|(_, c)| matches!(c, '”' | '»' | '」')).map(|(i, c)| i + c.len_utf8());
    if let Some((said, name)) = closed.filter(|_| opened).and_then(|end| text.split_at_checked(end)) {
        let name = speaker_name(name);
        let capital = name.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
        if capital && letter_count(&name) <= MAX_SPEAKER_LETTERS && !ends_sentence(&name) {
            return Some((said.to_owned(), name));
        }
    }
    let at = text.rfind(['—', '–', '―']).or_else(|| text.rfind(" - ")).or_else(|| text.rfind("\n-"))?;
    let (said, name) = text.split_at(at);
    let name = speaker_name(name);
    let closed = ends_sentence(said) || said.trim_end().ends_with(['"', '”', '»']);
    (closed && name.split_whitespace().count() <= 8 && name.chars().next().is_some_and(|c| !c.is_lowercase()))
        .then(|| (said.trim_end().to_owned(), name))
}

/// A speaker's line without the dash before it, in one line, and once where a page says it twice.
pub(crate) fn speaker_name(text: &str) -> String {
    once(text.trim_start_matches(['-', '–', '—', '―', ' ', '\n'])).replace('\n', ", ").trim().to_owned()
}

/// The half of a text that is the same twice: `Ann Lee (@ann) Ann Lee (@ann)`.
fn once(text: &str) -> &str {
    let text = text.trim();
    let is_gap = |c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—');
    let halves = text.get(..text.len() / 2).into_iter().chain(text.get(..text.len() / 2 + 1));
    let mut halves = halves.map(|half| half.trim_end_matches(is_gap)).filter(|half| half.contains(char::is_whitespace));
    let is_twice = |half: &&str| {
        text[half.len()..].strip_suffix(*half).is_some_and(|gap| !gap.is_empty() && gap.chars().all(is_gap))
    };
    halves.find(is_twice).unwrap_or(text)
}

/// A reader is named by name and place, with no role: `Irvin, Brussels`.
pub(crate) fn names_reader(name: &str) -> bool {
    let parts: Vec<&str> = name.split(',').map(str::trim).collect();
    let capital = |p: &&str| p.chars().next().is_some_and(char::is_uppercase);
    // `Irvin, 34, Brussels`
    let is_age = |p: &&str| p.len() <= 2 && !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = match &parts[..] {
        [name, age, place @ ..] if is_age(age) && !place.is_empty() => {
            std::iter::once(*name).chain(place.iter().copied()).collect()
        }
        _ => parts,
    };
    let place = |p: &&str| {
        p.split_whitespace().count() <= 3
            && p.split_whitespace().all(|w| {
                w.chars().next().is_some_and(char::is_uppercase) || matches!(w, "of" | "upon" | "on" | "de" | "the")
            })
    };
    let role = |p: &str| p.split_whitespace().any(|w| phrases::ROLES.contains(&w.to_lowercase().as_str()));
    let known =
        |p: &str| p.split_whitespace().any(|w| phrases::STANDING.contains(&w.to_lowercase().trim_end_matches('.')));
    (2..=3).contains(&parts.len())
        && !parts.iter().any(|p| known(p))
        && parts.iter().all(|p| capital(p) && !role(p))
        && parts[1..].iter().all(place)
        && parts[0].split_whitespace().count() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marks_around_the_whole_are_taken_off() {
        assert_eq!(unquote("“It was dark.”"), "It was dark.");
        assert_eq!(unquote("“It” was “dark”"), "“It” was “dark”");
        assert_eq!(unquote("'Tis"), "'Tis");
        assert!(is_quoted("“It was dark.”") && !is_quoted("“It” was “dark”"));
        assert!(opens_quotation("“It” was") && !opens_quotation("It was “dark”"));
    }

    #[test]
    fn a_name_that_is_said_twice_is_one() {
        for text in
            ["Ann Lee (@ann) Ann Lee (@ann)", "— Ann Lee (@ann), Ann Lee (@ann)", "Ann Lee (@ann)\nAnn Lee (@ann)"]
        {
            assert_eq!(speaker_name(text), "Ann Lee (@ann)", "{text}");
        }
        for text in ["Ann Lee, Leeds", "Duran Duran", "Zsa Zsa", "Ann Lee Ann Roe"] {
            assert_eq!(speaker_name(text), text);
        }
    }

    #[test]
    fn readers_have_a_name_and_a_place() {
        for reader in ["Irvin, Brussels", "Irvin, 34, Brussels", "Ann Lee, Newcastle upon Tyne, UK", "A. Roe, Hull, 61"]
        {
            assert_eq!(names_reader(reader), !reader.ends_with("61"), "{reader}");
        }
        assert!(!names_reader("Ann Lee, Harbour master") && !names_reader("Irvin") && !names_reader("Irvin, 34"));
    }

    #[test]
    fn the_speaker_is_found_in_the_last_line() {
        let expected = Some(("The pier is closed.".to_owned(), "Ann Lee".to_owned()));
        assert_eq!(inline_speaker("The pier is closed.\n-Ann Lee"), expected);
        assert_eq!(inline_speaker("The pier is closed. – Ann Lee"), expected);
        assert_eq!(inline_speaker("«Closed» Ann Lee"), Some(("«Closed»".to_owned(), "Ann Lee".to_owned())));
        assert_eq!(inline_speaker("“Closed”, he said, “for good.”"), None);
        assert_eq!(inline_speaker("The pier is closed, -and the quay with it."), None);
    }
}
