//! Pages of the live web.

use reqwest::header::CONTENT_TYPE;
use url::Url;

use crate::archive::CaptureUrl;
use crate::error::{Error, ErrorKind, FetchFailure, Result};
use crate::page::Page;

use super::address::{redact_credentials, without_credentials};
use super::failure::{fetch_error, status_error};
use super::fetcher::Fetcher;
use super::site::{Step, way_to_other_site, with_redirect_warning};
use super::transport::{Pool, Request, TimeSpent};

impl Fetcher {
    /// Fetches the page at an `http` or `https` address.
    ///
    /// The page's address is the last one of the redirects, without user name and password. At the address of a capture
    /// in an archive it is the page as captured, whatever its status was then; see
    /// [`fetch_capture`](Fetcher::fetch_capture). A page of another site than the one that was asked for has the warning
    /// `redirected`.
    ///
    /// # Errors
    /// [`ErrorKind::Url`] when the text is not an absolute URL; [`ErrorKind::Fetch`] when no response comes in
    /// time, or one with a status of 400 or above (unless [any is taken](crate::FetchOptions::any_status)), or one that cannot be
    /// decoded, or of another site where that is [refused](crate::FetchOptions::exact); [`ErrorKind::Limit`]
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
        let (mut steps, spent) = (Vec::new(), TimeSpent::default());
        for _ in 0..=self.limits.redirects {
            let response = self.transport.send(&Request::new(target, Pool::Live).within(&spent)).await?;
            match (response.status, response.redirect_url()) {
                (status, Some(next)) => {
                    steps.push(Step { url: without_credentials(&response.url).into(), status, time: None });
                    target = next;
                }
                (status @ 400.., _) if !self.any_status => return Err(status_error(&requested, status)),
                _ => {
                    let content_type = response.header(CONTENT_TYPE.as_str()).map(str::to_owned);
                    let last = without_credentials(&response.url);
                    let other_site = way_to_other_site(&steps, last.as_str(), None);
                    if let Some(way) = other_site.clone().filter(|_| self.exact) {
                        return Err(fetch_error(&requested, FetchFailure::Redirected { way }));
                    }
                    let headers = response.header_texts();
                    let page = Page::from_bytes(response.body, requested.as_str())?.with_url(last.as_str())?;
                    let page = page.with_status(response.status).with_headers(headers);
                    let mut page = with_redirect_warning(page, other_site);
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
        Err(fetch_error(&requested, FetchFailure::TooManyRedirects { limit: self.limits.redirects }))
    }
}
