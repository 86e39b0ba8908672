//! A page as it was saved or fetched.

mod sniff;
mod status;

use std::borrow::Cow;
use std::io;
use std::path::Path;

use url::Url;

use crate::article::{DateTime, Warning, WarningCode};
use crate::coding::{self, DecodeError, DecodeLimits, DecodedBody, GZIP_MAGIC};
use crate::error::{Error, ErrorKind, Result};

use sniff::{binary_kind, index_kind};
#[cfg(feature = "coding")]
pub(crate) use status::NOT_MODIFIED;
pub(crate) use status::is_page_status;
#[cfg(feature = "fetch")]
pub(crate) use status::is_redirect_status;

/// The bytes of a page and what is known about them from outside.
///
/// ```
/// use cuttings::Page;
///
/// let page = Page::new(b"<p>Caf\xe9</p>".to_vec())
///     .with_url("http://web.archive.org/web/20071211032145/http://news.example/1.html")?
///     .with_content_type("text/html; charset=ISO-8859-1");
/// assert_eq!(page.content_type(), Some("text/html; charset=ISO-8859-1"));
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Page {
    bytes: Vec<u8>,
    is_text: bool,
    url: Option<Url>,
    content_type: Option<String>,
    captured: Option<DateTime>,
    status: Option<u16>,
    headers: Vec<(String, String)>,
    warnings: Vec<Warning>,
}

