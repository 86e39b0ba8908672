//! Records of Common Crawl: a part of a WARC file, one gzip member, one HTTP response.

use std::io::Read;

use reqwest::header::RETRY_AFTER;
use url::Url;

use crate::archive::{Archive, Timestamp};
use crate::coding::{self, DecodeError, DecodeLimits, dechunk};
use crate::error::{ErrorKind, Result};

use super::index::WarcLocation;
use super::transport::{Ask, Pool, Transport};
use super::{public, status};

/// What a record holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// The page's address.
    pub(super) target: Option<String>,
    pub(super) captured: Option<Timestamp>,
    pub(super) status: u16,
    /// Names in lower case.
    pub(super) headers: Vec<(String, String)>,
    /// The page, unpacked.
    pub(super) body: Vec<u8>,
    /// The same as it lies there, of which its digest was made.
    pub(super) stored: Vec<u8>,
    /// Whether it came out of the cache.
    pub(super) cached: bool,
    /// Why the crawler cut the page off, if it did (`length`).
    pub(super) truncated: Option<String>,
}

impl Record {
    /// The first value of a header, by its name in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| &**value)
    }
}

/// Reads one record.
///
/// # Errors
/// [`ErrorKind::Capture`] when it cannot be had or is no response, with the outcome that this is;
/// [`ErrorKind::Limit`] when it goes beyond the caps, and those of the transport.
pub(super) async fn record(
    transport: &Transport,
    archive: &Archive,
    place: &WarcLocation,
    caps: DecodeLimits,
) -> Result<Record> {
    let data = archive.data().unwrap_or_default();
    let text = format!("{data}{}", place.file.trim_start_matches('/'));
    let url = Url::parse(&text).map_err(|source| ErrorKind::Url { text, source })?;
    let told = |outcome, reason| ErrorKind::Capture { url: public(&url).into(), outcome, reason }.into();
    let fail = |reason: String| told("playback_failure", reason);
    let last = place.length.checked_sub(1).and_then(|n| place.offset.checked_add(n));
    let last = last.ok_or_else(|| fail("an empty record".to_owned()))?;
    if usize::try_from(place.length).map_or(true, |length| length > caps.max_bytes) {
        let found = usize::try_from(place.length).unwrap_or(usize::MAX);
        return Err(ErrorKind::Limit { what: "bytes", limit: caps.max_bytes, found }.into());
    }
    let ask = Ask { range: Some((place.offset, last)), ..Ask::new(url.clone(), Pool::Replay) };
    let answer = transport.send(&ask).await?;
    match answer.status {
        206 => {}
        // The whole file from its start, which is as good where the record is all of it.
        200 if place.offset == 0 => {}
        200 => return Err(fail("the server gave the whole file instead of a part of it".to_owned())),
        code => {
            // This network, or this program, is shut out; "Slow Down", says the store.
            let outcome = match code {
                403 | 500 | 502 | 504 => "archive_down",
                429 | 503 => "rate_limited",
                _ => "playback_failure",
            };
            let wait = answer.header(RETRY_AFTER.as_str()).map(|s| format!(", retry after {s}")).unwrap_or_default();
            return Err(told(outcome, format!("status {}{wait}", status(code))));
        }
    }
    let packed = answer.body.get(..answer.body.len().min(usize::try_from(place.length).unwrap_or(usize::MAX)));
    let cached = answer.cached;
    let record = read(packed.unwrap_or_default(), caps).map(|record| Record { cached, ..record });
    record.map_err(|trouble| match trouble {
        DecodeError::Limit { what, limit, found } => ErrorKind::Limit { what, limit, found }.into(),
        DecodeError::Invalid(message) => fail(message),
    })
}

/// Takes a record apart, packed or not.
fn read(packed: &[u8], caps: DecodeLimits) -> Result<Record, DecodeError> {
    let broken = |what: &str| DecodeError::Invalid(what.to_owned());
    let plain = if packed.starts_with(&[0x1f, 0x8b]) { member(packed, caps)? } else { packed.to_vec() };
    let (head, rest) = split_head(&plain).ok_or_else(|| broken("no WARC record"))?;
    if !head.starts_with("WARC/") {
        return Err(broken("no WARC record"));
    }
    let warc = headers(&head);
    let get = |headers: &[(String, String)], name: &str| {
        headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).filter(|v| !v.is_empty())
    };
    let kind = get(&warc, "warc-type").unwrap_or_default();
    if kind != "response" {
        return Err(DecodeError::Invalid(format!("a record of type {kind:?}, no response")));
    }
    let length: usize = get(&warc, "content-length").and_then(|n| n.parse().ok()).unwrap_or(rest.len());
    let block = rest.get(..length).ok_or_else(|| broken("the record is cut off"))?;
    let (head, payload) = split_head(block).ok_or_else(|| broken("no HTTP response in the record"))?;
    let code = head.strip_prefix("HTTP/").and_then(|h| h.split_ascii_whitespace().nth(1)?.parse().ok());
    let status = code.ok_or_else(|| broken("no HTTP response in the record"))?;
    let headers = headers(&head);
    // Bodies are stored unpacked mostly, and the headers of old say otherwise: each coding is tried.
    let chunked = get(&headers, "transfer-encoding").is_some_and(|t| t.to_ascii_lowercase().contains("chunked"));
    let payload = if chunked { dechunk(payload).unwrap_or_else(|| payload.to_vec()) } else { payload.to_vec() };
    let stored = payload.clone();
    let coding = get(&headers, "content-encoding");
    let body = match coding::decode_body(payload.clone(), coding.as_deref(), caps) {
        Ok(body) => body,
        Err(DecodeError::Invalid(_)) => payload,
        Err(limit) => return Err(limit),
    };
    let digits = |date: String| date.chars().filter(char::is_ascii_digit).take(14).collect::<String>();
    Ok(Record {
        target: get(&warc, "warc-target-uri").map(|u| u.trim_matches(['<', '>']).to_owned()),
        captured: get(&warc, "warc-date").and_then(|date| digits(date).parse().ok()),
        status,
        truncated: get(&warc, "warc-truncated"),
        headers,
        body,
        stored,
        cached: false,
    })
}

