//! Classed blocks and metadata to an [`Article`]: one file a field.

mod absence;
mod body;
mod byline;
mod captions;
mod comments;
mod dates;
mod fill;
mod headings;
mod headline;
mod quotes;
mod summary;
mod words;

pub(crate) use fill::FILLED;

use std::collections::BTreeMap;

use url::Url;

use words::bare;

use crate::article::{Article, DateTime};
use crate::metadata::Metadata;
use crate::profile::{Reading, Role, Value};
use crate::score::Class;
use crate::segment::Segments;
use crate::vocabulary::language;

/// Everything that is known of a page when the article is put together.
pub(crate) struct Input<'a> {
    pub(crate) segments: &'a Segments,
    pub(crate) classes: Vec<Class>,
    pub(crate) metadata: &'a Metadata,
    pub(crate) reading: Option<&'a Reading>,
    /// The page's own address.
    pub(crate) url: Option<&'a Url>,
    /// What relative addresses are relative to.
    pub(crate) base: Option<Url>,
    pub(crate) captured: Option<DateTime>,
    pub(crate) links: bool,
}

/// The article under construction, with where its fields came from.
pub(crate) struct Draft<'a> {
    input: Input<'a>,
    article: Article,
    /// The block that is the headline.
    headline: Option<usize>,
    language: Option<String>,
    /// Blocks that name the speaker of the box before them, by the box.
    speakers: BTreeMap<usize, usize>,
}

/// Puts the article together.
pub(crate) fn build(input: Input<'_>) -> Article {
    let mut draft =
        Draft { input, article: Article::default(), headline: None, language: None, speakers: BTreeMap::new() };
    draft.identity();
    headline::find(&mut draft);
    headline::site_name(&mut draft);
    draft.find_tags();
    summary::find(&mut draft);
    body::trim(&mut draft);
    comments::take(&mut draft);
    quotes::lifted(&mut draft);
    quotes::speakers(&mut draft);
    headings::settle(&mut draft);
    let places = body::write(&mut draft);
    quotes::place(&mut draft, &places);
    fill::from_metadata(&mut draft);
    draft.find_language();
    captions::find(&mut draft, &places);
    quotes::find(&mut draft, &places);
    byline::find(&mut draft);
    dates::find(&mut draft);
    draft.warnings();
    draft.article
}

impl Draft<'_> {
    /// Sets a field's origin.
    fn from(&mut self, field: &str, origin: impl Into<String>) {
        self.article.provenance.insert(field.to_owned(), origin.into());
    }

    /// The text that a profile reads for a role.
    fn told(&self, role: Role) -> Option<&Value> {
        self.input.reading.and_then(|r| r.values(role).first())
    }

    /// What the page says of itself as a whole.
    fn identity(&mut self) {
        let meta = self.input.metadata;
        self.article.url = self.input.url.map(Url::to_string);
        self.article.canonical_url = meta.canonical_url.as_deref().and_then(|u| self.resolve(u));
        if let Some(d) = meta.descriptions.first() {
            self.article.description = Some(d.value.clone());
            self.from("description", d.origin.clone());
        }
        if let Some(name) = self.input.reading.and_then(|r| r.site_name.clone()) {
            self.article.site_name = Some(name);
            self.from("site_name", "profile");
        } else if let Some(s) = meta.site_names.first() {
            self.article.site_name = Some(s.value.clone());
            self.from("site_name", s.origin.clone());
        }
        if let Some(section) = self.told(Role::Section).cloned() {
            self.article.section = Some(section.text);
            self.from("section", section.origin);
        } else if let Some(s) = meta.sections.first() {
            self.article.section = Some(s.value.clone());
            self.from("section", s.origin.clone());
        }
        self.article.profile = self.input.reading.map(|r| r.name.clone());
    }

    fn find_tags(&mut self) {
        let meta = self.input.metadata;
        let told = self.input.reading.map(|r| r.values(Role::Tag)).unwrap_or_default();
        self.article.tags = match told {
            // A list that names the publication is the site's, and says nothing of the story.
            [] if self.names_site(&meta.tags) => Vec::new(),
            [] => {
                // An element that holds all the tags is read as one more.
                let holds = |t: &String| meta.tags.iter().filter(|o| *o != t && t.contains(o.as_str())).count() > 1;
                meta.tags.iter().filter(|t| !holds(t)).cloned().collect()
            }
            tags => tags.iter().map(|t| t.text.clone()).collect(),
        };
    }

    /// Whether tags name the publication: one is its name, or two begin with the first word of it.
    fn names_site(&self, tags: &[String]) -> bool {
        let Some(site) = self.article.site_name.as_deref().map(bare) else { return false };
        let first = site.split(' ').next().unwrap_or_default();
        let tags: Vec<String> = tags.iter().map(|t| bare(t)).collect();
        let begin = tags.iter().filter(|t| t.split(' ').next() == Some(first)).count();
        tags.contains(&site) || begin > 1
    }

    /// The language: as declared, unless a good deal of text says otherwise.
    fn find_language(&mut self) {
        /// Characters from which on the text's own word is taken against the declaration's.
        const SURE: usize = 400;
        let told = self.input.reading.and_then(|r| r.language.clone());
        let declared = told.or_else(|| self.input.metadata.language.clone());
        let declared = declared
            .map(|l| l.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase())
            .filter(|l| l.len() == 2);
        let mut sample = String::new();
        for block in &self.article.body {
            if sample.len() > 4 * SURE {
                break;
            }
            sample.push_str(&block.text());
            sample.push(' ');
        }
        let spoken = if sample.len() > SURE { language::detect(&sample) } else { None };
        self.language = match (declared, spoken) {
            (Some(d), Some(s)) if d != s && !language::are_close(&d, s) => Some(s.to_owned()),
            (Some(d), _) => Some(d),
            (None, s) => s.map(str::to_owned),
        };
        self.article.language = self.language.clone();
    }

    /// An absolute address; nothing for what leads nowhere.
    fn resolve(&self, href: &str) -> Option<String> {
        let href = href.trim();
        if href.is_empty() || href.starts_with('#') {
            return None;
        }
        let url = match &self.input.base {
            Some(base) => base.join(href).ok()?,
            None => match Url::parse(href) {
                Ok(url) => url,
                // Without a base a relative address is still better than none.
                Err(url::ParseError::RelativeUrlWithoutBase) => return Some(href.to_owned()),
                Err(_) => return None,
            },
        };
        matches!(url.scheme(), "http" | "https" | "ftp" | "mailto" | "rtsp").then(|| url.to_string())
    }
}
