//! Records of Common Crawl: a part of a WARC file, one gzip member, one HTTP response.

use std::io::Read;
use std::time::{Duration, SystemTime};

use reqwest::header::RETRY_AFTER;
use url::Url;

use crate::archive::{Archive, Timestamp};
use crate::coding::{self, DecodeError, DecodeLimits, DecodedBody, dechunk};
use crate::error::{Error, ErrorKind};

use super::failure::status_error;
use super::index::WarcLocation;
use super::transport::{Pool, Request, Response, Transport, parse_retry_after};

/// What a record holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CrawlRecord {
    /// The page's address.
    pub(super) target: Option<String>,
    pub(super) captured: Option<Timestamp>,
    pub(super) status: u16,
    pub(super) headers: Headers,
    /// The page, decoded.
    pub(super) body: Vec<u8>,
    /// The body as it was stored, of which its digest was made.
    pub(super) stored: Vec<u8>,
    /// What was wrong with the body as it was stored, if anything was.
    pub(super) defect: Option<String>,
    /// Whether it came out of the cache.
    pub(super) cached: bool,
    /// Why the crawler cut the page off, if it did (`length`).
    pub(super) truncated: Option<String>,
}

/// The headers of a record, or of the response in it, as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Headers(Vec<(String, String)>);

impl Headers {
    /// Those of a head, after its first line.
    fn parse(head: &str) -> Headers {
        let lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
        Headers(lines.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect())
    }

    /// The first value of a header.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter()
    }

    /// The same, unless it is empty.
    fn get_filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }
}

/// Why a record could not be had.
#[derive(Debug)]
pub(super) enum RecordFailure {
    /// It is not as it should be; `source` is the error of the request, if that failed.
    Unplayable { reason: String, source: Option<Error> },
    /// The server asks for a pause.
    RateLimited { retry_after: Option<Duration> },
    /// The server does not serve: this network, or this program, may be shut out.
    Down { reason: String, source: Error },
    /// Something that says nothing about the record.
    Other(Error),
}

impl<E: Into<Error>> From<E> for RecordFailure {
    fn from(error: E) -> Self {
        RecordFailure::Other(error.into())
    }
}

impl RecordFailure {
    fn unplayable(reason: impl Into<String>) -> RecordFailure {
        RecordFailure::Unplayable { reason: reason.into(), source: None }
    }

    /// For a response that is not the record.
    fn from_response(url: &Url, response: &Response) -> RecordFailure {
        let source = status_error(url, response.status);
        let header = response.header(RETRY_AFTER.as_str());
        let wait = header.map(|text| format!(", retry after {text}")).unwrap_or_default();
        let reason = format!("{}{wait}", source.reason());
        match response.status {
            403 | 500 | 502 | 504 => RecordFailure::Down { reason, source },
            // The store says "Slow Down" with 503.
            429 | 503 => {
                let retry_after = header.and_then(|text| parse_retry_after(text, SystemTime::now()));
                RecordFailure::RateLimited { retry_after }
            }
            _ => RecordFailure::Unplayable { reason, source: Some(source) },
        }
    }
}

/// Fetches and parses one record.
pub(super) async fn fetch_crawl_record(
    transport: &Transport,
    archive: &Archive,
    location: &WarcLocation,
    limits: DecodeLimits,
) -> Result<CrawlRecord, RecordFailure> {
    let base = archive.data().unwrap_or_default();
    let text = format!("{base}{}", location.file.trim_start_matches('/'));
    let url = Url::parse(&text).map_err(|source| ErrorKind::Url { text, source })?;
    let last = location.length.checked_sub(1).and_then(|n| location.offset.checked_add(n));
    let last = last.ok_or_else(|| RecordFailure::unplayable("an empty record"))?;
    let length = usize::try_from(location.length).unwrap_or(usize::MAX);
    if length > limits.max_bytes {
        return Err(ErrorKind::Limit { what: "bytes", limit: limits.max_bytes, found: length }.into());
    }
    let request = Request::new(url.clone(), Pool::Replay).with_range(location.offset, last);
    let response = transport.send(&request).await?;
    match response.status {
        206 => {}
        // The whole file from its start, which will do where the record begins there.
        200 if location.offset == 0 => {}
        200 => return Err(RecordFailure::unplayable("the server gave the whole file instead of a part of it")),
        _ => return Err(RecordFailure::from_response(&url, &response)),
    }
    let packed = response.body.get(..response.body.len().min(length)).unwrap_or_default();
    match parse_record(packed, limits) {
        Ok(record) => Ok(CrawlRecord { cached: response.cached, ..record }),
        Err(DecodeError::Limit { what, limit, found }) => Err(ErrorKind::Limit { what, limit, found }.into()),
        Err(DecodeError::Invalid(reason)) => Err(RecordFailure::unplayable(reason)),
    }
}

