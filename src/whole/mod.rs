//! Stories over several pages, and those that stand in a frame, as one article each.

#[cfg(feature = "fetch")]
mod follow;
mod joining;
mod story;
#[cfg(test)]
mod tests;

pub use story::WholeStory;
