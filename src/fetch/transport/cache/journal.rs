//! The journal: which responses are kept. In memory only where each line is, some forty bytes a line.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use super::pages::{PageIndex, page_of_request};

/// The first half of the SHA-256 of a request.
pub(super) type Key = [u8; 16];

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct JournalEntry {
    pub(super) key: String,
    /// When the response came, in seconds since 1970.
    pub(super) time: u64,
    /// Whether it stays true for ever.
    pub(super) lasting: bool,
    pub(super) url: String,
    /// The headers of the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) asked: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) range: Option<(u64, u64)>,
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    /// SHA-256 of the body, hexadecimal.
    pub(super) digest: String,
    /// Bytes of the body.
    pub(super) length: u64,
    /// What was wrong with the body as it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) defect: Option<String>,
}

/// What of a line is read when the journal is opened.
#[derive(Deserialize)]
struct EntryHead<'a> {
    key: &'a str,
    time: u64,
    lasting: bool,
    #[serde(borrow)]
    url: Cow<'a, str>,
}

/// Where a line is.
#[derive(Debug, Clone, Copy)]
struct LinePlace {
    offset: u64,
    length: u32,
    time: u64,
    lasting: bool,
}

#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    lock: File,
    places: HashMap<Key, LinePlace>,
    /// The lines by the pages that they are about, where these are asked for.
    pages: Option<PageIndex<LinePlace>>,
    /// Up to where it has been read: always the end of a line.
    read_to: u64,
}

impl Journal {
    /// Opens a journal, or begins one; `by_page` if it is to be asked for [pages](Self::about), too.
    pub(super) fn open(path: &Path, lock: &Path, by_page: bool) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        // A lock on the journal itself would keep others from reading it on some systems.
        let lock = OpenOptions::new().write(true).create(true).truncate(false).open(lock)?;
        let pages = by_page.then(PageIndex::new);
        let mut journal = Journal { path: path.to_owned(), file, lock, places: HashMap::new(), pages, read_to: 0 };
        journal.lock.lock()?;
        let mended = journal.cut_unfinished_line();
        journal.lock.unlock()?;
        mended?;
        journal.read_new_lines()?;
        Ok(journal)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The last entry of a request that is usable, by its time and whether it lasts. What other processes have added is
    /// read before the answer is `None`.
    pub(super) fn lookup(
        &mut self,
        key: &Key,
        is_usable: impl Fn(u64, bool) -> bool,
    ) -> io::Result<Option<JournalEntry>> {
        let known = |places: &HashMap<Key, LinePlace>| {
            places.get(key).copied().filter(|place| is_usable(place.time, place.lasting))
        };
        let place = match known(&self.places) {
            Some(place) => Some(place),
            None => {
                self.read_new_lines()?;
                known(&self.places)
            }
        };
        let Some(place) = place else { return Ok(None) };
        let entry = self.read_line(place)?;
        Ok(entry.filter(|entry| HEXLOWER.decode(entry.key.as_bytes()).is_ok_and(|k| k == key)))
    }

    /// The last entries of all requests about a page, by its folded address; the newest first. None where the journal was not
    /// opened for that.
    pub(super) fn about(&mut self, page: &str) -> io::Result<Vec<JournalEntry>> {
        self.read_new_lines()?;
        let lines = self.pages.as_ref().map(|pages| pages.lines(page)).unwrap_or_default();
        let (mut entries, mut seen) = (Vec::new(), HashSet::new());
        for place in lines.into_iter().rev() {
            let entry = self.read_line(place)?.filter(|entry| page_of_request(&entry.url).as_deref() == Some(page));
            entries.extend(entry.filter(|entry| seen.insert(entry.key.clone())));
        }
        Ok(entries)
    }

    /// The entry at a place; `None` where there is none any more.
    fn read_line(&mut self, place: LinePlace) -> io::Result<Option<JournalEntry>> {
        self.file.seek(SeekFrom::Start(place.offset))?;
        let mut text = Vec::new();
        Read::by_ref(&mut self.file).take(u64::from(place.length)).read_to_end(&mut text)?;
        Ok(serde_json::from_slice(&text).ok())
    }

    /// Adds a line.
    pub(super) fn append(&mut self, entry: &JournalEntry) -> io::Result<()> {
        let mut text = serde_json::to_vec(entry)?;
        text.push(b'\n');
        self.lock.lock()?;
        // Another process may have been stopped within a line.
        let added = self.cut_unfinished_line().and_then(|()| self.file.write_all(&text));
        self.lock.unlock()?;
        added?;
        self.read_new_lines()
    }

    /// Cuts off a line that was never finished. Only with the lock.
    fn cut_unfinished_line(&mut self) -> io::Result<()> {
        let end = self.file.seek(SeekFrom::End(0))?;
        let mut at = end;
        let mut chunk = [0u8; 4096];
        while at > 0 {
            let size = at.min(chunk.len() as u64);
            at -= size;
            self.file.seek(SeekFrom::Start(at))?;
            let part = chunk.get_mut(..usize::try_from(size).unwrap_or_default()).unwrap_or_default();
            self.file.read_exact(part)?;
            if let Some(newline) = memchr::memrchr(b'\n', part) {
                let whole = at + newline as u64 + 1;
                return if whole < end { self.file.set_len(whole) } else { Ok(()) };
            }
        }
        if end > 0 { self.file.set_len(0) } else { Ok(()) }
    }

    /// Reads the lines that were added since the last time.
    fn read_new_lines(&mut self) -> io::Result<()> {
        let end = self.file.metadata()?.len();
        if end < self.read_to {
            // Somebody has emptied it.
            self.places.clear();
            self.pages.iter_mut().for_each(PageIndex::clear);
            self.read_to = 0;
        }
        if end == self.read_to {
            return Ok(());
        }
        self.file.seek(SeekFrom::Start(self.read_to))?;
        let mut reader = BufReader::with_capacity(1 << 16, &self.file);
        let mut text = Vec::new();
        loop {
            text.clear();
            let length = reader.read_until(b'\n', &mut text)?;
            // A line still being written is read another time.
            if text.last() != Some(&b'\n') {
                return Ok(());
            }
            let offset = self.read_to;
            self.read_to += length as u64;
            let Ok(head) = serde_json::from_slice::<EntryHead>(&text) else { continue };
            let key = HEXLOWER.decode(head.key.as_bytes()).ok().and_then(|k| Key::try_from(k).ok());
            if let (Some(key), Ok(length)) = (key, u32::try_from(length)) {
                let place = LinePlace { offset, length, time: head.time, lasting: head.lasting };
                self.places.insert(key, place);
                if let Some(pages) = &mut self.pages {
                    pages.add(&head.url, place);
                }
            }
        }
    }
}
