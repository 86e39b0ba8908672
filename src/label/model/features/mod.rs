//! What can be said of each block in numbers, for a fitted model to weigh.
//!
//! Characters are weighed, shares run from 0 to 1, yes is 1 and no is 0. What is not known is -1. Each
//! table is filled in one pass over the blocks or the containers, so the whole is linear in the page.

mod blocks;
mod context;
mod page_says;
mod row;
mod statistics;
mod sum;
mod tables;
mod tag_numbers;

use super::super::rules::{ByRules, Class};
use super::trees::{Cuts, Trees};
use crate::segment::Segments;
use context::Context;
pub(in crate::label) use page_says::PageSays;
use row::{Names, Values};
use tables::Tables;

/// From so many blocks on it pays to know which of them are the same to the trees.
const MANY_BLOCKS: usize = 1000;

/// Beyond this share of links a block is a link.
const MAX_LINK_SHARE: f32 = 0.5;

/// The names of the features of both stages, in their order.
pub(super) fn names(segments: &Segments, says: &PageSays<'_>, rules: &ByRules) -> (Vec<String>, Vec<String>) {
    let tables = Tables::new(segments, says, rules);
    if segments.blocks.is_empty() {
        return Default::default();
    }
    let (mut first, mut second) = (Names::default(), Names::default());
    tables.fill(0, &mut first);
    Context::new(&tables, &vec![0.0; segments.blocks.len()]).fill(0, &mut second);
    (first.0, second.0)
}

/// The features of all blocks for the first stage, and for the second as the first stage of `trees` has them.
#[cfg(feature = "fitting")]
pub(super) fn rows(
    segments: &Segments,
    says: &PageSays<'_>,
    rules: &ByRules,
    trees: Option<&Trees>,
) -> Vec<[Values; 2]> {
    let tables = Tables::new(segments, says, rules);
    let first = trees.map(|trees| first_probabilities(&tables, trees)).unwrap_or_default();
    let context = trees.map(|_| Context::new(&tables, &first));
    let row = |i| {
        let [mut own, mut around] = [Values::new(), Values::new()];
        tables.fill(i, &mut own);
        if let Some(context) = &context {
            context.fill(i, &mut around);
        }
        [own, around]
    };
    (0..segments.blocks.len()).map(row).collect()
}

/// A block as the second stage of the trees, or their only one, sees it; and as the first does.
pub(super) struct Asked {
    pub(super) block: usize,
    pub(super) own: Vec<f32>,
    /// Empty where the trees have no second stage.
    pub(super) around: Vec<f32>,
}

/// The features of those of these blocks that the trees are asked about.
pub(super) fn asked(
    segments: &Segments,
    says: &PageSays<'_>,
    rules: &ByRules,
    trees: &Trees,
    blocks: impl Iterator<Item = usize>,
) -> Vec<Asked> {
    let tables = Tables::new(segments, says, rules);
    let first = first_probabilities(&tables, trees);
    let context = trees.second().map(|_| Context::new(&tables, &first));
    let of_block = |block: usize| {
        let [mut own, mut around] = [Values::new(), Values::new()];
        tables.fill(block, &mut own);
        if let Some(context) = &context {
            context.fill(block, &mut around);
        }
        Asked { block, own: own.as_slice().to_vec(), around: around.as_slice().to_vec() }
    };
    blocks.filter(|&i| is_asked(&tables, i)).map(of_block).collect()
}

/// What the trees make of each block: first of the block by itself, then of it among the others.
pub(super) fn probabilities(segments: &Segments, says: &PageSays<'_>, rules: &ByRules, trees: &Trees) -> Vec<f32> {
    let tables = Tables::new(segments, says, rules);
    let first = first_probabilities(&tables, trees);
    let Some(second) = trees.second() else { return first };
    let context = Context::new(&tables, &first);
    ask(&tables, second, |i, row| context.fill(i, row))
}

fn first_probabilities(tables: &Tables<'_>, trees: &Trees) -> Vec<f32> {
    ask(tables, trees, |i, row| tables.fill(i, row))
}

/// What trees make of each block by the row that `fill` makes of it.
fn ask(tables: &Tables<'_>, trees: &Trees, fill: impl Fn(usize, &mut Values)) -> Vec<f32> {
    let count = tables.segments.blocks.len();
    // Pages of so many blocks hold long runs of such as the trees cannot tell apart.
    let cuts = (count >= MANY_BLOCKS).then(|| Cuts::of(trees));
    let (mut row, mut before, mut said) = (Values::new(), Values::new(), None);
    let of_block = |i: usize| {
        if !is_asked(tables, i) {
            return 0.0;
        }
        row.restart();
        fill(i, &mut row);
        let same = cuts.as_ref().is_some_and(|cuts| cuts.part_none(before.all(), row.all()));
        let probability = said.filter(|_| same).unwrap_or_else(|| trees.probability(row.all()));
        said = Some(probability);
        std::mem::swap(&mut row, &mut before);
        probability
    };
    (0..count).map(of_block).collect()
}

/// Lists of links away from the story are not asked about: they are most of the blocks of a page, and none of them is the
/// story.
fn is_asked(tables: &Tables<'_>, i: usize) -> bool {
    let (b, rules) = (&tables.segments.blocks[i], tables.rules);
    let far_link = !rules.inside[i] && rules.worth[i] <= 0.0 && b.link_share() > MAX_LINK_SHARE;
    rules.classes[i] != Class::Boxed && !rules.copies[i] && !far_link
}
