//! HTML to [`Document`], within limits.

use super::document::Document;
use super::html;
use super::node::Parsed;
use super::strings::Strings;
use crate::error::Result;
use crate::options::{Limits, check_limit};

impl Document {
    /// Parses HTML, however broken. The parser of our own reads the usual page; what it does not do is read by html5ever's rules.
    ///
    /// # Errors
    /// Only when the page goes beyond a limit.
    pub(crate) fn parse(html: &str, limits: &Limits) -> Result<Document> {
        limits.check_bytes(html.len())?;
        check_limit("bytes", html.len(), Strings::MAX_PAGE)?;
        let parsed = match html::parse(html, limits)? {
            Some(parsed) => parsed,
            None => html::parse_by_library(html, limits)?,
        };
        let Parsed { strings, nodes, attributes } = parsed;
        Ok(Document::new(strings, nodes, attributes, *limits))
    }
}
