//! Whether bytes are HTML, by their beginning.

/// Tags by which the beginning of HTML is known, as the WHATWG's rules for telling media types have them.
const FIRST_TAGS: [&str; 21] = [
    "!doctype html",
    "html",
    "head",
    "script",
    "iframe",
    "h1",
    "div",
    "font",
    "table",
    "a",
    "style",
    "title",
    "b",
    "body",
    "br",
    "p",
    "meta",
    "frameset",
    "link",
    "base",
    "center",
];

/// How much of a text in UTF-16 is looked at.
const MAX_UTF16_BYTES: usize = 8 << 10;

/// Whether the bytes begin as HTML does: behind comments and the instructions of XML stands a tag of HTML.
pub(super) fn looks_like_html(bytes: &[u8]) -> bool {
    let ascii: Vec<u8>;
    let bytes = match bytes {
        // UTF-16: what is HTML in it is ASCII with a NUL beside each letter.
        [0xff, 0xfe, rest @ ..] | [0xfe, 0xff, rest @ ..] => {
            ascii = rest.iter().take(MAX_UTF16_BYTES).copied().filter(|&b| b != 0).collect();
            &ascii[..]
        }
        bytes => bytes,
    };
    let mut rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let mut passed = false;
    loop {
        let end: &[u8] = match rest {
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            [b'<', b'?', ..] => b">",
            _ => break,
        };
        // A comment that does not end is nothing that XML has.
        let is_comment = end.len() == 3;
        match memchr::memmem::find(rest, end) {
            Some(n) => rest = rest.get(n + end.len()..).unwrap_or_default().trim_ascii_start(),
            None => return is_comment,
        }
        passed |= is_comment;
    }
    // A comment and text behind it, which no other form begins with.
    if passed && !rest.starts_with(b"<") {
        return true;
    }
    let Some(rest) = rest.strip_prefix(b"<") else { return false };
    FIRST_TAGS.iter().any(|tag| {
        let Some((name, after)) = rest.split_at_checked(tag.len()) else { return false };
        name.eq_ignore_ascii_case(tag.as_bytes())
            && after.first().is_none_or(|b| matches!(b, b'>' | b'/') || b.is_ascii_whitespace())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_shows_at_its_beginning() {
        for yes in [
            "<!DOCTYPE html>",
            " \n<HTML>",
            "\u{feff}<head>",
            "<?xml version='1.0'?>\n<html>",
            "<!-- x -->",
            "<!-- x -->\n<!doctype html>",
            "<?xml version='1.0'?><!-- x --><!DOCTYPE html PUBLIC 'x'>",
            "<p>one",
            "<br/>",
        ] {
            assert!(looks_like_html(yes.as_bytes()), "{yes}");
        }
        for no in
            ["", "<svg>", "{}", "WARC/1.0", "<?xml?><rss>", "<?xml?><!-- x --><rss>", "<para>", "<?php", "body {}"]
        {
            assert!(!looks_like_html(no.as_bytes()), "{no}");
        }
    }
}
