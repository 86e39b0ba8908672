//! Calendar days: in numbers, with a month's name, and in Han or Hangul.

use super::calendars;
use super::clock::{self, Clock, Place};
use super::rules::{self, Rules};
use super::token::Tokens;
use super::words::Roles;
use crate::article::DateTime;

/// A day as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day {
    pub date: DateTime,
    pub ambiguous: bool,
    pub yearless: bool,
    /// Nothing but the calendar was needed to read it: the month is named, or the year comes first.
    pub plain: bool,
    /// The time, where it stands before the year: `Dec 10 10:28:00 GMT 2007`.
    pub clock: Option<Clock>,
    /// The token after it.
    pub next: usize,
}

/// Reads the day that begins at a token. The weekday (1 to 7, or 0) is the one that stands before it.
pub(super) fn read(tokens: Tokens<'_>, at: usize, weekday: u8, rules: &Rules<'_>) -> Option<Day> {
    let Some((value, digits)) = tokens.number(at) else { return month_first(tokens, at, weekday, rules) };
    if let Some(year) = rules::full_year(value, digits) {
        return year_first(tokens, at, year);
    }
    if let Some(year) = calendars::solar_year(value, digits).filter(|_| rules.speaks("fa")) {
        return year_first(tokens, at, year);
    }
    if let Some(day) = of_era(tokens, at, value) {
        return Some(day);
    }
    tokens.small(at)?;
    numbers(tokens, at, weekday, rules)
        .or_else(|| day_first(tokens, at, weekday, rules))
        .or_else(|| han(tokens, at, None, weekday, rules))
}

/// Nothing before the number at a token makes it a part of something longer: an amount, a version, a telephone number, a path.
///
/// A day beside its month's name may end a range: `9-10 December`, `9/10 December`.
pub(super) fn starts(tokens: Tokens<'_>, at: usize, named: bool) -> bool {
    if at == 0 || !tokens.glued(at) {
        return !(at > 0 && tokens.is_mark(at - 1, "$£€¥₹#"));
    }
    let before = at - 1;
    let after_number = before > 0 && tokens.glued(before) && tokens.number(before - 1).is_some();
    if let Some(mark) = tokens.mark(before) {
        return match mark {
            '$' | '£' | '€' | '¥' | '₹' | '#' | '=' | '&' | '_' | '+' | '@' => false,
            '-' | '/' if after_number => named,
            // `10 December-12 January`, but not "COVID-19".
            '-' if before > 0 && month(tokens, before - 1).is_some() => named,
            '-' | '/' => !tokens.glued(before),
            '.' | ',' | ':' | '\'' => !after_number,
            _ => true,
        };
    }
    // "le10 avril" comes of lost white space; "B10/12/2007" is a number of its own kind.
    tokens.han(before).is_some() || (named && tokens.is_letters(before) && tokens.word(before).is_some())
}

/// `10/12/2007`, `10.12.2007`, `10. 12. 2007`, `10-12-2007`, `10/12/07`
fn numbers(tokens: Tokens<'_>, at: usize, weekday: u8, rules: &Rules<'_>) -> Option<Day> {
    let (first, second) = (tokens.small(at)?, tokens.small(at + 2)?);
    let separator = separator(tokens, at)?;
    let (value, digits) = tokens.number(at + 4)?;
    let glued = tokens.glued(at + 2) && tokens.glued(at + 4);
    let year = match rules::full_year(value, digits) {
        Some(year) => year,
        // `10.12.07` and `10-12-07` are as often something else, but for `27.04.24` in languages that write dates so.
        None if digits == 2 && separator == '/' && glued && !rules.year_first() => rules::short_year(value)?,
        None if digits == 2 && separator == '.' && glued && rules.points() && has_line(tokens, at) => {
            rules::short_year(value)?
        }
        None if digits == 2 && separator == '-' && glued && full_pairs(tokens, at) => {
            (is_announced(tokens, at) || rules.hyphens()).then_some(())?;
            rules::short_year(value)?
        }
        None => return None,
    };
    if !starts(tokens, at, false) || !ends(tokens, at + 5, separator) {
        return None;
    }
    let (date, ambiguous) = rules.order((first, second), year, separator, weekday)?;
    Some(Day { date, ambiguous, yearless: false, plain: false, clock: None, next: at + 5 })
}

