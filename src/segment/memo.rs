//! What was found out of a block once and is asked often.

use std::cell::{Cell, OnceCell};
use std::num::NonZeroU64;

/// What was found out of a block; a block of other words has another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memo {
    pub(super) words: OnceCell<Box<[u64]>>,
    pub(super) text_hash: KnownHash,
    pub(super) ends_sentence: OnceCell<bool>,
    /// How surely it is a byline, and whether it is one.
    pub(crate) byline_rank: OnceCell<u8>,
    pub(crate) is_byline: OnceCell<bool>,
    /// Whether it begins as a byline does.
    pub(crate) worded_byline: OnceCell<bool>,
    pub(crate) is_date_line: OnceCell<bool>,
}

/// A hash, once it is known; one that is zero, as hardly any is, is found out each time it is asked.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownHash(Cell<Option<NonZeroU64>>);

impl KnownHash {
    pub(super) fn get_or_init(&self, hash: impl FnOnce() -> u64) -> u64 {
        if let Some(known) = self.0.get() {
            return known.get();
        }
        let hash = hash();
        self.0.set(NonZeroU64::new(hash));
        hash
    }
}
