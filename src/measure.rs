//! The counts every later stage needs, computed once, bottom-up.

use crate::dom::{Attr, Document, NodeId, Tag};
use crate::text::hashed::{HashMap, HashSet};
use crate::text::letter_count;
use crate::vocabulary::{Hints, hints};

/// What an element's subtree holds.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shape {
    /// Letters of shown text; see [`letter_count`].
    pub(crate) chars: u32,
    /// Those within links.
    pub(crate) linked: u32,
    /// Those in texts long enough to be running prose, outside links.
    pub(crate) prose: u32,
    /// Those in elements named as captions and credits.
    pub(crate) captioned: u32,
    /// Those of the prose that stand in elements named as galleries.
    pub(crate) galleried: u32,
    /// Images.
    pub(crate) images: u16,
    /// Elements that part text (blocks and table cells).
    pub(crate) blocks: u32,
    /// Whether there is an `h1`.
    pub(crate) has_h1: bool,
    /// What the names of the element and of all below it say together.
    pub(crate) below: Hints,
}

/// A text shorter than this, in letters, is a label and no prose.
const LABEL: u32 = 25;

/// A part that is called foreign is believed to be so if it holds less than this share of the
/// page's prose. Templates name whole columns after one thing in them; a related-stories box
/// of a short story can hold a third of the words of the page.
pub(crate) const FOREIGN_SHARE: f32 = 0.35;

/// A name of paragraphs says nothing about them if they hold this share of the page's prose together.
const NAMED_SHARE: f32 = 0.2;

/// The measures and hints of all nodes.
#[derive(Debug)]
pub(crate) struct Measures {
    shapes: Vec<Shape>,
    hints: Vec<Hints>,
    /// The elements that their names call none of the story.
    named_foreign: HashSet<NodeId>,
}

impl Measures {
    /// Measures a page.
    pub(crate) fn measure(doc: &Document) -> Measures {
        let mut measures = Measures::of_nodes(doc);
        measures.sum_up(doc);
        let names = measures.names_of_paragraphs(doc);
        if !names.is_empty() {
            measures.forget_sums(doc);
            measures.clear_hints_of(&names, doc);
            measures.sum_up(doc);
        }
        measures.clear_hints_of_large_containers();
        measures
    }

    /// Those of each node by itself.
    fn of_nodes(doc: &Document) -> Measures {
        let mut measures = Measures {
            shapes: vec![Shape::default(); doc.len()],
            hints: vec![Hints::NONE; doc.len()],
            named_foreign: HashSet::default(),
        };
        measures.read_nodes(doc);
        measures
    }

    /// What the subtree holds.
    pub(crate) fn shape(&self, id: NodeId) -> &Shape {
        &self.shapes[id.index()]
    }

    /// What the element's own names say.
    pub(crate) fn hints(&self, id: NodeId) -> Hints {
        self.hints[id.index()]
    }

    /// Whether an element's names, as far as its shape lets them, call it none of the story.
    pub(crate) fn is_named_foreign(&self, id: NodeId) -> bool {
        self.named_foreign.contains(&id)
    }

    /// Says that an element's names call it none of the story.
    pub(crate) fn set_named_foreign(&mut self, id: NodeId) {
        self.named_foreign.insert(id);
    }

    /// Clears the COMMENTS hint of an element.
    pub(crate) fn clear_comments_hint(&mut self, id: NodeId) {
        self.hints[id.index()] = self.hints[id.index()].without(Hints::COMMENTS);
    }

