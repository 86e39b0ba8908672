//! Takes news pages out of web archives and gives back the article as data: headline, dates, byline,
//! paragraphs, cross-headings, captions and credits, quotes, each as what it is.
//!
//! Four types matter: a [`Page`] is bytes and what is known about them, an [`Extractor`] with its
//! [`Options`] turns pages into [`Article`]s, and an article is plain data with a fixed JSON form.
//!
//! # A text at hand
//!
//! ```
//! let article = cuttings::extract(
//!     "<title>Pier to close | The Sound</title>
//!      <div id=nav><a href=/>Home</a> <a href=/news>News</a></div>
//!      <h1>Pier to close</h1> <p class=byline>By Ann Lee</p>
//!      <p>The town pier will close on Monday for the first repairs since it was built in 1887, the council said.</p>
//!      <p>Boats will leave from the fish quay until the spring, if the fishermen can be brought to agree to it.</p>",
//! )?;
//! assert_eq!(article.headline.as_deref(), Some("Pier to close"));
//! assert_eq!(article.authors, ["Ann Lee"]);
//! assert_eq!(article.body.len(), 2);
//! # Ok::<(), cuttings::Error>(())
//! ```
//!
//! # A page from an archive
//!
//! The extractor knows what an archive's replay does to a page, and takes it back: the toolbar, the
//! scripts, the rewritten addresses. Where and when the page was captured it reads off the page itself if nobody says.
//!
//! ```
//! use cuttings::{Extractor, Options, Page};
//!
//! let page = Page::open("fixtures/cases/wayback-bbc-2007/page.html")?;
//! let extractor = Extractor::new(Options::default().links(true).provenance(true));
//! let article = extractor.extract(&page)?;
//!
//! let capture = article.capture.as_ref().unwrap();
//! assert_eq!(capture.timestamp.unwrap().to_string(), "2007-12-11T03:21:45Z");
//! assert!(article.url.as_deref().unwrap().starts_with("http://news.bbc.co.uk/"));
//! for medium in &article.media {
//!     assert_ne!(medium.alt, medium.caption);
//! }
//! println!("{}", article.to_markdown());
//! # Ok::<(), cuttings::Error>(())
//! ```
//!
//! # How it works
//!
//! Bytes are decoded, parsed, and restored to what was first published; the metadata is read; what is certainly
//! no story is taken out; the rest is cut into blocks. Every block gets one label, with a reason: paragraph,
//! heading, caption, byline, no part of the article. From labels and metadata each field of the article is read by itself,
//! and the article is put together from the fields. A [`Profile`] may tell what a site's own markup means; the crate knows
//! BBC News since 1997. Text renderings, which have no markup at all, are read by shape and place. Every step is linear in
//! the page, and [`Limits`] refuse what no page is. `DESIGN.md` in the repository has more.
//! The `cookbook` has whole small programs.
//!
//! # Features
//!
//! - `fetch` (default): `Fetcher`, pages over HTTP, live and from archives. Brings in `reqwest` and `tokio`.
//! - `saved` (default): `Pages`, the pages of WARC, WACZ, MHTML and zip files.
//! - `arrow`: `TableBuilder`, articles as the columns of Arrow, with one schema for all.
//! - `inspection`: `Inspection::to_html`, the page that `cuttings inspect` shows.
//! - `schema`: `article_schema`, the JSON Schema of an article.
//! - `cli`: the `cuttings` program. It is made of `program`, the program as such, and `tables`, with which it writes
//!   Parquet, CSV, SQLite and zstd.
//!
//! # What it does not do
//!
//! It runs no scripts, translates nothing and judges nothing; it never prints and never panics. A page without an article is
//! no error but an [`Article`] with an empty body and the warning `no_article`.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod archive;
mod article;
mod assemble;
mod client_rendered;
mod coding;
mod dates;
mod decode;
mod dom;
mod error;
mod extractor;
#[cfg(feature = "fetch")]
mod fetch;
mod fields;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
#[cfg(feature = "fetch")]
mod history;
#[cfg(feature = "inspection")]
#[doc(hidden)]
pub mod html_page;
#[cfg(feature = "inspection")]
mod inspection_page;
mod label;
mod lines;
mod measure;
mod metadata;
mod options;
mod original;
mod output;
mod page;
mod paging;
mod plaintext;
mod profile;
#[cfg(feature = "saved")]
mod saved;
mod segment;
mod strip;
#[cfg(feature = "arrow")]
mod table;
mod text;
mod unrewrite;
mod vocabulary;
mod whole;

pub use archive::{Archive, CaptureUrl, Modifier, Period, Timestamp};
#[cfg(feature = "schema")]
pub use article::article_schema;
pub use article::{
    Article, Aside, BeforeYearZero, Block, Capture, Comment, DateTime, Emphasis, EmphasisKind, Flow, FlowItem, Image,
    Link, Media, MediaKind, Note, NoteKind, ParseDateTimeError, Quote, QuoteKind, Warning, WarningCode,
};
pub use assemble::FieldSource;
#[cfg(feature = "fetch")]
pub use error::{ArchiveFailure, FetchFailure, FetchStage, IndexProblem, RefusalReason, RobotsProblem};
pub use error::{Error, ErrorKind, OutcomeCode, Result};
#[cfg(feature = "fitting")]
#[doc(hidden)]
pub use extractor::Stages;
pub use extractor::{
    BlockTrace, ElementText, Explanation, Extractor, Inspection, LabelledBlock, ModelAnswer, PageElement, PageOutline,
    Removal, TableReading, TraceStep, Weight, extract,
};
#[cfg(feature = "fetch")]
pub use fetch::{BlockingCaptures, BlockingFetcher, FetchOptions, Fetcher, Wait, WaitReason};
#[cfg(feature = "fetch")]
pub use fetch::{Captured, DigestCheck, Hop, Nearest, Outcome, OutcomeRecord};
#[cfg(feature = "fetch")]
pub use fetch::{Captures, CdxRecord, Collapse, MatchType, Query, WarcLocation};
#[cfg(feature = "fetch")]
pub use history::{CaptureFailure, Change, History, HistoryOptions, UnlistedArchive, Version, WordChange, changes};
pub use label::{LabelKind, model_digest};
pub use options::{Favor, Limits, Options, SiteProfiles};
pub use output::OutputOptions;
pub use page::Page;
pub use profile::{EpochOutline, Profile, ProfileOutline, ProfileReading, RoleOutline, SelectorReading, Unclaimed};
#[cfg(feature = "saved")]
pub use saved::{FileFormat, Pages, RecordIndex, SavedPage, Skipped, WarcResponse, WarcWriter};
#[cfg(feature = "arrow")]
pub use table::{TABLE_VERSION, TableBuilder, TableRow, table_schema};
pub use whole::WholeStory;

#[cfg(any(docsrs, all(any(doc, doctest), feature = "fetch", feature = "saved")))]
#[doc = include_str!("../docs/cookbook.md")]
pub mod cookbook {}

/// The README's programs are tests too.
#[cfg(all(doctest, feature = "fetch", feature = "saved"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// What is made once and shared by threads can be.
#[cfg(test)]
mod tests {
    #[test]
    fn what_threads_share_can_be_shared() {
        fn is_shared<T: Send + Sync + Clone>() {}
        is_shared::<crate::Extractor>();
        is_shared::<crate::Options>();
        is_shared::<crate::Article>();
        #[cfg(feature = "fetch")]
        is_shared::<crate::Fetcher>();
        #[cfg(feature = "fetch")]
        is_shared::<crate::BlockingFetcher>();
    }
}
