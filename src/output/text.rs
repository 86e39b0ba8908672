//! Plain text, to read or to search: a block, an empty line, the next.
//!
//! What is not the story's own flow is told apart by its shape: pictures and players stand in
//! brackets, block quotations behind `>`, boxes (quotes and facts) behind `|`.

use super::lists::{self, Item};
use super::{one_line, paragraphs, shown_time, unnamed_speaker};
use crate::article::{Article, Aside, Block, FlowItem, Media, Quote};
use crate::text::controls::without_controls;

impl Article {
    /// The article as plain text: headline, date line, byline, standfirst, and the story with what stands beside it in place.
    ///
    /// Captions are `[image: The quay (Photo: AP)]`, block quotations lines behind `>`, quotes and fact
    /// boxes beside the story lines behind `|`, comments (at the end) behind `>`. No markup, nothing
    /// escaped; control characters, which an article made by hand may hold, are left out. Ends with a line break, unless there is nothing at all.
    ///
    /// ```
    /// let article: cuttings::Article = serde_json::from_str(r#"{
    ///     "headline": "Ferry sails", "published": "2007-12-10",
    ///     "body": [{"type": "paragraph", "text": "She sailed."}],
    ///     "media": [{"kind": "image", "caption": "The quay", "credit": "AP", "at": 0}]}"#).unwrap();
    /// assert_eq!(article.to_text(), "Ferry sails\n\n2007-12-10\n\n[image: The quay (AP)]\n\nShe sailed.\n");
    /// ```
    pub fn to_text(&self) -> String {
        let mut pieces: Vec<String> = Vec::new();
        pieces.extend(self.kicker.as_deref().map(one_line));
        pieces.extend(self.headline.as_deref().map(one_line));
        pieces.extend(self.date_line());
        pieces.extend(self.byline_or_authors());
        pieces.extend(self.summary.iter().cloned());
        pieces.extend(self.flow().map(|item| match item {
            FlowItem::Block(b) => block(b),
            FlowItem::Media(m) => media(m),
            FlowItem::Quote(q) => boxed_quote(q),
            FlowItem::Aside(a) => aside(a),
        }));
        pieces.extend(self.notes.iter().map(|n| n.text.clone()));
        pieces.extend(self.comments.iter().map(|c| behind("> ", &said(&c.text, c.attribution.as_deref()))));
        let mut out = String::new();
        for piece in pieces.iter().filter(|p| !p.trim().is_empty()) {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(piece.trim_end_matches('\n'));
            out.push('\n');
        }
        without_controls(&out).into_owned()
    }
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading { text, time: Some(time), .. } => format!("{} {text}", shown_time(time)).trim_end().to_owned(),
        Block::Paragraph { text, .. } | Block::Heading { text, .. } | Block::Preformatted { text, .. } => text.clone(),
        Block::List { ordered, items, depths, .. } => {
            let item = |item: &Item<'_>| {
                let indent = "  ".repeat(item.depth);
                let mark = if *ordered { format!("{}. ", item.number) } else { "- ".to_owned() };
                format!("{indent}{mark}{}", item.text.replace('\n', &format!("\n  {indent}")))
            };
            lists::items(items, depths).iter().map(item).collect::<Vec<_>>().join("\n")
        }
        Block::Quote { text, attribution, .. } => behind("> ", &said(text, attribution.as_deref())),
        Block::Table { caption, rows, .. } => {
            let row = |row: &Vec<String>| row.iter().map(|cell| one_line(cell)).collect::<Vec<_>>().join(" | ");
            caption.as_deref().map(one_line).into_iter().chain(rows.iter().map(row)).collect::<Vec<_>>().join("\n")
        }
    }
}

/// Nothing for a picture of which nothing is said: its address alone is no text.
fn media(media: &Media) -> String {
    match media.caption_line().or_else(|| media.alt.as_deref().map(one_line)) {
        Some(line) if !line.is_empty() => format!("[{}: {line}]", media.kind.word()),
        _ => String::new(),
    }
}

fn boxed_quote(quote: &Quote) -> String {
    behind("| ", &said(&format!("“{}”", quote.text), quote.attribution.as_deref()))
}

fn aside(aside: &Aside) -> String {
    let title = aside.title.iter().map(|t| one_line(t));
    let parts: Vec<String> = title.chain(aside.body.iter().map(block)).filter(|p| !p.is_empty()).collect();
    behind("| ", &parts.join("\n\n"))
}

/// Words and, on a line below them, who said them.
fn said(text: &str, by: Option<&str>) -> String {
    let mut out = paragraphs(text).collect::<Vec<_>>().join("\n\n");
    if let Some(by) = unnamed_speaker(text, by) {
        out += "\n— ";
        out += &one_line(by);
    }
    out
}

/// Every line behind a mark.
fn behind(mark: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    text.split('\n').map(|line| format!("{mark}{line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use crate::output::samples;

    #[test]
    fn every_part_has_its_shape_and_place() {
        let expected = "\
ANALYSIS

Ferry & quay

2007-12-10 10:28:00Z, updated 2007-12-11

By Ann Lee, at the quay

A link ends.

Nobody is glad.

[image: The Maud (AP)]

First line
second line.

| “I left it too late”
| — Denise, Hull

What next?

| THE ROUTE
|
| Opened 1931
|
| - 12 miles

- one
- two
  lines

1. uno
2. due

> Said one.
>
> Said more.
> — A captain

Port | Ships
North | 3

a  b
  c

[video: She sails]

First published in *The Lode*.

> Shame.
>
> Really.
> — Bob, Leeds

> Good.
";
        assert_eq!(samples::full().to_text(), expected);
    }

    #[test]
    fn nesting_and_captions_are_shown() {
        let body = r#"{"body": [{"type": "list", "ordered": true, "items": ["a", "b\nb", "c"], "depths": [0, 1, 0]},
            {"type": "table", "caption": "Ships", "rows": [["Oban", "12"]]},
            {"type": "heading", "level": 3, "text": "It rose", "time": "2018-11-03T11:05:00Z"}]}"#;
        let expected = "1. a\n  1. b\n    b\n2. c\n\nShips\nOban | 12\n\n2018-11-03 11:05:00Z It rose\n";
        assert_eq!(samples::article(body).to_text(), expected);
    }

    #[test]
    fn what_is_missing_leaves_no_trace() {
        let text = |json| samples::article(json).to_text();
        assert_eq!(text("{}"), "");
        assert_eq!(text(r#"{"authors": ["A", "B"]}"#), "A, B\n");
        assert_eq!(
            text(
                r#"{"body": [{"type": "list", "ordered": false, "items": []}, {"type": "paragraph", "text": "x"}],
                "media": [{"kind": "image", "url": "http://a.example/b.jpg", "at": 0},
                          {"kind": "image", "alt": "A ship", "at": 0}, {"kind": "audio", "credit": "BBC", "at": 9}],
                "asides": [{"at": 0}]}"#
            ),
            "[image: A ship]\n\nx\n\n[audio: (BBC)]\n"
        );
    }
}
