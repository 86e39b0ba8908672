//! Which pages of a file are asked for.

use crate::coding::DecodeLimits;
use crate::options::Limits;
use crate::page::is_page_status;

/// Which pages are to be given.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Selection {
    /// What pages and the file are held to.
    pub(super) limits: Limits,
    /// Whether pages are given that were served with a status other than 200 to 299.
    pub(super) any_status: bool,
}

impl Selection {
    /// The largest page, in bytes, as saved and unpacked.
    pub(super) fn max_bytes(&self) -> usize {
        self.limits.bytes()
    }

    pub(super) fn decode_limits(&self) -> DecodeLimits {
        DecodeLimits { max_bytes: self.max_bytes(), max_ratio: self.limits.saved.ratio }
    }

    pub(super) fn accepts_status(&self, status: u16) -> bool {
        self.any_status || is_page_status(status)
    }
}
