//! What a story is about, by its longer words.

use crate::segment::Block;
use crate::text::hashed::HashSet;
use crate::text::runs::{is_long, words};

/// The longer words of a story.
pub(super) struct StoryWords(HashSet<u64>);

impl StoryWords {
    pub(super) fn of<'a>(blocks: impl Iterator<Item = &'a Block>) -> Self {
        /// Blocks: the story is about what it begins with.
        const BLOCKS: usize = 40;
        let prose = blocks.take(BLOCKS).filter(|b| b.kind.heading().is_none());
        StoryWords(prose.flat_map(|b| b.words().iter().copied().filter(|w| is_long(*w))).collect())
    }

    /// The share of a line's longer words that stand in the story too; none where it has no such word.
    pub(super) fn support(&self, line: &str) -> Option<f32> {
        let (mut known, mut all) = (0u32, 0u32);
        for word in words(line).into_iter().filter(|w| is_long(*w)) {
            all += 1;
            known += u32::from(self.0.contains(&word));
        }
        (all > 0).then(|| known as f32 / all as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::segments_of;

    #[test]
    fn a_line_is_supported_by_the_words_that_it_shares() {
        let segments = segments_of("<h2>Ferry</h2><p>The pier of Kelmscar is shut, and the gulls have it.</p>");
        let words = StoryWords::of(segments.blocks.iter());
        assert_eq!(words.support("Pier shut at Kelmscar"), Some(1.0));
        assert_eq!(words.support("Kelmscar Courier"), Some(0.5));
        // Headings are no text, and short words mean nothing.
        assert_eq!(words.support("The ferry"), Some(0.0));
        assert_eq!(words.support("It is so"), None);
    }
}
