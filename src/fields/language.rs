//! The language of the story.

use crate::article::Block as Piece;
use crate::label::{Evidence, Labels, detect_language};

/// The language of a story with this body, as a two-letter code.
pub(crate) fn language(evidence: &Evidence<'_>, _: &Labels, body: &[Piece]) -> Option<String> {
    detect_language(evidence, body.iter().map(Piece::text))
}
