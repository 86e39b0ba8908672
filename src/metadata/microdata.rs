//! Marks on the page's own words: microdata, RDFa, and the classes of hAtom, hNews and microformats.

use super::builder::{Field, MetadataBuilder, Source, TagSource};
use super::elements::{Elements, Mark, Scope};
use super::found::Rank;
use super::marks::{Marking, mark_origin, property_row};
use super::schema::{has_token, local_name};
use super::value;
use crate::dom::{Attr, Document, NodeId, Tag};

/// Types of things that are the page as a whole.
const PAGE_TYPES: [&str; 5] = ["webpage", "itempage", "document", "creativework", "aboutpage"];

pub(super) fn add_marked_values(doc: &Document, elements: &Elements, builder: &mut MetadataBuilder) {
    let reader = MarkReader::new(doc, elements);
    for mark in &elements.marks {
        reader.add_mark(mark, builder);
    }
    reader.add_names(builder);
    let texts = |nodes: &[NodeId]| nodes.iter().filter_map(|&n| value::element_text(doc, n)).collect::<Vec<_>>();
    builder.add_tags(TagSource::Link, texts(&elements.tag_links));
    let node = elements.author_links.first().copied();
    builder.add_names(texts(&elements.author_links), Source { origin: "rel author", rank: Rank::Loose, node });
}

struct MarkReader<'d> {
    doc: &'d Document,
    elements: &'d Elements<'d>,
    /// The scope of the page's article.
    main: Option<usize>,
    has_articles: bool,
    /// For each scope the marks that name its thing.
    names: Vec<Vec<NodeId>>,
}

impl<'d> MarkReader<'d> {
    fn new(doc: &'d Document, elements: &'d Elements<'d>) -> Self {
        let mut names = vec![Vec::new(); elements.scopes.len()];
        for mark in &elements.marks {
            let is_name = mark.names.split_ascii_whitespace().any(|n| local_name(n).eq_ignore_ascii_case("name"));
            if let Some(owner) = mark.owner.filter(|_| is_name && mark.marking != Marking::Class) {
                names[owner].push(mark.node);
            }
        }
        let has_articles = elements.scopes.iter().any(|s| s.is_article);
        MarkReader { doc, elements, main: main_scope(&elements.scopes), has_articles, names }
    }

    /// The rank of what a mark says, `rank` being what its name deserves; none when it is said of another thing.
    fn rank_on_page(&self, mark: &Mark, field: Field, rank: Rank) -> Option<Rank> {
        let scopes = &self.elements.scopes;
        let owner = mark.owner.map(|s| &scopes[s]);
        let is_class = mark.marking == Marking::Class;
        let is_of_article = owner.is_some_and(|s| s.is_article) || is_class;
        let article = mark.owner.and_then(|s| scopes[s].article).filter(|_| is_of_article);
        match (article, self.main) {
            (Some(article), Some(main)) => {
                // An entry around the article is the article too.
                self.doc.contains(scopes[article].node, scopes[main].node).then_some(rank)
            }
            // One of several articles, none of them the page's by its looks: a date can still be judged by its place.
            (Some(_), None) => matches!(field, Field::Published | Field::Modified).then_some(rank.max(Rank::Near)),
            // A class means something only within an entry; without one it is a word like any other.
            (None, _) if is_class => Some(rank.max(Rank::Loose)),
            (None, _) => match owner {
                None => Some(rank),
                Some(scope) if is_page(scope) && self.has_articles => Some(rank.max(Rank::Near)),
                Some(scope) => is_page(scope).then_some(rank),
            },
        }
    }

