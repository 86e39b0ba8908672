//! What a page is cut into.

use super::marks::{LinkSpan, Marks, Span};
use super::memo::Memo;
use crate::article::MediaKind;
use crate::dom::Tag;
use crate::lines;
use crate::profile::Role;
use crate::text::{hash, letter_count, runs};
use crate::vocabulary::Hints;

/// A page as a run of blocks in the order in which it shows them.
#[derive(Debug, Default)]
pub(crate) struct Segments {
    pub(crate) source: Source,
    pub(crate) blocks: Vec<Block>,
    /// The elements that hold blocks; the first is the root, a parent stands before its children.
    pub(crate) containers: Vec<Container>,
    /// Figures, quote boxes and fact boxes.
    pub(crate) boxes: Vec<SideBox>,
    pub(crate) media: Vec<Medium>,
    /// The tables of the page, in order, with what each was taken for.
    pub(crate) tables: Vec<TableReading>,
}

/// What a table was taken for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TableReading {
    pub(crate) node: usize,
    /// The index of the block before which it stands.
    pub(crate) at: usize,
    /// Why it lays the page out; none for a table of data.
    pub(crate) layout: Option<&'static str>,
}

/// What the blocks were read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Source {
    #[default]
    Markup,
    /// Text alone: what markup would have said was inferred from the shapes and places of its lines.
    PlainText,
}

/// A stretch of text that stands by itself: a paragraph, a heading, an item, a cell.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    pub(crate) text: String,
    /// The tag of the element it stands in.
    pub(crate) tag: Tag,
    /// What the names of its element, and of the inline elements that hold all of it, say.
    pub(crate) hints: Hints,
    /// What the names further out say.
    pub(crate) around: Hints,
    pub(crate) place: BlockPlace,
    pub(crate) role: Option<Role>,
    /// Whether a profile, or its place among the lines of a plain text, says that it stands in the body.
    pub(crate) in_body: bool,
    pub(crate) marks: Marks,
    /// Letters; see [`letter_count`](crate::text::letter_count).
    pub(crate) chars: u32,
    pub(crate) linked: u32,
    /// Those in italic print.
    pub(crate) italic: u32,
    /// Those in small type, or centred.
    pub(crate) set_apart: u32,
    pub(crate) memo: Memo,
}

/// Where a block stands. A page has tens of thousands of them at most: half of the usual numbers suffice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BlockPlace {
    container: u32,
    node: u32,
    /// [`NO_BOX`] where it stands in none.
    boxed: u32,
}

const NO_BOX: u32 = u32::MAX;

impl BlockPlace {
    /// A place by its container, the block's first node, and the box.
    pub(crate) fn new(container: usize, node: usize, boxed: Option<usize>) -> BlockPlace {
        let boxed = boxed.map_or(NO_BOX, |boxed| boxed as u32);
        BlockPlace { container: container as u32, node: node as u32, boxed }
    }
}

/// What a block is by its markup.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum BlockKind {
    Paragraph,
    Heading(u8),
    /// An item of the list that starts at this node.
    Item {
        list: usize,
        ordered: bool,
        /// How many lists stand between it and the outermost.
        depth: u8,
    },
    /// A paragraph of the block quotation that starts at this node.
    Quote {
        quote: usize,
    },
    Table(Box<TableData>),
    Preformatted,
}

/// What a table of data holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TableData {
    pub(crate) rows: Vec<Vec<String>>,
    /// How many of the first rows head the columns.
    pub(crate) header: usize,
    /// The links of the cells; their places are in the text of the rows, a tab between cells and a line each.
    pub(crate) links: Vec<LinkSpan>,
}

/// An element that holds blocks.
#[derive(Debug, Clone)]
pub(crate) struct Container {
    pub(super) parent: u32,
    pub(crate) tag: Tag,
    pub(crate) hints: Hints,
    /// A hash of its own and its parent's tag and classes: what a template sets alike has the same.
    pub(crate) signature: u64,
    /// A hash of its own tag and classes alone.
    pub(crate) element: u64,
    /// Whether its names, or those of an element around it, call it none of the story.
    pub(crate) named_foreign: bool,
}

