//! Images and players with their captions and credits.

use super::Draft;
use super::body::Places;
use super::words::bare;
use crate::article::{Media, MediaKind};
use crate::profile::Role;
use crate::score::{Class, ends_sentence};
use crate::segment::{Block, BoxKind, Medium};
use crate::vocabulary::{Hints, phrases};

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
    for (b, boxed) in segments.boxes.iter().enumerate() {
        let inside = boxed.kind == BoxKind::Figure && stretch.holds(boxed.at);
        let wanted = boxed.certain || is_wanted(draft, b);
        let media: Vec<usize> = (0..segments.media.len()).filter(|&m| segments.media[m].boxed == Some(b)).collect();
        media.iter().for_each(|&m| done[m] = true);
        if !inside || !wanted || !stretch.is_near(boxed.container, boxed.at) && !boxed.certain {
            continue;
        }
        let parts = parts(draft, b);
        let first = media.iter().map(|&m| &segments.media[m]).next();
        if first.is_none() && parts.caption.is_none() {
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
                .map_or((None, None), |(c, credit)| (Some(c).filter(|c| !c.is_empty()), credit));
            found.push((medium.at, medium.node, item));
        }
    }
    found.sort_by_key(|(at, node, _)| (*at, *node));
    let mut out: Vec<Media> = Vec::new();
    for (_, _, item) in found {
        let again = out
            .iter()
            .any(|o| o.url.is_some() && o.url == item.url && (item.caption.is_none() || o.caption == item.caption));
        if !again {
            out.push(item);
        }
    }
    draft.article.media = out;
}

