//! `time` elements, and the attributes in which scripts keep an element's time. Whether one stands at the article or
//! at a teaser is not told here: each is given with its element.

use super::elements::Elements;
use super::gather::{Field, From, Gather};
use super::{Rank, value};
use crate::dom::{Document, NodeId};

/// An attribute that holds a time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp<'d> {
    node: NodeId,
    /// Its place in [`STAMPS`].
    row: usize,
    value: &'d str,
}

/// `data-` attributes that hold a time, for scripts that write it as `two hours ago`; without the prefix and in order
/// of how surely they mean the publication.
const STAMPS: [(&str, Field); 29] = [
    ("published", Field::Published),
    ("published-at", Field::Published),
    ("published-date", Field::Published),
    ("publish-date", Field::Published),
    ("publishdate", Field::Published),
    ("publication-date", Field::Published),
    ("publish-time", Field::Published),
    ("pubdate", Field::Published),
    ("pub-date", Field::Published),
    ("seconds", Field::Published),
    ("datetime", Field::Published),
    ("date-time", Field::Published),
    ("timestamp", Field::Published),
    ("unixtime", Field::Published),
    ("unix-time", Field::Published),
    ("epoch", Field::Published),
    ("utime", Field::Published),
    ("utc", Field::Published),
    ("iso-date", Field::Published),
    ("date", Field::Published),
    ("time", Field::Published),
    ("updated", Field::Modified),
    ("updated-at", Field::Modified),
    ("updated-date", Field::Modified),
    ("update-time", Field::Modified),
    ("modified", Field::Modified),
    ("modified-date", Field::Modified),
    ("last-modified", Field::Modified),
    ("last-updated", Field::Modified),
];

/// Classes of a `time` that tell of a change, not of the publication.
const CHANGE_WORDS: [&str; 3] = ["updat", "modif", "revis"];

/// The stamp that an attribute is, if it is one.
pub(super) fn stamp<'d>(node: NodeId, attribute: &str, value: &'d str) -> Option<Stamp<'d>> {
    let name = attribute.strip_prefix("data-")?;
    let row = STAMPS.iter().position(|(n, _)| *n == name)?;
    // Layout scripts keep flags and durations under such names.
    let has_date = value.bytes().filter(u8::is_ascii_digit).count() >= 5;
    has_date.then_some(Stamp { node, row, value })
}

pub(super) fn read(doc: &Document, elements: &Elements, gather: &mut Gather) {
    for &n in &elements.times {
        time(doc, n, gather);
    }
    // Attributes have no order of their own.
    let mut stamps = elements.stamps.clone();
    stamps.sort_by_key(|s| s.row);
    for stamp in stamps {
        let (name, field) = STAMPS[stamp.row];
        let origin = format!("data-{name}");
        gather.add(field, stamp.value, From { origin: &origin, rank: Rank::Loose, node: Some(stamp.node) });
    }
}

fn time(doc: &Document, n: NodeId, gather: &mut Gather) {
    let is_marked = ["itemprop", "property"].iter().any(|a| doc.attr(n, a).is_some_and(|v| !v.trim().is_empty()));
    if is_marked {
        // Read with the other marks, which know whose date it is.
        return;
    }
    let class = doc.attr(n, "class").unwrap_or_default().to_ascii_lowercase();
    // What was never changed is marked as both at once.
    let is_change = CHANGE_WORDS.iter().any(|word| class.contains(word)) && !class.contains("publ");
    let field = if is_change { Field::Modified } else { Field::Published };
    // Some wrote the time into the attribute that should only mark it.
    let pubdate = doc.attr(n, "pubdate");
    let values =
        [("time datetime", doc.attr(n, "datetime")), ("time pubdate", pubdate), ("time title", doc.attr(n, "title"))];
    for (origin, value) in values {
        let Some(date) = value.filter(|v| gather.date(v).is_some()) else { continue };
        let (origin, rank) = match pubdate {
            Some(_) => ("time pubdate", Rank::Element),
            None => (origin, Rank::Loose),
        };
        gather.add(field, date, From { origin, rank, node: Some(n) });
        return;
    }
    let rank = if pubdate.is_some() { Rank::Element } else { Rank::Words };
    if let Some(text) = value::words(doc, n) {
        gather.add(field, &text, From { origin: "time element", rank, node: Some(n) });
    }
}
