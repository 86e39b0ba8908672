//! The one pass over the page: every element that says something about it, sorted by how it says it.

use std::sync::LazyLock;

use super::marks::{Marking, is_body_mark, is_class_mark, marked_classes};
use super::page_links::{PageLink, page_link};
use super::schema::{has_token, is_article_type};
use super::stamps::{Stamp, time_stamp};
use crate::dom::{Attr, Document, NodeId, Tag};
use crate::text::word_table::WordShapes;

/// Elements of one kind: beyond this a page is no article, and what counts has been seen.
const MAX_ELEMENTS: usize = 2_000;

/// Links that may lead to other pages: a row or two of them, and a calendar.
const MAX_PAGE_LINKS: usize = 200;

/// What the page's elements say, each list in document order.
#[derive(Debug, Default)]
pub(super) struct Elements<'d> {
    pub(super) html: Option<NodeId>,
    pub(super) title: Option<NodeId>,
    pub(super) canonical: Option<NodeId>,
    /// The link that names the picture of the page.
    pub(super) picture: Option<NodeId>,
    pub(super) metas: Vec<NodeId>,
    /// The scripts that hold JSON-LD.
    pub(super) scripts: Vec<NodeId>,
    /// The other scripts.
    pub(super) code: Vec<NodeId>,
    pub(super) times: Vec<NodeId>,
    pub(super) stamps: Vec<Stamp<'d>>,
    /// Headings of the first level.
    pub(super) headings: Vec<NodeId>,
    pub(super) tag_links: Vec<NodeId>,
    pub(super) author_links: Vec<NodeId>,
    pub(super) page_links: Vec<PageLink>,
    pub(super) frames: Vec<NodeId>,
    pub(super) marks: Vec<Mark<'d>>,
    pub(super) scopes: Vec<Scope<'d>>,
}

/// An element that is a property of something.
#[derive(Debug)]
pub(super) struct Mark<'d> {
    pub(super) node: NodeId,
    pub(super) marking: Marking,
    /// The names, parted by white space, as the attribute has them.
    pub(super) names: &'d str,
    /// The scope it is a property of.
    pub(super) owner: Option<usize>,
    /// The scope that it opens itself.
    pub(super) opens: Option<usize>,
    /// Within an element of the class `author`.
    pub(super) in_author: bool,
}

/// An element that stands for a thing: `itemscope`, `typeof`, or the class `hentry`.
#[derive(Debug)]
pub(super) struct Scope<'d> {
    pub(super) node: NodeId,
    /// Types, parted by white space; empty when it says none.
    pub(super) types: &'d str,
    pub(super) is_article: bool,
    /// The nearest scope that is of an article, itself included.
    pub(super) article: Option<usize>,
    /// Whether it, and no article within it, holds a text marked as an article's body.
    pub(super) holds_body: bool,
    /// The same for a heading of the first level.
    pub(super) holds_heading: bool,
}

/// The attributes of one element that matter here.
#[derive(Default)]
struct Attributes<'d> {
    itemprop: Option<&'d str>,
    property: Option<&'d str>,
    /// The class, if it is a property.
    class_mark: Option<&'d str>,
    /// Whether a class is that of an entry of hAtom or hNews, and whether one is `author`.
    is_entry: bool,
    is_author: bool,
    rel: Option<&'d str>,
    itemtype: Option<&'d str>,
    type_of: Option<&'d str>,
    itemscope: bool,
}

/// The classes of an entry of hAtom and hNews, and of its author.
const ENTRIES: [&str; 3] = ["hentry", "h-entry", "hnews"];
const AUTHOR: &str = "author";

/// Whether a class may be one of these or a property, by its shape.
fn may_be_mark(class: &str) -> bool {
    static SHAPES: LazyLock<WordShapes> =
        LazyLock::new(|| WordShapes::of(marked_classes().chain(ENTRIES).chain([AUTHOR])));
    SHAPES.may_have(class.as_bytes())
}

impl<'d> Attributes<'d> {
    fn read_class(&mut self, class: &'d str) {
        for name in class.split_ascii_whitespace().filter(|name| may_be_mark(name)) {
            self.is_entry |= ENTRIES.iter().any(|t| t.eq_ignore_ascii_case(name));
            self.is_author |= name.eq_ignore_ascii_case(AUTHOR);
            if is_class_mark(name) {
                self.class_mark = Some(class);
            }
        }
    }
}

pub(super) fn collect_elements(doc: &Document) -> Elements<'_> {
    let mut pass = ElementPass { doc, found: Elements::default(), open: Vec::new(), author_end: None, svg_end: None };
    for n in doc.all() {
        if doc.tag(n) != Tag::None {
            pass.element(n);
        }
    }
    pass.found
}

struct ElementPass<'d> {
    doc: &'d Document,
    found: Elements<'d>,
    /// The scopes that the pass stands within, the innermost last.
    open: Vec<usize>,
    /// Where the last element of the class `author` ends.
    author_end: Option<NodeId>,
    svg_end: Option<NodeId>,
}

