//! The state of a parse, and what all rules do with it: making elements, putting nodes where they belong.

use super::entry::Entry;
use super::library::Library;
use super::raw::Raw;
use super::stack::{Open, Stack};
use crate::dom::attr::Attr;
use crate::dom::links::NONE;
use crate::dom::names::{FOSTER, INTEGRATION, Name, SCOPE};
use crate::dom::node::{Attribute, NodeKind};
use crate::dom::stop::{Step, Stop};
use crate::dom::strings::{Span, Strings};
use crate::dom::tree::Tree;
use crate::options::{Limits, check_limit};
use crate::text::hashed::HashSet;

/// The insertion modes of the standard; what stands in a frameset is left to the other parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Initial,
    BeforeHtml,
    BeforeHead,
    InHead,
    AfterHead,
    InBody,
    InTable,
    InCaption,
    InColumnGroup,
    InTableBody,
    InRow,
    InCell,
    InTemplate,
    AfterBody,
    AfterAfterBody,
}

/// Whether a token is done with, or to be taken once more in the mode there is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Done,
    Again,
}

/// A start tag.
#[derive(Debug, Clone, Copy)]
pub(super) struct StartTag {
    pub(super) name: Name,
    /// Its name as it is written.
    pub(super) written: Span,
    /// Its attributes, by their numbers: the last there are.
    pub(super) attributes: Span,
    pub(super) is_closed: bool,
}

/// An end tag.
#[derive(Debug, Clone, Copy)]
pub(super) struct EndTag {
    pub(super) name: Name,
    pub(super) written: Span,
}

/// Where a node is put.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) parent: u32,
    /// The child before which it is put; at the end, where there is none.
    pub(super) before: u32,
}

#[derive(Debug)]
pub(super) struct Parser<'a> {
    pub(super) page: &'a str,
    pub(super) at: usize,
    pub(super) limits: &'a Limits,
    pub(super) strings: Strings,
    pub(super) attributes: Vec<Attribute>,
    pub(super) tree: Tree,
    pub(super) stack: Stack,
    pub(super) formatting: Vec<Entry>,
    pub(super) mode: Mode,
    pub(super) template_modes: Vec<Mode>,
    pub(super) head: u32,
    pub(super) form: u32,
    /// Whether tables stand in paragraphs.
    pub(super) is_quirky: bool,
    /// Whether a frameset may still take the place of the body.
    pub(super) is_frameset_ok: bool,
    /// Whether what does not belong into a table is put before it.
    pub(super) is_fostering: bool,
    /// Whether a line break that comes next is left out.
    pub(super) skips_line_break: bool,
    /// Text in a table that has no place yet.
    pub(super) table_text: Vec<Span>,
    /// Whether something is to be put where a template stands.
    pub(super) is_to_compose: bool,
    /// The zero bytes that are yet to come.
    pub(super) zeros: usize,
    /// What the element that was just opened holds, if that is text alone.
    pub(super) raw: Option<Raw>,
    /// The names of the attributes of a tag that has many.
    pub(super) many: HashSet<Box<str>>,
    /// The other rules, where what is read goes to them.
    pub(super) library: Option<Box<Library>>,
}

