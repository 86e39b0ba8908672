//! The headline: the line of the page that agrees best with what the page is called.

use super::Draft;
use super::words::{Words, bare, likeness};
use crate::metadata::Metadata;
use crate::profile::Role;
use crate::score::Class;
use crate::segment::{Block, Kind};
use crate::vocabulary::{Hints, phrases};

/// A headline is at most this long, in weighed characters.
const LONGEST: u32 = 260;

/// A line as like a title as this is that title, shown.
const SAME: f32 = 0.6;

/// What counts for a line, beside its likeness to the page's titles (0 to 1, times this).
const LIKENESS: f32 = 3.0;
const IS_H1: f32 = 1.0;
const IS_H2: f32 = 0.4;
const IS_NAMED: f32 = 0.6;
const IS_BOLD: f32 = 0.15;
/// A line that is a link leads to another story, or home.
const IS_LINK: f32 = -0.7;
const IS_FOREIGN: f32 = -1.0;
/// Below the start of the story a line is a heading within it.
const IS_BELOW: f32 = -0.8;
/// The line that stands next before the story's first paragraph.
const IS_NEAR: f32 = 0.3;

/// Finds the headline, and the kicker over it.
pub(super) fn find(draft: &mut Draft<'_>) {
    let block = draft.input.segments.blocks.iter().position(|b| b.role == Some(Role::Headline));
    if let Some(told) = draft.told(Role::Headline).cloned() {
        draft.headline = block.or_else(|| visible(draft, &[(bare(&told.text), 1.0)]).map(|(i, _)| i));
        draft.article.headline = Some(told.text);
        draft.from("headline", told.origin);
    } else {
        choose(draft);
    }
    kicker(draft);
}

fn choose(draft: &mut Draft<'_>) {
    let titles = titles(draft);
    let mut known: Vec<(String, f32)> = titles.iter().map(|(t, w, _)| (bare(t), *w)).collect();
    known.extend(draft.input.metadata.title.as_deref().and_then(first_part).map(|t| (t, 0.8)));
    let seen = visible(draft, &known);
    let (text, origin, block) = match seen {
        Some((i, like)) if like >= SAME || known.is_empty() => {
            let (over, text) = without_kicker(&draft.input.segments.blocks[i].text, &titles, draft.input.metadata);
            if let Some(over) = over {
                draft.article.kicker = Some(over);
                draft.from("kicker", "the page's text");
            }
            (Some(text), "the page's text".to_owned(), Some(i))
        }
        other => match titles.into_iter().next() {
            Some((title, _, origin)) => (Some(title), origin, other.map(|(i, _)| i).filter(|&i| is_h1(draft, i))),
            None => (
                other.map(|(i, _)| draft.input.segments.blocks[i].text.clone()),
                "the page's text".to_owned(),
                other.map(|(i, _)| i),
            ),
        },
    };
    draft.headline = block;
    if let Some(text) = text.filter(|t| !t.is_empty()) {
        draft.article.headline = Some(text);
        draft.from("headline", origin);
    }
}

/// The part of a title before its first bar or dash, for comparison: most put the headline first.
fn first_part(title: &str) -> Option<String> {
    /// With fewer words it may as well be the site or the section.
    const FEWEST: usize = 3;
    let (part, _) = title.split_once(" - ").or_else(|| title.split_once(" | ")).or_else(|| title.split_once(" – "))?;
    let part = bare(part);
    (part.split(' ').count() >= FEWEST).then_some(part)
}

/// A visible headline without the kicker that stands in the same element, told by what the page calls itself: metadata has
/// the headline alone, or writes a colon where the page has a break in the line.
fn without_kicker(line: &str, titles: &[(String, f32, String)], meta: &Metadata) -> (Option<String>, String) {
    /// Letters and digits of the longest kickers, and of the shortest headline that is told from a coincidence.
    const KICKER: usize = 60;
    const SHORTEST: usize = 12;
    /// Of the shortest kickers: fewer are a word that the title dropped, such as a preposition.
    const LEAST: usize = 5;
    let squeezed = |t: &str| t.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let text = line.replace('\n', " ");
    let whole = squeezed(line);
    // A title that lost its own beginning, taken for the site's name, tells nothing of where a headline begins.
    let raw: Vec<String> =
        meta.headlines.iter().map(|h| squeezed(&h.value)).chain(meta.title.as_deref().map(squeezed)).collect();
    let stated =
        || titles.iter().map(|(t, _, _)| (t, squeezed(t))).filter(|(_, t)| raw.iter().any(|r| r.starts_with(t)));
    for (_, title) in stated() {
        let Some(over) = whole.strip_suffix(title.as_str()) else { continue };
        let over = over.chars().count();
        if !(LEAST..=KICKER).contains(&over) || title.chars().count() < SHORTEST {
            continue;
        }
        // Where the kicker's letters end, and what marks stand before the headline's.
        let end =
            line.char_indices().filter(|(_, c)| c.is_alphanumeric()).nth(over - 1).map(|(at, c)| at + c.len_utf8());
        let Some((kicker, rest)) = end.and_then(|end| Some((line.get(..end)?, line.get(end..)?))) else { continue };
        let closing = |c: char| c.is_whitespace() || matches!(c, ':' | '|' | '-' | '–' | '—' | '/' | '.' | '+');
        // A mark that closes the kicker's own words is the kicker's.
        let marks = rest.find(|c: char| closing(c) || c.is_alphanumeric() || "„“\"«»‚‘'".contains(c)).unwrap_or(0);
        let rest = rest[marks..].trim_start_matches(closing);
        let rest = rest
            .strip_prefix(['"', '”', '“'])
            .filter(|r| r.starts_with(':'))
            .unwrap_or(rest)
            .trim_start_matches(closing);
        return (Some(kicker.trim().to_owned()), rest.replace('\n', " "));
    }
    let same = stated().find(|(title, bare)| *bare == whole && title.contains(": ") && !text.contains(':'));
    match same {
        Some((title, _)) => (None, title.clone()),
        None => (None, text),
    }
}

