//! The walk over a text that finds its dates.

use super::clock::{self, Clock, Place};
use super::day::{self, Day};
use super::rules::{self, Rules};
use super::token::{Kind, Lexer, Token, Tokens};
use super::words::{Roles, WEEKDAY_CHARS};
use super::{Context, Found};
use crate::article::DateTime;

/// How many tokens a date can take with its time. Every attempt sees no more than these, which makes the walk linear.
const AHEAD: usize = 64;

/// How many tokens before a number decide whether it begins a date.
const BEHIND: usize = 3;

/// Spent tokens are let go of when there are so many: often enough to stay small, seldom enough to cost nothing.
const SPENT: usize = 1024;

/// Marks that part the pieces of a date.
const BREAKS: &str = ",.-–—|·•:;()/@";

/// At most so many words and marks stand between a date and its time. (BBC: "13 January 2011 Last updated at 17:49 GMT".)
const LONGEST_BREAK: usize = 6;

/// Gives the dates of a text in order.
pub(super) struct Finder<'t> {
    lexer: Lexer<'t>,
    rules: Rules<'t>,
    tokens: Vec<Token>,
    /// The token that the next attempt begins at.
    head: usize,
}

/// A date in the text, and whether it is one under any context.
pub(super) struct Hit {
    pub found: Found,
    pub plain: bool,
}

/// A date with its time, in tokens.
struct Reading {
    day: Day,
    clock: Option<Clock>,
    next: usize,
}

impl<'t> Finder<'t> {
    pub(super) fn new(text: &'t str, context: &Context<'t>) -> Finder<'t> {
        let mut rules = Rules::new(context);
        let bare = text.trim();
        rules.is_alone = bare.len() == 8 && bare.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        Finder { lexer: Lexer::new(text, rules.language), rules, tokens: Vec::new(), head: 0 }
    }

    /// Sees to it that the tokens which an attempt may look at are there.
    fn fill(&mut self) {
        if self.head > SPENT {
            self.tokens.drain(..self.head - BEHIND);
            self.head = BEHIND;
        }
        let missing = (self.head + AHEAD).saturating_sub(self.tokens.len());
        self.tokens.extend(self.lexer.by_ref().take(missing));
    }

    fn read(&self) -> Option<Reading> {
        let tokens = Tokens(&self.tokens);
        match tokens.0.get(self.head)?.kind {
            Kind::Unknown | Kind::Mark(_) => None,
            Kind::Word(word) => {
                let after_weekday = (word.entry.weekday > 0).then(|| self.after_weekday(self.head)).flatten();
                let day = after_weekday.or_else(|| day::read(tokens, self.head, 0, &self.rules))?;
                Some(self.with_time(day))
            }
            Kind::Number { .. } => match day::read(tokens, self.head, 0, &self.rules) {
                Some(day) => Some(self.with_time(day)),
                None => self.time_first(self.head),
            },
            Kind::Han(_) => clock::half_before(tokens, self.head).and_then(|_| self.time_first(self.head)),
        }
    }

    /// `Monday, 10 …`, `Montag, den 3. …`, `segunda-feira, 3 …`
    fn after_weekday(&self, at: usize) -> Option<Day> {
        let tokens = Tokens(&self.tokens);
        let weekday = tokens.word(at)?.entry.weekday;
        let mut next = at + 1;
        while next < at + 4 && (tokens.is_mark(next, ",.-|") || tokens.has(next, Roles::ARTICLE)) {
            next += 1;
        }
        day::read(tokens, next, weekday, &self.rules)
    }

    /// The day with the time that follows it, if one does.
    fn with_time(&self, day: Day) -> Reading {
        let clock = day.clock.or_else(|| self.time_after(day.next));
        let next = clock.map_or(day.next, |clock| clock.next.max(day.next));
        Reading { day, clock, next }
    }

    fn time_after(&self, start: usize) -> Option<Clock> {
        let tokens = Tokens(&self.tokens);
        let mut place = self.place();
        place.after_date = true;
        place.iso = tokens.has(start, Roles::T) && tokens.glued(start) && tokens.glued(start + 1);
        let mut at = start + usize::from(place.iso);
        while at <= start + LONGEST_BREAK {
            let half = clock::half_before(tokens, at).is_some();
            if half || tokens.number(at).is_some() {
                return clock::read(tokens, at, place);
            }
            let word = tokens.word(at).map(|word| word.entry).unwrap_or_default();
            let passed = word.roles.has(Roles::BETWEEN)
                || word.weekday > 0
                || word.roles.has(Roles::YEAR)
                || tokens.is_mark(at, BREAKS)
                || tokens.is_han(at, WEEKDAY_CHARS)
                // A weekday too short for the tables: `(Mo)`.
                || (tokens.is_letters(at) && at > 0 && tokens.is_mark(at - 1, "(") && tokens.is_mark(at + 1, ")"));
            if !passed {
                return None;
            }
            place.announced |= word.roles.has(Roles::CLOCK);
            at += 1;
        }
        None
    }

    /// `3:45 PM ET, Tue November 12, 2019`
    fn time_first(&self, at: usize) -> Option<Reading> {
        let tokens = Tokens(&self.tokens);
        let clock = clock::read(tokens, at, self.place()).filter(|_| day::starts(tokens, at, false))?;
        let mut next = clock.next;
        while next < clock.next + LONGEST_BREAK {
            let weekday = tokens.word(next).is_some_and(|word| word.entry.weekday > 0);
            let day = if weekday { self.after_weekday(next) } else { None };
            if let Some(day) = day.or_else(|| day::read(tokens, next, 0, &self.rules)) {
                let next = day.next;
                return Some(Reading { day, clock: Some(clock), next });
            }
            if !weekday && !tokens.is_mark(next, BREAKS) && !tokens.has(next, Roles::ON) {
                return None;
            }
            next += 1;
        }
        None
    }

    fn place(&self) -> Place {
        Place { am_is_word: self.rules.speaks("de"), ..Place::default() }
    }
}

impl Iterator for Finder<'_> {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        loop {
            self.fill();
            let start = self.tokens.get(self.head)?.start;
            let Some(reading) = self.read() else {
                self.head += 1;
                continue;
            };
            let end = self.tokens.get(reading.next.checked_sub(1)?)?.end;
            self.head = reading.next;
            let value = assemble(reading.day.date, reading.clock);
            if self.rules.believes(value) && rules::has_real_year(value) {
                let Day { ambiguous, yearless, plain, .. } = reading.day;
                return Some(Hit { found: Found { value, start, end, ambiguous, yearless }, plain });
            }
        }
    }
}

/// The day and what is known of the time, in one value.
fn assemble(date: DateTime, clock: Option<Clock>) -> DateTime {
    let Some(clock) = clock else { return date };
    let Some(local) = date.with_time(clock.hour, clock.minute, clock.second) else { return date };
    let offset = clock.zone.and_then(|zone| zone.minutes(rules::civil_time(local)?));
    let Some(exact) = offset.and_then(|minutes| local.with_offset_minutes(minutes)) else { return local };
    if clock.in_utc { exact.to_utc().unwrap_or(exact) } else { exact }
}
