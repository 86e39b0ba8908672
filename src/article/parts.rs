//! An article and its parts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::block::Block;
use super::date::DateTime;
use super::warning::{Warning, WarningCode};

/// A news article, each part as what it is.
///
/// As JSON (through serde) unknown fields are left out and the order of the
/// fields is fixed.
///
/// ```
/// let article = cuttings::extract(
///     "<title>Ferry sails again | The Sound</title><h1>Ferry sails again</h1>\
///      <p>The Kerrera ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>\
///      <p>Its skipper said that neither the sheep nor the engine had made any trouble at all.</p>")?;
/// assert_eq!(article.headline.as_deref(), Some("Ferry sails again"));
/// assert_eq!(article.body.len(), 2);
/// assert!(serde_json::to_string(&article).unwrap().starts_with(r#"{"headline":"Ferry sails again""#));
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Article {
    /// The page's own address, never an archive's: `http` or `https`, as every address that an extractor gives. One in the page
    /// that is relative stays so where nothing tells what it is relative to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The address the page names as its canonical one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical_url: Option<String>,
    /// The archive's capture the page was read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capture: Option<Capture>,
    /// The HTTP status with which the page was served when it was saved or captured, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The headline, without the site's or the section's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// The short label over the headline or the byline, such as `ANALYSIS`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kicker: Option<String>,
    /// The standfirst as the page shows it apart from the body, one string a paragraph or bullet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub summary: Vec<String>,
    /// The description in the page's metadata.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When the article was first published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<DateTime>,
    /// When the article was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<DateTime>,
    /// The authors, a name each: persons, or the agency when no person is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// The whole byline as the page shows it, its parts joined by a comma.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// The name of the publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_name: Option<String>,
    /// The section of the publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The topics the page gives the article.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The language of the text, as a two-letter code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The picture that the page's metadata name for the story.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// The flow of the story: paragraphs, cross-headings, lists, block quotations, tables.
    pub body: Vec<Block>,
    /// The body as plain text, without headline and captions; see [`Article::body_text`]. Only with
    /// [`Options::text`](crate::Options::text).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The images and players of the story, with what is said of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// Quotes that stand in boxes beside the flow.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<Quote>,
    /// Fact boxes that stand beside the flow.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asides: Vec<Aside>,
    /// The notes that the paper sets under the story: corrections, who else helped, where it was published first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// Readers' comments, where the page is made of them (Have Your Say).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<Comment>,
    /// The site profile that took part, as `file/epoch`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// How likely the body is nearly right (at least 0.9 in F1 by words against what a reader would take), 0 to 1: of
    /// the pages said 0.9, nine in ten are. Measured on labelled pages; left out where the body was not
    /// chosen by the fitted model, but told by a site profile, metadata or a plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// The address of the page on which the story goes on, where it goes over several; none on its last one. Of a story that was
    /// joined, the page that was not to be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_page: Option<String>,
    /// The addresses of the pages that the story was joined of, in their order; empty where it was read from one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<String>,
    /// What the reader of this record should know about its making.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// Where each field came from, such as `"headline": "meta Headline"`; only with
    /// [`Options::provenance`](crate::Options::provenance).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub provenance: BTreeMap<String, String>,
}

/// The capture of a page in a web archive.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Capture {
    /// The archive's host, such as `web.archive.org`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive: Option<String>,
    /// When the page was captured: a bound on the publication date, never the date itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<DateTime>,
    /// The address of the capture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// The picture that a page's metadata name for its story, mostly to be shown where the story is shared.
///
/// It is often, but not always, one that the story shows too; those are [`Article::media`].
///
/// ```
/// let article = cuttings::extract(
///     "<meta property=og:image content='http://sound.example/maud.jpg'><meta property=og:image:width content=640>\
///      <h1>Ferry sails again</h1><p>The Kerrera ferry sailed again on Monday after a winter in dry dock.</p>")?;
/// let image = article.image.ok_or("no image").unwrap();
/// assert_eq!((image.url.as_str(), image.width, image.height), ("http://sound.example/maud.jpg", Some(640), None));
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Image {
    /// Its absolute address, an archive's rewriting undone.
    pub url: String,
    /// Its width in pixels, where it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Its height in pixels, where it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
}

