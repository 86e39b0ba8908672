//! A record as a row of Parquet. What it says nothing of is null there.

use std::borrow::Cow;
use std::collections::BTreeMap;

use cuttings::{Article, Aside, Block, Comment, DateTime, Image, Media, Note, Quote, Warning};
use serde::Serialize;
use serde_json::Value;

use super::dates::{precision, unix_millis};
use crate::formats::record::{Record, plain};

/// A row; its keys are the columns.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    id: Cow<'a, str>,
    source: &'a str,
    #[serde(flatten)]
    article: Option<ArticleColumns<'a>>,
    error_kind: Option<&'a str>,
    error_message: Option<&'a str>,
    duplicate_of: Option<Cow<'a, str>>,
    duplicate: Option<&'a str>,
    stamp_version: Option<Cow<'a, str>>,
    stamp_model: Option<Cow<'a, str>>,
    stamp_options: Option<Cow<'a, str>>,
    place_file: Option<&'a str>,
    place_offset: Option<i64>,
    place_record_id: Option<&'a str>,
    place_digest: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct ArticleColumns<'a> {
    url: Option<&'a str>,
    canonical_url: Option<&'a str>,
    capture_archive: Option<&'a str>,
    capture_timestamp: Option<i64>,
    capture_url: Option<&'a str>,
    status: Option<u16>,
    headline: Option<&'a str>,
    kicker: Option<&'a str>,
    summary: &'a [String],
    description: Option<&'a str>,
    published: Option<i64>,
    published_precision: Option<&'static str>,
    published_text: Option<DateTime>,
    modified: Option<i64>,
    modified_precision: Option<&'static str>,
    modified_text: Option<DateTime>,
    authors: &'a [String],
    byline: Option<&'a str>,
    site_name: Option<&'a str>,
    section: Option<&'a str>,
    tags: &'a [String],
    language: Option<&'a str>,
    image: Option<&'a Image>,
    body: Vec<Piece<'a>>,
    text: String,
    media: &'a [Media],
    quotes: &'a [Quote],
    asides: Vec<FactBox<'a>>,
    notes: &'a [Note],
    comments: &'a [Comment],
    profile: Option<&'a str>,
    confidence: Option<f64>,
    next_page: Option<&'a str>,
    pages: &'a [String],
    warnings: &'a [Warning],
    provenance: &'a BTreeMap<String, String>,
}

/// A piece of a body.
#[derive(Debug, Serialize)]
struct Piece<'a> {
    #[serde(flatten)]
    block: &'a Block,
    /// The text of one that has none of its own, in which its links count.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'a, str>>,
}

/// A fact box.
#[derive(Debug, Serialize)]
struct FactBox<'a> {
    title: Option<&'a str>,
    body: Vec<Piece<'a>>,
    at: usize,
}

impl<'a> Row<'a> {
    pub fn new(record: &'a Record<'_>) -> Self {
        let head = &record.head;
        let text = |value: &'a Option<Value>| value.as_ref().map(plain);
        Row {
            id: plain(&head.id),
            source: &head.source,
            article: record.article.as_ref().map(ArticleColumns::new),
            error_kind: head.error.as_ref().map(|error| error.kind.as_str()),
            error_message: head.error.as_ref().map(|error| error.message.as_str()),
            duplicate_of: text(&head.duplicate_of),
            duplicate: head.duplicate.as_deref(),
            stamp_version: text(&head.stamp.version),
            stamp_model: text(&head.stamp.model),
            stamp_options: text(&head.stamp.options),
            place_file: head.place.file.as_deref(),
            place_offset: head.place.offset,
            place_record_id: head.place.record_id.as_deref(),
            place_digest: head.place.digest.as_deref(),
        }
    }
}

impl<'a> ArticleColumns<'a> {
    fn new(article: &'a Article) -> Self {
        let capture = article.capture.as_ref();
        ArticleColumns {
            url: article.url.as_deref(),
            canonical_url: article.canonical_url.as_deref(),
            capture_archive: capture.and_then(|c| c.archive.as_deref()),
            capture_timestamp: capture.and_then(|c| c.timestamp).map(unix_millis),
            capture_url: capture.and_then(|c| c.url.as_deref()),
            status: article.status,
            headline: article.headline.as_deref(),
            kicker: article.kicker.as_deref(),
            summary: &article.summary,
            description: article.description.as_deref(),
            published: article.published.map(unix_millis),
            published_precision: article.published.map(precision),
            published_text: article.published,
            modified: article.modified.map(unix_millis),
            modified_precision: article.modified.map(precision),
            modified_text: article.modified,
            authors: &article.authors,
            byline: article.byline.as_deref(),
            site_name: article.site_name.as_deref(),
            section: article.section.as_deref(),
            tags: &article.tags,
            language: article.language.as_deref(),
            image: article.image.as_ref(),
            body: pieces(&article.body),
            text: article.body_text(),
            media: &article.media,
            quotes: &article.quotes,
            asides: article.asides.iter().map(FactBox::new).collect(),
            notes: &article.notes,
            comments: &article.comments,
            profile: article.profile.as_deref(),
            confidence: article.confidence,
            next_page: article.next_page.as_deref(),
            pages: &article.pages,
            warnings: &article.warnings,
            provenance: &article.provenance,
        }
    }
}

impl<'a> FactBox<'a> {
    fn new(aside: &'a Aside) -> Self {
        FactBox { title: aside.title.as_deref(), body: pieces(&aside.body), at: aside.at }
    }
}

fn pieces(body: &[Block]) -> Vec<Piece<'_>> {
    let without_text = |block: &Block| matches!(block, Block::List { .. } | Block::Table { .. });
    body.iter().map(|block| Piece { block, text: without_text(block).then(|| block.text()) }).collect()
}
