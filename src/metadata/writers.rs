//! Elements that name a writer: links to a writer's page, and what templates call a byline or an author.
//!
//! They are read before anything is taken out of the page: templates put the line between buttons and topics. Of whose
//! story they speak their place tells, which is not judged here.

use super::schema::has_token;
use crate::dom::{Attr, Document, NodeId, Tag};
use crate::text::hashed::HashMap;
use crate::vocabulary::{Hints, hints, leads_to_writer};

/// Elements of one page: a page that has more lists stories.
const MAX_WRITERS: usize = 300;
/// Nodes of one element: names, offices, a portrait, a few buttons.
const MAX_WRITER_NODES: usize = 120;
/// Elements from a card to the name in it.
const MAX_CARD_DEPTH: usize = 3;
/// Elements around it that are asked what they are.
const MAX_ANCESTORS: usize = 40;
/// Bytes of its text that are kept: the rest of a biography says nothing of the name.
const MAX_WRITER_BYTES: usize = 300;

/// An element that names a writer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Writer {
    pub(crate) node: NodeId,
    /// The first node behind it.
    pub(crate) end: NodeId,
    pub(crate) text: String,
    /// Whether it is a link to the writer's page.
    pub(crate) link: bool,
    /// Whether it is called a biography.
    pub(crate) bio: bool,
    /// The innermost element around it that is called comments, other stories or navigation, as a range of nodes. Where it
    /// holds the story too, its name means nothing.
    pub(crate) apart: Option<(NodeId, NodeId)>,
}

pub(super) fn collect_writers(doc: &Document) -> Vec<Writer> {
    let mut found = Vec::new();
    let mut unseen = NodeId::ROOT;
    let mut known = Known::default();
    for n in doc.all() {
        let tag = doc.tag(n);
        if n < unseen || tag == Tag::None {
            continue;
        }
        if tag.is_invisible() || matches!(tag, Tag::Noscript | Tag::Template) {
            unseen = doc.end(n);
            continue;
        }
        if found.len() >= MAX_WRITERS {
            break;
        }
        found.extend(writer_at(doc, n, &mut known));
    }
    found
}

/// What was found out of a page on the way through it.
#[derive(Default)]
struct Known<'d> {
    names: HashMap<&'d str, NameSays>,
    /// Whether an element is called apart from the story: many stand within the same elements, whose names may be long.
    apart: HashMap<usize, bool>,
}

fn writer_at<'d>(doc: &'d Document, n: NodeId, known: &mut Known<'d>) -> Option<Writer> {
    if matches!(doc.tag(n), Tag::Html | Tag::Body | Tag::Main | Tag::Article | Tag::Img | Tag::H1) {
        return None;
    }
    if doc.end(n).index() - n.index() > MAX_WRITER_NODES {
        return None;
    }
    let names = Names::of(doc, n);
    let mut own = names.writer_hints(&mut known.names);
    // The name within a card, as hCard marks it, where the card is a writer's.
    let is_name = names.class.is_some_and(|class| has_token(class, "fn"));
    if is_name
        && doc
            .ancestors(n)
            .take(MAX_CARD_DEPTH)
            .any(|a| Names::of(doc, a).writer_hints(&mut known.names).any(Hints::BYLINE))
    {
        own |= Hints::BYLINE;
    }
    let link = doc.tag(n) == Tag::A && {
        let rel = doc.attr(n, Attr::Rel).is_some_and(|rel| has_token(rel, "author"));
        rel || doc.attr(n, Attr::Href).is_some_and(|href| leads_to_writer(href, || doc.text(n)))
    };
    if !link && !own.any(Hints::BYLINE | Hints::BIO) {
        return None;
    }
    let mut text = doc.text(n);
    text.truncate(text.floor_char_boundary(MAX_WRITER_BYTES));
    if text.is_empty() {
        return None;
    }
    let apart = std::iter::once(n)
        .chain(doc.ancestors(n))
        .take(MAX_ANCESTORS)
        .find(|&a| *known.apart.entry(a.index()).or_insert_with(|| is_called_apart(doc, a)))
        .map(|a| (a, doc.end(a)));
    Some(Writer { node: n, end: doc.end(n), text, link, bio: own.any(Hints::BIO), apart })
}

