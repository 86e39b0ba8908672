//! Whether a page has no article, and what is left of it then.

use std::collections::BTreeMap;

use url::Url;

use crate::article::{Article, Block as Piece, WarningCode};
use crate::label::{Evidence, Labels};
use crate::lines::ends_sentence;
use crate::metadata::Rank;
use crate::segment::{Block, BlockKind, Source};

use super::stand_in::stand_in;

/// The article with what the reader should know of it, and without what a page without a story does not have.
pub(super) fn with_warnings(evidence: &Evidence<'_>, labels: &Labels, mut article: Article) -> Article {
    let page = Page { evidence, labels, article: &article };
    if article.body.is_empty() && article.comments.is_empty() {
        let why = stand_in(evidence, &article, page.states_day());
        let is_none = article.media.is_empty() && (why.is_some() || page.is_listing());
        article.warn(WarningCode::NoArticle, why.unwrap_or("no run of prose was found"));
        if is_none {
            article.headline = None;
        }
        warn_of_frames(evidence, &mut article);
        return article;
    }
    if let Some(why) = page.no_article() {
        return emptied(article, why);
    }
    if evidence.metadata.free == Some(false) {
        article.warn(WarningCode::Paywalled, "the page says that its text is not free; it may be cut short");
    }
    article
}

/// Names the frames of a page that holds no story itself.
fn warn_of_frames(evidence: &Evidence<'_>, article: &mut Article) {
    let addresses: Vec<String> = evidence
        .metadata
        .frames
        .iter()
        .filter_map(|f| evidence.resolve(f))
        .map(|f| f.replace(char::is_whitespace, "%20"))
        .collect();
    if !addresses.is_empty() {
        article.warn(WarningCode::Frames, addresses.join(" "));
    }
}

/// What of an article is true of the page.
fn emptied(keep: Article, why: &str) -> Article {
    let mut article = Article {
        url: keep.url,
        canonical_url: keep.canonical_url,
        capture: keep.capture,
        description: keep.description,
        site_name: keep.site_name,
        language: keep.language,
        ..Article::default()
    };
    article.warn(WarningCode::NoArticle, why);
    article
}

/// A page, and the article that was made of it.
struct Page<'a> {
    evidence: &'a Evidence<'a>,
    labels: &'a Labels,
    article: &'a Article,
}

