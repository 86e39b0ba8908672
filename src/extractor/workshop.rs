//! For whoever makes and keeps site profiles: what a profile finds in a page, and a page's elements with what was read from each.

use super::explanation::Explanation;
use crate::article::Article;
use crate::dom::{Document, NodeId, Tag};
use crate::label::Evidence;
use crate::original::block_texts;
use crate::strip::Removed;
use crate::text::hashed::{HashMap, HashSet};
use crate::text::is_space;

/// A page's elements with what was read from each: what a selector can go by, and what it should find.
///
/// It is some times as large as the page.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PageOutline {
    /// The article, with its [`provenance`](Article::provenance).
    pub article: Article,
    /// How it came out of its page; the blocks of [`ElementText`] are those of its list.
    pub explanation: Explanation,
    /// The elements as a profile's selectors find them, in the order of the page, with those that are no part of the article and
    /// without what an archive's replay added. Empty for a plain text.
    pub elements: Vec<PageElement>,
}

/// An element of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct PageElement {
    /// The index of the element it stands in, which is before its own; none for the outermost.
    pub parent: Option<usize>,
    /// One past the index of the last element that stands in it.
    pub end: usize,
    /// Its name, in lower case.
    pub name: String,
    /// Its attributes, with their names in lower case, as far as selectors of profiles go by them: `id`, `class`, `name`,
    /// `property`, `itemprop`, `rel`, `role`, `content`, `datetime` and such as begin with `data-`; the longest values are left out:
    /// of `id` and `class` those over 4 KB, of the others those over 300 bytes.
    pub attributes: Vec<(String, String)>,
    /// The texts that stand in it and in no element below it, as far as they can be seen.
    pub texts: Vec<ElementText>,
    /// The index in [`Article::media`] of the picture or player that it is.
    pub medium: Option<usize>,
}

/// A stretch of text right in an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ElementText {
    /// The index in [`Explanation::blocks`] of the block it is of; none for what was taken out.
    pub block: Option<usize>,
    /// How many letters and signs, white space not counted.
    pub letters: usize,
}

