//! The kicker: the short label over the headline.

use super::found::Found;
use crate::label::{Evidence, Labels};

/// The kicker, in a line of its own or out of the headline's.
pub(crate) fn kicker(_: &Evidence<'_>, labels: &Labels) -> Option<Found<String>> {
    let headline = labels.headline();
    let kicker = headline.kicker.as_ref()?;
    Some(Found::new(kicker.text.clone(), kicker.origin.clone()).with_blocks(kicker.block.or(headline.block)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::LabelKind;
    use crate::label::tests::{ByHand, TestPage};

    #[test]
    fn a_kicker_stands_in_its_own_block_or_in_the_headlines() {
        let page = TestPage::new("<p>Harbour</p><h1>Pier shut</h1><p>Ferries leave from the quay.</p>");
        let labels = &[(LabelKind::Kicker, ""), (LabelKind::Headline, ""), (LabelKind::Paragraph, "")];
        let headline = Some(("Pier shut", "the page's text", Some(1)));
        for (block, expected) in [(Some(0), 0), (None, 1)] {
            let given =
                ByHand { labels, headline, kicker: Some(("Harbour", "the page's text", block)), ..ByHand::default() };
            let found = kicker(&page.evidence(), &page.labels_by_hand(&given)).unwrap();
            assert_eq!((found.value.as_str(), &found.blocks[..]), ("Harbour", &[expected][..]));
        }
        let without = ByHand { labels, headline, ..ByHand::default() };
        assert_eq!(kicker(&page.evidence(), &page.labels_by_hand(&without)), None);
    }
}
