//! Writing WARC.

use std::io::{self, Write};
use std::time::SystemTime;

use data_encoding::{BASE32, HEXLOWER};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha1::{Digest, Sha1};

use crate::article::DateTime;
use crate::page::Page;

use super::address::without_credentials;

/// Writes captures as WARC 1.1, each record a gzip member of its own, as replay software expects `.warc.gz` files to be.
///
/// The first record tells what wrote the file. A file may be gone on with: open it for appending and make a new writer.
///
/// ```
/// use cuttings::{Pages, WarcWriter};
///
/// let mut warc = WarcWriter::new(Vec::new())?;
/// let time = "2007-12-11T03:21:45Z".parse()?;
/// warc.response("http://news.example/1.html", time, 200, &[("Content-Type", "text/html")], b"<p>One")?;
///
/// let bytes = std::io::Cursor::new(warc.into_inner()?);
/// let pages: Vec<_> = Pages::from_reader(bytes, "new.warc.gz")?.collect::<Result<_, _>>()?;
/// assert_eq!(pages[0].page().bytes(), b"<p>One");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct WarcWriter<W: Write> {
    out: W,
    /// How many records have been written, so that no two have the same id.
    records: u64,
    /// What tells this writer's records from others'.
    seed: String,
    /// The id of the record that tells what wrote the file.
    info: String,
}

/// A response to be written: the page at an address as it was at a time.
///
/// ```
/// use cuttings::{WarcResponse, WarcWriter};
///
/// let mut warc = WarcWriter::new(Vec::new())?;
/// let response = WarcResponse::new("http://news.example/1.html", "2007-12-11T03:21:45Z".parse()?, b"<p>One")
///     .headers([("Content-Type", "text/html"), ("Server", "gull")])
///     .source("http://web.archive.org/web/20071211032145id_/http://news.example/1.html");
/// warc.write(&response)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "it is written by `WarcWriter::write`"]
pub struct WarcResponse<'a> {
    url: &'a str,
    time: DateTime,
    status: u16,
    headers: Vec<(&'a str, &'a str)>,
    body: &'a [u8],
    source: Option<&'a str>,
    truncated: bool,
}

/// Fields that tell how a body was sent, which it no longer is: replaying servers would send them on.
const FRAMING_FIELDS: [&str; 3] = ["content-encoding", "transfer-encoding", "content-length"];

/// What stands before their names, as Common Crawl has it.
const FRAMING_PREFIX: &str = "X-Crawler-";

impl<'a> WarcResponse<'a> {
    /// A response with the status 200: its address (written without user and password), when it was captured (in UTC, if no offset
    /// is told), and its body out of all chunks and codings.
    pub fn new(url: &'a str, time: DateTime, body: &'a [u8]) -> Self {
        WarcResponse { url, time, status: 200, headers: Vec::new(), body, source: None, truncated: false }
    }

    /// A page with all that it knows: status, headers, content type, whether a crawler kept only a part of it. `url` is its own
    /// address, where it has that of a capture in an archive.
    pub fn of_page(page: &'a Page, url: &'a str, time: DateTime) -> Self {
        let is_type = |(name, _): &(&str, &str)| name.eq_ignore_ascii_case("content-type");
        let mut headers: Vec<(&str, &str)> = page.headers().iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        if !headers.iter().any(is_type) {
            headers.extend(page.content_type().map(|value| ("Content-Type", value)));
        }
        let response = WarcResponse::new(url, time, page.bytes()).status(page.status().unwrap_or(200));
        WarcResponse { headers, truncated: page.is_truncated(), ..response }
    }

    /// The status with which the page was served.
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The fields of its head. Those that tell of chunks, codings and their length are written with `X-Crawler-` before their name,
    /// and a true `Content-Length` beside them.
    pub fn headers(mut self, headers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        self.headers = headers.into_iter().collect();
        self
    }

    /// The address in an archive from which it was taken. It becomes `WARC-Source-URI`, with the time of writing as
    /// `WARC-Creation-Date`, as pywb writes what it takes from other archives.
    pub fn source(mut self, url: &'a str) -> Self {
        self.source = Some(url);
        self
    }

