//! The pieces of a body.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// One piece of the body.
///
/// In JSON, `type` tells which: `{"type": "heading", "level": 2, "text": "EU deliberations"}`. Where a piece has `links` or
/// `emphasis`, their `start` and `end` count characters (Unicode scalar values) of [`Block::text`].
///
/// ```
/// use cuttings::Block;
///
/// let body = [Block::heading(2, "What next?"), Block::paragraph("The ferry sails."), Block::list(false, ["Sheep", "Post"])];
/// for block in &body {
///     match block {
///         Block::Heading { level, text, .. } => println!("{} {text}", "#".repeat(usize::from(*level))),
///         Block::List { items, .. } => println!("{} items", items.len()),
///         other => println!("{}", other.text()),
///     }
/// }
/// assert_eq!(body[2].text(), "Sheep\nPost");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Block {
    /// A paragraph; a line break within it is a `\n`.
    #[non_exhaustive]
    Paragraph {
        /// The text.
        text: String,
        /// Its links, only with [`Options::links`](crate::Options::links).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        links: Vec<Link>,
        /// Its bold and italic stretches, only with [`Options::emphasis`](crate::Options::emphasis).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        emphasis: Vec<Emphasis>,
    },
    /// A cross-heading, or the head of an entry of a live page.
    #[non_exhaustive]
    Heading {
        /// 1 to 6; 2 for one that is a heading by its looks alone.
        level: u8,
        /// The text.
        text: String,
        /// When the entry that it heads was written, on live pages: in ISO 8601 where the page's markup tells it, else as it is
        /// shown (`10:34`, `5 minutes ago`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        time: Option<String>,
        /// Its links, only with [`Options::links`](crate::Options::links).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        links: Vec<Link>,
        /// Its italic stretches, only with [`Options::emphasis`](crate::Options::emphasis).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        emphasis: Vec<Emphasis>,
    },
    /// A list.
    #[non_exhaustive]
    List {
        /// Whether its items are numbered.
        ordered: bool,
        /// Its items. Of a list of terms and descriptions each is a term with, on lines of their own, what is said of it.
        items: Vec<String>,
        /// How deep each item is nested, 0 for those of the outermost list; empty where all are.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        depths: Vec<u8>,
        /// The links of its items, only with [`Options::links`](crate::Options::links).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        links: Vec<Link>,
        /// Bold and italic stretches of its items, only with [`Options::emphasis`](crate::Options::emphasis).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        emphasis: Vec<Emphasis>,
    },
    /// A block quotation in the flow.
    #[non_exhaustive]
    Quote {
        /// The words quoted.
        text: String,
        /// Who said them, when the block names a speaker.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attribution: Option<String>,
        /// Its links, only with [`Options::links`](crate::Options::links).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        links: Vec<Link>,
        /// Its bold and italic stretches, only with [`Options::emphasis`](crate::Options::emphasis).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        emphasis: Vec<Emphasis>,
    },
    /// A table of data.
    #[non_exhaustive]
    Table {
        /// What the table says of itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
        /// How many of its first rows head the columns.
        #[serde(default, skip_serializing_if = "is_zero")]
        header: usize,
        /// Its rows, each a list of cells, with those of the header.
        rows: Vec<Vec<String>>,
        /// The links of its cells, only with [`Options::links`](crate::Options::links).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        links: Vec<Link>,
    },
    /// Text whose lines and spaces matter.
    #[non_exhaustive]
    Preformatted {
        /// The text.
        text: String,
        /// Its links, only with [`Options::links`](crate::Options::links).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        links: Vec<Link>,
    },
}

fn is_zero(n: &usize) -> bool {
    *n == 0
}

impl Block {
    /// A paragraph of this text.
    ///
    /// ```
    /// assert_eq!(cuttings::Block::paragraph("She sailed.").text(), "She sailed.");
    /// ```
    pub fn paragraph(text: impl Into<String>) -> Block {
        Block::Paragraph { text: text.into(), links: Vec::new(), emphasis: Vec::new() }
    }

    /// A cross-heading of this level, 1 to 6.
    ///
    /// ```
    /// assert_eq!(cuttings::Block::heading(2, "What next?").text(), "What next?");
    /// ```
    pub fn heading(level: u8, text: impl Into<String>) -> Block {
        Block::Heading { level, text: text.into(), time: None, links: Vec::new(), emphasis: Vec::new() }
    }

