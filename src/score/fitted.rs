//! The choice of body blocks by a model read from a file, for measuring what such a model would bring.

use std::sync::OnceLock;

use super::features::{self, ByHand};
use super::trees::Trees;
use super::{Class, Evidence, STORY};
use crate::segment::{Kind, Segments};

/// A block is body from this probability on.
const BODY: f32 = 0.5;

/// The file to read the model from is named by this variable of the environment.
const MODEL: &str = "CUTTINGS_MODEL";

/// The model asked for, if any; a file that is no model is as none.
pub(super) fn model() -> Option<&'static Trees> {
    static ASKED: OnceLock<Option<Trees>> = OnceLock::new();
    let read = || std::fs::read_to_string(std::env::var_os(MODEL)?).ok().and_then(|t| Trees::read(&t));
    ASKED.get_or_init(read).as_ref()
}

/// Chooses anew what of a page is body.
pub(super) fn choose(trees: &Trees, segments: &Segments, evidence: &Evidence<'_>, hand: &ByHand<'_>) -> Vec<Class> {
    let rows = features::rows(segments, evidence, hand);
    let mut likely: Vec<f32> = rows.iter().map(|r| trees.probability(&r.values)).collect();
    together(segments, hand.classes, &mut likely);
    let mut classes = hand.classes.to_vec();
    for (class, p) in classes.iter_mut().zip(&likely).filter(|(c, _)| **c != Class::Boxed) {
        *class = if *p >= BODY { Class::Body } else { Class::Other };
    }
    let prose: u32 =
        segments.blocks.iter().zip(&classes).filter(|(_, c)| **c == Class::Body).map(|(b, _)| b.chars).sum();
    if prose < STORY {
        classes.iter_mut().filter(|c| **c == Class::Body).for_each(|c| *c = Class::Other);
    }
    classes
}

/// A list is in or out as a whole: each item gets the mean of the list.
fn together(segments: &Segments, classes: &[Class], likely: &mut [f32]) {
    let mut lists: std::collections::BTreeMap<usize, (f32, f32)> = Default::default();
    for (i, b) in segments.blocks.iter().enumerate() {
        if let (Kind::Item { list, .. }, true) = (&b.kind, classes[i] != Class::Boxed) {
            let of = lists.entry(*list).or_default();
            *of = (of.0 + likely[i], of.1 + 1.0);
        }
    }
    for (b, p) in segments.blocks.iter().zip(likely) {
        if let Kind::Item { list, .. } = b.kind
            && let Some((sum, n)) = lists.get(&list)
        {
            *p = sum / n;
        }
    }
}

/// A page's blocks as `fitting/fit.py` reads them. Pages that a profile reads have none.
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
