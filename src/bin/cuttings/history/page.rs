//! A history as a page.

use std::fmt::Write;

use cuttings::{Block, Change, History, Modifier, Version};

use super::marks::compared;
use super::text::{Room, changed, unfolding};
use super::timeline::timeline;
use super::words::{Kinds, between, captured, changes_in_words, shown, shown_date};
use cuttings::html_page::charts::{self, Count, bars, grouped};
use cuttings::html_page::{HtmlPage, escaped};

const STYLE: &str = include_str!("history.css");

/// Versions in the overview that stands open.
const MAX_OPEN: usize = 12;

pub fn page(history: &History) -> HtmlPage {
    let mut body = String::from("<main>\n");
    head(&mut body, history);
    if !history.versions.is_empty() {
        _ = writeln!(body, "<section class=\"panel\">\n<h2>In time</h2>\n{}", timeline(history));
        overview(&mut body, history);
        body.push_str("</section>\n");
        summary(&mut body, history);
        versions(&mut body, history);
    }
    failures(&mut body, history);
    unlisted(&mut body, history);
    body.push_str("</main>\n");
    let title = headline(history).unwrap_or(&history.url);
    HtmlPage::new(&format!("{title} – cuttings history"), body).style(charts::STYLE).style(STYLE)
}

/// The last headline that the story had.
fn headline(history: &History) -> Option<&str> {
    history.versions.iter().rev().find_map(|version| version.article.headline.as_deref())
}

fn head(out: &mut String, history: &History) {
    let counted =
        |count: usize, what: &str| format!("{} {what}{}", grouped(count as u64), if count == 1 { "" } else { "s" });
    _ = writeln!(
        out,
        "<header>\n<h1 dir=\"auto\">{}</h1>\n<p class=\"mono\">{}</p>\n<p><b>{}</b> in {} <span class=\"soft\">({})</span>",
        escaped(headline(history).unwrap_or("No headline found")),
        link(&history.url, &history.url),
        counted(history.versions.len(), "version"),
        counted(history.captures, "capture"),
        escaped(&history.archive)
    );
    if let (Some(first), Some(last)) = (history.versions.first(), history.versions.last()) {
        _ = write!(out, "<br>{} to {}", escaped(&shown(first.first)), escaped(&shown(last.last)));
    }
    out.push_str("</p>\n");
    if !history.complete {
        out.push_str("<p class=\"notice\"><b class=\"warn\">Not all captures were read</b>, so there may be versions that are not told of.</p>\n");
    }
    out.push_str("</header>\n");
}

/// An address as a link, where a browser would ask a server for it and do nothing else.
fn link(address: &str, text: &str) -> String {
    let start = address.get(..8).unwrap_or_default().to_ascii_lowercase();
    match start.starts_with("http://") || start.starts_with("https://") {
        true => {
            format!("<a href=\"{}\" rel=\"noreferrer nofollow\"><bdi>{}</bdi></a>", escaped(address), escaped(text))
        }
        false => format!("<bdi>{}</bdi>", escaped(text)),
    }
}

/// All versions, a line each.
fn overview(out: &mut String, history: &History) {
    let count = history.versions.len();
    let open = if count <= MAX_OPEN { " open" } else { "" };
    _ = writeln!(
        out,
        "<details{open}><summary>Overview of {count} version{}</summary>\n<table class=\"overview\"><thead><tr><th scope=\"col\">version\
         <th scope=\"col\">captured<th scope=\"col\">changed</tr></thead><tbody>",
        if count == 1 { "" } else { "s" }
    );
    for (i, version) in history.versions.iter().enumerate() {
        let told = if i == 0 { "the first".to_owned() } else { changes_in_words(version) };
        _ = writeln!(
            out,
            "<tr><th scope=\"row\"><a href=\"#v{0}\">{0}</a></th><td>{1}</td><td>{2}</td></tr>",
            i + 1,
            escaped(&captured(version)),
            escaped(&told)
        );
    }
    out.push_str("</tbody></table>\n</details>\n");
}

/// What changed how often.
fn summary(out: &mut String, history: &History) {
    if history.versions.len() < 2 {
        return;
    }
    let named = Kinds::of(history.versions.iter().flat_map(|version| &version.changes)).named();
    let rows: Vec<Count> = named.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    let total = rows.iter().map(|(_, count)| count).sum();
    let chart = bars("What changed, and how often", "changes", &rows, total);
    _ = writeln!(out, "<section class=\"panel\">\n{chart}</section>");
}

fn versions(out: &mut String, history: &History) {
    let mut room = Room::default();
    let mut before: Option<&Version> = None;
    out.push_str("<div class=\"versions\">\n");
    for (i, version) in history.versions.iter().enumerate() {
        if let Some(before) = before {
            let hours = (version.first.unix_seconds() - before.last.unix_seconds()).max(0) as f64 / 3_600.0;
            _ = writeln!(
                out,
                "<p class=\"gap\" style=\"--gap: {:.2}\">{} later</p>",
                (1.0 + hours).log10(),
                between(before.last, version.first)
            );
        }
        one(out, i + 1, version, before, &mut room);
        before = Some(version);
    }
    out.push_str("</div>\n");
}

