//! What a page shows of its site and epoch.

use super::css::Css;
use super::marker::{Marker, parse_markers};
use super::view::View;

/// Something by which a page shows where it comes from.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    Css(Css),
    Comment(Marker),
}

impl Mark {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        match parse_markers(text)? {
            None => Css::parse(text).map(Mark::Css),
            Some((only, None)) => Ok(Mark::Comment(only)),
            Some(_) => Err(format!("{text:?} is a stretch; here one comment is wanted: comment \"…\"")),
        }
    }

    pub(super) fn is_in(&self, view: &View) -> bool {
        match self {
            Mark::Css(css) => !view.select(css).is_empty(),
            Mark::Comment(marker) => view.comments().iter().any(|(_, c)| marker.matches(c)),
        }
    }
}
