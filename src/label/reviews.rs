//! Readers' words that a story gathers: quotations, each with a dash and a name under it, one after another.

use super::evidence::Evidence;
use super::labels::{LabelKind, Labels, Passage, Proposals};
use super::passages::is_signed_line;
use crate::lines::quotation::is_quoted;

/// So many signed quotations in a row are a gathering; one or two are words in a story.
const MIN_QUOTES: usize = 3;

/// Takes the run of signed quotations out of the flow: readers' quotes with their speakers.
pub(super) fn reviews(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    let mut proposals = Proposals::default();
    let blocks = evidence.blocks();
    let story: Vec<usize> = labels.story().collect();
    let is_signed = |pair: &[usize]| is_quoted(&blocks[pair[0]].text) && is_signed_line(&blocks[pair[1]]);
    let mut n = 0;
    while n < story.len() {
        let signed = story[n..].chunks_exact(2).take_while(|pair| is_signed(pair)).count();
        if signed >= MIN_QUOTES {
            for pair in story[n..n + 2 * signed].chunks_exact(2) {
                proposals.propose(pair[0], LabelKind::ReaderQuote, "one of several quotations with names under them");
                proposals.propose(pair[1], LabelKind::Speaker, "a dash and a name under a quotation");
                proposals.passages.push(Passage { blocks: vec![pair[0]], speaker: Some(pair[1]) });
            }
        }
        n += 2 * signed.max(1) - usize::from(signed == 0);
    }
    proposals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::TestPage;

    #[test]
    fn signed_quotations_in_a_row_are_readers() {
        let found = |count: usize, name: &str| {
            let page = TestPage::new(&format!(
                "<p>They say:</p>{}",
                format!("<p>“The band played.”</p><h2>{name}</h2>").repeat(count)
            ));
            let kinds = vec![LabelKind::Paragraph; 1 + 2 * count];
            reviews(&page.evidence(), &page.labels(&kinds)).passages.len()
        };
        assert_eq!(found(4, "– Liv**"), 4);
        assert_eq!(found(2, "– Liv**"), 0);
        assert_eq!(found(4, "The harbour"), 0);
    }
}
