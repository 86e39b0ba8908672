//! The words by which pages are read, as data: what templates call their elements, and
//! what newspapers write around a story.

mod names;
pub(crate) mod phrases;

pub(crate) use names::{Hints, hints};