impl Page {
    /// A page of these bytes, as they came off the wire or the disk, in whatever encoding.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Page {
            bytes: bytes.into(),
            is_text: false,
            url: None,
            content_type: None,
            captured: None,
            status: None,
            headers: Vec::new(),
            warnings: Vec::new(),
        }
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
    /// [`ErrorKind::Io`] when the file cannot be read or nothing comes of its gzip data, [`ErrorKind::Limit`] when these unpack
    /// to more than 256 MiB,
    /// [`ErrorKind::NotAPage`] when it is empty or a binary file.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let bytes = std::fs::read(path).map_err(|e| Error::io(path, e))?;
        Page::from_bytes(bytes, path)
    }

    /// A page of the bytes of a file, which may be gzipped; `name` stands for the file in errors.
    ///
    /// # Errors
    /// As [`Page::open`].
    ///
    /// ```
    /// let page = cuttings::Page::from_bytes("<p>One", "one.html")?;
    /// assert_eq!(page.bytes(), b"<p>One");
    /// let error = cuttings::Page::from_bytes("%PDF-1.4", "one.pdf").unwrap_err();
    /// assert_eq!(error.to_string(), "not a page: a PDF document");
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn from_bytes(bytes: impl Into<Vec<u8>>, name: impl AsRef<Path>) -> Result<Self> {
        let bytes = bytes.into();
        let page = match bytes.starts_with(&GZIP_MAGIC) {
            true => unpacked(&bytes, name.as_ref())?,
            false => Page::new(bytes),
        };
        page.check_readable()?;
        Ok(page)
    }

    /// Tells that a capture said only that the page was as before; `captured` and `before` are when, for people.
    #[cfg(feature = "coding")]
    pub(crate) fn with_not_modified(self, captured: &str, before: &str) -> Self {
        let words = format!("captured {captured} with status 304, not modified: this is the page as captured {before}");
        self.with_warning(Warning::new(WarningCode::NotModified, words))
    }

    /// Refuses a page whose bytes cannot be one, whatever was said of them.
    ///
    /// # Errors
    /// [`ErrorKind::NotAPage`] when it is empty, a binary file or an index of captures.
    pub(crate) fn check_readable(&self) -> Result<()> {
        match self.bytes.is_empty() {
            true => Err(Error::not_a_page("the file is empty")),
            false => self.check_not_binary(),
        }
    }

    /// As [`check_readable`](Self::check_readable), but of an empty page there is merely no article.
    pub(crate) fn check_not_binary(&self) -> Result<()> {
        if self.is_text {
            return Ok(());
        }
        let reason = binary_kind(&self.bytes).or_else(|| index_kind(&self.bytes));
        reason.map_or(Ok(()), |reason| Err(Error::not_a_page(reason)))
    }

    /// Gives the page the address it was read from: its own, or an archive's address of a capture of it.
    ///
    /// # Errors
    /// [`ErrorKind::Url`] when the text is no absolute URL.
    pub fn with_url(mut self, url: &str) -> Result<Self> {
        let parsed = Url::parse(url.trim());
        self.url = Some(parsed.map_err(|source| ErrorKind::Url { text: url.to_owned(), source })?);
        Ok(self)
    }

    /// Gives the page the `Content-Type` header that it came with.
    pub fn with_content_type(mut self, value: impl Into<String>) -> Self {
        self.content_type = Some(value.into());
        self
    }

    /// Tells when an archive captured the page: fourteen digits, UTC.
    ///
    /// # Errors
    /// [`ErrorKind::CaptureTime`] when the text is something else.
    ///
    /// ```
    /// let page = cuttings::Page::new("<p>One").with_capture_time("20071211032145")?;
    /// assert_eq!(page.capture_time().unwrap().to_string(), "2007-12-11T03:21:45Z");
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn with_capture_time(mut self, timestamp: &str) -> Result<Self> {
        let time = DateTime::from_timestamp14(timestamp);
        self.captured = Some(time.ok_or_else(|| ErrorKind::CaptureTime { text: timestamp.to_owned() })?);
        Ok(self)
    }

    /// Tells the HTTP status with which the page was served when it was saved or captured.
    ///
    /// ```
    /// let page = cuttings::Page::new("<p>Not found").with_status(404);
    /// assert_eq!(page.status(), Some(404));
    /// ```
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Gives the page the headers of the response that it came in, as its own server sent them. No article depends on them; what a
    /// page is read by is [`with_content_type`](Page::with_content_type) and its like.
    ///
    /// ```
    /// let page = cuttings::Page::new("<p>One").with_headers([("Server".to_owned(), "gull".to_owned())]);
    /// assert_eq!(page.headers()[0].1, "gull");
    /// ```
    pub fn with_headers(mut self, headers: impl IntoIterator<Item = (String, String)>) -> Self {
        self.headers = headers.into_iter().collect();
        self
    }

    /// Adds what a reader should know of how the page was saved or fetched. The article gets it among its
    /// [`warnings`](crate::Article::warnings).
    ///
    /// ```
    /// use cuttings::{Page, Warning};
    ///
    /// let page = Page::new("<p>One").with_warning(Warning::new(cuttings::WarningCode::Truncated, "the crawler kept only a part"));
    /// assert_eq!(page.warnings()[0].code.as_str(), "truncated");
    /// ```
    pub fn with_warning(mut self, warning: Warning) -> Self {
        self.warnings.push(warning);
        self
    }

    /// Tells that the body was damaged as it was saved or sent, and read all the same.
    pub(crate) fn with_damage(self, defect: String) -> Self {
        self.with_warning(Warning::new(WarningCode::DamagedBody, defect))
    }

    /// Tells that a crawler kept a part of the page only; the reason is a word of its own.
    #[cfg(feature = "coding")]
    pub(crate) fn with_truncation(self, reason: &str) -> Self {
        self.with_warning(Warning::new(
            WarningCode::Truncated,
            format!("the crawler kept only a part of the page ({reason})"),
        ))
    }

    /// Whether a crawler kept a part of the page only.
    #[cfg(feature = "saved")]
    pub(crate) fn is_truncated(&self) -> bool {
        self.warnings.iter().any(|warning| warning.code == WarningCode::Truncated)
    }

    /// The bytes, as given.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    #[cfg(feature = "saved")]
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The address, if one was given.
    pub fn url(&self) -> Option<&Url> {
        self.url.as_ref()
    }

    /// The `Content-Type` header, if one was given.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The capture time, if one was given.
    pub fn capture_time(&self) -> Option<DateTime> {
        self.captured
    }

    /// The HTTP status, if one was given.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// The headers of the response that the page came in, names and values in the order in which they came, if they were given: those of
    /// the page's own server, not of an archive. They tell how the body was sent (`Content-Encoding`), not how it is here. A
    /// `Fetcher` gives them to what it fetches, as far as an archive tells them.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// What a reader should know of how the page was saved or fetched.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The text of a page that was made of text.
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        self.is_text.then(|| String::from_utf8_lossy(&self.bytes))
    }
}

