//! Labelled blocks and metadata to found values: a file or folder a field, each a function that changes nothing.

mod asides;
mod body;
mod byline;
mod comments;
mod dates;
mod description;
mod found;
mod headline;
mod image;
mod kicker;
mod language;
mod media;
mod next_page;
mod notes;
mod pieces;
mod quotes;
mod section;
mod site_name;
mod standfirst;
mod tags;

#[cfg(test)]
mod tests;

pub(crate) use asides::asides;
pub(crate) use body::body;
pub(crate) use byline::{authors, byline};
pub(crate) use comments::comments;
pub(crate) use dates::{Dates, dates};
pub(crate) use description::description;
pub(crate) use found::{Anchored, Found};
pub(crate) use headline::headline;
pub(crate) use image::image;
pub(crate) use kicker::kicker;
pub(crate) use language::language;
pub(crate) use media::media;
pub(crate) use next_page::next_page;
pub(crate) use notes::notes;
pub(crate) use pieces::WantedMarks;
pub(crate) use quotes::quotes;
pub(crate) use section::section;
pub(crate) use site_name::site_name;
pub(crate) use standfirst::standfirst;
pub(crate) use tags::tags;
