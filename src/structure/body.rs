//! The flow of the story.

use super::Draft;
use crate::article::{Block as Piece, Link};
use crate::profile::Role;
use crate::score::{Class, ends_sentence};
use crate::segment::{Block, BoxKind, Kind};
use crate::text::is_rule;
use crate::vocabulary::{Hints, phrases};

/// Where in the body each block of the page stands: the index of the first piece that is not before it.
pub(super) struct Places(Vec<usize>);

impl Places {
    /// The index in the body before which something stood that was found before this block.
    pub(super) fn before(&self, block: usize) -> usize {
        self.0.get(block).or(self.0.last()).copied().unwrap_or(0)
    }
}

/// A headline behind more than this share of the body is none that the body starts from.
const BEFORE_HEADLINE: usize = 4;

/// Takes out of the body what stands before the headline and what is the headline or another field.
pub(super) fn trim(draft: &mut Draft<'_>) {
    let count = draft.input.classes.iter().filter(|c| **c == Class::Body).count();
    if let Some(at) = draft.headline {
        let before = draft.input.classes[..at].iter().filter(|c| **c == Class::Body).count();
        draft.input.classes[at] = Class::Other;
        if before * BEFORE_HEADLINE <= count {
            draft.input.classes[..at].iter_mut().filter(|c| **c == Class::Body).for_each(|c| *c = Class::Other);
        }
    }
    let blocks = &draft.input.segments.blocks;
    for (i, b) in blocks.iter().enumerate() {
        if draft.input.classes[i] != Class::Body {
            continue;
        }
        let other = b.role.is_some_and(|r| r.is_apart());
        if !other && matches!(b.kind, Kind::Quote { .. }) {
            continue;
        }
        let role = i > 0 && super::byline::is_byline(&blocks[i - 1]) && super::byline::is_role(b);
        if other || role || super::byline::is_byline(b) || super::dates::is_date_line(b) {
            draft.input.classes[i] = Class::Other;
        }
    }
    end_matter(draft);
}

/// Takes the short lines off the end that are no sentence of the story: headings of what followed,
/// initials, contact and copyright lines.
fn end_matter(draft: &mut Draft<'_>) {
    /// Weighed characters: the notes that papers put under a story are shorter than a paragraph.
    const NOTE: u32 = 200;
    /// The names of all who helped take up more.
    const CREDIT: u32 = 300;
    let blocks = &draft.input.segments.blocks;
    let authors = authors(draft);
    let classes = &mut draft.input.classes;
    let end = (0..blocks.len()).rfind(|&i| classes[i] == Class::Body && is_end_mark(&blocks[i]));
    if let Some(end) = end {
        let total = classes.iter().filter(|c| **c == Class::Body).count();
        let before = classes[..end].iter().filter(|c| **c == Class::Body).count();
        // Such a mark may also part sections; the end of a story has most of it before it.
        if before * 4 > total * 3 {
            classes[end..].iter_mut().filter(|c| **c == Class::Body).for_each(|c| *c = Class::Other);
        }
    }
    for last in (0..classes.len()).rev() {
        if classes[last] != Class::Body {
            continue;
        }
        let b = &blocks[last];
        let is_end = b.kind.heading().is_some()
            || b.chars < 15 && !ends_sentence(&b.text) && !is_rule(&b.text)
            || b.chars < NOTE && is_note(b)
            || b.chars < CREDIT && phrases::is_desk_note(&b.text)
            || is_biography(&b.text, &authors)
            || phrases::starts_with(&b.text, phrases::POSTED).is_some();
        if !is_end {
            break;
        }
        classes[last] = Class::Other;
    }
}

/// The names that metadata and bylines give the story's authors, those of metadata first.
fn authors(draft: &Draft<'_>) -> Vec<String> {
    /// Names that are looked for; a page with more is a list of stories.
    const MOST: usize = 16;
    let told = draft.input.metadata.authors.iter().flat_map(|a| a.value.iter().cloned());
    let bylines = draft.input.segments.blocks.iter().filter(|b| super::byline::is_byline(b));
    told.chain(bylines.flat_map(|b| super::byline::names(&b.text, ""))).filter(|n| n.contains(' ')).take(MOST).collect()
}

/// Whether a text says who an author is: it begins with the name, and goes on with a word of being.
fn is_biography(text: &str, authors: &[String]) -> bool {
    let after = authors.iter().find_map(|a| text.trim_start().strip_prefix(a.as_str()));
    after.is_some_and(|rest| {
        let mut words = rest.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
        rest.starts_with([' ', ',', '\n']) && words.next().is_some_and(|w| phrases::BEING.contains(&w))
    })
}

/// Whether a block is the mark by which wire copy ends. Three asterisks part sections as often.
fn is_end_mark(b: &Block) -> bool {
    matches!(b.text.trim(), "-0-" | "-30-" | "- 30 -" | "###" | "# # #" | "ENDS" | "(ENDS)" | "-END-" | "- END -")
}

/// Whether a block at the end is a note about the story: an address, a notice.
fn is_note(b: &Block) -> bool {
    let text = b.text.trim();
    let address = text.contains('@') && !text.contains(' ')
        || text.split_whitespace().any(|w| w.contains('@') && w.contains('.'));
    address || text.contains('©') || phrases::starts_with(text, phrases::NOT_STORY).is_some()
}

