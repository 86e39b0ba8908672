//! Lines that papers put into and after stories.

use crate::lines::notice;
use crate::segment::Block;

/// Whether a block is one of the lines that papers put into and after stories.
pub(in crate::label) fn is_notice(b: &Block) -> bool {
    notice::is_notice(&b.text, b.chars, b.linked > 0)
}
