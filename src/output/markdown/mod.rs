//! Markdown: CommonMark, and the tables of GitHub's dialect.

mod escape;

use super::links::{Piece, pieces};
use super::{one_line, paragraphs, safe_url};
use crate::article::{Article, Aside, Block, FlowItem, Link, Media, MediaKind};
use escape::{address, line_starts, words};

impl Article {
    /// The article as Markdown: `#` for the headline, `##` and below for cross-headings, figures as images
    /// with caption and credit in emphasis, quotes and fact boxes behind `>`, tables with their first row as head.
    ///
    /// Words are escaped, so that none of them turns into markup; addresses that are not `http`, `https` or
    /// relative are left out. Links stand in the text where [`Options::links`](crate::Options::links)
    /// asked for them.
    ///
    /// ```
    /// let article: cuttings::Article = serde_json::from_str(r#"{
    ///     "headline": "Ferry *sails*",
    ///     "body": [{"type": "paragraph", "text": "She sailed.", "links": [{"text": "sailed", "url": "/log"}]}],
    ///     "media": [{"kind": "image", "url": "/a.jpg", "alt": "A ship", "caption": "The quay", "credit": "AP", "at": 1}]
    /// }"#).unwrap();
    /// assert_eq!(article.to_markdown(), r"# Ferry \*sails\*
    ///
    /// She [sailed](/log).
    ///
    /// ![A ship](/a.jpg)\
    /// *The quay (AP)*
    /// ");
    /// ```
    pub fn to_markdown(&self) -> String {
        let mut out = Writer::default();
        out.push(self.kicker.as_deref().map(|k| emphasis("*", k)));
        out.push(self.headline.as_deref().map(|h| heading(1, h)));
        out.push(self.date_line().map(|line| prose(&line, &[])));
        out.push(self.byline_or_authors().map(|line| prose(&line, &[])));
        for line in &self.summary {
            out.push(Some(emphasis("**", line)));
        }
        for item in self.flow() {
            match item {
                FlowItem::Block(block) => out.block(block),
                FlowItem::Media(m) => out.push(Some(media(m))),
                FlowItem::Quote(q) => out.push(Some(quotation(&q.text, q.attribution.as_deref()))),
                FlowItem::Aside(a) => out.push(Some(aside(a))),
            }
        }
        for note in &self.notes {
            out.push(Some(emphasis("*", &note.text)));
        }
        if !self.comments.is_empty() {
            out.push(Some("---".to_owned()));
        }
        for comment in &self.comments {
            out.push(Some(quotation(&comment.text, comment.attribution.as_deref())));
        }
        out.finish()
    }
}

/// Pieces with an empty line between them.
#[derive(Default)]
struct Writer {
    text: String,
    /// What the last piece was, if a list: whether it was numbered and which of two marks it had.
    last_list: Option<(bool, bool)>,
}

impl Writer {
    fn push(&mut self, piece: Option<String>) {
        let Some(piece) = piece.filter(|p| !p.is_empty()) else { return };
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&piece);
        self.text.push('\n');
        self.last_list = None;
    }

    fn block(&mut self, block: &Block) {
        let Block::List { ordered, items } = block else { return self.push(Some(plain_block(block))) };
        // Two lists with the same mark would be read as one.
        let other_mark = self.last_list.is_some_and(|(o, mark)| o == *ordered && !mark);
        let list = list(*ordered, other_mark, items);
        if !list.is_empty() {
            self.push(Some(list));
            self.last_list = Some((*ordered, other_mark));
        }
    }

    fn finish(self) -> String {
        self.text
    }
}

fn plain_block(block: &Block) -> String {
    match block {
        Block::Paragraph { text, links } => prose(text, links),
        Block::Heading { level, text } => heading(usize::from(*level).clamp(2, 6), text),
        Block::List { ordered, items } => list(*ordered, false, items),
        Block::Quote { text, attribution } => quotation(text, attribution.as_deref()),
        Block::Table { rows } => table(rows),
        Block::Preformatted { text } => fenced(text),
    }
}

