//! What came of a page as a row. What it says nothing of is null there.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::dates::{precision, unix_millis};
use crate::article::{Article, Aside, Block, Comment, DateTime, Image, Media, Note, Quote, Warning};

/// What came of one page: a row of a table.
///
/// It has an article, or the kind and message of an error, or names the row whose article it repeats.
#[derive(Debug, Serialize)]
pub struct TableRow<'a> {
    id: Cow<'a, str>,
    source: Cow<'a, str>,
    #[serde(flatten)]
    article: Option<ArticleColumns<'a>>,
    error_kind: Option<Cow<'a, str>>,
    error_message: Option<Cow<'a, str>>,
    duplicate_of: Option<Cow<'a, str>>,
    duplicate: Option<Cow<'a, str>>,
    stamp_version: Option<Cow<'a, str>>,
    stamp_model: Option<Cow<'a, str>>,
    stamp_options: Option<Cow<'a, str>>,
    place_file: Option<Cow<'a, str>>,
    place_offset: Option<i64>,
    place_record_id: Option<Cow<'a, str>>,
    place_digest: Option<Cow<'a, str>>,
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

impl<'a> TableRow<'a> {
    /// A row that says nothing yet. `id` is what the caller calls the page, `source` where it came from: a file, an address.
    pub fn new(id: impl Into<Cow<'a, str>>, source: impl Into<Cow<'a, str>>) -> Self {
        TableRow {
            id: id.into(),
            source: source.into(),
            article: None,
            error_kind: None,
            error_message: None,
            duplicate_of: None,
            duplicate: None,
            stamp_version: None,
            stamp_model: None,
            stamp_options: None,
            place_file: None,
            place_offset: None,
            place_record_id: None,
            place_digest: None,
        }
    }

    /// What the page holds.
    pub fn article(self, article: &'a Article) -> Self {
        TableRow { article: Some(ArticleColumns::new(article)), ..self }
    }

    /// Why there is no article: a kind, such as [`OutcomeCode`](crate::OutcomeCode) names, and what is to be said of it.
    pub fn error(self, kind: impl Into<Cow<'a, str>>, message: impl Into<Cow<'a, str>>) -> Self {
        TableRow { error_kind: Some(kind.into()), error_message: Some(message.into()), ..self }
    }

    /// The id of the first row of the same article, and how it is the same (`exact`, `near`).
    pub fn duplicate_of(self, id: Option<impl Into<Cow<'a, str>>>, how: Option<impl Into<Cow<'a, str>>>) -> Self {
        TableRow { duplicate_of: id.map(Into::into), duplicate: how.map(Into::into), ..self }
    }

    /// What made the row: the version, the digest of the model and the options.
    pub fn stamp<T: Into<Cow<'a, str>>>(self, version: Option<T>, model: Option<T>, options: Option<T>) -> Self {
        let [stamp_version, stamp_model, stamp_options] = [version, model, options].map(|text| text.map(Into::into));
        TableRow { stamp_version, stamp_model, stamp_options, ..self }
    }

    /// Where in a file of many the page stood, and the byte at which its record begins.
    pub fn place(self, file: Option<impl Into<Cow<'a, str>>>, offset: Option<i64>) -> Self {
        TableRow { place_file: file.map(Into::into), place_offset: offset, ..self }
    }

    /// The id of the page's record, and the digest of its bytes.
    pub fn record<T: Into<Cow<'a, str>>>(self, id: Option<T>, digest: Option<T>) -> Self {
        TableRow { place_record_id: id.map(Into::into), place_digest: digest.map(Into::into), ..self }
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
