//! Where the fields of an article came from.

use std::collections::BTreeMap;

use crate::fields::{Anchored, Found};

/// Where a field of an article came from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldSource {
    /// The field, by its name in JSON.
    pub field: &'static str,
    /// Who states it: a piece of metadata by its name, a profile, or the page's text; none for what is only ever read from
    /// the page's text.
    pub origin: Option<String>,
    /// The blocks it was read from, as indices of the page's blocks; empty for what the text of the page does not hold.
    pub blocks: Vec<usize>,
    /// The blocks of each part of a field that is a list (`body`, `media`, `quotes`, `asides`), in the order of the list; empty
    /// for all others.
    pub parts: Vec<Vec<usize>>,
}

/// The sources of an article's fields, as they are found.
#[derive(Debug)]
pub(super) struct Sources {
    found: Vec<FieldSource>,
    /// Whether somebody is told the blocks that fields were read from.
    with_blocks: bool,
}

impl Sources {
    pub(super) fn new(with_blocks: bool) -> Sources {
        Sources { found: Vec::new(), with_blocks }
    }

    /// The value of what was found; notes where it came from.
    pub(super) fn take<T>(&mut self, field: &'static str, found: Option<Found<T>>) -> Option<T> {
        let Found { value, origin, blocks } = found?;
        self.note(field, Some(origin), blocks);
        Some(value)
    }

    /// Notes where things with a place in the body came from.
    pub(super) fn note_anchored<T>(&mut self, field: &'static str, found: &[Anchored<T>]) {
        self.note_parts(field, None, || found.iter().map(|f| f.blocks.clone()).collect());
    }

    /// Notes where a field came from, unless it came from nowhere.
    pub(super) fn note(&mut self, field: &'static str, origin: Option<String>, blocks: Vec<usize>) {
        self.push(FieldSource { field, origin, blocks, parts: Vec::new() });
    }

    /// The same of a list, by the blocks of each of its parts.
    pub(super) fn note_parts(
        &mut self,
        field: &'static str,
        origin: Option<String>,
        parts: impl FnOnce() -> Vec<Vec<usize>>,
    ) {
        let parts = if self.with_blocks { parts() } else { Vec::new() };
        self.push(FieldSource { field, origin, blocks: parts.concat(), parts });
    }

    fn push(&mut self, source: FieldSource) {
        if source.origin.is_some() || !source.blocks.is_empty() {
            self.found.push(source);
        }
    }

    /// The origins of the fields that have one, by the fields' names.
    pub(super) fn provenance(&self) -> BTreeMap<String, String> {
        let origins = self.found.iter().filter_map(|s| Some((s.field.to_owned(), s.origin.clone()?)));
        origins.collect()
    }

    pub(super) fn into_fields(self) -> Vec<FieldSource> {
        self.found
    }
}
