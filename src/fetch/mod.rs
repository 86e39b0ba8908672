//! Pages over HTTP.

mod options;

pub use options::FetchOptions;

use std::error::Error as _;
use std::io::Read as _;
use std::path::Path;

use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Client, Response, redirect};
use url::Url;

use crate::error::{Error, ErrorKind, Result};
use crate::page::Page;

/// How many redirects lead to a page at most; honest chains have one to three.
const REDIRECTS: usize = 10;

/// Fetches pages, one connection pool for all.
///
/// Names itself in `User-Agent`, follows up to ten redirects, and takes gzip. Needs a tokio runtime.
///
/// ```no_run
/// # async fn run() -> cuttings::Result<()> {
/// use cuttings::{Extractor, FetchOptions, Fetcher};
///
/// let fetcher = Fetcher::new(FetchOptions::default().contact("archive@library.example"))?;
/// let page = fetcher.get("http://news.example/1.html").await?;
/// let article = Extractor::default().extract(&page)?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Fetcher {
    client: Client,
    most: usize,
}

impl Fetcher {
    /// A fetcher with these options.
    ///
    /// # Errors
    /// [`ErrorKind::Fetch`] when the system's TLS cannot be set up.
    pub fn new(options: FetchOptions) -> Result<Self> {
        // reqwest would unpack only with features that this crate does not ask of it: `unpack` does it below.
        let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static("gzip"))]);
        let mut builder = Client::builder()
            .user_agent(options.user_agent())
            .default_headers(headers)
            .redirect(redirect::Policy::limited(REDIRECTS))
            .connect_timeout(options.connect)
            .timeout(options.total);
        if options.direct {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|e| failed("(setup)", reason(e)))?;
        Ok(Fetcher { client, most: options.most })
    }

    /// Fetches the page at an `http` or `https` address.
    ///
    /// The page's address is the last one of the redirects, without user and password.
    ///
    /// # Errors
    /// [`ErrorKind::Url`] when the text is no absolute URL; [`ErrorKind::Fetch`] when there is no answer in
    /// time, one with a status of 400 or above, or an encoding that was not asked for; [`ErrorKind::Limit`]
    /// when the page is larger than [`FetchOptions::max_bytes`]; [`ErrorKind::NotAPage`] when the answer is
    /// empty or binary.
    pub async fn get(&self, url: &str) -> Result<Page> {
        let target =
            Url::parse(url.trim()).map_err(|source| Error::from(ErrorKind::Url { text: without_user(url), source }))?;
        let shown = public(&target);
        if !matches!(target.scheme(), "http" | "https") {
            return Err(failed(shown.as_str(), format!("cannot fetch over {}", target.scheme())));
        }
        let response = self.client.get(target).send().await.map_err(|e| failed(shown.as_str(), reason(e)))?;
        let status = response.status();
        if status.is_client_error() || status.is_server_error() {
            return Err(failed(shown.as_str(), format!("status {status}")));
        }
        let last = public(response.url());
        let header = |name| response.headers().get(name).map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned());
        let (content_type, coding) = (header(CONTENT_TYPE), header(CONTENT_ENCODING));
        let body = self.body(response, &shown).await?;
        let body = self.unpack(body, coding.as_deref(), &shown)?;
        let page = Page::unpack(body, Path::new(shown.as_str()))?.url(last.as_str())?;
        Ok(match content_type {
            Some(value) => page.content_type(value),
            None => page,
        })
    }

    /// The body as sent, read only as far as it is allowed to go.
    async fn body(&self, mut response: Response, shown: &Url) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|e| failed(shown.as_str(), reason(e)))? {
            body.extend_from_slice(&chunk);
            self.allow(body.len())?;
        }
        Ok(body)
    }

    fn unpack(&self, body: Vec<u8>, coding: Option<&str>, shown: &Url) -> Result<Vec<u8>> {
        // Some servers say gzip and send plain text; some pack without saying so.
        if body.starts_with(&[0x1f, 0x8b]) {
            let mut out = Vec::new();
            flate2::read::MultiGzDecoder::new(&body[..])
                .take(self.most as u64 + 1)
                .read_to_end(&mut out)
                .map_err(|e| failed(shown.as_str(), format!("gzip: {e}")))?;
            self.allow(out.len())?;
            return Ok(out);
        }
        match coding.map(|c| c.trim().to_ascii_lowercase()).as_deref() {
            None | Some("" | "identity" | "gzip" | "x-gzip") => Ok(body),
            Some(other) => Err(failed(shown.as_str(), format!("answered in {other:?}, which was not asked for"))),
        }
    }

    fn allow(&self, found: usize) -> Result<()> {
        match found > self.most {
            true => Err(ErrorKind::Limit { what: "bytes", limit: self.most, found }.into()),
            false => Ok(()),
        }
    }
}

fn failed(url: &str, message: String) -> Error {
    ErrorKind::Fetch { url: url.to_owned(), message }.into()
}

/// What went wrong, with what lies behind it, and without the address: that could hold a password.
fn reason(error: reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    if error.is_redirect() {
        return format!("more than {REDIRECTS} redirects, or one that leads nowhere");
    }
    let error = error.without_url();
    let mut out = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        out += ": ";
        out += &inner.to_string();
        source = inner.source();
    }
    out
}

/// An address without user and password.
fn public(url: &Url) -> Url {
    let mut url = url.clone();
    // Fails only for addresses that can hold neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}

/// The same for a text that is no address.
fn without_user(text: &str) -> String {
    let start = text.find("//").map_or(0, |at| at + 2);
    let end = text[start..].find(['/', '?', '#']).map_or(text.len(), |n| start + n);
    match text[start..end].rfind('@') {
        Some(at) => format!("{}{}", &text[..start], &text[start + at + 1..]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
