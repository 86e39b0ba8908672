//! The walk over a text that finds its dates.

use super::clock::{self, ClockContext, ClockReading};
use super::context::{Context, Found};
use super::day::{self, DayReading};
use super::rules::{self, DateRules};
use super::token::{Lexer, Token, TokenKind, Tokens};
use super::words::{WEEKDAY_CHARACTERS, WordRoles};
use crate::article::DateTime;

/// How many tokens a date can take with its time. Every attempt sees less than twice as many, which makes the walk linear.
const TOKENS_AHEAD: usize = 64;

/// How many tokens before a number decide whether it begins a date.
const TOKENS_BEHIND: usize = 3;

/// Spent tokens are let go of when there are so many: often enough to stay small, seldom enough to cost nothing.
const MAX_SPENT_TOKENS: usize = 1024;

/// Marks that part the pieces of a date.
const BREAK_MARKS: &str = ",.-–—|·•:;()/@";

/// At most so many words and marks stand between a date and its time. (BBC: "13 January 2011 Last updated at 17:49 GMT".)
const MAX_TOKENS_TO_TIME: usize = 6;

/// Gives the dates of a text in order.
pub(super) struct Finder<'t> {
    lexer: Lexer<'t>,
    rules: DateRules<'t>,
    tokens: Vec<Token>,
    /// Whether the text has no more of them.
    is_spent: bool,
    /// The token that the next attempt begins at.
    head: usize,
}

/// A date in the text, and whether it is one under any context.
pub(super) struct FinderHit {
    pub found: Found,
    pub plain: bool,
}

/// A date with its time, in tokens.
struct DateReading {
    day: DayReading,
    clock: Option<ClockReading>,
    next: usize,
}

