//! Figures of the story, and which of their lines are caption and credit.

use super::block_lines::{is_byline, is_date_line};
use super::evidence::Evidence;
use super::extent::StoryExtent;
use super::labels::LabelKind;
use crate::lines::credit::{is_counter, is_credit_label, is_credit_line, without_label};
use crate::lines::notice::is_tool_label;
use crate::profile::Role;
use crate::segment::{Block, BoxKind};
use crate::text::letter_count;
use crate::vocabulary::Hints;

/// Letters of the longest captions.
pub(super) const MAX_CAPTION_LETTERS: u32 = 700;

/// Whether a figure is one of the story's by its place, and no teaser, advertisement or author's portrait.
pub(super) fn is_of_story(evidence: &Evidence<'_>, extent: &StoryExtent, boxed: usize) -> bool {
    let figure = &evidence.segments.boxes[boxed];
    figure.kind == BoxKind::Figure
        && extent.holds(figure.at)
        && (figure.certain
            || !evidence.segments.is_named_foreign(figure.container)
                && is_wanted(evidence, boxed)
                && extent.is_near(figure.container, figure.at))
}

fn is_wanted(evidence: &Evidence<'_>, boxed: usize) -> bool {
    let hints = evidence.segments.boxes[boxed].hints;
    if hints.any(Hints::COMMENTS | Hints::BIO) {
        return false;
    }
    let mut blocks = evidence.segments.blocks_of(boxed);
    let named = blocks.clone().any(|b| b.all_hints().any(Hints::CAPTION));
    let (linked, chars) = blocks.clone().fold((0, 0), |(l, c), b| (l + b.linked, c + b.chars));
    // A picture that begins with who wrote the story shows its author.
    if blocks.next().is_some_and(|b| b.role.is_none() && is_byline(b) && !b.hints.any(Hints::CREDIT)) {
        return false;
    }
    // Teasers and advertisements are links, whatever templates call the pictures of a story.
    let foreign = hints.any(Hints::RELATED | Hints::AD | Hints::NAV | Hints::SHARE);
    let named = named || hints.any(Hints::FIGURE);
    if foreign { named && linked == 0 } else { named || linked * 2 <= chars }
}

/// What each block of a figure is: caption, credit, or neither.
pub(super) fn lines_of_figure(blocks: &[&Block]) -> Vec<(LabelKind, &'static str)> {
    let told = blocks.iter().any(|b| b.role == Some(Role::Caption));
    let named = told || blocks.iter().any(|b| b.hints.any(Hints::CAPTION) && !b.hints.any(Hints::CREDIT));
    // A line that leads elsewhere from end to end is a control where others say what the picture shows.
    let is_said = |b: &Block| b.linked == 0 && !is_credit_block(b, &without_label(&b.text.replace('\n', " ")));
    let said = blocks.iter().any(|b| is_said(b));
    // Whether the line before was a label, with the name to follow.
    let mut labelled = false;
    let mut out = Vec::with_capacity(blocks.len());
    for b in blocks {
        let text = without_label(&b.text.replace('\n', " "));
        let signed = is_byline(b) && b.role.is_none() || is_date_line(b);
        if text.is_empty()
            || is_counter(&text)
            || b.chars > MAX_CAPTION_LETTERS
            || signed && !b.hints.any(Hints::CREDIT)
        {
            out.push((LabelKind::Foreign, "a counter, label or sign of a figure"));
            continue;
        }
        let is_credit = is_credit_block(b, &text) || b.role.is_none() && std::mem::take(&mut labelled);
        let is_control = b.role.is_none() && (said && b.linked == b.chars || is_control(&text));
        out.push(if is_control && !is_credit {
            (LabelKind::Foreign, "words of a control")
        } else if is_credit_label(&text) {
            labelled = true;
            (LabelKind::Foreign, "a label before a credit")
        } else if is_credit {
            (LabelKind::Credit, "says who made the picture")
        } else if b.role == Some(Role::Caption) || !told && (!named || b.all_hints().any(Hints::CAPTION)) {
            (LabelKind::Caption, "a line of a figure")
        } else {
            (LabelKind::Foreign, "beside the named caption of a figure")
        });
    }
    out
}

/// Whether a block of a figure says who made the picture, by its names or its words.
fn is_credit_block(b: &Block, text: &str) -> bool {
    b.role == Some(Role::Credit)
        || b.role.is_none()
            && (b.hints.any(Hints::CREDIT | Hints::BYLINE) && !b.hints.any(Hints::CAPTION) || is_credit_line(text))
}

/// Whether a line is what a button says: a sign in brackets before a word or two.
fn is_control(text: &str) -> bool {
    /// Letters of such words.
    const WORDS: u32 = 25;
    let sign = ["[+]", "(+)", "[-]", "[x]"].iter().any(|s| text.starts_with(s));
    letter_count(text) <= WORDS && (sign || is_tool_label(text))
}
