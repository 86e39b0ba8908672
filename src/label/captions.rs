//! Captions under pictures that no element holds together with them.

use super::block_lines::{is_byline, is_date_line};
use super::evidence::Evidence;
use super::extent::StoryExtent;
use super::figures::MAX_CAPTION_LETTERS;
use super::labels::{LabelKind, Labels, Proposals};
use crate::dom::Tag;
use crate::lines::credit::{is_counter, is_credit_line, is_person, split_credit};
use crate::lines::notice::is_tool_label;
use crate::segment::{Block, BlockKind, Medium};
use crate::vocabulary::Hints;

/// Letters of a line that is a caption by its place and type alone.
const MAX_LINE_LETTERS: u32 = 200;
const MIN_LINE_LETTERS: u32 = 15;

/// Captions and credits right under free pictures: named so, or set otherwise than the story.
pub(super) fn captions(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    let mut out = Proposals::default();
    let Some(extent) = StoryExtent::new(evidence, labels) else { return out };
    let type_of_story = TypeOfStory::new(evidence, labels);
    captions_of_listings(evidence, labels, &mut out);
    let first = labels.story_ends().map_or(0, |(first, _)| first);
    let media = &evidence.segments.media;
    for (m, medium) in media.iter().enumerate() {
        let Some(below) = evidence.blocks().get(medium.at) else { break };
        let is_last = media.get(m + 1).is_none_or(|next| next.at > medium.at);
        let is_free = medium.boxed.is_none() && below.boxed().is_none() && medium.node < below.node();
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
        // Over the story a portrait has its writer's name under it.
        let is_signed = is_byline(below) || is_date_line(below) || medium.at <= first && is_person(&below.text);
        // A word or two are a label of what follows.
        let is_open = is_open && below.chars >= MIN_LINE_LETTERS;
        let is_apart = type_of_story.tells(below, medium);
        if is_story && is_open && !is_signed && !is_sign(medium) && (is_apart || medium.has_line_below) {
            let reason = if is_apart {
                "a line set apart, under a picture"
            } else {
                "a line between a picture and its paragraph"
            };
            out.propose(medium.at, LabelKind::Caption, reason);
            let credit = evidence.blocks().get(medium.at + 1).filter(|b| b.boxed().is_none() && b.container() != 0);
            if credit.is_some_and(|b| is_credit_line(&b.text) && b.kind == BlockKind::Paragraph) {
                out.propose(medium.at + 1, LabelKind::Credit, "says who made the picture above");
            }
        }
    }
    out
}

/// What a figure says of a list, a table or a program of the flow, which is no picture: a paragraph beside it.
fn captions_of_listings(evidence: &Evidence<'_>, labels: &Labels, out: &mut Proposals) {
    let containers = &evidence.segments.containers;
    let is_listing = |i: usize| {
        labels.is_story(i) && matches!(labels.kind(i), LabelKind::ListItem | LabelKind::Table | LabelKind::Code)
    };
    for (i, b) in evidence.blocks().iter().enumerate() {
        let parent = containers.get(b.container()).map(|c| c.parent());
        let in_figure = parent.and_then(|p| containers.get(p)).is_some_and(|c| c.tag == Tag::Figure);
        if b.tag == Tag::Figcaption
            && in_figure
            && b.boxed().is_none()
            && labels.kind(i) == LabelKind::Foreign
            && (is_listing(i + 1) || i > 0 && is_listing(i - 1))
        {
            out.propose(i, LabelKind::Paragraph, "the caption of a list, a table or a program");
        }
    }
}

