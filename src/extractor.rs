//! The one place that knows the order of the stages.

use crate::article::Article;
use crate::error::Result;
use crate::options::Options;
use crate::page::Page;

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
    pub fn extract(&self, _page: &Page) -> Result<Article> {
        let _ = &self.options;
        Ok(Article::default())
    }

    /// Extracts the article of a page and tells what became of the rest of it.
    ///
    /// # Errors
    /// As [`Extractor::extract`].
    pub fn explain(&self, page: &Page) -> Result<(Article, Explanation)> {
        Ok((self.extract(page)?, Explanation::default()))
    }

    /// Adds a site profile, before those that come with the crate.
    pub fn with_profile(self, _profile: crate::profile::Profile) -> Self {
        self
    }
}

/// What became of a page on the way to its article; see [`Extractor::explain`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Explanation {
    /// What was cut out, in the order of the page.
    pub cut: Vec<Cut>,
    /// The encoding the page was read in, by its WHATWG name.
    pub encoding: String,
    /// What chose the encoding.
    pub encoding_evidence: String,
}

/// A piece of a page that is not part of its article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Cut {
    /// What it was, such as `div.sidebar`.
    pub what: String,
    /// The rule that cut it.
    pub why: String,
    /// Its text.
    pub text: String,
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
