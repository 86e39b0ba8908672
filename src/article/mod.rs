//! The article as data.

mod block;
mod date;
mod flow;
mod parts;
#[cfg(feature = "schema")]
mod schema;

pub use block::{Block, Emphasis, EmphasisKind, Link};
pub use date::{DateTime, ParseDateTimeError};
pub use flow::{Flow, FlowItem};
pub use parts::{Article, Aside, Capture, Comment, Image, Media, MediaKind, Note, NoteKind, Quote, QuoteKind, Warning};
#[cfg(feature = "schema")]
pub use schema::article_schema;
