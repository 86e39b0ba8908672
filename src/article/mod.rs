//! The article as data.

mod block;
mod date;
mod flow;
mod jiff_types;
mod parts;
#[cfg(feature = "schema")]
mod schema;
mod warning;

pub use block::{Block, Emphasis, EmphasisKind, Link};
pub use date::{DateTime, ParseDateTimeError};
pub use flow::{Flow, FlowItem};
pub use jiff_types::BeforeYearZero;
pub use parts::{Article, Aside, Capture, Comment, Image, Media, MediaKind, Note, NoteKind, Quote, QuoteKind};
#[cfg(feature = "schema")]
pub use schema::article_schema;
pub use warning::{Warning, WarningCode};
