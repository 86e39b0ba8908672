//! The text of a model as nodes, read where the crate is compiled, so that no page waits for it.
//!
//! It holds a line a node, in the order of the trees: `FEATURE THRESHOLD LEFT RIGHT` goes left where
//! the feature is at most the threshold (the branches are node numbers within the tree), and `= VALUE` is a
//! leaf. A line `tree` starts one. The sum of the leaves is log odds. Lines `confidence EXPECTED RIGHT`, with both numbers
//! rising, say how often a body was nearly right of which that F1 was expected. `features NAME …` names the features in
//! the order in which the trees know them. Behind a line `second stage` come the features and trees of that stage.

/// The model that comes with the crate: written by `fitting/fit.py`.
pub(super) const SHIPPED: &str = include_str!("model.txt");

/// The line before the trees of the second stage.
const SECOND_STAGE: &[u8] = b"\nsecond stage\n";

/// How many features a model may know, the mark of leaves included: what a byte can number, so that none is out of reach.
pub(super) const MAX_FEATURES: usize = 256;

/// How many steps lead to a leaf at most: `fitting/fit.py` fits no deeper tree.
pub(super) const MAX_DEPTH: usize = 5;

/// The feature of a leaf: no other node has it.
const LEAF: u8 = u8::MAX;

/// Places of splits in a tree, the first of them unused; and as many of leaves.
pub(super) const WIDTH: usize = 1 << MAX_DEPTH;

/// A tree with a place for each split and leaf that it could have: those of the place `n` are `2 * n`, where the feature is at
/// most the threshold, and `2 * n + 1`, and the first is 1. So nothing is looked up to know where a walk goes on but its answer.
/// Under a leaf that stands higher all places are leaves of the same answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tree {
    /// What no feature is above at a place that is no split.
    pub(super) thresholds: [f32; WIDTH],
    pub(super) features: [u8; WIDTH],
    pub(super) answers: [f32; WIDTH],
}

impl Tree {
    pub(super) const NONE: Tree =
        Tree { thresholds: [f32::INFINITY; WIDTH], features: [0; WIDTH], answers: [0.0; WIDTH] };
}

/// A node as the text has it, whose branches lead anywhere behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    /// [`LEAF`] of a leaf.
    feature: u8,
    /// Of a split the threshold, of a leaf the answer.
    value: f32,
    low: u16,
    high: u16,
}

impl Written {
    pub(super) const NONE: Written = Written { feature: LEAF, value: 0.0, low: 0, high: 0 };
}

/// How much of everything a text holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counts {
    pub(super) nodes: usize,
    pub(super) trees: usize,
    pub(super) points: usize,
}

/// The `T` trees of one stage, and `P` points of the line that says how often a body was right.
#[derive(Debug)]
pub(super) struct Stage<const T: usize, const P: usize> {
    pub(super) trees: [Tree; T],
    pub(super) points: [(f32, f32); P],
}

impl<const T: usize, const P: usize> Stage<T, P> {
    /// Reads a text in which [`count`] counted so much, and `N` nodes; one that is not well formed does not compile.
    pub(super) const fn of<const N: usize>(text: &[u8]) -> Self {
        let mut stage = Stage { trees: [Tree::NONE; T], points: [(0.0, 0.0); P] };
        let (mut written, mut roots) = ([Written::NONE; N], [0; T]);
        assert!(read(text, &mut written, &mut roots, &mut stage.points));
        assert!(lay_out(&written, &roots, &mut stage.trees));
        stage
    }
}

/// The text of the first stage and that of the second; the latter is empty where a model has none.
pub(super) const fn stages(text: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    while at < text.len() {
        if text[at] == b'\n' && starts_with(text, at, SECOND_STAGE) {
            let (first, second) = text.split_at(at + 1);
            return (first, second.split_at(SECOND_STAGE.len() - 1).1);
        }
        at += 1;
    }
    (text, b"")
}

/// How much of everything a text holds, if it is well formed.
pub(super) const fn count(text: &[u8]) -> Counts {
    let mut counts = Counts { nodes: 0, trees: 0, points: 0 };
    let mut at = 0;
    while at < text.len() {
        match kind(text, at) {
            Line::Note => {}
            Line::Tree => counts.trees += 1,
            Line::Point => counts.points += 1,
            Line::Leaf | Line::Split => counts.nodes += 1,
        }
        at = line_end(text, at) + 1;
    }
    counts
}

