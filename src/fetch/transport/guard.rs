//! Which addresses may be requested at all: a fetcher that runs as somebody's service must not become a way into their
//! network.
//!
//! A numeric address is checked before the request. A name is looked up here, and the connection goes to the address that
//! was checked, so that a name cannot mean one thing when it is checked and another when it is used. Behind a proxy
//! the proxy looks names up: names are then looked up here as well before each request, but which address the proxy
//! connects to cannot be checked. That is why no proxy is used unless asked for.

use std::collections::HashSet;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::error::{Error, ErrorKind, RefusalReason, Result};

use crate::fetch::address::without_credentials;

/// Ports at which something else than the web answers, and may take a request for what it understands: those that browsers
/// refuse (the Fetch standard's "bad ports").
const OTHER_PORTS: &[u16] = &[
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109,
    110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531,
    532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060,
    5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];

/// What a request may reach.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    /// Whether addresses that are not public are allowed.
    allow_private: bool,
    /// The hosts of the proxies in use; these may be anywhere. Empty without proxies.
    proxy_hosts: Arc<HashSet<String>>,
    /// Addresses that begin so are allowed: a server of a test, which can only be on loopback.
    #[cfg(test)]
    exception: Option<String>,
    /// What names mean, one answer after the other, in place of what the system says.
    #[cfg(test)]
    names: Arc<std::sync::Mutex<Vec<Vec<SocketAddr>>>>,
}

