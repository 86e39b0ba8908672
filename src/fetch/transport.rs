//! One request, one answer: no redirects, no judgement of what came.
//!
//! Every byte that this crate gets over the network comes through here, so that manners and safety need to be
//! right in one place only.

use reqwest::Client;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderMap, HeaderName, HeaderValue, RANGE};
use url::Url;

use crate::coding::{self, Caps, Trouble};
use crate::error::{ErrorKind, Result};

use super::{FetchOptions, failed, public, reason};

/// Which of a host's limits a request counts against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Pool {
    /// Indexes of captures: CDX and TimeMaps share one limit.
    Index,
    /// Captures themselves, and all else an archive serves.
    Replay,
    /// Pages of the live web.
    Live,
}

/// A request.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    pub(super) url: Url,
    pub(super) pool: Pool,
    pub(super) headers: Vec<(HeaderName, String)>,
    /// The first and last byte wanted.
    pub(super) range: Option<(u64, u64)>,
}

/// An answer, whatever its status.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    /// The address asked.
    pub(super) url: Url,
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// Unpacked, unless only a range was asked for.
    pub(super) body: Vec<u8>,
    /// Whether it came out of the cache.
    pub(super) cached: bool,
}

impl Ask {
    pub(super) fn new(url: Url, pool: Pool) -> Self {
        Ask { url, pool, headers: Vec::new(), range: None }
    }

    pub(super) fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl Answer {
    /// The first value of a header that is text and not empty.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get_all(name).iter().filter_map(|v| v.to_str().ok()).map(str::trim).find(|v| !v.is_empty())
    }
}

/// The way to the network, shared by all that fetch with one [`Fetcher`](super::Fetcher).
#[derive(Debug, Clone)]
pub(super) struct Transport {
    client: Client,
    caps: Caps,
}

/// How many times its packed size an answer may have once unpacked.
const RATIO: usize = 200;

impl Transport {
    pub(super) fn new(options: &FetchOptions) -> Result<Self> {
        let mut builder = Client::builder()
            .user_agent(options.user_agent())
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(options.connect)
            .timeout(options.total);
        if options.direct {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|e| failed("(setup)", reason(e)))?;
        Ok(Transport { client, caps: Caps { bytes: options.most, ratio: RATIO } })
    }

    /// Sends one request. Redirects come back as answers.
    ///
    /// # Errors
    /// [`ErrorKind::Fetch`] when there is no answer, [`ErrorKind::Limit`] when it goes beyond a cap.
    pub(super) async fn send(&self, ask: &Ask) -> Result<Answer> {
        let shown = public(&ask.url);
        let mut request = self.client.get(ask.url.clone());
        // A part of a file is wanted as it lies there.
        let accept = if ask.range.is_some() { "identity" } else { "gzip, br, zstd, deflate" };
        request = request.header(ACCEPT_ENCODING, HeaderValue::from_static(accept));
        if let Some((first, last)) = ask.range {
            request = request.header(RANGE, format!("bytes={first}-{last}"));
        }
        for (name, value) in &ask.headers {
            request = request.header(name, value);
        }
        let mut response = request.send().await.map_err(|e| failed(shown.as_str(), reason(e)))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|e| failed(shown.as_str(), reason(e)))? {
            body.extend_from_slice(&chunk);
            if body.len() > self.caps.bytes {
                return Err(ErrorKind::Limit { what: "bytes", limit: self.caps.bytes, found: body.len() }.into());
            }
        }
        let mut answer = Answer { url: ask.url.clone(), status, headers, body, cached: false };
        if ask.range.is_none() {
            let coding = answer.header(CONTENT_ENCODING.as_str()).map(str::to_owned);
            let packed = std::mem::take(&mut answer.body);
            answer.body = coding::unpack(packed, coding.as_deref(), self.caps).map_err(|t| match t {
                Trouble::Limit { what, limit, found } => ErrorKind::Limit { what, limit, found }.into(),
                Trouble::Broken(message) => failed(shown.as_str(), message),
            })?;
        }
        Ok(answer)
    }
}
