//! What the page calls itself, source by source, and how the lines of the page agree with it.

mod kicker;
mod site;
mod title;

pub(super) use kicker::split_line;
pub(super) use site::{begins_with_host, is_site, names_line};
pub(super) use title::{Title, agreed, is_news_record, outweighs};
