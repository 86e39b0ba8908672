//! One request, one answer: no redirects, no judgement of what came.
//!
//! Every byte that this crate gets over the network comes through here, so that manners and safety need to be
//! right in one place only. In this order: may the address be asked at all (`guard`); is the answer at hand
//! (`cache`); does the site wish to be left alone (`robots`); is it this request's turn (`limiter`, by `rates`);
//! then the request, again where that may help (`retry`).

mod cache;
mod guard;
mod limiter;
mod rates;
mod retry;
mod robots;

use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderMap, HeaderName, HeaderValue, LOCATION, RANGE};
use url::Url;

use crate::coding::{self, DecodeError, DecodeLimits};
use crate::error::{ErrorKind, Result};

use super::{FetchOptions, failed, public, reason};
use cache::{Cache, Rules};
use guard::Guard;
use limiter::Limiter;
use rates::Limited;
use retry::{Failure, Patience};
use robots::Robots;

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
        let texts = self.headers.get_all(name).iter().filter_map(|v| std::str::from_utf8(v.as_bytes()).ok());
        texts.map(str::trim).find(|v| !v.is_empty())
    }

    /// `Location`, as it is written. Servers put bytes of any encoding there; beyond ASCII they are encoded as they are,
    /// as browsers do.
    pub(super) fn location(&self) -> Option<String> {
        let values = self.headers.get_all(LOCATION).iter().map(|value| value.as_bytes().trim_ascii());
        let value = values.into_iter().find(|value| !value.is_empty())?;
        let mut out = String::with_capacity(value.len());
        for &byte in value {
            match byte.is_ascii() {
                true => out.push(char::from(byte)),
                false => out += &format!("%{byte:02X}"),
            }
        }
        Some(out)
    }

    /// The address that `Location` names.
    pub(super) fn leads_to(&self) -> Option<Url> {
        self.url.join(&self.location()?).ok()
    }
}

/// The way to the network, shared by all that fetch with one [`Fetcher`](super::Fetcher). Clones share everything.
#[derive(Debug, Clone)]
pub(super) struct Transport {
    client: Client,
    most: usize,
    guard: Guard,
    limiter: Limiter,
    patience: Patience,
    cache: Option<Arc<Cache>>,
    offline: bool,
    /// None when nobody's wishes are asked for.
    robots: Option<Robots>,
}

/// How many times its packed size an answer may have once unpacked.
pub(super) const RATIO: usize = 200;

/// How many headers an answer may have: those of an archive beside all of a captured page, each cookie its own.
const HEADERS: usize = 1_000;

/// How the message begins when an answer came and its body is broken.
pub(super) const UNPACK: &str = "cannot be unpacked: ";

/// How much of an answer is wanted.
#[derive(Debug, Clone, Copy)]
struct Want {
    most: usize,
    /// Whether more than that is cut off, at the end of a line; otherwise it is an error.
    cut: bool,
}

impl Transport {
    pub(super) fn new(options: &FetchOptions) -> Result<Self> {
        let guard = Guard::new(options.private, options.direct);
        let mut builder = Client::builder()
            .user_agent(options.user_agent())
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .dns_resolver(Arc::new(guard.clone()))
            // Archives hand on the headers of the pages, as many and as broken as these had them.
            .http1_max_headers(HEADERS)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            // As many as may be under way at once: archives count connections that come and go.
            .pool_max_idle_per_host(options.connections)
            .connect_timeout(options.connect)
            .timeout(options.total);
        if options.direct {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|e| failed("(setup)", reason(e)))?;
        let dir = options.cache.as_deref();
        let rules = Rules { fresh: options.fresh, live: options.cache_live, any_age: options.offline };
        let cache = dir.map(|dir| Cache::open(dir, rules)).transpose()?.map(Arc::new);
        Ok(Transport {
            client,
            most: options.most,
            guard,
            limiter: Limiter::new(dir, options.rates.clone(), options.max_wait, options.connections)?,
            patience: Patience { retries: options.retries, backoff: options.backoff, breaker: options.breaker },
            cache,
            offline: options.offline,
            robots: (!options.ignore_robots).then(Robots::default),
        })
    }

    /// Sends one request, or takes its answer out of the cache. Redirects come back as answers.
    ///
    /// # Errors
    /// [`ErrorKind::Refused`] when the address may not be asked, [`ErrorKind::NotCached`] when only the cache may,
    /// [`ErrorKind::RateLimited`] and [`ErrorKind::ArchiveDown`] when the host has to be left alone,
    /// [`ErrorKind::Fetch`] when there is no answer, [`ErrorKind::Limit`] when it goes beyond a cap,
    /// [`ErrorKind::Io`] when the cache cannot be used.
    pub(super) async fn send(&self, ask: &Ask) -> Result<Answer> {
        let pool = self.admit(ask).await?;
        if let Some(cache) = self.cache.clone() {
            let ask = ask.clone();
            if let Some(answer) = blocking(move || cache.find(&ask)).await? {
                return Ok(answer);
            }
        }
        if self.offline {
            return Err(ErrorKind::NotCached { url: public(&ask.url).into() }.into());
        }
        let delay = match self.robots.as_ref().filter(|_| pool == Pool::Live) {
            Some(robots) => robots.check(self, &ask.url).await?,
            None => Duration::ZERO,
        };
        let answer = self.ask(ask, Want { most: self.most, cut: false }, delay).await?;
        let Some(cache) = self.cache.clone() else { return Ok(answer) };
        let ask = ask.clone();
        blocking(move || cache.keep(&ask, pool, &answer).map(|()| answer)).await
    }

