//! The text of a version with what changed in it, in the order in which it is read.

use std::collections::BTreeMap;
use std::fmt::Write;

use cuttings::{Block, Change, Version};

use super::marks::{gone, marked, new};
use cuttings::html_page::escaped;

/// Bytes of unchanged text that a page repeats; behind that only its paragraphs are counted.
const MAX_REPEATED: usize = 4 << 20;

/// A page's room for text that did not change.
pub struct Room(usize);

impl Default for Room {
    fn default() -> Self {
        Room(MAX_REPEATED)
    }
}

/// What stands in a version's text, or stood there.
enum Part<'a> {
    Same(&'a Block),
    Changed(&'a Change),
}

/// The text of a version that is not the first: what changed, and folded between it what did not.
pub fn changed(before: &Version, version: &Version, room: &mut Room) -> String {
    let mut out = String::new();
    let mut same: Vec<&Block> = Vec::new();
    for part in parts(before, version) {
        match part {
            Part::Same(block) => same.push(block),
            Part::Changed(change) => {
                out += &folded(&same, room);
                same.clear();
                out += &paragraph(change);
            }
        }
    }
    out + &folded(&same, room)
}

/// Text that stands folded.
pub fn folded(blocks: &[&Block], room: &mut Room) -> String {
    if blocks.is_empty() {
        return String::new();
    }
    let count = blocks.len();
    let told = format!("{count} paragraph{} unchanged", if count == 1 { "" } else { "s" });
    unfolding("same", &told, blocks, room)
}

/// Text that unfolds below a line, as far as there is room for it.
pub fn unfolding(class: &str, told: &str, blocks: &[&Block], room: &mut Room) -> String {
    let texts: Vec<_> = blocks.iter().map(|block| block.text()).collect();
    let length: usize = texts.iter().map(|text| text.len() + 32).sum();
    let Some(left) = room.0.checked_sub(length) else {
        return format!("<p class=\"{class} soft\">{told}</p>\n");
    };
    room.0 = left;
    let mut out = format!("<details class=\"{class}\"><summary>{told}</summary>\n");
    for text in texts {
        _ = writeln!(out, "<p dir=\"auto\">{}</p>", escaped(&text));
    }
    out.push_str("</details>\n");
    out
}

/// A paragraph that changed.
fn paragraph(change: &Change) -> String {
    let (class, kind, text) = match change {
        Change::ParagraphAdded { text, .. } => ("added", "added".to_owned(), new(text)),
        Change::ParagraphRemoved { text, .. } => ("removed", "removed".to_owned(), gone(text)),
        Change::ParagraphMoved { was, at, text } => {
            let way = if at < was { "up" } else { "down" };
            ("moved", format!("moved {way}"), escaped(text).to_string())
        }
        Change::ParagraphReworded { words, .. } => ("reworded", "reworded".to_owned(), marked(words)),
        _ => return String::new(),
    };
    format!("<div class=\"change {class}\"><span class=\"kind\">{kind}</span><p dir=\"auto\">{text}</p></div>\n")
}

/// The parts of a version's text in order; what is gone stands before what it stood before.
fn parts<'a>(before: &'a Version, version: &'a Version) -> Vec<Part<'a>> {
    let (mut now, mut removed) = (BTreeMap::new(), BTreeMap::new());
    // Places of the old text of which something is told; those of the rest follow each other as the rest of the new text does.
    let mut told = vec![false; before.article.body.len()];
    let mut tell = |was: usize| {
        if let Some(place) = told.get_mut(was) {
            *place = true;
        }
    };
    for change in &version.changes {
        match change {
            Change::ParagraphAdded { at, .. } => _ = now.insert(*at, (None, change)),
            Change::ParagraphMoved { was, at, .. } => {
                now.insert(*at, (None, change));
                tell(*was);
            }
            Change::ParagraphReworded { was, at, .. } => {
                now.insert(*at, (Some(*was), change));
                tell(*was);
            }
            Change::ParagraphRemoved { was, .. } => {
                removed.insert(*was, change);
                tell(*was);
            }
            _ => {}
        }
    }
    let mut rest = told.iter().enumerate().filter(|(_, is_told)| !**is_told).map(|(was, _)| was);
    let mut out = Vec::new();
    for (at, block) in version.article.body.iter().enumerate() {
        let changed = now.remove(&at);
        let was = changed.map_or_else(|| rest.next(), |(was, _)| was);
        while let Some(entry) = removed.first_entry().filter(|entry| was.is_some_and(|was| *entry.key() < was)) {
            out.push(Part::Changed(entry.remove()));
        }
        out.push(changed.map_or(Part::Same(block), |(_, change)| Part::Changed(change)));
    }
    // Also what a history that somebody wrote by hand tells of places that are not there.
    out.extend(now.into_values().map(|(_, change)| Part::Changed(change)));
    out.extend(removed.into_values().map(Part::Changed));
    out
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn version(paragraphs: &[String], changes: &[Change]) -> Version {
        let body: Vec<Value> = paragraphs.iter().map(|text| json!({"type": "paragraph", "text": text})).collect();
        let version = json!({"first": "20190301000000", "last": "20190301000000", "captures": 1, "article": {"body": body}, "changes": changes});
        serde_json::from_value(version).unwrap()
    }

    /// Whatever changed, each paragraph is told once, those of the new text in their order.
    #[test]
    fn every_paragraph_stands_once_and_in_order() {
        let mut seed = 7_u32;
        let mut random = |n: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % n
        };
        for _ in 0..200 {
            let mut text = |_| format!("w{} w{} w{} w{}", random(3), random(3), random(3), random(3));
            let (old, new): (Vec<String>, Vec<String>) =
                ((0..7).map(&mut text).collect(), (0..6).map(&mut text).collect());
            let before = version(&old, &[]);
            let changes = cuttings::changes(&before.article, &version(&new, &[]).article);
            let now = version(&new, &changes);
            let (mut shown, mut told) = (Vec::new(), 0);
            for part in parts(&before, &now) {
                match part {
                    Part::Same(block) => shown.push(block.text().into_owned()),
                    Part::Changed(change) => {
                        told += 1;
                        shown.extend(match change {
                            Change::ParagraphAdded { text, .. } | Change::ParagraphMoved { text, .. } => {
                                Some(text.clone())
                            }
                            Change::ParagraphReworded { new, .. } => Some(new.clone()),
                            _ => None,
                        });
                    }
                }
            }
            assert_eq!((shown, told), (new, changes.len()), "{old:?}");
        }
    }

    #[test]
    fn what_is_gone_stands_where_it_stood() {
        let texts = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        let before = version(&texts(&["one", "two", "three", "four"]), &[]);
        let gone = |was, text: &str| Change::ParagraphRemoved { was, text: text.to_owned() };
        let now = version(&texts(&["one", "three"]), &[gone(1, "two"), gone(3, "four"), gone(99, "nowhere")]);
        let told: Vec<String> = parts(&before, &now)
            .iter()
            .map(|part| match part {
                Part::Same(block) => block.text().into_owned(),
                Part::Changed(Change::ParagraphRemoved { text, .. }) => format!("-{text}"),
                Part::Changed(other) => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(told, ["one", "-two", "three", "-four", "-nowhere"]);
    }
}
