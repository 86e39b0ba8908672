//! What a page says about itself: JSON-LD, OpenGraph, meta, microdata, `time`, `title`.
//!
//! Everything found is kept with its origin, the most trusted first; which of them
//! is believed is for [`structure`](crate::structure) to decide, who also sees the page's text.

pub(crate) mod dates;

use crate::article::DateTime;
use crate::dom::Document;

/// A value and where it came from, such as `json-ld headline` or `meta og:title`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sourced<T> {
    pub(crate) value: T,
    pub(crate) origin: String,
}

/// All that a page says about itself. Lists are in order of trust.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) headlines: Vec<Sourced<String>>,
    /// The `title` element, as it stands.
    pub(crate) title: Option<String>,
    pub(crate) descriptions: Vec<Sourced<String>>,
    pub(crate) published: Vec<Sourced<DateTime>>,
    pub(crate) modified: Vec<Sourced<DateTime>>,
    /// One entry a source, each with all the names that source gives, cleaned of nothing but white space.
    pub(crate) authors: Vec<Sourced<Vec<String>>>,
    pub(crate) site_names: Vec<Sourced<String>>,
    pub(crate) sections: Vec<Sourced<String>>,
    pub(crate) tags: Vec<String>,
    /// The declared language as written (`en-GB`).
    pub(crate) language: Option<String>,
    pub(crate) canonical_url: Option<String>,
    /// Types the page gives itself: JSON-LD `@type`s of its main objects, `og:type`.
    pub(crate) types: Vec<String>,
    /// JSON-LD `articleBody`, as written.
    pub(crate) article_body: Option<String>,
    /// JSON-LD `isAccessibleForFree`.
    pub(crate) free: Option<bool>,
}

/// Reads a page's metadata.
pub(crate) fn read(_doc: &Document) -> Metadata {
    Metadata::default()
}
