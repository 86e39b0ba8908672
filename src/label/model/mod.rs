//! The choice of body blocks by the fitted model.
//!
//! The hand-made choice is among its features, and stays as it is where the model has nothing to go by.

mod embeds;
mod features;
mod islands;
mod leading;
mod nodes;
#[cfg(test)]
mod tests;
mod trees;
mod weights;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::rules::{ALL_LINKS_SHARE, ByRules, CORE_WORTH, Class, MIN_STORY_LETTERS, without_end_notes};
use crate::lines::leads_in;
use crate::options::Favor;
use crate::segment::{Block, BlockKind, Segments};
use crate::text::is_rule;
use embeds::keep_embeds_whole;
pub(super) use features::PageSays;
use islands::without_islands;
use leading::leads_elsewhere;
use trees::Trees;
pub(crate) use weights::{FeatureWeight, Weighed};

/// A line at the edge of the story that is no sentence, or a note under it, is body from this probability on.
const SURE_PROBABILITY: f32 = 0.9;

/// A block is body from this probability on, if no side is favored.
const MIN_PROBABILITY: f32 = 0.5;

/// The same where a caller would rather miss text than take what is not of the story, and the other way round.
const MIN_PROBABILITY_FOR_PRECISION: f32 = 0.75;
const MIN_PROBABILITY_FOR_RECALL: f32 = 0.25;

/// The model; another may be asked for where models are fitted.
pub(super) fn model() -> Option<&'static Trees> {
    static MODEL: LazyLock<Option<Trees>> = LazyLock::new(read_model);
    MODEL.as_ref()
}

/// A digest of the fitted model that comes with the crate, which chooses the body: what was extracted with another may differ.
///
/// ```
/// assert_eq!(cuttings::model_digest().len(), 16);
/// ```
pub fn model_digest() -> String {
    // The text is long, and the same for whoever asks.
    #[allow(long_running_const_eval)]
    const DIGEST: u64 = fnv(nodes::SHIPPED.as_bytes());
    format!("{DIGEST:016x}")
}

/// FNV-1a, a hash that is the same in every build.
const fn fnv(bytes: &[u8]) -> u64 {
    let (mut hash, mut at) = (0xcbf2_9ce4_8422_2325_u64, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x100_0000_01b3);
        at += 1;
    }
    hash
}

/// The model, or that of the file which the environment names, for measuring what a model brings on sites it was not fitted to.
#[cfg(feature = "fitting")]
fn read_model() -> Option<Trees> {
    let Some(file) = std::env::var_os("CUTTINGS_MODEL") else { return Some(Trees::shipped()) };
    // A file that is no model must not pass for the one that is shipped.
    Trees::read(&std::fs::read_to_string(file).unwrap_or_default())
}

#[cfg(not(feature = "fitting"))]
fn read_model() -> Option<Trees> {
    Some(Trees::shipped())
}

/// What the model chooses of a page.
#[derive(Debug)]
pub(super) struct Chosen {
    /// A class for each block.
    pub(super) classes: Vec<Class>,
    /// How likely each block is of the flow, 0 to 1.
    pub(super) probabilities: Vec<f32>,
    /// How likely the body is nearly right, 0 to 1; none for an empty body.
    pub(super) confidence: Option<f32>,
}

