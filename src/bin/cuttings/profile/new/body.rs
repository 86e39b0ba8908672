//! The containers of the story on the pages of one template, what goes from within them, and the boxes of pictures.

use std::collections::{HashMap, HashSet};

use super::learn::{Learned, enough, most, selectors};
use super::selector::{Names, Selector, Trait};
use super::sketch::{Index, Sketch};

/// How much of the story a container must hold, and how little else once the rest is taken out: as F1 by letters, on average.
const MIN_BODY: f64 = 0.93;

/// Selectors of what goes.
const MAX_REMOVED: usize = 12;

/// The body of a template.
#[derive(Debug, Default)]
pub struct Body {
    pub containers: Vec<Learned>,
    pub removed: Vec<Learned>,
}

/// Why there is no body.
pub type NoBody = String;

pub fn learn_body(pages: &[&Sketch], names: &Names) -> Result<Body, NoBody> {
    let with_story: Vec<&Sketch> = pages.iter().filter(|p| p.story.total() > 0).copied().collect();
    if with_story.len() < enough(pages.len()) {
        return Err("too few of the pages have a story".to_owned());
    }
    let containers = choose_containers(&with_story, names);
    if containers.is_empty() {
        return Err("no element holds the story and little else".to_owned());
    }
    let found: Vec<Vec<usize>> = pages.iter().map(|p| found_by(&containers, &p.index())).collect();
    let removed = choose_removed(pages, &found, names);
    let mut sum = 0.0;
    for (page, found) in pages.iter().zip(&found).filter(|(p, _)| p.story.total() > 0) {
        let gone = gone(page, found, &removed);
        sum += likeness(page, found, 1.0, gone);
    }
    let mean = sum / with_story.len() as f64;
    if mean < MIN_BODY {
        return Err(format!("the best element found agrees with the story to {:.0} % only", mean * 100.0));
    }
    Ok(Body { containers, removed })
}

/// Whether a selector may be that of a body: one of paragraphs by their element alone would lose the lists and tables between them.
fn is_container(selector: Selector, names: &Names) -> bool {
    selector.simple.by != Trait::Bare || matches!(names.name(selector.simple.name), "article" | "main" | "section")
}

/// What the first of the containers that finds anything finds.
fn found_by(containers: &[Learned], index: &Index<'_>) -> Vec<usize> {
    containers.iter().map(|c| index.find(c.selector)).find(|found| !found.is_empty()).unwrap_or_default()
}

/// What other parts of the article weigh that stand in the story's container.
const BESIDE: f64 = 0.03;

/// How well elements hold the story, 0 to 1; `weight` is that of what is not of the story, without what is `gone`.
fn likeness(page: &Sketch, found: &[usize], weight: f64, gone: u32) -> f64 {
    let sum = |kind| found.iter().map(|e| f64::from(page.count(kind, *e))).sum::<f64>();
    let story = sum(&page.story);
    // Of elements that hold the story alike, the one without its head is the container.
    let beside = (sum(&page.used) - story) * BESIDE;
    let noise = (sum(&page.noise) - f64::from(gone)).max(0.0) * weight + beside;
    let all = f64::from(page.story.total());
    if story > 0.0 { 2.0 * story / (story + noise + all) } else { 0.0 }
}

/// The letters beside the story that selectors take out of elements.
fn gone(page: &Sketch, found: &[usize], removed: &[Learned]) -> u32 {
    let index = page.index();
    let mut inside: Vec<usize> =
        removed.iter().flat_map(|r| index.find(r.selector)).filter(|e| stands_in(page, found, *e)).collect();
    inside.sort_unstable();
    let mut until = 0;
    let mut sum = 0;
    for e in inside {
        if e >= until {
            until = page.elements[e].end;
            sum += page.count(&page.noise, e);
        }
    }
    sum
}

/// Whether an element stands in one of these, which are in their order and none in another.
fn stands_in(page: &Sketch, found: &[usize], element: usize) -> bool {
    let before = found.partition_point(|f| *f < element);
    before.checked_sub(1).is_some_and(|last| element < page.elements[found[last]].end)
}