impl<'t> Finder<'t> {
    pub(super) fn new(text: &'t str, context: &Context<'t>) -> Finder<'t> {
        let mut rules = DateRules::new(context);
        let trimmed = text.trim();
        rules.is_alone = trimmed.len() == 8 && trimmed.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        Finder { lexer: Lexer::new(text, rules.language), rules, tokens: Vec::new(), is_spent: false, head: 0 }
    }

    /// Sees to it that the tokens which an attempt may look at are there.
    fn fill_tokens(&mut self) {
        if self.head > MAX_SPENT_TOKENS {
            self.tokens.drain(..self.head - TOKENS_BEHIND);
            self.head = TOKENS_BEHIND;
        }
        if self.head + TOKENS_AHEAD > self.tokens.len() && !self.is_spent {
            let before = self.tokens.len();
            self.tokens.extend(self.lexer.by_ref().take(TOKENS_AHEAD));
            self.is_spent = self.tokens.len() < before + TOKENS_AHEAD;
        }
    }

    fn date_at_head(&self) -> Option<DateReading> {
        let tokens = Tokens(&self.tokens);
        match tokens.0.get(self.head)?.kind {
            TokenKind::Unknown | TokenKind::Mark(_) => None,
            TokenKind::Word(word) => {
                let after_weekday = (word.entry.weekday > 0).then(|| self.after_weekday(self.head)).flatten();
                let day = after_weekday.or_else(|| day::read_day(tokens, self.head, 0, &self.rules))?;
                Some(self.with_time(day))
            }
            TokenKind::Number { .. } => match day::read_day(tokens, self.head, 0, &self.rules) {
                Some(day) => Some(self.with_time(day)),
                None => self.time_first(self.head),
            },
            TokenKind::Han(_) => clock::half_day_before(tokens, self.head).and_then(|_| self.time_first(self.head)),
        }
    }

    /// `Monday, 10 …`, `Montag, den 3. …`, `segunda-feira, 3 …`
    fn after_weekday(&self, at: usize) -> Option<DayReading> {
        let tokens = Tokens(&self.tokens);
        let weekday = tokens.word(at)?.entry.weekday;
        let mut next = at + 1;
        while next < at + 4 && (tokens.is_mark(next, ",.-|") || tokens.has(next, WordRoles::ARTICLE)) {
            next += 1;
        }
        day::read_day(tokens, next, weekday, &self.rules)
    }

    /// The day with the time that follows it, if one does.
    fn with_time(&self, day: DayReading) -> DateReading {
        let clock = day.clock.or_else(|| self.time_after(day.next));
        let next = clock.map_or(day.next, |clock| clock.next.max(day.next));
        DateReading { day, clock, next }
    }

    fn time_after(&self, start: usize) -> Option<ClockReading> {
        let tokens = Tokens(&self.tokens);
        let mut context = self.clock_context();
        context.after_date = true;
        context.iso = tokens.has(start, WordRoles::ISO_T) && tokens.glued(start) && tokens.glued(start + 1);
        let mut at = start + usize::from(context.iso);
        while at <= start + MAX_TOKENS_TO_TIME {
            let half = clock::half_day_before(tokens, at).is_some();
            if half || tokens.number(at).is_some() {
                return clock::read_clock(tokens, at, context);
            }
            let word = tokens.word(at).map(|word| word.entry).unwrap_or_default();
            let passed = word.roles.has(WordRoles::BETWEEN)
                || word.weekday > 0
                || word.roles.has(WordRoles::YEAR)
                || tokens.is_mark(at, BREAK_MARKS)
                || tokens.is_han(at, WEEKDAY_CHARACTERS)
                // A weekday too short for the tables: `(Mo)`.
                || (tokens.is_letters(at) && at > 0 && tokens.is_mark(at - 1, "(") && tokens.is_mark(at + 1, ")"));
            if !passed {
                return None;
            }
            context.announced |= word.roles.has(WordRoles::CLOCK);
            at += 1;
        }
        None
    }

    /// `3:45 PM ET, Tue November 12, 2019`
    fn time_first(&self, at: usize) -> Option<DateReading> {
        let tokens = Tokens(&self.tokens);
        let clock =
            clock::read_clock(tokens, at, self.clock_context()).filter(|_| day::can_start_date(tokens, at, false))?;
        let mut next = clock.next;
        while next < clock.next + MAX_TOKENS_TO_TIME {
            let weekday = tokens.word(next).is_some_and(|word| word.entry.weekday > 0);
            let day = if weekday { self.after_weekday(next) } else { None };
            if let Some(day) = day.or_else(|| day::read_day(tokens, next, 0, &self.rules)) {
                let next = day.next;
                return Some(DateReading { day, clock: Some(clock), next });
            }
            if !weekday && !tokens.is_mark(next, BREAK_MARKS) && !tokens.has(next, WordRoles::ON) {
                return None;
            }
            next += 1;
        }
        None
    }

    fn clock_context(&self) -> ClockContext {
        ClockContext { am_is_word: self.rules.is_language("de"), ..ClockContext::default() }
    }
}

impl Iterator for Finder<'_> {
    type Item = FinderHit;

    fn next(&mut self) -> Option<FinderHit> {
        loop {
            self.fill_tokens();
            let start = self.tokens.get(self.head)?.start;
            let Some(reading) = self.date_at_head() else {
                self.head += 1;
                continue;
            };
            let end = self.tokens.get(reading.next.checked_sub(1)?)?.end;
            self.head = reading.next;
            let value = with_clock(reading.day.date, reading.clock);
            if self.rules.is_believable(value) && rules::has_real_year(value) {
                let DayReading { ambiguous, yearless, plain, .. } = reading.day;
                return Some(FinderHit { found: Found { value, start, end, ambiguous, yearless }, plain });
            }
        }
    }
}

/// The day and what is known of the time, in one value.
fn with_clock(date: DateTime, clock: Option<ClockReading>) -> DateTime {
    let Some(clock) = clock else { return date };
    let Some(local) = date.with_time(clock.hour, clock.minute, clock.second) else { return date };
    let offset = clock.zone.and_then(|zone| zone.offset_minutes_at(local.civil_date_time()?));
    let Some(exact) = offset.and_then(|minutes| local.with_offset_minutes(minutes)) else { return local };
    if clock.in_utc { exact.to_utc().unwrap_or(exact) } else { exact }
}
