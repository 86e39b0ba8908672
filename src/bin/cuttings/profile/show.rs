//! What both commands show alike.

/// The style of both pages.
pub const STYLE: &str = include_str!("profile.css");

/// So many parts of a hundred, rounded down so that only all are 100.
pub fn percent(part: usize, of: usize) -> usize {
    (part * 100).checked_div(of).unwrap_or(0)
}
