//! The words of captions: labels, counters, and who made the picture.

use crate::score::ends_sentence;
use crate::vocabulary::phrases;

/// A caption without the label that only a screen reader should say.
pub(super) fn without_label(text: &str) -> String {
    let mut text = text.trim();
    while let Some(end) = phrases::starts_with(text, phrases::LABELS) {
        text = text[end..].trim_start_matches([':', ',', ' ']);
    }
    text.to_owned()
}

/// Whether a line counts the pictures of a gallery: `2 of 12 |`, `2/12`, `6`.
pub(super) fn is_counter(text: &str) -> bool {
    /// Letters of the longest word between the two numbers: `von`.
    const BETWEEN: usize = 3;
    let mut parts = text.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty());
    let mut number = || parts.next().filter(|p| p.len() < 4 && p.bytes().all(|b| b.is_ascii_digit()));
    if number().is_none() {
        return false;
    }
    let rest: Vec<&str> = parts.take(3).collect();
    let is_number = |p: &str| p.bytes().all(|b| b.is_ascii_digit());
    match rest[..] {
        [] => true,
        [last] => is_number(last),
        [word, last] => word.chars().count() <= BETWEEN && is_number(last),
        _ => false,
    }
}

/// Whether a short line only says who made the picture.
pub(super) fn is_credit_line(text: &str) -> bool {
    let short = crate::text::weigh(text) <= 60;
    if short && (is_name_of_paper(text) || says_photo_by(text)) {
        return true;
    }
    short
        && phrases::starts_with(text, phrases::CREDIT).is_some_and(|end| {
            let rest = text[end..].trim_start();
            rest.starts_with([':', '/', '|', '©'])
                || text[..end].to_lowercase().ends_with("by")
                || text.starts_with(['©', '('])
                || rest.starts_with("by ")
        })
}

/// The name in a credit line: the label with its colon, and brackets, taken off.
pub(super) fn credit_name(text: &str) -> String {
    let text = text.trim().trim_start_matches(['(', '[', '（', '/', '|']).trim_end_matches([')', ']', '）']).trim();
    match phrases::starts_with(text, phrases::CREDIT) {
        Some(end) if text[end..].trim_start().starts_with(':') => {
            text[end..].trim_start().trim_start_matches(':').trim().to_owned()
        }
        Some(end) if text.starts_with('©') => text[end..].trim().to_owned(),
        _ => text.to_owned(),
    }
}

/// Parts a caption from the credit at its end: in brackets with a credit's word, or after such a word and a colon.
pub(super) fn split_credit(text: &str) -> (String, Option<String>) {
    let trimmed = text.trim_end();
    if let Some(inner) = trimmed.strip_suffix([')', '）', ']'])
        && let Some(open) = inner.rfind(['(', '（', '['])
        && let Some(words) = inner.get(open..).map(|w| w.trim_start_matches(['(', '（', '[']))
        && (is_credit_line(words) || is_agency(words) || phrases::starts_with(words, &["courtesy"]).is_some())
        && open > 0
    {
        return (trimmed[..open].trim_end().to_owned(), Some(credit_name(words)));
    }
    for (at, _) in trimmed
        .match_indices(". ")
        .chain(trimmed.match_indices("? "))
        .chain(trimmed.match_indices(" | "))
        .chain(trimmed.match_indices(" / "))
    {
        let rest = trimmed[at + 1..].trim_start_matches(['|', '/', ' ']);
        if is_credit_line(rest) {
            return (trimmed[..=at].trim_end_matches(['|', '/', ' ']).to_owned(), Some(credit_name(rest)));
        }
    }
    (text.to_owned(), None)
}

/// Parts a text from the words in brackets at its end, whatever they are.
pub(super) fn bracketed(text: &str) -> (String, Option<String>) {
    let inner = text.trim_end().strip_suffix([')', '）', ']']);
    match inner.and_then(|i| i.rsplit_once(['(', '（', '['])) {
        Some((said, by)) => (said.trim_end().to_owned(), Some(credit_name(by))),
        None => (text.to_owned(), None),
    }
}

/// Whether the words tell the photographer after a word or two: `Courier photo by Ann Lee`.
fn says_photo_by(words: &str) -> bool {
    /// Letters before `photo by`: a paper's name.
    const BEFORE: usize = 25;
    let low = words.to_lowercase();
    let at = [" photo by ", " photos by ", " photograph by "].iter().find_map(|p| low.find(p));
    at.is_some_and(|at| at <= BEFORE) && !ends_sentence(words)
}

/// Whether the words are a photographer and a paper: `Ann Lee/The Courier`.
fn is_name_of_paper(words: &str) -> bool {
    let capital = |p: &str| p.trim().chars().next().is_some_and(char::is_uppercase);
    let few = |p: &str| p.split_whitespace().count() <= 5;
    matches!(words.split('/').collect::<Vec<_>>()[..], [a, b] if capital(a) && capital(b) && few(a) && few(b))
        && !ends_sentence(words)
}

/// Whether the words are a picture agency's name, or several parted by a slash.
fn is_agency(words: &str) -> bool {
    const AGENCIES: &[&str] = &[
        "ap",
        "afp",
        "reuters",
        "getty",
        "getty images",
        "dpa",
        "epa",
        "efe",
        "ansa",
        "pa",
        "upi",
        "ap photo",
        "afp photo",
        "associated press",
        "rex",
        "alamy",
        "keystone",
    ];
    words.split(['/', ',']).any(|w| AGENCIES.contains(&w.trim().to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_parted_from_captions() {
        assert_eq!(
            split_credit("The quay in May (Photo: Ann Lee)"),
            ("The quay in May".into(), Some("Ann Lee".into()))
        );
        assert_eq!(split_credit("The quay in May. Foto: dpa"), ("The quay in May.".into(), Some("dpa".into())));
        assert_eq!(split_credit("The quay (left) in May"), ("The quay (left) in May".into(), None));
        assert_eq!(split_credit("Photo shows the quay."), ("Photo shows the quay.".into(), None));
    }

    #[test]
    fn what_stands_in_brackets_behind_a_credit_slots_caption_is_the_credit() {
        assert_eq!(
            bracketed("The quay in May. (Ann Lee, Courier)"),
            ("The quay in May.".into(), Some("Ann Lee, Courier".into()))
        );
        assert_eq!(bracketed("Ann Lee"), ("Ann Lee".into(), None));
    }

    #[test]
    fn counters_of_galleries_are_no_captions() {
        for text in ["2 of 12 |", "2/12", "6", "3 von 10"] {
            assert!(is_counter(text), "{text}");
        }
        for text in ["12 boats at the quay", "1887", "Quay 6", "2 of them left", "3 of 10 boats"] {
            assert!(!is_counter(text), "{text}");
        }
    }

    #[test]
    fn labels_for_screen_readers_go() {
        assert_eq!(without_label("Image caption The quay"), "The quay");
        assert_eq!(without_label("Image caption, The quay"), "The quay");
    }
}
