//! What weighed most in the model's answer for a block, for people who ask why. Nothing of it is computed on the ordinary way.

use super::features::{self, Asked, PageSays};
use super::trees::{Trees, padded};
use crate::label::rules::ByRules;
use crate::segment::Segments;

/// What the model made of a block, and by which of its features.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weighed {
    /// How likely it is of the story's flow by itself: the first stage. None where the model has one stage.
    pub(crate) alone: Option<f32>,
    /// The same among the other blocks, before lists are averaged and the like.
    pub(crate) among: f32,
    /// What weighed most in either, the heaviest first.
    pub(crate) weights_alone: Vec<FeatureWeight>,
    pub(crate) weights_among: Vec<FeatureWeight>,
}

/// A feature of a block with what it did to the model's answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FeatureWeight {
    pub(crate) name: String,
    pub(crate) value: f32,
    /// The median of the page's blocks that the model took where it did not take this one, and the other way round.
    pub(crate) other: f32,
    /// By how much the log odds were different if the feature alone had that value, the other way round.
    pub(crate) effect: f32,
}

/// Blocks that are explained: no page that somebody looks through has more.
const MAX_BLOCKS: usize = 5_000;

/// Features that are told of a block.
const MAX_FEATURES: usize = 6;

/// Log odds: less than this changes a probability by a hundredth at most.
const MIN_EFFECT: f32 = 0.05;

/// What weighed most in the answer for each block; none for those that the model was not asked about.
///
/// The leaves of the trees are all that a model holds, so that there is no telling what a tree expects halfway. What can be told
/// truly is what the answer were if one feature were otherwise: as it is in the blocks of this page that it answered
/// otherwise for.
pub(in crate::label) fn weigh(
    trees: &Trees,
    segments: &Segments,
    says: &PageSays<'_>,
    rules: &ByRules,
    min_probability: f32,
) -> Vec<Option<Weighed>> {
    let count = segments.blocks.len();
    let mut out = vec![None; count];
    let asked = features::asked(segments, says, rules, trees, 0..count.min(MAX_BLOCKS));
    let (names_alone, names_among) = features::names(segments, says, rules);
    let answers: Vec<(Option<f32>, f32)> = asked.iter().map(|a| answer(trees, a)).collect();
    let is_story: Vec<bool> = answers.iter().map(|(_, p)| *p >= min_probability).collect();
    let typical = Typical::new(&asked, &is_story);
    for ((a, (alone, among)), is_story) in asked.iter().zip(answers).zip(&is_story) {
        let [own, around] = typical.opposite(*is_story);
        let weights_alone = heaviest(&names_alone, &a.own, own, &trees.effects(&a.own, own));
        let weights_among =
            trees.second().map(|t| heaviest(&names_among, &a.around, around, &t.effects(&a.around, around)));
        let weights_among = weights_among.unwrap_or_default();
        out[a.block] = Some(Weighed { alone, among, weights_alone, weights_among });
    }
    out
}

/// How likely the trees think a block of the flow, in the first of two stages and in the last.
fn answer(trees: &Trees, asked: &Asked) -> (Option<f32>, f32) {
    let first = trees.probability(&padded(&asked.own));
    match trees.second() {
        Some(second) => (Some(first), second.probability(&padded(&asked.around))),
        None => (None, first),
    }
}

/// The features of the blocks that the model takes for the story's, and of all others.
struct Typical {
    story: [Vec<f32>; 2],
    others: [Vec<f32>; 2],
}

impl Typical {
    fn new(asked: &[Asked], is_story: &[bool]) -> Typical {
        let of = |wanted: bool| {
            let side: Vec<&Asked> = asked.iter().zip(is_story).filter(|(_, s)| **s == wanted).map(|(a, _)| a).collect();
            // Where all were answered alike, each is seen beside all.
            let side = if side.is_empty() { asked.iter().collect() } else { side };
            [medians(&side, |a| &a.own), medians(&side, |a| &a.around)]
        };
        Typical { story: of(true), others: of(false) }
    }

    /// What a block is seen beside.
    fn opposite(&self, is_story: bool) -> [&[f32]; 2] {
        let [own, around] = if is_story { &self.others } else { &self.story };
        [own, around]
    }
}

/// The median of each feature.
fn medians(side: &[&Asked], row: impl Fn(&Asked) -> &[f32]) -> Vec<f32> {
    let width = side.first().map_or(0, |a| row(a).len());
    let median = |f: usize| {
        let mut values: Vec<f32> = side.iter().filter_map(|a| row(a).get(f).copied()).collect();
        let middle = values.len() / 2;
        *values.select_nth_unstable_by(middle, f32::total_cmp).1
    };
    (0..width).map(median).collect()
}

/// The features with the largest effects.
fn heaviest(names: &[String], row: &[f32], others: &[f32], effects: &[f32]) -> Vec<FeatureWeight> {
    let mut order: Vec<usize> = (0..effects.len()).filter(|&f| effects[f].abs() >= MIN_EFFECT).collect();
    order.sort_by(|&a, &b| effects[b].abs().total_cmp(&effects[a].abs()));
    let weight = |f: usize| {
        let name = names.get(f)?.clone();
        Some(FeatureWeight { name, value: row[f], other: *others.get(f)?, effect: effects[f] })
    };
    order.into_iter().take(MAX_FEATURES).filter_map(weight).collect()
}
