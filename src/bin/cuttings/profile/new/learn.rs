//! Which selectors find a part of the article on the pages of one template.

use std::collections::{HashMap, HashSet};

use super::selector::{Around, Names, Selector, Simple, Trait};
use super::sketch::{Index, Part, Sketch};

/// Candidates that are tried for each role.
const MAX_CANDIDATES: usize = 100;

/// Selectors that a role gets.
const MAX_SELECTORS: usize = 3;

/// Of the pages on which a selector finds something, in how many it must find the right thing.
const MIN_RIGHT: f64 = 0.8;

/// What stands for nothing in its own name, and may yet be told by it alone.
const TELLING_NAMES: [&str; 9] =
    ["h1", "article", "main", "figure", "figcaption", "time", "blockquote", "aside", "cite"];

/// A selector with what it did.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    pub selector: Selector,
    /// The pages on which it finds something.
    pub found: usize,
    /// Those on which that is just what was read from them.
    pub right: usize,
}

/// What a candidate does on one page.
#[derive(Debug, Clone, Copy, Default)]
struct Outcome {
    found: usize,
    right: usize,
    /// The parts that it finds, by their places.
    covered: u64,
}

/// How many pages a thing must be found on.
pub fn enough(pages: usize) -> usize {
    (pages / 20).max(2).min(pages)
}

/// The selectors for a role; `first_counts` where a page is read by the first that finds anything.
pub fn learn(role: &str, first_counts: bool, pages: &[&Sketch], names: &Names) -> Vec<Learned> {
    let with_role = pages.iter().filter(|p| p.parts.contains_key(role)).count();
    if with_role < enough(pages.len()) {
        return Vec::new();
    }
    let candidates = candidates(role, pages, names);
    let mut outcomes: Vec<Vec<Outcome>> = vec![Vec::with_capacity(pages.len()); candidates.len()];
    for page in pages {
        let index = page.index();
        let parts = page.parts.get(role).map_or(&[][..], Vec::as_slice);
        for (candidate, outcomes) in candidates.iter().zip(&mut outcomes) {
            outcomes.push(outcome(*candidate, &index, parts));
        }
    }
    let targets: Vec<u64> = pages.iter().map(|p| all_of(p.parts.get(role).map_or(0, Vec::len))).collect();
    choose(&candidates, &outcomes, &targets, first_counts)
}

/// As many ones as there are parts.
fn all_of(parts: usize) -> u64 {
    if parts >= 64 { u64::MAX } else { (1 << parts) - 1 }
}

fn outcome(selector: Selector, index: &Index<'_>, parts: &[Part]) -> Outcome {
    let found = index.find(selector);
    let mut out = Outcome { found: found.len(), ..Outcome::default() };
    if found.len() > 4 * parts.len() + 8 {
        return out;
    }
    for e in found {
        if let Some(part) = parts.iter().position(|p| p.holders.contains(&e)) {
            out.right += 1;
            out.covered |= 1 << part.min(63);
        }
    }
    out
}

/// Takes the best, and then the best for what that leaves.
fn choose(candidates: &[Selector], outcomes: &[Vec<Outcome>], targets: &[u64], first_counts: bool) -> Vec<Learned> {
    let least = enough(targets.len());
    let mut left: Vec<u64> = targets.to_vec();
    let mut settled = vec![false; targets.len()];
    let mut chosen: Vec<Learned> = Vec::new();
    while chosen.len() < MAX_SELECTORS {
        let best = candidates.iter().zip(outcomes).filter_map(|(selector, outcomes)| {
            let score = score(outcomes, targets, &left, &settled, first_counts, least)?;
            Some((score - f64::from(selector.cost()) * 0.004 * targets.len() as f64, *selector, outcomes))
        });
        let Some((score, selector, outcomes)) = best.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) else {
            break;
        };
        if score <= 0.0 {
            break;
        }
        let is_right =
            |(o, t): &(&Outcome, &u64)| o.found > 0 && o.right == o.found && (!first_counts || o.covered == **t);
        chosen.push(Learned {
            selector,
            found: outcomes.iter().filter(|o| o.found > 0).count(),
            right: outcomes.iter().zip(targets).filter(is_right).count(),
        });
        for (i, o) in outcomes.iter().enumerate() {
            left[i] &= !o.covered;
            settled[i] |= first_counts && o.found > 0;
        }
    }
    chosen
}

