//! Tables of known words, asked for every word of a page.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A table whose keys are the crate's own: the standard hasher guards against keys that somebody chose to collide, at a price
/// that is most of the look-up.
pub(crate) type WordTable<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

/// Multiplies eight bytes at a time.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct WordHasher(u64);

impl WordHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
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
        // The upper bits hold the most of it, the table looks at both ends.
        self.0 ^ (self.0 >> 29)
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
