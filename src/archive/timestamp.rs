//! Capture times, whole and in part.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::article::DateTime;
use crate::error::{Error, ErrorKind};

/// The digits of a timestamp.
pub(super) const TIMESTAMP_DIGITS: usize = 14;

/// When an archive captured something, to the second in UTC; as text the fourteen digits `YYYYMMDDhhmmss` that
/// archives write.
///
/// ```
/// use cuttings::Timestamp;
///
/// let captured: Timestamp = "20071211032145".parse()?;
/// assert_eq!(captured.to_datetime().to_string(), "2007-12-11T03:21:45Z");
/// assert!("2007121103".parse::<Timestamp>().is_err());
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(DateTime);

impl Timestamp {
    /// As date and time, in UTC.
    pub fn to_datetime(self) -> DateTime {
        self.0
    }

    /// Seconds since the start of 1970 in UTC; negative before.
    pub fn unix_seconds(self) -> i64 {
        self.0.unix_seconds()
    }

    /// The instant so many seconds after the start of 1970 in UTC; `None` beyond the years 0 to 9999.
    ///
    /// ```
    /// use cuttings::Timestamp;
    ///
    /// let last = Timestamp::from_unix_seconds(951_868_799).map(|t| t.to_string());
    /// assert_eq!(last.as_deref(), Some("20000229235959"));
    /// ```
    pub fn from_unix_seconds(seconds: i64) -> Option<Timestamp> {
        DateTime::from_unix_seconds(seconds).map(Timestamp)
    }

    /// Exactly fourteen digits of a real date.
    pub(super) fn parse_exact(digits: &str) -> Option<Timestamp> {
        DateTime::from_timestamp14(digits).map(Timestamp)
    }