    fn read_nodes(&mut self, doc: &Document) {
        let mut known: HashMap<&str, Hints> = HashMap::default();
        let (mut link_end, mut skip_end) = (NodeId::ROOT, NodeId::ROOT);
        for id in doc.all() {
            if id < skip_end {
                continue;
            }
            let tag = doc.tag(id);
            if let Some(text) = doc.text_of(id) {
                let chars = letter_count(text);
                let linked = id < link_end;
                self.shapes[id.index()] = Shape {
                    chars,
                    linked: if linked { chars } else { 0 },
                    prose: if linked || chars < LABEL { 0 } else { chars },
                    ..Shape::default()
                };
                continue;
            }
            if is_skipped(tag) {
                skip_end = doc.end(id);
                continue;
            }
            match tag {
                Tag::A if doc.attr(id, Attr::Href).is_some() => link_end = doc.end(id),
                Tag::Figcaption => self.hints[id.index()] |= Hints::CAPTION,
                _ => {}
            }
            self.shapes[id.index()] = own_shape(doc, id, tag);
            if !matches!(tag, Tag::None | Tag::Html | Tag::Body) {
                self.hints[id.index()] |= hints_of_names(doc, id, tag, &mut known);
                if tag == Tag::P {
                    // Papers mark each paragraph that stands behind the meter; an offer is a box.
                    self.hints[id.index()] = self.hints[id.index()].without(Hints::PAYWALL);
                }
            }
        }
    }

    /// Clears what names say against elements that hold much of the page's prose. Readers'
    /// comments may well be longer than the story: what is called so is judged by its place.
    fn clear_hints_of_large_containers(&mut self) {
        let total = self.shapes[0].prose.max(1) as f32;
        for (shape, hints) in self.shapes.iter().zip(&mut self.hints) {
            if shape.prose as f32 / total >= FOREIGN_SHARE {
                *hints = hints.without((Hints::FOREIGN | Hints::HIDDEN | Hints::APART).without(Hints::COMMENTS));
            }
        }
    }

    /// The names of paragraphs that hold a good part of the page's prose together: a template that calls every paragraph, or
    /// every second one, by the same name says nothing about them.
    fn names_of_paragraphs<'d>(&self, doc: &'d Document) -> HashSet<(Tag, &'d str)> {
        let is_paragraph = |shape: &Shape| shape.blocks <= 1 && shape.linked * 2 < shape.chars && shape.images == 0;
        let mut named: HashMap<_, (u32, u32)> = HashMap::default();
        for id in doc.all() {
            let shape = &self.shapes[id.index()];
            if !self.hints[id.index()].is_empty()
                && is_paragraph(shape)
                && let Some(name) = class_of(doc, id)
            {
                let of = named.entry(name).or_default();
                of.0 += 1;
                of.1 += shape.prose;
            }
        }
        let least = NAMED_SHARE * self.shapes[0].prose as f32;
        named
            .into_iter()
            .filter(|(_, (count, prose))| *count > 1 && *prose as f32 >= least)
            .map(|(name, _)| name)
            .collect()
    }

    /// Clears what these names say, but that they name the story's text.
    fn clear_hints_of(&mut self, names: &HashSet<(Tag, &str)>, doc: &Document) {
        for id in doc.all() {
            let hints = &mut self.hints[id.index()];
            if !hints.is_empty() && class_of(doc, id).is_some_and(|name| names.contains(&name)) {
                *hints = hints.and(Hints::BODY);
            }
        }
    }

    /// Gives each element the shape that it has by itself. Texts have no other, and their letters need not be counted anew.
    fn forget_sums(&mut self, doc: &Document) {
        let mut skip_end = NodeId::ROOT;
        self.shapes[NodeId::ROOT.index()] = Shape::default();
        for id in doc.all().filter(|&id| !doc.is_text(id)) {
            let tag = doc.tag(id);
            if id >= skip_end && is_skipped(tag) {
                skip_end = doc.end(id);
            }
            let is_skipped = id < skip_end;
            self.shapes[id.index()] = if is_skipped { Shape::default() } else { own_shape(doc, id, tag) };
        }
    }

    fn sum_up(&mut self, doc: &Document) {
        for id in (1..doc.len()).rev().map(NodeId::at) {
            let mut of = self.shapes[id.index()];
            of.below |= self.hints[id.index()];
            if self.hints[id.index()].any(Hints::CAPTION | Hints::CREDIT) {
                of.captioned = of.chars;
            }
            if self.hints[id.index()].any(Hints::GALLERY) {
                of.galleried = of.prose;
            }
            self.shapes[id.index()] = of;
            let parent = &mut self.shapes[doc.parent(id).index()];
            parent.chars += of.chars;
            parent.linked += of.linked;
            parent.prose += of.prose;
            parent.captioned += of.captioned;
            parent.galleried += of.galleried;
            parent.images = parent.images.saturating_add(of.images);
            parent.blocks += of.blocks;
            parent.has_h1 |= of.has_h1;
            parent.below |= of.below;
        }
    }
}