/// `27.04.24`, or `8.5.12` where it stands by itself, a time aside: beside words that is a chapter or version.
fn has_line(tokens: Tokens<'_>, at: usize) -> bool {
    if full_pairs(tokens, at) {
        return true;
    }
    let before = at.checked_sub(1).is_none_or(|before| {
        tokens.is_mark(before, ",|–—-·•/(:") || tokens.word(before).is_some_and(|word| word.entry.weekday > 0)
    });
    let next = at + 5;
    let after = tokens.0.get(next).is_none()
        || tokens.is_mark(next, ",|–—-·•/)")
        || tokens.has(next, Roles::BETWEEN)
        || tokens.number(next).is_some();
    before && after
}

/// A word such as "posted" stands right before the number, or with a colon between.
fn is_announced(tokens: Tokens<'_>, at: usize) -> bool {
    let colon = usize::from(at > 1 && tokens.is_mark(at - 1, ":"));
    at > colon && tokens.has(at - 1 - colon, Roles::ON)
}

/// `27.04.`: two digits both times.
fn full_pairs(tokens: Tokens<'_>, at: usize) -> bool {
    [at, at + 2].iter().all(|at| tokens.number(*at).is_some_and(|(_, digits)| digits == 2))
}

/// The mark that parts three numbers, if it is the same twice and spaced as dates are.
fn separator(tokens: Tokens<'_>, at: usize) -> Option<char> {
    let separator = tokens.mark(at + 1).filter(|_| tokens.is_mark(at + 1, "./-"))?;
    let spacing = [at + 1, at + 2, at + 3, at + 4].map(|i| tokens.glued(i));
    let regular = match spacing {
        [true, true, true, true] => true,
        // `10. 12. 2007`
        [true, false, true, false] => separator == '.',
        [false, false, false, false] => separator == '/',
        _ => false,
    };
    (regular && tokens.mark(at + 3) == Some(separator)).then_some(separator)
}

/// Nothing after the last number makes it a part of something longer.
fn ends(tokens: Tokens<'_>, next: usize, separator: char) -> bool {
    if !tokens.glued(next) {
        return true;
    }
    if tokens.is_letters(next) {
        return tokens.has(next, Roles::T) || tokens.has(next, Roles::YEAR);
    }
    !(tokens.is_mark(next, "%_=") || (tokens.mark(next) == Some(separator) && tokens.glued(next + 1)))
}

/// `2007-12-10`, `2007/12/10`, `2007. 12. 10`, `2007年12月10日`, `2012. április 3.`, `2007-Dec-10`
fn year_first(tokens: Tokens<'_>, at: usize, year: i16) -> Option<Day> {
    if !starts(tokens, at, false) {
        return None;
    }
    if tokens.is_han(at + 1, "年년") {
        return dated(year, tokens.small(at + 2)?, tokens.small(at + 4)?, han_end(tokens, at + 2)?);
    }
    if let (Some(month), Some(day)) = (tokens.small(at + 2), tokens.small(at + 4)) {
        let separator = separator(tokens, at)?;
        return if ends(tokens, at + 5, separator) { dated(year, month, day, at + 5) } else { None };
    }
    let glued_mark = tokens.is_mark(at + 1, ".-/") && tokens.glued(at + 1);
    let mut first = at + 1 + usize::from(glued_mark);
    let has_word = tokens.has(first, Roles::YEAR);
    if has_word {
        first += 1 + usize::from(tokens.is_mark(first + 1, "."));
    }
    // Latvian: `2007. gada 10. decembris`.
    if has_word && let Some(day) = tokens.small(first) {
        let (month, next) = month(tokens, day_end(tokens, first)?)?;
        return dated(year, month, day, next);
    }
    let (month, after) = month(tokens, first)?;
    let skip = usize::from(tokens.is_mark(after, ".-/") && tokens.glued(after));
    let day = tokens.small(after + skip)?;
    // "in 2007 December 10, 2006": the year is that of another phrase.
    let next = day_end(tokens, after + skip)?;
    if tokens
        .number(next + usize::from(tokens.is_mark(next, ",")))
        .is_some_and(|(v, n)| rules::full_year(v, n).is_some())
    {
        return None;
    }
    dated(year, month, day, next)
}

