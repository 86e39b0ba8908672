//! What becomes of texts, by the insertion mode.

use super::parser::{Mode, Parser};
use crate::dom::names::{FOSTER, Name};
use crate::dom::stop::{Step, Stop};
use crate::dom::strings::Span;

fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\n' | b'\t' | b'\x0c' | b'\r')
}

impl Parser<'_> {
    /// A stretch of the page without markup.
    pub(super) fn text(&mut self, start: usize, end: usize) -> Step {
        if self.is_for_library() {
            return self.text_in_library(start, end);
        }
        let mut start = start;
        while self.zeros > 0
            && let Some(zero) = memchr::memchr(0, &self.bytes()[start..end])
        {
            self.text_without_zeros(start, start + zero)?;
            self.zero_byte()?;
            start += zero + 1;
        }
        self.text_without_zeros(start, end)
    }

    fn text_without_zeros(&mut self, start: usize, end: usize) -> Step {
        if start == end {
            return Ok(());
        }
        let mut text = self.resolved(start, end, false);
        if std::mem::take(&mut self.skips_line_break) && self.strings.get(text).starts_with('\n') {
            text.start += 1;
        }
        if text.len() == 0 {
            return Ok(());
        }
        if self.is_of_drawing() {
            if !self.is_blank(text) {
                self.is_frameset_ok = false;
            }
            return self.put_text(text);
        }
        self.text_by_mode(text)
    }

    /// A zero byte in a text is none of it.
    fn zero_byte(&mut self) -> Step {
        self.zeros -= 1;
        self.skips_line_break = false;
        match self.mode {
            _ if self.is_of_drawing() => Err(Stop::HandOver),
            Mode::AfterBody | Mode::AfterAfterBody => {
                self.mode = Mode::InBody;
                Ok(())
            }
            Mode::Initial
            | Mode::BeforeHtml
            | Mode::BeforeHead
            | Mode::InHead
            | Mode::AfterHead
            | Mode::InColumnGroup => Err(Stop::HandOver),
            _ => Ok(()),
        }
    }

    fn is_blank(&self, text: Span) -> bool {
        self.strings.get(text).bytes().all(is_space)
    }

    pub(super) fn text_by_mode(&mut self, mut text: Span) -> Step {
        while text.len() > 0 {
            match self.mode {
                Mode::InBody | Mode::InCaption | Mode::InCell | Mode::InTemplate => return self.text_in_body(text),
                Mode::InTable | Mode::InTableBody | Mode::InRow => return self.text_in_table(text),
                _ => {}
            }
            let space = self.strings.get(text).bytes().take_while(|b| is_space(*b)).count() as u32;
            let (blank, rest) = (Span { end: text.start + space, ..text }, Span { start: text.start + space, ..text });
            match self.mode {
                Mode::InHead | Mode::AfterHead | Mode::InColumnGroup => self.put_text(blank)?,
                Mode::AfterBody | Mode::AfterAfterBody if space > 0 => self.text_in_body(blank)?,
                _ => {}
            }
            if rest.len() == 0 {
                return Ok(());
            }
            text = rest;
            if self.mode == Mode::InColumnGroup && !self.stack.top_is(Name::Colgroup) {
                let words = self.strings.get(text).bytes().take_while(|b| !is_space(*b)).count() as u32;
                text.start += words;
                continue;
            }
            self.leave_mode_for_text()?;
        }
        Ok(())
    }

    /// Goes on to the next mode, as words do that have no place in this one.
    fn leave_mode_for_text(&mut self) -> Step {
        match self.mode {
            Mode::Initial => {
                self.is_quirky = true;
                self.mode = Mode::BeforeHtml;
            }
            Mode::BeforeHtml => self.open_html()?,
            Mode::BeforeHead => self.open_head()?,
            Mode::InHead => self.close_head(),
            Mode::AfterHead => self.open_body()?,
            Mode::InColumnGroup => {
                self.stack.pop();
                self.mode = Mode::InTable;
            }
            _ => self.mode = Mode::InBody,
        }
        Ok(())
    }

    pub(super) fn text_in_body(&mut self, text: Span) -> Step {
        self.reopen_formatting()?;
        if self.is_frameset_ok && !self.is_blank(text) {
            self.is_frameset_ok = false;
        }
        self.put_text(text)
    }

    fn text_in_table(&mut self, text: Span) -> Step {
        if self.stack.top_has(FOSTER) {
            self.table_text.push(text);
            return Ok(());
        }
        self.is_fostering = true;
        self.text_in_body(text)?;
        self.is_fostering = false;
        Ok(())
    }

    /// Texts within a table stay there if they are blank; else they stand before it.
    fn place_table_text(&mut self) -> Step {
        let texts = std::mem::take(&mut self.table_text);
        let is_blank = texts.iter().all(|text| self.is_blank(*text));
        for text in texts {
            if is_blank {
                self.put_text(text)?;
            } else {
                self.is_fostering = true;
                self.text_in_body(text)?;
                self.is_fostering = false;
            }
        }
        Ok(())
    }

    /// Whatever comes now, it is no text.
    pub(super) fn before_markup(&mut self) -> Step {
        self.skips_line_break = false;
        if self.table_text.is_empty() { Ok(()) } else { self.place_table_text() }
    }
}