impl Page<'_> {
    /// Why a page with a body has no article, if it has none.
    fn no_article(&self) -> Option<&'static str> {
        if let Some(why) = stand_in(self.evidence, self.article, self.states_day()) {
            return Some(why);
        }
        if !self.says_article() && self.holds_teasers() {
            return Some("a page of teasers, none of which is a story");
        }
        if !self.says_article() && !self.holds_prose() {
            return Some("tables and headings without prose");
        }
        (!self.has_record() && self.is_list_of_stories()).then_some("a list of stories, each under a link to it")
    }

    /// Whether a page without a story is none by its own account: a front page, a section, a list. What says of itself
    /// when it was published, or that it is an article, has a headline even if its text did not survive.
    fn is_listing(&self) -> bool {
        self.is_front() || !(self.is_typed_article() || self.article.published.is_some())
    }

    /// Whether the address is the site's own.
    fn is_front(&self) -> bool {
        self.evidence.url.is_some_and(|u| u.path().len() < 2 && u.query().is_none())
    }

    fn is_typed_article(&self) -> bool {
        let types = &self.evidence.metadata.types;
        let is = |names: &[&str]| types.iter().any(|t| names.iter().any(|n| t.to_ascii_lowercase().ends_with(n)));
        is(&["article", "posting"])
    }

    /// Whether anything but the page's text says that it is an article: its type, a body marked as such, a stated day
    /// or author, a profile that knows the site.
    fn says_article(&self) -> bool {
        self.has_record() || !self.article.authors.is_empty()
    }

    /// Whether the page's metadata, or a profile, say that it is an article.
    fn has_record(&self) -> bool {
        let has_body = self.evidence.metadata.article_body.is_some();
        self.is_typed_article() || has_body || self.states_day() || self.evidence.profile.is_some()
    }

    /// Whether anything of the body is text: a paragraph, a quotation, an item that is a sentence. A plain text may be
    /// letters alone.
    fn holds_prose(&self) -> bool {
        let is_letters = self.evidence.segments.source == Source::PlainText && !self.article.comments.is_empty();
        is_letters
            || self.article.body.iter().any(|b| match b {
                Piece::Paragraph { .. } | Piece::Quote { .. } | Piece::Preformatted { .. } => true,
                Piece::List { items, .. } => items.iter().any(|i| ends_sentence(i)),
                _ => false,
            })
    }

    /// Whether the body is the beginnings of several stories: nearly all of it stands under headings that lead elsewhere on
    /// the site, a paragraph or two under each.
    fn is_list_of_stories(&self) -> bool {
        /// Headings that lead elsewhere: one may be a reference, and two sections, a third chance.
        const STORIES: usize = 4;
        /// Paragraphs under each, on average; a story between two links to others has more.
        const PARAGRAPHS: usize = 3;
        /// Of the body's characters, in per cent.
        const MIN_PERCENT: u32 = 80;
        // Lines that lead elsewhere are titles too where each has one paragraph, and no other line has any.
        self.text_under(|b| b.kind.heading().is_some()).is_list(STORIES, PARAGRAPHS, MIN_PERCENT)
            || self.text_under(|b| b.kind == BlockKind::Paragraph).is_list(STORIES + 2, 1, 99)
    }

    /// How much of the body stands under blocks of a kind that lead elsewhere on the site.
    fn text_under(&self, titles: impl Fn(&Block) -> bool) -> TeaserTally {
        /// Hundredths of a title's text that is a link.
        const SHARE: u32 = 80;
        /// Letters of a title.
        const TITLE: std::ops::Range<u32> = 12..160;
        let mut under = TeaserTally::default();
        let mut open = false;
        for (i, block) in self.evidence.blocks().iter().enumerate() {
            let leads = is_share(block.linked, block.chars, SHARE) && block.linked > 0;
            if leads && TITLE.contains(&block.chars) && titles(block) && self.leads_on(block) {
                open = true;
                under.fresh = true;
            } else if block.kind.heading().is_some() && block.linked == 0 {
                open = false;
            } else if self.labels.is_story(i) && !leads {
                under.count(block.chars, open);
            }
        }
        under
    }

    /// Whether the first link of a block leads to another page of the site.
    fn leads_on(&self, block: &Block) -> bool {
        let target = block.links().first().and_then(|l| self.evidence.resolve(&l.href));
        let (Some(target), Some(own)) = (target.and_then(|t| Url::parse(&t).ok()), self.evidence.url) else {
            return false;
        };
        target.host_str() == own.host_str() && target.path() != own.path()
    }

    /// Whether metadata, which error pages and lists do not get, state a day of publication.
    fn states_day(&self) -> bool {
        self.evidence.metadata.published.iter().any(|s| s.node.is_none() && s.rank < Rank::Near)
    }

    /// Whether what was taken for the body is a few boxes of equal standing, each with a line or two: no box holds two
    /// paragraphs, and either the headings between them lead elsewhere or the address is the site's own.
    fn holds_teasers(&self) -> bool {
        /// Letters of a paragraph that is no label.
        const PROSE: u32 = 80;
        /// Paragraphs of a page of teasers by its address alone; texts with a box for each paragraph are longer.
        const MAX_PARAGRAPHS: usize = 5;
        /// Headings that lead elsewhere: one may be a reference, and two sections.
        const LINKED: usize = 3;
        /// Hundredths of a heading's text that is a link.
        const SHARE: u32 = 80;
        let mut boxes: BTreeMap<usize, usize> = BTreeMap::new();
        let mut leading = 0;
        let mut headings = 0;
        for block in self.labels.story().map(|i| &self.evidence.blocks()[i]) {
            match block.kind {
                BlockKind::Heading(_) => {
                    headings += 1;
                    let leads = self.evidence.url.is_none() || self.leads_on(block);
                    leading += usize::from(leads && is_share(block.linked, block.chars, SHARE));
                }
                _ if block.chars >= PROSE => *boxes.entry(block.container()).or_default() += 1,
                _ => {}
            }
        }
        let paragraphs: usize = boxes.values().sum();
        let is_alone = boxes.values().all(|n| *n < 2);
        // The story of a site's first page is told from what the site does by the headline that it shows.
        let shows_headline = self.labels.headline().block.is_some();
        let leads = leading >= LINKED && leading * 2 > headings && paragraphs <= headings + 2;
        is_alone && (leads || self.is_front() && paragraphs <= MAX_PARAGRAPHS && headings > 0 && !shows_headline)
    }
}

/// Whether a part is at least so many per cent of the whole.
fn is_share(part: u32, whole: u32, percent: u32) -> bool {
    u64::from(part) * 100 >= u64::from(whole) * u64::from(percent)
}

/// What of the body stands under titles.
#[derive(Default)]
struct TeaserTally {
    /// Whether a title came and no text since.
    fresh: bool,
    titles: usize,
    paragraphs: usize,
    chars: u32,
    total: u32,
}

