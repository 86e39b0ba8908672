//! Which headings are the story's: a heading belongs with the text that it stands over.

use std::collections::BTreeMap;

use super::block_lines::is_sign;
use super::evidence::Evidence;
use super::labels::{LabelKind, Labels, Proposals};
use crate::article::MediaKind;
use crate::lines::notice::{MIN_TEXT_LETTERS, is_tool_label};
use crate::segment::{Block, BlockKind, BoxKind, Segments};
use crate::text::compare::normalize_for_comparison;
use crate::vocabulary::phrases;

/// Takes in the headings that are set as the story's are.
///
/// A heading has no sentence and few words of its own to be known by: one right over a paragraph of the story that is set as
/// others of its headings are is the story's.
pub(super) fn recover_same_style_headings(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    /// One heading may be taken for the story's by mistake.
    const MIN_KNOWN: usize = 2;
    let segments = evidence.segments;
    let style = |b: &Block| segments.containers[b.container()].signature;
    let mut proposals = Proposals::default();
    let Some((first, last)) = labels.story_ends() else { return proposals };
    let mut known: BTreeMap<u64, usize> = BTreeMap::new();
    for b in labels.story().map(|i| &segments.blocks[i]).filter(|b| is_free_heading(b)) {
        *known.entry(style(b)).or_default() += 1;
    }
    let over_text = |i: usize| labels.is_story(i + 1) && segments.blocks[i + 1].kind == BlockKind::Paragraph;
    let is_free = |i: usize| !labels.is_story(i) && !labels.is_in_box(i) && labels.headline().block != Some(i);
    for i in (first..last).filter(|&i| is_free(i) && over_text(i)) {
        let b = &segments.blocks[i];
        let is_notice = phrases::NOT_STORY.start(&b.text).is_some();
        let is_known = || known.get(&style(b)).is_some_and(|&n| n >= MIN_KNOWN);
        if is_free_heading(b) && b.linked == 0 && !is_notice && is_known() {
            proposals.propose(i, LabelKind::Heading, "set as the story's headings are, over its text");
        }
    }
    proposals
}

/// Takes out the headings that stand over something else than the story, or belong to its head.
pub(super) fn choose_section_headings(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    let segments = evidence.segments;
    let blocks = &segments.blocks;
    let mut proposals = Proposals::default();
    let apart = NonStoryContainers::new(evidence, labels);
    let body: Vec<usize> = labels.story().collect();
    let first = body.iter().copied().find(|&i| blocks[i].kind.heading().is_none());
    // The last heading of each style: one that is set in the same way as a later one is one of several.
    let style = |i: usize| (segments.containers[blocks[i].container()].signature, blocks[i].kind.heading());
    let last: BTreeMap<_, usize> =
        body.iter().filter(|&&i| blocks[i].kind.heading().is_some()).map(|&i| (style(i), i)).collect();
    let has_standfirst = labels.of_kind(LabelKind::Standfirst).next().is_some();
    for (n, &i) in body.iter().enumerate().filter(|(_, i)| is_free_heading(&blocks[**i])) {
        let next = body.get(n + 1).copied();
        let early = first.is_none_or(|f| i < f) && last.get(&style(i)).is_none_or(|&l| l <= i);
        // A heading of its own make between headline and text, and no part of the headline, says more of the whole.
        let subtitle = early && n == 0 && !has_standfirst && labels.headline().block.is_some_and(|h| h < i);
        if subtitle && (blocks[i].text.ends_with('.') || !is_of_head(evidence, labels, i)) {
            proposals.propose(i, LabelKind::Standfirst, "a heading alone between headline and story");
        } else if let Some(reason) = not_of_story(evidence, labels, &apart, i, next, early) {
            proposals.propose(i, LabelKind::Foreign, reason);
        }
    }
    proposals
}

/// Why a heading of the flow is no heading of the story, if it is none.
fn not_of_story(
    evidence: &Evidence<'_>,
    labels: &Labels,
    apart: &NonStoryContainers<'_>,
    i: usize,
    next: Option<usize>,
    early: bool,
) -> Option<&'static str> {
    if early && is_of_head(evidence, labels, i) {
        return Some("a heading of the page's head");
    }
    if is_tool_label(&evidence.blocks()[i].text) {
        return Some("a label of the page's tools");
    }
    if apart.holds(i) {
        return Some("a heading over what is no story");
    }
    introduces_other(evidence, labels, i, next).then_some("a heading over links, or over text that is no story")
}

/// Whether a block is a heading of which nobody tells that it is the story's.
fn is_free_heading(b: &Block) -> bool {
    b.kind.heading().is_some() && b.role.is_none() && !b.in_body
}

/// Whether a heading before the first paragraph belongs to the head of the page: a label, or the headline once more.
fn is_of_head(evidence: &Evidence<'_>, labels: &Labels, i: usize) -> bool {
    let b = &evidence.blocks()[i];
    let text = normalize_for_comparison(&b.text);
    let headline = labels.headline().words().map(normalize_for_comparison).unwrap_or_default();
    let title = evidence.metadata.title.as_deref().map(normalize_for_comparison).unwrap_or_default();
    b.chars < MIN_TEXT_LETTERS
        || headline.contains(&text)
        || title.contains(&text)
        || !headline.is_empty() && text.contains(&headline)
}

