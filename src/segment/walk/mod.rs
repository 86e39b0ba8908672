//! The walk through the page that makes the blocks: which elements open and close them.

mod pending;
mod state;
mod style;
mod text;

use crate::dom::{Attr, Document, NodeId, Tag};
use crate::error::Result;
use crate::measure::Measures;
use crate::options::check_limit;
use crate::profile::{ProfileMatch, Role};
use crate::text::{hash, letter_count};
use crate::vocabulary::{Hints, phrases};

use super::blocks::{BlockKind, BoxKind, Container, Medium, Segments, SideBox, TableReading};
use super::{boxes, media, table};
use state::{Frame, Walk};

/// How many nodes lie between two looks at the clock.
const NODES_A_LOOK: usize = 4_096;

/// Cuts a page into blocks.
///
/// # Errors
/// Only when the page goes beyond a limit.
pub(crate) fn segment(doc: &Document, measures: &Measures, reading: Option<&ProfileMatch>) -> Result<Segments> {
    let limits = doc.limits();
    let mut walk = Walk::new(doc, measures, reading);
    // Where the page goes on, if nothing is removed there.
    let mut next = NodeId::ROOT;
    for id in doc.all() {
        if id < next {
            continue;
        }
        walk.close(id);
        walk.part_at_removed(next, id);
        next = if walk.visit(id) { doc.end(id) } else { id.next() };
        check_limit("blocks", walk.out.blocks.len(), limits.blocks())?;
        if id.index().is_multiple_of(NODES_A_LOOK) {
            limits.check_time()?;
        }
    }
    walk.close(NodeId::at(doc.len()));
    check_limit("blocks", walk.out.blocks.len(), limits.blocks())?;
    Ok(walk.out)
}

