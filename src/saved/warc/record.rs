//! One record of a WARC file: where it begins, its head, and its end.

use crate::saved::record_start::is_record_start;
use crate::saved::stream::{MAX_PEEK_BYTES, Position, RecordStream, StreamError, damage};

use super::head::Head;

/// The largest head of a record or of a message.
const MAX_HEAD_BYTES: usize = 64 << 10;

/// A record whose head was read.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) position: Position,
    pub(super) head: Head,
    /// How many bytes of its block are still to be read.
    pub(super) left: u64,
}

/// Goes to the next record and reads its head; none at the end of the file. `position` is set to where it begins, or
/// to where something else is.
pub(super) fn next_record(stream: &mut RecordStream, position: &mut Position) -> Result<Option<Record>, StreamError> {
    if !go_to_record(stream, position)? {
        return Ok(None);
    }
    let ready = stream.peek(MAX_PEEK_BYTES)?;
    // The first line may be cut in two by the end of a member.
    let may_be = is_record_start(ready) || ready.len() < 10 && b"WARC/1.0\r\n".starts_with(ready);
    if !may_be {
        return Err(damage("bytes that are no record"));
    }
    let mut bytes = Vec::new();
    if !read_head(stream, &mut bytes, u64::MAX)? {
        return Err(damage(match bytes.len() >= MAX_HEAD_BYTES {
            true => format!("a record's head of more than {MAX_HEAD_BYTES} bytes"),
            false => "a record's head is cut off".to_owned(),
        }));
    }
    if !is_record_start(&bytes) {
        return Err(damage("bytes that are no record"));
    }
    let mut marks = memchr::memmem::find_iter(&bytes, b"WARC/");
    if marks.any(|at| at > 0 && is_record_start(bytes.get(at..).unwrap_or_default())) {
        return Err(damage("a record's head is cut off, and another record follows"));
    }
    let head = Head::parse(&bytes);
    let length = head.get("content-length").and_then(|v| v.parse().ok());
    let Some(left) = length else { return Err(damage("a record without a Content-Length that could be read")) };
    Ok(Some(Record { position: *position, head, left }))
}

/// Goes to the next byte that is neither a line end nor between the members of the file; false at its end.
fn go_to_record(stream: &mut RecordStream, position: &mut Position) -> Result<bool, StreamError> {
    loop {
        *position = stream.position();
        if stream.is_between() {
            if !stream.next_part()? {
                return Ok(false);
            }
            continue;
        }
        let ready = stream.peek(1)?;
        if ready.is_empty() {
            // The end of a member, or of a plain file.
            match stream.is_between() {
                true => continue,
                false => return Ok(false),
            }
        }
        let blank = ready.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        if blank > 0 {
            stream.consume(blank);
            continue;
        }
        if !stream.switches_to_gzip()? {
            return Ok(true);
        }
    }
}

/// Reads to the blank line that ends a head, or to the end of the block; whether there was such a line.
pub(super) fn read_head(stream: &mut RecordStream, head: &mut Vec<u8>, block: u64) -> Result<bool, StreamError> {
    let max_bytes = usize::try_from(block).unwrap_or(MAX_HEAD_BYTES).min(MAX_HEAD_BYTES);
    let mut line = 0;
    while head.len() < max_bytes {
        let ready = stream.peek(1)?;
        let ready = ready.get(..max_bytes - head.len()).unwrap_or(ready);
        if ready.is_empty() {
            match goes_on(stream)? {
                true => continue,
                false => return Ok(false),
            }
        }
        let (n, ended) = memchr::memchr(b'\n', ready).map_or((ready.len(), false), |n| (n + 1, true));
        head.extend_from_slice(ready.get(..n).unwrap_or_default());
        stream.consume(n);
        if ended {
            if matches!(head.get(line..), Some(b"\n" | b"\r\n")) {
                return Ok(true);
            }
            line = head.len();
        }
    }
    Ok(false)
}

/// At the end of a member: whether the record goes on in the next one. Some writers begin a member every so many bytes.
fn goes_on(stream: &mut RecordStream) -> Result<bool, StreamError> {
    Ok(stream.is_between() && stream.next_part()? && !is_record_start(stream.peek(MAX_PEEK_BYTES)?))
}

impl Record {
    /// The record's type, in lower case.
    pub(super) fn warc_type(&self) -> String {
        self.head.get("warc-type").unwrap_or_default().to_ascii_lowercase()
    }

    /// The address the record is about. Early writers put it in pointed brackets.
    pub(super) fn url(&self) -> Option<&str> {
        self.head.get("warc-target-uri").map(without_brackets)
    }

    pub(super) fn date(&self) -> Option<&str> {
        self.head.get("warc-date")
    }

    /// Passes over what is left of the block.
    pub(super) fn skip(&mut self, stream: &mut RecordStream) -> Result<(), StreamError> {
        self.read_block(stream, |_| ())
    }

    /// Reads what is left of the block, piece by piece.
    pub(super) fn read_block(
        &mut self,
        stream: &mut RecordStream,
        mut take: impl FnMut(&[u8]),
    ) -> Result<(), StreamError> {
        while self.left > 0 {
            let ready = stream.peek(1)?;
            if ready.is_empty() {
                match goes_on(stream)? {
                    true => continue,
                    false => {
                        return Err(damage(format!("a record is cut off, {} bytes before its end", self.left)));
                    }
                }
            }
            let n = usize::try_from(self.left).map_or(ready.len(), |left| left.min(ready.len()));
            take(ready.get(..n).unwrap_or_default());
            stream.consume(n);
            self.left -= n as u64;
        }
        Ok(())
    }
}

/// Sees to it that a record ends where its head says: there follow two line ends, the file's end, or at least the
/// next record. In a file of one member a record, this also looks at the check sum.
pub(super) fn check_record_end(stream: &mut RecordStream) -> Result<(), StreamError> {
    let mut ends = 0;
    loop {
        let Some(&next) = stream.peek(1)?.first() else { return Ok(()) };
        match next {
            b'\n' => ends += 1,
            b'\r' => {}
            _ if ends >= 2 || is_record_start(stream.peek(MAX_PEEK_BYTES)?) => return Ok(()),
            _ => return Err(damage("a record does not end where its Content-Length says")),
        }
        stream.consume(1);
    }
}

pub(super) fn without_brackets(text: &str) -> &str {
    text.strip_prefix('<').and_then(|t| t.strip_suffix('>')).unwrap_or(text)
}
