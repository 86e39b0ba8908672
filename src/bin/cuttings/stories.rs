//! Stories over several pages, put together from the pages that one command was given.

use std::collections::{BTreeMap, BTreeSet, HashMap};
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
    /// The pages by what they are called (their own address, or the file they were read from) and when they were captured.
    by_name: HashMap<u64, BTreeMap<Option<i64>, P>>,
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
            self.by_name.entry(name).or_default().entry(links.time()).or_insert(page);
        }
    }

    /// The page that a page means by an address: of several captures the one nearest to its own time, and one of an unknown time last.
    fn find(&self, wanted: &str, links: &Links) -> Option<P> {
        let pages = self.by_name.get(&name_of(wanted, &links.source))?;
        let Some(time) = links.time() else { return pages.values().next().copied() };
        let known = |(at, page): (&Option<i64>, &P)| Some(((*at)?.abs_diff(time), *page));
        let before = pages.range(..=Some(time)).next_back().and_then(known);
        let after = pages.range(Some(time)..).next().and_then(known);
        let nearest = before.into_iter().chain(after).min_by_key(|(distance, _)| *distance);
        nearest.map(|(_, page)| page).or_else(|| pages.get(&None).copied())
    }

    /// Has a story made of each page that one begins on, and gives the pages that went into those of others. `make` tells which went
    /// into its own.
    pub fn make_stories<E>(
        &self,
        beginnings: &[(P, Links)],
        mut make: impl FnMut(P) -> Result<Vec<P>, E>,
    ) -> Result<BTreeSet<P>, E> {
        let wanted = |(_, links): &'_ (P, Links)| -> Vec<P> {
            links.wanted().filter_map(|wanted| self.find(wanted, links)).collect()
        };
        let behind: BTreeSet<P> = beginnings.iter().flat_map(wanted).collect();
        // A circle of pages has no first one: the first that comes is taken for it.
        let mut order: Vec<P> = beginnings.iter().map(|(page, _)| *page).collect();
        order.sort_by_key(|page| (behind.contains(page), *page));
        let (mut taken, mut made) = (BTreeSet::new(), BTreeSet::new());
        for page in order {
            if !taken.contains(&page) {
                let used = make(page)?;
                made.insert(page);
                taken.extend(used.into_iter().filter(|used| !made.contains(used)));
            }
        }
        Ok(taken)
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

    /// The pages as they are given, and those that go into the stories of others.
    fn given(pages: &[(&str, Article)]) -> (Given<usize>, BTreeSet<usize>) {
        let mut given = Given::new();
        let links: Vec<Links> = pages.iter().map(|(source, article)| Links::of(article, source)).collect();
        let of_links = links.iter().cloned().enumerate();
        let beginnings: Vec<_> = of_links.filter(|(_, links)| given.note_wanted(links)).collect();
        for (at, links) in links.iter().enumerate() {
            given.add(links, at);
        }
        let read = |at: usize| Ok::<_, ()>(pages[at].1.clone());
        let make = |at: usize| given.whole(pages[at].1.clone(), pages[at].0, read, None).map(|(_, used)| used);
        let taken = given.make_stories(&beginnings, make).unwrap();
        (given, taken)
    }

    #[test]
    fn the_nearest_capture_of_a_page_is_taken() {
        let second = "http://www.sound.example/ferry_2.html";
        let pages = [
            ("a", article("http://sound.example/ferry.html", "2005-03-01", "The ferry sailed.", second)),
            ("b", article("http://sound.example/ferry_2.html", "2001-01-01", "Nothing was known.", "")),
            ("c", article("http://sound.example/ferry_2.html", "2005-03-02", "It was seen at sea.", "")),
        ];
        let (given, taken) = given(&pages);
        assert_eq!(taken.into_iter().collect::<Vec<_>>(), [2]);
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
        let (given, taken) = given(&pages);
        assert_eq!(taken.len(), 1);
        let read = |at: usize| Ok::<_, ()>(pages[at].1.clone());
        let (whole, used) = given.whole(pages[0].1.clone(), "saved/ferry.html", read, None).unwrap();
        assert_eq!((whole.body.len(), used.len(), whole.next_page.as_deref()), (2, 1, Some("ferry_3.html")));
        assert_eq!(whole.warnings[0].detail, "ferry_3.html: not among the pages that were given");
    }
}
