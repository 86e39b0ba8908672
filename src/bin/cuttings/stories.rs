//! Stories over several pages, put together from the pages that one command was given.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use cuttings::{Article, WholeStory};

use crate::dedupe::{bare_address, hash};

/// What is said of a page of a story that no input is.
const NOT_GIVEN: &str = "not among the pages that were given";

/// What fetches a page that an article names.
pub type Elsewhere<'a> = dyn Fn(&Article, &str) -> cuttings::Result<Article> + 'a;

/// What is known of a page before stories are put together.
#[derive(Debug, Default)]
pub struct Given<P> {
    /// The pages by what they are called: their own address, or the file they were read from.
    by_name: HashMap<u64, Vec<(Option<i64>, P)>>,
    wanted: BTreeSet<u64>,
}

impl<P: Copy + Ord> Given<P> {
    pub fn new() -> Self {
        Given { by_name: HashMap::new(), wanted: BTreeSet::new() }
    }

    /// Notes which pages one wants behind it; the rest need not be remembered. Whether it wants any.
    pub fn note_wanted(&mut self, links: &Links) -> bool {
        let names: Vec<u64> = links.wanted().map(|wanted| name_of(wanted, &links.source)).collect();
        self.wanted.extend(&names);
        !names.is_empty()
    }

    /// Adds a page, if another one wants it.
    pub fn add(&mut self, links: &Links, page: P) {
        let address = links.url.as_deref().map(|url| hash(&bare_address(url)));
        let names = address.into_iter().chain([file_name(&links.source)]);
        for name in names.filter(|name| self.wanted.contains(name)) {
            self.by_name.entry(name).or_default().push((links.time(), page));
        }
    }

    /// The page that a page means by an address: of several captures the one nearest to its own time.
    fn find(&self, wanted: &str, links: &Links) -> Option<P> {
        let pages = self.by_name.get(&name_of(wanted, &links.source))?;
        let time = links.time();
        let distance = |other: &Option<i64>| match (time, other) {
            (Some(a), Some(b)) => a.abs_diff(*b),
            (None, None) => 0,
            // One of an unknown time is further away than any other.
            _ => u64::MAX,
        };
        pages.iter().min_by_key(|(other, _)| distance(other)).map(|(_, page)| *page)
    }

    /// The pages that stand behind another one: no story begins on them.
    pub fn behind<'a>(&self, pages: impl Iterator<Item = &'a Links>) -> BTreeSet<P> {
        pages.flat_map(|links| links.wanted().filter_map(|wanted| self.find(wanted, links))).collect()
    }

    /// Puts together the story that begins with an article; tells the pages that went into it. One that is not among those given may be
    /// had elsewhere.
    pub fn whole<E>(
        &self,
        first: Article,
        source: &str,
        mut read: impl FnMut(P) -> Result<Article, E>,
        elsewhere: Option<&Elsewhere<'_>>,
    ) -> Result<(Article, Vec<P>), E> {
        let beside = first.clone();
        let links = Links::of(&first, source);
        let mut story = WholeStory::new(first);
        let mut used = Vec::new();
        while let Some(url) = story.wants().map(str::to_owned) {
            match self.find(&url, &links) {
                Some(page) => {
                    if story.add(read(page)?) {
                        used.push(page);
                    }
                }
                None => match elsewhere.map(|fetch| fetch(&beside, &url)) {
                    Some(Ok(page)) => _ = story.add(page),
                    Some(Err(error)) => story.miss(error),
                    None => story.miss(NOT_GIVEN),
                },
            }
        }
        Ok((story.finish(), used))
    }
}

/// What an article says of itself and of other pages; also as it is read from a record.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Links {
    /// The file or address that it was read from.
    source: String,
    url: Option<String>,
    capture: Option<Capture>,
    next_page: Option<String>,
    warnings: Vec<Warning>,
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
struct Capture {
    timestamp: Option<cuttings::DateTime>,
}

#[derive(Debug, Clone, serde::Deserialize)]
struct Warning {
    code: String,
    #[serde(default)]
    detail: String,
}

