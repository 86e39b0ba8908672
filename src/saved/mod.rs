//! Saved forms of pages: HTML and text as files, MHTML, WARC, WACZ, zip.
//!
//! `raw` is the file, `stream` what it holds once unpacked, `warc` the records in that; `mhtml` and `zipped` are the other
//! forms, `write` makes WARC.

mod mhtml;
mod raw;
mod stream;
mod warc;
mod write;
mod zipped;

pub use write::WarcWriter;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use url::Url;

use crate::article::DateTime;
use crate::coding;
use crate::error::{Error, ErrorKind, Result};
use crate::page::Page;

use raw::{Raw, Store};
use stream::Place;
use warc::{Wanted, Warc};
use zipped::Zip;

/// How much of a file is looked at to tell its form.
const LOOK: usize = 64 << 10;

/// Below this many bytes no ratio is looked at: small files of one letter pack as well as bombs.
const SMALL: usize = 1 << 20;

/// How many times a page's limit an MHTML file may have: pictures are in it, in base64.
const WITH_PICTURES: usize = 4;

/// The pages of a saved file, one after the other: a page as HTML or text, gzipped or not; MHTML as browsers save it; WARC, gzipped
/// or not, as crawlers do; WACZ; a zip of any of these. The form is told by the first bytes, never by the name.
///
/// An iterator of [`Saved`] pages and errors. An error is about one piece of the file ([`Error::place`] tells which): damage is
/// passed over and reading goes on at the next record, so that an error is no reason to stop. It ends after what
/// cannot be read on, and never repeats itself. The file is streamed; a WARC file of any size is read in a few megabytes.
///
/// Of WARC files it gives the responses and resources that are HTML or plain text, out of their chunks and
/// codings, and revisits with the body of the record they refer to. All other records are passed over.
///
/// ```
/// use cuttings::Pages;
///
/// let warc = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://news.example/1.html\r\n\
///     WARC-Date: 2007-12-11T03:21:45Z\r\nContent-Length: 54\r\n\r\n\
///     HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>One</p>\r\n\r\n";
/// for saved in Pages::from_reader(warc.as_bytes(), "crawl.warc")? {
///     let saved = saved?;
///     assert_eq!(saved.source(), "crawl.warc#0");
///     assert_eq!(saved.page().http_status(), Some(200));
///     assert_eq!(saved.page().capture_time().unwrap().to_string(), "2007-12-11T03:21:45Z");
/// }
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug)]
pub struct Pages {
    name: String,
    form: Form,
    wanted: Wanted,
    reader: Reader,
}

#[derive(Debug)]
enum Reader {
    Unopened(Raw),
    Warc(Box<Warc>),
    Zip(Box<Zip>),
    Over,
}

/// The form of a saved file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// A page as it is, or gzipped.
    Page,
    /// A page with what belongs to it, as browsers save it.
    Mhtml,
    /// The records of a crawl.
    Warc,
    /// A zip of pages, or WACZ.
    Zip,
}

impl Form {
    /// Whether such a file can hold more than one page.
    pub fn holds_many(self) -> bool {
        matches!(self, Form::Warc | Form::Zip)
    }
}

/// A page out of a saved file, and which one it is.
#[derive(Debug, Clone)]
pub struct Saved {
    page: Page,
    id: String,
    source: String,
    truncated: bool,
}

impl Saved {
    fn new(page: Page, id: String, source: String) -> Self {
        Saved { page, id, source, truncated: false }
    }

    /// The page, with address, content type, status and capture time as far as the file tells them.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// The page alone.
    pub fn into_page(self) -> Page {
        self.page
    }

    /// Whether the crawler says (`WARC-Truncated`) that it took a part of the page only, by size or by time.
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// What identifies the page: its `WARC-Record-ID`, its name within a zip, or the file's name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where the page stands: the file's name; for a record, `#` and the byte of the file at which it begins, or its gzip member
    /// does (of further records in one member, `+` and how far in, unpacked); for a file in a zip, `/` and its name.
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl Pages {
    /// Opens a saved file.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the file cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|e| Error::io(path, e))?;
        // What is no file, a pipe perhaps, cannot be opened twice.
        let is_file = file.metadata().map_err(|e| Error::io(path, e))?.is_file();
        let raw = Raw::new(Box::new(file), is_file.then(|| Store::file(path.to_owned())), 0);
        Pages::of(raw, path.display().to_string())
    }

