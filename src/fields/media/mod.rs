//! Images and players with their captions and credits.

mod caption;
#[cfg(test)]
mod tests;

use super::found::Anchored;
use crate::article::{Media, MediaKind};
use crate::label::{Evidence, LabelKind, Labels, StoryExtent};
use crate::lines::credit::{credit_name, split_credit, without_label};
use crate::lines::notice::is_tool_label;
use crate::segment::{Block, BoxKind, Medium};
use crate::text::hashed::HashSet;
use crate::text::is_blank;
use crate::vocabulary::Hints;
use caption::figure_caption;

/// A picture that stands free is the story's if it is declared at least this wide, in pixels, or not declared at all.
const MIN_WIDTH: u32 = 180;

/// A medium with the number of its node, by which those at one place are ordered.
struct Placed {
    node: usize,
    found: Anchored<Media>,
}

/// The media of the story, in their order.
pub(crate) fn media(evidence: &Evidence<'_>, labels: &Labels) -> Vec<Anchored<Media>> {
    let Some(extent) = StoryExtent::new(evidence, labels) else { return Vec::new() };
    let figures = figures(evidence, labels);
    let mut all: Vec<Placed> = figures.into_iter().chain(free_media(evidence, labels, &extent)).collect();
    all.sort_by_key(|p| (p.found.anchor, p.node));
    // A picture once; with another caption it is shown again.
    let mut is_new = are_new(all.iter().map(|p| &p.found.value)).into_iter();
    all.into_iter().filter(|_| is_new.next() == Some(true)).map(|p| p.found).collect()
}

/// Whether each is shown for the first time, or with another caption than before.
fn are_new<'m>(all: impl Iterator<Item = &'m Media>) -> Vec<bool> {
    let (mut shown, mut captioned) = (HashSet::default(), HashSet::default());
    let is_new = |item: &'m Media| {
        let Some(url) = item.url.as_deref() else { return true };
        let is_first = shown.insert(url);
        item.caption.as_deref().map_or(is_first, |caption| captioned.insert((url, caption)) || is_first)
    };
    all.map(is_new).collect()
}

/// The figures of the story.
fn figures(evidence: &Evidence<'_>, labels: &Labels) -> Vec<Placed> {
    let segments = evidence.segments;
    let mut held: Vec<Vec<&Medium>> = vec![Vec::new(); segments.boxes.len()];
    for medium in &segments.media {
        if let Some(b) = medium.boxed {
            held[b].push(medium);
        }
    }
    let boxes = segments.boxes.iter().enumerate();
    let figures = boxes.filter(|(b, boxed)| boxed.kind == BoxKind::Figure && labels.is_story_box(*b));
    figures.filter_map(|(b, _)| figure(evidence, labels, b, &held[b])).collect()
}

/// A figure, unless it shows nothing and says nothing.
fn figure(evidence: &Evidence<'_>, labels: &Labels, boxed: usize, media: &[&Medium]) -> Option<Placed> {
    let figure = &evidence.segments.boxes[boxed];
    let said = figure_caption(evidence, labels, boxed);
    let first = media.first().copied();
    let labelled = said.caption.as_deref().is_some_and(is_tool_label);
    let is_bare = said.caption.is_none() && said.credit.is_none();
    let nothing = first.is_none_or(|m| m.furniture && !figure.certain) && is_bare;
    if nothing || first.is_none() && said.caption.is_none() || labelled && said.credit.is_none() {
        return None;
    }
    // A player's own picture comes before it; the player is what the caption is about.
    let main = media.iter().copied().find(|m| m.kind != MediaKind::Image).or(first);
    let mut item = main.map(|m| media_of(evidence, m)).unwrap_or_default();
    if figure.player && item.kind == MediaKind::Image {
        item.kind = MediaKind::Video;
    }
    item.caption = said.caption;
    item.credit = said.credit;
    let blocks = evidence.segments.places_of(boxed).collect();
    let found = Anchored { value: item, anchor: figure.at, blocks };
    Some(Placed { node: main.map_or(0, |m| m.node), found })
}

/// Pictures and players that stand by themselves, with the captions below them.
fn free_media<'a>(
    evidence: &'a Evidence<'a>,
    labels: &'a Labels,
    extent: &'a StoryExtent,
) -> impl Iterator<Item = Placed> + 'a {
    let segments = evidence.segments;
    // What stands in a box is the box's.
    let free = segments.media.iter().enumerate().filter(|(_, m)| m.boxed.is_none());
    let free = free.filter(|(_, m)| m.in_body || !segments.is_named_foreign(m.container));
    let free = free.filter(|(_, m)| extent.is_near(m.container, m.at) && extent.holds(m.at));
    free.filter_map(move |(m, medium)| {
        let below = caption_below(evidence, labels, m);
        if below.is_none() && !is_free_picture(medium) {
            return None;
        }
        let mut item = media_of(evidence, medium);
        if let Some(b) = below {
            let (caption, credit) = split_credit(&without_label(&b.text.replace('\n', " ")));
            item.caption = Some(caption).filter(|c| !is_blank(c));
            let behind = Some(medium.at + 1).filter(|&i| labels.kind(i) == LabelKind::Credit && !labels.is_in_box(i));
            let behind = || behind.map(|i| credit_name(&evidence.blocks()[i].text));
            item.credit = credit.filter(|c| !is_blank(c)).or_else(behind);
        }
        let blocks = below.map(|_| medium.at).into_iter().collect();
        Some(Placed { node: medium.node, found: Anchored { value: item, anchor: medium.at, blocks } })
    })
}

/// The caption that stands under a picture without a box around the two.
fn caption_below<'a>(evidence: &Evidence<'a>, labels: &Labels, m: usize) -> Option<&'a Block> {
    let segments = evidence.segments;
    let at = segments.media[m].at;
    let last = segments.media.get(m + 1).is_none_or(|next| next.at > at);
    let is_caption = last && labels.kind(at) == LabelKind::Caption && !labels.is_in_box(at);
    segments.blocks.get(at).filter(|b| is_caption && b.boxed().is_none())
}

fn is_free_picture(m: &Medium) -> bool {
    let small = m.size.0.is_some_and(|w| w < MIN_WIDTH) || m.size.1.is_some_and(|h| h < MIN_WIDTH / 2);
    let foreign = m.around.any(Hints::FOREIGN | Hints::BYLINE);
    let linked = m.linked && m.size.0.is_none();
    !small && (m.in_body || !foreign && !linked && !m.furniture)
}

fn media_of(evidence: &Evidence<'_>, m: &Medium) -> Media {
    let url = m.url.as_deref().and_then(|u| evidence.resolve(u));
    Media { kind: m.kind, url, alt: m.alt.as_deref().map(str::to_owned), ..Media::default() }
}
