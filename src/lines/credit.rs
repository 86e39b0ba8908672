//! The words of captions: labels, counters, and who made the picture.

use super::ends_sentence;
use super::names::names;
use crate::vocabulary::{agencies, phrases};

/// A caption without the label that only a screen reader should say.
pub(crate) fn without_label(text: &str) -> String {
    let mut text = text.trim();
    while let Some(end) = phrases::starts_with(text, phrases::LABELS) {
        text = text[end..].trim_start_matches([':', ',', ' ']);
    }
    text.to_owned()
}

/// Whether a line counts the pictures of a gallery: `2 of 12 |`, `2/12`, `6`.
pub(crate) fn is_counter(text: &str) -> bool {
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

/// A credit is at most this long, in letters.
const CREDIT: u32 = 80;

/// Whether a short line only says who made the picture.
pub(crate) fn is_credit_line(text: &str) -> bool {
    /// Letters: a line with a label and a name.
    const LINE: u32 = 60;
    let text = without_brackets(text);
    if crate::text::letter_count(text) > CREDIT {
        return false;
    }
    if label(text).is_some_and(|l| l.is_sure) {
        return true;
    }
    if without_sign(text).is_some() {
        return true;
    }
    let plain = crate::text::letter_count(text) <= LINE && !text.contains('©');
    plain && (is_name_of_paper(text) || says_photo_by(text) || is_agency(text))
}

/// A word for a picture or its maker at the start of a credit.
struct Label {
    /// Where in the text the name behind it starts.
    end: usize,
    /// Whether it is told from the first words of a caption by a colon, a sign or a word for `by`.
    is_sure: bool,
}

fn label(text: &str) -> Option<Label> {
    /// Words of a name with a paper's; a sentence has more.
    const NAME: usize = 8;
    let end = [&phrases::CREDIT[..], phrases::PICTURE].iter().filter_map(|p| phrases::starts_with(text, p)).max()?;
    let rest = text[end..].trim_start();
    let signed = text.starts_with('©') || text[..end].to_lowercase().ends_with("by") || text[..end].ends_with('.');
    let by = || phrases::starts_with(rest, &["by", "courtesy", "via"]).is_some();
    let marked = signed || rest.starts_with([':', '：', '=', '/', '|', '©']) || by();
    let is_sentence = ends_sentence(text) && text.split_whitespace().count() > NAME;
    Some(Label { end: text.len() - rest.len(), is_sure: marked && !is_sentence })
}

/// Whether a line is a label alone, with a colon: the name follows in an element of its own.
pub(crate) fn is_credit_label(text: &str) -> bool {
    text.ends_with([':', '：']) && credit_name(text).is_empty()
}

/// The name in a credit line: the label with its colon, and brackets, taken off.
pub(crate) fn credit_name(text: &str) -> String {
    /// Labels before a name: `© Foto: Ann Lee`.
    const LABELS: usize = 3;
    const MARKS: [char; 8] = ['/', '|', ':', '：', '=', ',', ';', ' '];
    let mut text = without_brackets(text).trim_start_matches(MARKS);
    if let Some(name) = without_sign(text) {
        return name.to_owned();
    }
    if is_agency(text) && !text.contains(':') {
        return text.trim_start_matches('©').trim().to_owned();
    }
    for _ in 0..LABELS {
        let Some(label) = label(text) else { break };
        let (word, rest) = text.split_at(label.end);
        let named = rest.is_empty() || rest.starts_with([':', '：', '=', '©']) || word.trim_end().ends_with('.');
        if !(named || text.starts_with('©')) {
            break;
        }
        text = rest.trim_start_matches(MARKS);
    }
    text.trim_end_matches(MARKS).to_owned()
}

/// The name before the sign with which Chinese papers say who took a picture: `周遥 摄`.
fn without_sign(text: &str) -> Option<&str> {
    /// Letters: an agency, a word for a reporter, a name or two.
    const NAMES: usize = 20;
    let name = ["摄", "攝", "摄影", "攝影"]
        .iter()
        .filter_map(|sign| text.trim().strip_suffix(sign))
        .min_by_key(|n| n.len())?;
    let name = name.trim_end_matches(['/', ' ', '\u{3000}', '\u{a0}']);
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '\u{3000}' | '、' | '·' | '/');
    (name.chars().count() >= 2 && name.chars().count() <= NAMES && name.chars().all(is_name)).then_some(name)
}

