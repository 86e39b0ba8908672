//! The directory that pages are fetched into.
//!
//! A page counts as there once its line is in the manifest; the line is written after the page is whole. Whatever a run
//! that was killed left behind beyond that is taken away, or written over, by the next.
//!
//! A run that is killed costs each page that was under way one more fetch: at most as many pages as there are jobs.
//! These come last in the next run, so that one that is killed soon as well costs other pages theirs, and so that a
//! page that kills the program itself keeps nobody back.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use cuttings::{Page, WarcResponse, WarcWriter, Warning};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};

use crate::args::FetchArgs;
use crate::output::Failure;
use crate::planted;

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
    /// What a reader should know of how it came: that it is of another site, or damaged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    pub bytes: usize,
    /// The bytes are not those that the index told of.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub digest_differs: bool,
    /// The pages that it leads to: the one behind it, or its frames. Only where stories are fetched whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<String>>,
    /// Where in the WARC its record ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<u64>,
}

/// A line of the list of failures.
#[derive(Debug, Serialize)]
pub struct Missed<'a> {
    pub id: &'a str,
    pub url: &'a str,
    /// When it was captured, where a single capture was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captured: Option<String>,
    pub kind: &'a str,
    pub message: String,
}

/// What a page that was there before leads to.
pub struct Leading {
    /// When it was captured, in digits.
    pub captured: Option<String>,
    pub links: Links,
}

/// The links themselves, or where they are to be read.
pub enum Links {
    Known(Vec<String>),
    /// In the page that lies in this file, of this address and this type.
    Unread(PathBuf, String, Option<String>),
}

pub struct Store {
    dir: PathBuf,
    /// The journal.
    path: PathBuf,
    there: HashSet<String>,
    /// What the pages lead to that were there before.
    links: HashMap<String, Leading>,
    /// What earlier runs asked for and did not get.
    tried: BTreeSet<String>,
    asked: File,
    journal: File,
    failures: PathBuf,
    missed: Option<File>,
    warc: Option<WarcWriter<File>>,
    /// Held as long as the store is.
    _lock: File,
}

/// What is written to in the directory.
const OURS: [&str; 8] =
    [".lock", "pages", "manifest.jsonl", "journal.jsonl", "listing.jsonl", "asked.jsonl", "failures.jsonl", WARC];

/// Makes the directory, and keeps others out of it as long as the file lives.
pub fn lock(dir: &Path) -> Result<File, Failure> {
    let path = dir.join(".lock");
    let failure = |source| Failure::Write { to: path.display().to_string(), source };
    let made = fs::create_dir_all(dir).and_then(|()| planted::none_of(dir, OURS));
    let lock = made.and_then(|()| File::create(&path)).map_err(failure)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => {
            Err(Failure::Usage(format!("{}: another process is fetching into it", dir.display())))
        }
        Err(TryLockError::Error(source)) => Err(failure(source)),
    }
}

/// What is there of what a manifest lists, of the pages or of the records of the WARC, and how much it lists.
fn there(dir: &Path, journal: &Path) -> io::Result<(Vec<Entry>, usize)> {
    let mut entries = lines::<Entry>(journal)?;
    let warc_length = fs::metadata(dir.join(WARC)).map_or(0, |m| m.len());
    let whole = |entry: &Entry| match (&entry.file, entry.end) {
        (Some(file), _) => fs::metadata(dir.join(file)).is_ok_and(|m| m.len() == entry.bytes as u64),
        // Somebody may have taken the WARC away, or a part of it.
        (None, end) => end.is_some_and(|end| end <= warc_length),
    };
    let all = entries.len();
    entries.retain(whole);
    Ok((entries, all))
}

/// The ids of what is there, for who only looks.
pub fn ids(args: &FetchArgs) -> Result<HashSet<String>, Failure> {
    let path = journal_path(args);
    let there =
        there(&args.output, &path).map_err(|source| Failure::Write { to: path.display().to_string(), source })?;
    Ok(there.0.into_iter().map(|entry| entry.id).collect())
}

/// A directory holds pages or a WARC; one manifest each.
fn journal_path(args: &FetchArgs) -> PathBuf {
    args.output.join(if args.warc { "journal.jsonl" } else { "manifest.jsonl" })
}

/// The file that records are written to.
const WARC: &str = "pages.warc.gz";