    /// A list of these items, all of one level.
    ///
    /// ```
    /// assert_eq!(cuttings::Block::list(false, ["one", "two"]).text(), "one\ntwo");
    /// ```
    pub fn list<I: Into<String>>(ordered: bool, items: impl IntoIterator<Item = I>) -> Block {
        let items = items.into_iter().map(Into::into).collect();
        Block::List { ordered, items, depths: Vec::new(), links: Vec::new(), emphasis: Vec::new() }
    }

    /// A block quotation.
    ///
    /// ```
    /// assert_eq!(cuttings::Block::quote("We shall miss it.", Some("Ann Lee".to_owned())).text(), "We shall miss it.");
    /// ```
    pub fn quote(text: impl Into<String>, attribution: Option<String>) -> Block {
        Block::Quote { text: text.into(), attribution, links: Vec::new(), emphasis: Vec::new() }
    }

    /// A table of these rows, of which so many head the columns.
    ///
    /// ```
    /// let rows = [["Port", "Ships"], ["Oban", "12"]].map(|row| row.map(String::from).to_vec()).to_vec();
    /// assert_eq!(cuttings::Block::table(rows, 1).text(), "Port\tShips\nOban\t12");
    /// ```
    pub fn table(rows: Vec<Vec<String>>, header: usize) -> Block {
        Block::Table { caption: None, header, rows, links: Vec::new() }
    }

    /// Text whose lines and spaces matter.
    ///
    /// ```
    /// assert_eq!(cuttings::Block::preformatted("a  b").text(), "a  b");
    /// ```
    pub fn preformatted(text: impl Into<String>) -> Block {
        Block::Preformatted { text: text.into(), links: Vec::new() }
    }

    /// The text of the block: items and rows each on a line, a tab between cells.
    ///
    /// Neither the speaker of a quotation nor a table's caption is in it.
    ///
    /// ```
    /// let block: cuttings::Block = serde_json::from_str(r#"{"type": "table", "rows": [["Port", "Ships"], ["Oban", "12"]]}"#)?;
    /// assert_eq!(block.text(), "Port\tShips\nOban\t12");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Block::Paragraph { text, .. }
            | Block::Heading { text, .. }
            | Block::Quote { text, .. }
            | Block::Preformatted { text, .. } => text.into(),
            Block::List { items, .. } => items.join("\n").into(),
            Block::Table { rows, .. } => rows.iter().map(|r| r.join("\t")).collect::<Vec<_>>().join("\n").into(),
        }
    }

    /// The links of the block, in order.
    ///
    /// ```
    /// assert!(cuttings::Block::paragraph("She sailed.").links().is_empty());
    /// ```
    pub fn links(&self) -> &[Link] {
        match self {
            Block::Paragraph { links, .. }
            | Block::Heading { links, .. }
            | Block::List { links, .. }
            | Block::Quote { links, .. }
            | Block::Table { links, .. }
            | Block::Preformatted { links, .. } => links,
        }
    }
}

/// A link within a block.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Link {
    /// The words that carry the link.
    pub text: String,
    /// Where it leads: an absolute address, an archive's rewriting undone.
    pub url: String,
    /// Where its words begin, in characters of [`Block::text`].
    pub start: usize,
    /// Where they end. A link of an older record, without places, has both 0.
    pub end: usize,
}

/// A stretch of a block's text that is set apart from the rest by its print.
///
/// ```
/// use cuttings::{Block, EmphasisKind, Extractor, Options, Page};
///
/// let page = Page::new("<h1>Ferry sails again</h1>\
///     <p>The <i>Kerrera</i> sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>\
///     <p>Its skipper said that neither the sheep nor the engine had made any trouble at all.</p>");
/// let article = Extractor::new(Options::default().emphasis(true)).extract(&page)?;
/// let Block::Paragraph { emphasis, .. } = &article.body[0] else { panic!() };
/// assert_eq!((emphasis[0].start, emphasis[0].end, emphasis[0].kind), (4, 11, EmphasisKind::Italic));
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Emphasis {
    /// Where it begins, in characters of [`Block::text`].
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// How it is set.
    pub kind: EmphasisKind,
}

/// How a stretch of text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum EmphasisKind {
    /// In bold print.
    Bold,
    /// In italic print.
    Italic,
}
