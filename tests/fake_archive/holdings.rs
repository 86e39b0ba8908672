//! An archive that holds captures, and answers for them as the Wayback Machine and pywb do.

use std::collections::HashMap;

use cuttings::Timestamp;

use super::{FakeArchive, Reply, Request, sha1};

/// A capture that an archive holds.
#[derive(Debug, Clone)]
pub struct Held {
    pub timestamp: String,
    pub original: String,
    pub status: u16,
    pub mime: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// What the index tells; of the body if none is given.
    pub digest: Option<String>,
}

impl Held {
    pub fn new(timestamp: &str, original: &str, body: impl Into<Vec<u8>>) -> Held {
        Held {
            timestamp: timestamp.to_owned(),
            original: original.to_owned(),
            status: 200,
            mime: "text/html".to_owned(),
            headers: Vec::new(),
            body: body.into(),
            digest: None,
        }
    }

    pub fn status(mut self, status: u16) -> Held {
        self.status = status;
        self
    }

    pub fn header(mut self, name: &str, value: &str) -> Held {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn mime(mut self, mime: &str) -> Held {
        self.mime = mime.to_owned();
        self
    }

    pub fn digest(mut self, digest: &str) -> Held {
        self.digest = Some(digest.to_owned());
        self
    }

    /// A row that says that the page was as before.
    pub fn revisit(mut self) -> Held {
        self.mime = "warc/revisit".to_owned();
        self
    }

    /// A row that says so with the status of a page that was not modified.
    pub fn not_modified(self, digest: &str) -> Held {
        Held { status: 304, body: Vec::new(), ..self.digest(digest) }
    }

    fn row(&self) -> Vec<String> {
        let host = self.original.split("//").nth(1).unwrap_or_default();
        let status = if self.mime == "warc/revisit" { "-".to_owned() } else { self.status.to_string() };
        let digest = self.digest.clone().unwrap_or_else(|| sha1(&self.body));
        let fields = [host, &self.timestamp, &self.original, &self.mime, &status, &digest, "1000"];
        fields.map(str::to_owned).to_vec()
    }
}

/// What an archive holds: replay at `/web/`, the index at `/cdx/search/cdx` as the Wayback Machine has it, and at
/// `/web/cdx` as pywb has it.
#[derive(Debug, Clone, Default)]
pub struct Holdings {
    pub held: Vec<Held>,
    /// Rows an answer of the index has at most; there is a resume key if there are more.
    pub page: Option<usize>,
}

impl Holdings {
    pub fn new(held: impl IntoIterator<Item = Held>) -> Holdings {
        let mut held: Vec<Held> = held.into_iter().collect();
        held.sort_by(|a, b| a.timestamp.cmp(&b.timestamp));
        Holdings { held, page: None }
    }

    pub async fn serve(self) -> FakeArchive {
        FakeArchive::serve(move |request| self.answer(request)).await
    }

    pub fn answer(&self, request: &Request) -> Reply {
        if request.target.starts_with("/cdx/search/cdx?") {
            return self.index(request);
        }
        if request.target.starts_with("/web/cdx?") {
            return self.lines(request);
        }
        let capture = request.target.strip_prefix("/web/").and_then(|rest| rest.split_once("id_/"));
        let Some((timestamp, original)) = capture else { return Reply::never_archived() };
        let of_page = self.held.iter().filter(|held| held.original == original);
        let Some(nearest) = of_page.min_by_key(|held| apart(&held.timestamp, timestamp)) else {
            return Reply::never_archived();
        };
        if nearest.timestamp != timestamp {
            return Reply::redirect(format!("/web/{}id_/{original}", nearest.timestamp));
        }
        let reply = Reply::memento(nearest.status, timestamp, nearest.body.clone());
        let reply = if nearest.headers.iter().any(|(n, _)| n == "Content-Type") { reply } else { reply.html() };
        nearest.headers.iter().fold(reply, |reply, (name, value)| reply.header(name, value))
    }

