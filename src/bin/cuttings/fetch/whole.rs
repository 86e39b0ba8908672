//! The other pages of stories that go over several, and the frames that hold one: with `--whole` they are fetched as well, when all that
//! was asked for is under way.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use cuttings::{Archive, CaptureUrl, Extractor, Page, Period, WholeStory};

use crate::dedupe::{bare_address, hash};

use super::source::{Behind, Next, Piece, Way};
use super::store::{Leading, Links};

/// Pages that are followed to from one that was named, frames included; a story has fewer.
const MAX_PAGES: usize = 100;

/// The pages that are to be followed.
pub struct Stories {
    /// Nothing is followed without it.
    pub extractor: Option<Arc<Extractor>>,
    archives: Vec<Archive>,
    /// The addresses of all pages that come anyhow.
    known: HashSet<u64>,
    waiting: VecDeque<Piece>,
    /// How many pages were followed to, by the first page's id.
    followed: HashMap<u64, usize>,
}

impl Stories {
    pub fn new(is_wanted: bool, archives: Vec<Archive>) -> Stories {
        let extractor = is_wanted.then(|| Arc::new(Extractor::default()));
        Stories { extractor, archives, known: HashSet::new(), waiting: VecDeque::new(), followed: HashMap::new() }
    }

    /// Notes a page that was named or listed: it is not followed to once more.
    pub fn know(&mut self, next: Option<&Next>) {
        if let Some(Ok(piece)) = next
            && piece.behind.is_none()
            && self.extractor.is_some()
        {
            self.known.insert(hash(&bare_address(&piece.address())));
        }
    }

    /// Takes note of what a page leads to that was there before.
    pub fn follow_again(&mut self, piece: &Piece, leading: Option<Leading>) {
        if let Some(Leading { captured, links }) = leading {
            let links = self.read(links);
            self.follow(piece, captured.as_deref(), &links);
        }
    }

    /// Takes note of what a page leads to; `captured` is when it was captured itself, in digits.
    pub fn follow(&mut self, piece: &Piece, captured: Option<&str>, links: &[String]) {
        if self.extractor.is_none() {
            return;
        }
        let own = || Behind { id: piece.id.clone(), first: piece.address() };
        let behind = piece.behind.clone().unwrap_or_else(own);
        for url in links.iter().filter(|url| bare_address(url) != bare_address(&behind.first)) {
            let followed = self.followed.entry(hash(&behind.id)).or_default();
            *followed += 1;
            if *followed > MAX_PAGES {
                return;
            }
            let (id, from) = match (&piece.from, captured.and_then(|time| time.parse::<Period>().ok())) {
                // Of all pages of a story the capture is taken that is near the first one's.
                (Way::Nearest(archives, at), _) if piece.behind.is_some() => near(archives, *at, url),
                (Way::Nearest(archives, _), Some(at)) => near(archives, at, url),
                (Way::Row(archive, ..), Some(at)) => near(std::slice::from_ref(archive), at, url),
                (Way::Capture(capture), Some(at)) => near(&[self.home_of(capture)], at, url),
                _ => (url.clone(), Way::Live),
            };
            self.waiting.push_back(Piece { id, url: url.clone(), from, behind: Some(behind.clone()) });
        }
    }

    /// The links of a page that was there before.
    fn read(&self, links: Links) -> Vec<String> {
        match (links, &self.extractor) {
            (Links::Known(links), _) => links,
            (Links::Unread(file, url, content_type), Some(extractor)) => {
                let page = Page::open(&file).and_then(|page| page.with_url(&url));
                let typed = |page: Page| match &content_type {
                    Some(value) => page.with_content_type(value),
                    None => page,
                };
                page.map_or_else(|_| Vec::new(), |page| self::links(extractor, &typed(page)))
            }
            (Links::Unread(..), None) => Vec::new(),
        }
    }

    fn home_of(&self, capture: &CaptureUrl) -> Archive {
        let own = self.archives.iter().find(|archive| archive.parse_capture(&capture.to_string()).is_some());
        own.cloned().unwrap_or_else(|| Archive::from_capture(capture))
    }

    /// The next page to follow to. Asked for when all that was named is known.
    pub fn next(&mut self) -> Option<Piece> {
        while let Some(piece) = self.waiting.pop_front() {
            if !self.known.contains(&hash(&bare_address(&piece.url))) {
                return Some(piece);
            }
        }
        None
    }
}

fn near(archives: &[Archive], at: Period, url: &str) -> (String, Way) {
    (format!("near {} {url}", at.middle()), Way::Nearest(archives.to_vec(), at))
}

/// The pages that one leads to: the one behind it, or its frames.
pub fn links(extractor: &Extractor, page: &Page) -> Vec<String> {
    let Ok(article) = extractor.extract(page) else { return Vec::new() };
    let mut story = WholeStory::new(article);
    let mut links = Vec::new();
    while let Some(url) = story.wants().map(str::to_owned) {
        story.miss("it is asked for by itself");
        links.push(url);
    }
    links.retain(|url| url.contains("://"));
    links
}
