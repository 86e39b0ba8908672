//! A sum of small decision trees, as `fitting/fit.py` writes them.
//!
//! The file holds a line a node, in the order of the trees: `FEATURE THRESHOLD LEFT RIGHT` goes left where
//! the feature is at most the threshold (the branches are node numbers within the tree), and `= VALUE` is a
//! leaf. A line `tree` starts one. The sum of the leaves is log odds. Lines `confidence EXPECTED RIGHT`, with both numbers
//! rising, say how often a body was nearly right of which that F1 was expected. `features NAME …` names the features in
//! the order in which the trees know them. Behind a line `second stage` come the features and trees of that stage.

/// The line before the trees of the second stage.
const SECOND_STAGE: &str = "\nsecond stage\n";

/// The trees of a model.
#[derive(Debug, Default)]
pub(in crate::label) struct Trees {
    trees: Vec<Vec<Node>>,
    /// Expected F1 and how often the body was nearly right, rising.
    confidence: Vec<(f32, f32)>,
    /// The trees that see each block among the others, by what these say of each.
    second: Option<Box<Trees>>,
    #[cfg(test)]
    features: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
enum Node {
    Split { feature: usize, threshold: f32, left: usize, right: usize },
    Leaf(f32),
}

impl Trees {
    /// Reads a model; nothing if it is not well formed.
    pub(super) fn read(text: &str) -> Option<Trees> {
        let Some((first, second)) = text.split_once(SECOND_STAGE) else { return Trees::read_stage(text) };
        let second = Some(Box::new(Trees::read_stage(second)?));
        Trees::read_stage(first).map(|first| Trees { second, ..first })
    }

    fn read_stage(text: &str) -> Option<Trees> {
        let mut model = Trees::default();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            if line == "tree" {
                model.trees.push(Vec::new());
                continue;
            }
            let parts: Vec<&str> = line.split(' ').collect();
            match parts[..] {
                ["features", ..] => {
                    #[cfg(test)]
                    model.features.extend(parts[1..].iter().map(|&n| n.to_owned()));
                    continue;
                }
                ["confidence", expected, right] => {
                    model.confidence.push((expected.parse().ok()?, right.parse().ok()?));
                    continue;
                }
                _ => {}
            }
            let node = match parts[..] {
                ["=", value] => Node::Leaf(value.parse().ok()?),
                [feature, threshold, left, right] => Node::Split {
                    feature: feature.parse().ok()?,
                    threshold: threshold.parse().ok()?,
                    left: left.parse().ok()?,
                    right: right.parse().ok()?,
                },
                _ => return None,
            };
            model.trees.last_mut()?.push(node);
        }
        // A branch leads forward, so that every walk ends.
        let sound = |tree: &Vec<Node>| {
            tree.iter().enumerate().all(|(i, n)| match *n {
                Node::Split { left, right, .. } => left.min(right) > i && left.max(right) < tree.len(),
                Node::Leaf(_) => true,
            })
        };
        let rising = model.confidence.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1);
        (rising && model.trees.iter().all(sound)).then_some(model)
    }

    /// The trees of the second stage, if the model has one.
    pub(in crate::label) fn second(&self) -> Option<&Trees> {
        self.second.as_deref()
    }

    /// How likely it is, 0 to 1, by these features.
    pub(super) fn probability(&self, features: &[f32]) -> f32 {
        let sum: f32 = self.trees.iter().map(|tree| leaf(tree, features)).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    /// For each feature by how much the log odds are higher than they were if it alone had its value in `others`.
    ///
    /// A tree's answer changes only with what it asks on its way to it, so that this costs some walks a tree.
    pub(super) fn effects(&self, features: &[f32], others: &[f32]) -> Vec<f32> {
        let mut effects = vec![0.0; features.len()];
        let (mut changed, mut on_the_way) = (features.to_vec(), Vec::new());
        for tree in &self.trees {
            on_the_way.clear();
            let answer = walk(tree, features, |feature| on_the_way.push(feature));
            on_the_way.sort_unstable();
            on_the_way.dedup();
            for &f in on_the_way.iter().filter(|f| **f < features.len()) {
                changed[f] = others.get(f).copied().unwrap_or(features[f]);
                effects[f] += answer - leaf(tree, &changed);
                changed[f] = features[f];
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

fn leaf(tree: &[Node], features: &[f32]) -> f32 {
    walk(tree, features, |_| {})
}

/// The answer of a tree; tells what it asks.
fn walk(tree: &[Node], features: &[f32], mut asks: impl FnMut(usize)) -> f32 {
    let mut at = 0;
    loop {
        match tree.get(at) {
            Some(Node::Leaf(value)) => return *value,
            Some(Node::Split { feature, threshold, left, right }) => {
                asks(*feature);
                let low = features.get(*feature).copied().unwrap_or(-1.0) <= *threshold;
                at = if low { *left } else { *right };
            }
            None => return 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_walked_from_its_first_node() {
        let trees = Trees::read("# two trees\ntree\n1 0.5 1 2\n= -2\n= 2\ntree\n= 0").unwrap();
        assert!(trees.probability(&[0.0, 0.5]) < 0.2);
        assert!(trees.probability(&[0.0, 0.6]) > 0.8);
    }

    #[test]
    fn an_effect_is_what_a_feature_by_itself_changes() {
        let trees = Trees::read("tree\n1 0.5 1 2\n= -2\n0 3 3 4\n= 1\n= 2\ntree\n1 9 1 2\n= 0\n= 7").unwrap();
        // The first is asked only where the second is large.
        assert_eq!(trees.effects(&[0.0, 1.0, 5.0], &[9.0, 0.0, 6.0]), [-1.0, 3.0, 0.0]);
        assert_eq!(trees.effects(&[0.0, 0.0], &[9.0, 0.0]), [0.0, 0.0]);
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
        for bad in
            ["confidence 0.9 0.5\nconfidence 0.8 0.6", "tree\n0 1 0 1\n= 1", "tree\n0 1 1 2\n= 1", "= 1", "tree\nx"]
        {
            assert!(Trees::read(bad).is_none(), "{bad}");
        }
    }
}
