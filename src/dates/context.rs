//! What is asked and answered: the context of a text, and a date found in it.

use crate::article::DateTime;

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
    /// DayReading and month could be swapped, and nothing known told which is which.
    pub ambiguous: bool,
    /// The year is not in the text, but the last one that [`Context::latest`] and the weekday allow.
    pub yearless: bool,
}
