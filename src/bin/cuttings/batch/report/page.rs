//! The report as a page.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::Timestamp;

use super::ended::{End, Work};
use super::findings::{Entry, Errors, Findings, MAX_ERRORS, STEPS};
use super::histogram::{Histogram, size, time};
use crate::batch::progress::duration;
use crate::batch::record::Stamp;
use crate::batch::summary::{self, Summary};
use cuttings::html_page::charts::{self, Column, Shares, bars, columns, grouped, highest, shares};
use cuttings::html_page::{HtmlPage, escaped};

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// Names that have a bar of their own, and years and hosts that have a line.
const MAX_BARS: usize = 14;
const MAX_YEARS: usize = 60;
const MAX_HOSTS: usize = 25;

/// Errors of a kind that are shown at once.
const MAX_OPEN: usize = 15;

/// Pages from which on it is said what half of them stay below.
const FEW: u64 = 20;

/// The fields that are counted.
const FIELDS: [&str; 5] = ["date", "body", "title", "author", "caption"];

/// What is told.
pub struct Told<'a> {
    pub summary: &'a Summary,
    pub findings: &'a Findings,
    pub work: Work,
    pub end: &'a End,
    pub passed_over: &'a str,
    pub earlier: usize,
    pub begun: Timestamp,
    pub ended: Timestamp,
    pub command: String,
    pub stamp: &'a Stamp,
    /// The name of the directory of pages, and theirs in it by number.
    pub dir: &'a str,
    pub pages: &'a BTreeMap<usize, String>,
    /// Why there are no pages.
    pub without: Option<&'a str>,
}

pub fn page(told: &Told<'_>) -> HtmlPage {
    let mut body = String::from("<main>\n");
    head(&mut body, told);
    body.push_str("<div class=\"two\">\n");
    outcomes(&mut body, told.summary);
    body.push_str("</div>\n");
    confidence(&mut body, told.findings);
    fields(&mut body, told.summary);
    body.push_str("<div class=\"two\">\n");
    costs(&mut body, told.findings);
    body.push_str("</div>\n");
    unsure(&mut body, told);
    errors(&mut body, told.findings);
    run(&mut body, told);
    body.push_str("</main>\n");
    let title = format!("{} pages – cuttings batch", grouped(told.summary.records as u64));
    HtmlPage::new(&title, body).style(charts::STYLE).style(STYLE).script(SCRIPT)
}

fn head(out: &mut String, told: &Told<'_>) {
    let s = told.summary;
    out.push_str("<header>\n<h1>Report of a batch</h1>\n<p class=\"soft\">");
    _ = writeln!(out, "{}, by cuttings {}</p>", when(told.ended), escaped(told.stamp.version));
    match told.end {
        End::Done => {}
        End::Interrupted => out.push_str(
            "<p class=\"notice\" role=\"status\"><b class=\"warn\">Interrupted.</b> Not all pages were read; what is told is of those that were. \
             <code>--resume</code> goes on.</p>\n",
        ),
        End::BrokenOff(why) => {
            _ = writeln!(
                out,
                "<p class=\"notice\" role=\"status\"><b class=\"bad\">Broken off.</b> {}</p>",
                escaped(why)
            );
        }
    }
    out.push_str("<dl class=\"tiles\">\n");
    let no_article = s.outcomes.get("no_article").copied().unwrap_or(0);
    let mut tile = |name: &str, value: &str, class: &str| {
        _ = writeln!(out, "<div><dt>{name}</dt><dd{class}>{value}</dd></div>");
    };
    let counts = [
        ("pages", s.records, true, ""),
        ("articles", s.articles, true, ""),
        ("without an article", no_article, false, ""),
        ("failed", s.failed, true, " class=\"bad\""),
        ("duplicates", s.duplicates, false, ""),
        ("left out", s.left_out, false, ""),
    ];
    for (name, count, always, class) in counts {
        if always || count > 0 {
            tile(name, &grouped(count as u64), if count > 0 { class } else { "" });
        }
    }
    let seconds = told.work.took.as_secs_f64();
    tile("time", &if seconds < 10.0 { format!("{seconds:.1} s") } else { duration(seconds) }, "");
    if told.work.pages > 0 {
        let rate = |amount: f64| amount / seconds.max(0.001);
        tile("pages a second", &rounded(rate(told.work.pages as f64)), "");
        tile("MB a second", &rounded(rate(told.work.bytes as f64 / 1e6)), "");
    }
    out.push_str(
        "</dl>\n<nav aria-label=\"Further down\"><a href=\"#unsure\">the least sure pages</a> <a href=\"#slow\">those that took longest</a> \
         <a href=\"#errors\">errors</a> <a href=\"#run\">the run</a></nav>\n</header>\n",
    );
}

