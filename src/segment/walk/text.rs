//! The text of the block under construction, with its styles and links.

use super::pending::{Inline, OpenLink, Style, add_span};
use super::state::Walk;
use super::style::sets_apart;
use crate::article::MediaKind;
use crate::dom::{Attr, Document, NodeId, Tag};
use crate::lines::byline::is_byline_line;
use crate::lines::date_line::{MAX_DATE_LINE_LETTERS, is_date_line};
use crate::lines::{ends_sentence, leads_in};
use crate::segment::blocks::{Block, BlockKind, BlockPlace, Medium};
use crate::segment::marks::Marks;
use crate::segment::memo::Memo;
use crate::text::{is_blank, is_markup, letter_count};
use crate::vocabulary::Hints;

impl Walk<'_> {
    pub(super) fn close_inline(&mut self) {
        let Some(Inline { link: Some(link), .. }) = self.inline.pop() else { return };
        let end = self.pending.text.len();
        self.pending.links.extend(link.until(end));
    }

    pub(super) fn text(&mut self, id: NodeId, text: &str) {
        let chars = self.letters_of(id, text);
        if chars == 0 {
            self.pending.text.push(text);
            return;
        }
        if self.pending.broke && self.pending.is_all_bold() && !self.inline.iter().any(|i| i.style.bold) {
            // A bold line above plain text is a heading set with a break, as pages were before style sheets.
            self.flush();
        }
        if self.pending.broke && self.is_line_under_picture(text) {
            self.out.media.last_mut().into_iter().for_each(|m| m.has_line_below = true);
            self.flush();
        }
        let mut style = Style { apart: self.frame().set_apart, ..Style::default() };
        let mut hints = Hints::NONE;
        let mut linked = false;
        let mut role = None;
        let leading = text.starts_with(crate::text::is_space);
        if leading {
            self.pending.text.part();
        }
        let start = self.pending.text.next_start();
        for i in &mut self.inline {
            if let Some(link) = &mut i.link {
                link.start.get_or_insert(start);
            }
            style.bold |= i.style.bold;
            style.italic |= i.style.italic;
            style.apart |= i.style.apart;
            hints |= i.hints;
            linked |= i.link.is_some();
            role = i.role.or(role);
        }
        if let Some(outer) = self.frames.last().and_then(|f| f.kind.heading()) {
            // In a heading everything is bold; that says nothing.
            style.bold &= outer == 0;
        }
        let pending = &mut self.pending;
        pending.broke = false;
        pending.node.get_or_insert(id.index());
        pending.text.push(text);
        let end = pending.text.len();
        pending.chars += chars;
        pending.linked += if linked { chars } else { 0 };
        pending.italic += if style.italic { chars } else { 0 };
        pending.set_apart += if style.apart { chars } else { 0 };
        if style.bold {
            add_span(&mut pending.bold, start, end);
        }
        if style.italic {
            add_span(&mut pending.italics, start, end);
        }
        pending.hints = Some(match pending.hints {
            None => hints,
            Some(shared) => shared.and(hints),
        });
        pending.role = Some(match pending.role {
            None => role,
            Some(shared) => shared.filter(|_| shared == role),
        });
    }

    /// The letters of a text. What a profile alone has shown was not measured.
    fn letters_of(&self, id: NodeId, text: &str) -> u32 {
        match self.measures.shape(id).chars {
            0 => letter_count(text),
            chars => chars,
        }
    }

    /// One break is a line of the paragraph; two part paragraphs.
    pub(super) fn line_break(&mut self) {
        if self.pending.broke {
            self.flush();
        } else if !self.pending.text.is_empty() {
            self.pending.text.line_break();
            self.pending.broke = true;
        } else {
            self.pending.begins_line = true;
        }
    }

    /// Whether the open block is one short line right under a picture, and running text follows it behind the break: what pages
    /// before style sheets set under a picture, at the head of the paragraph that it stands in.
    fn is_line_under_picture(&self, next: &str) -> bool {
        /// Letters of such a line, and of the text behind it.
        const LINE: std::ops::RangeInclusive<u32> = 15..=150;
        const MIN_TEXT: u32 = 100;
        let (line, frame) = (self.pending.text.as_str().trim(), self.frame());
        let is_under = |m: &Medium| {
            let is_next = m.at == self.out.blocks.len() && m.container == frame.container && m.boxed.is_none();
            is_next && !m.furniture && m.kind == MediaKind::Image
        };
        let chars = self.pending.chars;
        self.pending.begins_line
            && LINE.contains(&chars)
            && self.pending.linked == 0
            && self.out.media.last().is_some_and(is_under)
            && frame.boxed.is_none()
            && frame.kind == BlockKind::Paragraph
            && !line.contains('\n')
            && !(ends_sentence(line)
                || leads_in(line)
                || is_byline_line(line, chars)
                || is_date_line(line, chars, false))
            && letter_count(next) >= MIN_TEXT
            && next.contains(". ")
    }

    /// Whether all of the text so far is a part of its own.
    pub(super) fn pending_is_apart(&self) -> bool {
        self.pending.hints.is_some_and(|h| h.any(Hints::APART))
    }

    pub(super) fn open_inline(&mut self, id: NodeId, tag: Tag) {
        if self.measures.shape(id).chars == 0 && self.measures.shape(id).images == 0 {
            return;
        }
        let style = Style {
            bold: matches!(tag, Tag::B | Tag::Strong) || is_heading_like(self.doc, id, tag),
            italic: matches!(tag, Tag::I | Tag::Em | Tag::Cite),
            apart: sets_apart(self.doc, id, tag),
        };
        let link = match tag {
            Tag::A => self.doc.attr(id, Attr::Href).map(|href| {
                let author =
                    self.doc.attr(id, Attr::Rel).is_some_and(|r| r.split_ascii_whitespace().any(|w| w == "author"));
                OpenLink { href: href.trim().to_owned(), author, start: None }
            }),
            _ => None,
        };
        let mut hints = self.measures.hints(id);
        match tag {
            Tag::Time => hints |= Hints::DATE,
            Tag::Cite => hints |= Hints::ATTRIBUTION,
            _ => {}
        }
        let role = self.reading.and_then(|r| r.role(id));
        self.inline.push(Inline { end: self.doc.end(id), style, hints, link, role });
    }

    pub(super) fn flush(&mut self) {
        let kind = self.frame().kind.clone();
        self.emit(kind);
    }

    /// Makes a block of what is open, if it holds anything.
    pub(super) fn emit(&mut self, kind: BlockKind) {
        let end = self.pending.text.len();
        let mut pending = std::mem::take(&mut self.pending);
        // Links that go on past the block (a link around several blocks) are cut at its end.
        for link in self.inline.iter_mut().filter_map(|i| i.link.as_mut()) {
            pending.links.extend(link.until(end));
            link.start = None;
        }
        let text = pending.text.finish();
        let (Some(node), false) = (pending.node, is_blank(&text) || is_markup(&text)) else { return };
        let frame = self.frame();
        let container = frame.container;
        let own = self.out.containers[container].hints | pending.hints.unwrap_or_default();
        let marks = pending.bold.iter_mut().chain(&mut pending.italics);
        for span in marks.chain(pending.links.iter_mut().map(|l| &mut l.span)) {
            span.end = span.end.min(text.len());
        }
        pending.links.sort_by_key(|l| l.span.start);
        let block = Block {
            kind,
            tag: self.out.containers[container].tag,
            hints: own,
            around: frame.around,
            place: BlockPlace::new(container, node, frame.boxed),
            role: pending.role.flatten().or(frame.role),
            in_body: self.in_body(NodeId::at(node), frame.in_body),
            marks: Marks::new(pending.bold, pending.italics, pending.links),
            chars: pending.chars,
            linked: pending.linked,
            italic: pending.italic,
            set_apart: pending.set_apart,
            memo: Memo::default(),
            text,
        };
        let (head, rest) = without_head_lines(block);
        if head.is_some() {
            // Pictures that stand in the block, or right behind it, are a block further on.
            let index = self.out.blocks.len();
            self.out.media.iter_mut().rev().take_while(|m| m.at > index).for_each(|m| m.at += 1);
        }
        self.out.blocks.extend(head);
        self.out.blocks.push(rest);
    }
}

