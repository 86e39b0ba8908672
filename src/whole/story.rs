//! A story while its pages come in, one after the other.

use std::collections::{BTreeSet, VecDeque};
use std::fmt::Display;

use url::Url;

use crate::article::{Article, WarningCode};
use crate::paging::{is_same_page, page_step};

use super::joining::{Joined, KnownBlocks, is_other_story, join};

/// Pages of one story.
const MAX_PAGES: usize = 100;

/// Frames that are looked into for a story, those of frames within included.
const MAX_FRAMES: usize = 12;

/// A story of several pages, put together page by page; whoever holds it says where the pages come from.
///
/// It tells which page it wants next, and takes what came of that; the first is an article as
/// [`extract`](crate::Extractor::extract) gives it. A page of frames wants its frames, the largest first, until one holds a
/// story. No page is wanted twice, and no more than a hundred.
///
/// ```
/// use cuttings::{Extractor, Page, WholeStory};
///
/// let page = |n: u32, next: &str| format!("<title>Ferry sails again</title><h1>Ferry sails again</h1>\
///     <p>Page {n} tells that the Kerrera ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>\
///     <p>On page {n} its skipper says that neither the sheep nor the engine had made any trouble at all.</p>{next}");
/// let extractor = Extractor::default();
/// let first = Page::new(page(1, "<a href=ferry_2.html>Next page</a>")).with_url("http://sound.example/ferry.html")?;
/// let mut story = WholeStory::new(extractor.extract(&first)?);
/// assert_eq!(story.wants(), Some("http://sound.example/ferry_2.html"));
///
/// let second = Page::new(page(2, "")).with_url("http://sound.example/ferry_2.html")?;
/// story.add(extractor.extract(&second)?);
/// assert_eq!(story.wants(), None);
/// let article = story.finish();
/// assert_eq!((article.body.len(), article.pages.len()), (4, 2));
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct WholeStory {
    article: Article,
    blocks: KnownBlocks,
    /// The pages that the story is joined of.
    pages: Vec<String>,
    /// The addresses that were wanted, whatever came of them.
    known: BTreeSet<String>,
    wanted: Wanted,
    /// Whether anything was put to the first page.
    joined: bool,
}

/// What is to be read next.
#[derive(Debug, Clone)]
enum Wanted {
    Nothing,
    Page(String),
    /// The frames that have not been looked into, the most likely first.
    Frames {
        left: VecDeque<String>,
        seen: usize,
    },
}

impl WholeStory {
    /// A story of which this is the first page.
    pub fn new(first: Article) -> WholeStory {
        let own = first.url.clone();
        let mut story = WholeStory {
            pages: own.iter().cloned().collect(),
            known: own.iter().map(|url| key(url)).collect(),
            wanted: Wanted::Nothing,
            joined: false,
            blocks: KnownBlocks::of(&first),
            article: first,
        };
        let frames = frames(&story.article);
        story.known.extend(frames.iter().map(|frame| key(frame)));
        story.wanted = match frames.is_empty() {
            true => story.page_after(story.article.next_page.clone()),
            false => Wanted::Frames { left: frames.into(), seen: 0 },
        };
        story
    }

    /// The address of the page that is wanted next; none when all is there that can be had.
    ///
    /// Relative where the page before had no address of its own.
    pub fn wants(&self) -> Option<&str> {
        match &self.wanted {
            Wanted::Nothing => None,
            Wanted::Page(url) => Some(url),
            Wanted::Frames { left, .. } => left.front().map(String::as_str),
        }
    }

    /// Takes in the page that was wanted; whether it belongs to the story. One that does not, because it is another story or the
    /// same page again, ends it; [`Article::next_page`] stays then as it was.
    pub fn add(&mut self, page: Article) -> bool {
        match std::mem::replace(&mut self.wanted, Wanted::Nothing) {
            Wanted::Nothing => false,
            Wanted::Page(url) => self.add_page(url, page),
            Wanted::Frames { left, seen } => self.add_frame(left, seen, page),
        }
    }

    /// Says that the page that was wanted is not to be had, and why, which becomes a warning. The story ends there; of frames the next
    /// is wanted.
    pub fn miss(&mut self, why: impl Display) {
        match std::mem::replace(&mut self.wanted, Wanted::Nothing) {
            Wanted::Nothing => {}
            Wanted::Page(url) => {
                self.article.warn(WarningCode::PageMissing, format!("{url}: {why}"));
                self.article.next_page = Some(url);
            }
            Wanted::Frames { mut left, seen } => {
                if let Some(frame) = left.pop_front() {
                    self.article.warn(WarningCode::PageMissing, format!("{frame}: {why}"));
                }
                self.wanted = Wanted::frames(left, seen + 1);
            }
        }
    }