/// Three digits of a number.
fn rounded(number: f64) -> String {
    match number {
        _ if number >= 100.0 => grouped(number.round() as u64),
        _ if number >= 10.0 => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}

fn when(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

fn outcomes(out: &mut String, s: &Summary) {
    let chart = |title: &str, counts: &BTreeMap<String, usize>, total: usize| {
        bars(title, "pages", &highest(counts, MAX_BARS), total as u64)
    };
    _ = write!(
        out,
        "<section class=\"panel\">\n{}{}</section>\n<section class=\"panel\">\n{}</section>\n",
        chart("What came of the pages", &s.outcomes, s.records),
        chart("Warnings", &s.warnings, s.records),
        chart("Languages of the articles", &s.languages, s.articles)
    );
}

fn confidence(out: &mut String, found: &Findings) {
    let step = |i: usize| format!("{:.2}", i as f64 / STEPS as f64);
    let range = |i: usize| format!("{} to {}", step(i), step(i + 1));
    let counted = found.confidence.iter().enumerate();
    let steps: Vec<Column> =
        counted.map(|(i, count)| Column { from: step(i), range: range(i), count: *count }).collect();
    let said: u64 = found.confidence.iter().sum();
    let mut note = String::from("How likely the body is nearly right: of the pages said 0.9, nine in ten are.");
    if found.unsaid > 0 {
        note += &format!(
            " {} more articles have none: their body was told by a site profile, metadata or plain text.",
            grouped(found.unsaid)
        );
    }
    let title = format!("Confidence of {} article{}", grouped(said), if said == 1 { "" } else { "s" });
    _ = writeln!(out, "<section class=\"panel\">\n{}</section>", columns(&title, &note, "pages", &steps));
}

fn fields(out: &mut String, s: &Summary) {
    let mut table = |what: &str, counts: &BTreeMap<String, summary::Shares>, most: usize, by_year: bool| {
        // By year of the date, all pages of a year have one.
        let first = usize::from(by_year);
        let row = |name: &str, s: &summary::Shares| Shares {
            name: name.to_owned(),
            all: s.pages as u64,
            have: [s.date, s.body, s.title, s.author, s.caption][first..].iter().map(|n| *n as u64).collect(),
        };
        let mut rows: Vec<Shares> = counts.iter().map(|(name, shares)| row(name, shares)).collect();
        let mut all = row("all", &summary::Shares::default());
        for row in &rows {
            all.all += row.all;
            all.have.iter_mut().zip(&row.have).for_each(|(all, count)| *all += count);
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.all));
        let more = rows.len().saturating_sub(most);
        rows.truncate(most);
        if by_year {
            rows.sort_by(|a, b| a.name.cmp(&b.name));
        }
        let note = if more == 0 { String::new() } else { format!("and {} with fewer pages", grouped(more as u64)) };
        let title = format!("What was found, by {what}");
        _ = writeln!(
            out,
            "<section class=\"panel wide\">\n{}</section>",
            shares(&title, what, &FIELDS[first..], &all, &rows, &note)
        );
    };
    table("year of publication", &s.years, MAX_YEARS, true);
    table("host", &s.hosts, MAX_HOSTS, false);
}

fn costs(out: &mut String, found: &Findings) {
    let note = |h: &Histogram, said: fn(u64) -> String| match h.count() {
        0 => String::new(),
        1 => said(h.largest()),
        count if count < FEW => format!("mean {}, most {}", said(h.sum() / count), said(h.largest())),
        count => format!(
            "half below about {}, 95% below about {}; mean {}, most {}",
            said(h.quantile(0.5)),
            said(h.quantile(0.95)),
            said(h.sum() / count),
            said(h.largest())
        ),
    };
    for (title, histogram, said) in
        [("Time to extract a page", &found.times, time as fn(u64) -> String), ("Size of a page", &found.sizes, size)]
    {
        let chart = columns(title, &note(histogram, said), "pages", &histogram.columns(said));
        _ = writeln!(out, "<section class=\"panel\">\n{chart}</section>");
    }
}

fn unsure(out: &mut String, told: &Told<'_>) {
    let lists = [
        ("The least sure pages", "confidence", "unsure", &told.findings.unsure),
        ("The pages that took longest", "time", "slow", &told.findings.slow),
    ];
    for (title, why, id, entries) in lists {
        let entries = entries.sorted();
        _ = writeln!(out, "<section class=\"panel wide\" id=\"{id}\">\n<h2>{title}</h2>");
        if entries.is_empty() {
            out.push_str("<p class=\"soft\">none</p>\n</section>\n");
            continue;
        }
        if let Some(without) = told.without {
            _ = writeln!(out, "<p class=\"soft\">{}</p>", escaped(without));
        }
        _ = writeln!(
            out,
            "<table class=\"list\"><thead><tr><th scope=\"col\" class=\"number\">{why}<th scope=\"col\">headline<th scope=\"col\">page</tr></thead><tbody>"
        );
        entries.iter().for_each(|entry| listed(out, entry, told));
        out.push_str("</tbody></table>\n</section>\n");
    }
}

/// A line for a page.
fn listed(out: &mut String, entry: &Entry, told: &Told<'_>) {
    let headline = match &entry.headline {
        Some(headline) => format!("<bdi>{}</bdi>", escaped(headline)),
        None => "<span class=\"soft\">no headline</span>".to_owned(),
    };
    _ = write!(out, "<tr><td class=\"number\">{}</td><td dir=\"auto\">", escaped(&entry.why));
    match told.pages.get(&entry.number) {
        Some(name) => {
            _ = write!(
                out,
                "<a href=\"{}/{}\" title=\"the page beside its article, as cuttings inspect shows it\">{headline}</a>",
                path_segment(told.dir),
                path_segment(name)
            );
        }
        None => out.push_str(&headline),
    }
    for warning in &entry.warnings {
        _ = write!(out, " <span class=\"tag warn\">{}</span>", escaped(warning));
    }
    _ = write!(out, "</td><td class=\"mono\"><bdi>{}</bdi>", escaped(&entry.source));
    if let Some(address) = entry.address.as_deref().filter(|address| *address != entry.source) {
        _ = write!(out, "<br>{}", address_link(address));
    }
    out.push_str("</td></tr>\n");
}

/// An address, as a link where a browser would ask a server for it and do nothing else.
fn address_link(address: &str) -> String {
    let lower = address.get(..8).unwrap_or_default().to_ascii_lowercase();
    match lower.starts_with("http://") || lower.starts_with("https://") {
        true => format!("<a href=\"{0}\" rel=\"noreferrer nofollow\"><bdi>{0}</bdi></a>", escaped(address)),
        false => format!("<bdi>{}</bdi>", escaped(address)),
    }
}

/// A file's name within an address.
fn path_segment(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => _ = write!(out, "%{byte:02X}"),
        }
    }
    out
}

