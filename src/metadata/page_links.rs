//! Links that may lead to another page of the same story, by what they say: `2`, `Next page`, `Continued on page 2`, `»`.

use std::sync::LazyLock;

use super::schema::has_token;
use crate::dom::{Attr, Document, NodeId, Tag};
use crate::text::fold;
use crate::text::word_table::WordShapes;
use crate::vocabulary::{Hints, hints, phrases};

/// Bytes of a link's text: a longer one is a title.
const MAX_TEXT_BYTES: usize = 80;
/// Nodes of such a link: a few words, an arrow, an element for each.
const MAX_NODES: usize = 12;
/// Elements around it that are asked what they are: those further out hold more than the links to pages.
const MAX_ANCESTORS: usize = 4;
/// Bytes of a name that is read.
const MAX_NAME_BYTES: usize = 200;
/// Pages of a story; a greater number is of something else.
const MAX_NUMBER: u32 = 99;

/// A link that may lead to another page of the story.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PageLink {
    pub(crate) node: NodeId,
    /// As written, so it may be relative.
    pub(crate) href: String,
    pub(crate) says: PageWords,
}

/// What such a link says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageWords {
    /// The number of a page.
    Number(u32),
    /// Nothing; the relation of the link says that something follows.
    Unsaid,
    /// That something follows, a page or a story.
    Next,
    /// That it goes on.
    GoesOn,
    /// That a page follows.
    NextPage,
    /// The number of the page that follows, in words that say so.
    NumberedPage(u32),
}

/// What an element that is a link says of another page, if it does.
pub(super) fn page_link(doc: &Document, node: NodeId, rel: Option<&str>) -> Option<PageLink> {
    let is_next = rel.is_some_and(|rel| has_token(rel, "next"));
    if doc.tag(node) == Tag::Link && !is_next {
        return None;
    }
    let says = words(doc, node).or(is_next.then_some(PageWords::Unsaid))?;
    let href = doc.attr(node, Attr::Href).filter(|href| !href.trim().is_empty())?;
    if is_of_comments(doc, node) {
        return None;
    }
    Some(PageLink { node, href: href.to_owned(), says })
}

/// Whether an element around calls it one of readers' comments, which have pages of their own.
fn is_of_comments(doc: &Document, node: NodeId) -> bool {
    let mut around = doc.ancestors(node).take(MAX_ANCESTORS);
    around.any(|n| {
        let mut names = [Attr::Class, Attr::Id].into_iter().filter_map(|attr| doc.attr(n, attr));
        names.any(|name| name.len() <= MAX_NAME_BYTES && hints(name).any(Hints::COMMENTS))
    })
}

fn words(doc: &Document, node: NodeId) -> Option<PageWords> {
    let (mut text, mut picture) = (String::new(), None);
    let mut nodes = 0;
    for n in doc.descendants(node) {
        nodes += 1;
        if nodes > MAX_NODES {
            return None;
        }
        if let Some(part) = doc.text_of(n) {
            // Between elements the page may be indented.
            let (bare, is_parted) = (part.trim(), part.starts_with(char::is_whitespace));
            if text.len() + bare.len() > MAX_TEXT_BYTES {
                return None;
            }
            text.push_str(if is_parted { " " } else { "" });
            text.push_str(bare);
            text.push_str(if part.ends_with(char::is_whitespace) { " " } else { "" });
        } else if doc.tag(n) == Tag::Img {
            picture = picture.or_else(|| doc.attr(n, Attr::Alt));
        }
    }
    let is_shown = text.bytes().any(|b| !b.is_ascii_whitespace());
    read_words(if is_shown { &text } else { picture.filter(|alt| alt.len() <= MAX_TEXT_BYTES)? })
}

/// Whether a link's words may be some of those, by their shape; nearly all are not.
fn may_say_page(text: &str) -> bool {
    static SHAPES: LazyLock<WordShapes> = LazyLock::new(|| {
        let phrases = [phrases::NEXT_PAGE, phrases::NEXT, phrases::GOES_ON];
        WordShapes::of(phrases.into_iter().flatten().copied().filter(|phrase| phrase.is_ascii()))
    });
    let bytes = text.trim().as_bytes();
    // Numbers, arrows, letters of other scripts, and words on several lines.
    let is_odd = |b: &u8| !b.is_ascii() || b.is_ascii_digit() || matches!(b, b'>' | b':' | b'\n' | b'\r' | b'\t');
    bytes.iter().any(is_odd) || bytes.windows(2).any(|pair| pair == b"  ") || {
        let start = bytes.iter().position(u8::is_ascii_alphanumeric).unwrap_or(bytes.len());
        let end = bytes.iter().rposition(u8::is_ascii_alphanumeric).map_or(start, |at| at + 1);
        SHAPES.may_have(&bytes[start..end])
    }
}

