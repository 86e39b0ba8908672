//! Quotes that stand in boxes, with who said them.

use super::Draft;
use super::body::Places;
use super::words::{bare, likeness, unquote};
use crate::article::{Aside, Block as Piece, Quote, QuoteKind};
use crate::profile::Role;
use crate::score::{Class, ends_sentence};
use crate::segment::{Block, BoxKind, Kind};
use crate::vocabulary::Hints;

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
    let role =
        |p: &str| p.split_whitespace().any(|w| crate::vocabulary::phrases::ROLES.contains(&w.to_lowercase().as_str()));
    (2..=3).contains(&parts.len())
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

/// Takes block quotations out of the body that repeat a sentence of it: they were lifted out of the
/// flow to catch the eye, whatever their markup says. They are quotes then.
pub(super) fn repeated(draft: &mut Draft<'_>) {
    let blocks = &draft.input.segments.blocks;
    let body: Vec<usize> = (0..blocks.len()).filter(|&i| draft.input.classes[i] == Class::Body).collect();
    let bares: Vec<String> = body.iter().map(|&i| bare(&blocks[i].text)).collect();
    for (n, &i) in body.iter().enumerate() {
        if !matches!(blocks[i].kind, Kind::Quote { .. }) || bares[n].len() < 30 {
            continue;
        }
        let lifted = body.iter().enumerate().any(|(m, &j)| {
            m != n
                && !matches!(blocks[j].kind, Kind::Quote { .. })
                && (bares[m].contains(&bares[n]) || likeness(&bares[m], &bares[n]) >= LIFTED)
        });
        if lifted {
            draft.input.classes[i] = Class::Other;
            let said = unquote(&blocks[i].text).to_owned();
            let at = body[..n].iter().filter(|&&j| draft.input.classes[j] == Class::Body).count();
            draft.article.quotes.push(Quote { kind: QuoteKind::Pull, text: said, attribution: None, at });
        }
    }
}
