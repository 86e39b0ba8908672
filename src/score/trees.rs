//! A sum of small decision trees, as `fitting/fit.py` writes them.
//!
//! The file holds a line a node, in the order of the trees: `FEATURE THRESHOLD LEFT RIGHT` goes left where
//! the feature is at most the threshold (the branches are node numbers within the tree), and `= VALUE` is a
//! leaf. A line `tree` starts one. The sum of the leaves is log odds.

/// The trees of a model.
#[derive(Debug, Default)]
pub(super) struct Trees(Vec<Vec<Node>>);

#[derive(Debug, Clone, Copy)]
enum Node {
    Split { feature: usize, threshold: f32, left: usize, right: usize },
    Leaf(f32),
}

impl Trees {
    /// Reads a model; nothing if it is not well formed.
    pub(super) fn read(text: &str) -> Option<Trees> {
        let mut trees: Vec<Vec<Node>> = Vec::new();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            if line == "tree" {
                trees.push(Vec::new());
                continue;
            }
            let parts: Vec<&str> = line.split(' ').collect();
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
            trees.last_mut()?.push(node);
        }
        // A branch leads forward, so that every walk ends.
        let sound = |tree: &Vec<Node>| {
            tree.iter().enumerate().all(|(i, n)| match *n {
                Node::Split { left, right, .. } => left.min(right) > i && left.max(right) < tree.len(),
                Node::Leaf(_) => true,
            })
        };
        trees.iter().all(sound).then_some(Trees(trees))
    }

    /// How likely it is, 0 to 1, by these features.
    pub(super) fn probability(&self, features: &[f32]) -> f32 {
        let sum: f32 = self.0.iter().map(|tree| leaf(tree, features)).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

fn leaf(tree: &[Node], features: &[f32]) -> f32 {
    let mut at = 0;
    loop {
        match tree.get(at) {
            Some(Node::Leaf(value)) => return *value,
            Some(Node::Split { feature, threshold, left, right }) => {
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
    fn what_leads_back_or_nowhere_is_no_model() {
        for bad in ["tree\n0 1 0 1\n= 1", "tree\n0 1 1 2\n= 1", "= 1", "tree\nx"] {
            assert!(Trees::read(bad).is_none(), "{bad}");
        }
    }
}
