//! The page on which the story goes on.

use url::Url;

use crate::label::{Evidence, LabelKind, Labels};
use crate::metadata::{PageLink, PageWords};
use crate::paging::{PageStep, is_in_same_folder, is_same_page, page_step};

/// Letters that may stand between the story and the links to its pages: a note on the writer, a line or two of rights. Where
/// more does, the pages are of readers' words or of a list of stories.
const MAX_LETTERS_BETWEEN: u32 = 500;

/// Bytes of an address that is compared with others: longer ones are of no story.
const MAX_ADDRESS_BYTES: usize = 2_000;

/// Numbers up to this stand in a calendar, and hardly in a row of pages.
const LAST_DAYS: u32 = 28;

/// The address of the page on which the story goes on.
///
/// What a link says and how its address differs from the page's own must agree, and it must stand at the story: numbers alone are
/// those of days or of readers' comments, and "next" alone is the next story.
pub(crate) fn next_page(evidence: &Evidence<'_>, labels: &Labels) -> Option<String> {
    let links = &evidence.metadata.page_links;
    let own = evidence.url.or(evidence.base.as_ref());
    let is_long = |url: &Url| url.as_str().len() > MAX_ADDRESS_BYTES;
    if links.is_empty() || own.is_some_and(is_long) || evidence.base.as_ref().is_some_and(is_long) {
        return None;
    }
    let place = Place::of(evidence, labels)?;
    let Some(own) = own else { return by_file(evidence, place) };
    let resolved: Vec<(&PageLink, Url)> =
        links.iter().filter_map(|link| Some((link, absolute(evidence, link)?))).collect();
    let row = Row::of(own, &resolved);
    let mut by_words = None;
    for (link, url) in &resolved {
        if is_same_page(own, url) {
            continue;
        }
        match page_step(own, url) {
            Some(step) if row.is_next(link.says, step) => {
                if place.holds(link, true) {
                    return Some(url.to_string());
                }
            }
            Some(step) if step.from.is_some() || step.to <= 1 => {}
            _ => {
                let is_said = matches!(link.says, PageWords::NextPage | PageWords::NumberedPage(2));
                if is_said && is_in_same_folder(own, url) && place.holds(link, false) {
                    by_words.get_or_insert_with(|| url.to_string());
                }
            }
        }
    }
    by_words
}

/// Without an address of its own the page's words alone tell, and where the file lies.
fn by_file(evidence: &Evidence<'_>, place: Place) -> Option<String> {
    let is_file = |href: &str| !href.contains([':', '?', '#']) && !href.starts_with('/') && !href.is_empty();
    let mut links = evidence.metadata.page_links.iter().filter(|link| link.says == PageWords::NextPage);
    let link = links.find(|link| is_file(link.href.trim()) && place.holds(link, false))?;
    evidence.resolve(&link.href)
}

fn absolute(evidence: &Evidence<'_>, link: &PageLink) -> Option<Url> {
    let mut url =
        Url::parse(&evidence.resolve(&link.href)?).ok().filter(|url| url.as_str().len() <= MAX_ADDRESS_BYTES)?;
    url.set_fragment(None);
    Some(url)
}

/// What the links that may lead to pages say together.
struct Row {
    /// Whether they are days.
    is_calendar: bool,
    /// Whether one leads back to the first page of a story of which this is another.
    has_way_back: bool,
}

impl Row {
    fn of(own: &Url, links: &[(&PageLink, Url)]) -> Row {
        let is_late = |(link, _): &(&PageLink, Url)| matches!(link.says, PageWords::Number(n) if n >= LAST_DAYS);
        let is_first = |(_, url): &(&PageLink, Url)| {
            let step = page_step(url, own);
            step.is_some_and(|step| step.from.is_none() || step.from == Some(1)) && !is_same_page(own, url)
        };
        Row { is_calendar: links.iter().any(is_late), has_way_back: links.iter().any(is_first) }
    }

    /// Whether words and address agree that a link leads to the next page.
    fn is_next(&self, says: PageWords, step: PageStep) -> bool {
        // A number that counts up from another one may be of a day, a column, an issue.
        let is_known = step.from.is_none() || step.has_word || self.has_way_back || step.from == Some(1);
        match says {
            PageWords::Number(number) | PageWords::NumberedPage(number) => {
                let is_number = number == step.to || number == step.to + 1 && (step.from.is_some() || step.by_letter);
                let is_page = !self.is_calendar || step.has_word || matches!(says, PageWords::NumberedPage(_));
                is_page && (step.is_next() && is_number || step.is_next_from_zero() && number == 2)
            }
            // "Next" may be the next story: the address must say that it counts pages.
            PageWords::Next => {
                let is_marked = step.is_marked || step.from.is_none();
                step.is_next() && is_known && is_marked && !step.by_letter && (step.has_word || !self.is_calendar)
            }
            // Stories are linked so to the ones behind them, and many have a number for want of a name.
            PageWords::Unsaid => step.is_next() && step.has_word,
            PageWords::GoesOn => step.is_next(),
            PageWords::NextPage => step.is_next() || step.is_next_from_zero(),
        }
    }
}

/// Where the story stands in the page, in nodes: its first, and where what stands behind it is no longer at it.
#[derive(Clone, Copy)]
struct Place {
    first: usize,
    end: usize,
}