/// What a line is by its beginning.
enum Line {
    Note,
    Tree,
    Point,
    Leaf,
    Split,
}

const POINT: &[u8] = b"confidence ";

const fn kind(text: &[u8], at: usize) -> Line {
    match text[at] {
        b'#' => Line::Note,
        b'f' if starts_with(text, at, b"features ") => Line::Note,
        b't' if starts_with(text, at, b"tree") => Line::Tree,
        b'c' if starts_with(text, at, POINT) => Line::Point,
        b'=' => Line::Leaf,
        _ => Line::Split,
    }
}

/// Lays out trees. False where two branches lead to one node, or a tree has none or is too deep.
pub(super) const fn lay_out(written: &[Written], roots: &[u16], trees: &mut [Tree]) -> bool {
    let mut tree = 0;
    while tree < roots.len() {
        let (first, end) =
            (roots[tree] as usize, if tree + 1 < roots.len() { roots[tree + 1] as usize } else { written.len() });
        if first >= end || !lay_out_tree(written, first, end, &mut trees[tree]) {
            return false;
        }
        tree += 1;
    }
    true
}

/// Lays out one tree, whose nodes were written from the first on to the end.
const fn lay_out_tree(written: &[Written], first: usize, end: usize, tree: &mut Tree) -> bool {
    // The node of each place; the places under a leaf have the leaf's own.
    let mut of = [first; 2 * WIDTH];
    // Nodes that a branch leads to, and the first.
    let (mut at, mut count) = (1, 1);
    while at < WIDTH {
        let Written { feature, value, low, high } = written[of[at]];
        if feature == LEAF {
            (of[2 * at], of[2 * at + 1]) = (of[at], of[at]);
        } else {
            (of[2 * at], of[2 * at + 1]) = (low as usize, high as usize);
            (tree.features[at], tree.thresholds[at]) = (feature, value);
            count += 2;
        }
        at += 1;
    }
    while at < 2 * WIDTH {
        if written[of[at]].feature != LEAF {
            return false;
        }
        tree.answers[at - WIDTH] = written[of[at]].value;
        at += 1;
    }
    count <= end - first
}

/// Reads a text into what [`count`] says it needs; whether it is well formed.
pub(super) const fn read(text: &[u8], nodes: &mut [Written], roots: &mut [u16], points: &mut [(f32, f32)]) -> bool {
    if nodes.len() > u16::MAX as usize {
        return false;
    }
    let (mut node, mut tree, mut point) = (0, 0, 0);
    // The last node that one of this tree leads to.
    let mut last = 0;
    let mut at = 0;
    while at < text.len() {
        match kind(text, at) {
            Line::Note => {}
            Line::Tree => {
                // A branch leads to a node that there is.
                if last >= node && last > 0 {
                    return false;
                }
                roots[tree] = node as u16;
                tree += 1;
            }
            Line::Point => {
                let Some(read) = read_point(text, at) else { return false };
                if point > 0 && !(points[point - 1].0 < read.0 && points[point - 1].1 <= read.1) {
                    return false;
                }
                points[point] = read;
                point += 1;
            }
            Line::Leaf | Line::Split if tree == 0 => return false,
            Line::Leaf => {
                let Some((value, _)) = decimal(text, at + 2) else { return false };
                nodes[node] = Written { value, ..Written::NONE };
                node += 1;
            }
            Line::Split => {
                let Some(split) = read_split(text, at, roots[tree - 1]) else { return false };
                // It leads forward, so that every walk ends.
                let (low, high) = (split.low as usize, split.high as usize);
                if low <= node || high <= node {
                    return false;
                }
                last = max(last, max(low, high));
                nodes[node] = split;
                node += 1;
            }
        }
        at = line_end(text, at) + 1;
    }
    last < node || last == 0
}

const fn read_point(text: &[u8], at: usize) -> Option<(f32, f32)> {
    let Some((expected, next)) = decimal(text, at + POINT.len()) else { return None };
    let Some((right, _)) = decimal(text, next) else { return None };
    Some((expected, right))
}

