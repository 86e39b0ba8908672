//! A date as a news page gives it: to the month, to the day, to the second, or with its offset from UTC.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use jiff::civil::{self, Date, Time};
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A date, with the time and the offset from UTC where they are known.
///
/// Pages differ in what they tell: a magazine has a month, a byline has a day, a time stamp has a clock, a feed has a time zone. This
/// type keeps exactly what was told and invents nothing: a month is not its first day, a date without a time is not midnight, and a
/// time without an offset is not UTC. Fractions of a second are not kept.
///
/// As text, and in serde formats, it is ISO 8601 to the precision known.
///
/// The order is chronological as far as the parts tell: a missing day counts as the first of the month, a missing time as the start of
/// the day and a missing offset as UTC.
/// Of two values at one instant the less precise comes first, so that values compare as equal only when they are the same.
///
/// # Example
///
/// ```
/// use cuttings::DateTime;
///
/// let day: DateTime = "2007-12-10".parse()?;
/// let minute: DateTime = "2007-12-10T10:28:00Z".parse()?;
/// assert!(day < minute);
/// assert_eq!(day.time(), None);
/// assert_eq!(minute.to_string(), "2007-12-10T10:28:00Z");
/// # Ok::<(), cuttings::ParseDateTimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateTime {
    /// Of a month, its first day.
    date: Date,
    /// Whether the day is known, and not the month alone.
    has_day: bool,
    /// In whole seconds; only ever with a day.
    time: Option<Time>,
    /// In minutes east of UTC; only ever with a time.
    offset: Option<i16>,
}

/// The furthest a clock may stand from UTC, in minutes. Real zones keep within 14 hours; ISO 8601 can write up to this.
const MAX_OFFSET_MINUTES: u32 = 23 * 60 + 59;

const UNIX_EPOCH: civil::DateTime = civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

impl DateTime {
    /// A day of the Gregorian calendar, with the year from 0 to 9999, or `None` where there is no such day.
    ///
    /// # Example
    ///
    /// ```
    /// use cuttings::DateTime;
    ///
    /// let leap = DateTime::from_ymd(2012, 2, 29).map(|date| date.to_string());
    /// assert_eq!(leap.as_deref(), Some("2012-02-29"));
    /// assert_eq!(DateTime::from_ymd(2013, 2, 29), None);
    /// ```
    pub fn from_ymd(year: i16, month: u8, day: u8) -> Option<DateTime> {
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        DateTime::from_civil_date(date)
    }

    /// A month of the Gregorian calendar of which no day is known, with the year from 0 to 9999, or `None` where there is no such month.
    ///
    /// # Example
    ///
    /// ```
    /// use cuttings::DateTime;
    ///
    /// let issue = DateTime::from_ym(2004, 11).ok_or("no such month")?;
    /// assert_eq!(issue.to_string(), "2004-11");
    /// assert_eq!((issue.month(), issue.day()), (11, None));
    /// assert_eq!(DateTime::from_ym(2004, 13), None);
    /// # Ok::<(), &str>(())
    /// ```
    pub fn from_ym(year: i16, month: u8) -> Option<DateTime> {
        Some(DateTime { has_day: false, ..DateTime::from_ymd(year, month, 1)? })
    }

    /// The same day at this time of day, without an offset; `None` where no clock shows that time, and for a month without a day.
    ///
    /// A leap second (`second` of 60) is not a time here.
    ///
    /// # Example
    ///
    /// ```
    /// use cuttings::DateTime;
    ///
    /// let day = DateTime::from_ymd(2007, 12, 10).ok_or("no such day")?;
    /// assert_eq!(day.with_time(10, 28, 0).map(|t| t.to_string()).as_deref(), Some("2007-12-10T10:28:00"));
    /// assert_eq!(day.with_time(24, 0, 0), None);
    /// # Ok::<(), &str>(())
    /// ```
    pub fn with_time(self, hour: u8, minute: u8, second: u8) -> Option<DateTime> {
        let (hour, minute, second) = (i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?);
        let time = Time::new(hour, minute, second, 0).ok()?;
        self.has_day.then_some(DateTime { time: Some(time), offset: None, ..self })
    }

