//! A block's links and emphasis put back into its text.

use super::safe_url;
use crate::article::{Block, Emphasis, EmphasisKind, Link};

/// What is marked in the text of a block, in order, in characters.
#[derive(Debug, Default)]
pub(super) struct Spans {
    links: Vec<Marked<String>>,
    bold: Vec<Marked<()>>,
    italic: Vec<Marked<()>>,
}

#[derive(Debug)]
struct Marked<T> {
    start: usize,
    end: usize,
    what: T,
}

/// A stretch of text that is all of one make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch<'a> {
    pub(super) text: &'a str,
    /// Where the link leads that it is a part of.
    pub(super) url: Option<&'a str>,
    pub(super) bold: bool,
    pub(super) italic: bool,
}

impl Spans {
    /// What is marked in a block. Links whose address could do harm are passed over.
    pub(super) fn of(block: &Block) -> Spans {
        let emphasis = match block {
            Block::Paragraph { emphasis, .. }
            | Block::Heading { emphasis, .. }
            | Block::List { emphasis, .. }
            | Block::Quote { emphasis, .. } => &emphasis[..],
            Block::Table { .. } | Block::Preformatted { .. } => &[],
        };
        let links = block.links();
        if links.is_empty() && emphasis.is_empty() {
            return Spans::default();
        }
        let of_kind = |kind| emphasis.iter().filter(move |e| e.kind == kind);
        let marked = |e: &Emphasis| Marked { start: e.start, end: e.end, what: () };
        let mut spans = Spans {
            links: placed(&block.text(), links),
            bold: of_kind(EmphasisKind::Bold).map(marked).collect(),
            italic: of_kind(EmphasisKind::Italic).map(marked).collect(),
        };
        in_order(&mut spans.links);
        in_order(&mut spans.bold);
        in_order(&mut spans.italic);
        spans
    }

    /// A part of the block's text, which begins behind so many of its characters, in stretches.
    pub(super) fn stretches<'a>(&'a self, from: usize, text: &'a str) -> Vec<Stretch<'a>> {
        if self.links.is_empty() && self.bold.is_empty() && self.italic.is_empty() {
            let all = Stretch { text, url: None, bold: false, italic: false };
            return if text.is_empty() { Vec::new() } else { vec![all] };
        }
        let until = from + text.chars().count();
        let mut cuts: Vec<usize> = vec![until];
        cuts.extend(ends_within(&self.links, from, until));
        cuts.extend(ends_within(&self.bold, from, until));
        cuts.extend(ends_within(&self.italic, from, until));
        cuts.sort_unstable();
        cuts.dedup();
        let mut out = Vec::with_capacity(cuts.len());
        let (mut at, mut rest) = (from, text);
        for cut in cuts.into_iter().filter(|&cut| cut > from) {
            let end = rest.char_indices().nth(cut - at).map_or(rest.len(), |(byte, _)| byte);
            let (text, behind) = rest.split_at(end);
            out.push(Stretch {
                text,
                url: around(&self.links, at).map(String::as_str),
                bold: around(&self.bold, at).is_some(),
                italic: around(&self.italic, at).is_some(),
            });
            (at, rest) = (cut, behind);
        }
        out
    }
}

/// Sorts spans, and leaves out what begins within the one before it: those of pages never do.
fn in_order<T>(spans: &mut Vec<Marked<T>>) {
    spans.sort_by_key(|s| s.start);
    let mut end = 0;
    spans.retain(|s| {
        let is_apart = s.start >= end && s.start < s.end;
        end = if is_apart { s.end } else { end };
        is_apart
    });
}

/// The ends of spans that lie within a part of the text.
fn ends_within<T>(spans: &[Marked<T>], from: usize, until: usize) -> impl Iterator<Item = usize> {
    let first = spans.partition_point(|s| s.end <= from);
    let inside = spans[first..].iter().take_while(move |s| s.start < until);
    inside.flat_map(|s| [s.start, s.end]).filter(move |cut| (from..until).contains(cut))
}

/// What marks the character at a place.
fn around<T>(spans: &[Marked<T>], at: usize) -> Option<&T> {
    let span = spans.get(spans.partition_point(|s| s.end <= at))?;
    (span.start <= at).then_some(&span.what)
}

