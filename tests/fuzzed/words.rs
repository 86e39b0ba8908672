//! Whether an article's words are the page's.
//!
//! The page's words are those that its source spells, whether readers are shown them or not: its texts and comments, the values of its
//! attributes and what stands in its scripts, with references resolved and the escapes of JSON undone, as often as pages hold
//! one within the other. A word may be parted by markup (`<b>T</b>he`), so that letters and digits alone count and
//! everything between them is left out of the page. So this finds a word that was made up, or joined of
//! what is not beside each other; it does not find words that change places.

use cuttings::{Article, Block, fuzzing};
use serde_json::Value;

/// Fields that hold no words of the page: addresses, what is made of days and places, what this crate or a profile says.
const OTHER: [&str; 17] = [
    "url",
    "canonical_url",
    "capture",
    "status",
    "published",
    "modified",
    "site_name",
    "language",
    "image",
    "profile",
    "confidence",
    "next_page",
    "pages",
    "warnings",
    "provenance",
    "type",
    "kind",
];

/// Escapes within escapes that are undone.
const LEVELS: usize = 4;

pub fn assert_of_page(article: &Article, source: &str) {
    let mut record = serde_json::to_value(article).unwrap();
    let fields = record.as_object_mut().unwrap();
    OTHER.iter().for_each(|name| _ = fields.remove(*name));
    // Of a heading's time the digits may be of an attribute that is written otherwise.
    for block in &article.body {
        if let Block::Heading { time: Some(_), .. } = block {
            return;
        }
    }
    let mut page = Spellings { known: Vec::new(), texts: vec![source.to_owned()], levels: LEVELS };
    let mut strings = Vec::new();
    collect(&record, &mut strings);
    for text in strings {
        let text = text.to_lowercase();
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            assert!(page.have(word), "{word:?} is no word of the page: {text:?}");
        }
    }
}

fn collect<'v>(value: &'v Value, out: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => out.push(text),
        Value::Array(values) => values.iter().for_each(|value| collect(value, out)),
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(name, _)| !OTHER.contains(&name.as_str()));
            fields.for_each(|(_, value)| collect(value, out));
        }
        _ => {}
    }
}

/// The letters and digits of a page, in each way that it may be read: those that most articles need come first.
struct Spellings {
    known: Vec<String>,
    /// What has no spelling yet, all of one level.
    texts: Vec<String>,
    levels: usize,
}

impl Spellings {
    fn have(&mut self, word: &str) -> bool {
        let mut from = 0;
        loop {
            if self.known[from..].iter().any(|spelling| spelling.contains(word)) {
                return true;
            }
            from = self.known.len();
            if !self.add_level() {
                return false;
            }
        }
    }

    /// Adds the spellings of one more level, if there are any.
    fn add_level(&mut self) -> bool {
        if self.levels == 0 || self.texts.is_empty() {
            return false;
        }
        self.levels -= 1;
        let mut next = Vec::new();
        for text in &self.texts {
            self.known.push(key(text));
            next.extend(fuzzing::words_of_page(text).into_iter().flatten());
            next.push(without_escapes(text));
            next.push(without_tags(text));
            next.push(without_inner_tags(text));
        }
        next.sort();
        next.dedup();
        next.retain(|text| !self.texts.contains(text));
        self.texts = next;
        true
    }
}

fn key(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A text without what looks like tags, scripts or not: a value of JSON is read by itself, wherever it stands.
fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        out += before;
        rest = tag.split_once('>').map_or("", |(_, behind)| behind);
    }
    out + rest
}

/// The same, where a tag that is not closed ends before the next one.
fn without_inner_tags(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((tag, behind)) = rest.split_once('>') {
        out += tag.rsplit_once('<').map_or(tag, |(before, _)| before);
        rest = behind;
    }
    out + rest
}

/// A text with the escapes of JSON undone.
fn without_escapes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out += &rest[..at];
        rest = &rest[at + 1..];
        let units: Vec<u16> = std::iter::from_fn(|| {
            let hex = rest.strip_prefix("\\u").or_else(|| rest.strip_prefix('u'))?;
            let unit = u16::from_str_radix(hex.get(..4)?, 16).ok()?;
            rest = &hex[4..];
            Some(unit)
        })
        .collect();
        if units.is_empty() {
            let escaped = rest.chars().next();
            out.extend(escaped.map(|c| if matches!(c, 'n' | 'r' | 't' | 'b' | 'f') { ' ' } else { c }));
            rest = &rest[escaped.map_or(0, char::len_utf8)..];
        }
        out += &String::from_utf16_lossy(&units);
    }
    out + rest
}
