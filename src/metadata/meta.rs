//! `meta` elements: one table of names, whatever vocabulary they are of.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::builder::{Field, MetadataBuilder, Source, TagSource};
use super::found::Rank;
use crate::dom::{Attr, Document, NodeId};
use crate::text::word_table::WordTable;

use Field::{Author, Description, Headline, Modified, Published, Section, SiteName, Tags, Type};
use Rank::{Exact, Library, Loose, Near, Newsroom, Shared, Vendor};

/// Names as they are usually written, what they are, and how far they are trusted (the reasons are those of
/// [`Rank`]). Within a field and rank the first is trusted most. Names are compared without case and without what
/// parts their words, so that `publish-date` is also `publishDate` and `dc.date` also `DC:Date`.
const META_NAMES: [(&str, Field, Rank); 128] = [
    // The story's headline. A plain `title` is the page's as often as the story's.
    ("Headline", Headline, Newsroom),
    ("hdl", Headline, Newsroom),
    ("hdl_p", Headline, Near),
    ("rnews:headline", Headline, Newsroom),
    ("prism.title", Headline, Newsroom),
    ("citation_title", Headline, Newsroom),
    ("parsely-title", Headline, Vendor),
    ("sailthru.title", Headline, Vendor),
    ("cXenseParse:title", Headline, Vendor),
    ("dc.title", Headline, Library),
    ("dcterms.title", Headline, Library),
    ("og:title", Headline, Shared),
    ("twitter:title", Headline, Shared),
    ("twitter:text:title", Headline, Shared),
    ("fb_title", Headline, Shared),
    ("title", Headline, Loose),
    ("article_title", Headline, Loose),
    // What the story says in short. The plain name is the one that the standard defines.
    ("description", Description, Exact),
    ("dc.description", Description, Library),
    ("dcterms.description", Description, Library),
    ("dcterms.abstract", Description, Library),
    ("sailthru.description", Description, Vendor),
    ("cXenseParse:description", Description, Vendor),
    ("og:description", Description, Shared),
    ("twitter:description", Description, Shared),
    ("abstract", Description, Loose),
    ("lp", Description, Loose),
    // The publication. What is named after an article, or after publishing, is defined as that.
    ("article:published_time", Published, Exact),
    ("article:published", Published, Exact),
    ("og:article:published_time", Published, Exact),
    ("og:published_time", Published, Exact),
    ("rnews:datePublished", Published, Exact),
    ("OriginalPublicationDate", Published, Newsroom),
    ("article_date_original", Published, Newsroom),
    ("prism.publicationDate", Published, Newsroom),
    ("citation_publication_date", Published, Newsroom),
    ("citation_date", Published, Newsroom),
    ("iso-8601-publish-date", Published, Newsroom),
    ("DISPLAYDATE", Published, Newsroom),
    ("ptime", Published, Newsroom),
    ("pdate", Published, Newsroom),
    ("parsely-pub-date", Published, Vendor),
    ("cXenseParse:publishtime", Published, Vendor),
    ("cXenseParse:recs:publishtime", Published, Vendor),
    ("sailthru.date", Published, Vendor),
    ("shareaholic:article_published_time", Published, Vendor),
    ("bt:pubDate", Published, Vendor),
    ("dc.date.issued", Published, Library),
    ("dcterms.issued", Published, Library),
    ("dc.date.published", Published, Library),
    ("dc.date", Published, Library),
    ("dcterms.date", Published, Library),
    ("publication_date", Published, Loose),
    ("published_time", Published, Loose),
    ("date_published", Published, Loose),
    ("publish_date", Published, Loose),
    ("published_date", Published, Loose),
    ("publish_time", Published, Loose),
    ("published", Published, Loose),
    ("pubdate", Published, Loose),
    ("og:pubdate", Published, Loose),
    ("publisheddate_time", Published, Loose),
    ("release_date", Published, Loose),
    ("article_date", Published, Loose),
    ("story_date", Published, Loose),
    ("date", Published, Loose),
    ("dat", Published, Loose),
    ("timestamp", Published, Loose),
    // When the record was made, which is before it was published.
    ("dc.date.created", Published, Near),
    ("dcterms.created", Published, Near),
    ("dc.created", Published, Near),
    ("article:created", Published, Near),
    ("date_created", Published, Near),
    ("creation_date", Published, Near),
    ("created", Published, Near),
    // The last change. Sharing services move theirs whenever a counter on the page moves, servers with each answer.
    ("article:modified_time", Modified, Exact),
    ("article:updated_time", Modified, Exact),
    ("og:article:modified_time", Modified, Exact),
    ("rnews:dateModified", Modified, Exact),
    ("article_date_updated", Modified, Newsroom),
    ("utime", Modified, Newsroom),
    ("prism.modificationDate", Modified, Newsroom),
    ("bt:modDate", Modified, Vendor),
    ("dc.date.modified", Modified, Library),
    ("dcterms.modified", Modified, Library),
    ("dc.modified", Modified, Library),
    ("last-modified", Modified, Loose),
    ("last_updated", Modified, Loose),
    ("date_modified", Modified, Loose),
    ("modified_date", Modified, Loose),
    ("updated", Modified, Loose),
    ("lastmod", Modified, Loose),
    ("revised", Modified, Loose),
    ("revision_date", Modified, Loose),
    ("og:updated_time", Modified, Near),
    // Who wrote it. `article:author` is defined as the address of a profile, but a name where it is none.
    ("article:author", Author, Exact),
    ("article:author_name", Author, Exact),
    ("og:article:author", Author, Exact),
    ("byl", Author, Newsroom),
    ("byline", Author, Newsroom),
    ("rnews:author", Author, Newsroom),
    ("citation_author", Author, Newsroom),
    ("parsely-author", Author, Vendor),
    ("sailthru.author", Author, Vendor),
    ("shareaholic:article_author_name", Author, Vendor),
    ("cXenseParse:author", Author, Vendor),
    ("dc.creator", Author, Library),
    ("dcterms.creator", Author, Library),
    ("author", Author, Loose),
    ("authors", Author, Loose),
    ("author_name", Author, Loose),
    ("article_authors", Author, Loose),
    ("og:author", Author, Loose),
    ("creator", Author, Loose),
    ("twitter:creator", Author, Near),
    // Whose page it is.
    ("og:site_name", SiteName, Exact),
    ("dc.publisher", SiteName, Library),
    ("dcterms.publisher", SiteName, Library),
    ("application-name", SiteName, Shared),
    ("apple-mobile-web-app-title", SiteName, Near),
    ("publisher", SiteName, Loose),
    ("cre", SiteName, Loose),
    // Where in the publication.
    ("article:section", Section, Exact),
    ("Section", Section, Newsroom),
    ("prism.section", Section, Newsroom),
    ("parsely-section", Section, Vendor),
    ("category", Section, Loose),
    ("og:type", Type, Exact),
];

