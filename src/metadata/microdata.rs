//! Marks on the page's own words: microdata, RDFa, and the classes of hAtom, hNews and microformats.

use super::elements::{Elements, Mark, Marking, Scope};
use super::gather::{Field, From, Gather, TagSource};
use super::{Rank, value};
use crate::dom::{Document, NodeId, Tag};

/// Types of things that are an article, in lower case: schema.org's, and what weblog software writes for RDFa.
const ARTICLE_TYPES: [&str; 18] = [
    "article",
    "newsarticle",
    "reportagenewsarticle",
    "opinionnewsarticle",
    "analysisnewsarticle",
    "backgroundnewsarticle",
    "reviewnewsarticle",
    "askpublicnewsarticle",
    "satiricalarticle",
    "scholarlyarticle",
    "techarticle",
    "report",
    "blogposting",
    "liveblogposting",
    "socialmediaposting",
    // `sioc:Item`, `sioc:Post`, and rNews before schema.org took it in.
    "item",
    "post",
    "newsitem",
];

/// Types of things that are the page as a whole.
const PAGE_TYPES: [&str; 5] = ["webpage", "itempage", "document", "creativework", "aboutpage"];

/// Prefixes and addresses of the vocabularies whose names [`PROPERTIES`] holds. Others (`og:`, `foaf:`) use the same
/// words for other things.
const VOCABULARIES: [&str; 9] =
    ["schema", "rnews", "dc", "dct", "dcterms", "dc11", "schema.org", "purl.org/dc", "iptc.org"];

/// Names of properties in lower case, what they are, and how far they are trusted.
const PROPERTIES: [(&str, Field, Rank); 19] = [
    ("headline", Field::Headline, Rank::Markup),
    // Dublin Core's, in RDFa.
    ("title", Field::Headline, Rank::Markup),
    // Anything has a name; an article's is as often the page's title.
    ("name", Field::Headline, Rank::Near),
    ("alternativeheadline", Field::Headline, Rank::Near),
    ("description", Field::Description, Rank::Markup),
    ("abstract", Field::Description, Rank::Near),
    ("datepublished", Field::Published, Rank::Markup),
    ("issued", Field::Published, Rank::Markup),
    ("date", Field::Published, Rank::Markup),
    // An article may be created long before it is published, but most systems write both at once.
    ("created", Field::Published, Rank::Near),
    ("datecreated", Field::Published, Rank::Near),
    ("uploaddate", Field::Published, Rank::Near),
    ("datemodified", Field::Modified, Rank::Markup),
    ("modified", Field::Modified, Rank::Markup),
    ("author", Field::Author, Rank::Markup),
    ("creator", Field::Author, Rank::Markup),
    ("articlesection", Field::Section, Rank::Markup),
    ("publisher", Field::SiteName, Rank::Markup),
    ("keywords", Field::Tags, Rank::Markup),
];

/// Classes that are properties, what they are, and how far they are trusted.
const CLASSES: [(&str, Field, Rank); 10] = [
    ("entry-title", Field::Headline, Rank::Markup),
    ("p-name", Field::Headline, Rank::Near),
    ("published", Field::Published, Rank::Markup),
    ("dt-published", Field::Published, Rank::Markup),
    ("updated", Field::Modified, Rank::Markup),
    ("dt-updated", Field::Modified, Rank::Markup),
    // In hNews the place a story was filed from; sites put the date there with it or in its stead.
    ("dateline", Field::Published, Rank::Words),
    // Only within the class `author`: comments have such names too.
    ("fn", Field::Author, Rank::Markup),
    ("p-author", Field::Author, Rank::Markup),
    ("source-org", Field::SiteName, Rank::Markup),
];

/// The last part of a type or property written with a vocabulary's address or prefix.
pub(super) fn local(name: &str) -> &str {
    name.trim_end_matches('/').rsplit(['/', '#', ':']).next().unwrap_or_default()
}

pub(super) fn is_article_type(name: &str) -> bool {
    ARTICLE_TYPES.iter().any(|t| t.eq_ignore_ascii_case(local(name)))
}

/// Whether a `class` attribute holds a property.
pub(super) fn is_class_mark(class: &str) -> bool {
    class.split_ascii_whitespace().any(|token| class_row(token).is_some() || is_body_class(token))
}

fn class_row(token: &str) -> Option<&'static (&'static str, Field, Rank)> {
    CLASSES.iter().find(|(name, ..)| name.eq_ignore_ascii_case(token))
}

fn is_body_class(token: &str) -> bool {
    ["entry-content", "e-content"].iter().any(|c| c.eq_ignore_ascii_case(token))
}

/// Whether a mark is that of an article's body.
pub(super) fn is_body(marking: Marking, names: &str) -> bool {
    names.split_ascii_whitespace().any(|name| match marking {
        Marking::Class => is_body_class(name),
        Marking::Microdata | Marking::Rdfa => local(name).eq_ignore_ascii_case("articleBody"),
    })
}

pub(super) fn read(doc: &Document, elements: &Elements, gather: &mut Gather) {
    let marks = Marks::of(doc, elements);
    for mark in &elements.marks {
        marks.read(mark, gather);
    }
    marks.read_names(gather);
    let texts = |nodes: &[NodeId]| nodes.iter().filter_map(|&n| value::words(doc, n)).collect::<Vec<_>>();
    gather.tags(TagSource::Link, texts(&elements.tag_links));
    let node = elements.author_links.first().copied();
    gather.names(texts(&elements.author_links), From { origin: "rel author", rank: Rank::Loose, node });
}

