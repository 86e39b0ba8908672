//! One record of a WARC or ARC file: where it begins, its head, and its block.

use crate::archive::Timestamp;
use crate::article::DateTime;
use crate::options::check_limit;
use crate::saved::arc::{MAX_LINE_BYTES, parse_url_record};
use crate::saved::record_start::RecordForm;
use crate::saved::stream::{Position, RecordStream, StreamError, damage};

use super::head::Head;

/// How many bytes beyond its `Content-Length` a block may have to be read all the same.
const MAX_EXCESS_BYTES: usize = 1 << 20;

/// What a record is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RecordType {
    /// An answer, mostly of HTTP.
    Response,
    /// A file without the answer that brought it.
    Resource,
    /// An answer that was the same as an earlier one.
    Revisit,
    /// Something made of another record, such as its text.
    Conversion,
    Metadata,
    /// `warcinfo`, `request` and the like, and what ARC files hold beside pages.
    Other,
}

/// How far behind a block whose length is wrong is looked for the beginning of a record.
const LOOK_AHEAD_BYTES: usize = 512;

/// A record whose head was read.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) position: Position,
    pub(super) record_type: RecordType,
    /// The address the record is about.
    pub(super) url: Option<String>,
    pub(super) captured: Option<Timestamp>,
    /// The media type of the block, or of what a message in it holds.
    pub(super) media: Option<String>,
    /// The fields of a WARC record; none of an ARC record.
    pub(super) head: Head,
    /// Whether it is an answer that the page has not changed since it was last asked for. Known once the head of the
    /// message has been read.
    pub(super) is_not_modified: bool,
    /// How many bytes of its block are still to be read.
    pub(super) left: u64,
}

/// A block, or what is left of it.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) bytes: Vec<u8>,
    /// What was wrong with its length, if anything was.
    pub(super) defect: Option<String>,
}

/// Goes to the next record and reads its head; none at the end of the file. `position` is set to where it begins, or
/// to where something else is.
pub(super) fn next_record(stream: &mut RecordStream, position: &mut Position) -> Result<Option<Record>, StreamError> {
    if !go_to_record(stream, position)? {
        return Ok(None);
    }
    match stream.form() {
        RecordForm::Warc => read_warc_head(stream, *position).map(Some),
        RecordForm::Arc => read_arc_line(stream, *position).map(Some),
    }
}

fn read_warc_head(stream: &mut RecordStream, position: Position) -> Result<Record, StreamError> {
    let form = RecordForm::Warc;
    let ready = stream.peek(form.start_bytes() + 1)?;
    // The first line may be cut in two by the end of a member.
    if !(form.is_start(ready) || ready.len() < 10 && form.may_start(ready)) {
        return Err(damage("bytes that are no record"));
    }
    let mut bytes = Vec::new();
    if !read_head(stream, &mut bytes, u64::MAX)? {
        return Err(damage("a record's head is cut off"));
    }
    if !form.is_start(&bytes) {
        return Err(damage("bytes that are no record"));
    }
    let rest = bytes.get(1..).unwrap_or_default();
    if memchr::memchr2_iter(b'W', b'w', rest).any(|at| form.is_start(rest.get(at..).unwrap_or_default())) {
        return Err(damage("a record's head is cut off, and another record follows"));
    }
    let head = Head::parse(&bytes);
    let length = head.get("content-length").and_then(|v| v.parse().ok());
    let Some(left) = length else { return Err(damage("a record without a Content-Length that could be read")) };
    // Early writers put it in pointed brackets.
    let url = head.get("warc-target-uri").map(|url| without_brackets(url).to_owned());
    Ok(Record {
        position,
        record_type: match record_type(head.get("warc-type").unwrap_or_default()) {
            RecordType::Resource if url.as_deref().is_some_and(is_of_crawler) => RecordType::Other,
            other => other,
        },
        url,
        captured: head.get("warc-date").and_then(capture_time),
        media: head.get("content-type").map(str::to_owned),
        head,
        is_not_modified: false,
        left,
    })
}

/// Whether an address is of something that a crawler keeps for itself: its log, its arguments, text and pictures that
/// it made of a page.
fn is_of_crawler(url: &str) -> bool {
    ["metadata:", "urn:", "dns:", "whois:"]
        .iter()
        .any(|s| url.get(..s.len()).is_some_and(|u| u.eq_ignore_ascii_case(s)))
}

fn record_type(name: &str) -> RecordType {
    match name.to_ascii_lowercase().as_str() {
        "response" => RecordType::Response,
        "resource" => RecordType::Resource,
        "revisit" => RecordType::Revisit,
        "conversion" => RecordType::Conversion,
        "metadata" => RecordType::Metadata,
        _ => RecordType::Other,
    }
}

