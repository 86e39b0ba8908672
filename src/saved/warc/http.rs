//! Heads of records and of HTTP messages.

/// A head: the first line, and fields in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    pub(super) first: String,
    /// Names in lower case.
    fields: Vec<(String, String)>,
}

impl Head {
    /// Reads a head; line ends may lack their CR, values may go on in the next line, what is no field is left out.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut head = Head::default();
        for (n, line) in bytes.split(|&b| b == b'\n').enumerate() {
            let text = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line));
            if n == 0 {
                head.first = text.into_owned();
            } else if text.starts_with([' ', '\t']) {
                if let Some((_, value)) = head.fields.last_mut() {
                    let more = text.trim();
                    if !value.is_empty() && !more.is_empty() {
                        value.push(' ');
                    }
                    value.push_str(more);
                }
            } else if let Some((name, value)) = text.split_once(':') {
                head.fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        head
    }

    /// The first value of a field that is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.as_str())
    }

    /// All values of a field. Servers send one empty beside the true one.
    pub(super) fn all(&self, name: &str) -> Option<String> {
        let values: Vec<&str> = self.fields.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect();
        (!values.is_empty()).then(|| values.join(","))
    }

    /// The status of an HTTP answer.
    pub(super) fn status(&self) -> Option<u16> {
        self.first.split_ascii_whitespace().nth(1)?.get(..3)?.parse().ok()
    }
}

/// What a page may be sent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Page,
    Other,
    /// Not told.
    Unknown,
}

impl Kind {
    /// By the value of a `Content-Type`.
    pub(super) fn of(content_type: Option<&str>) -> Self {
        let media = content_type.unwrap_or_default().split([';', ',']).next().unwrap_or_default().trim();
        match media.to_ascii_lowercase().as_str() {
            "text/html" | "application/xhtml+xml" | "application/vnd.wap.xhtml+xml" | "text/plain" => Kind::Page,
            // What servers say when they do not know.
            "" | "unknown" | "unk" | "no-type" | "application/unknown" => Kind::Unknown,
            _ => Kind::Other,
        }
    }
}

/// Whether the bytes begin as HTML does.
pub(in crate::saved) fn looks_like_html(bytes: &[u8]) -> bool {
    const MARKS: [&[u8]; 9] =
        [b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<meta", b"<!--", b"<script", b"<table"];
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    // An XML declaration before it.
    let bytes = match bytes.starts_with(b"<?xml") {
        true => memchr::memchr(b'>', bytes).and_then(|n| bytes.get(n + 1..)).unwrap_or(bytes).trim_ascii_start(),
        false => bytes,
    };
    MARKS.iter().any(|mark| bytes.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_in_every_spelling() {
        let head =
            Head::parse(b"HTTP/1.1 200 OK\ncontent-type: text/html;\n  charset=utf-8\r\nX\r\nEMPTY:\r\nEmpty: x");
        assert_eq!(head.status(), Some(200));
        assert_eq!(head.get("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(head.get("empty"), Some("x"));
        assert_eq!(head.all("empty").as_deref(), Some(",x"));
        assert_eq!(Head::parse(b"HTTP/2 404").status(), Some(404));
        assert_eq!(Head::parse(b"ICY").status(), None);
    }

    #[test]
    fn kinds_go_by_the_media_type_alone() {
        assert_eq!(Kind::of(Some("Text/HTML;charset=x")), Kind::Page);
        assert_eq!(Kind::of(Some("image/png")), Kind::Other);
        assert_eq!(Kind::of(None), Kind::Unknown);
    }

    #[test]
    fn html_shows_at_its_beginning() {
        for yes in ["<!DOCTYPE html>", " \n<HTML>", "\u{feff}<head>", "<?xml version='1.0'?>\n<html>", "<!-- x -->"] {
            assert!(looks_like_html(yes.as_bytes()), "{yes}");
        }
        for no in ["", "<svg>", "{}", "WARC/1.0", "<?xml?><rss>"] {
            assert!(!looks_like_html(no.as_bytes()), "{no}");
        }
    }
}
