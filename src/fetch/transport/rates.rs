//! What each host is asked at most: four fifths of what archives allow, where that is known.

use std::collections::BTreeMap;

use url::{Host, Url};

use super::Pool;

/// A host as its limits know it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Limited {
    /// Host and, where it is not the scheme's own, port. Names of one service share one.
    pub(super) key: String,
    name: String,
    loopback: bool,
}

/// Milliseconds between two requests: of indexes, and of all else.
struct Known {
    host: &'static str,
    index: u64,
    replay: u64,
}

/// Sources: `archive-facts`, 1.5 and 1.7: the Internet Archive's staff (30 a minute and 600 a minute), Arquivo.pt's
/// API pages (250 and 400 in 60 seconds), Common Crawl's users.
const KNOWN: &[Known] = &[
    Known { host: "web.archive.org", index: 2_500, replay: 125 },
    Known { host: "archive.org", index: 2_500, replay: 125 },
    Known { host: "arquivo.pt", index: 300, replay: 188 },
    Known { host: "index.commoncrawl.org", index: 1_000, replay: 1_000 },
    Known { host: "data.commoncrawl.org", index: 556, replay: 556 },
];

/// Names of the Wayback Machine, which counts them together.
const WAYBACK: &[&str] =
    &["web-beta.archive.org", "wayback.archive.org", "replay.web.archive.org", "replay.waybackmachine.org"];

/// Milliseconds between two requests to an archive of which nothing is known.
const ARCHIVE: u64 = 3_000;

/// And to a host of the live web.
const LIVE: u64 = 1_000;

impl Limited {
    /// The host of an address; `None` when it has none.
    pub(super) fn of(url: &Url) -> Option<Limited> {
        let loopback = match url.host()? {
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.is_loopback(),
            Host::Domain(name) => name == "localhost",
        };
        let text = url.host_str()?.trim_end_matches('.').to_ascii_lowercase();
        let text = text.strip_prefix("www.").filter(|t| known(t).is_some()).unwrap_or(&text);
        let name = if WAYBACK.contains(&text) { "web.archive.org" } else { text }.to_owned();
        let key = match url.port() {
            Some(port) => format!("{name}:{port}"),
            None => name.clone(),
        };
        Some(Limited { key, name, loopback })
    }

    /// Whether it is an archive with limits of its own.
    pub(super) fn is_known(&self) -> bool {
        known(&self.name).is_some()
    }

    pub(super) fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// What a request counts as: an archive's page is no page of the live web, whoever asks.
    pub(super) fn pool(&self, asked: Pool) -> Pool {
        if asked == Pool::Live && self.is_known() { Pool::Replay } else { asked }
    }

    /// Milliseconds between two requests; `own` holds requests a minute by host, where 0 sets no limit.
    pub(super) fn interval(&self, pool: Pool, own: &BTreeMap<String, u32>) -> u64 {
        if let Some(&rate) = own.get(&self.key).or_else(|| own.get(&self.name)) {
            return 60_000u64.div_ceil(u64::from(rate.max(1))) * u64::from(rate > 0);
        }
        match (known(&self.name), pool) {
            _ if self.loopback => 0,
            (Some(host), Pool::Index) => host.index,
            (Some(host), _) => host.replay,
            (None, Pool::Live) => LIVE,
            (None, _) => ARCHIVE,
        }
    }
}

fn known(name: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|k| k.host == name)
}
