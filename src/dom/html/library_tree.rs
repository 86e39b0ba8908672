//! The tree that html5ever's rules build, in the form of our own: a node of `scraper`'s takes several times the room.

use std::cell::{Ref, RefCell};
use std::collections::hash_map::Entry;
use std::mem::take;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute as HtmlAttribute, QualName, ns};

use crate::dom::attr::Attr;
use crate::dom::compose::{compose, is_of_interest};
use crate::dom::links::{Links, NONE};
use crate::dom::names::Name;
use crate::dom::node::{Attribute, NodeKind, Parsed};
use crate::dom::strings::{Span, Strings};
use crate::dom::tree::{ROOT, Tree};
use crate::error::Result;
use crate::options::{Limits, check_limit};
use crate::text::hashed::HashMap;

/// Bytes from which on a value is looked for before it is copied: an element that is made anew for each paragraph shares its
/// values.
const LONG: usize = 64;

/// The tree under construction.
pub(super) struct LibraryTree(RefCell<Nodes>);

/// Its nodes with what they say.
struct Nodes {
    tree: Tree,
    links: Links,
    strings: Strings,
    attributes: Vec<Attribute>,
    /// The names of elements, once each, and for each node the place of its own.
    names: Vec<ElementName>,
    places: HashMap<QualName, u32>,
    names_of: Vec<u32>,
    /// What texts go on with that could not grow where they stand.
    more_text: HashMap<u32, Vec<Span>>,
    /// All attributes of elements that got more of them.
    more_attributes: HashMap<u32, Vec<Attribute>>,
    /// Where long values stand; what they are of is kept, so that no other comes to stand there.
    long: HashMap<(*const u8, usize), (StrTendril, Span)>,
    /// Whether something is to be put where a template stands.
    is_to_compose: bool,
}

struct ElementName {
    full: QualName,
    kind: NodeKind,
    name: Name,
    label: Span,
}

impl LibraryTree {
    /// With room for so many nodes.
    pub(super) fn with_room(nodes: usize) -> LibraryTree {
        let mut links = Links::new(std::iter::empty());
        links.push();
        LibraryTree(RefCell::new(Nodes {
            tree: Tree::with_room(nodes),
            links,
            strings: Strings::default(),
            attributes: Vec::new(),
            names: Vec::new(),
            places: HashMap::default(),
            names_of: vec![0],
            more_text: HashMap::default(),
            more_attributes: HashMap::default(),
            long: HashMap::default(),
            is_to_compose: false,
        }))
    }

    /// How many nodes there are, and attributes.
    pub(super) fn len(&self) -> (usize, usize) {
        let nodes = self.0.borrow();
        (nodes.tree.len(), nodes.attributes.len())
    }

    /// Bytes of all that is written in it.
    pub(super) fn text_len(&self) -> usize {
        self.0.borrow().strings.len()
    }

    /// How many nodes stand around the newest.
    pub(super) fn depth_of_newest(&self) -> usize {
        let nodes = self.0.borrow();
        let up = |id: u32| Some(nodes.links.parent(id)).filter(|parent| *parent != NONE);
        std::iter::successors(up(nodes.tree.len() as u32 - 1), |id| up(*id)).count()
    }

    /// What it comes to.
    pub(super) fn finished(self, limits: &Limits) -> Result<Parsed> {
        let Nodes { mut tree, links, mut strings, mut attributes, more_text, more_attributes, is_to_compose, .. } =
            self.0.into_inner();
        for (id, parts) in more_text {
            let first = tree.node(id).data;
            let whole = parts.into_iter().fold(first, |whole, part| strings.join(whole, part));
            tree.set_data(id, whole);
        }
        check_limit("bytes of text", strings.len(), Strings::MAX)?;
        for (id, own) in more_attributes {
            let first = attributes.len();
            attributes.extend(own);
            tree.set_data(id, Span::new(first, attributes.len()));
        }
        tree.set_links(links);
        if is_to_compose {
            compose(&mut tree, &attributes, &strings);
        }
        let nodes = tree.number(limits)?;
        Ok(Parsed { strings, nodes, attributes })
    }
}

impl Nodes {
    fn create(&mut self, kind: NodeKind, data: Span) -> u32 {
        self.names_of.push(0);
        self.links.push();
        self.tree.create(kind, Name::Unknown, Span::default(), data)
    }

    fn create_element(&mut self, name: QualName, mut attributes: Vec<HtmlAttribute>) -> u32 {
        let place = self.place_of(name);
        let ElementName { kind, name, label, .. } = self.names[place as usize];
        // In the order in which `scraper` has them.
        attributes.sort_by(|a, b| a.name.cmp(&b.name));
        let first = self.attributes.len();
        for attribute in attributes {
            let attribute = self.attribute(attribute);
            self.attributes.push(attribute);
        }
        if name == Name::Template {
            let known = self.attributes[first..].iter().map(|a| (a.attr, self.strings.get(a.value)));
            self.is_to_compose |= is_of_interest(known);
        }
        self.names_of.push(place);
        self.links.push();
        self.tree.create(kind, name, label, Span::new(first, self.attributes.len()))
    }

