//! Dates in links that say more: those of the stories to which the links lead.

use super::candidate::{Candidate, Meaning};
use super::places::Place;
use crate::text::compare::alphanumeric_key;
use crate::text::letter_count;

/// Whose date a link holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Card {
    /// The story's own, in a list of stories.
    Own,
    Other,
}

/// Whose date a link holds, by the title beside it; none if there is no title. `key` is that of the story's headline.
pub(super) fn of_link(link: &str, dated: &str, key: &str) -> Option<Card> {
    /// Letters besides the date: `Published` with a clock is no title.
    const MIN_LETTERS: u32 = 16;
    /// Bytes of the key of a headline that stands nowhere by chance.
    const MIN_KEY: usize = 12;
    if letter_count(link).saturating_sub(letter_count(dated)) <= MIN_LETTERS {
        return None;
    }
    let is_own = key.len() >= MIN_KEY && alphanumeric_key(link).contains(key);
    Some(if is_own { Card::Own } else { Card::Other })
}

impl Card {
    /// The date of such a link, if it may be the story's.
    pub(super) fn placed(self, date: Candidate<'_>) -> Option<Candidate<'_>> {
        let own = Candidate { place: Place::Nowhere, meaning: Meaning::Published, is_aside: false, ..date };
        (self == Card::Own).then_some(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_beside_a_date_tells_whose_it_is() {
        let of = |link| of_link(link, "5 June 2025", &alphanumeric_key("The ferry that would not"));
        assert_eq!(of("5 June 2025 A bell for every street"), Some(Card::Other));
        assert_eq!(of("5 June 2025 The ferry that would not"), Some(Card::Own));
        assert_eq!(of("Published 5 June 2025"), None);
    }
}
