//! The day, or the month, in an article's address.

use super::lexicon;
use crate::article::DateTime;

/// The years of the web, as far as an address may carry them.
const WEB_YEARS: std::ops::RangeInclusive<i16> = 1994..=2100;

/// How many names may stand between the year and the month: CNN's `/2002/WORLD/meast/12/10/`.
const MAX_SECTIONS: usize = 2;

/// The day that the path of a URL names: `/2012/08/16/`, `/2012/aug/16/`, `/2012-08-16-title`, `/2012-08/16/`, `/2012/0816/`,
/// `/20120816/`, `/2002/WORLD/meast/08/16/`.
///
/// Of an archived URL, the path of the page is read and not the time stamp of the capture.
pub fn from_url(url: &str) -> Option<DateTime> {
    let path = page_path(url);
    let mut rest = path;
    loop {
        let (segment, after) = rest.split_once('/').map_or((rest, None), |(segment, after)| (segment, Some(after)));
        if let Some(date) =
            after.and_then(|after| day_across_segments(segment, after)).or_else(|| day_within_segment(segment))
        {
            return Some(date);
        }
        rest = after?;
    }
}

/// The last day of the month that the path of a URL names: `/2012/08/`, `/2012/aug/`, `/2012-08/`, `/201208/`, or with a day.
pub fn month_from_url(url: &str) -> Option<DateTime> {
    if let Some(day) = from_url(url) {
        return last_day(day.year(), day.month());
    }
    let path = page_path(url);
    let segments = || path.split('/');
    let month = |text: &str| short_number(text).or_else(|| named_month(text));
    let across = segments().zip(segments().skip(1)).find_map(|(y, m)| last_day(four_digit_year(y)?, month(m)?));
    let within = |segment: &str| {
        let (year, rest) = segment.split_at_checked(4)?;
        let number = rest.strip_prefix(['-', '_']).unwrap_or(rest);
        last_day(four_digit_year(year)?, short_number(number).filter(|_| number.len() == 2)?)
    };
    across.or_else(|| segments().find_map(within))
}

fn last_day(year: i16, month: u8) -> Option<DateTime> {
    (28..=31).rev().find_map(|day| web_day(year, month, day))
}

/// What follows the host, up to the query; of a URL within a URL, the inner one's.
fn page_path(url: &str) -> &str {
    let inner = url.rfind("://").map(|scheme| &url[scheme + 3..]);
    let path = match inner {
        Some(inner) => inner.split_once('/').map_or("", |(_, path)| path),
        None => url,
    };
    path.split(['?', '#']).next().unwrap_or("")
}

/// Year, month and day in segments of their own.
fn day_across_segments(segment: &str, after: &str) -> Option<DateTime> {
    if let Some((year, month)) = segment.split_once('-') {
        return web_day(four_digit_year(year)?, short_number(month)?, leading_number(after)?);
    }
    let year = four_digit_year(segment)?;
    let mut rest = after;
    for _ in 0..=MAX_SECTIONS {
        let (first, later) = rest.split_once('/').unwrap_or((rest, ""));
        if let Some(month) = short_number(first).or_else(|| named_month(first)) {
            return web_day(year, month, leading_number(later)?);
        }
        if first.len() == 4 && first.bytes().all(|byte| byte.is_ascii_digit()) {
            return web_day(year, short_number(&first[..2])?, short_number(&first[2..])?);
        }
        if !first.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        rest = later;
    }
    None
}

/// `2012-08-16`, `2012_08_16` and `20120816` in a segment, with no digit beside them.
fn day_within_segment(segment: &str) -> Option<DateTime> {
    let bytes = segment.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = digits_end(bytes, at);
        let date = match end - at {
            8 => four_digit_year(&segment[at..at + 4]).and_then(|year| {
                web_day(year, short_number(&segment[at + 4..at + 6])?, short_number(&segment[at + 6..end])?)
            }),
            4 => year_first_day(segment, at),
            1 | 2 => day_first_day(segment, at),
            _ => None,
        };
        if date.is_some() {
            return date;
        }
        at = end;
    }
    None
}

/// A year, a mark, a month, the same mark, a day.
fn year_first_day(segment: &str, at: usize) -> Option<DateTime> {
    let bytes = segment.as_bytes();
    let mark = *bytes.get(at + 4).filter(|mark| matches!(mark, b'-' | b'_' | b'.'))?;
    let month_end = digits_end(bytes, at + 5);
    if bytes.get(month_end) != Some(&mark) {
        return None;
    }
    let day_end = digits_end(bytes, month_end + 1);
    web_day(
        four_digit_year(&segment[at..at + 4])?,
        short_number(&segment[at + 5..month_end])?,
        short_number(&segment[month_end + 1..day_end])?,
    )
}

