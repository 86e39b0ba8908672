//! The hosts of known archives.

/// The hosts whose addresses are known to be captures even with a short or missing timestamp, or an
/// original without a scheme, and the path before the timestamp. Longer paths of a host come first.
pub(super) const KNOWN_PREFIXES: &[(&str, &str)] = &[
    ("web.archive.org", "/web/"),
    ("web-beta.archive.org", "/web/"),
    ("wayback.archive.org", "/web/"),
    ("archive.org", "/web/"),
    ("www.archive.org", "/web/"),
    ("replay.web.archive.org", "/"),
    ("replay.waybackmachine.org", "/"),
    ("arquivo.pt", "/noFrame/replay/"),
    ("arquivo.pt", "/wayback/"),
    ("www.webarchive.org.uk", "/wayback/en/archive/"),
    ("www.webarchive.org.uk", "/wayback/archive/"),
    ("beta.webarchive.org.uk", "/wayback/archive/"),
    ("webarchive.nationalarchives.gov.uk", "/ukgwa/"),
    ("webarchive.nationalarchives.gov.uk", "/"),
    ("webarchive.loc.gov", "/all/"),
];

/// The names of archive.today, all of which serve the same captures.
const ARCHIVE_TODAY_HOSTS: &[&str] =
    &["archive.today", "archive.is", "archive.ph", "archive.li", "archive.md", "archive.vn", "archive.fo"];

/// Whether a host is one of archive.today's.
pub(crate) fn is_archive_today(host: &str) -> bool {
    ARCHIVE_TODAY_HOSTS.contains(&host)
}

/// Whether a host serves captures and nothing else: its addresses are never a page's own.
pub(crate) fn is_archive_host(host: &str) -> bool {
    /// Hosts with pages of their own beside the captures.
    const MIXED_HOSTS: &[&str] = &["archive.org", "www.archive.org", "arquivo.pt"];
    is_archive_today(host) || (KNOWN_PREFIXES.iter().any(|(name, _)| *name == host) && !MIXED_HOSTS.contains(&host))
}

/// Whether an authority is one of the Wayback Machine's, at the usual port.
pub(super) fn is_wayback_host(authority: &str) -> bool {
    let host = authority.strip_suffix(":80").or_else(|| authority.strip_suffix(":443")).unwrap_or(authority);
    let is_its_own = host.ends_with("archive.org") || host.ends_with("waybackmachine.org");
    is_its_own && KNOWN_PREFIXES.iter().any(|(name, _)| *name == host)
}

/// The host of an authority, with the brackets of IPv6.
pub(super) fn host_of(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    }
}
