//! Charts of a page: bars, columns and shares. Each is made of markup and style alone, and its numbers stand in it as text, so that
//! it says the same without style, to who hears it, and where colours are not told apart.

use std::fmt::Write;

use super::escaped;

/// The style of charts, for [`HtmlPage::style`](super::HtmlPage::style).
pub const STYLE: &str = include_str!("charts.css");

/// A name with how many have it.
pub type Count = (String, u64);

/// The counts with the highest first, no more than so many; what is left is counted together.
pub fn highest<'a>(counts: impl IntoIterator<Item = (&'a String, &'a usize)>, most: usize) -> Vec<Count> {
    let mut sorted: Vec<Count> = counts.into_iter().map(|(name, count)| (name.clone(), *count as u64)).collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let rest: Vec<Count> = sorted.split_off(most.min(sorted.len()));
    if !rest.is_empty() {
        let names = format!("{} more", grouped(rest.len() as u64));
        sorted.push((names, rest.iter().map(|(_, count)| count).sum()));
    }
    sorted
}

/// How many have which name: a line each, with a bar as long as its share of `total`.
pub fn bars(title: &str, of: &str, rows: &[Count], total: u64) -> String {
    let mut out = format!(
        "<table class=\"bars\">\n<caption>{}</caption>\n\
         <thead class=\"sr\"><tr><th scope=\"col\">name<th scope=\"col\">bar<th scope=\"col\">{2}<th scope=\"col\">share</tr></thead>\n<tbody>\n{1}",
        escaped(title),
        if rows.is_empty() { "<tr><td class=\"soft\">none</td></tr>\n" } else { "" },
        escaped(of),
    );
    for (name, count) in rows {
        let (name, share) = (escaped(name), per_cent(*count, total));
        _ = writeln!(
            out,
            "<tr title=\"{name}: {count} of {} {} ({share})\"><th scope=\"row\"><bdi>{name}</bdi></th>\
             <td class=\"bar\" style=\"--part: {}\"><i></i></td><td class=\"number\">{}</td><td class=\"number soft\">{share}</td></tr>",
            grouped(total),
            escaped(of),
            part(*count, total),
            grouped(*count)
        );
    }
    out.push_str("</tbody></table>\n");
    out
}

/// A column of a histogram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Where it begins, as the axis says it.
    pub from: String,
    /// What it stands for, in words.
    pub range: String,
    pub count: u64,
}

/// How many are in which range, side by side. The numbers stand behind as a table, folded.
pub fn columns(title: &str, note: &str, of: &str, columns: &[Column]) -> String {
    let total: u64 = columns.iter().map(|c| c.count).sum();
    let most = columns.iter().map(|c| c.count).max().unwrap_or(0);
    let mut out = format!("<figure class=\"columns\">\n<figcaption>{}</figcaption>\n", escaped(title));
    if !note.is_empty() {
        _ = writeln!(out, "<p class=\"soft\">{}</p>", escaped(note));
    }
    if total == 0 {
        out.push_str("<p class=\"soft\">none</p>\n</figure>\n");
        return out;
    }
    // The table says the same to who cannot see it.
    out.push_str("<div class=\"plot\" aria-hidden=\"true\">\n");
    for column in columns {
        let number = if column.count > 0 { short(column.count) } else { String::new() };
        _ = writeln!(
            out,
            "<div title=\"{}: {} {}\"><b>{number}</b><i{} style=\"--part: {}\"></i><span>{}</span></div>",
            escaped(&column.range),
            grouped(column.count),
            escaped(of),
            if column.count == 0 { " class=\"nil\"" } else { "" },
            part(column.count, most),
            escaped(&column.from)
        );
    }
    _ = write!(
        out,
        "</div>\n<details><summary>The numbers</summary>\n<table><thead><tr><th scope=\"col\">range<th scope=\"col\" class=\"number\">{0}\
         <th scope=\"col\" class=\"number\">share</tr></thead><tbody>\n",
        escaped(of)
    );
    for column in columns.iter().filter(|c| c.count > 0) {
        _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td class=\"number\">{}</td></tr>",
            escaped(&column.range),
            grouped(column.count),
            per_cent(column.count, total)
        );
    }
    out.push_str("</tbody></table>\n</details>\n</figure>\n");
    out
}

