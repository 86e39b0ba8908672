//! What of a file is passed over.

use std::collections::BTreeMap;
use std::fmt;

/// How many kinds are told apart; a file can hold as many media types as it likes.
const MAX_KINDS: usize = 200;

/// What of a file was passed over because it is no page, or not wanted: how many of each kind.
///
/// A kind is a media type (`image/gif`), a status (`status 404`), or a few words (`empty`). What belongs to no page,
/// such as requests and what a crawler says of itself, is not counted.
///
/// ```
/// use cuttings::Pages;
///
/// let warc = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://news.example/1.gif\r\n\
///     Content-Length: 50\r\n\r\n\
///     HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\n\r\nGIF89a\r\n\r\n";
/// let mut pages = Pages::from_reader(warc.as_bytes(), "crawl.warc")?;
/// assert!(pages.next().is_none());
/// assert_eq!(pages.skipped().iter().collect::<Vec<_>>(), [("image/gif", 1)]);
/// assert_eq!(pages.skipped().to_string(), "image/gif 1");
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Skipped(BTreeMap<String, u64>);

impl Skipped {
    /// Each kind with its number, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(kind, &n)| (kind.as_str(), n))
    }

    /// How many things in all.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// Adds what was passed over of another file.
    pub fn add(&mut self, other: &Skipped) {
        for (kind, n) in other.iter() {
            self.count(kind, n);
        }
    }

    pub(super) fn count(&mut self, kind: &str, n: u64) {
        let is_known = self.0.len() < MAX_KINDS || self.0.contains_key(kind);
        *self.0.entry(if is_known { kind.to_owned() } else { "other".to_owned() }).or_default() += n;
    }
}

/// As a line: the most frequent first, with commas.
impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut kinds: Vec<_> = self.iter().collect();
        kinds.sort_by_key(|&(_, n)| std::cmp::Reverse(n));
        for (i, (kind, n)) in kinds.into_iter().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            write!(f, "{comma}{kind} {n}")?;
        }
        Ok(())
    }
}
