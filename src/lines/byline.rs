//! Lines that say who wrote a text, by their words alone.

use super::ends_sentence;
use super::names::{after_by, names};
use super::reporter::reporters;
use crate::dates::{self, Context};
use crate::vocabulary::phrases;

/// Letters of a byline.
pub(crate) const MAX_BYLINE_LETTERS: u32 = 130;

/// The name in a line that holds a date and a name and no more, as in `11.12.2019 - Ann Lee`.
pub(crate) fn dated_name(text: &str) -> Option<String> {
    /// Bytes: a date with its hour, and a name.
    const LINE: usize = 80;
    if text.len() > LINE || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let ctx = Context { language: None, day_first: None, latest: None };
    // `Ann Lee 4 March 2021`: nothing parts the two.
    if let [date] = &dates::find(text, &ctx)[..]
        && !text.contains(['|', '\n', '–', '—', '•', '·'])
    {
        let beside = |part: &'_ str| part.trim_matches([' ', ',']).to_owned();
        let (before, behind) = (beside(&text[..date.start]), beside(&text[date.end..]));
        let name = if behind.is_empty() { &before } else { &behind };
        if (before.is_empty() || behind.is_empty()) && is_name_alone(name) {
            return Some(name.clone());
        }
    }
    // The part with the name is the one without the date; the hour may make one of its own.
    let parts = text.split(['|', '\n', '–', '—', '•', '·']).flat_map(|p| p.split(" - ")).map(str::trim);
    let mut named = parts.filter(|p| !p.bytes().any(|b| b.is_ascii_digit()) && !p.is_empty());
    let (Some(name), None) = (named.next(), named.next()) else { return None };
    let dated = !dates::find(text, &ctx).is_empty();
    let name = without_place(name);
    (dated && is_name_alone(name)).then(|| name.to_owned())
}

/// A name without the topic it is filed under, the office in brackets, or the word for the office before it.
fn without_place(text: &str) -> &str {
    let text = text.split(" in ").next().unwrap_or_default();
    let text = text.strip_suffix(')').and_then(|t| t.split_once(" (")).map_or(text, |(name, _)| name);
    phrases::genre_before(text).map_or(text, |end| &text[end..])
}

/// Whether a line is one name of two words or more and nothing else, as boxes about the author are headed.
pub(crate) fn is_name_alone(text: &str) -> bool {
    matches!(&names(text, "")[..], [only] if only == text.trim() && (2..=4).contains(&text.split_whitespace().count()))
        && !ends_sentence(text)
}

/// Whether a line of so many letters is a byline by its words alone: a word for the writer, then names, and no sentence.
pub(crate) fn is_byline_line(text: &str, letters: u32) -> bool {
    MAX_BYLINE_LETTERS > letters
        && worded_byline(text)
        && is_no_other_sentence(text)
        && !names(&without_date(text), "").is_empty()
}

/// Whether a text that begins as a byline does is one to its end: `By Monday the quay was dry.` is not.
pub(crate) fn is_no_other_sentence(text: &str) -> bool {
    !ends_sentence(text) || is_sentence_by(text)
}

/// Whether a text begins with a word for the writer and a name, a date before them aside.
pub(crate) fn worded_byline(text: &str) -> bool {
    /// Bytes in which a line that begins with its date has a digit.
    const START: usize = 30;
    reporters(text).is_some()
        || starts_with_by(text)
        || text.bytes().take(START).any(|b| b.is_ascii_digit()) && starts_with_by(&without_date(text))
}

/// Whether a sentence says no more than who did it: `Das Gespräch führte Ann Lee.`
pub(crate) fn is_sentence_by(text: &str) -> bool {
    let worded = phrases::starts_with(text, phrases::BY).is_some_and(|end| text[..end].contains(' '));
    worded && is_name_alone(after_by(text).trim_end_matches('.'))
}

/// Whether a line is a word for the writer alone; the name is the next line.
pub(crate) fn is_by_alone(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', ' ']);
    phrases::starts_with(text, phrases::BY) == Some(text.len())
}