impl Store {
    /// Opens the directory that was locked.
    pub fn open(args: &FetchArgs, lock: File) -> Result<Store, Failure> {
        let dir = &args.output;
        let at = |path: &Path| {
            let to = path.display().to_string();
            move |source| Failure::Write { to, source }
        };
        fs::create_dir_all(dir.join("pages")).map_err(at(dir))?;
        let path = journal_path(args);
        let mut journal = open_journal(&path).map_err(at(&path))?;
        let (mut entries, all) = there(dir, &path).map_err(at(&path))?;
        if entries.len() < all {
            // They are fetched anew, and would be listed twice; in a WARC their places are no longer theirs.
            journal = rewrite(&path, &entries).map_err(at(&path))?;
        }
        let warc = match args.warc {
            true => {
                let (end, warc_path) =
                    (entries.iter().filter_map(|entry| entry.end).max().unwrap_or(0), dir.join(WARC));
                Some(open_warc(&warc_path, end, args).map_err(at(&warc_path))?)
            }
            false => None,
        };
        let links = if args.whole {
            entries.iter_mut().filter_map(|entry| leading(dir, entry)).collect()
        } else {
            HashMap::new()
        };
        let there: HashSet<String> = entries.into_iter().map(|entry| entry.id).collect();
        let asked_path = dir.join("asked.jsonl");
        let (asked, tried) = read_asked(&asked_path, &there).map_err(at(&asked_path))?;
        let failures = dir.join("failures.jsonl");
        match fs::remove_file(&failures) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(&failures)(error)),
            _ => {}
        }
        let dir = dir.to_owned();
        Ok(Store { dir, path, there, links, tried, asked, journal, failures, missed: None, warc, _lock: lock })
    }

    /// Whether this page is wanted: neither there nor asked for already.
    pub fn wants(&mut self, id: &str) -> bool {
        self.there.insert(id.to_owned())
    }

    /// What a page that was there before leads to; once.
    pub fn leading(&mut self, id: &str) -> Option<Leading> {
        self.links.remove(id)
    }

    /// Whether an earlier run asked for it, and it did not come.
    pub fn was_tried(&self, id: &str) -> bool {
        self.tried.contains(id)
    }

    /// Notes that a page is about to be asked for.
    pub fn asks(&mut self, id: &str) -> Result<(), Failure> {
        let written = if self.tried.contains(id) { Ok(()) } else { append(&mut self.asked, &id) };
        written.map_err(|source| Failure::Write { to: self.dir.join("asked.jsonl").display().to_string(), source })
    }

    /// Keeps a page; `original` is its own address, and `source` that in an archive.
    pub fn keep(
        &mut self,
        id: &str,
        mut entry: Entry,
        page: &Page,
        original: &str,
        source: Option<&str>,
    ) -> Result<(), Failure> {
        let result = match self.warc.as_mut() {
            Some(warc) => write_record(warc, page, original, source).map(|end| entry.end = Some(end)),
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
        let mut done = self.journal.sync_all().and_then(|()| sort(&self.path));
        if self.missed.is_none() {
            // All came: nothing is left that was tried in vain.
            done = done.and_then(|()| fs::remove_file(self.dir.join("asked.jsonl")));
        }
        done.map_err(|source| Failure::Write { to: self.dir.display().to_string(), source })
    }
}

/// What an entry leads to, if that is known or can be read. Of a page in a WARC that was fetched without asking, nothing is.
fn leading(dir: &Path, entry: &mut Entry) -> Option<(String, Leading)> {
    let links = match (entry.links.clone(), &entry.file) {
        (Some(links), _) if links.is_empty() => return None,
        (Some(links), _) => Links::Known(links),
        (None, Some(file)) => Links::Unread(dir.join(file), entry.url.clone(), entry.content_type.clone()),
        (None, None) => return None,
    };
    Some((entry.id.clone(), Leading { captured: entry.captured.clone(), links }))
}

/// Reads which pages were asked for and are not there, and leaves these alone in the file.
fn read_asked(path: &Path, there: &HashSet<String>) -> io::Result<(File, BTreeSet<String>)> {
    let asked = lines::<String>(path)?;
    let tried: BTreeSet<String> = asked.into_iter().filter(|id| !there.contains(id)).collect();
    Ok((rewrite(path, &tried)?, tried))
}

