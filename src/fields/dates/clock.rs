//! The clock and the zone of a date, out of what several sources say of it.

use super::candidate::{Candidate, Kind, Meaning};
use crate::article::DateTime;

/// The chosen date with the clock that metadata give for it in UTC, where that is of the day before or after.
pub(super) fn with_zone_from(chosen: &Candidate, all: &[Candidate]) -> DateTime {
    let is_utc = |c: &&Candidate| c.date.offset_minutes() == Some(0) && c.kind != Kind::Shown;
    let same_day = |d: &DateTime| day(d) == day(&chosen.date);
    let stated = || all.iter().filter(|c| c.meaning != Meaning::Changed);
    if chosen.date.offset_minutes().is_some() || stated().filter(is_utc).any(|c| same_day(&c.date)) {
        return chosen.date;
    }
    let found = stated().filter(is_utc).map(|c| to_local_day(c.date, Some(chosen.date)));
    found.filter(same_day).find(|d| d.offset_minutes().is_some()).unwrap_or(chosen.date)
}

/// A date of one source with the clock, or the offset, that another gives for the same day or time.
pub(super) fn with_time_from(date: DateTime, others: impl Iterator<Item = DateTime>) -> DateTime {
    let same_day = |o: &DateTime| (o.year(), o.month(), o.day()) == (date.year(), date.month(), date.day());
    let finer = |o: &DateTime| match (date.time(), o.time()) {
        (None, Some(_)) => true,
        (Some((h, m, _)), Some((oh, om, _))) => {
            (h, m) == (oh, om) && date.offset_minutes().is_none() && o.offset_minutes().is_some()
        }
        _ => false,
    };
    others.filter(same_day).find(finer).unwrap_or(date)
}

/// Whether two dates are of one publication: the same day, or its neighbour in another zone.
fn is_near(one: &DateTime, other: &DateTime) -> bool {
    (day(one) - day(other)).abs() <= 1 || other.day() == 1 && (day(one) - day(other)).abs() <= 4
}

/// A time in UTC as the page tells it. Systems write UTC where the paper's readers are a day further or behind; the
/// page's own clock then gives the zone, and where it only shows a day, that is the day of publication.
pub(super) fn to_local_day(date: DateTime, shown: Option<DateTime>) -> DateTime {
    /// Minutes of a day, of the furthest zone east and west.
    const DAY: i64 = 24 * 60;
    const ZONES: std::ops::RangeInclusive<i64> = -12 * 60..=14 * 60;
    let (Some((h, m, s)), Some(0)) = (date.time(), date.offset_minutes()) else { return date };
    let minute = i64::from(h) * 60 + i64::from(m);
    let Some(other) = shown.filter(|o| day(o) != day(&date)) else { return date };
    if !(is_near(&other, &date) || is_near(&date, &other)) {
        return date;
    }
    let days = (day(&other) - day(&date)).signum();
    let Some(local) = DateTime::from_ymd(other.year(), other.month(), other.day()) else { return date };
    if let (Some((oh, om, _)), None) = (other.time(), other.offset_minutes()) {
        let offset = days * DAY + i64::from(oh) * 60 + i64::from(om) - minute;
        if offset % 15 == 0 && ZONES.contains(&offset) {
            let zoned = local.with_time(oh, om, s).and_then(|d| d.with_offset_minutes(i32::try_from(offset).ok()?));
            return zoned.unwrap_or(date);
        }
    }
    // The instant lies within that day in some zone where people live.
    let least = if days > 0 { DAY - minute } else { -minute - 1 };
    if other.time().is_none() && ZONES.contains(&least) { local } else { date }
}

/// The day as a number that grows with time.
pub(super) fn day(d: &DateTime) -> i64 {
    i64::from(d.year()) * 372 + i64::from(d.month()) * 31 + i64::from(d.day())
}