/// Writes the body, and tells where each block's place in it is.
pub(super) fn write(draft: &mut Draft<'_>) -> Places {
    let interview = is_interview(draft);
    let mut places = Vec::with_capacity(draft.input.segments.blocks.len() + 1);
    let mut out: Vec<Piece> = Vec::new();
    let mut list: Option<usize> = None;
    let mut quote: Option<usize> = None;
    for (i, b) in draft.input.segments.blocks.iter().enumerate() {
        places.push(out.len());
        if draft.input.classes[i] != Class::Body {
            continue;
        }
        let text = b.text.clone();
        let (was_list, was_quote) = (list.take(), quote.take());
        match &b.kind {
            Kind::Heading(level) => out.push(Piece::Heading { level: (*level).max(2), text: text.replace('\n', " ") }),
            Kind::Item { list: of, ordered } => {
                list = Some(*of);
                match out.last_mut() {
                    Some(Piece::List { items, .. }) if was_list == Some(*of) => items.push(text),
                    _ => out.push(Piece::List { ordered: *ordered, items: vec![text] }),
                }
            }
            Kind::Quote { quote: of } => {
                quote = Some(*of);
                match out.last_mut() {
                    Some(Piece::Quote { text: before, attribution }) if was_quote == Some(*of) => {
                        match super::quotes::speaker(b) {
                            Some(name) => {
                                *attribution = Some(name);
                                // An embedded post is signed with a handle and the day too, which a name does not hold.
                                if text.contains('@') {
                                    before.push('\n');
                                    before.push_str(&text);
                                }
                            }
                            None => {
                                before.push('\n');
                                before.push_str(&text);
                            }
                        }
                    }
                    _ => out.push(Piece::Quote { text, attribution: None }),
                }
            }
            Kind::Table { rows } => out.push(Piece::Table { rows: rows.clone() }),
            Kind::Preformatted => out.push(Piece::Preformatted { text }),
            Kind::Paragraph if is_cross_heading(draft, i, interview) => {
                out.push(Piece::Heading { level: 2, text: text.replace('\n', " ") })
            }
            Kind::Paragraph => {
                let links = if draft.input.links { links(draft, b) } else { Vec::new() };
                out.push(Piece::Paragraph { text, links });
            }
        }
    }
    places.push(out.len());
    draft.article.body = out;
    if draft.input.reading.is_some_and(|r| r.of(Role::Body).next().is_some() || !r.ranges.is_empty()) {
        draft.from("body", "profile");
    } else {
        draft.from("body", "the page's text");
    }
    Places(places)
}

/// Whether the body's bold lines are an interviewer's: three or more of them are questions.
fn is_interview(draft: &Draft<'_>) -> bool {
    let blocks = draft.input.segments.blocks.iter().zip(&draft.input.classes);
    let asked = blocks.filter(|(b, c)| **c == Class::Body && b.all_bold() && b.text.trim_end().ends_with('?'));
    asked.count() >= 3
}

/// Whether a paragraph is a heading by its looks: short, all bold, no sentence, with text before and after it.
fn is_cross_heading(draft: &Draft<'_>, i: usize, interview: bool) -> bool {
    /// Weighed characters: a cross-heading is one line of a narrow column or two.
    const LONGEST: u32 = 80;
    let blocks = &draft.input.segments.blocks;
    let b = &blocks[i];
    match b.role {
        Some(Role::Heading) => return true,
        Some(Role::Paragraph) => return false,
        _ => {}
    }
    // The element around it may hold a number and the heading in lines of their own.
    let containers = &draft.input.segments.containers;
    let around = containers.get(containers[b.container].parent).map_or(Hints::NONE, |c| c.hints);
    let named = (b.hints | around).any(Hints::CROSSHEAD);
    let question = interview && b.text.trim_end().ends_with('?');
    let plain_end = !question && !b.text.trim_end().ends_with(['.', ',', ':', ';', '…', '。']);
    if b.chars > LONGEST || !(named || b.all_bold() && plain_end) {
        return false;
    }
    let is_body = |c: &&Class| **c == Class::Body;
    let before = draft.input.classes[..i].iter().any(|c| is_body(&c));
    // The next piece of the flow must be text that is not such a line itself.
    let next = (i + 1..blocks.len()).find(|&j| draft.input.classes[j] == Class::Body);
    (before || named) && next.is_some_and(|j| !blocks[j].all_bold() || blocks[j].chars > LONGEST)
}

fn links(draft: &Draft<'_>, b: &Block) -> Vec<Link> {
    b.links
        .iter()
        .filter_map(|l| {
            let text = b.text.get(l.span.start..l.span.end)?.trim().to_owned();
            let url = draft.resolve(&l.href)?;
            (!text.is_empty()).then_some(Link { text, url })
        })
        .collect()
}

impl Draft<'_> {
    /// The kind of the box that a block or medium stands in, the innermost first.
    pub(super) fn box_kind(&self, boxed: Option<usize>) -> Option<BoxKind> {
        boxed.map(|b| self.input.segments.boxes[b].kind)
    }
}