    /// The pages of what a reader gives, once from its beginning to its end; the name stands for it in errors and in
    /// [`Saved::source`]. A zip is held in memory, and may have 128 MiB.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when nothing can be read.
    pub fn from_reader(reader: impl Read + Send + 'static, name: impl Into<String>) -> Result<Self> {
        Pages::of(Raw::new(Box::new(reader), None, 0), name.into())
    }

    fn of(mut raw: Raw, name: String) -> Result<Self> {
        let form = detect(&mut raw).map_err(|e| Error::io(name.as_ref(), e))?;
        let wanted = Wanted { max_bytes: 16 << 20, any_status: false };
        Ok(Pages { name, form, wanted, reader: Reader::Unopened(raw) })
    }

    /// How many bytes a page may have, as saved and unpacked; larger ones are errors and are passed over. Default: 16 MiB,
    /// as [`Limits::max_bytes`](crate::Limits::max_bytes). To be set before the first page is asked for.
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.wanted.max_bytes = bytes;
        self
    }

    /// Whether pages come that were served with a status other than 200 to 299: what a site says when there is no
    /// article. Default: no. To be set before the first page is asked for.
    pub fn any_status(mut self, yes: bool) -> Self {
        self.wanted.any_status = yes;
        self
    }

    /// What the file is.
    pub fn form(&self) -> Form {
        self.form
    }
}

impl Iterator for Pages {
    type Item = Result<Saved>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match &mut self.reader {
                Reader::Over => return None,
                Reader::Warc(warc) => return warc.next(),
                Reader::Zip(zip) => return zip.next(),
                Reader::Unopened(_) => {}
            }
            let Reader::Unopened(raw) = std::mem::replace(&mut self.reader, Reader::Over) else { return None };
            let name = self.name.clone();
            match self.form {
                Form::Warc => self.reader = Reader::Warc(Box::new(Warc::new(raw, name, self.wanted))),
                Form::Zip => match Zip::open(raw, name, self.wanted) {
                    Ok(zip) => self.reader = Reader::Zip(Box::new(zip)),
                    Err(error) => return Some(Err(error)),
                },
                form => {
                    let page = single(raw, form, self.wanted, &self.name, None);
                    return Some(page.map(|(page, _)| Saved::new(page, name.clone(), name)));
                }
            }
        }
    }
}

impl std::iter::FusedIterator for Pages {}

/// The form of what begins so.
fn detect(raw: &mut Raw) -> std::io::Result<Form> {
    let sample = raw.peek(LOOK)?;
    if sample.starts_with(b"PK\x03\x04") || sample.starts_with(b"PK\x05\x06") {
        return Ok(Form::Zip);
    }
    if sample.starts_with(&[0x1f, 0x8b]) {
        let inner = stream::glimpse(sample, LOOK);
        return Ok(match stream::is_version(inner.trim_ascii_start()) {
            true => Form::Warc,
            false if mhtml::is_mhtml(&inner) => Form::Mhtml,
            false => Form::Page,
        });
    }
    let text = sample.strip_prefix(b"\xef\xbb\xbf").unwrap_or(sample).trim_ascii_start();
    if stream::is_version(text) {
        return Ok(Form::Warc);
    }
    if mhtml::is_mhtml(sample) {
        return Ok(Form::Mhtml);
    }
    // Damage may be at the very beginning. Pages that merely quote a record begin as pages do.
    let is_damaged_warc = !text.starts_with(b"<") && (record_within(sample) || member_within(sample));
    Ok(if is_damaged_warc { Form::Warc } else { Form::Page })
}

