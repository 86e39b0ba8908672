//! Where records of WARC and ARC files begin, among whatever other bytes.

use super::arc::is_url_record_start;
use super::gzip::{MEMBER_MAGIC, unpack_beginning};
use super::zstd;

/// The length of a WARC record's first line, one byte of its end included.
const VERSION_LINE_BYTES: usize = 9;

/// How much of a possible gzip member is looked at to tell whether a record begins in it. Its tables fit.
pub(super) const MEMBER_PROBE_BYTES: usize = 4 << 10;

/// How near to a record's first line one of its own fields must stand.
const FIELD_DISTANCE_BYTES: usize = 256;

/// How many possible members are looked at in the beginning of a file.
const MAX_MEMBERS_PROBED: usize = 1_000;

/// The two forms of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RecordForm {
    Warc,
    Arc,
}

impl RecordForm {
    /// The form of the record that begins here, if one does.
    pub(super) fn detect(bytes: &[u8]) -> Option<Self> {
        [RecordForm::Warc, RecordForm::Arc].into_iter().find(|form| form.is_start(bytes))
    }

    /// Whether a record of this form begins here: `WARC/1.0` and the end of the line, or the line of an ARC record.
    pub(super) fn is_start(self, bytes: &[u8]) -> bool {
        match self {
            RecordForm::Warc => is_version_line(bytes),
            RecordForm::Arc => is_url_record_start(bytes),
        }
    }

    /// How many bytes [`is_start`](Self::is_start) has to see, where there are so many.
    pub(super) fn start_bytes(self) -> usize {
        match self {
            RecordForm::Warc => VERSION_LINE_BYTES,
            RecordForm::Arc => super::arc::MAX_LINE_BYTES,
        }
    }

    /// Whether a packed member begins here that holds a record.
    pub(super) fn is_member_start(self, bytes: &[u8]) -> bool {
        if zstd::is_frame_start(bytes) {
            return true;
        }
        if !bytes.starts_with(&MEMBER_MAGIC) {
            return false;
        }
        let bytes = bytes.get(..MEMBER_PROBE_BYTES).unwrap_or(bytes);
        let inner = unpack_beginning(bytes, self.start_bytes().max(64));
        self.is_start(inner.trim_ascii_start())
    }

    /// Whether this is the byte by which a possible beginning is found: its first, or the end of the line before.
    pub(super) fn is_lead(self, byte: u8) -> bool {
        match self {
            RecordForm::Warc => matches!(byte, b'W' | b'w'),
            RecordForm::Arc => byte == b'\n',
        }
    }

    /// Where a record would begin whose lead, this byte, stands at `at`.
    pub(super) fn after_lead(self, at: usize, byte: Option<u8>) -> usize {
        at + usize::from(self == RecordForm::Arc && byte == Some(b'\n'))
    }

    /// Whether the bytes, of which only a few may be at hand, do not rule out that a record begins.
    pub(super) fn may_start(self, bytes: &[u8]) -> bool {
        match self {
            RecordForm::Warc => {
                let head = bytes.get(..5).unwrap_or(bytes);
                b"warc/".get(..head.len()).is_some_and(|name| head.eq_ignore_ascii_case(name))
            }
            RecordForm::Arc => super::arc::may_start(bytes),
        }
    }

    /// How many of these bytes, in which no record begins, need not be searched again with those that follow.
    pub(super) fn searched_bytes(self, bytes: &[u8]) -> usize {
        match self {
            RecordForm::Warc => bytes.len().saturating_sub(VERSION_LINE_BYTES - 1),
            // The last line may go on.
            RecordForm::Arc => {
                let line = memchr::memrchr(b'\n', bytes).map_or(0, |n| n);
                if bytes.len() - line < super::arc::MAX_LINE_BYTES { line } else { bytes.len() }
            }
        }
    }

    /// As [`find_start`](Self::find_start), within a line as well where the form allows it: rubbish need not end a line.
    pub(super) fn find_start_anywhere(self, bytes: &[u8]) -> Option<usize> {
        match self {
            RecordForm::Warc => {
                memchr::memchr2_iter(b'W', b'w', bytes).find(|&at| self.is_start(bytes.get(at..).unwrap_or_default()))
            }
            RecordForm::Arc => self.find_start(bytes),
        }
    }

    /// Where behind the beginning of a block another record begins. A page may quote the line of one, but hardly with
    /// the fields that follow it.
    pub(super) fn find_start_in_block(self, block: &[u8]) -> Option<usize> {
        let from = |at| block.get(at..).unwrap_or_default();
        match self {
            RecordForm::Warc => memchr::memchr2_iter(b'W', b'w', block)
                .find(|&at| at > 0 && self.is_start(from(at)) && has_warc_field(from(at))),
            RecordForm::Arc => self.find_start(block).filter(|&at| at > 0),
        }
    }

    /// Where in these bytes a record begins, at the start of a line or of all.
    pub(super) fn find_start(self, bytes: &[u8]) -> Option<usize> {
        let lines = memchr::memchr_iter(b'\n', bytes).map(|n| n + 1);
        std::iter::once(0).chain(lines).find(|&at| self.is_start(bytes.get(at..).unwrap_or_default()))
    }
}

fn is_version_line(bytes: &[u8]) -> bool {
    let Some((name, rest)) = bytes.split_at_checked(5) else { return false };
    name.eq_ignore_ascii_case(b"warc/")
        && matches!(
            rest,
            [b'0'..=b'9', b'.', b'0'..=b'9', b'\r' | b'\n', ..] | [b'0', b'.', b'1', b'0'..=b'9', b'\r' | b'\n', ..]
        )
}

/// Whether a field of a record stands near to its first line.
fn has_warc_field(bytes: &[u8]) -> bool {
    let near = bytes.get(..FIELD_DISTANCE_BYTES).unwrap_or(bytes).to_ascii_uppercase();
    memchr::memmem::find(&near, b"\nWARC-").is_some()
}

/// The form of the records that begin somewhere in these bytes, packed or not.
pub(super) fn find_record_form(bytes: &[u8]) -> Option<RecordForm> {
    let from = |at| bytes.get(at..).unwrap_or_default();
    if RecordForm::Warc.find_start(bytes).is_some_and(|at| has_warc_field(from(at))) {
        return Some(RecordForm::Warc);
    }
    if RecordForm::Arc.find_start(bytes).is_some() {
        return Some(RecordForm::Arc);
    }
    let members = || memchr::memmem::find_iter(bytes, &MEMBER_MAGIC).take(MAX_MEMBERS_PROBED);
    [RecordForm::Warc, RecordForm::Arc].into_iter().find(|form| members().any(|at| form.is_member_start(from(at))))
}
