//! Words as inline Markdown with their links and emphasis.

use super::escape::{address, words};
use crate::output::spans::{Spans, Stretch};

/// A part of a block's text, which begins behind so many of its characters.
pub(super) fn marked(spans: &Spans, start: usize, text: &str) -> String {
    let stretches = spans.stretches(start, text);
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    // What is one link stays one, whatever is set apart in it.
    let mut at = 0;
    let mut pen = Pen::default();
    for run in stretches.chunk_by(|one, other| one.url.is_some() && one.url == other.url) {
        let behind = at + run.len();
        let before = at.checked_sub(1).and_then(|n| stretches[n].text.chars().next_back());
        let after = stretches.get(behind).and_then(|s| s.text.chars().next());
        match run[0].url {
            Some(url) => {
                out += &linked(run, url);
                pen = Pen::default();
            }
            None => out.extend(run.iter().map(|s| pen.set(s, (before, after)))),
        }
        at = behind;
    }
    out
}

/// A link; white space at the ends of its words stands beside it, where a line break is one.
fn linked(run: &[Stretch<'_>], url: &str) -> String {
    let mut run = run.to_vec();
    let (mut lead, mut tail) = ("", "");
    if let Some(first) = run.first_mut() {
        let words = first.text.trim_start();
        (lead, first.text) = (&first.text[..first.text.len() - words.len()], words);
    }
    if let Some(last) = run.last_mut() {
        let words = last.text.trim_end();
        (tail, last.text) = (&last.text[words.len()..], words);
    }
    let mut pen = Pen::default();
    let edges = |n| (edge_before(&run, n), edge_after(&run, n));
    let inner: String = run.iter().enumerate().map(|(n, s)| pen.set(s, edges(n))).collect();
    match inner.is_empty() {
        true => format!("{lead}{tail}"),
        false => format!("{lead}[{inner}]({}){tail}", address(url)),
    }
}

fn edge_before(run: &[Stretch<'_>], n: usize) -> Option<char> {
    run.get(n.checked_sub(1)?)?.text.chars().next_back()
}

fn edge_after(run: &[Stretch<'_>], n: usize) -> Option<char> {
    run.get(n + 1)?.text.chars().next()
}

/// What sets one stretch after the other.
#[derive(Default)]
struct Pen {
    /// The last one ended with stars: more of them at once would be one row, which readers part otherwise.
    is_at_stars: bool,
}

impl Pen {
    /// A stretch between the stars of its print, where Markdown would read them as such; `edges` are the characters beside it.
    fn set(&mut self, stretch: &Stretch<'_>, edges: (Option<char>, Option<char>)) -> String {
        let is_parted = !self.is_at_stars || stretch.text.starts_with(char::is_whitespace);
        let starred = starred(stretch, edges).filter(|_| is_parted);
        self.is_at_stars = starred.is_some() && !stretch.text.ends_with(char::is_whitespace);
        // Beside it may stand the signs of what is set there.
        let sign = |edge: Option<char>| edge.map(|_| '*');
        starred.unwrap_or_else(|| words(stretch.text, sign(edges.0), sign(edges.1)))
    }
}

/// A stretch between its stars; none where it has none, or Markdown would not read them as such.
fn starred(stretch: &Stretch<'_>, (before, after): (Option<char>, Option<char>)) -> Option<String> {
    let mark = match (stretch.bold, stretch.italic) {
        (true, true) => "***",
        (true, false) => "**",
        (false, true) => "*",
        (false, false) => return None,
    };
    let inner = stretch.text.trim();
    let (first, last) = (inner.chars().next(), inner.chars().next_back());
    let lead = &stretch.text[..stretch.text.len() - stretch.text.trim_start().len()];
    let tail = &stretch.text[stretch.text.trim_end().len()..];
    let opens = flanks(first, if lead.is_empty() { before } else { Some(' ') });
    let closes = flanks(last, if tail.is_empty() { after } else { Some(' ') });
    if inner.is_empty() || !opens || !closes || inner.contains('\n') {
        return None;
    }
    // The stars part the words from what is beside them.
    Some(format!("{lead}{mark}{}{mark}{tail}", words(inner, Some('*'), Some('*'))))
}

/// Whether stars between an inner and an outer character are taken for marks.
fn flanks(inner: Option<char>, outer: Option<char>) -> bool {
    let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    // Readers go by lists of signs; these are in all of them, and marks that nobody sees in none.
    let parts = |c: char| {
        let is_known = matches!(c, '«' | '»' | '¡' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}');
        c.is_whitespace() || c.is_ascii_punctuation() || is_known
    };
    inner.is_some_and(|c| !c.is_whitespace() && (!is_sign(c) || outer.is_none_or(parts)))
}
