//! A page as it was, made harmless and with its blocks marked: HTML that may be shown beside the article.
//!
//! Nothing of the page's markup is copied. A list says which elements are shown, all others are plain spans or nothing; a list
//! says which attributes they keep, none of which holds an address, a script or a style; all text is escaped. So whatever a
//! parser makes of the result, it can be none but these elements.

mod elements;
mod marks;
mod markup;
mod pieces;
mod plain;

pub(crate) use marks::block_texts;
pub(crate) use markup::{Original, marked_markup};
pub(crate) use plain::marked_text;
