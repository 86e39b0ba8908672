//! Parses what indexes answer: JSON arrays with names in front, JSON line by line, CDXJ and plain columns. The form is
//! recognised by the response itself: servers do not always give the one they were asked for.

use serde_json::{Map, Value};
use url::Url;

use crate::archive::{Archive, Modifier, Timestamp};

use super::columns::split_columns;
use super::record::{CdxRecord, REVISIT_TYPE, WarcLocation};

/// The rows of a response.
#[derive(Debug, Default)]
pub(super) struct ParsedRows {
    pub(super) rows: Vec<CdxRecord>,
    /// How many rows the server sent, readable or not.
    pub(super) sent: usize,
    /// How many of them were left out.
    pub(super) unreadable: usize,
    /// What the server gave to go on with.
    pub(super) resume_key: Option<String>,
    /// Whether the response ends in the middle.
    pub(super) is_cut: bool,
}

/// A response that has no rows.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum RowsError {
    /// The archive holds the page back.
    Excluded,
    /// It is something else, which begins with these words.
    NoIndex(String),
}

/// What the Wayback Machine's software calls an exclusion.
const EXCLUSION_WORDS: [&str; 3] =
    ["RobotAccessControlException", "AdministrativeAccessControlException", "Blocked Site Error"];

/// The columns of the Internet Archive's text, and of its JSON if it does not name them.
const DEFAULT_COLUMNS: [&str; 7] = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"];

/// How much of a line that is not a row is remembered, in characters.
const MAX_COMPLAINT_CHARS: usize = 200;

/// Whether a text of an index says that the page is held back.
pub(super) fn says_excluded(text: &str) -> bool {
    EXCLUSION_WORDS.iter().any(|word| text.contains(word))
}

/// Parses the body of a response.
pub(super) fn parse_rows(body: &[u8], archive: &Archive) -> Result<ParsedRows, RowsError> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    let mut parser = RowParser { archive, out: ParsedRows::default(), complaint: None };
    match text.as_bytes().first() {
        None => return Ok(parser.out),
        Some(b'[') => parser.parse_arrays(text),
        _ => parser.parse_lines(text),
    }
    let RowParser { out, complaint, .. } = parser;
    match complaint {
        Some(words) if says_excluded(&words) => Err(RowsError::Excluded),
        // Beside rows it is only a broken row.
        Some(words) if out.rows.is_empty() && out.sent == out.unreadable => Err(RowsError::NoIndex(words)),
        _ => Ok(out),
    }
}

struct RowParser<'a> {
    archive: &'a Archive,
    out: ParsedRows,
    /// The first words that are not a row.
    complaint: Option<String>,
}