/// Whether a picture is a part of the design, an advertisement's strip, or too small to need words.
fn is_sign(medium: &Medium) -> bool {
    /// Pixels.
    const SMALL: u32 = 100;
    /// The width of a strip, in heights.
    const STRIP: u32 = 4;
    let is_strip = matches!(medium.size, (Some(w), Some(h)) if w >= h.saturating_mul(STRIP));
    medium.furniture || is_strip || medium.size.0.is_some_and(|w| w < SMALL)
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
        let is_open_ended = !b.ends_sentence() || is_apart && b.container() == medium.container;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::label;
    use crate::label::tests::TestPage;

    const PARAGRAPH: &str = "<p>The harbour master of the town said on Monday that the old pier, which was built in 1887, \
        would be closed to all visitors until the spring, since nobody knew what would become of it.</p>";

    /// The label of the line behind a picture between paragraphs.
    fn of_line(line: &str) -> LabelKind {
        let text = PARAGRAPH.repeat(3);
        let page = TestPage::new(&format!(
            "<article><h1>The pier is shut</h1>{text}<a href=/l><img src=/p.jpg></a>{line}{text}</article>"
        ));
        let at = page.segments.media[0].at;
        label(&page.evidence()).unwrap().kind(at)
    }

    #[test]
    fn a_line_between_a_picture_and_its_paragraph_is_a_caption() {
        let text = "The harbour master of the town said on Monday that the pier would be shut until the spring. Nobody knew \
            what would become of it, he said.";
        let of = |inner: &str| {
            let page = format!(
                "<title>The pier is shut</title><h1>The pier is shut</h1>{}<p>{inner}{}</p>{}",
                PARAGRAPH.repeat(2),
                "</p><p>",
                PARAGRAPH
            );
            let article = crate::extract(&page).unwrap();
            let caption = article.media.first().and_then(|m| m.caption.clone());
            (caption, article.body.iter().any(|b| b.text() == text))
        };
        let line = "The timber pier before the storm";
        assert_eq!(of(&format!("<img src=/p.jpg><br>{line}<br>{text}")), (Some(line.to_owned()), true));
        assert_eq!(
            of(&format!("<a href=/l><img src=/p.jpg></a><br>\n{line}\n<br>\n{text}")),
            (Some(line.to_owned()), true)
        );
        for inner in [
            format!("{line}<br>{text}"),
            format!("<img src=/p.jpg>{line}<br>{text}"),
            format!("<img src=/p.jpg><br>{line}.<br>{text}"),
            format!("<img src=/p.jpg><br>By Annabella Leeson<br>{text}"),
            format!("<img src=/p.jpg><br>{line}<br>and the one behind it"),
            format!("<img src=/icons/pier.jpg><br>{line}<br>{text}"),
        ] {
            assert_eq!(of(&inner).0, None, "{inner}");
        }
    }

    #[test]
    fn a_line_set_apart_under_a_picture_is_its_caption() {
        for line in [
            "<p><i>The pier before and after the storm of last winter</i></p>",
            "<p align=center>The pier before the storm of last winter</p>",
            "<br><font size=1><b>The pier before the storm.</b></font>",
            "<p style='text-align:center'>The pier before the storm. Photo: Ann Lee</p>",
        ] {
            assert_eq!(of_line(line), LabelKind::Caption, "{line}");
        }
        for line in [
            "<p>The pier before and after the storm of last winter</p>",
            "<p><i>The pier was shut by the harbour master before the storm.</i></p>",
            "<p><i>The pier</i> before and after the storm of last winter</p>",
        ] {
            assert_ne!(of_line(line), LabelKind::Caption, "{line}");
        }
    }

    #[test]
    fn what_a_figure_says_of_a_program_is_kept() {
        let text = PARAGRAPH.repeat(3);
        let figure =
            "<figure><pre><code>let a = 1;\n  let b = 2;</code></pre><figcaption>A program</figcaption></figure>";
        let page = TestPage::new(&format!("<article><h1>The pier is shut</h1>{text}{figure}{text}</article>"));
        assert!(page.segments.boxes.is_empty());
        let labels = label(&page.evidence()).unwrap();
        let at = page.segments.blocks.iter().position(|b| b.text == "A program").unwrap();
        assert_eq!((labels.kind(at - 1), labels.kind(at)), (LabelKind::Code, LabelKind::Paragraph));
    }
}
