//! The journal: which answers there are. In memory only where each line lies, some forty bytes a line.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

/// The first half of the SHA-256 of a request.
pub(super) type Key = [u8; 16];

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) key: String,
    /// When it was fetched, in seconds since 1970.
    pub(super) time: u64,
    /// Whether it is good for ever.
    pub(super) lasting: bool,
    pub(super) url: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) asked: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) range: Option<(u64, u64)>,
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) digest: String,
    pub(super) length: u64,
}

/// What of a line is read when the journal is opened.
#[derive(Deserialize)]
struct Head<'a> {
    key: &'a str,
    time: u64,
    lasting: bool,
}

/// Where a line lies.
#[derive(Debug, Clone, Copy)]
struct Line {
    at: u64,
    time: u64,
    length: u32,
    lasting: bool,
}

#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    lock: File,
    lines: HashMap<Key, Line>,
    /// Up to where it has been read: always the end of a line.
    read: u64,
}

impl Journal {
    pub(super) fn open(path: &Path, lock: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        // A lock on the journal itself would keep others from reading it on some systems.
        let lock = OpenOptions::new().write(true).create(true).truncate(false).open(lock)?;
        let mut journal = Journal { path: path.to_owned(), file, lock, lines: HashMap::new(), read: 0 };
        journal.lock.lock()?;
        let mended = journal.mend();
        journal.lock.unlock()?;
        mended?;
        journal.catch_up()?;
        Ok(journal)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The last record of a request that is good by its time and whether it lasts. What others have added is
    /// read before there is said to be none.
    pub(super) fn find(&mut self, key: &Key, good: impl Fn(u64, bool) -> bool) -> io::Result<Option<Record>> {
        let known = |lines: &HashMap<Key, Line>| lines.get(key).copied().filter(|l| good(l.time, l.lasting));
        let line = match known(&self.lines) {
            Some(line) => Some(line),
            None => {
                self.catch_up()?;
                known(&self.lines)
            }
        };
        let Some(line) = line else { return Ok(None) };
        self.file.seek(SeekFrom::Start(line.at))?;
        let mut text = Vec::new();
        Read::by_ref(&mut self.file).take(u64::from(line.length)).read_to_end(&mut text)?;
        let record: Option<Record> = serde_json::from_slice(&text).ok();
        Ok(record.filter(|r| HEXLOWER.decode(r.key.as_bytes()).is_ok_and(|k| k == key)))
    }

    /// Adds a line.
    pub(super) fn add(&mut self, record: &Record) -> io::Result<()> {
        let mut text = serde_json::to_vec(record)?;
        text.push(b'\n');
        self.lock.lock()?;
        // Somebody else may have been stopped within a line.
        let added = self.mend().and_then(|()| self.file.write_all(&text));
        self.lock.unlock()?;
        added?;
        self.catch_up()
    }

    /// Cuts off a line that was never finished. Only with the lock.
    fn mend(&mut self) -> io::Result<()> {
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

    /// Reads the lines that have come since.
    fn catch_up(&mut self) -> io::Result<()> {
        let end = self.file.metadata()?.len();
        if end < self.read {
            // Somebody has emptied it.
            self.lines.clear();
            self.read = 0;
        }
        if end == self.read {
            return Ok(());
        }
        self.file.seek(SeekFrom::Start(self.read))?;
        let mut reader = BufReader::with_capacity(1 << 16, &self.file);
        let mut text = Vec::new();
        loop {
            text.clear();
            let length = reader.read_until(b'\n', &mut text)?;
            // A line still being written is read another time.
            if text.last() != Some(&b'\n') {
                return Ok(());
            }
            let at = self.read;
            self.read += length as u64;
            let Ok(head) = serde_json::from_slice::<Head>(&text) else { continue };
            let key = HEXLOWER.decode(head.key.as_bytes()).ok().and_then(|k| Key::try_from(k).ok());
            if let (Some(key), Ok(length)) = (key, u32::try_from(length)) {
                self.lines.insert(key, Line { at, time: head.time, length, lasting: head.lasting });
            }
        }
    }
}