/// An element whose blocks belong together apart from the flow.
#[derive(Debug, Clone)]
pub(crate) struct SideBox {
    pub(crate) kind: BoxKind,
    /// The index of the block before which it starts.
    pub(crate) at: usize,
    pub(crate) hints: Hints,
    /// The box it stands in.
    pub(crate) within: Option<usize>,
    /// Whether a profile, or the shape of its lines in a plain text, said so.
    pub(crate) certain: bool,
    /// Whether it holds a player.
    pub(crate) player: bool,
    /// The container it stands in.
    pub(crate) container: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BoxKind {
    Figure,
    Quote,
    Aside,
    Comments,
}

/// An image or a player.
#[derive(Debug, Clone)]
pub(crate) struct Medium {
    pub(crate) kind: MediaKind,
    pub(crate) url: Option<Box<str>>,
    pub(crate) alt: Option<Box<str>>,
    /// Width and height as declared, in pixels.
    pub(crate) size: (Option<u32>, Option<u32>),
    /// The index of the block before which it stands.
    pub(crate) at: usize,
    pub(crate) boxed: Option<usize>,
    pub(crate) container: usize,
    pub(crate) around: Hints,
    /// Whether it is (in) a link.
    pub(crate) linked: bool,
    /// Whether its address names a part of the site's design.
    pub(crate) furniture: bool,
    /// Whether a profile, or its place among the lines of a plain text, says that it stands in the body.
    pub(crate) in_body: bool,
    /// Whether the block under it is a line that a single break parts from the paragraph.
    pub(crate) has_line_below: bool,
    pub(crate) node: usize,
}

impl Segments {
    /// The blocks of a box.
    pub(crate) fn blocks_of(&self, boxed: usize) -> impl Iterator<Item = &Block> + Clone {
        self.places_of(boxed).map(|i| &self.blocks[i])
    }

    /// The indices of the blocks of a box.
    pub(crate) fn places_of(&self, boxed: usize) -> impl Iterator<Item = usize> + Clone {
        let is_of_box = move |i: &usize| self.stands_in(self.blocks[*i].boxed(), boxed);
        (self.boxes[boxed].at..self.blocks.len()).take_while(is_of_box)
    }

    /// Whether names call what stands in a container none of the story.
    pub(crate) fn is_named_foreign(&self, container: usize) -> bool {
        self.containers.get(container).is_some_and(|c| c.named_foreign)
    }

    /// The kind of the innermost box that something stands in.
    pub(crate) fn box_kind(&self, boxed: Option<usize>) -> Option<BoxKind> {
        boxed.map(|b| self.boxes[b].kind)
    }

    /// Whether a box is another, or stands in it. Of each kind only one is open at a time, so there are few to climb.
    fn stands_in(&self, mut boxed: Option<usize>, outer: usize) -> bool {
        while let Some(b) = boxed {
            if b == outer {
                return true;
            }
            boxed = self.boxes[b].within;
        }
        false
    }
}

impl Container {
    /// The index of the one around it.
    pub(crate) fn parent(&self) -> usize {
        self.parent as usize
    }
}

impl Block {
    /// The index in [`Segments::containers`] of the element it stands in.
    pub(crate) fn container(&self) -> usize {
        self.place.container as usize
    }

    /// The number of its first node in the page.
    pub(crate) fn node(&self) -> usize {
        self.place.node as usize
    }

    /// The index of the box it stands in.
    pub(crate) fn boxed(&self) -> Option<usize> {
        (self.place.boxed != NO_BOX).then_some(self.place.boxed as usize)
    }

    /// Byte ranges of the text that are bold, in order, adjacent ones joined.
    pub(crate) fn bold(&self) -> &[Span] {
        self.marks.bold()
    }

    /// The same of those in italic print.
    pub(crate) fn italics(&self) -> &[Span] {
        self.marks.italics()
    }

    pub(crate) fn links(&self) -> &[LinkSpan] {
        self.marks.links()
    }

    /// The share of the text that is links.
    pub(crate) fn link_share(&self) -> f32 {
        self.linked as f32 / self.chars.max(1) as f32
    }

    /// Whether all of the text is bold.
    pub(crate) fn all_bold(&self) -> bool {
        matches!(*self.bold(), [Span { start: 0, end }] if end >= self.text.len())
    }

