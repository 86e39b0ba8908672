//! Which of the captures with the same bytes is fetched: the oldest of all that are listed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use cuttings::{CdxRecord, Timestamp};
use sha1::{Digest, Sha1};

/// A hash that stands for a text: a listing may have millions.
type Key = [u8; 16];

/// The digest of nothing at all, as redirects have it whatever they lead to.
const OF_NOTHING: [&str; 2] = ["3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"];

/// The first capture of each digest.
#[derive(Debug, Default)]
pub struct Firsts(HashMap<Key, (Timestamp, Key)>);

impl Firsts {
    /// Takes note of a row. All have to be seen before one is judged.
    pub fn see(&mut self, row: &CdxRecord) {
        let Some(digest) = digest(row) else { return };
        let place = (row.timestamp, key(&row.original));
        match self.0.entry(digest) {
            Entry::Occupied(mut first) if place < *first.get() => {
                first.insert(place);
            }
            Entry::Occupied(_) => {}
            Entry::Vacant(none) => {
                none.insert(place);
            }
        }
    }

    /// Whether a row is the first of its digest, or has none.
    pub fn has(&self, row: &CdxRecord) -> bool {
        let first = digest(row).and_then(|digest| self.0.get(&digest));
        first.is_none_or(|first| *first == (row.timestamp, key(&row.original)))
    }
}

fn digest(row: &CdxRecord) -> Option<Key> {
    let digest = row.digest.as_deref()?.to_ascii_uppercase();
    (!OF_NOTHING.contains(&digest.as_str())).then(|| key(&digest))
}

fn key(text: &str) -> Key {
    let mut key = Key::default();
    key.iter_mut().zip(Sha1::digest(text.as_bytes())).for_each(|(to, from)| *to = from);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(time: &str, url: &str, digest: &str) -> CdxRecord {
        let json =
            serde_json::json!({"timestamp": time, "original": url, "digest": Some(digest).filter(|d| !d.is_empty())});
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn the_oldest_of_a_digest_is_the_one_whatever_the_order() {
        let rows = [
            row("20080101000000", "http://a.example/", "A"),
            row("20070101000000", "http://b.example/", "a"),
            row("20070101000000", "http://c.example/", ""),
            row("20090101000000", "http://c.example/", ""),
            row("20090101000000", "http://d.example/", OF_NOTHING[0]),
            row("20090101000001", "http://e.example/", OF_NOTHING[0]),
        ];
        for backwards in [false, true] {
            let mut firsts = Firsts::default();
            match backwards {
                false => rows.iter().for_each(|row| firsts.see(row)),
                true => rows.iter().rev().for_each(|row| firsts.see(row)),
            }
            let chosen: Vec<bool> = rows.iter().map(|row| firsts.has(row)).collect();
            assert_eq!(chosen, [false, true, true, true, true, true]);
        }
        // Two of one second: one of them, and always the same.
        let twins = ["http://a.example/", "http://b.example/"].map(|url| row("20070101000000", url, "A"));
        let mut firsts = Firsts::default();
        twins.iter().for_each(|row| firsts.see(row));
        assert_eq!(twins.iter().filter(|row| firsts.has(row)).count(), 1);
    }
}
