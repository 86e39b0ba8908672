//! Galleries beside a story: slides that count themselves (`3/44`), each with its caption.

use super::evidence::Evidence;
use super::extent::told_by;
use super::labels::{LabelKind, Labels, Proposals};

/// So many slides in their order are a gallery.
const MIN_SLIDES: usize = 3;

/// Letters of a line with a slide's number: a date may stand beside it.
const MAX_LETTERS: u32 = 40;

/// Blocks of one slide.
const REACH: usize = 8;

/// Takes the slides out of the flow.
pub(super) fn gallery(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    let mut proposals = Proposals::default();
    let blocks = evidence.blocks();
    // Where no story is told before them, the slides are the story.
    let Some(start) = told_by(evidence, labels) else { return proposals };
    let numbered = (start + 1..blocks.len()).filter(|&i| blocks[i].chars <= MAX_LETTERS);
    let slides: Vec<(usize, u32, u32)> =
        numbered.filter_map(|i| number(&blocks[i].text).map(|(n, of)| (i, n, of))).collect();
    for run in slides.chunk_by(|a, b| a.2 == b.2 && a.1 + 1 == b.1 && b.0 - a.0 <= REACH) {
        let [(first, ..), .., (last, ..)] = run else { continue };
        if run.len() < MIN_SLIDES {
            continue;
        }
        let most = run.windows(2).map(|w| w[1].0 - w[0].0).max().unwrap_or(1);
        for i in (*first..(last + most).min(blocks.len())).filter(|&i| labels.is_story(i)) {
            proposals.propose(i, LabelKind::Foreign, "a slide of a gallery");
        }
    }
    proposals
}

/// The number of a slide, and of how many: `3/44`, `3 of 44`.
fn number(text: &str) -> Option<(u32, u32)> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let text = text.trim_start();
    let (n, rest) = text.split_at(digits(text));
    let rest = rest.trim_start();
    let rest = rest.strip_prefix('/').or_else(|| rest.strip_prefix("of "))?.trim_start();
    let (of, rest) = rest.split_at(digits(rest));
    let (n, of) = (n.parse().ok()?, of.parse().ok()?);
    (n >= 1 && n <= of && !rest.starts_with(|c: char| c.is_alphanumeric() || c == '/')).then_some((n, of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::TestPage;

    #[test]
    fn numbers_of_slides() {
        assert_eq!(number("1/44"), Some((1, 44)));
        assert_eq!(number("3 of 9 18 October 2017"), Some((3, 9)));
        for other in ["44/1", "1/2/2017", "0/3", "of 3", "1", "3/4l"] {
            assert_eq!(number(other), None, "{other}");
        }
    }

    #[test]
    fn slides_behind_paragraphs_are_no_text() {
        let paragraph = "<p>The harbour master of the town said on Monday that the pier, which was built in 1887, would be closed.</p>";
        let taken_out = |before: usize, numbers: &[&str]| {
            let slide = |n: &&str| format!("<li>{n}</li><li>A gull on the pier in the first ice</li>");
            let slides: String = numbers.iter().map(slide).collect();
            let page = TestPage::new(&format!("{}<ul>{slides}</ul>", paragraph.repeat(before)));
            let kinds = vec![LabelKind::Paragraph; before + 2 * numbers.len()];
            gallery(&page.evidence(), &page.labels(&kinds)).labels.len()
        };
        assert_eq!(taken_out(2, &["1/3", "2/3", "3/3"]), 6);
        // Where the slides are all there is, they are the story.
        assert_eq!(taken_out(1, &["1/3", "2/3", "3/3"]), 0);
        assert_eq!(taken_out(2, &["1/3", "2/3"]), 0);
        assert_eq!(taken_out(2, &["1/3", "3/3", "2/3"]), 0);
    }
}
