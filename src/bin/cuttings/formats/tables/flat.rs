//! A record as one flat row: the columns that CSV and SQLite share.

use std::borrow::Cow;

use cuttings::{Article, Capture, DateTime, Warning};

use crate::formats::record::{Record, plain};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    Whole(i64),
    Real(f64),
}

/// The columns, with the types that SQLite has for them.
pub const COLUMNS: [(&str, &str); 30] = [
    ("id", "TEXT"),
    ("source", "TEXT"),
    ("url", "TEXT"),
    ("canonical_url", "TEXT"),
    ("capture_archive", "TEXT"),
    ("capture_timestamp", "TEXT"),
    ("capture_url", "TEXT"),
    ("status", "INTEGER"),
    ("headline", "TEXT"),
    ("kicker", "TEXT"),
    ("summary", "TEXT"),
    ("description", "TEXT"),
    ("published", "TEXT"),
    ("modified", "TEXT"),
    ("authors", "TEXT"),
    ("byline", "TEXT"),
    ("site_name", "TEXT"),
    ("section", "TEXT"),
    ("tags", "TEXT"),
    ("language", "TEXT"),
    ("text", "TEXT"),
    ("words", "INTEGER"),
    ("confidence", "REAL"),
    ("next_page", "TEXT"),
    ("pages", "TEXT"),
    ("warnings", "TEXT"),
    ("error_kind", "TEXT"),
    ("error_message", "TEXT"),
    ("duplicate_of", "TEXT"),
    ("duplicate", "TEXT"),
];

/// The cells of a record, in the order of [`COLUMNS`].
pub fn cells<'a>(record: &'a Record<'_>) -> [Cell<'a>; COLUMNS.len()] {
    let head = &record.head;
    let article = record.article.as_ref();
    let text = |get: fn(&Article) -> &Option<String>| Cell::text(article.and_then(|a| get(a).as_deref()));
    let date = |get: fn(&Article) -> Option<DateTime>| Cell::date(article.and_then(get));
    let list = |get: fn(&Article) -> &Vec<String>, between| Cell::list(article.map_or(&[], |a| get(a)), between);
    let capture = article.and_then(|a| a.capture.as_ref());
    let in_capture = |get: fn(&Capture) -> &Option<String>| Cell::text(capture.and_then(|c| get(c).as_deref()));
    let body = article.map(Article::body_text);
    let words = body.as_ref().map_or(Cell::Empty, |text| Cell::Whole(count_words(text)));
    [
        Cell::Text(plain(&head.id)),
        Cell::text(Some(&head.source)),
        text(|a| &a.url),
        text(|a| &a.canonical_url),
        in_capture(|c| &c.archive),
        Cell::date(capture.and_then(|c| c.timestamp)),
        in_capture(|c| &c.url),
        article.and_then(|a| a.status).map_or(Cell::Empty, |status| Cell::Whole(status.into())),
        text(|a| &a.headline),
        text(|a| &a.kicker),
        list(|a| &a.summary, "\n"),
        text(|a| &a.description),
        date(|a| a.published),
        date(|a| a.modified),
        list(|a| &a.authors, "; "),
        text(|a| &a.byline),
        text(|a| &a.site_name),
        text(|a| &a.section),
        list(|a| &a.tags, "; "),
        text(|a| &a.language),
        body.map_or(Cell::Empty, |text| Cell::Text(text.into())),
        words,
        article.and_then(|a| a.confidence).map_or(Cell::Empty, Cell::Real),
        text(|a| &a.next_page),
        list(|a| &a.pages, "; "),
        Cell::warnings(article.map_or(&[], |a| &a.warnings)),
        Cell::text(head.error.as_ref().map(|error| error.kind.as_str())),
        Cell::text(head.error.as_ref().map(|error| error.message.as_str())),
        head.duplicate_of.as_ref().map_or(Cell::Empty, |id| Cell::Text(plain(id))),
        Cell::text(head.duplicate.as_deref()),
    ]
}

impl<'a> Cell<'a> {
    fn text(text: Option<&'a str>) -> Self {
        text.map_or(Cell::Empty, |text| Cell::Text(text.into()))
    }

    fn date(date: Option<DateTime>) -> Self {
        date.map_or(Cell::Empty, |date| Cell::Text(date.to_string().into()))
    }

    fn list(items: &[String], between: &str) -> Self {
        if items.is_empty() { Cell::Empty } else { Cell::Text(items.join(between).into()) }
    }

    fn warnings(warnings: &[Warning]) -> Self {
        let codes: Vec<&str> = warnings.iter().map(|warning| warning.code.as_str()).collect();
        if codes.is_empty() { Cell::Empty } else { Cell::Text(codes.join("; ").into()) }
    }
}

/// The words of a text, as white space parts them.
fn count_words(text: &str) -> i64 {
    i64::try_from(text.split_whitespace().count()).unwrap_or(i64::MAX)
}