/// A paragraph without the lines at its beginning that say who wrote it and when, and a block of those, if there are any:
/// pages before style sheets parted them by a break alone.
fn without_head_lines(block: Block) -> (Option<Block>, Block) {
    /// Letters of text behind such lines; fewer are more of them.
    const MIN_TEXT: u32 = 80;
    if block.kind != BlockKind::Paragraph || block.boxed().is_some() || block.role.is_some() || block.in_body {
        return (None, block);
    }
    let is_head_line = |line: &str| {
        let letters = letter_count(line);
        is_byline_line(line, letters) || letters <= MAX_DATE_LINE_LETTERS && is_date_line(line, letters, false)
    };
    let ends = block.text.match_indices('\n').map(|(end, _)| end);
    let mut at = 0;
    for end in ends {
        if !is_head_line(&block.text[at..end]) {
            break;
        }
        at = end + 1;
    }
    // What is set in bold behind them is no more of them: the headline, or the first paragraph.
    let bold = matches!(block.bold().first(), Some(span) if span.start == at && span.end == block.text.len());
    if at == 0 || !bold && letter_count(&block.text[at..]) < MIN_TEXT {
        return (None, block);
    }
    let (head, rest) = block.split_at_line(at);
    (Some(head), rest)
}

/// Spans that stand for headings: named so, or set in large type.
fn is_heading_like(doc: &Document, id: NodeId, tag: Tag) -> bool {
    match tag {
        Tag::Font => {
            doc.attr(id, Attr::Size).is_some_and(|s| s.starts_with('+') || s.parse::<u8>().is_ok_and(|n| n >= 4))
        }
        Tag::Span => doc.attr(id, Attr::Style).is_some_and(|s| {
            let s = s.to_ascii_lowercase();
            s.contains("font-weight") && (s.contains("bold") || s.contains("700") || s.contains("600"))
        }),
        Tag::Big => true,
        _ => false,
    }
}
