//! What indexes answer, as rows: JSON arrays with names in front, JSON line by line, CDXJ and plain columns. The shape is
//! told by the answer itself: servers do not all keep to what they were asked for.

use serde_json::{Map, Value};
use url::Url;

use crate::archive::{Archive, Modifier, Timestamp};

use super::row::{CaptureRow, WarcLocation};

/// An answer taken apart.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) rows: Vec<CaptureRow>,
    /// How many rows the server sent, readable or not.
    pub(super) sent: usize,
    /// How many of them were left out.
    pub(super) skipped: usize,
    /// Where to go on.
    pub(super) resume: Option<String>,
    /// Whether the answer ends in the middle.
    pub(super) cut: bool,
}

/// An answer that is no rows.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The page is held back.
    Excluded,
    /// Something else, by its own first words.
    NoIndex(String),
}

/// Words of an exclusion within a body.
const EXCLUDED: [&str; 3] =
    ["RobotAccessControlException", "AdministrativeAccessControlException", "Blocked Site Error"];

/// Whether a text says that the page is held back.
pub(super) fn says_excluded(text: &str) -> bool {
    EXCLUDED.iter().any(|word| text.contains(word))
}

/// The columns of the Internet Archive's text, and of its JSON if it does not name them.
const COLUMNS: [&str; 7] = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"];

/// Takes the body of an answer apart.
pub(super) fn parse(body: &[u8], archive: &Archive) -> Result<Parsed, Refusal> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    let mut reader = Reader { archive, out: Parsed::default(), complaint: None };
    match text.as_bytes().first() {
        None => return Ok(reader.out),
        Some(b'[') => reader.arrays(text),
        _ => reader.lines(text),
    }
    let Reader { out, complaint, .. } = reader;
    match complaint {
        Some(words) if says_excluded(&words) => Err(Refusal::Excluded),
        // Rows beside it make it a broken row.
        Some(words) if out.rows.is_empty() && out.sent == out.skipped => Err(Refusal::NoIndex(words)),
        _ => Ok(out),
    }
}

struct Reader<'a> {
    archive: &'a Archive,
    out: Parsed,
    /// The first words that are no row.
    complaint: Option<String>,
}

