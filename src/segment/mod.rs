//! Document to blocks. The DOM ends here: what comes after works on plain data.

mod blocks;
mod boxes;
mod media;
mod table;
mod walk;

#[cfg(test)]
mod tests;

pub(crate) use blocks::{Block, BlockKind, BoxKind, LinkSpan, Medium, Segments, Span};
pub(crate) use walk::segment;
