//! A sum of small decision trees, as `fitting/fit.py` writes them; [`nodes`] reads its file.

use std::borrow::Cow;

use super::nodes::{self, Counts, MAX_DEPTH, MAX_FEATURES, Stage, Tree, WIDTH};

/// The trees of a model.
#[derive(Debug)]
pub(in crate::label) struct Trees {
    all: Cow<'static, [Tree]>,
    /// Expected F1 and how often the body was nearly right, rising.
    confidence: Cow<'static, [(f32, f32)]>,
    /// The trees that see each block among the others, by what these say of each.
    second: Option<Box<Trees>>,
    #[cfg(test)]
    features: Vec<String>,
}

/// The model that comes with the crate, in its two stages.
const TEXTS: (&[u8], &[u8]) = nodes::stages(nodes::SHIPPED.as_bytes());
// To read a whole model takes the compiler longer than it would let pass without a word.
#[allow(long_running_const_eval)]
const COUNTS: [Counts; 2] = [nodes::count(TEXTS.0), nodes::count(TEXTS.1)];
#[allow(long_running_const_eval)]
static FIRST: Stage<{ COUNTS[0].trees }, { COUNTS[0].points }> = Stage::of::<{ COUNTS[0].nodes }>(TEXTS.0);
#[allow(long_running_const_eval)]
static SECOND: Stage<{ COUNTS[1].trees }, { COUNTS[1].points }> = Stage::of::<{ COUNTS[1].nodes }>(TEXTS.1);

impl Trees {
    /// The model that comes with the crate.
    pub(super) fn shipped() -> Trees {
        let second = Trees::of_stage(&SECOND, TEXTS.1);
        let second = (!SECOND.trees.is_empty()).then(|| Box::new(second));
        Trees { second, ..Trees::of_stage(&FIRST, TEXTS.0) }
    }

    fn of_stage<const T: usize, const P: usize>(stage: &'static Stage<T, P>, _text: &[u8]) -> Trees {
        Trees {
            all: Cow::Borrowed(&stage.trees),
            confidence: Cow::Borrowed(&stage.points),
            second: None,
            #[cfg(test)]
            features: feature_names(_text),
        }
    }

    /// Reads another model; nothing if it is not well formed.
    #[cfg(any(test, feature = "fitting"))]
    pub(super) fn read(text: &str) -> Option<Trees> {
        let (first, second) = nodes::stages(text.as_bytes());
        let second = if second.is_empty() { None } else { Some(Box::new(Trees::read_stage(second)?)) };
        Trees::read_stage(first).map(|first| Trees { second, ..first })
    }

    #[cfg(any(test, feature = "fitting"))]
    fn read_stage(text: &[u8]) -> Option<Trees> {
        let counts = nodes::count(text);
        let (mut written, mut roots) = (vec![nodes::Written::NONE; counts.nodes], vec![0; counts.trees]);
        let mut points = vec![(0.0, 0.0); counts.points];
        nodes::read(text, &mut written, &mut roots, &mut points).then_some(())?;
        let mut all = vec![Tree::NONE; counts.trees];
        nodes::lay_out(&written, &roots, &mut all).then_some(())?;
        Some(Trees {
            all: Cow::Owned(all),
            confidence: Cow::Owned(points),
            second: None,
            #[cfg(test)]
            features: feature_names(text),
        })
    }

    /// The trees of the second stage, if the model has one.
    pub(in crate::label) fn second(&self) -> Option<&Trees> {
        self.second.as_deref()
    }

    /// How likely it is, 0 to 1, by these features; -1 stands for those that are not known.
    pub(super) fn probability(&self, features: &[f32; MAX_FEATURES]) -> f32 {
        let leaf = |tree: &Tree| (0..MAX_DEPTH).fold(FIRST_PLACE, |at, _| next(tree, at, features));
        let sum: f32 = self.all.iter().map(|tree| tree.answers[leaf(tree) as usize % WIDTH]).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    /// For each feature by how much the log odds are higher than they were if it alone had its value in `others`.
    ///
    /// A tree's answer changes only with what it asks on its way to it, so that this costs some walks a tree.
    pub(super) fn effects(&self, features: &[f32], others: &[f32]) -> Vec<f32> {
        let mut effects = vec![0.0; features.len()];
        let all = padded(features);
        let (mut changed, mut on_the_way) = (all, Vec::new());
        for tree in &*self.all {
            on_the_way.clear();
            let answer = walk(tree, &all, |feature| on_the_way.push(feature));
            on_the_way.sort_unstable();
            on_the_way.dedup();
            for &f in on_the_way.iter().filter(|f| **f < features.len()) {
                changed[f] = others.get(f).copied().unwrap_or(features[f]);
                effects[f] += answer - walk(tree, &changed, |_| {});
                changed[f] = all[f];
            }
        }
        effects
    }

    /// How likely a body is nearly right of which this F1 is expected: the line through the points of the model, or the F1
    /// itself where it has none.
    pub(super) fn confidence(&self, expected: f32) -> f32 {
        let points = &self.confidence;
        let after = points.partition_point(|p| p.0 < expected);
        match (after.checked_sub(1).and_then(|i| points.get(i)), points.get(after)) {
            (Some(a), Some(b)) => a.1 + (b.1 - a.1) * (expected - a.0) / (b.0 - a.0),
            (Some(p), None) | (None, Some(p)) => p.1,
            (None, None) => expected,
        }
    }

    /// The names of the features that the model was fitted with.
    #[cfg(test)]
    pub(in crate::label) fn features(&self) -> &[String] {
        &self.features
    }
}

/// The thresholds of all splits by their feature, rising.
#[derive(Debug)]
pub(super) struct Cuts(Vec<Vec<f32>>);

impl Cuts {
    pub(super) fn of(trees: &Trees) -> Cuts {
        let mut all = vec![Vec::new(); MAX_FEATURES];
        for tree in &*trees.all {
            for (feature, threshold) in tree.features.iter().zip(tree.thresholds).filter(|(_, t)| *t < f32::INFINITY) {
                all[usize::from(*feature)].push(threshold);
            }
        }
        for cuts in &mut all {
            cuts.sort_unstable_by(f32::total_cmp);
            cuts.dedup();
        }
        Cuts(all)
    }

