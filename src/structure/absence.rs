//! Whether a page has no article, and what is left of it then.

use std::collections::BTreeMap;

use super::Draft;
use crate::article::Article;
use crate::metadata::Rank;
use crate::score::Class;
use crate::segment::Kind;
use crate::vocabulary::phrases;

impl Draft<'_> {
    /// What the reader should know, and what a page without a story does not have.
    pub(super) fn warnings(&mut self) {
        if self.article.body.is_empty() && self.article.comments.is_empty() {
            self.article.warn("no_article", "no run of prose was found");
            if self.article.media.is_empty() && (self.is_error_page() || self.is_listing()) {
                self.article.headline = None;
            }
        } else if self.is_error_page() {
            self.empty("the page says that there is no such page");
        } else if !self.says_article() && self.holds_teasers() {
            self.empty("a page of teasers, none of which is a story");
        } else if self.input.metadata.free == Some(false) {
            self.article.warn("paywalled", "the page says that its text is not free; it may be cut short");
        }
    }

    /// Leaves of the article what is true of the page.
    fn empty(&mut self, why: &str) {
        let keep = std::mem::take(&mut self.article);
        self.article = Article {
            url: keep.url,
            canonical_url: keep.canonical_url,
            capture: keep.capture,
            description: keep.description,
            site_name: keep.site_name,
            language: keep.language,
            ..Article::default()
        };
        self.article.warn("no_article", why);
    }

    /// Whether a page without a story is none by its own account: a front page, a section, a list. What says of itself
    /// when it was published, or that it is an article, has a headline even if its text did not survive.
    fn is_listing(&self) -> bool {
        self.is_front() || !(self.is_typed_article() || self.article.published.is_some())
    }

    /// Whether the address is the site's own.
    fn is_front(&self) -> bool {
        self.input.url.is_some_and(|u| u.path().len() < 2 && u.query().is_none())
    }

    fn is_typed_article(&self) -> bool {
        let types = &self.input.metadata.types;
        let is = |names: &[&str]| types.iter().any(|t| names.iter().any(|n| t.to_ascii_lowercase().ends_with(n)));
        is(&["article", "posting"])
    }

    /// Whether anything but the page's text says that it is an article: its type, a body marked as such, a stated day
    /// or author, a profile that knows the site.
    fn says_article(&self) -> bool {
        let has_body = self.input.metadata.article_body.is_some();
        let has_record = self.is_typed_article() || has_body || self.states_day();
        has_record || !self.article.authors.is_empty() || self.input.reading.is_some()
    }

    /// Whether metadata, which error pages and lists do not get, state a day of publication.
    fn states_day(&self) -> bool {
        self.input.metadata.published.iter().any(|s| s.node.is_none() && s.rank < Rank::Near)
    }

    /// Whether what was taken for the body is a few boxes of equal standing, each with a line or two: no box holds two
    /// paragraphs, and either the headings between them lead elsewhere or the address is the site's own.
    fn holds_teasers(&self) -> bool {
        /// Weighed characters of a paragraph that is no label.
        const PROSE: u32 = 80;
        /// Paragraphs of a page of teasers by its address alone; texts with a box for each paragraph are longer.
        const MOST: usize = 5;
        /// Headings that lead elsewhere: one may be a reference, and two sections.
        const LINKED: usize = 3;
        /// Hundredths of a heading's text that is a link.
        const SHARE: u32 = 80;
        let mut boxes: BTreeMap<usize, usize> = BTreeMap::new();
        let mut leading = 0;
        let mut headings = 0;
        for (block, class) in self.input.segments.blocks.iter().zip(&self.input.classes) {
            if *class != Class::Body {
                continue;
            }
            match block.kind {
                Kind::Heading(_) => {
                    headings += 1;
                    leading += usize::from(block.linked * 100 >= block.chars * SHARE);
                }
                _ if block.chars >= PROSE => *boxes.entry(block.container).or_default() += 1,
                _ => {}
            }
        }
        let paragraphs: usize = boxes.values().sum();
        let is_alone = boxes.values().all(|n| *n < 2);
        let leads = leading >= LINKED && leading * 2 > headings && paragraphs <= headings + 2;
        is_alone && (leads || self.is_front() && paragraphs <= MOST && headings > 0)
    }

    /// Whether title or headline say that the page was not found, and little else is said.
    fn is_error_page(&self) -> bool {
        /// Paragraphs of an apology; a story about lost pages is longer.
        const LONGEST: usize = 6;
        let said = |text: &str| {
            let text = text.to_lowercase();
            phrases::NOT_FOUND.iter().any(|p| text.contains(p))
        };
        let titles = self.input.metadata.title.iter().chain(&self.article.headline);
        self.article.body.len() <= LONGEST && !self.states_day() && titles.into_iter().any(|t| said(t))
    }
}
