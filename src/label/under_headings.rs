//! What stands under a heading that is none of the story's, in an element that holds none of the story before it.

use super::evidence::Evidence;
use super::labels::{LabelKind, Labels, Proposals};
use crate::lines::notice::is_tool_label;
use crate::segment::{Block, BlockKind};
use crate::vocabulary::{Hints, phrases};

/// One part in so many of the flow's letters stands before such a heading at least; before a line that leads on so many
/// letters, for what is under it may be longer than the story.
const MIN_PART_BEFORE: u64 = 2;
const MIN_LETTERS_BEFORE: u64 = 500;

/// The rank of a line that leads on: below all headings.
const LINE: u8 = 7;

/// Takes out of the flow what stands under headings that lead away from the story: up to the next heading of their rank, or to
/// the end of the element around them.
pub(super) fn under_headings(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    let mut proposals = Proposals::default();
    let (blocks, containers) = (evidence.blocks(), &evidence.segments.containers);
    let letters = |i: usize| u64::from(blocks[i].chars);
    let all: u64 = labels.story().map(letters).sum();
    // The elements around the story so far, each with what is right in it.
    let mut of_story = vec![false; containers.len()];
    let mut before = 0;
    let mut i = 0;
    while i < blocks.len() {
        let Some(rank) = rank_of_other(&blocks[i])
            .filter(|&rank| before * MIN_PART_BEFORE >= all || rank == LINE && before >= MIN_LETTERS_BEFORE)
            .filter(|_| !labels.is_in_box(i))
        else {
            if labels.is_story(i) {
                before += letters(i);
                of_story[containers[blocks[i].container()].parent()] = true;
            }
            i += 1;
            continue;
        };
        let around = containers[blocks[i].container()].parent();
        let own = i;
        i += 1;
        while i < blocks.len()
            && !ends_part(evidence, i, rank, around, &of_story)
            && is_within(evidence, blocks[i].container(), around)
        {
            if labels.is_story(i) && of_story[containers[blocks[i].container()].parent()] {
                break;
            }
            if labels.is_story(i) {
                proposals.propose(i, LabelKind::Foreign, "under a heading that leads away from the story");
            }
            i += 1;
        }
        if labels.is_story(own) {
            proposals.propose(own, LabelKind::Foreign, "a heading that leads away from the story");
        }
    }
    proposals
}

/// The rank of a heading, or of a line that leads on, that is known to be none of the story's.
fn rank_of_other(b: &Block) -> Option<u8> {
    /// Letters of a heading.
    const MAX_LETTERS: u32 = 80;
    /// Letters of a line that stands for one.
    const MAX_LINE_LETTERS: u32 = 40;
    let leads = || phrases::starts_with(&b.text, phrases::ELSEWHERE).is_some();
    let Some(rank) = b.kind.heading() else {
        let is_line = b.kind == BlockKind::Paragraph && b.chars <= MAX_LINE_LETTERS && b.text.trim_end().ends_with(':');
        return (is_line && leads()).then_some(LINE);
    };
    let named = b.hints.any(Hints::RELATED | Hints::COMMENTS | Hints::SIGNUP | Hints::SHARE);
    let told = || is_tool_label(&b.text) || b.chars <= MAX_LETTERS && (leads() || phrases::is_about_comments(&b.text));
    (named || told()).then_some(rank)
}

/// Whether a block is a heading that ends what stands under one of this rank: it stands beside it, or among the story.
fn ends_part(evidence: &Evidence<'_>, i: usize, rank: u8, around: usize, of_story: &[bool]) -> bool {
    let b = &evidence.blocks()[i];
    let parent = evidence.segments.containers[b.container()].parent();
    b.kind.heading().is_some_and(|level| level <= rank) && (parent == around || of_story[parent])
}

/// Whether a container is another one, or stands in it.
fn is_within(evidence: &Evidence<'_>, mut container: usize, around: usize) -> bool {
    // A parent stands before its children.
    while container > around {
        container = evidence.segments.containers[container].parent();
    }
    container == around
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::TestPage;

    const A: &str = "<p>The harbour master of the town said on Monday that the pier, which was built in 1887, would be closed.</p>\
        <p>Ferries will leave from the fish quay until then, and the post office brings its sacks there at noon.</p>\
        <p>Divers who looked at the piles in March found that worms had eaten through eleven of them since the war.</p>";
    const B: &str = "<p>A barn full of carved horses was found in Norfolk, where a showman had left them in 1939.</p>";

    fn taken_out(html: &str) -> usize {
        let page = TestPage::new(html);
        let kinds: Vec<LabelKind> = page
            .segments
            .blocks
            .iter()
            .map(|b| if b.kind.heading().is_some() { LabelKind::Heading } else { LabelKind::Paragraph })
            .collect();
        under_headings(&page.evidence(), &page.labels(&kinds)).labels.len()
    }

    #[test]
    fn what_stands_under_a_tools_label_goes_with_it() {
        assert_eq!(taken_out(&format!("<div>{A}</div><h3>Related stories</h3><div>{B}</div>")), 2);
        assert_eq!(taken_out(&format!("<div>{A}</div><h3>What you said</h3><div><h4>Ann</h4>{B}</div>")), 3);
        // The next heading of its rank ends it, as does an element that holds the story.
        assert_eq!(
            taken_out(&format!("<div>{A}</div><h3>Related stories</h3><div>{B}</div><h3>The piles</h3><p>Of oak.</p>")),
            2
        );
        assert_eq!(taken_out(&format!("<div>{A}<h3>Related stories</h3>{B}</div>")), 1);
        // So do other words, and a place before the story.
        assert_eq!(taken_out(&format!("<div>{A}</div><h3>The horses</h3><div>{B}</div>")), 0);
        assert_eq!(taken_out(&format!("<h3>Related stories</h3><div>{B}</div><div>{A}</div>")), 0);
    }

    #[test]
    fn a_line_that_leads_on_does_as_well() {
        let slides = format!("<ul><li><h4>One</h4>{B}</li><li><h4>Two</h4>{B}</li></ul>");
        assert_eq!(taken_out(&format!("<div>{A}{A}<p>Also on Harbour News:</p><div>{slides}</div></div>")), 5);
        assert_eq!(taken_out(&format!("<div>{A}{A}<p>The master said:</p><div>{slides}</div></div>")), 0);
    }
}
