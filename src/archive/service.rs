//! Archives: where they replay captures, and where they tell which they hold.

use std::fmt;

use crate::error::Error;

use super::base::{base_address, host_and_path};
use super::capture_url::CaptureUrl;
use super::hosts::{KNOWN_PREFIXES, host_of, is_archive_today};
use super::modifier::Modifier;
use super::timestamp::{Period, Timestamp};

/// A web archive: where it replays captures, and where and in which dialect it lists them.
///
/// ```
/// use cuttings::{Archive, Modifier};
///
/// let archive = Archive::wayback();
/// let capture = archive.capture("20071211032145".parse()?, "http://news.example/1.html", Modifier::Raw);
/// assert_eq!(
///     capture.map(|c| c.to_string()).as_deref(),
///     Some("https://web.archive.org/web/20071211032145id_/http://news.example/1.html"),
/// );
/// let own = Archive::pywb("http://127.0.0.1:8091/news")?;
/// assert_eq!(own.timemap("http://news.example/").as_deref(),
///     Some("http://127.0.0.1:8091/news/timemap/link/http://news.example/"));
/// # Ok::<(), cuttings::Error>(())
/// ```
///
/// User and password in an address that is given are left out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Archive {
    pub(super) name: String,
    /// How the index is asked, and answers.
    pub(super) dialect: Dialect,
    /// What stands before the timestamp in the address of a capture, with the slash; empty where nothing is replayed.
    pub(super) replay: String,
    /// Whether it is pywb that replays.
    pub(super) is_pywb: bool,
    /// The address of the index, or of the list of indexes.
    pub(super) index: Option<String>,
    /// Where the records themselves lie, with the slash.
    pub(super) data: Option<String>,
    /// What stands before a page's address in that of its TimeMap, with the slash, where that is of captures in other
    /// archives.
    pub(super) timemaps: Option<String>,
}

/// How an index is asked and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Dialect {
    /// The Internet Archive's CDX server.
    Wayback,
    /// pywb's.
    Pywb,
    /// Common Crawl's: a list of crawls, an index of pywb's kind for each.
    CommonCrawl,
    /// None: TimeMaps at most.
    None,
}

impl Archive {
    /// The Wayback Machine of the Internet Archive.
    pub fn wayback() -> Archive {
        Archive::wayback_named("wayback", "https://web.archive.org")
    }

    /// Arquivo.pt, the archive of the Portuguese web.
    pub fn arquivo() -> Archive {
        Archive::pywb_named("arquivo", "https://arquivo.pt/wayback/")
    }

    /// The UK Web Archive.
    pub fn ukwa() -> Archive {
        Archive::pywb_named("ukwa", "https://www.webarchive.org.uk/wayback/archive/")
    }

    /// Common Crawl. It has no replay: captures are read from its records.
    pub fn common_crawl() -> Archive {
        Archive::common_crawl_files("https://index.commoncrawl.org/collinfo.json", "https://data.commoncrawl.org/")
    }

    /// Any archive that runs pywb, by the address of a collection: `http://127.0.0.1:8091/news`.
    ///
    /// # Errors
    /// [`ErrorKind::Url`](crate::ErrorKind::Url) when the text is no absolute URL,
    /// [`ErrorKind::Archive`](crate::ErrorKind::Archive) when it is not one of HTTP or HTTPS.
    pub fn pywb(collection: &str) -> Result<Archive, Error> {
        let base = base_address(collection)?;
        Ok(Archive::pywb_named(&host_and_path(&base), &base))
    }

    /// An archive that speaks as the Wayback Machine does, by its origin: `https://wayback.example`. Captures are
    /// expected at `/web/`, the index at `/cdx/search/cdx`.
    ///
    /// # Errors
    /// As [`pywb`](Archive::pywb).
    ///
    /// ```
    /// use cuttings::Archive;
    ///
    /// let own = Archive::wayback_like("http://127.0.0.1:8080")?;
    /// assert_eq!(own.replay_prefix(), Some("http://127.0.0.1:8080/web/"));
    /// assert_eq!(own.index(), Some("http://127.0.0.1:8080/cdx/search/cdx"));
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn wayback_like(origin: &str) -> Result<Archive, Error> {
        let base = base_address(origin)?;
        Ok(Archive::wayback_named(&host_and_path(&base), base.trim_end_matches('/')))
    }

