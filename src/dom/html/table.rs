//! Tags in tables.

use super::entry::Entry;
use super::parser::{EndTag, Flow, Mode, Parser, StartTag};
use crate::dom::links::NONE;
use crate::dom::names::{CELLS, IMPLIED, Name, ROWS, TABLE};
use crate::dom::stop::Step;

impl Parser<'_> {
    pub(super) fn start_in_table(&mut self, tag: &StartTag) -> Step<Flow> {
        match tag.name {
            Name::Caption => {
                self.stack.close_down_to(TABLE);
                self.formatting.push(Entry::Marker);
                self.open(tag)?;
                self.mode = Mode::InCaption;
            }
            Name::Colgroup => {
                self.stack.close_down_to(TABLE);
                self.open(tag)?;
                self.mode = Mode::InColumnGroup;
            }
            Name::Col => return self.open_part(Name::Colgroup, Mode::InColumnGroup),
            Name::Tbody | Name::Tfoot | Name::Thead => {
                self.stack.close_down_to(TABLE);
                self.open(tag)?;
                self.mode = Mode::InTableBody;
            }
            Name::Td | Name::Th | Name::Tr => return self.open_part(Name::Tbody, Mode::InTableBody),
            Name::Table => {
                if self.stack.in_scope(Name::Table, TABLE) {
                    self.stack.close(Name::Table);
                    self.mode = self.mode_by_stack();
                    return Ok(Flow::Again);
                }
            }
            Name::Style | Name::Script | Name::Template => self.start_of_head(tag)?,
            Name::Input if self.is_hidden(tag) => _ = self.insert(tag)?,
            Name::Form => {
                if self.form == NONE && !self.stack.holds(Name::Template) {
                    self.form = self.insert(tag)?;
                }
            }
            _ => self.start_beside_table(tag)?,
        }
        Ok(Flow::Done)
    }

    /// Opens a part that has no tag, and takes the tag once more in it.
    fn open_part(&mut self, name: Name, mode: Mode) -> Step<Flow> {
        self.stack.close_down_to(TABLE);
        self.open_bare(name)?;
        self.mode = mode;
        Ok(Flow::Again)
    }

    /// What does not belong into a table is put before it.
    fn start_beside_table(&mut self, tag: &StartTag) -> Step {
        self.is_fostering = true;
        self.start_in_body(tag)?;
        self.is_fostering = false;
        Ok(())
    }

    pub(super) fn end_in_table(&mut self, tag: &EndTag) -> Step<Flow> {
        use Name::*;
        match tag.name {
            Table => {
                if self.stack.in_scope(Table, TABLE) {
                    self.stack.close(Table);
                    self.mode = self.mode_by_stack();
                }
            }
            Body | Caption | Col | Colgroup | Html | Tbody | Td | Tfoot | Th | Thead | Tr => {}
            Template => self.end_template(),
            _ => {
                self.is_fostering = true;
                let flow = self.end_in_body(tag)?;
                self.is_fostering = false;
                return Ok(flow);
            }
        }
        Ok(Flow::Done)
    }

    pub(super) fn start_in_caption(&mut self, tag: &StartTag) -> Step<Flow> {
        if is_part(tag.name) || matches!(tag.name, Name::Td | Name::Th) {
            return Ok(self.end_caption());
        }
        self.start_in_body(tag).map(|()| Flow::Done)
    }

    pub(super) fn end_in_caption(&mut self, tag: &EndTag) -> Step<Flow> {
        use Name::*;
        match tag.name {
            Caption => _ = self.end_caption(),
            Table => return Ok(self.end_caption()),
            Body | Col | Colgroup | Html | Tbody | Td | Tfoot | Th | Thead | Tr => {}
            _ => return self.end_in_body(tag),
        }
        Ok(Flow::Done)
    }

    fn end_caption(&mut self) -> Flow {
        if !self.stack.in_scope(Name::Caption, TABLE) {
            return Flow::Done;
        }
        self.stack.close_implied(IMPLIED, None);
        self.stack.close(Name::Caption);
        self.forget_formatting();
        self.mode = Mode::InTable;
        Flow::Again
    }

    pub(super) fn start_in_column_group(&mut self, tag: &StartTag) -> Step<Flow> {
        match tag.name {
            Name::Html => self.start_in_body(tag)?,
            Name::Col => _ = self.insert(tag)?,
            Name::Template => self.start_of_head(tag)?,
            _ => return Ok(self.end_column_group()),
        }
        Ok(Flow::Done)
    }

    pub(super) fn end_in_column_group(&mut self, tag: &EndTag) -> Step<Flow> {
        match tag.name {
            Name::Colgroup => _ = self.end_column_group(),
            Name::Col => {}
            Name::Template => self.end_template(),
            _ => return Ok(self.end_column_group()),
        }
        Ok(Flow::Done)
    }

    fn end_column_group(&mut self) -> Flow {
        if !self.stack.top_is(Name::Colgroup) {
            return Flow::Done;
        }
        self.stack.pop();
        self.mode = Mode::InTable;
        Flow::Again
    }

    pub(super) fn start_in_table_body(&mut self, tag: &StartTag) -> Step<Flow> {
        match tag.name {
            Name::Tr => {
                self.stack.close_down_to(ROWS);
                self.open(tag)?;
                self.mode = Mode::InRow;
                Ok(Flow::Done)
            }
            Name::Th | Name::Td => {
                self.stack.close_down_to(ROWS);
                self.open_bare(Name::Tr)?;
                self.mode = Mode::InRow;
                Ok(Flow::Again)
            }
            Name::Caption | Name::Col | Name::Colgroup | Name::Tbody | Name::Tfoot | Name::Thead => {
                Ok(self.end_table_body())
            }
            _ => self.start_in_table(tag),
        }
    }

    pub(super) fn end_in_table_body(&mut self, tag: &EndTag) -> Step<Flow> {
        use Name::*;
        match tag.name {
            Tbody | Tfoot | Thead => {
                if self.stack.in_scope(tag.name, TABLE) {
                    self.stack.close_down_to(ROWS);
                    self.stack.pop();
                    self.mode = Mode::InTable;
                }
                Ok(Flow::Done)
            }
            Table => Ok(self.end_table_body()),
            Body | Caption | Col | Colgroup | Html | Td | Th | Tr => Ok(Flow::Done),
            _ => self.end_in_table(tag),
        }
    }

    fn end_table_body(&mut self) -> Flow {
        // As the reference has it; the standard names `thead` in place of `table`. It matters in a template alone, where no
        // table need stand around them.
        let is_part = |name| matches!(name, Name::Table | Name::Tbody | Name::Tfoot);
        if !self.stack.any_in_scope(TABLE, |open| !open.is_foreign && is_part(open.name)) {
            return Flow::Done;
        }
        self.stack.close_down_to(ROWS);
        self.stack.pop();
        self.mode = Mode::InTable;
        Flow::Again
    }

    pub(super) fn start_in_row(&mut self, tag: &StartTag) -> Step<Flow> {
        match tag.name {
            Name::Th | Name::Td => {
                self.stack.close_down_to(CELLS);
                self.open(tag)?;
                self.mode = Mode::InCell;
                self.formatting.push(Entry::Marker);
                Ok(Flow::Done)
            }
            _ if is_part(tag.name) => Ok(self.end_row()),
            _ => self.start_in_table(tag),
        }
    }

    pub(super) fn end_in_row(&mut self, tag: &EndTag) -> Step<Flow> {
        use Name::*;
        match tag.name {
            Tr => {
                self.end_row();
                Ok(Flow::Done)
            }
            Table => Ok(self.end_row()),
            Tbody | Tfoot | Thead => {
                let is_open = self.stack.in_scope(tag.name, TABLE);
                Ok(if is_open { self.end_row() } else { Flow::Done })
            }
            Body | Caption | Col | Colgroup | Html | Td | Th => Ok(Flow::Done),
            _ => self.end_in_table(tag),
        }
    }

    fn end_row(&mut self) -> Flow {
        if !self.stack.in_scope(Name::Tr, TABLE) {
            return Flow::Done;
        }
        self.stack.close_down_to(CELLS);
        self.stack.pop();
        self.mode = Mode::InTableBody;
        Flow::Again
    }

    pub(super) fn start_in_cell(&mut self, tag: &StartTag) -> Step<Flow> {
        if !is_part(tag.name) && !matches!(tag.name, Name::Td | Name::Th) {
            return self.start_in_body(tag).map(|()| Flow::Done);
        }
        Ok(if self.has_cell() { self.close_cell() } else { Flow::Done })
    }

    pub(super) fn end_in_cell(&mut self, tag: &EndTag) -> Step<Flow> {
        use Name::*;
        match tag.name {
            Td | Th => {
                if self.stack.in_scope(tag.name, TABLE) {
                    self.stack.close_implied(IMPLIED, None);
                    self.stack.close(tag.name);
                    self.forget_formatting();
                    self.mode = Mode::InRow;
                }
                Ok(Flow::Done)
            }
            Body | Caption | Col | Colgroup | Html => Ok(Flow::Done),
            Table | Tbody | Tfoot | Thead | Tr => {
                Ok(if self.stack.in_scope(tag.name, TABLE) { self.close_cell() } else { Flow::Done })
            }
            _ => self.end_in_body(tag),
        }
    }

    fn has_cell(&self) -> bool {
        self.stack.any_in_scope(TABLE, |open| open.is(Name::Td) || open.is(Name::Th))
    }

    fn close_cell(&mut self) -> Flow {
        self.stack.close_implied(IMPLIED, None);
        self.stack.close_any(|open| open.is(Name::Td) || open.is(Name::Th));
        self.forget_formatting();
        self.mode = Mode::InRow;
        Flow::Again
    }
}

/// Parts of a table that are no cells.
fn is_part(name: Name) -> bool {
    use Name::*;
    matches!(name, Caption | Col | Colgroup | Tbody | Tfoot | Thead | Tr)
}
