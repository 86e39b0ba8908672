//! What a figure says of its picture, and who made it.

use crate::label::{Evidence, LabelKind, Labels};
use crate::lines::credit::{bracketed, credit_name, split_credit, without_label};
use crate::lines::ends_sentence;
use crate::text::compare::normalize_for_comparison;
use crate::text::is_blank;

/// Caption and credit of a figure.
#[derive(Default)]
pub(super) struct Said {
    pub(super) caption: Option<String>,
    pub(super) credit: Option<String>,
}

/// Reads the caption and the credit of a figure from its labelled lines.
pub(super) fn figure_caption(evidence: &Evidence<'_>, labels: &Labels, boxed: usize) -> Said {
    let lines = |kind: LabelKind| {
        let places = evidence.segments.places_of(boxed).filter(move |&i| labels.kind(i) == kind);
        places.map(|i| without_label(&evidence.blocks()[i].text.replace('\n', " ")))
    };
    let mut caption: Vec<String> = lines(LabelKind::Caption).collect();
    let slots: Vec<String> = lines(LabelKind::Credit).collect();
    let mut credit: Vec<String> = slots.iter().map(|text| credit_name(text)).collect();
    if let (true, [slot]) = (caption.is_empty(), &slots[..]) {
        // Templates without a place for captions print them in that for credits, the credit in brackets behind.
        let (said, by) = match split_credit(slot) {
            (_, None) => bracketed(slot),
            split => split,
        };
        if by.is_some() && ends_sentence(&said) {
            (caption, credit) = (vec![said], by.into_iter().collect());
        }
    }
    let joined = without_repeats(caption).join(" ");
    let (joined, trailing) = split_credit(&joined);
    // A credit that stands apart is fuller than the one in the caption.
    if credit.is_empty() {
        credit.extend(trailing.filter(|t| !is_blank(t)));
    }
    credit.dedup();
    credit.retain(|c| !is_blank(c));
    Said { caption: Some(joined).filter(|c| !is_blank(c)), credit: Some(credit.join(", ")).filter(|c| !c.is_empty()) }
}

/// The parts of a caption without those that repeat the beginning of another: what a line shows until it is unfolded.
fn without_repeats(parts: Vec<String>) -> Vec<String> {
    let normalized: Vec<String> = parts.iter().map(|p| normalize_for_comparison(p)).collect();
    // In their order, what begins with a text stands right behind it, so that no two parts need be compared.
    let mut order: Vec<usize> = (0..normalized.len()).collect();
    order.sort_by_key(|&i| &normalized[i]);
    let mut kept = vec![false; normalized.len()];
    let mut next: Option<&str> = None;
    for same in order.chunk_by(|&i, &j| normalized[i] == normalized[j]).rev() {
        let Some(&first) = same.first() else { continue };
        kept[first] = next.is_none_or(|n| !n.starts_with(&normalized[first]));
        next = Some(&normalized[first]);
    }
    parts.into_iter().zip(kept).filter(|(_, k)| *k).map(|(p, _)| p).collect()
}