    /// The same clock time, said to be so many minutes ahead of UTC (behind it if negative).
    ///
    /// `None` without a time, since an offset then says nothing, and for an offset of a day or more.
    ///
    /// # Example
    ///
    /// ```
    /// use cuttings::DateTime;
    ///
    /// let local: DateTime = "2007-08-09T11:48:00".parse()?;
    /// let summer = local.with_offset_minutes(60).map(|date| date.to_string());
    /// assert_eq!(summer.as_deref(), Some("2007-08-09T11:48:00+01:00"));
    /// let day: DateTime = "2007-08-09".parse()?;
    /// assert_eq!(day.with_offset_minutes(60), None);
    /// # Ok::<(), cuttings::ParseDateTimeError>(())
    /// ```
    pub fn with_offset_minutes(self, minutes: i32) -> Option<DateTime> {
        if self.time.is_none() || minutes.unsigned_abs() > MAX_OFFSET_MINUTES {
            return None;
        }
        Some(DateTime { offset: Some(i16::try_from(minutes).ok()?), ..self })
    }

    /// Reads the time stamp of a web archive: exactly fourteen digits, `YYYYMMDDhhmmss`, in UTC.
    ///
    /// # Example
    ///
    /// ```
    /// use cuttings::DateTime;
    ///
    /// let capture = DateTime::from_timestamp14("20071211032145").map(|date| date.to_string());
    /// assert_eq!(capture.as_deref(), Some("2007-12-11T03:21:45Z"));
    /// assert_eq!(DateTime::from_timestamp14("2007121103"), None);
    /// ```
    pub fn from_timestamp14(text: &str) -> Option<DateTime> {
        if text.len() != 14 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let two = |at: usize| text.get(at..at + 2)?.parse().ok();
        let date = DateTime::from_ymd(text.get(..4)?.parse().ok()?, two(4)?, two(6)?)?;
        date.with_time(two(8)?, two(10)?, two(12)?)?.with_offset_minutes(0)
    }

    /// The year, 0 to 9999.
    ///
    /// # Example
    ///
    /// ```
    /// # use cuttings::DateTime;
    /// assert_eq!("2007-12-10".parse::<DateTime>()?.year(), 2007);
    /// # Ok::<(), cuttings::ParseDateTimeError>(())
    /// ```
    pub fn year(&self) -> i16 {
        self.date.year()
    }

    /// The month, 1 to 12.
    ///
    /// # Example
    ///
    /// ```
    /// # use cuttings::DateTime;
    /// assert_eq!("2007-12-10".parse::<DateTime>()?.month(), 12);
    /// # Ok::<(), cuttings::ParseDateTimeError>(())
    /// ```
    pub fn month(&self) -> u8 {
        self.date.month().unsigned_abs()
    }

    /// The day of the month, 1 to 31, if the day is known.
    ///
    /// # Example
    ///
    /// ```
    /// # use cuttings::DateTime;
    /// assert_eq!("2007-12-10".parse::<DateTime>()?.day(), Some(10));
    /// assert_eq!("2007-12".parse::<DateTime>()?.day(), None);
    /// # Ok::<(), cuttings::ParseDateTimeError>(())
    /// ```
    pub fn day(&self) -> Option<u8> {
        self.has_day.then(|| self.date.day().unsigned_abs())
    }

    /// Hour, minute and second, if the time is known.
    ///
    /// # Example
    ///
    /// ```
    /// # use cuttings::DateTime;
    /// assert_eq!("2007-12-10T10:28".parse::<DateTime>()?.time(), Some((10, 28, 0)));
    /// assert_eq!("2007-12-10".parse::<DateTime>()?.time(), None);
    /// # Ok::<(), cuttings::ParseDateTimeError>(())
    /// ```
    pub fn time(&self) -> Option<(u8, u8, u8)> {
        self.time.map(|time| (time.hour().unsigned_abs(), time.minute().unsigned_abs(), time.second().unsigned_abs()))
    }

    /// Minutes ahead of UTC (negative: behind), if the offset is known.
    ///
    /// # Example
    ///
    /// ```
    /// # use cuttings::DateTime;
    /// assert_eq!("2007-12-10T10:28:00-05:00".parse::<DateTime>()?.offset_minutes(), Some(-300));
    /// assert_eq!("2007-12-10T10:28:00".parse::<DateTime>()?.offset_minutes(), None);
    /// # Ok::<(), cuttings::ParseDateTimeError>(())
    /// ```
    pub fn offset_minutes(&self) -> Option<i32> {
        self.offset.map(i32::from)
    }

