//! Sends requests over HTTP, when a host's limits allow, and again where that may help. Knows nothing of the cache.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderValue, RANGE};
use url::Url;

use crate::coding::{self, DecodeError};
use crate::error::{Error, ErrorKind, FetchFailure, FetchStage, RefusalReason, Result};
use crate::fetch::FetchOptions;
use crate::fetch::failure::{fetch_error, out_of_time, status_error};
use crate::fetch::limits::{FetchLimits, MOST_HEADERS};
use crate::fetch::wait::{Observer, WaitReason};

use super::body::{ReadBody, read_body};
use super::guard::{Guard, refused};
use super::limiter::{Limiter, archive_down};
use super::message::{Pool, ReadLimit, Request, Response};
use super::rates::LimitedHost;
use super::retry::{
    MAX_MALFORMED, MAX_PAUSES, RetryPolicy, SendFailure, is_overload_status, is_too_large_head, is_transient_status,
    requested_pause,
};
use super::time::TimeLeft;

/// What there is too much of where the client gives up within a head; it does not tell which of the two.
const HEADERS_OR_BYTES: &str = "headers, or 400 KiB of them";

/// The bytes of a header beside its name and its value: a colon, a space and the end of the line.
const HEADER_SIGNS: usize = 4;

/// How often a response is asked for again whose body breaks off.
const MAX_RETRIES_OF_BROKEN: usize = 2;

/// An HTTP client that keeps to the limits of hosts. Clones share connections and limits.
#[derive(Debug, Clone)]
pub(super) struct PoliteClient {
    http: reqwest::Client,
    pub(super) guard: Guard,
    limiter: Limiter,
    retry: RetryPolicy,
    timeout: Duration,
    pub(super) limits: FetchLimits,
    pub(super) observer: Observer,
}

impl PoliteClient {
    pub(super) fn new(options: &FetchOptions) -> Result<Self> {
        let guard = Guard::new(options.allow_private, options.direct);
        let limits = FetchLimits { headers: options.limits.headers.min(MOST_HEADERS), ..options.limits };
        let mut builder = reqwest::Client::builder()
            .user_agent(options.user_agent())
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .dns_resolver(Arc::new(guard.clone()))
            // Archives hand on the headers of the pages, as many and as broken as these had them.
            .http1_max_headers(limits.headers)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            // As many as may be under way at once: archives count connections that come and go.
            .pool_max_idle_per_host(options.max_connections)
            .connect_timeout(options.connect_timeout);
        if options.direct {
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|e| ErrorKind::Client { source: Box::new(e) })?;
        let rates = options.rates.clone();
        let limiter = Limiter::new(options.cache.as_deref(), rates, options.max_wait, options.max_connections)?;
        let observer = options.observer.clone();
        let limiter = limiter.with_observer(observer.clone());
        let retry =
            RetryPolicy { max_retries: options.max_retries, backoff: options.backoff, breaker: options.breaker };
        let timeout = options.timeout;
        Ok(PoliteClient { http, guard, limiter, retry, timeout, limits, observer })
    }

    /// The least time between two requests to the host of an address.
    pub(super) fn interval(&self, url: &Url, pool: Pool) -> Duration {
        LimitedHost::from_url(url).map_or(Duration::ZERO, |host| self.limiter.interval(&host, pool))
    }

    /// Checks that an address may be requested, and tells which limit the request counts against.
    pub(super) async fn admit(&self, request: &Request) -> Result<Pool> {
        self.guard.check(&request.url).await?;
        let host = LimitedHost::from_url(&request.url);
        Ok(host.map_or(request.pool, |host| host.effective_pool(request.pool)))
    }

    /// Sends a request when it is its turn, and again where that may help. `min_interval` is the least time between two
    /// requests to this host, beside its limit.
    pub(super) async fn send(&self, request: &Request, limit: ReadLimit, min_interval: Duration) -> Result<Response> {
        self.send_within(request, limit, min_interval, &mut TimeLeft::new(self.timeout, &request.spent)).await
    }

    /// The same in the time that is left.
    async fn send_within(
        &self,
        request: &Request,
        limit: ReadLimit,
        min_interval: Duration,
        time: &mut TimeLeft,
    ) -> Result<Response> {
        let pool = self.admit(request).await?;
        let Some(host) = LimitedHost::from_url(&request.url) else {
            return Err(refused(&request.url, RefusalReason::NoHost));
        };
        if !time.is_enough_after(Duration::ZERO) {
            return Err(fetch_error(&request.url, out_of_time()));
        }
        let (mut retries, mut pauses, mut malformed) = (0, 0, 0);
        loop {
            let permit = self.limiter.acquire(&host, pool, min_interval).await?;
            let started = Instant::now();
            let sent = self.send_once(request, limit, time.left).await;
            drop(permit);
            time.spend(started.elapsed());
            let wait = self.retry.wait_before(retries + 1);
            let may_retry = retries < self.retry.max_retries && time.is_enough_after(wait);
            let cause = match sent {
                // An archived status is that of the page, not of the archive.
                Ok(response) if response.header("memento-datetime").is_some() => return Ok(response),
                Ok(response) => {
                    if let Some(pause) = requested_pause(&response) {
                        pauses += 1;
                        self.limiter.pause(&host, pause, response.status).await?;
                        if pauses > MAX_PAUSES || !time.is_enough_after(Duration::ZERO) {
                            return Err(ErrorKind::RateLimited { host: host.key, retry_after: pause }.into());
                        }
                        continue;
                    }
                    let gives_up = request.asks_for_less && is_overload_status(response.status);
                    if !is_transient_status(response.status) || !may_retry || gives_up {
                        return Ok(response);
                    }
                    status_error(&request.url, response.status)
                }
                Err(failure) => {
                    malformed += u32::from(matches!(failure, SendFailure::Malformed(_)));
                    let error = self.error_unless_passing(failure, &host, pool).await?;
                    let gives_up = request.asks_for_less && error.is_timeout() || malformed >= MAX_MALFORMED;
                    if !may_retry || gives_up {
                        return Err(error);
                    }
                    error
                }
            };
            retries += 1;
            let reason = WaitReason::Retry { number: retries, of: self.retry.max_retries, cause: cause.reason() };
            self.observer.tell(&host.key, wait, reason);
            tokio::time::sleep(wait).await;
            time.spend(wait);
        }
    }

