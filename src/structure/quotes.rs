//! Quotes that stand in boxes, with who said them.

use std::collections::{BTreeMap, HashMap};

use super::Draft;
use super::body::Places;
use super::words::{bare, unquote};
use crate::article::{Aside, Block as Piece, Quote, QuoteKind};
use crate::profile::Role;
use crate::score::{Class, ends_sentence};
use crate::segment::{Block, BoxKind, Kind};
use crate::vocabulary::{Hints, phrases};

/// A name with place or role is at most this long, in weighed characters.
const NAME: u32 = 90;

/// Lifted words share at least this much with the sentences they were lifted from.
const LIFTED: f32 = 0.8;

/// Finds the quotes and the fact boxes of the story.
pub(super) fn find(draft: &mut Draft<'_>, places: &Places) {
    let segments = draft.input.segments;
    let first = draft.input.classes.iter().position(|c| *c == Class::Body);
    let last = draft.input.classes.iter().rposition(|c| *c == Class::Body);
    let Some((first, last)) = first.zip(last) else { return };
    for (b, boxed) in segments.boxes.iter().enumerate() {
        let near = boxed.at + 2 >= first && boxed.at <= last + 1;
        if !near || boxed.within.is_some_and(|w| segments.boxes[w].kind == boxed.kind) {
            continue;
        }
        let blocks: Vec<&Block> =
            segments.blocks.iter().skip(boxed.at).take_while(|x| stands_in(draft, x.boxed, b)).collect();
        let at = places.before(boxed.at);
        match boxed.kind {
            BoxKind::Quote => {
                draft.article.quotes.extend(quote(&blocks, segments.blocks.get(boxed.at + blocks.len()), at))
            }
            BoxKind::Aside => draft.article.asides.extend(aside(&blocks, at)),
            _ => {}
        }
    }
}

fn stands_in(draft: &Draft<'_>, mut boxed: Option<usize>, outer: usize) -> bool {
    while let Some(b) = boxed {
        if b == outer {
            return true;
        }
        boxed = draft.input.segments.boxes[b].within;
    }
    false
}

fn quote(blocks: &[&Block], after: Option<&Block>, at: usize) -> Option<Quote> {
    let mut words: Vec<&str> = Vec::new();
    let mut speaker: Vec<String> = Vec::new();
    for (i, b) in blocks.iter().enumerate() {
        let told = b.role == Some(Role::Attribution) || b.role.is_none() && b.hints.any(Hints::ATTRIBUTION);
        if told || i > 0 && is_speaker(b) {
            speaker.push(name_of(&b.text));
        } else if !b.text.is_empty() {
            words.push(&b.text);
        }
    }
    // The name may follow the box, in an element of its own that says so.
    if speaker.is_empty()
        && let Some(b) = after.filter(|b| b.hints.any(Hints::ATTRIBUTION) && b.chars < NAME)
    {
        speaker.push(name_of(&b.text));
    }
    let mut text = words.join("\n");
    if speaker.is_empty()
        && let Some((said, name)) = inline_speaker(&text)
    {
        (text, speaker) = (said, vec![name]);
    }
    let text = unquote(&text).to_owned();
    let attribution = Some(speaker.join(", ")).filter(|s| !s.is_empty());
    let kind = match &attribution {
        Some(a) if is_reader(a) => QuoteKind::Reader,
        _ => QuoteKind::Pull,
    };
    (crate::strip::weigh(&text) > 10).then_some(Quote { kind, text, attribution, at })
}

/// The words and the name of `“Words.” – Name`.
fn inline_speaker(text: &str) -> Option<(String, String)> {
    let at = text.rfind(['—', '–', '―']).or_else(|| text.rfind(" - "))?;
    let (said, name) = text.split_at(at);
    let name = name_of(name);
    let closed = ends_sentence(said) || said.trim_end().ends_with(['"', '”', '»']);
    (closed && name.split_whitespace().count() <= 8 && name.chars().next().is_some_and(|c| !c.is_lowercase()))
        .then(|| (said.trim_end().to_owned(), name))
}

/// Whether a block of a box names a speaker: short, no sentence, after a dash or in another style.
fn is_speaker(b: &Block) -> bool {
    b.chars <= NAME
        && !ends_sentence(&b.text)
        && (b.text.starts_with(['-', '–', '—', '―']) || !b.text.starts_with(['"', '“', '„', '«']))
}

/// The speaker that a block of a block quotation names.
pub(super) fn speaker(b: &Block) -> Option<String> {
    let dashed = b.text.starts_with(['-', '–', '—', '―']);
    let named = b.hints.any(Hints::ATTRIBUTION);
    (b.chars <= NAME && (dashed || named)).then(|| name_of(&b.text))
}

fn name_of(text: &str) -> String {
    text.trim_start_matches(['-', '–', '—', '―', ' ']).replace('\n', ", ").trim().to_owned()
}

/// A reader is named by name and place, with no role: `Irvin, Brussels`.
fn is_reader(name: &str) -> bool {
    let parts: Vec<&str> = name.split(',').map(str::trim).collect();
    let capital = |p: &&str| p.chars().next().is_some_and(char::is_uppercase);
    let place = |p: &&str| {
        p.split_whitespace().count() <= 3
            && p.split_whitespace().all(|w| {
                w.chars().next().is_some_and(char::is_uppercase) || matches!(w, "of" | "upon" | "on" | "de" | "the")
            })
    };
    let role = |p: &str| p.split_whitespace().any(|w| phrases::ROLES.contains(&w.to_lowercase().as_str()));
    let known =
        |p: &str| p.split_whitespace().any(|w| phrases::STANDING.contains(&w.to_lowercase().trim_end_matches('.')));
    (2..=3).contains(&parts.len())
        && !parts.iter().any(|p| known(p))
        && parts.iter().all(|p| capital(p) && !role(p))
        && parts[1..].iter().all(|p| place(p))
        && parts[0].split_whitespace().count() <= 3
}