fn errors(out: &mut String, found: &Findings) {
    let mut kinds: Vec<(&String, &Errors)> = found.errors.iter().collect();
    kinds.sort_by_key(|(_, errors)| std::cmp::Reverse(errors.count));
    let all: u64 = kinds.iter().map(|(_, errors)| errors.count).sum();
    _ = writeln!(
        out,
        "<section class=\"panel wide\" id=\"errors\">\n<h2>Errors <span class=\"soft\">{}</span></h2>",
        grouped(all)
    );
    if kinds.is_empty() {
        out.push_str("<p class=\"good\">No page failed.</p>\n");
    } else {
        // Shown by the script, without which it does nothing.
        out.push_str("<p><label id=\"search\" hidden>Show those with <input type=\"search\"></label></p>\n");
    }
    for (kind, errors) in kinds {
        let open = if errors.listed.len() <= MAX_OPEN { " open" } else { "" };
        _ = writeln!(
            out,
            "<details class=\"errors\"{open}><summary><b class=\"bad\">{}</b> <span class=\"soft\">{}</span></summary>\n\
             <table class=\"list\"><thead class=\"sr\"><tr><th scope=\"col\">input<th scope=\"col\">message</tr></thead><tbody>",
            escaped(kind),
            grouped(errors.count)
        );
        for (source, message) in &errors.listed {
            _ = writeln!(
                out,
                "<tr><td class=\"mono\"><bdi>{}</bdi></td><td dir=\"auto\">{}</td></tr>",
                escaped(source),
                escaped(message)
            );
        }
        out.push_str("</tbody></table>\n");
        if errors.count > MAX_ERRORS as u64 {
            let more = grouped(errors.count - MAX_ERRORS as u64);
            _ = writeln!(out, "<p class=\"soft\">and {more} more, which the records have</p>");
        }
        out.push_str("</details>\n");
    }
    out.push_str("</section>\n");
}

