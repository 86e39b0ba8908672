//! Images and players with their captions and credits.

mod words;

use std::collections::HashSet;

use super::Draft;
use super::body::Places;
use super::words::bare;
use crate::article::{Media, MediaKind};
use crate::profile::Role;
use crate::score::{Class, ends_sentence};
use crate::segment::{Block, BoxKind, Medium};
use crate::vocabulary::Hints;
use words::{bracketed, credit_name, is_counter, is_credit_label, is_credit_line, split_credit, without_label};

/// A caption of more weighed characters than this is no caption.
const LONGEST: u32 = 700;

/// A picture that stands free is the story's if it is declared at least this wide, in pixels, or not declared at all.
const WIDE: u32 = 180;

/// Finds the media of the story.
pub(super) fn find(draft: &mut Draft<'_>, places: &Places) {
    let segments = draft.input.segments;
    let Some(stretch) = Stretch::of(draft) else { return };
    let mut found: Vec<(usize, usize, Media)> = Vec::new();
    let mut done = vec![false; segments.media.len()];
    let mut held: Vec<Vec<usize>> = vec![Vec::new(); segments.boxes.len()];
    for (m, medium) in segments.media.iter().enumerate() {
        if let Some(b) = medium.boxed {
            held[b].push(m);
        }
    }
    for (b, boxed) in segments.boxes.iter().enumerate() {
        let inside = boxed.kind == BoxKind::Figure && stretch.holds(boxed.at);
        let wanted = boxed.certain || is_wanted(draft, b);
        let media = &held[b];
        media.iter().for_each(|&m| done[m] = true);
        if !inside || !wanted || !stretch.is_near(boxed.container, boxed.at) && !boxed.certain {
            continue;
        }
        let parts = parts(draft, b);
        let first = media.iter().map(|&m| &segments.media[m]).next();
        let labelled = parts.caption.as_deref().is_some_and(super::headings::is_label);
        let bare = parts.caption.is_none() && parts.credit.is_none();
        let nothing = first.is_none_or(|m| m.furniture && !boxed.certain) && bare;
        if nothing || first.is_none() && parts.caption.is_none() || labelled && parts.credit.is_none() {
            continue;
        }
        // A player's own picture comes before it; the player is what the caption is about.
        let main = media.iter().map(|&m| &segments.media[m]).find(|m| m.kind != MediaKind::Image).or(first);
        let mut item = main.map(|m| media_of(draft, m)).unwrap_or_default();
        if boxed.player && item.kind == MediaKind::Image {
            item.kind = MediaKind::Video;
        }
        item.caption = parts.caption;
        item.credit = parts.credit;
        item.at = places.before(boxed.at);
        found.push((boxed.at, main.map_or(0, |m| m.node), item));
    }
    for (m, medium) in segments.media.iter().enumerate() {
        let near = stretch.is_near(medium.container, medium.at);
        let captioned = || below(draft, m).is_some();
        if !done[m] && near && stretch.holds(medium.at) && (is_free_picture(draft, medium) || captioned()) {
            let mut item = media_of(draft, medium);
            item.at = places.before(medium.at);
            (item.caption, item.credit) = below(draft, m)
                .map(|b| split_credit(&without_label(&b.text.replace('\n', " "))))
                .map_or((None, None), |(c, credit)| {
                    (Some(c).filter(|c| !c.is_empty()), credit.filter(|c| !c.is_empty()))
                });
            found.push((medium.at, medium.node, item));
        }
    }
    found.sort_by_key(|(at, node, _)| (*at, *node));
    // A picture once; with another caption it is shown again.
    let (mut shown, mut captioned) = (HashSet::new(), HashSet::new());
    let mut is_new = |item: &Media| {
        let Some(url) = &item.url else { return true };
        let is_first = shown.insert(url.clone());
        let is_said_first = captioned.insert((url.clone(), item.caption.clone()));
        is_first || item.caption.is_some() && is_said_first
    };
    draft.article.media = found.into_iter().map(|(_, _, item)| item).filter(|item| is_new(item)).collect();
}