impl<'d> ElementPass<'d> {
    fn element(&mut self, n: NodeId) {
        while let Some(&top) = self.open.last()
            && !self.doc.contains(self.found.scopes[top].node, n)
        {
            self.open.pop();
        }
        let attributes = self.attributes(n);
        self.keep_by_tag(n, &attributes);
        let owner = self.open.last().copied();
        let opens = self.opened_scope(n, owner, &attributes);
        if attributes.is_author {
            self.author_end = self.author_end.max(Some(self.doc.end(n)));
        }
        let in_author = self.author_end.is_some_and(|end| n < end);
        let kinds = [
            (Marking::Microdata, attributes.itemprop),
            // The meta table knows most of what `meta property` says.
            (Marking::Rdfa, attributes.property.filter(|_| self.doc.tag(n) != Tag::Meta || owner.is_some())),
            (Marking::Class, attributes.class_mark),
        ];
        for (marking, names) in kinds {
            let Some(names) = names else { continue };
            // What classes say is said of the entry around them, which they may open themselves.
            let owner = if marking == Marking::Class { self.open.last().copied() } else { owner };
            if is_body_mark(marking, names)
                && let Some(article) = owner.and_then(|s| self.found.scopes[s].article)
            {
                self.found.scopes[article].holds_body = true;
            }
            keep_bounded(&mut self.found.marks, Mark { node: n, marking, names, owner, opens, in_author });
        }
    }

    fn attributes(&mut self, n: NodeId) -> Attributes<'d> {
        let mut out = Attributes::default();
        for (attr, name, value) in self.doc.all_attrs(n) {
            match attr {
                Attr::Itemprop => out.itemprop = Some(value),
                Attr::Property => out.property = Some(value),
                Attr::Class => out.read_class(value),
                Attr::Rel => out.rel = Some(value),
                Attr::Itemtype => out.itemtype = Some(value),
                Attr::Typeof => out.type_of = Some(value),
                Attr::Itemscope => out.itemscope = true,
                Attr::Other => {
                    if let Some(stamp) = time_stamp(n, name, value) {
                        keep_bounded(&mut self.found.stamps, stamp);
                    }
                }
                _ => {}
            }
        }
        out
    }

    fn keep_by_tag(&mut self, n: NodeId, attributes: &Attributes<'d>) {
        let found = &mut self.found;
        let has_rel = |word| attributes.rel.is_some_and(|rel| has_token(rel, word));
        match self.doc.tag(n) {
            Tag::Html => found.html = found.html.or(Some(n)),
            Tag::Svg => self.svg_end = self.svg_end.max(Some(self.doc.end(n))),
            Tag::Title if self.svg_end.is_none_or(|end| end <= n) => {
                let has_words = || !self.doc.raw_text(n).trim().is_empty();
                found.title = found.title.or_else(|| has_words().then_some(n));
            }
            Tag::Link if has_rel("canonical") => {
                let has_target = || self.doc.attr(n, Attr::Href).is_some_and(|href| !href.trim().is_empty());
                found.canonical = found.canonical.or_else(|| has_target().then_some(n));
            }
            Tag::Link if has_rel("next") && found.page_links.len() < MAX_PAGE_LINKS => {
                found.page_links.extend(page_link(self.doc, n, attributes.rel));
            }
            Tag::Link if has_rel("image_src") => found.picture = found.picture.or(Some(n)),
            Tag::Meta => keep_bounded(&mut found.metas, n),
            Tag::Script if self.doc.attr(n, Attr::Type).is_some_and(is_json_ld) => keep_bounded(&mut found.scripts, n),
            Tag::Script => keep_bounded(&mut found.code, n),
            Tag::Time => keep_bounded(&mut found.times, n),
            Tag::A => {
                if has_rel("tag") {
                    keep_bounded(&mut found.tag_links, n);
                }
                if has_rel("author") {
                    keep_bounded(&mut found.author_links, n);
                }
                if found.page_links.len() < MAX_PAGE_LINKS {
                    found.page_links.extend(page_link(self.doc, n, attributes.rel));
                }
            }
            Tag::Frame => keep_bounded(&mut found.frames, n),
            Tag::H1 => {
                keep_bounded(&mut found.headings, n);
                let article = self.open.last().and_then(|&s| found.scopes[s].article);
                if let Some(article) = article {
                    found.scopes[article].holds_heading = true;
                }
            }
            _ => {}
        }
    }

    /// The scope that an element opens, if it does.
    fn opened_scope(&mut self, n: NodeId, owner: Option<usize>, attributes: &Attributes<'d>) -> Option<usize> {
        let is_entry = attributes.is_entry;
        let is_scope = attributes.itemscope || attributes.type_of.is_some() || is_entry;
        if !is_scope || self.found.scopes.len() >= MAX_ELEMENTS {
            return None;
        }
        let types = attributes.itemtype.or(attributes.type_of).unwrap_or_default();
        let is_article = is_entry || types.split_whitespace().any(is_article_type);
        let index = self.found.scopes.len();
        let article = if is_article { Some(index) } else { owner.and_then(|s| self.found.scopes[s].article) };
        let scope = Scope { node: n, types, is_article, article, holds_body: false, holds_heading: false };
        self.found.scopes.push(scope);
        self.open.push(index);
        Some(index)
    }
}

fn keep_bounded<T>(list: &mut Vec<T>, item: T) {
    if list.len() < MAX_ELEMENTS {
        list.push(item);
    }
}

/// Servers and archives add parameters and prefixes to the type.
fn is_json_ld(script_type: &str) -> bool {
    script_type.to_ascii_lowercase().contains("ld+json")
}
