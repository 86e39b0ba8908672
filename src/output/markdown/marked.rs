//! Words as inline Markdown with their links and emphasis.

use super::escape::{address, words};
use crate::output::spans::{Spans, Stretch};

/// A part of a block's text, which begins behind so many of its characters.
pub(super) fn marked(spans: &Spans, start: usize, text: &str) -> String {
    let stretches = spans.stretches(start, text);
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    // What is one link stays one, whatever is set apart in it.
    let mut at = 0;
    for run in stretches.chunk_by(|one, other| one.url.is_some() && one.url == other.url) {
        let behind = at + run.len();
        let before = at.checked_sub(1).and_then(|n| stretches[n].text.chars().next_back());
        let after = stretches.get(behind).and_then(|s| s.text.chars().next());
        match run[0].url {
            Some(url) => {
                let inner: String =
                    run.iter().enumerate().map(|(n, s)| set(s, edge_before(run, n), edge_after(run, n))).collect();
                out += &format!("[{inner}]({})", address(url));
            }
            None => out.extend(run.iter().map(|s| set(s, before, after))),
        }
        at = behind;
    }
    out
}

fn edge_before(run: &[Stretch<'_>], n: usize) -> Option<char> {
    run.get(n.checked_sub(1)?)?.text.chars().next_back()
}

fn edge_after(run: &[Stretch<'_>], n: usize) -> Option<char> {
    run.get(n + 1)?.text.chars().next()
}

/// A stretch between the stars of its print, where Markdown would read them as such.
fn set(stretch: &Stretch<'_>, before: Option<char>, after: Option<char>) -> String {
    let mark = match (stretch.bold, stretch.italic) {
        (true, true) => "***",
        (true, false) => "**",
        (false, true) => "*",
        (false, false) => return words(stretch.text, before, after),
    };
    let inner = stretch.text.trim();
    let (first, last) = (inner.chars().next(), inner.chars().next_back());
    let lead = &stretch.text[..stretch.text.len() - stretch.text.trim_start().len()];
    let tail = &stretch.text[stretch.text.trim_end().len()..];
    let opens = flanks(first, if lead.is_empty() { before } else { Some(' ') });
    let closes = flanks(last, if tail.is_empty() { after } else { Some(' ') });
    if inner.is_empty() || !opens || !closes || inner.contains('\n') {
        return words(stretch.text, before, after);
    }
    // The stars part the words from what is beside them.
    format!("{lead}{mark}{}{mark}{tail}", words(inner, Some('*'), Some('*')))
}

/// Whether stars between an inner and an outer character are taken for marks.
fn flanks(inner: Option<char>, outer: Option<char>) -> bool {
    let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let parts = |c: char| c.is_whitespace() || is_sign(c);
    inner.is_some_and(|c| !c.is_whitespace() && (!is_sign(c) || outer.is_none_or(parts)))
}
