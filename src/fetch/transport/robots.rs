//! What a site of the live web asks robots to leave alone (RFC 9309).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use url::Url;

use crate::error::{Error, ErrorKind, FetchFailure, RefusalReason, Result, RobotsProblem};
use crate::fetch::address::without_credentials;
use crate::fetch::failure::{fetch_error, out_of_time};

use super::client::PoliteClient;
use super::guard::refused;
use super::message::{Pool, ReadLimit, Request};
use super::rules::Rules;
use super::time::TimeSpent;

/// How long the rules of a site are used.
const RULES_MAX_AGE: Duration = Duration::from_secs(24 * 3600);

/// How long a site whose server failed to give its rules is left alone.
const FAILURE_MAX_AGE: Duration = Duration::from_secs(600);

/// How many redirects are followed to a `robots.txt`, by the RFC.
const MAX_ROBOTS_REDIRECTS: usize = 5;

/// The name by which sites may address this crate.
const ROBOTS_AGENT: &str = "cuttings";

/// How many bytes of rules are remembered in all. Above it all sites are asked anew: whoever hands over addresses must
/// not be able to fill the memory with other people's rules.
pub(super) const MAX_REMEMBERED_BYTES: usize = 64 << 20;

/// Above this many sites all are asked anew.
const MAX_REMEMBERED_SITES: usize = 10_000;

/// The rules of all sites asked so far. Clones share them.
#[derive(Debug, Clone, Default)]
pub(super) struct Robots(Arc<Mutex<Sites>>);

#[derive(Debug, Default)]
struct Sites {
    by_origin: HashMap<String, Site>,
    bytes: usize,
}

/// A site's rules and when they were read; locked while they are fetched, so that this happens once.
type Site = Arc<tokio::sync::Mutex<Option<(Instant, SiteRules)>>>;

#[derive(Debug, Clone)]
enum SiteRules {
    AllowAll,
    Parsed(Arc<Rules>),
    /// They cannot be used: nothing may be fetched.
    Unusable(RobotsProblem),
    /// The site was silent for all the time that a page has. For those who have waited meanwhile; whoever comes later asks again.
    Silent,
}

impl Robots {
    #[cfg(test)]
    pub(super) fn remembered_bytes(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).bytes
    }

    /// Refuses an address that its site asks to leave alone. Gives the pause between requests that the site asks for
    /// (`Crawl-delay`; not part of the RFC, but widely used). The time that getting its rules takes is spent on the address.
    ///
    /// # Errors
    /// [`ErrorKind::Refused`](crate::error::ErrorKind::Refused), and whatever keeps the rules from being fetched.
    pub(super) async fn check(&self, client: &PoliteClient, url: &Url, spent: &TimeSpent) -> Result<Duration> {
        let origin = url.origin().ascii_serialization();
        let site = {
            let mut sites = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if sites.by_origin.len() > MAX_REMEMBERED_SITES || sites.bytes > MAX_REMEMBERED_BYTES {
                *sites = Sites::default();
            }
            sites.by_origin.entry(origin).or_default().clone()
        };
        let asked_at = Instant::now();
        let mut known = site.lock().await;
        let rules = match &*known {
            Some((read_at, SiteRules::Silent)) if *read_at > asked_at => SiteRules::Silent,
            Some((read_at, rules)) if read_at.elapsed() < rules.max_age() => rules.clone(),
            _ => {
                let had_all_time = spent.is_none();
                let (rules, bytes) = match fetch_rules(client, url, spent).await {
                    Ok(found) => found,
                    Err(error) => {
                        if had_all_time && error.is_timeout() && is_of_site(url, &error) {
                            *known = Some((Instant::now(), SiteRules::Silent));
                        }
                        return Err(page_error(url, error));
                    }
                };
                self.0.lock().unwrap_or_else(PoisonError::into_inner).bytes += bytes;
                *known = Some((Instant::now(), rules.clone()));
                rules
            }
        };
        drop(known);
        match rules {
            SiteRules::AllowAll => Ok(Duration::ZERO),
            SiteRules::Parsed(rules) => match rules.allows(url) {
                Some(true) => Ok(rules.delay),
                Some(false) => Err(refused(url, RefusalReason::Robots)),
                None => Err(refused(url, RefusalReason::RobotsUnusable { problem: RobotsProblem::TooManyRules })),
            },
            SiteRules::Unusable(problem) => Err(refused(url, RefusalReason::RobotsUnusable { problem })),
            SiteRules::Silent => Err(fetch_error(url, out_of_time())),
        }
    }
}

impl SiteRules {
    fn max_age(&self) -> Duration {
        match self {
            SiteRules::AllowAll | SiteRules::Parsed(_) => RULES_MAX_AGE,
            SiteRules::Unusable(_) => FAILURE_MAX_AGE,
            SiteRules::Silent => Duration::ZERO,
        }
    }
}

/// Fetches the rules of a site; also gives how many bytes they take.
async fn fetch_rules(client: &PoliteClient, url: &Url, spent: &TimeSpent) -> Result<(SiteRules, usize)> {
    let Ok(mut target) = url.join("/robots.txt") else { return Ok((SiteRules::AllowAll, 0)) };
    for _ in 0..=MAX_ROBOTS_REDIRECTS {
        let request = Request::new(target, Pool::Live).within(spent);
        let limit = ReadLimit { max_bytes: client.limits.robots_bytes, max_ratio: client.limits.ratio, truncate: true };
        let response = match client.send(&request, limit, Duration::ZERO).await {
            Ok(response) => response,
            Err(e) if e.is_limit() => return Ok((SiteRules::Unusable(RobotsProblem::TooLarge), 0)),
            Err(e) => return Err(e),
        };
        match (response.status, response.redirect_url()) {
            (_, Some(next)) => target = next,
            (200..=299, _) => {
                let rules = Rules::parse(&response.body, ROBOTS_AGENT);
                let bytes = rules.size();
                return Ok((SiteRules::Parsed(Arc::new(rules)), bytes));
            }
            (status @ 500.., _) => return Ok((SiteRules::Unusable(RobotsProblem::Status { status }), 0)),
            _ => return Ok((SiteRules::AllowAll, 0)),
        }
    }
    // By the RFC the same as if there were none.
    Ok((SiteRules::AllowAll, 0))
}

/// Whether an error is about an address of a page's site.
fn is_of_site(page: &Url, error: &Error) -> bool {
    error.url().and_then(|at| Url::parse(at).ok()).is_some_and(|at| at.origin() == page.origin())
}

/// The error of a page whose site's rules could not be fetched: a site that cannot be reached cannot be for the page either.
fn page_error(page: &Url, error: Error) -> Error {
    match error.kind() {
        ErrorKind::Fetch { failure: FetchFailure::Connection { .. }, .. } if is_of_site(page, &error) => {
            error.with_url(without_credentials(page).into())
        }
        ErrorKind::Fetch { .. } | ErrorKind::Refused { .. } => {
            let problem = RobotsProblem::NotFetched { reason: error.to_string() };
            refused(page, RefusalReason::RobotsUnusable { problem })
        }
        _ => error,
    }
}
