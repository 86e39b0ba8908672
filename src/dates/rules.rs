//! What the context of a text says of its dates, worked out once; and which years a date may have.

use jiff::ToSpan;
use jiff::civil::Date;

use super::calendars;
use super::context::Context;
use crate::article::DateTime;

/// The years that a date in text may have. The web's pages begin in the nineties, and what they quote reaches back a little.
const FIRST_YEAR: u32 = 1970;
const LAST_YEAR: u32 = 2100;

/// Up to this, a year of two digits is of this century.
const LAST_SHORT_YEAR: u32 = 69;

/// The context of a text, as its dates need it.
#[derive(Clone, Copy, Debug)]
pub(super) struct DateRules<'a> {
    /// The primary subtag of the language.
    pub language: Option<&'a str>,
    /// Which comes first in `10/12/2007`, if anything says so.
    day_first: Option<bool>,
    latest: Option<Date>,
    /// The text is numbers and points alone: then `27.04.24` is a date in any language.
    pub is_alone: bool,
}

impl<'a> DateRules<'a> {
    pub(super) fn new(context: &Context<'a>) -> DateRules<'a> {
        let mut subtags = context.language.unwrap_or("").split(['-', '_', '.']);
        let language = subtags.next().filter(|language| !language.is_empty());
        let region = subtags.find(|subtag| subtag.len() == 2);
        let day_first = context.day_first.or_else(|| usual_day_first(language?, region));
        DateRules { language, day_first, latest: context.latest.map(|latest| latest.civil_date()), is_alone: false }
    }

    pub(super) fn is_language(&self, language: &str) -> bool {
        self.language.is_some_and(|own| own.eq_ignore_ascii_case(language))
    }

    /// Languages whose short dates begin with the year: `07/12/10` cannot be told from the other orders.
    pub(super) fn writes_year_first(&self) -> bool {
        ["ja", "zh", "ko", "hu", "fa"].iter().any(|language| self.is_language(language))
    }

    /// Languages whose short dates have points and years of two digits: `27.04.24`. In others that is a version or a chapter.
    pub(super) fn dots_short_dates(&self) -> bool {
        let languages = [
            "de", "no", "nb", "nn", "da", "fi", "cs", "sk", "pl", "ru", "uk", "bg", "tr", "ro", "fr", "it", "hr", "sl",
            "sr", "et", "lv", "is", "be",
        ];
        self.is_alone || languages.iter().any(|language| self.is_language(language))
    }

    /// Languages whose short dates have hyphens and years of two digits: `27-04-24`.
    pub(super) fn hyphenates_short_dates(&self) -> bool {
        self.is_language("nl")
    }

    /// Whether a date without a year can be given one.
    pub(super) fn knows_latest(&self) -> bool {
        self.latest.is_some()
    }

    /// A day after the latest is no date of this page. One day more is allowed, since clocks differ by zone.
    pub(super) fn is_believable(&self, date: DateTime) -> bool {
        self.latest.is_none_or(|latest| date.civil_date() <= latest.saturating_add(1.day()))
    }

    /// The last year in which that day was not after the latest, and was that weekday if one is given (1 to 7, or 0).
    pub(super) fn day_of_latest_year(&self, month: u8, day: u8, weekday: u8) -> Option<DateTime> {
        let latest = self.latest?;
        let plain = (latest.year() - 1..=latest.year()).rev().find_map(|year| self.believable_day(year, month, day))?;
        // A weekday comes back to a day of the year after six years at most, leap days and century years aside.
        let years = (plain.year() - 6..=plain.year()).rev();
        let matching =
            years.filter_map(|year| self.believable_day(year, month, day)).find(|date| is_weekday(*date, weekday));
        Some(matching.unwrap_or(plain))
    }

    fn believable_day(&self, year: i16, month: u8, day: u8) -> Option<DateTime> {
        DateTime::from_ymd(year, month, day).filter(|date| self.is_believable(*date))
    }

    /// The two numbers of a date in their order, and whether they might be swapped.
    pub(super) fn ordered_day(
        &self,
        numbers: (u8, u8),
        year: i16,
        separator: char,
        weekday: u8,
    ) -> Option<(DateTime, bool)> {
        let (first, second) = numbers;
        let day_first = DateTime::from_ymd(year, second, first);
        let month_first = DateTime::from_ymd(year, first, second);
        let (Some(by_day), Some(by_month)) = (day_first, month_first) else {
            return Some((day_first.or(month_first)?, false));
        };
        if first == second {
            return Some((by_day, false));
        }
        // Evidence on the date itself comes before what is usual.
        for test in [&|date| weekday > 0 && is_weekday(date, weekday), &|date| self.is_believable(date)]
            as [&dyn Fn(DateTime) -> bool; 2]
        {
            match (test(by_day), test(by_month)) {
                (true, false) => return Some((by_day, false)),
                (false, true) => return Some((by_month, false)),
                _ => {}
            }
        }
        Some(match self.day_first {
            Some(true) => (by_day, false),
            Some(false) => (by_month, false),
            // Points part dates where the day comes first; in English they are rare, and used for either.
            None if separator == '.' => (by_day, self.is_language("en")),
            None => (by_month, true),
        })
    }
}

/// What is usual for a language. For English without a country it is open; Canada uses both.
fn usual_day_first(language: &str, region: Option<&str>) -> Option<bool> {
    let is = |region: Option<&str>, code: &str| region.is_some_and(|own| own.eq_ignore_ascii_case(code));
    if !language.eq_ignore_ascii_case("en") {
        return if is(region, "US") { None } else { Some(true) };
    }
    if is(region, "US") || is(region, "PH") {
        return Some(false);
    }
    (region.is_some() && !is(region, "CA")).then_some(true)
}

/// A year of four digits, if it may be that of a date.
pub(super) fn full_year(value: u32, digits: u32) -> Option<i16> {
    let value = calendars::gregorian_year(value);
    if digits != 4 || !(FIRST_YEAR..=LAST_YEAR).contains(&value) {
        return None;
    }
    i16::try_from(value).ok()
}

/// The year that two digits stand for.
pub(super) fn short_year(value: u32) -> Option<i16> {
    let century = if value > LAST_SHORT_YEAR { 1900 } else { 2000 };
    if value > 99 { None } else { i16::try_from(century + value).ok() }
}

/// Whether a date's year is one that a date in text may have.
pub(super) fn has_real_year(date: DateTime) -> bool {
    u32::try_from(date.year()).is_ok_and(|year| (FIRST_YEAR..=LAST_YEAR).contains(&year))
}

/// True for any date where no weekday is given (0).
fn is_weekday(date: DateTime, weekday: u8) -> bool {
    weekday == 0 || date.civil_date().weekday().to_monday_one_offset().unsigned_abs() == weekday
}
