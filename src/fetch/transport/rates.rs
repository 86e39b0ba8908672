//! How often each host may be asked: four fifths of what archives allow, where that is known.

use std::collections::BTreeMap;

use url::{Host, Url};

use super::message::Pool;

/// A host, as limits are kept for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct LimitedHost {
    /// Host and, unless it is the scheme's default, port. All names of one service share a key.
    pub(super) key: String,
    name: String,
    loopback: bool,
}

/// An archive whose limits are known. Intervals are milliseconds between two requests.
struct KnownArchive {
    host: &'static str,
    index_interval: u64,
    /// Of everything but the index.
    replay_interval: u64,
}

/// Sources: the Internet Archive's staff (30 a minute for its index, 600 a minute for captures), Arquivo.pt's API
/// pages (250 and 400 in 60 seconds), users of Common Crawl.
const KNOWN_ARCHIVES: &[KnownArchive] = &[
    KnownArchive { host: "web.archive.org", index_interval: 2_500, replay_interval: 125 },
    KnownArchive { host: "archive.org", index_interval: 2_500, replay_interval: 125 },
    KnownArchive { host: "arquivo.pt", index_interval: 300, replay_interval: 188 },
    KnownArchive { host: "index.commoncrawl.org", index_interval: 1_000, replay_interval: 1_000 },
    KnownArchive { host: "data.commoncrawl.org", index_interval: 556, replay_interval: 556 },
];

/// Other names of the Wayback Machine, which counts requests to all of them together.
const WAYBACK_ALIASES: &[&str] =
    &["web-beta.archive.org", "wayback.archive.org", "replay.web.archive.org", "replay.waybackmachine.org"];

/// Milliseconds between two requests to an archive whose limits are not known.
const ARCHIVE_INTERVAL: u64 = 3_000;

/// Milliseconds between two requests to a host of the live web.
const LIVE_INTERVAL: u64 = 1_000;

impl LimitedHost {
    /// The host of an address; `None` when it has none.
    pub(super) fn from_url(url: &Url) -> Option<LimitedHost> {
        let loopback = match url.host()? {
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.is_loopback(),
            Host::Domain(name) => name == "localhost",
        };
        let text = url.host_str()?.trim_end_matches('.').to_ascii_lowercase();
        let text = text.strip_prefix("www.").filter(|t| known_archive(t).is_some()).unwrap_or(&text);
        let name = if WAYBACK_ALIASES.contains(&text) { "web.archive.org" } else { text }.to_owned();
        let key = match url.port() {
            Some(port) => format!("{name}:{port}"),
            None => name.clone(),
        };
        Some(LimitedHost { key, name, loopback })
    }

    /// Whether it is an archive whose limits are known.
    pub(super) fn is_known_archive(&self) -> bool {
        known_archive(&self.name).is_some()
    }

    pub(super) fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Which limit a request counts against: a page of an archive is not a page of the live web, whoever asks for it.
    pub(super) fn effective_pool(&self, requested: Pool) -> Pool {
        if requested == Pool::Live && self.is_known_archive() { Pool::Replay } else { requested }
    }

    /// Milliseconds between two requests. `custom` holds requests a minute by host, where 0 sets no limit.
    pub(super) fn interval(&self, pool: Pool, custom: &BTreeMap<String, u32>) -> u64 {
        if let Some(&rate) = custom.get(&self.key).or_else(|| custom.get(&self.name)) {
            return 60_000u64.div_ceil(u64::from(rate.max(1))) * u64::from(rate > 0);
        }
        match (known_archive(&self.name), pool) {
            _ if self.loopback => 0,
            (Some(archive), Pool::Index) => archive.index_interval,
            (Some(archive), _) => archive.replay_interval,
            (None, Pool::Live) => LIVE_INTERVAL,
            (None, _) => ARCHIVE_INTERVAL,
        }
    }
}

fn known_archive(name: &str) -> Option<&'static KnownArchive> {
    KNOWN_ARCHIVES.iter().find(|archive| archive.host == name)
}
