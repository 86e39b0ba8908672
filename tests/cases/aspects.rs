//! What is held of every case.

use std::collections::BTreeSet;

use cuttings::{Block, Options, SiteProfiles};
use serde_json::Value;

use crate::case::Case;
use crate::differences::{differing_fields, report};

type Test = fn(&Case) -> Result<(), String>;

/// The tests of a case, by the name of what they hold.
pub const ALL: [(&str, Test); 5] =
    [("article", article), ("lines", lines), ("profiles_off", profiles_off), ("stable", stable), ("outputs", outputs)];

/// The article is the expected one, field by field; of warnings the codes.
fn article(case: &Case) -> Result<(), String> {
    let found = to_value(&case.extract(Options::default())?);
    report(&case.expected, &found)
}

/// What must appear does, and what must not appear stands in the page alone.
fn lines(case: &Case) -> Result<(), String> {
    let article = to_value(&case.extract(Options::default())?);
    let strings = strings_of(&article);
    let page = page_texts(case)?;
    let has = |texts: &[String], line: &str| texts.iter().any(|t| t.contains(&fold(line)));
    let mut wrong = Vec::new();
    if case.settings.about.is_empty() || case.settings.absent.is_empty() {
        wrong.push("case.toml is not filled in: about, or absent".to_owned());
    }
    let unexplained = case.settings.without_profiles.iter().filter(|(_, reason)| reason.trim().is_empty());
    wrong.extend(unexplained.map(|(name, _)| format!("without_profiles gives no reason for {name}")));
    for line in &case.settings.appear {
        if !has(&strings, line) {
            wrong.push(format!("missing from the article: {line:?}"));
        }
    }
    for line in &case.settings.absent {
        if let Some(text) = strings.iter().find(|t| t.contains(&fold(line))) {
            wrong.push(format!("in the article: {line:?}, in {:?}", around(text, &fold(line))));
        }
        if !has(&page, line) {
            wrong.push(format!("not even in the page, so its absence proves nothing: {line:?}"));
        }
    }
    all_well(wrong)
}

/// Without site profiles the article is the same but for the fields that `case.toml` lists, and those do differ.
fn profiles_off(case: &Case) -> Result<(), String> {
    let found = to_value(&case.extract(Options::default().profiles(SiteProfiles::Off))?);
    let differing = differing_fields(&case.expected, &found);
    let listed: BTreeSet<String> = case.settings.differing_fields().map(str::to_owned).collect();
    compare_lists(&differing, &listed).map_err(|message| match report(&case.expected, &found) {
        Err(differences) => format!("{message}\n{differences}"),
        Ok(()) => message,
    })
}

fn compare_lists(differing: &BTreeSet<String>, listed: &BTreeSet<String>) -> Result<(), String> {
    let unlisted: Vec<&str> = differing.difference(listed).map(String::as_str).filter(|f| *f != "profile").collect();
    let equal: Vec<&str> = listed.difference(differing).map(String::as_str).collect();
    let mut wrong = Vec::new();
    if !unlisted.is_empty() {
        wrong.push(format!("differ without profiles but are not in without_profiles: {}", unlisted.join(", ")));
    }
    if !equal.is_empty() {
        wrong.push(format!("are in without_profiles but as expected without them too: {}", equal.join(", ")));
    }
    all_well(wrong)
}

/// The same bytes give the same JSON.
fn stable(case: &Case) -> Result<(), String> {
    let options = || Options::default().links(true).provenance(true);
    let (first, second) = (case.extract(options())?.to_json(), case.extract(options())?.to_json());
    if first == second { Ok(()) } else { Err(format!("first:  {first}\nsecond: {second}")) }
}

/// Text, Markdown and HTML hold the words of the article, as one reads them there.
fn outputs(case: &Case) -> Result<(), String> {
    let article = case.extract(Options::default().links(true))?;
    let formats = [
        ("text", fold(&article.to_text())),
        ("markdown", read_markdown(&article.to_markdown())),
        ("html", read_html(&article.to_html())),
    ];
    let mut wrong = Vec::new();
    let captions = article.media.iter().filter_map(|m| m.caption.as_deref());
    let texts = article.body.iter().filter_map(|b| match b {
        Block::Paragraph { text, .. } | Block::Heading { text, .. } => Some(text.as_str()),
        _ => None,
    });
    for text in texts.chain(article.headline.as_deref()).chain(captions) {
        for (format, written) in &formats {
            if !written.contains(&fold(text)) {
                wrong.push(format!("not in the {format}: {text:?}"));
            }
        }
    }
    all_well(wrong)
}

