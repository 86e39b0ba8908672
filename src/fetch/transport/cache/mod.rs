//! Answers kept on disk: bodies by their digest, and a journal that tells which request each answers.
//!
//! ```text
//! DIR/journal.jsonl       a line an answer, only ever added to
//! DIR/lock                held while a line is added
//! DIR/bodies/ab/cd/abcd…  the body whose SHA-256 this is, as unpacked
//! DIR/tmp/                bodies being written
//! DIR/limits/             see `limiter`
//! ```
//!
//! A body is in its place before its line is written, and a body is looked at again whenever it is used: whatever
//! a crash leaves behind counts as not there and is fetched again.

mod journal;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use data_encoding::HEXLOWER;
use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

use super::{Answer, Ask, Pool};
use crate::fetch::public;
use journal::{Journal, Key, Record};

/// The answers in a directory.
#[derive(Debug)]
pub(super) struct Cache {
    dir: PathBuf,
    journal: Mutex<Journal>,
    rules: Rules,
}

/// What is kept, and how long it is good for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    /// How long an answer that may change is used.
    pub(super) fresh: Duration,
    /// Whether pages of the live web are kept.
    pub(super) live: bool,
    /// Whether age does not matter, since nothing newer can be had.
    pub(super) any_age: bool,
}

impl Cache {
    /// Opens a cache, or begins one.
    pub(super) fn open(dir: &Path, rules: Rules) -> Result<Self> {
        for part in ["bodies", "tmp"] {
            let path = dir.join(part);
            fs::create_dir_all(&path).map_err(|e| Error::io(&path, e))?;
        }
        let path = dir.join("journal.jsonl");
        let journal = Journal::open(&path, &dir.join("lock")).map_err(|e| Error::io(&path, e))?;
        sweep(&dir.join("tmp"));
        Ok(Cache { dir: dir.to_owned(), journal: Mutex::new(journal), rules })
    }

    /// The answer kept for a request, if it can still be used.
    pub(super) fn find(&self, ask: &Ask) -> Result<Option<Answer>> {
        let Some(key) = key(ask) else { return Ok(None) };
        let record = {
            let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
            let good = |time: u64, lasting: bool| self.is_good(time, lasting);
            journal.find(&key, good).map_err(|e| Error::io(journal.path(), e))?
        };
        let Some(record) = record else { return Ok(None) };
        let Some(body) = self.body(&record) else { return Ok(None) };
        let mut headers = HeaderMap::new();
        for (name, value) in &record.headers {
            let name = HeaderName::from_bytes(name.as_bytes());
            let value: Option<Vec<u8>> = value.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
            if let (Ok(name), Some(Ok(value))) = (name, value.map(|v| HeaderValue::from_bytes(&v))) {
                headers.append(name, value);
            }
        }
        Ok(Some(Answer { url: ask.url.clone(), status: record.status, headers, body, cached: true }))
    }

    /// Keeps an answer, if it is of a kind that is kept.
    pub(super) fn keep(&self, ask: &Ask, pool: Pool, answer: &Answer) -> Result<()> {
        let Some(key) = key(ask) else { return Ok(()) };
        let Some(lasting) = self.lasting(ask, pool, answer) else { return Ok(()) };
        let digest = digest(&answer.body);
        let path = self.body_path(&digest);
        self.put(&path, &answer.body).map_err(|e| Error::io(&path, e))?;
        let record = Record {
            key: HEXLOWER.encode(&key),
            time: now(),
            lasting,
            url: public(&ask.url).into(),
            asked: ask.headers.iter().map(|(name, value)| (name.to_string(), value.clone())).collect(),
            range: ask.range,
            status: answer.status,
            headers: kept_headers(&answer.headers),
            digest,
            length: answer.body.len() as u64,
        };
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        journal.add(&record).map_err(|e| Error::io(journal.path(), e))
    }