/// What a link's words say of a page.
fn read_words(text: &str) -> Option<PageWords> {
    if !may_say_page(text) {
        return None;
    }
    let lower = fold(text).to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() {
        let is_forth = lower.contains(['>', '»', '›', '→', '▶', '►']) && !lower.contains(['<', '«', '‹', '←']);
        return is_forth.then_some(PageWords::Next);
    }
    if let Some(number) = number(bare) {
        return Some(PageWords::Number(number));
    }
    // What the next page is about may stand behind an arrow.
    let about = bare.split(['»', '>', '→', '›', ':']).next().unwrap_or_default().trim_end();
    if phrases::NEXT_PAGE.contains(&about) {
        return Some(PageWords::NextPage);
    }
    if phrases::NEXT.contains(&bare) {
        return Some(PageWords::Next);
    }
    if phrases::GOES_ON.contains(&bare) {
        return Some(PageWords::GoesOn);
    }
    numbered_page(bare)
}

fn number(text: &str) -> Option<u32> {
    // Japanese and Chinese pages have digits as wide as their letters.
    let digit = |c: char| match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        c => c,
    };
    let text: String = text.chars().map(digit).collect();
    text.parse().ok().filter(|number| (1..=MAX_NUMBER).contains(number))
}

/// `Page 2`, `Page 2 of 3`, `Continued on page 2`, `Page 2: the way home`. Parts are stories of their own.
fn numbered_page(bare: &str) -> Option<PageWords> {
    if let Some(number) = page_in_east(bare) {
        return Some(PageWords::NumberedPage(number));
    }
    let mut parts = bare.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let mut before = 0;
    // What leads to the word for a page: "continued on", "lesen Sie weiter auf".
    while !phrases::PAGE.contains(&parts.next()?) {
        before += 1;
        if before > 4 {
            return None;
        }
    }
    let number = parts.next().and_then(number)?;
    let rest = parts.count();
    // A title may begin with a part's number; a sentence with more around it is none.
    (before == 0 || rest == 0).then_some(PageWords::NumberedPage(number))
}

/// `第2页`, `2ページ目へ`, `2페이지`: the number stands before the word, and no space between them.
fn page_in_east(bare: &str) -> Option<u32> {
    let bare = bare.strip_prefix('第').unwrap_or(bare);
    let digits = bare.find(|c: char| !c.is_numeric()).filter(|at| *at > 0)?;
    let word = bare[digits..].trim_end_matches(['へ', '目', '>']);
    phrases::PAGE.contains(&word).then(|| number(&bare[..digits])).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Limits;

    fn parse(html: &str) -> Document {
        Document::parse(html, &Limits::default()).unwrap()
    }

    #[test]
    fn words_say_what_follows() {
        use PageWords::{GoesOn, Next, NextPage, Number, NumberedPage};
        for (text, expected) in [
            ("2", Number(2)),
            ("[ 3 ]", Number(3)),
            ("Next", Next),
            ("Weiter &raquo;", Next),
            ("»", Next),
            ("Next\n page >>", NextPage),
            ("Next page »The way home", NextPage),
            ("Next page: The sheep come home", NextPage),
            ("第2页", NumberedPage(2)),
            ("２ページ目へ", NumberedPage(2)),
            ("次ページへ", NextPage),
            ("Pág. 2", NumberedPage(2)),
            ("След. »", Next),
            ("\n                              <span>\n                              Next</span>", Next),
            ("Nächste Seite »", NextPage),
            ("下一页", NextPage),
            ("continue. . .", GoesOn),
            ("Page 2 of 3", NumberedPage(2)),
            ("Page 2: The way home", NumberedPage(2)),
            ("Continued on page 2", NumberedPage(2)),
            ("Lesen Sie weiter auf Seite 2", NumberedPage(2)),
            ("Página 2", NumberedPage(2)),
            ("<img src=n.gif alt='Next page'>", NextPage),
        ] {
            let doc = parse(&format!("<a href=/2>{text}</a>"));
            let node = doc.by_tag(NodeId::ROOT, Tag::A).next().unwrap();
            assert_eq!(page_link(&doc, node, None).map(|l| l.says), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_links_say_nothing_of_a_page() {
        for text in [
            "« 2 »x",
            "«",
            "2005",
            "0",
            "100",
            "Next story",
            "Weiterlesen",
            "Continue reading the main story",
            "Front page",
            "Print this page",
            "The next page in the story of the pier is written by the gulls",
            "page",
            "",
            "<img src=n.gif>",
        ] {
            let doc = parse(&format!("<a href=/2>{text}</a>"));
            let node = doc.by_tag(NodeId::ROOT, Tag::A).next().unwrap();
            assert_eq!(page_link(&doc, node, None), None, "{text}");
        }
        let doc = parse("<link rel=next href=/2><link rel=prev href=/1><a rel=next>");
        let all = doc.all().filter(|&n| matches!(doc.tag(n), Tag::Link | Tag::A));
        let found: Vec<_> = all.map(|n| page_link(&doc, n, doc.attr(n, Attr::Rel)).map(|l| l.says)).collect();
        assert_eq!(found, [Some(PageWords::Unsaid), None, None]);
    }
}