/// Whether a figure is one of the story's and no teaser, advertisement or author's portrait.
fn is_wanted(draft: &Draft<'_>, boxed: usize) -> bool {
    let hints = draft.input.segments.boxes[boxed].hints;
    if hints.any(Hints::COMMENTS | Hints::BIO) {
        return false;
    }
    let mut blocks = blocks_of(draft, boxed);
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

/// The blocks of a box.
fn blocks_of<'a>(draft: &'a Draft<'_>, boxed: usize) -> impl Iterator<Item = &'a Block> + Clone {
    let segments = draft.input.segments;
    segments.blocks.iter().skip(segments.boxes[boxed].at).take_while(move |b| within(draft, b.boxed, boxed))
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
fn inside(draft: &Draft<'_>) -> Vec<bool> {
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
    !small && (m.in_body || !foreign && !linked)
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
    let all: Vec<&Block> = blocks_of(draft, boxed).collect();
    let told = all.iter().any(|b| b.role == Some(Role::Caption));
    let named = told || all.iter().any(|b| b.hints.any(Hints::CAPTION) && !b.hints.any(Hints::CREDIT));
    for b in all {
        let text = without_label(&b.text.replace('\n', " "));
        let signed = super::byline::is_byline(b) && b.role.is_none() || super::dates::is_date_line(b);
        if text.is_empty() || is_counter(&text) || b.chars > LONGEST || signed && !b.hints.any(Hints::CREDIT) {
            continue;
        }
        let is_credit = b.role == Some(Role::Credit)
            || b.role.is_none()
                && (b.hints.any(Hints::CREDIT | Hints::BYLINE) && !b.hints.any(Hints::CAPTION)
                    || is_credit_line(&text));
        if is_credit {
            credit.push(credit_name(&text));
        } else if b.role == Some(Role::Caption) || !told && (!named || b.all_hints().any(Hints::CAPTION)) {
            caption.push(text);
        }
    }
    if caption.is_empty() && credit.len() == 1 {
        // Templates without a place for captions print them in that for credits, the credit in brackets behind.
        let (said, by) = match split_credit(&credit[0]) {
            (_, None) => bracketed(&credit[0]),
            split => split,
        };
        if by.is_some() && ends_sentence(&said) {
            (caption, credit) = (vec![said], by.into_iter().collect());
        }
    }
    caption.dedup_by(|a, b| bare(a) == bare(b));
    let joined = caption.join(" ");
    let (joined, trailing) = if credit.is_empty() { split_credit(&joined) } else { (joined, None) };
    credit.extend(trailing);
    parts.caption = Some(joined).filter(|c| !c.is_empty());
    credit.dedup();
    parts.credit = Some(credit.join(", ")).filter(|c| !c.is_empty());
    parts
}

fn within(draft: &Draft<'_>, mut boxed: Option<usize>, outer: usize) -> bool {
    while let Some(b) = boxed {
        if b == outer {
            return true;
        }
        boxed = draft.input.segments.boxes[b].within;
    }
    false
}

/// A caption without the label that only a screen reader should say.
fn without_label(text: &str) -> String {
    let mut text = text.trim();
    while let Some(end) = phrases::starts_with(text, phrases::LABELS) {
        text = text[end..].trim_start_matches([':', ',', ' ']);
    }
    text.to_owned()
}

/// Whether a line counts the pictures of a gallery: `2 of 12 |`, `2/12`, `6`.
fn is_counter(text: &str) -> bool {
    /// Letters of the longest word between the two numbers: `von`.
    const BETWEEN: usize = 3;
    let mut parts = text.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty());
    let mut number = || parts.next().filter(|p| p.len() < 4 && p.bytes().all(|b| b.is_ascii_digit()));
    if number().is_none() {
        return false;
    }
    let rest: Vec<&str> = parts.take(3).collect();
    let is_number = |p: &str| p.bytes().all(|b| b.is_ascii_digit());
    match rest[..] {
        [] => true,
        [last] => is_number(last),
        [word, last] => word.chars().count() <= BETWEEN && is_number(last),
        _ => false,
    }
}

/// Whether a short line only says who made the picture.
fn is_credit_line(text: &str) -> bool {
    let short = crate::text::weigh(text) <= 60;
    if short && (is_name_of_paper(text) || says_photo_by(text)) {
        return true;
    }
    short
        && phrases::starts_with(text, phrases::CREDIT).is_some_and(|end| {
            let rest = text[end..].trim_start();
            rest.starts_with([':', '/', '|', '©'])
                || text[..end].to_lowercase().ends_with("by")
                || text.starts_with(['©', '('])
                || rest.starts_with("by ")
        })
}

/// The name in a credit line: the label with its colon, and brackets, taken off.
fn credit_name(text: &str) -> String {
    let text = text.trim().trim_start_matches(['(', '[', '（', '/', '|']).trim_end_matches([')', ']', '）']).trim();
    match phrases::starts_with(text, phrases::CREDIT) {
        Some(end) if text[end..].trim_start().starts_with(':') => {
            text[end..].trim_start().trim_start_matches(':').trim().to_owned()
        }
        Some(end) if text.starts_with('©') => text[end..].trim().to_owned(),
        _ => text.to_owned(),
    }
}

/// Parts a caption from the credit at its end: in brackets with a credit's word, or after such a word and a colon.
fn split_credit(text: &str) -> (String, Option<String>) {
    let trimmed = text.trim_end();
    if let Some(inner) = trimmed.strip_suffix([')', '）', ']'])
        && let Some(open) = inner.rfind(['(', '（', '['])
        && let Some(words) = inner.get(open..).map(|w| w.trim_start_matches(['(', '（', '[']))
        && (is_credit_line(words) || is_agency(words) || phrases::starts_with(words, &["courtesy"]).is_some())
        && open > 0
    {
        return (trimmed[..open].trim_end().to_owned(), Some(credit_name(words)));
    }
    for (at, _) in trimmed
        .match_indices(". ")
        .chain(trimmed.match_indices("? "))
        .chain(trimmed.match_indices(" | "))
        .chain(trimmed.match_indices(" / "))
    {
        let rest = trimmed[at + 1..].trim_start_matches(['|', '/', ' ']);
        if is_credit_line(rest) {
            return (trimmed[..=at].trim_end_matches(['|', '/', ' ']).to_owned(), Some(credit_name(rest)));
        }
    }
    (text.to_owned(), None)
}

/// Parts a text from the words in brackets at its end, whatever they are.
fn bracketed(text: &str) -> (String, Option<String>) {
    let inner = text.trim_end().strip_suffix([')', '）', ']']);
    match inner.and_then(|i| i.rsplit_once(['(', '（', '['])) {
        Some((said, by)) => (said.trim_end().to_owned(), Some(credit_name(by))),
        None => (text.to_owned(), None),
    }
}

/// Whether the words tell the photographer after a word or two: `Courier photo by Ann Lee`.
fn says_photo_by(words: &str) -> bool {
    /// Letters before `photo by`: a paper's name.
    const BEFORE: usize = 25;
    let low = words.to_lowercase();
    let at = [" photo by ", " photos by ", " photograph by "].iter().find_map(|p| low.find(p));
    at.is_some_and(|at| at <= BEFORE) && !ends_sentence(words)
}

/// Whether the words are a photographer and a paper: `Ann Lee/The Courier`.
fn is_name_of_paper(words: &str) -> bool {
    let capital = |p: &str| p.trim().chars().next().is_some_and(char::is_uppercase);
    let few = |p: &str| p.split_whitespace().count() <= 5;
    matches!(words.split('/').collect::<Vec<_>>()[..], [a, b] if capital(a) && capital(b) && few(a) && few(b))
        && !ends_sentence(words)
}

/// Whether the words are a picture agency's name, or several parted by a slash.
fn is_agency(words: &str) -> bool {
    const AGENCIES: &[&str] = &[
        "ap",
        "afp",
        "reuters",
        "getty",
        "getty images",
        "dpa",
        "epa",
        "efe",
        "ansa",
        "pa",
        "upi",
        "ap photo",
        "afp photo",
        "associated press",
        "rex",
        "alamy",
        "keystone",
    ];
    words.split(['/', ',']).any(|w| AGENCIES.contains(&w.trim().to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_parted_from_captions() {
        assert_eq!(
            split_credit("The quay in May (Photo: Ann Lee)"),
            ("The quay in May".into(), Some("Ann Lee".into()))
        );
        assert_eq!(split_credit("The quay in May. Foto: dpa"), ("The quay in May.".into(), Some("dpa".into())));
        assert_eq!(split_credit("The quay (left) in May"), ("The quay (left) in May".into(), None));
        assert_eq!(split_credit("Photo shows the quay."), ("Photo shows the quay.".into(), None));
    }

    #[test]
    fn what_stands_in_brackets_behind_a_credit_slots_caption_is_the_credit() {
        assert_eq!(
            bracketed("The quay in May. (Ann Lee, Courier)"),
            ("The quay in May.".into(), Some("Ann Lee, Courier".into()))
        );
        assert_eq!(bracketed("Ann Lee"), ("Ann Lee".into(), None));
    }

    #[test]
    fn counters_of_galleries_are_no_captions() {
        for text in ["2 of 12 |", "2/12", "6", "3 von 10"] {
            assert!(is_counter(text), "{text}");
        }
        for text in ["12 boats at the quay", "1887", "Quay 6", "2 of them left", "3 of 10 boats"] {
            assert!(!is_counter(text), "{text}");
        }
    }

    #[test]
    fn labels_for_screen_readers_go() {
        assert_eq!(without_label("Image caption The quay"), "The quay");
        assert_eq!(without_label("Image caption, The quay"), "The quay");
    }
}
