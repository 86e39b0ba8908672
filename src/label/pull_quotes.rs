//! Words lifted out of the flow to catch the eye, known by their repetition; and the names behind quotes.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::evidence::Evidence;
use super::labels::{LabelKind, Labels, Passage, Proposals};
use super::passages::{is_marked_speaker, is_speaker, names_speaker, read_passage};
use crate::lines::quotation::{is_quoted, speaker_name, unquote};
use crate::segment::{Block, BlockKind, BoxKind, Segments};
use crate::text::compare::normalize_for_comparison;
use crate::text::hashed::HashMap;
use crate::text::runs;
use crate::vocabulary::Hints;

/// Lifted words share at least this much with the sentences they were lifted from.
const MIN_LIFTED_SHARE: f32 = 0.8;

/// Letters: shorter passages repeat by chance, longer ones are no eye-catchers.
const LENGTHS: std::ops::Range<u32> = 25..500;

/// Bytes of a paragraph that words are lifted from.
const MAX_SOURCE_BYTES: usize = 6_000;

/// A run of blocks of the body that stands or falls together: a quotation with all its paragraphs, or one block.
struct Unit {
    blocks: std::ops::Range<usize>,
    /// Whether its markup calls it a quotation or an aside.
    marked: bool,
}

/// Takes out of the flow what repeats a passage of it: it was lifted out to catch the eye, whatever its markup
/// says. It is a pull quote then, and a short line behind it names the speaker.
pub(super) fn pull_quotes(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    let segments = evidence.segments;
    let blocks = evidence.blocks();
    let Some((first, last)) = labels.story_ends() else { return Proposals::default() };
    // A heading in quotation marks between paragraphs may have been left out of the flow already.
    let is_beside = |i: usize| labels.is_beside(i) && blocks[i].kind.heading().is_some() && is_quoted(&blocks[i].text);
    let body: Vec<usize> = (first..=last).filter(|&i| labels.is_story(i) || is_beside(i)).collect();
    let mut proposals = Proposals::default();
    let first_paragraph = body.iter().position(|&i| blocks[i].kind == BlockKind::Paragraph);
    for unit in lifted_units(segments, &body) {
        let places = body[unit.blocks.clone()].to_vec();
        // Over the first paragraph it is a standfirst, and nobody's words.
        if first_paragraph.is_none_or(|first| first >= unit.blocks.start) {
            places.iter().for_each(|&i| proposals.propose(i, LabelKind::Foreign, "repeats the story, over it"));
            continue;
        }
        places.iter().for_each(|&i| proposals.propose(i, LabelKind::PullQuote, "repeats words of the story"));
        let after = body[unit.blocks.end - 1] + 1;
        let names = |b: &&Block| !labels.is_in_box(after) && (is_marked_speaker(b) || names_speaker(b));
        let name = blocks.get(after).filter(names);
        let passage = Passage { blocks: places, speaker: name.map(|_| after) };
        let Some(found) = read_passage(segments, &passage) else { continue };
        if name.is_some_and(|b| found.attribution.as_deref() == Some(&speaker_name(&b.text))) {
            proposals.propose(after, LabelKind::Speaker, "a name behind lifted words");
        }
        proposals.passages.push(passage);
    }
    proposals
}

/// The parts of the flow, given by its blocks, that were lifted out of it.
fn lifted_units(segments: &Segments, body: &[usize]) -> Vec<Unit> {
    let blocks = &segments.blocks;
    let mut units = units(blocks, body);
    let apart: Vec<usize> = units.iter().flat_map(|u| u.blocks.clone()).collect();
    if apart.is_empty() {
        return Vec::new();
    }
    let repeats = repeats(blocks, body, &apart);
    let named = |u: &Unit| blocks[body[u.blocks.start]].hints.any(Hints::PULL);
    units.retain(|u| named(u) || is_lifted(blocks, body, u, &repeats));
    // If a style alone sets passages apart, treat all passages in that style alike: all are pull quotes or none is.
    let style = |n: usize| {
        let b = &blocks[body[n]];
        (segments.containers[b.container()].signature, b.kind.heading())
    };
    let mut in_style: BTreeMap<_, usize> = BTreeMap::new();
    for n in 0..body.len() {
        *in_style.entry(style(n)).or_default() += 1;
    }
    let mut lifted: BTreeMap<_, usize> = BTreeMap::new();
    for u in units.iter().filter(|u| !u.marked) {
        *lifted.entry(style(u.blocks.start)).or_default() += 1;
    }
    units.retain(|u| u.marked || lifted.get(&style(u.blocks.start)) == in_style.get(&style(u.blocks.start)));
    units
}

