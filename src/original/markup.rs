//! A page of markup with its blocks marked.

use std::collections::HashMap;
use std::fmt::Write;

use super::elements::{Shown, class_of, push_attributes, shown};
use super::marks::{Marks, Stretch};
use super::pieces::{BROKEN_OFF, MAX_MARKUP, block_attributes, push_escaped};
use crate::article::MediaKind;
use crate::dom::{Attr, Document, NodeId, Tag};
use crate::label::LabelKind;
use crate::segment::{Medium, Segments};

/// A page with what is known of its parts.
pub(crate) struct Original<'a> {
    pub(crate) doc: &'a Document,
    pub(crate) segments: &'a Segments,
    /// What was taken out before there were blocks, in the order of the page, with its index in the explanation if it is told of there.
    pub(crate) removed: Vec<(NodeId, Option<usize>)>,
}

/// The page with each of its blocks marked by `data-block` and `data-label`, what was taken out by `data-removed`, and media by
/// `data-medium`.
pub(crate) fn marked_markup(page: &Original<'_>, label: impl Fn(usize) -> LabelKind) -> String {
    let marks = Marks::find(page.doc, page.segments);
    let media = page.segments.media.iter().enumerate().map(|(i, m)| (m.node, i)).collect();
    let mut writer =
        Writer { page, marks: &marks, label, media, stretch: 0, element: 0, removed: 0, out: String::new() };
    let mut open: Vec<(NodeId, &'static str)> = Vec::new();
    let mut id = NodeId::ROOT;
    while id.index() < page.doc.len() && writer.out.len() < MAX_MARKUP {
        while let Some((_, name)) = open.pop_if(|(end, _)| *end <= id) {
            writer.close(name);
        }
        id = writer.node(id, &mut open);
    }
    while let Some((_, name)) = open.pop() {
        writer.close(name);
    }
    if id.index() < page.doc.len() {
        writer.out.push_str(BROKEN_OFF);
    }
    writer.out
}

struct Writer<'a, L> {
    page: &'a Original<'a>,
    marks: &'a Marks,
    label: L,
    /// The indices of the media, by their nodes.
    media: HashMap<usize, usize>,
    /// Those that come next.
    stretch: usize,
    element: usize,
    removed: usize,
    out: String,
}