/// A text without brackets around all of it.
fn without_brackets(text: &str) -> &str {
    let text = text.trim();
    let inner = text.strip_prefix(['(', '[', '（']).map(|t| t.trim_end().trim_end_matches([')', ']', '）']));
    inner.filter(|t| !t.contains(['(', '[', '（'])).map_or(text, str::trim)
}

/// The words of a caption and the credit among them.
pub(crate) fn split_credit(text: &str) -> (String, Option<String>) {
    if is_credit_line(text) {
        return (String::new(), Some(credit_name(text)));
    }
    let trimmed = text.trim_end();
    if let Some(inner) = trimmed.strip_suffix([')', '）', ']'])
        && let Some(open) = inner.rfind(['(', '（', '['])
        && open > 0
    {
        let words = inner[open..].trim_start_matches(['(', '（', '[']);
        let told = phrases::starts_with(words, &["courtesy", "via"]).is_some();
        if is_credit_line(words) || told {
            return (trimmed[..open].trim_end().to_owned(), Some(credit_name(words)));
        }
    }
    match trailing(trimmed) {
        Some(at) => (said_before(&trimmed[..at]), Some(credit_name(&trimmed[at..]))),
        None => (text.to_owned(), None),
    }
}

/// Where the credit starts that ends a caption: at a word for a picture and a colon or a sign, or behind the end of a
/// sentence or a stroke.
fn trailing(text: &str) -> Option<usize> {
    /// Bytes from the end: a credit is short.
    const REACH: usize = 120;
    let from = (text.len().saturating_sub(REACH)..text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let mut before = ' ';
    for (i, c) in text[from..].char_indices() {
        let at = from + i;
        // Credits are glued to the sentence before where only a style parts them.
        let parted = before.is_whitespace() && !c.is_whitespace()
            || c.is_uppercase() && ends_sentence(&text[..at])
            || before == '。' && without_sign(&text[at..]).is_some();
        let is_start = at > 0 && (c == '©' || parted);
        before = c;
        if is_start && starts_credit(text, at) {
            return Some(at);
        }
    }
    None
}

fn starts_credit(text: &str, at: usize) -> bool {
    let (head, rest) = (text[..at].trim_end(), &text[at..]);
    let stroke = head.ends_with(['|', '/']);
    let parted = stroke || ends_sentence(head) && !head.ends_with(':');
    let labelled = || {
        label(rest).is_some_and(|l| l.is_sure && (rest.starts_with('©') || rest[l.end..].starts_with([':', '：', '='])))
    };
    crate::text::letter_count(rest) <= CREDIT
        && (labelled() || parted && (is_credit_line(rest) && !ends_sentence(rest) || stroke && is_person(rest)))
}

/// What a caption says before its credit: without the stroke or dash between.
fn said_before(text: &str) -> String {
    text.trim_end().trim_end_matches(['|', '/', '–', '—', '-', '•', ',', ' ', '(']).to_owned()
}

/// Whether a few words are a person's name and no more.
pub(crate) fn is_person(words: &str) -> bool {
    let capital = |w: &str| w.chars().next().is_some_and(char::is_uppercase);
    let few = (2..=4).contains(&words.split_whitespace().count());
    few && words.split_whitespace().all(capital) && !names(words, "").is_empty()
}

/// Parts a text from the words in brackets at its end, whatever they are.
pub(crate) fn bracketed(text: &str) -> (String, Option<String>) {
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
    // Names have capitals throughout, small words aside; what a picture shows has not.
    let small = |w: &str| phrases::PARTICLES.contains(&w) || matches!(w, "of" | "the" | "for" | "via");
    let capital = |p: &str| {
        p.trim().chars().next().is_some_and(char::is_uppercase)
            && p.split_whitespace().all(|w| small(w) || !w.starts_with(char::is_lowercase))
    };
    let few = |p: &str| p.split_whitespace().count() <= 5;
    matches!(words.split('/').collect::<Vec<_>>()[..], [a, b] if capital(a) && capital(b) && few(a) && few(b))
        && !ends_sentence(words)
}

/// Whether the words are a picture agency's name, or several parted by strokes, with names of people between them.
fn is_agency(words: &str) -> bool {
    let words = words.trim_start_matches('©').replace(" via ", "/").replace(" for ", "/");
    let agency = |w: &str| agencies::credits_pictures(&w.trim().to_lowercase());
    // What else stands there is a person or a house: one word, or a few with capitals.
    let name = |w: &str| {
        let words: Vec<&str> = w.split_whitespace().collect();
        let capital = |w: &&str| w.chars().next().is_some_and(|c| !c.is_lowercase());
        words.len() == 1 || words.len() <= 4 && words.iter().all(capital) && !w.contains(':')
    };
    let mut parts = words.split(['/', ',', '|']);
    parts.clone().any(agency) && parts.all(|w| agency(w) || name(w))
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
        for (text, said, by) in [
            ("The quay in May Foto: Ann Lee/dpa", "The quay in May", "Ann Lee/dpa"),
            ("»We shall miss it.« Bild: Ann Lee", "»We shall miss it.«", "Ann Lee"),
            ("Der Kai im Mai. Archivfoto: Ann Lee", "Der Kai im Mai.", "Ann Lee"),
            ("The quay in May — © Ann Lee/boats.example", "The quay in May", "Ann Lee/boats.example"),
            ("The quay in May. ©Ann Lee", "The quay in May.", "Ann Lee"),
            ("The quay in May / Ann Lee", "The quay in May", "Ann Lee"),
            (
                "The quay in May. (Ann Lee/Pool/AFP via Getty Images)",
                "The quay in May.",
                "Ann Lee/Pool/AFP via Getty Images",
            ),
            ("The quay in May (boats11/iStock)", "The quay in May", "boats11/iStock"),
            ("Причал в мае. Фото: Анна Ли", "Причал в мае.", "Анна Ли"),
            ("photo: iStock", "", "iStock"),
            ("(Image credit: Ann Lee)", "", "Ann Lee"),
            ("Photo courtesy of Ann Lee", "", "Photo courtesy of Ann Lee"),
            ("Fot. Ann Lee", "", "Ann Lee"),
            ("码头在五月。周遥 摄", "码头在五月。", "周遥"),
            ("码头在五月（周遥摄）", "码头在五月", "周遥"),
            ("지난 5월의 부두. 사진=연합뉴스", "지난 5월의 부두.", "연합뉴스"),
            ("Reuters", "", "Reuters"),
            ("The quay in May© Ann Lee/AFP", "The quay in May", "Ann Lee/AFP"),
            ("The quay in May.Credit: Ann Lee/Bob Roe/Boats", "The quay in May.", "Ann Lee/Bob Roe/Boats"),
            ("© Foto: Ann Lee / Boats Magazine", "", "Ann Lee / Boats Magazine"),
        ] {
            assert_eq!(split_credit(text), (said.into(), Some(by.into())), "{text}");
        }
        for plain in [
            "The quay (left) in May",
            "Photo shows the quay.",
            "Photos of the quay: a walk from one end of the harbour to the other, with all of its boats",
            "The quay | The pier",
            "Boats, nets/ropes and the quay",
            "The harbour master said: The quay is ours.",
            "A bild of the quay",
        ] {
            assert_eq!(split_credit(plain), (plain.into(), None));
        }
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
