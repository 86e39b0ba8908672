//! Sums over groups of blocks.

use crate::segment::Block;

/// A block is prose to the features from this worth on.
pub(super) const MIN_PROSE_WORTH: f32 = 0.3;

/// Sums over a group of blocks: a container's subtree, or all of one signature.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Sum {
    pub(super) blocks: u32,
    pub(super) chars: u32,
    pub(super) linked: u32,
    /// Those in blocks that are prose by worth.
    pub(super) prose: u32,
    pub(super) sentences: u32,
}

impl Sum {
    /// That of one block.
    pub(super) fn of(b: &Block, worth: f32, ends_sentence: bool) -> Sum {
        Sum {
            blocks: 1,
            chars: b.chars,
            linked: b.linked,
            prose: if worth >= MIN_PROSE_WORTH { b.chars } else { 0 },
            sentences: u32::from(ends_sentence),
        }
    }

    pub(super) fn add_sum(&mut self, o: Sum) {
        self.blocks += o.blocks;
        self.chars += o.chars;
        self.linked += o.linked;
        self.prose += o.prose;
        self.sentences += o.sentences;
    }

    pub(super) fn link_share(&self) -> f32 {
        share(self.linked, self.chars)
    }
}

pub(super) fn share(part: u32, whole: u32) -> f32 {
    part as f32 / whole.max(1) as f32
}
