//! Duplicates: the same bytes, nearly the same text, or the same address.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use clap::ValueEnum;
use cuttings::{Article, Page};
use serde_json::Value;

/// What makes a record a duplicate of one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Dedupe {
    /// The page has the same bytes.
    Exact,
    /// The body has nearly the same text.
    Near,
    /// The page names the same canonical address, or has the same address, as print views and mirrors do.
    Canonical,
}

impl Dedupe {
    pub fn word(self) -> &'static str {
        match self {
            Dedupe::Exact => "exact",
            Dedupe::Near => "near",
            Dedupe::Canonical => "canonical",
        }
    }

    /// The key by which a page's duplicates are told; none where it has too little text, or no address. Where stories are joined of
    /// their `pages`, each page is one by its own address: the further ones mostly name the first as their canonical address.
    pub fn key(self, page: &Page, article: &Article, pages: bool) -> Option<u64> {
        match self {
            Dedupe::Exact => Some(hash(page.bytes())),
            Dedupe::Near => fingerprint(article),
            Dedupe::Canonical => {
                let canonical = article.canonical_url.as_deref().filter(|_| !pages || article.url.is_none());
                let address = canonical.or(article.url.as_deref())?;
                Some(hash(&bare_address(address)))
            }
        }
    }
}

/// A hash that a run of the same program finds again.
pub fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    // Its keys are fixed.
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// An address without what differs between addresses of one page: scheme, `www.`, fragment, a slash at the end.
pub fn bare_address(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    let bare = address.split_once("://").map_or(address, |(_, bare)| bare);
    let (host, path) = bare.find(['/', '?']).map_or((bare, ""), |at| bare.split_at(at));
    let host = host.to_ascii_lowercase();
    format!("{}{}", host.strip_prefix("www.").unwrap_or(&host), path.trim_end_matches('/'))
}

/// Words of a text that is compared by its words; shorter ones are much alike by chance.
const MIN_WORDS: usize = 40;

/// Words that are hashed together: their order counts.
const SHINGLE: usize = 3;

/// A SimHash of the body (Charikar 2002): texts with most runs of words in common differ in few of its bits.
fn fingerprint(article: &Article) -> Option<u64> {
    let text = article.body_text();
    let is_part = |c: char| !c.is_alphanumeric();
    let words: Vec<u64> = text.split(is_part).filter(|w| !w.is_empty()).map(|w| hash(&w.to_lowercase())).collect();
    // Chinese and Japanese part no words: their letters serve.
    let words = if words.len() >= MIN_WORDS { words } else { letters(&text) };
    if words.len() < MIN_WORDS {
        return None;
    }
    let mut sums = [0i64; 64];
    for shingle in words.windows(SHINGLE) {
        let bits = hash(shingle);
        for (n, sum) in sums.iter_mut().enumerate() {
            *sum += if bits >> n & 1 == 1 { 1 } else { -1 };
        }
    }
    Some(sums.iter().enumerate().fold(0, |out, (n, sum)| out | u64::from(*sum > 0) << n))
}

fn letters(text: &str) -> Vec<u64> {
    text.chars().filter(|c| c.is_alphanumeric() && !c.is_ascii()).map(|c| hash(&c)).collect()
}

/// Bits in which fingerprints of nearly the same text may differ (Manku and others 2007: 3 of 64).
const MAX_BITS: u32 = 3;

/// Parts of a fingerprint: of two that differ in at most three bits, one of four parts is the same.
const PARTS: usize = 4;

/// The records so far, by their keys.
pub struct Seen {
    by: Dedupe,
    /// For each key that a record was the first of, its id.
    first: HashMap<u64, Value>,
    /// Fingerprints by each of their parts.
    parts: [HashMap<u16, Vec<u64>>; PARTS],
}

impl Seen {
    pub fn new(by: Dedupe) -> Seen {
        Seen { by, first: HashMap::new(), parts: std::array::from_fn(|_| HashMap::new()) }
    }

    /// The id of the record that one with this key is a duplicate of; it is taken in as a first one where it is of none.
    pub fn first_of(&mut self, key: u64, id: &Value) -> Option<Value> {
        if let Some(first) = self.first.get(&key) {
            return Some(first.clone());
        }
        if self.by == Dedupe::Near {
            if let Some(near) = self.nearest(key) {
                return self.first.get(&near).cloned();
            }
            for (n, part) in self.parts.iter_mut().enumerate() {
                part.entry(part_of(key, n)).or_default().push(key);
            }
        }
        self.first.insert(key, id.clone());
        None
    }

    /// The first fingerprint of nearly the same text.
    fn nearest(&self, key: u64) -> Option<u64> {
        let candidates = (0..PARTS).filter_map(|n| self.parts[n].get(&part_of(key, n))).flatten();
        candidates
            .copied()
            .filter(|other| (other ^ key).count_ones() <= MAX_BITS)
            .min_by_key(|o| (o ^ key).count_ones())
    }
}

fn part_of(key: u64, n: usize) -> u16 {
    // Cut off on purpose: the part's 16 bits.
    (key >> (16 * n)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(json: Value) -> Article {
        serde_json::from_value(json).unwrap()
    }

    fn story(change: &str) -> Article {
        let text: String =
            (0..30).map(|n| format!("On day {n} the harbour master said that pier {n} stays shut. ")).collect();
        article(serde_json::json!({"body": [{"type": "paragraph", "text": format!("{text}{change}")}]}))
    }

    #[test]
    fn nearly_the_same_text_is_a_duplicate() {
        let page = Page::new("");
        let key = |a: &Article| Dedupe::Near.key(&page, a, false).unwrap();
        let mut seen = Seen::new(Dedupe::Near);
        assert_eq!(seen.first_of(key(&story("")), &1.into()), None);
        assert_eq!(seen.first_of(key(&story("He is sure.")), &2.into()), Some(1.into()));
        let other: String =
            (0..30).map(|n| format!("In week {n} no gull was seen at any of {n} rocks by us. ")).collect();
        let other = article(serde_json::json!({"body": [{"type": "paragraph", "text": other}]}));
        assert_eq!(seen.first_of(key(&other), &3.into()), None);
        let short = article(serde_json::json!({"body": [{"type": "paragraph", "text": "Too short."}]}));
        assert_eq!(Dedupe::Near.key(&page, &short, false), None);
    }

    #[test]
    fn the_same_bytes_and_the_same_address_are_duplicates() {
        let mut seen = Seen::new(Dedupe::Exact);
        let none = Article::default();
        let of = |text: &str| Dedupe::Exact.key(&Page::new(text), &none, false).unwrap();
        assert_eq!(seen.first_of(of("<p>a"), &"a".into()), None);
        assert_eq!(seen.first_of(of("<p>b"), &"b".into()), None);
        assert_eq!(seen.first_of(of("<p>a"), &"c".into()), Some("a".into()));
        let key = |json| Dedupe::Canonical.key(&Page::new(""), &article(json), false);
        let print =
            serde_json::json!({"url": "http://a.example/print?id=1", "canonical_url": "https://www.A.example/1/#top"});
        assert_eq!(key(print), key(serde_json::json!({"url": "http://a.example/1"})));
        assert_eq!(key(serde_json::json!({})), None);
    }
}