/// Puts these lines in place of a journal's, all or none, and opens it at its end.
fn rewrite<T: Serialize>(path: &Path, all: impl IntoIterator<Item = T>) -> io::Result<File> {
    let lines = all.into_iter().map(|line| serde_json::to_vec(&line).map_err(io::Error::from));
    replace(path, lines)?;
    OpenOptions::new().append(true).open(path)
}

/// The same with lines as they are.
fn replace<T: AsRef<[u8]>>(path: &Path, lines: impl IntoIterator<Item = io::Result<T>>) -> io::Result<()> {
    let half = path.with_extension("part");
    let mut file = BufWriter::new(planted::create_anew(&half)?);
    for line in lines {
        file.write_all(line?.as_ref())?;
        file.write_all(b"\n")?;
    }
    file.into_inner()?.sync_all()?;
    fs::rename(&half, path)
}

/// By what a manifest is sorted.
#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Order {
    #[serde(default)]
    captured: Option<String>,
    url: String,
    id: String,
}

/// Brings a manifest into the order of time. Where nothing is to be moved it stays as it is.
fn sort(path: &Path) -> io::Result<()> {
    let text = fs::read(path)?;
    let lines = text.split(|&b| b == b'\n').filter(|line| !line.is_empty());
    let mut lines: Vec<(Option<Order>, &[u8])> = lines.map(|line| (serde_json::from_slice(line).ok(), line)).collect();
    if lines.is_sorted() {
        return Ok(());
    }
    lines.sort();
    replace(path, lines.into_iter().map(|(_, line)| Ok(line)))
}

/// Opens a journal at its end. A last line that a killed run left half written is taken off.
fn open_journal(path: &Path) -> io::Result<File> {
    let text = text(path)?;
    let file = OpenOptions::new().append(true).create(true).open(path)?;
    if !text.is_empty() && !text.ends_with(b"\n") {
        file.set_len(whole(&text).len() as u64)?;
    }
    Ok(file)
}

/// What a journal holds, but for what cannot be read.
fn lines<T: DeserializeOwned>(path: &Path) -> io::Result<Vec<T>> {
    let text = text(path)?;
    let lines = whole(&text).split(|&b| b == b'\n');
    Ok(lines.filter_map(|line| serde_json::from_slice(line).ok()).collect())
}

/// The bytes of a file, if there is one.
fn text(path: &Path) -> io::Result<Vec<u8>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read,
    }
}

/// The lines that were written to their ends.
fn whole(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
    text.get(..end).unwrap_or_default()
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
    if let Some(folder) = name.rsplit_once('/').map(|(folder, _)| folder) {
        fs::create_dir_all(dir.join(folder))?;
        planted::none_of(dir, [folder])?;
    }
    planted::create_anew(&half)?.write_all(bytes)?;
    fs::rename(half, path)
}

/// A name of its own for every page, the same in every run, in a folder among at most 256.
fn file_name(id: &str, entry: &Entry) -> String {
    let hash: String = Sha1::digest(id.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let time = entry.captured.as_deref().map(|time| format!("{time}-")).unwrap_or_default();
    format!("pages/{}/{time}{hash}.html", hash.get(..2).unwrap_or_default())
}

/// Opens a WARC to write on from where its last whole record ends.
fn open_warc(path: &Path, end: u64, args: &FetchArgs) -> io::Result<WarcWriter<File>> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
    file.set_len(end)?;
    file.seek(io::SeekFrom::End(0))?;
    let description = "pages as they were captured, fetched out of web archives, and live pages";
    let robots = if args.net.ignore_robots { "ignore" } else { "classic" };
    let operator = args.net.contact.as_deref().map(|contact| ("operator", contact));
    let fields = [("description", description), ("robots", robots)];
    WarcWriter::with_info(file, &fields.into_iter().chain(operator).collect::<Vec<_>>())
}

/// Writes a record and tells where it ends.
fn write_record(warc: &mut WarcWriter<File>, page: &Page, original: &str, source: Option<&str>) -> io::Result<u64> {
    let time = page.capture_time().or_else(now).ok_or_else(|| io::Error::other("no clock"))?;
    let mut response = WarcResponse::of_page(page, original, time);
    if let Some(source) = source {
        response = response.source(source);
    }
    warc.write(&response)?;
    warc.flush()?;
    warc.get_mut().stream_position()
}

pub fn now() -> Option<cuttings::DateTime> {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?.as_secs();
    cuttings::Timestamp::from_unix_seconds(i64::try_from(seconds).ok()?).map(|time| time.to_datetime())
}