    /// The error of a failure after which asking again may help.
    ///
    /// # Errors
    /// That of any other.
    async fn error_unless_passing(&self, failure: SendFailure, host: &LimitedHost, pool: Pool) -> Result<Error> {
        match failure {
            SendFailure::Transient(error) | SendFailure::Malformed(error) => Ok(error),
            SendFailure::Permanent(error) => Err(error),
            // One page of the live web that is gone says nothing about an archive.
            SendFailure::ConnectionRefused(error) if pool == Pool::Live => Err(error),
            SendFailure::ConnectionRefused(error) => {
                self.limiter.open_breaker(host, self.retry.breaker_time(host)).await?;
                Err(archive_down(host, Some(error)))
            }
        }
    }

    /// As [`send`](Self::send), but again where the body broke off, at once: archives hand on a wrong `Content-Length`,
    /// and the body breaks off at the same place each time. Of the bodies the longest is taken.
    pub(super) async fn send_to_the_end(
        &self,
        request: &Request,
        limit: ReadLimit,
        min_interval: Duration,
    ) -> Result<Response> {
        let mut time = TimeLeft::new(self.timeout, &request.spent);
        let mut longest = self.send_within(request, limit, min_interval, &mut time).await?;
        for _ in 0..MAX_RETRIES_OF_BROKEN {
            if !longest.broken_off || !time.is_enough_after(Duration::ZERO) {
                break;
            }
            let Ok(again) = self.send_within(request, limit, min_interval, &mut time).await else { break };
            let is_same = again.broken_off && again.body.len() == longest.body.len();
            // An answer of another status is about the second request, not about the page.
            if again.status == longest.status && (!again.broken_off || again.body.len() > longest.body.len()) {
                longest = again;
            }
            if is_same {
                break;
            }
        }
        Ok(longest)
    }

    /// Sends a request once; `time` is how long it may take to the last byte of the body.
    async fn send_once(&self, request: &Request, limit: ReadLimit, time: Duration) -> Result<Response, SendFailure> {
        // A part of a file is wanted as it is stored; a packed body cannot be cut.
        let is_raw = request.range.is_some() || limit.truncate;
        let accept = if is_raw { "identity" } else { "gzip, br, zstd, deflate" };
        let mut builder = self.http.get(request.url.clone()).timeout(time);
        builder = builder.header(ACCEPT_ENCODING, HeaderValue::from_static(accept));
        if let Some((first, last)) = request.range {
            builder = builder.header(RANGE, format!("bytes={first}-{last}"));
        }
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let received = builder.send().await.map_err(|error| match is_too_large_head(&error) {
            true => limit_failure(HEADERS_OR_BYTES, self.limits.headers, self.limits.headers + 1),
            false => SendFailure::from_client_error(&request.url, FetchStage::Response, error),
        })?;
        let (status, headers) = (received.status().as_u16(), received.headers().clone());
        let header_bytes = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + HEADER_SIGNS).sum();
        if header_bytes > self.limits.header_bytes {
            return Err(limit_failure("bytes of headers", self.limits.header_bytes, header_bytes));
        }
        let keeps_broken = request.may_break_off() && !limit.truncate;
        let read = read_body(received, limit, keeps_broken).await.map_err(|e| e.for_request(request))?;
        let ReadBody { bytes: body, defect, broken_off } = read;
        let mut response =
            Response { url: request.url.clone(), status, headers, body, cached: false, defect, broken_off };
        if request.range.is_none() {
            decode_response(&mut response, limit)?;
        }
        Ok(response)
    }
}

fn limit_failure(what: &'static str, limit: usize, found: usize) -> SendFailure {
    SendFailure::Permanent(ErrorKind::Limit { what, limit, found }.into())
}

/// Decodes the body of a response.
fn decode_response(response: &mut Response, limit: ReadLimit) -> Result<(), SendFailure> {
    let packed = std::mem::take(&mut response.body);
    let error = match coding::decode_body(packed, response.header(CONTENT_ENCODING.as_str()), limit.decoded()) {
        Ok(decoded) => {
            response.body = decoded.bytes;
            response.defect = response.defect.take().or(decoded.defect);
            return Ok(());
        }
        Err(DecodeError::Limit { what, limit, found }) => ErrorKind::Limit { what, limit, found }.into(),
        Err(DecodeError::Invalid(reason)) => fetch_error(&response.url, FetchFailure::Undecodable { reason }),
    };
    Err(SendFailure::Permanent(error))
}
