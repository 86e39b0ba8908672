//! Where records of WARC files begin, among whatever other bytes.

use super::gzip::{MEMBER_MAGIC, unpack_beginning};

/// The length of a record's first line, one byte of its end included.
pub(super) const VERSION_LINE_BYTES: usize = 9;

/// How much of a possible gzip member is looked at to tell whether a record begins in it. Its tables fit.
pub(super) const MEMBER_PROBE_BYTES: usize = 4 << 10;

/// How much of a possible member is unpacked for that.
const MEMBER_BEGINNING_BYTES: usize = 64;

/// How near to a record's first line one of its own fields must stand.
const FIELD_DISTANCE_BYTES: usize = 256;

/// How many possible members are looked at in the beginning of a file.
const MAX_MEMBERS_PROBED: usize = 1_000;

/// Whether a record begins here: `WARC/1.0` and the end of the line.
pub(super) fn is_record_start(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"WARC/") else { return false };
    matches!(
        rest,
        [b'0'..=b'9', b'.', b'0'..=b'9', b'\r' | b'\n', ..] | [b'0', b'.', b'1', b'0'..=b'9', b'\r' | b'\n', ..]
    )
}

/// Whether a gzip member begins here that holds a record.
pub(super) fn is_member_start(bytes: &[u8]) -> bool {
    if !bytes.starts_with(&MEMBER_MAGIC) {
        return false;
    }
    let bytes = bytes.get(..MEMBER_PROBE_BYTES).unwrap_or(bytes);
    is_record_start(&unpack_beginning(bytes, MEMBER_BEGINNING_BYTES))
}

/// Whether a record begins somewhere in these bytes, packed or not.
pub(super) fn contains_record_start(bytes: &[u8]) -> bool {
    let from = |at| bytes.get(at..).unwrap_or_default();
    let plain = memchr::memmem::find_iter(bytes, b"WARC/").any(|at| {
        let near = from(at).get(..FIELD_DISTANCE_BYTES).unwrap_or(from(at));
        is_record_start(near) && memchr::memmem::find(near, b"\nWARC-").is_some()
    });
    let mut members = memchr::memmem::find_iter(bytes, &MEMBER_MAGIC).take(MAX_MEMBERS_PROBED);
    plain || members.any(|at| is_member_start(from(at)))
}