/// Names whose values are topics: where they rank, and whether one value is a list.
const TAG_NAMES: [(&str, TagSource, bool); 10] = [
    ("article:tag", TagSource::Article, false),
    ("og:article:tag", TagSource::Article, false),
    ("news_keywords", TagSource::News, true),
    ("parsely-tags", TagSource::Vendor, true),
    ("sailthru.tags", TagSource::Vendor, true),
    ("des", TagSource::Vendor, true),
    ("dc.subject", TagSource::Vendor, true),
    ("dcterms.subject", TagSource::Vendor, true),
    ("keywords", TagSource::Keywords, true),
    ("article:keywords", TagSource::Keywords, true),
];

/// How the commonest plug-in that fills such cards labels the writer, in the languages it speaks.
const BY_LABELS: [&str; 24] = [
    "written by",
    "verfasst von",
    "geschrieben von",
    "écrit par",
    "rédigé par",
    "escrito por",
    "scritto da",
    "geschreven door",
    "skriven av",
    "skrevet av",
    "skrevet af",
    "napisane przez",
    "napsal(a)",
    "kirjoittanut",
    "yazan",
    "szerző:",
    "autor",
    "написано автором",
    "автор",
    "scris de",
    "作者",
    "執筆者",
    "작성자",
    "كُتب بواسطة",
];

/// The attributes that name what a `meta` is about.
const NAME_ATTRIBUTES: [&str; 3] = ["property", "name", "http-equiv"];

/// The page's `meta` elements that have a name and a value.
pub(super) struct Metas<'d> {
    all: Vec<NamedMeta<'d>>,
}

struct NamedMeta<'d> {
    /// By its letters alone, see [`letters`].
    name: String,
    content: &'d str,
    /// A header that the page repeats: `http-equiv`.
    is_header: bool,
}

