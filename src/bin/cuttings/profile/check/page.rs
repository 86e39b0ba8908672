//! A check as a page to look at.

use std::fmt::Write;

use super::tally::{EpochTally, FieldTally, Tally};
use super::text::{short, summary};
use crate::profile::fields::FIELDS;
use crate::profile::show::{STYLE, percent};
use crate::profile::years::{ByYear, Year, name};
use cuttings::html_page::{HtmlPage, escaped};

pub fn page(tally: &Tally) -> HtmlPage {
    let mut out = String::from("<main class=\"profile\">\n");
    _ = writeln!(out, "<h1>Profile check</h1>\n<p>{}</p>", escaped(&summary(tally)));
    troubles(&mut out, tally);
    pages(&mut out, tally);
    unclaimed(&mut out, tally);
    out.push_str("<section>\n<h2>Fields without and with the profile</h2>\n");
    out.push_str("<p class=\"soft\">Of the pages that an epoch claims.</p>\n");
    fields(&mut out, &tally.fields(), tally.claimed(), true);
    out.push_str("</section>\n");
    for (i, epoch) in tally.epochs.iter().enumerate() {
        self::epoch(&mut out, i, epoch);
    }
    out.push_str("</main>");
    HtmlPage::new(&format!("{} – cuttings profile check", tally.file), out).style(STYLE)
}

/// What somebody should look at: what died, what never hit, what lost a field.
fn troubles(out: &mut String, tally: &Tally) {
    let mut rows: Vec<(usize, String)> = Vec::new();
    for (i, epoch) in tally.epochs.iter().enumerate() {
        if epoch.pages.total() == 0 {
            rows.push((i, "no page is of this epoch".to_owned()));
            continue;
        }
        for mark in epoch.marks.iter().filter(|m| m.shown.total() == 0) {
            rows.push((i, format!("the mark <code>{}</code> is never shown", escaped(&mark.mark))));
        }
        for role in &epoch.roles {
            for selector in &role.selectors {
                if let Some(remark) = selector.found.remark(&epoch.pages) {
                    rows.push((i, format!("{} <code>{}</code>: {remark}", role.role, escaped(&selector.selector))));
                }
            }
        }
        let pages = epoch.pages.total();
        for (field, tally) in FIELDS.iter().zip(&epoch.fields).filter(|(_, f)| f.with < f.without) {
            let lost = tally.without - tally.with;
            rows.push((i, format!("<b>{field}</b> is lost on {lost} of {pages} pages")));
        }
    }
    if rows.is_empty() {
        return;
    }
    out.push_str("<section class=\"panel\">\n<h2>To look at</h2>\n<ul class=\"troubles\">\n");
    for (epoch, row) in rows {
        _ = writeln!(out, "<li><a href=\"#e{epoch}\">{}</a> {row}", escaped(&tally.epochs[epoch].name));
    }
    out.push_str("</ul>\n</section>\n");
}

fn year_heads(out: &mut String, years: &[Year]) {
    for year in years {
        _ = write!(out, "<th scope=\"col\" class=\"n\">{}", name(*year));
    }
}

fn pages(out: &mut String, tally: &Tally) {
    let years: Vec<Year> = tally.pages.years().collect();
    out.push_str(
        "<section>\n<h2>Pages</h2>\n<div class=\"wide\"><table class=\"grid\">\n<thead><tr><th scope=\"col\">epoch",
    );
    year_heads(out, &years);
    out.push_str("<th scope=\"col\" class=\"n\">all</thead>\n<tbody>\n");
    let mut row = |label: String, counts: &ByYear| {
        _ = write!(out, "<tr><th scope=\"row\">{label}");
        for year in &years {
            match counts.of(*year) {
                0 => out.push_str("<td class=\"n soft\">·"),
                n => _ = write!(out, "<td class=\"n\">{n}"),
            }
        }
        _ = writeln!(out, "<td class=\"n\"><b>{}</b>", counts.total());
    };
    for (i, epoch) in tally.epochs.iter().enumerate() {
        let days =
            if epoch.days.is_empty() { String::new() } else { format!(" <span class=\"soft\">{}</span>", epoch.days) };
        row(format!("<a href=\"#e{i}\">{}</a>{days}", escaped(&epoch.name)), &epoch.pages);
    }
    for (why, unclaimed) in &tally.unclaimed {
        row(format!("<a href=\"#none\" class=\"warn\">{}</a>", short(*why)), &unclaimed.pages);
    }
    out.push_str("</tbody></table></div>\n</section>\n");
}

