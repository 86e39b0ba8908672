//! Dates in the data that a page's scripts carry: the state of an application, variables for readership counts. Such
//! data often holds other stories as well, so it is the last thing to be believed.

use super::builder::{Field, MetadataBuilder, Source};
use super::found::Rank;
use crate::dom::{Document, NodeId};

/// Bytes of all scripts that are read; more is program code.
const MAX_SCRIPT_BYTES: usize = 8 << 20;
/// Bytes of a key, and of the quotes and spaces about it.
const MAX_KEY_BYTES: usize = 48;
/// Bytes of a value: a date with its zone's name.
const MAX_VALUE_BYTES: usize = 48;
/// Different dates under one key: from there on they are of a list of stories.
const MAX_DATES_OF_KEY: usize = 3;

/// Keys whose words say that they are of the publication, in small letters and without marks; those that name the first
/// publication before those that may be of the last.
const PUBLICATION_KEYS: [&str; 27] = [
    "datepublished",
    "firstpublicationdate",
    "firstpublisheddate",
    "firstpublishdate",
    "firstpublishedat",
    "firstpublished",
    "articlepublicationdate",
    "articlepublisheddate",
    "articledatepublished",
    "articlepublishdate",
    "contentpublicationdate",
    "originalpublicationdate",
    "publicationdate",
    "publisheddate",
    "publishdate",
    "datepublish",
    "publishedat",
    "publishat",
    "publishedon",
    "publishon",
    "publishtime",
    "publishedtime",
    "publisheddatetime",
    "pubdate",
    "deploydt",
    "articledate",
    "displaydate",
];

pub(super) fn add_script_dates(doc: &Document, scripts: &[NodeId], builder: &mut MetadataBuilder) {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut room = MAX_SCRIPT_BYTES;
    for &n in scripts {
        let text = doc.raw_text(n);
        if text.len() > room {
            break;
        }
        room -= text.len();
        collect_values(&text, &mut found);
    }
    found.sort_by_key(|(row, _)| *row);
    for group in found.chunk_by(|(one, _), (other, _)| one == other) {
        let mut days: Vec<&str> = group.iter().map(|(_, value)| value.get(..10).unwrap_or(value)).collect();
        days.sort_unstable();
        days.dedup();
        let Some((row, value)) = group.first().filter(|_| days.len() <= MAX_DATES_OF_KEY) else { continue };
        let origin = format!("script {}", PUBLICATION_KEYS[*row]);
        builder.add(Field::Published, value, Source::unplaced(&origin, Rank::Script));
    }
}

/// The values under known keys, with the keys' rows: `"publishDate":"…"`, `publish_date = '…'`, `\"publishDate\":\"…\"`.
fn collect_values(text: &str, found: &mut Vec<(usize, String)>) {
    /// Values of one page; more are lists.
    const MAX_VALUES: usize = 500;
    for at in memchr::memchr2_iter(b':', b'=', text.as_bytes()) {
        if found.len() >= MAX_VALUES {
            return;
        }
        let Some(row) = key_before(&text.as_bytes()[..at]) else { continue };
        if let Some(value) = value_after(&text[at + 1..]) {
            found.push((row, value.to_owned()));
        }
    }
}

/// The letters that the keys end in, and the marks that may stand behind them.
const KEY_ENDS: &[u8] = b"dehnt_-";

fn key_before(before: &[u8]) -> Option<usize> {
    let is_about = |b: &u8| matches!(b, b'"' | b'\'' | b'\\' | b' ' | b'\t' | b']');
    let near = &before[before.len().saturating_sub(MAX_KEY_BYTES)..];
    let end = near.len() - near.iter().rev().take_while(|b| is_about(b)).count();
    // What the last letter is tells most words that are no key.
    if !near[..end].last().is_some_and(|b| KEY_ENDS.contains(&b.to_ascii_lowercase())) {
        return None;
    }
    let is_name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    let length = near[..end].iter().rev().take_while(is_name).count();
    let name = &near[end - length..end];
    // The shortest of the keys has seven letters.
    if length < 7 {
        return None;
    }
    let mut letters = [0; MAX_KEY_BYTES];
    let mut count = 0;
    for b in name.iter().filter(|b| b.is_ascii_alphanumeric()) {
        letters[count] = b.to_ascii_lowercase();
        count += 1;
    }
    PUBLICATION_KEYS.iter().position(|key| key.as_bytes() == &letters[..count])
}

fn value_after(after: &str) -> Option<&str> {
    let value = after.trim_start_matches(['"', '\'', '\\', ' ', '\t']);
    let end = value
        .bytes()
        .take(MAX_VALUE_BYTES)
        .position(|b| matches!(b, b'"' | b'\'' | b'\\' | b'\n' | b',' | b'}' | b'<'));
    let value = value.get(..end?)?.trim();
    // Times in milliseconds have thirteen digits, days in words at least five.
    (value.bytes().filter(u8::is_ascii_digit).count() >= 5).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<(&'static str, String)> {
        let mut found = Vec::new();
        collect_values(text, &mut found);
        found.into_iter().map(|(row, value)| (PUBLICATION_KEYS[row], value)).collect()
    }

    #[test]
    fn keys_are_read_however_they_are_quoted() {
        let value = |text| values(text).into_iter().next();
        let day = |key| Some((key, "2019-04-03".to_owned()));
        assert_eq!(value(r#"{"title":"A: b","publishDate":"2019-04-03","x":1}"#), day("publishdate"));
        assert_eq!(value(r#"page = "{\"first_published_at\" : \"2019-04-03\"}""#), day("firstpublishedat"));
        assert_eq!(value("var pubDate = '2019-04-03';"), day("pubdate"));
        assert_eq!(value("data['publish-date'] = '2019-04-03';"), day("publishdate"));
        assert_eq!(value(r#"{"publishDate":null,"republishDate":"2019-04-03","publish":"2019-04-03"}"#), None);
        assert_eq!(value("publishdate:"), None);
    }

    #[test]
    fn every_key_is_found_by_its_last_letter() {
        for key in PUBLICATION_KEYS {
            assert_eq!(values(&format!("{key}: '2019-04-03'")), [(key, "2019-04-03".to_owned())]);
        }
    }
}