impl<L: Fn(usize) -> LabelKind> Writer<'_, L> {
    /// Writes a node, or its beginning; gives the one to go on with.
    fn node(&mut self, id: NodeId, open: &mut Vec<(NodeId, &'static str)>) -> NodeId {
        let doc = self.page.doc;
        let (next, end) = (NodeId::at(id.index() + 1), doc.end(id));
        if doc.text_of(id).is_some() {
            if !doc.is_removed(id) {
                self.text(id);
            }
            return next;
        }
        let is_block = self.element_block(id);
        let removed = self.removal(id);
        // What an archive's replay added is none of the page.
        if doc.is_removed(id) && removed.is_none() {
            return end;
        }
        let name = match shown(doc.tag(id)) {
            Shown::Nothing => return end,
            Shown::Placeholder => {
                self.placeholder(id, removed);
                // What stands for an object that a browser cannot show is shown.
                return if doc.tag(id) == Tag::Object { next } else { end };
            }
            Shown::Through if removed.is_none() => return next,
            Shown::Through => "div",
            Shown::Void(name) => {
                self.out.extend(["<", name, ">"]);
                return next;
            }
            Shown::As(name) => name,
        };
        self.out.extend(["<", name]);
        push_attributes(&mut self.out, doc, id);
        if let Some(class) = class_of(doc.tag(id)) {
            self.out.extend([" class=\"", class, "\""]);
        }
        if let Some(block) = is_block {
            self.out.push_str(&block_attributes(block, (self.label)(block).as_str()));
        }
        self.push_removed(removed);
        self.out.push('>');
        open.push((end, name));
        next
    }

    /// The block that an element is.
    fn element_block(&mut self, id: NodeId) -> Option<usize> {
        let elements = &self.marks.elements;
        while elements.get(self.element).is_some_and(|(node, _)| *node < id) {
            self.element += 1;
        }
        elements.get(self.element).filter(|(node, _)| *node == id).map(|(_, block)| *block)
    }

    /// The removal that a node was, with its index.
    fn removal(&mut self, id: NodeId) -> Option<Option<usize>> {
        let removed = &self.page.removed;
        while removed.get(self.removed).is_some_and(|(node, _)| *node < id) {
            self.removed += 1;
        }
        removed.get(self.removed).filter(|(node, _)| *node == id).map(|(_, index)| *index)
    }

    fn push_removed(&mut self, removed: Option<Option<usize>>) {
        match removed {
            Some(Some(index)) => _ = write!(self.out, " data-removed=\"{index}\""),
            Some(None) => self.out.push_str(" data-removed"),
            None => {}
        }
    }

    fn close(&mut self, name: &str) {
        self.out.extend(["</", name, ">"]);
    }

    /// Writes a text, with the stretches marked that are of blocks which no element is.
    fn text(&mut self, id: NodeId) {
        let text = self.page.doc.text_of(id).unwrap_or_default();
        let mut written = 0;
        while let Some(&Stretch { node, start, end, block }) = self.marks.stretches.get(self.stretch) {
            if node > id {
                break;
            }
            self.stretch += 1;
            let is_marked = self.marks.is_element(block);
            if node < id || is_marked || text.get(start..end).is_none() {
                continue;
            }
            push_escaped(&mut self.out, &text[written..start]);
            self.out.extend(["<span", &block_attributes(block, (self.label)(block).as_str()), ">"]);
            push_escaped(&mut self.out, &text[start..end]);
            self.out.push_str("</span>");
            written = end;
        }
        push_escaped(&mut self.out, &text[written..]);
    }

    /// Writes a box in the place of a picture or a player, as large as it says it is.
    fn placeholder(&mut self, id: NodeId, removed: Option<Option<usize>>) {
        let doc = self.page.doc;
        let side =
            |name: &str| doc.attr_named(id, name).and_then(|v| v.trim().trim_end_matches("px").parse::<u32>().ok());
        let (width, height) = (side("width"), side("height"));
        if width.into_iter().chain(height).any(|side| side <= MAX_SPACER) {
            return;
        }
        let medium = self.media.get(&id.index()).copied();
        self.out.push_str("<span class=\"medium\"");
        if let Some(medium) = medium {
            _ = write!(self.out, " data-medium=\"{medium}\"");
        }
        self.push_removed(removed);
        if let (Some(width), Some(height)) = (width, height) {
            _ = write!(self.out, " style=\"width:{}px;height:{}px\"", width.min(MAX_SIDE), height.min(MAX_SIDE));
        }
        self.out.push('>');
        let medium = medium.map(|m| &self.page.segments.media[m]);
        push_escaped(&mut self.out, &told(doc, id, medium));
        self.out.push_str("</span>");
    }
}

/// Pixels: a picture that is as narrow or low holds others apart.
const MAX_SPACER: u32 = 3;

/// Pixels: no picture is shown larger.
const MAX_SIDE: u32 = 640;

/// What a box says that stands for a picture: what it is, its alternative text, the file's name.
fn told(doc: &Document, id: NodeId, medium: Option<&Medium>) -> String {
    /// Characters.
    const MAX_ALT: usize = 80;
    const MAX_NAME: usize = 40;
    let kind = match (medium.map(|m| m.kind), doc.tag(id)) {
        (Some(MediaKind::Video), _) => "video",
        (Some(MediaKind::Audio), _) => "sound",
        (Some(MediaKind::Image), _) | (None, Tag::Img | Tag::AmpImg) => "picture",
        (None, Tag::Iframe) => "frame",
        _ => "object",
    };
    let alt = medium.and_then(|m| m.alt.as_deref()).or_else(|| doc.attr(id, Attr::Alt)).unwrap_or_default().trim();
    let alt: String = alt.chars().take(MAX_ALT).collect();
    let address = medium.and_then(|m| m.url.as_deref()).or_else(|| doc.attr(id, Attr::Src)).unwrap_or_default();
    let path = address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let name = path.rsplit('/').next().filter(|_| !address.starts_with("data:")).unwrap_or_default();
    let name: String = name.chars().take(MAX_NAME).collect();
    [kind, alt.as_str(), name.as_str()].iter().filter(|t| !t.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}
