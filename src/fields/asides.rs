//! Fact boxes beside the story.

use super::found::Anchored;
use super::pieces::with_list_item;
use crate::article::{Aside, Block as Piece};
use crate::label::{Evidence, Labels};
use crate::lines::ends_sentence;
use crate::profile::Role;
use crate::segment::{Block, BlockKind, BoxKind};

/// The fact boxes of the story.
pub(crate) fn asides(evidence: &Evidence<'_>, labels: &Labels) -> Vec<Anchored<Aside>> {
    let segments = evidence.segments;
    let boxes = segments.boxes.iter().enumerate();
    let asides = boxes.filter(|(b, boxed)| boxed.kind == BoxKind::Aside && labels.is_story_box(*b));
    let read = asides.filter_map(|(b, boxed)| {
        let blocks: Vec<usize> = segments.places_of(b).collect();
        let value = aside(&blocks.iter().map(|&i| &segments.blocks[i]).collect::<Vec<_>>())?;
        Some(Anchored { value, anchor: boxed.at, blocks })
    });
    read.collect()
}

fn aside(blocks: &[&Block]) -> Option<Aside> {
    let mut out = Aside::default();
    let mut list: Option<usize> = None;
    for (i, b) in blocks.iter().enumerate() {
        let text = b.text.clone();
        let titled = b.role == Some(Role::AsideTitle)
            || i == 0 && (b.kind.heading().is_some() || b.all_bold() && !ends_sentence(&b.text));
        let was = list.take();
        match &b.kind {
            _ if titled && out.title.is_none() => out.title = Some(text.replace('\n', " ")),
            BlockKind::Item { list: of, ordered } => {
                list = Some(*of);
                out.body = with_list_item(out.body, was == Some(*of), *ordered, text);
            }
            BlockKind::Heading(level) => out.body.push(Piece::Heading { level: (*level).max(2), text }),
            BlockKind::Table { rows } => out.body.push(Piece::Table { rows: rows.clone() }),
            _ => out.body.push(Piece::Paragraph { text, links: Vec::new() }),
        }
    }
    (!out.body.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::LabelKind::{self, FactBox, Paragraph};
    use crate::label::tests::{ByHand, TestPage};

    const PAGE: &str = "<p>The pier is shut.</p><div class=x><h3>The<br>pier</h3><p>Of iron.</p><ul><li>Built: 1887\
        <li>Length: 90 m</ul><h4>Later</h4></div><p>It rained.</p>";

    fn found(html: &str, kinds: &[LabelKind], story_boxes: &[usize]) -> Vec<Anchored<Aside>> {
        let page = TestPage::with_roles(html, "aside = 'div.x'");
        let labels: Vec<_> = kinds.iter().map(|kind| (*kind, "")).collect();
        let given = ByHand { labels: &labels, story_boxes, ..ByHand::default() };
        asides(&page.evidence(), &page.labels_by_hand(&given))
    }

    #[test]
    fn a_fact_box_has_a_title_and_pieces() {
        let kinds = [Paragraph, FactBox, FactBox, FactBox, FactBox, FactBox, Paragraph];
        let found = found(PAGE, &kinds, &[0]);
        assert_eq!((found[0].anchor, &found[0].blocks[..]), (1, &[1, 2, 3, 4, 5][..]));
        assert_eq!(found[0].value.title.as_deref(), Some("The pier"));
        let items = vec!["Built: 1887".to_owned(), "Length: 90 m".to_owned()];
        let expected = [
            Piece::Paragraph { text: "Of iron.".to_owned(), links: Vec::new() },
            Piece::List { ordered: false, items },
            Piece::Heading { level: 4, text: "Later".to_owned() },
        ];
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
