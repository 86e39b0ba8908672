//! What was found out of a block once and is asked often.

use std::cell::OnceCell;

/// What was found out of a block; a block of other words has another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memo {
    pub(super) words: OnceCell<Vec<u64>>,
    pub(super) text_hash: OnceCell<u64>,
    pub(super) ends_sentence: OnceCell<bool>,
    /// How surely it is a byline, and whether it is one.
    pub(crate) byline_rank: OnceCell<u8>,
    pub(crate) is_byline: OnceCell<bool>,
    /// Whether it begins as a byline does.
    pub(crate) worded_byline: OnceCell<bool>,
    pub(crate) is_date_line: OnceCell<bool>,
}
