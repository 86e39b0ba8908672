//! Which headings are the story's: a heading belongs with the text that it stands over.

use std::collections::BTreeMap;

use super::Draft;
use super::words::bare;
use crate::article::MediaKind;
use crate::score::Class;
use crate::segment::{Block, BoxKind, Kind, Segments};
use crate::vocabulary::phrases;

/// From this many weighed characters on, a line beside a heading is text and no label, date or name.
const TEXT: u32 = 25;

/// Takes in the headings that are set as the story's are, and out those that stand over something else.
pub(super) fn settle(draft: &mut Draft<'_>) {
    alike(draft);
    let segments = draft.input.segments;
    let blocks = &segments.blocks;
    let apart = Apart::new(draft);
    let body: Vec<usize> = (0..blocks.len()).filter(|&i| draft.input.classes[i] == Class::Body).collect();
    let first = body.iter().copied().find(|&i| blocks[i].kind.heading().is_none());
    // The last heading of each make: one that is set in the same way as a later one is one of several.
    let make = |i: usize| (segments.containers[blocks[i].container].signature, blocks[i].kind.heading());
    let last: BTreeMap<_, usize> =
        body.iter().filter(|&&i| blocks[i].kind.heading().is_some()).map(|&i| (make(i), i)).collect();
    for (n, &i) in body.iter().enumerate().filter(|(_, i)| is_heading(&blocks[**i])) {
        let next = body.get(n + 1).copied();
        let early = first.is_none_or(|f| i < f) && last.get(&make(i)).is_none_or(|&l| l <= i);
        // What ends as a sentence does before all else is a standfirst.
        let standfirst = early && n == 0 && blocks[i].text.ends_with('.') && draft.article.summary.is_empty();
        if standfirst {
            draft.article.summary.push(blocks[i].text.replace('\n', " "));
            draft.from("summary", "the page's text");
        }
        if standfirst
            || early && is_of_head(draft, i)
            || is_label(&blocks[i].text)
            || apart.holds(i)
            || introduces_other(draft, i, next)
        {
            draft.input.classes[i] = Class::Other;
        }
    }
}

/// Whether a block is a heading that no profile tells of.
fn is_heading(b: &Block) -> bool {
    b.kind.heading().is_some() && b.role.is_none() && !b.in_body
}

/// Headings right over a paragraph of the story and set as others of its headings are: a heading has no sentence and
/// few words of its own to be known by.
fn alike(draft: &mut Draft<'_>) {
    /// One heading may be taken for the story's by mistake.
    const ENOUGH: usize = 2;
    let segments = draft.input.segments;
    let signature = |b: &Block| segments.containers[b.container].signature;
    let classes = &draft.input.classes;
    let (Some(first), Some(last)) =
        (classes.iter().position(|c| *c == Class::Body), classes.iter().rposition(|c| *c == Class::Body))
    else {
        return;
    };
    let mut known: BTreeMap<u64, usize> = Default::default();
    for (b, _) in segments.blocks.iter().zip(classes).filter(|(b, c)| **c == Class::Body && is_heading(b)) {
        *known.entry(signature(b)).or_default() += 1;
    }
    let over_text = |i: usize| classes[i + 1] == Class::Body && segments.blocks[i + 1].kind == Kind::Paragraph;
    let missed: Vec<usize> = (first..last)
        .filter(|&i| classes[i] == Class::Other && draft.headline != Some(i) && over_text(i))
        .filter(|&i| {
            let b = &segments.blocks[i];
            let is_notice = phrases::starts_with(&b.text, phrases::NOT_STORY).is_some();
            is_heading(b) && b.linked == 0 && !is_notice && known.get(&signature(b)).is_some_and(|&n| n >= ENOUGH)
        })
        .collect();
    for i in missed {
        draft.input.classes[i] = Class::Body;
    }
}

/// Whether a heading before the first paragraph belongs to the head of the page: a label, or the headline once more.
fn is_of_head(draft: &Draft<'_>, i: usize) -> bool {
    let b = &draft.input.segments.blocks[i];
    let text = bare(&b.text);
    let headline = draft.article.headline.as_deref().map(bare).unwrap_or_default();
    let title = draft.input.metadata.title.as_deref().map(bare).unwrap_or_default();
    b.chars < TEXT
        || headline.contains(&text)
        || title.contains(&text)
        || !headline.is_empty() && text.contains(&headline)
}

/// Whether a heading is a label of the page's tools, or a rule made of signs.
pub(super) fn is_label(text: &str) -> bool {
    let chars = crate::text::weigh(text);
    let text = bare(text);
    let first = text.chars().next();
    // The first letter tells most of them apart.
    let is =
        |p: &&str| p.chars().next().filter(|c| c.is_alphanumeric()).is_none_or(|c| Some(c) == first) && bare(p) == text;
    text.is_empty() || chars < TEXT && phrases::NOT_STORY.iter().chain(phrases::TOOLS).any(is)
}

