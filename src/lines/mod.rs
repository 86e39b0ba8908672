//! What a line is by its words alone: a byline, a credit, a speaker, a notice. Pages of markup and of plain text share it.

pub(crate) mod byline;
pub(crate) mod credit;
pub(crate) mod date_line;
mod name_tail;
pub(crate) mod names;
pub(crate) mod notice;
pub(crate) mod quotation;
mod reporter;
mod sentence;

pub(crate) use sentence::{ends_sentence, ends_whole_sentence, leads_in, leads_on};
