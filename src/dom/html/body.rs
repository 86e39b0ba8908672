//! Start tags in the body.

use super::entry::Entry;
use super::head::is_of_head;
use super::parser::{Mode, Parser, StartTag};
use super::raw::Raw;
use crate::dom::attr::Attr;
use crate::dom::links::NONE;
use crate::dom::names::{BUTTON, HEADING, IMPLIED, Name, SCOPE};
use crate::dom::stop::{Step, Stop};

impl Parser<'_> {
    pub(super) fn start_in_body(&mut self, tag: &StartTag) -> Step {
        use Name::*;
        match tag.name {
            Address | Article | Aside | Blockquote | Center | Details | Dialog | Dir | Div | Dl | Fieldset
            | Figcaption | Figure | Footer | Header | Hgroup | Main | Menu | Nav | Ol | P | Search | Section
            | Summary | Ul => self.start_block(tag),
            A => {
                self.end_open_link()?;
                self.reopen_formatting()?;
                self.open_formatting(tag)
            }
            B | Big | Code | Em | Font | I | S | Small | Strike | Strong | Tt | U => {
                self.reopen_formatting()?;
                self.open_formatting(tag)
            }
            Area | Br | Embed | Image | Img | Keygen | Wbr => self.start_void(tag),
            Li | Dd | Dt => self.start_item(tag),
            H1 | H2 | H3 | H4 | H5 | H6 => {
                self.close_paragraph();
                if self.stack.top_has(HEADING) {
                    self.stack.pop();
                }
                self.open(tag).map(|_| ())
            }
            Caption | Col | Colgroup | Frame | Head | Tbody | Td | Tfoot | Th | Thead | Tr => Ok(()),
            Html | Body | Frameset => self.start_root(tag),
            Param | Source | Track => self.insert(tag).map(|_| ()),
            Textarea | Xmp | Iframe | Noembed | Noscript | Plaintext => self.start_raw(tag),
            Form | Button | Input | Select | Option | Optgroup => self.start_control(tag),
            Pre | Listing | Table | Hr | Applet | Marquee | Object | Nobr | Rb | Rtc | Rp | Rt => {
                self.start_special(tag)
            }
            Svg => {
                self.reopen_formatting()?;
                self.open_foreign(tag)
            }
            Math => Err(Stop::HandOver),
            _ if is_of_head(tag.name) => self.start_of_head(tag),
            _ => {
                self.reopen_formatting()?;
                self.open(tag).map(|_| ())
            }
        }
    }

    pub(super) fn close_paragraph(&mut self) {
        if self.stack.in_scope(Name::P, SCOPE | BUTTON) {
            self.close_paragraph_now();
        }
    }

    pub(super) fn close_paragraph_now(&mut self) {
        self.stack.close_implied(IMPLIED, Some(Name::P));
        self.stack.close(Name::P);
    }

    fn start_block(&mut self, tag: &StartTag) -> Step {
        self.close_paragraph();
        self.open(tag).map(|_| ())
    }

    fn start_void(&mut self, tag: &StartTag) -> Step {
        self.reopen_formatting()?;
        self.is_frameset_ok = false;
        let name = if tag.name == Name::Image { Name::Img } else { tag.name };
        self.insert(&StartTag { name, ..*tag }).map(|_| ())
    }

    /// An item of a list ends the one before it.
    fn start_item(&mut self, tag: &StartTag) -> Step {
        self.is_frameset_ok = false;
        let is_alike = |name: Name| match tag.name {
            Name::Li => name == Name::Li,
            _ => matches!(name, Name::Dd | Name::Dt),
        };
        let is_through = |name: Name| matches!(name, Name::Address | Name::Div | Name::P);
        let mut found = None;
        for open in self.stack.entries().iter().rev() {
            if !open.is_foreign && is_alike(open.name) {
                found = Some(open.name);
                break;
            }
            if open.has(crate::dom::names::SPECIAL) && !is_through(open.name) {
                break;
            }
        }
        if let Some(name) = found {
            self.stack.close_implied(IMPLIED, Some(name));
            self.stack.close(name);
        }
        self.start_block(tag)
    }

    /// Another tag of the page's own: its attributes count.
    fn start_root(&mut self, tag: &StartTag) -> Step {
        let entries = self.stack.entries();
        let body = entries.get(1).filter(|open| open.is(Name::Body)).map(|open| open.node);
        match tag.name {
            Name::Html if !self.stack.holds(Name::Template) => self.add_attributes(entries[0].node, tag),
            Name::Body if !self.stack.holds(Name::Template) => {
                let Some(body) = body else { return Ok(()) };
                self.is_frameset_ok = false;
                self.add_attributes(body, tag)
            }
            Name::Frameset if self.is_frameset_ok && body.is_some() => Err(Stop::HandOver),
            _ => Ok(()),
        }
    }

    /// An element that holds text alone.
    fn start_raw(&mut self, tag: &StartTag) -> Step {
        match tag.name {
            Name::Textarea => {
                self.is_frameset_ok = false;
                self.open_raw(tag, Raw::WithReferences)
            }
            Name::Xmp => {
                self.close_paragraph();
                self.reopen_formatting()?;
                self.is_frameset_ok = false;
                self.open_raw(tag, Raw::Text)
            }
            Name::Iframe => {
                self.is_frameset_ok = false;
                self.open_raw(tag, Raw::Text)
            }
            Name::Plaintext => {
                self.close_paragraph();
                self.open_raw(tag, Raw::Plain)
            }
            _ => self.open_raw(tag, Raw::Text),
        }
    }

    /// A form or a part of one.
    fn start_control(&mut self, tag: &StartTag) -> Step {
        let in_select = self.stack.in_scope(Name::Select, SCOPE);
        match tag.name {
            Name::Form => {
                let is_free = self.stack.holds(Name::Template);
                if self.form != NONE && !is_free {
                    return Ok(());
                }
                self.close_paragraph();
                let node = self.open(tag)?;
                if !is_free {
                    self.form = node;
                }
                return Ok(());
            }
            Name::Button => {
                if self.stack.in_scope(Name::Button, SCOPE) {
                    self.stack.close_implied(IMPLIED, None);
                    self.stack.close(Name::Button);
                }
                self.is_frameset_ok = false;
            }
            Name::Input => {
                if in_select {
                    self.stack.close(Name::Select);
                }
                self.reopen_formatting()?;
                if !self.is_hidden(tag) {
                    self.is_frameset_ok = false;
                }
                return self.insert(tag).map(|_| ());
            }
            Name::Select if in_select => {
                self.stack.close(Name::Select);
                return Ok(());
            }
            Name::Select => self.is_frameset_ok = false,
            Name::Option if in_select => self.stack.close_implied(IMPLIED, Some(Name::Optgroup)),
            Name::Optgroup if in_select => self.stack.close_implied(IMPLIED, None),
            _ if self.stack.top_is(Name::Option) => _ = self.stack.pop(),
            _ => {}
        }
        self.reopen_formatting()?;
        self.open(tag).map(|_| ())
    }

    pub(super) fn is_hidden(&self, tag: &StartTag) -> bool {
        self.attribute(tag, Attr::Type).is_some_and(|value| value.eq_ignore_ascii_case("hidden"))
    }

    /// Elements each with a rule of its own.
    fn start_special(&mut self, tag: &StartTag) -> Step {
        match tag.name {
            Name::Pre | Name::Listing => {
                self.start_block(tag)?;
                self.skips_line_break = true;
                self.is_frameset_ok = false;
            }
            Name::Table => {
                if !self.is_quirky {
                    self.close_paragraph();
                }
                self.open(tag)?;
                self.is_frameset_ok = false;
                self.mode = Mode::InTable;
            }
            Name::Hr => {
                self.close_paragraph();
                if self.stack.in_scope(Name::Select, SCOPE) {
                    self.stack.close_implied(IMPLIED, None);
                }
                self.insert(tag)?;
                self.is_frameset_ok = false;
            }
            Name::Nobr => {
                self.reopen_formatting()?;
                if self.stack.in_scope(Name::Nobr, SCOPE) {
                    self.end_formatting(&super::parser::EndTag { name: Name::Nobr, written: tag.written })?;
                    self.reopen_formatting()?;
                }
                self.open_formatting(tag)?;
            }
            Name::Rb | Name::Rtc | Name::Rp | Name::Rt => {
                if self.stack.in_scope(Name::Ruby, SCOPE) {
                    let kept = matches!(tag.name, Name::Rp | Name::Rt).then_some(Name::Rtc);
                    self.stack.close_implied(IMPLIED, kept);
                }
                self.open(tag)?;
            }
            _ => {
                self.reopen_formatting()?;
                self.open(tag)?;
                self.formatting.push(Entry::Marker);
                self.is_frameset_ok = false;
            }
        }
        Ok(())
    }
}
