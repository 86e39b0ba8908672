//! What the rules and the model both measure by.

/// From this many letters on a text is running prose: two lines of a newspaper column.
pub(in crate::label) const MIN_PROSE_LETTERS: u32 = 80;

/// Beyond this share of links a text is a list of links, however long.
pub(in crate::label) const MAX_TEXT_LINK_SHARE: f32 = 0.5;

/// A list whose items are links to the last word leads elsewhere, wherever it stands.
pub(in crate::label) const ALL_LINKS_SHARE: f32 = 0.95;

/// A body is prose of at least this many letters in all.
pub(in crate::label) const MIN_STORY_LETTERS: u32 = 90;

/// The worth of a paragraph of two lines.
pub(in crate::label) const CORE_WORTH: f32 = 0.5;
