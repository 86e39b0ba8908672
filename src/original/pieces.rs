//! Pieces of markup that both kinds of pages are written with.

use std::fmt::Write;

/// Bytes of markup behind which a page is broken off: no browser shows more of it in a time that somebody waits.
pub(super) const MAX_MARKUP: usize = 3 << 20;

/// Says that a page goes on.
pub(super) const BROKEN_OFF: &str = "<div class=\"broken-off\">The page goes on; the rest is not shown.</div>";

/// Adds text as markup shows it, good within quotes as well.
pub(super) fn push_escaped(out: &mut String, text: &str) {
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
pub(super) fn block_attributes(block: usize, label: &str) -> String {
    let mut out = format!(" data-block=\"{block}\" data-label=\"");
    push_escaped(&mut out, label);
    _ = write!(out, "\"");
    out
}
