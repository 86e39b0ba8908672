//! Heads of records and of HTTP messages.

/// A head: the first line, and the fields in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    first_line: String,
    /// Names in lower case.
    fields: Vec<(String, String)>,
}

impl Head {
    /// Reads a head; line ends may lack their CR, values may go on in the next line, what is no field is left out.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut head = Head::default();
        for (n, line) in bytes.split(|&b| b == b'\n').enumerate() {
            let text = String::from_utf8_lossy(strip_line_end(line));
            if n == 0 {
                head.first_line = text.into_owned();
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

    /// All values of a field, with commas. Servers send one empty beside the true one.
    pub(super) fn get_all(&self, name: &str) -> Option<String> {
        let values: Vec<&str> = self.fields.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect();
        (!values.is_empty()).then(|| values.join(","))
    }

    /// The status of an HTTP answer.
    pub(super) fn status(&self) -> Option<u16> {
        self.first_line.split_ascii_whitespace().nth(1)?.get(..3)?.parse().ok()
    }
}

/// A line without the CR at its end, of which some writers put two.
fn strip_line_end(mut line: &[u8]) -> &[u8] {
    while let Some(shorter) = line.strip_suffix(b"\r") {
        line = shorter;
    }
    line
}

/// What a `Content-Type` tells of whether something is a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MediaClass {
    Page,
    /// Its bytes have to be looked at: servers send pages as all sorts of things.
    Unclear,
    /// Certainly no page.
    Other,
}

impl MediaClass {
    /// By the value of a `Content-Type`.
    pub(super) fn from_content_type(content_type: Option<&str>) -> Self {
        /// First halves of types that are no pages.
        const NO_PAGES: [&str; 6] = ["image", "audio", "video", "font", "model", "multipart"];
        /// Second halves; the parts of a page and what programs exchange.
        const NO_PAGE_SUBTYPES: [&str; 9] = [
            "css",
            "javascript",
            "x-javascript",
            "ecmascript",
            "json",
            "pdf",
            "x-shockwave-flash",
            "x-font-woff",
            "dns",
        ];
        let media = media_type(content_type);
        let (first, second) = media.split_once('/').unwrap_or((&media, ""));
        match media.as_str() {
            "text/html" | "application/xhtml+xml" | "application/vnd.wap.xhtml+xml" | "text/plain" => MediaClass::Page,
            _ if NO_PAGES.contains(&first) || NO_PAGE_SUBTYPES.contains(&second) => MediaClass::Other,
            _ if second.ends_with("+json") || second.ends_with("+xml") => MediaClass::Other,
            _ => MediaClass::Unclear,
        }
    }
}

/// The media type in the value of a `Content-Type`, in lower case and without parameters.
pub(super) fn media_type(content_type: Option<&str>) -> String {
    let ends = |c: char| matches!(c, ';' | ',') || c.is_whitespace();
    content_type.unwrap_or_default().trim().split(ends).next().unwrap_or_default().to_ascii_lowercase()
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
        assert_eq!(head.get_all("empty").as_deref(), Some(",x"));
        assert_eq!(Head::parse(b"HTTP/2 404").status(), Some(404));
        assert_eq!(Head::parse(b"ICY").status(), None);
    }

    #[test]
    fn classes_go_by_the_media_type_alone() {
        let class = |value| MediaClass::from_content_type(Some(value));
        for page in ["Text/HTML;charset=x", "text/html text/html", "text/plain, text/html", " text/html "] {
            assert_eq!(class(page), MediaClass::Page, "{page}");
        }
        for other in ["image/png", "text/css", "application/rss+xml", "application/ld+json; x", "VIDEO/mp4"] {
            assert_eq!(class(other), MediaClass::Other, "{other}");
        }
        for unclear in ["", "html", "*/*", "text/xml", "application/octet-stream", "text/html/plain", "no-type"] {
            assert_eq!(class(unclear), MediaClass::Unclear, "{unclear}");
        }
        assert_eq!(MediaClass::from_content_type(None), MediaClass::Unclear);
    }
}