impl Links {
    pub fn of(article: &Article, source: &str) -> Links {
        let warnings = article.warnings.iter();
        Links {
            source: source.to_owned(),
            url: article.url.clone(),
            capture: article.capture.as_ref().map(|capture| Capture { timestamp: capture.timestamp }),
            next_page: article.next_page.clone(),
            warnings: warnings.map(|w| Warning { code: w.code.to_string(), detail: w.detail.clone() }).collect(),
        }
    }

    /// Whether the story goes on beyond its page.
    pub fn wants_more(&self) -> bool {
        self.wanted().next().is_some()
    }

    fn wanted(&self) -> impl Iterator<Item = &str> {
        let is_missing = self.warnings.iter().any(|w| w.code == "page_missing");
        let next = self.next_page.as_deref().filter(|_| !is_missing);
        let frames = self.warnings.iter().filter(|w| w.code == "frames").flat_map(|w| w.detail.split(' '));
        next.into_iter().chain(frames)
    }

    /// When it was captured, in seconds.
    fn time(&self) -> Option<i64> {
        let time = self.capture.as_ref()?.timestamp?;
        cuttings::Timestamp::try_from(time).ok().map(|time| time.unix_seconds())
    }
}

/// What a page is called that another one names: by an address, or, relative to the file that names it, as a file.
fn name_of(wanted: &str, source: &str) -> u64 {
    if wanted.contains("://") {
        return hash(&bare_address(wanted));
    }
    let folder = Path::new(source).parent().unwrap_or(Path::new(""));
    file_name(&folder.join(wanted).to_string_lossy())
}

fn file_name(source: &str) -> u64 {
    let unpacked = source.strip_suffix(".gz").unwrap_or(source);
    hash(&("file", unpacked.strip_prefix("./").unwrap_or(unpacked)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(url: &str, time: &str, text: &str, next: &str) -> Article {
        let next = if next.is_empty() { String::new() } else { format!(r#", "next_page": "{next}""#) };
        let url = if url.is_empty() { String::new() } else { format!(r#""url": "{url}","#) };
        let json = format!(
            r#"{{{url} "capture": {{"timestamp": "{time}"}}, "body": [{{"type": "paragraph", "text": "{text}"}}]{next}}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    fn given(pages: &[(&str, Article)]) -> (Given<usize>, BTreeSet<usize>) {
        let mut given = Given::new();
        let links: Vec<Links> = pages.iter().map(|(source, article)| Links::of(article, source)).collect();
        for links in &links {
            given.note_wanted(links);
        }
        for (at, links) in links.iter().enumerate() {
            given.add(links, at);
        }
        let behind = given.behind(links.iter());
        (given, behind)
    }

    #[test]
    fn the_nearest_capture_of_a_page_is_taken() {
        let second = "http://www.sound.example/ferry_2.html";
        let pages = [
            ("a", article("http://sound.example/ferry.html", "2005-03-01", "The ferry sailed.", second)),
            ("b", article("http://sound.example/ferry_2.html", "2001-01-01", "Nothing was known.", "")),
            ("c", article("http://sound.example/ferry_2.html", "2005-03-02", "It was seen at sea.", "")),
        ];
        let (given, behind) = given(&pages);
        assert_eq!(behind.into_iter().collect::<Vec<_>>(), [2]);
        let read = |at: usize| Ok::<_, ()>(pages[at].1.clone());
        let (whole, used) = given.whole(pages[0].1.clone(), "a", read, None).unwrap();
        assert_eq!((whole.body.len(), used), (2, vec![2]));
    }

    #[test]
    fn files_without_addresses_lie_beside_each_other() {
        let pages = [
            ("saved/ferry.html", article("", "2005-03-01", "The ferry sailed.", "ferry_2.html")),
            ("./saved/ferry_2.html.gz", article("", "2005-03-01", "It was seen at sea.", "ferry_3.html")),
        ];
        let (given, behind) = given(&pages);
        assert_eq!(behind.len(), 1);
        let read = |at: usize| Ok::<_, ()>(pages[at].1.clone());
        let (whole, used) = given.whole(pages[0].1.clone(), "saved/ferry.html", read, None).unwrap();
        assert_eq!((whole.body.len(), used.len(), whole.next_page.as_deref()), (2, 1, Some("ferry_3.html")));
        assert_eq!(whole.warnings[0].detail, "ferry_3.html: not among the pages that were given");
    }
}