/// `平成19年12月10日`, `民國96年12月10日`
fn of_era(tokens: Tokens<'_>, at: usize, year: u32) -> Option<Day> {
    let name = (tokens.han(at.checked_sub(2)?)?, tokens.han(at - 1)?);
    let before = calendars::before_era(name).filter(|_| tokens.is_han(at + 1, "年"))?;
    let year = before.checked_add(i16::try_from(year).ok()?)?;
    dated(year, tokens.small(at + 2)?, tokens.small(at + 4)?, han_end(tokens, at + 2)?)
}

fn dated(year: i16, month: u8, day: u8, next: usize) -> Option<Day> {
    let date = calendars::day(year, month, day)?;
    Some(Day { date, ambiguous: false, yearless: false, plain: true, clock: None, next })
}

/// `12月10日` at a token: the token after it.
fn han_end(tokens: Tokens<'_>, at: usize) -> Option<usize> {
    (tokens.is_han(at + 1, "月월") && tokens.is_han(at + 3, "日일号號")).then_some(at + 4)
}

/// `12月10日`, where the year is elsewhere.
fn han(tokens: Tokens<'_>, at: usize, year: Option<i16>, weekday: u8, rules: &Rules<'_>) -> Option<Day> {
    let next = han_end(tokens, at).filter(|_| starts(tokens, at, false))?;
    with_year(year, tokens.small(at)?, tokens.small(at + 2)?, weekday, rules, next)
}

/// `10 December 2007`, `10th of December, 2007`, `3. April 2012`, `12 de marzo de 2014`, `10-Dec-2007`, `16 December 09`, `10 December`
fn day_first(tokens: Tokens<'_>, at: usize, weekday: u8, rules: &Rules<'_>) -> Option<Day> {
    let day = tokens.small(at).filter(|day| (1..=31).contains(day) && starts(tokens, at, true))?;
    let mut after = day_end(tokens, at)?;
    let joined = tokens.is_mark(after, "-/") && tokens.glued(after) && tokens.glued(after + 1);
    after += usize::from(joined);
    for _ in 0..2 {
        let joint = tokens.has(after, Roles::OF) || tokens.is_mark(after, "'");
        after += usize::from(joint && month(tokens, after).is_none());
    }
    let named = after;
    let (month, after) = month(tokens, named)?;
    if belongs_to_month(tokens, after) {
        return None;
    }
    let year = year(tokens, after, month, if joined { Short::Joined } else { Short::Alone });
    let next = year.map_or(after, |(_, next)| next);
    if year.is_none() && !may_lack_year(tokens, named, after, rules) {
        return None;
    }
    with_year(year.map(|(year, _)| year), month, day, weekday, rules, next)
}

