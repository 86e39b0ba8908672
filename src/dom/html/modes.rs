//! Which rules a tag falls under.

use super::parser::{EndTag, Flow, Mode, Parser, StartTag};
use crate::dom::names::Name;
use crate::dom::stop::{Step, Stop};

impl Parser<'_> {
    pub(super) fn start(&mut self, tag: &StartTag) -> Step {
        if self.is_for_library() {
            return self.start_in_library(tag);
        }
        self.before_markup()?;
        if self.is_of_drawing() {
            return self.start_in_drawing(tag);
        }
        self.start_by_mode(tag)
    }

    pub(super) fn start_by_mode(&mut self, tag: &StartTag) -> Step {
        loop {
            let flow = match self.mode {
                Mode::InBody => self.start_in_body(tag).map(|()| Flow::Done),
                Mode::Initial => self.leave_initial(),
                Mode::BeforeHtml => self.start_before_html(tag),
                Mode::BeforeHead => self.start_before_head(tag),
                Mode::InHead => self.start_in_head(tag),
                Mode::AfterHead => self.start_after_head(tag),
                Mode::InTable => self.start_in_table(tag),
                Mode::InCaption => self.start_in_caption(tag),
                Mode::InColumnGroup => self.start_in_column_group(tag),
                Mode::InTableBody => self.start_in_table_body(tag),
                Mode::InRow => self.start_in_row(tag),
                Mode::InCell => self.start_in_cell(tag),
                Mode::InTemplate => self.start_in_template(tag),
                Mode::AfterBody | Mode::AfterAfterBody => self.start_after_body(tag),
            };
            if flow? == Flow::Done {
                return Ok(());
            }
        }
    }

    pub(super) fn end(&mut self, tag: &EndTag) -> Step {
        if self.is_for_library() {
            return self.end_in_library(tag);
        }
        self.before_markup()?;
        if self.is_in_drawing() {
            return self.end_in_drawing(tag);
        }
        self.end_by_mode(tag)
    }

    pub(super) fn end_by_mode(&mut self, tag: &EndTag) -> Step {
        loop {
            let flow = match self.mode {
                Mode::InBody => self.end_in_body(tag),
                Mode::Initial => self.leave_initial(),
                Mode::BeforeHtml | Mode::BeforeHead | Mode::InHead | Mode::AfterHead => self.end_before_body(tag),
                Mode::InTable => self.end_in_table(tag),
                Mode::InCaption => self.end_in_caption(tag),
                Mode::InColumnGroup => self.end_in_column_group(tag),
                Mode::InTableBody => self.end_in_table_body(tag),
                Mode::InRow => self.end_in_row(tag),
                Mode::InCell => self.end_in_cell(tag),
                Mode::InTemplate => self.end_in_template(tag),
                Mode::AfterBody | Mode::AfterAfterBody => Ok(self.end_after_body(tag)),
            };
            if flow? == Flow::Done {
                return Ok(());
            }
        }
    }

    fn start_after_body(&mut self, tag: &StartTag) -> Step<Flow> {
        if tag.name == Name::Html {
            return self.start_in_body(tag).map(|()| Flow::Done);
        }
        self.mode = Mode::InBody;
        Ok(Flow::Again)
    }

    fn end_after_body(&mut self, tag: &EndTag) -> Flow {
        if self.mode == Mode::AfterBody && tag.name == Name::Html {
            self.mode = Mode::AfterAfterBody;
            return Flow::Done;
        }
        self.mode = Mode::InBody;
        Flow::Again
    }

    /// What stands open stays so, but for what a page without words lacks altogether. A zero byte in markup would have to be
    /// replaced.
    pub(super) fn end_of_page(&mut self) -> Step {
        if self.is_for_library() {
            return self.end_of_page_in_library();
        }
        self.before_markup()?;
        if self.zeros > 0 {
            return Err(Stop::HandOver);
        }
        loop {
            if self.stack.holds(Name::Template) {
                self.end_template();
                continue;
            }
            match self.mode {
                Mode::Initial => _ = self.leave_initial()?,
                Mode::BeforeHtml => self.open_html()?,
                Mode::BeforeHead => self.open_head()?,
                Mode::InHead => self.close_head(),
                Mode::AfterHead => self.open_body()?,
                _ => return Ok(()),
            }
        }
    }
}
