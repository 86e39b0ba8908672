//! Tables of known words, asked for every word of a page.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A table whose keys are the crate's own: the standard hasher guards against keys that somebody chose to collide, at a price
/// that is most of the look-up.
pub(crate) type WordTable<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

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
