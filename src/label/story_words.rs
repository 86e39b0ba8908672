//! What a story is about, by its longer words.

use std::collections::HashSet;

use crate::segment::Block;
use crate::text::compare::normalize_for_comparison;
use crate::text::hash;

/// The longer words of a story.
pub(super) struct StoryWords(HashSet<u64>);

impl StoryWords {
    pub(super) fn of<'a>(blocks: impl Iterator<Item = &'a Block>) -> Self {
        /// Blocks: the story is about what it begins with.
        const BLOCKS: usize = 40;
        let prose = blocks.take(BLOCKS).filter(|b| b.kind.heading().is_none());
        StoryWords(prose.flat_map(|b| longer_words(&b.text)).collect())
    }

    /// The share of a line's longer words that stand in the story too; none where it has no such word.
    pub(super) fn support(&self, line: &str) -> Option<f32> {
        let words = longer_words(line);
        let known = words.iter().filter(|w| self.0.contains(*w)).count();
        (!words.is_empty()).then(|| known as f32 / words.len() as f32)
    }
}

/// Hashes of the words that mean something: those of four letters and more.
fn longer_words(text: &str) -> Vec<u64> {
    const MIN_LETTERS: usize = 4;
    let normalized = normalize_for_comparison(text);
    normalized.split(' ').filter(|w| w.chars().count() >= MIN_LETTERS).map(|w| hash(0, w.as_bytes())).collect()
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
