//! What a page shows of its site and epoch.

use super::css::Css;
use super::marker::{Marker, parse_markers};
use super::view::View;

/// Something by which a page shows where it comes from.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    kind: Kind,
    /// As written.
    pub(super) source: String,
}

#[derive(Debug, Clone)]
enum Kind {
    Css(Css),
    Comment(Marker),
}

impl Mark {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let kind = match parse_markers(text)? {
            None => Kind::Css(Css::parse(text)?),
            Some((only, None)) => Kind::Comment(only),
            Some(_) => return Err(format!("{text:?} is a stretch; here one comment is wanted: comment \"…\"")),
        };
        Ok(Mark { kind, source: text.to_owned() })
    }

    pub(super) fn is_in(&self, view: &View) -> bool {
        match &self.kind {
            Kind::Css(css) => !view.select(css).is_empty(),
            Kind::Comment(marker) => view.comments().iter().any(|(_, c)| marker.matches(c)),
        }
    }
}
