//! What holds of every article, whatever the page.

use std::sync::LazyLock;

use cuttings::{Article, Block, EmphasisKind, Extractor, Options, OutputOptions, Page, fuzzing};
use serde_json::Value;

use super::{schema, words};

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new(options()));

/// All that can be asked for.
pub fn options() -> Options {
    Options::default().links(true).emphasis(true).provenance(true).text(true)
}

/// Extracts a page twice, and holds what comes to all that holds of articles. None where the page is refused.
pub fn checked(page: &Page) -> Option<Article> {
    checked_by(&EXTRACTOR, page)
}

pub fn checked_by(extractor: &Extractor, page: &Page) -> Option<Article> {
    let first = extractor.extract(page);
    let second = extractor.extract(page);
    let (article, again) = match (first, second) {
        (Ok(article), Ok(again)) => (article, again),
        (first, second) => {
            assert_eq!(first.map_err(|e| e.to_string()), second.map_err(|e| e.to_string()));
            return None;
        }
    };
    assert_eq!(article, again, "not the same twice");
    assert_sound(&article);
    words::assert_of_page(&article, &fuzzing::decoded(page).0);
    Some(article)
}

/// Holds an article to what its types promise.
pub fn assert_sound(article: &Article) {
    let record = serde_json::to_value(article).unwrap();
    schema::assert_valid(&record);
    let read: Article = serde_json::from_str(&record.to_string()).unwrap();
    assert_eq!(&read, article, "not the same when it was written and read");
    assert_no_controls("article", &record);
    assert_no_empty_field(&record);
    article.body.iter().for_each(assert_block);
    for aside in &article.asides {
        assert!(!aside.body.is_empty(), "an empty box: {aside:?}");
        aside.body.iter().for_each(assert_block);
    }
    let places = article.media.iter().map(|m| m.at).chain(article.quotes.iter().map(|q| q.at));
    for at in places.chain(article.asides.iter().map(|a| a.at)) {
        assert!(at <= article.body.len(), "at {at} of {}", article.body.len());
    }
    assert!(article.confidence.is_none_or(|c| (0.0..=1.0).contains(&c)));
    assert_eq!(article.text, (!article.body.is_empty()).then(|| article.body_text()));
    assert_written(article);
}

/// No control character in any text but a line's end, and a tab where text is laid out.
fn assert_no_controls(name: &str, value: &Value) {
    match value {
        Value::String(text) => {
            let bad = |c: char| c.is_control() && c != '\n' && !(c == '\t' && name == "text");
            assert!(!text.contains(bad), "a control character in {name}: {text:?}");
        }
        Value::Array(values) => values.iter().for_each(|value| assert_no_controls(name, value)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| assert_no_controls(name, value)),
        _ => {}
    }
}

/// A field that is there says something.
fn assert_no_empty_field(record: &Value) {
    for (name, value) in record.as_object().unwrap() {
        let texts: Vec<&Value> = match value {
            Value::Array(values) => values.iter().filter(|value| value.is_string()).collect(),
            other => vec![other],
        };
        for text in texts.into_iter().filter_map(Value::as_str) {
            assert!(shows(text), "nothing in {name}: {text:?}");
            assert!(text.trim() == text || name == "text", "white space around {name}: {text:?}");
        }
    }
}

/// Whether a text shows anything.
fn shows(text: &str) -> bool {
    let is_hidden =
        |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}');
    !text.chars().all(|c| c.is_whitespace() || is_hidden(c))
}

fn assert_block(block: &Block) {
    let text = block.text();
    assert!(shows(&text), "an empty block: {block:?}");
    let length = text.chars().count();
    let within = |start: usize, end: usize| -> String { text.chars().skip(start).take(end - start).collect() };
    for link in block.links() {
        assert!(link.start < link.end && link.end <= length, "{link:?} of {length}: {block:?}");
        assert_eq!(within(link.start, link.end), link.text, "{block:?}");
    }
    match block {
        Block::Heading { level, .. } => assert!((1..=6).contains(level), "{block:?}"),
        Block::List { items, depths, .. } => {
            assert!(depths.is_empty() || depths.len() == items.len(), "{block:?}");
            assert!(items.iter().all(|item| shows(item)), "an empty item: {block:?}");
        }
        Block::Table { rows, header, .. } => {
            assert!(*header <= rows.len() && rows.iter().all(|row| !row.is_empty()), "{block:?}");
        }
        _ => {}
    }
    if let Block::Paragraph { emphasis, .. }
    | Block::Heading { emphasis, .. }
    | Block::List { emphasis, .. }
    | Block::Quote { emphasis, .. } = block
    {
        for mark in emphasis {
            assert!(mark.start < mark.end && mark.end <= length, "{mark:?} of {length}: {block:?}");
        }
        for kind in [EmphasisKind::Bold, EmphasisKind::Italic] {
            let marks: Vec<_> = emphasis.iter().filter(|mark| mark.kind == kind).collect();
            assert!(marks.is_sorted_by(|a, b| a.end <= b.start), "marks in no order: {block:?}");
        }
    }
}

/// What is written holds no control character, whatever the article.
fn assert_written(article: &Article) {
    let all = OutputOptions::default().head(true).citation(true);
    let bad = |c: char| c.is_control() && c != '\n' && c != '\t';
    for written in [article.to_text(), article.to_markdown_with(all), article.to_html_with(all)] {
        assert!(!written.contains(bad), "a control character is written: {written:?}");
        assert!(written.is_empty() || written.ends_with('\n'), "the last line has no end: {written:?}");
    }
}
