//! Lines that say who wrote a text, by their words alone.

use super::date_line::is_about_date;
use super::ends_sentence;
use super::names::{after_by, house, is_agency, names, parted, without_article};
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
    let text = &parted(text);
    let is_signer = |name: &str| is_name_alone(name) || is_agency(&name.to_lowercase());
    if let [date] = &dates::find(text, &ctx)[..]
        && !text.contains(['|', '\n', '–', '—', '•', '·'])
    {
        let beside = |part: &'_ str| part.trim_matches([' ', ',']).to_owned();
        let (before, behind) = (beside(&text[..date.start]), beside(&text[date.end..]));
        // `Ann Lee, Updated: 4 March 2021`
        let name = if behind.is_empty() { without_date(text) } else { behind.clone() };
        if (before.is_empty() || behind.is_empty()) && is_signer(&name) {
            return Some(name);
        }
    }
    // The part with the name is the one without the date; the hour may make one of its own.
    let parts = text.split(['|', '\n', '–', '—', '•', '·']).flat_map(|p| p.split(" - ")).map(str::trim);
    let mut named = parts.filter(|p| !p.bytes().any(|b| b.is_ascii_digit()) && !p.is_empty());
    let (Some(name), None) = (named.next(), named.next()) else { return None };
    let dated = dates::find_first(text, &ctx).is_some();
    let name = without_place(name);
    (dated && is_signer(name)).then(|| name.to_owned())
}

/// The account that signs a line in small letters, and whether the words before it leave no doubt: `posted by annlee on 3 May`.
pub(crate) fn account_by(text: &str) -> Option<(String, bool)> {
    /// Bytes of such a line, and letters of an account.
    const LINE: usize = 90;
    const LETTERS: std::ops::RangeInclusive<usize> = 2..=25;
    /// Words that are as often said there and no account.
    const OTHERS: &[&str] = &[
        "the",
        "an",
        "our",
        "my",
        "his",
        "her",
        "their",
        "your",
        "this",
        "that",
        "these",
        "us",
        "me",
        "you",
        "email",
        "mail",
        "phone",
        "post",
        "staff",
        "editors",
        "reporters",
        "agencies",
        "hand",
        "date",
        "name",
        "der",
        "die",
        "das",
        "dem",
        "den",
        "hier",
        "uns",
        "mir",
    ];
    if text.len() > LINE {
        return None;
    }
    let end = phrases::BY.start(text)?;
    let sure = text[..end].contains(' ');
    let small = matches!(text[..end].to_lowercase().as_str(), "by" | "von" | "par" | "door" | "author" | "autor");
    let rest = text[end..].trim_start_matches([':', ' ', '\u{a0}']);
    let account = rest.split([' ', ',', '|', '\n']).next()?;
    let is_account = account.starts_with(char::is_lowercase)
        && account.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && LETTERS.contains(&account.chars().count())
        && !OTHERS.contains(&account);
    let behind = rest[account.len()..].trim_start_matches([' ', ',', '|', '–', '—', '-', '•', '·']);
    let hour = ["at ", "um "].iter().find_map(|w| behind.strip_prefix(w));
    let is_hour = hour.is_some_and(|h| h.starts_with(|c: char| c.is_ascii_digit()) && h.contains(':'));
    let dated = is_hour || behind.bytes().any(|b| b.is_ascii_digit()) && is_about_date(behind);
    let fits = (sure || small && dated) && is_account && (behind.is_empty() || dated);
    house(account).filter(|_| fits).map(|account| (account, sure))
}

