//! What counts of a record, as it is made or as it is read again.

use cuttings::Article;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// What counts of a record.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Facts {
    url: Option<String>,
    canonical_url: Option<String>,
    pub source: String,
    pub headline: Option<String>,
    published: Option<String>,
    authors: Vec<String>,
    language: Option<String>,
    body: Vec<IgnoredAny>,
    comments: Vec<IgnoredAny>,
    media: Vec<Medium>,
    warnings: Vec<Code>,
    confidence: Option<f64>,
    error: Option<Trouble>,
    duplicate: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Medium {
    caption: Option<IgnoredAny>,
}

#[derive(Debug, Deserialize)]
struct Code {
    code: String,
}

/// Why there is no article.
#[derive(Debug, Deserialize)]
pub struct Trouble {
    pub kind: String,
    #[serde(default)]
    pub message: String,
}

impl Facts {
    /// Those of an article.
    pub fn of(article: &Article, source: &str) -> Facts {
        Facts {
            url: article.url.clone(),
            canonical_url: article.canonical_url.clone(),
            source: source.to_owned(),
            headline: article.headline.clone(),
            published: article.published.map(|date| date.to_string()),
            authors: article.authors.iter().take(1).cloned().collect(),
            language: article.language.clone(),
            body: article.body.iter().take(1).map(|_| IgnoredAny).collect(),
            comments: article.comments.iter().take(1).map(|_| IgnoredAny).collect(),
            media: article.media.iter().map(|m| Medium { caption: m.caption.as_ref().map(|_| IgnoredAny) }).collect(),
            warnings: article.warnings.iter().map(|w| Code { code: w.code.to_string() }).collect(),
            confidence: article.confidence,
            ..Facts::default()
        }
    }

    /// Those of a page that failed.
    pub fn of_error(source: &str, kind: &str, message: &str) -> Facts {
        let error = Trouble { kind: kind.to_owned(), message: message.to_owned() };
        Facts { source: source.to_owned(), error: Some(error), ..Facts::default() }
    }

    /// Those of a duplicate.
    pub fn of_duplicate(by: &str) -> Facts {
        Facts { duplicate: Some(by.to_owned()), ..Facts::default() }
    }

    pub fn error(&self) -> Option<&Trouble> {
        self.error.as_ref()
    }

    /// How the page is a duplicate of one before.
    pub fn duplicate(&self) -> Option<&str> {
        self.duplicate.as_deref()
    }

    /// Whether the page was read, and is no duplicate.
    pub fn is_read(&self) -> bool {
        self.error.is_none() && self.duplicate.is_none()
    }

    /// Whether the page holds an article.
    pub fn is_article(&self) -> bool {
        self.is_read() && self.warnings().all(|code| code != "no_article")
    }

    pub fn warnings(&self) -> impl Iterator<Item = &str> {
        self.warnings.iter().map(|warning| warning.code.as_str())
    }

    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    pub fn confidence(&self) -> Option<f64> {
        self.confidence
    }

    pub fn has_text(&self) -> bool {
        !self.body.is_empty() || !self.comments.is_empty()
    }

    pub fn has_date(&self) -> bool {
        self.published.is_some()
    }

    pub fn has_author(&self) -> bool {
        !self.authors.is_empty()
    }

    pub fn has_caption(&self) -> bool {
        self.media.iter().any(|medium| medium.caption.is_some())
    }

    /// The year in which the article was published.
    pub fn year(&self) -> Option<&str> {
        self.published.as_deref()?.get(..4)
    }

    /// The page's address, as far as it is known.
    pub fn address(&self) -> Option<&str> {
        self.url.as_deref().or(self.canonical_url.as_deref())
    }

    pub fn host(&self) -> String {
        let url = self.address().unwrap_or(&self.source);
        let host = url::Url::parse(url).ok().and_then(|u| u.host_str().map(str::to_owned));
        host.unwrap_or_else(|| "unknown".to_owned())
    }
}