fn unclaimed(out: &mut String, tally: &Tally) {
    if tally.unclaimed.is_empty() {
        return;
    }
    out.push_str("<section id=\"none\">\n<h2>Pages of no epoch</h2>\n");
    for (why, unclaimed) in &tally.unclaimed {
        let all = unclaimed.pages.total();
        _ = writeln!(out, "<details><summary>{all}: {}</summary>\n<ul class=\"mono\">", escaped(&why.to_string()));
        for (source, url) in &unclaimed.named {
            let url = url.as_deref().unwrap_or_default();
            _ = writeln!(out, "<li>{} <span class=\"soft\">{}</span>", escaped(source), escaped(url));
        }
        if all > unclaimed.named.len() {
            _ = writeln!(out, "<li class=\"soft\">and {} more", all - unclaimed.named.len());
        }
        out.push_str("</ul></details>\n");
    }
    out.push_str("</section>\n");
}

/// A share as a number with a bar.
fn share(out: &mut String, part: usize, of: usize) {
    let hundredths = percent(part, of);
    _ = write!(out, "<td class=\"n share\" style=\"--share:{hundredths}%\" title=\"{part} of {of}\">{hundredths} %");
}

/// The fields in a table. Those that no profile changed take a line together where `all` does not ask for them.
fn fields(out: &mut String, fields: &[FieldTally], pages: usize, all: bool) {
    let there: Vec<(&str, &FieldTally)> =
        FIELDS.iter().copied().zip(fields).filter(|(_, f)| f.with + f.without > 0).collect();
    let (same, rows): (Vec<_>, Vec<_>) = there.into_iter().partition(|(_, f)| f.differ == 0 && !all);
    if !same.is_empty() {
        let names: Vec<&str> = same.iter().map(|(name, _)| *name).collect();
        _ = writeln!(out, "<p>The same without the profile and with it: {}.</p>", names.join(", "));
    }
    if rows.is_empty() {
        return;
    }
    out.push_str(
        "<table class=\"grid fields\">\n<thead><tr><th scope=\"col\">field<th scope=\"col\" class=\"n\">without\
         <th scope=\"col\" class=\"n\">with<th scope=\"col\" class=\"n\">pages that differ",
    );
    out.push_str(if all { "" } else { "<th scope=\"col\">for example" });
    out.push_str("</thead>\n<tbody>\n");
    for (name, field) in rows {
        let class = if field.with < field.without { " class=\"bad\"" } else { "" };
        _ = write!(out, "<tr><th scope=\"row\"{class}>{name}");
        share(out, field.without, pages);
        share(out, field.with, pages);
        match field.differ {
            0 => out.push_str("<td class=\"n soft\">·"),
            n => _ = write!(out, "<td class=\"n\">{n}"),
        }
        examples(out, field);
        out.push('\n');
    }
    out.push_str("</tbody></table>\n");
}

/// The first difference to be seen at once, the others on request.
fn examples(out: &mut String, field: &FieldTally) {
    for (i, (source, d)) in field.examples.iter().enumerate() {
        match i {
            0 => out.push_str("<td>"),
            1 => out.push_str("<details><summary>more</summary>\n"),
            _ => {}
        }
        _ = writeln!(
            out,
            "<p class=\"example\"><span class=\"mono soft\">{}</span><br><del dir=\"auto\">{}</del><br><ins dir=\"auto\">{}</ins></p>",
            escaped(source),
            escaped(&d.without),
            escaped(&d.with)
        );
    }
    if field.examples.len() > 1 {
        out.push_str("</details>");
    }
}