impl<'d> Metas<'d> {
    pub(super) fn collect(doc: &'d Document, nodes: &[NodeId]) -> Self {
        let mut all = Vec::new();
        for &n in nodes {
            // Some wrote the value where form fields have it.
            let value = doc.attr(n, Attr::Content).or_else(|| doc.attr(n, Attr::Value));
            let Some(content) = value.filter(|c| !c.trim().is_empty()) else { continue };
            for attribute in NAME_ATTRIBUTES {
                let names = doc.attr_named(n, attribute).unwrap_or_default();
                // `property` may hold several; a space in the others only parts words.
                let mut several = names.split_ascii_whitespace();
                let mut whole = Some(names.trim()).filter(|name| !name.is_empty()).into_iter();
                let names: &mut dyn Iterator<Item = &str> =
                    if attribute == "property" { &mut several } else { &mut whole };
                let is_header = attribute == "http-equiv";
                all.extend(names.map(|name| NamedMeta { name: letters(name), content, is_header }));
            }
        }
        Metas { all }
    }

    /// The first value under a name.
    pub(super) fn first(&self, name: &str) -> Option<&'d str> {
        let name = letters(name);
        self.all.iter().find(|m| m.name == name).map(|m| m.content)
    }

    pub(super) fn add_to(&self, builder: &mut MetadataBuilder) {
        let mut found: Vec<(usize, &NamedMeta)> =
            self.all.iter().filter_map(|m| Some((name_row(&m.name)?, m))).collect();
        found.sort_by_key(|(row, _)| *row);
        for group in found.chunk_by(|(one, _), (other, _)| one == other) {
            let Some(&(row, first)) = group.first() else { continue };
            let (name, field, rank) = META_NAMES[row];
            let origin = format!("meta {name}");
            let source = Source::unplaced(&origin, rank);
            match field {
                Author if rank == Library || name == "citation_author" => {
                    builder.add_names(group.iter().map(|(_, m)| given_name_first(m.content)), source);
                }
                Author => builder.add_names(group.iter().map(|(_, m)| m.content), source),
                Type => builder.add_types([first.content]),
                Tags => {}
                _ => {
                    for (_, meta) in group {
                        let rank = if meta.is_header { rank.max(Near) } else { rank };
                        builder.add(field, meta.content, Source::unplaced(&origin, rank));
                    }
                }
            }
        }
        self.add_labelled_author(builder);
        self.add_tags(builder);
    }

    /// Cards for sharing state a few facts as label and value: `twitter:label1` is the name of `twitter:data1`.
    fn add_labelled_author(&self, builder: &mut MetadataBuilder) {
        for (label, data) in [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")] {
            let Some(said) = self.first(label) else { continue };
            let said = said.trim().to_lowercase();
            let by = BY_LABELS.contains(&said.as_str());
            if let Some(value) = self.first(data).filter(|_| by) {
                builder.add_names([value], Source::unplaced("meta twitter:data", Loose));
            }
        }
    }

    fn add_tags(&self, builder: &mut MetadataBuilder) {
        for (name, source, is_list) in TAG_NAMES {
            let name = letters(name);
            let values: Vec<&str> = self.all.iter().filter(|m| m.name == name).map(|m| m.content).collect();
            match values[..] {
                // A name that is meant to be repeated, but holds them all at once.
                [only] if only.matches(',').count() > 1 => builder.add_tag_list(source, only),
                _ if is_list => values.iter().for_each(|list| builder.add_tag_list(source, list)),
                _ => builder.add_tags(source, values),
            }
        }
    }
}

/// A name as libraries file it, `Lee, Ann M.`, as it is read.
fn given_name_first(name: &str) -> Cow<'_, str> {
    /// Words of given names with initials.
    const MAX_GIVEN_NAMES: usize = 2;
    let words = |t: &str| t.split_whitespace().count();
    match name.split_once(',') {
        Some((last, first))
            if words(last) == 1 && (1..=MAX_GIVEN_NAMES).contains(&words(first)) && !first.contains(',') =>
        {
            Cow::Owned(format!("{} {}", first.trim(), last.trim()))
        }
        _ => Cow::Borrowed(name),
    }
}

fn name_row(letters_of_name: &str) -> Option<usize> {
    static ROWS: LazyLock<WordTable<String, usize>> = LazyLock::new(|| {
        let mut rows = WordTable::default();
        for (row, (name, ..)) in META_NAMES.iter().enumerate() {
            rows.entry(letters(name)).or_insert(row);
        }
        rows
    });
    ROWS.get(letters_of_name).copied()
}

/// A name in lower case and without what parts its words: by it names are the same.
fn letters(name: &str) -> String {
    let is_letter = |c: &char| !matches!(c, ':' | '.' | '_' | '-' | ' ');
    name.chars().filter(is_letter).map(|c| c.to_ascii_lowercase()).collect()
}