    /// What a mark says, names of persons and tags left aside.
    fn add_mark(&self, mark: &Mark, builder: &mut MetadataBuilder) {
        for token in mark.names.split_ascii_whitespace() {
            let Some((name, field, rank)) = property_row(mark.marking, token, mark.in_author) else { continue };
            // Whatever stands outside any scope has a name.
            let is_bare_name = name == "name" && mark.owner.is_none() && self.doc.tag(mark.node) != Tag::Meta;
            let Some(rank) = self.rank_on_page(mark, field, rank).filter(|_| !is_bare_name) else { continue };
            let origin = mark_origin(mark.marking, token);
            let source = Source { origin: &origin, rank, node: Some(mark.node) };
            match field {
                Field::Author => {}
                Field::Tags => {
                    if let Some(list) = self.value(mark.node, field) {
                        builder.add_tag_list(TagSource::Vendor, &list);
                    }
                }
                Field::SiteName => {
                    for name in self.names_of(mark) {
                        builder.add(field, &name, source);
                    }
                }
                _ => {
                    if let Some(value) = self.value(mark.node, field) {
                        builder.add(field, &value, source);
                    }
                }
            }
        }
    }

    /// The authors, all that are marked in one way together.
    fn add_names(&self, builder: &mut MetadataBuilder) {
        let mut groups: Vec<(String, Rank, NodeId, Vec<String>)> = Vec::new();
        for mark in &self.elements.marks {
            for token in mark.names.split_ascii_whitespace() {
                let Some((_, Field::Author, rank)) = property_row(mark.marking, token, mark.in_author) else {
                    continue;
                };
                let Some(rank) = self.rank_on_page(mark, Field::Author, rank) else { continue };
                let (origin, names) = (mark_origin(mark.marking, token), self.names_of(mark));
                match groups.iter_mut().find(|(o, r, ..)| *o == origin && *r == rank) {
                    Some((.., all)) => all.extend(names),
                    None => groups.push((origin, rank, mark.node, names)),
                }
            }
        }
        for (origin, rank, node, names) in groups {
            builder.add_names(names, Source { origin: &origin, rank, node: Some(node) });
        }
    }

    /// The names of a person or body: those of the thing, if the mark opens one that has any, or the text.
    fn names_of(&self, mark: &Mark) -> Vec<String> {
        let inner = mark.opens.map_or(&[][..], |s| &self.names[s]);
        let nodes = if inner.is_empty() { std::slice::from_ref(&mark.node) } else { inner };
        nodes.iter().filter_map(|&n| self.value(n, Field::Author)).collect()
    }

    /// The value that a marked element gives.
    fn value(&self, n: NodeId, field: Field) -> Option<String> {
        let attr = |attr| self.doc.attr(n, attr).filter(|v| !v.trim().is_empty()).map(str::to_owned);
        if let Some(content) = attr(Attr::Content) {
            return Some(content);
        }
        let is_date = matches!(field, Field::Published | Field::Modified);
        match self.doc.tag(n) {
            Tag::Meta | Tag::Link | Tag::Img => None,
            _ if is_date => attr(Attr::Datetime).or_else(|| attr(Attr::Title)).or_else(|| self.value_title(n)),
            _ => None,
        }
        .or_else(|| value::element_text(self.doc, n))
    }

    /// hAtom's value that machines read: a `title` within the element.
    fn value_title(&self, n: NodeId) -> Option<String> {
        let inner = self
            .doc
            .children(n)
            .find(|&c| self.doc.attr(c, Attr::Class).is_some_and(|class| has_token(class, "value-title")));
        inner.and_then(|c| self.doc.attr(c, Attr::Title)).map(str::to_owned)
    }
}

/// The article that a page with several is about: the one that holds its body, or the page's heading; else it must be
/// the only one.
fn main_scope(scopes: &[Scope]) -> Option<usize> {
    let articles = || scopes.iter().enumerate().filter(|(_, s)| s.is_article);
    let by_content = articles().find(|(_, s)| s.holds_body).or_else(|| articles().find(|(_, s)| s.holds_heading));
    let only = || articles().next().filter(|_| articles().count() == 1);
    by_content.or_else(only).map(|(at, _)| at)
}

/// Whether a thing is the page, or nothing in particular.
fn is_page(scope: &Scope) -> bool {
    let mut types = scope.types.split_ascii_whitespace().map(local_name).peekable();
    types.peek().is_none() || types.any(|t| PAGE_TYPES.iter().any(|p| p.eq_ignore_ascii_case(t)))
}
