//! What was found: values with their sources, in lists.

use super::page_links::PageLink;
use super::shown::Shown;
use super::writers::Writer;
use crate::article::DateTime;
use crate::dom::NodeId;

/// A value and where it came from.
///
/// Origins read `json-ld headline`, `meta og:title`, `itemprop datePublished`, `property dc:date`,
/// `class entry-title`, `time datetime`, `data-seconds`, `rel author`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sourced<T> {
    pub(crate) value: T,
    pub(crate) origin: String,
    pub(crate) rank: Rank,
    /// The element of the page that carries it, if it is one that has a place on the page:
    /// none for JSON-LD and for `meta`.
    pub(crate) node: Option<NodeId>,
}

/// How far a source is trusted, the most first. Equals stand in the order of their tables, then of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// JSON-LD of the page's article object: typed, made for machines by the system that publishes, and checked
    /// by search engines.
    Record,
    /// A name whose definition is this very field, such as `article:published_time`.
    Exact,
    /// Names that newsrooms' systems give their own records, such as `Headline` or `hdl`: right, but undefined.
    Newsroom,
    /// What is written for readership counts and newsletters: right on articles, now and then the hour of rendering.
    Vendor,
    /// Dublin Core: well defined, but filled by habit, and its bare `date` may be any event.
    Library,
    /// Microdata, RDFa and hNews: the page's visible words, marked; right if the mark is on the article and not on
    /// a teaser.
    Markup,
    /// `time pubdate`: as above, without a scope to tell whose date it is.
    Element,
    /// What is written to be shown elsewhere: may be shortened, rewritten, or carry the site's name.
    Shared,
    /// Names that sites fill as they like (`date`, `author`, `title`), and `time` elements of no stated meaning.
    Loose,
    /// Says something near: a creation, an upload, any change; or is of an object beside the article.
    Near,
    /// Words to be read as a person would read them: a text that holds a date.
    Words,
    /// What the page's scripts hold, which may be of any story, and the folders that its picture lies in.
    Script,
}

/// A picture as metadata describe it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Picture {
    /// As written, so it may be relative.
    pub(crate) url: String,
    /// In pixels.
    pub(crate) width: Option<u32>,
    pub(crate) height: Option<u32>,
}

/// All that a page says about itself. Lists are in order of trust.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) headlines: Vec<Sourced<String>>,
    /// The `title` element, as it stands, with whatever it carries besides the headline.
    pub(crate) title: Option<String>,
    /// The first headings of the first level, wherever they stand: even where a template has it in the path of links that
    /// leads to the page, such a heading says what the page is called.
    pub(crate) headings: Vec<String>,
    pub(crate) descriptions: Vec<Sourced<String>>,
    pub(crate) published: Vec<Sourced<DateTime>>,
    pub(crate) modified: Vec<Sourced<DateTime>>,
    /// Lines with dates that stand by themselves in the page's text, in its order, said of whatever they may be.
    pub(crate) shown: Vec<Shown>,
    /// One entry a source, each with all the names that source gives, cleaned of nothing but white space.
    pub(crate) authors: Vec<Sourced<Vec<String>>>,
    /// Elements that name a writer, of whichever story, in the page's order.
    pub(crate) writers: Vec<Writer>,
    pub(crate) site_names: Vec<Sourced<String>>,
    pub(crate) sections: Vec<Sourced<String>>,
    pub(crate) tags: Vec<String>,
    /// Pictures named for the story.
    pub(crate) pictures: Vec<Sourced<Picture>>,
    /// The declared language as written (`en-GB`; `en_GB` gets its hyphen).
    pub(crate) language: Option<String>,
    /// What declares it: `html lang`, `meta content-language`, `meta og:locale`, `json-ld inLanguage`.
    pub(crate) language_origin: Option<&'static str>,
    /// As written, so it may be relative.
    pub(crate) canonical_url: Option<String>,
    /// What gives it: `link canonical` or `meta og:url`.
    pub(crate) canonical_origin: Option<&'static str>,
    /// Types the page gives itself: JSON-LD `@type`s of its main objects, `og:type`.
    pub(crate) types: Vec<String>,
    /// JSON-LD `articleBody`, as written.
    pub(crate) article_body: Option<String>,
    /// Links that may lead to another page of the story, in the page's order.
    pub(crate) page_links: Vec<PageLink>,
    /// The addresses of the frames that the page is made of, as written.
    pub(crate) frames: Vec<String>,
    /// JSON-LD `isAccessibleForFree`.
    pub(crate) free: Option<bool>,
}
