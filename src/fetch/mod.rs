//! Pages over HTTP.

mod common_crawl;
mod index;
mod link;
mod options;
mod replay;
mod transport;

pub use index::{CaptureRow, Captures, Collapse, MatchType, Query, WarcLocation};
pub use options::FetchOptions;
pub use replay::{Captured, DigestCheck, Hop, Outcome};

use std::error::Error as _;

use reqwest::header::CONTENT_TYPE;
use url::Url;

use crate::archive::CaptureUrl;
use crate::error::{Error, ErrorKind, Result};
use crate::page::Page;

use transport::{Ask, Pool, Transport};

/// How many redirects lead to a page at most; honest chains have one to three.
const REDIRECTS: usize = 10;

/// Fetches pages, one connection pool for all.
///
/// Names itself in `User-Agent`, follows up to ten redirects, keeps to each host's limits, and asks for public
/// addresses only. Clones share connections, limits and cache. Needs a tokio runtime with I/O and time.
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
    transport: Transport,
    rules: replay::Rules,
}

impl Fetcher {
    /// A fetcher with these options.
    ///
    /// # Errors
    /// [`ErrorKind::Fetch`] when the system's TLS cannot be set up.
    pub fn new(options: FetchOptions) -> Result<Self> {
        Ok(Fetcher { transport: Transport::new(&options)?, rules: replay::Rules::new(&options) })
    }

    /// Fetches the page at an `http` or `https` address.
    ///
    /// The page's address is the last one of the redirects, without user and password. At the address of a capture
    /// in an archive it is the page as captured, whatever its status was then; see
    /// [`fetch_capture`](Fetcher::fetch_capture).
    ///
    /// # Errors
    /// [`ErrorKind::Url`] when the text is no absolute URL; [`ErrorKind::Fetch`] when there is no answer in
    /// time, one with a status of 400 or above, or one that cannot be unpacked; [`ErrorKind::Limit`]
    /// when the page is larger than [`FetchOptions::max_bytes`]; [`ErrorKind::NotAPage`] when the answer is
    /// empty or binary; [`ErrorKind::Refused`] when an address on the way may not be asked, or its site asks
    /// robots to leave it alone; [`ErrorKind::RateLimited`] and [`ErrorKind::ArchiveDown`] when a host has to be
    /// left alone; [`ErrorKind::NotCached`] when only the cache may be used; [`ErrorKind::Io`] when it cannot be;
    /// [`ErrorKind::Excluded`] and [`ErrorKind::Capture`] when an archive's answer is no capture.
    pub async fn get(&self, url: &str) -> Result<Page> {
        if let Some(capture) = CaptureUrl::parse(url) {
            return self.get_capture(&capture).await;
        }
        let mut target =
            Url::parse(url.trim()).map_err(|source| Error::from(ErrorKind::Url { text: without_user(url), source }))?;
        let shown = public(&target);
        for _ in 0..=REDIRECTS {
            let answer = self.transport.send(&Ask::new(target, Pool::Live)).await?;
            match (answer.status, answer.leads_to()) {
                (301 | 302 | 303 | 307 | 308, Some(next)) => target = next,
                (400.., _) => return Err(failed(shown.as_str(), format!("status {}", status(answer.status)))),
                _ => {
                    let content_type = answer.header(CONTENT_TYPE.as_str()).map(str::to_owned);
                    let last = public(&answer.url);
                    let page = Page::from_bytes(answer.body, shown.as_str())?.with_url(last.as_str())?;
                    let page = page.with_status(answer.status);
                    return Ok(match content_type {
                        Some(value) => page.with_content_type(value),
                        None => page,
                    });
                }
            }
        }
        Err(failed(shown.as_str(), format!("more than {REDIRECTS} redirects")))
    }
}

/// A status with its phrase: `404 Not Found`.
fn status(code: u16) -> String {
    reqwest::StatusCode::from_u16(code).map_or_else(|_| code.to_string(), |s| s.to_string())
}

fn failed(url: &str, message: String) -> Error {
    ErrorKind::Fetch { url: url.to_owned(), message }.into()
}

/// What went wrong, with what lies behind it, and without the address: that could hold a password.
fn reason(error: reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
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