    /// Head and body as they are sent.
    fn block(&self) -> io::Result<Vec<u8>> {
        let (status, length) = (self.status, self.body.len().to_string());
        let mut block = format!("HTTP/1.1 {status} {}\r\n", reason_phrase(status)).into_bytes();
        for (name, value) in &self.headers {
            let name = field_name(name);
            let is_framing = FRAMING_FIELDS.iter().any(|field| field.eq_ignore_ascii_case(&name));
            if is_framing && value.trim() == length {
                continue;
            }
            let prefix = if is_framing { FRAMING_PREFIX } else { "" };
            write!(block, "{prefix}{name}: {}\r\n", one_line(value))?;
        }
        write!(block, "Content-Length: {length}\r\n\r\n")?;
        block.extend_from_slice(self.body);
        Ok(block)
    }
}

impl<W: Write> WarcWriter<W> {
    /// Begins a file, or a further part of one.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn new(out: W) -> io::Result<Self> {
        WarcWriter::with_info(out, &[])
    }

    /// The same, with more fields of the record that tells of the file: `description`, `operator`, `robots` and the like.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn with_info(out: W, fields: &[(&str, &str)]) -> io::Result<Self> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let seed = format!("{} {}", now.as_nanos(), std::process::id());
        let mut writer = WarcWriter { out, records: 0, seed, info: String::new() };
        let own = [
            ("software", concat!("cuttings/", env!("CARGO_PKG_VERSION"))),
            ("format", "WARC File Format 1.1"),
            ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
        ];
        let lines = own.iter().chain(fields).map(|(name, value)| format!("{name}: {}\r\n", one_line(value)));
        let block: String = lines.collect();
        let fields = [("WARC-Type", "warcinfo"), ("WARC-Date", &now_text()), ("Content-Type", FIELDS_MEDIA_TYPE)];
        writer.info = writer.write_record(&fields, block.as_bytes())?;
        Ok(writer)
    }

    /// Writes a page as it was served, as [`WarcResponse`] has it: address, time, status, the fields of its head, and its body.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn response(
        &mut self,
        url: &str,
        time: DateTime,
        status: u16,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<()> {
        self.write(&WarcResponse::new(url, time, body).status(status).headers(headers.iter().copied()))
    }

    /// Writes a response.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn write(&mut self, response: &WarcResponse<'_>) -> io::Result<()> {
        let (url, date) = (without_credentials(response.url), utc_text(response.time));
        let (digest, info) = (digest(response.body), format!("<urn:uuid:{}>", self.info));
        let source = response.source.map(|source| (without_credentials(source), now_text()));
        let mut fields = vec![
            ("WARC-Type", "response"),
            ("WARC-Target-URI", &*url),
            ("WARC-Date", &date),
            ("WARC-Warcinfo-ID", &info),
            ("WARC-Payload-Digest", &digest),
            ("Content-Type", "application/http; msgtype=response"),
        ];
        if let Some((source, now)) = &source {
            fields.extend([("WARC-Source-URI", &**source), ("WARC-Creation-Date", now)]);
        }
        if response.truncated {
            fields.push(("WARC-Truncated", "length"));
        }
        self.write_record(&fields, &response.block()?).map(|_| ())
    }

    /// Writes what is still held back and gives the inner writer.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn into_inner(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }

    /// The inner writer, to tell where a record ends. What is written to it breaks the file.
    pub fn get_mut(&mut self) -> &mut W {
        &mut self.out
    }

    /// Writes out what is held back.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Writes a record, and gives its id.
    fn write_record(&mut self, fields: &[(&str, &str)], block: &[u8]) -> io::Result<String> {
        let digest = digest(block);
        let id = self.next_id(&digest);
        // Made whole before it is written: a file that runs full ends with a record cut off, not with two mixed.
        let mut member = GzEncoder::new(Vec::with_capacity(block.len() / 4 + 512), Compression::default());
        write!(member, "WARC/1.1\r\nWARC-Record-ID: <urn:uuid:{id}>\r\n")?;
        for (name, value) in fields {
            write!(member, "{name}: {}\r\n", one_line(value))?;
        }
        write!(member, "WARC-Block-Digest: {digest}\r\nContent-Length: {}\r\n\r\n", block.len())?;
        member.write_all(block)?;
        member.write_all(b"\r\n\r\n")?;
        self.out.write_all(&member.finish()?)?;
        Ok(id)
    }

    /// An id (RFC 9562, version 8): a hash of what the record is and of the time of writing.
    fn next_id(&mut self, digest: &str) -> String {
        self.records += 1;
        let hash = Sha1::digest(format!("{} {} {digest}", self.seed, self.records));
        let mut hex = HEXLOWER.encode(&hash);
        hex.truncate(32);
        hex.replace_range(12..13, "8");
        hex.replace_range(16..17, "a");
        for at in [20, 16, 12, 8] {
            hex.insert(at, '-');
        }
        hex
    }
}

