//! Markdown: CommonMark, and the tables of GitHub's dialect.

mod escape;
mod marked;

use super::citation::{Citation, Marks};
use super::lists::{self, Item};
use super::spans::Spans;
use super::{OutputOptions, one_line, paragraphs, safe_url, shown_time, unnamed_speaker, with_starts};
use crate::article::{Article, Aside, Block, FlowItem, Media, MediaKind};
use crate::text::controls::without_controls;
use escape::{address, line_starts, words};
use marked::marked;

impl Article {
    /// The article as Markdown: `#` for the headline, `##` and below for cross-headings, figures as images
    /// with caption and credit in emphasis, quotes and fact boxes behind `>`, tables with their first row as head.
    ///
    /// Words are escaped, so that none of them turns into markup; addresses that are not `http`, `https` or
    /// relative are left out. Links stand in the text where [`Options::links`](crate::Options::links)
    /// asked for them, and what [`Options::emphasis`](crate::Options::emphasis) asked for between stars.
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
        self.to_markdown_with(OutputOptions::default())
    }

    /// As [`Article::to_markdown`], with what the options ask for around the story.
    pub fn to_markdown_with(&self, options: OutputOptions) -> String {
        let head = if options.head { self.front_matter() } else { String::new() };
        let mut out = Writer::default();
        out.push(self.kicker.as_deref().map(|k| emphasis("*", k)));
        out.push(self.headline.as_deref().map(|h| heading(1, &words(&one_line(h), None, None))));
        out.push(self.date_line().map(|line| prose(&line, 0, &Spans::default())));
        out.push(self.byline_or_authors().map(|line| prose(&line, 0, &Spans::default())));
        for line in &self.summary {
            out.push(Some(emphasis("**", line)));
        }
        for item in self.flow() {
            match item {
                FlowItem::Block(block) => out.block(block),
                FlowItem::Media(m) => out.push(Some(media(m, options))),
                FlowItem::Quote(q) => out.push(Some(quotation(&q.text, q.attribution.as_deref(), &Spans::default()))),
                FlowItem::Aside(a) => out.push(Some(aside(a))),
            }
        }
        for note in &self.notes {
            out.push(Some(emphasis("*", &note.text)));
        }
        // At the very start it would begin data of a page.
        if !self.comments.is_empty() && !out.text.is_empty() {
            out.push(Some("---".to_owned()));
        }
        for comment in &self.comments {
            out.push(Some(quotation(&comment.text, comment.attribution.as_deref(), &Spans::default())));
        }
        let citation = Citation::of(self).filter(|_| options.citation);
        out.push(citation.map(|citation| line_starts(&citation.written(&MARKS)).join(" ")));
        let story = out.finish();
        let gap = if head.is_empty() || story.is_empty() { "" } else { "\n" };
        head + gap + &story
    }
}

/// How the parts of a citation are written.
const MARKS: Marks = Marks {
    paper: |paper| emphasis("*", paper),
    words: |text| words(text, None, None),
    address: |address| format!("<{address}>"),
};

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
        let Block::List { ordered, items, depths, .. } = block else { return self.push(Some(plain_block(block))) };
        // Two lists with the same mark would be read as one.
        let other_mark = self.last_list.is_some_and(|(o, mark)| o == *ordered && !mark);
        let list = list(*ordered, other_mark, &lists::items(items, depths), &Spans::of(block));
        if !list.is_empty() {
            self.push(Some(list));
            self.last_list = Some((*ordered, other_mark));
        }
    }

    /// An article made by hand may hold control characters.
    fn finish(self) -> String {
        without_controls(&self.text).into_owned()
    }
}

