//! Words lifted out of the flow to catch the eye, known by their repetition.

use std::collections::{BTreeMap, HashMap};

use super::{NAME, is_speaker, name_of, names_speaker, quote};
use crate::score::{Class, ends_sentence};
use crate::segment::{Block, Kind};
use crate::structure::Draft;
use crate::structure::words::{bare, unquote};
use crate::text::runs;
use crate::vocabulary::Hints;

/// Lifted words share at least this much with the sentences they were lifted from.
const LIFTED: f32 = 0.8;

/// Weighed characters: shorter passages repeat by chance, longer ones are no eye-catchers.
const LENGTHS: std::ops::Range<u32> = 25..500;

/// Bytes of a paragraph that words are lifted from.
const SOURCE: usize = 6_000;

/// A run of blocks of the body that stands or falls together: a quotation with all its paragraphs, or one block.
struct Unit {
    blocks: std::ops::Range<usize>,
    /// Whether its markup calls it a quotation or an aside.
    marked: bool,
}

/// Takes out of the body what repeats a passage of it: it was lifted out of the flow to catch the eye, whatever its markup
/// says. It is a pull quote then, and a short line behind it names the speaker.
pub(in crate::structure) fn take(draft: &mut Draft<'_>) {
    let segments = draft.input.segments;
    let blocks = &segments.blocks;
    let body: Vec<usize> = (0..blocks.len()).filter(|&i| draft.input.classes[i] == Class::Body).collect();
    let units: Vec<Unit> = units(blocks, &body);
    let apart: Vec<usize> = units.iter().flat_map(|u| u.blocks.clone()).collect();
    if apart.is_empty() {
        return;
    }
    let repeats = repeats(blocks, &body, &apart);
    let named = |u: &Unit| blocks[body[u.blocks.start]].hints.any(Hints::PULL);
    let lifted: Vec<bool> = units.iter().map(|u| named(u) || is_lifted(blocks, &body, u, &repeats)).collect();
    // What a template sets apart by looks alone is known by all that is set so: each is lifted, or none.
    let make = |n: usize| {
        let b = &blocks[body[n]];
        (segments.containers[b.container].signature, b.kind.heading())
    };
    let mut set: BTreeMap<_, usize> = BTreeMap::new();
    for n in 0..body.len() {
        *set.entry(make(n)).or_default() += 1;
    }
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for (u, _) in units.iter().zip(&lifted).filter(|(u, l)| **l && !u.marked) {
        *known.entry(make(u.blocks.start)).or_default() += 1;
    }
    let first_paragraph = body.iter().position(|&i| blocks[i].kind == Kind::Paragraph);
    for (unit, _) in units.iter().zip(&lifted).filter(|(_, l)| **l) {
        let start = unit.blocks.start;
        if !unit.marked && known.get(&make(start)) != set.get(&make(start)) {
            continue;
        }
        unit.blocks.clone().for_each(|n| draft.input.classes[body[n]] = Class::Other);
        // Over the first paragraph it is a standfirst, and nobody's words.
        if first_paragraph.is_none_or(|first| first >= start) {
            continue;
        }
        let parts: Vec<&Block> = unit.blocks.clone().map(|n| &blocks[body[n]]).collect();
        let after = body[unit.blocks.end - 1] + 1;
        let is_name = |s: &&Block| draft.input.classes[after] != Class::Boxed && names_behind(s);
        let name = blocks.get(after).filter(is_name);
        // The number of its block for now: the body is not written yet.
        let Some(found) = quote(segments, &parts, name, body[start]) else { continue };
        if name.is_some_and(|b| found.attribution.as_deref() == Some(&name_of(&b.text))) {
            draft.input.classes[after] = Class::Other;
        }
        draft.article.quotes.push(found);
    }
}

/// Whether a block right behind lifted words names who said them.
fn names_behind(b: &Block) -> bool {
    b.hints.any(Hints::ATTRIBUTION) && b.chars < NAME || names_speaker(b)
}