/// Whether a record's head begins in a line of its own.
fn record_within(bytes: &[u8]) -> bool {
    memchr::memmem::find_iter(bytes, b"WARC/").any(|at| {
        let rest = bytes.get(at..).unwrap_or_default();
        let near = rest.get(..256).unwrap_or(rest);
        stream::is_version(rest) && memchr::memmem::find(near, b"\nWARC-").is_some()
    })
}

fn member_within(bytes: &[u8]) -> bool {
    let members = memchr::memmem::find_iter(bytes, &[0x1f, 0x8b, 8]);
    members.take(1_000).any(|at| stream::starts_member(bytes.get(at..).unwrap_or_default()))
}

/// Reads a file that is one page, and the check sum of its bytes. `packed` is how many bytes it has where it lies packed in
/// another file.
fn single(raw: Raw, form: Form, wanted: Wanted, name: &str, packed: Option<u64>) -> Result<(Page, u32)> {
    let most = match form {
        Form::Mhtml => wanted.max_bytes.saturating_mul(WITH_PICTURES),
        _ => wanted.max_bytes,
    };
    let limit = |limit, found| Error::from(ErrorKind::Limit { what: "bytes", limit, found });
    let mut bytes = Vec::new();
    raw.take((most as u64).saturating_add(1)).read_to_end(&mut bytes).map_err(|e| Error::io(name.as_ref(), e))?;
    if bytes.len() > most {
        return Err(limit(most, bytes.len()));
    }
    let caps = coding::DecodeLimits { max_bytes: most, ..wanted.caps() };
    let gain = packed.map_or(0, |packed| bytes.len() / usize::try_from(packed.max(1)).unwrap_or(usize::MAX));
    if gain > caps.max_ratio && bytes.len() > SMALL {
        return Err(ErrorKind::Limit { what: "times its packed size", limit: caps.max_ratio, found: gain }.into());
    }
    let mut crc = flate2::Crc::new();
    crc.update(&bytes);
    if bytes.starts_with(&[0x1f, 0x8b]) {
        bytes = coding::decode_body(bytes, None, caps).map_err(warc::refusal)?;
    }
    let page = match form {
        Form::Mhtml => mhtml::read(&bytes)?,
        _ => Page::unpack(bytes, name.as_ref())?,
    };
    if page.bytes().len() > wanted.max_bytes {
        return Err(limit(wanted.max_bytes, page.bytes().len()));
    }
    Ok((page, crc.sum()))
}

/// The name of a record's place.
fn located(name: &str, place: Place) -> String {
    match place.within {
        0 => format!("{name}#{}", place.byte),
        within => format!("{name}#{}+{within}", place.byte),
    }
}

/// A page with what is known of it. What is no address or no date is left out: the page is good all the same.
fn page(
    body: Vec<u8>,
    url: Option<&str>,
    content_type: Option<String>,
    date: Option<&str>,
    status: Option<u16>,
) -> Result<Page> {
    let mut page = Page::new(body);
    // Looked at before: a page is lost to an address that is refused.
    if let Some(url) = url.map(public).filter(|u| Url::parse(u.trim()).is_ok()) {
        page = page.url(&url)?;
    }
    if let Some(time) = date.and_then(utc14) {
        page = page.captured(&time)?;
    }
    if let Some(value) = content_type {
        page = page.content_type(value);
    }
    if let Some(status) = status {
        page = page.status(status);
    }
    Ok(page)
}

/// A time as archives write it, fourteen digits in UTC.
fn utc14(text: &str) -> Option<String> {
    let time: DateTime = text.trim().parse().ok()?;
    let time = time.to_utc().or_else(|| time.with_offset_minutes(0))?;
    let (hour, minute, second) = time.time()?;
    let (year, month, day) = (time.year(), time.month(), time.day());
    Some(format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}"))
}

/// An address without user and password.
fn public(url: &str) -> String {
    let Ok(mut parsed) = Url::parse(url) else { return url.to_owned() };
    if parsed.username().is_empty() && parsed.password().is_none() {
        return url.to_owned();
    }
    // Fails only for addresses that can hold neither.
    let _ = parsed.set_username("");
    let _ = parsed.set_password(None);
    parsed.into()
}

#[cfg(test)]
mod tests;
