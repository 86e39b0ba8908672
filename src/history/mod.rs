//! The versions of a story over time, out of an archive's captures of it.

mod builder;
mod changes;
mod collect;
mod damaged;
mod likeness;
mod options;
mod pairing;
mod render;
mod sift;
mod versions;
mod words;

#[cfg(test)]
mod tests;

pub use changes::{Change, changes};
pub use options::HistoryOptions;
pub use versions::{CaptureFailure, History, UnlistedArchive, Version};
pub use words::WordChange;
