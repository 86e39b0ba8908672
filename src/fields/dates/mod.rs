//! When it was published, when changed: every source has a vote, by its trust and its place on the page.

mod candidate;
mod candidates;
mod card;
mod clock;
mod labels;
mod month;
mod places;
mod published;
mod reader;
mod vote;

pub(crate) use published::{Dates, dates};
