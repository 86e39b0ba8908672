//! The words by which pages are read, as data: what templates call their elements, and
//! what newspapers write around a story.

pub(crate) mod agencies;
mod hint_set;
pub(crate) mod language;
mod name_words;
mod names;
mod paths;
pub(crate) mod phrases;

pub(crate) use hint_set::Hints;
#[cfg(test)]
pub(crate) use name_words::known_words;
pub(crate) use names::hints;
pub(crate) use paths::{is_page_word, leads_to_writer};