    /// A timestamp as indexes and addresses hold it: one of fewer digits stands for the last second of the span it
    /// names; crawls of the year 2000 wrote `00` before month or day (`20000008241731`): those two digits go.
    pub(crate) fn parse_lenient(digits: &str) -> Option<Timestamp> {
        if digits.len() > TIMESTAMP_DIGITS || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let mut stamp = digits.to_owned();
        for place in [4, 6] {
            if stamp.len() == TIMESTAMP_DIGITS && stamp.get(place..).is_some_and(|rest| rest.starts_with("00")) {
                stamp.replace_range(place..place + 2, "");
                stamp.push_str("00");
            }
        }
        stamp.truncate(stamp.len() & !1);
        // A leap second is no time of ours.
        if stamp.len() == TIMESTAMP_DIGITS && stamp.ends_with("60") {
            stamp.replace_range(TIMESTAMP_DIGITS - 2.., "59");
        }
        Period::from_digits(&stamp).map(|period| period.last)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = self.0.time().unwrap_or_default();
        let (year, month, day) = (self.0.year(), self.0.month(), self.0.civil_date().day());
        write!(f, "{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}

/// The same instant; a date without a time is the start of its day, a time without an offset is UTC. Fails with
/// [`ErrorKind::CaptureTime`] for a month without a day, and where the year in UTC is not one of 0 to 9999.
///
/// ```
/// use cuttings::{DateTime, Timestamp};
///
/// let local: DateTime = "2007-12-10T23:28:00-05:00".parse()?;
/// assert_eq!(Timestamp::try_from(local)?.to_string(), "20071211042800");
/// let beyond: DateTime = "9999-12-31T23:28:00-05:00".parse()?;
/// assert!(Timestamp::try_from(beyond).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<DateTime> for Timestamp {
    type Error = Error;

    fn try_from(time: DateTime) -> Result<Timestamp, Error> {
        let timed = if time.time().is_some() { Some(time) } else { time.with_time(0, 0, 0) };
        let utc = timed.and_then(|timed| match timed.offset_minutes() {
            Some(_) => timed.to_utc(),
            None => timed.with_offset_minutes(0),
        });
        utc.map(Timestamp).ok_or_else(|| ErrorKind::CaptureTime { text: time.to_string() }.into())
    }
}

/// Reads exactly fourteen digits of a real date. For shorter ones see [`Period`].
impl FromStr for Timestamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Timestamp, Error> {
        Timestamp::parse_exact(text).ok_or_else(|| ErrorKind::CaptureTime { text: text.to_owned() }.into())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// A span of time as people name it: a year, a month, a day, an hour, or an instant.
///
/// Archives differ in what they make of `2019`: some take its start, some its end. So a whole timestamp is always made
/// here, before any archive is asked: a search *from* 2019 begins with the year, one *to* 2019 ends with it,
/// and the capture nearest to 2019 is the one nearest to its middle.
///
/// ```
/// use cuttings::Period;
///
/// let month: Period = "200902".parse()?;
/// assert_eq!(month.first().to_string(), "20090201000000");
/// assert_eq!(month.last().to_string(), "20090228235959");
/// assert_eq!(month.middle().to_string(), "20090214235959");
/// assert_eq!("2009-02".parse::<Period>()?, month);
/// assert_eq!("2007-12-10T10:28:00+01:00".parse::<Period>()?.first().to_string(), "20071210092800");
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    first: Timestamp,
    last: Timestamp,
}

impl Period {
    /// Its first second.
    pub fn first(&self) -> Timestamp {
        self.first
    }

    /// Its last second.
    pub fn last(&self) -> Timestamp {
        self.last
    }

    /// The second in its middle.
    pub fn middle(&self) -> Timestamp {
        let (first, last) = (self.first.unix_seconds(), self.last.unix_seconds());
        Timestamp::from_unix_seconds(first + (last - first) / 2).unwrap_or(self.first)
    }

    /// Four to fourteen digits, two and two after the year.
    pub(super) fn from_digits(digits: &str) -> Option<Period> {
        let plain = digits.bytes().all(|b| b.is_ascii_digit()) && digits.len().is_multiple_of(2);
        if !plain || digits.len() < 4 || digits.len() > TIMESTAMP_DIGITS {
            return None;
        }
        let first = Timestamp::parse_exact(&format!("{digits}{}", "00000101000000".get(digits.len()..)?))?;
        let start = first.0.civil_date();
        let end = match digits.len() {
            4 => start.last_of_year(),
            6 => start.last_of_month(),
            _ => start,
        };
        let (hour, minute, second) = first.0.time()?;
        let last = DateTime::from_civil_date(end)?.with_time(
            if digits.len() < 10 { 23 } else { hour },
            if digits.len() < 12 { 59 } else { minute },
            if digits.len() < TIMESTAMP_DIGITS { 59 } else { second },
        )?;
        Some(Period { first, last: Timestamp(last.with_offset_minutes(0)?) })
    }
}

/// The shortest digits that name it: `2007`, `200712`, `20071210102800`.
///
/// ```
/// use cuttings::Period;
///
/// let month: Period = "2009-02".parse()?;
/// assert_eq!(month.to_string(), "200902");
/// assert_eq!(serde_json::to_string(&month).unwrap(), "\"200902\"");
/// # Ok::<(), cuttings::Error>(())
/// ```
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.first.to_string();
        let names_it = |length: &usize| digits.get(..*length).and_then(Period::from_digits) == Some(*self);
        let length = (4..=TIMESTAMP_DIGITS).step_by(2).find(names_it).unwrap_or(TIMESTAMP_DIGITS);
        f.write_str(&digits[..length])
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Period, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Reads 4, 6, 8, 10, 12 or 14 digits (`YYYYMMDDhhmmss` or its beginning), or ISO 8601: `2007-12`, `2007-12-10`,
/// `2007-12-10T10:28Z`. A time without an offset is UTC.
impl FromStr for Period {
    type Err = Error;

    fn from_str(text: &str) -> Result<Period, Error> {
        let trimmed = text.trim();
        let month = trimmed.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() == 2);
        let read = match month {
            Some((year, month)) => Period::from_digits(&format!("{year}{month}")),
            None if trimmed.bytes().all(|b| b.is_ascii_digit()) => Period::from_digits(trimmed),
            None => trimmed.parse::<DateTime>().ok().and_then(|time| Period::try_from(time).ok()),
        };
        read.ok_or_else(|| ErrorKind::Period { text: text.to_owned() }.into())
    }
}

/// The month or the day, or the instant where the time is known. Fails with [`ErrorKind::Period`] where the year in UTC is not one of
/// 0 to 9999.
///
/// ```
/// use cuttings::{DateTime, Period};
///
/// let day: DateTime = "2007-12-10".parse()?;
/// assert_eq!(Period::try_from(day)?.last().to_string(), "20071210235959");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<DateTime> for Period {
    type Error = Error;

    fn try_from(time: DateTime) -> Result<Period, Error> {
        if time.day().is_none() {
            return time.to_string().parse();
        }
        let first = Timestamp::try_from(time).ok();
        let end = if time.time().is_some() { Some(time) } else { time.with_time(23, 59, 59) };
        let last = end.and_then(|end| Timestamp::try_from(end).ok());
        let whole = first.zip(last).map(|(first, last)| Period { first, last });
        whole.ok_or_else(|| ErrorKind::Period { text: time.to_string() }.into())
    }
}

