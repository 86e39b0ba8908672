//! A file as it lies there, with a short way back.

use std::fmt;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

/// How many bytes already read are kept at least, to go back to. Broken packed data are known for such some ten
/// thousand bytes after the damage.
const KEPT: usize = 256 << 10;

/// The largest buffer. Large reads are what makes reading fast.
const ROOM: usize = 1 << 20;

/// The first buffer: pages fit, and files of one page are many.
const FIRST: usize = 128 << 10;

/// How far one may look ahead with [`Raw::peek`].
pub(super) const AHEAD: usize = FIRST;

/// What may be gone back over, beyond as much as has been read: it makes reading twice cost twice at most.
const SLACK: u64 = 1 << 20;

/// What a file is, for those who need to open it a second time.
#[derive(Debug, Clone)]
pub(super) enum Store {
    /// A file, or a part of one: from this byte, and how many.
    File { path: PathBuf, from: u64, length: Option<u64> },
    /// Bytes, and from which to which of them.
    Memory { bytes: Arc<Vec<u8>>, from: usize, to: usize },
}

/// Bytes that can be read from any place.
pub(super) trait Seekable: Read + Seek + Send {}
impl<T: Read + Seek + Send> Seekable for T {}

struct Shared(Arc<Vec<u8>>, usize, usize);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        self.0.get(self.1..self.2).unwrap_or_default()
    }
}

impl Store {
    pub(super) fn file(path: PathBuf) -> Self {
        Store::File { path, from: 0, length: None }
    }

    pub(super) fn memory(bytes: Vec<u8>) -> Self {
        let to = bytes.len();
        Store::Memory { bytes: Arc::new(bytes), from: 0, to }
    }

    /// The whole file.
    pub(super) fn open(&self) -> io::Result<Box<dyn Seekable>> {
        Ok(match self {
            Store::File { path, .. } => Box::new(File::open(path)?),
            Store::Memory { bytes, from, to } => Box::new(Cursor::new(Shared(bytes.clone(), *from, *to))),
        })
    }

    /// What it holds from this byte on.
    pub(super) fn open_at(&self, offset: u64) -> io::Result<Box<dyn Read + Send>> {
        let (start, length) = match self {
            Store::File { from, length, .. } => (from.saturating_add(offset), length.map(|n| n.saturating_sub(offset))),
            Store::Memory { .. } => (offset, None),
        };
        let mut reader = self.open()?;
        reader.seek(SeekFrom::Start(start))?;
        Ok(match length {
            Some(most) => Box::new(reader.take(most)),
            None => Box::new(reader),
        })
    }

    /// A part of it; none where there is no such part in memory.
    pub(super) fn part(&self, start: u64, size: u64) -> Option<Store> {
        match self {
            Store::File { path, from, .. } => {
                Some(Store::File { path: path.clone(), from: from.checked_add(start)?, length: Some(size) })
            }
            Store::Memory { bytes, from, .. } => {
                let from = from.checked_add(usize::try_from(start).ok()?)?;
                let to = from.checked_add(usize::try_from(size).ok()?)?;
                (to <= bytes.len()).then(|| Store::Memory { bytes: bytes.clone(), from, to })
            }
        }
    }
}

/// A buffered reader that knows where it is and remembers what it read last.
pub(super) struct Raw {
    inner: Box<dyn Read + Send>,
    pub(super) store: Option<Arc<Store>>,
    buf: Vec<u8>,
    start: usize,
    end: usize,
    /// Where in the file the buffer begins.
    offset: u64,
    eof: bool,
    gone_back: u64,
    furthest: u64,
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Raw").field("position", &self.position()).finish_non_exhaustive()
    }
}

impl Raw {
    /// Of a reader that stands at byte `offset` of what `store` holds.
    pub(super) fn new(inner: Box<dyn Read + Send>, store: Option<Store>, offset: u64) -> Self {
        let (buf, eof, store) = (Vec::new(), false, store.map(Arc::new));
        Raw { inner, store, buf, start: 0, end: 0, offset, eof, gone_back: 0, furthest: offset }
    }

    /// Of what a store holds from byte `offset` on.
    pub(super) fn again(store: &Arc<Store>, offset: u64) -> io::Result<Self> {
        Ok(Raw { store: Some(store.clone()), ..Raw::new(store.open_at(offset)?, None, offset) })
    }

    /// The byte of the file that comes next.
    pub(super) fn position(&self) -> u64 {
        self.offset + self.start as u64
    }

    /// What comes next: so many bytes at least, up to [`AHEAD`], and fewer only at the end.
    pub(super) fn peek(&mut self, want: usize) -> io::Result<&[u8]> {
        while self.end - self.start < want && !self.eof {
            self.more()?;
        }
        Ok(self.ready())
    }

    /// What has been read and not been used.
    pub(super) fn ready(&self) -> &[u8] {
        self.buf.get(self.start..self.end).unwrap_or_default()
    }

    pub(super) fn consume(&mut self, n: usize) {
        self.start = (self.start + n).min(self.end);
        self.furthest = self.furthest.max(self.position());
    }

    fn more(&mut self) -> io::Result<()> {
        if self.end == self.buf.len() {
            if self.buf.len() < ROOM {
                self.buf.resize((self.buf.len() * 2).clamp(FIRST, ROOM), 0);
            } else {
                let from = self.start.saturating_sub(KEPT);
                self.buf.copy_within(from..self.end, 0);
                self.offset += from as u64;
                self.start -= from;
                self.end -= from;
            }
        }
        let free = self.buf.get_mut(self.end..).unwrap_or_default();
        loop {
            match self.inner.read(free) {
                Ok(0) => self.eof = true,
                Ok(n) => self.end += n.min(free.len()),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            }
            return Ok(());
        }
    }

    /// Goes back to this byte of the file, or as near as may be; never forward.
    pub(super) fn back_to(&mut self, to: u64) -> io::Result<()> {
        let Some(by) = self.position().checked_sub(to).filter(|&by| by > 0) else { return Ok(()) };
        if self.gone_back.saturating_add(by) > self.furthest.saturating_add(SLACK) {
            return Ok(());
        }
        self.gone_back += by;
        if let Some(near) = to.checked_sub(self.offset).and_then(|n| usize::try_from(n).ok()) {
            self.start = near;
        } else if let Some(store) = &self.store {
            self.inner = store.open_at(to)?;
            (self.start, self.end, self.offset, self.eof) = (0, 0, to, false);
        } else {
            self.start = 0;
        }
        Ok(())
    }
}

impl Read for Raw {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let ready = self.peek(1)?;
        let n = ready.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..n), ready.get(..n)) {
            to.copy_from_slice(from);
        }
        self.consume(n);
        Ok(n)
    }
}
