//! What was found out of a block once and is asked often.

use std::cell::OnceCell;

use super::blocks::Block;
use crate::text::runs;

/// What was found out of a block; a block of other words has another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memo {
    words: OnceCell<Vec<u64>>,
    /// How surely it is a byline, and whether it is one.
    pub(crate) byline_rank: OnceCell<u8>,
    pub(crate) is_byline: OnceCell<bool>,
    /// Whether it begins as a byline does.
    pub(crate) worded_byline: OnceCell<bool>,
    pub(crate) is_date_line: OnceCell<bool>,
}

impl Block {
    /// The hashes of its words; see [`runs::words`].
    pub(crate) fn words(&self) -> &[u64] {
        self.memo.words.get_or_init(|| runs::words(&self.text))
    }
}
