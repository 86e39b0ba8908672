//! What stands before the body, and what may stand in the head and is put there wherever it comes.

use super::entry::Entry;
use super::parser::{EndTag, Flow, Mode, Parser, StartTag};
use super::raw::Raw;
use crate::dom::compose::is_of_interest;
use crate::dom::names::{Name, THOROUGH};
use crate::dom::node::NodeKind;
use crate::dom::stop::{Step, Stop};
use crate::dom::strings::Span;
use crate::dom::tree::ROOT;

impl Parser<'_> {
    pub(super) fn leave_initial(&mut self) -> Step<Flow> {
        self.is_quirky = true;
        self.mode = Mode::BeforeHtml;
        Ok(Flow::Again)
    }

    pub(super) fn open_html(&mut self) -> Step {
        let none = Span::new(self.attributes.len(), self.attributes.len());
        self.open_html_with(none)
    }

    fn open_html_with(&mut self, attributes: Span) -> Step {
        let node = self.create(NodeKind::Element, Name::Html, Span::default(), attributes)?;
        self.tree.append(ROOT, node);
        self.mode = Mode::BeforeHead;
        self.push(node, Name::Html)
    }

    pub(super) fn open_head(&mut self) -> Step {
        self.head = self.open_bare(Name::Head)?;
        self.mode = Mode::InHead;
        Ok(())
    }

    pub(super) fn close_head(&mut self) {
        self.stack.pop();
        self.mode = Mode::AfterHead;
    }

    pub(super) fn open_body(&mut self) -> Step {
        self.open_bare(Name::Body)?;
        self.mode = Mode::InBody;
        Ok(())
    }

    pub(super) fn start_before_html(&mut self, tag: &StartTag) -> Step<Flow> {
        if tag.name == Name::Html {
            self.open_html_with(tag.attributes)?;
            return Ok(Flow::Done);
        }
        self.open_html()?;
        Ok(Flow::Again)
    }

    pub(super) fn start_before_head(&mut self, tag: &StartTag) -> Step<Flow> {
        match tag.name {
            Name::Html => self.start_in_body(tag)?,
            Name::Head => {
                self.head = self.open(tag)?;
                self.mode = Mode::InHead;
            }
            _ => {
                self.open_head()?;
                return Ok(Flow::Again);
            }
        }
        Ok(Flow::Done)
    }

    pub(super) fn start_in_head(&mut self, tag: &StartTag) -> Step<Flow> {
        match tag.name {
            Name::Html => self.start_in_body(tag)?,
            Name::Head => {}
            Name::Noscript => self.open_raw(tag, Raw::Text)?,
            _ if is_of_head(tag.name) => self.start_of_head(tag)?,
            _ => {
                self.close_head();
                return Ok(Flow::Again);
            }
        }
        Ok(Flow::Done)
    }

    pub(super) fn start_after_head(&mut self, tag: &StartTag) -> Step<Flow> {
        match tag.name {
            Name::Html => self.start_in_body(tag)?,
            Name::Head => {}
            Name::Body => {
                self.open(tag)?;
                self.is_frameset_ok = false;
                self.mode = Mode::InBody;
            }
            Name::Frameset => return Err(Stop::HandOver),
            _ if is_of_head(tag.name) => {
                let head = self.head;
                self.push(head, Name::Head)?;
                self.start_of_head(tag)?;
                if let Some(at) = self.stack.position(head) {
                    self.stack.remove(at);
                }
            }
            _ => {
                self.open_body()?;
                return Ok(Flow::Again);
            }
        }
        Ok(Flow::Done)
    }

    pub(super) fn end_before_body(&mut self, tag: &EndTag) -> Step<Flow> {
        let is_heeded = matches!(tag.name, Name::Body | Name::Html | Name::Br);
        match self.mode {
            Mode::InHead if tag.name == Name::Head => {
                self.close_head();
                return Ok(Flow::Done);
            }
            Mode::InHead | Mode::AfterHead if tag.name == Name::Template => {
                self.end_template();
                return Ok(Flow::Done);
            }
            Mode::BeforeHtml if is_heeded || tag.name == Name::Head => self.open_html()?,
            Mode::BeforeHead if is_heeded || tag.name == Name::Head => self.open_head()?,
            Mode::InHead if is_heeded => self.close_head(),
            Mode::AfterHead if is_heeded => self.open_body()?,
            _ => return Ok(Flow::Done),
        }
        Ok(Flow::Again)
    }

    /// An element that may stand in the head.
    pub(super) fn start_of_head(&mut self, tag: &StartTag) -> Step {
        match tag.name {
            Name::Title => self.open_raw(tag, Raw::WithReferences),
            Name::Noframes | Name::Style => self.open_raw(tag, Raw::Text),
            Name::Script => self.open_raw(tag, Raw::Script),
            Name::Template => self.start_template(tag),
            _ => self.insert(tag).map(|_| ()),
        }
    }

    fn start_template(&mut self, tag: &StartTag) -> Step {
        let own = self.attributes[tag.attributes.start as usize..tag.attributes.end as usize].iter();
        let is_placed = is_of_interest(own.map(|a| (a.attr, self.strings.get(a.value))));
        self.is_to_compose |= is_placed;
        self.formatting.push(Entry::Marker);
        self.is_frameset_ok = false;
        self.mode = Mode::InTemplate;
        self.template_modes.push(Mode::InTemplate);
        self.open(tag).map(|_| ())
    }

    pub(super) fn end_template(&mut self) {
        if !self.stack.holds(Name::Template) {
            return;
        }
        self.stack.close_implied(THOROUGH, None);
        self.stack.close(Name::Template);
        self.forget_formatting();
        self.template_modes.pop();
        self.mode = self.mode_by_stack();
    }

    pub(super) fn start_in_template(&mut self, tag: &StartTag) -> Step<Flow> {
        let mode = match tag.name {
            _ if is_of_head(tag.name) => {
                self.start_of_head(tag)?;
                return Ok(Flow::Done);
            }
            Name::Caption | Name::Colgroup | Name::Tbody | Name::Tfoot | Name::Thead => Mode::InTable,
            Name::Col => Mode::InColumnGroup,
            Name::Tr => Mode::InTableBody,
            Name::Td | Name::Th => Mode::InRow,
            _ => Mode::InBody,
        };
        if let Some(last) = self.template_modes.last_mut() {
            *last = mode;
        }
        self.mode = mode;
        Ok(Flow::Again)
    }

    pub(super) fn end_in_template(&mut self, tag: &EndTag) -> Step<Flow> {
        if tag.name == Name::Template {
            self.end_template();
        }
        Ok(Flow::Done)
    }

    /// The mode that goes with what is open.
    pub(super) fn mode_by_stack(&self) -> Mode {
        for (at, open) in self.stack.entries().iter().enumerate().rev().filter(|(_, open)| !open.is_foreign) {
            return match open.name {
                Name::Td | Name::Th if at > 0 => Mode::InCell,
                Name::Tr => Mode::InRow,
                Name::Tbody | Name::Thead | Name::Tfoot => Mode::InTableBody,
                Name::Caption => Mode::InCaption,
                Name::Colgroup => Mode::InColumnGroup,
                Name::Table => Mode::InTable,
                Name::Template => self.template_modes.last().copied().unwrap_or(Mode::InBody),
                Name::Head if at > 0 => Mode::InHead,
                Name::Body => Mode::InBody,
                Name::Html if self.head == crate::dom::links::NONE => Mode::BeforeHead,
                Name::Html => Mode::AfterHead,
                _ => continue,
            };
        }
        Mode::InBody
    }
}

/// Whether an element is handled as in the head wherever it stands.
pub(super) fn is_of_head(name: Name) -> bool {
    matches!(
        name,
        Name::Base
            | Name::Basefont
            | Name::Bgsound
            | Name::Link
            | Name::Meta
            | Name::Noframes
            | Name::Script
            | Name::Style
            | Name::Template
            | Name::Title
    )
}