impl RowParser<'_> {
    /// Arrays in an array, the first of which holds the names.
    fn parse_arrays(&mut self, text: &str) {
        let mut names = None;
        if let Ok(rows) = serde_json::from_str::<Vec<Value>>(text) {
            for row in rows {
                self.add_array(&mut names, row);
            }
            return;
        }
        // Broken somewhere: a row a line, as servers write them.
        self.out.is_cut = !text.ends_with(']');
        for (n, line) in text.lines().enumerate() {
            let line = line.trim();
            let line = if n == 0 { line.strip_prefix('[').unwrap_or(line) } else { line };
            let line = line.trim_start_matches(',').trim_end_matches(',');
            let row = serde_json::from_str(line).or_else(|e| match line.strip_suffix(']') {
                Some(shorter) => serde_json::from_str(shorter),
                None => Err(e),
            });
            match row {
                Ok(row) => self.add_array(&mut names, row),
                Err(_) if matches!(line, "" | "]" | "[") => {}
                Err(_) => self.add_unreadable(line),
            }
        }
    }

    fn add_array(&mut self, names: &mut Option<Vec<String>>, row: Value) {
        let cells = match row {
            Value::Array(cells) => cells,
            Value::Object(fields) => return self.add_object(&fields),
            other => return self.add_unreadable(&other.to_string()),
        };
        match (&*names, cells.as_slice()) {
            // The resume key follows.
            (_, []) => self.out.resume_key = Some(String::new()),
            (_, [Value::String(key)]) if self.out.resume_key.is_some() => self.out.resume_key = Some(key.clone()),
            (None, cells) => {
                let texts: Vec<String> = cells.iter().map(|c| cell_text(c).unwrap_or_default()).collect();
                let is_named = texts.iter().any(|name| matches!(name.as_str(), "timestamp" | "original" | "url"));
                *names = Some(if is_named { texts.clone() } else { DEFAULT_COLUMNS.map(str::to_owned).to_vec() });
                if !is_named {
                    self.add_columns(&DEFAULT_COLUMNS, |n| texts.get(n).cloned());
                }
            }
            (Some(names), cells) => {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                self.add_columns(&names, |n| cells.get(n).and_then(cell_text));
            }
        }
    }

    /// A line each: JSON, a key and a time before JSON, or columns with a space between them.
    fn parse_lines(&mut self, text: &str) {
        let mut lines = text.lines().map(str::trim).peekable();
        while let Some(line) = lines.next() {
            if line.is_empty() {
                // The resume key stands alone at the end.
                let last = lines.next().filter(|_| lines.peek().is_none());
                match last {
                    Some(key) if !key.contains([' ', '{', '<']) => self.out.resume_key = Some(key.to_owned()),
                    Some(row) => self.add_line(row, true),
                    None => {}
                }
                continue;
            }
            let is_last = lines.peek().is_none();
            self.add_line(line, is_last);
        }
    }

    fn add_line(&mut self, line: &str, is_last: bool) {
        if line.starts_with("CDX ") || line.starts_with("!meta") {
            return;
        }
        if let Some(at) = json_start(line) {
            let (head, json) = line.split_at(at);
            let Ok(mut fields) = serde_json::from_str::<Map<String, Value>>(json) else {
                self.out.is_cut |= is_last && !json.ends_with('}');
                return self.add_unreadable(line);
            };
            // The key may hold spaces of its own; the time does not.
            let (key, time) = head.trim_end().rsplit_once(' ').unwrap_or((head.trim_end(), ""));
            for (name, word) in [("urlkey", key.trim_end()), ("timestamp", time)] {
                if !word.is_empty() {
                    fields.entry(name).or_insert_with(|| Value::String(word.to_owned()));
                }
            }
            return self.add_object(&fields);
        }
        match split_columns(line) {
            Some(columns) => {
                self.add_row(|names| {
                    columns.iter().find(|(name, _)| names.contains(name)).map(|(_, text)| text.clone())
                });
            }
            None => self.add_unreadable(line),
        }
    }

    fn add_columns(&mut self, names: &[&str], cell: impl Fn(usize) -> Option<String>) {
        self.add_row(|wanted| names.iter().position(|n| wanted.contains(n)).and_then(&cell));
    }

    fn add_object(&mut self, fields: &Map<String, Value>) {
        if !fields.contains_key("timestamp") {
            let words = ["message", "error"].iter().find_map(|name| fields.get(*name)).and_then(cell_text);
            return self.add_unreadable(&words.unwrap_or_else(|| "no timestamp".to_owned()));
        }
        self.add_row(|names| names.iter().find_map(|name| fields.get(*name)).and_then(cell_text));
    }

    /// Adds a row; `get` finds a field by the names it may have.
    fn add_row(&mut self, get: impl Fn(&[&str]) -> Option<String>) {
        self.out.sent += 1;
        let get = |names: &[&str]| get(names).map(bare).filter(|text| !matches!(text.as_str(), "" | "-"));
        let time = get(&["timestamp"]).and_then(|t| Timestamp::parse_lenient(&t));
        let original = get(&["original", "url"]).and_then(|text| page_address(&text));
        let Some((timestamp, original)) = time.zip(original) else {
            self.out.unreadable += 1;
            return;
        };
        let number = |name: &str| get(&[name]).and_then(|text| text.parse::<u64>().ok());
        let length = number("length");
        let mime = get(&["mimetype", "mime"]).map(|mime| mime.to_ascii_lowercase());
        let record = get(&["filename"])
            .zip(number("offset"))
            .zip(length)
            .map(|((file, offset), length)| WarcLocation { file, offset, length });
        self.out.rows.push(CdxRecord {
            timestamp,
            archive: Some(self.archive.name().to_owned()),
            capture: self.archive.capture(timestamp, &original, Modifier::Raw),
            original,
            status: get(&["statuscode", "status"]).and_then(|s| s.parse().ok()).filter(|s| (100..600).contains(s)),
            revisit: mime.as_deref() == Some(REVISIT_TYPE),
            mime,
            digest: get(&["digest"]).and_then(|digest| match digest.split_once(':') {
                Some((_, digits)) => Some(digits.trim().to_owned()).filter(|digits| !digits.is_empty()),
                None => Some(digest),
            }),
            length,
            record,
            key: get(&["urlkey"]),
        });
    }

    fn add_unreadable(&mut self, words: &str) {
        self.out.sent += 1;
        self.out.unreadable += 1;
        let is_exclusion = says_excluded(words);
        if is_exclusion || self.complaint.is_none() {
            let start = || words.chars().take(MAX_COMPLAINT_CHARS).collect();
            self.complaint = Some(if is_exclusion { words.to_owned() } else { start() });
        }
    }
}

/// Where the JSON of a line begins: at its start, or behind the time. A brace may stand in the key before it.
fn json_start(line: &str) -> Option<usize> {
    let places = line.match_indices('{').map(|(at, _)| at);
    let head = |at: usize| line.get(..at).unwrap_or_default();
    let is_behind_time = |at: &usize| {
        head(*at).trim_end().rsplit(' ').next().is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit()))
    };
    let mut places = places.filter(|&at| at == 0 || head(at).ends_with(' '));
    places.clone().find(is_behind_time).or_else(|| places.next())
}

fn cell_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What a field says: broken rows hold control characters, which a terminal would obey, and white space at their ends.
fn bare(text: String) -> String {
    let text = if text.contains(char::is_control) { text.replace(char::is_control, "") } else { text };
    let trimmed = text.trim();
    if trimmed.len() == text.len() { text } else { trimmed.to_owned() }
}

/// An address that a page can have, without the port that its scheme implies.
fn page_address(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let rest = rest.trim_start_matches('/');
    // In small letters and with two slashes, as an address of a capture gives it back.
    let scheme = scheme.to_ascii_lowercase();
    let port = match scheme.as_str() {
        "http" => ":80",
        "https" => ":443",
        _ => return None,
    };
    Url::parse(text).ok()?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let host = authority.strip_suffix(port).unwrap_or(authority);
    Some(format!("{scheme}://{host}{tail}"))
}
