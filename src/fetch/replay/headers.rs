//! The headers that a page was captured with, out of those of an archive's answer.

use crate::fetch::transport::Response;

use super::classify::captured_content_type;

/// What archives put before the name of a captured header.
const PREFIX: &str = "x-archive-orig-";

/// What pywb hands on with the prefix alone, and what it adds: without the prefix these are of the archive's own server. A cookie
/// may be either's, and one of the archive's is nobody else's business.
const OF_THE_ARCHIVE: &[&str] = &[
    "age",
    "alt-svc",
    "cache-control",
    "connection",
    "content-location",
    "content-md5",
    "content-security-policy",
    "content-security-policy-report-only",
    "date",
    "etag",
    "expires",
    "keep-alive",
    "last-modified",
    "memento-datetime",
    "nel",
    "p3p",
    "pragma",
    "preference-applied",
    "public-key-pins",
    "report-to",
    "retry-after",
    "server",
    "server-timing",
    "set-cookie",
    "status",
    "strict-transport-security",
    "tk",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "vary",
    "via",
    "warning",
    "x-frame-options",
    "x-request-id",
    "x-served-by",
    "x-timer",
    "x-varnish",
    "x-xss-protection",
];

/// With what else the headers of archives and of the machines before them begin.
const PREFIXES_OF_THE_ARCHIVE: &[&str] = &["x-archive-", "x-cache", "cf-"];

/// The headers of the captured page, names in lower case, in the order in which they came: those that the archive marks as captured,
/// with its `Content-Type`; pywb hands on all others than are listed above as they were.
pub(super) fn captured_headers(response: &Response, is_pywb: bool) -> Vec<(String, String)> {
    let mut content_type = captured_content_type(response);
    let mut out = Vec::new();
    for (name, value) in response.header_texts() {
        match name.strip_prefix(PREFIX).unwrap_or(&name) {
            "content-type" => {
                out.extend(content_type.take().map(|value| ("content-type".to_owned(), value.to_owned())))
            }
            own if own.len() < name.len() => out.push((own.to_owned(), value)),
            _ if is_pywb && is_handed_on(&name, &value) => out.push((name, value)),
            _ => {}
        }
    }
    out
}

/// Whether pywb has a header from the captured page, which has no prefix.
fn is_handed_on(name: &str, value: &str) -> bool {
    let is_of_mementos =
        || name == "link" && ["original", "timegate", "timemap", "memento"].iter().any(|rel| value.contains(rel));
    !(OF_THE_ARCHIVE.contains(&name)
        || PREFIXES_OF_THE_ARCHIVE.iter().any(|prefix| name.starts_with(prefix))
        || is_of_mementos())
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
    use url::Url;

    use super::*;

    fn headers(is_pywb: bool, sent: &[(&'static str, &'static str)]) -> Vec<(String, String)> {
        let mut headers = HeaderMap::new();
        for (name, value) in sent {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let url = Url::parse("http://a.example/").unwrap();
        let body = Vec::new();
        let response = Response { url, status: 200, headers, body, cached: false, defect: None, broken_off: false };
        captured_headers(&response, is_pywb)
    }

    #[test]
    fn captured_headers_are_told_from_those_of_the_archive() {
        let sent = [
            ("server", "archive"),
            ("date", "today"),
            ("content-type", "text/html; charset=koi8-r"),
            ("x-archive-orig-server", "gull"),
            ("x-archive-orig-content-type", "text/html"),
            ("x-archive-orig-set-cookie", "a=b"),
            ("x-archive-orig-set-cookie", "c=d"),
            ("set-cookie", "session"),
            ("x-powered-by", "gulls"),
            ("content-language", "is"),
            ("content-encoding", "gzip"),
            ("link", "<http://a.example/>; rel=\"original\""),
            ("link", "</feed>; rel=\"alternate\""),
            ("memento-datetime", "then"),
            ("x-archive-src", "a.warc.gz"),
        ];
        let own = |names: &[(&str, &str)]| -> Vec<(String, String)> {
            names.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
        };
        let marked = [
            ("content-type", "text/html; charset=koi8-r"),
            ("server", "gull"),
            ("set-cookie", "a=b"),
            ("set-cookie", "c=d"),
        ];
        let handed_on = [
            ("x-powered-by", "gulls"),
            ("content-language", "is"),
            ("content-encoding", "gzip"),
            ("link", "</feed>; rel=\"alternate\""),
        ];
        assert_eq!(headers(false, &sent), own(&marked));
        assert_eq!(headers(true, &sent), own(&[&marked[..], &handed_on].concat()));
    }
}
