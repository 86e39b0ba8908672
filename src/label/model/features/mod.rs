//! What can be said of each block in numbers, for a fitted model to weigh.
//!
//! Characters are weighed, shares run from 0 to 1, yes is 1 and no is 0. What is not known is -1. Each
//! table is filled in one pass over the blocks or the containers, so the whole is linear in the page.

mod blocks;
mod page_says;
mod row;
mod statistics;
mod sum;
mod tables;

use super::super::rules::{ByRules, Class};
use super::trees::Trees;
use crate::segment::Segments;
pub(in crate::label) use page_says::PageSays;
use row::Row;
use tables::Tables;

/// Beyond this share of links a block is a link.
const MAX_LINK_SHARE: f32 = 0.5;

/// The names of the features, in their order.
#[cfg(any(test, feature = "fitting"))]
pub(super) fn names(segments: &Segments, says: &PageSays<'_>, rules: &ByRules) -> Vec<String> {
    let page = Tables::new(segments, says, rules);
    if segments.blocks.is_empty() {
        return Vec::new();
    }
    let mut row = Row { names: Some(Vec::new()), ..Row::default() };
    page.fill(0, &mut row);
    row.names.unwrap_or_default()
}

/// The features of all blocks.
#[cfg(feature = "fitting")]
pub(super) fn rows(segments: &Segments, says: &PageSays<'_>, rules: &ByRules) -> Vec<Row> {
    let page = Tables::new(segments, says, rules);
    let row = |i| {
        let mut row = Row::default();
        page.fill(i, &mut row);
        row
    };
    (0..segments.blocks.len()).map(row).collect()
}

/// What the trees make of each block. Lists of links away from the story are not asked about: they are most of
/// the blocks of a page, and none of them is the story.
pub(super) fn probabilities(segments: &Segments, says: &PageSays<'_>, rules: &ByRules, trees: &Trees) -> Vec<f32> {
    let page = Tables::new(segments, says, rules);
    let mut row = Row::default();
    let mut of_block = |i: usize| {
        let b = &segments.blocks[i];
        if rules.classes[i] == Class::Boxed
            || !rules.inside[i] && rules.worth[i] <= 0.0 && b.link_share() > MAX_LINK_SHARE
        {
            return 0.0;
        }
        row.values.clear();
        page.fill(i, &mut row);
        trees.probability(&row.values)
    };
    (0..segments.blocks.len()).map(&mut of_block).collect()
}
