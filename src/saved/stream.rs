//! What a file of records holds once unpacked: members of gzip or frames of zstd one after the other, or plain bytes.
//!
//! Not flate2's own reader of many members: that one ends at the first damage, forgets where members begin, and
//! takes rubbish after a member for the end.

use std::io;

use flate2::{Crc, Decompress, FlushDecompress, Status};

use crate::coding::ZSTD_MAGIC;
use crate::error::Error;

use super::gzip::{HeadLength, MEMBER_MAGIC, head_length};
use super::record_start::{MEMBER_PROBE_BYTES, RecordForm};
use super::rewind::{self, RewindReader};
use super::source::RecordSource;
use super::zstd::{self, FrameReader};

/// The window of unpacked bytes, and how far one may look ahead with [`RecordStream::peek`].
const WINDOW_BYTES: usize = 64 << 10;

/// Why reading cannot go on from here.
#[derive(Debug)]
pub(super) enum StreamError {
    /// The system refused to read.
    Io(io::Error),
    /// The file is not as it should be.
    Damage(String),
    /// The file ends where it should go on.
    CutOff(&'static str),
    /// More of something than there may be.
    Limit(Error),
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
    /// In a gzip member.
    Member,
    /// In a zstd frame.
    Frame,
    /// All of the member is unpacked, though not yet used up.
    MemberEnd,
    /// The same, and the member is known to be sound.
    Rest,
    Plain,
    /// In a member that cannot be unpacked further.
    Broken,
}

/// A file of records, unpacked as it is read.
pub(super) struct RecordStream {
    file: RewindReader,
    form: RecordForm,
    /// The largest head of a record or of a message.
    pub(super) max_head_bytes: usize,
    mode: Mode,
    inflate: Decompress,
    crc: Crc,
    /// What unpacks zstd, from its first frame on.
    frames: Option<Box<FrameReader>>,
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
    pub(super) fn new(file: RewindReader, form: RecordForm, max_head_bytes: usize) -> Self {
        let (inflate, crc, out) = (Decompress::new(false), Crc::new(), vec![0; WINDOW_BYTES]);
        let (mode, frames) = (Mode::Between, None);
        RecordStream {
            file,
            form,
            max_head_bytes,
            mode,
            inflate,
            crc,
            frames,
            out,
            start: 0,
            end: 0,
            member: 0,
            used: 0,
        }
    }

    /// Reads on from the member or the plain record at this byte of a file that was read before.
    pub(super) fn reopen(source: &RecordSource, byte: u64, max_head_bytes: usize) -> io::Result<Self> {
        let file = RewindReader::reopen(source.backing(), byte)?;
        let mut stream = RecordStream::new(file, source.form(), max_head_bytes);
        if let Some(dictionary) = source.dictionary() {
            stream.frames = FrameReader::new(Some(dictionary.clone())).ok().map(Box::new);
        }
        Ok(stream)
    }

    /// What is needed to read a part of the file a second time, if that can be done.
    pub(super) fn source(&self) -> Option<RecordSource> {
        let dictionary = self.frames.as_ref().and_then(|frames| frames.dictionary().cloned());
        Some(RecordSource::new(self.file.backing()?.clone(), self.form, dictionary))
    }

    pub(super) fn form(&self) -> RecordForm {
        self.form
    }

    /// Where what comes next stands.
    pub(super) fn position(&self) -> Position {
        match self.mode {
            Mode::Member | Mode::Frame | Mode::MemberEnd | Mode::Rest | Mode::Broken => {
                Position { byte: self.member, within: self.used }
            }
            Mode::Plain | Mode::Between => Position { byte: self.file.position(), within: 0 },
        }
    }

