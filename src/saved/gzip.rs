//! Members of gzip files (RFC 1952), as far as their heads tell.

use flate2::{Decompress, FlushDecompress};

/// How a member begins; 8 is the only way to pack there is.
pub(super) const MEMBER_MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

/// The length of a member's head, as far as the bytes at hand tell.
pub(super) enum HeadLength {
    Known(usize),
    NeedsMore,
    /// No member begins here.
    Invalid,
}

/// How long the head of the member is that begins here.
pub(super) fn head_length(bytes: &[u8]) -> HeadLength {
    let Some(fixed) = bytes.first_chunk::<10>() else { return HeadLength::NeedsMore };
    let [_, _, _, flags, ..] = *fixed;
    if !fixed.starts_with(&MEMBER_MAGIC) || flags & 0xe0 != 0 {
        return HeadLength::Invalid;
    }
    let mut length = 10;
    if flags & 4 != 0 {
        let extra = bytes.get(length..).and_then(|b| b.first_chunk::<2>());
        let Some(extra) = extra else { return HeadLength::NeedsMore };
        length += 2 + usize::from(u16::from_le_bytes(*extra));
    }
    // A file's name and a comment.
    for bit in [8, 16] {
        if flags & bit != 0 {
            let end = bytes.get(length..).and_then(|b| memchr::memchr(0, b));
            let Some(end) = end else { return HeadLength::NeedsMore };
            length += end + 1;
        }
    }
    if flags & 2 != 0 {
        length += 2;
    }
    if length <= bytes.len() { HeadLength::Known(length) } else { HeadLength::NeedsMore }
}

/// The first bytes that a member unpacks to; nothing where there is no member.
pub(super) fn unpack_beginning(packed: &[u8], max_bytes: usize) -> Vec<u8> {
    let HeadLength::Known(head) = head_length(packed) else { return Vec::new() };
    let mut out = Vec::with_capacity(max_bytes);
    let packed = packed.get(head..).unwrap_or_default();
    // Broken data leave what came before the damage.
    let _ = Decompress::new(false).decompress_vec(packed, &mut out, FlushDecompress::Sync);
    out
}
