//! What elements hold that hold text alone.

/// Elements that hold text alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Raw {
    /// References in it are resolved.
    WithReferences,
    Text,
    Script,
    /// It ends with the page.
    Plain,
}
