//! Quotes that stand apart from the flow, with who said them.

use super::found::Anchored;
use crate::article::{Quote, QuoteKind};
use crate::label::{Evidence, LabelKind, Labels, Quotation, read_passage};

/// The pull quotes and readers' quotes of the story: those lifted out of its flow, then those in boxes.
pub(crate) fn quotes(evidence: &Evidence<'_>, labels: &Labels) -> Vec<Anchored<Quote>> {
    let quote = |passage: &crate::label::Passage| {
        let Quotation { text, attribution } = read_passage(evidence.segments, passage)?;
        let is_readers = passage.blocks.iter().any(|&i| labels.kind(i) == LabelKind::ReaderQuote);
        let kind = if is_readers { QuoteKind::Reader } else { QuoteKind::Pull };
        let anchor = *passage.blocks.first()?;
        let blocks = passage.blocks.iter().copied().chain(passage.speaker).collect();
        Some(Anchored { value: Quote { kind, text, attribution, at: 0 }, anchor, blocks })
    };
    labels.passages().iter().filter_map(quote).collect()
}
