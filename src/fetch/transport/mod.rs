//! One request, one response: redirects are not followed, and what came is not judged.
//!
//! Every byte that this crate gets over the network comes through here, so that manners and safety need to be
//! right in one place only. In this order: may the address be requested at all (`guard`); is the response at hand
//! (`cache`); does the site wish to be left alone (`robots`, by its `rules`); is it this request's turn (`limiter`, by `rates`);
//! then the request (`client`), again where that may help (`retry`).

mod blocking;
mod body;
mod cache;
mod client;
mod guard;
mod limiter;
mod message;
mod rates;
mod retry;
mod robots;
mod rules;
mod time;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use url::Url;

use crate::error::{ErrorKind, Result};

use super::address::without_credentials;
use super::limits::FetchLimits;
use super::options::FetchOptions;
use super::wait::Observer;
use blocking::run_blocking;
use cache::{Cache, CachePolicy};
use client::PoliteClient;
use message::ReadLimit;
use robots::Robots;

pub(super) use message::{KeptRequest, Pool, Request, Response};
pub(super) use retry::{is_overload_status, parse_retry_after};
pub(super) use time::TimeSpent;

/// The way to the network, shared by all that fetch with one [`Fetcher`](super::Fetcher). Clones share everything.
#[derive(Debug, Clone)]
pub(super) struct Transport {
    client: PoliteClient,
    limits: FetchLimits,
    cache: Option<Arc<Cache>>,
    offline: bool,
    /// `None` where robots.txt is ignored.
    robots: Option<Robots>,
    /// The collections of archives that are known to exist.
    collections: Arc<Mutex<HashSet<String>>>,
}

impl Transport {
    pub(super) fn new(options: &FetchOptions) -> Result<Self> {
        let client = PoliteClient::new(options)?;
        let policy =
            CachePolicy { max_age: options.max_index_age, keeps_live: options.cache_live, any_age: options.offline };
        let cache = options.cache.as_deref().map(|dir| Cache::open(dir, policy)).transpose()?;
        Ok(Transport {
            client,
            limits: options.limits,
            cache: cache.map(Arc::new),
            offline: options.offline,
            robots: (!options.ignore_robots).then(Robots::default),
            collections: Arc::default(),
        })
    }

    /// Whether a collection is known to exist, by the address that its captures begin with.
    pub(super) fn knows_collection(&self, address: &str) -> bool {
        self.collections.lock().unwrap_or_else(PoisonError::into_inner).contains(address)
    }

    /// Notes that a collection exists.
    pub(super) fn note_collection(&self, address: &str) {
        self.collections.lock().unwrap_or_else(PoisonError::into_inner).insert(address.to_owned());
    }

    /// Whom waits are told to.
    pub(super) fn observer(&self) -> &Observer {
        &self.client.observer
    }

    /// The requests about a page, by its address, that the cache has the responses of, the newest first. Only where the cache
    /// alone is used; else they are asked for in earnest.
    pub(super) async fn kept_about(&self, page: &str) -> Result<Vec<KeptRequest>> {
        let Some(cache) = self.cache.clone().filter(|_| self.offline) else { return Ok(Vec::new()) };
        let (dir, page) = (cache.dir().to_owned(), page.to_owned());
        run_blocking(&dir, move || cache.requests_about(&page)).await
    }

    /// What answers are held to.
    pub(super) fn limits(&self) -> FetchLimits {
        self.limits
    }

    /// The least time between two requests to the host of an address.
    pub(super) fn interval(&self, url: &Url, pool: Pool) -> Duration {
        self.client.interval(url, pool)
    }

    /// Sends one request, or takes its response out of the cache. Redirects come back as responses.
    ///
    /// # Errors
    /// [`ErrorKind::Refused`] when the address may not be requested, [`ErrorKind::NotCached`] when only the cache may
    /// be used, [`ErrorKind::RateLimited`] and [`ErrorKind::ArchiveDown`] when the host has to be left alone,
    /// [`ErrorKind::Fetch`] when there is no response, [`ErrorKind::Limit`] when it goes beyond a limit,
    /// [`ErrorKind::Io`] when the cache cannot be used.
    pub(super) async fn send(&self, request: &Request) -> Result<Response> {
        let pool = self.client.admit(request).await?;
        if let Some(cache) = self.cache.clone() {
            let (dir, request) = (cache.dir().to_owned(), request.clone());
            if let Some(response) = run_blocking(&dir, move || cache.lookup(&request)).await? {
                return Ok(response);
            }
        }
        if self.offline {
            return Err(ErrorKind::NotCached { url: without_credentials(&request.url).into() }.into());
        }
        let crawl_delay = match self.robots.as_ref().filter(|_| pool == Pool::Live) {
            Some(robots) => robots.check(&self.client, &request.url, &request.spent).await?,
            None => Duration::ZERO,
        };
        let limit = ReadLimit { max_bytes: self.limits.bytes, max_ratio: self.limits.ratio, truncate: false };
        let response = self.client.send_to_the_end(request, limit, crawl_delay).await?;
        let Some(cache) = self.cache.clone() else { return Ok(response) };
        let (dir, request) = (cache.dir().to_owned(), request.clone());
        run_blocking(&dir, move || cache.store(&request, pool, &response).map(|()| response)).await
    }
}

#[cfg(test)]
mod tests;
