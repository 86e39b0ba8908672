//! Document to blocks. The DOM ends here: what comes after works on plain data.

mod blocks;
mod boxes;
mod marks;
mod media;
mod memo;
mod table;
mod text_blocks;
mod walk;

#[cfg(test)]
mod tests;

pub(crate) use blocks::{Block, BlockKind, BoxKind, Container, Medium, Segments, Source, TableData, TableReading};
pub(crate) use marks::{LinkSpan, Span};
pub(crate) use media::is_furniture;
pub(crate) use text_blocks::TextSegments;
pub(crate) use walk::segment;