/// No address of a name may be requested; what the first is instead of a public one.
#[derive(Debug)]
struct NoPublicAddress(&'static str);

impl fmt::Display for NoPublicAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for NoPublicAddress {}

impl Guard {
    pub(super) fn new(allow_private: bool, direct: bool) -> Self {
        const PROXY_VARIABLES: [&str; 6] =
            ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
        let set = PROXY_VARIABLES.iter().filter(|_| !direct).filter_map(|name| std::env::var(name).ok());
        let proxies = set.filter_map(|text| {
            let url =
                Url::parse(&text).ok().filter(Url::has_host).or_else(|| Url::parse(&format!("http://{text}")).ok());
            url?.host_str().map(str::to_ascii_lowercase)
        });
        Guard {
            allow_private,
            proxy_hosts: Arc::new(proxies.collect()),
            #[cfg(test)]
            exception: None,
            #[cfg(test)]
            names: Arc::default(),
        }
    }

    #[cfg(test)]
    pub(super) fn with_exception(self, base: &str) -> Self {
        Guard { exception: Some(base.to_owned()), ..self }
    }

    #[cfg(test)]
    pub(super) fn with_names(self, answers: impl IntoIterator<Item = Vec<SocketAddr>>) -> Self {
        Guard { names: Arc::new(std::sync::Mutex::new(answers.into_iter().collect())), ..self }
    }

    #[cfg(test)]
    pub(super) fn with_proxy(self, host: &str) -> Self {
        Guard { proxy_hosts: Arc::new([host.to_owned()].into()), ..self }
    }

    /// Refuses an address by its scheme and its port, and by its host where that is numeric or a proxy looks it up.
    pub(super) async fn check(&self, url: &Url) -> Result<()> {
        #[cfg(test)]
        if self.exception.as_ref().is_some_and(|base| url.as_str().starts_with(base)) {
            return Ok(());
        }
        if !matches!(url.scheme(), "http" | "https") {
            return Err(refused(url, RefusalReason::Scheme { scheme: url.scheme().to_owned() }));
        }
        if let Some(port) = url.port().filter(|port| !self.allow_private && OTHER_PORTS.contains(port)) {
            return Err(refused(url, RefusalReason::Port { port }));
        }
        let ip = match url.host() {
            Some(Host::Ipv4(ip)) => IpAddr::V4(ip),
            Some(Host::Ipv6(ip)) => IpAddr::V6(ip),
            Some(Host::Domain(name)) if !self.allow_private && !self.proxy_hosts.is_empty() => {
                // Without any address only the proxy knows the name.
                let found = tokio::net::lookup_host((name, 0)).await.map(Iterator::collect::<Vec<_>>);
                let range = found.unwrap_or_default().iter().find_map(|a| not_public(a.ip()));
                return range.map_or(Ok(()), |range| Err(refused(url, RefusalReason::NotPublic { range })));
            }
            Some(Host::Domain(_)) => return Ok(()),
            None => return Err(refused(url, RefusalReason::NoHost)),
        };
        match not_public(ip).filter(|_| !self.allow_private) {
            Some(range) => Err(refused(url, RefusalReason::NotPublic { range })),
            None => Ok(()),
        }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        let all = self.allow_private || self.proxy_hosts.contains(&name.to_ascii_lowercase());
        #[cfg(test)]
        let scripted = self.names.lock().ok().filter(|names| !names.is_empty()).map(|mut names| names.remove(0));
        #[cfg(not(test))]
        let scripted: Option<Vec<SocketAddr>> = None;
        Box::pin(async move {
            let found = match scripted {
                Some(found) => found,
                None => tokio::net::lookup_host((name.as_str(), 0)).await?.collect(),
            };
            let Some(first) = found.first().copied() else { return Ok(Box::new(std::iter::empty()) as Addrs) };
            let kept: Vec<SocketAddr> = found.into_iter().filter(|a| all || not_public(a.ip()).is_none()).collect();
            match (kept.is_empty(), not_public(first.ip())) {
                (true, Some(range)) => Err(NoPublicAddress(range).into()),
                _ => Ok(Box::new(kept.into_iter()) as Addrs),
            }
        })
    }
}

/// What the address of a name is that this guard refused, if an error of the client comes from that.
pub(super) fn refused_range(error: &(dyn std::error::Error + 'static)) -> Option<&'static str> {
    let mut current = Some(error);
    while let Some(error) = current {
        if let Some(NoPublicAddress(range)) = error.downcast_ref() {
            return Some(range);
        }
        current = error.source();
    }
    None
}

pub(super) fn refused(url: &Url, reason: RefusalReason) -> Error {
    ErrorKind::Refused { url: without_credentials(url).into(), reason }.into()
}

/// What an address is that is not one of the public network; `None` when it is one.
pub(super) fn not_public(ip: IpAddr) -> Option<&'static str> {
    match ip {
        IpAddr::V4(ip) => not_public_v4(ip),
        IpAddr::V6(ip) => not_public_v6(ip),
    }
}

/// By IANA's registry of special-purpose addresses (RFC 6890 and its successors).
fn not_public_v4(ip: Ipv4Addr) -> Option<&'static str> {
    Some(match ip.octets() {
        [0, ..] => "unspecified address",
        [127, ..] => "loopback address",
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => "private address",
        [100, 64..=127, ..] => "shared address of a carrier",
        [169, 254, ..] => "link-local address",
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => "documentation address",
        [198, 18..=19, ..] => "benchmarking address",
        [192, 0, 0, _] | [192, 88, 99, _] => "reserved address",
        [224..=239, ..] => "multicast address",
        [240..=255, ..] => "reserved address",
        _ => return None,
    })
}

fn not_public_v6(ip: Ipv6Addr) -> Option<&'static str> {
    let s = ip.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        not_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match s {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("unspecified address"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("loopback address"),
        // Mapped, translated (RFC 2765), compatible: an IPv4 address in all but its form.
        [0, 0, 0, 0, 0, 0xffff, a, b] | [0, 0, 0, 0, 0xffff, 0, a, b] | [0, 0, 0, 0, 0, 0, a, b] => v4(a, b),
        // NAT64, the well-known prefix and the one of a local network.
        [0x64, 0xff9b, 0, 0, 0, 0, a, b] => v4(a, b),
        [0x64, 0xff9b, 1, ..] => Some("private address"),
        // 6to4.
        [0x2002, a, b, ..] => v4(a, b),
        // Teredo: its server, and its client with all bits inverted.
        [0x2001, 0, a, b, _, _, c, d] => v4(a, b).or_else(|| v4(!c, !d)),
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Some("documentation address"),
        [0x2001, 2, 0, ..] => Some("benchmarking address"),
        // ISATAP.
        [first, _, _, _, 0 | 0x200, 0x5efe, a, b] if (0x2000..0x4000).contains(&first) => v4(a, b),
        [0x2000..0x4000, ..] => None,
        [0xfc00..=0xfdff, ..] => Some("private address"),
        [0xfe80..=0xfebf, ..] => Some("link-local address"),
        [0xfec0..=0xfeff, ..] => Some("private address"),
        [0xff00..=0xffff, ..] => Some("multicast address"),
        _ => Some("reserved address"),
    }
}
