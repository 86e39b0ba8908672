//! Dates as news pages write them, from attribute values, running text and URLs. Plain text in: the document is not known here.
//!
//! [`parse_machine`] reads what programs write into attributes, [`find`] every date in running text, [`parse`] a text that should be
//! a date, and [`from_url`] the day in an article's address.
//!
//! Not read: months without a day, relative words ("yesterday"), Roman months, spelled-out numbers. Of a range of days, the
//! last is found. Of other calendars than the Gregorian, those that papers print beside or instead of it are read: the solar
//! years of Iran, Thai years, East Asian eras.
//!
//! The languages, words and zones are data, in `months.rs`, `words.rs` and `zones.rs`.

mod calendars;
mod clock;
mod day;
mod finder;
mod lexicon;
mod machine;
mod months;
mod order;
mod rules;
#[cfg(test)]
mod tests;
mod token;
mod url;
mod words;
mod zones;

use crate::article::DateTime;

pub use self::machine::parse_machine;
pub use self::order::day_first;
pub use self::url::from_url;

/// What the caller knows that helps to read ambiguous text. The default knows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The language tag of the text, as `en` or `de-AT`: decides whether the day or the month comes first in `10/12/2007`, and admits
    /// short month names that are ordinary words elsewhere.
    pub language: Option<&'a str>,
    /// Whether the day comes first in `10/12/2007`. Goes before the language; what the date itself shows (a number over 12, a weekday
    /// beside it, one reading later than `latest`) goes before both.
    pub day_first: Option<bool>,
    /// The day no date can be later than, as the capture of the page; one day more is allowed, for the zones. Also gives the year of a
    /// date without one: without this, such dates are not read.
    pub latest: Option<DateTime>,
}

/// A date found in text: where it stands and how sure the reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The date, to the precision written.
    pub value: DateTime,
    /// Where it begins in the text, in bytes: at the weekday, or at the time where that comes first.
    pub start: usize,
    /// Where it ends in the text, in bytes, with its time and zone.
    pub end: usize,
    /// Day and month could be swapped, and nothing known told which is which.
    pub ambiguous: bool,
    /// The year is not in the text, but the last one that [`Context::latest`] and the weekday allow.
    pub yearless: bool,
}

/// Every date in running text, in order. They do not overlap. Takes time linear in the text.
pub fn find(text: &str, ctx: &Context<'_>) -> Vec<Found> {
    finder::Finder::new(text, ctx).map(|hit| hit.found).collect()
}

/// The date that a text gives: the whole of it if it is one that a program wrote, or else the first that stands in it.
pub fn parse(text: &str, ctx: &Context<'_>) -> Option<DateTime> {
    let rules = rules::Rules::new(ctx);
    machine::read(text, ctx)
        .filter(|date| rules.believes(*date))
        .or_else(|| finder::Finder::new(text, ctx).next().map(|hit| hit.found.value))
}