    /// Whether an address may be asked, and what asking it counts as.
    async fn admit(&self, ask: &Ask) -> Result<Pool> {
        self.guard.check(&ask.url).await?;
        Ok(Limited::of(&ask.url).map_or(ask.pool, |host| host.pool(ask.pool)))
    }

    /// Sends a request when it is its turn, and again where that may help. `delay` is the least time between two requests
    /// to this host, beside its limit.
    async fn ask(&self, ask: &Ask, want: Want, delay: Duration) -> Result<Answer> {
        let pool = self.admit(ask).await?;
        let Some(host) = Limited::of(&ask.url) else { return Err(guard::refused(&ask.url, "no host")) };
        let (mut tried, mut paused) = (0, 0);
        loop {
            let leave = self.limiter.leave(&host, pool, delay).await?;
            let outcome = self.once(ask, want).await;
            drop(leave);
            let archived = outcome.as_ref().is_ok_and(|a| a.header("memento-datetime").is_some());
            match outcome {
                Ok(answer) if archived => return Ok(answer),
                Ok(answer) => {
                    if let Some(time) = retry::pause(&answer) {
                        self.limiter.pause(&host, time).await?;
                        paused += 1;
                        if paused > retry::PAUSES {
                            let (host, retry_after) = (host.key, time);
                            return Err(ErrorKind::RateLimited { host, retry_after }.into());
                        }
                    } else if retry::is_transient(answer.status) && tried < self.patience.retries {
                        tried += 1;
                        tokio::time::sleep(self.patience.before(tried)).await;
                    } else {
                        return Ok(answer);
                    }
                }
                Err(Failure::Final(error)) => return Err(error),
                Err(Failure::Closed(error)) => {
                    // One page of the live web that is gone says nothing about an archive.
                    if pool == Pool::Live {
                        return Err(error);
                    }
                    self.limiter.trip(&host, self.patience.breaker(&host)).await?;
                    return Err(limiter::down(&host, "connection refused"));
                }
                Err(Failure::Passing(error)) => {
                    tried += 1;
                    if tried > self.patience.retries {
                        return Err(error);
                    }
                    tokio::time::sleep(self.patience.before(tried)).await;
                }
            }
        }
    }

    async fn once(&self, ask: &Ask, want: Want) -> Result<Answer, Failure> {
        let shown = public(&ask.url);
        let mut request = self.client.get(ask.url.clone());
        // A part of a file is wanted as it lies there; what is packed cannot be cut.
        let accept = if ask.range.is_some() || want.cut { "identity" } else { "gzip, br, zstd, deflate" };
        request = request.header(ACCEPT_ENCODING, HeaderValue::from_static(accept));
        if let Some((first, last)) = ask.range {
            request = request.header(RANGE, format!("bytes={first}-{last}"));
        }
        for (name, value) in &ask.headers {
            request = request.header(name, value);
        }
        let over = |found: usize| Failure::Final(ErrorKind::Limit { what: "bytes", limit: want.most, found }.into());
        let mut response = request.send().await.map_err(|e| Failure::of(&ask.url, e))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let announced = response.content_length().and_then(|n| usize::try_from(n).ok()).unwrap_or_default();
        if announced > want.most && !want.cut {
            return Err(over(announced));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|e| Failure::of(&ask.url, e))? {
            body.extend_from_slice(&chunk);
            if body.len() > want.most {
                if !want.cut {
                    return Err(over(body.len()));
                }
                body.truncate(memchr::memrchr(b'\n', body.get(..want.most).unwrap_or_default()).map_or(0, |n| n + 1));
                break;
            }
        }
        let mut answer = Answer { url: ask.url.clone(), status, headers, body, cached: false };
        if ask.range.is_none() {
            let coding = answer.header(CONTENT_ENCODING.as_str()).map(str::to_owned);
            let packed = std::mem::take(&mut answer.body);
            let caps = DecodeLimits { max_bytes: want.most, max_ratio: RATIO };
            answer.body = coding::decode_body(packed, coding.as_deref(), caps).map_err(|t| match t {
                DecodeError::Limit { what, limit, found } => {
                    Failure::Final(ErrorKind::Limit { what, limit, found }.into())
                }
                DecodeError::Invalid(message) => Failure::Final(failed(shown.as_str(), format!("{UNPACK}{message}"))),
            })?;
        }
        Ok(answer)
    }
}

/// Does what may block the thread, such as reading files, where it holds nobody up.
async fn blocking<T: Send + 'static>(job: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    match tokio::task::spawn_blocking(job).await {
        Ok(done) => done,
        Err(e) => Err(failed("(cache)", e.to_string())),
    }
}

#[cfg(test)]
mod tests;
