//! A page as it was, made harmless and with its blocks marked: HTML that may be shown beside the article.
//!
//! Nothing of the page's markup is copied. A list says which elements are shown, all others are plain spans or nothing; a list
//! says which attributes they keep, none of which holds an address, a script or a style; all text is escaped. So whatever a
//! parser makes of the result, it can be none but these elements.

mod elements;
mod marks;
mod markup;
mod plain;

pub(crate) use markup::{Original, marked_markup};
pub(crate) use plain::marked_text;

use std::fmt::Write;

/// Bytes of markup behind which a page is broken off: no browser shows more of it in a time that somebody waits.
const MAX_MARKUP: usize = 3 << 20;

/// Says that a page goes on.
const BROKEN_OFF: &str = "<div class=\"broken-off\">The page goes on; the rest is not shown.</div>";

/// Adds text as markup shows it, good within quotes as well.
fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'', '\0']) {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'&' => out.push_str("&amp;"),
            b'<' => out.push_str("&lt;"),
            b'>' => out.push_str("&gt;"),
            b'"' => out.push_str("&quot;"),
            b'\'' => out.push_str("&#39;"),
            _ => out.push('\u{fffd}'),
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// The attributes by which a block is found again: its index, and its label in words.
fn block_attributes(block: usize, label: &str) -> String {
    let mut out = format!(" data-block=\"{block}\" data-label=\"");
    push_escaped(&mut out, label);
    _ = write!(out, "\"");
    out
}