/// How many of those with one name have what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shares {
    pub name: String,
    pub all: u64,
    pub have: Vec<u64>,
}

/// Pages from which on their shares are compared with those of all: of fewer, chance decides.
const ENOUGH: u64 = 5;

/// A table with the share that has each of `fields`, each cell filled as far; of all first. A share that is less than half of that
/// of all stands out.
pub fn shares(title: &str, what: &str, fields: &[&str], all: &Shares, rows: &[Shares], note: &str) -> String {
    let most = rows.iter().map(|row| row.all).max().unwrap_or(0);
    let mut out = format!(
        "<table class=\"shares\">\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">{}<th scope=\"col\" class=\"number\">pages",
        escaped(title),
        escaped(what)
    );
    for field in fields {
        _ = write!(out, "<th scope=\"col\" class=\"number\">{}", escaped(field));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    if rows.is_empty() {
        out.push_str("<tr><td class=\"soft\">none</td></tr>\n");
    }
    let is_low = |row: &Shares, field: usize| {
        let (of_row, of_all) = (u128::from(row.have[field]), u128::from(all.have[field]));
        row.all >= ENOUGH && of_row * u128::from(all.all) * 2 < of_all * u128::from(row.all)
    };
    let mut any_low = false;
    let first = rows.first().map(|_| (all, " class=\"all\""));
    for (row, class) in first.into_iter().chain(rows.iter().map(|row| (row, ""))) {
        let name = escaped(&row.name);
        _ = write!(
            out,
            "<tr{class}><th scope=\"row\"><bdi>{name}</bdi></th><td class=\"number pages\" style=\"--part: {}\">{}</td>",
            if class.is_empty() { part(row.all, most) } else { part(0, 1) },
            grouped(row.all)
        );
        for (i, (field, count)) in fields.iter().zip(&row.have).enumerate() {
            let low = is_low(row, i);
            any_low |= low;
            _ = write!(
                out,
                "<td class=\"number share{}\" style=\"--part: {}\" title=\"{name}: {} of {} have {}\">{}</td>",
                if low { " low" } else { "" },
                part(*count, row.all),
                grouped(*count),
                grouped(row.all),
                escaped(field),
                whole_per_cent(*count, row.all)
            );
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
    let low = if any_low { "Red and bold: found less than half as often as over all pages." } else { "" };
    for note in [note, low].into_iter().filter(|note| !note.is_empty()) {
        _ = writeln!(out, "<p class=\"soft\">{}</p>", escaped(note));
    }
    out
}

/// A number with its thousands apart.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string().into_bytes();
    let groups: Vec<&[u8]> = digits.rchunks(3).rev().collect();
    String::from_utf8_lossy(&groups.join(&b',')).into_owned()
}

/// A number in the width of a column.
fn short(number: u64) -> String {
    match number {
        0..1_000 => number.to_string(),
        1_000..9_950 => format!("{:.1}k", number as f64 / 1e3),
        9_950..999_500 => format!("{:.0}k", number as f64 / 1e3),
        _ => format!("{:.1}M", number as f64 / 1e6),
    }
}

/// A share as a style has it.
fn part(count: u64, of: u64) -> String {
    format!("{:.4}", if of == 0 { 0.0 } else { count as f64 / of as f64 })
}

fn per_cent(count: u64, of: u64) -> String {
    match of {
        0 => "–".to_owned(),
        _ if count > 0 && count * 2_000 < of => "<0.1%".to_owned(),
        _ => format!("{:.1}%", count as f64 * 100.0 / of as f64),
    }
}

/// Rounded down, so that 100% is said of all alone.
fn whole_per_cent(count: u64, of: u64) -> String {
    (count * 100).checked_div(of).map_or_else(|| "–".to_owned(), |share| format!("{share}%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_read_them() {
        let written = [0, 7, 999, 1_000, 12_345, 1_234_567].map(grouped);
        assert_eq!(written, ["0", "7", "999", "1,000", "12,345", "1,234,567"]);
        assert_eq!(
            [999, 1_000, 9_949, 9_950, 123_456, 999_500].map(short),
            ["999", "1.0k", "9.9k", "10k", "123k", "1.0M"]
        );
        assert_eq!([per_cent(0, 0), per_cent(1, 9_999), per_cent(1, 3)], ["–", "<0.1%", "33.3%"]);
        assert_eq!([whole_per_cent(999, 1_000), whole_per_cent(1, 0)], ["99%", "–"]);
    }

    #[test]
    fn the_highest_come_first_and_the_rest_is_counted_together() {
        let counts: std::collections::BTreeMap<String, usize> =
            [("a", 1), ("b", 5), ("c", 1), ("d", 2)].map(|(name, count)| (name.to_owned(), count)).into();
        let told = |most| highest(&counts, most).iter().map(|(n, c)| format!("{n} {c}")).collect::<Vec<_>>().join(", ");
        assert_eq!(told(9), "b 5, d 2, a 1, c 1");
        assert_eq!(told(2), "b 5, d 2, 2 more 2");
        assert_eq!(told(0), "4 more 9");
    }

    #[test]
    fn names_are_escaped_and_numbers_stand_in_the_text() {
        let hostile = "<b>\"x\" & 'y'".to_owned();
        let made = bars("A <title>", "pages", &[(hostile.clone(), 3), ("b".to_owned(), 1)], 4);
        assert!(
            made.contains("<bdi>&lt;b&gt;&quot;x&quot; &amp; &#39;y&#39;</bdi>") && made.contains("--part: 0.7500"),
            "{made}"
        );
        assert!(made.contains("A &lt;title&gt;") && !made.contains("<b>"), "{made}");
        let row = Shares { name: hostile.clone(), all: 8, have: vec![2, 8] };
        let all = Shares { name: "all".to_owned(), all: 16, have: vec![10, 16] };
        let made = shares("t", "host", &["body", "date"], &all, &[row], "");
        assert!(made.contains("share low\" style=\"--part: 0.2500\"") && made.contains(">100%</td>"), "{made}");
        assert!(!made.contains("<b>"), "{made}");
        let column = Column { from: "0".to_owned(), range: hostile, count: 1_500 };
        let made = columns("t", "", "pages", &[column]);
        assert!(made.contains("<b>1.5k</b>") && made.contains("<td class=\"number\">1,500</td>"), "{made}");
        assert_eq!(made.matches("&quot;x&quot;").count(), 2, "{made}");
    }

    #[test]
    fn what_is_found_less_than_elsewhere_stands_out() {
        let shares_of = |all, have: u64| Shares { name: format!("{have} of {all}"), all, have: vec![have] };
        let all = shares_of(1_000, 800);
        let rows = [(100, 39), (100, 40), (4, 0), (5, 0)].map(|(all, have)| shares_of(all, have));
        let made = shares("t", "host", &["date"], &all, &rows, "");
        let low = |name: &str| {
            made.split_once(&format!("<bdi>{name}</bdi>")).unwrap().1.split_once("</tr>").unwrap().0.contains(" low")
        };
        assert_eq!(
            ["39 of 100", "40 of 100", "0 of 4", "0 of 5", "800 of 1000"].map(low),
            [true, false, false, true, false]
        );
        assert!(made.contains("less than half as often"));
        // What hardly any page has is missed nowhere.
        assert!(!shares("t", "host", &["date"], &shares_of(1_000, 0), &rows[3..], "").contains(" low"));
    }

    #[test]
    fn nothing_is_told_as_nothing() {
        let none = Shares { name: "all".to_owned(), all: 0, have: vec![0] };
        let empty = Column { from: "0".to_owned(), range: "0 to 1".to_owned(), count: 0 };
        for made in [
            bars("t", "pages", &[], 0),
            columns("t", "", "pages", &[empty]),
            shares("t", "year", &["body"], &none, &[], ""),
        ] {
            assert!(made.contains("none") && !made.contains("NaN"), "{made}");
        }
    }
}
