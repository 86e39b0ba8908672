//! Addresses of captures, taken apart.

use std::fmt;
use std::str::FromStr;

use ::url::Url;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::{Error, ErrorKind};

use super::grammar::{NON_CAPTURE_PATHS, original_address, split_archive_today, split_full_timestamp, split_tail};
use super::hosts::{KNOWN_PREFIXES, host_of, is_archive_today};
use super::modifier::Modifier;
use super::timestamp::Timestamp;

/// The address of a capture in an archive: `http://web.archive.org/web/20071211032145id_/http://news.example/1.html`.
///
/// Forms of the Wayback Machine, of pywb and the archives that run it, and of archive.today are known; a capture
/// of a capture keeps its inner layer.
///
/// ```
/// use cuttings::CaptureUrl;
///
/// let capture = CaptureUrl::parse("http://web.archive.org/web/2007/news.example/1.html").ok_or("no capture")?;
/// assert_eq!(capture.original(), "http://news.example/1.html");
/// assert_eq!(capture.raw().to_string(), "http://web.archive.org/web/20071231235959id_/http://news.example/1.html");
/// assert_eq!(CaptureUrl::parse("http://news.example/web/2007/1.html"), None);
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CaptureUrl {
    /// The archive's host with its port, in lower case.
    authority: String,
    /// All before the timestamp: `http://web.archive.org/web/`.
    prefix: String,
    timestamp: Option<Timestamp>,
    modifier: Modifier,
    /// The page's own address, one layer of archive taken off.
    original: String,
}

impl CaptureUrl {
    /// Takes an address apart; `None` when it is not the address of a capture.
    ///
    /// A shorter timestamp stands for the last second of the span it names, as replay services read it.
    pub fn parse(address: &str) -> Option<CaptureUrl> {
        let (scheme, rest) = address.trim().split_once("://")?;
        if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
            return None;
        }
        let (authority, path) = rest.split_at(rest.find('/')?);
        let authority = authority.rsplit('@').next().unwrap_or(authority).to_ascii_lowercase();
        let host = host_of(&authority);
        let prefix = |before: &str| format!("{}://{authority}{before}", scheme.to_ascii_lowercase());
        if is_archive_today(host) {
            let (timestamp, original) = split_archive_today(path)?;
            return CaptureUrl::from_parts(prefix("/"), timestamp, Modifier::Plain, original);
        }
        let of_host = KNOWN_PREFIXES.iter().filter(|(name, _)| *name == host);
        for before in of_host.map(|(_, before)| *before) {
            let Some(tail) = path.strip_prefix(before).filter(|tail| split_tail(tail).is_some()) else { continue };
            return CaptureUrl::from_tail(&prefix(before), tail);
        }
        // Any other archive that speaks the grammar, if everything is there.
        let (at, digits, modifier, rest) = split_full_timestamp(path)?;
        let timestamp = Some(Timestamp::parse_lenient(digits)?);
        CaptureUrl::from_parts(prefix(&path[..at]), timestamp, Modifier::parse(modifier), original_address(rest)?)
    }

    /// What follows the prefix of a known archive.
    pub(super) fn from_tail(prefix: &str, tail: &str) -> Option<CaptureUrl> {
        let (digits, modifier, rest) = split_tail(tail)?;
        if NON_CAPTURE_PATHS.iter().any(|word| rest.starts_with(word)) {
            return None;
        }
        let timestamp = Timestamp::parse_lenient(digits);
        CaptureUrl::from_parts(prefix.to_owned(), timestamp, Modifier::parse(modifier), original_address(rest)?)
    }

    pub(super) fn from_parts(
        prefix: String,
        timestamp: Option<Timestamp>,
        modifier: Modifier,
        original: String,
    ) -> Option<CaptureUrl> {
        let authority = prefix.split_once("://")?.1.split('/').next()?;
        let authority = authority.rsplit('@').next()?.to_owned();
        Some(CaptureUrl { authority, prefix, timestamp, modifier, original })
    }

    /// The archive's host, without the port.
    pub fn host(&self) -> &str {
        host_of(&self.authority)
    }

    /// The archive's host, with the port if the address names one.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// All before the timestamp: `http://web.archive.org/web/`.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// When the capture was made, or is wished for; `None` where the address leaves that to the archive.
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.timestamp
    }

    /// In which form it is to be shown.
    pub fn modifier(&self) -> &Modifier {
        &self.modifier
    }

    /// The page's own address, with one layer of archive taken off.
    pub fn original(&self) -> &str {
        &self.original
    }

    /// Whether the archive is asked for the bytes as captured.
    pub fn is_raw(&self) -> bool {
        self.modifier.is_raw()
    }

    /// The same capture in another form. archive.today knows one form only.
    pub fn with_modifier(mut self, modifier: Modifier) -> CaptureUrl {
        if !is_archive_today(self.host()) {
            self.modifier = modifier;
        }
        self
    }

    /// The same capture as the bytes that were captured (`id_`).
    pub fn raw(self) -> CaptureUrl {
        self.with_modifier(Modifier::Raw)
    }

    /// The same page at another time.
    pub fn with_timestamp(mut self, time: Timestamp) -> CaptureUrl {
        self.timestamp = Some(time);
        self
    }

    /// As a URL.
    ///
    /// # Errors
    /// [`ErrorKind::Url`] where prefix and original make none together.
    pub fn to_url(&self) -> Result<Url, Error> {
        let text = self.to_string();
        Url::parse(&text).map_err(|source| ErrorKind::Url { text, source }.into())
    }
}