/// A day, a mark, a month, the same mark, a year: `16-08-2012`, as the addresses of European press offices have it. Where
/// both numbers might be the month it is not known which is.
fn day_first_day(segment: &str, at: usize) -> Option<DateTime> {
    let bytes = segment.as_bytes();
    let first_end = digits_end(bytes, at);
    let mark = *bytes.get(first_end).filter(|mark| matches!(mark, b'-' | b'_' | b'.'))?;
    let second_end = digits_end(bytes, first_end + 1);
    if bytes.get(second_end) != Some(&mark) {
        return None;
    }
    let year_end = digits_end(bytes, second_end + 1);
    let (first, second) = (short_number(&segment[at..first_end])?, short_number(&segment[first_end + 1..second_end])?);
    let year = four_digit_year(&segment[second_end + 1..year_end])?;
    if first > 12 || first == second { web_day(year, second, first) } else { None }
}

fn digits_end(bytes: &[u8], at: usize) -> usize {
    bytes.iter().skip(at).position(|byte| !byte.is_ascii_digit()).map_or(bytes.len(), |length| at + length)
}

fn web_day(year: i16, month: u8, day: u8) -> Option<DateTime> {
    DateTime::from_ymd(year, month, day).filter(|_| WEB_YEARS.contains(&year))
}

fn four_digit_year(text: &str) -> Option<i16> {
    if text.len() != 4 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// A number of one or two digits.
fn short_number(text: &str) -> Option<u8> {
    if !(1..=2).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// The number of one or two digits that a segment is, or begins with: `16`, `16.html`, `16-title`.
fn leading_number(rest: &str) -> Option<u8> {
    let end = digits_end(rest.as_bytes(), 0);
    let ends = rest[end..].chars().next().is_none_or(|next| matches!(next, '/' | '-' | '_' | '.'));
    short_number(&rest[..end]).filter(|_| ends)
}

/// Whether a word is the name of a month, whole or shortened, in any language of the tables.
pub fn is_month_name(word: &str) -> bool {
    named_month(word).is_some()
}

/// A month in any language of the tables, in plain letters.
fn named_month(text: &str) -> Option<u8> {
    if text.len() > lexicon::MAX_WORD_BYTES {
        return None;
    }
    let month = lexicon::look_up_word(&text.to_ascii_lowercase(), None)?.month;
    (month > 0).then_some(month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_in_urls() {
        for url in ["/2012/02/title", "/2012/feb/title", "/a/2012-02/t", "/a/201202/t", "/2012/02/16/t", "/2012-02-16"]
        {
            assert_eq!(month_from_url(url).unwrap().to_string(), "2012-02-29", "{url}");
        }
        for url in ["", "/2012/", "/2012/13/", "/a/201213/", "/a/20120/", "/02/2012/", "/1993/02/", "/2012/title/02/"] {
            assert_eq!(month_from_url(url), None, "{url}");
        }
    }

    #[test]
    fn days_in_urls() {
        let rows = [
            ("http://example.com/2012/08/16/title.html", "2012-08-16"),
            ("http://example.com/news/2012/8/6/title", "2012-08-06"),
            ("http://example.com/2012/aug/16/title", "2012-08-16"),
            ("http://example.com/2012/August/16", "2012-08-16"),
            ("http://example.com/2012/08/16.html", "2012-08-16"),
            ("http://example.com/2012/08/16-title", "2012-08-16"),
            ("http://example.com/news/2012-08-16-title", "2012-08-16"),
            ("http://example.com/title-2012-08-16.html", "2012-08-16"),
            ("http://example.com/title_2012_08_16", "2012-08-16"),
            ("http://example.com/a/20120816/title", "2012-08-16"),
            ("http://example.com/a/t20120816_1.htm", "2012-08-16"),
            ("http://example.com/2012-08/16/c_123.htm", "2012-08-16"),
            ("http://example.com/2012/0816/c1.html", "2012-08-16"),
            ("http://example.com/2002/WORLD/meast/08/16/title/", "2002-08-16"),
            ("/2012/08/16/title", "2012-08-16"),
            ("http://example.com/news/16-08-2012", "2012-08-16"),
            ("http://web.archive.org/web/20121211032145/http://example.com/2012/08/16/t", "2012-08-16"),
        ];
        for (url, expected) in rows {
            assert_eq!(from_url(url).unwrap().to_string(), expected, "{url}");
        }
        let none = [
            "",
            "http://example.com",
            "http://example.com/2012/08/",
            "http://example.com/news/06-08-2012",
            "http://example.com/2012/08/title",
            "http://example.com/2012/13/16/",
            "http://example.com/2012/02/30/",
            "http://example.com/1993/08/16/",
            "http://example.com/2101/08/16/",
            "http://example.com/2012/08/160/",
            "http://example.com/120120816/",
            "http://example.com/a?d=2012/08/16",
            "http://example.com/a#2012-08-16",
            "http://web.archive.org/web/20121211032145/http://example.com/7135799.stm",
            "http://2012-08-16.example.com/a",
            "http://example.com/hi/europe/7135799.stm",
            "http://example.com/2012/très/é/",
            "2012é",
        ];
        for url in none {
            assert_eq!(from_url(url), None, "{url}");
        }
    }
}
