//! The frame of the story: an element of its own that holds headline and text. Where the page repeats it, another story begins.

use super::evidence::Evidence;
use super::extent::story_letters;
use super::labels::{LabelKind, Labels, Proposals};
use crate::dom::Tag;
use crate::segment::Block;
use crate::text::hashed::{HashMap, HashSet};

/// Letters of the story that stand in its frame at least: a headline may have a frame without the text.
const MIN_LETTERS: u64 = 200;

/// One part in so many of the flow's letters stands in the story's frame at least.
const MIN_PART: u64 = 4;

/// Blocks at the beginning of a frame among which its headline stands.
const REACH: usize = 4;

/// Takes out of the flow what stands in a frame like the story's own, behind it, under a headline of its own.
pub(super) fn frames(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    let mut proposals = Proposals::default();
    let containers = &evidence.segments.containers;
    let Some(frame) = frame_of_story(evidence, labels) else { return proposals };
    // Containers stand in document order, so what stands in one is a range behind it.
    let mut inside = vec![false; containers.len()];
    inside[frame] = true;
    let mut of: Vec<Option<usize>> = vec![None; containers.len()];
    for i in frame + 1..containers.len() {
        let parent = containers[i].parent();
        inside[i] = inside[parent];
        of[i] = of[parent].or_else(|| (!inside[i] && is_alike(evidence, i, frame)).then_some(i));
    }
    let headed = headed(evidence.blocks(), &of);
    for i in labels.story() {
        if of[evidence.blocks()[i].container()].is_some_and(|frame| headed.contains(&frame)) {
            proposals.propose(i, LabelKind::Foreign, "in the frame of another story");
        }
    }
    proposals
}

/// The innermost element around headline and story that may be a frame.
fn frame_of_story(evidence: &Evidence<'_>, labels: &Labels) -> Option<usize> {
    let (blocks, containers) = (evidence.blocks(), &evidence.segments.containers);
    let headline = labels.headline().block?;
    let letters = story_letters(evidence, labels);
    let mut at = blocks[headline].container();
    while at != 0 {
        let is_frame =
            !matches!(containers[at].tag, Tag::Body | Tag::Html | Tag::Main | Tag::H1 | Tag::H2 | Tag::Header);
        if is_frame && letters[at] >= MIN_LETTERS && letters[at] * MIN_PART >= letters[0] {
            return Some(at);
        }
        at = containers[at].parent();
    }
    None
}

/// Whether a container is made as the frame of the story is.
fn is_alike(evidence: &Evidence<'_>, i: usize, frame: usize) -> bool {
    let (own, of_story) = (&evidence.segments.containers[i], &evidence.segments.containers[frame]);
    own.tag == Tag::Article || own.element == of_story.element && own.parent() == of_story.parent()
}

/// The frames that begin with a headline.
fn headed(blocks: &[Block], of: &[Option<usize>]) -> HashSet<usize> {
    let mut seen: HashMap<usize, usize> = HashMap::default();
    let mut headed = HashSet::default();
    for b in blocks {
        let Some(frame) = of[b.container()] else { continue };
        let count = seen.entry(frame).or_default();
        *count += 1;
        if *count <= REACH && b.kind.heading().is_some() {
            headed.insert(frame);
        }
    }
    headed
}

#[cfg(test)]
mod tests {
    use crate::label::label;
    use crate::label::tests::TestPage;

    const A: &str = "<p>The harbour master of the town said on Monday that the pier, which was built in 1887, would be closed.</p>\
        <p>Ferries will leave from the fish quay until then, and the post office brings its sacks there at noon.</p>\
        <p>Divers who looked at the piles in March found that worms had eaten through eleven of them since the war.</p>";
    const B: &str = "<p>A barn full of carved horses was found in Norfolk, where a showman had left them in the winter of 1939.</p>\
        <p>Each of them has its name painted on its neck, and the first that was brought out is called Lady Hetty.</p>";

    fn reasons(html: &str) -> usize {
        let page = TestPage::new(html);
        let labels = label(&page.evidence()).unwrap();
        labels.all().iter().filter(|l| l.reason() == "in the frame of another story").count()
    }

    #[test]
    fn a_second_frame_with_a_headline_is_another_story() {
        let title = "<title>Pier closed</title>";
        let story = format!("<h1>Pier closed</h1><p>By Ann Lee</p>{A}");
        let page = TestPage::new(&format!(
            "{title}<article>{story}</article><article><h2><a href=/2>Horses found</a></h2>{B}</article>"
        ));
        let labels = label(&page.evidence()).unwrap();
        assert_eq!(labels.story().count(), 3);
        // Parts of one story, and a frame without a headline, are the story's.
        assert_eq!(reasons(&format!("{title}<article>{story}<article><h2>Horses</h2>{B}</article></article>")), 0);
        assert_eq!(reasons(&format!("{title}<article>{story}</article><article>{B}</article>")), 0);
    }
}