    /// The story as far as it came. [`Article::pages`] lists the pages, if there is more than one.
    pub fn finish(self) -> Article {
        let mut article = self.article;
        if self.joined {
            article.pages = self.pages;
            article.text = article.text.is_some().then(|| article.body_text());
        }
        article
    }

    fn add_page(&mut self, url: String, page: Article) -> bool {
        if page.body.is_empty() {
            let why = page.warnings.iter().find(|w| w.code == WarningCode::NoArticle);
            let why = why.map_or("it holds no story", |w| w.detail.as_str()).to_owned();
            self.wanted = Wanted::Page(url);
            self.miss(why);
            return false;
        }
        // Where a redirect led elsewhere, that is what the page is.
        let own = page.url.clone().unwrap_or_else(|| url.clone());
        let is_numbered = self.is_numbered(&own);
        let next = page.next_page.clone();
        if is_other_story(&self.article, &page, is_numbered) || self.join(page) == Joined::Nothing {
            return false;
        }
        self.known.insert(key(&own));
        self.pages.push(own);
        self.joined = true;
        self.article.next_page = None;
        self.wanted = self.page_after(next);
        true
    }

    fn join(&mut self, page: Article) -> Joined {
        join(&mut self.article, &mut self.blocks, page)
    }

    /// Whether the address of a page says that it is one of this story.
    fn is_numbered(&self, url: &str) -> bool {
        // Files beside each other have no addresses, and no pages are linked to from them but by words that say so.
        let Ok(other) = Url::parse(url) else { return true };
        let mut pages = self.pages.iter().filter_map(|page| Url::parse(page).ok());
        pages.any(|page| is_same_page(&page, &other) || page_step(&page, &other).is_some())
    }

    fn add_frame(&mut self, mut left: VecDeque<String>, seen: usize, mut frame: Article) -> bool {
        left.pop_front();
        if frame.body.is_empty() {
            for inner in frames(&frame).into_iter().rev() {
                if self.known.insert(key(&inner)) {
                    left.push_front(inner);
                }
            }
            self.wanted = Wanted::frames(left, seen + 1);
            return false;
        }
        let outer = std::mem::take(&mut self.article);
        // The address is the one by which the story was known; the rest is what its own page says.
        let own = frame.url.take().filter(|url| !self.pages.contains(url));
        self.known.extend(own.iter().map(|url| key(url)));
        self.pages.extend(own);
        self.joined = true;
        frame.url = outer.url;
        frame.capture = frame.capture.or(outer.capture);
        frame.headline = frame.headline.or(outer.headline);
        frame.site_name = frame.site_name.or(outer.site_name);
        self.blocks = KnownBlocks::of(&frame);
        self.article = frame;
        self.wanted = self.page_after(self.article.next_page.clone());
        true
    }

    /// What is wanted when a page names the one behind it.
    fn page_after(&mut self, next: Option<String>) -> Wanted {
        let Some(next) = next else { return Wanted::Nothing };
        if !self.known.insert(key(&next)) {
            // Round in a circle.
            self.article.next_page = None;
            return Wanted::Nothing;
        }
        self.article.next_page = Some(next.clone());
        if self.pages.len() >= MAX_PAGES {
            let what = format!("{next}: a story of more than {MAX_PAGES} pages");
            self.article.warn(WarningCode::PageMissing, what);
            return Wanted::Nothing;
        }
        Wanted::Page(next)
    }
}

impl Wanted {
    fn frames(left: VecDeque<String>, seen: usize) -> Wanted {
        if left.is_empty() || seen >= MAX_FRAMES { Wanted::Nothing } else { Wanted::Frames { left, seen } }
    }
}

/// The frames of a page that holds no story itself.
fn frames(article: &Article) -> Vec<String> {
    let warning = article.warnings.iter().find(|w| w.code == WarningCode::Frames);
    let addresses = warning.map_or("", |w| w.detail.as_str()).split(' ');
    addresses.filter(|address| !address.is_empty()).map(str::to_owned).collect()
}

/// An address as far as it tells pages apart.
fn key(address: &str) -> String {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let bare = bare.split('#').next().unwrap_or_default();
    bare.trim_end_matches('/').to_owned()
}