/// The time in a field of WARC, in UTC where none is named.
pub(super) fn capture_time(text: &str) -> Option<Timestamp> {
    let time: DateTime = text.trim().parse().ok()?;
    let time = time.to_utc().or_else(|| time.with_offset_minutes(0))?;
    Timestamp::try_from(time).ok()
}

fn read_arc_line(stream: &mut RecordStream, position: Position) -> Result<Record, StreamError> {
    let ready = stream.peek(MAX_LINE_BYTES)?;
    let line = memchr::memchr(b'\n', ready).and_then(|end| ready.get(..end));
    let Some((line, found)) = line.and_then(|line| Some((line, parse_url_record(line)?))) else {
        return Err(damage("bytes that are no record"));
    };
    let (url, captured, left) = (found.url.into_owned(), found.captured, found.length);
    let media = Some(found.media).filter(|media| !media.is_empty());
    let is_web = ["http:", "https:"].iter().any(|s| url.get(..s.len()).is_some_and(|u| u.eq_ignore_ascii_case(s)));
    let is_file = ["ftp:", "gopher:"].iter().any(|s| url.starts_with(s));
    let record_type = match (is_web, is_file) {
        (true, _) => RecordType::Response,
        (_, true) => RecordType::Resource,
        // The file's own head, and names that were looked up.
        _ => RecordType::Other,
    };
    let n = line.len() + 1;
    stream.consume(n);
    let (url, head, is_not_modified) = (Some(url), Head::default(), false);
    Ok(Record { position, record_type, url, captured, media, head, is_not_modified, left })
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
        if !stream.switches_to_member()? {
            return Ok(true);
        }
    }
}

/// Reads to the blank line that ends a head, or to the end of the block; whether there was such a line. More than a head
/// may have is an error.
pub(super) fn read_head(stream: &mut RecordStream, head: &mut Vec<u8>, block: u64) -> Result<bool, StreamError> {
    let limit = stream.max_head_bytes;
    let max_bytes = usize::try_from(block).unwrap_or(usize::MAX).min(limit.saturating_add(1));
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
            // Some writers end lines with two CR.
            if matches!(head.get(line..), Some(b"\n" | b"\r\n" | b"\r\r\n")) {
                return Ok(true);
            }
            line = head.len();
        }
    }
    check_limit("bytes of a head", head.len(), limit).map_err(StreamError::Limit)?;
    Ok(false)
}

/// At the end of a member: whether the record goes on in the next one. Some writers begin a member every so many bytes.
fn goes_on(stream: &mut RecordStream) -> Result<bool, StreamError> {
    Ok(stream.is_between() && stream.next_part()? && !stream.is_at_record_start()?)
}

impl Record {
    /// Passes over the block, and sees to it that it ends where it should.
    pub(super) fn skip(&mut self, stream: &mut RecordStream) -> Result<(), StreamError> {
        if !self.read_pieces(stream, |_| ())? {
            return Err(damage(self.cut_off()));
        }
        match passes_record_end(stream, &mut Vec::new())? {
            true => Ok(()),
            false => Err(damage("a record does not end where its length says")),
        }
    }

    /// Reads what is left of the block, whatever its length is said to be: one that is too small goes on to the next
    /// record, one that is too large ends there, and one that is cut off at the end of the file is what there is of it.
    /// None of one that has more than so many bytes, which is passed over.
    pub(super) fn read_block(
        &mut self,
        stream: &mut RecordStream,
        max_bytes: usize,
    ) -> Result<Option<Block>, StreamError> {
        let excess = self.left.saturating_sub(max_bytes as u64);
        self.left -= excess;
        // No more is set aside than will come: what a head says may be far from it.
        let mut block = Block { bytes: Vec::with_capacity(self.left.min(1 << 20) as usize), defect: None };
        match self.read_pieces(stream, |bytes| block.bytes.extend_from_slice(bytes)) {
            Ok(true) => {}
            Ok(false) => {
                self.left += excess;
                return cut_short(stream, block, self.cut_off()).map(Some);
            }
            Err(StreamError::CutOff(reason)) => return cut_short(stream, block, reason.to_owned()).map(Some),
            Err(error) => return Err(error),
        }
        if excess > 0 {
            // A length that is far too large reaches over the next record.
            if stream.form().find_start_in_block(&block.bytes).is_some() {
                return cut_short(stream, block, String::new()).map(Some);
            }
            self.left = excess;
            return self.skip(stream).map(|()| None);
        }
        let mut behind = Vec::new();
        match passes_record_end(stream, &mut behind) {
            Ok(true) => Ok(Some(block)),
            Ok(false) => mend_length(stream, block, &behind).map(Some),
            Err(StreamError::CutOff(reason)) => cut_short(stream, block, reason.to_owned()).map(Some),
            Err(error) => Err(error),
        }
    }

    fn cut_off(&self) -> String {
        format!("a record is cut off, {} bytes before its end", self.left)
    }

