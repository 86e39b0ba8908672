//! Lines that say when a text was published or changed.

use crate::dates::{self, Context};
use crate::text::letter_count;
use crate::vocabulary::phrases;

/// Letters of a date line; one with its labels is one line.
pub(crate) const MAX_DATE_LINE_LETTERS: u32 = 90;

/// Letters of a line that tells the time alone.
pub(crate) const MAX_CLOCK_LINE_LETTERS: u32 = 40;

/// Whether a line tells the time and nothing else, as the entries of live pages do: `17:30 Posted at 17:30`.
pub(crate) fn is_clock_line(text: &str) -> bool {
    /// Letters besides: `Posted at`, `Uhr`, `pm`.
    const MAX_LETTERS_BESIDES: usize = 14;
    has_clock(text) && text.chars().filter(|c| c.is_alphabetic()).count() <= MAX_LETTERS_BESIDES
}

/// Whether a line tells how long ago something was and nothing else: `5 minutes ago`, `vor 2 Stunden`.
pub(crate) fn is_age_line(text: &str) -> bool {
    const MAX_WORDS: usize = 6;
    let low = text.trim().to_lowercase();
    let mut numbers = low.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
    // A year has more digits.
    let is_short = |n: &str| n.len() <= 2;
    let is_numbered = numbers.next().is_some_and(is_short) && numbers.all(is_short);
    let says_ago = || {
        let ends = |word: &&&str| {
            let before = low.strip_suffix(**word);
            before.is_some_and(|b| !b.ends_with(char::is_alphabetic) || !word.is_ascii() && !word.contains(' '))
        };
        phrases::starts_with(&low, phrases::AGO).is_some() || phrases::AGO.iter().any(|word| ends(&word))
    };
    is_numbered && low.split_whitespace().count() <= MAX_WORDS && says_ago()
}

/// Whether a text has a time of the day in it, such as `7:05` or `17.30`, and no price, score or date in numbers.
fn has_clock(text: &str) -> bool {
    let mut words =
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '[' | ']' | '|' | '–' | '/'));
    words.any(|word| {
        let bare = word.trim_matches(|c: char| c.is_alphabetic() || matches!(c, '.' | ':' | ';' | '-' | '+'));
        let numbers: Vec<&str> = bare.split([':', '.']).collect();
        let is_number =
            |n: &&str, most: u8| n.bytes().all(|b| b.is_ascii_digit()) && n.parse::<u8>().is_ok_and(|n| n <= most);
        match &numbers[..] {
            [hour, minute] | [hour, minute, _] if minute.len() == 2 => is_number(hour, 24) && is_number(minute, 59),
            _ => false,
        }
    })
}

/// Whether a line of so many letters is a date with little besides. `named` says that its markup is named after dates.
pub(crate) fn is_date_line(text: &str, letters: u32, named: bool) -> bool {
    /// Letters besides the date and words that go with dates.
    const MAX_LETTERS_BESIDES: u32 = 24;
    /// Bytes before the date.
    const MAX_BYTES_BEFORE: usize = 40;
    let found = dates::find(text, &Context { language: None, day_first: None, latest: None });
    let Some(first) = found.first() else { return false };
    let dated: u32 = found.iter().map(|f| letter_count(&text[f.start..f.end])).sum();
    let besides = if begins_with_label(text) || named { 2 * MAX_LETTERS_BESIDES } else { MAX_LETTERS_BESIDES };
    letters.saturating_sub(dated) <= besides && first.start <= MAX_BYTES_BEFORE
}

/// Whether a line has a date for its matter, whatever short things stand beside it: a name, a source, the page's tools.
pub(crate) fn is_about_date(text: &str) -> bool {
    /// Words besides the date: weekday, clock and zone, which a finder may leave out, or a source.
    const MAX_WORDS_BESIDES: usize = 4;
    let found = dates::find(text, &Context { language: None, day_first: None, latest: None });
    let words = |text: &str| text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count();
    match &found[..] {
        [] => false,
        [only] => {
            let besides = words(text).saturating_sub(words(&text[only.start..only.end]));
            besides <= MAX_WORDS_BESIDES || ends_in_label(&text[..only.start])
        }
        _ => true,
    }
}

/// Whether a line with a date says what that is the date of.
pub(crate) fn says_what_day(text: &str) -> bool {
    let found = || dates::find(text, &Context { language: None, day_first: None, latest: None });
    begins_with_label(text) || found().iter().any(|f| ends_in_label(&text[..f.start]))
}

/// Whether a text begins with a word for publication or change.
fn begins_with_label(text: &str) -> bool {
    phrases::UPDATED.start(text).or(phrases::PUBLISHED.start(text)).is_some()
}

/// Whether a text ends in a word for publication or change.
fn ends_in_label(text: &str) -> bool {
    let low = text.to_lowercase();
    let low = low.trim_end_matches(|c: char| !c.is_alphanumeric());
    let ends = |word: &&str| low.strip_suffix(*word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric));
    phrases::PUBLISHED.iter().chain(&phrases::UPDATED).any(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_no_price_and_no_date() {
        for text in ["17:30 Posted at 17:30", "7.05pm", "[10:34]", "at 10.34 Uhr", "上午10:34", "12:04:59"] {
            assert!(is_clock_line(text), "{text}");
        }
        for text in [
            "£79.99, Lakeland",
            "03.2015",
            "2:1 for them",
            "30.12",
            "1.234.567",
            "Posted at the end of a long day 17:30",
        ] {
            assert!(!is_clock_line(text), "{text}");
        }
    }

    #[test]
    fn an_age_is_a_span_of_time_and_a_word_for_ago() {
        for text in [
            "5 minutes ago",
            "vor 2 Stunden",
            "il y a 3 heures",
            "hace 12 min",
            "2 uur geleden",
            "5分钟前",
            "3 saat önce",
        ] {
            assert!(is_age_line(text), "{text}");
        }
        for text in ["12 comments", "some time ago", "vor 1989", "vor der Wahl", "2 of 12 pages read"] {
            assert!(!is_age_line(text), "{text}");
        }
    }

    #[test]
    fn a_line_is_about_its_date_if_little_else_is_said() {
        for text in [
            "6 March 2009",
            "2011-12-16 01:23:34 来源: 中工网-工人日报(北京) 有0人参与 手机看新闻",
            "by Ann Lee  Published Nov. 7, 2012 12:20 pm   Updated Nov. 7, 2012 12:50 pm",
            "Harbour news for all the coast, last updated: 6 March 2009",
        ] {
            assert!(is_about_date(text), "{text}");
        }
        for text in ["Light returns to Skerry", "The lamp at Skerry Point was lit on 6 March 2009 after years"] {
            assert!(!is_about_date(text), "{text}");
        }
    }

    #[test]
    fn a_label_stands_first_or_right_before_the_date() {
        assert!(says_what_day("Updated: Friday, 6 March 2009") && says_what_day("Ann Lee, published 6 March 2009"));
        assert!(!says_what_day("Friday, 6 March 2009"));
    }
}
