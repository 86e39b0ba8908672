//! Lines beside the story that are fields of the article: kicker, byline, date.

use super::block_lines::{is_byline, is_date_line};
use super::evidence::Evidence;
use super::labels::{LabelKind, Labels, Proposals};

/// Labels the lines of the head and the foot of the story that are no part of its flow.
pub(super) fn beside(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    /// Blocks before the headline and behind the story that are looked at.
    const REACH: usize = 8;
    let mut out = Proposals::default();
    let Some((first, last)) = labels.story_ends() else { return out };
    let headline = labels.headline();
    let kicker = headline.kicker.as_ref().and_then(|k| k.block);
    let head = headline.block.unwrap_or(first).min(first).saturating_sub(REACH)..first;
    let foot = last + 1..(last + 1 + REACH).min(evidence.blocks().len());
    for i in head.chain(foot) {
        if labels.is_in_box(i) || labels.kind(i) != LabelKind::Foreign {
            continue;
        }
        let b = &evidence.blocks()[i];
        if kicker == Some(i) {
            out.propose(i, LabelKind::Kicker, "a short label over the headline");
        } else if is_byline(b) {
            out.propose(i, LabelKind::Byline, "says who wrote it");
        } else if is_date_line(b) {
            out.propose(i, LabelKind::DateLine, "a date and little besides");
        }
    }
    out
}