    fn place_of(&mut self, full: QualName) -> u32 {
        match self.places.entry(full) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                let full = new.key().clone();
                let kind = if full.ns == ns!(html) { NodeKind::Element } else { NodeKind::Foreign };
                let name = Name::from_bytes(full.local.as_bytes());
                let label = if name == Name::Unknown { self.strings.push(&full.local) } else { Span::default() };
                self.names.push(ElementName { full, kind, name, label });
                *new.insert(self.names.len() as u32 - 1)
            }
        }
    }

    fn attribute(&mut self, HtmlAttribute { name, value }: HtmlAttribute) -> Attribute {
        let attr = Attr::from_name(&name.local);
        let name = self.strings.push(&name.local);
        Attribute { attr, name, value: self.value(value) }
    }

    fn value(&mut self, value: StrTendril) -> Span {
        if value.len() < LONG {
            return self.strings.push(&value);
        }
        let strings = &mut self.strings;
        let new = || {
            let span = strings.push(&value);
            (value.clone(), span)
        };
        self.long.entry((value.as_ptr(), value.len())).or_insert_with(new).1
    }

    /// Puts a text before a sibling, or behind all children; one beside a text is a part of that.
    fn add_text(&mut self, parent: u32, sibling: u32, text: &str) {
        let before = if sibling == NONE { self.links.last(parent) } else { self.links.previous(sibling) };
        let new = self.strings.push(text);
        if before == NONE || self.tree.node(before).kind != NodeKind::Text {
            let id = self.create(NodeKind::Text, new);
            return self.put(parent, sibling, id);
        }
        let data = self.tree.node(before).data;
        match self.more_text.entry(before) {
            Entry::Vacant(_) if data.end == new.start => self.tree.set_data(before, Span { end: new.end, ..data }),
            more => {
                let parts = more.or_default();
                match parts.last_mut() {
                    Some(last) if last.end == new.start => last.end = new.end,
                    _ => parts.push(new),
                }
            }
        }
    }

    fn put(&mut self, parent: u32, sibling: u32, id: u32) {
        match sibling {
            NONE => self.links.append(parent, id),
            sibling => self.links.insert_before(sibling, id),
        }
    }
}

impl TreeSink for LibraryTree {
    type Handle = u32;
    type Output = LibraryTree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> LibraryTree {
        self
    }

    fn parse_error(&self, _message: std::borrow::Cow<'static, str>) {}

    fn get_document(&self) -> u32 {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &u32) -> Ref<'a, QualName> {
        Ref::map(self.0.borrow(), |nodes| &nodes.names[nodes.names_of[*target as usize] as usize].full)
    }

    fn create_element(&self, name: QualName, attributes: Vec<HtmlAttribute>, _flags: ElementFlags) -> u32 {
        let mut nodes = self.0.borrow_mut();
        let has_contents = name.ns == ns!(html) && &*name.local == "template";
        let id = nodes.create_element(name, attributes);
        if has_contents {
            let contents = nodes.create(NodeKind::Other, Span::default());
            nodes.put(id, NONE, contents);
        }
        id
    }

    fn create_comment(&self, text: StrTendril) -> u32 {
        let mut nodes = self.0.borrow_mut();
        let text = nodes.strings.push(&text);
        nodes.create(NodeKind::Comment, text)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> u32 {
        self.0.borrow_mut().create(NodeKind::Other, Span::default())
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {
        let mut nodes = self.0.borrow_mut();
        let id = nodes.create(NodeKind::Other, Span::default());
        nodes.put(ROOT, NONE, id);
    }

    fn append(&self, parent: &u32, child: NodeOrText<u32>) {
        let mut nodes = self.0.borrow_mut();
        match child {
            NodeOrText::AppendNode(id) => {
                nodes.links.detach(id);
                nodes.put(*parent, NONE, id);
            }
            NodeOrText::AppendText(text) => nodes.add_text(*parent, NONE, &text),
        }
    }

    fn append_before_sibling(&self, sibling: &u32, child: NodeOrText<u32>) {
        let mut nodes = self.0.borrow_mut();
        if let NodeOrText::AppendNode(id) = child {
            nodes.links.detach(id);
        }
        let parent = nodes.links.parent(*sibling);
        match child {
            _ if parent == NONE => {}
            NodeOrText::AppendNode(id) => nodes.put(parent, *sibling, id),
            NodeOrText::AppendText(text) => nodes.add_text(parent, *sibling, &text),
        }
    }

    fn append_based_on_parent_node(&self, element: &u32, before: &u32, child: NodeOrText<u32>) {
        let has_parent = self.0.borrow().links.parent(*element) != NONE;
        if has_parent { self.append_before_sibling(element, child) } else { self.append(before, child) }
    }

    fn remove_from_parent(&self, target: &u32) {
        self.0.borrow_mut().links.detach(*target);
    }

    fn reparent_children(&self, from: &u32, to: &u32) {
        self.0.borrow_mut().links.append_children(*to, *from);
    }

    fn add_attrs_if_missing(&self, target: &u32, new: Vec<HtmlAttribute>) {
        let nodes = &mut *self.0.borrow_mut();
        let data = nodes.tree.node(*target).data;
        let known = nodes.attributes[data.start as usize..data.end as usize].iter().copied();
        let mut own = take(nodes.more_attributes.entry(*target).or_insert_with(|| known.collect()));
        for attribute in new {
            let place = own.binary_search_by(|a| nodes.strings.get(a.name).cmp(&attribute.name.local));
            if let Err(place) = place {
                own.insert(place, nodes.attribute(attribute));
            }
        }
        nodes.more_attributes.insert(*target, own);
    }

    fn get_template_contents(&self, target: &u32) -> u32 {
        self.0.borrow().links.first(*target)
    }

    fn same_node(&self, x: &u32, y: &u32) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn mark_script_already_started(&self, _node: &u32) {}
}
