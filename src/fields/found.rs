//! What a field's function gives.

/// A value with where it came from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found<T> {
    pub(crate) value: T,
    /// Who states it: a piece of metadata by its name, a profile, or the page's text.
    pub(crate) origin: String,
    /// The blocks it was read from, if it was read from the page's text.
    pub(crate) blocks: Vec<usize>,
}

/// The origin of what stands in the page's text.
pub(super) const PAGE_TEXT: &str = "the page's text";

impl<T> Found<T> {
    pub(super) fn new(value: T, origin: impl Into<String>) -> Self {
        Found { value, origin: origin.into(), blocks: Vec::new() }
    }

    pub(super) fn with_blocks(self, blocks: impl IntoIterator<Item = usize>) -> Self {
        Found { blocks: blocks.into_iter().collect(), ..self }
    }
}

/// Something with a place in the flow: before which block of the page it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Anchored<T> {
    pub(crate) value: T,
    /// The index of the block before which it stands; one behind the last for what stands at the end.
    pub(crate) anchor: usize,
    /// The blocks it was read from.
    pub(crate) blocks: Vec<usize>,
}
