//! Years and days of other calendars than the Gregorian, as papers print them.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::article::DateTime;

/// The solar years of Iran and Afghanistan that fall into the years a date in text may have.
const SOLAR_YEARS: std::ops::RangeInclusive<i16> = 1349..=1478;
/// The first day of the first of them.
const FIRST_SOLAR_DAY: Date = date(1970, 3, 21);

/// Thailand counts from the Buddha's death.
const THAI_YEARS: std::ops::RangeInclusive<u32> = 2513..=2643;

/// A solar year of four digits.
pub(super) fn solar_year(value: u32, digits: u32) -> Option<i16> {
    i16::try_from(value).ok().filter(|year| digits == 4 && SOLAR_YEARS.contains(year))
}

/// The year that a Thai year is.
pub(super) fn gregorian_year(year: u32) -> u32 {
    if THAI_YEARS.contains(&year) { year - 543 } else { year }
}

/// The year before the first of an East Asian era: Heisei, Reiwa, Shōwa, the Republic of China.
pub(super) fn year_before_era(name: (char, char)) -> Option<i16> {
    match name {
        ('平', '成') => Some(1988),
        ('令', '和') => Some(2018),
        ('昭', '和') => Some(1925),
        ('民', '國' | '国') => Some(1911),
        _ => None,
    }
}

/// A day of a year that may be solar; its months count from 1 or from 13.
pub(super) fn calendar_day(year: i16, month: u8, day: u8) -> Option<DateTime> {
    if !SOLAR_YEARS.contains(&year) {
        return DateTime::from_ymd(year, month, day);
    }
    let month = if month > 12 { month - 12 } else { month };
    // Six months of 31 days, five of 30, one of 29 or 30.
    let length = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 => 29 + u8::from(is_solar_leap_year(year)),
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let leaps = (*SOLAR_YEARS.start()..year).filter(|year| is_solar_leap_year(*year)).count();
    let before = i64::from(month - 1) * 30 + i64::from((month - 1).min(6)) + i64::from(day - 1);
    let days = i64::from(year - SOLAR_YEARS.start()) * 365 + i64::try_from(leaps).ok()? + before;
    DateTime::from_civil_date(FIRST_SOLAR_DAY.checked_add(days.days()).ok()?)
}

/// Eight leap years in 33; right for all years of [`SOLAR_YEARS`] that are known.
fn is_solar_leap_year(year: i16) -> bool {
    (i32::from(year) * 8 + 29) % 33 < 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solar_days() {
        let of = |year, month, d| calendar_day(year, month, d).map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(of(1386, 9, 19), "2007-12-10");
        assert_eq!(of(1386, 21, 19), "2007-12-10");
        assert_eq!(of(1349, 1, 1), "1970-03-21");
        assert_eq!(of(1399, 12, 30), "2021-03-20");
        assert_eq!(of(1400, 1, 1), "2021-03-21");
        assert_eq!(of(1403, 1, 1), "2024-03-20");
        assert_eq!((of(1400, 12, 30), of(1400, 7, 31), of(1400, 1, 0), of(1400, 0, 1)), Default::default());
    }
}
