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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::LabelKind::{Paragraph, PullQuote, ReaderQuote, Speaker};
    use crate::label::tests::{ByHand, TestPage};

    const PAGE: &str = "<p>The pier is shut.</p><p>“We shall miss it, all of us.”</p><p>Ann Lee</p><p>No.</p>";

    #[test]
    fn a_quote_has_its_words_its_speaker_and_its_place() {
        let page = TestPage::new(PAGE);
        for (kind, expected) in [(PullQuote, QuoteKind::Pull), (ReaderQuote, QuoteKind::Reader)] {
            let labels = &[(Paragraph, ""), (kind, ""), (Speaker, ""), (Paragraph, "")];
            let given = ByHand { labels, passages: &[(&[1], Some(2))], ..ByHand::default() };
            let found = quotes(&page.evidence(), &page.labels_by_hand(&given));
            assert_eq!(found.len(), 1);
            let Quote { kind, text, attribution, .. } = &found[0].value;
            assert_eq!((*kind, text.as_str()), (expected, "We shall miss it, all of us."));
            assert_eq!(attribution.as_deref(), Some("Ann Lee"));
            assert_eq!((found[0].anchor, &found[0].blocks[..]), (1, &[1, 2][..]));
        }
    }

    #[test]
    fn a_word_alone_is_no_quote() {
        let page = TestPage::new(PAGE);
        let labels = &[(Paragraph, ""), (Paragraph, ""), (Paragraph, ""), (PullQuote, "")];
        let given = ByHand { labels, passages: &[(&[3], None)], ..ByHand::default() };
        assert!(quotes(&page.evidence(), &page.labels_by_hand(&given)).is_empty());
    }
}