fn one(out: &mut String, number: usize, version: &Version, before: Option<&Version>, room: &mut Room) {
    let article = &version.article;
    _ = write!(
        out,
        "<section class=\"version panel\" id=\"v{number}\" aria-labelledby=\"h{number}\">\n<h2 id=\"h{number}\">Version {number} \
         <span class=\"when\">{}</span></h2>\n<p class=\"soft\">{}",
        escaped(&captured(version)),
        escaped(&changes_in_words(version))
    );
    if let Some(capture) = &version.capture {
        // As people see it, not its bytes.
        let address = capture.clone().with_modifier(Modifier::Plain).to_string();
        let between = if version.changes.is_empty() { "" } else { " · " };
        _ = write!(out, "{between}{}", link(&address, "the capture"));
    }
    if let Some(archive) = &version.archive {
        _ = write!(out, " · {}", escaped(archive));
    }
    out.push_str("</p>\n");
    let language = article.language.as_deref().map(|l| format!(" lang=\"{}\"", escaped(l))).unwrap_or_default();
    _ = writeln!(out, "<div class=\"text\"{language}>");
    let Some(before) = before else {
        let blocks: Vec<&Block> = article.body.iter().collect();
        _ = writeln!(
            out,
            "<p class=\"first\" dir=\"auto\"><b>{}</b></p>",
            escaped(article.headline.as_deref().unwrap_or("No headline found"))
        );
        let told = format!("The text, {} paragraph{}", blocks.len(), if blocks.len() == 1 { "" } else { "s" });
        if !blocks.is_empty() {
            out.push_str(&unfolding("same", &told, &blocks, room));
        }
        out.push_str("</div>\n</section>\n");
        return;
    };
    version.changes.iter().for_each(|change| out.push_str(&of_head(change)));
    out.push_str(&changed(before, version, room));
    out.push_str("</div>\n</section>\n");
}

/// A change of what stands over the text.
fn of_head(change: &Change) -> String {
    let (kind, text) = match change {
        Change::Headline { old, new } => ("headline", compared(old.as_deref(), new.as_deref())),
        Change::Published { old, new } => ("published", dates(*old, *new)),
        Change::Modified { old, new } => ("modified", dates(*old, *new)),
        _ => return String::new(),
    };
    format!("<div class=\"change {kind}\"><span class=\"kind\">{kind}</span><p dir=\"auto\">{text}</p></div>\n")
}

fn dates(old: Option<cuttings::DateTime>, new: Option<cuttings::DateTime>) -> String {
    let (old, new) = (old.map(shown_date), new.map(shown_date));
    let old = old.map(|text| super::marks::gone(&text));
    let new = new.map(|text| super::marks::new(&text));
    old.into_iter().chain(new).collect::<Vec<_>>().join(" ")
}

fn failures(out: &mut String, history: &History) {
    if history.failures.is_empty() {
        return;
    }
    let count = history.failures.len();
    let open = if count <= MAX_OPEN { " open" } else { "" };
    _ = writeln!(
        out,
        "<section class=\"panel\" id=\"not-read\">\n<h2>Not read <span class=\"soft\">{count}</span></h2>\n\
         <p class=\"soft\">Captures that are no versions: of something else, of errors, or that did not come.</p>\n\
         <details{open}><summary>The captures</summary>\n<table class=\"overview\"><tbody>"
    );
    for failure in &history.failures {
        _ = writeln!(
            out,
            "<tr><td>{}</td><th scope=\"row\">{}</th><td dir=\"auto\">{}</td></tr>",
            escaped([shown(failure.timestamp), failure.archive.clone().unwrap_or_default()].join(" ").trim_end()),
            escaped(failure.code.as_str()),
            escaped(&failure.reason)
        );
    }
    out.push_str("</tbody></table>\n</details>\n</section>\n");
}