/// Harmless links with their places. One without a place, of an older record, stands where its words next stand.
fn placed(text: &str, links: &[Link]) -> Vec<Marked<String>> {
    let mut out = Vec::new();
    let (mut byte, mut chars) = (0, 0);
    for link in links {
        let Some(url) = safe_url(&link.url) else { continue };
        if link.end > link.start {
            out.push(Marked { start: link.start, end: link.end, what: url });
            continue;
        }
        let words = link.text.trim();
        let Some(at) = find_words(&text[byte..], words) else { continue };
        let start = chars + text[byte..byte + at].chars().count();
        let end = start + words.chars().count();
        out.push(Marked { start, end, what: url });
        (byte, chars) = (byte + at + words.len(), end);
    }
    out
}

/// Where the words stand as whole words; failing that, where the letters do.
fn find_words(text: &str, words: &str) -> Option<usize> {
    if words.is_empty() {
        return None;
    }
    let first = words.chars().next().is_some_and(char::is_alphanumeric);
    let last = words.chars().next_back().is_some_and(char::is_alphanumeric);
    let whole = |&(at, _): &(usize, &str)| {
        let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let after = text[at + words.len()..].chars().next().is_some_and(char::is_alphanumeric);
        !(first && before || last && after)
    };
    text.match_indices(words).find(whole).map(|(at, _)| at).or_else(|| text.find(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(json: &str) -> String {
        let block: Block = serde_json::from_str(json).unwrap();
        let text = block.text();
        let spans = Spans::of(&block);
        let mut out = String::new();
        for s in spans.stretches(0, &text) {
            let mark = match (s.bold, s.italic) {
                (true, true) => "*_",
                (true, false) => "*",
                (false, true) => "_",
                (false, false) => "",
            };
            match s.url {
                Some(url) => out += &format!("{{{mark}{}|{url}}}", s.text),
                None => out += &format!("{mark}{}{mark}", s.text),
            }
        }
        out
    }

    fn cut(text: &str, links: &[(&str, &str)]) -> String {
        let links: Vec<_> = links.iter().map(|(text, url)| serde_json::json!({"text": text, "url": url})).collect();
        shown(&serde_json::json!({"type": "paragraph", "text": text, "links": links}).to_string())
    }

    #[test]
    fn links_without_places_stand_where_their_words_next_stand() {
        let text = "the report and the other report";
        assert_eq!(cut(text, &[("report", "/1"), (" report ", "/2")]), "the {report|/1} and the other {report|/2}");
        assert_eq!(cut("a cartoon of art", &[("art", "/a")]), "a cartoon of {art|/a}");
        assert_eq!(cut("a cartoon", &[("art", "/a")]), "a c{art|/a}oon");
        assert_eq!(cut("“Art”", &[("“Art”", "/a")]), "{“Art”|/a}");
    }

    #[test]
    fn links_without_words_or_with_harm_are_passed_over() {
        let text = "he said so";
        assert_eq!(
            cut(text, &[("absent", "/1"), ("", "/2"), ("said", "javascript:x"), ("so", "/3")]),
            "he said {so|/3}"
        );
        assert_eq!(cut(text, &[("so", "/1"), ("he", "/2")]), "he said {so|/1}");
    }

    #[test]
    fn marks_with_places_stand_there() {
        assert_eq!(
            shown(
                r#"{"type": "paragraph", "text": "é report on a report", "links": [{"text": "report", "url": "/r", "start": 14, "end": 20}],
                "emphasis": [{"start": 2, "end": 8, "kind": "italic"}, {"start": 9, "end": 16, "kind": "bold"}]}"#
            ),
            "é _report_ *on a *{*re|/r}{port|/r}"
        );
        assert_eq!(
            shown(
                r#"{"type": "list", "ordered": false, "items": ["a", "b"], "links": [{"text": "b", "url": "/b", "start": 2, "end": 99}]}"#
            ),
            "a\n{b|/b}"
        );
    }

    #[test]
    fn a_part_of_a_text_has_its_own_marks() {
        let json = r#"{"type": "list", "ordered": false, "items": ["one", "two"], "emphasis": [{"start": 4, "end": 7, "kind": "bold"}]}"#;
        let block: Block = serde_json::from_str(json).unwrap();
        let spans = Spans::of(&block);
        assert!(!spans.stretches(0, "one")[0].bold && spans.stretches(4, "two")[0].bold);
    }
}