fn is_h1(draft: &Draft<'_>, i: usize) -> bool {
    draft.input.segments.blocks[i].kind == Kind::Heading(1)
}

/// What the page calls itself: text, weight, origin; the best first.
fn titles(draft: &Draft<'_>) -> Vec<(String, f32, String)> {
    let meta = draft.input.metadata;
    let site = draft.article.site_name.as_deref();
    let mut out: Vec<(String, f32, String)> =
        meta.headlines.iter().map(|h| (without_site(&h.value, site, draft), 1.0, h.origin.clone())).collect();
    if let Some(title) = &meta.title {
        out.push((without_site(title, site, draft), 0.9, "title element".to_owned()));
    }
    out.retain(|(t, _, _)| !t.is_empty());
    out
}

/// The line of the page that is most likely the headline, and how like the titles it is.
fn visible(draft: &Draft<'_>, titles: &[(String, f32)]) -> Option<(usize, f32)> {
    let blocks = &draft.input.segments.blocks;
    let classes = &draft.input.classes;
    let first = first_prose(draft).unwrap_or(blocks.len());
    let last = classes.iter().rposition(|c| *c == Class::Body).unwrap_or(blocks.len());
    let titles: Vec<(&str, Words<'_>, f32)> = titles.iter().map(|(t, w)| (t.as_str(), Words::of(t), *w)).collect();
    let mut best: Option<(usize, f32, f32)> = None;
    for (i, b) in blocks.iter().enumerate().take(last + 1) {
        if b.chars > LONGEST || b.chars < 2 || classes[i] == Class::Boxed && !b.hints.any(Hints::HEADLINE) {
            continue;
        }
        let text = bare(&b.text);
        let words = Words::of(&text);
        let like = titles.iter().map(|t| agreement(&text, &words, t)).fold(0.0, f32::max);
        let below = if i > first { IS_BELOW } else { 0.0 };
        let near = if i < first && first - i <= 3 { IS_NEAR } else { 0.0 };
        let looks = looks(b) + below + near;
        let score = like * LIKENESS + looks;
        let enough = like >= SAME || looks >= IS_H1;
        if enough && best.is_none_or(|(_, s, _)| score > s) {
            best = Some((i, score, like));
        }
    }
    best.map(|(i, _, like)| (i, like))
}

/// How well a line agrees with a title: alike word by word, or the title begins with the whole of it.
fn agreement(line: &str, words: &Words<'_>, (title, of_title, weight): &(&str, Words<'_>, f32)) -> f32 {
    let like = words.likeness(of_title);
    // A title may go on with the site's name, or be cut short.
    let long = line.len() > 20;
    let begins = long && (title.starts_with(line) || title.len() > 20 && line.starts_with(title));
    weight * if begins { like.max(0.85) } else { like }
}

fn looks(b: &Block) -> f32 {
    let mut score = match b.kind {
        Kind::Heading(1) => IS_H1,
        Kind::Heading(2) => IS_H2,
        Kind::Heading(_) => IS_H2 / 2.0,
        _ if b.all_bold() => IS_BOLD,
        _ => 0.0,
    };
    if b.hints.any(Hints::HEADLINE) {
        score += IS_NAMED;
    }
    if b.link_share() > 0.5 && b.kind != Kind::Heading(1) {
        score += IS_LINK;
    }
    if b.all_hints().any(Hints::FOREIGN) || b.around.any(Hints::NAV) {
        score += IS_FOREIGN;
    }
    score
}

fn first_prose(draft: &Draft<'_>) -> Option<usize> {
    draft.input.classes.iter().position(|c| *c == Class::Body)
}