/// The address, with the timestamp in full.
impl fmt::Display for CaptureUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.prefix)?;
        match self.timestamp {
            Some(time) => write!(f, "{time}{}/", self.modifier)?,
            None if is_archive_today(self.host()) => f.write_str("newest/")?,
            None if self.modifier != Modifier::Plain => write!(f, "{}/", self.modifier)?,
            None => {}
        }
        f.write_str(&self.original)
    }
}

/// As [`CaptureUrl::parse`].
impl FromStr for CaptureUrl {
    type Err = Error;

    fn from_str(text: &str) -> Result<CaptureUrl, Error> {
        CaptureUrl::parse(text).ok_or_else(|| ErrorKind::Archive { text: text.to_owned() }.into())
    }
}

/// The address as text.
impl Serialize for CaptureUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// As [`CaptureUrl::parse`].
impl<'de> Deserialize<'de> for CaptureUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Timestamp, modifier and original of an address.
    fn parts(address: &str) -> Option<(String, String, String)> {
        let c = CaptureUrl::parse(address)?;
        Some((c.timestamp.map(|t| t.to_string()).unwrap_or_default(), c.modifier.to_string(), c.original))
    }

    fn is(address: &str, timestamp: &str, modifier: &str, original: &str) {
        let expected = (timestamp.to_owned(), modifier.to_owned(), original.to_owned());
        assert_eq!(parts(address), Some(expected), "{address}");
    }

    #[test]
    fn captures_are_taken_apart() {
        is(
            "http://web.archive.org/web/20071211032145/http://a.example/1?q=2#f",
            "20071211032145",
            "",
            "http://a.example/1?q=2#f",
        );
        is(
            "https://web.archive.org/web/20071211032145id_/https://a.example:80/",
            "20071211032145",
            "id_",
            "https://a.example:80/",
        );
        is(
            "https://web.archive.org/web/20071211032145$br:12.x/http://a.example/",
            "20071211032145",
            "$br:12.x",
            "http://a.example/",
        );
        is(
            "https://web.archive.org/web/20071211032145im_/http:/a.example/i",
            "20071211032145",
            "im_",
            "http://a.example/i",
        );
        is("https://web.archive.org/web/20071211032145/a.example/i", "20071211032145", "", "http://a.example/i");
        is("https://web.archive.org/web/20071211032145/a.example:80/i", "20071211032145", "", "http://a.example:80/i");
        is(
            "https://web.archive.org/web/20071211032145/http%3A%2F%2Fa.example%2Fi",
            "20071211032145",
            "",
            "http://a.example/i",
        );
        is("https://web.archive.org/web/20071211032145/mailto:x@a.example", "20071211032145", "", "mailto:x@a.example");
        is("http://web.archive.org/web/http://a.example/", "", "", "http://a.example/");
        is("http://web.archive.org/web/20/http://a.example/", "", "", "http://a.example/");
        is("https://arquivo.pt/wayback/20100101000000/http://a.example/", "20100101000000", "", "http://a.example/");
        is(
            "https://arquivo.pt/noFrame/replay/20100101000000/http://a.example/",
            "20100101000000",
            "",
            "http://a.example/",
        );
        is(
            "https://www.webarchive.org.uk/wayback/archive/20100101000000mp_/http://a.example/",
            "20100101000000",
            "mp_",
            "http://a.example/",
        );
        is("http://localhost:8091/news/20100101000000id_///a.example/", "20100101000000", "id_", "http://a.example/");
        is("https://archive.ph/2014.05.01-123456/http://a.example/", "20140501123456", "", "http://a.example/");
        is("http://archive.today/20140501/http://a.example/", "20140501235959", "", "http://a.example/");
    }

    #[test]
    fn one_layer_is_taken_off() {
        let inner = "http://web.archive.org/web/20010101000000/http://a.example/";
        is(&format!("http://web.archive.org/web/20071211032145/{inner}"), "20071211032145", "", inner);
    }

    #[test]
    fn the_prefix_gives_the_address_back() {
        let c = CaptureUrl::parse("http://Localhost:8091/news/20100101000000id_/http://a.example/").unwrap();
        assert_eq!(
            (&*c.prefix, &*c.authority, c.host()),
            ("http://localhost:8091/news/", "localhost:8091", "localhost")
        );
        assert!(c.is_raw());
    }

    #[test]
    fn other_addresses_are_no_captures() {
        for address in [
            "http://a.example/web/20071211/story.html",
            "http://a.example/20071211032145/story.html",
            "http://a.example/2007/http://b.example/",
            "https://web.archive.org/web/*/http://a.example/",
            "https://web.archive.org/web/2007*/http://a.example/",
            "https://web.archive.org/web/timemap/link/http://a.example/",
            "https://web.archive.org/details/x",
            "https://archive.ph/AbCdE",
            "ftp://web.archive.org/web/20071211032145/http://a.example/",
            "mailto:a@b.example",
        ] {
            assert_eq!(parts(address), None, "{address}");
        }
    }

    /// Every prefix with every stamp, modifier and original: what is written is read as the same.
    #[test]
    fn what_is_written_is_read_as_the_same() {
        let mut count = 0;
        for prefix in [
            "http://web.archive.org/web/",
            "https://arquivo.pt/wayback/",
            "https://www.webarchive.org.uk/wayback/archive/",
            "http://127.0.0.1:8091/news/",
            "http://[::1]:8091/a/b/",
            "https://archive.ph/",
        ] {
            for stamp in ["", "20", "2007", "200712", "2007121103", "20071211032145", "20000008241731"] {
                for modifier in ["", "id_", "if_", "mp_", "im_", "js_", "cs_", "oe_", "fr_", "ir_", "bn_", "$br:12.x"] {
                    for original in [
                        "http://gull.example/",
                        "gull.example:80/a?b=c#d",
                        "https:/gull.example/a,b",
                        "//gull.example/x",
                        "http%3A%2F%2Fgull.example%2Fi%20",
                        "http://web.archive.org/web/2001/http://b.example/",
                        "http://gull.example/20010101000000/http://b.example/",
                        "mailto:x@gull.example",
                        "ftp://gull.example/%E2%82%AC",
                        "http://m\u{f6}we.example/\u{20ac}",
                    ] {
                        let address = format!("{prefix}{stamp}{modifier}/{original}");
                        let Some(capture) = CaptureUrl::parse(&address) else { continue };
                        count += 1;
                        let written = capture.to_string();
                        assert_eq!(CaptureUrl::parse(&written).as_ref(), Some(&capture), "{address} as {written}");
                        let raw = capture.clone().raw();
                        assert_eq!(raw.to_string().parse::<CaptureUrl>().unwrap(), raw);
                        assert!(raw.is_raw() || is_archive_today(raw.host()));
                        assert!(written.starts_with(capture.prefix()) && written.ends_with(capture.original()));
                    }
                }
            }
        }
        assert!(count > 1000, "{count}");
    }
}
