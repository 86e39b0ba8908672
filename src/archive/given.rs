//! Archives as users name them.

use std::str::FromStr;

use crate::error::{Error, ErrorKind};

use super::base::{base_address, host_and_path, without_credentials};
use super::parts::spoken_at;
use super::service::{Archive, Dialect};

/// What stands before the address of an aggregator.
const MEMENTO: &str = "memento+";

impl Archive {
    /// An archive by an address at which it replays captures: one of the known archives if it is theirs, else one that
    /// speaks as pywb does.
    ///
    /// # Errors
    /// As [`pywb`](Archive::pywb).
    ///
    /// ```
    /// use cuttings::Archive;
    ///
    /// assert_eq!(Archive::from_address("http://web.archive.org/web/")?, Archive::wayback());
    /// assert_eq!(Archive::from_address("http://127.0.0.1:8091/web")?, Archive::pywb("http://127.0.0.1:8091/web")?);
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn from_address(address: &str) -> Result<Archive, Error> {
        let base = base_address(address)?;
        Ok(Archive::of_known_host(&base).unwrap_or_else(|| Archive::pywb_named(&host_and_path(&base), &base)))
    }

    /// Reads what a user writes. That is one of
    ///
    /// - `wayback`, `arquivo`, `ukwa`, `commoncrawl`;
    /// - an address as for [`from_address`](Archive::from_address), of what speaks as pywb does;
    /// - the same with `wayback+` before it, of what speaks as the Wayback Machine does
    ///   ([`wayback_like`](Archive::wayback_like), with or without the `/web/` of its captures);
    /// - an aggregator's with `memento+` before it ([`memento`](Archive::memento));
    ///
    /// and behind it, or in its place, parts that lie elsewhere, each after a space: `index=`
    /// ([`with_index`](Archive::with_index)), `replay=` ([`with_replay`](Archive::with_replay)) and `data=`
    /// ([`with_data`](Archive::with_data)).
    ///
    /// # Errors
    /// [`ErrorKind::Archive`] when it is none of these, [`ErrorKind::Url`] when an address in it is none.
    ///
    /// ```
    /// use cuttings::Archive;
    ///
    /// assert_eq!(Archive::parse("arquivo")?, Archive::arquivo());
    /// assert_eq!(Archive::parse("http://127.0.0.1:8091/web")?.name(), "127.0.0.1:8091/web");
    /// let apart = Archive::parse("http://replay.example/web/ index=wayback+http://cdx.example/cdx")?;
    /// assert_eq!((apart.name(), apart.index()), ("replay.example/web", Some("http://cdx.example/cdx")));
    /// assert!(Archive::parse("wayforward").is_err());
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Archive, Error> {
        let fail = || {
            Error::from(ErrorKind::Archive {
                text: text.split_whitespace().map(without_credentials).collect::<Vec<_>>().join(" "),
            })
        };
        let (mut whole, mut parts) = (None, Vec::new());
        for word in text.split_whitespace() {
            let part = word.split_once('=').filter(|(name, _)| PARTS.contains(name));
            match part {
                Some((name, _)) if parts.iter().any(|(other, _)| *other == name) => return Err(fail()),
                Some(part) => parts.push(part),
                None if whole.is_some() => return Err(fail()),
                None => whole = Some(word),
            }
        }
        // What replays gives the name; without an index its captures can still be fetched.
        let archive = match whole {
            Some(word) => archive_named(word)?,
            None if parts.iter().any(|(name, _)| matches!(*name, "index" | "replay")) => Archive::nameless(),
            None => return Err(fail()),
        };
        parts.into_iter().try_fold(archive, |archive, (name, address)| match name {
            "index" => archive.with_index(address),
            "replay" => archive.with_replay(address),
            _ => archive.with_data(address),
        })
    }
}

/// The parts that may lie at addresses of their own.
const PARTS: [&str; 3] = ["index", "replay", "data"];

