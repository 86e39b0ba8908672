//! Which of the captures that are listed are fetched: the oldest of those with the same bytes, or of each page the nearest to a time.

use std::collections::HashMap;

use cuttings::{CdxRecord, Timestamp};
use sha1::{Digest, Sha1};

use crate::dedupe::bare_address;

/// A hash that stands for a text: a listing may have millions.
type Key = [u8; 16];

/// The digest of nothing at all, as redirects have it whatever they lead to.
const OF_NOTHING: [&str; 2] = ["3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"];

/// Which captures are fetched of those that are listed: one of each digest, or one of each page.
#[derive(Debug)]
pub struct Chosen {
    /// The time to which the nearest of each page is chosen; without it the oldest of each digest is.
    near: Option<Timestamp>,
    /// How far from it that may be, in seconds.
    window: u64,
    best: HashMap<Key, Place>,
}

/// A capture: how far it is from what is wanted, when it was made, and its address.
type Place = (u64, Timestamp, Key);

impl Chosen {
    /// The oldest capture of each digest.
    pub fn firsts() -> Chosen {
        Chosen { near: None, window: u64::MAX, best: HashMap::new() }
    }

    /// Of each page the capture nearest to a time, if it is no more days away than that.
    pub fn nearest(time: Timestamp, days: Option<u32>) -> Chosen {
        let window = days.map_or(u64::MAX, |days| u64::from(days) * 24 * 3600);
        Chosen { near: Some(time), window, best: HashMap::new() }
    }

    /// Takes note of a row. All have to be seen before one is judged.
    pub fn see(&mut self, row: &CdxRecord) {
        let Some(group) = self.group(row) else { return };
        let place = self.place(row);
        let best = self.best.entry(group).or_insert(place);
        *best = place.min(*best);
    }

    /// Whether a row is the one of its kind, or alone.
    pub fn has(&self, row: &CdxRecord) -> bool {
        let place = self.place(row);
        let best = self.group(row).and_then(|group| self.best.get(&group));
        place.0 <= self.window && best.is_none_or(|best| *best == place)
    }

    /// Why others are left out, behind "left out".
    pub fn reason(&self) -> &'static str {
        if self.near.is_some() { ", further from that time" } else { " as the same" }
    }

    /// What rows of one kind have in common.
    fn group(&self, row: &CdxRecord) -> Option<Key> {
        match self.near {
            Some(_) => Some(key(&bare_address(&row.original.replacen(":80/", "/", 1)))),
            None => digest(row),
        }
    }

    fn place(&self, row: &CdxRecord) -> Place {
        let distance = self.near.map_or(0, |time| time.unix_seconds().abs_diff(row.timestamp.unix_seconds()));
        (distance, row.timestamp, key(&row.original))
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
            let mut firsts = Chosen::firsts();
            match backwards {
                false => rows.iter().for_each(|row| firsts.see(row)),
                true => rows.iter().rev().for_each(|row| firsts.see(row)),
            }
            let chosen: Vec<bool> = rows.iter().map(|row| firsts.has(row)).collect();
            assert_eq!(chosen, [false, true, true, true, true, true]);
        }
        // Two of one second: one of them, and always the same.
        let twins = ["http://a.example/", "http://b.example/"].map(|url| row("20070101000000", url, "A"));
        let mut firsts = Chosen::firsts();
        twins.iter().for_each(|row| firsts.see(row));
        assert_eq!(twins.iter().filter(|row| firsts.has(row)).count(), 1);
    }

    #[test]
    fn the_nearest_of_each_page_is_the_one() {
        let mut nearest = Chosen::nearest("20080101000000".parse().unwrap(), None);
        let rows = [
            row("20070101000000", "http://a.example/", "A"),
            row("20080301000000", "http://www.a.example:80/", "B"),
            row("20000101000000", "http://a.example/b", "A"),
            row("20080301000000", "https://a.example/", "C"),
        ];
        rows.iter().for_each(|row| nearest.see(row));
        let chosen: Vec<bool> = rows.iter().map(|row| nearest.has(row)).collect();
        assert_eq!(chosen.iter().filter(|chosen| **chosen).count(), 2);
        assert!(!chosen[0] && chosen[2], "{chosen:?}");
        let mut near = Chosen::nearest("20080101000000".parse().unwrap(), Some(90));
        rows.iter().for_each(|row| near.see(row));
        assert_eq!(rows.iter().filter(|row| near.has(row)).count(), 1);
    }
}