/// Whether a line is a name in brackets, as Japanese papers sign their stories.
pub(crate) fn is_signature(text: &str) -> bool {
    let inner = text.trim().strip_prefix(['（', '(', '［']).and_then(|t| t.strip_suffix(['）', ')', '］']));
    let ideographs = |t: &str| t.chars().filter(|c| ('\u{3040}'..='\u{9fff}').contains(c)).count();
    inner.is_some_and(|t| (2..=8).contains(&ideographs(t)) && t.chars().count() <= 10)
}

/// Whether a text begins with a word for `by` and a name.
fn starts_with_by(text: &str) -> bool {
    // An element without a space behind it ran the two together.
    if text.strip_prefix("By").is_some_and(|rest| rest.starts_with(char::is_uppercase)) {
        return true;
    }
    if phrases::genre_before(text).is_some() || phrases::text_by(text).is_some() {
        return true;
    }
    let Some(end) = phrases::starts_with(text, phrases::BY) else { return false };
    let rest = text[end..].trim_start_matches([':', ' ', '\n', '\u{a0}']);
    // `Text Size` is a button.
    if text[..end].eq_ignore_ascii_case("text") && !text[end..].starts_with(':') && !rest.contains(' ') {
        return false;
    }
    rest.chars().next().is_some_and(|c| c.is_uppercase() || (!c.is_lowercase() && c.is_alphabetic()))
}

/// A byline without the date that templates put behind it.
pub(crate) fn without_date(text: &str) -> String {
    let ctx = Context { language: None, day_first: None, latest: None };
    let text = text.replace('\n', ", ");
    let text = match dates::find(&text, &ctx).first() {
        // The date may come first, after a word that says what it is: `Posted on 3 May by Ann Lee`.
        Some(f) if is_date_word(&text[..f.start]) => {
            text[f.end..].trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned()
        }
        _ => text,
    };
    let cut = dates::find(&text, &ctx).first().map_or(text.len(), |f| f.start);
    let mut head = text[..cut].trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '）' | '.'));
    // `publié le` ends in the small word.
    let small = ["on", "am", "le", "el"];
    for word in small.iter().chain(phrases::PUBLISHED).chain(phrases::UPDATED).chain(&small) {
        if cut < text.len()
            && let Some(before) = head.to_lowercase().strip_suffix(word)
            && before.ends_with(|c: char| !c.is_alphanumeric())
        {
            head =
                head.get(..before.len()).unwrap_or(head).trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
        }
    }
    head.to_owned()
}

/// Whether a text is nothing but words before a date.
fn is_date_word(text: &str) -> bool {
    let low = text.to_lowercase();
    let low = low.trim_matches(|c: char| !c.is_alphanumeric());
    let stem = [" on", " am", " le", " el", " den"].iter().find_map(|end| low.strip_suffix(end)).unwrap_or(low);
    low.is_empty() || phrases::PUBLISHED.contains(&stem) || phrases::UPDATED.contains(&stem)
}

/// Whether a line tells what a writer is: one of its words is a role.
pub(crate) fn tells_role(text: &str) -> bool {
    let role = |w: &str| phrases::ROLES.contains(&w.to_lowercase().trim_matches(|c: char| !c.is_alphanumeric()));
    text.split_whitespace().any(role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_date_and_name_names_the_writer() {
        assert_eq!(dated_name("11.12.2019 - Ann Lee").as_deref(), Some("Ann Lee"));
        assert_eq!(dated_name("4 February 2022 | 13:10 | Bo Holm Ek").as_deref(), Some("Bo Holm Ek"));
        assert_eq!(dated_name("Dr. Ann Lee, 3 May 2011").as_deref(), Some("Dr. Ann Lee"));
        assert_eq!(dated_name("11.12.2019 - the pier is closed"), None);
        assert_eq!(dated_name("Ann Lee - Bo Ek"), None);
    }
}
