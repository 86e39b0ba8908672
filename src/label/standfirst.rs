//! The standfirst: what stands between headline and body and is named or set apart as such.

use super::block_lines::{is_byline, is_date_line};
use super::evidence::Evidence;
use super::labels::{LabelKind, Labels, Proposals};
use super::story_words::StoryWords;
use crate::profile::Role;
use crate::segment::{Block, BlockKind};
use crate::text::compare::{likeness, normalize_for_comparison};
use crate::vocabulary::{Hints, phrases};

/// Letters of a standfirst of one paragraph, and of each of its items.
const LETTERS: std::ops::RangeInclusive<u32> = 30..=700;

/// Letters of a standfirst that is no sentence: shorter ones are labels.
const MIN_LINE_LETTERS: u32 = 40;

/// Blocks after the headline that are looked at.
const REACH: usize = 12;

/// As like the metadata's description as this, a line between headline and body is the standfirst.
const SAME_LIKENESS: f32 = 0.8;

/// Finds the standfirst.
pub(super) fn standfirst(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    let blocks = evidence.blocks();
    let mut proposals = Proposals::default();
    let from_profile: Vec<usize> = (0..blocks.len()).filter(|&i| blocks[i].role == Some(Role::Summary)).collect();
    if !from_profile.is_empty() {
        from_profile.into_iter().for_each(|i| proposals.propose(i, LabelKind::Standfirst, "profile"));
        return proposals;
    }
    let mut found = named(evidence, labels);
    let mut reason = "named or described as the standfirst";
    // A heading that is no sentence may be the headline once more.
    if found.iter().all(|&i| blocks[i].kind.heading().is_some() && !blocks[i].ends_sentence()) {
        let sentences = sentences_between(evidence, labels);
        if !sentences.is_empty() {
            (found, reason) = (sentences, "sentences between headline and story");
        }
    }
    if found.is_empty() {
        (found, reason) = (key_points(evidence, labels), "a list between headline and story that it repeats");
    }
    found.into_iter().for_each(|i| proposals.propose(i, LabelKind::Standfirst, reason));
    proposals
}

/// The items of a list right behind the headline that say what the story says again, or stand before its byline.
fn key_points(evidence: &Evidence<'_>, labels: &Labels) -> Vec<usize> {
    /// Items.
    const ITEMS: std::ops::RangeInclusive<usize> = 2..=8;
    /// Letters of an item.
    const LETTERS: std::ops::RangeInclusive<u32> = 15..=250;
    /// Of their longer words the story has this share.
    const MIN_SUPPORT: f32 = 0.5;
    let blocks = evidence.blocks();
    let Some(start) = labels.headline().block else { return Vec::new() };
    let Some(first) = (start + 1..blocks.len()).take(REACH).find(|&i| labels.is_story(i)) else { return Vec::new() };
    let BlockKind::Item { list, .. } = blocks[first].kind else { return Vec::new() };
    let is_item = |i: &usize| matches!(blocks[*i].kind, BlockKind::Item { list: l, .. } if l == list);
    let items: Vec<usize> = (first..blocks.len()).take_while(is_item).collect();
    let behind = first + items.len();
    let fits = |&i: &usize| LETTERS.contains(&blocks[i].chars) && blocks[i].link_share() < 0.2 && labels.is_story(i);
    if !ITEMS.contains(&items.len()) || !items.iter().all(fits) {
        return Vec::new();
    }
    let signed = (behind..blocks.len()).take(2).any(|i| is_byline(&blocks[i]) || is_date_line(&blocks[i]));
    let words = StoryWords::of(labels.story().filter(|&i| i >= behind).map(|i| &blocks[i]));
    let said: String = items.iter().flat_map(|&i| [blocks[i].text.as_str(), " "]).collect();
    if signed || words.support(&said).is_some_and(|share| share >= MIN_SUPPORT) { items } else { Vec::new() }
}