/// Takes out of the flow the names that stand behind quote boxes in elements of their own.
pub(super) fn speakers(evidence: &Evidence<'_>, _labels: &Labels) -> Proposals {
    let segments = evidence.segments;
    let mut proposals = Proposals::default();
    for (b, boxed) in segments.boxes.iter().enumerate().filter(|(_, b)| b.kind == BoxKind::Quote) {
        let after = boxed.at + segments.blocks_of(b).count();
        let Some(next) = segments.blocks.get(after) else { continue };
        if is_marked_speaker(next) || next.boxed().is_none() && names_speaker(next) {
            proposals.propose(after, LabelKind::Speaker, "a name behind a quote box");
        }
    }
    proposals
}

/// The parts of the body that may have been lifted out of it, in their order.
fn units(blocks: &[Block], body: &[usize]) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::new();
    let mut n = 0;
    while n < body.len() {
        let kind = &blocks[body[n]].kind;
        let quoted = matches!(kind, BlockKind::Quote { .. });
        let more = (n + 1..body.len()).take_while(|&m| quoted && blocks[body[m]].kind == *kind).count();
        let unit = Unit { blocks: n..n + 1 + more, marked: quoted || is_marked(&blocks[body[n]]) };
        n = unit.blocks.end;
        let parts = || unit.blocks.clone().map(|n| &blocks[body[n]]);
        let chars: u32 = parts().map(|b| b.chars).sum();
        let said = unit.marked || blocks[body[unit.blocks.start]].ends_sentence();
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
        BlockKind::Heading(_) => unquote(&b.text).len() < b.text.trim().len(),
        BlockKind::Paragraph => !b.is_program(),
        BlockKind::Quote { .. } => true,
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
    let words: Vec<&[u64]> = body.iter().map(|&i| blocks[i].words()).collect();
    let marked = |n: usize| {
        matches!(blocks[body[n]].kind, BlockKind::Quote { .. } | BlockKind::Heading(_)) || is_marked(&blocks[body[n]])
    };
    // Few are asked for, but one text may be asked for by many.
    let cells: Vec<OnceCell<String>> = vec![OnceCell::new(); body.len()];
    let normalized = |n: usize| cells[n].get_or_init(|| normalize_for_comparison(&blocks[body[n]].text));
    let repeats = |(n, source): (usize, Option<usize>)| {
        let found = source.map(normalized).filter(|whole| whole.len() <= MAX_SOURCE_BYTES).is_some_and(|whole| {
            let part = normalized(n);
            let longer = whole.len() > part.len();
            longer && whole.contains(part.as_str()) || marked(n) && covered(part, whole) >= MIN_LIFTED_SHARE
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
fn sources(candidates: &[usize], texts: &[&[u64]]) -> Vec<Option<usize>> {
    /// A run that stands in more candidates than this is a turn of phrase.
    const MAX_CANDIDATES: usize = 6;
    // The first and the last place of a run in `places`: nearly every run stands in one candidate, and there are as many as words.
    let mut index: HashMap<u64, (u32, u32)> = HashMap::default();
    // A candidate, and where the next one of the same run stands; the last names itself.
    let mut places: Vec<(u32, u32)> = Vec::new();
    for (c, &n) in (0..).zip(candidates) {
        for run in runs::runs(texts[n]) {
            let new = places.len() as u32;
            let (_, last) = index.entry(run).or_insert((new, new));
            let before = *last;
            if before != new {
                if places[before as usize].0 == c {
                    continue;
                }
                places[before as usize].1 = new;
                *last = new;
            }
            places.push((c, new));
        }
    }
    let places = &places;
    let of_run = |run: u64| {
        let mut next = index.get(&run).map(|(first, _)| *first);
        let chain = std::iter::from_fn(move || {
            let at = next?;
            let (candidate, behind) = *places.get(at as usize)?;
            next = (behind != at).then_some(behind);
            Some(candidate)
        });
        chain.take(MAX_CANDIDATES)
    };
    let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); candidates.len()];
    for (n, text) in texts.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        let known = runs::runs(text).flat_map(of_run).map(|c| c as usize);
        for c in known.filter(|&c| candidates[c] != n) {
            *shared.entry(c).or_default() += 1;
        }
        for (c, count) in shared {
            if count > best[c].0 {
                best[c] = (count, Some(n));
            }
        }
    }
    best.into_iter().map(|(_, n)| n).collect()
}