fn choose_containers(pages: &[&Sketch], names: &Names) -> Vec<Learned> {
    /// Half of what is not of the story may be taken out later.
    const NOISE: f64 = 0.5;
    const MIN_QUALITY: f64 = 0.85;
    const MAX_CONTAINERS: usize = 3;
    let mut counts: HashMap<Selector, usize> = HashMap::new();
    for page in pages {
        let own: HashSet<Selector> = holders(page)
            .into_iter()
            .filter(|e| !page.is_of_page(*e, names))
            .flat_map(|e| selectors(page, e, names))
            .filter(|s| is_container(*s, names))
            .collect();
        own.into_iter().for_each(|s| *counts.entry(s).or_default() += 1);
    }
    let candidates = most(counts);
    let mut scores: Vec<Vec<Option<f64>>> = vec![Vec::with_capacity(pages.len()); candidates.len()];
    for page in pages {
        let index = page.index();
        for (candidate, scores) in candidates.iter().zip(&mut scores) {
            let found = index.find(*candidate);
            scores.push((!found.is_empty()).then(|| likeness(page, &found, NOISE, 0)));
        }
    }
    let mut settled = vec![false; pages.len()];
    let mut chosen: Vec<Learned> = Vec::new();
    while chosen.len() < MAX_CONTAINERS {
        let best = candidates.iter().zip(&scores).filter_map(|(selector, scores)| {
            let own: Vec<f64> = scores.iter().zip(&settled).filter(|(_, s)| !**s).filter_map(|(f, _)| *f).collect();
            let gain: f64 = own.iter().sum();
            let is_good = own.len() >= enough(pages.len()) && gain / own.len() as f64 >= MIN_QUALITY;
            is_good.then(|| (gain - f64::from(selector.cost()) * 0.002 * pages.len() as f64, *selector, scores))
        });
        let Some((_, selector, scores)) = best.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) else { break };
        let right = |f: &&Option<f64>| f.is_some_and(|f| f >= MIN_BODY);
        chosen.push(Learned {
            selector,
            found: scores.iter().filter(|f| f.is_some()).count(),
            right: scores.iter().filter(right).count(),
        });
        scores.iter().zip(&mut settled).for_each(|(f, settled)| *settled |= f.is_some());
    }
    chosen
}

/// The elements that may be the story's containers: the smallest that holds nearly all of it with those around, and the largest that
/// hold nothing but parts of it.
pub fn holders(page: &Sketch) -> Vec<usize> {
    const NEARLY_ALL: f64 = 0.8;
    const OUTER: usize = 4;
    let all = f64::from(page.story.total());
    if all == 0.0 {
        return Vec::new();
    }
    let holds = |e: usize| f64::from(page.count(&page.story, e)) >= NEARLY_ALL * all;
    let mut inner = 0;
    for e in 0..page.elements.len() {
        // The first child that holds it leads on.
        if holds(e) {
            inner = e;
        }
    }
    let mut out: Vec<usize> = page.upwards(inner).take(OUTER).collect();
    let mut e = inner + 1;
    let end = page.elements.get(inner).map_or(0, |e| e.end);
    while e < end {
        let story = page.count(&page.story, e);
        if story > 0 && story == page.count(&page.letters, e) {
            out.push(e);
            e = page.elements[e].end;
        } else {
            e += 1;
        }
        if out.len() >= 60 {
            break;
        }
    }
    out
}

/// The selectors of what stands in the containers and is none of the article on any page.
fn choose_removed(pages: &[&Sketch], found: &[Vec<usize>], names: &Names) -> Vec<Learned> {
    let mut counts: HashMap<Selector, usize> = HashMap::new();
    let media: Vec<Vec<usize>> = pages.iter().map(|p| media(p)).collect();
    for ((page, found), media) in pages.iter().zip(found).zip(&media) {
        let mut own: HashSet<Selector> = HashSet::new();
        for e in found.iter().flat_map(|f| unused(page, *f, media)) {
            own.extend(selectors(page, e, names));
        }
        own.into_iter().for_each(|s| *counts.entry(s).or_default() += 1);
    }
    let candidates = most(counts);
    // Of each page the places in the containers that a candidate takes out; none at all where it would take a part of the article.
    let mut taken: Vec<Option<Vec<Vec<usize>>>> = vec![Some(Vec::with_capacity(pages.len())); candidates.len()];
    for ((page, found), media) in pages.iter().zip(found).zip(&media) {
        let index = page.index();
        for (candidate, taken) in candidates.iter().zip(&mut taken) {
            let Some(pages_taken) = taken else { continue };
            let hits = index.find(*candidate);
            let is_used = |e: &usize| page.count(&page.used, *e) > 0 || holds_any(media, *e, page.elements[*e].end);
            if hits.iter().any(is_used) {
                *taken = None;
                continue;
            }
            let is_taken = |e: &usize| stands_in(page, found, *e) && page.count(&page.noise, *e) > 0;
            pages_taken.push(hits.into_iter().filter(is_taken).collect());
        }
    }
    greedily(pages, &candidates, &taken)
}

