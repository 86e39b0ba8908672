//! What a file of records holds once unpacked: members of gzip one after the other, or plain bytes.
//!
//! Not flate2's own reader of many members: that one ends at the first damage, forgets where members begin, and
//! takes rubbish after a member for the end.

use std::io;
use std::sync::Arc;

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::raw::{AHEAD, Raw, Store};

/// The window of unpacked bytes.
const ROOM: usize = 64 << 10;

/// How much of a possible member is looked at to tell whether one begins there. Its tables fit.
const PROBE: usize = 4 << 10;

/// How far one may look ahead with [`Stream::peek`].
pub(super) const GLANCE: usize = 64;

/// Why there is nothing more to be had here.
#[derive(Debug)]
pub(super) enum Fault {
    /// The system refused to read.
    Io(io::Error),
    /// The file is not as it should be.
    Damage(String),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Fault::Io(error)
    }
}

pub(super) fn damage(reason: impl Into<String>) -> Fault {
    Fault::Damage(reason.into())
}

/// Where something begins: the byte of the file, and how far into the member that begins there, once unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
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

pub(super) struct Stream {
    raw: Raw,
    mode: Mode,
    inflate: Decompress,
    crc: Crc,
    out: Vec<u8>,
    start: usize,
    end: usize,
    /// Where the member begins.
    member: u64,
    /// How much of it has been used.
    used: u64,
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream").field("raw", &self.raw).field("mode", &self.mode).finish_non_exhaustive()
    }
}

impl Stream {
    pub(super) fn new(raw: Raw) -> Self {
        let (inflate, crc, out) = (Decompress::new(false), Crc::new(), vec![0; ROOM]);
        Stream { raw, mode: Mode::Between, inflate, crc, out, start: 0, end: 0, member: 0, used: 0 }
    }

    /// Where what comes next stands.
    pub(super) fn place(&self) -> Place {
        match self.mode {
            Mode::Member | Mode::MemberEnd | Mode::Broken => Place { byte: self.member, within: self.used },
            Mode::Plain | Mode::Between => Place { byte: self.raw.position(), within: 0 },
        }
    }

    /// Whether the file can be opened a second time.
    pub(super) fn store(&self) -> Option<&Arc<Store>> {
        self.raw.store.as_ref()
    }