impl Place {
    fn of(evidence: &Evidence<'_>, labels: &Labels) -> Option<Self> {
        let (first, last) = labels.story_ends()?;
        let blocks = evidence.blocks();
        let mut letters = 0;
        let mut end = usize::MAX;
        for (at, block) in blocks.iter().enumerate().skip(last + 1) {
            match labels.kind(at) {
                LabelKind::ClosingNote => {}
                LabelKind::Comment => letters = u32::MAX,
                _ => letters = letters.saturating_add(block.chars),
            }
            if letters > MAX_LETTERS_BETWEEN {
                end = block.node();
                break;
            }
        }
        Some(Place { first: blocks[first].node(), end })
    }

    /// Whether a link stands at the story: before it only where its address tells what it is.
    fn holds(self, link: &PageLink, is_told: bool) -> bool {
        let node = link.node.index();
        if node < self.first { is_told } else { node <= self.end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::{ByHand, TestPage};

    const OWN: &str = "http://sound.example/news/ferry.html";

    /// What is found on a page whose story is followed by so many letters of other text, some links, and a reader's comment.
    fn found(own: Option<&str>, links: &str, between: usize) -> Option<String> {
        let html = format!("<p>The ferry sailed.</p><p>{}</p>{links}<p>Well done.</p>", "x".repeat(between));
        let page = TestPage::new(&html);
        let own = own.map(|own| Url::parse(own).unwrap());
        let label = |text: &str| match text {
            "The ferry sailed." => (LabelKind::Paragraph, ""),
            "Well done." => (LabelKind::Comment, ""),
            _ => (LabelKind::Foreign, ""),
        };
        let labels: Vec<_> = page.segments.blocks.iter().map(|block| label(&block.text)).collect();
        let labels = page.labels_by_hand(&ByHand { labels: &labels, ..ByHand::default() });
        next_page(&Evidence { url: own.as_ref(), base: own.clone(), ..page.evidence() }, &labels)
    }

    #[test]
    fn words_and_address_must_agree() {
        let second = Some("http://sound.example/news/ferry_2.html".to_owned());
        for links in [
            "<p>1 <a href=ferry_2.html>2</a> <a href=ferry_3.html>3</a></p>",
            "<p><a href=sheep.html>Next</a> <a href=ferry_2.html#top>Next page</a></p>",
            "<p><a href=ferry_2.html>Next »</a></p>",
        ] {
            assert_eq!(found(Some(OWN), links, 10), second, "{links}");
        }
        for links in [
            "<p><a href=sheep.html>Next</a> <a href=/other/2>2</a></p>",
            "<p><a href=ferry.html>Next page</a></p>",
            "<p><a href=/sport/page2.html>Next page</a></p>",
            "<p><a href=ferry.html?cpage=2>2</a></p>",
            "<p><a href=ferry_2.html rel=next>The harbour in winter</a></p>",
        ] {
            assert_eq!(found(Some(OWN), links, 10), None, "{links}");
        }
    }

    #[test]
    fn numbers_that_go_on_may_be_of_days_and_columns() {
        let of = |own: &str, links: &str| found(Some(&format!("http://sound.example{own}")), links, 10);
        let days: String = (1..32).map(|n| format!("<a href={n}.html>{n}</a> ")).collect();
        for (own, links) in [
            ("/2005/10/12.html", format!("<p>{days}</p>")),
            ("/column-12.html", "<p><a href=column-13.html>Next</a></p>".to_owned()),
            ("/2005-10-12.html", "<p><a href=2005-10-13.html>Next »</a></p>".to_owned()),
            ("/links-12/", "<link rel=next href=/links-13/>".to_owned()),
            ("/thread/", "<link rel=next href=/thread-2/>".to_owned()),
            ("/issue12.html", "<p><a href=issue13.html>Next</a></p>".to_owned()),
        ] {
            assert_eq!(of(own, &links), None, "{own}");
        }
        for (own, links, next) in [
            (
                "/ferry_2.html",
                "<a href=ferry.html>1</a> 2 <a href=ferry_3.html>3</a> <a href=ferry_3.html>Next</a>",
                "/ferry_3.html",
            ),
            ("/19123/1.html", "<p><a href=2.html>weiter</a></p>", "/19123/2.html"),
            ("/ferry?page=2", "<link rel=next href='/ferry?page=3'>", "/ferry?page=3"),
            ("/2005/ferry/", "<link rel=next href=/2005/ferry/2/>", "/2005/ferry/2/"),
            ("/ferry.htm", "<a href=ferryb.htm>2</a>", "/ferryb.htm"),
            ("/ferry/", "<a href=index2.html>Next</a>", "/ferry/index2.html"),
        ] {
            assert_eq!(of(own, links), Some(format!("http://sound.example{next}")), "{own}");
        }
    }

    #[test]
    fn the_words_alone_tell_where_they_are_plain() {
        let link = "<p><a href=harbour.html>Continued on page 2</a></p>";
        assert_eq!(found(Some(OWN), link, 10).as_deref(), Some("http://sound.example/news/harbour.html"));
        assert_eq!(found(None, "<p><a href=ferry_2.html>Next page</a></p>", 10).as_deref(), Some("ferry_2.html"));
        assert_eq!(found(None, "<p><a href=/ferry_2.html>Next page</a></p>", 10), None);
    }

    #[test]
    fn links_far_behind_the_story_are_of_other_things() {
        let link = "<p><a href=ferry_2.html>2</a></p>";
        assert!(found(Some(OWN), link, 400).is_some());
        assert_eq!(found(Some(OWN), link, 600), None);
        assert_eq!(found(Some(OWN), &format!("<p>Well done.</p>{link}<p>"), 10), None);
    }
}
