//! What a page says of itself.

/// What a page says of itself beside its blocks.
#[derive(Debug, Default)]
pub(in crate::label) struct PageSays<'a> {
    /// What it calls itself, the most trusted first.
    pub(in crate::label) titles: Vec<&'a str>,
    pub(in crate::label) description: Option<&'a str>,
    /// JSON-LD `articleBody`.
    pub(in crate::label) article_body: Option<&'a str>,
}
