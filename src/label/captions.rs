//! Captions under pictures that no element holds together with them.

use super::evidence::Evidence;
use super::extent::StoryExtent;
use super::figures::MAX_CAPTION_LETTERS;
use super::labels::{LabelKind, Labels, Proposals};
use crate::lines::credit::{is_counter, is_credit_line, split_credit};
use crate::lines::ends_sentence;
use crate::lines::notice::is_tool_label;
use crate::segment::{Block, BlockKind, Medium};
use crate::vocabulary::Hints;

/// Letters of a line that is a caption by its place and type alone.
const MAX_LINE_LETTERS: u32 = 200;

/// Captions and credits right under free pictures: named so, or set otherwise than the story.
pub(super) fn captions(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    let mut out = Proposals::default();
    let Some(extent) = StoryExtent::new(evidence, labels) else { return out };
    let type_of_story = TypeOfStory::new(evidence, labels);
    let media = &evidence.segments.media;
    for (m, medium) in media.iter().enumerate() {
        let Some(below) = evidence.blocks().get(medium.at) else { break };
        let is_last = media.get(m + 1).is_none_or(|next| next.at > medium.at);
        let is_free = medium.boxed.is_none() && below.boxed.is_none() && medium.node < below.node;
        if !is_last || !is_free || below.link_share() >= 0.5 || below.kind.heading().is_some() {
            continue;
        }
        if below.hints.any(Hints::CAPTION) && below.chars <= MAX_CAPTION_LETTERS {
            out.propose(medium.at, LabelKind::Caption, "named a caption, under a picture");
            continue;
        }
        let is_story = extent.holds(medium.at) && extent.is_near(medium.container, medium.at);
        let kind = labels.kind(medium.at);
        let is_open = matches!(kind, LabelKind::Paragraph | LabelKind::Heading | LabelKind::Foreign);
        if is_story && is_open && !is_sign(medium) && type_of_story.tells(below, medium) {
            out.propose(medium.at, LabelKind::Caption, "a line set apart, under a picture");
            let credit = evidence.blocks().get(medium.at + 1).filter(|b| b.boxed.is_none() && b.container != 0);
            if credit.is_some_and(|b| is_credit_line(&b.text) && b.kind == BlockKind::Paragraph) {
                out.propose(medium.at + 1, LabelKind::Credit, "says who made the picture above");
            }
        }
    }
    out
}

/// Whether a picture is a part of the design, or too small to need words.
fn is_sign(medium: &Medium) -> bool {
    /// Pixels.
    const SMALL: u32 = 100;
    medium.furniture || medium.size.0.is_some_and(|w| w < SMALL)
}

/// Which kinds of type are not the story's own: where much of it is italic, small or centred, that tells nothing.
struct TypeOfStory {
    italic_tells: bool,
    apart_tells: bool,
}

impl TypeOfStory {
    fn new(evidence: &Evidence<'_>, labels: &Labels) -> Self {
        /// The share of the story's letters, one in so many.
        const SHARE: u32 = 4;
        let sum = |letters: fn(&Block) -> u32| labels.story().map(|i| letters(&evidence.blocks()[i])).sum::<u32>();
        let all = sum(|b| b.chars);
        let tells = |letters: u32| letters.saturating_mul(SHARE) < all;
        TypeOfStory { italic_tells: tells(sum(|b| b.italic)), apart_tells: tells(sum(|b| b.set_apart)) }
    }

    /// Whether the type of a line, right under a picture, makes it a caption.
    fn tells(&self, b: &Block, medium: &Medium) -> bool {
        let is_apart = self.apart_tells && b.set_apart == b.chars;
        let is_italic = self.italic_tells && b.italic == b.chars;
        let (said, credit) = split_credit(&b.text);
        // In one element with the picture, a line in small print may be a sentence.
        let is_open_ended = !ends_sentence(&b.text) || is_apart && b.container == medium.container;
        b.chars <= MAX_LINE_LETTERS
            && b.kind == BlockKind::Paragraph
            && b.role.is_none()
            && (is_apart || is_italic)
            && (is_open_ended || credit.is_some())
            && b.text.chars().any(char::is_alphabetic)
            && !is_counter(&b.text)
            && !is_tool_label(&said)
    }
}
