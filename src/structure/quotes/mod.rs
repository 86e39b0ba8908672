//! Quotes that stand in boxes, with who said them.

mod lifted;

use super::Draft;
use super::body::Places;
use super::words::unquote;
use crate::article::{Aside, Block as Piece, Quote, QuoteKind};
use crate::profile::Role;
use crate::score::{Class, ends_sentence};
use crate::segment::{Block, BoxKind, Kind, Segments};
use crate::vocabulary::{Hints, phrases};

pub(super) use lifted::take as lifted;

/// A name with place or role is at most this long, in weighed characters.
const NAME: u32 = 90;

/// Speakers that are looked for in the story, each in the whole of it; a page with more boxes is one of readers' letters.
const SPEAKERS: usize = 100;

/// Finds the quotes and the fact boxes of the story.
pub(super) fn find(draft: &mut Draft<'_>, places: &Places) {
    let segments = draft.input.segments;
    let first = draft.input.classes.iter().position(|c| *c == Class::Body);
    let last = draft.input.classes.iter().rposition(|c| *c == Class::Body);
    let Some((first, last)) = first.zip(last) else { return };
    let inside = super::captions::inside(draft);
    let mut asked = 0;
    for (b, boxed) in segments.boxes.iter().enumerate() {
        // What follows the last paragraph is of the story if it stands in its column: sidebars come behind it too.
        let follows = boxed.at == last + 1 && (boxed.certain || inside[boxed.container]);
        let near = boxed.at + 2 >= first && (boxed.at <= last || follows);
        if !near {
            continue;
        }
        let blocks: Vec<&Block> = segments.blocks_of(b).collect();
        let at = places.before(boxed.at);
        match boxed.kind {
            // Over the first paragraph it is a standfirst, unless it is marked as words that were said.
            BoxKind::Quote if boxed.at <= first && !boxed.certain && !is_said(&blocks) => standfirst(draft, &blocks),
            BoxKind::Quote => {
                let after = draft.speakers.get(&b).map(|&i| &segments.blocks[i]);
                let mut found = quote(segments, &blocks, after, at);
                let pulled = boxed.hints.any(Hints::PULL) || capitalises_nouns(draft);
                let mut is_known = |q: &&mut Quote| {
                    asked += 1;
                    pulled || asked <= SPEAKERS && is_of_story(draft, q)
                };
                if let Some(q) = found.as_mut().filter(|q| q.kind == QuoteKind::Reader).filter(|q| is_known(q)) {
                    q.kind = QuoteKind::Pull;
                }
                draft.article.quotes.extend(found);
            }
            BoxKind::Aside => draft.article.asides.extend(aside(&blocks, at)),
            _ => {}
        }
    }
}

/// Gives the quotes found so far, which know their blocks, their places in the body.
pub(super) fn place(draft: &mut Draft<'_>, places: &Places) {
    for quote in &mut draft.article.quotes {
        quote.at = places.before(quote.at);
    }
}

/// Whether a quote box shows that somebody said the words: by quotation marks, or a name behind them.
fn is_said(blocks: &[&Block]) -> bool {
    let marked = |b: &Block| {
        b.text.contains(['"', '“', '”', '„', '«', '»', '「'])
            || b.hints.any(Hints::ATTRIBUTION)
            || b.text.starts_with(['-', '–', '—', '―'])
    };
    blocks.iter().any(|b| marked(b)) || blocks.iter().skip(1).any(|b| is_speaker(b))
}

/// Finds the names that stand behind quote boxes in elements of their own, and takes them out of the body.
pub(super) fn speakers(draft: &mut Draft<'_>) {
    let segments = draft.input.segments;
    for (b, boxed) in segments.boxes.iter().enumerate().filter(|(_, b)| b.kind == BoxKind::Quote) {
        let after = boxed.at + segments.blocks_of(b).count();
        let Some(next) = segments.blocks.get(after) else { continue };
        let named = next.hints.any(Hints::ATTRIBUTION) && next.chars < NAME;
        if named || next.boxed.is_none() && names_speaker(next) {
            draft.input.classes[after] = Class::Other;
            draft.speakers.insert(b, after);
        }
    }
}