impl TeaserTally {
    fn count(&mut self, chars: u32, open: bool) {
        self.total += chars;
        if open {
            self.titles += usize::from(std::mem::take(&mut self.fresh));
            self.paragraphs += 1;
            self.chars += chars;
        }
    }

    /// Whether so many titles have so much of the text, with so few paragraphs each.
    fn is_list(&self, titles: usize, paragraphs: usize, share: u32) -> bool {
        self.titles >= titles && self.paragraphs <= paragraphs * self.titles && is_share(self.chars, self.total, share)
    }
}

#[cfg(test)]
mod tests {
    use crate::article::WarningCode;

    const NAV: &str = "<nav><a href=/>Home</a> <a href=/news>News</a></nav>";

    fn is_article(url: &str, title: &str, body: &str) -> bool {
        let page = format!("<title>{title}</title>{NAV}<h1>{title}</h1>{body}<footer>Contact us</footer>");
        let page = crate::Page::from_text(&page).with_url(url).unwrap();
        let article = crate::Extractor::default().extract(&page).unwrap();
        article.warnings.iter().all(|w| w.code != WarningCode::NoArticle)
    }

    fn paragraph(n: usize) -> String {
        format!(
            "<p>On day {n} the harbour master of the town of Caulderby said that the pier, which was built in 1887, would \
             stay closed until the spring for repairs, and that ferries would leave from the fish quay.</p>"
        )
    }

    fn repeat(entry: impl Fn(usize) -> String) -> String {
        (1..10).map(entry).collect()
    }

    #[test]
    fn lists_of_stories_are_no_story() {
        let title = |n: usize| format!("<a href=/news/{n}>The pier at Caulderby, part {n}</a>");
        let entry = |n: usize| {
            format!(
                "<article class=post><h2 class=entry-title>{}</h2><p class=entry-meta>by <a href=/by/ann>Ann Lee</a></p>{}</article>",
                title(n),
                paragraph(n)
            )
        };
        let row = |n: usize| {
            format!("<div class=views-row><h3>{}</h3><span class=date>May 3</span>{}</div>", title(n), paragraph(n))
        };
        let cell = |n: usize| {
            format!("<tr><td><b>{}</b><br>{}</td></tr>", title(n), paragraph(n).replace("<p>", "").replace("</p>", ""))
        };
        assert!(!is_article("http://paper.example/category/boats", "Boats", &repeat(entry)));
        assert!(!is_article("http://paper.example/tag/pier", "All about the pier", &repeat(row)));
        assert!(!is_article(
            "http://paper.example/index.html",
            "The Courier",
            &format!("<table>{}</table>", repeat(cell))
        ));
    }

    #[test]
    fn stories_with_headings_and_links_are_stories() {
        let url = "http://paper.example/news/piers";
        let elsewhere =
            |n: usize| format!("<h3><a href=http://pier{n}.example/>Pier number {n}</a></h3>{}", paragraph(n));
        assert!(is_article(url, "Nine piers to see", &repeat(elsewhere)));
        let plain = |n: usize| format!("<h3>Pier number {n} of the coast</h3>{}", paragraph(n));
        assert!(is_article(url, "Nine piers to see", &repeat(plain)));
        let between = |n: usize| {
            format!("{}{}<p><a href=/news/{n}>More of the pier, part {n}</a></p>", paragraph(n), paragraph(n + 20))
        };
        assert!(is_article(url, "The pier in spring", &repeat(between)));
    }

    #[test]
    fn a_title_must_say_little_else_than_that_there_is_no_page() {
        let sorry = "<p>We are sorry, but the page that you were looking for may have been moved or deleted.</p>\
            <p>Try the search or go back to the home page to read the latest news from the harbour.</p>";
        let url = "http://paper.example/news/1";
        for title in
            ["Page not found - The Courier", "404", "Just a moment...", "Error 404: file not found | The Courier"]
        {
            assert!(!is_article(url, title, sorry), "{title}");
        }
        let story = format!("{}{}{}", paragraph(1), paragraph(2), paragraph(3));
        for title in ["Ferryman not found after the pier gave way", "Free ferry no longer available"] {
            assert!(is_article(url, title, &story), "{title}");
        }
    }

    #[test]
    fn figures_alone_are_no_story() {
        let row = |n: usize| format!("<tr><td>Day {n}</td><td>{n}</td><td>1{n}</td></tr>");
        let table = format!("<table><tr><th>Day</th><th>High</th><th>Low</th></tr>{}</table>", repeat(row));
        assert!(!is_article("http://paper.example/weather", "Weather for Caulderby", &table));
    }
}
