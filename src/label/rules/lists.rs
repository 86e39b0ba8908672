//! The lists of a page.

use std::collections::BTreeMap;

use super::thresholds::MIN_PROSE_LETTERS;
use crate::segment::{Block, BlockKind};

/// The lists of a page: how long each is, and how much of it is links.
pub(in crate::label) struct Lists(BTreeMap<usize, (u32, u32)>);

impl Lists {
    pub(in crate::label) fn new(blocks: &[Block], inside: &[bool]) -> Self {
        let mut lists = Lists(Default::default());
        for (b, _) in blocks.iter().zip(inside).filter(|(_, i)| **i) {
            if let BlockKind::Item { list, .. } = b.kind {
                let of = lists.0.entry(list).or_default();
                of.0 += b.chars;
                of.1 += b.linked;
            }
        }
        lists
    }

    pub(in crate::label) fn link_share(&self, list: usize) -> f32 {
        self.0.get(&list).map_or(0.0, |(chars, linked)| *linked as f32 / (*chars).max(1) as f32)
    }

    pub(in crate::label) fn is_long(&self, list: usize) -> bool {
        self.0.get(&list).is_some_and(|(chars, _)| *chars >= MIN_PROSE_LETTERS)
    }
}
