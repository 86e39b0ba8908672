//! The grammar of addresses of captures: timestamp, modifier, and the address of the page.

use std::borrow::Cow;

use super::timestamp::{TIMESTAMP_DIGITS, Timestamp};

/// Words that stand where a capture's timestamp would, for pages about captures.
pub(super) const NON_CAPTURE_PATHS: &[&str] = &["timemap/", "save/", "collections/", "submit", "outlinks/"];

/// The pywb grammar, `^(\d*)([a-z]+_|[$][a-z0-9:.-]+)?/{1,3}(.+)$`, with the timestamp and its slashes
/// optional as a whole (`/web/http://…`): the digits, the modifier, and what follows.
pub(super) fn split_tail(tail: &str) -> Option<(&str, &str, &str)> {
    let (digits, end) = timestamp_length(tail).unwrap_or_default();
    let slashes = tail[end..].bytes().take(if end > 0 { 3 } else { 0 }).take_while(|&b| b == b'/').count();
    let rest = &tail[end + slashes..];
    // A calendar of captures (`*/http://…`) is a page of the archive's own.
    (!rest.is_empty() && !rest.starts_with('*')).then_some((&tail[..digits], &tail[digits..end], rest))
}

/// The length of the digits at the start, and of digits and modifier together; `None` when there is
/// neither or no slash follows.
pub(super) fn timestamp_length(tail: &str) -> Option<(usize, usize)> {
    let bytes = tail.as_bytes();
    let run = |from: usize, ok: fn(&u8) -> bool| bytes[from..].iter().take_while(|b| ok(b)).count();
    let digits = run(0, u8::is_ascii_digit);
    if digits > TIMESTAMP_DIGITS {
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
pub(super) fn split_full_timestamp(path: &str) -> Option<(usize, &str, &str, &str)> {
    for (slash, _) in path.match_indices('/') {
        let at = slash + 1;
        let Some((digits, end)) = timestamp_length(&path[at..]).filter(|&(digits, _)| digits == TIMESTAMP_DIGITS)
        else {
            continue;
        };
        let slashes = path[at + end..].bytes().take_while(|&b| b == b'/').count();
        let rest = &path[at + end + slashes..];
        let known = ["http:/", "https:/", "http%3A", "https%3A", "ftp:/"];
        let absolute = slashes == 3 || known.iter().any(|k| starts_with_ignoring_case(rest, k));
        return absolute.then(|| (at, &path[at..at + digits], &path[at + digits..at + end], rest));
    }
    None
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// archive.today's forms: `/20140501123456/http://…`, `/2014.05.01-123456/http://…`, `/o/AbCdE/http://…`,
/// `/newest/http://…`. Its short form (`/AbCdE`) does not tell the page.
pub(super) fn split_archive_today(path: &str) -> Option<(Option<Timestamp>, String)> {
    let path = path.strip_prefix('/')?;
    let path = path.strip_prefix("o/").unwrap_or(path);
    let (stamp, rest) = path.split_once('/')?;
    if !starts_with_ignoring_case(rest, "http:/") && !starts_with_ignoring_case(rest, "https:/") {
        return None;
    }
    let digits: String = stamp.chars().filter(|c| !matches!(c, '.' | '-')).collect();
    let digits = if digits.bytes().all(|b| b.is_ascii_digit()) { digits } else { String::new() };
    Some((Timestamp::parse_lenient(&digits), original_address(rest)?))
}

/// The original's address: a lost slash put back, a missing scheme added, a wholly escaped address unescaped.
pub(super) fn original_address(rest: &str) -> Option<String> {
    let rest = match starts_with_ignoring_case(rest, "http%3A") || starts_with_ignoring_case(rest, "https%3A") {
        true => Cow::Owned(percent_decoded(rest).trim().to_owned()),
        false => Cow::Borrowed(rest),
    };
    for scheme in ["http:", "https:", "ftp:"] {
        if starts_with_ignoring_case(&rest, scheme) {
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

fn percent_decoded(text: &str) -> Cow<'_, str> {
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
