//! A page beside its article, to look at: every block coloured by its label, with the reasons for it.

mod article;
mod blocks;
mod page;
mod words;

use crate::extractor::Inspection;
use crate::html_page::HtmlPage;

impl Inspection {
    /// A page to look at, as `cuttings inspect` shows it: the original, harmless, beside its article, with every block coloured by its
    /// label and the reasons for it. It is one file of HTML, which loads nothing. `source` is what the page is called on it.
    ///
    /// ```
    /// use cuttings::{Extractor, Page};
    ///
    /// let page = Page::new("<h1>Ferry sails</h1><p>The ferry sailed at nine with all on board, and came back at ten.</p>");
    /// let shown = Extractor::default().inspect(&page)?.to_html("ferry.html");
    /// assert!(shown.starts_with("<!doctype html>") && shown.contains("ferry.html"));
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn to_html(&self, source: &str) -> String {
        self.page(source).finish()
    }

    /// The same before it is finished, for the program, which serves it.
    #[doc(hidden)]
    pub fn page(&self, source: &str) -> HtmlPage {
        page::inspected(source, self)
    }
}