fn aside(blocks: &[&Block], at: usize) -> Option<Aside> {
    let mut out = Aside { at, ..Aside::default() };
    let mut list: Option<usize> = None;
    for (i, b) in blocks.iter().enumerate() {
        let text = b.text.clone();
        let titled = b.role == Some(Role::AsideTitle)
            || i == 0 && (b.kind.heading().is_some() || b.all_bold() && !ends_sentence(&b.text));
        let was = list.take();
        match &b.kind {
            _ if titled && out.title.is_none() => out.title = Some(text.replace('\n', " ")),
            Kind::Item { list: of, ordered } => {
                list = Some(*of);
                match out.body.last_mut() {
                    Some(Piece::List { items, .. }) if was == Some(*of) => items.push(text),
                    _ => out.body.push(Piece::List { ordered: *ordered, items: vec![text] }),
                }
            }
            Kind::Heading(level) => out.body.push(Piece::Heading { level: (*level).max(2), text }),
            Kind::Table { rows } => out.body.push(Piece::Table { rows: rows.clone() }),
            _ => out.body.push(Piece::Paragraph { text, links: Vec::new() }),
        }
    }
    (!out.body.is_empty()).then_some(out)
}

/// Takes out of the body what repeats a passage of it: it was lifted out of the flow to catch the
/// eye, whatever its markup says. It is a pull quote then, and a short line behind it names the speaker.
pub(super) fn repeated(draft: &mut Draft<'_>) {
    /// Letters: shorter passages repeat by chance.
    const SHORTEST: usize = 30;
    let blocks = &draft.input.segments.blocks;
    let body: Vec<usize> = (0..blocks.len()).filter(|&i| draft.input.classes[i] == Class::Body).collect();
    let bares: Vec<String> = body.iter().map(|&i| bare(&blocks[i].text)).collect();
    let index = Passages::new(&bares);
    for (n, &i) in body.iter().enumerate() {
        let b = &blocks[i];
        let quoting = matches!(b.kind, Kind::Quote { .. }) || b.all_hints().any(Hints::PULL | Hints::QUOTE);
        let fits = quoting || matches!(b.kind, Kind::Paragraph | Kind::Heading(_)) && b.chars < QUOTED;
        if !fits || bares[n].len() < SHORTEST || draft.input.classes[i] != Class::Body {
            continue;
        }
        let lifted = index.most_shared(n, &bares[n]).is_some_and(|m| {
            let longer = bares[m].len() > bares[n].len();
            longer && bares[m].contains(&bares[n]) || quoting && covered(&bares[n], &bares[m]) >= LIFTED
        });
        if !lifted {
            continue;
        }
        draft.input.classes[i] = Class::Other;
        let said = unquote(&b.text).to_owned();
        let at = body[..n].iter().filter(|&&j| draft.input.classes[j] == Class::Body).count();
        let next = blocks
            .get(i + 1)
            .filter(|s| draft.input.classes[i + 1] != Class::Boxed && s.kind == Kind::Paragraph && is_speaker(s));
        let attribution = next.map(|s| name_of(&s.text));
        if next.is_some() {
            draft.input.classes[i + 1] = Class::Other;
        }
        draft.article.quotes.push(Quote { kind: QuoteKind::Pull, text: said, attribution, at });
    }
}

/// A passage lifted by way of an ordinary paragraph is shorter than this, in weighed characters.
const QUOTED: u32 = 300;

/// The share of the words of one text that stand in another.
fn covered(part: &str, whole: &str) -> f32 {
    let mut words: Vec<&str> = whole.split(' ').collect();
    words.sort_unstable();
    let of: Vec<&str> = part.split(' ').collect();
    of.iter().filter(|w| words.binary_search(w).is_ok()).count() as f32 / of.len().max(1) as f32
}

/// Which texts hold which runs of words, so that a repeated passage is found without
/// comparing every text with every other.
struct Passages<'a>(HashMap<u64, Vec<u32>>, &'a [String]);

impl<'a> Passages<'a> {
    /// Words of a run.
    const RUN: usize = 4;
    /// A run that stands in more texts than this is a turn of phrase.
    const MOST: usize = 6;

    fn new(texts: &'a [String]) -> Self {
        let mut index: HashMap<u64, Vec<u32>> = HashMap::new();
        for (n, text) in texts.iter().enumerate() {
            for run in Self::runs(text) {
                let of = index.entry(run).or_default();
                if of.len() < Self::MOST && of.last() != Some(&(n as u32)) {
                    of.push(n as u32);
                }
            }
        }
        Passages(index, texts)
    }

    fn runs(text: &str) -> impl Iterator<Item = u64> + '_ {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let words: Vec<&str> = text.split(' ').collect();
        let count = (words.len() + 1).saturating_sub(Self::RUN);
        (0..count).map(move |i| {
            let mut h = DefaultHasher::new();
            words[i..i + Self::RUN].hash(&mut h);
            h.finish()
        })
    }

    /// The text that shares most runs with the one given, itself aside.
    fn most_shared(&self, of: usize, text: &str) -> Option<usize> {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for n in Self::runs(text).filter_map(|r| self.0.get(&r)).flatten() {
            if *n as usize != of {
                *counts.entry(*n).or_default() += 1;
            }
        }
        let most = counts.into_iter().max_by_key(|(n, c)| (*c, self.1[*n as usize].len()));
        most.map(|(n, _)| n as usize)
    }
}
