//! The page on which the story goes on.

use url::Url;

use crate::label::{Evidence, LabelKind, Labels};
use crate::metadata::{PageLink, PageWords};
use crate::paging::{PageStep, is_in_same_folder, is_same_page, page_step};

/// Letters that may stand between the story and the links to its pages: a note on the writer, a line or two of rights. Where
/// more does, the pages are of readers' words or of a list of stories.
const MAX_LETTERS_BETWEEN: u32 = 500;

/// The address of the page on which the story goes on.
///
/// What a link says and how its address differs from the page's own must agree, and it must stand at the story: numbers alone are
/// those of days or of readers' comments, and "next" alone is the next story.
pub(crate) fn next_page(evidence: &Evidence<'_>, labels: &Labels) -> Option<String> {
    let own = evidence.url.or(evidence.base.as_ref());
    let place = Place::of(evidence, labels)?;
    let mut by_words = None;
    for link in &evidence.metadata.page_links {
        let Some(address) = evidence.resolve(&link.href) else { continue };
        let Ok(mut url) = Url::parse(&address) else {
            // Without an address of its own the page's words alone tell, and where the file lies.
            let is_file = !address.contains([':', '?', '#']) && !address.starts_with('/');
            if own.is_none() && is_file && link.says == PageWords::NextPage && place.holds(link, false) {
                by_words.get_or_insert(address);
            }
            continue;
        };
        url.set_fragment(None);
        let Some(own) = own.filter(|own| !is_same_page(own, &url)) else { continue };
        match page_step(own, &url) {
            Some(step) if is_next(link.says, step) => {
                if place.holds(link, true) {
                    return Some(url.into());
                }
            }
            Some(step) if step.from.is_some() || step.to <= 1 => {}
            _ => {
                let is_said = matches!(link.says, PageWords::NextPage | PageWords::NumberedPage(2));
                if is_said && is_in_same_folder(own, &url) && place.holds(link, false) {
                    by_words.get_or_insert(url.into());
                }
            }
        }
    }
    by_words
}

/// Whether words and address agree that a link leads to the next page.
fn is_next(says: PageWords, step: PageStep) -> bool {
    match says {
        PageWords::Number(number) | PageWords::NumberedPage(number) => {
            let is_number = step.is_next() && (number == step.to || number == step.to + 1 && step.from.is_some());
            is_number && !step.by_letter || step.is_next_from_zero() && number == 2
        }
        // "Next" may be the next story: the address must say that it counts pages.
        PageWords::Next => step.is_next() && (step.is_marked || step.from.is_none()) && !step.by_letter,
        PageWords::GoesOn => step.is_next(),
        PageWords::NextPage => step.is_next() || step.is_next_from_zero(),
    }
}

/// Where the story stands in the page.
struct Place<'a> {
    evidence: &'a Evidence<'a>,
    labels: &'a Labels,
    first: usize,
    last: usize,
}

impl<'a> Place<'a> {
    fn of(evidence: &'a Evidence<'a>, labels: &'a Labels) -> Option<Self> {
        let (first, last) = labels.story_ends()?;
        Some(Place { evidence, labels, first, last })
    }

    /// Whether a link stands at the story: before it only where its address tells what it is.
    fn holds(&self, link: &PageLink, is_told: bool) -> bool {
        let blocks = self.evidence.blocks();
        let node = link.node.index();
        if node < blocks[self.first].node {
            return is_told;
        }
        let mut letters = 0;
        for (at, block) in blocks.iter().enumerate().skip(self.last + 1).take_while(|(_, b)| b.node < node) {
            let is_between = !matches!(self.labels.kind(at), LabelKind::ClosingNote);
            if self.labels.kind(at) == LabelKind::Comment {
                return false;
            }
            letters += if is_between { block.chars } else { 0 };
        }
        letters <= MAX_LETTERS_BETWEEN
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
        ] {
            assert_eq!(found(Some(OWN), links, 10), None, "{links}");
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