    /// A mirror of Common Crawl: the address of its list of crawls (`…/collinfo.json`) and the one below which its
    /// files lie.
    ///
    /// # Errors
    /// As [`pywb`](Archive::pywb).
    ///
    /// ```
    /// use cuttings::Archive;
    ///
    /// let mirror = Archive::common_crawl_like("http://127.0.0.1/collinfo.json", "http://127.0.0.1/files")?;
    /// assert_eq!(mirror.data(), Some("http://127.0.0.1/files/"));
    /// assert_eq!(mirror.replay_prefix(), None);
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn common_crawl_like(list: &str, data: &str) -> Result<Archive, Error> {
        let list = base_address(list)?;
        Ok(Archive::common_crawl_files(list.trim_end_matches('/'), &base_address(data)?))
    }

    /// The archive that a capture's address belongs to.
    ///
    /// ```
    /// use cuttings::{Archive, CaptureUrl};
    ///
    /// let capture = CaptureUrl::parse("http://web.archive.org/web/2007/http://news.example/").ok_or("no capture")?;
    /// assert_eq!(Archive::from_capture(&capture), Archive::wayback());
    /// # Ok::<(), &str>(())
    /// ```
    pub fn from_capture(capture: &CaptureUrl) -> Archive {
        let prefix = capture.prefix();
        Archive::of_known_host(prefix).unwrap_or_else(|| Archive::pywb_named(&host_and_path(prefix), prefix))
    }

    /// The archive to fetch captures from that are listed here: the one that a capture's address belongs to, where this one
    /// replays nothing itself.
    #[cfg_attr(not(feature = "fetch"), allow(dead_code, reason = "for the fetcher"))]
    pub(crate) fn home_of(&self, capture: Option<&CaptureUrl>) -> Archive {
        let elsewhere = capture.filter(|_| self.replay.is_empty()).map(Archive::from_capture);
        elsewhere.unwrap_or_else(|| self.clone())
    }

    /// A short name: `wayback`, `arquivo`, `ukwa`, `commoncrawl`, else host and path of where captures are replayed, or, where
    /// none are, of the index or the aggregator.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The host, without the port, that replays captures, or, where none does, that has the index or the TimeMaps.
    pub fn host(&self) -> &str {
        let address = self.replay_prefix().or(self.index()).or(self.timemaps.as_deref()).unwrap_or_default();
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        let authority = rest.split('/').next().unwrap_or_default();
        host_of(authority)
    }

    /// What stands before the timestamp in the address of a capture (`https://web.archive.org/web/`); `None` for an
    /// archive that replays nothing.
    pub fn replay_prefix(&self) -> Option<&str> {
        (!self.replay.is_empty()).then_some(&*self.replay)
    }

    /// The address of the index of captures (CDX), or of the list of indexes; `None` where there is none.
    pub fn index(&self) -> Option<&str> {
        self.index.as_deref()
    }

    /// The address below which the files lie that index rows name: of Common Crawl, and where
    /// [`with_data`](Archive::with_data) says so.
    pub fn data(&self) -> Option<&str> {
        self.data.as_deref()
    }

    /// The address of a capture; `None` for an archive that replays nothing.
    pub fn capture(&self, time: Timestamp, original: &str, modifier: Modifier) -> Option<CaptureUrl> {
        let prefix = self.replay_prefix()?.to_owned();
        CaptureUrl::from_parts(prefix, Some(time), modifier, original.to_owned())
    }