    /// The same instant on the clock of UTC, or `None` while the offset is not known.
    ///
    /// # Example
    ///
    /// ```
    /// use cuttings::DateTime;
    ///
    /// let late: DateTime = "2007-12-10T23:28:00-05:00".parse()?;
    /// assert_eq!(late.to_utc().map(|date| date.to_string()).as_deref(), Some("2007-12-11T04:28:00Z"));
    /// assert_eq!("2007-12-10T23:28:00".parse::<DateTime>()?.to_utc(), None);
    /// # Ok::<(), cuttings::ParseDateTimeError>(())
    /// ```
    pub fn to_utc(&self) -> Option<DateTime> {
        let ahead = SignedDuration::from_secs(i64::from(self.offset?) * 60);
        let utc = self.civil_date_time()?.checked_sub(ahead).ok()?;
        DateTime::from_civil_date_time(utc)?.with_offset_minutes(0)
    }

    /// A day as jiff has it; `None` before the year 0.
    pub(crate) fn from_civil_date(date: Date) -> Option<DateTime> {
        (date.year() >= 0).then_some(DateTime { date, has_day: true, time: None, offset: None })
    }

    /// A day and time as jiff has them, to the second, without an offset; `None` before the year 0.
    pub(crate) fn from_civil_date_time(local: civil::DateTime) -> Option<DateTime> {
        let time = Time::new(local.hour(), local.minute(), local.second(), 0).ok()?;
        Some(DateTime { time: Some(time), ..DateTime::from_civil_date(local.date())? })
    }

    /// The day as jiff has it, for arithmetic; of a month, its first.
    pub(crate) fn civil_date(&self) -> Date {
        self.date
    }

    /// The day and time as jiff has them, whatever the offset; `None` while the time is not known.
    pub(crate) fn civil_date_time(&self) -> Option<civil::DateTime> {
        self.time.map(|time| self.date.to_datetime(time))
    }

    /// The instant so many seconds after the start of 1970 in UTC, on the clock of UTC; `None` beyond the years 0 to 9999.
    pub(crate) fn from_unix_seconds(seconds: i64) -> Option<DateTime> {
        let utc = UNIX_EPOCH.checked_add(SignedDuration::from_secs(seconds)).ok()?;
        DateTime::from_civil_date_time(utc)?.with_offset_minutes(0)
    }

    /// Seconds since the start of 1970 in UTC, with what is missing taken as zero.
    pub(crate) fn unix_seconds(&self) -> i64 {
        let local = self.date.to_datetime(self.time.unwrap_or(Time::midnight()));
        UNIX_EPOCH.duration_until(local).as_secs() - i64::from(self.offset.unwrap_or(0)) * 60
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &DateTime) -> Ordering {
        // At one instant, equal offsets (and equal presence of a time) mean equal clocks: the order agrees with `Eq`.
        let key = |date: &DateTime| (date.unix_seconds(), date.has_day, date.time.is_some(), date.offset);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &DateTime) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())?;
        if let Some(day) = self.day() {
            write!(f, "-{day:02}")?;
        }
        if let Some((hour, minute, second)) = self.time() {
            write!(f, "T{hour:02}:{minute:02}:{second:02}")?;
        }
        match self.offset {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            }
        }
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DateTime({self})")
    }
}

/// Reads ISO 8601, extended or basic: `2007-12-10`, `2007-12-10T10:28:00+01:00`, `20071210T102800Z`; and a month, `2007-12`.
///
/// A fraction of a second is dropped, a leap second becomes the second before, and a zone named in brackets is passed over.
impl FromStr for DateTime {
    type Err = ParseDateTimeError;

