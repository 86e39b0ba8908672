//! Dates as news pages write them, from attribute values, running text and URLs. Plain text in: the document is not known here.
//!
//! [`parse_machine`] reads what programs write into attributes, [`find`] every date in running text, [`parse`] a text that should be
//! a date, [`find_months`] the months of a line that have no day, [`from_url`] the day in an article's address, and
//! [`month_from_url`] the month.
//!
//! Not read: relative words ("yesterday"), Roman months, spelled-out numbers. Of a range of days, the
//! last is found. Of other calendars than the Gregorian, those that papers print beside or instead of it are read: the solar
//! years of Iran, Thai years, East Asian eras.
//!
//! The languages, words and zones are data, in `months.rs`, `words.rs` and `zones.rs`.

mod calendars;
mod clock;
mod context;
mod day;
mod finder;
mod lexicon;
mod machine;
mod month;
mod months;
mod order;
mod rules;
#[cfg(test)]
mod tests;
mod token;
mod url;
mod words;
mod zones;

use crate::article::DateTime;

pub use self::context::{Context, Found};
pub use self::machine::parse_machine;
pub use self::month::find_months;
pub use self::order::day_first;
pub use self::url::{from_url, is_month_name, month_from_url};

/// Every date in running text, in order. They do not overlap. Takes time linear in the text.
pub fn find(text: &str, ctx: &Context<'_>) -> Vec<Found> {
    if !token::has_digit(text) {
        return Vec::new();
    }
    finder::Finder::new(text, ctx).map(|hit| hit.found).collect()
}

/// The first date in running text: what [`find`] finds first, without a look at the rest.
pub fn find_first(text: &str, ctx: &Context<'_>) -> Option<Found> {
    finder::Finder::new(text, ctx).next().map(|hit| hit.found)
}

/// The date that a text gives: the whole of it if it is one that a program wrote, or else the first that stands in it.
pub fn parse(text: &str, ctx: &Context<'_>) -> Option<DateTime> {
    let rules = rules::DateRules::new(ctx);
    machine::parse_machine_in(text, ctx)
        .filter(|date| rules.is_believable(*date))
        .or_else(|| finder::Finder::new(text, ctx).next().map(|hit| hit.found.value))
}
