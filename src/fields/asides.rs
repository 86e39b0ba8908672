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