/// The parts of the body that may have been lifted out of it, in their order.
fn units(blocks: &[Block], body: &[usize]) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::new();
    let mut n = 0;
    while n < body.len() {
        let kind = &blocks[body[n]].kind;
        let quoted = matches!(kind, Kind::Quote { .. });
        let more = (n + 1..body.len()).take_while(|&m| quoted && blocks[body[m]].kind == *kind).count();
        let unit = Unit { blocks: n..n + 1 + more, marked: quoted || is_marked(&blocks[body[n]]) };
        n = unit.blocks.end;
        let parts = || unit.blocks.clone().map(|n| &blocks[body[n]]);
        let chars: u32 = parts().map(|b| b.chars).sum();
        let said = unit.marked || ends_sentence(&blocks[body[unit.blocks.start]].text);
        if LENGTHS.contains(&chars) && said && parts().all(is_words) {
            out.push(unit);
        }
    }
    out
}

/// Whether the markup of a block says that it is a quotation or stands beside the flow.
fn is_marked(b: &Block) -> bool {
    b.all_hints().any(Hints::PULL | Hints::QUOTE) && b.kind.heading().is_none() || b.is_aside()
}

/// Whether a block is somebody's words and no link, no program, no post of a network with the handle of its writer.
fn is_words(b: &Block) -> bool {
    let words = match b.kind {
        // Cross-headings take words of the story too; those in quotation marks are more likely somebody's.
        Kind::Heading(_) => unquote(&b.text).len() < b.text.trim().len(),
        Kind::Paragraph => !b.is_program(),
        Kind::Quote { .. } => true,
        _ => false,
    };
    words && b.linked * 2 <= b.chars && !b.all_hints().any(Hints::EMBED) && !b.text.contains("(@")
}

/// Whether all that a unit says stands elsewhere in the body.
fn is_lifted(blocks: &[Block], body: &[usize], unit: &Unit, repeats: &BTreeMap<usize, bool>) -> bool {
    let said: Vec<usize> =
        unit.blocks.clone().filter(|&n| n == unit.blocks.start || !is_speaker(&blocks[body[n]])).collect();
    said.iter().all(|n| repeats.get(n).is_some_and(|r| *r))
}

/// Whether each of these places of the body repeats words of another.
fn repeats(blocks: &[Block], body: &[usize], apart: &[usize]) -> BTreeMap<usize, bool> {
    let bares: Vec<String> = body.iter().map(|&i| bare(&blocks[i].text)).collect();
    let words: Vec<Vec<u64>> = bares.iter().map(|b| runs::words(b)).collect();
    let marked =
        |n: usize| matches!(blocks[body[n]].kind, Kind::Quote { .. } | Kind::Heading(_)) || is_marked(&blocks[body[n]]);
    let repeats = |(n, source): (usize, Option<usize>)| {
        let found = source.filter(|&m| bares[m].len() <= SOURCE).is_some_and(|m| {
            let longer = bares[m].len() > bares[n].len();
            longer && bares[m].contains(&bares[n]) || marked(n) && covered(&bares[n], &bares[m]) >= LIFTED
        });
        (n, found)
    };
    apart.iter().copied().zip(sources(apart, &words)).map(repeats).collect()
}

/// The share of the words of one text that stand in another.
fn covered(part: &str, whole: &str) -> f32 {
    let mut words: Vec<&str> = whole.split(' ').collect();
    words.sort_unstable();
    let of: Vec<&str> = part.split(' ').collect();
    of.iter().filter(|w| words.binary_search(w).is_ok()).count() as f32 / of.len().max(1) as f32
}

/// For each candidate the text, given by its words, that shares most runs with it, itself aside: found by
/// an index of the candidates' runs, so that no two texts are compared.
fn sources(candidates: &[usize], texts: &[Vec<u64>]) -> Vec<Option<usize>> {
    /// A run that stands in more candidates than this is a turn of phrase.
    const MOST: usize = 6;
    let mut index: HashMap<u64, Vec<usize>> = HashMap::new();
    for (c, &n) in candidates.iter().enumerate() {
        for run in runs::runs(&texts[n]) {
            let of = index.entry(run).or_default();
            if of.len() < MOST && of.last() != Some(&c) {
                of.push(c);
            }
        }
    }
    let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); candidates.len()];
    for (n, text) in texts.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for c in runs::runs(text).filter_map(|r| index.get(&r)).flatten().filter(|&&c| candidates[c] != n) {
            *shared.entry(*c).or_default() += 1;
        }
        for (c, count) in shared {
            if count > best[c].0 {
                best[c] = (count, Some(n));
            }
        }
    }
    best.into_iter().map(|(_, n)| n).collect()
}
