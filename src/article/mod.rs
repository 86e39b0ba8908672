//! The article as data.

mod date;
mod flow;
mod parts;

pub use date::{DateTime, ParseDateTimeError};
pub use flow::{Flow, FlowItem};
pub use parts::{
    Article, Aside, Block, Capture, Comment, Link, Media, MediaKind, Note, NoteKind, Quote, QuoteKind, Warning,
};
