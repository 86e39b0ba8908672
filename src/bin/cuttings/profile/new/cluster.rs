//! Puts pages together by their templates: by the names of what stands around the story and its head.

use std::collections::{BTreeSet, HashMap};

use super::body::holders;
use super::selector::{Simple, Trait};
use super::sketch::Sketch;

/// Templates that are told apart.
const MAX_TEMPLATES: usize = 24;

/// How much two pages of one template share of what is around the story, at least.
const ALIKE: f64 = 0.45;

/// What a page is told by.
pub type Features = BTreeSet<Simple>;

/// What stands around the parts of the article: elements with names, and without any names the elements alone.
pub fn features(page: &Sketch) -> Features {
    /// Names of one element that count: with all the topics that some pages give one, these would part pages of one template.
    const MAX_NAMES: usize = 8;
    let mut out = Features::new();
    let mut path: Vec<usize> = holders(page).into_iter().take(1).collect();
    for role in ["headline", "byline", "caption", "published"] {
        path.extend(page.parts.get(role).and_then(|p| p.first()).map(|p| p.around));
    }
    for e in path.iter().flat_map(|e| page.upwards(*e)) {
        let is_named = page.simples(e).any(|s| s.by != Trait::Bare);
        out.extend(page.simples(e).filter(|s| !is_named || s.by != Trait::Bare).take(MAX_NAMES));
    }
    out
}

#[derive(Debug, Default)]
struct Template {
    pages: Vec<usize>,
    counts: HashMap<Simple, usize>,
}

impl Template {
    fn add(&mut self, page: usize, features: &Features) {
        self.pages.push(page);
        features.iter().for_each(|f| *self.counts.entry(*f).or_default() += 1);
    }

    /// What half of its pages have.
    fn core(&self) -> Features {
        self.counts.iter().filter(|(_, n)| **n * 2 >= self.pages.len()).map(|(f, _)| *f).collect()
    }
}

fn likeness(a: &Features, b: &Features) -> f64 {
    let both = a.intersection(b).count();
    let either = a.len() + b.len() - both;
    if either == 0 { 0.0 } else { both as f64 / either as f64 }
}

/// The pages of each template, the largest first, and those of none that others share.
pub fn cluster(features: &[Features]) -> (Vec<Vec<usize>>, Vec<usize>) {
    let mut templates: Vec<(Template, Features)> = Vec::new();
    for (page, own) in features.iter().enumerate() {
        match best(own, templates.iter().map(|(_, core)| core)) {
            Some((at, like)) if like >= ALIKE || templates.len() == MAX_TEMPLATES => {
                let (template, core) = &mut templates[at];
                template.add(page, own);
                *core = template.core();
            }
            _ => {
                let mut template = Template::default();
                template.add(page, own);
                let core = template.core();
                templates.push((template, core));
            }
        }
    }
    // Once more, by what the templates have become.
    let cores: Vec<Features> = templates.into_iter().map(|(_, core)| core).collect();
    let mut pages: Vec<Vec<usize>> = vec![Vec::new(); cores.len()];
    let mut alone = Vec::new();
    for (page, own) in features.iter().enumerate() {
        match best(own, cores.iter()) {
            Some((at, like)) if like >= ALIKE * 0.8 => pages[at].push(page),
            _ => alone.push(page),
        }
    }
    let least = match features.len() {
        0..=3 => 1,
        n => (n / 50).max(2),
    };
    let (mut kept, small): (Vec<_>, Vec<_>) = pages.into_iter().partition(|p| p.len() >= least);
    alone.extend(small.into_iter().flatten());
    alone.sort_unstable();
    kept.sort_by_key(|p| std::cmp::Reverse(p.len()));
    (kept, alone)
}

fn best<'a>(own: &Features, cores: impl Iterator<Item = &'a Features>) -> Option<(usize, f64)> {
    let all = cores.enumerate().map(|(at, core)| (at, likeness(own, core)));
    all.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(names: &[u32]) -> Features {
        names.iter().map(|n| Simple { name: 0, by: Trait::Class(*n) }).collect()
    }

    #[test]
    fn pages_of_one_template_come_together() {
        let old: Vec<Features> = (0..5).map(|i| features(&[1, 2, 3, 4, 100 + i])).collect();
        let new: Vec<Features> = (0..4).map(|i| features(&[1, 12, 13, 14, 200 + i])).collect();
        let mut all = Vec::new();
        for (i, page) in old.iter().enumerate() {
            all.push(page.clone());
            all.extend(new.get(i).cloned());
        }
        all.push(features(&[30, 31]));
        let (templates, alone) = cluster(&all);
        assert_eq!(templates.iter().map(Vec::len).collect::<Vec<_>>(), [5, 4]);
        assert!(templates[0].iter().all(|p| all[*p].contains(&Simple { name: 0, by: Trait::Class(2) })));
        assert_eq!(alone, [9]);
    }

    #[test]
    fn a_page_alone_is_a_template_where_there_is_no_other() {
        assert_eq!(cluster(&[features(&[1])]), (vec![vec![0]], vec![]));
        assert_eq!(cluster(&[]), (vec![], vec![]));
    }
}