fn is_called_apart(doc: &Document, n: NodeId) -> bool {
    let named = || {
        let names = [doc.attr(n, Attr::Class), doc.attr(n, Attr::Id)];
        names
            .into_iter()
            .flatten()
            .any(|name| hints(name).any(Hints::COMMENTS | Hints::RELATED | Hints::NAV | Hints::AD))
    };
    match doc.tag(n) {
        Tag::Html | Tag::Body => false,
        Tag::Nav | Tag::Aside => true,
        _ => named(),
    }
}

/// The names of an element.
#[derive(Default)]
struct Names<'d> {
    class: Option<&'d str>,
    id: Option<&'d str>,
    itemprop: Option<&'d str>,
}

impl<'d> Names<'d> {
    fn of(doc: &'d Document, n: NodeId) -> Self {
        let mut names = Names::default();
        for (attr, value) in doc.known_attrs(n) {
            match attr {
                Attr::Class => names.class = Some(value),
                Attr::Id => names.id = Some(value),
                Attr::Itemprop => names.itemprop = Some(value),
                _ => {}
            }
        }
        names
    }

    /// What they call the element, if they hold a word for writers at all.
    fn writer_hints(&self, known: &mut HashMap<&'d str, NameSays>) -> Hints {
        let (mut own, mut ends_in_writer) = (Hints::NONE, false);
        for name in [self.class, self.id, self.itemprop].into_iter().flatten() {
            let says = known.entry(name).or_insert_with(|| NameSays::of(name));
            own |= says.hints;
            ends_in_writer |= says.ends_in_writer;
        }
        if !own.any(Hints::BYLINE | Hints::BIO) && ends_in_writer { own | Hints::BYLINE } else { own }
    }
}

/// What a name says of writers; most names of a page are those of many elements.
struct NameSays {
    /// None where it holds no word for writers.
    hints: Hints,
    ends_in_writer: bool,
}

impl NameSays {
    fn of(name: &str) -> Self {
        let hints = if may_name_writer(name) { hints(name) } else { Hints::NONE };
        NameSays { hints, ends_in_writer: ends_in_word_for_writer(name) }
    }
}

/// Whether a name holds a piece of one of the words that are hints of a byline or a biography.
fn may_name_writer(name: &str) -> bool {
    name.as_bytes().windows(3).enumerate().any(|(at, three)| {
        // The first letters tell nearly all.
        let pieces: &[&[u8]] = match [three[0] | 0x20, three[1] | 0x20] {
            [b'a', b'u'] => &[b"aut"],
            [b'b', b'y'] => &[b"byl"],
            [b'b', b'i'] => &[b"bio"],
            [b'w', b'r'] => &[b"writ"],
            [b'v', b'e'] => &[b"verfass"],
            [b'c', b'o'] => &[b"contrib"],
            [b's', b'i'] => &[b"signature"],
            [b'f', b'i'] => &[b"firma"],
            [b'r', b'e'] => &[b"report", b"redakt"],
            [b'j', b'o'] => &[b"journalist"],
            _ => return false,
        };
        let rest = &name.as_bytes()[at..];
        pieces.iter().any(|piece| rest.get(..piece.len()).is_some_and(|start| start.eq_ignore_ascii_case(piece)))
    })
}

/// Whether a class is a word for a writer with others before it and nothing between: `columnbyline`, `newsByLine`, `posted-by`.
fn ends_in_word_for_writer(name: &str) -> bool {
    const ENDS: &[&str] = &["byline", "author", "postedby", "writtenby"];
    fn letters(class: &str) -> impl Iterator<Item = u8> {
        class.bytes().rev().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_lowercase())
    }
    let ends_in = |class: &str, end: &str| letters(class).take(end.len()).eq(end.bytes().rev());
    let ends = |class: &str| {
        // The last letter tells nearly all.
        class.ends_with(['e', 'r', 'y', 'E', 'R', 'Y']) && ENDS.iter().any(|end| ends_in(class, end)) && {
            let mut class: Vec<u8> = letters(class).collect();
            class.reverse();
            memchr::memmem::find(&class, b"comment").is_none()
        }
    };
    name.split_ascii_whitespace().any(ends)
}