/// What a line goes on with behind a date and the word for the writer: `by Ann Lee` in `9 May, 5:28pm in News, by Ann Lee`.
fn by_behind_date(text: &str) -> Option<&str> {
    /// Bytes of such a line, and words beside date and hour before the writer.
    const LINE: usize = 130;
    const MAX_WORDS: usize = 4;
    const WORDS: &[&str] = &[" by ", " von ", " par ", " por "];
    if text.len() > LINE || ends_sentence(text) || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    // Letters of ASCII alone change, so that places stay what they are.
    let low = text.to_ascii_lowercase();
    let at = WORDS.iter().filter_map(|w| low.find(w)).min()?;
    let (before, behind) = (&text[..at], &text[at + 1..]);
    // The small word may be one within a name.
    let last = before.trim_end().rsplit(' ').next()?.to_lowercase();
    let is_hour = matches!(last.as_str(), "am" | "pm" | "a.m." | "p.m." | "uhr" | "est" | "et" | "pt" | "gmt");
    if !is_hour && !last.ends_with([',', '|', '-', '–', '—']) && !last.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let ctx = Context { language: None, day_first: None, latest: None };
    let date = dates::find_first(before, &ctx).map(|f| f.start..f.end);
    let is_clock = |w: &str| w.contains(':') && w.bytes().filter(u8::is_ascii_digit).count() >= 3;
    if date.is_none() && !before.split(' ').any(is_clock) {
        return None;
    }
    let date = date.unwrap_or(0..0);
    let beside = [&before[..date.start], &before[date.end..]];
    let is_word = |w: &&str| w.chars().any(char::is_alphabetic) && !w.bytes().any(|b| b.is_ascii_digit());
    let words = beside.iter().flat_map(|part| part.split_whitespace()).filter(is_word).count();
    (words <= MAX_WORDS && starts_with_by(behind)).then_some(behind)
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
    let worded = phrases::BY.start(text).is_some_and(|end| text[..end].contains(' '));
    worded && is_name_alone(after_by(text).trim_end_matches('.'))
}

/// Whether a line is a word for the writer alone; the name is the next line.
pub(crate) fn is_by_alone(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', ' ']);
    phrases::BY.start(text) == Some(text.len())
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
    let Some(end) = phrases::BY.start(text) else { return false };
    let rest = text[end..].trim_start_matches([':', ' ', '\n', '\u{a0}']);
    // `Text Size` is a button.
    if text[..end].eq_ignore_ascii_case("text") && !text[end..].starts_with(':') && !rest.contains(' ') {
        return false;
    }
    rest.chars().next().is_some_and(|c| c.is_uppercase() || (!c.is_lowercase() && c.is_alphabetic()))
        || without_article(rest).is_some()
}

/// A byline without the date that templates put behind it.
pub(crate) fn without_date(text: &str) -> String {
    let ctx = Context { language: None, day_first: None, latest: None };
    let text = parted(&text.replace('\n', ", "));
    let text = by_behind_date(&text).map_or(text.clone(), str::to_owned);
    let text = match dates::find_first(&text, &ctx) {
        // The date may come first, after a word that says what it is: `Posted on 3 May by Ann Lee`.
        Some(f) if is_date_word(&text[..f.start]) => {
            text[f.end..].trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned()
        }
        _ => text,
    };
    let cut = dates::find_first(&text, &ctx).map_or(text.len(), |f| f.start);
    let mut head = text[..cut].trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '）' | '.'));
    // `publié le` ends in the small word.
    let small = ["on", "am", "le", "el"];
    for word in small.iter().chain(&phrases::PUBLISHED).chain(&phrases::UPDATED).chain(&small) {
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
        assert_eq!(
            dated_name("Associated Press, Updated: January 17, 2012 10:55 IST").as_deref(),
            Some("Associated Press")
        );
        assert_eq!(dated_name("Ann LeeMay 3, 2011").as_deref(), Some("Ann Lee"));
    }

    #[test]
    fn an_account_signs_in_small_letters() {
        let of = |text| account_by(text).map(|(account, _)| account);
        assert_eq!(of("by annlee on November 5, 2010").as_deref(), Some("annlee"));
        assert_eq!(of("Posted by ann_lee at 4:12 PM").as_deref(), Some("ann_lee"));
        assert_eq!(of("posted by annlee").as_deref(), Some("annlee"));
        for other in
            ["by annlee", "by hand on 3 May 2011", "by then the pier was shut", "posted by admin", "posted by the sea"]
        {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn the_writer_may_stand_behind_date_and_section() {
        let of = |text: &str| worded_byline(text).then(|| names(&without_date(text), "").join(", "));
        assert_eq!(of("Posted 9th August 2012, 5:28pm in News, by Ann Lee").as_deref(), Some("Ann Lee"));
        assert_eq!(of("12:48 PM ON WED JAN 9 2008 BY ANN LEE 9,261 views").as_deref(), Some("ANN LEE"));
        assert_eq!(of("Wed 3:59 pm by Ann Lee").as_deref(), Some("Ann Lee"));
        assert_eq!(of("On 3 May 2011 the pier was shut for good by Ann Lee"), None);
        assert_eq!(of("Posted by the Harbour Team").as_deref(), Some(""));
    }
}
