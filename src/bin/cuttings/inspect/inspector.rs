//! What makes pages to look at.

use cuttings::{Error, Extractor, Page};

use crate::input::{Input, Web};
use cuttings::html_page::HtmlPage;

/// What makes a page to look at of an input.
pub struct Inspector {
    pub extractor: Extractor,
    pub web: Web,
}

impl Inspector {
    pub fn inspect(&self, input: &Input) -> Result<HtmlPage, Error> {
        self.of_page(&input.source, &input.read(&self.web)?)
    }

    pub fn of_page(&self, source: &str, page: &Page) -> Result<HtmlPage, Error> {
        page_of(&self.extractor, source, page)
    }
}

/// The page to look at of a page that was read.
pub fn page_of(extractor: &Extractor, source: &str, page: &Page) -> Result<HtmlPage, Error> {
    Ok(extractor.inspect(page)?.page(source))
}
