//! What a caller may choose.

mod limits;

pub use limits::Limits;
pub(crate) use limits::check_limit;

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

    /// How large a page may be, and how long one may take. Default: [`Limits::default`].
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
