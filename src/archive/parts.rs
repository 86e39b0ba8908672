//! Archives put together of parts that lie at several addresses.

use crate::error::Error;

use super::base::{base_address, host_and_path, index_address};
use super::hosts::is_wayback_host;
use super::service::{Archive, Dialect};

/// What stands before the address of an index, or of an archive, that speaks as the Wayback Machine does.
pub(super) const WAYBACK: &str = "wayback+";

/// The same for pywb.
pub(super) const PYWB: &str = "pywb+";

/// The part of an aggregator's address that ends with the page's own.
const TIMEMAPS: &str = "timemap/";

impl Archive {
    /// The archive with its index of captures (CDX) at another address: `http://cdx.example/cdx`. The index is asked as
    /// pywb's is, unless it is the Wayback Machine's own, or `wayback+` stands before its address. What the address asks
    /// for by itself (`?collection=news`) is asked for as well.
    ///
    /// In place of Common Crawl's list of indexes it is the only one.
    ///
    /// # Errors
    /// [`ErrorKind::Url`](crate::ErrorKind::Url) when the text is no absolute URL,
    /// [`ErrorKind::Archive`](crate::ErrorKind::Archive) when it is not one of HTTP or HTTPS.
    ///
    /// ```
    /// use cuttings::{Archive, Modifier};
    ///
    /// let archive = Archive::pywb("http://replay.example/news")?.with_index("wayback+http://cdx.example/cdx")?;
    /// assert_eq!(archive.index(), Some("http://cdx.example/cdx"));
    /// assert_eq!(archive.replay_prefix(), Some("http://replay.example/news/"));
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn with_index(self, address: &str) -> Result<Archive, Error> {
        let (dialect, address) = spoken_at(address);
        let index = index_address(address)?;
        let dialect = dialect.unwrap_or(if is_at_wayback(&index) { Dialect::Wayback } else { Dialect::Pywb });
        let name = if self.name.is_empty() { host_and_path(&index) } else { self.name };
        Ok(Archive { name, dialect, index: Some(index), ..self })
    }

    /// The archive with its captures replayed at another address: what stands before the timestamp in that of a capture. It
    /// is named for this address, and where a slash is missing at the end it is added. `wayback+` before it says that captures are
    /// given as the Wayback Machine does; else it is taken for pywb, unless it is a known host's.
    ///
    /// # Errors
    /// As [`with_index`](Archive::with_index).
    ///
    /// ```
    /// use cuttings::{Archive, Modifier};
    ///
    /// // The Wayback Machine's index, and a mirror of the captures.
    /// let mirrored = Archive::wayback().with_replay("http://127.0.0.1:8091/mirror")?;
    /// let capture = mirrored.capture("20071211032145".parse()?, "http://news.example/", Modifier::Raw);
    /// assert_eq!(
    ///     capture.map(|c| c.to_string()).as_deref(),
    ///     Some("http://127.0.0.1:8091/mirror/20071211032145id_/http://news.example/"),
    /// );
    /// assert_eq!(mirrored.index(), Archive::wayback().index());
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn with_replay(self, prefix: &str) -> Result<Archive, Error> {
        let (dialect, prefix) = spoken_at(prefix);
        let base = base_address(prefix)?;
        let known = Archive::of_known_host(&base).unwrap_or_else(|| Archive::pywb_named(&host_and_path(&base), &base));
        let is_pywb = dialect.map_or(known.is_pywb, |dialect| dialect == Dialect::Pywb);
        Ok(Archive { name: known.name, replay: known.replay, is_pywb, ..self })
    }

    /// The archive with the address below which the WARC files lie that its index names. Where nothing is replayed, captures
    /// are read from there, a part of a file each.
    ///
    /// # Errors
    /// As [`with_index`](Archive::with_index).
    ///
    /// ```
    /// use cuttings::Archive;
    ///
    /// let archive = Archive::from_index("http://cdx.example/news/cdx")?.with_data("http://files.example/warc")?;
    /// assert_eq!((archive.name(), archive.replay_prefix()), ("cdx.example/news/cdx", None));
    /// assert_eq!(archive.data(), Some("http://files.example/warc/"));
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn with_data(self, prefix: &str) -> Result<Archive, Error> {
        Ok(Archive { data: Some(base_address(prefix)?), ..self })
    }

    /// An index of captures alone, as for [`with_index`](Archive::with_index). Its captures can be listed; to be fetched, they
    /// need [`with_replay`](Archive::with_replay) or [`with_data`](Archive::with_data).
    ///
    /// # Errors
    /// As [`with_index`](Archive::with_index).
    pub fn from_index(address: &str) -> Result<Archive, Error> {
        Archive::nameless().with_index(address)
    }

