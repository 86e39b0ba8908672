//! Days, by which epochs begin and end.

use std::fmt;

use crate::article::DateTime;

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(i32, u32, u32);

impl Day {
    /// The day, if the calendar has it.
    pub(super) fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let date =
            jiff::civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        date.is_ok().then_some(Day(year, month, day))
    }

    /// Reads `YYYY-MM-DD`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return None;
        }
        Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The day of a time, as its own zone counts it.
    pub(super) fn from_datetime(time: DateTime) -> Self {
        Day(i32::from(time.year()), u32::from(time.month()), u32::from(time.day().unwrap_or(1)))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0, self.1, self.2)
    }
}