/// Whether what a heading stands over, up to the next piece of the body, is no part of the story: a list of links, or
/// text with no text of the story before the next heading.
fn introduces_other(evidence: &Evidence<'_>, labels: &Labels, i: usize, next: Option<usize>) -> bool {
    /// Letters of text that was left out: two lines of a column.
    const MIN_PROSE_LETTERS: u32 = 80;
    /// Beyond this share of links an item is a link.
    const MAX_LINK_SHARE: f32 = 0.5;
    let blocks = evidence.blocks();
    let until = next.unwrap_or(blocks.len());
    let between = || (i + 1..until).filter(|&j| !labels.is_in_box(j));
    let is_link =
        |j: usize| matches!(blocks[j].kind, BlockKind::Item { .. }) && blocks[j].link_share() > MAX_LINK_SHARE;
    if between().next().is_some_and(is_link) {
        return true;
    }
    let pictured = (i + 1..until).any(|j| evidence.segments.box_kind(blocks[j].boxed()) == Some(BoxKind::Figure));
    let over_heading = next.is_none_or(|n| blocks[n].kind.heading().is_some());
    over_heading && !pictured && between().map(|j| blocks[j].chars).sum::<u32>() >= MIN_PROSE_LETTERS
}

/// The elements that hold headings of the body and none of its text.
struct NonStoryContainers<'a> {
    segments: &'a Segments,
    /// For each container the outermost around it without text of the body.
    outermost: Vec<Option<usize>>,
    /// Whether each holds text that was left out, a player, or a picture that leads elsewhere.
    other: Vec<bool>,
}

impl<'a> NonStoryContainers<'a> {
    fn new(evidence: &Evidence<'a>, labels: &Labels) -> Self {
        let segments = evidence.segments;
        let containers = &segments.containers;
        let mut text = vec![false; containers.len()];
        let mut other = vec![false; containers.len()];
        for (i, b) in segments.blocks.iter().enumerate().filter(|(_, b)| b.kind.heading().is_none()) {
            if labels.is_story(i) {
                text[b.container()] = true;
            } else if labels.is_beside(i) && b.chars >= MIN_TEXT_LETTERS && !is_sign(b) {
                other[b.container()] = true;
            }
        }
        for m in segments.media.iter().filter(|m| m.boxed.is_none() && (m.linked || m.kind == MediaKind::Video)) {
            other[m.container] = true;
        }
        for i in (1..containers.len()).rev() {
            let up = containers[i].parent();
            text[up] |= text[i];
            other[up] |= other[i];
        }
        let mut outermost = vec![None; containers.len()];
        for i in 1..containers.len() {
            outermost[i] = if text[i] { None } else { outermost[containers[i].parent()].or(Some(i)) };
        }
        NonStoryContainers { segments, outermost, other }
    }

    /// Whether a heading stands in an element of its own with what was left out: the title of a teaser, of a
    /// player.
    fn holds(&self, i: usize) -> bool {
        self.outermost[self.segments.blocks[i].container()].is_some_and(|c| self.other[c])
    }
}

#[cfg(test)]
mod tests {
    use crate::article::Block;

    /// The headings of a page with a paragraph before and after each of these stretches of markup.
    fn headings(head: &str, parts: &[&str]) -> (Vec<String>, Vec<String>) {
        let paragraph = |n: usize| {
            format!(
                "<p>On day {n} the harbour master of the town said that the pier, which was built in 1887, would be \
                 closed until the spring for repairs, and that ferries would leave from the fish quay.</p>"
            )
        };
        let mut page = format!("<title>Pier closed</title><h1>Pier closed</h1>{head}{}", paragraph(0));
        for (n, part) in parts.iter().enumerate() {
            page.push_str(part);
            page.push_str(&paragraph(n + 1));
        }
        let article = crate::extract(&page).unwrap();
        let heading = |b: &Block| match b {
            Block::Heading { text, .. } => Some(text.clone()),
            _ => None,
        };
        (article.body.iter().filter_map(heading).collect(), article.summary)
    }

    #[test]
    fn headings_over_tools_links_and_players_go() {
        let parts = [
            "<h3>The boards give way</h3>",
            "<h4>Text size</h4>",
            "<h3>The ferries move over</h3>",
            "<div><h3>Watch the old pier from above</h3><video src=/v.mp4></video></div>",
            "<h3>More that you may like to read</h3><ul><li><a href=/a>A quay for sale</a><li><a href=/b>Old boats</a></ul>",
        ];
        assert_eq!(headings("", &parts).0, ["The boards give way", "The ferries move over"]);
    }

    #[test]
    fn a_sentence_over_the_first_paragraph_is_the_standfirst() {
        let (found, summary) =
            headings("<h2>The boards gave way on Sunday night.</h2>", &["<h3>The ferries move over</h3>"]);
        assert_eq!(found, ["The ferries move over"]);
        assert_eq!(summary, ["The boards gave way on Sunday night."]);
    }
}