fn epoch(out: &mut String, number: usize, epoch: &EpochTally) {
    let pages = epoch.pages.total();
    let span = epoch.pages.span().map(|s| format!(", {s}")).unwrap_or_default();
    _ = writeln!(out, "<section id=\"e{number}\">\n<h2>{}</h2>", escaped(&epoch.name));
    let days = if epoch.days.is_empty() { String::new() } else { format!("; the profile says {}", epoch.days) };
    _ = writeln!(out, "<p>{pages} pages{span}{days}</p>");
    if pages > 0 {
        selectors(out, epoch);
        fields(out, &epoch.fields, pages, false);
    }
    out.push_str("</section>\n");
}

fn selectors(out: &mut String, epoch: &EpochTally) {
    let years: Vec<Year> = epoch.pages.years().collect();
    out.push_str("<div class=\"wide\"><table class=\"grid selectors\">\n<thead><tr><th scope=\"col\">role<th scope=\"col\">selector<th scope=\"col\" class=\"n\">pages");
    year_heads(out, &years);
    // On how many pages each counts says something only where one goes before another.
    let has_order = epoch.roles.iter().any(|r| r.first_counts);
    out.push_str(if has_order { "<th scope=\"col\" class=\"n\">counts" } else { "" });
    out.push_str("<th scope=\"col\"></thead>\n");
    let mut row = |head: &str, selector: &str, found: &ByYear, counted: String, told: String| {
        let class = if found.total() == 0 { " class=\"never\"" } else { "" };
        // Where a thing is seldom found at all, a year without it says little.
        let is_usual = found.total() * 2 >= epoch.pages.total();
        _ = write!(out, "<tr{class}><th scope=\"row\">{head}<td><code>{}</code>", escaped(selector));
        share(out, found.total(), epoch.pages.total());
        for year in &years {
            heat(out, found.of(*year), epoch.pages.of(*year), is_usual);
        }
        let remark = found.remark(&epoch.pages).map(|r| format!("<b class=\"warn\">{r}</b> ")).unwrap_or_default();
        if has_order {
            _ = write!(out, "<td class=\"n\">{counted}");
        }
        _ = writeln!(out, "<td>{remark}{told}");
    };
    for (i, mark) in epoch.marks.iter().enumerate() {
        let elsewhere = match mark.elsewhere {
            0 => String::new(),
            n => format!(
                "<span class=\"soft\" title=\"pages that are of another epoch or none\">also on {n} more</span>"
            ),
        };
        row(if i == 0 { "shows" } else { "" }, &mark.mark, &mark.shown, String::new(), elsewhere);
    }
    for role in &epoch.roles {
        for (i, selector) in role.selectors.iter().enumerate() {
            let counted = if role.first_counts { selector.counted.to_string() } else { String::new() };
            row(if i == 0 { role.role } else { "" }, &selector.selector, &selector.found, counted, String::new());
        }
    }
    out.push_str("</table></div>\n");
}

/// A year's share as a shade.
fn heat(out: &mut String, found: usize, pages: usize, is_usual: bool) {
    let hundredths = percent(found, pages);
    let class = if is_usual { "n heat none" } else { "n soft" };
    _ = match (found, pages) {
        (_, 0) => write!(out, "<td>"),
        (0, pages) => write!(out, "<td class=\"{class}\" title=\"on none of {pages} pages\">0"),
        (found, pages) => write!(
            out,
            "<td class=\"n heat\" style=\"--share:{hundredths}%\" title=\"on {found} of {pages} pages\">{hundredths}"
        ),
    };
}