/// `December 10, 2007`, `Dec. 10th, 2007`, `Dec 10, '07`, `Dec 10 10:28:00 GMT 2007`, `December 10`
fn month_first(tokens: Tokens<'_>, at: usize, weekday: u8, rules: &Rules<'_>) -> Option<Day> {
    let (month, mut after) = month(tokens, at)?;
    let joined = tokens.is_mark(after, "-/") && tokens.glued(after);
    after += usize::from(joined || (tokens.is_mark(after, ".") && tokens.glued(after)));
    after += usize::from(tokens.has(after, Roles::OF) && tokens.has(after, Roles::ARTICLE));
    let day = tokens.small(after).filter(|day| (1..=31).contains(day))?;
    let after = day_end(tokens, after)?;
    let place = Place { after_date: true, ..Place::default() };
    if let Some(clock) = clock::read(tokens, after, place).filter(|_| tokens.is_mark(after + 1, ":"))
        && let Some((value, digits)) = tokens.number(clock.next)
        && let Some(year) = rules::full_year(value, digits)
    {
        return Some(Day { clock: Some(clock), ..dated(year, month, day, clock.next + 1)? });
    }
    let year = year(tokens, after, month, if joined { Short::Joined } else { Short::Marked });
    let next = year.map_or(after, |(_, next)| next);
    if year.is_none() && !may_lack_year(tokens, at, after, rules) {
        return None;
    }
    with_year(year.map(|(year, _)| year), month, day, weekday, rules, next)
}

fn with_year(year: Option<i16>, month: u8, day: u8, weekday: u8, rules: &Rules<'_>, next: usize) -> Option<Day> {
    match year {
        Some(year) => dated(year, month, day, next),
        None => {
            let date = rules.year_of(month, day, weekday)?;
            Some(Day { date, ambiguous: false, yearless: true, plain: false, clock: None, next })
        }
    }
}

/// The token after a day of the month and its ordinal ending; none if the number goes on as something else.
fn day_end(tokens: Tokens<'_>, at: usize) -> Option<usize> {
    let next = at + 1;
    if !tokens.glued(next) {
        return Some(next);
    }
    if tokens.goes_on(next, ":.") || tokens.is_mark(next, "%") {
        return None;
    }
    if tokens.is_mark(next, ".ºª°") {
        return Some(next + 1);
    }
    if tokens.has(next, Roles::ORDINAL) {
        return Some(next + 1 + usize::from(tokens.is_mark(next + 1, ".") && tokens.glued(next + 1)));
    }
    if tokens.is_mark(next, "-") && tokens.has(next + 1, Roles::ORDINAL) && tokens.glued(next + 1) {
        return Some(next + 2);
    }
    // `10Dec2007` is a date, `10km` is not; `10/11` may be the days before `December`, but then the second begins the date.
    (!tokens.is_letters(next) || month(tokens, next).is_some()).then_some(next)
}

/// The month named at a token, and the token after its name. Arabic pages name it twice: `ديسمبر/كانون الأول`.
fn month(tokens: Tokens<'_>, at: usize) -> Option<(u8, usize)> {
    let (first, next) = month_name(tokens, at)?;
    if tokens.is_mark(next, "/")
        && let Some((second, next)) = month_name(tokens, next + 1)
        && first == second
    {
        return Some((first, next));
    }
    Some((first, next))
}

fn month_name(tokens: Tokens<'_>, at: usize) -> Option<(u8, usize)> {
    let entry = tokens.word(at)?.entry;
    // Vietnamese numbers its months: `tháng 12`.
    if entry.roles.has(Roles::MONTH) {
        return tokens.small(at + 1).filter(|month| (1..=12).contains(month)).map(|month| (month, at + 2));
    }
    if let Some((first, second)) = entry.pair {
        if tokens.has(at + 1, Roles::FIRST) {
            return Some((first, at + 2));
        }
        return tokens.has(at + 1, Roles::SECOND).then_some((second, at + 2));
    }
    (entry.month > 0).then_some((entry.month, at + 1))
}

/// Where a year of two digits is taken for one.
#[derive(Clone, Copy, PartialEq)]
enum Short {
    /// `10 December 07`: a number there is most often the year.
    Alone,
    /// `10-Dec-07`, `Dec-10-07`: joined as day and month are. (`December 10-12` are three days.)
    Joined,
    /// `December 10, '07`: after a day a bare number is more often the next thing.
    Marked,
}

