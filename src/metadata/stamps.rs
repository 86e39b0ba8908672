//! The attributes in which scripts keep an element's time.

use super::builder::Field;
use crate::dom::NodeId;

/// An attribute that holds a time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp<'d> {
    pub(super) node: NodeId,
    /// Its place in [`STAMPS`].
    row: usize,
    pub(super) value: &'d str,
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

/// The stamp that an attribute is, if it is one.
pub(super) fn time_stamp<'d>(node: NodeId, attribute: &str, value: &'d str) -> Option<Stamp<'d>> {
    let name = attribute.strip_prefix("data-")?;
    let row = STAMPS.iter().position(|(n, _)| *n == name)?;
    // Layout scripts keep flags and durations under such names.
    let has_date = value.bytes().filter(u8::is_ascii_digit).count() >= 5;
    has_date.then_some(Stamp { node, row, value })
}

impl Stamp<'_> {
    /// How surely it means the publication; the lower, the surer.
    pub(super) fn rank(&self) -> usize {
        self.row
    }

    /// The attribute's name without its prefix, and the field it is for.
    pub(super) fn row(&self) -> (&'static str, Field) {
        STAMPS[self.row]
    }
}
