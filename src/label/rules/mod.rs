//! Which blocks are the flow of the story, by rules made by hand.
//!
//! Every block has a worth, by its own shape and names alone: running prose is worth much, labels and links are worth less
//! than nothing. The story is the container whose blocks are worth most together: going further up it would take in more
//! rubbish than prose. Within it, a second pass looks at each block with its neighbours, as jusText does. What comes of that
//! is one of the features of the model, which has the last word.

mod classify;
mod lists;
mod neighbours;
mod notice;
mod thresholds;
mod worth;

pub(super) use classify::{ByRules, Class, Teller, classify_by_rules, without_end_notes};
pub(super) use lists::Lists;
pub(super) use notice::is_notice;
pub(super) use thresholds::{ALL_LINKS_SHARE, CORE_WORTH, MIN_STORY_LETTERS};