/// The instant itself.
impl From<Timestamp> for Period {
    fn from(time: Timestamp) -> Period {
        Period { first: time, last: time }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str) -> Option<(String, String)> {
        let p: Period = text.parse().ok()?;
        Some((p.first().to_string(), p.last().to_string()))
    }

    #[test]
    fn a_period_comes_back_from_its_digits() {
        for text in ["2007", "200712", "20071210", "2007121010", "200712101028", "20071210102805"] {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.to_string(), text);
            let json = serde_json::to_string(&period).unwrap();
            assert_eq!(serde_json::from_str::<Period>(&json).unwrap(), period);
        }
        assert!(serde_json::from_str::<Period>("\"soon\"").is_err());
    }

    #[test]
    fn seconds_and_back() {
        for (text, seconds) in [
            ("19700101000000", 0),
            ("19691231235959", -1),
            ("20000229120000", 951_825_600),
            ("20000301000000", 951_868_800),
            ("00000101000000", -62_167_219_200),
            ("99991231235959", 253_402_300_799),
        ] {
            let t: Timestamp = text.parse().unwrap();
            assert_eq!(t.unix_seconds(), seconds, "{text}");
            assert_eq!(Timestamp::from_unix_seconds(seconds).unwrap().to_string(), text);
        }
        let mut at = -2_000_000_000;
        while at < 8_000_000_000 {
            assert_eq!(Timestamp::from_unix_seconds(at).unwrap().unix_seconds(), at);
            at += 3_456_789;
        }
        for beyond in [i64::MAX, i64::MIN, 253_402_300_800] {
            assert_eq!(Timestamp::from_unix_seconds(beyond), None);
        }
    }

    #[test]
    fn periods_are_padded_down_and_up() {
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(span("2004"), pair("20040101000000", "20041231235959"));
        assert_eq!(span("200402"), pair("20040201000000", "20040229235959"));
        assert_eq!(span("2007-12-10"), pair("20071210000000", "20071210235959"));
        assert_eq!(span("2007121010"), pair("20071210100000", "20071210105959"));
        assert_eq!(span("2007-12-10T10:28:00-05:00"), pair("20071210152800", "20071210152800"));
        assert_eq!(span("2007-12-10T10:28"), pair("20071210102800", "20071210102800"));
        for bad in ["", "200", "20045", "200413", "2004-2-1", "yesterday", "20040230", "200402300000001"] {
            assert_eq!(span(bad), None, "{bad}");
        }
        assert_eq!("2019".parse::<Period>().unwrap().middle().to_string(), "20190702115959");
    }

    #[test]
    fn rows_of_the_year_2000_are_shifted() {
        for (odd, right) in [("20000008241731", "20000824173100"), ("20000800241731", "20000824173100")] {
            assert_eq!(Timestamp::parse_lenient(odd).unwrap().to_string(), right);
            assert!(odd.parse::<Timestamp>().is_err());
        }
        assert_eq!(Timestamp::parse_lenient("20161231235960").unwrap().to_string(), "20161231235959");
        for bad in ["20001301000000", "2000x824173100", "-", "", "200008241731000"] {
            assert_eq!(Timestamp::parse_lenient(bad), None, "{bad}");
        }
    }

    #[test]
    fn timestamps_are_filled_to_the_end() {
        let fill = |digits: &str| Timestamp::parse_lenient(digits).map(|time| time.to_string());
        for (short, full) in [
            ("2019", "20191231235959"),
            ("20191", "20191231235959"),
            ("201902", "20190228235959"),
            ("200002", "20000229235959"),
            ("20190306", "20190306235959"),
            ("2019030611", "20190306115959"),
            ("20000008241731", "20000824173100"),
        ] {
            assert_eq!(fill(short).as_deref(), Some(full), "{short}");
        }
        assert_eq!(fill("201"), None);
        assert_eq!(fill("2019x"), None);
    }

    #[test]
    fn a_timestamp_is_its_digits_in_json() {
        let t: Timestamp = "20071211032145".parse().unwrap();
        let json = serde_json::to_string(&t).unwrap();
        assert_eq!(json, "\"20071211032145\"");
        assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), t);
        assert!(serde_json::from_str::<Timestamp>("\"2007\"").is_err());
    }
}