impl Reader<'_> {
    /// Arrays in an array, the first of which holds the names.
    fn arrays(&mut self, text: &str) {
        if let Ok(all) = serde_json::from_str::<Vec<Value>>(text) {
            let mut names = None;
            for row in all {
                self.array(&mut names, row);
            }
            return;
        }
        // Broken somewhere: a row a line, as servers write them.
        self.out.cut = !text.ends_with(']');
        let mut names = None;
        for (n, line) in text.lines().enumerate() {
            let line = line.trim();
            let line = if n == 0 { line.strip_prefix('[').unwrap_or(line) } else { line };
            let line = line.trim_start_matches(',').trim_end_matches(',');
            let whole = serde_json::from_str(line).or_else(|e| match line.strip_suffix(']') {
                Some(shorter) => serde_json::from_str(shorter),
                None => Err(e),
            });
            match whole {
                Ok(row) => self.array(&mut names, row),
                Err(_) if matches!(line, "" | "]" | "[") => {}
                Err(_) => self.broken(line),
            }
        }
    }

    fn array(&mut self, names: &mut Option<Vec<String>>, row: Value) {
        let cells = match row {
            Value::Array(cells) => cells,
            Value::Object(fields) => return self.object(&fields),
            other => return self.broken(&other.to_string()),
        };
        match (&*names, cells.as_slice()) {
            // What follows is the key to go on with.
            (_, []) => self.out.resume = Some(String::new()),
            (_, [Value::String(key)]) if self.out.resume.is_some() => self.out.resume = Some(key.clone()),
            (None, cells) => {
                let texts: Vec<String> = cells.iter().map(|c| cell(c).unwrap_or_default()).collect();
                let named = texts.iter().any(|name| matches!(name.as_str(), "timestamp" | "original" | "url"));
                *names = Some(if named { texts.clone() } else { COLUMNS.map(str::to_owned).to_vec() });
                if !named {
                    self.columns(&COLUMNS, |n| texts.get(n).cloned());
                }
            }
            (Some(names), cells) => {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                self.columns(&names, |n| cells.get(n).and_then(cell));
            }
        }
    }

    /// A line each: JSON, a key and a time before JSON, or columns with a space between them.
    fn lines(&mut self, text: &str) {
        let mut lines = text.lines().map(str::trim).peekable();
        while let Some(line) = lines.next() {
            if line.is_empty() {
                // The key to go on with stands alone at the end.
                let key = lines.next().filter(|_| lines.peek().is_none());
                match key {
                    Some(key) if !key.contains([' ', '{', '<']) => self.out.resume = Some(key.to_owned()),
                    Some(row) => self.line(row, true),
                    None => {}
                }
                continue;
            }
            let last = lines.peek().is_none();
            self.line(line, last);
        }
    }

    fn line(&mut self, line: &str, last: bool) {
        if line.starts_with("CDX ") || line.starts_with("!meta") {
            return;
        }
        if let Some(at) = line.find('{').filter(|&at| at == 0 || line.get(..at).is_some_and(|head| head.ends_with(' ')))
        {
            let (head, json) = line.split_at(at);
            let Ok(mut fields) = serde_json::from_str::<Map<String, Value>>(json) else {
                self.out.cut |= last && !json.ends_with('}');
                return self.broken(line);
            };
            let mut words = head.split(' ').filter(|w| !w.is_empty());
            for name in ["urlkey", "timestamp"] {
                if let Some(word) = words.next() {
                    fields.entry(name).or_insert_with(|| Value::String(word.to_owned()));
                }
            }
            return self.object(&fields);
        }
        let cells: Vec<&str> = line.split(' ').collect();
        let timed = cells.get(1).is_some_and(|c| c.len() >= 4 && c.bytes().all(|b| b.is_ascii_digit()));
        if cells.len() < 3 || !timed {
            return self.broken(line);
        }
        self.columns(&COLUMNS, |n| cells.get(n).map(|&c| c.to_owned()));
    }

    fn columns(&mut self, names: &[&str], cell: impl Fn(usize) -> Option<String>) {
        let get = |wanted: &[&str]| names.iter().position(|n| wanted.contains(n)).and_then(&cell);
        self.row(get);
    }

    fn object(&mut self, fields: &Map<String, Value>) {
        if !fields.contains_key("timestamp") {
            let words = ["message", "error"].iter().find_map(|name| fields.get(*name)).and_then(cell);
            return self.broken(&words.unwrap_or_else(|| "no timestamp".to_owned()));
        }
        self.row(|names| names.iter().find_map(|name| fields.get(*name)).and_then(cell));
    }

    /// A row, by the names that its fields may have.
    fn row(&mut self, get: impl Fn(&[&str]) -> Option<String>) {
        self.out.sent += 1;
        let get = |names: &[&str]| get(names).filter(|text| !matches!(text.as_str(), "" | "-"));
        let time = get(&["timestamp"]).and_then(|t| Timestamp::parse_lenient(&t));
        let original = get(&["original", "url"]).and_then(|text| original(&text));
        let Some((timestamp, original)) = time.zip(original) else {
            self.out.skipped += 1;
            return;
        };
        let number = |name: &str| get(&[name]).and_then(|text| text.parse::<u64>().ok());
        let length = number("length");
        let record = get(&["filename"])
            .zip(number("offset"))
            .zip(length)
            .map(|((file, offset), length)| WarcLocation { file, offset, length });
        self.out.rows.push(CaptureRow {
            timestamp,
            capture: self.archive.capture(timestamp, &original, Modifier::Raw),
            original,
            status: get(&["statuscode", "status"]).and_then(|s| s.parse().ok()).filter(|s| (100..600).contains(s)),
            mime: get(&["mimetype", "mime"]).map(|mime| mime.to_ascii_lowercase()),
            digest: get(&["digest"]).map(|digest| match digest.split_once(':') {
                Some((_, bare)) => bare.to_owned(),
                None => digest,
            }),
            length,
            record,
            key: get(&["urlkey"]),
        });
    }

    fn broken(&mut self, words: &str) {
        /// Enough to know what it was.
        const MOST: usize = 200;
        self.out.sent += 1;
        self.out.skipped += 1;
        let worse = says_excluded(words);
        if worse || self.complaint.is_none() {
            self.complaint = Some(if worse { words.to_owned() } else { words.chars().take(MOST).collect() });
        }
    }
}

fn cell(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// An address that a page can have, without the port that its scheme implies.
fn original(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let port = match scheme.to_ascii_lowercase().as_str() {
        "http" => ":80",
        "https" => ":443",
        _ => return None,
    };
    Url::parse(text).ok()?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    Some(match authority.strip_suffix(port) {
        Some(host) => format!("{scheme}://{host}{tail}"),
        None => text.to_owned(),
    })
}
