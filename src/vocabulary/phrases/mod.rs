//! What newspapers write around a story, in the languages whose dates we read.
//!
//! A phrase counts only where it stands as such: at the start of a short block, or as the
//! whole of it. All are lower case.

mod begin;
mod credits;
mod no_names;
mod notes;
mod page;
mod paging;
mod people;
mod roles;
mod stamps;
mod stand_ins;
mod times;

pub(crate) use begin::starts_with;
pub(crate) use credits::*;
pub(crate) use no_names::*;
pub(crate) use notes::*;
pub(crate) use page::*;
pub(crate) use paging::*;
pub(crate) use people::*;
pub(crate) use roles::*;
pub(crate) use stamps::*;
pub(crate) use stand_ins::*;
pub(crate) use times::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words_in_any_case() {
        assert_eq!(starts_with("By Ann Lee", &BY), Some(2));
        assert_eq!(starts_with("Bypass opens", &BY), None);
        assert_eq!(starts_with("Écrit par Ann", &BY), Some("Écrit par".len()));
        assert_eq!(starts_with("Photo by Ann", &CREDIT), Some(8));
    }

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
