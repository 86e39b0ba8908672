//! Text behind the story that stands apart from it and is made otherwise: teasers, notices, the foot of the page.

use std::ops::Range;

use crate::label::rules::Class;
use crate::segment::{Block, Segments};
use crate::text::hashed::HashSet;

/// A part of the story has more than this share of the letters of its longest run, or is surer than this in the mean.
const MAX_SHARE: f32 = 0.5;
const MAX_PROBABILITY: f32 = 0.7;

/// The choice without what stands behind the story's longest run of blocks, parted from it by what is not of the story, and
/// has no element that the run has too. Where one comes back the story goes on.
pub(super) fn without_islands(segments: &Segments, probabilities: &[f32], mut classes: Vec<Class>) -> Vec<Class> {
    let blocks = &segments.blocks;
    let letters = |run: &Range<usize>| blocks[run.clone()].iter().map(|b| u64::from(b.chars)).sum::<u64>();
    let runs = runs(&classes);
    let Some(main) = (0..runs.len()).rev().max_by_key(|&n| letters(&runs[n])) else { return classes };
    let element = |b: &Block| (segments.containers[b.container()].element, b.kind.heading());
    let of_story: HashSet<_> = runs[..=main].iter().flat_map(|run| &blocks[run.clone()]).map(element).collect();
    for run in &runs[main + 1..] {
        let inside = || run.clone().filter(|&i| classes[i] == Class::Body);
        if inside().any(|i| of_story.contains(&element(&blocks[i]))) {
            break;
        }
        let own: f32 = inside().map(|i| blocks[i].chars as f32).sum();
        let mean = inside().map(|i| probabilities[i] * blocks[i].chars as f32).sum::<f32>() / own.max(1.0);
        if own > MAX_SHARE * letters(&runs[main]) as f32 || mean > MAX_PROBABILITY {
            break;
        }
        for i in run.clone() {
            if classes[i] == Class::Body {
                classes[i] = Class::Other;
            }
        }
    }
    classes
}

/// The runs of blocks of the story, over figures and boxes too.
fn runs(classes: &[Class]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (i, class) in classes.iter().enumerate() {
        match (class, runs.last_mut().filter(|_| open)) {
            (Class::Body, Some(run)) => run.end = i + 1,
            (Class::Body, None) => {
                runs.push(i..i + 1);
                open = true;
            }
            (Class::Other, _) => open = false,
            (Class::Boxed, _) => {}
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::segments_of;

    const A: &str =
        "<p>The harbour master of the town said on Monday that the pier, which was built in 1887, would be closed.</p>";
    const LINE: &str = "<b>Home</b>";

    fn kept(html: &str) -> usize {
        let segments = segments_of(html);
        let class = |b: &Block| if b.text == "Home" { Class::Other } else { Class::Body };
        let classes = segments.blocks.iter().map(class).collect();
        without_islands(&segments, &vec![0.6; segments.blocks.len()], classes)
            .iter()
            .filter(|c| **c == Class::Body)
            .count()
    }

    #[test]
    fn what_is_made_otherwise_behind_a_gap_is_none_of_the_story() {
        let foot =
            "<div class=foot>All that the paper prints is owned by the paper, and may not be printed again.</div>";
        assert_eq!(kept(&format!("{A}{A}<div>{LINE}</div>{foot}")), 2);
        assert_eq!(kept(&format!("{A}{A}{foot}")), 3);
        // The story goes on.
        assert_eq!(kept(&format!("{A}{A}<div>{LINE}</div>{A}")), 3);
        assert_eq!(kept(&format!("{A}{A}<div>{LINE}</div>{A}<div>{LINE}</div>{foot}")), 4);
    }
}
