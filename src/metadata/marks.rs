//! Names that mark an element as a property of an article: of microdata, RDFa, and the classes of hAtom and hNews.

use super::builder::Field;
use super::found::Rank;
use super::schema::local_name;

/// How an element is marked as a property of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marking {
    /// `itemprop`
    Microdata,
    /// `property`
    Rdfa,
    /// `class`, as hAtom and hNews use it
    Class,
}

/// Prefixes and addresses of the vocabularies whose names [`MARKED_PROPERTIES`] holds. Others (`og:`, `foaf:`) use the same
/// words for other things.
const VOCABULARIES: [&str; 9] =
    ["schema", "rnews", "dc", "dct", "dcterms", "dc11", "schema.org", "purl.org/dc", "iptc.org"];

/// Names of properties in lower case, what they are, and how far they are trusted.
const MARKED_PROPERTIES: [(&str, Field, Rank); 21] = [
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
    ("dateupdate", Field::Modified, Rank::Markup),
    ("dateupdated", Field::Modified, Rank::Markup),
    ("modified", Field::Modified, Rank::Markup),
    ("author", Field::Author, Rank::Markup),
    ("creator", Field::Author, Rank::Markup),
    ("articlesection", Field::Section, Rank::Markup),
    ("publisher", Field::SiteName, Rank::Markup),
    ("keywords", Field::Tags, Rank::Markup),
];

/// Classes that are properties, what they are, and how far they are trusted.
const MARKED_CLASSES: [(&str, Field, Rank); 10] = [
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

/// Whether a class is a property.
pub(super) fn is_class_mark(class: &str) -> bool {
    class_row(class).is_some() || is_body_class(class)
}

fn class_row(token: &str) -> Option<&'static (&'static str, Field, Rank)> {
    MARKED_CLASSES.iter().find(|(name, ..)| name.eq_ignore_ascii_case(token))
}

/// The classes that are properties.
pub(super) fn marked_classes() -> impl Iterator<Item = &'static str> {
    MARKED_CLASSES.iter().map(|(name, ..)| *name).chain(BODY_CLASSES)
}

/// Classes of an entry's text.
const BODY_CLASSES: [&str; 2] = ["entry-content", "e-content"];

fn is_body_class(token: &str) -> bool {
    BODY_CLASSES.iter().any(|c| c.eq_ignore_ascii_case(token))
}

/// Whether a mark is that of an article's body.
pub(super) fn is_body_mark(marking: Marking, names: &str) -> bool {
    names.split_ascii_whitespace().any(|name| match marking {
        Marking::Class => is_body_class(name),
        Marking::Microdata | Marking::Rdfa => local_name(name).eq_ignore_ascii_case("articleBody"),
    })
}

/// The table's row for one name that an element is marked with; `in_author` tells whether it stands within an element of the
/// class `author`.
pub(super) fn property_row(marking: Marking, token: &str, in_author: bool) -> Option<(&'static str, Field, Rank)> {
    let name = match marking {
        Marking::Class => {
            return class_row(token).copied().filter(|(name, ..)| *name != "fn" || in_author);
        }
        Marking::Microdata => local_name(token),
        Marking::Rdfa => {
            let name = local_name(token);
            let prefix = token[..token.len() - name.len()].trim_end_matches([':', '/', '#']);
            let is_known =
                VOCABULARIES.iter().any(|v| prefix.eq_ignore_ascii_case(v) || (v.contains('.') && prefix.contains(v)));
            if !prefix.is_empty() && !is_known {
                return None;
            }
            name
        }
    };
    MARKED_PROPERTIES.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name)).copied()
}

/// How an origin is written: `itemprop datePublished`.
pub(super) fn mark_origin(marking: Marking, token: &str) -> String {
    let attribute = match marking {
        Marking::Microdata => "itemprop",
        Marking::Rdfa => "property",
        Marking::Class => "class",
    };
    format!("{attribute} {token}")
}
