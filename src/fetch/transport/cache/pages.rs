//! Which responses are about a page: its captures, and what indexes and TimeMaps tell of it.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use url::Url;

use crate::archive::CaptureUrl;
use crate::fetch::address::folded_page;

/// How many responses about one page are looked at, the last that came. Ten years of an hourly page are fewer.
const MAX_RESPONSES: usize = 100_000;

/// Where the lines about each page are, some thirty bytes a line. Pages are known by a hash: what is found has to be looked at.
#[derive(Debug)]
pub(super) struct PageIndex<P>(HashMap<u64, Vec<P>>);

impl<P: Copy> PageIndex<P> {
    pub(super) fn new() -> PageIndex<P> {
        PageIndex(HashMap::new())
    }

    /// Adds the line of a request.
    pub(super) fn add(&mut self, url: &str, place: P) {
        if let Some(page) = page_of_request(url) {
            self.0.entry(hash(&page)).or_default().push(place);
        }
    }

    /// The lines that may be about a page, by its [folded](folded_page) address; the oldest first.
    pub(super) fn lines(&self, page: &str) -> Vec<P> {
        let all = self.0.get(&hash(page)).map(Vec::as_slice).unwrap_or_default();
        all.get(all.len().saturating_sub(MAX_RESPONSES)..).unwrap_or_default().to_vec()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

fn hash(page: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    page.hash(&mut hasher);
    hasher.finish()
}

/// The page that a request is about, if it asks for a capture of it or for a list of these.
pub(super) fn page_of_request(url: &str) -> Option<String> {
    if let Some(capture) = CaptureUrl::parse(url) {
        return Some(folded_page(capture.original()));
    }
    if let Some((_, rest)) = url.split_once("/timemap/")
        && let Some(at) = rest.find("http://").or_else(|| rest.find("https://"))
    {
        return Some(folded_page(rest.get(at..)?));
    }
    let (_, query) = url.split_once('?')?;
    // Cheaper than to take every address apart.
    if !query.contains("url=") {
        return None;
    }
    let url = Url::parse(url).ok()?;
    let mut page = None;
    for (name, value) in url.query_pairs() {
        match &*name {
            // Of many pages.
            "matchType" => return None,
            "url" => page = Some(folded_page(&value)),
            _ => {}
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_tell_the_page_that_they_are_about() {
        let page = Some("news.example/1.html".to_owned());
        for url in [
            "https://web.archive.org/web/20070702235959id_/http://news.example/1.html",
            "http://127.0.0.1:8091/web/20070702235959id_/https://www.news.example:443/1.HTML",
            "http://127.0.0.1:8091/web/timemap/link/http://news.example/1.html",
            "http://localhost:1208/timemap/link/2/https://news.example/1.html#top",
            "https://web.archive.org/cdx/search/cdx?url=http%3A%2F%2Fnews.example%2F1.html&output=json&limit=5",
            "http://127.0.0.1:8091/cdx?coll=a&url=http%3A%2F%2Fnews.example%3A80%2F1.html%2F",
        ] {
            assert_eq!(page_of_request(url), page, "{url}");
        }
        for url in [
            "https://web.archive.org/cdx/search/cdx?url=http%3A%2F%2Fnews.example%2F1.html&matchType=prefix",
            "https://index.commoncrawl.org/collinfo.json",
            "http://news.example/robots.txt",
        ] {
            assert_eq!(page_of_request(url), None, "{url}");
        }
    }
}