/// Whether nothing in such an element is measured.
fn is_skipped(tag: Tag) -> bool {
    tag.is_invisible() || matches!(tag, Tag::Noscript | Tag::Noframes)
}

/// What an element is by itself.
fn own_shape(doc: &Document, id: NodeId, tag: Tag) -> Shape {
    let mut shape = Shape { blocks: tag.is_block() as u32, ..Shape::default() };
    match tag {
        Tag::Img | Tag::AmpImg => shape.images = 1,
        Tag::Div | Tag::Span if doc.attr(id, Attr::DataAlt).is_some() && doc.attr(id, Attr::DataSrc).is_some() => {
            shape.images = 1
        }
        Tag::H1 => shape.has_h1 = true,
        Tag::Video | Tag::Audio | Tag::AmpVideo | Tag::Iframe | Tag::Object | Tag::Embed => {
            shape.below |= Hints::PLAYER
        }
        Tag::Small => shape.below |= Hints::SMALL_PRINT,
        Tag::Font if doc.attr(id, Attr::Size).is_some_and(|s| s == "1" || s.starts_with('-')) => {
            shape.below |= Hints::SMALL_PRINT;
        }
        _ => {}
    }
    if tag == Tag::Img && is_quote_mark(doc, id) {
        shape.below |= Hints::QUOTE_MARK;
    }
    shape
}

/// What a template calls an element.
fn class_of(doc: &Document, id: NodeId) -> Option<(Tag, &str)> {
    doc.attr(id, Attr::Class).map(|class| (doc.tag(id), class))
}

/// What the names of an element say. `known` keeps what each value of an attribute says.
fn hints_of_names<'d>(doc: &'d Document, id: NodeId, tag: Tag, known: &mut HashMap<&'d str, Hints>) -> Hints {
    let mut all = Hints::NONE;
    for (attr, value) in doc.known_attrs(id) {
        // The anchor of a heading is made of the heading's own words, and so may be that of its section.
        if attr == Attr::Id && is_slug(value, tag.heading_level().is_some()) {
            continue;
        }
        if matches!(attr, Attr::Class | Attr::Id | Attr::Itemprop | Attr::Role | Attr::DataComponent | Attr::DataTestid)
        {
            all |= *known.entry(value).or_insert_with(|| hints(value));
        }
    }
    all
}

/// Whether an id is a title made into an anchor: names that templates give have fewer words, on headings fewest.
fn is_slug(id: &str, on_heading: bool) -> bool {
    /// Words of the longest ids of templates: `main-content-related-links-box`, `article-title` on a heading.
    const NAME: usize = 5;
    const HEADING: usize = 2;
    let words = id.split(['-', '_']).filter(|w| w.bytes().any(|b| b.is_ascii_lowercase())).count();
    words > if on_heading { HEADING } else { NAME }
}

/// Whether an image shows a quotation mark: designers before web fonts set quotes between two such images.
fn is_quote_mark(doc: &Document, id: NodeId) -> bool {
    let name = doc.attr(id, Attr::Src).and_then(|s| s.rsplit('/').next()).unwrap_or_default();
    name.len() < 40 && name.to_ascii_lowercase().contains("quote")
}