/// Takes the selector that takes out most, then the one that takes out most of the rest.
fn greedily(pages: &[&Sketch], candidates: &[Selector], taken: &[Option<Vec<Vec<usize>>>]) -> Vec<Learned> {
    let mut gone: Vec<Ranges> = vec![Ranges::default(); pages.len()];
    let mut chosen: Vec<Learned> = Vec::new();
    while chosen.len() < MAX_REMOVED {
        let is_left = |page: usize, e: &usize| !gone[page].hold(*e);
        let best = candidates.iter().zip(taken).filter_map(|(selector, taken)| {
            let taken = taken.as_ref()?;
            let on = taken.iter().enumerate().filter(|(i, t)| t.iter().any(|e| is_left(*i, e))).count();
            let letters: f64 = taken
                .iter()
                .enumerate()
                .map(|(i, t)| {
                    let noise = |e: &usize| f64::from(pages[i].count(&pages[i].noise, *e));
                    let own: f64 = t.iter().filter(|e| is_left(i, e)).map(noise).sum();
                    own / f64::from(pages[i].story.total().max(200))
                })
                .sum();
            let worth = letters - f64::from(selector.cost()) * 0.0005 * pages.len() as f64;
            (on >= enough(pages.len()) && worth > 0.0).then_some((worth, *selector, taken))
        });
        let Some((_, selector, taken)) = best.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) else { break };
        let on = taken.iter().filter(|t| !t.is_empty()).count();
        for ((page, gone), taken) in pages.iter().zip(&mut gone).zip(taken) {
            gone.add(taken.iter().map(|e| (*e, page.elements[*e].end)));
        }
        chosen.push(Learned { selector, found: on, right: on });
    }
    chosen
}

/// Places from here to there, in their order and apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Ranges(Vec<(usize, usize)>);

impl Ranges {
    fn hold(&self, place: usize) -> bool {
        let before = self.0.partition_point(|(from, _)| *from <= place);
        before.checked_sub(1).is_some_and(|last| place < self.0[last].1)
    }

    fn add(&mut self, more: impl Iterator<Item = (usize, usize)>) {
        self.0.extend(more);
        self.0.sort_unstable();
        self.0.dedup_by(|next, last| {
            let is_within = next.0 <= last.1;
            last.1 = if is_within { last.1.max(next.1) } else { last.1 };
            is_within
        });
    }
}

/// The largest elements below one that hold text and nothing of the article.
fn unused(page: &Sketch, within: usize, media: &[usize]) -> Vec<usize> {
    const MAX_UNUSED: usize = 40;
    let mut out = Vec::new();
    let mut e = within + 1;
    let end = page.elements[within].end;
    while e < end && out.len() < MAX_UNUSED {
        let is_used = page.count(&page.used, e) > 0 || holds_any(media, e, page.elements[e].end);
        if !is_used && page.count(&page.noise, e) > 0 {
            out.push(e);
        }
        e = if is_used { e + 1 } else { page.elements[e].end };
    }
    out
}

fn media(page: &Sketch) -> Vec<usize> {
    (0..page.elements.len()).filter(|e| page.elements[*e].medium).collect()
}

/// Whether one of the sorted places is from here to there.
fn holds_any(places: &[usize], from: usize, to: usize) -> bool {
    let at = places.partition_point(|p| *p < from);
    places.get(at).is_some_and(|p| *p < to)
}

#[cfg(test)]
mod tests {
    use super::super::selector::{Around, Simple};
    use super::super::sketch::tests::{PAGE, sketch};
    use super::*;

    #[test]
    fn ranges_are_merged_and_hold_what_is_between() {
        let mut ranges = Ranges::default();
        ranges.add([(8, 10), (2, 4)].into_iter());
        ranges.add([(3, 6), (20, 21), (8, 9), (6, 7)].into_iter());
        assert_eq!(ranges.0, [(2, 7), (8, 10), (20, 21)]);
        let held: Vec<usize> = (0..25).filter(|n| ranges.hold(*n)).collect();
        assert_eq!(held, [2, 3, 4, 5, 6, 8, 9, 20]);
    }

    #[test]
    fn what_stands_in_elements_is_below_them() {
        let mut names = Names::default();
        let page = sketch(PAGE, &mut names);
        let bare = |name: &str, names: &mut Names| {
            let simple = Simple { name: names.number(name), by: Trait::Bare };
            page.index().find(Selector { around: Around::Anywhere, simple })
        };
        let (divs, ps) = (bare("div", &mut names), bare("p", &mut names));
        assert_eq!((divs.len(), ps.len()), (3, 2));
        for e in 0..page.elements.len() {
            let is_below = divs.iter().any(|d| *d < e && e < page.elements[*d].end);
            assert_eq!(stands_in(&page, &divs, e), is_below, "{e}");
        }
        assert!(ps.iter().all(|p| stands_in(&page, &divs, *p)) && !stands_in(&page, &divs, divs[0]));
    }
}