    /// What comes next: so many bytes at least, up to [`WINDOW_BYTES`], and fewer only at the end of a member or of the file.
    pub(super) fn peek(&mut self, want: usize) -> Result<&[u8], StreamError> {
        match self.mode {
            Mode::Plain => return Ok(self.file.peek(want)?),
            Mode::Member | Mode::Frame => {
                while self.end - self.start < want && matches!(self.mode, Mode::Member | Mode::Frame) {
                    if let Err(error) = self.unpack_more() {
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
            Mode::MemberEnd | Mode::Rest | Mode::Between | Mode::Broken => {}
        }
        if self.mode == Mode::Rest && self.start == self.end {
            self.mode = Mode::Between;
        }
        Ok(match self.mode {
            Mode::Broken => &[],
            _ => self.out.get(self.start..self.end).unwrap_or_default(),
        })
    }

    /// Whether the next record of the file begins here.
    pub(super) fn is_at_record_start(&mut self) -> Result<bool, StreamError> {
        let form = self.form;
        Ok(form.is_start(self.peek(form.start_bytes())?))
    }

    /// Puts bytes back that were read, so that they come next.
    pub(super) fn unread(&mut self, bytes: &[u8]) -> io::Result<()> {
        let n = bytes.len() as u64;
        if self.mode == Mode::Plain {
            let to = self.file.position().saturating_sub(n);
            return self.file.rewind_to(to);
        }
        let rest = self.out.get(self.start..self.end).unwrap_or_default();
        let mut out = [bytes, rest].concat();
        (self.start, self.end) = (0, out.len());
        out.resize(out.len().max(WINDOW_BYTES), 0);
        self.out = out;
        self.used = self.used.saturating_sub(n);
        if self.mode == Mode::Between {
            // The member had come to its end, and its check sum has been looked at.
            self.mode = Mode::Rest;
        }
        Ok(())
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

    /// Unpacks some more of the member or frame.
    fn unpack_more(&mut self) -> Result<(), StreamError> {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        } else if self.start > 0 && self.end == self.out.len() {
            self.out.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        match self.mode {
            Mode::Frame => self.unpack_frame(),
            _ => self.inflate_more(),
        }
    }

    fn unpack_frame(&mut self) -> Result<(), StreamError> {
        let Some(frames) = &mut self.frames else { return Err(damage("a zstd frame without its head")) };
        let room = self.out.get_mut(self.end..).unwrap_or_default();
        match frames.read_more(&mut self.file, room) {
            Ok((made, is_over)) => {
                self.end += made;
                if is_over {
                    self.mode = Mode::Rest;
                }
                Ok(())
            }
            Err(_) if self.file.peek(1)?.is_empty() => Err(StreamError::CutOff("the file ends within a zstd frame")),
            Err(reason) => Err(damage(reason)),
        }
    }

    fn inflate_more(&mut self) -> Result<(), StreamError> {
        let input = self.file.peek(1)?;
        if input.is_empty() {
            return Err(StreamError::CutOff("the file ends within a gzip member"));
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
            return Err(StreamError::CutOff("the file ends within a gzip member"));
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
        let ready = self.file.peek(self.form.start_bytes())?;
        if self.form.is_start(ready) {
            self.mode = Mode::Plain;
            return Ok(true);
        }
        if ready.starts_with(&MEMBER_MAGIC) {
            return self.begin_member().map(|()| true);
        }
        if zstd::is_frame_start(ready) {
            return self.begin_frame().map(|()| true);
        }
        if zstd::is_skippable_start(ready) {
            self.pass_skippable_frame()?;
            return self.next_part();
        }
        Err(damage("bytes that are neither a packed member nor a record"))
    }

    fn begin_member(&mut self) -> Result<(), StreamError> {
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
        Ok(())
    }

    fn begin_frame(&mut self) -> Result<(), StreamError> {
        let at = self.file.position();
        if self.frames.is_none() {
            self.frames = Some(Box::new(FrameReader::new(None).map_err(damage)?));
        }
        if let Some(frames) = &mut self.frames {
            frames.begin(&mut self.file).map_err(damage)?;
        }
        (self.member, self.used, self.mode) = (at, 0, Mode::Frame);
        Ok(())
    }

    /// Passes over a frame that holds no data; at the head of the file it is the dictionary.
    fn pass_skippable_frame(&mut self) -> Result<(), StreamError> {
        let is_dictionary = self.file.position() == 0 && self.file.buffered().starts_with(&zstd::DICTIONARY_MAGIC);
        if !is_dictionary {
            return zstd::skip_frame(&mut self.file).map_err(damage);
        }
        let dictionary = zstd::read_dictionary(&mut self.file).map_err(damage)?;
        self.frames = Some(Box::new(FrameReader::new(Some(dictionary)).map_err(damage)?));
        Ok(())
    }

    /// In a plain part: whether a packed member comes next, which then is made the part read.
    pub(super) fn switches_to_member(&mut self) -> Result<bool, StreamError> {
        let ready = if self.mode == Mode::Plain { self.file.peek(16)? } else { &[] };
        if ready.starts_with(&MEMBER_MAGIC) || zstd::is_frame_start(ready) {
            self.mode = Mode::Between;
            return Ok(true);
        }
        Ok(false)
    }

    /// After damage that was found in something that began at byte `began`: finds the next record there is and tells
    /// where; none when there is no more.
    pub(super) fn resync(&mut self, began: u64) -> io::Result<Option<Position>> {
        let is_in_member = matches!(self.mode, Mode::Member | Mode::Frame | Mode::MemberEnd | Mode::Rest);
        if is_in_member && self.next_in_member().unwrap_or(false) {
            return Ok(Some(self.position()));
        }
        // At the sound end of a member with another one behind it, nothing needs to be looked for.
        if self.mode == Mode::Between {
            let here = self.file.peek(self.probe_bytes())?;
            if self.form.is_member_start(here) || self.form.is_start(here) {
                return Ok(Some(self.position()));
            }
        }
        self.mode = Mode::Between;
        (self.start, self.end) = (0, 0);
        self.file.rewind_to(began.saturating_add(1))?;
        Ok(self.find_start()?.then(|| self.position()))
    }

    /// How much of the file has to be seen to tell whether a record begins there, packed or not.
    fn probe_bytes(&self) -> usize {
        MEMBER_PROBE_BYTES.max(self.form.start_bytes())
    }

    /// Looks for a record in what is left of a member.
    fn next_in_member(&mut self) -> Result<bool, StreamError> {
        let (form, want) = (self.form, self.form.start_bytes());
        loop {
            let ready = self.peek(want)?;
            if let Some(n) = form.find_start_anywhere(ready) {
                self.consume(n);
                return Ok(true);
            }
            if ready.len() < want {
                let n = ready.len();
                self.consume(n);
                // The end of the member: its check sum is looked at.
                return self.peek(1).map(|_| false);
            }
            let n = form.searched_bytes(ready);
            self.consume(n);
        }
    }

    /// Looks for a member or a plain record in the bytes of the file.
    fn find_start(&mut self) -> io::Result<bool> {
        let (form, want) = (self.form, self.probe_bytes());
        loop {
            let ready = self.file.peek(want)?;
            let whole = ready.len() < want;
            let mut at = 0;
            let found = loop {
                let Some(n) = next_possible_start(form, ready, at) else {
                    at = ready.len();
                    break false;
                };
                at = n;
                let rest = ready.get(at..).unwrap_or_default();
                if rest.len() < want && !whole {
                    // More of it must be seen.
                    break false;
                }
                if form.is_start(rest) || form.is_member_start(rest) {
                    break true;
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

/// Where a member or a plain record may begin, from `from` on.
fn next_possible_start(form: RecordForm, bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        let n = rest.iter().position(|&b| b == MEMBER_MAGIC[0] || b == ZSTD_MAGIC[0] || form.is_lead(b))?;
        let found = form.after_lead(at + n, rest.get(n).copied());
        let rest = bytes.get(found..)?;
        if MEMBER_MAGIC.starts_with(rest.get(..3).unwrap_or(rest))
            || ZSTD_MAGIC.starts_with(rest.get(..4).unwrap_or(rest))
            || form.may_start(rest)
        {
            return Some(found);
        }
        at += n + 1;
    }
}
