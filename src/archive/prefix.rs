//! The taking off of an archive's prefix, wherever an address stands in a text.

use std::borrow::Cow;

use memchr::memmem::Finder;

use super::capture_url::CaptureUrl;
use super::grammar::{has_scheme, timestamp_length};

/// How a slash may be written: plainly, and in the two ways of JSON.
const SLASHES: [&str; 3] = ["/", "\\/", "\\u002F"];

/// What an archive puts before every address of a page it replays: `//web.archive.org/web/`, then a timestamp.
pub(crate) struct AddressPrefix {
    /// The names under which the archive may be written, with the port.
    hosts: Vec<String>,
    /// The path before the timestamp, with each way to write a slash.
    paths: [(String, Finder<'static>); 3],
}

impl AddressPrefix {
    /// A prefix of this path, which starts and ends with a slash, on any of these hosts.
    pub(crate) fn new(hosts: Vec<String>, path: &str) -> Self {
        let paths = SLASHES.map(|slash| {
            let path = path.replace('/', slash);
            let finder = Finder::new(path.as_bytes()).into_owned();
            (path, finder)
        });
        AddressPrefix { hosts, paths }
    }

    /// The prefix of a capture's address.
    pub(crate) fn of_capture(capture: &CaptureUrl) -> Self {
        let path = capture.prefix().split_once("//").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
        AddressPrefix::new(vec![capture.authority().to_owned()], path.unwrap_or("/"))
    }

    /// The text with one layer taken off every address that carries the prefix.
    pub(crate) fn unrewrite<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut out = self.unrewrite_written(Cow::Borrowed(text), 0);
        // A backslash is needed for the other two.
        if out.contains('\\') {
            out = self.unrewrite_written(out, 1);
            out = self.unrewrite_written(out, 2);
        }
        out
    }

    /// Whether the text is an address that carries the prefix; its timestamp if so.
    pub(crate) fn timestamp_in<'a>(&self, text: &'a str) -> Option<&'a str> {
        let (path, finder) = &self.paths[0];
        let at = finder.find(text.as_bytes())?;
        let (start, whole) = self.prefix_start(text, at, SLASHES[0]);
        let tail = &text[at + path.len()..];
        let (digits, end) = timestamp_length(tail)?;
        let plausible =
            start == 0 && is_written_timestamp(digits, end, whole) && target_offset(&tail[end..], SLASHES[0]).is_some();
        plausible.then(|| &tail[..digits])
    }

    fn unrewrite_written<'a>(&self, text: Cow<'a, str>, way: usize) -> Cow<'a, str> {
        let (slash, (path, finder)) = (SLASHES[way], &self.paths[way]);
        let mut out = String::new();
        let (mut copied, mut from) = (0, 0);
        while let Some(found) = finder.find(&text.as_bytes()[from..]) {
            let at = from + found;
            from = at + 1;
            let (start, whole) = self.prefix_start(&text, at, slash);
            // What follows a prefix at once is the inner layer of a link to an archive: it stays.
            if (copied > 0 && start <= copied) || !begins_address(&text, start) {
                continue;
            }
            let tail = &text[at + path.len()..];
            let Some((digits, end)) = timestamp_length(tail) else { continue };
            if !is_written_timestamp(digits, end, whole) {
                continue;
            }
            let Some(skip) = target_offset(&tail[end..], slash) else { continue };
            let rest = &tail[end + skip..];
            out.push_str(&text[copied..start]);
            let scheme = length_with_lost_slash(rest, slash);
            out.push_str(&rest[..scheme]);
            if scheme > 0 {
                out.push_str(slash);
            }
            copied = text.len() - rest.len() + scheme;
            from = from.max(copied);
        }
        if copied == 0 {
            return text;
        }
        out.push_str(&text[copied..]);
        Cow::Owned(out)
    }

    /// Where the prefix starts whose path is at `at`, and whether the archive's host is part of it.
    fn prefix_start(&self, text: &str, at: usize, slash: &str) -> (usize, bool) {
        let before = &text.as_bytes()[..at];
        for host in &self.hosts {
            let Some(start) = at.checked_sub(host.len()) else { continue };
            if !before[start..].eq_ignore_ascii_case(host.as_bytes()) {
                continue;
            }
            let Some(before_slashes) = text.get(..start).and_then(|t| t.strip_suffix(slash)?.strip_suffix(slash))
            else {
                continue;
            };
            let schemes = ["https:", "http:"];
            let scheme = schemes
                .iter()
                .find(|s| before_slashes.len() >= s.len() && before_slashes.ends_with(**s))
                .map_or(0, |s| s.len());
            return (before_slashes.len() - scheme, true);
        }
        (at, false)
    }
}

/// Whether digits and modifier can be what a replay writes: with the host named, any; without it, the
/// path alone must not be mistaken for one of the page's own.
fn is_written_timestamp(digits: usize, end: usize, whole: bool) -> bool {
    digits == 14 || end > digits || (whole && digits >= 4)
}

/// How much to skip between timestamp and target: the slash, if an absolute address, one without its
/// scheme (`//cdn.example/`), or a `mailto:` follows.
fn target_offset(tail: &str, slash: &str) -> Option<usize> {
    let rest = tail.strip_prefix(slash)?;
    (has_scheme(rest) || rest.strip_prefix(slash).is_some_and(|r| r.starts_with(slash))).then_some(slash.len())
}

/// The length of `http:` and its slash if only one of its two slashes is left, else 0.
fn length_with_lost_slash(rest: &str, slash: &str) -> usize {
    let Some(scheme) = ["http:", "https:"].iter().find(|s| rest.starts_with(**s)) else { return 0 };
    let after = &rest[scheme.len()..];
    match after.strip_prefix(slash) {
        Some(host) if !host.starts_with(slash) => scheme.len() + slash.len(),
        _ => 0,
    }
}

/// Whether an address can start here: at the start of the text, after a space, a quote, a bracket or a
/// comma, or after the name of a parameter (`0; url=http://…`). Within a query it cannot.
fn begins_address(text: &str, start: usize) -> bool {
    /// Longer than any parameter's name; bounds the look back.
    const MAX_PARAMETER_NAME: usize = 40;
    let before = &text.as_bytes()[..start];
    match before.last() {
        None => true,
        Some(b'=') => {
            let name = before[..start - 1]
                .iter()
                .rev()
                .take(MAX_PARAMETER_NAME)
                .take_while(|b| b.is_ascii_alphanumeric() || **b == b'-');
            let name = name.count();
            name < MAX_PARAMETER_NAME
                && !matches!(before[..start - 1 - name].last(), Some(b'?' | b'&' | b'/' | b'#' | b'%' | b'.' | b'='))
        }
        Some(b) => b.is_ascii_whitespace() || b"\"'([{<>,;`".contains(b),
    }
}
