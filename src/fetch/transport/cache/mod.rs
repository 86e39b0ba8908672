//! Responses kept on disk: bodies by their digest, and a journal that tells which request each one answers.
//!
//! ```text
//! DIR/journal.jsonl       a line a response, only ever added to
//! DIR/lock                held while a line is added
//! DIR/bodies/ab/cd/abcd…  the body whose SHA-256 this is, decoded
//! DIR/tmp/                bodies being written
//! DIR/limits/             see `limiter`
//! ```
//!
//! A body is in its place before its line is written, and a body is checked whenever it is used: whatever a crash
//! leaves behind counts as missing and is fetched again.

mod journal;
mod pages;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use data_encoding::HEXLOWER;
use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};
use sha2::{Digest, Sha256};
use url::Url;

use crate::error::{Error, Result};
use crate::fetch::address::{folded_page, without_credentials};
use crate::page::is_redirect_status;

use super::message::{KeptRequest, Pool, Request, Response};
use journal::{Journal, JournalEntry, Key};

/// The headers that are kept of an archive's own answers. Of a page's, live or captured, all are but those below.
const KEPT_HEADERS: &[&str] = &[
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

/// The headers of pages that are not kept: those of one connection, and what may be a secret between an archive or a site and this
/// program. A cookie that a page was captured with is none, and is kept as any other header.
const HEADERS_NOT_KEPT: &[&str] = &[
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authentication-info",
    "set-cookie",
    "trailer",
    "upgrade",
];

/// How far into a body a failure that an index reports may begin, in bytes.
const FAILURE_HEAD_BYTES: usize = 2048;

/// The age at which no process still writes a temporary file.
const STALE_FILE_AGE: Duration = Duration::from_secs(3600);

/// The responses in a directory.
#[derive(Debug)]
pub(super) struct Cache {
    dir: PathBuf,
    journal: Mutex<Journal>,
    policy: CachePolicy,
}

/// What is kept, and how long it is used.
#[derive(Debug, Clone, Copy)]
pub(super) struct CachePolicy {
    /// How long a response that may change is used.
    pub(super) max_age: Duration,
    /// Whether pages of the live web are kept.
    pub(super) keeps_live: bool,
    /// Whether responses of any age are used, since nothing newer can be had.
    pub(super) any_age: bool,
}

/// How long a response stays true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lifetime {
    Forever,
    /// Until the policy's age.
    Limited,
}

