//! What newspapers write around a story, in the languages whose dates we read.
//!
//! A phrase counts only where it stands as such: at the start of a short block, or as the
//! whole of it. All are lower case.

mod begin;
mod credits;
mod no_names;
mod notes;
mod page;
mod people;
mod roles;
mod stamps;
mod stand_ins;
mod times;

pub(crate) use credits::*;
pub(crate) use no_names::*;
pub(crate) use notes::*;
pub(crate) use page::*;
pub(crate) use people::*;
pub(crate) use roles::*;
pub(crate) use stamps::*;
pub(crate) use stand_ins::*;
pub(crate) use times::*;

/// The first of `phrases` that `text`, in whatever case, starts with as a whole word; its length in the text.
pub(crate) fn starts_with(text: &str, phrases: &[&str]) -> Option<usize> {
    // Most texts begin with none of them: the first two letters tell at once.
    if let Some([one, two]) = text.as_bytes().first_chunk::<2>().filter(|two| two.is_ascii()) {
        let (one, two) = (one.to_ascii_lowercase(), two.to_ascii_lowercase());
        let begins = |p: &&&str| p.as_bytes().first() == Some(&one) && p.as_bytes().get(1).is_none_or(|b| *b == two);
        return phrases.iter().filter(begins).filter_map(|p| prefix(text, p)).max();
    }
    let first = text.chars().next()?.to_lowercase().next();
    phrases.iter().filter(|p| p.chars().next() == first).filter_map(|p| prefix(text, p)).max()
}

/// The length of the start of `text` that equals `phrase` but for case and ends at a word's end.
fn prefix(text: &str, phrase: &str) -> Option<usize> {
    let mut rest = text.char_indices();
    for want in phrase.chars() {
        let (_, c) = rest.next()?;
        if c != want && !c.to_lowercase().eq(std::iter::once(want)) {
            return None;
        }
    }
    let end = rest.clone().next().map_or(text.len(), |(i, _)| i);
    let goes_on = text[end..].chars().next().is_some_and(char::is_alphanumeric);
    let worded = phrase.chars().next_back().is_some_and(char::is_alphanumeric);
    (!(goes_on && worded)).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words_in_any_case() {
        assert_eq!(starts_with("By Ann Lee", BY), Some(2));
        assert_eq!(starts_with("Bypass opens", BY), None);
        assert_eq!(starts_with("Écrit par Ann", BY), Some("Écrit par".len()));
        assert_eq!(starts_with("Photo by Ann", CREDIT), Some(8));
    }
}
