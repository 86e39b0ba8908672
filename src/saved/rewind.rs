//! Reading a file with a short way back, and opening it a second time.

use std::fmt;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

/// How many bytes already read are kept at least, to go back to. Broken packed data are known for such some ten
/// thousand bytes after the damage.
const MIN_KEPT_BYTES: usize = 256 << 10;

/// The largest buffer. Large reads are what makes reading fast.
const MAX_BUFFER_BYTES: usize = 1 << 20;

/// The first buffer: enough to tell what a file is, and files of one page, which are many, are read past it.
const FIRST_BUFFER_BYTES: usize = 32 << 10;

/// How far one may look ahead with [`RewindReader::peek`].
pub(super) const MAX_PEEK_BYTES: usize = 128 << 10;

/// How much may be read again beyond as much as the file has: in all, reading costs twice at most.
const REWIND_ALLOWANCE_BYTES: u64 = 1 << 20;

/// What the bytes of a file lie in, to open it a second time.
#[derive(Debug, Clone)]
pub(super) enum Backing {
    /// A file, or a part of one: from this byte, and how many.
    File { path: PathBuf, from: u64, length: Option<u64> },
    /// Bytes, and from which to which of them.
    Memory { bytes: Arc<Vec<u8>>, from: usize, to: usize },
}

/// Bytes that can be read from any place.
pub(super) trait Seekable: Read + Seek + Send {}
impl<T: Read + Seek + Send> Seekable for T {}

/// Some of the bytes that several readers share: from which to which.
struct SharedBytes(Arc<Vec<u8>>, usize, usize);

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        self.0.get(self.1..self.2).unwrap_or_default()
    }
}

impl Backing {
    pub(super) fn file(path: PathBuf) -> Self {
        Backing::File { path, from: 0, length: None }
    }

    pub(super) fn memory(bytes: Vec<u8>) -> Self {
        let to = bytes.len();
        Backing::Memory { bytes: Arc::new(bytes), from: 0, to }
    }

    /// Opens the whole file.
    pub(super) fn open(&self) -> io::Result<Box<dyn Seekable>> {
        Ok(match self {
            Backing::File { path, .. } => Box::new(File::open(path)?),
            Backing::Memory { bytes, from, to } => Box::new(Cursor::new(SharedBytes(bytes.clone(), *from, *to))),
        })
    }

    /// Opens it at this byte.
    pub(super) fn open_at(&self, offset: u64) -> io::Result<Box<dyn Read + Send>> {
        let (start, length) = match self {
            Backing::File { from, length, .. } => {
                (from.saturating_add(offset), length.map(|n| n.saturating_sub(offset)))
            }
            Backing::Memory { .. } => (offset, None),
        };
        let mut reader = self.open()?;
        reader.seek(SeekFrom::Start(start))?;
        Ok(match length {
            Some(length) => Box::new(reader.take(length)),
            None => Box::new(reader),
        })
    }

    /// A part of it; none where there is no such part in memory.
    pub(super) fn slice(&self, start: u64, size: u64) -> Option<Backing> {
        match self {
            Backing::File { path, from, .. } => {
                Some(Backing::File { path: path.clone(), from: from.checked_add(start)?, length: Some(size) })
            }
            Backing::Memory { bytes, from, .. } => {
                let from = from.checked_add(usize::try_from(start).ok()?)?;
                let to = from.checked_add(usize::try_from(size).ok()?)?;
                (to <= bytes.len()).then(|| Backing::Memory { bytes: bytes.clone(), from, to })
            }
        }
    }
}

/// A buffered reader that knows where it is and remembers what it read last.
pub(super) struct RewindReader {
    inner: Box<dyn Read + Send>,
    backing: Option<Arc<Backing>>,
    buf: Vec<u8>,
    /// From which to which byte of the buffer is read and not yet used.
    start: usize,
    end: usize,
    /// Where in the file the buffer begins.
    offset: u64,
    eof: bool,
    /// How many bytes were gone back over, in all.
    rewound: u64,
    /// The last byte that was ever reached.
    furthest: u64,
}

impl fmt::Debug for RewindReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RewindReader").field("position", &self.position()).finish_non_exhaustive()
    }
}

impl RewindReader {
    /// Reads on from a reader that stands at byte `offset` of what `backing` holds.
    pub(super) fn new(inner: Box<dyn Read + Send>, backing: Option<Backing>, offset: u64) -> Self {
        let (buf, eof, backing) = (Vec::new(), false, backing.map(Arc::new));
        RewindReader { inner, backing, buf, start: 0, end: 0, offset, eof, rewound: 0, furthest: offset }
    }

    /// Opens a file once more, at byte `offset`.
    pub(super) fn reopen(backing: &Arc<Backing>, offset: u64) -> io::Result<Self> {
        let reader = RewindReader::new(backing.open_at(offset)?, None, offset);
        Ok(RewindReader { backing: Some(backing.clone()), ..reader })
    }

    /// What the file lies in, if it can be opened a second time.
    pub(super) fn backing(&self) -> Option<&Arc<Backing>> {
        self.backing.as_ref()
    }

    /// The byte of the file that comes next.
    pub(super) fn position(&self) -> u64 {
        self.offset + self.start as u64
    }

    /// What comes next: so many bytes at least, up to [`MAX_PEEK_BYTES`], and fewer only at the end.
    pub(super) fn peek(&mut self, want: usize) -> io::Result<&[u8]> {
        while self.end - self.start < want && !self.eof {
            self.fill()?;
        }
        Ok(self.buffered())
    }

    /// What has been read and not been used.
    pub(super) fn buffered(&self) -> &[u8] {
        self.buf.get(self.start..self.end).unwrap_or_default()
    }

    pub(super) fn consume(&mut self, n: usize) {
        self.start = (self.start + n).min(self.end);
        self.furthest = self.furthest.max(self.position());
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.end == self.buf.len() {
            if self.buf.len() < MAX_BUFFER_BYTES {
                self.buf.resize((self.buf.len() * 2).clamp(FIRST_BUFFER_BYTES, MAX_BUFFER_BYTES), 0);
            } else {
                let from = self.start.saturating_sub(MIN_KEPT_BYTES);
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

    /// Reads all that is left, at most so many bytes. After it nothing can be gone back to.
    pub(super) fn read_rest(self, max: usize) -> io::Result<Vec<u8>> {
        /// Most pages have less.
        const USUAL_BYTES: usize = 512 << 10;
        let ready = self.buffered();
        let ready = &ready[..ready.len().min(max)];
        let mut out = Vec::with_capacity(if self.eof { ready.len() } else { max.min(USUAL_BYTES) });
        out.extend_from_slice(ready);
        self.inner.take((max - out.len()) as u64).read_to_end(&mut out)?;
        Ok(out)
    }

    /// Goes back to this byte of the file, or as near as may be; never forward.
    pub(super) fn rewind_to(&mut self, to: u64) -> io::Result<()> {
        let Some(by) = self.position().checked_sub(to).filter(|&by| by > 0) else { return Ok(()) };
        if self.rewound.saturating_add(by) > self.furthest.saturating_add(REWIND_ALLOWANCE_BYTES) {
            return Ok(());
        }
        self.rewound += by;
        if let Some(near) = to.checked_sub(self.offset).and_then(|n| usize::try_from(n).ok()) {
            self.start = near;
        } else if let Some(backing) = &self.backing {
            self.inner = backing.open_at(to)?;
            (self.start, self.end, self.offset, self.eof) = (0, 0, to, false);
        } else {
            self.start = 0;
        }
        Ok(())
    }
}

impl Read for RewindReader {
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
