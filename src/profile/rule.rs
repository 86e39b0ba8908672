//! What a selector of a profile can say, and what it finds in a page.

use super::css::Css;
use super::marker::{Marker, parse_markers};
use super::stretch::stretches;
use super::view::View;
use crate::dom::NodeId;

/// What a rule looks for.
#[derive(Debug, Clone)]
enum Select {
    Css(Css),
    Stretch(Marker, Marker),
}

/// A selector of a role, and how the text of what it finds is read.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    select: Select,
    /// As written.
    pub(super) source: String,
    /// The attribute to read instead of the text.
    pub(super) attribute: Option<String>,
    /// Texts to take off the front.
    pub(super) strip: Vec<String>,
    pub(super) split: Option<Split>,
    /// What to put between the texts found to make them one.
    pub(super) join: Option<String>,
    /// The offset from UTC, in minutes, of times that name none.
    pub(super) zone: Option<i32>,
    /// Whether the text is a count of seconds since 1970.
    pub(super) unix: bool,
}

/// Which part of a text to take.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Split {
    pub(super) at: String,
    /// From 1 at the front, from -1 at the end.
    pub(super) part: i64,
    /// With fewer parts the text gives nothing.
    pub(super) least: usize,
}

/// What a rule found: elements, or stretches as their first node and one past the last.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    Elements(Vec<NodeId>),
    Stretches(Vec<(NodeId, NodeId)>),
}

impl Found {
    pub(super) fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// How many elements or stretches.
    pub(super) fn count(&self) -> usize {
        match self {
            Found::Elements(e) => e.len(),
            Found::Stretches(s) => s.len(),
        }
    }
}

impl Rule {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (select, attribute) = match parse_markers(text)? {
            Some((start, Some(end))) => (Select::Stretch(start, end), None),
            Some(_) => {
                return Err(format!("{text:?} is one comment; here a stretch is wanted: comment \"…\" .. \"…\""));
            }
            None => {
                let (css, attribute) = split_attribute(text);
                (Select::Css(Css::parse(css)?), attribute)
            }
        };
        Ok(Rule {
            select,
            source: text.to_owned(),
            attribute,
            strip: Vec::new(),
            split: None,
            join: None,
            zone: None,
            unix: false,
        })
    }

    pub(super) fn find_in(&self, view: &View) -> Found {
        match &self.select {
            Select::Css(css) => Found::Elements(view.select(css)),
            Select::Stretch(start, end) => Found::Stretches(stretches(view, start, end)),
        }
    }
}

/// Takes `@name` off the end of a selector.
fn split_attribute(text: &str) -> (&str, Option<String>) {
    let name = |n: &str| !n.is_empty() && n.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'));
    match text.rsplit_once(" @") {
        Some((css, attribute)) if name(attribute) => (css.trim_end(), Some(attribute.to_ascii_lowercase())),
        _ => (text, None),
    }
}