impl PageElement {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// Bytes: a longer value of an attribute names nothing.
const MAX_VALUE: usize = 300;

/// The same of `id` and `class`: a class that a page gives its state and its topics besides is long, and tells the element still.
const MAX_NAMES: usize = 4 << 10;

/// The elements of a page with the texts of each; `places` are those of the page's media in [`Article::media`].
pub(super) fn page_elements(
    doc: &Document,
    removed: &[Removed],
    evidence: &Evidence<'_>,
    places: &[Option<usize>],
) -> Vec<PageElement> {
    let stripped: HashSet<NodeId> = removed.iter().map(|r| r.node).collect();
    let media: HashMap<usize, usize> =
        evidence.segments.media.iter().zip(places).filter_map(|(m, place)| Some((m.node, (*place)?))).collect();
    let mut texts = block_texts(doc, evidence.segments).into_iter().peekable();
    let mut out: Vec<PageElement> = Vec::new();
    // Those that are open, with the node past their last.
    let mut open: Vec<(NodeId, usize)> = Vec::new();
    // What stands below is shown to nobody, or was added by a replay.
    let (mut unseen, mut until) = (NodeId::ROOT, NodeId::ROOT);
    for id in (0..doc.len()).map(NodeId::at) {
        while let Some((_, at)) = open.pop_if(|(end, _)| *end <= id) {
            out[at].end = out.len();
        }
        if id < until {
            continue;
        }
        if doc.is_removed(id) && !stripped.contains(&id) {
            until = doc.end(id);
        } else if let Some(text) = doc.text_of(id) {
            if let (true, Some((_, at))) = (id >= unseen, open.last()) {
                add_texts(
                    &mut out[*at].texts,
                    text,
                    std::iter::from_fn(|| texts.next_if(|t| t.0 <= id)).filter(|t| t.0 == id),
                );
            }
        } else if doc.tag(id) != Tag::None {
            if doc.tag(id).is_invisible() && doc.tag(id) != Tag::Head {
                unseen = unseen.max(doc.end(id));
            }
            open.push((doc.end(id), out.len()));
            let parent = open.len().checked_sub(2).map(|i| open[i].1);
            let medium = media.get(&id.index()).copied();
            out.push(PageElement { parent, medium, ..element(doc, id) });
        }
    }
    for (_, at) in open {
        out[at].end = out.len();
    }
    out
}

/// Notes which blocks a text is of, and how much of it is of none.
fn add_texts(out: &mut Vec<ElementText>, text: &str, blocks: impl Iterator<Item = (NodeId, usize, usize)>) {
    let mut left = text.chars().filter(|c| !is_space(*c)).count();
    for (_, block, letters) in blocks {
        left = left.saturating_sub(letters);
        out.push(ElementText { block: Some(block), letters });
    }
    if left > 0 {
        out.push(ElementText { block: None, letters: left });
    }
}

fn element(doc: &Document, id: NodeId) -> PageElement {
    let is_told = |name: &str| {
        matches!(name, "id" | "class" | "name" | "property" | "itemprop" | "rel" | "role" | "content" | "datetime")
            || name.starts_with("data-")
    };
    let most = |name: &str| if matches!(name, "id" | "class") { MAX_NAMES } else { MAX_VALUE };
    let attributes = doc.attrs(id).filter(|(name, value)| is_told(name) && value.len() <= most(name));
    PageElement {
        name: doc.name(id).to_owned(),
        attributes: attributes.map(|(n, v)| (n.to_owned(), v.to_owned())).collect(),
        ..PageElement::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extractor, LabelKind, Page, Profile, Unclaimed};

    const PAGE: &str = "<html><head><title>Pier shut</title></head><body><nav>Home</nav><div class='head'><h1>Pier shut</h1></div>\
        <div id=story><p>The harbour master of the town said on Monday that the <b>pier</b>, which was built in 1887, would stay \
        closed until the spring.</p><script>var a = 1;</script><p>Ferries will leave from the fish quay, he said.</p></div>";

    fn outline(html: &str) -> PageOutline {
        Extractor::default().outline(&Page::from_text(html)).unwrap()
    }

    #[test]
    fn every_letter_of_a_block_stands_in_an_element() {
        let outline = outline(PAGE);
        let mut letters = vec![0; outline.explanation.blocks.len()];
        for text in outline.elements.iter().flat_map(|e| &e.texts) {
            if let Some(block) = text.block {
                letters[block] += text.letters;
            }
        }
        let count = |s: &str| s.chars().filter(|c| !c.is_whitespace()).count();
        assert_eq!(letters[0], count("Pier shut"));
        assert_eq!(outline.explanation.blocks[0].label, LabelKind::Headline);
        assert_eq!(letters[2], count("Ferries will leave from the fish quay, he said."));
        let nav = outline.elements.iter().find(|e| e.name == "nav").unwrap();
        assert_eq!(
            nav.texts,
            [ElementText { block: None, letters: 4 }],
            "what was taken out is there, and of no block"
        );
        assert!(outline.elements.iter().all(|e| e.name != "script" || e.texts.is_empty()));
    }

    #[test]
    fn elements_know_what_they_stand_in() {
        let outline = outline(PAGE);
        for (i, e) in outline.elements.iter().enumerate() {
            assert!(e.end > i && e.parent.is_none_or(|p| p < i && outline.elements[p].end >= e.end), "{e:?}");
        }
        let at = |name: &str| outline.elements.iter().position(|e| e.name == name).unwrap();
        let (story, bold) =
            (outline.elements.iter().position(|e| e.attribute("id") == Some("story")).unwrap(), at("b"));
        assert!(story < bold && bold < outline.elements[story].end);
    }

    #[test]
    fn a_long_class_is_told_and_a_long_text_is_not() {
        let topics = "tag-of-a-topic ".repeat(40);
        let html = PAGE.replace("id=story", &format!("id=story class='story {topics}' data-text='{topics}'"));
        let outline = outline(&html);
        let story = outline.elements.iter().find(|e| e.attribute("id") == Some("story")).unwrap();
        assert!(story.attribute("class").is_some_and(|c| c.starts_with("story tag-")), "{story:?}");
        assert_eq!(story.attribute("data-text"), None);
    }

    #[test]
    fn what_a_replay_added_is_no_element() {
        let html = PAGE.replace(
            "<nav>",
            "<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id=wm-ipp-base>x</div><!-- END WAYBACK TOOLBAR INSERT --><nav>",
        );
        let page =
            Page::from_text(html).with_url("http://web.archive.org/web/20080101000000/http://a.example/").unwrap();
        let outline = Extractor::default().outline(&page).unwrap();
        assert!(outline.elements.iter().all(|e| e.attribute("id") != Some("wm-ipp-base")));
        assert!(outline.elements.iter().any(|e| e.attribute("id") == Some("story")));
    }

    #[test]
    fn a_check_knows_the_address_behind_an_archives() {
        let profile = Profile::parse(
            "a",
            "hosts = ['a.example']\n[[epoch]]\nname = 'e'\nshows = ['#story']\nroles = { body = '#story' }",
        );
        let profile = profile.unwrap();
        let page =
            Page::from_text(PAGE).with_url("http://web.archive.org/web/20080101000000/http://a.example/1").unwrap();
        let reading = Extractor::default().check_profile(&page, &profile).unwrap();
        assert_eq!((reading.epoch, reading.url.as_deref()), (Ok(0), Some("http://a.example/1")));
        assert_eq!(reading.captured.map(|d| d.year()), Some(2008));
        let text = Page::from_text("Pier shut\n\nThe pier is shut.\n").with_content_type("text/plain");
        assert_eq!(Extractor::default().check_profile(&text, &profile).unwrap().epoch, Err(Unclaimed::PlainText));
    }

    #[test]
    fn a_profile_without_a_body_leaves_the_body_as_it_is() {
        let comment = |name: &str| {
            format!(
                "<div class=op>{name} [2012-01-04 14:39]</div><p>It was about time that they did something there.</p>"
            )
        };
        let thread: String = ["~ann", "~bob", "~cleo", "~dan"].map(comment).concat();
        let page = Page::from_text(PAGE.replace("</div></body>", &format!("{thread}</div></body>")));
        let page = page.with_url("http://a.example/1").unwrap();
        let profile =
            "hosts = ['a.example']\n[[epoch]]\nname = 'e'\nshows = ['#story']\nroles = { headline = ['div.head h1'] }";
        let with = Extractor::default().with_profile(Profile::parse("a", profile).unwrap()).extract(&page).unwrap();
        let without = Extractor::default().extract(&page).unwrap();
        assert_eq!(with.profile.as_deref(), Some("a/e"));
        assert_eq!(with.body, without.body);
    }
}
