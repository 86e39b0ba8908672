//! The description that the page's metadata give of it.

use super::found::Found;
use crate::label::{Evidence, Labels};

/// The description of the most trusted source.
pub(crate) fn description(evidence: &Evidence<'_>, _: &Labels) -> Option<Found<String>> {
    evidence.metadata.descriptions.first().map(|d| Found::new(d.value.clone(), d.origin.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::TestPage;

    #[test]
    fn the_most_trusted_source_counts() {
        let page = TestPage::new(
            "<meta property='og:description' content='To be shared.'><meta name=dc.description content='To be kept.'>",
        );
        let found = description(&page.evidence(), &Labels::default()).unwrap();
        let best = page.metadata.descriptions.iter().min_by_key(|d| d.rank).unwrap();
        assert_eq!((&found.value, &found.origin), (&best.value, &best.origin));
        assert_eq!(page.metadata.descriptions.len(), 2);
        assert_eq!(description(&TestPage::new("<p>x</p>").evidence(), &Labels::default()), None);
    }
}
