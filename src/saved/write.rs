//! Writing WARC.

use std::io::{self, Write};
use std::time::SystemTime;

use data_encoding::{BASE32, HEXLOWER};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha1::{Digest, Sha1};

use crate::article::DateTime;

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
}

/// Fields that tell how a body was sent, which it no longer is: replaying servers would send them on.
const FRAMING_FIELDS: [&str; 3] = ["content-encoding", "transfer-encoding", "content-length"];

impl<W: Write> WarcWriter<W> {
    /// Begins a file, or a further part of one.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn new(out: W) -> io::Result<Self> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let seed = format!("{} {}", now.as_nanos(), std::process::id());
        let date = jiff::Timestamp::from_second(now.as_secs().try_into().unwrap_or(0)).unwrap_or_default();
        let mut writer = WarcWriter { out, records: 0, seed };
        let software =
            concat!("software: cuttings/", env!("CARGO_PKG_VERSION"), "\r\nformat: WARC File Format 1.1\r\n");
        let fields = [("WARC-Type", "warcinfo"), ("WARC-Date", &date.to_string()), ("Content-Type", FIELDS_MEDIA_TYPE)];
        writer.write_record(&fields, software.as_bytes())?;
        Ok(writer)
    }

    /// Writes a page as it was served: its address (written without user and password), when it was captured (in UTC, if no
    /// offset is told), its status, the fields of its head, and its body out of all chunks and codings. Fields that tell of those are
    /// kept with `X-Archive-Orig-` before their name.
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
        let mut block = format!("HTTP/1.1 {status} {}\r\n", reason_phrase(status)).into_bytes();
        for (name, value) in headers {
            let prefix =
                if FRAMING_FIELDS.iter().any(|f| f.eq_ignore_ascii_case(name.trim())) { "X-Archive-Orig-" } else { "" };
            write!(block, "{prefix}{}: {}\r\n", one_line(name), one_line(value))?;
        }
        write!(block, "Content-Length: {}\r\n\r\n", body.len())?;
        block.extend_from_slice(body);
        let fields = [
            ("WARC-Type", "response"),
            ("WARC-Target-URI", &without_credentials(url)),
            ("WARC-Date", &utc_text(time)),
            ("WARC-Payload-Digest", &digest(body)),
            ("Content-Type", "application/http; msgtype=response"),
        ];
        self.write_record(&fields, &block)
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

    fn write_record(&mut self, fields: &[(&str, &str)], block: &[u8]) -> io::Result<()> {
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
        self.out.write_all(&member.finish()?)
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
fn one_line(text: &str) -> String {
    text.trim().replace(['\r', '\n'], " ")
}

fn utc_text(time: DateTime) -> String {
    let time = time.to_utc().unwrap_or(time);
    let (hour, minute, second) = time.time().unwrap_or_default();
    let (year, month, day) = (time.year(), time.month(), time.civil_date().day());
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The words that go with a status.
fn reason_phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        403 => "Forbidden",
        404 => "Not Found",
        410 => "Gone",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Status",
    }
}
