//! The items of lists, with how deep they are nested.

/// An item of a list that holds text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item<'a> {
    pub(super) text: &'a str,
    /// Characters of the list's text before it.
    pub(super) start: usize,
    /// 0 for an item of the outermost list; at most one more than that of the item before.
    pub(super) depth: usize,
    /// Its number among the items of its own list, from 1.
    pub(super) number: usize,
}

/// Levels that are shown; what is nested deeper stands on the last.
const MAX_DEPTH: usize = 12;

/// The items that hold text. Items without depths are all of the outermost list.
pub(super) fn items<'a>(texts: &'a [String], depths: &[u8]) -> Vec<Item<'a>> {
    let mut out: Vec<Item<'a>> = Vec::with_capacity(texts.len());
    let mut numbers: Vec<usize> = Vec::new();
    let mut start = 0;
    for (n, text) in texts.iter().enumerate() {
        let behind = start + text.chars().count() + 1;
        if !text.trim().is_empty() {
            let deepest = out.last().map_or(0, |before| before.depth + 1).min(MAX_DEPTH);
            let depth = depths.get(n).map_or(0, |d| usize::from(*d)).min(deepest);
            numbers.truncate(depth + 1);
            numbers.resize(depth + 1, 0);
            numbers[depth] += 1;
            out.push(Item { text, start, depth, number: numbers[depth] });
        }
        start = behind;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_numbered_level_by_level() {
        let texts = ["a", "b", " ", "c", "d", "e"].map(str::to_owned);
        let read = items(&texts, &[0, 1, 0, 9, 0, 1]);
        let shape: Vec<_> = read.iter().map(|i| (i.text, i.start, i.depth, i.number)).collect();
        assert_eq!(shape, [("a", 0, 0, 1), ("b", 2, 1, 1), ("c", 6, 2, 1), ("d", 8, 0, 2), ("e", 10, 1, 1)]);
        assert!(items(&texts, &[]).iter().all(|i| i.depth == 0));
        assert_eq!(items(&texts, &[7])[0].depth, 0);
    }
}
