//! What a file of records holds once unpacked: members of gzip one after the other, or plain bytes.
//!
//! Not flate2's own reader of many members: that one ends at the first damage, forgets where members begin, and
//! takes rubbish after a member for the end.

use std::io;
use std::sync::Arc;

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::gzip::{HeadLength, MEMBER_MAGIC, head_length};
use super::record_start::{MEMBER_PROBE_BYTES, VERSION_LINE_BYTES, is_member_start, is_record_start};
use super::rewind::{self, Backing, RewindReader};

/// The window of unpacked bytes.
const WINDOW_BYTES: usize = 64 << 10;

/// How far one may look ahead with [`RecordStream::peek`].
pub(super) const MAX_PEEK_BYTES: usize = 64;

/// Why reading cannot go on from here.
#[derive(Debug)]
pub(super) enum StreamError {
    /// The system refused to read.
    Io(io::Error),
    /// The file is not as it should be.
    Damage(String),
}

impl From<io::Error> for StreamError {
    fn from(error: io::Error) -> Self {
        StreamError::Io(error)
    }
}

pub(super) fn damage(reason: impl Into<String>) -> StreamError {
    StreamError::Damage(reason.into())
}

/// Where something begins: the byte of the file, and how far into the member that begins there, once unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) byte: u64,
    pub(super) within: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Before a member or a plain part, or at the end of the file.
    Between,
    Member,
    /// All of the member is unpacked, though not yet used up.
    MemberEnd,
    Plain,
    /// In a member that cannot be unpacked further.
    Broken,
}

/// A file of records, unpacked as it is read.
pub(super) struct RecordStream {
    file: RewindReader,
    mode: Mode,
    inflate: Decompress,
    crc: Crc,
    out: Vec<u8>,
    /// From which to which byte of `out` is unpacked and not yet used.
    start: usize,
    end: usize,
    /// Where the member begins.
    member: u64,
    /// How much of it has been used.
    used: u64,
}

impl std::fmt::Debug for RecordStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RecordStream").field("file", &self.file).field("mode", &self.mode).finish_non_exhaustive()
    }
}

impl RecordStream {
    pub(super) fn new(file: RewindReader) -> Self {
        let (inflate, crc, out) = (Decompress::new(false), Crc::new(), vec![0; WINDOW_BYTES]);
        RecordStream { file, mode: Mode::Between, inflate, crc, out, start: 0, end: 0, member: 0, used: 0 }
    }

    /// Where what comes next stands.
    pub(super) fn position(&self) -> Position {
        match self.mode {
            Mode::Member | Mode::MemberEnd | Mode::Broken => Position { byte: self.member, within: self.used },
            Mode::Plain | Mode::Between => Position { byte: self.file.position(), within: 0 },
        }
    }

    /// What the file lies in, if it can be opened a second time.
    pub(super) fn backing(&self) -> Option<&Arc<Backing>> {
        self.file.backing()
    }

    /// What comes next: so many bytes at least, up to [`MAX_PEEK_BYTES`], and fewer only at the end of a member or of the file.
    pub(super) fn peek(&mut self, want: usize) -> Result<&[u8], StreamError> {
        match self.mode {
            Mode::Plain => return Ok(self.file.peek(want)?),
            Mode::Member => {
                while self.end - self.start < want && self.mode == Mode::Member {
                    if let Err(error) = self.inflate_more() {
                        self.mode = Mode::Broken;
                        return Err(error);
                    }
                }
                // Whether a member is sound shows only at its end.
                if self.mode == Mode::MemberEnd && self.start == self.end {
                    self.check_end()?;
                }
            }
            Mode::MemberEnd if self.start == self.end => self.check_end()?,
            Mode::MemberEnd | Mode::Between | Mode::Broken => {}
        }
        Ok(match self.mode {
            Mode::Broken => &[],
            _ => self.out.get(self.start..self.end).unwrap_or_default(),
        })
    }

    pub(super) fn consume(&mut self, n: usize) {
        if self.mode == Mode::Plain {
            return self.file.consume(n);
        }
        let n = n.min(self.end - self.start);
        self.start += n;
        self.used += n as u64;
    }

    /// Whether a member has come to its end, or nothing has begun.
    pub(super) fn is_between(&self) -> bool {
        self.mode == Mode::Between
    }

    fn inflate_more(&mut self) -> Result<(), StreamError> {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        } else if self.start > 0 && self.end == self.out.len() {
            self.out.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        let input = self.file.peek(1)?;
        if input.is_empty() {
            return Err(damage("the file ends within a gzip member"));
        }
        let (read, made) = (self.inflate.total_in(), self.inflate.total_out());
        let room = self.out.get_mut(self.end..).unwrap_or_default();
        let status = self.inflate.decompress(input, room, FlushDecompress::None);
        let read = self.inflate.total_in().saturating_sub(read) as usize;
        let made = self.inflate.total_out().saturating_sub(made) as usize;
        self.file.consume(read);
        self.crc.update(self.out.get(self.end..self.end + made).unwrap_or_default());
        self.end += made;
        match status {
            Ok(Status::StreamEnd) => self.mode = Mode::MemberEnd,
            Ok(_) if read > 0 || made > 0 => {}
            _ => return Err(damage(format!("gzip data broken at byte {}", self.file.position()))),
        }
        Ok(())
    }