    fn from_str(text: &str) -> Result<DateTime, ParseDateTimeError> {
        let fail = |reason: &str| ParseDateTimeError::new(text, reason.to_owned());
        if let Some((year, month)) = year_and_month(text) {
            return DateTime::from_ym(year, month).ok_or_else(|| fail("no such month"));
        }
        let pieces = Pieces::parse(text).map_err(|error| ParseDateTimeError::new(text, error.to_string()))?;
        let day = DateTime::from_civil_date(pieces.date()).ok_or_else(|| fail("the year is before 0"))?;
        let Some(time) = pieces.time() else { return Ok(day) };
        let time = Time::new(time.hour(), time.minute(), time.second(), 0).map_err(|_| fail("no such time of day"))?;
        let local = DateTime { time: Some(time), ..day };
        let offset = match pieces.offset() {
            None => return Ok(local),
            Some(PiecesOffset::Numeric(numeric)) => numeric.offset().seconds(),
            Some(_) => 0,
        };
        if offset % 60 != 0 {
            return Err(fail("the offset is not in whole minutes"));
        }
        local.with_offset_minutes(offset / 60).ok_or_else(|| fail("the offset is a day or more"))
    }
}

/// The numbers of `2007-12`, whether or not there is such a month.
fn year_and_month(text: &str) -> Option<(i16, u8)> {
    let (year, month) = text.split_once('-').filter(|(year, month)| (year.len(), month.len()) == (4, 2))?;
    let are_digits = [year, month].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    are_digits.then_some((year.parse().ok()?, month.parse().ok()?))
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<DateTime, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = DateTime;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an ISO 8601 date or date-time")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<DateTime, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

/// Text that is not an ISO 8601 date.
///
/// # Example
///
/// ```
/// use cuttings::DateTime;
///
/// let error = "2007-02-30".parse::<DateTime>().unwrap_err();
/// assert_eq!(error.text(), "2007-02-30");
/// assert!(error.to_string().starts_with("invalid date \"2007-02-30\": "));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid date {text:?}: {reason}")]
pub struct ParseDateTimeError {
    text: String,
    reason: String,
}

/// How much of a wrong text an error repeats, in characters: any date and some room.
const MAX_QUOTED_CHARS: usize = 80;

/// The same for the reason, which may itself repeat what was left over.
const MAX_REASON_CHARS: usize = 200;

impl ParseDateTimeError {
    fn new(text: &str, reason: String) -> ParseDateTimeError {
        ParseDateTimeError { text: clip(text, MAX_QUOTED_CHARS), reason: clip(&reason, MAX_REASON_CHARS) }
    }

    /// The text that was refused; of a long one, the beginning.
    ///
    /// # Example
    ///
    /// ```
    /// # use cuttings::DateTime;
    /// let error = "yesterday".parse::<DateTime>().unwrap_err();
    /// assert_eq!(error.text(), "yesterday");
    /// ```
    pub fn text(&self) -> &str {
        &self.text
    }
}

fn clip(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> DateTime {
        text.parse().unwrap()
    }

    #[test]
    fn text_round_trips_at_every_precision() {
        let texts = [
            "2007-12",
            "0000-01",
            "2007-12-10",
            "0000-01-01",
            "9999-12-31",
            "2007-12-10T10:28:00",
            "2007-12-10T10:28:00Z",
            "2007-12-10T10:28:00+01:00",
            "2007-12-10T10:28:00-03:30",
            "2007-12-10T10:28:00+23:59",
        ];
        for text in texts {
            assert_eq!(date(text).to_string(), text);
            let json = serde_json::to_string(&date(text)).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<DateTime>(&json).unwrap(), date(text));
        }
    }

    #[test]
    fn other_spellings_of_iso_8601_are_read() {
        let rows = [
            ("20071210", "2007-12-10"),
            ("20071210T102800Z", "2007-12-10T10:28:00Z"),
            ("2007-12-10T10:28", "2007-12-10T10:28:00"),
            ("2007-12-10 10:28:00", "2007-12-10T10:28:00"),
            ("2007-12-10T10:28:00.987Z", "2007-12-10T10:28:00Z"),
            ("2007-12-10T10:28:60Z", "2007-12-10T10:28:59Z"),
            ("2007-12-10T10:28:00+00:00", "2007-12-10T10:28:00Z"),
            ("2007-12-10T10:28:00+0100", "2007-12-10T10:28:00+01:00"),
            ("2007-12-10T10:28:00+01:00[Europe/Paris]", "2007-12-10T10:28:00+01:00"),
        ];
        for (text, expected) in rows {
            assert_eq!(date(text).to_string(), expected, "{text}");
        }
    }

    #[test]
    fn an_error_names_the_text_and_the_fault() {
        let rows = [
            ("", "end of input"),
            ("hello", "year"),
            ("2007-13-10", "month"),
            ("2007-13", "month"),
            ("2007-00", "month"),
            ("2007-1", "month"),
            ("2007-12-", "day"),
            ("2007-02-30", "day"),
            ("2007-12-10T25:00", "hour"),
            ("2007-12-10T10:28:00+24:00", "a day or more"),
            ("2007-12-10T10:28:00+01:00:30", "whole minutes"),
            ("-000044-03-15", "before 0"),
        ];
        for (text, fault) in rows {
            let message = text.parse::<DateTime>().unwrap_err().to_string();
            assert!(message.contains(&format!("{text:?}")) && message.contains(fault), "{message}");
        }
        let long = "9".repeat(1000).parse::<DateTime>().unwrap_err().to_string();
        assert!(long.len() < 400, "{long}");
        assert!(serde_json::from_str::<DateTime>("\"soon\"").is_err());
        assert!(serde_json::from_str::<DateTime>("2007").is_err());
    }

    #[test]
    fn the_order_is_chronological_then_by_precision() {
        let sorted = [
            "2007-12-10T00:30:00+01:00",
            "2007-12-09T23:59:59",
            "2007-12-10",
            "2007-12-10T00:00:00",
            "2007-12-10T00:00:00Z",
            "2007-12-10T01:00:00+01:00",
            "2007-12-10T00:00:01",
            "2007-12-10T10:28:00-05:00",
            "2007-12-11",
            "2008-01",
            "2008-01-01",
            "2008-01-01T00:00:00",
        ];
        let dates: Vec<DateTime> = sorted.iter().map(|text| date(text)).collect();
        for (i, a) in dates.iter().enumerate() {
            for (j, b) in dates.iter().enumerate() {
                assert_eq!(a.cmp(b), i.cmp(&j), "{a} and {b}");
                assert_eq!(a == b, i == j, "{a} and {b}");
            }
        }
    }

    #[test]
    fn utc_crosses_days_and_stops_at_the_ends_of_the_calendar() {
        assert_eq!(date("2008-03-01T00:30:00+01:00").to_utc(), Some(date("2008-02-29T23:30:00Z")));
        assert_eq!(date("2008-03-01T00:30:00Z").to_utc(), Some(date("2008-03-01T00:30:00Z")));
        assert_eq!(date("0000-01-01T00:30:00+01:00").to_utc(), None);
        assert_eq!(date("9999-12-31T23:30:00-01:00").to_utc(), None);
        assert_eq!(date("2008-03-01").to_utc(), None);
    }

    #[test]
    fn only_a_full_archive_stamp_is_one() {
        assert_eq!(DateTime::from_timestamp14("20071211032145"), Some(date("2007-12-11T03:21:45Z")));
        for text in [
            "",
            "20071211",
            "2007121103214",
            "200712110321450",
            "20071311032145",
            "20071211032160",
            "2007121103214x",
            "２００７１",
        ] {
            assert_eq!(DateTime::from_timestamp14(text), None, "{text}");
        }
    }

    #[test]
    fn impossible_parts_are_refused() {
        assert_eq!(DateTime::from_ymd(-1, 1, 1), None);
        assert_eq!(DateTime::from_ymd(2007, 0, 1), None);
        assert_eq!(DateTime::from_ymd(2007, 200, 1), None);
        assert_eq!((DateTime::from_ym(-1, 1), DateTime::from_ym(2007, 0)), (None, None));
        assert_eq!(date("2007-12").with_time(10, 0, 0), None);
        assert_eq!(date("2007-12").with_offset_minutes(0), None);
        assert_eq!(date("2007-12-10").with_time(10, 60, 0), None);
        assert_eq!(date("2007-12-10T10:28:00").with_offset_minutes(24 * 60), None);
        assert_eq!(date("2007-12-10T10:28:00").with_offset_minutes(i32::MIN), None);
        assert_eq!(date("2007-12-10T10:28:00Z").with_time(11, 0, 0), Some(date("2007-12-10T11:00:00")));
        assert_eq!(format!("{:?}", date("2007-12-10")), "DateTime(2007-12-10)");
    }
}