    /// An object a line, chosen and sorted as pywb does.
    fn lines(&self, request: &Request) -> Reply {
        let (query, pairs) = (request.query(), request.pairs());
        let get = |name: &str| query.get(name).map(String::as_str);
        let filters: Vec<(&str, Vec<&str>)> = pairs
            .iter()
            .filter(|(name, _)| name == "filter")
            .map(|(_, value)| {
                let (field, values) = value.strip_prefix('~').unwrap().split_once(':').unwrap();
                let values = values.trim_start_matches("(?:.*:)?").trim_start_matches("(?i)").trim_start_matches('(');
                (field, values.trim_end_matches([')', '?', '$']).split('|').collect())
            })
            .collect();
        let mut held: Vec<&Held> = self.held.iter().filter(|held| is_asked_for(&query, held)).collect();
        held.retain(|held| {
            let row = held.row();
            get("from").is_none_or(|from| &*held.timestamp >= from)
                && get("to").is_none_or(|to| &*held.timestamp <= to)
                && filters.iter().all(|(field, values)| {
                    let column = ["mime", "status", "digest"].iter().position(|name| name == field).unwrap();
                    values.iter().any(|pattern| fits(pattern, &row[3 + column]))
                })
        });
        match get("sort") {
            Some("reverse") => held.reverse(),
            Some("closest") => held.sort_by_key(|held| apart(&held.timestamp, get("closest").unwrap())),
            _ => {}
        }
        let limit = get("limit").map_or(usize::MAX, |limit| limit.parse().unwrap());
        let line = |held: &&Held| {
            let row = held.row();
            let names = ["urlkey", "timestamp", "url", "mime", "status", "digest", "length"];
            let fields = names.iter().zip(row).filter(|(_, value)| value != "-");
            let object: serde_json::Map<_, _> = fields.map(|(n, v)| ((*n).to_owned(), v.into())).collect();
            serde_json::to_string(&object).unwrap() + "\n"
        };
        Reply::new(200, held.iter().take(limit).map(line).collect::<String>()).header("Content-Type", "text/x-ndjson")
    }

    /// JSON arrays, the names of the fields first, at the end an empty row and the resume key.
    fn index(&self, request: &Request) -> Reply {
        let (query, pairs) = (request.query(), request.pairs());
        let get = |name: &str| query.get(name).map(String::as_str);
        let rows = self.held.iter().filter(|held| {
            is_asked_for(&query, held)
                && get("from").is_none_or(|from| &*held.timestamp >= from)
                && get("to").is_none_or(|to| &*held.timestamp <= to)
        });
        let filters = pairs.iter().filter(|(name, _)| name == "filter").map(|(_, filter)| {
            let (field, pattern) = filter.split_once(':').unwrap();
            let column = ["mimetype", "statuscode", "digest"].iter().position(|name| *name == field).unwrap();
            (3 + column, pattern.trim_start_matches("(?i)").strip_prefix('(').unwrap().strip_suffix(')').unwrap())
        });
        let mut rows: Vec<Vec<String>> = rows.map(Held::row).collect();
        for (column, pattern) in filters {
            rows.retain(|row| pattern.split('|').any(|pattern| fits(pattern, &row[column])));
        }
        let limit: i64 = get("limit").and_then(|limit| limit.parse().ok()).unwrap_or(150_000);
        let page = self.page.unwrap_or(usize::MAX).min(usize::try_from(limit.abs()).unwrap());
        let mut key = None;
        if limit < 0 {
            rows.drain(..rows.len().saturating_sub(page));
        } else {
            // As if it were encoded already: it must be encoded again.
            let start: usize = get("resumeKey").map_or(0, |key| key.strip_prefix("row%2B").unwrap().parse().unwrap());
            rows.drain(..start.min(rows.len()));
            if rows.len() > page && get("showResumeKey").is_some() {
                key = Some(format!("row%2B{}", start + page));
            }
            rows.truncate(page);
        }
        if rows.is_empty() {
            return Reply::new(200, "[]").header("Content-Type", "application/json");
        }
        let names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"];
        rows.insert(0, names.map(str::to_owned).to_vec());
        if let Some(key) = key {
            rows.extend([Vec::new(), vec![key]]);
        }
        Reply::new(200, serde_json::to_vec(&rows).unwrap()).header("Content-Type", "application/json")
    }
}

/// Whether a capture is of the page that was asked for, or of one of the pages.
fn is_asked_for(query: &HashMap<String, String>, held: &Held) -> bool {
    let asked = query.get("url").map_or("", String::as_str);
    match query.get("matchType").map(String::as_str) {
        None => held.original == asked,
        Some("prefix") => held.original.starts_with(asked),
        Some(_) => held.original.starts_with(asked.trim_end_matches('/')),
    }
}

/// Whether a text is what a regular expression of letters and `.*` at its ends says.
fn fits(pattern: &str, text: &str) -> bool {
    let plain = pattern.replace('\\', "");
    match (plain.strip_prefix(".*"), plain.strip_suffix(".*")) {
        (Some(rest), Some(_)) => text.contains(rest.trim_end_matches(".*")),
        (Some(end), None) => text.ends_with(end),
        (None, Some(start)) => text.starts_with(start),
        (None, None) => text == plain,
    }
}

fn apart(a: &str, b: &str) -> u64 {
    let seconds = |text: &str| text.parse::<Timestamp>().unwrap().unix_seconds();
    seconds(a).abs_diff(seconds(b))
}
