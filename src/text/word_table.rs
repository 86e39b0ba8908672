//! Tables of known words, asked for every word of a page.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A table whose keys are the crate's own: the standard hasher guards against keys that somebody chose to collide, at a price
/// that is most of the look-up.
pub(crate) type WordTable<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

/// The shapes of the words of a table, by length, first and last byte: they tell nearly all words that it has not.
#[derive(Debug)]
pub(crate) struct WordShapes([u64; SHAPES / 64]);

const SHAPES: usize = 4096;

impl WordShapes {
    /// Those of these words.
    pub(crate) fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut shapes = [0; SHAPES / 64];
        for word in words {
            if let (Some(first), Some(last)) = (word.bytes().next(), word.bytes().next_back()) {
                let shape = shape(first, last, word.len());
                shapes[shape / 64] |= 1 << (shape % 64);
            }
        }
        WordShapes(shapes)
    }

    /// Whether a word of ASCII, in whatever case, has the shape of one that is known in small letters.
    pub(crate) fn may_have(&self, word: &[u8]) -> bool {
        let (Some(first), Some(last)) = (word.first(), word.last()) else { return false };
        let shape = shape(first.to_ascii_lowercase(), last.to_ascii_lowercase(), word.len());
        self.0[shape / 64] & 1 << (shape % 64) != 0
    }
}

fn shape(first: u8, last: u8, length: usize) -> usize {
    (usize::from(first) * 487 + usize::from(last) * 23 + length) % SHAPES
}

/// Multiplies eight bytes at a time, and folds what goes beyond eight bytes back.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct WordHasher(u64);

impl WordHasher {
    /// A hasher that has seen this number.
    pub(super) fn of(seed: u64) -> WordHasher {
        let mut hasher = WordHasher(0xcbf2_9ce4_8422_2325);
        hasher.add(seed);
        hasher
    }

    fn add(&mut self, word: u64) {
        let product = u128::from(self.0.rotate_left(5) ^ word) * 0x9e37_79b9_7f4a_7c15_u128;
        self.0 = (product as u64) ^ ((product >> 64) as u64);
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        for &eight in eights {
            self.add(u64::from_le_bytes(eight));
        }
        if !rest.is_empty() {
            self.add(rest.iter().fold(0, |word, &byte| word << 8 | u64::from(byte)));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(u64::from(byte));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_tell_words_apart() {
        let shapes = WordShapes::of(["march", "monday"].into_iter());
        assert!(shapes.may_have(b"march") && shapes.may_have(b"MONDAY"));
        assert!(!shapes.may_have(b"ferry") && !shapes.may_have(b"mar") && !shapes.may_have(b""));
    }

    #[test]
    fn words_fall_apart() {
        let mut low: Vec<u64> = (0..2000)
            .map(|n| {
                let mut hasher = WordHasher::default();
                std::hash::Hash::hash(&format!("word{n}"), &mut hasher);
                hasher.finish() & 0xfff
            })
            .collect();
        low.sort_unstable();
        low.dedup();
        // By chance some 1,580 of 2,000 fall on different ones of 4,096 places.
        assert!(low.len() > 1400, "{}", low.len());
    }
}