impl<'a> Parser<'a> {
    /// For a page that `strings` begins with.
    pub(super) fn new(page: &'a str, strings: Strings, limits: &'a Limits) -> Parser<'a> {
        Parser {
            page,
            at: 0,
            limits,
            strings,
            attributes: Vec::new(),
            tree: Tree::default(),
            stack: Stack::new(),
            formatting: Vec::new(),
            mode: Mode::Initial,
            template_modes: Vec::new(),
            head: NONE,
            form: NONE,
            is_quirky: false,
            is_frameset_ok: true,
            is_fostering: false,
            skips_line_break: false,
            table_text: Vec::new(),
            is_to_compose: false,
            zeros: memchr::memchr_iter(0, page.as_bytes()).count(),
            raw: None,
            many: HashSet::default(),
            library: None,
        }
    }

    pub(super) fn bytes(&self) -> &'a [u8] {
        self.page.as_bytes()
    }

    /// The current node.
    pub(super) fn current(&self) -> u32 {
        self.stack.top().map_or(0, |open| open.node)
    }

    /// What of the page is a text, with its references resolved.
    pub(super) fn resolved(&mut self, start: usize, end: usize, in_attribute: bool) -> Span {
        let text = &self.page[start..end];
        if memchr::memchr(b'&', text.as_bytes()).is_none() {
            return Span::new(start, end);
        }
        self.strings.write(|out| super::references::resolve(text, in_attribute, out))
    }

    /// The value of an attribute of a tag.
    pub(super) fn attribute(&self, tag: &StartTag, attr: Attr) -> Option<&str> {
        let own = &self.attributes[tag.attributes.start as usize..tag.attributes.end as usize];
        own.iter().find(|a| a.attr == attr).map(|a| self.strings.get(a.value))
    }

    /// Where the next node belongs.
    pub(super) fn place(&self) -> Place {
        self.place_in(self.stack.top().copied())
    }

    /// Where the next node of an open element belongs: in a table, what does not belong there is put before it.
    pub(super) fn place_in(&self, target: Option<Open>) -> Place {
        let Some(target) = target else { return Place { parent: 0, before: NONE } };
        if !(self.is_fostering && target.has(FOSTER)) {
            return Place { parent: self.inside(&target), before: NONE };
        }
        let entries = self.stack.entries();
        let is_bound = |open: &Open| open.is(Name::Template) || open.is(Name::Table);
        let Some(at) = entries.iter().rposition(is_bound) else {
            return Place { parent: self.inside(&entries[0]), before: NONE };
        };
        let parent = self.tree.node(entries[at].node).parent;
        match at.checked_sub(1) {
            _ if entries[at].is(Name::Template) => Place { parent: self.inside(&entries[at]), before: NONE },
            Some(_) if parent != NONE => Place { parent, before: entries[at].node },
            Some(above) => Place { parent: entries[above].node, before: NONE },
            None => Place { parent: entries[at].node, before: NONE },
        }
    }

    /// Where the children of an open element go: those of a template into what it holds, which is made right behind it.
    fn inside(&self, open: &Open) -> u32 {
        if open.is(Name::Template) { open.node + 1 } else { open.node }
    }

    pub(super) fn put(&mut self, node: u32, place: Place) {
        match place.before {
            NONE => self.tree.append(place.parent, node),
            before => self.tree.insert_before(before, node),
        }
    }

    /// Puts a text where the next node belongs.
    pub(super) fn put_text(&mut self, text: Span) -> Step {
        if text.len() == 0 {
            return Ok(());
        }
        let place = self.place();
        if let Some(before) = self.tree.text_before(place.parent, place.before) {
            return self.tree.add_text(before, text, &mut self.strings);
        }
        let node = self.create(NodeKind::Text, Name::Unknown, Span::default(), text)?;
        self.put(node, place);
        Ok(())
    }

    pub(super) fn create(&mut self, kind: NodeKind, name: Name, label: Span, data: Span) -> Step<u32> {
        check_limit("nodes", self.tree.len() + 1, self.limits.nodes())?;
        Ok(self.tree.create(kind, name, label, data))
    }

    /// Makes the element of a start tag and puts it where it belongs.
    pub(super) fn insert(&mut self, tag: &StartTag) -> Step<u32> {
        let label = if tag.name == Name::Unknown { self.lower(tag.written) } else { Span::default() };
        if self.strings.get(label) == "selectedcontent" {
            // It shows what another element holds.
            return Err(Stop::HandOver);
        }
        let node = self.create(NodeKind::Element, tag.name, label, tag.attributes)?;
        let place = self.place();
        self.put(node, place);
        if tag.name == Name::Template {
            let inside = self.create(NodeKind::Other, Name::Unknown, Span::default(), Span::default())?;
            self.tree.append(node, inside);
        }
        Ok(node)
    }

    /// The same, and opens it.
    pub(super) fn open(&mut self, tag: &StartTag) -> Step<u32> {
        let node = self.insert(tag)?;
        self.push(node, tag.name)?;
        Ok(node)
    }

    /// Opens an element that has no tag.
    pub(super) fn open_bare(&mut self, name: Name) -> Step<u32> {
        let none = Span::new(self.attributes.len(), self.attributes.len());
        self.open(&StartTag { name, written: Span::default(), attributes: none, is_closed: false })
    }

    /// Opens an element that holds text alone.
    pub(super) fn open_raw(&mut self, tag: &StartTag, raw: Raw) -> Step {
        self.raw = Some(raw);
        self.open(tag).map(|_| ())
    }

    pub(super) fn push(&mut self, node: u32, name: Name) -> Step {
        check_limit("levels of nesting", self.stack.len() + 2, self.limits.depth())?;
        self.stack.push(Open { node, name, flags: name.flags(), is_foreign: false });
        Ok(())
    }

    /// Opens an element of a drawing.
    pub(super) fn push_foreign(&mut self, node: u32, name: Name) -> Step {
        check_limit("levels of nesting", self.stack.len() + 2, self.limits.depth())?;
        let holds_html = matches!(name, Name::ForeignObject | Name::Desc | Name::Title);
        let flags = if holds_html { SCOPE | INTEGRATION } else { 0 };
        self.stack.push(Open { node, name, flags, is_foreign: true });
        Ok(())
    }

    /// A name in lower case; a zero byte in it is the sign of what could not be read.
    pub(super) fn lower(&mut self, written: Span) -> Span {
        let page = self.page;
        let text = &page[written.start as usize..written.end as usize];
        if text.bytes().any(|b| b.is_ascii_uppercase() || b == 0) {
            let known = |c: char| if c == '\0' { '\u{fffd}' } else { c.to_ascii_lowercase() };
            return self.strings.write(|out| out.extend(text.chars().map(known)));
        }
        written
    }

    /// Adds to an element the attributes of a tag that it lacks.
    pub(super) fn add_attributes(&mut self, node: u32, tag: &StartTag) -> Step {
        let own = self.tree.node(node).data;
        let new = self.attributes.len();
        check_limit("attributes in one tag", own.len() + tag.attributes.len(), self.limits.attributes())?;
        if own.len() > MAX_MERGED {
            return Err(Stop::HandOver);
        }
        self.attributes.extend_from_within(own.start as usize..own.end as usize);
        for at in tag.attributes.start as usize..tag.attributes.end as usize {
            let attribute = self.attributes[at];
            let name = self.strings.get(attribute.name);
            if !self.attributes[new..].iter().any(|a| self.strings.get(a.name) == name) {
                self.attributes.push(attribute);
            }
        }
        let strings = &self.strings;
        self.attributes[new..].sort_by(|a, b| strings.get(a.name).cmp(strings.get(b.name)));
        self.tree.set_data(node, Span::new(new, self.attributes.len()));
        Ok(())
    }
}

/// An element that gets attributes from tags of its name again and again is left to the other parser when it has more.
const MAX_MERGED: usize = 100;
