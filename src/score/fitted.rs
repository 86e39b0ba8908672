//! The choice of body blocks by the fitted model.
//!
//! The hand-made choice is among its features, and stays as it is where the model has nothing to go by.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::features::{self, ByHand};
use super::trees::Trees;
use super::{ALL_LINKS, CORE, Choice, Class, Evidence, STORY, ends_sentence};
use crate::segment::{Block, Kind, Segments};
use crate::text::is_rule;
use crate::vocabulary::Hints;

/// A line at the edge of the story that is no sentence, or a note under it, is body from this probability on.
const SURE: f32 = 0.9;

/// A block is body from this probability on.
const BODY: f32 = 0.5;

/// The model that comes with the crate: written by `fitting/fit.py`.
const SHIPPED: &str = include_str!("model.txt");

/// The model; another may be asked for where models are fitted.
pub(super) fn model() -> Option<&'static Trees> {
    static MODEL: LazyLock<Option<Trees>> = LazyLock::new(|| Trees::read(asked().as_deref().unwrap_or(SHIPPED)));
    MODEL.as_ref()
}

/// The model file that the environment names, for measuring what a model brings on sites it was not fitted to.
#[cfg(feature = "fitting")]
fn asked() -> Option<String> {
    let file = std::env::var_os("CUTTINGS_MODEL")?;
    // A file that is no model must not pass for the one that is shipped.
    Some(std::fs::read_to_string(file).unwrap_or_default())
}

#[cfg(not(feature = "fitting"))]
fn asked() -> Option<String> {
    None
}

/// Chooses anew what of a page is body, and says how sure it is.
pub(super) fn choose(trees: &Trees, segments: &Segments, evidence: &Evidence<'_>, hand: &ByHand<'_>) -> Choice {
    let mut likely = features::likely(segments, evidence, hand, trees);
    together(segments, hand.classes, &mut likely);
    for (_, p) in segments.blocks.iter().zip(&mut likely).filter(|(b, _)| shouts(b)) {
        *p = 0.0;
    }
    let mut classes = hand.classes.to_vec();
    for (class, p) in classes.iter_mut().zip(&likely).filter(|(c, _)| **c != Class::Boxed) {
        *class = if *p >= BODY { Class::Body } else { Class::Other };
    }
    posts(segments, hand, &mut classes);
    edges(segments, hand, &likely, &mut classes);
    rules(segments, &mut classes);
    let prose: u32 =
        segments.blocks.iter().zip(&classes).filter(|(_, c)| **c == Class::Body).map(|(b, _)| b.chars).sum();
    if prose < STORY {
        classes.iter_mut().filter(|c| **c == Class::Body).for_each(|c| *c = Class::Other);
    }
    let confidence = expected(segments, &classes, &likely).map(|f1| trees.confidence(f1));
    Choice { classes, confidence }
}

/// The F1 that the choice has if the probabilities are right, by characters; none for an empty choice.
fn expected(segments: &Segments, classes: &[Class], likely: &[f32]) -> Option<f32> {
    let (mut chosen, mut story, mut both) = (0.0, 0.0, 0.0);
    for ((b, class), p) in segments.blocks.iter().zip(classes).zip(likely) {
        let chars = b.chars as f32;
        story += p * chars;
        if *class == Class::Body {
            chosen += chars;
            both += p * chars;
        }
    }
    (chosen > 0.0).then(|| 2.0 * both / (chosen + story))
}

/// A list is in or out as a whole: each item gets the mean of the list, and a list of links alone leads
/// elsewhere. A block quotation is one too, with the line that names the speaker.
fn together(segments: &Segments, classes: &[Class], likely: &mut [f32]) {
    #[derive(Default)]
    struct Whole {
        sum: f32,
        most: f32,
        count: f32,
        chars: u32,
        linked: u32,
    }
    let of = |b: &Block| match b.kind {
        Kind::Item { list, .. } => Some((false, list)),
        Kind::Quote { quote } => Some((true, quote)),
        _ => None,
    };
    let mut wholes: BTreeMap<(bool, usize), Whole> = BTreeMap::new();
    for (i, b) in segments.blocks.iter().enumerate().filter(|(i, _)| classes[*i] != Class::Boxed) {
        if let Some(key) = of(b) {
            let whole = wholes.entry(key).or_default();
            whole.sum += likely[i];
            whole.most = whole.most.max(likely[i]);
            whole.count += 1.0;
            whole.chars += b.chars;
            whole.linked += b.linked;
        }
    }
    for (b, p) in segments.blocks.iter().zip(likely) {
        let Some((key, whole)) = of(b).and_then(|k| Some((k, wholes.get(&k)?))) else { continue };
        *p = match key {
            (true, _) => whole.most,
            _ if whole.linked as f32 >= ALL_LINKS * whole.chars as f32 => 0.0,
            _ => whole.sum / whole.count,
        };
    }
}

