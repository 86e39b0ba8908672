//! A check as text. Names that others gave may hold anything; they are written so that no terminal obeys them, each on its line.

use std::fmt::Write;

use super::tally::{EpochTally, FieldTally, Tally};
use crate::profile::fields::FIELDS;
use crate::profile::show::percent;
use crate::profile::years::{ByYear, name};
use crate::terminal::line;

pub fn text(tally: &Tally) -> String {
    let mut out = String::new();
    _ = writeln!(out, "{}", line(&summary(tally)));
    pages(&mut out, tally);
    unclaimed(&mut out, tally);
    out.push_str("\nFIELDS, of the pages that an epoch claims\n");
    fields(&mut out, &tally.fields(), tally.claimed());
    for epoch in &tally.epochs {
        self::epoch(&mut out, epoch);
    }
    out
}

/// What came of it in a line.
pub fn summary(tally: &Tally) -> String {
    let (all, claimed) = (tally.pages.total(), tally.claimed());
    let failed =
        if tally.failed == 0 { String::new() } else { format!(", and {} that could not be read", tally.failed) };
    format!("{}: {claimed} of {all} pages are of an epoch, {} of none{failed}", tally.file, all - claimed)
}

fn pages(out: &mut String, tally: &Tally) {
    let years: Vec<_> = tally.pages.years().collect();
    _ = write!(out, "\nPAGES\n  {:<34}", "");
    for year in &years {
        _ = write!(out, "{:>8}", name(*year));
    }
    out.push_str("     all\n");
    let mut row = |label: &str, counts: &ByYear| {
        _ = write!(out, "  {label:<33} ");
        for year in &years {
            match counts.of(*year) {
                0 => _ = write!(out, "{:>8}", "."),
                n => _ = write!(out, "{n:>8}"),
            }
        }
        _ = writeln!(out, "{:>8}", counts.total());
    };
    for epoch in &tally.epochs {
        row(&line(&epoch.name), &epoch.pages);
    }
    for (why, unclaimed) in &tally.unclaimed {
        row(short(*why), &unclaimed.pages);
    }
}

/// A reason in few words.
pub fn short(why: cuttings::Unclaimed) -> &'static str {
    use cuttings::Unclaimed as U;
    match why {
        U::OtherHost => "none: other host",
        U::NoMark => "none: no mark",
        U::TooFewMarks => "none: no address, too few marks",
        U::NothingFound => "none: nothing found",
        U::TooDeep => "none: too deep",
        U::PlainText => "none: plain text",
        _ => "none",
    }
}

fn unclaimed(out: &mut String, tally: &Tally) {
    for (why, unclaimed) in &tally.unclaimed {
        _ = writeln!(out, "\nNO EPOCH: {why}");
        for (source, url) in &unclaimed.named {
            let url = url.as_deref().map(|u| format!("  {u}")).unwrap_or_default();
            _ = writeln!(out, "  {}{}", line(source), line(&url));
        }
        let more = unclaimed.pages.total() - unclaimed.named.len();
        if more > 0 {
            _ = writeln!(out, "  and {more} more");
        }
    }
}

fn fields(out: &mut String, fields: &[FieldTally], pages: usize) {
    _ = writeln!(out, "  {:<14}{:>9}{:>9}{:>9}", "", "without", "with", "differ");
    for (name, field) in FIELDS.iter().zip(fields).filter(|(_, f)| f.with + f.without > 0) {
        let (without, with) = (percent(field.without, pages), percent(field.with, pages));
        _ = writeln!(out, "  {name:<14}{without:>7} %{with:>7} %{:>9}", field.differ);
        for (source, difference) in &field.examples {
            let (old, new) = (line(&difference.without), line(&difference.with));
            _ = writeln!(out, "      {}\n        - {old}\n        + {new}", line(source));
        }
    }
}

fn epoch(out: &mut String, epoch: &EpochTally) {
    let pages = epoch.pages.total();
    let days = if epoch.days.is_empty() { String::new() } else { format!(" ({})", epoch.days) };
    let span = epoch.pages.span().map(|s| format!(", {s}")).unwrap_or_default();
    _ = writeln!(out, "\nEPOCH {}{days}: {pages} pages{span}", line(&epoch.name));
    if pages == 0 {
        return;
    }
    for mark in &epoch.marks {
        let elsewhere = if mark.elsewhere == 0 { String::new() } else { format!("  elsewhere {}", mark.elsewhere) };
        _ = writeln!(out, "  shows {:<57} {}{elsewhere}", line(&mark.mark), hits(&mark.shown, &epoch.pages));
    }
    for role in &epoch.roles {
        _ = writeln!(out, "  {} {}/{pages}", role.role, role.found.total());
        for selector in &role.selectors {
            let counted = match role.first_counts && selector.found.total() > 0 {
                true => format!("  counts {}", selector.counted),
                false => String::new(),
            };
            _ = writeln!(out, "    {:<59} {}{counted}", line(&selector.selector), hits(&selector.found, &epoch.pages));
        }
    }
    fields(out, &epoch.fields, pages);
}

/// On how many of the pages, by year.
fn hits(found: &ByYear, pages: &ByYear) -> String {
    let mut out = format!("{}/{}", found.total(), pages.total());
    if pages.years().count() > 1 && found.total() > 0 {
        for year in pages.years() {
            _ = write!(out, "  {} {}/{}", name(year), found.of(year), pages.of(year));
        }
    }
    if let Some(remark) = found.remark(pages) {
        _ = write!(out, "  ! {remark}");
    }
    out
}
