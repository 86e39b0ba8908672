//! The standfirst: what sums the story up over its first paragraph.

use super::found::{Found, PAGE_TEXT};
use crate::label::{Evidence, LabelKind, Labels};
use crate::profile::Role;

/// The points of the standfirst, in their order.
pub(crate) fn standfirst(evidence: &Evidence<'_>, labels: &Labels) -> Option<Found<Vec<String>>> {
    let blocks: Vec<usize> = labels.of_kind(LabelKind::Standfirst).collect();
    // Each line is a point of its own.
    let lines = blocks.iter().flat_map(|&i| evidence.blocks()[i].text.split('\n'));
    let points: Vec<String> = lines.map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect();
    let from_profile = blocks.iter().any(|&i| evidence.blocks()[i].role == Some(Role::Summary));
    let origin = if from_profile { "profile" } else { PAGE_TEXT };
    (!points.is_empty()).then(|| Found::new(points, origin).with_blocks(blocks))
}