fn run(out: &mut String, told: &Told<'_>) {
    out.push_str("<section class=\"panel wide\" id=\"run\">\n<h2>The run</h2>\n<table class=\"run\"><tbody>\n");
    let mut line = |name: &str, value: &str, is_code: bool| {
        let class = if is_code { " class=\"mono\"" } else { "" };
        _ = writeln!(out, "<tr><th scope=\"row\">{name}</th><td{class}>{}</td></tr>", escaped(value));
    };
    line("command", &told.command, true);
    line("version", told.stamp.version, false);
    line("model", &told.stamp.model, true);
    let options = if told.stamp.options.is_empty() { "as they are by themselves" } else { &told.stamp.options };
    line("options of extraction", options, !told.stamp.options.is_empty());
    line("began", &when(told.begun), false);
    let how = match told.end {
        End::Done => "",
        End::Interrupted => ", interrupted",
        End::BrokenOff(_) => ", broken off",
    };
    line("ended", &format!("{}{how}", when(told.ended)), false);
    let worked = format!("{} pages, {}", grouped(told.work.pages as u64), size(told.work.bytes));
    line("read", &worked, false);
    if told.earlier > 0 {
        let earlier = format!("{} pages, which are counted above", grouped(told.earlier as u64));
        line("read by the run that this one went on with", &earlier, false);
    }
    if !told.passed_over.is_empty() {
        line("passed over", told.passed_over, false);
    }
    out.push_str("</tbody></table>\n</section>\n");
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::batch::facts::Facts;
    use crate::batch::record::Cost;

    /// A run of these records, by their JSON.
    fn report(records: impl Iterator<Item = String>, end: &End, pages: &[(usize, &str)]) -> String {
        let (mut summary, mut findings, mut count) = (Summary::default(), Findings::default(), 0);
        for (number, record) in records.enumerate() {
            let facts: Facts = serde_json::from_str(&record).unwrap();
            summary.add(&facts);
            let micros = 900 + (number as u64 * 7_919) % 60_000;
            let cost = Cost { bytes: 500 + micros * 3, time: Some(Duration::from_micros(micros)) };
            findings.add((number, 0), Some(&facts), cost);
            count += 1;
        }
        let told = Told {
            summary: &summary,
            findings: &findings,
            work: Work { pages: count, bytes: 1_000_000, took: Duration::from_secs(5) },
            end,
            passed_over: "",
            earlier: 0,
            begun: Timestamp::UNIX_EPOCH,
            ended: Timestamp::UNIX_EPOCH,
            command: "cuttings batch x".to_owned(),
            stamp: &Stamp { version: "1", model: "m".to_owned(), options: String::new() },
            dir: "r & s_files",
            pages: &pages.iter().map(|(number, name)| (*number, (*name).to_owned())).collect(),
            without: None,
        };
        page(&told).finish()
    }

    #[test]
    fn a_run_without_pages_has_a_report() {
        let made = report(std::iter::empty(), &End::Done, &[]);
        assert!(made.contains("<dt>pages</dt><dd>0</dd>") && made.contains("No page failed."), "{made}");
        assert!(!made.contains("NaN") && !made.contains("inf "), "{made}");
        assert!(report(std::iter::empty(), &End::Interrupted, &[]).contains("Interrupted."));
        let broken = report(std::iter::empty(), &End::BrokenOff("<full> disk".to_owned()), &[]);
        assert!(broken.contains("Broken off.</b> &lt;full&gt; disk"), "{broken}");
    }

    #[test]
    fn what_pages_say_is_no_markup_and_no_way_out() {
        let record = r#"{"source": "<script>alert(1)</script>", "url": "javascript:alert(1)", "headline": "<img src=x>\"", "confidence": 0.25,
            "published": "2007", "language": "<i>", "warnings": [{"code": "<u>"}]}"#;
        let failed = r#"{"source": "\"><b>x", "error": {"kind": "<s>", "message": "</td><script>"}}"#;
        let made = report([record, failed].map(str::to_owned).into_iter(), &End::Done, &[(0, "page-1.html")]);
        for markup in ["<script>alert", "<img", "<i>&", "<u>", "<s>", "\"><b>x", "</td><script>", "href=\"javascript"] {
            assert!(!made.contains(markup), "{markup}: {made}");
        }
        assert!(made.contains("<a href=\"r%20%26%20s_files/page-1.html\""), "{made}");
        assert!(made.contains("&lt;img src=x&gt;&quot;") && made.contains("<bdi>javascript:alert(1)</bdi>"), "{made}");
        let plain = report(std::iter::once(record.replace("javascript:", "http://a.example/")), &End::Done, &[]);
        assert!(plain.contains("<a href=\"http://a.example/alert(1)\" rel="), "{plain}");
        assert!(!plain.contains("r%20%26%20s_files"), "{plain}");
    }

    #[test]
    fn a_hundred_thousand_pages_make_a_page_that_a_browser_shows() {
        let record = |n: usize| match n % 10 {
            0 => format!(
                r#"{{"source": "f{n}.html", "error": {{"kind": "k{}", "message": "{}"}}}}"#,
                n % 70,
                "m".repeat(200)
            ),
            1 => format!(r#"{{"source": "f{n}.html", "duplicate": "near"}}"#),
            _ => format!(
                r#"{{"source": "f{n}.html", "url": "http://h{}.example/{n}", "headline": "{}", "published": "{}", "language": "l{}",
                    "confidence": {}, "body": [{{}}]}}"#,
                n % 9_000,
                "h".repeat(300),
                1500 + n % 600,
                n % 200,
                (n % 1_000) as f64 / 1_000.0
            ),
        };
        let made = report((0..100_000).map(record), &End::Done, &[]);
        assert!(made.contains("<dt>pages</dt><dd>100,000</dd>") && made.contains("<dd class=\"bad\">10,000</dd>"));
        assert!(made.len() < 3_000_000, "{} bytes", made.len());
        assert!(made.matches("<tr").count() < 4_500, "{} lines", made.matches("<tr").count());
    }
}