/// The page in gzip data, of which something must be sound.
fn unpacked(bytes: &[u8], name: &Path) -> Result<Page> {
    let limits = DecodeLimits { max_bytes: MAX_UNPACKED_BYTES, max_ratio: usize::MAX };
    let DecodedBody { bytes, defect } = coding::decode_gzip(bytes, limits).map_err(|error| match error {
        DecodeError::Limit { what, limit, found } => ErrorKind::Limit { what, limit, found }.into(),
        DecodeError::Invalid(reason) => Error::io(name, io::Error::new(io::ErrorKind::InvalidData, reason)),
    })?;
    let page = Page::new(bytes);
    Ok(defect.into_iter().fold(page, Page::with_damage))
}

/// How much a gzipped page may unpack to: over any page's size and under any machine's memory.
const MAX_UNPACKED_BYTES: usize = 256 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> Option<String> {
        match Page::from_bytes(bytes, "x") {
            Ok(_) => None,
            Err(e) => Some(e.to_string()),
        }
    }

    #[test]
    fn binary_files_are_named() {
        assert_eq!(refused(b"\x89PNG\r\n\x1a\n\0\0").unwrap(), "not a page: a PNG image");
        assert_eq!(refused(b"%PDF-1.4 text").unwrap(), "not a page: a PDF document");
        assert_eq!(refused(b"PK\x03\x04mimetype").unwrap(), "not a page: a ZIP archive");
        assert_eq!(refused(b"\0\0\0\x18ftypmp42").unwrap(), "not a page: an MP4 recording");
        assert_eq!(refused(b"RIFF\x24\x08\0\0WAVEfmt ").unwrap(), "not a page: a RIFF recording");
        assert_eq!(refused(b"BZh91AY&SY").unwrap(), "not a page: bzip2 data");
        assert_eq!(refused(b"RIFF OVER PIER GOES ON\n"), None);
        assert_eq!(refused(b"<p>Fftyp"), None);
        assert_eq!(refused(b"<p>F1AY&SY"), None);
        assert_eq!(refused(b"<p>FerryWEBPVP8"), None);
        assert_eq!(refused(b"RIFF\x1a\0\0\0WEBPVP8L").unwrap(), "not a page: a WebP image");
        assert_eq!(refused(b"").unwrap(), "not a page: the file is empty");
        let mut seed = 7_u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        })
        .take(5_000)
        .collect();
        assert_eq!(refused(&noise).unwrap(), "not a page: binary data");
        assert_eq!(refused(&[0; 100]).unwrap(), "not a page: binary data");
    }

    #[test]
    fn texts_of_every_encoding_pass() {
        let utf16 = |text: &str, mark: bool| -> Vec<u8> {
            let mark = mark.then_some(0xfeff);
            mark.into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        };
        for text in
            ["<p>Ferry sails again", "<p>\u{0412}\u{0435}\u{0447}\u{0435}\u{0440}", "<p>\u{6e21}\u{3057}\u{8239}"]
        {
            assert_eq!(refused(&utf16(text, true)), None);
        }
        assert_eq!(refused(&utf16("<html><p>Ferry sails again", false)), None);
        assert_eq!(refused(b"\x1b$B;3\x1b(B \x1b$B;3\x1b(B"), None);
        assert_eq!(refused("naïve\u{85}“quotes”".as_bytes()), None);
        assert_eq!(refused(&[&b"<p>A stray\0 byte"[..], &[b'x'; 60]].concat()), None);
        assert_eq!(refused(b"WARC/1.0\r\n"), None);
    }
}
