//! Words of messages.

/// The verb for what a page had too much of.
pub(super) fn has(what: &str) -> &'static str {
    if what == "milliseconds" { "took" } else { "has" }
}
