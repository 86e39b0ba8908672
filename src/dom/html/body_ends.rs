//! End tags in the body.

use super::parser::{EndTag, Flow, Mode, Parser, StartTag};
use crate::dom::links::NONE;
use crate::dom::names::{BUTTON, HEADING, IMPLIED, LIST, Name, SCOPE, SPECIAL};
use crate::dom::stop::Step;
use crate::dom::strings;

impl Parser<'_> {
    pub(super) fn end_in_body(&mut self, tag: &EndTag) -> Step<Flow> {
        use Name::*;
        match tag.name {
            P => {
                if !self.stack.in_scope(P, SCOPE | BUTTON) {
                    self.open_bare(P)?;
                }
                self.close_paragraph_now();
            }
            Address | Article | Aside | Blockquote | Button | Center | Details | Dialog | Dir | Div | Dl | Fieldset
            | Figcaption | Figure | Footer | Header | Hgroup | Listing | Main | Menu | Nav | Ol | Pre | Search
            | Section | Select | Summary | Ul => self.end_block(tag.name, SCOPE),
            A | B | Big | Code | Em | Font | I | Nobr | S | Small | Strike | Strong | Tt | U => {
                self.end_formatting(tag)?
            }
            Li => self.end_item(Li, SCOPE | LIST),
            Dd | Dt => self.end_item(tag.name, SCOPE),
            H1 | H2 | H3 | H4 | H5 | H6 => {
                if self.stack.any_in_scope(SCOPE, |open| open.has(HEADING)) {
                    self.stack.close_implied(IMPLIED, None);
                    self.stack.close_any(|open| open.has(HEADING));
                }
            }
            Body | Html => {
                if self.stack.in_scope(Body, SCOPE) {
                    self.mode = Mode::AfterBody;
                    return Ok(if tag.name == Html { Flow::Again } else { Flow::Done });
                }
            }
            Form => self.end_form(),
            Applet | Marquee | Object => {
                if self.stack.in_scope(tag.name, SCOPE) {
                    self.end_block(tag.name, SCOPE);
                    self.forget_formatting();
                }
            }
            Br => {
                let none = strings::Span::new(self.attributes.len(), self.attributes.len());
                self.start_in_body(&StartTag { name: Br, written: tag.written, attributes: none, is_closed: false })?;
            }
            Template => self.end_template(),
            _ => self.end_other(tag)?,
        }
        Ok(Flow::Done)
    }

    fn end_block(&mut self, name: Name, bounds: u16) {
        if self.stack.in_scope(name, bounds) {
            self.stack.close_implied(IMPLIED, None);
            self.stack.close(name);
        }
    }

    fn end_item(&mut self, name: Name, bounds: u16) {
        if self.stack.in_scope(name, bounds) {
            self.stack.close_implied(IMPLIED, Some(name));
            self.stack.close(name);
        }
    }

    fn end_form(&mut self) {
        if self.stack.holds(Name::Template) {
            return self.end_block(Name::Form, SCOPE);
        }
        let form = std::mem::replace(&mut self.form, NONE);
        if form == NONE || !self.stack.is_open(form) || !self.stack.any_in_scope(SCOPE, |open| open.node == form) {
            return;
        }
        self.stack.close_implied(IMPLIED, None);
        if let Some(at) = self.stack.position(form) {
            self.stack.remove(at);
        }
    }

    /// The end tag of an element without a rule of its own.
    pub(super) fn end_other(&mut self, tag: &EndTag) -> Step {
        if !self.stack.holds(tag.name) {
            return Ok(());
        }
        let page = self.page;
        let written = &page[tag.written.start as usize..tag.written.end as usize];
        let mut found = None;
        for (at, open) in self.stack.entries().iter().enumerate().rev() {
            let is_alike = open.is(tag.name)
                && (tag.name != Name::Unknown
                    || self.strings.get(self.tree.label(open.node)).eq_ignore_ascii_case(written));
            if is_alike {
                found = Some((at, open.node));
                break;
            }
            if open.has(SPECIAL) {
                break;
            }
        }
        let Some((at, node)) = found else { return Ok(()) };
        self.stack.close_implied(IMPLIED, Some(tag.name));
        debug_assert!(tag.name != Name::Unknown || self.stack.is_open(node));
        self.stack.truncate(at);
        Ok(())
    }
}