    /// Takes the address of a capture in this archive apart, also in forms that are too short to be known for captures
    /// anywhere else (`http://127.0.0.1:8091/web/2007/news.example/`); `None` when it leads elsewhere.
    pub fn parse_capture(&self, address: &str) -> Option<CaptureUrl> {
        let without_scheme = |url: &str| url.split_once("://").map(|(_, rest)| rest.to_owned());
        let (prefix, rest) = (without_scheme(&self.replay)?, without_scheme(address.trim())?);
        if let Some(parsed) = CaptureUrl::parse(address) {
            let same =
                Archive::from_capture(&parsed).replay == self.replay || without_scheme(parsed.prefix())? == prefix;
            return same.then_some(parsed);
        }
        let (authority, path) = rest.split_at(rest.find('/')?);
        let rest = format!("{}{path}", authority.rsplit('@').next()?.to_ascii_lowercase());
        CaptureUrl::from_tail(&self.replay, rest.strip_prefix(&prefix)?)
    }

    /// The page on which the archive shows which captures it has, of all times or of a year, month or day; for people.
    ///
    /// ```
    /// use cuttings::Archive;
    ///
    /// let page = Archive::wayback().calendar("http://news.example/", Some("2007"));
    /// assert_eq!(page.as_deref(), Some("https://web.archive.org/web/2007*/http://news.example/"));
    /// ```
    pub fn calendar(&self, original: &str, digits: Option<&str>) -> Option<String> {
        let digits = digits.unwrap_or_default();
        let fits = digits.is_empty() || Period::from_digits(digits).is_some();
        Some(format!("{}{digits}*/{original}", self.replay_prefix().filter(|_| fits)?))
    }

    /// The address of the TimeMap of a page in link format (RFC 7089): the list of its captures.
    pub fn timemap(&self, original: &str) -> Option<String> {
        if let Some(timemaps) = &self.timemaps {
            return Some(format!("{timemaps}{original}"));
        }
        let prefix = self.replay_prefix()?;
        // archive.today has no form of its own beside it.
        let form = if is_archive_today(self.host()) { "timemap/" } else { "timemap/link/" };
        Some(format!("{prefix}{form}{original}"))
    }

    /// The address of the TimeGate of a page (RFC 7089), which leads to the capture nearest to `Accept-Datetime`.
    pub fn timegate(&self, original: &str) -> Option<String> {
        if let Some(timegates) = self.timegates() {
            return Some(format!("{timegates}{original}"));
        }
        let prefix = self.replay_prefix()?;
        let form = match self.is_pywb {
            _ if is_archive_today(self.host()) => "timegate/",
            // The plain form is a frame, which tells no time.
            true => "id_/",
            false => "",
        };
        Some(format!("{prefix}{form}{original}"))
    }

    /// How its index is asked and answers.
    #[cfg_attr(not(feature = "fetch"), allow(dead_code, reason = "for the fetcher"))]
    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Whether it is pywb that replays.
    #[cfg_attr(not(feature = "fetch"), allow(dead_code, reason = "for the fetcher"))]
    pub(crate) fn is_pywb(&self) -> bool {
        self.is_pywb
    }

    /// Whether its index is not one of the collection that replays.
    #[cfg_attr(not(feature = "fetch"), allow(dead_code, reason = "for the fetcher"))]
    pub(crate) fn has_index_apart(&self) -> bool {
        self.index().is_some_and(|index| !index.starts_with(&self.replay))
    }

    /// The known archive to which a replay prefix belongs.
    pub(super) fn of_known_host(prefix: &str) -> Option<Archive> {
        let rest = prefix.split_once("://")?.1;
        let (authority, path) = rest.split_at(rest.find('/')?);
        // The same name at another port is somebody's test.
        let host = authority.strip_suffix(":80").or_else(|| authority.strip_suffix(":443")).unwrap_or(authority);
        if is_archive_today(host) {
            let replay = format!("https://{host}/");
            return Some(Archive { name: host.to_owned(), replay, ..Archive::nameless() });
        }
        let base = format!("{path}/").replace("//", "/");
        if !KNOWN_PREFIXES.iter().any(|(name, at)| *name == host && (base.starts_with(at) || base == "/")) {
            return None;
        }
        match host {
            "arquivo.pt" => Some(Archive::arquivo()),
            _ if host.ends_with("webarchive.org.uk") => Some(Archive::ukwa()),
            _ if host.ends_with("archive.org") || host.ends_with("waybackmachine.org") => Some(Archive::wayback()),
            _ => None,
        }
    }