impl Cache {
    /// Opens a cache, or begins one.
    pub(super) fn open(dir: &Path, policy: CachePolicy) -> Result<Self> {
        for part in ["bodies", "tmp"] {
            let path = dir.join(part);
            fs::create_dir_all(&path).map_err(|e| Error::io(&path, e))?;
        }
        let path = dir.join("journal.jsonl");
        // Where nothing else can be had, other answers about a page have to do.
        let journal = Journal::open(&path, &dir.join("lock"), policy.any_age).map_err(|e| Error::io(&path, e))?;
        remove_stale_files(&dir.join("tmp"));
        Ok(Cache { dir: dir.to_owned(), journal: Mutex::new(journal), policy })
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The response kept for a request, if it can still be used.
    pub(super) fn lookup(&self, request: &Request) -> Result<Option<Response>> {
        let Some(key) = cache_key(request) else { return Ok(None) };
        let entry = {
            let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
            let usable = |time: u64, lasting: bool| self.is_usable(time, lasting);
            journal.lookup(&key, usable).map_err(|e| Error::io(journal.path(), e))?
        };
        let Some(entry) = entry else { return Ok(None) };
        let Some(body) = self.read_body(&entry) else { return Ok(None) };
        let mut headers = HeaderMap::new();
        for (name, value) in &entry.headers {
            let name = HeaderName::from_bytes(name.as_bytes());
            let value: Option<Vec<u8>> = value.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
            if let (Ok(name), Some(Ok(value))) = (name, value.map(|v| HeaderValue::from_bytes(&v))) {
                headers.append(name, value);
            }
        }
        let JournalEntry { status, defect, .. } = entry;
        Ok(Some(Response { url: request.url.clone(), status, headers, body, cached: true, defect, broken_off: false }))
    }

    /// The requests about a page whose responses are kept, the newest first: for its captures, and for what indexes tell of it.
    /// Only where [any age](CachePolicy::any_age) will do.
    pub(super) fn requests_about(&self, page: &str) -> Result<Vec<KeptRequest>> {
        let page = folded_page(page);
        let entries = {
            let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
            journal.about(&page).map_err(|e| Error::io(journal.path(), e))?
        };
        Ok(entries.into_iter().filter_map(kept_request).collect())
    }

    /// Keeps a response, if it is of a kind that is kept.
    pub(super) fn store(&self, request: &Request, pool: Pool, response: &Response) -> Result<()> {
        let Some(key) = cache_key(request) else { return Ok(()) };
        let Some(lifetime) = self.lifetime(request, pool, response) else { return Ok(()) };
        let digest = sha256_hex(&response.body);
        let path = self.body_path(&digest);
        self.write_atomically(&path, &response.body).map_err(|e| Error::io(&path, e))?;
        let entry = JournalEntry {
            key: HEXLOWER.encode(&key),
            time: unix_seconds_now(),
            lasting: lifetime == Lifetime::Forever,
            url: without_credentials(&request.url).into(),
            asked: request.headers.iter().map(|(name, value)| (name.to_string(), value.clone())).collect(),
            range: request.range,
            status: response.status,
            headers: kept_headers(pool, response),
            digest,
            length: response.body.len() as u64,
            defect: response.defect.clone(),
        };
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        journal.append(&entry).map_err(|e| Error::io(journal.path(), e))
    }

    /// How long a response is used; `None` for one that is not kept.
    fn lifetime(&self, request: &Request, pool: Pool, response: &Response) -> Option<Lifetime> {
        let is_redirect = is_redirect_status(response.status);
        // Where an archive redirects to an address with a password, that is not written down.
        if response.location_url().is_some_and(|l| !l.username().is_empty() || l.password().is_some()) {
            return None;
        }
        match pool {
            // The archive's content, whatever its status; it does not change. Where it broke off, the network may have
            // been at fault, and another transfer bring the rest.
            Pool::Replay if response.header("memento-datetime").is_some() => match response.broken_off {
                true => Some(Lifetime::Limited),
                false => Some(Lifetime::Forever),
            },
            // A part of an archive's file.
            Pool::Replay if request.range.is_some() && response.status == 206 => Some(Lifetime::Forever),
            // To the nearest capture, until there is a nearer one.
            Pool::Replay if is_redirect => Some(Lifetime::Limited),
            Pool::Index if is_redirect => Some(Lifetime::Limited),
            Pool::Index if response.status == 200 && !reports_failure(&response.body) => Some(Lifetime::Limited),
            Pool::Live if response.broken_off => None,
            Pool::Live if self.policy.keeps_live && (response.status == 200 || is_redirect) => Some(Lifetime::Limited),
            _ => None,
        }
    }

    fn is_usable(&self, time: u64, lasting: bool) -> bool {
        let age = unix_seconds_now().saturating_sub(time);
        lasting || self.policy.any_age || age < self.policy.max_age.as_secs()
    }

    /// The body of an entry; if it is not what the entry says it is deleted, and there is none.
    fn read_body(&self, entry: &JournalEntry) -> Option<Vec<u8>> {
        // A digest names a file: nothing but hexadecimal digits may come out of the journal.
        if entry.digest.len() != 64 || !entry.digest.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let path = self.body_path(&entry.digest);
        if fs::metadata(&path).ok()?.len() == entry.length {
            let body = fs::read(&path).ok()?;
            if sha256_hex(&body) == entry.digest {
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

    /// Writes a file so that it is there as a whole or not at all.
    fn write_atomically(&self, path: &Path, body: &[u8]) -> io::Result<()> {
        static FILES_WRITTEN: AtomicU64 = AtomicU64::new(0);
        if fs::metadata(path).is_ok_and(|m| m.len() == body.len() as u64) {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let count = FILES_WRITTEN.fetch_add(1, Ordering::Relaxed);
        // Two machines may share the directory: a process number alone is not enough.
        let name = format!("{}-{count}-{}", std::process::id(), subsecond_nanos_now());
        let temporary = self.dir.join("tmp").join(name);
        let written = fs::write(&temporary, body).and_then(|()| fs::rename(&temporary, path));
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written
    }
}

/// The request of an entry; `None` for one that is no request any more.
fn kept_request(entry: JournalEntry) -> Option<KeptRequest> {
    let mut request = Request::new(Url::parse(&entry.url).ok()?, Pool::Index);
    for (name, value) in &entry.asked {
        request = request.with_header(HeaderName::from_bytes(name.as_bytes()).ok()?, value);
    }
    let header = |name: &str| entry.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
    Some(KeptRequest {
        request: Request { range: entry.range, ..request },
        status: entry.status,
        captured: header("memento-datetime"),
        content_type: header("content-type"),
    })
}

/// What tells one request from another; `None` for one whose response is for its sender alone.
fn cache_key(request: &Request) -> Option<Key> {
    let is_secret = |name: &HeaderName| name == AUTHORIZATION || name == COOKIE;
    let has_credentials = !request.url.username().is_empty() || request.url.password().is_some();
    if has_credentials || request.headers.iter().any(|(name, _)| is_secret(name)) {
        return None;
    }
    let mut url = request.url.clone();
    url.set_fragment(None);
    let mut headers: Vec<String> = request.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    headers.sort();
    let text = format!("GET {url}\n{}\n{:?}", headers.join("\n"), request.range);
    Sha256::digest(text.as_bytes()).first_chunk().copied()
}

/// The headers that are read later. Values are bytes, a character each.
fn kept_headers(pool: Pool, response: &Response) -> Vec<(String, String)> {
    let is_page = pool == Pool::Live || response.header("memento-datetime").is_some();
    let is_kept = |name: &str| match is_page {
        true => !HEADERS_NOT_KEPT.contains(&name),
        false => KEPT_HEADERS.contains(&name),
    };
    let pairs = response.headers.iter().filter(|(name, _)| is_kept(name.as_str()));
    pairs.map(|(n, v)| (n.to_string(), v.as_bytes().iter().map(|&b| char::from(b)).collect())).collect()
}

/// Whether an index reports a failure in a response that is well by its status.
fn reports_failure(body: &[u8]) -> bool {
    let head = body.get(..FAILURE_HEAD_BYTES).unwrap_or(body);
    memchr::memmem::find(head, b"org.archive.wayback.exception").is_some()
}

fn sha256_hex(body: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(body))
}

/// Deletes what killed processes left half written.
fn remove_stale_files(dir: &Path) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let changed = entry.metadata().and_then(|m| m.modified());
        if changed.is_ok_and(|t| t.elapsed().is_ok_and(|age| age > STALE_FILE_AGE)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn unix_seconds_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

fn subsecond_nanos_now() -> u32 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().subsec_nanos()
}