    /// The block in two: before the line that starts at this byte, and from there on.
    pub(super) fn split_at_line(mut self, at: usize) -> (Block, Block) {
        let rest_text = self.text.split_off(at);
        self.text.truncate(self.text.trim_end().len());
        let (bold_before, bold) = split_spans(self.bold(), self.text.len(), at);
        let (italics_before, italics) = split_spans(self.italics(), self.text.len(), at);
        let link_spans: Vec<Span> = self.links().iter().map(|l| l.span).collect();
        let (before, behind) = split_spans(&link_spans, self.text.len(), at);
        let with = |spans: Vec<Span>, links: &[LinkSpan]| -> Vec<LinkSpan> {
            spans.into_iter().zip(links).map(|(span, l)| LinkSpan { span, ..l.clone() }).collect()
        };
        let links_before = with(before, self.links());
        let skipped = self.links().len() - behind.len();
        let links = with(behind, &self.links()[skipped..]);
        let letters = |text: &str, links: &[LinkSpan]| {
            let of = |l: &LinkSpan| text.get(l.span.start..l.span.end).map_or(0, letter_count);
            links.iter().map(of).sum::<u32>()
        };
        let (is_italic, is_apart) = (self.italic == self.chars, self.set_apart == self.chars);
        let chars = letter_count(&rest_text);
        let italic = if is_italic { chars } else { self.italic.min(chars) };
        let set_apart = if is_apart { chars } else { 0 };
        let linked = letters(&rest_text, &links);
        let rest = Block {
            text: rest_text,
            marks: Marks::new(bold, italics, links),
            chars,
            linked,
            italic,
            set_apart,
            memo: Memo::default(),
            ..self.clone()
        };
        self.chars = letter_count(&self.text);
        self.italic = if is_italic { self.chars } else { 0 };
        self.set_apart = if is_apart { self.chars } else { 0 };
        self.linked = letters(&self.text, &links_before);
        let marks = Marks::new(bold_before, italics_before, links_before);
        (Block { marks, memo: Memo::default(), ..self }, rest)
    }

    /// The hashes of its words; see [`runs::words`].
    pub(crate) fn words(&self) -> &[u64] {
        self.memo.words.get_or_init(|| runs::words(&self.text).into())
    }

    /// A hash of its text.
    pub(crate) fn text_hash(&self) -> u64 {
        self.memo.text_hash.get_or_init(|| hash(0, self.text.as_bytes()))
    }

    /// Whether it ends as a sentence does; see [`lines::ends_sentence`].
    pub(crate) fn ends_sentence(&self) -> bool {
        *self.memo.ends_sentence.get_or_init(|| lines::ends_sentence(&self.text))
    }

    /// Whether it is set as a program is.
    pub(crate) fn is_program(&self) -> bool {
        self.tag == Tag::Pre
    }

    /// Whether it is a term of a list of descriptions.
    pub(crate) fn is_term(&self) -> bool {
        self.tag == Tag::Dt && self.kind == BlockKind::Paragraph
    }

    /// Whether it is the description of a term.
    pub(crate) fn is_description(&self) -> bool {
        self.tag == Tag::Dd && self.kind == BlockKind::Paragraph
    }

    /// Whether it stands right in a `cite`.
    pub(crate) fn is_cited(&self) -> bool {
        self.tag == Tag::Cite
    }

    /// Whether it stands right in an `aside`.
    pub(crate) fn is_aside(&self) -> bool {
        self.tag == Tag::Aside
    }

    /// All that names say, near and far.
    pub(crate) fn all_hints(&self) -> Hints {
        self.hints | self.around
    }
}

/// The spans before a byte, as far as the text before it goes, and those behind it, counted from there.
fn split_spans(spans: &[Span], end: usize, at: usize) -> (Vec<Span>, Vec<Span>) {
    let before = spans.iter().filter(|s| s.start < end).map(|s| Span { start: s.start, end: s.end.min(end) });
    let behind = spans.iter().filter(|s| s.end > at);
    let behind = behind.map(|s| Span { start: s.start.saturating_sub(at), end: s.end - at });
    (before.collect(), behind.collect())
}

impl BlockKind {
    /// The level of a heading.
    pub(crate) fn heading(&self) -> Option<u8> {
        match self {
            BlockKind::Heading(level) => Some(*level),
            _ => None,
        }
    }
}
