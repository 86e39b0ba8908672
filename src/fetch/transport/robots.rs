//! What a site of the live web asks robots to leave alone (RFC 9309).

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use texting_robots::Robot;
use tokio::time::Instant;
use url::Url;

use crate::error::{ErrorKind, Result};

use super::guard::refused;
use super::{Ask, Pool, Transport, Want};

/// What of a `robots.txt` is read; RFC 9309 asks for this much at least.
const MOST: usize = 500 << 10;

/// How long its word holds.
const HOLDS: Duration = Duration::from_secs(24 * 3600);

/// How long it holds that a server could not give it.
const BROKEN_HOLDS: Duration = Duration::from_secs(600);

/// How many redirects lead to it at most, by the RFC.
const REDIRECTS: usize = 5;

/// Rules with an end sign are kept as automata of some kilobytes each; honest files have a few.
const END_SIGNS: usize = 1000;

/// The name by which sites may speak to this crate.
const AGENT: &str = "cuttings";

/// How many bytes of all that was read are remembered. Above it all sites are asked anew: whoever hands over
/// addresses must not fill the memory with other people's rules.
pub(super) const REMEMBERED: usize = 64 << 20;

/// The words of all sites asked so far. Clones share them.
#[derive(Debug, Clone, Default)]
pub(super) struct Robots(Arc<Mutex<Sites>>);

#[derive(Debug, Default)]
struct Sites {
    known: HashMap<String, Site>,
    bytes: usize,
}

/// A site's word and when it was heard; locked while somebody asks, so that it is asked once.
type Site = Arc<tokio::sync::Mutex<Option<(Instant, Word)>>>;

#[derive(Clone)]
enum Word {
    All,
    Rules(Arc<Robot>),
    /// Nothing, and why.
    Nothing(String),
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Word::All => "All",
            Word::Rules(_) => "Rules",
            Word::Nothing(_) => "Nothing",
        })
    }
}

impl Robots {
    #[cfg(test)]
    pub(super) fn remembered(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).bytes
    }

    /// Refuses an address that its site asks to leave alone, and tells the pause between requests that it asks for
    /// (`Crawl-delay`; no part of the RFC, but widely written).
    ///
    /// # Errors
    /// [`ErrorKind::Refused`], and whatever keeps the site's word from being heard.
    pub(super) async fn check(&self, transport: &Transport, url: &Url) -> Result<Duration> {
        /// Above this many sites all are asked anew.
        const MANY: usize = 10_000;
        let origin = url.origin().ascii_serialization();
        let site = {
            let mut sites = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if sites.known.len() > MANY || sites.bytes > REMEMBERED {
                *sites = Sites::default();
            }
            sites.known.entry(origin).or_default().clone()
        };
        let mut known = site.lock().await;
        let word = match &*known {
            Some((heard, word)) if heard.elapsed() < word.holds() => word.clone(),
            _ => {
                let (word, bytes) = ask(transport, url).await?;
                self.0.lock().unwrap_or_else(PoisonError::into_inner).bytes += bytes;
                *known = Some((Instant::now(), word.clone()));
                word
            }
        };
        drop(known);
        match word {
            Word::All => Ok(Duration::ZERO),
            Word::Rules(robot) if robot.allowed(url.as_str()) => Ok(delay(&robot)),
            Word::Rules(_) => Err(refused(url, "robots.txt")),
            Word::Nothing(why) => Err(refused(url, &why)),
        }
    }
}

impl Word {
    fn holds(&self) -> Duration {
        if matches!(self, Word::Nothing(_)) { BROKEN_HOLDS } else { HOLDS }
    }
}

/// The pause that a site asks for; what is no time is none.
fn delay(robot: &Robot) -> Duration {
    robot.delay.and_then(|seconds| Duration::try_from_secs_f32(seconds).ok()).unwrap_or_default()
}

/// Asks a site for its word, and tells how many bytes were read.
async fn ask(transport: &Transport, url: &Url) -> Result<(Word, usize)> {
    let Ok(mut target) = url.join("/robots.txt") else { return Ok((Word::All, 0)) };
    for _ in 0..=REDIRECTS {
        let ask = Ask::new(target, Pool::Live);
        let want = Want { most: MOST, cut: true };
        let answer = match transport.ask(&ask, want, Duration::ZERO).await {
            Ok(answer) => answer,
            Err(e) if matches!(e.kind(), ErrorKind::Limit { .. }) => {
                return Ok((Word::Nothing("robots.txt: too large once unpacked".into()), 0));
            }
            Err(e) => return Err(e),
        };
        match (answer.status, answer.leads_to()) {
            (301 | 302 | 303 | 307 | 308, Some(next)) => target = next,
            (200..=299, _) => return Ok((read(&answer.body), answer.body.len())),
            (500.., _) => return Ok((Word::Nothing(format!("robots.txt: status {}", answer.status)), 0)),
            _ => return Ok((Word::All, 0)),
        }
    }
    // By the RFC as if there were none.
    Ok((Word::All, 0))
}

fn read(text: &[u8]) -> Word {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    if memchr::memchr_iter(b'$', text).count() > END_SIGNS {
        return Word::Nothing("robots.txt: too many rules".into());
    }
    match Robot::new(AGENT, text) {
        Ok(robot) => Word::Rules(Arc::new(robot)),
        Err(_) => Word::Nothing("robots.txt: cannot be read".into()),
    }
}
