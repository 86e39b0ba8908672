//! Pages of the live web.

use reqwest::header::CONTENT_TYPE;
use url::Url;

use crate::archive::CaptureUrl;
use crate::error::{Error, ErrorKind, FetchFailure, Result};
use crate::page::Page;

use super::address::{redact_credentials, without_credentials};
use super::failure::{fetch_error, status_error};
use super::fetcher::Fetcher;
use super::transport::{Pool, Request};

/// How many redirects are followed to a page; honest chains have one to three.
const MAX_PAGE_REDIRECTS: usize = 10;

impl Fetcher {
    /// Fetches the page at an `http` or `https` address.
    ///
    /// The page's address is the last one of the redirects, without user name and password. At the address of a capture
    /// in an archive it is the page as captured, whatever its status was then; see
    /// [`fetch_capture`](Fetcher::fetch_capture).
    ///
    /// # Errors
    /// [`ErrorKind::Url`] when the text is not an absolute URL; [`ErrorKind::Fetch`] when no response comes in
    /// time, or one with a status of 400 or above, or one that cannot be decoded; [`ErrorKind::Limit`]
    /// when the page is larger than [`FetchOptions::max_bytes`](crate::FetchOptions::max_bytes);
    /// [`ErrorKind::NotAPage`] when the response is empty or binary; [`ErrorKind::Refused`] when an address on the way
    /// may not be requested, or its site asks robots to leave it alone; [`ErrorKind::RateLimited`] and
    /// [`ErrorKind::ArchiveDown`] when a host has to be left alone; [`ErrorKind::NotCached`] when only the cache may be
    /// used; [`ErrorKind::Io`] when the cache cannot be used; [`ErrorKind::Excluded`] and [`ErrorKind::Capture`] when an
    /// archive's response is not a capture.
    pub async fn get(&self, url: &str) -> Result<Page> {
        if let Some(capture) = CaptureUrl::parse(url) {
            return self.get_capture(&capture).await;
        }
        let mut target = Url::parse(url.trim())
            .map_err(|source| Error::from(ErrorKind::Url { text: redact_credentials(url), source }))?;
        let requested = without_credentials(&target);
        for _ in 0..=MAX_PAGE_REDIRECTS {
            let response = self.transport.send(&Request::new(target, Pool::Live)).await?;
            match (response.status, response.redirect_url()) {
                (_, Some(next)) => target = next,
                (status @ 400.., _) => return Err(status_error(&requested, status)),
                _ => {
                    let content_type = response.header(CONTENT_TYPE.as_str()).map(str::to_owned);
                    let last = without_credentials(&response.url);
                    let page = Page::from_bytes(response.body, requested.as_str())?.with_url(last.as_str())?;
                    let mut page = page.with_status(response.status);
                    if let Some(defect) = response.defect {
                        page = page.with_damage(defect);
                    }
                    return Ok(match content_type {
                        Some(value) => page.with_content_type(value),
                        None => page,
                    });
                }
            }
        }
        Err(fetch_error(&requested, FetchFailure::TooManyRedirects { limit: MAX_PAGE_REDIRECTS }))
    }
}
