//! Versions on a line of time, to scale.

use std::fmt::Write;

use cuttings::{History, Timestamp, Version};
use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;

use super::words::{captured, changes_in_words, shown};
use crate::html_page::escaped;

/// Marks on the axis, at most.
const MAX_TICKS: i64 = 8;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// The time that a history covers.
struct Span {
    start: i64,
    end: i64,
}

impl Span {
    fn of(history: &History) -> Option<Span> {
        let versions = history.versions.iter().flat_map(|v| [v.first, v.last]);
        let all = versions.chain(history.failures.iter().map(|f| f.timestamp)).map(Timestamp::unix_seconds);
        let (start, end) = all.fold((i64::MAX, i64::MIN), |(start, end), time| (start.min(time), end.max(time)));
        (start <= end).then_some(Span { start, end })
    }

    /// Where a time stands, from 0 to 1.
    fn place(&self, time: i64) -> f64 {
        match self.end - self.start {
            0 => 0.5,
            length => (time - self.start) as f64 / length as f64,
        }
    }
}

/// The line, each version a link to where it is told; captures that are no versions stand below.
pub fn timeline(history: &History) -> String {
    let Some(span) = Span::of(history) else { return String::new() };
    let mut out = String::from("<nav class=\"line\" aria-label=\"Versions in time\">\n<div class=\"marks\">\n");
    for (i, version) in history.versions.iter().enumerate() {
        out.push_str(&mark(&span, i + 1, version));
    }
    out.push_str("</div>\n<div class=\"axis\" aria-hidden=\"true\">");
    for (time, name) in ticks(&span) {
        _ = write!(out, "<span style=\"--at: {:.4}\">{name}</span>", span.place(time));
    }
    out.push_str("</div>\n");
    if !history.failures.is_empty() {
        out.push_str("<div class=\"failed\" aria-hidden=\"true\">");
        for failure in &history.failures {
            _ = write!(
                out,
                "<i style=\"--at: {:.4}\" title=\"{}: {}\"></i>",
                span.place(failure.timestamp.unix_seconds()),
                escaped(&shown(failure.timestamp)),
                escaped(failure.code.as_str())
            );
        }
        out.push_str("</div>\n");
    }
    out.push_str("</nav>\n");
    out
}

/// A version's mark: where it was first captured, as high as much changed, and how long it was there.
fn mark(span: &Span, number: usize, version: &Version) -> String {
    /// Changes from which on a mark is as high as any.
    const MANY: f64 = 24.0;
    let count = version.changes.len() as f64;
    let high = if number == 1 { 1.0 } else { ((1.0 + count).ln() / (1.0 + MANY).ln()).min(1.0) };
    let (first, last) = (span.place(version.first.unix_seconds()), span.place(version.last.unix_seconds()));
    let told = match version.changes.is_empty() {
        true => String::new(),
        false => format!("; {}", changes_in_words(version)),
    };
    let headline = version.changes.iter().any(|change| matches!(change, cuttings::Change::Headline { .. }));
    format!(
        "<a href=\"#v{number}\"{} style=\"--at: {first:.4}; --long: {:.4}; --high: {high:.2}\" title=\"Version {number}, {}{}\">\
         <span class=\"sr\">Version {number}</span></a>\n",
        if headline { " class=\"headline\"" } else { "" },
        last - first,
        escaped(&captured(version)),
        escaped(&told)
    )
}

/// Where the axis has marks, with their names.
fn ticks(span: &Span) -> Vec<(i64, String)> {
    let named = |seconds: i64, format: &str| {
        let time = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        (seconds, time.strftime(format).to_string())
    };
    let length = span.end - span.start;
    if length == 0 {
        return vec![named(span.start, "%-d %b %Y, %H:%M")];
    }
    for (step, format) in [
        (60, "%-d %b %Y, %H:%M"),
        (5 * 60, "%-d %b, %H:%M"),
        (15 * 60, "%-d %b, %H:%M"),
        (HOUR, "%-d %b, %H:%M"),
        (3 * HOUR, "%-d %b, %H:%M"),
        (6 * HOUR, "%-d %b, %H:%M"),
        (12 * HOUR, "%-d %b, %H:%M"),
        (DAY, "%-d %b %Y"),
        (2 * DAY, "%-d %b %Y"),
        (7 * DAY, "%-d %b %Y"),
        (14 * DAY, "%-d %b %Y"),
    ] {
        if length / step < MAX_TICKS {
            let first = span.start.div_euclid(step) + i64::from(span.start.rem_euclid(step) > 0);
            let times = (first..).map(|n| n * step).take_while(|time| *time <= span.end);
            let ticks: Vec<_> = times.map(|time| named(time, format)).collect();
            return if ticks.is_empty() { vec![named(span.start, format), named(span.end, format)] } else { ticks };
        }
    }
    by_months(span)
}

/// The same for spans of months and years.
fn by_months(span: &Span) -> Vec<(i64, String)> {
    let civil = |seconds: i64| -> DateTime {
        let time = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        TimeZone::UTC.to_datetime(time)
    };
    let month_of = |time: DateTime| i64::from(time.year()) * 12 + i64::from(time.month()) - 1;
    let (first, last) = (month_of(civil(span.start)), month_of(civil(span.end)));
    let step = [1, 3, 6, 12, 24, 60, 120].into_iter().find(|step| (last - first) / step < MAX_TICKS).unwrap_or(240);
    let mut out = Vec::new();
    let mut month = first.div_euclid(step) * step;
    while month <= last {
        let (year, of_year) = (month.div_euclid(12), month.rem_euclid(12));
        let day = i16::try_from(year).ok().and_then(|y| jiff::civil::Date::new(y, of_year as i8 + 1, 1).ok());
        let day = day.unwrap_or(date(1970, 1, 1));
        let seconds = TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).map_or(0, jiff::Timestamp::as_second);
        if (span.start..=span.end).contains(&seconds) {
            let format = if step < 12 { "%b %Y" } else { "%Y" };
            out.push((seconds, day.strftime(format).to_string()));
        }
        month += step;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(from: &str, to: &str) -> Vec<String> {
        let seconds = |text: &str| text.parse::<Timestamp>().unwrap().unix_seconds();
        ticks(&Span { start: seconds(from), end: seconds(to) }).into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn an_axis_has_a_few_marks_at_round_times() {
        assert_eq!(names("20190301120000", "20190301120000"), ["1 Mar 2019, 12:00"]);
        assert_eq!(names("20190301120010", "20190301120230"), ["1 Mar 2019, 12:01", "1 Mar 2019, 12:02"]);
        assert_eq!(names("20190301120010", "20190301120030").len(), 2);
        assert_eq!(
            names("20190301220000", "20190302020000"),
            ["1 Mar, 22:00", "1 Mar, 23:00", "2 Mar, 00:00", "2 Mar, 01:00", "2 Mar, 02:00"]
        );
        assert_eq!(names("20190301000000", "20190304000000")[0], "1 Mar, 00:00");
        assert_eq!(
            names("20190302000001", "20190801000000"),
            ["Apr 2019", "May 2019", "Jun 2019", "Jul 2019", "Aug 2019"]
        );
        assert_eq!(names("19970501000000", "20240801000000"), ["2000", "2005", "2010", "2015", "2020"]);
        for (from, to) in [
            ("19960101000000", "20261231000000"),
            ("20190101000000", "20190102000000"),
            ("20200101000000", "20210601000000"),
        ] {
            assert!((2..=9).contains(&names(from, to).len()), "{from} {to} {:?}", names(from, to));
        }
    }
}