/// An image or a player.
///
/// ```
/// let page = "<title>Port mourns its ferry</title><h1>Port mourns its ferry</h1>
///     <p>The last ferry sailed on Sunday night with all on board but the mate, who had missed it at the other side.</p>
///     <figure><img src=http://news.example/quay.jpg alt='Shutters'><figcaption>Traders fear that nobody will come</figcaption></figure>
///     <p>Traders on the quay fear for the summer, and no minister can order people to take a ship, the mayor said.</p>";
/// let article = cuttings::extract(page)?;
/// let picture = &article.media[0];
/// assert_eq!(picture.caption.as_deref(), Some("Traders fear that nobody will come"));
/// assert_eq!((picture.alt.as_deref(), picture.at), (Some("Shutters"), 1));
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Media {
    /// What it is.
    pub kind: MediaKind,
    /// Its address, an archive's rewriting undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The alternative text, which describes the picture to who cannot see it. It is not the caption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// The caption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// Who made or owns it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// The index in [`Article::body`] before which it stood.
    pub at: usize,
}

/// What a [`Media`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum MediaKind {
    /// A picture.
    #[default]
    Image,
    /// A video player.
    Video,
    /// A sound player.
    Audio,
}

/// A quote in a box beside the flow.
///
/// ```
/// use cuttings::{Extractor, Page, QuoteKind};
///
/// let page = Page::open("fixtures/cases/bbc-2007-two-captions/page.html")?;
/// let article = Extractor::default().extract(&page)?;
/// let reader = article.quotes.iter().find(|quote| quote.kind == QuoteKind::Reader).unwrap();
/// assert_eq!(reader.attribution.as_deref(), Some("Denise, Caulderby"));
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Quote {
    /// Whose words they are.
    pub kind: QuoteKind,
    /// The words, without the marks around them.
    pub text: String,
    /// The speaker as the page names them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// The index in [`Article::body`] before which it stood.
    pub at: usize,
}

/// Whose words a [`Quote`] holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum QuoteKind {
    /// A member of the public, with name and place.
    Reader,
    /// Words lifted from the story, or a named figure's.
    Pull,
}

/// A fact box.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Aside {
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it holds.
    pub body: Vec<Block>,
    /// The index in [`Article::body`] before which it stood.
    pub at: usize,
}

/// A note under a story, apart from its text.
///
/// ```
/// let note: cuttings::Note =
///     serde_json::from_str(r#"{"kind": "contributor", "text": "Additional reporting by Ann Lee"}"#).unwrap();
/// assert_eq!(note.kind, cuttings::NoteKind::Contributor);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// Its words.
    pub text: String,
}

/// What a closing note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum NoteKind {
    /// What was wrong in the story, or changed in it after it was published.
    Correction,
    /// Who helped with the story beside its authors.
    Contributor,
    /// Where the story, or what it is made of, comes from.
    Source,
    /// Any other, such as whose views the text gives.
    Notice,
}

/// A reader's comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Comment {
    /// The words; paragraphs parted by an empty line.
    pub text: String,
    /// Name and place as the page gives them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
}

impl Article {
    /// The body as plain text: a block, an empty line, the next; without headline, captions and what stands beside the story.
    ///
    /// ```
    /// let article: cuttings::Article = serde_json::from_str(r#"{"headline": "Ferry sails",
    ///     "body": [{"type": "paragraph", "text": "She sailed."}, {"type": "list", "ordered": false, "items": ["one", "two"]}]}"#).unwrap();
    /// assert_eq!(article.body_text(), "She sailed.\n\none\ntwo");
    /// ```
    pub fn body_text(&self) -> String {
        let texts = self.body.iter().map(Block::text).filter(|text| !text.trim().is_empty());
        texts.collect::<Vec<_>>().join("\n\n")
    }

    /// Adds a warning.
    pub(crate) fn warn(&mut self, code: WarningCode, detail: impl Into<String>) {
        self.warnings.push(Warning::new(code, detail));
    }
}
