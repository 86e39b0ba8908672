//! Blocks and boxes of a text without markup, in the order of its lines.

use super::blocks::{Block, BlockKind, BlockPlace, BoxKind, Container, Medium, Segments, SideBox, Source};
use super::marks::Marks;
use super::marks::Span;
use super::memo::Memo;
use crate::article::MediaKind;
use crate::dom::Tag;
use crate::text::letter_count;
use crate::vocabulary::Hints;

/// Segments under construction.
#[derive(Debug)]
pub(crate) struct TextSegments {
    out: Segments,
    /// The box that is open, with its container.
    open: Option<(usize, usize)>,
    /// Of the block or medium that comes next; it stands for the number of a node.
    place: usize,
}

impl TextSegments {
    pub(crate) fn new() -> Self {
        let root =
            Container { parent: 0, tag: Tag::Body, hints: Hints::NONE, signature: 0, element: 0, named_foreign: false };
        let out = Segments { source: Source::PlainText, containers: vec![root], ..Segments::default() };
        TextSegments { out, open: None, place: 1 }
    }

    /// Opens a box: what follows stands in it until it is closed.
    pub(crate) fn open_box(&mut self, kind: BoxKind) {
        let tag = match kind {
            BoxKind::Figure => Tag::Figure,
            BoxKind::Quote => Tag::Blockquote,
            BoxKind::Aside => Tag::Aside,
            BoxKind::Comments => Tag::Section,
        };
        let container = self.out.containers.len();
        self.out.containers.push(Container {
            parent: 0,
            tag,
            hints: Hints::NONE,
            signature: tag as u64,
            element: tag as u64,
            named_foreign: false,
        });
        let at = self.out.blocks.len();
        let certain = true;
        let boxed = SideBox { kind, at, hints: Hints::NONE, within: None, certain, player: false, container };
        self.open = Some((self.out.boxes.len(), container));
        self.out.boxes.push(boxed);
    }

    pub(crate) fn close_box(&mut self) {
        self.open = None;
    }

    /// Adds a block, and gives it for what is to be said of it besides.
    pub(crate) fn push_block(&mut self, kind: BlockKind, text: String, hints: Hints) -> &mut Block {
        let (boxed, container) = self.open.unzip();
        let at = self.out.blocks.len();
        let block = Block {
            tag: tag_of(&kind),
            kind,
            hints,
            around: Hints::NONE,
            place: BlockPlace::new(container.unwrap_or(0), self.next_place(), boxed),
            role: None,
            in_body: false,
            marks: Marks::default(),
            chars: letter_count(&text),
            linked: 0,
            italic: 0,
            set_apart: 0,
            memo: Memo::default(),
            text,
        };
        self.out.blocks.push(block);
        &mut self.out.blocks[at]
    }

    /// Adds a picture of the story.
    pub(crate) fn push_picture(&mut self, url: Option<String>, alt: Option<String>) {
        let (boxed, container) = self.open.unzip();
        let medium = Medium {
            kind: MediaKind::Image,
            url: url.map(Into::into),
            alt: alt.map(Into::into),
            size: (None, None),
            at: self.out.blocks.len(),
            boxed,
            container: container.unwrap_or(0),
            around: Hints::NONE,
            linked: false,
            furniture: false,
            in_body: true,
            has_line_below: false,
            node: self.next_place(),
        };
        self.out.media.push(medium);
    }

    pub(crate) fn finish(self) -> Segments {
        self.out
    }

    fn next_place(&mut self) -> usize {
        self.place += 1;
        self.place - 1
    }
}

impl Block {
    /// Adds a line to the text, in bold print.
    pub(crate) fn push_bold_line(&mut self, line: &str) {
        self.text.push('\n');
        let start = self.text.len();
        self.text.push_str(line);
        self.marks.push_bold(Span { start, end: self.text.len() });
        self.chars += letter_count(line);
    }
}

/// The element that such a block would stand in.
fn tag_of(kind: &BlockKind) -> Tag {
    match kind {
        BlockKind::Paragraph => Tag::P,
        BlockKind::Heading(1) => Tag::H1,
        BlockKind::Heading(_) => Tag::H2,
        BlockKind::Item { .. } => Tag::Li,
        BlockKind::Quote { .. } => Tag::Blockquote,
        BlockKind::Table(_) => Tag::Table,
        BlockKind::Preformatted => Tag::Pre,
    }
}
