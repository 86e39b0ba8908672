//! The line that begins a record of an ARC file: what crawlers wrote from 1996 to about 2009.
//!
//! Version 1 has five columns: address, IP address, date, media type, length. Version 2 has ten: status, check
//! sum, redirect, offset and file name stand before the length. Addresses and media types may hold spaces, so that the
//! columns are found from the date on.

use std::borrow::Cow;

use crate::archive::Timestamp;

/// The longest line that is read; addresses of pages have some hundreds of bytes.
pub(super) const MAX_LINE_BYTES: usize = 8 << 10;

/// The longest scheme of an address; crawlers wrote `screenshot`.
const MAX_SCHEME_BYTES: usize = 16;

/// What the line of a record tells.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UrlRecord<'a> {
    pub(super) url: Cow<'a, str>,
    pub(super) captured: Option<Timestamp>,
    pub(super) media: String,
    /// Bytes of the block.
    pub(super) length: u64,
}

/// Whether a record begins here.
pub(super) fn is_url_record_start(bytes: &[u8]) -> bool {
    // Looked at first: nearly all bytes are no beginning.
    if scheme(bytes).is_none() {
        return false;
    }
    let bytes = bytes.get(..MAX_LINE_BYTES).unwrap_or(bytes);
    memchr::memchr(b'\n', bytes).and_then(|end| bytes.get(..end)).and_then(parse_url_record).is_some()
}

/// Whether the bytes, of which only a few may be at hand, begin as the line of a record does.
pub(super) fn may_start(bytes: &[u8]) -> bool {
    scheme(bytes).is_some() || bytes.len() <= MAX_SCHEME_BYTES
}

/// Reads the line of a record, without its end.
pub(super) fn parse_url_record(line: &[u8]) -> Option<UrlRecord<'_>> {
    scheme(line)?;
    let line = line.trim_ascii_end();
    let columns: Vec<&[u8]> = line.split(|&b| b == b' ').collect();
    // The last is the length; the one after the date is the media type.
    let last = columns.len().checked_sub(1)?;
    let date = (2..last).find(|&n| is_date(columns.get(n)) && is_ip_address(columns.get(n - 1)))?;
    let length = std::str::from_utf8(columns.get(last)?).ok().filter(|text| is_number(text))?.parse().ok()?;
    let url: usize = columns.get(..date - 1)?.iter().map(|column| column.len() + 1).sum();
    let media = columns.get(date + 1..last)?;
    // In version 2 six columns stand between.
    let media = if media.len() == 6 { media.get(..1)? } else { media };
    Some(UrlRecord {
        url: String::from_utf8_lossy(line.get(..url.checked_sub(1)?)?),
        captured: std::str::from_utf8(columns.get(date)?).ok().and_then(capture_time),
        media: String::from_utf8_lossy(&media.join(&b' ')).into_owned(),
        length,
    })
}

/// The scheme of the address with which the bytes begin.
fn scheme(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.iter().take(MAX_SCHEME_BYTES + 1).position(|b| !b.is_ascii_alphanumeric())?;
    let name = bytes.get(..end).filter(|name| name.first().is_some_and(u8::is_ascii_alphabetic))?;
    (bytes.get(end) == Some(&b':')).then_some(name)
}

/// The time in the column of the date; some crawlers wrote it to the millisecond.
fn capture_time(digits: &str) -> Option<Timestamp> {
    Timestamp::parse_lenient(digits.get(..14).unwrap_or(digits))
}

fn is_date(column: Option<&&[u8]>) -> bool {
    column.is_some_and(|text| (12..=17).contains(&text.len()) && text.iter().all(u8::is_ascii_digit))
}

/// Of version 4 or 6, or a sign that there is none.
fn is_ip_address(column: Option<&&[u8]>) -> bool {
    column.is_some_and(|text| text.iter().all(|b| b.is_ascii_hexdigit() || matches!(b, b'.' | b':' | b'-')))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Option<(String, String, String, u64)> {
        let found = parse_url_record(line.as_bytes())?;
        let captured = found.captured.map(|time| time.to_string()).unwrap_or_default();
        Some((found.url.into_owned(), captured, found.media, found.length))
    }

    #[test]
    fn lines_of_both_versions_are_read() {
        let page = |url: &str, media: &str| Some((url.into(), "20000101120000".into(), media.into(), 1557));
        assert_eq!(
            parsed("http://a.example/ 10.0.0.1 20000101120000 text/html 1557"),
            page("http://a.example/", "text/html")
        );
        assert_eq!(
            parsed("http://a.example/b c 10.0.0.1 20000101120000 text/html; charset=x 1557\r"),
            page("http://a.example/b c", "text/html; charset=x")
        );
        assert_eq!(
            parsed("http://a.example/ ::1 20000101120000 text/html 200 fac069 - 209 a-1.arc.gz 1557"),
            page("http://a.example/", "text/html")
        );
        assert_eq!(parsed("http://a.example/  20000101120000 no-type 1557"), page("http://a.example/", "no-type"));
        // Twelve digits.
        assert_eq!(parsed("dns:a.example 10.0.0.1 199912312359 text/dns 6").unwrap().1, "19991231235959");
    }

    #[test]
    fn other_lines_are_none() {
        for line in [
            "",
            "http://a.example/",
            "URL IP-address Archive-date Content-type Archive-length",
            "http://a.example/ 10.0.0.1 20000101120000 text/html",
            "http://a.example/ 10.0.0.1 2000 text/html 1557",
            "http://a.example/ somewhere 20000101120000 text/html 1557",
            "http://a.example/ 10.0.0.1 20000101120000 text/html -5",
            "10.0.0.1 20000101120000 text/html 1557",
            "Date: 10.0.0.1",
        ] {
            assert_eq!(parsed(line), None, "{line}");
        }
        assert!(!is_url_record_start(b"http://a.example/ 10.0.0.1 20000101120000 text/html 1557"));
        assert!(is_url_record_start(b"http://a.example/ 10.0.0.1 20000101120000 text/html 1557\nHTTP"));
    }
}
