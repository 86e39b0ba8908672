//! Calendar days: in numbers, with a month's name, and in Han or Hangul.

use super::calendars;
use super::clock::{self, ClockContext, ClockReading};
use super::rules::{self, DateRules};
use super::token::Tokens;
use super::words::WordRoles;
use crate::article::DateTime;

/// A day as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct DayReading {
    pub date: DateTime,
    pub ambiguous: bool,
    pub yearless: bool,
    /// Nothing but the calendar was needed to read it: the month is named, or the year comes first.
    pub plain: bool,
    /// The time, where it stands before the year: `Dec 10 10:28:00 GMT 2007`.
    pub clock: Option<ClockReading>,
    /// The token after it.
    pub next: usize,
}

/// Reads the day that begins at a token. The weekday (1 to 7, or 0) is the one that stands before it.
pub(super) fn read_day(tokens: Tokens<'_>, at: usize, weekday: u8, rules: &DateRules<'_>) -> Option<DayReading> {
    let Some((value, digits)) = tokens.number(at) else { return day_after_month(tokens, at, weekday, rules) };
    if let Some(year) = rules::full_year(value, digits) {
        return year_first_day(tokens, at, year);
    }
    if let Some(year) = calendars::solar_year(value, digits).filter(|_| rules.is_language("fa")) {
        return year_first_day(tokens, at, year);
    }
    if let Some(day) = era_day(tokens, at, value) {
        return Some(day);
    }
    tokens.small(at)?;
    numeric_day(tokens, at, weekday, rules)
        .or_else(|| day_before_month(tokens, at, weekday, rules))
        .or_else(|| han_day(tokens, at, None, weekday, rules))
}

/// Nothing before the number at a token makes it a part of something longer: an amount, a version, a telephone number, a path.
///
/// A day beside its month's name may end a range: `9-10 December`, `9/10 December`.
pub(super) fn can_start_date(tokens: Tokens<'_>, at: usize, named: bool) -> bool {
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
            '-' if before > 0 && named_month(tokens, before - 1).is_some() => named,
            '-' | '/' => !tokens.glued(before),
            '.' | ',' | ':' | '\'' => !after_number,
            _ => true,
        };
    }
    // "le10 avril" comes of lost white space; "B10/12/2007" is a number of its own kind.
    tokens.han(before).is_some() || (named && tokens.is_letters(before) && tokens.word(before).is_some())
}

/// `10/12/2007`, `10.12.2007`, `10. 12. 2007`, `10-12-2007`, `10/12/07`
fn numeric_day(tokens: Tokens<'_>, at: usize, weekday: u8, rules: &DateRules<'_>) -> Option<DayReading> {
    let (first, second) = (tokens.small(at)?, tokens.small(at + 2)?);
    let separator = date_separator(tokens, at)?;
    let (value, digits) = tokens.number(at + 4)?;
    let glued = tokens.glued(at + 2) && tokens.glued(at + 4);
    let year = match rules::full_year(value, digits) {
        Some(year) => year,
        // `10.12.07` and `10-12-07` are as often something else, but for `27.04.24` in languages that write dates so.
        None if digits == 2 && separator == '/' && glued && !rules.writes_year_first() => rules::short_year(value)?,
        None if digits == 2
            && separator == '.'
            && glued
            && rules.dots_short_dates()
            && stands_by_itself(tokens, at) =>
        {
            rules::short_year(value)?
        }
        None if digits == 2 && separator == '-' && glued && has_two_digit_parts(tokens, at) => {
            (is_announced(tokens, at) || rules.hyphenates_short_dates()).then_some(())?;
            rules::short_year(value)?
        }
        None => return None,
    };
    if !can_start_date(tokens, at, false) || !can_end_date(tokens, at + 5, separator) {
        return None;
    }
    let (date, ambiguous) = rules.ordered_day((first, second), year, separator, weekday)?;
    Some(DayReading { date, ambiguous, yearless: false, plain: false, clock: None, next: at + 5 })
}

/// `27.04.24`, or `8.5.12` where it stands by itself, a time aside: beside words that is a chapter or version.
fn stands_by_itself(tokens: Tokens<'_>, at: usize) -> bool {
    if has_two_digit_parts(tokens, at) {
        return true;
    }
    let before = at.checked_sub(1).is_none_or(|before| {
        tokens.is_mark(before, ",|–—-·•/(:") || tokens.word(before).is_some_and(|word| word.entry.weekday > 0)
    });
    let next = at + 5;
    let after = tokens.0.get(next).is_none()
        || tokens.is_mark(next, ",|–—-·•/)")
        || tokens.has(next, WordRoles::BETWEEN)
        || tokens.number(next).is_some();
    before && after
}