/// Chooses anew what of a page is body, and says how sure it is. `watch` is told the choice after each of its steps.
pub(super) fn choose(
    trees: &Trees,
    segments: &Segments,
    says: &PageSays<'_>,
    rules: &ByRules,
    favor: Favor,
    watch: &mut dyn FnMut(&'static str, &[Class]),
) -> Chosen {
    let min_probability = min_probability(favor);
    let asked = features::probabilities(segments, says, rules, trees);
    let mut probabilities = average_groups(segments, &rules.classes, asked);
    for (_, p) in segments.blocks.iter().zip(&mut probabilities).filter(|(b, p)| leads_elsewhere(b, **p)) {
        *p = 0.0;
    }
    let by_model = |(class, p): (&Class, &f32)| match class {
        Class::Boxed => Class::Boxed,
        _ if *p >= min_probability => Class::Body,
        _ => Class::Other,
    };
    let classes: Vec<Class> = rules.classes.iter().zip(&probabilities).map(by_model).collect();
    watch("by how likely it is", &classes);
    let classes = keep_embeds_whole(segments, rules, classes);
    watch("an embedded post is taken or left as a whole", &classes);
    let classes = trim_edges(segments, rules, &probabilities, classes);
    watch("a loose line at an end of the story", &classes);
    let classes = without_islands(segments, &probabilities, classes);
    watch("apart from the story's longest run", &classes);
    let mut classes = underscore_lines(segments, classes);
    watch("a rule goes with the text over it", &classes);
    let prose: u32 =
        segments.blocks.iter().zip(&classes).filter(|(_, c)| **c == Class::Body).map(|(b, _)| b.chars).sum();
    if prose < MIN_STORY_LETTERS {
        classes.iter_mut().filter(|c| **c == Class::Body).for_each(|c| *c = Class::Other);
    }
    watch("too little text for a story", &classes);
    let confidence = expected_f1(segments, &classes, &probabilities).map(|f1| trees.confidence(f1));
    Chosen { classes, probabilities, confidence }
}

/// A block is body from this probability on.
fn min_probability(favor: Favor) -> f32 {
    match favor {
        Favor::Balanced => MIN_PROBABILITY,
        Favor::Precision => MIN_PROBABILITY_FOR_PRECISION,
        Favor::Recall => MIN_PROBABILITY_FOR_RECALL,
    }
}

/// What weighed most in the model's answer for each block; none for those that it is not asked about.
pub(super) fn weigh(
    trees: &Trees,
    segments: &Segments,
    says: &PageSays<'_>,
    rules: &ByRules,
    favor: Favor,
) -> Vec<Option<Weighed>> {
    weights::weigh(trees, segments, says, rules, min_probability(favor))
}

/// The F1 that the choice has if the probabilities are right, by characters; none for an empty choice.
fn expected_f1(segments: &Segments, classes: &[Class], probabilities: &[f32]) -> Option<f32> {
    let (mut chosen, mut story, mut both) = (0.0, 0.0, 0.0);
    for ((b, class), p) in segments.blocks.iter().zip(classes).zip(probabilities) {
        let chars = b.chars as f32;
        story += p * chars;
        if *class == Class::Body {
            chosen += chars;
            both += p * chars;
        }
    }
    (chosen > 0.0).then(|| 2.0 * both / (chosen + story))
}

/// Lists and block quotations are kept or dropped whole: every item gets the list's mean probability, a list of links alone
/// none; every paragraph of a quotation gets its maximum.
fn average_groups(segments: &Segments, classes: &[Class], mut probabilities: Vec<f32>) -> Vec<f32> {
    #[derive(Default)]
    struct Whole {
        sum: f32,
        most: f32,
        count: f32,
        chars: u32,
        linked: u32,
    }
    let of = |b: &Block| match b.kind {
        BlockKind::Item { list, .. } => Some((false, list)),
        BlockKind::Quote { quote } => Some((true, quote)),
        _ => None,
    };
    let mut wholes: BTreeMap<(bool, usize), Whole> = BTreeMap::new();
    for (i, b) in segments.blocks.iter().enumerate().filter(|(i, _)| classes[*i] != Class::Boxed) {
        if let Some(key) = of(b) {
            let whole = wholes.entry(key).or_default();
            whole.sum += probabilities[i];
            whole.most = whole.most.max(probabilities[i]);
            whole.count += 1.0;
            whole.chars += b.chars;
            whole.linked += b.linked;
        }
    }
    for (b, p) in segments.blocks.iter().zip(&mut probabilities) {
        let Some((key, whole)) = of(b).and_then(|k| Some((k, wholes.get(&k)?))) else { continue };
        *p = match key {
            (true, _) => whole.most,
            _ if whole.linked as f32 >= ALL_LINKS_SHARE * whole.chars as f32 => 0.0,
            _ => whole.sum / whole.count,
        };
    }
    probabilities
}

/// The lines of underscores by which agencies part a story belong with the text over them.
fn underscore_lines(segments: &Segments, mut classes: Vec<Class>) -> Vec<Class> {
    for i in 1..classes.len() {
        if classes[i] != Class::Boxed && is_rule(&segments.blocks[i].text) {
            classes[i] = classes[i - 1];
        }
    }
    classes
}

/// Takes off the lines before the first and after the last paragraph that are no sentence and that the rules
/// made by hand would not take, unless the model is sure of them: slugs, credits and notices have the look of text and no end.
/// So it is with the notes at the very end, in brackets or italics.
fn trim_edges(segments: &Segments, rules: &ByRules, probabilities: &[f32], mut classes: Vec<Class>) -> Vec<Class> {
    let is_core_body = |i: &usize| classes[*i] == Class::Body && rules.worth[*i] >= CORE_WORTH;
    let first = (0..classes.len()).find(is_core_body);
    let last = (0..classes.len()).rfind(is_core_body);
    let (Some(first), Some(last)) = (first, last) else { return classes };
    for i in (0..first).chain(last + 1..classes.len()) {
        let b = &segments.blocks[i];
        let loose = b.kind == BlockKind::Paragraph && !b.ends_sentence() && rules.classes[i] != Class::Body;
        if classes[i] == Class::Body && loose && (probabilities[i] < SURE_PROBABILITY || is_slug(&b.text)) {
            classes[i] = Class::Other;
        }
    }
    // A place and a day in an element of their own belong to the first paragraph.
    if let Some(before) = first.checked_sub(1).filter(|&i| leads_in(&segments.blocks[i].text)) {
        classes[before] = Class::Body;
    }
    without_end_notes(&segments.blocks, classes, |i| probabilities[i] < SURE_PROBABILITY)
}

/// Whether a line is what a desk calls a story by, `BC-FERRY-SHEEP, 2nd Ld`: more capitals and digits than small letters.
fn is_slug(text: &str) -> bool {
    let count = |of: fn(char) -> bool| text.chars().filter(|c| of(*c)).count();
    let coded = count(|c| c.is_uppercase() || c.is_ascii_digit());
    text.contains('-') && coded > 2 * count(char::is_lowercase)
}

/// A page's blocks as `fitting/fit.py` reads them. Pages that a profile reads have none.
#[cfg(feature = "fitting")]
pub(super) fn describe(segments: &Segments, says: &PageSays<'_>, rules: &ByRules) -> serde_json::Value {
    if rules.teller.is_some() {
        return serde_json::json!({"names": [], "blocks": []});
    }
    let (names, context_names) = features::names(segments, says, rules);
    let rows = features::rows(segments, says, rules, model());
    let blocks = segments.blocks.iter().zip(&rules.classes).zip(rows).zip(&rules.copies).map(
        |(((b, c), [own, around]), &copy)| {
            serde_json::json!({
                "text": b.text, "boxed": *c == Class::Boxed || copy, "body": *c == Class::Body,
                "features": own.as_slice(), "context": around.as_slice(),
            })
        },
    );
    serde_json::json!({"names": names, "context_names": context_names, "blocks": blocks.collect::<Vec<_>>()})
}

/// The names of the features of a page's blocks in both stages, in their order.
#[cfg(test)]
pub(super) fn feature_names(segments: &Segments) -> (Vec<String>, Vec<String>) {
    features::names(segments, &PageSays::default(), &super::rules::classify_by_rules(segments))
}
