//! Fact boxes beside the story.

use super::found::Anchored;
use super::pieces::{Pieces, WantedMarks};
use crate::article::Aside;
use crate::label::{Evidence, Labels};
use crate::profile::Role;
use crate::segment::{Block, BlockKind, BoxKind};

/// The fact boxes of the story.
pub(crate) fn asides(evidence: &Evidence<'_>, labels: &Labels, wanted: WantedMarks) -> Vec<Anchored<Aside>> {
    let segments = evidence.segments;
    let boxes = segments.boxes.iter().enumerate();
    let asides = boxes.filter(|(b, boxed)| boxed.kind == BoxKind::Aside && labels.is_story_box(*b));
    let read = asides.filter_map(|(b, boxed)| {
        let blocks: Vec<usize> = segments.places_of(b).collect();
        let value = aside(evidence, &blocks.iter().map(|&i| &segments.blocks[i]).collect::<Vec<_>>(), wanted)?;
        Some(Anchored { value, anchor: boxed.at, blocks })
    });
    read.collect()
}

fn aside(evidence: &Evidence<'_>, blocks: &[&Block], wanted: WantedMarks) -> Option<Aside> {
    let mut title = None;
    let mut pieces = Pieces::new(wanted);
    let mut list: Option<usize> = None;
    for (i, b) in blocks.iter().enumerate() {
        let titled = b.role == Some(Role::AsideTitle)
            || i == 0 && (b.kind.heading().is_some() || b.all_bold() && !b.ends_sentence());
        let was = list.take();
        if titled && title.is_none() {
            title = Some(b.text.replace('\n', " "));
            continue;
        }
        let marks = pieces.marks(evidence, b);
        pieces = match &b.kind {
            BlockKind::Item { list: of, ordered, depth } => {
                list = Some(*of);
                pieces.with_item(was == Some(*of), *ordered, *depth, b.text.clone(), marks)
            }
            BlockKind::Heading(level) => pieces.with_heading((*level).max(2), &b.text, None, marks),
            BlockKind::Table(data) => pieces.with_table(None, data, marks),
            _ => pieces.with_paragraph(b.text.clone(), marks),
        }
    }
    (!pieces.is_empty()).then(|| Aside { title, body: pieces.finish(), at: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Block as Piece;
    use crate::label::LabelKind::{self, FactBox, Paragraph};
    use crate::label::tests::{ByHand, TestPage};

    const PAGE: &str = "<p>The pier is shut.</p><div class=x><h3>The<br>pier</h3><p>Of iron.</p><ul><li>Built: 1887\
        <li>Length: 90 m</ul><h4>Later</h4></div><p>It rained.</p>";

    fn found(html: &str, kinds: &[LabelKind], story_boxes: &[usize]) -> Vec<Anchored<Aside>> {
        let page = TestPage::with_roles(html, "aside = 'div.x'");
        let labels: Vec<_> = kinds.iter().map(|kind| (*kind, "")).collect();
        let given = ByHand { labels: &labels, story_boxes, ..ByHand::default() };
        asides(&page.evidence(), &page.labels_by_hand(&given), WantedMarks::default())
    }

    #[test]
    fn a_fact_box_has_a_title_and_pieces() {
        let kinds = [Paragraph, FactBox, FactBox, FactBox, FactBox, FactBox, Paragraph];
        let found = found(PAGE, &kinds, &[0]);
        assert_eq!((found[0].anchor, &found[0].blocks[..]), (1, &[1, 2, 3, 4, 5][..]));
        assert_eq!(found[0].value.title.as_deref(), Some("The pier"));
        let items = vec!["Built: 1887".to_owned(), "Length: 90 m".to_owned()];
        let expected = [Piece::paragraph("Of iron."), Piece::list(false, items), Piece::heading(4, "Later")];
        assert_eq!(found[0].value.body, expected);
    }

    #[test]
    fn a_box_of_another_story_and_a_title_alone_are_none() {
        let kinds = [Paragraph, FactBox, FactBox, FactBox, FactBox, FactBox, Paragraph];
        assert!(found(PAGE, &kinds, &[]).is_empty());
        let bare = "<p>The pier is shut.</p><div class=x><h3>The pier</h3></div>";
        assert!(found(bare, &[Paragraph, FactBox], &[0]).is_empty());
    }
}
