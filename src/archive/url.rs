//! Addresses of captures, taken apart.

use std::borrow::Cow;

use crate::article::DateTime;

/// The address of a capture: `http://web.archive.org/web/20071211032145id_/http://news.example/1.html`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CaptureUrl {
    /// The archive's host with its port, in lower case.
    pub(crate) authority: String,
    /// All before the timestamp: `http://web.archive.org/web/`.
    pub(crate) prefix: String,
    /// Fourteen digits; a shorter timestamp is filled up to the end of the span it names, a missing one is `None`.
    pub(crate) timestamp: Option<String>,
    /// How the capture is to be shown, such as `id_` or `im_`; empty for the plain way.
    pub(crate) modifier: String,
    /// The page's own address, one layer of archive taken off.
    pub(crate) original: String,
}

/// The hosts whose addresses are known to be captures even with a short or missing timestamp, or an
/// original without a scheme, and the path before the timestamp. Longer paths of a host come first.
const SERVICES: &[(&str, &str)] = &[
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
const ARCHIVE_TODAY: &[&str] =
    &["archive.today", "archive.is", "archive.ph", "archive.li", "archive.md", "archive.vn", "archive.fo"];

/// Words that stand where a capture's timestamp would, for pages about captures.
const NO_CAPTURE: &[&str] = &["timemap/", "save/", "collections/", "submit", "outlinks/"];

/// The digits of a timestamp.
const DIGITS: usize = 14;

/// The digits that a timestamp must have to tell a year.
const YEAR: usize = 4;

impl CaptureUrl {
    /// Takes an address apart; `None` when it is not the address of a capture.
    pub(crate) fn parse(address: &str) -> Option<CaptureUrl> {
        let (scheme, rest) = address.trim().split_once("://")?;
        if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
            return None;
        }
        let (authority, path) = rest.split_at(rest.find('/')?);
        let authority = authority.rsplit('@').next().unwrap_or(authority).to_ascii_lowercase();
        let host = authority.split(':').next().unwrap_or_default();
        let made = |before: &str, timestamp: Option<String>, modifier: &str, original: String| CaptureUrl {
            prefix: format!("{}://{authority}{before}", scheme.to_ascii_lowercase()),
            authority: authority.clone(),
            timestamp,
            modifier: modifier.to_owned(),
            original,
        };
        if is_archive_today(host) {
            let (timestamp, original) = archive_today(path)?;
            return Some(made("/", timestamp, "", original));
        }
        let of_host = SERVICES.iter().filter(|(name, _)| *name == host);
        for before in of_host.map(|(_, before)| *before) {
            let Some(tail) = path.strip_prefix(before) else { continue };
            let Some((digits, modifier, rest)) = grammar(tail) else { continue };
            if NO_CAPTURE.iter().any(|word| rest.starts_with(word)) {
                return None;
            }
            return Some(made(before, fill(digits), modifier, original(rest)?));
        }
        // Any other archive that speaks the grammar, if everything is there.
        let (at, digits, modifier, rest) = full_stamp(path)?;
        let timestamp = Some(fill(digits)?);
        Some(made(&path[..at], timestamp, modifier, original(rest)?))
    }

    /// The archive's host.
    pub(crate) fn host(&self) -> &str {
        self.authority.split(':').next().unwrap_or_default()
    }

    /// Whether the archive is asked for the page's own bytes.
    pub(crate) fn is_raw(&self) -> bool {
        matches!(self.modifier.as_str(), "id_" | "ir_")
    }
}

/// Whether a host is one of archive.today's.
pub(super) fn is_archive_today(host: &str) -> bool {
    ARCHIVE_TODAY.contains(&host)
}

/// Whether a host serves captures and nothing else: its addresses are never a page's own.
pub(super) fn is_archive(host: &str) -> bool {
    /// Hosts with pages of their own beside the captures.
    const MIXED: &[&str] = &["archive.org", "www.archive.org", "arquivo.pt"];
    is_archive_today(host) || (SERVICES.iter().any(|(name, _)| *name == host) && !MIXED.contains(&host))
}

/// The pywb grammar, `^(\d*)([a-z]+_|[$][a-z0-9:.-]+)?/{1,3}(.+)$`, with the timestamp and its slashes
/// optional as a whole (`/web/http://…`): the digits, the modifier, and what follows.
fn grammar(tail: &str) -> Option<(&str, &str, &str)> {
    let (digits, end) = stamp_len(tail).unwrap_or_default();
    let slashes = tail[end..].bytes().take(if end > 0 { 3 } else { 0 }).take_while(|&b| b == b'/').count();
    let rest = &tail[end + slashes..];
    // A calendar of captures (`*/http://…`) is a page of the archive's own.
    (!rest.is_empty() && !rest.starts_with('*')).then_some((&tail[..digits], &tail[digits..end], rest))
}

/// The length of the digits at the start, and of digits and modifier together; `None` when there is
/// neither or no slash follows.
pub(super) fn stamp_len(tail: &str) -> Option<(usize, usize)> {
    let bytes = tail.as_bytes();
    let run = |from: usize, ok: fn(&u8) -> bool| bytes[from..].iter().take_while(|b| ok(b)).count();
    let digits = run(0, u8::is_ascii_digit);
    if digits > DIGITS {
        return None;
    }
    let mut end = digits;
    if bytes.get(digits) == Some(&b'$') {
        end += 1 + run(digits + 1, |b| b.is_ascii_lowercase() || b.is_ascii_digit() || b":.-".contains(b));
    } else {
        let letters = run(digits, u8::is_ascii_lowercase);
        if letters > 0 && bytes.get(digits + letters) == Some(&b'_') {
            end += letters + 1;
        }
    }
    (end > 0 && matches!(bytes.get(end), Some(b'/' | b'\\'))).then_some((digits, end))
}