/// `FEATURE THRESHOLD LEFT RIGHT`, in the tree whose first node is `root`.
const fn read_split(text: &[u8], at: usize, root: u16) -> Option<Written> {
    let Some((feature, next)) = whole(text, at) else { return None };
    let Some((value, next)) = decimal(text, next) else { return None };
    let Some((low, next)) = whole(text, next) else { return None };
    let Some((high, _)) = whole(text, next) else { return None };
    let (low, high) = (root as u32 + low, root as u32 + high);
    if feature >= LEAF as u32 || low > u16::MAX as u32 || high > u16::MAX as u32 {
        return None;
    }
    Some(Written { feature: feature as u8, value, low: low as u16, high: high as u16 })
}

/// A whole number of a few digits, and where the next begins.
const fn whole(text: &[u8], start: usize) -> Option<(u32, usize)> {
    let (mut at, mut value) = (start, 0);
    while at < text.len() && text[at].is_ascii_digit() && at - start < 8 {
        value = value * 10 + (text[at] - b'0') as u32;
        at += 1;
    }
    if at == start || !is_end(text, at) { None } else { Some((value, at + 1)) }
}

/// A number such as `-0.03267` or `1e-35`, and where the next begins.
///
/// It has few digits, so that in double precision nothing is lost before it is rounded. (A test holds all numbers of the
/// model to those of the standard library, which does not read where code is compiled.)
const fn decimal(text: &[u8], start: usize) -> Option<(f32, usize)> {
    let negative = start < text.len() && text[start] == b'-';
    let first = start + negative as usize;
    let (mut at, mut digits, mut power, mut is_fraction) = (first, 0u64, 0, false);
    while at < text.len() && (text[at].is_ascii_digit() || text[at] == b'.' && !is_fraction) && at - first < 18 {
        if text[at] == b'.' {
            is_fraction = true;
        } else {
            digits = digits * 10 + (text[at] - b'0') as u64;
            power -= is_fraction as i32;
        }
        at += 1;
    }
    if at == first {
        return None;
    }
    if at + 1 < text.len() && text[at] == b'e' {
        let down = text[at + 1] == b'-';
        let Some((exponent, next)) = whole(text, at + 1 + down as usize) else { return None };
        power += if down { -(exponent as i32) } else { exponent as i32 };
        at = next - 1;
    }
    let mut scale = 1.0f64;
    let mut n = 0;
    while n < power.abs() && n < 60 {
        scale *= 10.0;
        n += 1;
    }
    let value = if power < 0 { digits as f64 / scale } else { digits as f64 * scale };
    let value = if negative { -value } else { value };
    if is_end(text, at) { Some((value as f32, at + 1)) } else { None }
}

/// Whether a number ends here.
const fn is_end(text: &[u8], at: usize) -> bool {
    at >= text.len() || text[at] == b' ' || text[at] == b'\n'
}

const fn line_end(text: &[u8], mut at: usize) -> usize {
    while at < text.len() && text[at] != b'\n' {
        at += 1;
    }
    at
}

const fn starts_with(text: &[u8], at: usize, start: &[u8]) -> bool {
    let mut n = 0;
    while n < start.len() {
        if at + n >= text.len() || text[at + n] != start[n] {
            return false;
        }
        n += 1;
    }
    true
}

const fn max(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_models_numbers_are_those_of_the_standard_library() {
        let text = SHIPPED;
        let mut seen = 0;
        for line in text.lines().filter(|l| l.starts_with(|c: char| c == '=' || c == 'c' || c.is_ascii_digit())) {
            for number in line.split(' ').filter(|n| !matches!(*n, "=" | "confidence")) {
                let read = decimal(number.as_bytes(), 0).map(|(value, _)| value.to_bits());
                assert_eq!(read, number.parse::<f32>().ok().map(f32::to_bits), "{number}");
                seen += 1;
            }
        }
        assert!(seen > 1000);
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "-", "x", "1x", "1e", "1e-", "1-2", "1.2.3"] {
            assert_eq!(decimal(text.as_bytes(), 0), None, "{text}");
        }
        assert_eq!(whole(b"12 3", 0), Some((12, 3)));
        assert_eq!(whole(b"1.5", 0), None);
    }
}
