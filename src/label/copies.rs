//! Text that a page holds twice or three times, once for each layout of it.

use crate::segment::{Block, Segments};
use crate::text::hashed::HashMap;

/// Letters of a run; a single line that comes back may be meant.
const MIN_LETTERS: u32 = 150;

/// Letters of the longest: lists of links stand over a page and under it.
const MIN_PARAGRAPH: u32 = 80;

/// By how much more text, as a fraction, an element is the fuller one: a line or a title beside the text does not count.
const FULLER: (u32, u32) = (5, 4);

/// Whether each block is of a run that the page holds elsewhere as well, where the other one is taken: of two the one whose
/// element holds clearly more text, else the first.
pub(super) fn copies(segments: &Segments) -> Vec<bool> {
    let blocks = &segments.blocks;
    let parent = |i: usize| segments.containers[blocks[i].container()].parent();
    let mut letters = vec![0u32; segments.containers.len()];
    (0..blocks.len()).for_each(|i| letters[parent(i)] += blocks[i].chars);
    let of_parent = |i: usize| letters[parent(i)];
    let texts: Vec<u64> = blocks.iter().map(Block::text_hash).collect();
    let mut first: HashMap<u64, usize> = HashMap::default();
    let mut copies = vec![false; blocks.len()];
    let mut i = 0;
    while i < blocks.len() {
        let Some(&earlier) = first.get(&texts[i]) else {
            first.insert(texts[i], i);
            i += 1;
            continue;
        };
        // A run that runs into itself is one line again and again.
        let most = (i - earlier).min(blocks.len() - i);
        let run = (0..most).take_while(|&n| texts[earlier + n] == texts[i + n]).count();
        if is_story_like(&blocks[i..i + run]) {
            let fuller = of_parent(i) * FULLER.1 > of_parent(earlier) * FULLER.0;
            let copy = if fuller { earlier } else { i };
            copies[copy..copy + run].fill(true);
            if fuller {
                first.extend((i..i + run).map(|n| (texts[n], n)));
            }
        }
        i += run.max(1);
    }
    copies
}

fn is_story_like(run: &[Block]) -> bool {
    // One line again and again is no layout.
    run.iter().any(|b| b.text != run[0].text)
        && run.iter().any(|b| b.chars >= MIN_PARAGRAPH && b.linked * 2 < b.chars)
        && run.iter().map(|b| b.chars).sum::<u32>() >= MIN_LETTERS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::segments_of;

    const A: &str =
        "<p>The harbour master of the town said on Monday that the pier, which was built in 1887, would be closed.</p>";
    const B: &str =
        "<p>Ferries will leave from the fish quay until then, and the post office brings its sacks there at noon.</p>";

    fn marked(html: &str) -> Vec<bool> {
        copies(&segments_of(html))
    }

    #[test]
    fn runs_that_come_back_are_copies_and_single_lines_are_not() {
        assert_eq!(marked(&format!("<div>{A}{B}</div><div>{A}{B}</div>")), [false, false, true, true]);
        assert_eq!(
            marked(&format!("<div>{A}{B}</div><div>{A}{B}</div><div>{A}{B}</div>")),
            [false, false, true, true, true, true]
        );
        assert_eq!(marked(&format!("<div>{A}{B}</div><div>{A}<p>Read on</p></div>")), [false; 4]);
    }

    #[test]
    fn the_fuller_of_two_is_taken() {
        let more = "<p>Nobody at the council could say on Monday what the new piles would cost, or who is to pay.</p>";
        assert_eq!(marked(&format!("<div>{A}{B}</div><div>{A}{B}{more}</div>")), [true, true, false, false, false]);
        // A title beside it makes none the fuller.
        assert_eq!(
            marked(&format!("<div>{A}{B}</div><div><p>Excerpt</p>{A}{B}</div>")),
            [false, false, false, true, true]
        );
    }

    #[test]
    fn one_line_again_and_again_is_no_layout() {
        let same = A.repeat(5);
        assert_eq!(marked(&format!("<div>{same}</div>")), [false; 5]);
    }
}