/// Whether what a heading stands over, up to the next piece of the body, is no part of the story: a list of links, or
/// text with no text of the story before the next heading.
fn introduces_other(draft: &Draft<'_>, i: usize, next: Option<usize>) -> bool {
    /// Weighed characters of text that was left out: two lines of a column.
    const PROSE: u32 = 80;
    /// Beyond this share of links an item is a link.
    const LINKS: f32 = 0.5;
    let blocks = &draft.input.segments.blocks;
    let classes = &draft.input.classes;
    let until = next.unwrap_or(blocks.len());
    let between = || (i + 1..until).filter(|&j| classes[j] != Class::Boxed);
    if between().next().is_some_and(|j| matches!(blocks[j].kind, Kind::Item { .. }) && blocks[j].link_share() > LINKS) {
        return true;
    }
    let pictured = (i + 1..until).any(|j| draft.box_kind(blocks[j].boxed) == Some(BoxKind::Figure));
    let over_heading = next.is_none_or(|n| blocks[n].kind.heading().is_some());
    over_heading && !pictured && between().map(|j| blocks[j].chars).sum::<u32>() >= PROSE
}

/// The elements that hold headings of the body and none of its text.
struct Apart<'a> {
    segments: &'a Segments,
    /// For each container the outermost around it without text of the body.
    outermost: Vec<Option<usize>>,
    /// Whether each holds text that was left out, a player, or a picture that leads elsewhere.
    other: Vec<bool>,
}

impl<'a> Apart<'a> {
    fn new(draft: &Draft<'a>) -> Self {
        let segments = draft.input.segments;
        let containers = &segments.containers;
        let mut text = vec![false; containers.len()];
        let mut other = vec![false; containers.len()];
        for (b, c) in segments.blocks.iter().zip(&draft.input.classes) {
            match c {
                Class::Body if b.kind.heading().is_none() => text[b.container] = true,
                Class::Other if b.kind.heading().is_none() && b.chars >= TEXT && !is_sign(b) => {
                    other[b.container] = true;
                }
                _ => {}
            }
        }
        for m in segments.media.iter().filter(|m| m.boxed.is_none() && (m.linked || m.kind == MediaKind::Video)) {
            other[m.container] = true;
        }
        for i in (1..containers.len()).rev() {
            let up = containers[i].parent;
            text[up] |= text[i];
            other[up] |= other[i];
        }
        let mut outermost = vec![None; containers.len()];
        for i in 1..containers.len() {
            outermost[i] = if text[i] { None } else { outermost[containers[i].parent].or(Some(i)) };
        }
        Apart { segments, outermost, other }
    }

    /// Whether a heading stands in an element of its own with what was left out: the title of a teaser, of a
    /// player.
    fn holds(&self, i: usize) -> bool {
        self.outermost[self.segments.blocks[i].container].is_some_and(|c| self.other[c])
    }
}

/// Whether a line says who wrote what stands below and when, as in the entries of live pages.
fn is_sign(b: &Block) -> bool {
    super::byline::is_byline(b) || super::dates::is_date_line(b)
}

#[cfg(test)]
mod tests {
    use crate::article::Block;

    /// The headings of a page with a paragraph before and after each of these stretches of markup.
    fn headings(head: &str, parts: &[&str]) -> (Vec<String>, Vec<String>) {
        let paragraph = |n: usize| {
            format!(
                "<p>On day {n} the harbour master of the town said that the pier, which was built in 1887, would be \
                 closed until the spring for repairs, and that ferries would leave from the fish quay.</p>"
            )
        };
        let mut page = format!("<title>Pier closed</title><h1>Pier closed</h1>{head}{}", paragraph(0));
        for (n, part) in parts.iter().enumerate() {
            page.push_str(part);
            page.push_str(&paragraph(n + 1));
        }
        let article = crate::extract(&page).unwrap();
        let heading = |b: &Block| match b {
            Block::Heading { text, .. } => Some(text.clone()),
            _ => None,
        };
        (article.body.iter().filter_map(heading).collect(), article.summary)
    }

    #[test]
    fn headings_over_tools_links_and_players_go() {
        let parts = [
            "<h3>The boards give way</h3>",
            "<h4>Text size</h4>",
            "<h3>The ferries move over</h3>",
            "<div><h3>Watch the old pier from above</h3><video src=/v.mp4></video></div>",
            "<h3>More that you may like to read</h3><ul><li><a href=/a>A quay for sale</a><li><a href=/b>Old boats</a></ul>",
        ];
        assert_eq!(headings("", &parts).0, ["The boards give way", "The ferries move over"]);
    }

    #[test]
    fn a_sentence_over_the_first_paragraph_is_the_standfirst() {
        let (found, summary) =
            headings("<h2>The boards gave way on Sunday night.</h2>", &["<h3>The ferries move over</h3>"]);
        assert_eq!(found, ["The ferries move over"]);
        assert_eq!(summary, ["The boards gave way on Sunday night."]);
    }
}
