//! The clock and the zone of a date, out of what several sources say of it.

use jiff::civil::Date;

use super::candidate::{Candidate, Kind, Meaning};
use crate::article::DateTime;

/// The chosen date with the clock that metadata give for it in UTC, where that is of the day before or after.
pub(super) fn with_zone_from(chosen: &Candidate<'_>, all: &[Candidate<'_>]) -> DateTime {
    let is_utc = |c: &&Candidate<'_>| c.date.offset_minutes() == Some(0) && c.kind != Kind::Shown;
    let same_day = |d: &DateTime| civil(d) == civil(&chosen.date);
    let stated = || all.iter().filter(|c| c.meaning != Meaning::Changed);
    let marked = stated().filter(is_utc).find(|c| c.kind == Kind::Marked && c.place == chosen.place);
    if let Some(zoned) = marked.and_then(|c| in_zone_of(chosen.date, c.date)) {
        return zoned;
    }
    if chosen.date.offset_minutes().is_some() || stated().filter(is_utc).any(|c| same_day(&c.date)) {
        return chosen.date;
    }
    let found = stated().filter(is_utc).map(|c| to_local_day(c.date, Some(chosen.date)));
    found.filter(same_day).find(|d| d.offset_minutes().is_some()).unwrap_or(chosen.date)
}

/// A clock of the page's own zone with the offset from UTC that the mark beside it gives, on the same day.
fn in_zone_of(shown: DateTime, utc: DateTime) -> Option<DateTime> {
    let (Some((h, m, _)), None) = (shown.time(), shown.offset_minutes()) else { return None };
    let (uh, um, _) = utc.time()?;
    let offset = 60 * (i32::from(h) - i32::from(uh)) + i32::from(m) - i32::from(um);
    let is_zone = civil(&shown) == civil(&utc) && offset % 15 == 0 && (-12 * 60..=14 * 60).contains(&offset);
    is_zone.then(|| shown.with_offset_minutes(offset)).flatten()
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

/// A time in UTC as the page tells it. Systems write UTC where the paper's readers are a day further or behind; the
/// page's own clock then gives the zone, and where it only shows a day, that is the day of publication.
pub(super) fn to_local_day(date: DateTime, shown: Option<DateTime>) -> DateTime {
    /// Minutes of a day, of the furthest zone east and west.
    const DAY: i64 = 24 * 60;
    const ZONES: std::ops::RangeInclusive<i64> = -12 * 60..=14 * 60;
    let (Some((h, m, s)), Some(0)) = (date.time(), date.offset_minutes()) else { return date };
    let minute = i64::from(h) * 60 + i64::from(m);
    // Two dates are of one publication if they are of the same day, or of its neighbour in another zone.
    let apart = |o: &DateTime| days_between(&date, o).filter(|days| days.abs() == 1);
    let Some((other, days)) = shown.and_then(|o| Some((o, apart(&o)?))) else { return date };
    let Some(local) = other.day().and_then(|day| DateTime::from_ymd(other.year(), other.month(), day)) else {
        return date;
    };
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

/// The day of a date; none for a month.
pub(super) fn civil(date: &DateTime) -> Option<Date> {
    date.day().map(|_| date.civil_date())
}

/// How many days after the first date the second is.
pub(super) fn days_between(from: &DateTime, to: &DateTime) -> Option<i64> {
    let span = civil(from)?.until(civil(to)?).ok()?;
    Some(i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> DateTime {
        crate::dates::parse_machine(text).unwrap()
    }

    #[test]
    fn days_are_counted_over_the_ends_of_months() {
        let days = |from: &str, to: &str| days_between(&date(from), &date(to));
        assert_eq!(days("2008-04-30", "2008-05-01"), Some(1));
        assert_eq!(days("2008-03-01", "2008-02-29"), Some(-1));
        assert_eq!(days("2007-12-31T23:50:00Z", "2008-01-01"), Some(1));
        assert_eq!(days("2008-02-28", "2008-03-01"), Some(2));
    }

    #[test]
    fn the_mark_beside_a_clock_gives_its_zone() {
        let zoned = |shown: &str, utc: &str| in_zone_of(date(shown), date(utc)).map(|d| d.to_string());
        let utc = "2008-05-01T10:00:00Z";
        assert_eq!(zoned("2008-05-01T11:00", utc).as_deref(), Some("2008-05-01T11:00:00+01:00"));
        assert_eq!(zoned("2008-05-01T11:07", utc), None);
        assert_eq!(zoned("2008-05-01", utc), None);
        assert_eq!(zoned("2008-05-02T11:00", utc), None);
    }

    #[test]
    fn a_time_in_utc_is_of_the_day_that_the_page_shows() {
        let local = |stated: &str, shown: &str| to_local_day(date(stated), Some(date(shown))).to_string();
        assert_eq!(local("2008-04-30T22:00:00Z", "2008-05-01"), "2008-05-01");
        assert_eq!(local("2008-04-30T22:00:00Z", "2008-05-01T08:00"), "2008-05-01T08:00:00+10:00");
        assert_eq!(local("2008-05-01T03:00:00Z", "2008-04-30"), "2008-04-30");
        assert_eq!(local("2008-04-28T22:00:00Z", "2008-05-01"), "2008-04-28T22:00:00Z");
    }
}
