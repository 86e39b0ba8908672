//! The directory that pages are fetched into.
//!
//! A page counts as there once its line is in the manifest; the line is written after the page is whole. Whatever a run
//! that was killed left behind beyond that is taken away, or written over, by the next.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use cuttings::{Page, WarcWriter};
use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};

use crate::output::Failure;

/// A line of the manifest, as `batch --manifest` reads it, and what else is known.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entry {
    pub id: String,
    /// Within the directory; none in a WARC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captured: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    pub bytes: usize,
    /// The bytes are not those that the index told of.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub digest_differs: bool,
    /// Where in the WARC its record ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<u64>,
}

/// A line of the list of failures.
#[derive(Debug, Serialize)]
pub struct Missed<'a> {
    pub id: &'a str,
    pub url: &'a str,
    pub kind: &'a str,
    pub message: String,
}

pub struct Store {
    dir: PathBuf,
    there: HashSet<String>,
    journal: File,
    failures: PathBuf,
    missed: Option<File>,
    warc: Option<WarcWriter<File>>,
    /// Held as long as the store is.
    _lock: File,
}

impl Store {
    pub fn open(dir: &Path, warc: bool) -> Result<Store, Failure> {
        let at = |path: &Path| {
            let to = path.display().to_string();
            move |source| Failure::Write { to, source }
        };
        fs::create_dir_all(dir.join("pages")).map_err(at(dir))?;
        let lock_path = dir.join(".lock");
        let lock = File::create(&lock_path).map_err(at(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Failure::Usage(format!("{}: another process is fetching into it", dir.display())));
            }
            Err(TryLockError::Error(source)) => return Err(at(&lock_path)(source)),
        }
        // A directory holds pages or a WARC; one manifest each.
        let journal_path = dir.join(if warc { "journal.jsonl" } else { "manifest.jsonl" });
        let (journal, entries) = read(&journal_path).map_err(at(&journal_path))?;
        let whole = |entry: &Entry| match (&entry.file, entry.end) {
            (Some(file), _) => fs::metadata(dir.join(file)).is_ok_and(|m| m.len() == entry.bytes as u64),
            (None, end) => end.is_some(),
        };
        let warc = match warc {
            true => {
                let path = dir.join("pages.warc.gz");
                let end = entries.iter().filter_map(|entry| entry.end).max().unwrap_or(0);
                Some(open_warc(&path, end).map_err(at(&path))?)
            }
            false => None,
        };
        let there = entries.into_iter().filter(whole).map(|entry| entry.id).collect();
        let failures = dir.join("failures.jsonl");
        match fs::remove_file(&failures) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(&failures)(error)),
            _ => {}
        }
        Ok(Store { dir: dir.to_owned(), there, journal, failures, missed: None, warc, _lock: lock })
    }

    /// Whether this page is wanted: neither there nor asked for already.
    pub fn wants(&mut self, id: &str) -> bool {
        self.there.insert(id.to_owned())
    }

    pub fn keep(&mut self, id: &str, mut entry: Entry, page: &Page, original: &str) -> Result<(), Failure> {
        let result = match self.warc.as_mut() {
            Some(warc) => write_record(warc, page, original).map(|end| entry.end = Some(end)),
            None => {
                let name = file_name(id, &entry);
                let result = write_page(&self.dir, &name, page.bytes());
                entry.file = Some(name);
                result
            }
        };
        let written = result.and_then(|()| append(&mut self.journal, &entry));
        written.map_err(|source| Failure::Write { to: self.dir.display().to_string(), source })
    }

    pub fn miss(&mut self, missed: &Missed<'_>) -> Result<(), Failure> {
        let written = match &mut self.missed {
            Some(file) => append(file, missed),
            None => File::create(&self.failures).and_then(|file| append(self.missed.insert(file), missed)),
        };
        written.map_err(|source| Failure::Write { to: self.failures.display().to_string(), source })
    }

    pub fn finish(&mut self) -> Result<(), Failure> {
        let done = self.journal.sync_all();
        done.map_err(|source| Failure::Write { to: self.dir.display().to_string(), source })
    }
}

/// Opens a journal at its end, and reads it. A last line that a killed run left half written is taken off.
fn read(path: &Path) -> io::Result<(File, Vec<Entry>)> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    let whole = text.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
    let file = OpenOptions::new().append(true).create(true).open(path)?;
    if whole < text.len() {
        file.set_len(whole as u64)?;
    }
    let lines = text.get(..whole).unwrap_or_default().split(|&b| b == b'\n');
    Ok((file, lines.filter_map(|line| serde_json::from_slice(line).ok()).collect()))
}

/// One line, in one write.
fn append(file: &mut File, line: &impl Serialize) -> io::Result<()> {
    let mut text = serde_json::to_string(line)?;
    text.push('\n');
    file.write_all(text.as_bytes())
}

/// Writes a page beside its place and moves it there when it is whole.
fn write_page(dir: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let path = dir.join(name);
    let half = path.with_extension("part");
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(&half, bytes)?;
    fs::rename(half, path)
}

/// A name of its own for every page, the same in every run, in a folder among at most 256.
fn file_name(id: &str, entry: &Entry) -> String {
    let hash: String = Sha1::digest(id.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let time = entry.captured.as_deref().map(|time| format!("{time}-")).unwrap_or_default();
    format!("pages/{}/{time}{hash}.html", hash.get(..2).unwrap_or_default())
}

/// Opens a WARC to write on from where its last whole record ends.
fn open_warc(path: &Path, end: u64) -> io::Result<WarcWriter<File>> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
    file.set_len(end)?;
    file.seek(io::SeekFrom::End(0))?;
    WarcWriter::new(file)
}

/// Writes a record and tells where it ends.
fn write_record(warc: &mut WarcWriter<File>, page: &Page, original: &str) -> io::Result<u64> {
    let time = page.capture_time().or_else(now).ok_or_else(|| io::Error::other("no clock"))?;
    let headers: Vec<(&str, &str)> = page.header().map(|value| ("Content-Type", value)).into_iter().collect();
    warc.response(original, time, page.http_status().unwrap_or(200), &headers, page.bytes())?;
    warc.flush()?;
    warc.get_mut().stream_position()
}

fn now() -> Option<cuttings::DateTime> {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?.as_secs();
    cuttings::Timestamp::from_unix_seconds(i64::try_from(seconds).ok()?).map(|time| time.to_datetime())
}