/// The archives that could not tell what they have.
fn unlisted(out: &mut String, history: &History) {
    if history.unlisted.is_empty() {
        return;
    }
    out.push_str(
        "<section class=\"panel\" id=\"not-listed\">\n<h2>Not listed</h2>\n\
         <p class=\"soft\">Archives that could not tell what they have, or not all of it.</p>\n\
         <table class=\"overview\"><tbody>\n",
    );
    for archive in &history.unlisted {
        _ = writeln!(
            out,
            "<tr><td>{}</td><th scope=\"row\">{}</th><td dir=\"auto\">{}</td></tr>",
            escaped(&archive.archive),
            escaped(archive.code.as_str()),
            escaped(&archive.reason)
        );
    }
    out.push_str("</tbody></table>\n</section>\n");
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// A version of these paragraphs, captured on that day of the year 2019.
    fn version(day: usize, headline: &str, paragraphs: &[&str]) -> Value {
        let body: Vec<Value> = paragraphs.iter().map(|text| json!({"type": "paragraph", "text": text})).collect();
        let time = format!("2019{:02}{:02}000000", 1 + day / 28, 1 + day % 28);
        json!({"first": time, "last": time, "captures": 1, "article": {"headline": headline, "body": body},
            "capture": format!("http://web.archive.org/web/{time}id_/http://news.example/1.html")})
    }

    fn history(versions: Vec<Value>) -> History {
        let mut versions = versions;
        for i in 1..versions.len() {
            let article = |version: &Value| serde_json::from_value(version["article"].clone()).unwrap();
            let changes = cuttings::changes(&article(&versions[i - 1]), &article(&versions[i]));
            versions[i]["changes"] = serde_json::to_value(changes).unwrap();
        }
        let all = json!({"url": "http://news.example/1.html", "archive": "wayback", "captures": versions.len(), "complete": true, "versions": versions});
        serde_json::from_value(all).unwrap()
    }

    const BOARD: &str = "The island ferry will not sail before Easter, the harbour board said on Monday.";
    const LATER: &str = "The island ferry will not sail before late in May, the harbour board said on Monday.";

    #[test]
    fn versions_are_told_with_their_changes_and_captures() {
        let first = version(0, "Ferry stays", &[BOARD, "It is old.", "Sheep wait."]);
        let second = version(40, "Ferry sails", &[LATER, "It is old.", "Post waits."]);
        let made = page(&history(vec![first, second])).finish();
        for wanted in [
            "Ferry <del>stays</del> <ins>sails</ins>",
            "before <del>Easter,</del> <ins>late in May,</ins> the harbour",
            "<ins>Post waits.</ins>",
            "<del>Sheep wait.</del>",
            "1 paragraph unchanged",
            "href=\"http://web.archive.org/web/20190213000000/http://news.example/1.html\"",
            "43 days later",
            "<a href=\"#v2\"",
        ] {
            assert!(made.contains(wanted), "{wanted}: {made}");
        }
        let place = |text: &str| made.find(text).unwrap();
        assert!(place("<ins>sails") < place("<del>Easter") && place("<del>Easter") < place("1 paragraph unchanged"));
        assert!(place("1 paragraph unchanged") < place("<del>Sheep"));
        // Nothing runs, nothing is loaded.
        assert!(!made.contains("<script") && !made.contains("src=") && made.contains("script-src &#39;none&#39;"));
    }

    #[test]
    fn what_pages_say_is_no_markup_and_no_way_out() {
        let hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
        let mut told = history(vec![version(0, hostile, &[BOARD]), version(1, "A", &[hostile, LATER])]);
        told.url = "javascript:alert(1)".to_owned();
        told.archive = hostile.to_owned();
        told.complete = false;
        let mut json = serde_json::to_value(&told).unwrap();
        json["failures"] = json!([{"timestamp": "20190103000000", "code": "no_article", "reason": hostile}]);
        json["versions"][0]["article"]["language"] = hostile.into();
        let made = page(&serde_json::from_value(json).unwrap()).finish();
        assert!(!made.contains("<script") && !made.contains("<img") && !made.contains("href=\"javascript"), "{made}");
        assert!(made.contains("Not all captures were read") && made.contains("id=\"not-read\""), "{made}");
    }

    #[test]
    fn one_version_or_none_is_a_page_too() {
        let made = page(&history(vec![version(0, "Ferry stays", &[BOARD])])).finish();
        assert!(made.contains("The text, 1 paragraph<") && !made.contains("how often"), "{made}");
        let made = page(&history(Vec::new())).finish();
        assert!(made.contains("<b>0 versions</b> in 0 captures") && !made.contains("class=\"line\""), "{made}");
    }

    #[test]
    fn hundreds_of_versions_are_a_page_that_a_browser_shows() {
        let long = "The ferry sailed at nine with all on board, said the mate. ".repeat(400);
        let versions = (0..300).map(|n| version(n, &format!("Ferry {n}"), &[&format!("{n} {BOARD}"), &long])).collect();
        let made = page(&history(versions)).finish();
        assert_eq!(made.matches("class=\"version panel\"").count(), 300);
        // What did not change is not repeated without end.
        assert!(made.len() < 6 << 20, "{}", made.len());
        assert!(made.contains("<p class=\"same soft\">1 paragraph unchanged</p>"));
    }

    #[test]
    fn texts_from_right_to_left_have_their_direction() {
        let made = page(&history(vec![version(0, "عنوان", &["نص"]), version(1, "عنوان آخر", &["نص آخر"])])).finish();
        assert!(
            made.contains("<h1 dir=\"auto\">عنوان آخر") && made.contains("<p dir=\"auto\">عنوان <ins>آخر</ins></p>"),
            "{made}"
        );
    }
}