/// The pages that a candidate gains, weighed by how often it is right; none if that is too seldom.
fn score(
    outcomes: &[Outcome],
    targets: &[u64],
    left: &[u64],
    settled: &[bool],
    first_counts: bool,
    least: usize,
) -> Option<f64> {
    /// A page on which nothing was read may have been misread.
    const FOUND_WITHOUT_PART: f64 = 0.7;
    let (mut gain, mut right, mut found, mut pages) = (0.0, 0.0, 0.0, 0);
    for (i, o) in outcomes.iter().enumerate().filter(|(i, o)| o.found > 0 && !settled[*i]) {
        if targets[i] == 0 {
            found += FOUND_WITHOUT_PART;
            continue;
        }
        let precision = o.right as f64 / o.found as f64;
        let news = (o.covered & left[i]).count_ones();
        let recall = f64::from(news) / f64::from(targets[i].count_ones());
        found += 1.0;
        right += if first_counts { precision * recall } else { precision };
        gain += precision * recall;
        pages += usize::from(news > 0);
    }
    let quality = right / f64::max(found, 1.0);
    (pages >= least && quality >= MIN_RIGHT).then_some(gain * quality * quality)
}

/// The selectors that find the role's part on most pages, looked at from the part itself.
fn candidates(role: &str, pages: &[&Sketch], names: &Names) -> Vec<Selector> {
    let mut counts: HashMap<Selector, usize> = HashMap::new();
    for page in pages {
        let mut own: HashSet<Selector> = HashSet::new();
        for part in page.parts.get(role).into_iter().flatten().take(12) {
            part.holders.iter().for_each(|e| own.extend(selectors(page, *e, names)));
        }
        own.into_iter().for_each(|s| *counts.entry(s).or_default() += 1);
    }
    most(counts)
}

/// The most frequent candidates.
pub fn most(counts: HashMap<Selector, usize>) -> Vec<Selector> {
    let mut counted: Vec<(Selector, usize)> = counts.into_iter().collect();
    counted.sort_by_key(|(s, n)| (std::cmp::Reverse(*n), s.cost(), *s));
    counted.truncate(MAX_CANDIDATES);
    counted.into_iter().map(|(s, _)| s).collect()
}

/// The selectors that an element may be found by: by itself, or by what it stands in as well.
pub fn selectors(page: &Sketch, element: usize, names: &Names) -> Vec<Selector> {
    /// Elements around one that are named with it.
    const OUTER: usize = 5;
    let own: Vec<Simple> = page.simples(element).take(6).collect();
    let mut out: Vec<Selector> = Vec::new();
    let is_telling = |s: &Simple| s.by != Trait::Bare || TELLING_NAMES.contains(&names.name(s.name));
    out.extend(own.iter().filter(|s| is_telling(s)).map(|s| Selector::of(*s)));
    let mut levels = 0;
    for (distance, outer) in page.upwards(element).skip(1).enumerate() {
        // The classes of the page as a whole say what the story is of, or when it was made.
        if page.is_of_page(outer, names) {
            break;
        }
        let traits: Vec<Simple> = page.simples(outer).filter(is_telling).take(4).collect();
        if traits.is_empty() {
            // Where there are no names, as in the tables of old, the parent's own name is better than nothing.
            if let (0, Some(name)) = (distance, page.elements[outer].name) {
                let parent = Simple { name, by: Trait::Bare };
                out.extend(own.iter().map(|s| Selector { around: Around::Child(parent), simple: *s }));
            }
            continue;
        }
        for around in &traits {
            if distance == 0 {
                out.extend(own.iter().map(|s| Selector { around: Around::Child(*around), simple: *s }));
            }
            out.extend(own.iter().map(|s| Selector { around: Around::Below(*around), simple: *s }));
        }
        levels += 1;
        if levels == OUTER {
            break;
        }
    }
    out
}