/// Where a line stands in a text, with some words on either side.
fn around(text: &str, line: &str) -> String {
    const CONTEXT: usize = 60;
    let at = text.find(line).map_or(0, |at| text[..at].chars().count());
    let (start, length) = (at.saturating_sub(CONTEXT), line.chars().count() + 2 * CONTEXT);
    let part: String = text.chars().skip(start).take(length).collect();
    let more = |is: bool| if is { "…" } else { "" };
    format!("{}{part}{}", more(start > 0), more(text.chars().count() > start + length))
}

fn all_well(wrong: Vec<String>) -> Result<(), String> {
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

fn to_value(article: &cuttings::Article) -> Value {
    serde_json::to_value(article).unwrap()
}

/// White space folded, so that a line may stand over a break.
pub fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every string of the article, but for the warnings: they talk about the page.
pub fn strings_of(article: &Value) -> Vec<String> {
    let mut out = Vec::new();
    let mut open: Vec<&Value> = match article.as_object() {
        Some(fields) => fields.iter().filter(|(name, _)| *name != "warnings").map(|(_, value)| value).collect(),
        None => vec![article],
    };
    while let Some(value) = open.pop() {
        match value {
            Value::String(text) => out.push(fold(text)),
            Value::Array(values) => open.extend(values),
            Value::Object(fields) => open.extend(fields.values()),
            _ => {}
        }
    }
    out
}

/// The page as its source, as its text with tags taken for nothing and for a space, and each attribute.
fn page_texts(case: &Case) -> Result<Vec<String>, String> {
    let source = case.source()?;
    let html = scraper::Html::parse_document(&source);
    let texts: Vec<&str> = html.root_element().text().collect();
    let mut out = vec![fold(&source), fold(&texts.concat()), fold(&texts.join(" "))];
    for element in html.root_element().descendent_elements() {
        out.extend(element.value().attrs().map(|(_, value)| fold(value)));
    }
    Ok(out)
}

fn read_markdown(markdown: &str) -> String {
    use pulldown_cmark::{Event, Options, Parser};
    let mut out = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) | Event::Code(text) => out += &text,
            Event::SoftBreak | Event::HardBreak | Event::End(pulldown_cmark::TagEnd::Paragraph) => out.push(' '),
            _ => {}
        }
    }
    fold(&out)
}

fn read_html(html: &str) -> String {
    let html = scraper::Html::parse_fragment(html);
    fold(&html.root_element().text().collect::<String>())
}

/// The aspects themselves, on values made by hand.
pub fn check() {
    let set = |names: &[&str]| names.iter().map(|n| n.to_string()).collect::<BTreeSet<String>>();
    assert_eq!(compare_lists(&set(&["kicker", "profile"]), &set(&["kicker"])), Ok(()));
    let unlisted = compare_lists(&set(&["body", "kicker"]), &set(&["kicker"])).unwrap_err();
    assert_eq!(unlisted, "differ without profiles but are not in without_profiles: body");
    let equal = compare_lists(&set(&[]), &set(&["kicker"])).unwrap_err();
    assert_eq!(equal, "are in without_profiles but as expected without them too: kicker");

    let article = serde_json::json!({"a": "one\ntwo", "b": [{"c": "three"}], "warnings": [{"code": "x"}]});
    let mut strings = strings_of(&article);
    strings.sort();
    assert_eq!(strings, ["one two", "three"]);
    assert_eq!(around("one two", "two"), "one two");
    let long = around(&format!("{}x{}", "ü".repeat(90), "ö".repeat(90)), "x");
    assert_eq!(long, format!("…{}x{}…", "ü".repeat(60), "ö".repeat(60)));
    assert_eq!(read_markdown("# A \\*b\\*\n\nc\\\nd [e](/f)"), "A *b*c d e");
    assert_eq!(read_html("<p>a&amp;b<br>\nc</p>"), "a&b c");

    let case = |absent: &str| Case {
        bytes: b"<p title='Log in'>Nothing to <b>see</b> here".to_vec(),
        expected: Value::Null,
        settings: crate::case::Settings {
            about: "a case".into(),
            absent: vec![absent.to_owned()],
            ..Default::default()
        },
    };
    assert_eq!(lines(&case("Log in")), Ok(()));
    assert!(lines(&case("Log out")).unwrap_err().contains("not even in the page"));
}
