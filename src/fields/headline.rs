//! The headline.

use super::found::Found;
use crate::label::{Evidence, Labels};

/// The headline as the page shows it, or else as its metadata states it.
pub(crate) fn headline(_: &Evidence<'_>, labels: &Labels) -> Option<Found<String>> {
    let headline = labels.headline();
    let (text, origin) = headline.text.clone()?;
    Some(Found::new(text, origin).with_blocks(headline.block))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::LabelKind;
    use crate::label::tests::{ByHand, TestPage};

    #[test]
    fn the_headline_comes_with_its_origin_and_its_block() {
        let page = TestPage::new("<h1>Pier shut</h1><p>Ferries leave from the quay.</p>");
        let labels = &[(LabelKind::Headline, ""), (LabelKind::Paragraph, "")];
        let given = ByHand { labels, headline: Some(("Pier shut", "meta og:title", Some(0))), ..ByHand::default() };
        let found = headline(&page.evidence(), &page.labels_by_hand(&given)).unwrap();
        assert_eq!((found.value.as_str(), found.origin.as_str()), ("Pier shut", "meta og:title"));
        assert_eq!(found.blocks, [0]);
    }

    #[test]
    fn a_headline_that_only_metadata_state_has_no_block() {
        let page = TestPage::new("<p>Ferries leave from the quay.</p>");
        let labels = &[(LabelKind::Paragraph, "")];
        let given = ByHand { labels, headline: Some(("Pier shut", "title element", None)), ..ByHand::default() };
        assert!(headline(&page.evidence(), &page.labels_by_hand(&given)).unwrap().blocks.is_empty());
        assert_eq!(headline(&page.evidence(), &page.labels(&[LabelKind::Paragraph])), None);
    }
}
