//! Which pages of a file are asked for.

use crate::coding::DecodeLimits;
use crate::page::is_page_status;

/// How many times its packed size a body may have once unpacked. Text packs to a tenth.
const MAX_DECODE_RATIO: usize = 200;

/// Which pages are to be given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Selection {
    /// The largest page, in bytes, as saved and unpacked.
    pub(super) max_bytes: usize,
    /// Whether pages are given that were served with a status other than 200 to 299.
    pub(super) any_status: bool,
}

impl Selection {
    pub(super) fn decode_limits(&self) -> DecodeLimits {
        DecodeLimits { max_bytes: self.max_bytes, max_ratio: MAX_DECODE_RATIO }
    }

    pub(super) fn accepts_status(&self, status: u16) -> bool {
        self.any_status || is_page_status(status)
    }
}
