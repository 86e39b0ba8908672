//! What a caller may choose.

use crate::error::{ErrorKind, Result};

/// How an [`Extractor`](crate::Extractor) works.
///
/// ```
/// use cuttings::{Extractor, Options, Page};
///
/// let options = Options::default().links(true);
/// let page = Page::new("<h1>Bridge opens</h1><p>The new bridge over the Tarn opened on Friday, \
///     two years late, to <a href=/cheers>cheers</a> from a crowd of some four hundred people.</p>");
/// let article = Extractor::new(options).extract(&page)?;
/// assert_eq!(article.headline.as_deref(), Some("Bridge opens"));
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Options {
    links: bool,
    emphasis: bool,
    text: bool,
    provenance: bool,
    profiles: SiteProfiles,
    limits: Limits,
    favor: Favor,
}

/// Which site profiles take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum SiteProfiles {
    /// Those that come with the crate, after any the caller added.
    #[default]
    BuiltIn,
    /// Only those the caller added.
    OwnOnly,
    /// None: the generic rules alone.
    Off,
}

/// Which mistake an extractor would rather make, where it is not sure what belongs to the body.
///
/// ```
/// use cuttings::{Extractor, Favor, Options, Page};
///
/// let page = Page::new("<h1>Ferry sails again</h1>\
///     <p>The Kerrera ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>\
///     <p>Its skipper said that neither the sheep nor the engine had made any trouble at all.</p>\
///     <p>She sails at noon.</p>");
/// let paragraphs = |favor| Extractor::new(Options::default().favor(favor)).extract(&page).map(|a| a.body.len());
/// assert!(paragraphs(Favor::Precision)? <= paragraphs(Favor::Balanced)?);
/// assert!(paragraphs(Favor::Balanced)? <= paragraphs(Favor::Recall)?);
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Favor {
    /// To miss a paragraph of the story rather than to take one that is not of it.
    Precision,
    /// Neither: what is more likely than not of the story is taken.
    #[default]
    Balanced,
    /// To take a paragraph that is not of the story rather than to miss one.
    Recall,
}

impl Options {
    /// Which mistake to make rather, where it is not sure what belongs to the body. It says nothing where a site profile tells
    /// the body, nor of plain texts. Default: [`Favor::Balanced`].
    pub fn favor(mut self, favor: Favor) -> Self {
        self.favor = favor;
        self
    }

    /// Whether the blocks of the body list their links. Default: no.
    pub fn links(mut self, yes: bool) -> Self {
        self.links = yes;
        self
    }

    /// Whether the blocks of the body list what is bold or italic in them. Default: no.
    pub fn emphasis(mut self, yes: bool) -> Self {
        self.emphasis = yes;
        self
    }

    /// Whether [`Article::text`](crate::Article::text) holds the body as plain text. Default: no.
    pub fn text(mut self, yes: bool) -> Self {
        self.text = yes;
        self
    }

    /// Whether [`Article::provenance`](crate::Article::provenance) says where each field came from. Default: no.
    pub fn provenance(mut self, yes: bool) -> Self {
        self.provenance = yes;
        self
    }

    /// Which site profiles take part. Default: [`SiteProfiles::BuiltIn`].
    pub fn profiles(mut self, profiles: SiteProfiles) -> Self {
        self.profiles = profiles;
        self
    }

    /// How large a page may be. Default: [`Limits::default`].
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    pub(crate) fn wants_links(&self) -> bool {
        self.links
    }

    pub(crate) fn wants_emphasis(&self) -> bool {
        self.emphasis
    }

    pub(crate) fn wants_text(&self) -> bool {
        self.text
    }

    pub(crate) fn favored(&self) -> Favor {
        self.favor
    }

    pub(crate) fn wants_provenance(&self) -> bool {
        self.provenance
    }

    pub(crate) fn site_profiles(&self) -> SiteProfiles {
        self.profiles
    }

    pub(crate) fn page_limits(&self) -> &Limits {
        &self.limits
    }
}

/// How large a page may be before it is refused with
/// [`ErrorKind::Limit`](crate::ErrorKind::Limit).
///
/// The parser's cost grows with nodes times depth in the worst case, so the
/// three bounds together bound the time any page can take (some seconds with
/// the defaults; ordinary pages take milliseconds).
///
/// ```
/// use cuttings::{Extractor, Limits, Options, Page};
///
/// let limits = Limits::default().max_bytes(1000);
/// let error = Extractor::new(Options::default().limits(limits))
///     .extract(&Page::new("<p>".repeat(1000)))
///     .unwrap_err();
/// assert!(error.is_limit());
/// assert_eq!(error.to_string(), "page over the limit of 1000 bytes (it has 3000 or more)");
/// ```
#[derive(Debug, Clone)]
pub struct Limits {
    bytes: usize,
    nodes: usize,
    depth: usize,
    attributes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { bytes: 16 << 20, nodes: 1_000_000, depth: 1_500, attributes: 60_000 }
    }
}

impl Limits {
    /// The bytes of a page. Default: 16 MiB, some ten times the largest news page in public test sets.
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.bytes = bytes;
        self
    }

    /// The nodes (elements, texts, comments) of a parsed page. Default: 1,000,000; news pages have 500 to 20,000.
    pub fn max_nodes(mut self, nodes: usize) -> Self {
        self.nodes = nodes;
        self
    }

    /// The levels of nesting. Default: 1,500; browsers flatten beyond 512, and unclosed tags can reach several hundred.
    pub fn max_depth(mut self, levels: usize) -> Self {
        self.depth = levels;
        self
    }

    /// The attributes of one tag, as far as they can be told before the tag is complete, when the words of
    /// its longest value count too. Default: 60,000; the parser compares each attribute with all before it.
    pub fn max_attributes(mut self, attributes: usize) -> Self {
        self.attributes = attributes;
        self
    }

    /// Refuses a page of more bytes than it may have.
    pub(crate) fn check_bytes(&self, bytes: usize) -> Result<()> {
        check_limit("bytes", bytes, self.bytes)
    }

    pub(crate) fn nodes(&self) -> usize {
        self.nodes
    }

    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    pub(crate) fn attributes(&self) -> usize {
        self.attributes
    }
}

/// Refuses a page that has more of something than it may.
pub(crate) fn check_limit(what: &'static str, found: usize, limit: usize) -> Result<()> {
    if found > limit {
        return Err(ErrorKind::Limit { what, limit, found }.into());
    }
    Ok(())
}
