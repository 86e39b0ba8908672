//! Phrases that a text may begin with.

use std::ops::Deref;

/// Phrases that many texts are asked for: which pairs of bytes begin one tells nearly all of the texts apart that begin with
/// none.
pub(crate) struct Phrases {
    all: &'static [&'static str],
    /// A bit for each pair, by [`place`].
    begins: [u64; PLACES / 64],
}

const PLACES: usize = 2048;

/// The bit of a pair of bytes; pairs may share one.
const fn place(one: u8, two: u8) -> usize {
    (one as usize * 37 + two as usize) % PLACES
}

impl Phrases {
    /// Phrases in lower case, each of two bytes or more.
    pub(super) const fn of(all: &'static [&'static str]) -> Phrases {
        let mut begins = [0; PLACES / 64];
        let mut at = 0;
        while at < all.len() {
            let place = place(all[at].as_bytes()[0], all[at].as_bytes()[1]);
            begins[place / 64] |= 1 << (place % 64);
            at += 1;
        }
        Phrases { all, begins }
    }

    /// What [`starts_with`](super::starts_with) says.
    pub(crate) fn start(&self, text: &str) -> Option<usize> {
        if let Some([one, two]) = text.as_bytes().first_chunk::<2>().filter(|two| two.is_ascii()) {
            let place = place(one.to_ascii_lowercase(), two.to_ascii_lowercase());
            if self.begins[place / 64] & 1 << (place % 64) == 0 {
                return None;
            }
        }
        super::starts_with(text, self.all)
    }
}

impl Deref for Phrases {
    type Target = [&'static str];

    fn deref(&self) -> &Self::Target {
        self.all
    }
}

impl<'p> IntoIterator for &'p Phrases {
    type Item = &'p &'static str;
    type IntoIter = std::slice::Iter<'p, &'static str>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{BY, CREDIT, NOT_STORY, PUBLISHED, UPDATED, starts_with};

    #[test]
    fn no_beginning_is_passed_over() {
        for list in [&BY, &CREDIT, &NOT_STORY, &PUBLISHED, &UPDATED] {
            for phrase in list {
                for text in [format!("{phrase} x"), phrase.to_uppercase(), format!("x{phrase}"), "\u{212a}y".to_owned()]
                {
                    assert_eq!(list.start(&text), starts_with(&text, list), "{text}");
                }
            }
            assert_eq!((list.start(""), list.start("b")), (None, None));
        }
    }
}
