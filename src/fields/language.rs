//! The language of the story.

use crate::article::Block as Piece;
use crate::label::{Evidence, Labels, detect_language};

/// The language of a story with this body, as a two-letter code.
pub(crate) fn language(evidence: &Evidence<'_>, _: &Labels, body: &[Piece]) -> Option<String> {
    detect_language(evidence, body.iter().map(Piece::text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::TestPage;

    fn found(page: &TestPage, text: &str) -> Option<String> {
        language(&page.evidence(), &Labels::default(), &[Piece::paragraph(text)])
    }

    const GERMAN: &str = "Die Fähre fährt seit Montag wieder, und niemand weiß, wie lange noch. ";

    #[test]
    fn the_declared_language_holds_where_the_text_is_short() {
        let page = TestPage::new("<html lang=en-GB><p>x</p>");
        assert_eq!(found(&page, GERMAN).as_deref(), Some("en"));
        assert_eq!(found(&TestPage::new("<p>x</p>"), GERMAN), None);
    }

    #[test]
    fn a_long_text_speaks_for_itself() {
        let long = GERMAN.repeat(12);
        assert_eq!(found(&TestPage::new("<html lang=en><p>x</p>"), &long).as_deref(), Some("de"));
        assert_eq!(found(&TestPage::new("<p>x</p>"), &long).as_deref(), Some("de"));
    }
}
