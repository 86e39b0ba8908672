//! Months with their year and no day, as magazines date their stories: `November 2004`.

use super::context::{Context, Found};
use super::day::named_month;
use super::rules::{self, DateRules};
use super::token::{Lexer, Token, Tokens, has_digit};
use super::words::WordRoles;
use crate::article::DateTime;

/// Texts are lines, and of a longer one only the beginning is read, in bytes.
const MAX_BYTES: usize = 400;

/// Every month of a line that is named and has its year of four digits beside it, but no day. Solar months are none: each lies in
/// two of ours.
pub fn find_months(text: &str, context: &Context<'_>) -> Vec<Found> {
    let text = &text[..text.floor_char_boundary(MAX_BYTES)];
    if !has_digit(text) {
        return Vec::new();
    }
    let rules = DateRules::new(context);
    let tokens: Vec<Token> = Lexer::new(text, rules.language).collect();
    let tokens = Tokens(&tokens);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = tokens.0.get(at) {
        let read = year_last(tokens, at).or_else(|| year_first(tokens, at));
        let read = read.and_then(|(year, month, next)| Some((DateTime::from_ym(year, month)?, next)));
        let Some((value, next)) = read.filter(|(value, _)| rules.is_believable(*value)) else {
            at += 1;
            continue;
        };
        let end = tokens.0.get(next - 1).map_or(first.end, |last| last.end);
        found.push(Found { value, start: first.start, end, ambiguous: false, yearless: false });
        at = next;
    }
    found
}

/// `November 2004`, `Nov. 2004`, `November, 2004`, `noviembre de 2004`, `tháng 11 năm 2004`; and the token after it.
fn year_last(tokens: Tokens<'_>, at: usize) -> Option<(i16, u8, usize)> {
    let (month, mut next) = named_month(tokens, at)?;
    // "we march 2004 miles"; and what is glued to the name is a part of something else.
    let is_word = tokens.word(at).is_some_and(|word| word.entry.prose && !word.capital);
    let is_glued = tokens.glued(at) && at > 0 && (tokens.is_letters(at - 1) || tokens.is_mark(at - 1, "-_"));
    if is_word || is_glued || has_day_before(tokens, at) {
        return None;
    }
    next += usize::from(tokens.is_mark(next, ".") && tokens.glued(next));
    next += usize::from(tokens.is_mark(next, ",/-'"));
    for _ in 0..2 {
        next += usize::from(tokens.has(next, WordRoles::OF));
    }
    let year = year_at(tokens, next)?;
    Some((year, month, next + 1))
}

/// `2004年11月`, `2004. november`, `2004 m. lapkritis`, `2004. gada novembris`.
fn year_first(tokens: Tokens<'_>, at: usize) -> Option<(i16, u8, usize)> {
    let year = year_at(tokens, at).filter(|_| at == 0 || !tokens.glued(at) || !tokens.is_mark(at - 1, "/-."))?;
    if tokens.is_han(at + 1, "年년") {
        let month = tokens.small(at + 2).filter(|_| tokens.is_han(at + 3, "月월"))?;
        return tokens.number(at + 4).is_none().then_some((year, month, at + 4));
    }
    let mut name = at + 1 + usize::from(tokens.is_mark(at + 1, ".") && tokens.glued(at + 1));
    if tokens.has(name, WordRoles::YEAR) {
        name += 1 + usize::from(tokens.is_mark(name + 1, ".") && tokens.glued(name + 1));
    }
    let (month, next) = named_month(tokens, name)?;
    // `2004 December 10` is a day; in `10 June 2004, November 2005` the year is that of the date before.
    let is_day = tokens.number(next + usize::from(tokens.is_mark(next, ".,-"))).is_some();
    (!is_day && !follows_month(tokens, at)).then_some((year, month, next))
}

/// A year of four digits that does not go on as an amount or a number of its own kind.
fn year_at(tokens: Tokens<'_>, at: usize) -> Option<i16> {
    let (value, digits) = tokens.number(at)?;
    let goes_on = tokens.goes_on(at + 1, ",.:") || tokens.glued(at + 1) && tokens.is_letters(at + 1);
    rules::full_year(value, digits).filter(|_| !goes_on)
}

/// A number of a day stands before the month's name, with an ordinal's ending or a small word between.
fn has_day_before(tokens: Tokens<'_>, at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back);
    let is_day = |back: usize| before(back).is_some_and(|i| tokens.small(i).is_some_and(|day| (1..=31).contains(&day)));
    let is_between = before(1).is_some_and(|i| {
        tokens.has(i, WordRoles::OF) || tokens.has(i, WordRoles::ORDINAL) || tokens.is_mark(i, ".-/ºª°")
    });
    // `Issue 12, November 2004` counts issues.
    is_day(1) || is_between && (is_day(2) || is_day(3))
}

/// A month's name stands right before the year.
fn follows_month(tokens: Tokens<'_>, at: usize) -> bool {
    let name = |back: usize| at.checked_sub(back).is_some_and(|i| tokens.word(i).is_some_and(|w| w.entry.month > 0));
    name(1) || name(2)
}

#[cfg(test)]
mod tests {
    use super::super::months::MONTHS;
    use super::*;

    fn months(text: &str, language: Option<&str>) -> Vec<String> {
        let context = Context { language, ..Context::default() };
        find_months(text, &context).iter().map(|f| f.value.to_string()).collect()
    }

    #[test]
    fn a_named_month_with_its_year_is_found_in_every_language() {
        for row in MONTHS {
            let language = row.tags.split(' ').next();
            for (month, names) in (1..).zip(&row.names) {
                let Some(name) = names.split_whitespace().next() else { continue };
                let capital: String =
                    name.chars().take(1).flat_map(char::to_uppercase).chain(name.chars().skip(1)).collect();
                let found = months(&format!("Ann Lee, {capital} 2004"), language);
                assert_eq!(found, [format!("2004-{month:02}")], "{name} in {}", row.tags);
            }
        }
    }

    #[test]
    fn forms_of_month_and_year() {
        for text in [
            "by Ewan Toth, November 2004",
            "Nov. 2004",
            "NOVEMBER, 2004",
            "noviembre de 2004",
            "novembro 2004",
            "tháng 11 năm 2004",
            "2004年11月",
            "2004년 11월",
            "2004. november",
            "พฤศจิกายน 2547",
            "Issue 12, November 2004",
            "Vol. 3 | November 2004 | Features",
        ] {
            assert_eq!(months(text, None), ["2004-11"], "{text}");
        }
        let found = find_months("by Ewan Toth, November 2004 (Essays)", &Context::default());
        assert_eq!((found[0].start, found[0].end), (14, 27));
    }

    #[test]
    fn days_years_and_amounts_are_no_months() {
        for text in [
            "3 November 2004",
            "the 3rd of November 2004",
            "3. November 2004",
            "November 3, 2004",
            "November",
            "2004",
            "in 2004",
            "we march 2004 miles",
            "you may 2004 times",
            "November 1805",
            "November 2,004",
            "November 2004.5",
            "2004年11月3日",
            "2004 November 3",
            "11/2004",
        ] {
            assert_eq!(months(text, None), [""; 0], "{text}");
        }
        let latest = DateTime::from_ymd(2004, 10, 10);
        let context = Context { latest, ..Context::default() };
        assert_eq!(find_months("November 2004", &context), []);
    }
}