/// A network's post that stands within the story is quoted by it, whole or not at all. Where nothing but links is left of
/// it, its text was to come by script.
fn posts(segments: &Segments, hand: &ByHand<'_>, classes: &mut [Class]) {
    let blocks = &segments.blocks;
    let core = |i: &usize| classes[*i] == Class::Body && hand.worth[*i] >= CORE;
    let (Some(first), Some(mut last)) = ((0..blocks.len()).find(core), (0..blocks.len()).rfind(core)) else { return };
    let post = |b: &Block| match b.kind {
        Kind::Quote { quote } if b.all_hints().any(Hints::EMBED) => Some(quote),
        _ => None,
    };
    let mut from = 0;
    for of in blocks.chunk_by(|a, b| post(a) == post(b)) {
        let at = from..from + of.len();
        from = at.end;
        if post(&of[0]).is_none() || at.start < first {
            continue;
        }
        let (chars, linked) = of.iter().fold((0, 0), |(c, l), b| (c + b.chars, l + b.linked));
        let class = if linked * 2 >= chars { Class::Other } else { Class::Body };
        // The last of the story may be a post, or posts.
        if class == Class::Other || at.start <= last + 1 {
            last = last.max(at.end - 1);
            classes[at].iter_mut().filter(|c| **c != Class::Boxed).for_each(|c| *c = class);
        }
    }
}

/// Whether a line is a link in capitals, as papers set another story's headline between paragraphs.
fn shouts(b: &Block) -> bool {
    /// Weighed characters: shorter ones are abbreviations and labels.
    const LEAST: u32 = 20;
    let letters = || b.text.chars().filter(|c| c.is_alphabetic());
    b.kind == Kind::Paragraph
        && b.chars >= LEAST
        && b.linked as f32 >= ALL_LINKS * b.chars as f32
        && letters().filter(|c| c.is_uppercase()).count() * 5 > letters().count() * 4
}

/// The lines of underscores by which agencies part a story belong with the text over them.
fn rules(segments: &Segments, classes: &mut [Class]) {
    for i in 1..classes.len() {
        if classes[i] != Class::Boxed && is_rule(&segments.blocks[i].text) {
            classes[i] = classes[i - 1];
        }
    }
}

/// Takes off the lines before the first and after the last paragraph that are no sentence and that the rules
/// made by hand would not take, unless the model is sure of them: slugs, credits and notices have the look of text and no end.
/// So it is with the notes at the very end, in brackets or italics.
fn edges(segments: &Segments, hand: &ByHand<'_>, likely: &[f32], classes: &mut [Class]) {
    let core = |i: usize| hand.worth[i] >= CORE;
    let body = |classes: &[Class], i: usize| classes[i] == Class::Body && core(i);
    let first = (0..classes.len()).find(|&i| body(classes, i));
    let last = (0..classes.len()).rfind(|&i| body(classes, i));
    let (Some(first), Some(last)) = (first, last) else { return };
    for i in (0..first).chain(last + 1..classes.len()) {
        let b = &segments.blocks[i];
        let loose = b.kind == Kind::Paragraph && !ends_sentence(&b.text) && hand.classes[i] != Class::Body;
        if classes[i] == Class::Body && loose && (likely[i] < SURE || is_slug(&b.text)) {
            classes[i] = Class::Other;
        }
    }
    super::end_notes(&segments.blocks, classes, |i| likely[i] < SURE);
}

/// Whether a line is what a desk calls a story by, `BC-FERRY-SHEEP, 2nd Ld`: more capitals and digits than small letters.
fn is_slug(text: &str) -> bool {
    let count = |of: fn(char) -> bool| text.chars().filter(|c| of(*c)).count();
    let coded = count(|c| c.is_uppercase() || c.is_ascii_digit());
    text.contains('-') && coded > 2 * count(char::is_lowercase)
}

/// A page's blocks as `fitting/fit.py` reads them. Pages that a profile reads have none.
#[cfg(feature = "fitting")]
pub(super) fn describe(segments: &Segments, evidence: &Evidence<'_>) -> serde_json::Value {
    let (worth, inside, classes, told) = super::by_hand(segments);
    if told {
        return serde_json::json!({"names": [], "blocks": []});
    }
    let hand = ByHand { worth: &worth, inside: &inside, classes: &classes };
    let names = features::names(segments, evidence, &hand);
    let rows = features::rows(segments, evidence, &hand);
    let blocks = segments.blocks.iter().zip(&classes).zip(rows).map(|((b, c), row)| {
        let list = match b.kind {
            Kind::Item { list, .. } => Some(list),
            _ => None,
        };
        serde_json::json!({
            "text": b.text, "boxed": *c == Class::Boxed, "body": *c == Class::Body,
            "heading": b.kind.heading(), "list": list, "features": row.values,
        })
    });
    serde_json::json!({"names": names, "blocks": blocks.collect::<Vec<_>>()})
}
