//! Links and emphasis within the text of a block.

use crate::article::{Emphasis, EmphasisKind, Link};
use crate::label::Evidence;
use crate::segment::{Block, BlockKind, LinkSpan, Span};

/// Which marks the blocks of the article are to have.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WantedMarks {
    pub(crate) links: bool,
    pub(crate) emphasis: bool,
}

impl WantedMarks {
    /// Whether any are wanted.
    pub(in crate::fields) fn any(self) -> bool {
        self.links || self.emphasis
    }
}

/// What is marked in a text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::fields) struct Marks {
    pub(in crate::fields) links: Vec<Link>,
    pub(in crate::fields) emphasis: Vec<Emphasis>,
}

impl Marks {
    /// The marks in a text that follows on so many characters.
    pub(in crate::fields) fn behind(mut self, chars: usize) -> Marks {
        self.links.iter_mut().for_each(|l| (l.start, l.end) = (l.start + chars, l.end + chars));
        self.emphasis.iter_mut().for_each(|e| (e.start, e.end) = (e.start + chars, e.end + chars));
        self
    }
}

/// What is marked in the text of a block. Of a table the text is that of its rows, a tab between cells.
pub(in crate::fields) fn marks_of(evidence: &Evidence<'_>, b: &Block, wanted: WantedMarks) -> Marks {
    let mut out = Marks::default();
    let rows = match &b.kind {
        BlockKind::Table(data) if wanted.links => data.rows.iter().map(|r| r.join("\t")).collect::<Vec<_>>().join("\n"),
        _ => String::new(),
    };
    let (text, links) = match &b.kind {
        BlockKind::Table(data) => (rows.as_str(), &*data.links),
        _ => (b.text.as_str(), b.links()),
    };
    if wanted.links {
        let spans: Vec<Span> = links.iter().map(|l| l.span).collect();
        let read = in_chars(text, &spans).into_iter().zip(links);
        out.links.extend(read.filter_map(|((start, end, words), l)| link(evidence, l, words, start, end)));
    }
    if wanted.emphasis
        && matches!(
            b.kind,
            BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::Item { .. } | BlockKind::Quote { .. }
        )
    {
        for (spans, kind) in [(b.bold(), EmphasisKind::Bold), (b.italics(), EmphasisKind::Italic)] {
            let read = in_chars(text, spans).into_iter().filter(|(_, _, words)| !words.is_empty());
            out.emphasis.extend(read.map(|(start, end, _)| Emphasis { start, end, kind }));
        }
        out.emphasis.sort_by_key(|e| (e.start, std::cmp::Reverse(e.end), e.kind));
    }
    out
}

fn link(evidence: &Evidence<'_>, l: &LinkSpan, words: &str, start: usize, end: usize) -> Option<Link> {
    let url = evidence.resolve(&l.href)?;
    (!words.is_empty()).then(|| Link { text: words.to_owned(), url, start, end })
}

/// Stretches of a text, which are in order, in characters, without white space at their ends, and their words.
fn in_chars<'t>(text: &'t str, spans: &[Span]) -> Vec<(usize, usize, &'t str)> {
    let mut out = Vec::with_capacity(spans.len());
    let (mut byte, mut chars) = (0, 0);
    for span in spans {
        let words = text.get(span.start..span.end.min(text.len())).unwrap_or_default();
        let start = span.start + (words.len() - words.trim_start().len());
        // A span that reaches into the one before it begins where that began at the earliest.
        let Some(before) = text.get(byte..start) else {
            out.push((chars, chars, ""));
            continue;
        };
        let words = words.trim();
        let from = chars + before.chars().count();
        out.push((from, from + words.chars().count(), words));
        (byte, chars) = (start, from);
    }
    out
}
