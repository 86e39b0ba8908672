//! What hostile pages hold, in every place of a page, through every format: nothing of it comes out as markup, or as an address that does
//! more than lead to a site. The vectors are in `markup.txt` and `addresses.txt`, the places in `places.json`. `tests/browser/vectors.mjs`
//! proves the same in a browser.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod harmless;
#[cfg(feature = "program")]
mod program;

use std::fs;

use cuttings::{Article, Extractor, Options, OutputOptions, Page};
use serde_json::{Map, Value};

use harmless::{check_addresses, check_front_matter, check_html, check_markdown, check_original};

/// The address that stands for the outside.
const CANARY: &str = "http://canary.example";

fn read(name: &str) -> String {
    fs::read_to_string(format!("{}/tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The vectors of a file.
fn vectors(name: &str) -> Vec<String> {
    let file = read(name);
    file.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")).map(vector).collect()
}

/// A line of a file of vectors as the vector that it stands for.
fn vector(line: &str) -> String {
    let picture = |c: char| match u32::from(c) {
        picture @ 0x2400..=0x241f => char::from_u32(picture - 0x2400).unwrap(),
        _ => c,
    };
    let mut out: String = line.replace("CANARY", CANARY).chars().map(picture).collect();
    while let Some((before, (digits, rest))) =
        out.split_once("{U+").and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        let c = char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap();
        out = format!("{before}{c}{rest}");
    }
    out
}

/// What there is in `places.json`.
fn places() -> Map<String, Value> {
    match serde_json::from_str(&read("places.json")).unwrap() {
        Value::Object(places) => places,
        other => panic!("{other}"),
    }
}

/// The pages that hold a vector in places of one kind (`markup`, `addresses`), with the names of these.
fn pages(places: &Map<String, Value>, kind: &str, vector: &str) -> Vec<(String, String)> {
    let page = |place: &Value| {
        let story: String = places["story"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let part = |story: String, name: &str, else_: &str| {
            story.replace(name, place.get(name).and_then(Value::as_str).unwrap_or(else_))
        };
        let story = part(story, "LANG", "en");
        let story = part(part(story, "TITLE", "Ferry sails again"), "HEADLINE", "Ferry sails again");
        let story = ["HEAD", "BEFORE", "BODY", "AFTER"].into_iter().fold(story, |story, name| part(story, name, ""));
        (place["name"].as_str().unwrap().to_owned(), filled(&story, vector))
    };
    places[kind].as_array().unwrap().iter().map(page).collect()
}

/// A page with the vector as it is, as text in markup, and as text in JSON in markup.
fn filled(page: &str, vector: &str) -> String {
    let text = vector.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let json = serde_json::to_string(vector).unwrap().replace('<', "\\u003c");
    // Last what may hold the names of the others.
    page.replace("TEXT", "\u{e000}")
        .replace("JSON", "\u{e001}")
        .replace("VECTOR", vector)
        .replace('\u{e000}', &text)
        .replace('\u{e001}', &json[1..json.len() - 1])
}

fn extractor() -> Extractor {
    Extractor::new(Options::default().links(true).emphasis(true).text(true).provenance(true))
}

/// Every form of an article.
fn check_article(article: &Article, of: &str) {
    let all = OutputOptions::default().head(true).citation(true);
    check_html(&article.to_html(), false, of);
    check_html(&article.to_html_with(all), true, of);
    check_markdown(&article.to_markdown_with(OutputOptions::default().citation(true)), of);
    check_front_matter(&article.front_matter(), of);
    check_addresses(&serde_json::to_value(article).unwrap(), of);
    for text in [article.to_text(), article.to_markdown(), article.to_html()] {
        assert!(!text.chars().any(|c| c.is_control() && !c.is_whitespace()), "{of}: {text:?}");
    }
}

/// A page through every form.
fn check_page(page: &Page, of: &str) -> Article {
    let inspection = extractor().inspect(page).unwrap_or_else(|error| panic!("{of}: {error}"));
    check_original(&inspection.original, of);
    check_article(&inspection.article, of);
    inspection.article
}

#[test]
fn no_markup_of_a_page_comes_out_as_markup() {
    let (all, places) = (vectors("markup.txt"), places());
    assert!(all.len() >= 240, "{}", all.len());
    let (mut told, mut checked) = (0, 0);
    for vector in &all {
        for (place, html) in pages(&places, "markup", vector) {
            let of = format!("{vector:?} in {place}");
            let article = check_page(&Page::from_text(html), &of);
            told += usize::from(place == "texts" && article.to_text().contains("alert(1)"));
            checked += 1;
        }
        let text = filled(places["text"].as_str().unwrap(), vector);
        check_page(&Page::new(text).with_content_type("text/plain"), &format!("{vector:?} in a plain text"));
    }
    // The proof is worth nothing where the vectors are merely lost.
    let meant = all.iter().filter(|vector| vector.contains("alert(1)")).count();
    assert!(told * 20 >= meant * 19, "only {told} of {meant} were told as the text that they were");
    assert!(checked >= 12 * all.len());
}

#[test]
fn no_markup_in_an_article_comes_out_as_markup() {
    let places = places();
    for vector in vectors("markup.txt").iter().chain(&vectors("addresses.txt")) {
        let mut json = places["article"].clone();
        fill(&mut json, vector);
        let article: Article = serde_json::from_value(json).unwrap();
        let all = OutputOptions::default().head(true).citation(true);
        check_html(&article.to_html_with(all), true, vector);
        check_markdown(&article.to_markdown_with(OutputOptions::default().citation(true)), vector);
        check_front_matter(&article.front_matter(), vector);
    }
}

/// Puts a vector into every text of a value that is to hold it.
fn fill(value: &mut Value, vector: &str) {
    match value {
        Value::String(text) => *text = text.replace("VECTOR", vector),
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, vector)),
        Value::Object(fields) => fields.values_mut().for_each(|field| fill(field, vector)),
        _ => {}
    }
}

#[test]
fn every_address_is_of_the_web() {
    let (all, places) = (vectors("addresses.txt"), places());
    assert!(all.len() >= 90, "{}", all.len());
    for vector in &all {
        for (place, html) in pages(&places, "addresses", vector) {
            for given in
                [None, Some("http://x.example/1"), Some("http://web.archive.org/web/20071211032145/http://x.example/1")]
            {
                let page = Page::from_text(html.as_str());
                let page = given.map_or(page.clone(), |url| page.with_url(url).unwrap());
                check_page(&page, &format!("{vector:?} {place}, of {given:?}"));
            }
        }
    }
}

#[test]
fn the_address_of_a_page_is_of_the_web_or_marked() {
    let story = "<h1>Ferry sails again</h1><p>The Kerrera ferry sailed again on Monday after a winter in dry dock.</p>";
    for vector in vectors("addresses.txt") {
        let Ok(page) = Page::from_text(story).with_url(&vector) else { continue };
        let article = check_page(&page, &format!("{vector:?} as the page's own"));
        let is_marked = article.warnings.iter().any(|w| w.code == cuttings::WarningCode::OtherAddress);
        let is_of_web = matches!(page.url().unwrap().scheme(), "http" | "https");
        assert_eq!(is_marked, !is_of_web, "{vector:?}");
        assert!(is_of_web || article.url.is_none(), "{vector:?}");
    }
}