/// The first path segment that is a whole timestamp followed by an absolute address.
fn full_stamp(path: &str) -> Option<(usize, &str, &str, &str)> {
    for (slash, _) in path.match_indices('/') {
        let at = slash + 1;
        let Some((digits, end)) = stamp_len(&path[at..]).filter(|&(digits, _)| digits == DIGITS) else { continue };
        let slashes = path[at + end..].bytes().take_while(|&b| b == b'/').count();
        let rest = &path[at + end + slashes..];
        let known = ["http:/", "https:/", "http%3A", "https%3A", "ftp:/"];
        let absolute = slashes == 3 || known.iter().any(|k| starts_with(rest, k));
        return absolute.then(|| (at, &path[at..at + digits], &path[at + digits..at + end], rest));
    }
    None
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// archive.today's forms: `/20140501123456/http://…`, `/2014.05.01-123456/http://…`, `/o/AbCdE/http://…`,
/// `/newest/http://…`. Its short form (`/AbCdE`) does not tell the page.
fn archive_today(path: &str) -> Option<(Option<String>, String)> {
    let path = path.strip_prefix('/')?;
    let path = path.strip_prefix("o/").unwrap_or(path);
    let (stamp, rest) = path.split_once('/')?;
    if !starts_with(rest, "http:/") && !starts_with(rest, "https:/") {
        return None;
    }
    let digits: String = stamp.chars().filter(|c| !matches!(c, '.' | '-')).collect();
    let digits = if digits.bytes().all(|b| b.is_ascii_digit()) { digits } else { String::new() };
    Some((fill(&digits), original(rest)?))
}

/// The original's address: a lost slash put back, a missing scheme added, a wholly escaped address unescaped.
fn original(rest: &str) -> Option<String> {
    let rest = match starts_with(rest, "http%3A") || starts_with(rest, "https%3A") {
        true => unescape(rest),
        false => Cow::Borrowed(rest),
    };
    for scheme in ["http:", "https:", "ftp:"] {
        if starts_with(&rest, scheme) {
            let bare = rest[scheme.len()..].trim_start_matches('/');
            return (!bare.is_empty()).then(|| format!("{scheme}//{bare}"));
        }
    }
    if has_scheme(&rest) {
        return Some(rest.into_owned());
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plausible = host.contains('.') && !host.starts_with('.') && !host.contains(char::is_whitespace);
    plausible.then(|| format!("http://{rest}"))
}

/// Whether a text starts with `mailto:`, `data:` or the like. A port (`news.example:80/`) is none.
pub(super) fn has_scheme(text: &str) -> bool {
    let Some(colon) = text.bytes().position(|b| !b.is_ascii_alphabetic() && b != b'+' && b != b'-') else {
        return false;
    };
    colon > 1 && text.as_bytes()[colon] == b':' && !text.as_bytes().get(colon + 1).is_some_and(u8::is_ascii_digit)
}

fn unescape(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let hex = |at: usize| bytes.get(at).and_then(|&b| char::from(b).to_digit(16)).map(|d| d as u8);
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = hex(at + 1).zip(hex(at + 2)).filter(|_| bytes[at] == b'%');
        out.push(pair.map_or(bytes[at], |(high, low)| high << 4 | low));
        at += if pair.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Fills a timestamp up to fourteen digits, to the last second of the span it names, as replay services
/// read it. Crawls of the year 2000 wrote `00` before the month or the day; those two digits go.
pub(super) fn fill(digits: &str) -> Option<String> {
    if digits.len() < YEAR || digits.len() > DIGITS || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut stamp = digits.to_owned();
    for place in [4, 6] {
        if stamp.len() == DIGITS && stamp[place..].starts_with("00") {
            stamp.replace_range(place..place + 2, "");
            stamp.push_str("00");
        }
    }
    stamp.truncate(stamp.len() & !1);
    if stamp.len() == 4 {
        stamp.push_str("12");
    }
    if stamp.len() == 6 {
        let year: u32 = stamp[..4].parse().ok()?;
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        stamp.push_str(match &stamp[4..] {
            "02" if leap => "29",
            "02" => "28",
            "04" | "06" | "09" | "11" => "30",
            _ => "31",
        });
    }
    stamp.push_str(&"235959"[stamp.len() - 8..]);
    DateTime::from_timestamp14(&stamp).map(|_| stamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Timestamp, modifier and original of an address.
    fn parts(address: &str) -> Option<(String, String, String)> {
        let c = CaptureUrl::parse(address)?;
        Some((c.timestamp.unwrap_or_default(), c.modifier, c.original))
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

    #[test]
    fn timestamps_are_filled_to_the_end() {
        for (short, full) in [
            ("2019", "20191231235959"),
            ("20191", "20191231235959"),
            ("201902", "20190228235959"),
            ("200002", "20000229235959"),
            ("20190306", "20190306235959"),
            ("2019030611", "20190306115959"),
            ("20000008241731", "20000824173100"),
        ] {
            assert_eq!(fill(short).as_deref(), Some(full));
        }
        assert_eq!(fill("201"), None);
        assert_eq!(fill("2019x"), None);
    }
}
