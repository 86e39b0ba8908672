//! Records of Common Crawl: one gzip member of a WARC file, asked for by its place.

use crate::archive::Timestamp;
use crate::article::DateTime;
use crate::coding::{self, Caps, Trouble};

/// A captured answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) time: Option<Timestamp>,
    pub(super) original: Option<String>,
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    /// As it lies there.
    pub(super) stored: Vec<u8>,
    /// As it is read.
    pub(super) body: Vec<u8>,
    pub(super) truncated: bool,
}

/// What a range of bytes is instead of a record.
#[derive(Debug)]
pub(super) enum Bad {
    Limit { what: &'static str, limit: usize, found: usize },
    NoRecord(&'static str),
}

/// Reads the record in the bytes of its range.
///
/// The bodies are stored unpacked, though the headers may still say gzip, and mostly without chunks: both are undone only
/// where the bytes agree.
pub(super) fn read(range: Vec<u8>, caps: Caps) -> Result<Record, Bad> {
    let record = match coding::unpack(range, None, caps) {
        Ok(record) => record,
        Err(Trouble::Limit { what, limit, found }) => return Err(Bad::Limit { what, limit, found }),
        Err(Trouble::Broken(_)) => return Err(Bad::NoRecord("the record is broken")),
    };
    let (version, warc, block) = head(&record).ok_or(Bad::NoRecord("no WARC record at this place"))?;
    if !version.starts_with("WARC/") {
        return Err(Bad::NoRecord("no WARC record at this place"));
    }
    match value(&warc, "WARC-Type") {
        Some("response") => {}
        Some("revisit") => return Err(Bad::NoRecord("the record is a repetition and holds no page")),
        _ => return Err(Bad::NoRecord("the record is not of a response")),
    }
    let length = value(&warc, "Content-Length").and_then(|n| n.parse::<usize>().ok());
    let length = length.ok_or(Bad::NoRecord("the record does not tell its length"))?;
    let cut = block.len() < length;
    let block = block.get(..length).unwrap_or(block);
    let (line, http, stored) = head(block).ok_or(Bad::NoRecord("no HTTP answer in the record"))?;
    let status = line.split_ascii_whitespace().nth(1).and_then(|code| code.parse().ok());
    let status = status.filter(|_| line.starts_with("HTTP/")).ok_or(Bad::NoRecord("no HTTP answer in the record"))?;
    let chunked = value(&http, "Transfer-Encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
    let plain = if chunked { dechunk(stored) } else { None };
    let plain = plain.unwrap_or_else(|| stored.to_vec());
    let body = match coding::unpack(plain.clone(), value(&http, "Content-Encoding"), caps) {
        Ok(body) => body,
        Err(Trouble::Limit { what, limit, found }) => return Err(Bad::Limit { what, limit, found }),
        Err(Trouble::Broken(_)) => plain,
    };
    let time = value(&warc, "WARC-Date").and_then(|date| date.parse::<DateTime>().ok());
    Ok(Record {
        time: time.and_then(Timestamp::from_datetime),
        original: value(&warc, "WARC-Target-URI").map(|uri| uri.trim_matches(['<', '>']).to_owned()),
        status,
        content_type: value(&http, "Content-Type").map(str::to_owned),
        stored: stored.to_vec(),
        body,
        truncated: cut || value(&warc, "WARC-Truncated").is_some(),
    })
}

type Headers = Vec<(String, String)>;

/// The first line, the headers, and what follows them.
fn head(bytes: &[u8]) -> Option<(String, Headers, &[u8])> {
    let end = memchr::memmem::find(bytes, b"\r\n\r\n")?;
    let text = String::from_utf8_lossy(bytes.get(..end)?);
    let mut lines = text.split("\r\n");
    let first = lines.next()?.to_owned();
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect();
    Some((first, headers, bytes.get(end + 4..)?))
}

/// The first value of a header that is not empty.
fn value<'a>(headers: &'a Headers, name: &str) -> Option<&'a str> {
    headers.iter().find(|(n, v)| n.eq_ignore_ascii_case(name) && !v.is_empty()).map(|(_, value)| &**value)
}

/// A body out of its chunks; `None` where they do not add up.
fn dechunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let end = memchr::memchr(b'\n', rest.get(..rest.len().min(1024))?)?;
        let line = std::str::from_utf8(rest.get(..end)?).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = rest.get(end + 1..)?;
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAPS: Caps = Caps { bytes: 1 << 20, ratio: 200 };

    fn record(kind: &str, http: &str, body: &[u8]) -> Vec<u8> {
        let block = [http.as_bytes(), b"\r\n\r\n", body].concat();
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2019-03-05T11:22:33Z\r\n\
             WARC-Target-URI: http://news.example/1.html\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), &block, b"\r\n\r\n"].concat()
    }

    #[test]
    fn headers_that_no_longer_hold_are_not_believed() {
        let lie =
            record("response", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked", b"<p>Ferry");
        assert_eq!(read(lie, CAPS).unwrap().body, b"<p>Ferry");
        let lie = record("response", "HTTP/1.1 200 OK\r\nContent-Encoding: sdch", b"plain");
        assert_eq!(read(lie, CAPS).unwrap().body, b"plain");
        let true_ = record(
            "response",
            "HTTP/1.1 404 No\r\nTransfer-Encoding: chunked",
            b"3\r\n<p>\r\n00000005;x=y\r\nFerry\r\n0\r\n\r\n",
        );
        let read = read(true_, CAPS).unwrap();
        assert_eq!((&read.body[..], read.status, read.truncated), (&b"<p>Ferry"[..], 404, false));
        assert_eq!(read.time.unwrap().to_string(), "20190305112233");
    }

    #[test]
    fn what_is_no_answer_is_told() {
        let told = |bytes: Vec<u8>| match read(bytes, CAPS) {
            Err(Bad::NoRecord(why)) => why,
            other => panic!("{other:?}"),
        };
        assert_eq!(told(record("revisit", "HTTP/1.1 200 OK", b"")), "the record is a repetition and holds no page");
        assert_eq!(told(record("request", "GET / HTTP/1.1", b"")), "the record is not of a response");
        assert_eq!(told(record("response", "<p>", b"")), "no HTTP answer in the record");
        assert_eq!(told(b"<?xml version='1.0'?>\r\n\r\n".to_vec()), "no WARC record at this place");
        assert_eq!(told(vec![0x1f, 0x8b, 8]), "the record is broken");
        let mut cut = record("response", "HTTP/1.1 200 OK", b"<p>Ferry sails");
        cut.truncate(cut.len() - 10);
        assert!(read(cut, CAPS).unwrap().truncated);
    }
}