    fn wayback_named(name: &str, origin: &str) -> Archive {
        Archive {
            name: name.to_owned(),
            dialect: Dialect::Wayback,
            replay: format!("{origin}/web/"),
            index: Some(format!("{origin}/cdx/search/cdx")),
            ..Archive::nameless()
        }
    }

    pub(super) fn pywb_named(name: &str, base: &str) -> Archive {
        Archive {
            name: name.to_owned(),
            dialect: Dialect::Pywb,
            replay: base.to_owned(),
            is_pywb: true,
            index: Some(format!("{base}cdx")),
            ..Archive::nameless()
        }
    }

    fn common_crawl_files(list: &str, data: &str) -> Archive {
        Archive {
            name: "commoncrawl".to_owned(),
            dialect: Dialect::CommonCrawl,
            index: Some(list.to_owned()),
            data: Some(data.to_owned()),
            ..Archive::nameless()
        }
    }

    /// Nothing, to be filled.
    pub(super) fn nameless() -> Archive {
        Archive {
            name: String::new(),
            dialect: Dialect::None,
            replay: String::new(),
            is_pywb: false,
            index: None,
            data: None,
            timemaps: None,
        }
    }
}

/// The archive's name.
impl fmt::Display for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captures_tell_their_archive() {
        for (address, archive) in [
            ("http://web.archive.org/web/2007/http://a.example/", Archive::wayback()),
            ("https://arquivo.pt/noFrame/replay/20100101000000/http://a.example/", Archive::arquivo()),
            ("https://www.webarchive.org.uk/wayback/en/archive/20100101000000/http://a.example/", Archive::ukwa()),
            ("http://a.example:81/x/20100101000000/http://b.example/", Archive::pywb("http://a.example:81/x").unwrap()),
        ] {
            assert_eq!(Archive::from_capture(&CaptureUrl::parse(address).unwrap()), archive, "{address}");
        }
        let today = Archive::from_capture(&CaptureUrl::parse("http://archive.is/2014/http://a.example/").unwrap());
        assert_eq!((today.index(), today.host()), (None, "archive.is"));
        assert_eq!(today.timemap("http://a.example/").as_deref(), Some("https://archive.is/timemap/http://a.example/"));
    }

    #[test]
    fn an_archive_knows_its_own_captures() {
        let own = Archive::pywb("http://127.0.0.1:8091/web").unwrap();
        let short = own.parse_capture("http://127.0.0.1:8091/web/2007/a.example/x").unwrap();
        assert_eq!(
            (short.original(), short.timestamp().unwrap().to_string().as_str()),
            ("http://a.example/x", "20071231235959")
        );
        assert!(own.parse_capture("http://127.0.0.1:8091/web/20070101000000id_/http://a.example/").is_some());
        for other in [
            "http://127.0.0.1:8092/web/20070101000000/http://a.example/",
            "http://a.example/x",
            "https://web.archive.org/web/2007/http://a.example/",
            "http://127.0.0.1:8091/web/*/http://a.example/",
        ] {
            assert_eq!(own.parse_capture(other), None, "{other}");
        }
        let wayback = Archive::wayback();
        assert!(wayback.parse_capture("http://web.archive.org/web/2007/http://a.example/").is_some());
        assert_eq!(
            Archive::common_crawl().capture("20070101000000".parse().unwrap(), "http://a.example/", Modifier::Raw),
            None
        );
        assert_eq!(wayback.calendar("http://a.example/", Some("20x")), None);
        assert_eq!(
            wayback.timegate("http://a.example/").as_deref(),
            Some("https://web.archive.org/web/http://a.example/")
        );
    }
}