fn plain_block(block: &Block) -> String {
    let spans = Spans::of(block);
    match block {
        Block::Paragraph { text, .. } => prose(text, 0, &spans),
        Block::Heading { level, text, time, .. } => {
            let flat = one_line(text);
            // Marks are placed in the text as it is.
            let words = if flat == *text { marked(&spans, 0, text) } else { words(&flat, None, None) };
            let time = time.as_deref().map(|time| self::words(&shown_time(time), None, None) + " ");
            heading(usize::from(*level).clamp(2, 6), (time.unwrap_or_default() + &words).trim_end())
        }
        Block::List { ordered, items, depths, .. } => list(*ordered, false, &lists::items(items, depths), &spans),
        Block::Quote { text, attribution, .. } => quotation(text, attribution.as_deref(), &spans),
        Block::Table { caption, rows, .. } => {
            let caption = caption.as_deref().map(|c| emphasis("*", c)).filter(|c| !c.is_empty());
            let parts = caption.into_iter().chain(Some(table(rows, &spans)).filter(|t| !t.is_empty()));
            parts.collect::<Vec<_>>().join("\n\n")
        }
        Block::Preformatted { text, .. } => fenced(text),
    }
}

/// A part of a block's text as a paragraph: links in place, line breaks as hard ones.
fn prose(text: &str, start: usize, spans: &Spans) -> String {
    line_starts(&marked(spans, start, text)).join("\\\n")
}

/// A heading of inline Markdown.
fn heading(level: usize, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    // Closing number signs would be taken for the heading's own, and what stands in braces by some dialects for its attributes.
    let text = match text.strip_suffix(['#', '}']) {
        Some(rest) => format!("{rest}\\{}", &text[rest.len()..]),
        None => text.to_owned(),
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

fn media(media: &Media, options: OutputOptions) -> String {
    let is_shown = media.kind == MediaKind::Image && !options.links_pictures;
    let alt = media.alt.as_deref().map(one_line).unwrap_or_default();
    let target = media.url.as_deref().and_then(safe_url).map(|url| {
        let label = if alt.is_empty() && !is_shown { media.kind.word() } else { &alt };
        let mark = if is_shown { "!" } else { "" };
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

fn quotation(text: &str, by: Option<&str>, spans: &Spans) -> String {
    let mut parts: Vec<String> =
        with_starts(text, paragraphs(text)).into_iter().map(|(start, part)| prose(part, start, spans)).collect();
    parts.extend(unnamed_speaker(text, by).map(|by| prose(&format!("— {}", one_line(by)), 0, &Spans::default())));
    quoted(&parts.join("\n\n"))
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

fn list(ordered: bool, other_mark: bool, items: &[Item<'_>], spans: &Spans) -> String {
    let mut lines = Vec::new();
    // For each level the columns that the mark of its last item takes: what is within it is indented by as many.
    let mut widths: Vec<usize> = Vec::new();
    for item in items {
        let mark = match (ordered, other_mark) {
            (true, other) => format!("{}{} ", item.number, if other { ')' } else { '.' }),
            (false, other) => (if other { "* " } else { "- " }).to_owned(),
        };
        widths.truncate(item.depth);
        let outer = " ".repeat(widths.iter().sum());
        let indent = format!("\\\n{outer}{}", " ".repeat(mark.len()));
        widths.push(mark.len());
        lines.push(outer + &mark + &line_starts(&marked(spans, item.start, item.text)).join(&indent));
    }
    lines.join("\n")
}

fn table(rows: &[Vec<String>], spans: &Spans) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    if width == 0 {
        return String::new();
    }
    let mut start = 0;
    let mut lines = Vec::with_capacity(rows.len() + 1);
    for row in rows {
        let mut cells = Vec::with_capacity(width);
        for cell in row {
            // A table's row is one line.
            let inline = marked(spans, start, cell).replace('\n', " ").replace('|', "\\|");
            cells.push(inline);
            start += cell.chars().count() + 1;
        }
        cells.resize(width, String::new());
        lines.push(format!("| {} |", cells.join(" | ")));
    }
    lines.insert(1, format!("|{}", " --- |".repeat(width)));
    lines.join("\n")
}

/// A code block; its fence is longer than any row of backticks within.
fn fenced(text: &str) -> String {
    let text = &without_controls(text).replace('\r', "");
    if text.trim().is_empty() {
        return String::new();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{}\n{fence}", text.trim_matches('\n'))
}

#[cfg(test)]
mod read_back;
#[cfg(test)]
mod tests;