/// The media type of records that hold fields.
const FIELDS_MEDIA_TYPE: &str = "application/warc-fields";

/// As archives write digests.
fn digest(bytes: &[u8]) -> String {
    format!("sha1:{}", BASE32.encode(&Sha1::digest(bytes)))
}

/// What stands in a head must not end its line.
/// The name of a field of HTTP, without what none can have: with a space or a colon it could pass for another.
fn field_name(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(*c)).collect()
}

/// A text that cannot end its line, nor be anything but a text to whoever prints it.
fn one_line(text: &str) -> String {
    text.trim().replace(|c: char| c.is_control() && c != '\t', " ")
}

fn utc_text(time: DateTime) -> String {
    let time = time.to_utc().unwrap_or(time);
    let (hour, minute, second) = time.time().unwrap_or_default();
    let (year, month, day) = (time.year(), time.month(), time.civil_date().day());
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Now, as WARC has dates.
fn now_text() -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    jiff::Timestamp::from_second(now.as_secs().try_into().unwrap_or(0)).unwrap_or_default().to_string()
}

/// The words that go with a status.
fn reason_phrase(status: u16) -> &'static str {
    REASON_PHRASES.iter().find(|(known, _)| *known == status).map_or("Status", |(_, words)| words)
}

/// Those of the registry of statuses.
const REASON_PHRASES: &[(u16, &str)] = &[
    (100, "Continue"),
    (101, "Switching Protocols"),
    (102, "Processing"),
    (103, "Early Hints"),
    (200, "OK"),
    (201, "Created"),
    (202, "Accepted"),
    (203, "Non-Authoritative Information"),
    (204, "No Content"),
    (205, "Reset Content"),
    (206, "Partial Content"),
    (207, "Multi-Status"),
    (208, "Already Reported"),
    (226, "IM Used"),
    (300, "Multiple Choices"),
    (301, "Moved Permanently"),
    (302, "Found"),
    (303, "See Other"),
    (304, "Not Modified"),
    (305, "Use Proxy"),
    (307, "Temporary Redirect"),
    (308, "Permanent Redirect"),
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (402, "Payment Required"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (405, "Method Not Allowed"),
    (406, "Not Acceptable"),
    (407, "Proxy Authentication Required"),
    (408, "Request Timeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "Length Required"),
    (412, "Precondition Failed"),
    (413, "Content Too Large"),
    (414, "URI Too Long"),
    (415, "Unsupported Media Type"),
    (416, "Range Not Satisfiable"),
    (417, "Expectation Failed"),
    (421, "Misdirected Request"),
    (422, "Unprocessable Content"),
    (423, "Locked"),
    (424, "Failed Dependency"),
    (425, "Too Early"),
    (426, "Upgrade Required"),
    (428, "Precondition Required"),
    (429, "Too Many Requests"),
    (431, "Request Header Fields Too Large"),
    (451, "Unavailable For Legal Reasons"),
    (500, "Internal Server Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Timeout"),
    (505, "HTTP Version Not Supported"),
    (506, "Variant Also Negotiates"),
    (507, "Insufficient Storage"),
    (508, "Loop Detected"),
    (511, "Network Authentication Required"),
];
