//! The headline: the line of the page that agrees best with what the page is called.

mod kicker;
mod site;
mod titles;

pub(super) use site::site_name;

use super::Draft;
use super::words::{Words, bare};
use crate::profile::Role;
use crate::score::Class;
use crate::segment::{Block, Kind};
use crate::vocabulary::Hints;
use titles::Title;

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
    kicker::find(draft);
}

fn choose(draft: &mut Draft<'_>) {
    let titles = Title::all(draft);
    let known = known(draft, &titles);
    let seen = visible(draft, &known);
    let agreed = titles::agreed(&draft.input.metadata.headings, &titles);
    let here = || "the page's text".to_owned();
    let (text, origin, block) = match seen {
        Some((i, like)) if like >= SAME || known.is_empty() => {
            let blocks = &draft.input.segments.blocks;
            let line = &blocks[i].text;
            let (over, text) = kicker::cut(line, &titles, draft.input.metadata);
            let above = i.checked_sub(1).map_or("", |above| &blocks[above].text);
            match agreed.filter(|t| titles::outweighs(t, line, &text, above, &titles)) {
                Some(title) => (Some(title.text.clone()), title.origin.clone(), Some(i)),
                None => {
                    if let Some(over) = over {
                        draft.article.kicker = Some(over);
                        draft.from("kicker", "the page's text");
                    }
                    (Some(text), here(), Some(i))
                }
            }
        }
        other => {
            let block = other.map(|(i, _)| i);
            let lone = lone_h1(draft).filter(|_| !titles::is_news_record(&titles, draft.input.metadata));
            let line = lone.or(block.filter(|_| titles.is_empty()));
            match (agreed.or(titles.first()), line) {
                (Some(title), None) => {
                    (Some(title.text.clone()), title.origin.clone(), block.filter(|&i| is_h1(draft, i)))
                }
                (_, line) => (line.map(|i| draft.input.segments.blocks[i].text.replace('\n', " ")), here(), line),
            }
        }
    };
    draft.headline = block;
    if let Some(text) = text.filter(|t| !t.is_empty()) {
        draft.article.headline = Some(text);
        draft.from("headline", origin);
    }
}

/// What a line is compared with: the titles, their first parts, and what stands behind a colon in them, where the words
/// before it are a kicker that the page shows in a line of its own. With how far each is trusted.
fn known(draft: &Draft<'_>, titles: &[Title]) -> Vec<(String, f32)> {
    const FIRST_PART: f32 = 0.8;
    const BEHIND_KICKER: f32 = 0.9;
    /// With fewer words it may be any heading.
    const FEWEST: usize = 3;
    let mut known: Vec<(String, f32)> = titles.iter().map(|t| (t.bare.clone(), t.weight)).collect();
    for t in titles {
        let behind = t.text.rsplit_once(": ").map(|(_, behind)| bare(behind));
        known.extend(behind.filter(|b| b.split(' ').count() >= FEWEST).map(|b| (b, t.weight * BEHIND_KICKER)));
    }
    known.extend(draft.input.metadata.title.as_deref().and_then(first_part).map(|t| (t, FIRST_PART)));
    known
}

/// The one heading of the first level over the story, where it is worded otherwise than all that metadata says: written
/// for readers, as those are for search engines. None where there are several, which head sections, or where it is the
/// site's name. What templates call the box around it (`widget`, `secondary`) says nothing where there is no other.
fn lone_h1(draft: &Draft<'_>) -> Option<usize> {
    /// Weighed characters: shorter ones are marks and numbers.
    const SHORTEST: u32 = 4;
    /// Blocks between it and the first paragraph: byline, date, summary, the tools beside them.
    const REACH: usize = 20;
    let blocks = &draft.input.segments.blocks;
    let first = first_prose(draft)?;
    let from = first.saturating_sub(REACH);
    let mut found = None;
    for (i, b) in blocks.iter().enumerate().take(first + 1) {
        if b.kind != Kind::Heading(1) {
            continue;
        }
        let fits = i >= from && (SHORTEST..=LONGEST).contains(&b.chars) && b.link_share() <= 0.5;
        if found.is_some() || !fits || b.around.any(Hints::NAV) {
            return None;
        }
        found = Some(i);
    }
    let i = found?;
    let line = bare(&blocks[i].text);
    let site = draft.article.site_name.as_deref();
    (!site::is_site(&line, site, draft)).then_some(i)
}

/// The part of a title before its first bar or dash, for comparison: most put the headline first.
fn first_part(title: &str) -> Option<String> {
    /// With fewer words it may as well be the site or the section.
    const FEWEST: usize = 3;
    let (part, _) = title.split_once(" - ").or_else(|| title.split_once(" | ")).or_else(|| title.split_once(" – "))?;
    let part = bare(part);
    (part.split(' ').count() >= FEWEST).then_some(part)
}

fn is_h1(draft: &Draft<'_>, i: usize) -> bool {
    draft.input.segments.blocks[i].kind == Kind::Heading(1)
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

/// Where the story's text starts. A heading over it, taken for its first line, may be the kicker or the headline.
fn first_prose(draft: &Draft<'_>) -> Option<usize> {
    let blocks = draft.input.segments.blocks.iter();
    let mut classed = blocks.zip(&draft.input.classes);
    classed.position(|(b, c)| *c == Class::Body && !matches!(b.kind, Kind::Heading(_)))
}