    /// Whether no split parts two blocks by their features, so that all trees say the same of both.
    pub(super) fn part_none(&self, one: &[f32; MAX_FEATURES], other: &[f32; MAX_FEATURES]) -> bool {
        let place = |cuts: &[f32], value: f32| cuts.partition_point(|cut| value > *cut);
        let mut all = self.0.iter().zip(one).zip(other);
        all.all(|((cuts, one), other)| one == other || place(cuts, *one) == place(cuts, *other))
    }
}

/// Where a walk begins.
const FIRST_PLACE: u32 = 1;

/// Where a walk goes on from a place of a split. Half of the time that a page of tiny blocks takes may go by here: the compiler makes less
/// of it where places are no `usize`.
#[inline]
fn next(tree: &Tree, at: u32, features: &[f32; MAX_FEATURES]) -> u32 {
    let place = at as usize % WIDTH;
    2 * at + u32::from(features[usize::from(tree.features[place])] > tree.thresholds[place])
}

/// The answer of a tree; tells what it asks.
fn walk(tree: &Tree, features: &[f32; MAX_FEATURES], mut asks: impl FnMut(usize)) -> f32 {
    let mut at = FIRST_PLACE;
    for _ in 0..MAX_DEPTH {
        let place = at as usize % WIDTH;
        if tree.thresholds[place] < f32::INFINITY {
            asks(usize::from(tree.features[place]));
        }
        at = next(tree, at, features);
    }
    tree.answers[at as usize % WIDTH]
}

/// The features of a block with -1, for what is not known, in the place of those that it lacks.
pub(super) fn padded(features: &[f32]) -> [f32; MAX_FEATURES] {
    let mut all = [-1.0; MAX_FEATURES];
    all.iter_mut().zip(features).for_each(|(place, feature)| *place = *feature);
    all
}

/// The names of the features that a stage was fitted with.
#[cfg(test)]
fn feature_names(text: &[u8]) -> Vec<String> {
    let text = str::from_utf8(text).unwrap_or_default();
    let names = text.lines().find_map(|l| l.strip_prefix("features ")).unwrap_or_default();
    names.split(' ').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_walked_from_its_first_node() {
        let trees = Trees::read("# two trees\ntree\n1 0.5 1 2\n= -2\n= 2\ntree\n= 0").unwrap();
        assert!(trees.probability(&padded(&[0.0, 0.5])) < 0.2);
        assert!(trees.probability(&padded(&[0.0, 0.6])) > 0.8);
    }

    #[test]
    fn an_effect_is_what_a_feature_by_itself_changes() {
        let trees = Trees::read("tree\n1 0.5 1 2\n= -2\n0 3 3 4\n= 1\n= 2\ntree\n1 9 1 2\n= 0\n= 7").unwrap();
        // The first is asked only where the second is large.
        assert_eq!(trees.effects(&[0.0, 1.0, 5.0], &[9.0, 0.0, 6.0]), [-1.0, 3.0, 0.0]);
        assert_eq!(trees.effects(&[0.0, 0.0], &[9.0, 0.0]), [0.0, 0.0]);
    }

    #[test]
    fn no_cut_parts_what_all_trees_answer_alike() {
        let trees = Trees::read("tree\n0 0.5 1 2\n= -2\n1 3 3 4\n= 1\n= 2\ntree\n0 0.7 1 2\n= 0\n= 7").unwrap();
        let cuts = Cuts::of(&trees);
        let part_none = |one: [f32; 3], other: [f32; 3]| cuts.part_none(&padded(&one), &padded(&other));
        assert!(part_none([0.1, 4.0, 1.0], [0.4, 9.0, 2.0]));
        assert!(part_none([0.5, 3.0, 1.0], [0.2, -1.0, 1.0]));
        assert!(!part_none([0.5, 3.0, 1.0], [0.51, 3.0, 1.0]));
        assert!(!part_none([0.6, 3.0, 1.0], [0.71, 3.0, 1.0]));
        assert!(!part_none([0.6, 3.0, 1.0], [0.6, 3.1, 1.0]));
    }

    #[test]
    fn confidence_runs_along_the_points() {
        let model = Trees::read("confidence 0.8 0.4\nconfidence 0.9 0.8\ntree\n= 0").unwrap();
        for (expected, right) in [(0.1, 0.4), (0.8, 0.4), (0.85, 0.6), (0.9, 0.8), (1.0, 0.8)] {
            assert!((model.confidence(expected) - right).abs() < 1e-5, "{expected}");
        }
        assert_eq!(Trees::read("tree\n= 0").unwrap().confidence(0.7), 0.7);
    }

    #[test]
    fn what_leads_back_or_nowhere_is_no_model() {
        for bad in [
            "confidence 0.9 0.5\nconfidence 0.8 0.6",
            "tree\n0 1 1 1\n= 1",
            "tree\n= 1\ntree",
            "tree\n0 1 0 1\n= 1",
            "tree\n0 1 1 2\n= 1",
            "= 1",
            "tree\nx",
        ] {
            assert!(Trees::read(bad).is_none(), "{bad}");
        }
    }
}