/// A title without the name of the site or section that templates put before or behind it.
pub(super) fn without_site(title: &str, site: Option<&str>, draft: &Draft<'_>) -> String {
    const PARTERS: &[&str] = &[
        " | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " « ", " / ", " ~ ", "｜", " : ", ": ", " -- ", " > ",
    ];
    let host = draft.input.url.and_then(|u| u.host_str()).map(|h| h.trim_start_matches("www.").to_owned());
    let is_site = |part: &str| {
        let p = bare(part);
        let squeezed = p.replace(' ', "");
        site.is_some_and(|s| likeness(&p, &bare(s)) >= 0.75 || bare(s).replace(' ', "") == squeezed)
            || host.as_deref().is_some_and(|h| {
                let name = h.replace(['-', '.'], "");
                squeezed.len() > 2 && (name.starts_with(&squeezed) || squeezed == name)
            })
    };
    let mut text = title.trim().to_owned();
    for parter in PARTERS {
        let parts: Vec<&str> = text.split(parter).map(str::trim).filter(|p| !p.is_empty()).collect();
        if parts.len() < 2 {
            continue;
        }
        if *parter == ": " || *parter == " : " || *parter == " / " {
            // A colon belongs to headlines; only a site's own name is taken off before or behind it.
            let n = parts.len();
            if is_site(parts[0]) {
                text = parts[1..].join(parter);
            } else if is_site(parts[n - 1]) {
                text = parts[..n - 1].join(parter);
            }
            continue;
        }
        let left: Vec<&str> = parts.iter().copied().filter(|p| !is_site(p)).collect();
        // With a bar between them all that is left but one are sections; a dash may be the headline's own.
        let dash = parter.contains(['-', '–', '—']);
        let words = |p: &str| p.split_whitespace().count();
        text = match left.len() {
            0 => parts[0].to_owned(),
            _ if dash && left.len() == parts.len() && site.is_some() && words(left[left.len() - 1]) > 3 => {
                left.join(parter)
            }
            _ if dash && left.len() == parts.len() && words(left[left.len() - 1]) > 4 => left.join(parter),
            _ if dash && left.len() < parts.len() => left.join(parter),
            _ => left
                .iter()
                .copied()
                .fold("", |a, p| if p.chars().count() > a.chars().count() { p } else { a })
                .to_owned(),
        };
    }
    text
}

/// The publication's name, where no metadata gives it: what the title holds beside the headline.
pub(super) fn site_name(draft: &mut Draft<'_>) {
    /// Letters of the longest names of papers.
    const LONGEST: usize = 45;
    const MARKS: &[char] =
        &['|', '-', '–', '—', ':', '»', '«', '·', '•', '/', '<', '>', '_', '(', ')', '[', ']', '：', '｜', '　', ','];
    if draft.article.site_name.is_some() {
        return;
    }
    let Some(title) = draft.input.metadata.title.as_deref() else { return };
    let lower = title.to_lowercase();
    let missing = phrases::NOT_FOUND.iter().find_map(|p| lower.find(p).map(|at| (at, at + p.len())));
    let headline = draft.article.headline.as_deref().unwrap_or_default();
    let headline = headline.to_lowercase();
    let found = lower.find(&headline).filter(|_| headline.len() > 10).map(|at| (at, at + headline.len()));
    let Some((start, end)) = missing.or(found).filter(|_| lower.len() == title.len()) else { return };
    let (Some(before), Some(after)) = (title.get(..start), title.get(end..)) else { return };
    let part = |text: &str| text.trim_matches(|c: char| c.is_whitespace() || MARKS.contains(&c)).to_owned();
    let parted = |text: &str| text.trim_start().starts_with(MARKS) || text.trim_end().ends_with(MARKS);
    // Behind the headline the site comes last, before it first.
    let behind = after.rsplit(['|', '»', '·', '–', '—']).next().map(part).filter(|p| !p.is_empty() && parted(after));
    let ahead = before.split(['|', '»', '·', '–', '—']).next().map(part).filter(|p| !p.is_empty() && parted(before));
    let name = behind.or(ahead).map(|n| n.rsplit(" - ").next().unwrap_or_default().to_owned());
    if let Some(name) = name.filter(|n| n.chars().count() <= LONGEST && n.chars().any(char::is_alphabetic)) {
        draft.article.site_name = Some(name);
        draft.from("site_name", "title element");
    }
}

/// The short label over the headline or over the byline.
fn kicker(draft: &mut Draft<'_>) {
    /// Weighed characters; a kicker is a word or a few.
    const LONGEST: u32 = 60;
    if let Some(told) = draft.told(Role::Kicker).cloned() {
        draft.article.kicker = Some(told.text);
        draft.from("kicker", told.origin);
        return;
    }
    if draft.article.kicker.is_some() {
        return;
    }
    let blocks = &draft.input.segments.blocks;
    let Some(at) = draft.headline else { return };
    let found =
        blocks[..at].iter().rev().take(3).find(|b| {
            b.hints.any(Hints::KICKER) && b.chars <= LONGEST && b.chars > 1 && !b.all_hints().any(Hints::NAV)
        });
    if let Some(b) = found {
        draft.article.kicker = Some(b.text.clone());
        draft.from("kicker", "the page's text");
    }
}