struct Marks<'d> {
    doc: &'d Document,
    elements: &'d Elements<'d>,
    /// The scope of the page's article.
    main: Option<usize>,
    has_articles: bool,
    /// For each scope the marks that name its thing.
    names: Vec<Vec<NodeId>>,
}

impl<'d> Marks<'d> {
    fn of(doc: &'d Document, elements: &'d Elements<'d>) -> Self {
        let mut names = vec![Vec::new(); elements.scopes.len()];
        for mark in &elements.marks {
            let is_name = mark.names.split_ascii_whitespace().any(|n| local(n).eq_ignore_ascii_case("name"));
            if let Some(owner) = mark.owner.filter(|_| is_name && mark.marking != Marking::Class) {
                names[owner].push(mark.node);
            }
        }
        let has_articles = elements.scopes.iter().any(|s| s.is_article);
        Marks { doc, elements, main: main_scope(&elements.scopes), has_articles, names }
    }

    /// The rank of what a mark says, `rank` being what its name deserves; none when it is said of another thing.
    fn rank(&self, mark: &Mark, field: Field, rank: Rank) -> Option<Rank> {
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
    fn read(&self, mark: &Mark, gather: &mut Gather) {
        for token in mark.names.split_ascii_whitespace() {
            let Some((name, field, rank)) = row(mark, token) else { continue };
            // Whatever stands outside any scope has a name.
            let is_bare_name = name == "name" && mark.owner.is_none() && self.doc.tag(mark.node) != Tag::Meta;
            let Some(rank) = self.rank(mark, field, rank).filter(|_| !is_bare_name) else { continue };
            let origin = origin(mark.marking, token);
            let from = From { origin: &origin, rank, node: Some(mark.node) };
            match field {
                Field::Author => {}
                Field::Tags => {
                    if let Some(list) = self.value(mark.node, field) {
                        gather.tag_list(TagSource::Vendor, &list);
                    }
                }
                Field::SiteName => {
                    for name in self.names_of(mark) {
                        gather.add(field, &name, from);
                    }
                }
                _ => {
                    if let Some(value) = self.value(mark.node, field) {
                        gather.add(field, &value, from);
                    }
                }
            }
        }
    }

    /// The authors, all that are marked in one way together.
    fn read_names(&self, gather: &mut Gather) {
        let mut groups: Vec<(String, Rank, NodeId, Vec<String>)> = Vec::new();
        for mark in &self.elements.marks {
            for token in mark.names.split_ascii_whitespace() {
                let Some((_, Field::Author, rank)) = row(mark, token) else { continue };
                let Some(rank) = self.rank(mark, Field::Author, rank) else { continue };
                let (origin, names) = (origin(mark.marking, token), self.names_of(mark));
                match groups.iter_mut().find(|(o, r, ..)| *o == origin && *r == rank) {
                    Some((.., all)) => all.extend(names),
                    None => groups.push((origin, rank, mark.node, names)),
                }
            }
        }
        for (origin, rank, node, names) in groups {
            gather.names(names, From { origin: &origin, rank, node: Some(node) });
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
        let attr = |name| self.doc.attr(n, name).filter(|v| !v.trim().is_empty()).map(str::to_owned);
        if let Some(content) = attr("content") {
            return Some(content);
        }
        let is_date = matches!(field, Field::Published | Field::Modified);
        match self.doc.tag(n) {
            Tag::Meta | Tag::Link | Tag::Img => None,
            _ if is_date => attr("datetime").or_else(|| attr("title")).or_else(|| self.value_title(n)),
            _ => None,
        }
        .or_else(|| value::words(self.doc, n))
    }

    /// hAtom's value that machines read: a `title` within the element.
    fn value_title(&self, n: NodeId) -> Option<String> {
        let inner = self
            .doc
            .children(n)
            .find(|&c| self.doc.attr(c, "class").is_some_and(|class| super::elements::has_token(class, "value-title")));
        inner.and_then(|c| self.doc.attr(c, "title")).map(str::to_owned)
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
    let mut types = scope.types.split_ascii_whitespace().map(local).peekable();
    types.peek().is_none() || types.any(|t| PAGE_TYPES.iter().any(|p| p.eq_ignore_ascii_case(t)))
}

/// The table's row for one name of a mark.
fn row(mark: &Mark, token: &str) -> Option<(&'static str, Field, Rank)> {
    let name = match mark.marking {
        Marking::Class => {
            return class_row(token).copied().filter(|(name, ..)| *name != "fn" || mark.in_author);
        }
        Marking::Microdata => local(token),
        Marking::Rdfa => {
            let name = local(token);
            let prefix = token[..token.len() - name.len()].trim_end_matches([':', '/', '#']);
            let is_known =
                VOCABULARIES.iter().any(|v| prefix.eq_ignore_ascii_case(v) || (v.contains('.') && prefix.contains(v)));
            if !prefix.is_empty() && !is_known {
                return None;
            }
            name
        }
    };
    PROPERTIES.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name)).copied()
}

fn origin(marking: Marking, token: &str) -> String {
    let attribute = match marking {
        Marking::Microdata => "itemprop",
        Marking::Rdfa => "property",
        Marking::Class => "class",
    };
    format!("{attribute} {token}")
}