    /// Reads what is left of the block, piece by piece; `false` if it ends before its length.
    fn read_pieces(&mut self, stream: &mut RecordStream, mut take: impl FnMut(&[u8])) -> Result<bool, StreamError> {
        while self.left > 0 {
            let ready = stream.peek(1)?;
            if ready.is_empty() {
                match goes_on(stream)? {
                    true => continue,
                    false => return Ok(false),
                }
            }
            let n = usize::try_from(self.left).map_or(ready.len(), |left| left.min(ready.len()));
            take(ready.get(..n).unwrap_or_default());
            stream.consume(n);
            self.left -= n as u64;
        }
        Ok(true)
    }
}

/// A block that breaks off, or that holds what follows it because the record's length is too large.
fn cut_short(stream: &mut RecordStream, mut block: Block, reason: String) -> Result<Block, StreamError> {
    if block.bytes.is_empty() {
        return Err(StreamError::Damage(reason));
    }
    block.defect = Some(reason);
    if let Some(at) = stream.form().find_start_in_block(&block.bytes) {
        stream.unread(block.bytes.get(at..).unwrap_or_default())?;
        block.truncate(at);
    }
    block.strip_record_end(stream.form());
    Ok(block)
}

/// A block whose length is not what the record says: it ends where the next record begins, in it or behind it.
/// `behind` are the bytes that were read behind it.
fn mend_length(stream: &mut RecordStream, mut block: Block, behind: &[u8]) -> Result<Block, StreamError> {
    let form = stream.form();
    let said = block.bytes.len();
    block.bytes.extend_from_slice(behind);
    let read = block.bytes.len();
    // The next record may begin in the last bytes of the block.
    let ahead = stream.peek(LOOK_AHEAD_BYTES)?;
    block.bytes.extend_from_slice(ahead.get(..LOOK_AHEAD_BYTES).unwrap_or(ahead));
    let next = form.find_start_in_block(&block.bytes);
    block.bytes.truncate(read);
    if let Some(at) = next.filter(|&at| at < read) {
        stream.unread(block.bytes.get(at..).unwrap_or_default())?;
        block.truncate(at);
    } else if !read_to_next_record(stream, &mut block.bytes)? {
        return Err(damage("a record does not end where its length says"));
    }
    block.strip_record_end(form);
    let missing = block.bytes.len().saturating_sub(said);
    block.defect.get_or_insert_with(|| format!("the record's length is {missing} bytes too small"));
    Ok(block)
}

impl Block {
    /// Cuts it where the next record begins.
    fn truncate(&mut self, at: usize) {
        let excess = self.bytes.len() - at;
        self.bytes.truncate(at);
        self.defect = Some(format!("the record's length is {excess} bytes too large"));
    }

    /// Takes off the line ends with which a record ends.
    fn strip_record_end(&mut self, form: RecordForm) {
        for _ in 0..line_ends(form) {
            for end in [b'\n', b'\r'] {
                if self.bytes.last() == Some(&end) {
                    self.bytes.pop();
                }
            }
        }
    }
}

/// How many line ends stand behind a record.
fn line_ends(form: RecordForm) -> usize {
    match form {
        RecordForm::Warc => 2,
        RecordForm::Arc => 1,
    }
}

/// Reads up to the next record, or to the end of the member or the file; `false` if that is too far.
fn read_to_next_record(stream: &mut RecordStream, out: &mut Vec<u8>) -> Result<bool, StreamError> {
    let (form, max_bytes) = (stream.form(), out.len() + MAX_EXCESS_BYTES);
    while out.len() < max_bytes {
        let ready = stream.peek(form.start_bytes() + 1)?;
        if ready.is_empty() {
            return Ok(true);
        }
        let is_last = ready.len() <= form.start_bytes();
        let found = form.find_start(ready);
        let n = found.unwrap_or(if is_last { ready.len() } else { form.searched_bytes(ready) });
        out.extend_from_slice(ready.get(..n).unwrap_or_default());
        stream.consume(n);
        if found.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Reads the line ends behind a record into `passed`, and tells whether it ends where its head says: there follow as
/// many of them as should, the file's end, or at least the next record. In a file of one member a record, this also
/// looks at the check sum.
fn passes_record_end(stream: &mut RecordStream, passed: &mut Vec<u8>) -> Result<bool, StreamError> {
    let (mut ends, wanted) = (0, line_ends(stream.form()));
    loop {
        let Some(&next) = stream.peek(1)?.first() else { return Ok(true) };
        match next {
            b'\n' => ends += 1,
            b'\r' => {}
            _ if ends >= wanted => return Ok(true),
            _ => return stream.is_at_record_start(),
        }
        passed.push(next);
        stream.consume(1);
    }
}

pub(super) fn without_brackets(text: &str) -> &str {
    text.strip_prefix('<').and_then(|t| t.strip_suffix('>')).unwrap_or(text)
}
