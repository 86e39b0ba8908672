//! Takes news pages out of web archives and gives back the article as data.

mod archive;
mod article;
mod decode;
mod dom;
mod error;
mod extractor;
#[cfg(feature = "fetch")]
mod fetch;
mod measure;
mod metadata;
mod options;
mod output;
mod page;
mod profile;
mod rendering;
mod score;
mod segment;
mod strip;
mod structure;
mod text;
mod vocabulary;

pub use article::{
    Article, Aside, Block, Capture, Comment, DateTime, Flow, Item, Link, Media, MediaKind, ParseDateTimeError, Quote,
    QuoteKind, Warning,
};
pub use error::{Error, ErrorKind, Result};
pub use extractor::{Cut, Explanation, Extractor, extract};
#[cfg(feature = "fetch")]
pub use fetch::{FetchOptions, Fetcher};
pub use options::{Limits, Options, SiteProfiles};
pub use page::Page;
pub use profile::Profile;
