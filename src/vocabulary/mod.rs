//! The words by which pages are read, as data: what templates call their elements, and
//! what newspapers write around a story.

pub(crate) mod agencies;
pub(crate) mod language;
mod names;
mod paths;
pub(crate) mod phrases;

pub(crate) use names::{Hints, hints};
pub(crate) use paths::leads_to_writer;
