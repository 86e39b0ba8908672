//! Dates as programs write them into attributes.

use jiff::fmt::rfc2822;

use super::context::Context;
use super::finder::Finder;
use super::rules;
use crate::article::DateTime;

/// No date is longer, in bytes; `Thu, 09 Aug 2007 10:48:00 +0100 (British Summer Time)` has 53.
const MAX_MACHINE_DATE_BYTES: usize = 100;

/// Reads the value of an attribute that is a date and nothing else: ISO 8601 with the liberties that sites take, a month too, RFC 2822,
/// year/month/day between slashes, seconds or milliseconds since 1970 (10 or 13 digits), and digits alone (`20071210`,
/// `20071210102826`). A date in words is read too where it can mean only one day.
///
/// Digits alone are the clock of the page, not UTC; [`DateTime::from_timestamp14`] reads an archive's.
pub fn parse_machine(text: &str) -> Option<DateTime> {
    parse_machine_in(text, &Context::default())
}

/// The same, with the language that a date in words may be in.
pub(super) fn parse_machine_in(text: &str, ctx: &Context<'_>) -> Option<DateTime> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_MACHINE_DATE_BYTES {
        return None;
    }
    let date = if text.bytes().all(|byte| byte.is_ascii_digit()) {
        date_of_digits(text)
    } else {
        let date = text.parse().ok().or_else(|| without_milliseconds(text)?.parse().ok());
        date.or_else(|| parse_rfc_2822(text)).or_else(|| whole_text(text, ctx))
    };
    date.filter(|date| rules::has_real_year(*date))
}

/// A time of which the milliseconds stand behind a colon, as after the seconds: `10:28:00:684Z`.
fn without_milliseconds(text: &str) -> Option<String> {
    let (clock, zone) = text.split_at(text.rfind(|c: char| c.is_ascii_digit())? + 1);
    let (seconds, fraction) = clock.rsplit_once(':')?;
    (fraction.len() == 3 && seconds.matches(':').count() == 2).then(|| format!("{seconds}{zone}"))
}

fn date_of_digits(text: &str) -> Option<DateTime> {
    match text.len() {
        // Ten digits begin in 2001: with a zero in front it is an identifier.
        10 | 13 if text.starts_with('0') => None,
        8 => text.parse().ok(),
        10 => DateTime::from_unix_seconds(text.parse().ok()?),
        12 => page_clock(text, "00"),
        13 => DateTime::from_unix_seconds(text.get(..10)?.parse().ok()?),
        14 => page_clock(text.get(..12)?, text.get(12..)?),
        _ => None,
    }
}

fn page_clock(minute: &str, second: &str) -> Option<DateTime> {
    let stamp = DateTime::from_timestamp14(&format!("{minute}{second}"))?;
    let (hour, minute, second) = stamp.time()?;
    stamp.with_time(hour, minute, second)
}

fn parse_rfc_2822(text: &str) -> Option<DateTime> {
    // A comment after the offset: `+0000 (UTC)`.
    let text = match text.rsplit_once(" (") {
        Some((before, comment)) if comment.ends_with(')') => before,
        _ => text,
    };
    // The standard has unknown zones read as UTC, which for CET and BST would be wrong: only offsets in digits are left to it.
    if !text.ends_with(|last: char| last.is_ascii_digit()) {
        return None;
    }
    let parser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    let zoned = parser.parse_zoned_datetime(text).ok()?;
    DateTime::from_civil_date_time(zoned.datetime())?.with_offset_minutes(zoned.offset().seconds() / 60)
}

/// The text as one date in any form that is the same day under any context.
fn whole_text(text: &str, ctx: &Context<'_>) -> Option<DateTime> {
    let hit = Finder::new(text, ctx).next()?;
    (hit.plain && hit.found.start == 0 && hit.found.end == text.len()).then_some(hit.found.value)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn what_programs_write() {
        let rows = [
            ("2019-11-20", "2019-11-20"),
            (" 2019-11-20T10:00:00+0000 ", "2019-11-20T10:00:00Z"),
            ("2019-11-20T10:00:00-0500", "2019-11-20T10:00:00-05:00"),
            ("2019-11-20 10:00:00", "2019-11-20T10:00:00"),
            ("2019-11-20 10:00:00 +0100", "2019-11-20T10:00:00+01:00"),
            ("2019-11-20 10:00:00 GMT", "2019-11-20T10:00:00Z"),
            ("2019-11-20 10:00:00 Z", "2019-11-20T10:00:00Z"),
            ("2019-11-20 10:00:00 -05:00", "2019-11-20T10:00:00-05:00"),
            ("2019-11-20T10:00", "2019-11-20T10:00:00"),
            ("2019-11-20T10:00Z", "2019-11-20T10:00:00Z"),
            ("2019-11-20T10:00:00.123Z", "2019-11-20T10:00:00Z"),
            ("2019-11-20T10:00:00:123Z", "2019-11-20T10:00:00Z"),
            ("2019-11-20 10:00:00:123", "2019-11-20T10:00:00"),
            ("2019-11-20T10:00:00.123456789+01:00", "2019-11-20T10:00:00+01:00"),
            ("2019-11-20T10:00:00Z[UTC]", "2019-11-20T10:00:00Z"),
            ("2019-11-20T10:00:00+01:00[Europe/Paris]", "2019-11-20T10:00:00+01:00"),
            ("2019-11-20T10:00:00EST", "2019-11-20T10:00:00-05:00"),
            ("20191120", "2019-11-20"),
            ("201911201030", "2019-11-20T10:30:00"),
            ("20191120103015", "2019-11-20T10:30:15"),
            ("20191120T103015Z", "2019-11-20T10:30:15Z"),
            ("2007/12/10 10:28:26", "2007-12-10T10:28:26"),
            ("2007/12/10", "2007-12-10"),
            ("2007-1-5", "2007-01-05"),
            ("1197282480", "2007-12-10T10:28:00Z"),
            ("1197282480123", "2007-12-10T10:28:00Z"),
            ("Mon, 10 Dec 2007 10:28:00 +0000", "2007-12-10T10:28:00Z"),
            ("Tue, 10 Dec 2007 10:28:00 -0500", "2007-12-10T10:28:00-05:00"),
            ("Mon, 10 Dec 2007 10:28:00 GMT", "2007-12-10T10:28:00Z"),
            ("10 Dec 2007 10:28 CET", "2007-12-10T10:28:00+01:00"),
            ("Mon, 10 Dec 2007 10:28:00 +0000 (UTC)", "2007-12-10T10:28:00Z"),
            ("December 10, 2007", "2007-12-10"),
            ("2019-11", "2019-11"),
        ];
        let british = Context { language: Some("en-GB"), ..Context::default() };
        for (text, expected) in rows {
            assert_eq!(parse_machine(text).unwrap().to_string(), expected, "{text}");
            assert_eq!(parse(text, &british).unwrap().to_string(), expected, "{text}");
        }
        let none = [
            "",
            "soon",
            "2019",
            "2019-1",
            "2019-13-01",
            "20191320",
            "10/12/2007",
            "10.12.2007",
            "0001-01-01T00:00:00",
            "1969-12-31",
            "2101-01-01",
            "0000000000",
            "789000000",
            "0789000000",
            "9999999999",
            "9999999999999",
            "12345678901",
            "2019-11-20 and more",
            "10 December",
        ];
        for text in none {
            assert_eq!(parse_machine(text), None, "{text}");
        }
        assert_eq!(parse_machine(&"2019-11-20 ".repeat(100)), None);
    }
}