/// Whether a paragraph behind a quotation is the speaker's name and no more: a name by its words, or after a dash.
fn names_speaker(b: &Block) -> bool {
    let named = || b.text.starts_with(['-', '–', '—', '―']) || !super::byline::names(&b.text, "").is_empty();
    b.kind == Kind::Paragraph && is_speaker(b) && !b.all_bold() && named()
}

/// Takes the words of a box for the standfirst, if there is none yet.
fn standfirst(draft: &mut Draft<'_>, blocks: &[&Block]) {
    if draft.article.summary.is_empty() {
        draft.article.summary = blocks.iter().map(|b| b.text.clone()).collect();
        draft.from("summary", "the page's text");
    }
}

/// The element that lays out the line that a container's text stands in.
fn line_of(segments: &Segments, mut container: usize) -> usize {
    while container > 0 && !segments.containers[container].tag.is_block() {
        container = segments.containers[container].parent;
    }
    container
}

fn quote(segments: &Segments, blocks: &[&Block], after: Option<&Block>, at: usize) -> Option<Quote> {
    let mut words: Vec<&str> = Vec::new();
    let mut speaker: Vec<String> = Vec::new();
    let mut line: Option<usize> = None;
    for (i, b) in blocks.iter().enumerate() {
        let told = b.role == Some(Role::Attribution) || b.role.is_none() && b.hints.any(Hints::ATTRIBUTION);
        if told || i > 0 && is_speaker(b) {
            let name = name_of(&b.text);
            // Parts of one line stand in it side by side; first name and last name may have lines of their own.
            let before = line.replace(line_of(segments, b.container));
            let side_by_side = before == line && b.role.is_none();
            match speaker.last_mut() {
                Some(last) if side_by_side || !last.contains(' ') && !name.contains(' ') => {
                    last.push(' ');
                    last.push_str(&name);
                }
                _ => speaker.push(name),
            }
        } else if !b.text.is_empty() {
            words.push(&b.text);
        }
    }
    if speaker.is_empty()
        && let Some(b) = after
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
    (crate::text::weigh(&text) > 10).then_some(Quote { kind, text, attribution, at })
}

/// The words and the name of `“Words.” – Name`, or of `«Words» Name` where only a style parts the two.
fn inline_speaker(text: &str) -> Option<(String, String)> {
    let opened = text.trim_start().starts_with(['“', '«', '„', '「']);
    let closed = text.char_indices().rfind(|(_, c)| matches!(c, '”' | '»' | '」')).map(|(i, c)| i + c.len_utf8());
    if let Some((said, name)) = closed.filter(|_| opened).and_then(|end| text.split_at_checked(end)) {
        let name = name_of(name);
        let capital = name.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
        if capital && crate::text::weigh(&name) <= NAME && !ends_sentence(&name) {
            return Some((said.to_owned(), name));
        }
    }
    let at = text.rfind(['—', '–', '―']).or_else(|| text.rfind(" - ")).or_else(|| text.rfind("\n-"))?;
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
    let name = || super::byline::without_date(&name_of(&b.text));
    (b.chars <= NAME && (dashed || named)).then(name)
}

fn name_of(text: &str) -> String {
    text.trim_start_matches(['-', '–', '—', '―', ' ', '\n']).replace('\n', ", ").trim().to_owned()
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
        && parts[1..].iter().all(place)
        && parts[0].split_whitespace().count() <= 3
}

/// Whether a capital letter does not tell a place from a role.
fn capitalises_nouns(draft: &Draft<'_>) -> bool {
    matches!(draft.language.as_deref(), Some("de" | "lb"))
}

/// Whether the story itself names the speaker: it does not name the readers whose letters stand beside it.
fn is_of_story(draft: &Draft<'_>, quote: &Quote) -> bool {
    let name = quote.attribution.as_deref().and_then(|a| a.split(',').next()).unwrap_or_default().trim();
    // A first name alone may be anybody's.
    name.contains(' ') && draft.article.body.iter().any(|b| b.text().contains(name))
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

#[cfg(test)]
mod tests;