/// Whether a figure is one of the story's and no teaser, advertisement or author's portrait.
fn is_wanted(draft: &Draft<'_>, boxed: usize) -> bool {
    let hints = draft.input.segments.boxes[boxed].hints;
    if hints.any(Hints::COMMENTS | Hints::BIO) {
        return false;
    }
    let mut blocks = draft.input.segments.blocks_of(boxed);
    let named = blocks.clone().any(|b| b.all_hints().any(Hints::CAPTION));
    let (linked, chars) = blocks.clone().fold((0, 0), |(l, c), b| (l + b.linked, c + b.chars));
    // A picture that begins with who wrote the story shows its author.
    if blocks.next().is_some_and(|b| b.role.is_none() && super::byline::is_byline(b) && !b.hints.any(Hints::CREDIT)) {
        return false;
    }
    // Teasers and advertisements are links, whatever templates call the pictures of a story.
    let foreign = hints.any(Hints::RELATED | Hints::AD | Hints::NAV | Hints::SHARE);
    let named = named || hints.any(Hints::FIGURE);
    if foreign { named && linked == 0 } else { named || linked * 2 <= chars }
}

/// Where on the page media are the story's.
struct Stretch {
    /// The first and the last block of it.
    from: usize,
    to: usize,
    /// The first block of the column of text.
    first: usize,
    /// Whether each container is the one that holds the body, or stands in it.
    inside: Vec<bool>,
}

impl Stretch {
    /// From the headline, or a little before the body, to a little behind its end.
    fn of(draft: &Draft<'_>) -> Option<Self> {
        /// A picture over the headline stands next to it.
        const ABOVE: usize = 4;
        /// Credits, notes and labels of a last picture, in blocks.
        const BELOW: usize = 2;
        let classes = &draft.input.classes;
        let first = classes.iter().position(|c| *c == Class::Body)?;
        let last = classes.iter().rposition(|c| *c == Class::Body)?;
        let start = draft.headline.filter(|&h| h <= first).unwrap_or(first.saturating_sub(ABOVE));
        let (from, to, inside) = (start.saturating_sub(ABOVE), last + BELOW, inside(draft));
        // A standfirst over the lead picture may have been taken for body: the column begins below it.
        let column = |i: usize| classes[i] == Class::Body && inside[draft.input.segments.blocks[i].container];
        let first = (first..=last).find(|&i| column(i)).unwrap_or(first);
        Some(Stretch { from, to, first, inside })
    }

    fn holds(&self, at: usize) -> bool {
        self.from <= at && at <= self.to
    }

    /// Whether something in a container is the story's by its place: with the body in one element, or over it.
    fn is_near(&self, container: usize, at: usize) -> bool {
        at <= self.first || self.inside.get(container).copied().unwrap_or(false)
    }
}

/// Which containers are the innermost that holds nearly all of the body, or stand in it.
pub(super) fn inside(draft: &Draft<'_>) -> Vec<bool> {
    /// Of the body's characters, in per cent: a stray block taken for body must not make the whole page the story.
    const MOST: u64 = 90;
    let segments = draft.input.segments;
    let mut sums = vec![0u64; segments.containers.len()];
    for (b, _) in segments.blocks.iter().zip(&draft.input.classes).filter(|(_, c)| **c == Class::Body) {
        sums[b.container] += u64::from(b.chars);
    }
    for i in (1..sums.len()).rev() {
        let of = sums[i];
        sums[segments.containers[i].parent] += of;
    }
    // Those that hold more than half stand in one another; a child stands behind its parent.
    let story = sums.iter().rposition(|s| s * 100 >= sums[0] * MOST).unwrap_or(0);
    let mut inside = vec![false; sums.len()];
    inside[story] = true;
    for i in story + 1..inside.len() {
        inside[i] = inside[segments.containers[i].parent];
    }
    inside
}

/// The caption that stands under a picture without a box around the two: the block right behind it, if it is
/// named a caption and no picture stands between.
fn below<'a>(draft: &Draft<'a>, m: usize) -> Option<&'a Block> {
    let segments = draft.input.segments;
    let medium = &segments.media[m];
    let b = segments.blocks.get(medium.at)?;
    let last = segments.media.get(m + 1).is_none_or(|next| next.at > medium.at);
    let named = b.hints.any(Hints::CAPTION) && b.kind.heading().is_none();
    (named
        && last
        && draft.box_kind(b.boxed).is_none()
        && medium.node < b.node
        && b.chars <= LONGEST
        && b.link_share() < 0.5)
        .then_some(b)
}