/// A paragraph: links in place, line breaks as hard ones.
fn prose(text: &str, links: &[Link]) -> String {
    line_starts(&linked(text, links)).join("\\\n")
}

/// The text escaped, its links written out.
fn linked(text: &str, links: &[Link]) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let pieces = pieces(text, links);
    let edge = |n: usize, last: bool| {
        let (Piece::Words(words) | Piece::Link(words, _)) = pieces.get(n)?;
        if last { words.chars().next_back() } else { words.chars().next() }
    };
    for (n, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Words(text) => out += &words(text, n.checked_sub(1).and_then(|n| edge(n, true)), edge(n + 1, false)),
            Piece::Link(text, url) => out += &format!("[{}]({})", words(text, None, None), address(url)),
        }
    }
    out
}

fn heading(level: usize, text: &str) -> String {
    let text = words(&one_line(text), None, None);
    if text.is_empty() {
        return text;
    }
    // Closing number signs would be taken for the heading's own.
    let text = match text.strip_suffix('#') {
        Some(rest) => format!("{rest}\\#"),
        None => text,
    };
    format!("{} {text}", "#".repeat(level))
}

/// A line in emphasis of this mark.
fn emphasis(mark: &str, text: &str) -> String {
    match words(&one_line(text), None, None) {
        line if line.is_empty() => line,
        line => format!("{mark}{line}{mark}"),
    }
}

fn media(media: &Media) -> String {
    let alt = media.alt.as_deref().map(one_line).unwrap_or_default();
    let target = media.url.as_deref().and_then(safe_url).map(|url| {
        let label = if alt.is_empty() && media.kind != MediaKind::Image { media.kind.word() } else { &alt };
        let mark = if media.kind == MediaKind::Image { "!" } else { "" };
        format!("{mark}[{}]({})", words(label, None, None), address(&url))
    });
    let caption = media.caption_line().map(|line| emphasis("*", &line)).filter(|line| !line.is_empty());
    match (target, caption) {
        (Some(target), Some(caption)) => format!("{target}\\\n{caption}"),
        (Some(line), None) | (None, Some(line)) => line,
        // A picture that cannot be shown is still told of.
        (None, None) => emphasis("*", &alt),
    }
}

fn quotation(text: &str, by: Option<&str>) -> String {
    let by = by.map(|by| format!("— {}", one_line(by)));
    let parts = paragraphs(text).chain(by.as_deref()).map(|p| prose(p, &[]));
    quoted(&parts.collect::<Vec<_>>().join("\n\n"))
}

fn aside(aside: &Aside) -> String {
    let mut inner = Writer::default();
    inner.push(aside.title.as_deref().map(|title| emphasis("**", title)));
    for block in &aside.body {
        inner.block(block);
    }
    quoted(inner.finish().trim_end())
}

/// Every line behind `>`.
fn quoted(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let line = |line: &str| if line.is_empty() { ">".to_owned() } else { format!("> {line}") };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

fn list(ordered: bool, other_mark: bool, items: &[String]) -> String {
    let mut lines = Vec::new();
    for (n, item) in items.iter().filter(|i| !i.trim().is_empty()).enumerate() {
        let mark = match (ordered, other_mark) {
            (true, other) => format!("{}{} ", n + 1, if other { ')' } else { '.' }),
            (false, other) => (if other { "* " } else { "- " }).to_owned(),
        };
        let indent = format!("\\\n{}", " ".repeat(mark.len()));
        lines.push(mark + &line_starts(&words(item, None, None)).join(&indent));
    }
    lines.join("\n")
}

fn table(rows: &[Vec<String>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    if width == 0 {
        return String::new();
    }
    let line = |row: &Vec<String>| {
        let cell = |n: usize| row.get(n).map(|c| words(&one_line(c), None, None).replace('|', "\\|"));
        let cells: Vec<String> = (0..width).map(|n| cell(n).unwrap_or_default()).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.insert(1, format!("|{}", " --- |".repeat(width)));
    lines.join("\n")
}

/// A code block; its fence is longer than any row of backticks within.
fn fenced(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{}\n{fence}", text.trim_matches('\n'))
}

#[cfg(test)]
mod tests;