/// A word such as "posted" stands right before the number, or with a colon between.
fn is_announced(tokens: Tokens<'_>, at: usize) -> bool {
    let colon = usize::from(at > 1 && tokens.is_mark(at - 1, ":"));
    at > colon && tokens.has(at - 1 - colon, WordRoles::ON)
}

/// `27.04.`: two digits both times.
fn has_two_digit_parts(tokens: Tokens<'_>, at: usize) -> bool {
    [at, at + 2].iter().all(|at| tokens.number(*at).is_some_and(|(_, digits)| digits == 2))
}

/// The mark that parts three numbers, if it is the same twice and spaced as dates are.
fn date_separator(tokens: Tokens<'_>, at: usize) -> Option<char> {
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
fn can_end_date(tokens: Tokens<'_>, next: usize, separator: char) -> bool {
    if !tokens.glued(next) {
        return true;
    }
    if tokens.is_letters(next) {
        return tokens.has(next, WordRoles::ISO_T) || tokens.has(next, WordRoles::YEAR);
    }
    !(tokens.is_mark(next, "%_=") || (tokens.mark(next) == Some(separator) && tokens.glued(next + 1)))
}

/// `2007-12-10`, `2007/12/10`, `2007. 12. 10`, `2007年12月10日`, `2012. április 3.`, `2007-Dec-10`
fn year_first_day(tokens: Tokens<'_>, at: usize, year: i16) -> Option<DayReading> {
    if !can_start_date(tokens, at, false) {
        return None;
    }
    if tokens.is_han(at + 1, "年년") {
        return certain_day(year, tokens.small(at + 2)?, tokens.small(at + 4)?, end_of_han_day(tokens, at + 2)?);
    }
    if let (Some(month), Some(day)) = (tokens.small(at + 2), tokens.small(at + 4)) {
        let separator = date_separator(tokens, at)?;
        return if can_end_date(tokens, at + 5, separator) { certain_day(year, month, day, at + 5) } else { None };
    }
    let glued_mark = tokens.is_mark(at + 1, ".-/") && tokens.glued(at + 1);
    let mut first = at + 1 + usize::from(glued_mark);
    let has_word = tokens.has(first, WordRoles::YEAR);
    if has_word {
        first += 1 + usize::from(tokens.is_mark(first + 1, "."));
    }
    // Latvian: `2007. gada 10. decembris`.
    if has_word && let Some(day) = tokens.small(first) {
        let (month, next) = named_month(tokens, end_of_day_number(tokens, first)?)?;
        return certain_day(year, month, day, next);
    }
    let (month, after) = named_month(tokens, first)?;
    let skip = usize::from(tokens.is_mark(after, ".-/") && tokens.glued(after));
    let day = tokens.small(after + skip)?;
    // "in 2007 December 10, 2006": the year is that of another phrase.
    let next = end_of_day_number(tokens, after + skip)?;
    if tokens
        .number(next + usize::from(tokens.is_mark(next, ",")))
        .is_some_and(|(v, n)| rules::full_year(v, n).is_some())
    {
        return None;
    }
    certain_day(year, month, day, next)
}

/// `平成19年12月10日`, `民國96年12月10日`
fn era_day(tokens: Tokens<'_>, at: usize, year: u32) -> Option<DayReading> {
    let name = (tokens.han(at.checked_sub(2)?)?, tokens.han(at - 1)?);
    let before = calendars::year_before_era(name).filter(|_| tokens.is_han(at + 1, "年"))?;
    let year = before.checked_add(i16::try_from(year).ok()?)?;
    certain_day(year, tokens.small(at + 2)?, tokens.small(at + 4)?, end_of_han_day(tokens, at + 2)?)
}

fn certain_day(year: i16, month: u8, day: u8, next: usize) -> Option<DayReading> {
    let date = calendars::calendar_day(year, month, day)?;
    Some(DayReading { date, ambiguous: false, yearless: false, plain: true, clock: None, next })
}

/// `12月10日` at a token: the token after it.
fn end_of_han_day(tokens: Tokens<'_>, at: usize) -> Option<usize> {
    (tokens.is_han(at + 1, "月월") && tokens.is_han(at + 3, "日일号號")).then_some(at + 4)
}

/// `12月10日`, where the year is elsewhere.
fn han_day(tokens: Tokens<'_>, at: usize, year: Option<i16>, weekday: u8, rules: &DateRules<'_>) -> Option<DayReading> {
    let next = end_of_han_day(tokens, at).filter(|_| can_start_date(tokens, at, false))?;
    day_with_year(year, tokens.small(at)?, tokens.small(at + 2)?, weekday, rules, next)
}

/// `10 December 2007`, `10th of December, 2007`, `3. April 2012`, `12 de marzo de 2014`, `10-Dec-2007`, `16 December 09`, `10 December`
fn day_before_month(tokens: Tokens<'_>, at: usize, weekday: u8, rules: &DateRules<'_>) -> Option<DayReading> {
    let day = tokens.small(at).filter(|day| (1..=31).contains(day) && can_start_date(tokens, at, true))?;
    let mut after = end_of_day_number(tokens, at)?;
    let joined = tokens.is_mark(after, "-/") && tokens.glued(after) && tokens.glued(after + 1);
    after += usize::from(joined);
    for _ in 0..2 {
        let joint = tokens.has(after, WordRoles::OF) || tokens.is_mark(after, "'");
        after += usize::from(joint && named_month(tokens, after).is_none());
    }
    let named = after;
    let (month, after) = named_month(tokens, named)?;
    if belongs_to_month(tokens, after) {
        return None;
    }
    let year = year_after(tokens, after, month, if joined { ShortYear::Joined } else { ShortYear::Alone });
    let next = year.map_or(after, |(_, next)| next);
    if year.is_none() && !may_lack_year(tokens, named, after, rules) {
        return None;
    }
    day_with_year(year.map(|(year, _)| year), month, day, weekday, rules, next)
}

/// `December 10, 2007`, `Dec. 10th, 2007`, `Dec 10, '07`, `Dec 10 10:28:00 GMT 2007`, `December 10`
fn day_after_month(tokens: Tokens<'_>, at: usize, weekday: u8, rules: &DateRules<'_>) -> Option<DayReading> {
    let (month, mut after) = named_month(tokens, at)?;
    let joined = tokens.is_mark(after, "-/") && tokens.glued(after);
    after += usize::from(joined || (tokens.is_mark(after, ".") && tokens.glued(after)));
    after += usize::from(tokens.has(after, WordRoles::OF) && tokens.has(after, WordRoles::ARTICLE));
    let day = tokens.small(after).filter(|day| (1..=31).contains(day))?;
    let after = end_of_day_number(tokens, after)?;
    let context = ClockContext { after_date: true, ..ClockContext::default() };
    if let Some(clock) = clock::read_clock(tokens, after, context).filter(|_| tokens.is_mark(after + 1, ":"))
        && let Some((value, digits)) = tokens.number(clock.next)
        && let Some(year) = rules::full_year(value, digits)
    {
        return Some(DayReading { clock: Some(clock), ..certain_day(year, month, day, clock.next + 1)? });
    }
    let year = year_after(tokens, after, month, if joined { ShortYear::Joined } else { ShortYear::Marked });
    let next = year.map_or(after, |(_, next)| next);
    if year.is_none() && !may_lack_year(tokens, at, after, rules) {
        return None;
    }
    day_with_year(year.map(|(year, _)| year), month, day, weekday, rules, next)
}

fn day_with_year(
    year: Option<i16>,
    month: u8,
    day: u8,
    weekday: u8,
    rules: &DateRules<'_>,
    next: usize,
) -> Option<DayReading> {
    match year {
        Some(year) => certain_day(year, month, day, next),
        None => {
            let date = rules.day_of_latest_year(month, day, weekday)?;
            Some(DayReading { date, ambiguous: false, yearless: true, plain: false, clock: None, next })
        }
    }
}

/// The token after a day of the month and its ordinal ending; none if the number goes on as something else.
fn end_of_day_number(tokens: Tokens<'_>, at: usize) -> Option<usize> {
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
    if tokens.has(next, WordRoles::ORDINAL) {
        return Some(next + 1 + usize::from(tokens.is_mark(next + 1, ".") && tokens.glued(next + 1)));
    }
    if tokens.is_mark(next, "-") && tokens.has(next + 1, WordRoles::ORDINAL) && tokens.glued(next + 1) {
        return Some(next + 2);
    }
    // `10Dec2007` is a date, `10km` is not; `10/11` may be the days before `December`, but then the second begins the date.
    (!tokens.is_letters(next) || named_month(tokens, next).is_some()).then_some(next)
}

/// The month named at a token, and the token after its name. Arabic pages name it twice: `ديسمبر/كانون الأول`.
pub(super) fn named_month(tokens: Tokens<'_>, at: usize) -> Option<(u8, usize)> {
    let (first, next) = single_month_name(tokens, at)?;
    if tokens.is_mark(next, "/")
        && let Some((second, next)) = single_month_name(tokens, next + 1)
        && first == second
    {
        return Some((first, next));
    }
    Some((first, next))
}

fn single_month_name(tokens: Tokens<'_>, at: usize) -> Option<(u8, usize)> {
    let entry = tokens.word(at)?.entry;
    // Vietnamese numbers its months: `tháng 12`.
    if entry.roles.has(WordRoles::MONTH) {
        return tokens.small(at + 1).filter(|month| (1..=12).contains(month)).map(|month| (month, at + 2));
    }
    if let Some((first, second)) = entry.pair {
        if tokens.has(at + 1, WordRoles::FIRST) {
            return Some((first, at + 2));
        }
        return tokens.has(at + 1, WordRoles::SECOND).then_some((second, at + 2));
    }
    (entry.month > 0).then_some((entry.month, at + 1))
}

/// Where a year of two digits is taken for one.
#[derive(Clone, Copy, PartialEq)]
enum ShortYear {
    /// `10 December 07`: a number there is most often the year.
    Alone,
    /// `10-Dec-07`, `Dec-10-07`: joined as day and month are. (`December 10-12` are three days.)
    Joined,
    /// `December 10, '07`: after a day a bare number is more often the next thing.
    Marked,
}

/// The year after a day and month, and the token after it.
fn year_after(tokens: Tokens<'_>, at: usize, month: u8, short: ShortYear) -> Option<(i16, usize)> {
    let point = tokens.is_mark(at, ".") && tokens.glued(at);
    let mut next = at + usize::from(point);
    let joined = tokens.is_mark(next, "-/") && tokens.glued(next) && tokens.glued(next + 1);
    next += usize::from(joined || tokens.is_mark(next, ","));
    for _ in 0..2 {
        next += usize::from(tokens.has(next, WordRoles::OF));
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
            ShortYear::Alone => !joined && (dotted || is_bare_year(tokens, next, value)),
            ShortYear::Joined => joined,
            ShortYear::Marked => false,
        };
    if digits != 2 || !taken || tokens.goes_on(next + 1, ":.,") {
        return None;
    }
    Some((rules::short_year(value)?, next + 1))
}

/// A bare number of two digits after a month is its year, and not a time or the count of what follows: "10 December 12 people".
fn is_bare_year(tokens: Tokens<'_>, at: usize, value: u32) -> bool {
    let next = at + 1;
    let hour = [WordRoles::HOUR, WordRoles::AM, WordRoles::PM, WordRoles::AFTER, WordRoles::ORDINAL]
        .iter()
        .any(|role| tokens.has(next, *role));
    let half = tokens.is_mark(next + 1, ".") && tokens.has(next + 2, WordRoles::LETTER_M);
    if hour || half || tokens.is_mark(next, "%$€£") || tokens.han(next).is_some() {
        return false;
    }
    // Nobody counts with a leading zero.
    let word = tokens.word(next).map(|word| word.entry);
    let goes_with_date = word
        .is_some_and(|word| word.roles.has(WordRoles::BETWEEN) || word.weekday > 0 || word.roles.has(WordRoles::YEAR));
    value < 10 || !tokens.is_letters(next) || goes_with_date
}

/// After a month, a day and a year: `10 December 12, 2007` is a number and then a date.
fn belongs_to_month(tokens: Tokens<'_>, at: usize) -> bool {
    if tokens.small(at).is_none() {
        return false;
    }
    let Some(mut next) = end_of_day_number(tokens, at) else { return false };
    next += usize::from(tokens.is_mark(next, ","));
    let year = tokens.number(next).is_some_and(|(value, digits)| rules::full_year(value, digits).is_some());
    // `16 December 09 2015 GMT`
    year && tokens
        .word(next + 1)
        .is_none_or(|word| word.entry.zone.is_none() && !word.entry.roles.has(WordRoles::AFTER))
}

/// Whether a day and a month without a year are a date all the same.
fn may_lack_year(tokens: Tokens<'_>, name: usize, next: usize, rules: &DateRules<'_>) -> bool {
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