fn is_free_picture(draft: &Draft<'_>, m: &Medium) -> bool {
    if draft.box_kind(m.boxed).is_some() {
        return false;
    }
    let small = m.size.0.is_some_and(|w| w < WIDE) || m.size.1.is_some_and(|h| h < WIDE / 2);
    let foreign = m.around.any(Hints::FOREIGN | Hints::BYLINE);
    let linked = m.linked && m.size.0.is_none();
    !small && (m.in_body || !foreign && !linked && !m.furniture)
}

fn media_of(draft: &Draft<'_>, m: &Medium) -> Media {
    Media { kind: m.kind, url: m.url.as_deref().and_then(|u| draft.resolve(u)), alt: m.alt.clone(), ..Media::default() }
}

#[derive(Default)]
struct Parts {
    caption: Option<String>,
    credit: Option<String>,
}

/// Caption and credit of a figure.
fn parts(draft: &Draft<'_>, boxed: usize) -> Parts {
    let mut parts = Parts::default();
    let mut caption: Vec<String> = Vec::new();
    let mut credit: Vec<String> = Vec::new();
    // What stands in the place for the credit, as it stands there.
    let mut slot: Option<String> = None;
    let all: Vec<&Block> = draft.input.segments.blocks_of(boxed).collect();
    let told = all.iter().any(|b| b.role == Some(Role::Caption));
    let named = told || all.iter().any(|b| b.hints.any(Hints::CAPTION) && !b.hints.any(Hints::CREDIT));
    // Whether the line before was a label, with the name to follow.
    let mut labelled = false;
    for b in all {
        let text = without_label(&b.text.replace('\n', " "));
        let signed = super::byline::is_byline(b) && b.role.is_none() || super::dates::is_date_line(b);
        if text.is_empty() || is_counter(&text) || b.chars > LONGEST || signed && !b.hints.any(Hints::CREDIT) {
            continue;
        }
        let is_credit = b.role == Some(Role::Credit)
            || b.role.is_none()
                && (b.hints.any(Hints::CREDIT | Hints::BYLINE) && !b.hints.any(Hints::CAPTION)
                    || is_credit_line(&text)
                    || std::mem::take(&mut labelled));
        if is_credit_label(&text) {
            labelled = true;
        } else if is_credit {
            credit.push(credit_name(&text));
            slot = Some(text);
        } else if b.role == Some(Role::Caption) || !told && (!named || b.all_hints().any(Hints::CAPTION)) {
            caption.push(text);
        }
    }
    if let (true, 1, Some(slot)) = (caption.is_empty(), credit.len(), slot) {
        // Templates without a place for captions print them in that for credits, the credit in brackets behind.
        let (said, by) = match split_credit(&slot) {
            (_, None) => bracketed(&slot),
            split => split,
        };
        if by.is_some() && ends_sentence(&said) {
            (caption, credit) = (vec![said], by.into_iter().collect());
        }
    }
    let caption = without_repeats(caption);
    let joined = caption.join(" ");
    let (joined, trailing) = split_credit(&joined);
    // A credit that stands apart is fuller than the one in the caption.
    if credit.is_empty() {
        credit.extend(trailing.filter(|t| !t.is_empty()));
    }
    parts.caption = Some(joined).filter(|c| !c.is_empty());
    credit.dedup();
    credit.retain(|c| !c.is_empty());
    parts.credit = Some(credit.join(", ")).filter(|c| !c.is_empty());
    parts
}

/// The parts of a caption without those that repeat the beginning of another: what a line shows until it is unfolded.
fn without_repeats(parts: Vec<String>) -> Vec<String> {
    let bares: Vec<String> = parts.iter().map(|p| bare(p)).collect();
    // In their order, what begins with a text stands right behind it, so that no two parts need be compared.
    let mut order: Vec<usize> = (0..bares.len()).collect();
    order.sort_by_key(|&i| &bares[i]);
    let mut kept = vec![false; bares.len()];
    let mut next: Option<&str> = None;
    for same in order.chunk_by(|&i, &j| bares[i] == bares[j]).rev() {
        let Some(&first) = same.first() else { continue };
        kept[first] = next.is_none_or(|n| !n.starts_with(&bares[first]));
        next = Some(&bares[first]);
    }
    parts.into_iter().zip(kept).filter(|(_, k)| *k).map(|(p, _)| p).collect()
}