/// The blocks behind the headline that names, the metadata's description or their place in the outline call the standfirst.
fn named(evidence: &Evidence<'_>, labels: &Labels) -> Vec<usize> {
    let blocks = evidence.blocks();
    let Some(start) = labels.headline().block else { return Vec::new() };
    let description = evidence.metadata.descriptions.first().map(|d| normalize_for_comparison(&d.value));
    let body: Vec<usize> = labels.story().filter(|&i| i > start).collect();
    // The body must be left something when the standfirst is taken out.
    let (Some(&first), true) = (body.first(), body.len() > 2) else { return Vec::new() };
    // A block from the middle of the body stands for its flow.
    let flow = &blocks[body[body.len() / 2]];
    let named_flow = flow.all_hints().any(Hints::SUMMARY);
    let mut out: Vec<usize> = Vec::new();
    for (i, b) in blocks.iter().enumerate().skip(start + 1).take(REACH) {
        if labels.is_in_box(i) || !LETTERS.contains(&b.chars) || b.link_share() > 0.3 {
            continue;
        }
        let all = b.all_hints();
        if all.any(Hints::FOREIGN.without(Hints::SIDE)) || b.hints.any(Hints::DATE | Hints::BYLINE | Hints::CAPTION) {
            continue;
        }
        let is_named = all.any(Hints::SUMMARY) && !named_flow;
        let is_heading = b.kind.heading().is_some() && b.chars > 2 * LETTERS.start() && i <= first;
        let is_described = !is_in_flow(evidence, b, flow)
            && description.as_deref().is_some_and(|d| likeness(d, &normalize_for_comparison(&b.text)) >= SAME_LIKENESS);
        // What reads as the flow's own first paragraph is no standfirst because something around it is called "intro"
        // or because the metadata repeats it: it must itself be marked as one.
        let marked = b.hints.any(Hints::SUMMARY) || is_heading;
        if labels.is_story(i) && !marked {
            break;
        }
        if is_named || (is_heading || is_described) && i <= first {
            out.push(i);
        }
    }
    out
}

/// Whether a block stands where one of the flow does.
fn is_in_flow(evidence: &Evidence<'_>, b: &Block, flow: &Block) -> bool {
    let parent = |b: &Block| evidence.segments.containers[b.container()].parent();
    b.container() == flow.container() || parent(b) == parent(flow) && b.tag == flow.tag && b.hints.is_empty()
}

/// The sentences that stand between headline and flow in a container of their own, whatever it is called:
/// only a standfirst has its place there. Bylines, dates, captions and notices are told by their words.
fn sentences_between(evidence: &Evidence<'_>, labels: &Labels) -> Vec<usize> {
    let blocks = evidence.blocks();
    let Some(start) = labels.headline().block else { return Vec::new() };
    let Some(first) = labels.story().next().filter(|&f| f > start && f - start <= REACH) else {
        return Vec::new();
    };
    let foreign = Hints::FOREIGN | Hints::APART | Hints::CAPTION | Hints::HIDDEN | Hints::EMBED | Hints::GALLERY;
    // A line right between headline and byline needs no end to be one.
    let is_under_headline = |i: usize| {
        let next = blocks.get(i + 1);
        i == start + 1 && blocks[i].chars >= MIN_LINE_LETTERS && next.is_some_and(|b| is_byline(b) || is_date_line(b))
    };
    let fits = |i: usize| {
        let b = &blocks[i];
        labels.is_beside(i)
            && LETTERS.contains(&b.chars)
            && b.link_share() < 0.2
            && !b.all_hints().any(foreign)
            && (b.ends_sentence() || is_under_headline(i))
            && !b.text.ends_with(':')
            && !is_byline(b)
            && !is_date_line(b)
            && phrases::NOT_STORY.start(&b.text).is_none()
    };
    // One run: its lines follow one another in the same element, or are items of one list.
    let Some(from) = (start + 1..first).find(|&i| fits(i)) else { return Vec::new() };
    let end = (from + 1..first)
        .find(|&i| !fits(i) || blocks[i].container() != blocks[from].container() && blocks[i].tag != blocks[from].tag);
    (from..end.unwrap_or(first)).collect()
}