    /// Reads the check sum and the length after a member.
    fn check_end(&mut self) -> Result<(), StreamError> {
        self.mode = Mode::Between;
        let tail = self.file.peek(8)?;
        let Some((crc, length)) = tail.first_chunk::<8>().map(|t| {
            let word = |at: usize| t.iter().skip(at).take(4).rev().fold(0_u32, |n, &b| n << 8 | u32::from(b));
            (word(0), word(4))
        }) else {
            let n = tail.len();
            self.file.consume(n);
            return Err(damage("the file ends within a gzip member"));
        };
        self.file.consume(8);
        if (crc, length) != (self.crc.sum(), self.crc.amount()) {
            return Err(damage("the check sum of a gzip member does not agree with its data"));
        }
        Ok(())
    }

    /// Goes on to the next member or plain part; false at the end of the file.
    pub(super) fn next_part(&mut self) -> Result<bool, StreamError> {
        (self.start, self.end) = (0, 0);
        self.mode = Mode::Between;
        loop {
            let ready = self.file.peek(16)?;
            if ready.is_empty() {
                return Ok(false);
            }
            // Line ends stand between plain records, and zeros fill up files from tapes and blocks.
            let blank = ready.iter().take_while(|b| matches!(b, b'\r' | b'\n' | 0)).count();
            if blank == 0 {
                break;
            }
            self.file.consume(blank);
        }
        let ready = self.file.buffered();
        if is_record_start(ready) {
            self.mode = Mode::Plain;
            return Ok(true);
        }
        if ready.starts_with(&MEMBER_MAGIC) {
            let at = self.file.position();
            let mut want = 1 << 10;
            let head = loop {
                match head_length(self.file.peek(want)?) {
                    HeadLength::Known(length) => break length,
                    HeadLength::NeedsMore if want < rewind::MAX_PEEK_BYTES => want *= 4,
                    _ => return Err(damage("a gzip member's head that does not end")),
                }
            };
            self.file.consume(head);
            self.inflate.reset(false);
            self.crc.reset();
            (self.member, self.used, self.mode) = (at, 0, Mode::Member);
            return Ok(true);
        }
        Err(damage("bytes that are neither a gzip member nor a record"))
    }

    /// In a plain part: whether a gzip member comes next, which then is made the part read.
    pub(super) fn switches_to_gzip(&mut self) -> Result<bool, StreamError> {
        if self.mode == Mode::Plain && self.file.peek(16)?.starts_with(&MEMBER_MAGIC) {
            self.mode = Mode::Between;
            return Ok(true);
        }
        Ok(false)
    }

    /// After damage that was found in something that began at byte `began`: finds the next record there is and tells
    /// where; none when there is no more.
    pub(super) fn resync(&mut self, began: u64) -> io::Result<Option<Position>> {
        if matches!(self.mode, Mode::Member | Mode::MemberEnd) && self.next_in_member().unwrap_or(false) {
            return Ok(Some(self.position()));
        }
        // At the sound end of a member with another one behind it, nothing needs to be looked for.
        if self.mode == Mode::Between {
            let here = self.file.peek(MEMBER_PROBE_BYTES)?;
            if is_member_start(here) || is_record_start(here) {
                return Ok(Some(self.position()));
            }
        }
        self.mode = Mode::Between;
        (self.start, self.end) = (0, 0);
        self.file.rewind_to(began.saturating_add(1))?;
        Ok(self.find_start()?.then(|| self.position()))
    }

    /// Looks for a record in what is left of a member.
    fn next_in_member(&mut self) -> Result<bool, StreamError> {
        loop {
            let ready = self.peek(VERSION_LINE_BYTES)?;
            if ready.len() < VERSION_LINE_BYTES {
                let n = ready.len();
                self.consume(n);
                // The end of the member: its check sum is looked at.
                return self.peek(1).map(|_| false);
            }
            match memchr::memmem::find(ready, b"WARC/") {
                Some(0) if is_record_start(ready) => return Ok(true),
                Some(0) => self.consume(1),
                Some(n) => self.consume(n),
                None => {
                    let n = ready.len() - (VERSION_LINE_BYTES - 1);
                    self.consume(n);
                }
            }
        }
    }

    /// Looks for a member or a plain record in the bytes of the file.
    fn find_start(&mut self) -> io::Result<bool> {
        loop {
            let ready = self.file.peek(MEMBER_PROBE_BYTES)?;
            let whole = ready.len() < MEMBER_PROBE_BYTES;
            let mut at = 0;
            let found = loop {
                let rest = ready.get(at..).unwrap_or_default();
                let Some(n) = memchr::memchr2(MEMBER_MAGIC[0], b'W', rest) else {
                    at = ready.len();
                    break false;
                };
                at += n;
                let rest = ready.get(at..).unwrap_or_default();
                if rest.starts_with(&MEMBER_MAGIC) || rest.starts_with(b"WARC/") {
                    if rest.len() < MEMBER_PROBE_BYTES && !whole {
                        // More of it must be seen.
                        break false;
                    }
                    if is_record_start(rest) || is_member_start(rest) {
                        break true;
                    }
                } else if rest.len() < VERSION_LINE_BYTES && !whole {
                    break false;
                }
                at += 1;
            };
            let over = whole && !found && at >= ready.len();
            self.file.consume(at);
            if found || over {
                return Ok(found);
            }
        }
    }
}
