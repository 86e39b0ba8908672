//! The standfirst: what stands between headline and body and is named or set apart as such.

use super::Draft;
use super::words::{bare, likeness};
use crate::profile::Role;
use crate::score::{Class, ends_sentence};
use crate::segment::Kind;
use crate::vocabulary::{Hints, phrases};

/// A standfirst of one paragraph has at least this many weighed characters, and its items each at most the other.
const SHORTEST: u32 = 30;
const LONGEST: u32 = 700;

/// Blocks after the headline that are looked at.
const REACH: usize = 12;

/// As like the metadata's description as this, a line between headline and body is the standfirst.
const SAME: f32 = 0.8;

/// Finds the standfirst and takes it out of the body.
pub(super) fn find(draft: &mut Draft<'_>) {
    let blocks = &draft.input.segments.blocks;
    let mut found: Vec<usize> = (0..blocks.len()).filter(|&i| blocks[i].role == Some(Role::Summary)).collect();
    let mut origin = "profile";
    if found.is_empty() {
        found = named(draft);
        origin = "the page's text";
    }
    // A heading that is no sentence may be the headline once more.
    if found.iter().all(|&i| blocks[i].kind.heading().is_some() && !ends_sentence(&blocks[i].text))
        && origin != "profile"
    {
        let sentences = between(draft);
        if !sentences.is_empty() {
            found = sentences;
        }
    }
    if found.is_empty() {
        return;
    }
    // Each line of a standfirst is a point of its own.
    let lines = found.iter().flat_map(|&i| blocks[i].text.split('\n'));
    draft.article.summary = lines.map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect();
    for &i in &found {
        draft.input.classes[i] = Class::Other;
    }
    draft.from("summary", origin);
}

fn named(draft: &Draft<'_>) -> Vec<usize> {
    let blocks = &draft.input.segments.blocks;
    let classes = &draft.input.classes;
    let Some(start) = draft.headline else { return Vec::new() };
    let description = draft.article.description.as_deref().map(bare);
    let body: Vec<usize> = (0..blocks.len()).filter(|&i| classes[i] == Class::Body && i > start).collect();
    // The body must be left something when the standfirst is taken out.
    let (Some(&first), true) = (body.first(), body.len() > 2) else { return Vec::new() };
    let flow = blocks[body[body.len() / 2]].container;
    let mut out: Vec<usize> = Vec::new();
    for (i, b) in blocks.iter().enumerate().skip(start + 1).take(REACH) {
        if classes[i] == Class::Boxed || b.chars < SHORTEST || b.chars > LONGEST || b.link_share() > 0.3 {
            continue;
        }
        let all = b.all_hints();
        if all.any(Hints::FOREIGN.without(Hints::SIDE)) || b.hints.any(Hints::DATE | Hints::BYLINE | Hints::CAPTION) {
            continue;
        }
        let in_flow = b.container == flow
            || draft.input.segments.containers[b.container].parent == draft.input.segments.containers[flow].parent
                && b.tag == blocks[body[body.len() / 2]].tag
                && b.hints.is_empty();
        let is_named = all.any(Hints::SUMMARY) && !blocks[flow_block(&body)].all_hints().any(Hints::SUMMARY);
        let is_heading = matches!(b.kind, Kind::Heading(_)) && b.chars > 2 * SHORTEST && i <= first;
        let is_described = !in_flow && description.as_deref().is_some_and(|d| likeness(d, &bare(&b.text)) >= SAME);
        // What reads as the flow's own first paragraph is no standfirst because something around it is called "intro"
        // or because the metadata repeats it: it must itself be marked as one.
        let marked = b.hints.any(Hints::SUMMARY) || is_heading;
        if classes[i] == Class::Body && !marked {
            break;
        }
        if is_named || (is_heading || is_described) && i <= first {
            out.push(i);
        }
    }
    out
}

/// The sentences that stand between headline and flow in a container of their own, whatever it is called:
/// only a standfirst has its place there. Bylines, dates, captions and notices are told by their words.
fn between(draft: &Draft<'_>) -> Vec<usize> {
    let segments = draft.input.segments;
    let (blocks, classes) = (&segments.blocks, &draft.input.classes);
    let Some(start) = draft.headline else { return Vec::new() };
    let Some(first) = classes.iter().position(|c| *c == Class::Body).filter(|&f| f > start && f - start <= REACH)
    else {
        return Vec::new();
    };
    let foreign = Hints::FOREIGN | Hints::APART | Hints::CAPTION | Hints::HIDDEN | Hints::EMBED | Hints::GALLERY;
    let fits = |i: usize| {
        let b = &blocks[i];
        classes[i] == Class::Other
            && (SHORTEST..=LONGEST).contains(&b.chars)
            && b.link_share() < 0.2
            && !b.all_hints().any(foreign)
            && ends_sentence(&b.text)
            && !b.text.ends_with(':')
            && !super::byline::is_byline(b)
            && !super::dates::is_date_line(b)
            && phrases::starts_with(&b.text, phrases::NOT_STORY).is_none()
    };
    // One run: its lines follow one another in the same element, or are items of one list.
    let Some(from) = (start + 1..first).find(|&i| fits(i)) else { return Vec::new() };
    let end = (from + 1..first)
        .find(|&i| !fits(i) || blocks[i].container != blocks[from].container && blocks[i].tag != blocks[from].tag);
    (from..end.unwrap_or(first)).collect()
}

/// A block from the middle of the body stands for its flow.
fn flow_block(body: &[usize]) -> usize {
    body[body.len() / 2]
}