/// The year after a day and month, and the token after it.
fn year(tokens: Tokens<'_>, at: usize, month: u8, short: Short) -> Option<(i16, usize)> {
    let point = tokens.is_mark(at, ".") && tokens.glued(at);
    let mut next = at + usize::from(point);
    let joined = tokens.is_mark(next, "-/") && tokens.glued(next) && tokens.glued(next + 1);
    next += usize::from(joined || tokens.is_mark(next, ","));
    for _ in 0..2 {
        next += usize::from(tokens.has(next, Roles::OF));
    }
    let apostrophe = tokens.is_mark(next, "'");
    next += usize::from(apostrophe);
    let (value, digits) = tokens.number(next)?;
    let full = if month > 12 { calendars::solar_year(value, digits) } else { rules::full_year(value, digits) };
    if let Some(year) = full {
        return Some((year, next + 1));
    }
    // `03.Mär.19`
    let dotted = point && tokens.glued(next);
    let taken = apostrophe
        || match short {
            Short::Alone => !joined && (dotted || stands_alone(tokens, next, value)),
            Short::Joined => joined,
            Short::Marked => false,
        };
    if digits != 2 || !taken || tokens.goes_on(next + 1, ":.,") {
        return None;
    }
    Some((rules::short_year(value)?, next + 1))
}

/// A bare number of two digits after a month is its year, and not a time or the count of what follows: "10 December 12 people".
fn stands_alone(tokens: Tokens<'_>, at: usize, value: u32) -> bool {
    let next = at + 1;
    let hour =
        [Roles::HOUR, Roles::AM, Roles::PM, Roles::AFTER, Roles::ORDINAL].iter().any(|role| tokens.has(next, *role));
    let half = tokens.is_mark(next + 1, ".") && tokens.has(next + 2, Roles::LETTER_M);
    if hour || half || tokens.is_mark(next, "%$€£") || tokens.han(next).is_some() {
        return false;
    }
    // Nobody counts with a leading zero.
    let word = tokens.word(next).map(|word| word.entry);
    let goes_with_date =
        word.is_some_and(|word| word.roles.has(Roles::BETWEEN) || word.weekday > 0 || word.roles.has(Roles::YEAR));
    value < 10 || !tokens.is_letters(next) || goes_with_date
}

/// After a month, a day and a year: `10 December 12, 2007` is a number and then a date.
fn belongs_to_month(tokens: Tokens<'_>, at: usize) -> bool {
    if tokens.small(at).is_none() {
        return false;
    }
    let Some(mut next) = day_end(tokens, at) else { return false };
    next += usize::from(tokens.is_mark(next, ","));
    let year = tokens.number(next).is_some_and(|(value, digits)| rules::full_year(value, digits).is_some());
    // `16 December 09 2015 GMT`
    year && tokens.word(next + 1).is_none_or(|word| word.entry.zone.is_none() && !word.entry.roles.has(Roles::AFTER))
}

/// Whether a day and a month without a year are a date all the same.
fn may_lack_year(tokens: Tokens<'_>, name: usize, next: usize, rules: &Rules<'_>) -> bool {
    if !rules.knows_latest() {
        return false;
    }
    // "10 may be", "we march 10 miles"
    let prose = tokens.word(name).is_some_and(|word| word.entry.prose && !word.capital);
    // `10 December 1805`, `December 10, 1805`: it has a year, and not one of ours.
    let far = next + usize::from(tokens.is_mark(next, ","));
    let other_year = tokens.number(far).is_some_and(|(_, digits)| digits > 2)
        && tokens.word(far + 1).is_none_or(|word| word.entry.zone.is_none());
    // `March 10,000`
    !prose && !other_year && !tokens.goes_on(next, ",")
}