/// The archive of a name or an address.
fn archive_named(word: &str) -> Result<Archive, Error> {
    match word.to_ascii_lowercase().as_str() {
        "wayback" => return Ok(Archive::wayback()),
        "arquivo" => return Ok(Archive::arquivo()),
        "ukwa" => return Ok(Archive::ukwa()),
        "commoncrawl" => return Ok(Archive::common_crawl()),
        lower if !lower.contains("://") => return Err(ErrorKind::Archive { text: word.to_owned() }.into()),
        _ => {}
    }
    if let Some((_, timemaps)) = word.split_at_checked(MEMENTO.len()).filter(|(s, _)| s.eq_ignore_ascii_case(MEMENTO)) {
        return Archive::memento(timemaps);
    }
    match spoken_at(word) {
        (Some(Dialect::Wayback), address) => {
            let base = base_address(address)?;
            Archive::wayback_like(base.strip_suffix("web/").filter(|origin| origin.ends_with('/')).unwrap_or(&base))
        }
        (Some(_), address) => Archive::pywb(address),
        (None, address) => Archive::from_address(address),
    }
}

/// As [`Archive::parse`].
impl FromStr for Archive {
    type Err = Error;

    fn from_str(text: &str) -> Result<Archive, Error> {
        Archive::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Modifier;

    #[test]
    fn archives_are_found_by_name_and_address() {
        for (text, archive) in [
            ("wayback", Archive::wayback()),
            ("WAYBACK ", Archive::wayback()),
            ("ukwa", Archive::ukwa()),
            ("commoncrawl", Archive::common_crawl()),
            ("https://web.archive.org/web", Archive::wayback()),
            ("http://web.archive.org", Archive::wayback()),
            ("https://arquivo.pt/wayback/", Archive::arquivo()),
            ("http://polly:secret@127.0.0.1:8091/web", Archive::pywb("http://127.0.0.1:8091/web/").unwrap()),
        ] {
            assert_eq!(Archive::parse(text).unwrap(), archive, "{text}");
        }
        for bad in ["", "archive", "ftp://a.example/", "http://"] {
            let error = Archive::parse(bad).unwrap_err();
            assert!(matches!(error.code().as_str(), "archive" | "url"), "{bad}");
        }
        let error = Archive::from_address("ftp://polly:secret@a.example/").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
        assert_eq!(Archive::common_crawl().host(), "index.commoncrawl.org");
        assert_eq!(Archive::pywb("http://[::1]:8091/a").unwrap().host(), "[::1]");
    }

    #[test]
    fn parts_may_lie_at_addresses_of_their_own() {
        let parsed = |text: &str| Archive::parse(text).unwrap();
        let replay = Archive::pywb("http://replay.example/web/").unwrap();
        let apart = replay.clone().with_index("http://cdx.example/cdx").unwrap();
        assert_eq!(parsed("http://replay.example/web index=http://cdx.example/cdx"), apart);
        assert_eq!(parsed("index=http://cdx.example/cdx  replay=http://replay.example/web"), apart);
        assert_eq!(parsed("index=http://a.example/cdx data=http://b.example/").data(), Some("http://b.example/"));
        assert_eq!(parsed("wayback index=http://cdx.example/cdx").name(), "wayback");
        for origin in ["wayback+http://own.example", "wayback+http://own.example/web/", "WAYBACK+http://own.example/"] {
            assert_eq!(parsed(origin), Archive::wayback_like("http://own.example").unwrap(), "{origin}");
        }
        // No part, though it has the sign of one.
        assert_eq!(parsed("http://replay.example/web?index=1"), replay);
        let capture = parsed("replay=http://replay.example/web").capture(
            "20070101000000".parse().unwrap(),
            "http://a.example/",
            Modifier::Raw,
        );
        assert_eq!(capture.unwrap().to_string(), "http://replay.example/web/20070101000000id_/http://a.example/");
        for bad in [
            "wayback arquivo",
            "index=cdx",
            "data=http://b.example/",
            "index=http://a.example/ index=http://b.example/",
            "memento+timetravel",
            "wayback+own",
            "http://a.example/ files=http://b.example/",
        ] {
            assert!(Archive::parse(bad).is_err(), "{bad}");
        }
        let error = Archive::parse("wayback http://polly:secret@a.example/").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
    }
}
