//! Stretches of a page between two comments.

use super::marker::Marker;
use super::view::View;
use crate::dom::{Document, NodeId, Tag};
use crate::text::{fold, is_space};

/// The stretches between two markers that hold anything, in order; those within or across another are
/// part of it. Markers pair like brackets; a stretch that is never closed ends with the element it began in.
pub(super) fn stretches(view: &View, start: &Marker, end: &Marker) -> Vec<(NodeId, NodeId)> {
    let doc = view.doc;
    let mut open = Vec::new();
    let mut found = Vec::new();
    for &(id, ref comment) in view.comments() {
        if start.matches(comment) {
            open.push(id);
        } else if end.matches(comment)
            && let Some(from) = open.pop()
        {
            found.push((doc.end(from), id));
        }
    }
    found.extend(open.into_iter().map(|from| (doc.end(from), doc.end(doc.parent(from)))));
    found.sort_unstable();
    let mut merged: Vec<(NodeId, NodeId)> = Vec::new();
    for (from, to) in found {
        match merged.last_mut() {
            Some(last) if from < last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    let mut full = vec![false; merged.len()];
    within(doc, &merged, |at, node| {
        full[at] |= is_content(doc, node);
        false
    });
    let mut full = full.into_iter();
    merged.retain(|_| full.next().unwrap_or(false));
    merged
}

/// Whether a node by itself is something to see.
fn is_content(doc: &Document, id: NodeId) -> bool {
    match doc.text_of(id) {
        Some(text) => !text.chars().all(is_space),
        None => matches!(doc.tag(id), Tag::Img | Tag::Video | Tag::Audio | Tag::Object | Tag::Embed | Tag::Iframe),
    }
}

/// Visits the nodes that stand whole in one of the stretches, with the stretch's index; what is below a
/// node for which `visit` says so is passed over.
fn within(doc: &Document, stretches: &[(NodeId, NodeId)], mut visit: impl FnMut(usize, NodeId) -> bool) {
    let mut at = 0;
    let mut until = NodeId::ROOT;
    for id in doc.all() {
        while stretches.get(at).is_some_and(|&(_, to)| to <= id) {
            at += 1;
        }
        let Some(&(from, to)) = stretches.get(at) else { return };
        if id >= until && from <= id && doc.end(id) <= to && visit(at, id) {
            until = doc.end(id);
        }
    }
}

/// The topmost nodes of each stretch that hold anything, with the stretch's index.
pub(super) fn tops(doc: &Document, stretches: &[(NodeId, NodeId)]) -> Vec<(usize, NodeId)> {
    let mut tops = Vec::new();
    within(doc, stretches, |at, id| {
        let tag = doc.tag(id);
        let is_element = tag != Tag::None;
        let is_empty = tag == Tag::Br || tag.is_invisible();
        if is_element && !is_empty || is_content(doc, id) {
            tops.push((at, id));
        }
        is_element
    });
    tops
}

/// The lines of each stretch, as blocks and line breaks part its text, white space folded; without what `skip` names.
pub(super) fn lines_of(
    doc: &Document,
    stretches: &[(NodeId, NodeId)],
    skip: impl Fn(NodeId) -> bool,
) -> Vec<Vec<String>> {
    let mut lines: Vec<Vec<String>> = vec![vec![String::new()]; stretches.len()];
    let mut open: Vec<NodeId> = Vec::new();
    within(doc, stretches, |at, id| {
        let tag = doc.tag(id);
        let mut is_new = tag == Tag::Br || tag.is_block();
        while open.last().is_some_and(|&end| end <= id) {
            open.pop();
            is_new = true;
        }
        if is_new {
            lines[at].push(String::new());
        }
        if tag.is_invisible() || skip(id) {
            return true;
        }
        if tag.is_block() {
            open.push(doc.end(id));
        }
        if let (Some(text), Some(line)) = (doc.text_of(id), lines[at].last_mut()) {
            line.push_str(text);
        }
        false
    });
    for lines in &mut lines {
        lines.iter_mut().for_each(|line| *line = fold(line));
        lines.retain(|line| !line.is_empty());
    }
    lines
}