/// Parses a record, packed or not.
fn parse_record(packed: &[u8], limits: DecodeLimits) -> Result<CrawlRecord, DecodeError> {
    let invalid = |what: &str| DecodeError::Invalid(what.to_owned());
    let plain = if packed.starts_with(&[0x1f, 0x8b]) { first_gzip_member(packed, limits)? } else { packed.to_vec() };
    let (head, rest) = split_head(&plain).ok_or_else(|| invalid("no WARC record"))?;
    if !head.starts_with("WARC/") {
        return Err(invalid("no WARC record"));
    }
    let warc = Headers::parse(&head);
    let kind = warc.get_filled("warc-type").unwrap_or_default();
    if kind != "response" {
        return Err(DecodeError::Invalid(format!("a record of type {kind:?}, no response")));
    }
    let length: usize = warc.get_filled("content-length").and_then(|n| n.parse().ok()).unwrap_or(rest.len());
    let block = rest.get(..length).ok_or_else(|| invalid("the record is cut off"))?;
    let (head, payload) = split_head(block).ok_or_else(|| invalid("no HTTP response in the record"))?;
    let status = head.strip_prefix("HTTP/").and_then(|h| h.split_ascii_whitespace().nth(1)?.parse().ok());
    let status = status.ok_or_else(|| invalid("no HTTP response in the record"))?;
    let headers = Headers::parse(&head);
    let DecodedBody { bytes: stored, defect } = unchunked(&headers, payload);
    let decoded = decoded(&headers, &stored, limits)?;
    let digits = |date: &str| date.chars().filter(char::is_ascii_digit).take(14).collect::<String>();
    Ok(CrawlRecord {
        target: warc.get_filled("warc-target-uri").map(|u| u.trim_matches(['<', '>']).to_owned()),
        captured: warc.get_filled("warc-date").and_then(|date| digits(date).parse().ok()),
        status,
        truncated: warc.get_filled("warc-truncated").map(str::to_owned),
        body: decoded.bytes,
        defect: defect.or(decoded.defect),
        headers,
        stored,
        cached: false,
    })
}

/// The payload without chunks. Most are stored without, but some headers still say otherwise: what does not parse as
/// chunks is taken as it is.
fn unchunked(headers: &Headers, payload: &[u8]) -> DecodedBody {
    let coding = headers.get_filled("transfer-encoding").map(str::to_ascii_lowercase);
    let says_chunked = coding.is_some_and(|coding| coding.contains("chunked"));
    says_chunked.then(|| dechunk(payload)).flatten().unwrap_or_else(|| DecodedBody::whole(payload.to_vec()))
}

/// The payload decoded; one that is not in its coding is taken as it is.
fn decoded(headers: &Headers, payload: &[u8], limits: DecodeLimits) -> Result<DecodedBody, DecodeError> {
    match coding::decode_body(payload.to_vec(), headers.get_filled("content-encoding"), limits) {
        Err(DecodeError::Invalid(_)) => Ok(DecodedBody::whole(payload.to_vec())),
        body_or_limit => body_or_limit,
    }
}

fn first_gzip_member(packed: &[u8], limits: DecodeLimits) -> Result<Vec<u8>, DecodeError> {
    let mut out = Vec::new();
    let read = flate2::read::GzDecoder::new(packed).take(limits.max_bytes as u64 + 1).read_to_end(&mut out);
    if out.len() > limits.max_bytes {
        return Err(DecodeError::Limit { what: "bytes", limit: limits.max_bytes, found: out.len() });
    }
    read.map_err(|e| DecodeError::Invalid(format!("gzip: {e}")))?;
    Ok(out)
}

/// A head, and what follows the empty line after it.
fn split_head(bytes: &[u8]) -> Option<(String, &[u8])> {
    let crlf = memchr::memmem::find(bytes, b"\r\n\r\n").map(|at| (at, 4));
    let lf = memchr::memmem::find(bytes, b"\n\n").map(|at| (at, 2));
    let (at, skip) = [crlf, lf].into_iter().flatten().min()?;
    Some((String::from_utf8_lossy(bytes.get(..at)?).into_owned(), bytes.get(at + skip..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    const LIMITS: DecodeLimits = DecodeLimits { max_bytes: 1 << 20, max_ratio: 200 };

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
        let record = parse_record(&two, LIMITS).unwrap();
        assert_eq!((record.status, &record.body[..]), (404, &b"<p>Gone"[..]));
        assert_eq!(record.target.as_deref(), Some("http://gull.example/"));
        assert_eq!(record.captured.unwrap().to_string(), "20230930101112");
        assert_eq!(record.truncated.as_deref(), Some("length"));
        assert_eq!(record.headers.get("content-type"), Some("text/html"));
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
            assert_eq!(parse_record(&record_of("response", &http, 0), LIMITS).unwrap().body, b"<p>one", "{head}");
        }
    }

    #[test]
    fn damage_is_told() {
        let http = b"HTTP/1.1 200 OK\r\n\r\n<p>one";
        let whole = gzip(&record_of("response", http, 0));
        let limits = DecodeLimits { max_bytes: 50, max_ratio: 200 };
        assert!(matches!(parse_record(&whole, limits), Err(DecodeError::Limit { .. })));
        for bad in [
            whole[..whole.len() - 12].to_vec(),
            record_of("response", http, 100),
            record_of("request", http, 0),
            record_of("response", b"no http\r\n\r\n", 0),
            b"<html>".to_vec(),
            Vec::new(),
        ] {
            assert!(matches!(parse_record(&bad, LIMITS), Err(DecodeError::Invalid(_))), "{bad:?}");
        }
    }
}
