//! Two texts compared word by word.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// How many words two texts may have together to be compared word by word: the time for it grows with the square of
/// their number.
const MAX_DIFF_WORDS: usize = 2_000;

/// A run of words in the comparison of two texts, white space folded.
///
/// In JSON: `{"is": "removed", "text": "forty thousand"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "text", rename_all = "snake_case")]
pub enum WordChange {
    /// In both texts.
    Same(String),
    /// In the old text only.
    Removed(String),
    /// In the new text only.
    Added(String),
}

/// The way from one text to the other.
pub(super) fn diff_words(old: &str, new: &str) -> Vec<WordChange> {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    if a.len() + b.len() > MAX_DIFF_WORDS {
        return vec![WordChange::Removed(a.join(" ")), WordChange::Added(b.join(" "))];
    }
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let removed = a.get(op.old_range()).unwrap_or_default().join(" ");
        let added = b.get(op.new_range()).unwrap_or_default().join(" ");
        match op.tag() {
            DiffTag::Equal => out.push(WordChange::Same(removed)),
            DiffTag::Delete => out.push(WordChange::Removed(removed)),
            DiffTag::Insert => out.push(WordChange::Added(added)),
            DiffTag::Replace => out.extend([WordChange::Removed(removed), WordChange::Added(added)]),
        }
    }
    out
}
