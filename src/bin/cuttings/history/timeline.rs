//! Versions on a line of time, to scale.

use std::fmt::Write;

use cuttings::{History, Timestamp, Version};
use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;

use super::words::{captured, changes_in_words, shown};
use cuttings::html_page::escaped;

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

    /// The shortest time in which most versions came, if it is a small part of all.
    fn dense(&self, history: &History) -> Option<Span> {
        /// Versions from which on there is something to look at closer.
        const MIN_VERSIONS: usize = 4;
        /// The whole has at least so many times its length.
        const SMALL: i64 = 8;
        let mut times: Vec<i64> = history.versions.iter().map(|version| version.first.unix_seconds()).collect();
        times.sort_unstable();
        let most = times.len() * 3 / 5;
        if times.len() < MIN_VERSIONS {
            return None;
        }
        let spans = times.iter().zip(&times[most..]).map(|(start, end)| Span { start: *start, end: *end });
        let dense = spans.min_by_key(|span| span.end - span.start)?;
        (dense.end > dense.start && (dense.end - dense.start) * SMALL <= self.end - self.start).then_some(dense)
    }

    fn holds(&self, time: Timestamp) -> bool {
        (self.start..=self.end).contains(&time.unix_seconds())
    }

    /// Where a time stands, from 0 to 1.
    fn place(&self, time: i64) -> f64 {
        match self.end - self.start {
            0 => 0.5,
            length => (time - self.start) as f64 / length as f64,
        }
    }
}

/// The line, each version a link to where it is told; captures that are no versions stand below. Where most versions came in a
/// small part of the time, a second line shows that part alone.
pub fn timeline(history: &History) -> String {
    let Some(span) = Span::of(history) else { return String::new() };
    let mut out = String::from("<nav aria-label=\"Versions in time\">\n");
    out += &line(history, &span, true);
    if let Some(dense) = span.dense(history) {
        let day = |time: i64, format: &str| named(time, format).1;
        let format = if dense.end - dense.start < 2 * DAY { "%-d %b %Y, %H:%M" } else { "%-d %b %Y" };
        _ = writeln!(out, "<p class=\"soft\">{} to {}, closer:</p>", day(dense.start, format), day(dense.end, format));
        out += &line(history, &dense, false);
    }
    out.push_str("</nav>\n");
    let failed =
        if history.failures.is_empty() { "" } else { " Marks below the line are captures that are no versions." };
    _ = writeln!(
        out,
        "<p class=\"soft legend\">Each mark is a version, the higher the more changed; with a ring, the headline did.{failed}</p>"
    );
    out
}

fn line(history: &History, span: &Span, is_whole: bool) -> String {
    let hidden = if is_whole { "" } else { " aria-hidden=\"true\"" };
    let mut out = format!("<div class=\"line\"{hidden}>\n<div class=\"marks\">\n");
    for (i, version) in history.versions.iter().enumerate().filter(|(_, version)| span.holds(version.first)) {
        out.push_str(&mark(span, i + 1, version, is_whole));
    }
    out.push_str("</div>\n<div class=\"axis\" aria-hidden=\"true\">");
    for (time, name) in ticks(span) {
        _ = write!(out, "<span style=\"--at: {:.4}\">{name}</span>", span.place(time));
    }
    out.push_str("</div>\n<div class=\"failed\" aria-hidden=\"true\">");
    for failure in history.failures.iter().filter(|failure| span.holds(failure.timestamp)) {
        _ = write!(
            out,
            "<i style=\"--at: {:.4}\" title=\"{}: {}\"></i>",
            span.place(failure.timestamp.unix_seconds()),
            escaped(&shown(failure.timestamp)),
            escaped(failure.code.as_str())
        );
    }
    out.push_str("</div>\n</div>\n");
    out
}

/// A version's mark: where it was first captured, as high as much changed, and how long it was there.
fn mark(span: &Span, number: usize, version: &Version, can_focus: bool) -> String {
    /// Changes from which on a mark is as high as any.
    const MANY: f64 = 24.0;
    let count = version.changes.len() as f64;
    let high = if number == 1 { 1.0 } else { ((1.0 + count).ln() / (1.0 + MANY).ln()).min(1.0) };
    let first = span.place(version.first.unix_seconds());
    let last = span.place(version.last.unix_seconds()).clamp(first, 1.0);
    let told = match version.changes.is_empty() {
        true => String::new(),
        false => format!("; {}", changes_in_words(version)),
    };
    let headline = version.changes.iter().any(|change| matches!(change, cuttings::Change::Headline { .. }));
    format!(
        "<i style=\"--at: {first:.4}; --long: {:.4}\"></i><a href=\"#v{number}\"{}{} style=\"--at: {first:.4}; --high: {high:.2}\" title=\"Version {number}, {}{}\">\
         <span class=\"sr\">Version {number}</span></a>\n",
        last - first,
        if headline { " class=\"headline\"" } else { "" },
        if can_focus { "" } else { " tabindex=\"-1\"" },
        escaped(&captured(version)),
        escaped(&told)
    )
}

/// A time with its name.
fn named(seconds: i64, format: &str) -> (i64, String) {
    let time = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    (seconds, time.strftime(format).to_string())
}

/// Where the axis has marks, with their names.
fn ticks(span: &Span) -> Vec<(i64, String)> {
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
        (4 * DAY, "%-d %b %Y"),
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
