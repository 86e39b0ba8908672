//! The standfirst: what sums the story up over its first paragraph.

use super::found::{Found, PAGE_TEXT};
use crate::label::{Evidence, LabelKind, Labels};
use crate::profile::Role;
use crate::text::is_blank;

/// The points of the standfirst, in their order.
pub(crate) fn standfirst(evidence: &Evidence<'_>, labels: &Labels) -> Option<Found<Vec<String>>> {
    let blocks: Vec<usize> = labels.of_kind(LabelKind::Standfirst).collect();
    // Each line is a point of its own.
    let lines = blocks.iter().flat_map(|&i| evidence.blocks()[i].text.split('\n'));
    let points: Vec<String> = lines.map(str::trim).filter(|l| !is_blank(l)).map(str::to_owned).collect();
    let from_profile = blocks.iter().any(|&i| evidence.blocks()[i].role == Some(Role::Summary));
    let origin = if from_profile { "profile" } else { PAGE_TEXT };
    (!points.is_empty()).then(|| Found::new(points, origin).with_blocks(blocks))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::LabelKind::{Paragraph, Standfirst};
    use crate::label::tests::TestPage;

    #[test]
    fn each_line_is_a_point() {
        let page = TestPage::new("<p>The pier is shut.<br>Ferries go on.</p><p>The council met.</p><p>It rained.</p>");
        let found = standfirst(&page.evidence(), &page.labels(&[Standfirst, Standfirst, Paragraph])).unwrap();
        assert_eq!(found.value, ["The pier is shut.", "Ferries go on.", "The council met."]);
        assert_eq!((found.origin.as_str(), &found.blocks[..]), (PAGE_TEXT, &[0, 1][..]));
        assert_eq!(standfirst(&page.evidence(), &page.labels(&[Paragraph; 3])), None);
    }

    #[test]
    fn lines_that_show_nothing_are_none() {
        let page = TestPage::new("<p>The pier is shut.<br>&#x200b;<br>Ferries go on.</p><p>It rained.</p>");
        let found = standfirst(&page.evidence(), &page.labels(&[Standfirst, Paragraph])).unwrap();
        assert_eq!(found.value, ["The pier is shut.", "Ferries go on."]);
    }

    #[test]
    fn lines_of_a_heading_are_points_too() {
        let page = TestPage::new("<h2>The pier is shut<br>until the spring.</h2><p>It rained.</p>");
        let found = standfirst(&page.evidence(), &page.labels(&[Standfirst, Paragraph])).unwrap();
        assert_eq!(found.value, ["The pier is shut", "until the spring."]);
    }

    #[test]
    fn what_a_profile_tells_is_said_to_be_of_it() {
        let page = TestPage::with_roles("<p class=x>The pier is shut.</p><p>It rained.</p>", "summary = 'p.x'");
        let found = standfirst(&page.evidence(), &page.labels(&[Standfirst, Paragraph])).unwrap();
        assert_eq!(found.origin, "profile");
    }
}