    /// Whether an answer is kept, and then whether for ever.
    fn lasting(&self, ask: &Ask, pool: Pool, answer: &Answer) -> Option<bool> {
        let redirect = matches!(answer.status, 301 | 302 | 303 | 307 | 308);
        // Where an archive leads with a password in the address is not written down.
        if answer.leads_to().is_some_and(|l| !l.username().is_empty() || l.password().is_some()) {
            return None;
        }
        match pool {
            // The archive's content, whatever its status; it does not change.
            Pool::Replay if answer.header("memento-datetime").is_some() => Some(true),
            // A part of an archive's file.
            Pool::Replay if ask.range.is_some() && answer.status == 206 => Some(true),
            // To the nearest capture, until there is a nearer one.
            Pool::Replay if redirect => Some(false),
            Pool::Index if (answer.status == 200 && !tells_of_trouble(&answer.body)) || redirect => Some(false),
            Pool::Live if self.rules.live && (answer.status == 200 || redirect) => Some(false),
            _ => None,
        }
    }

    fn is_good(&self, time: u64, lasting: bool) -> bool {
        lasting || self.rules.any_age || now().saturating_sub(time) < self.rules.fresh.as_secs()
    }

    /// A record's body; `None`, and gone, when it is not what the record says.
    fn body(&self, record: &Record) -> Option<Vec<u8>> {
        // A digest names a file: nothing but hexadecimal digits may come out of the journal.
        if record.digest.len() != 64 || !record.digest.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let path = self.body_path(&record.digest);
        if fs::metadata(&path).ok()?.len() == record.length {
            let body = fs::read(&path).ok()?;
            if digest(&body) == record.digest {
                return Some(body);
            }
        }
        let _ = fs::remove_file(&path);
        None
    }

    fn body_path(&self, digest: &str) -> PathBuf {
        let (first, second) = (digest.get(..2).unwrap_or_default(), digest.get(2..4).unwrap_or_default());
        self.dir.join("bodies").join(first).join(second).join(digest)
    }

    /// Writes a file so that it is there whole or not at all.
    fn put(&self, path: &Path, body: &[u8]) -> io::Result<()> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        if fs::metadata(path).is_ok_and(|m| m.len() == body.len() as u64) {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        // Two machines may share the directory: a process number alone is not enough.
        let name = format!("{}-{count}-{}", std::process::id(), nanos());
        let temporary = self.dir.join("tmp").join(name);
        let written = fs::write(&temporary, body).and_then(|()| fs::rename(&temporary, path));
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written
    }
}

/// What tells one request from another; `None` for one whose answer is for its sender alone.
fn key(ask: &Ask) -> Option<Key> {
    let secret = |name: &HeaderName| name == AUTHORIZATION || name == COOKIE;
    if !ask.url.username().is_empty() || ask.url.password().is_some() || ask.headers.iter().any(|(n, _)| secret(n)) {
        return None;
    }
    let mut url = ask.url.clone();
    url.set_fragment(None);
    let mut headers: Vec<String> = ask.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    headers.sort();
    let text = format!("GET {url}\n{}\n{:?}", headers.join("\n"), ask.range);
    Sha256::digest(text.as_bytes()).first_chunk().copied()
}

/// The headers that are read later. Values are bytes, a character each.
fn kept_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    const KEPT: &[&str] = &[
        "content-type",
        "content-location",
        "content-range",
        "date",
        "last-modified",
        "link",
        "location",
        "memento-datetime",
        "vary",
    ];
    let kept = |name: &str| KEPT.contains(&name) || (name.starts_with("x-archive-") && !name.contains("cookie"));
    let pairs = headers.iter().filter(|(name, _)| kept(name.as_str()));
    pairs.map(|(n, v)| (n.to_string(), v.as_bytes().iter().map(|&b| char::from(b)).collect())).collect()
}

/// Indexes report some failures in the body of a good answer.
fn tells_of_trouble(body: &[u8]) -> bool {
    /// Failures are the first thing in it.
    const HEAD: usize = 2048;
    let head = body.get(..HEAD).unwrap_or(body);
    memchr::memmem::find(head, b"org.archive.wayback.exception").is_some()
}

fn digest(body: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(body))
}

/// Takes away what killed processes left half written.
fn sweep(dir: &Path) {
    /// By then no honest process still writes it.
    const OLD: Duration = Duration::from_secs(3600);
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let changed = entry.metadata().and_then(|m| m.modified());
        if changed.is_ok_and(|t| t.elapsed().is_ok_and(|age| age > OLD)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

fn nanos() -> u32 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().subsec_nanos()
}
