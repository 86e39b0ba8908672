//! The stages one at a time, each with all that it needs at hand: what `benches/stages.rs` times.

use super::read_page::base;
use crate::article::Article;
use crate::assemble::assemble;
use crate::decode::{self, Decoded};
use crate::dom::Document;
use crate::error::Result;
use crate::fields::WantedMarks;
use crate::label::{self, Evidence, Labels};
use crate::measure::Measures;
use crate::metadata::{self, Metadata};
use crate::options::Options;
use crate::page::Page;
use crate::profile::{ProfileMatch, ProfileSet};
use crate::segment::{self, Segments};
use crate::strip;
use crate::unrewrite::{self, CaptureOrigin};

/// An HTML page on its way through the stages.
///
/// It goes one way and no stage is run twice: what one has looked up stays with the page, and would be there already.
#[doc(hidden)]
#[derive(Debug)]
pub struct Stages<'a> {
    page: &'a Page,
    options: &'a Options,
    profiles: &'a ProfileSet,
    done: usize,
    decoded: Option<Decoded<'a>>,
    doc: Option<Document>,
    origin: CaptureOrigin,
    metadata: Metadata,
    reading: Option<ProfileMatch>,
    measures: Option<Measures>,
    segments: Option<Segments>,
    labels: Option<Labels>,
    article: Option<Article>,
}

impl<'a> Stages<'a> {
    /// The stages in their order.
    pub const NAMES: [&'static str; 9] =
        ["decode", "dom", "unrewrite", "metadata", "profile", "strip", "segment", "label", "assemble"];

    pub(super) fn new(page: &'a Page, options: &'a Options, profiles: &'a ProfileSet) -> Self {
        Stages {
            page,
            options,
            profiles,
            done: 0,
            decoded: None,
            doc: None,
            origin: unrewrite::origin(page.url(), page.capture_time()),
            metadata: Metadata::default(),
            reading: None,
            measures: None,
            segments: None,
            labels: None,
            article: None,
        }
    }

    /// Runs all stages before this one.
    ///
    /// # Errors
    /// As [`Extractor::extract`](crate::Extractor::extract).
    pub fn run_until(&mut self, name: &str) -> Result<()> {
        while Self::NAMES.get(self.done).is_some_and(|next| *next != name) {
            self.run_next()?;
        }
        Ok(())
    }

    /// Runs the next stage. What came of it is kept.
    ///
    /// # Errors
    /// As [`Extractor::extract`](crate::Extractor::extract).
    pub fn run_next(&mut self) -> Result<()> {
        let limits = self.options.page_limits();
        let next = Self::NAMES.get(self.done).copied().unwrap_or_default();
        self.done += 1;
        match (next, &mut self.doc) {
            ("decode", _) => self.decoded = Some(decode::decode(self.page)),
            ("dom", doc) => {
                let text = self.decoded.as_ref().map_or("", |d| &d.text);
                *doc = Some(Document::parse(text, limits)?);
            }
            ("unrewrite", Some(doc)) => {
                self.origin = unrewrite::unrewrite(doc, self.page.url(), self.page.capture_time());
            }
            ("metadata", Some(doc)) => self.metadata = metadata::read(doc),
            ("profile", Some(doc)) => {
                self.reading = self.profiles.read(doc, self.origin.original.as_ref(), self.origin.captured);
            }
            ("strip", Some(doc)) => self.measures = Some(strip::strip(doc, self.reading.as_ref()).0),
            ("segment", Some(doc)) => {
                let reading = self.reading.as_ref();
                self.segments =
                    self.measures.as_ref().map(|measures| segment::segment(doc, measures, reading)).transpose()?;
            }
            ("label", _) => self.labels = self.evidence().map(|evidence| label::label(&evidence)).transpose()?,
            ("assemble", _) => self.article = self.assembled(),
            _ => {}
        }
        Ok(())
    }

    /// What came of the last stage.
    pub fn into_article(self) -> Option<Article> {
        self.article
    }

    fn evidence(&self) -> Option<Evidence<'_>> {
        Some(Evidence {
            segments: self.segments.as_ref()?,
            metadata: &self.metadata,
            profile: self.reading.as_ref(),
            url: self.origin.original.as_ref(),
            base: base(self.doc.as_ref()?, &self.origin, &self.metadata),
            captured: self.origin.captured,
            favor: self.options.favored(),
            limits: self.options.page_limits(),
        })
    }

    fn assembled(&self) -> Option<Article> {
        let wanted = WantedMarks { links: self.options.wants_links(), emphasis: self.options.wants_emphasis() };
        let (mut article, _) = assemble(&self.evidence()?, self.labels.as_ref()?, wanted, false);
        article.text = self.options.wants_text().then(|| article.body_text());
        Some(article)
    }
}