    /// An aggregator of archives (Memento, RFC 7089), by what stands before a page's address in that of its TimeMap in link
    /// format: `http://localhost:1208/timemap/link/` for a MemGator. Where the address has no such part, `timemap/link/` is
    /// added.
    ///
    /// It lists captures in many archives, without status and digest. Each is fetched from the archive that has it, as
    /// captured ([`from_capture`](Archive::from_capture)). The capture nearest to a time is asked of its TimeGate first, which
    /// is expected beside the TimeMaps, at `timegate/`.
    ///
    /// # Errors
    /// As [`with_index`](Archive::with_index).
    ///
    /// ```
    /// use cuttings::Archive;
    ///
    /// let all = Archive::memento("http://localhost:1208")?;
    /// let page = "http://news.example/";
    /// assert_eq!(all.timemap(page).as_deref(), Some("http://localhost:1208/timemap/link/http://news.example/"));
    /// assert_eq!(all.timegate(page).as_deref(), Some("http://localhost:1208/timegate/http://news.example/"));
    /// assert_eq!(all, Archive::parse("memento+http://localhost:1208/timemap/link/")?);
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn memento(timemaps: &str) -> Result<Archive, Error> {
        let base = base_address(timemaps)?;
        let timemaps = if base.contains(TIMEMAPS) { base } else { base + TIMEMAPS + "link/" };
        let name = host_and_path(timemaps.rsplit_once(TIMEMAPS).map_or(&*timemaps, |(before, _)| before));
        Ok(Archive { name, timemaps: Some(timemaps), ..Archive::nameless() })
    }

    /// Whether it lists captures in other archives, as [`memento`](Archive::memento) does.
    pub fn is_aggregator(&self) -> bool {
        self.timemaps.is_some()
    }

    /// Where an aggregator has the TimeGates of pages.
    pub(super) fn timegates(&self) -> Option<String> {
        let (before, _) = self.timemaps.as_ref()?.rsplit_once(TIMEMAPS)?;
        Some(format!("{before}timegate/"))
    }
}

/// What is said before an address of how is spoken there.
pub(super) fn spoken_at(address: &str) -> (Option<Dialect>, &str) {
    let address = address.trim();
    let after = |prefix: &str| {
        let (start, rest) = address.split_at_checked(prefix.len())?;
        start.eq_ignore_ascii_case(prefix).then_some(rest)
    };
    match (after(WAYBACK), after(PYWB)) {
        (Some(rest), _) => (Some(Dialect::Wayback), rest),
        (_, Some(rest)) => (Some(Dialect::Pywb), rest),
        _ => (None, address),
    }
}

/// Whether an address is one of the Wayback Machine's.
fn is_at_wayback(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    is_wayback_host(rest.split('/').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dialect_of_an_index_is_said_or_known() {
        let own = Archive::pywb("http://replay.example/news").unwrap();
        for (address, dialect, index) in [
            ("http://cdx.example/cdx", Dialect::Pywb, "http://cdx.example/cdx"),
            ("http://polly:secret@cdx.example/cdx?coll=a#x", Dialect::Pywb, "http://cdx.example/cdx?coll=a"),
            ("wayback+http://cdx.example/cdx", Dialect::Wayback, "http://cdx.example/cdx"),
            (" Wayback+http://cdx.example/cdx ", Dialect::Wayback, "http://cdx.example/cdx"),
            ("https://web.archive.org/cdx/search/cdx", Dialect::Wayback, "https://web.archive.org/cdx/search/cdx"),
            ("pywb+https://web.archive.org/x", Dialect::Pywb, "https://web.archive.org/x"),
            ("https://web.archive.org:8443/x", Dialect::Pywb, "https://web.archive.org:8443/x"),
        ] {
            let archive = own.clone().with_index(address).unwrap();
            assert_eq!((archive.dialect(), archive.index()), (dialect, Some(index)), "{address}");
            assert_eq!(
                (archive.name(), archive.timegate("http://a.example/")),
                ("replay.example/news", own.timegate("http://a.example/"))
            );
        }
        assert!(own.clone().with_index("cdx.example/cdx").is_err());
        assert!(own.with_index("ftp://cdx.example/cdx").is_err());
    }

    #[test]
    fn what_replays_says_how_and_gives_the_name() {
        let index = Archive::from_index("wayback+http://cdx.example/cdx").unwrap();
        assert_eq!((index.name(), index.host(), index.replay_prefix()), ("cdx.example/cdx", "cdx.example", None));
        let pywb = index.clone().with_replay("http://replay.example/news").unwrap();
        assert_eq!((pywb.name(), pywb.dialect()), ("replay.example/news", Dialect::Wayback));
        assert_eq!(
            pywb.timegate("http://a.example/").as_deref(),
            Some("http://replay.example/news/id_/http://a.example/")
        );
        let plain = index.with_replay("wayback+http://replay.example/news/").unwrap();
        assert_eq!(
            plain.timegate("http://a.example/").as_deref(),
            Some("http://replay.example/news/http://a.example/")
        );
        let known = plain.with_replay("http://web.archive.org/web/").unwrap();
        assert_eq!((known.name(), known.replay_prefix()), ("wayback", Some("https://web.archive.org/web/")));
    }

    #[test]
    fn an_aggregator_has_its_timegate_beside_its_timemaps() {
        let page = "http://a.example/";
        for (given, name, timegate) in [
            (
                "http://localhost:1208/timemap/link/",
                "localhost:1208",
                "http://localhost:1208/timegate/http://a.example/",
            ),
            (
                "http://host.example/api/timemap/",
                "host.example/api",
                "http://host.example/api/timegate/http://a.example/",
            ),
            ("http://host.example/api", "host.example/api", "http://host.example/api/timegate/http://a.example/"),
        ] {
            let all = Archive::memento(given).unwrap();
            assert_eq!((all.name(), all.timegate(page).as_deref()), (name, Some(timegate)), "{given}");
            assert_eq!((all.replay_prefix(), all.index(), all.dialect()), (None, None, Dialect::None));
        }
        assert_eq!(Archive::memento("http://localhost:1208").unwrap().host(), "localhost");
    }
}