impl Walk<'_> {
    /// Closes what ends before this node.
    fn close(&mut self, id: NodeId) {
        while self.inline.last().is_some_and(|i| i.end <= id) {
            self.close_inline();
        }
        while self.frames.len() > 1 && self.frames.last().is_some_and(|f| f.end <= id) {
            self.flush();
            self.frames.pop();
        }
        if id.index() >= self.doc.len() {
            self.flush();
        }
    }

    /// Parts words that removed elements stood between. No more than words: pages set small forms in the middle of a sentence.
    fn part_at_removed(&mut self, from: NodeId, to: NodeId) {
        if from < to && self.doc.is_parted_between(from, to) {
            self.pending.text.part();
        }
    }

    /// Takes in a node; whether what is below it is done with.
    fn visit(&mut self, id: NodeId) -> bool {
        if let Some(text) = self.doc.text_of(id) {
            self.text(id, text);
            return false;
        }
        let tag = self.doc.tag(id);
        match tag {
            Tag::None => return false,
            Tag::Br => self.line_break(),
            // Programs that put pages together from components set their own element for a break.
            Tag::Span if is_break(self.doc, self.measures, id) => self.line_break(),
            Tag::Hr => self.flush(),
            Tag::Img
            | Tag::AmpImg
            | Tag::Video
            | Tag::Audio
            | Tag::AmpVideo
            | Tag::Iframe
            | Tag::Object
            | Tag::Embed => {
                if tag.is_block() {
                    self.pending.text.part();
                }
                self.medium(id);
                return tag != Tag::Object;
            }
            Tag::Pre => {
                self.preformatted(id);
                return true;
            }
            Tag::Table => return self.table(id),
            _ if tag.is_invisible() => return true,
            Tag::Div | Tag::Span if media::is_late(self.doc, id) => self.medium(id),
            _ if tag.is_block() || self.stands_apart(id) => self.open_frame(id, tag),
            _ => self.open_inline(id, tag),
        }
        false
    }

    fn open_frame(&mut self, id: NodeId, tag: Tag) {
        self.flush();
        // An inline element that a block stands in is closed by nobody until its own end: its links end here.
        let hints = self.measures.hints(id);
        let parent = self.frame();
        let (parent_container, parent_boxed, in_body) = (parent.container, parent.boxed, parent.in_body);
        let set_apart = parent.set_apart || style::sets_apart(self.doc, id, tag);
        let role = self.reading.and_then(|r| r.role(id)).or(parent.role.filter(|r| r.is_inherited()));
        let around = self.around(parent);
        let kind = self.kind_of(id, tag, &parent.kind);
        let container = self.out.containers.len();
        let (signature, element) = (self.signature(id), hash_of(self.doc, 0, id));
        let named_foreign = self.out.is_named_foreign(parent_container) || self.measures.is_named_foreign(id);
        self.out.containers.push(Container {
            parent: parent_container as u32,
            tag,
            hints,
            signature,
            element,
            named_foreign,
        });
        let boxed = match boxes::kind(self.doc, self.measures, id, role) {
            Some((kind, certain)) if !self.is_within(parent_boxed, kind) => {
                let at = self.out.blocks.len();
                let player = role == Some(Role::Video) || self.measures.shape(id).below.any(Hints::PLAYER);
                let within = parent_boxed;
                self.out.boxes.push(SideBox { kind, at, hints: hints | around, within, certain, player, container });
                Some(self.out.boxes.len() - 1)
            }
            _ => parent_boxed,
        };
        let in_body = in_body || role == Some(Role::Body);
        let (node, end) = (Some(id), self.doc.end(id));
        self.frames.push(Frame { node, end, container, kind, boxed, around, role, in_body, set_apart });
    }

    /// A hash of the tags and classes of an element and its parent, whose names may be long and its children many.
    fn signature(&mut self, id: NodeId) -> u64 {
        let (doc, parent) = (self.doc, self.doc.parent(id));
        let of_parent = match self.frame() {
            Frame { node: Some(node), container, .. } if *node == parent => self.out.containers[*container].element,
            _ => *self.hashes.entry(parent.index()).or_insert_with(|| hash_of(doc, 0, parent)),
        };
        hash_of(doc, of_parent, id)
    }

    /// Whether a box of this kind is open already: figures within a figure are one.
    fn is_within(&self, mut boxed: Option<usize>, kind: BoxKind) -> bool {
        while let Some(b) = boxed {
            if self.out.boxes[b].kind == kind {
                return true;
            }
            boxed = self.out.boxes[b].within;
        }
        false
    }

    /// The hints that the children of a frame have around them.
    fn around(&self, frame: &Frame) -> Hints {
        frame.around | self.out.containers[frame.container].hints
    }

    fn kind_of(&self, id: NodeId, tag: Tag, parent: &BlockKind) -> BlockKind {
        if let Some(level) = tag.heading_level() {
            return BlockKind::Heading(level);
        }
        match tag {
            Tag::Li => {
                let (list, depth) = self.outermost_list(id);
                // An item of several blocks is a part of a list story, and its blocks are its own.
                match self.measures.shape(id).blocks > 2 && boxes::long_parts(self.doc, self.measures, id) > 1 {
                    true => BlockKind::Paragraph,
                    false => BlockKind::Item { list: list.index(), ordered: self.doc.tag(list) == Tag::Ol, depth },
                }
            }
            Tag::Blockquote if self.is_quotation(id) => BlockKind::Quote { quote: id.index() },
            Tag::Ul | Tag::Ol => BlockKind::Paragraph,
            _ => match parent {
                BlockKind::Table(_) => BlockKind::Paragraph,
                kind => kind.clone(),
            },
        }
    }

    /// The list that an item belongs to: what a list in one of its items lists, it lists; and how many lists it is within that.
    fn outermost_list(&self, item: NodeId) -> (NodeId, u8) {
        /// Elements between a list and one within it, all levels together.
        const MAX_LEVELS: usize = 12;
        let is_list = |n: &NodeId| matches!(self.doc.tag(*n), Tag::Ul | Tag::Ol);
        let of_lists = |n: &NodeId| is_list(n) || self.doc.tag(*n) == Tag::Li;
        let around = self.doc.ancestors(item).take(MAX_LEVELS).take_while(of_lists);
        around.filter(is_list).zip(0..).last().unwrap_or_else(|| (self.doc.parent(item), 0))
    }

    /// Whether a `blockquote` is one: pages were indented with it as a whole.
    fn is_quotation(&self, id: NodeId) -> bool {
        /// Of the page's prose, in per cent.
        const MAX_PERCENT: u64 = 80;
        let (own, page) = (self.measures.shape(id), self.measures.shape(NodeId::ROOT));
        !own.has_h1 && u64::from(own.prose) * 100 <= u64::from(page.prose) * MAX_PERCENT
    }

    /// Whether an inline element is a part of its own and no words of a sentence: a credit within a
    /// caption, a byline beside a date, a speaker within a quotation.
    fn stands_apart(&self, id: NodeId) -> bool {
        if self.measures.shape(id).chars == 0 || self.doc.tag(id) == Tag::A {
            return false;
        }
        let told = |r: Role| r.is_apart() && !matches!(r, Role::Remove);
        if self.reading.and_then(|r| r.role(id)).is_some_and(told) {
            return true;
        }
        let hints = self.measures.hints(id);
        let frame = self.frame();
        if frame.boxed.is_some() {
            let cite = self.doc.tag(id) == Tag::Cite;
            return cite || hints.any(Hints::CREDIT | Hints::CAPTION | Hints::ATTRIBUTION | Hints::BYLINE);
        }
        let parent = self.out.containers[frame.container].tag;
        // A label within the headline's element, before the headline, is none of it.
        if parent == Tag::H1 && hints.any(Hints::KICKER) && self.pending.chars == 0 && self.is_label_of(id) {
            return true;
        }
        let in_line = matches!(parent, Tag::P | Tag::Li | Tag::H1 | Tag::H2 | Tag::H3 | Tag::Td)
            || self.pending.chars > 0 && !self.pending_is_apart();
        // `12 May by` and the name after it are one line.
        !in_line && hints.any(Hints::BYLINE | Hints::DATE | Hints::KICKER) && !self.ends_with_by()
    }

    /// Whether an element is the lesser part of the heading that it stands in.
    fn is_label_of(&self, id: NodeId) -> bool {
        let around = self.measures.shape(self.doc.parent(id)).chars;
        self.measures.shape(id).chars * 2 < around
    }

    /// Whether the text so far ends with a word for `by`.
    fn ends_with_by(&self) -> bool {
        /// Bytes: such words are short, and what has no end of a word in so many is none.
        const MAX_WORD_BYTES: usize = 60;
        let before = self.pending.text.as_str().trim_end();
        let near = &before[before.floor_char_boundary(before.len().saturating_sub(MAX_WORD_BYTES))..];
        let last = near.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
        !last.is_empty() && phrases::BY.contains(&last.as_str())
    }

    fn medium(&mut self, id: NodeId) {
        let Some(found) = media::read(self.doc, id) else { return };
        let frame = self.frame();
        let linked = self.inline.iter().any(|i| i.link.is_some());
        let inline = self.inline.iter().fold(Hints::NONE, |h, i| h | i.hints);
        let at = self.out.blocks.len() + usize::from(self.pending.chars > 0);
        let furniture = found.url.as_deref().is_some_and(media::is_furniture);
        let medium = Medium {
            kind: found.kind,
            furniture,
            url: found.url.map(Into::into),
            alt: found.alt.map(Into::into),
            size: found.size,
            at,
            boxed: frame.boxed,
            container: frame.container,
            around: self.around(frame) | inline | self.measures.hints(id),
            linked,
            in_body: self.in_body(id, frame.in_body),
            has_line_below: false,
            node: id.index(),
        };
        self.out.media.push(medium);
    }

    fn in_body(&self, id: NodeId, frame: bool) -> bool {
        frame || self.body_ranges.iter().any(|&(from, to)| from <= id && id < to)
    }

    /// Data tables become a block; tables of layout are walked like any element.
    fn table(&mut self, id: NodeId) -> bool {
        let read = table::read(self.doc, self.measures, id);
        self.flush();
        let at = self.out.blocks.len();
        self.out.tables.push(TableReading { node: id.index(), at, layout: read.as_ref().err().copied() });
        match read {
            Ok(data) => {
                self.open_frame(id, Tag::Table);
                self.table_caption(id);
                let text = data.rows.iter().map(|r| r.join(" ")).collect::<Vec<_>>().join("\n");
                let shape = self.measures.shape(id);
                self.pending.node = Some(id.index());
                self.pending.chars = shape.chars;
                self.pending.linked = shape.linked;
                self.pending.text.push_raw(&text);
                self.emit(BlockKind::Table(Box::new(data)));
                true
            }
            Err(_) => {
                self.open_frame(id, Tag::Table);
                false
            }
        }
    }

    /// What a table says of itself stands before it.
    fn table_caption(&mut self, table: NodeId) {
        let Some(caption) = self.doc.by_tag(table, Tag::Caption).next() else { return };
        self.pending.node = Some(caption.index());
        self.pending.chars = self.measures.shape(caption).chars;
        self.pending.text.push_raw(&self.doc.text(caption));
        self.emit(BlockKind::Paragraph);
    }

    fn preformatted(&mut self, id: NodeId) {
        self.open_frame(id, Tag::Pre);
        let raw = self.doc.preformatted_text(id);
        if table::is_line_numbers(&raw) {
            return;
        }
        for (text, kind) in table::preformatted(&raw) {
            self.pending.node = Some(id.index());
            self.pending.chars = letter_count(&text);
            if kind == BlockKind::Preformatted {
                self.pending.links = table::links_within(self.doc, id, &text);
            }
            self.pending.text.push_raw(&text);
            self.emit(kind);
        }
    }
}

/// Whether an empty element stands for a line break.
fn is_break(doc: &Document, measures: &Measures, id: NodeId) -> bool {
    let shape = measures.shape(id);
    shape.chars == 0
        && shape.images == 0
        && doc.attr(id, Attr::Class).is_some_and(|c| c.split_ascii_whitespace().any(|word| word == "br"))
}

/// A hash of an element's tag and classes.
fn hash_of(doc: &Document, seed: u64, id: NodeId) -> u64 {
    let h = hash(seed, &[doc.tag(id) as u8]);
    doc.attr(id, Attr::Class).map_or(h, |c| hash(h, c.trim().as_bytes()))
}
