//! The one place that knows the order of the stages.

use url::Url;

use crate::archive;
use crate::article::{Article, Capture};
use crate::decode;
use crate::dom::{Document, NodeId, Tag};
use crate::error::Result;
use crate::metadata;
use crate::options::Options;
use crate::page::Page;
use crate::score;
use crate::segment;
use crate::strip;
use crate::structure;

/// Turns pages into articles.
///
/// Made once, it serves any number of pages and threads.
///
/// ```
/// use cuttings::{Extractor, Options, Page};
///
/// let extractor = Extractor::new(Options::default());
/// let article = extractor.extract(&Page::new("<title>Nothing here</title>"))?;
/// assert!(article.body.is_empty());
/// assert_eq!(article.warnings[0].code, "no_article");
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Extractor {
    options: Options,
}

impl Extractor {
    /// An extractor with these options.
    pub fn new(options: Options) -> Self {
        Extractor { options }
    }

    /// Extracts the article of a page.
    ///
    /// A page without an article gives one with an empty body and the warning `no_article`.
    ///
    /// # Errors
    /// [`ErrorKind::Limit`](crate::ErrorKind::Limit) when the page goes beyond a limit.
    pub fn extract(&self, page: &Page) -> Result<Article> {
        let decoded = decode::decode(page);
        let mut doc = Document::parse(&decoded.text, self.options.page_limits())?;
        let origin = archive::restore(&mut doc, page.address(), page.capture_time());
        let metadata = metadata::read(&doc);
        let reading = None;
        let base = base(&doc, origin.original.as_ref());
        let (marks, _removed) = strip::strip(&mut doc, reading.as_ref());
        let segments = segment::segment(&doc, &marks, reading.as_ref());
        let classes = score::classify(&segments);
        let mut article = structure::build(structure::Input {
            segments: &segments,
            classes,
            metadata: &metadata,
            reading: reading.as_ref(),
            url: origin.original.as_ref(),
            base,
            captured: origin.captured,
            links: self.options.wants_links(),
        });
        if origin.captured.is_some() || origin.capture_url.is_some() {
            article.capture = Some(Capture { archive: origin.archive, timestamp: origin.captured, url: origin.capture_url });
        }
        if decoded.replaced {
            article.warn("undecodable_bytes", format!("bytes that are not {} became U+FFFD", decoded.encoding));
        }
        if !self.options.wants_provenance() {
            article.provenance.clear();
        }
        Ok(article)
    }
}

/// What relative addresses of the page are relative to.
fn base(doc: &Document, url: Option<&Url>) -> Option<Url> {
    let href = doc.by_tag(NodeId::ROOT, Tag::Base).find_map(|n| doc.attr(n, "href"));
    match (href, url) {
        (Some(href), Some(url)) => url.join(href).ok().or_else(|| Some(url.clone())),
        (Some(href), None) => Url::parse(href).ok(),
        (None, url) => url.cloned(),
    }
}

/// Extracts the article of an HTML text with the default options.
///
/// # Errors
/// [`ErrorKind::Limit`](crate::ErrorKind::Limit) when the page goes beyond a limit.
///
/// ```
/// let article = cuttings::extract("<h1>Short</h1>")?;
/// assert!(article.body.is_empty());
/// # Ok::<(), cuttings::Error>(())
/// ```
pub fn extract(html: &str) -> Result<Article> {
    Extractor::default().extract(&Page::from_text(html))
}