    /// What comes next: so many bytes at least, up to [`GLANCE`], and fewer only at the end of a member or of the file.
    pub(super) fn peek(&mut self, want: usize) -> Result<&[u8], Fault> {
        match self.mode {
            Mode::Plain => return Ok(self.raw.peek(want)?),
            Mode::Member => {
                while self.end - self.start < want && self.mode == Mode::Member {
                    if let Err(fault) = self.inflate_more() {
                        self.mode = Mode::Broken;
                        return Err(fault);
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
            return self.raw.consume(n);
        }
        let n = n.min(self.end - self.start);
        self.start += n;
        self.used += n as u64;
    }

    /// Whether a member has come to its end, or nothing has begun.
    pub(super) fn is_between(&self) -> bool {
        self.mode == Mode::Between
    }

    fn inflate_more(&mut self) -> Result<(), Fault> {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        } else if self.start > 0 && self.end == self.out.len() {
            self.out.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        let input = self.raw.peek(1)?;
        if input.is_empty() {
            return Err(damage("the file ends within a gzip member"));
        }
        let (read, made) = (self.inflate.total_in(), self.inflate.total_out());
        let room = self.out.get_mut(self.end..).unwrap_or_default();
        let status = self.inflate.decompress(input, room, FlushDecompress::None);
        let read = self.inflate.total_in().saturating_sub(read) as usize;
        let made = self.inflate.total_out().saturating_sub(made) as usize;
        self.raw.consume(read);
        self.crc.update(self.out.get(self.end..self.end + made).unwrap_or_default());
        self.end += made;
        match status {
            Ok(Status::StreamEnd) => self.mode = Mode::MemberEnd,
            Ok(_) if read > 0 || made > 0 => {}
            _ => return Err(damage(format!("gzip data broken at byte {}", self.raw.position()))),
        }
        Ok(())
    }

    /// Reads the check sum and the length after a member.
    fn check_end(&mut self) -> Result<(), Fault> {
        self.mode = Mode::Between;
        let tail = self.raw.peek(8)?;
        let Some((crc, length)) = tail.first_chunk::<8>().map(|t| {
            let word = |at: usize| t.iter().skip(at).take(4).rev().fold(0_u32, |n, &b| n << 8 | u32::from(b));
            (word(0), word(4))
        }) else {
            let n = tail.len();
            self.raw.consume(n);
            return Err(damage("the file ends within a gzip member"));
        };
        self.raw.consume(8);
        if (crc, length) != (self.crc.sum(), self.crc.amount()) {
            return Err(damage("the check sum of a gzip member does not agree with its data"));
        }
        Ok(())
    }

    /// Goes on to the next member or plain part; false at the end of the file.
    pub(super) fn next_part(&mut self) -> Result<bool, Fault> {
        (self.start, self.end) = (0, 0);
        self.mode = Mode::Between;
        loop {
            let ready = self.raw.peek(16)?;
            if ready.is_empty() {
                return Ok(false);
            }
            // Line ends stand between plain records, and zeros fill up files from tapes and blocks.
            let blank = ready.iter().take_while(|b| matches!(b, b'\r' | b'\n' | 0)).count();
            if blank == 0 {
                break;
            }
            self.raw.consume(blank);
        }
        let ready = self.raw.ready();
        if is_version(ready) {
            self.mode = Mode::Plain;
            return Ok(true);
        }
        if ready.starts_with(&MAGIC) {
            let at = self.raw.position();
            let mut want = 1 << 10;
            let head = loop {
                match member_head(self.raw.peek(want)?) {
                    Head::Of(length) => break length,
                    Head::More if want < AHEAD => want *= 4,
                    _ => return Err(damage("a gzip member's head that does not end")),
                }
            };
            self.raw.consume(head);
            self.inflate.reset(false);
            self.crc.reset();
            (self.member, self.used, self.mode) = (at, 0, Mode::Member);
            return Ok(true);
        }
        Err(damage("bytes that are neither a gzip member nor a record"))
    }

    /// In a plain part: whether a gzip member comes next, which then is made the part read.
    pub(super) fn turns_to_gzip(&mut self) -> Result<bool, Fault> {
        if self.mode == Mode::Plain && self.raw.peek(16)?.starts_with(&MAGIC) {
            self.mode = Mode::Between;
            return Ok(true);
        }
        Ok(false)
    }

    /// After damage that was found in something that began at byte `began`: finds the next record there is. Tells
    /// the place, none when there is no more.
    pub(super) fn resync(&mut self, began: u64) -> io::Result<Option<Place>> {
        if matches!(self.mode, Mode::Member | Mode::MemberEnd) && self.next_in_member().unwrap_or(false) {
            return Ok(Some(self.place()));
        }
        // At the sound end of a member with another one behind it, nothing needs to be looked for.
        if self.mode == Mode::Between {
            let here = self.raw.peek(PROBE)?;
            if starts_member(here) || is_version(here) {
                return Ok(Some(self.place()));
            }
        }
        self.mode = Mode::Between;
        (self.start, self.end) = (0, 0);
        self.raw.back_to(began.saturating_add(1))?;
        Ok(self.find_start()?.then(|| self.place()))
    }

    /// Looks for a record in what is left of a member.
    fn next_in_member(&mut self) -> Result<bool, Fault> {
        loop {
            let ready = self.peek(VERSION)?;
            if ready.len() < VERSION {
                let n = ready.len();
                self.consume(n);
                // The end of the member: its check sum is looked at.
                return self.peek(1).map(|_| false);
            }
            match memchr::memmem::find(ready, b"WARC/") {
                Some(0) if is_version(ready) => return Ok(true),
                Some(0) => self.consume(1),
                Some(n) => self.consume(n),
                None => {
                    let n = ready.len() - (VERSION - 1);
                    self.consume(n);
                }
            }
        }
    }

    /// Looks for a member or a plain record in the bytes of the file.
    fn find_start(&mut self) -> io::Result<bool> {
        loop {
            let ready = self.raw.peek(PROBE)?;
            let whole = ready.len() < PROBE;
            let mut at = 0;
            let found = loop {
                let rest = ready.get(at..).unwrap_or_default();
                let Some(n) = memchr::memchr2(MAGIC[0], b'W', rest) else {
                    at = ready.len();
                    break false;
                };
                at += n;
                let rest = ready.get(at..).unwrap_or_default();
                if rest.starts_with(&MAGIC) || rest.starts_with(b"WARC/") {
                    if rest.len() < PROBE && !whole {
                        // More of it must be seen.
                        break false;
                    }
                    if is_version(rest) || starts_member(rest) {
                        break true;
                    }
                } else if rest.len() < VERSION && !whole {
                    break false;
                }
                at += 1;
            };
            let over = whole && !found && at >= ready.len();
            self.raw.consume(at);
            if found || over {
                return Ok(found);
            }
        }
    }
}

/// How a member of gzip begins; 8 is the only way to pack there is.
const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

/// The length of a record's first line, one byte of its end included.
const VERSION: usize = 9;

/// Whether a record begins here: `WARC/1.0` and the end of the line.
pub(super) fn is_version(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"WARC/") else { return false };
    matches!(
        rest,
        [b'0'..=b'9', b'.', b'0'..=b'9', b'\r' | b'\n', ..] | [b'0', b'.', b'1', b'0'..=b'9', b'\r' | b'\n', ..]
    )
}

enum Head {
    Of(usize),
    More,
    No,
}

/// The length of a member's head.
fn member_head(bytes: &[u8]) -> Head {
    let Some(fixed) = bytes.first_chunk::<10>() else { return Head::More };
    let [_, _, _, flags, ..] = *fixed;
    if !fixed.starts_with(&MAGIC) || flags & 0xe0 != 0 {
        return Head::No;
    }
    let mut at = 10;
    if flags & 4 != 0 {
        let Some([low, high]) = bytes.get(at..).and_then(|b| b.first_chunk::<2>()) else { return Head::More };
        at += 2 + usize::from(u16::from_le_bytes([*low, *high]));
    }
    // A file's name and a comment.
    for bit in [8, 16] {
        if flags & bit != 0 {
            let Some(n) = bytes.get(at..).and_then(|b| memchr::memchr(0, b)) else { return Head::More };
            at += n + 1;
        }
    }
    if flags & 2 != 0 {
        at += 2;
    }
    if at <= bytes.len() { Head::Of(at) } else { Head::More }
}

/// The first bytes that a member of gzip unpacks to.
pub(super) fn glimpse(packed: &[u8], most: usize) -> Vec<u8> {
    let Head::Of(at) = member_head(packed) else { return Vec::new() };
    let mut out = Vec::with_capacity(most);
    let packed = packed.get(at..).unwrap_or_default();
    // Broken data leave what came before the damage.
    let _ = Decompress::new(false).decompress_vec(packed, &mut out, FlushDecompress::Sync);
    out
}

/// Whether a member begins here that holds a record.
pub(super) fn starts_member(bytes: &[u8]) -> bool {
    if !bytes.starts_with(&MAGIC) {
        return false;
    }
    let bytes = bytes.get(..PROBE).unwrap_or(bytes);
    is_version(&glimpse(bytes, GLANCE))
}
