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
    let clock = |w: &[u8]| {
        w[0].is_ascii_digit() && matches!(w[1], b':' | b'.') && w[2].is_ascii_digit() && w[3].is_ascii_digit()
    };
    text.as_bytes().windows(4).any(clock) && text.chars().filter(|c| c.is_alphabetic()).count() <= MAX_LETTERS_BESIDES
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
    let besides = if says_what_day(text) || named { 2 * MAX_LETTERS_BESIDES } else { MAX_LETTERS_BESIDES };
    letters.saturating_sub(dated) <= besides && first.start <= MAX_BYTES_BEFORE
}

/// Whether a date line begins by saying what its date is the date of.
pub(crate) fn says_what_day(text: &str) -> bool {
    phrases::starts_with(text, phrases::UPDATED).or(phrases::starts_with(text, phrases::PUBLISHED)).is_some()
}