/// The first gzip member.
fn member(packed: &[u8], caps: DecodeLimits) -> Result<Vec<u8>, DecodeError> {
    let mut out = Vec::new();
    let read = flate2::read::GzDecoder::new(packed).take(caps.max_bytes as u64 + 1).read_to_end(&mut out);
    if out.len() > caps.max_bytes {
        return Err(DecodeError::Limit { what: "bytes", limit: caps.max_bytes, found: out.len() });
    }
    read.map_err(|e| DecodeError::Invalid(format!("gzip: {e}")))?;
    Ok(out)
}

/// A head and what follows its empty line.
fn split_head(bytes: &[u8]) -> Option<(String, &[u8])> {
    let crlf = memchr::memmem::find(bytes, b"\r\n\r\n").map(|at| (at, 4));
    let lf = memchr::memmem::find(bytes, b"\n\n").map(|at| (at, 2));
    let (at, skip) = [crlf, lf].into_iter().flatten().min()?;
    Some((String::from_utf8_lossy(bytes.get(..at)?).into_owned(), bytes.get(at + skip..)?))
}

/// The headers of a head, names in lower case.
fn headers(head: &str) -> Vec<(String, String)> {
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    lines.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    const CAPS: DecodeLimits = DecodeLimits { max_bytes: 1 << 20, max_ratio: 200 };

    fn record_of(kind: &str, http: &[u8], cut: usize) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <http://gull.example/>\r\nWARC-Date: 2023-09-30T10:11:12Z\r\n\
             WARC-Truncated: length\r\nContent-Length: {}\r\n\r\n",
            http.len() + cut
        );
        [head.as_bytes(), http, b"\r\n\r\n"].concat()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn a_record_is_read_and_the_member_behind_it_is_not() {
        let http =
            b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nX-Crawler-Content-Encoding: gzip\r\n\r\n<p>Gone";
        let two = [gzip(&record_of("response", http, 0)), gzip(b"WARC/1.0\r\nnext")].concat();
        let record = read(&two, CAPS).unwrap();
        assert_eq!((record.status, &record.body[..]), (404, &b"<p>Gone"[..]));
        assert_eq!(record.target.as_deref(), Some("http://gull.example/"));
        assert_eq!(record.captured.unwrap().to_string(), "20230930101112");
        assert_eq!(record.truncated.as_deref(), Some("length"));
        assert_eq!(record.header("content-type"), Some("text/html"));
    }

    #[test]
    fn bodies_are_unpacked_where_the_headers_are_true() {
        for (head, body) in [
            ("Transfer-Encoding: chunked", b"5\r\n<p>on\r\n000001;x\r\ne\r\n0\r\n\r\n".to_vec()),
            ("Transfer-Encoding: chunked", b"<p>one".to_vec()),
            ("Content-Encoding: gzip", gzip(b"<p>one")),
            ("Content-Encoding: gzip", b"<p>one".to_vec()),
            ("Content-Encoding: sdch", b"<p>one".to_vec()),
        ] {
            let http = [format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes(), &body].concat();
            assert_eq!(read(&record_of("response", &http, 0), CAPS).unwrap().body, b"<p>one", "{head}");
        }
    }

    #[test]
    fn damage_is_told() {
        let http = b"HTTP/1.1 200 OK\r\n\r\n<p>one";
        let whole = gzip(&record_of("response", http, 0));
        let caps = DecodeLimits { max_bytes: 50, max_ratio: 200 };
        assert!(matches!(read(&whole, caps), Err(DecodeError::Limit { .. })));
        for bad in [
            whole[..whole.len() - 12].to_vec(),
            record_of("response", http, 100),
            record_of("request", http, 0),
            record_of("response", b"no http\r\n\r\n", 0),
            b"<html>".to_vec(),
            Vec::new(),
        ] {
            assert!(matches!(read(&bad, CAPS), Err(DecodeError::Invalid(_))), "{bad:?}");
        }
    }
}
