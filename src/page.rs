//! A page as it was saved or fetched.

use std::borrow::Cow;
use std::path::Path;

use url::Url;

use crate::article::DateTime;
use crate::error::{Error, ErrorKind, Result};

/// The bytes of a page and what is known about them from outside.
///
/// ```
/// use cuttings::Page;
///
/// let page = Page::new(b"<p>Caf\xe9</p>".to_vec())
///     .url("http://web.archive.org/web/20071211032145/http://news.example/1.html")?
///     .content_type("text/html; charset=ISO-8859-1");
/// assert!(page.address().is_some());
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Page {
    bytes: Vec<u8>,
    is_text: bool,
    url: Option<Url>,
    content_type: Option<String>,
    captured: Option<DateTime>,
}

impl Page {
    /// A page of these bytes, as they came off the wire or the disk, in whatever encoding.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Page { bytes: bytes.into(), is_text: false, url: None, content_type: None, captured: None }
    }

    /// A page that is decoded already: what the text declares about its encoding is not believed.
    ///
    /// ```
    /// let page = cuttings::Page::from_text("<meta charset=iso-8859-1><p>café");
    /// assert_eq!(page.bytes(), "<meta charset=iso-8859-1><p>café".as_bytes());
    /// ```
    pub fn from_text(text: impl Into<String>) -> Self {
        Page { is_text: true, ..Page::new(text.into()) }
    }

    /// Reads a saved page; a gzipped one (by its first bytes) is unpacked.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the file cannot be read or its gzip data is broken,
    /// [`ErrorKind::NotAPage`] when it is empty.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let bytes = std::fs::read(path).map_err(|e| Error::io(path, e))?;
        Page::unpack(bytes, path)
    }

    /// A page of bytes that may be gzipped; `path` only names them in errors.
    ///
    /// # Errors
    /// As [`Page::open`].
    pub fn unpack(bytes: Vec<u8>, path: &Path) -> Result<Self> {
        let bytes = match bytes.starts_with(&[0x1f, 0x8b]) {
            true => gunzip(&bytes).map_err(|e| Error::io(path, e))?,
            false => bytes,
        };
        if bytes.is_empty() {
            return Err(ErrorKind::NotAPage { reason: "the file is empty".into() }.into());
        }
        Ok(Page::new(bytes))
    }

    /// The address the page was read from: its own, or an archive's address of a capture of it.
    ///
    /// # Errors
    /// [`ErrorKind::Url`] when the text is no absolute URL.
    pub fn url(mut self, url: &str) -> Result<Self> {
        let parsed = Url::parse(url.trim());
        self.url = Some(parsed.map_err(|source| ErrorKind::Url { text: url.to_owned(), source })?);
        Ok(self)
    }

    /// The `Content-Type` header, if the page came with one.
    pub fn content_type(mut self, value: impl Into<String>) -> Self {
        self.content_type = Some(value.into());
        self
    }

    /// When an archive captured the page: fourteen digits, UTC.
    ///
    /// # Errors
    /// [`ErrorKind::CaptureTime`] when the text is something else.
    pub fn captured(mut self, timestamp: &str) -> Result<Self> {
        let time = DateTime::from_timestamp14(timestamp);
        self.captured = Some(time.ok_or_else(|| ErrorKind::CaptureTime { text: timestamp.to_owned() })?);
        Ok(self)
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The address, if one was given.
    pub fn address(&self) -> Option<&Url> {
        self.url.as_ref()
    }

    /// The `Content-Type` header, if one was given.
    pub fn header(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The capture time, if one was given.
    pub fn capture_time(&self) -> Option<DateTime> {
        self.captured
    }

    /// The text of a page that was made of text.
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        self.is_text.then(|| String::from_utf8_lossy(&self.bytes))
    }
}

/// Unpacks gzip, all members of it, up to a size no page has.
fn gunzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    /// Over any page's size and under any machine's memory: what a bomb may unpack to.
    const MOST: u64 = 256 << 20;
    let mut out = Vec::with_capacity(bytes.len() * 4);
    flate2::read::MultiGzDecoder::new(bytes).take(MOST).read_to_end(&mut out)?;
    Ok(out)
}
