//! Which text of a new version was which of the old one.

use std::cmp::Ordering;
use std::collections::{HashMap, VecDeque};
use std::ops::Range;

/// The share of words that two texts have in common for one to be the other reworded, at least.
const MIN_SHARED_WORDS: f64 = 0.5;

/// How many places before and after its own a text is compared with.
const MAX_PLACES_APART: usize = 16;

/// How many words of a text are compared.
const MAX_PAIRING_WORDS: usize = 400;

/// What a text was in the old version, with its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    None,
    Stayed(usize),
    Moved(usize),
    Reworded(usize),
}

/// The origin of each text of the new version.
pub(super) fn origins_of(before: &[String], after: &[String]) -> Vec<Origin> {
    let mut origins = pair_equal(before, after);
    pair_reworded(before, after, &mut origins);
    origins
}

/// Pairs equal texts, the first with the first and so on. Of these as many as can be in one order stayed, the others
/// moved.
fn pair_equal(before: &[String], after: &[String]) -> Vec<Origin> {
    let mut places: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (was, text) in before.iter().enumerate() {
        places.entry(text).or_default().push_back(was);
    }
    let pairs: Vec<Option<usize>> =
        after.iter().map(|text| places.get_mut(text.as_str()).and_then(VecDeque::pop_front)).collect();
    let stayed = longest_increasing(&pairs);
    let origin = |(pair, stayed): (&Option<usize>, bool)| match (*pair, stayed) {
        (None, _) => Origin::None,
        (Some(was), true) => Origin::Stayed(was),
        (Some(was), false) => Origin::Moved(was),
    };
    pairs.iter().zip(stayed).map(origin).collect()
}

/// Which of the numbers belong to the longest increasing subsequence (patience sorting).
fn longest_increasing(numbers: &[Option<usize>]) -> Vec<bool> {
    // For each length the least number that ends a subsequence of it, and where that is.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut previous: Vec<Option<usize>> = vec![None; numbers.len()];
    for (at, number) in numbers.iter().enumerate() {
        let Some(number) = *number else { continue };
        let length = ends.partition_point(|&(end, _)| end < number);
        if let Some(previous) = previous.get_mut(at) {
            *previous = length.checked_sub(1).and_then(|n| ends.get(n)).map(|&(_, at)| at);
        }
        match ends.get_mut(length) {
            Some(end) => *end = (number, at),
            None => ends.push((number, at)),
        }
    }
    let mut out = vec![false; numbers.len()];
    let mut next = ends.last().map(|&(_, at)| at);
    while let Some(at) = next {
        if let Some(out) = out.get_mut(at) {
            *out = true;
        }
        next = previous.get(at).copied().flatten();
    }
    out
}

/// Pairs, in each gap between texts that stayed, those that share the most words.
fn pair_reworded(before: &[String], after: &[String], origins: &mut [Origin]) {
    let mut taken = vec![false; before.len()];
    for origin in origins.iter() {
        if let Origin::Stayed(was) | Origin::Moved(was) = *origin
            && let Some(taken) = taken.get_mut(was)
        {
            *taken = true;
        }
    }
    let free = |range: Range<usize>| -> Vec<usize> { range.filter(|&was| taken.get(was) == Some(&false)).collect() };
    let (mut found, mut added, mut start) = (Vec::new(), Vec::new(), 0);
    for (at, origin) in origins.iter().enumerate() {
        match *origin {
            Origin::None => added.push(at),
            Origin::Stayed(was) => {
                pair_gap(before, after, &free(start..was), &std::mem::take(&mut added), &mut found);
                start = was + 1;
            }
            Origin::Moved(_) | Origin::Reworded(_) => {}
        }
    }
    pair_gap(before, after, &free(start..before.len()), &added, &mut found);
    for (was, at) in found {
        if let Some(origin) = origins.get_mut(at) {
            *origin = Origin::Reworded(was);
        }
    }
}

/// Pairs the texts of one gap, given by their places in the old and the new version.
fn pair_gap(before: &[String], after: &[String], olds: &[usize], news: &[usize], found: &mut Vec<(usize, usize)>) {
    if olds.is_empty() || news.is_empty() {
        return;
    }
    let words = |texts: &[String], places: &[usize]| -> Vec<Vec<String>> {
        places.iter().map(|&at| texts.get(at).map(|text| sorted_words(text)).unwrap_or_default()).collect()
    };
    let (old_words, new_words) = (words(before, olds), words(after, news));
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (n, new) in new_words.iter().enumerate() {
        let middle = n * olds.len() / news.len();
        let near = middle.saturating_sub(MAX_PLACES_APART)..(middle + MAX_PLACES_APART + 1).min(olds.len());
        for o in near {
            let shared = old_words.get(o).map_or(0.0, |old| shared_words(old, new));
            if shared >= MIN_SHARED_WORDS {
                pairs.push((shared, o, n));
            }
        }
    }
    // Those that share most first; of equals, the first in order.
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.2, a.1).cmp(&(b.2, b.1))));
    let (mut old_used, mut new_used) = (vec![false; olds.len()], vec![false; news.len()]);
    for (_, o, n) in pairs {
        if let (Some(old_used @ false), Some(new_used @ false)) = (old_used.get_mut(o), new_used.get_mut(n))
            && let (Some(&was), Some(&at)) = (olds.get(o), news.get(n))
        {
            (*old_used, *new_used) = (true, true);
            found.push((was, at));
        }
    }
}

/// The words of a text without punctuation and capitals, sorted.
fn sorted_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.take(MAX_PAIRING_WORDS).map(str::to_lowercase).collect();
    if words.len() <= 2 {
        // Scripts without spaces: each letter counts as a word.
        words = text.chars().filter(|c| c.is_alphanumeric()).take(MAX_PAIRING_WORDS).map(String::from).collect();
    }
    words.sort_unstable();
    words
}

/// The share of words that two sorted lists have in common, 0 to 1.
fn shared_words(a: &[String], b: &[String]) -> f64 {
    let (mut left, mut right, mut common) = (a.iter().peekable(), b.iter().peekable(), 0_usize);
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        match x.cmp(y) {
            Ordering::Less => _ = left.next(),
            Ordering::Greater => _ = right.next(),
            Ordering::Equal => {
                common += 1;
                left.next();
                right.next();
            }
        }
    }
    2.0 * common as f64 / (a.len() + b.len()).max(1) as f64
}
