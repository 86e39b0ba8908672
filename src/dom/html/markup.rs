//! Comments, document types, and texts of elements that hold text alone.

use super::doctype::is_quirky;
use super::parser::{Mode, Parser, StartTag};
use super::raw::Raw;
use crate::dom::names::Name;
use crate::dom::node::NodeKind;
use crate::dom::stop::Step;
use crate::dom::strings::Span;

impl Parser<'_> {
    /// What stands behind `<!`.
    pub(super) fn declaration(&mut self, start: usize) -> Step {
        let rest = &self.bytes()[start..];
        if rest.starts_with(b"--") {
            return self.comment(start + 2);
        }
        if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) {
            return self.doctype(start + 7);
        }
        let is_in_drawing = || self.is_in_drawing() || self.is_in_drawing_of_library();
        if rest.starts_with(b"[CDATA[") && is_in_drawing() {
            return self.cdata(start + 7);
        }
        self.bogus_comment(start)
    }

    fn comment(&mut self, start: usize) -> Step {
        let bytes = self.bytes();
        let rest = &bytes[start..];
        if let Some(short) = [&b">"[..], b"->"].into_iter().find(|short| rest.starts_with(short)) {
            self.at = start + short.len();
            return self.put_comment(Span::default());
        }
        let mut from = 0;
        while let Some(at) = memchr::memmem::find(&rest[from..], b"--").map(|at| from + at) {
            let end = match &rest[at + 2..] {
                [b'>', ..] => 3,
                [b'!', b'>', ..] => 4,
                _ => {
                    from = at + 1;
                    continue;
                }
            };
            self.at = start + at + end;
            return self.put_comment(Span::new(start, start + at));
        }
        // It ends with the page, and with it the signs that would have ended it.
        self.at = bytes.len();
        let ending = [&b"--!"[..], b"--", b"-"].into_iter().find(|ending| rest.ends_with(ending));
        self.put_comment(Span::new(start, bytes.len() - ending.map_or(0, <[u8]>::len)))
    }

    /// What is no markup, and yet no text.
    pub(super) fn bogus_comment(&mut self, start: usize) -> Step {
        let bytes = self.bytes();
        let end = memchr::memchr(b'>', &bytes[start..]).map(|at| start + at);
        self.at = end.map_or(bytes.len(), |end| end + 1);
        self.put_comment(Span::new(start, end.unwrap_or(bytes.len())))
    }

    fn put_comment(&mut self, text: Span) -> Step {
        if self.is_for_library() {
            return self.comment_in_library(text);
        }
        self.before_markup()?;
        let node = self.create(NodeKind::Comment, Name::Unknown, Span::default(), text)?;
        match self.mode {
            _ if self.is_in_drawing() => {
                let place = self.place();
                self.put(node, place);
            }
            Mode::Initial | Mode::BeforeHtml | Mode::AfterAfterBody => self.tree.append(crate::dom::tree::ROOT, node),
            Mode::AfterBody => self.tree.append(self.stack.entries()[0].node, node),
            _ => {
                let place = self.place();
                self.put(node, place);
            }
        }
        Ok(())
    }

    fn cdata(&mut self, start: usize) -> Step {
        let bytes = self.bytes();
        let end = memchr::memmem::find(&bytes[start..], b"]]>").map(|at| start + at);
        self.at = end.map_or(bytes.len(), |end| end + 3);
        let text = Span::new(start, end.unwrap_or(bytes.len()));
        if self.is_for_library() {
            return self.raw_text_in_library(text, Name::Unknown, false);
        }
        self.skips_line_break = false;
        self.put_text(text)
    }

    fn doctype(&mut self, start: usize) -> Step {
        let bytes = self.bytes();
        let end = memchr::memchr(b'>', &bytes[start..]).map(|at| start + at);
        self.at = end.map_or(bytes.len(), |end| end + 1);
        if self.is_for_library() {
            return self.doctype_in_library(end.is_none_or(|end| is_quirky(&self.page[start..end])));
        }
        self.skips_line_break = false;
        if self.mode != Mode::Initial {
            return Ok(());
        }
        let node = self.create(NodeKind::Other, Name::Unknown, Span::default(), Span::default())?;
        self.tree.append(crate::dom::tree::ROOT, node);
        self.is_quirky = end.is_none_or(|end| is_quirky(&self.page[start..end]));
        self.mode = Mode::BeforeHtml;
        Ok(())
    }

    /// The text of an element that holds text alone, up to its end tag.
    pub(super) fn raw_text(&mut self, raw: Raw, tag: &StartTag) -> Step {
        let bytes = self.bytes();
        let mut start = self.at;
        if raw == Raw::Plain {
            self.at = bytes.len();
            let text = Span::new(start, bytes.len());
            return match self.is_for_library() {
                true => self.raw_text_in_library(text, tag.name, false),
                false => self.text_by_mode(text),
            };
        }
        // The other rules leave it out themselves.
        if tag.name == Name::Textarea && bytes.get(start) == Some(&b'\n') && !self.is_for_library() {
            start += 1;
        }
        let name = tag.name.as_str().as_bytes();
        let end = match raw {
            Raw::Script => script_end(bytes, start),
            _ => end_tag(bytes, start, name),
        };
        let text_end = end.unwrap_or(bytes.len());
        let text = match raw {
            Raw::WithReferences => self.resolved(start, text_end, false),
            _ => Span::new(start, text_end),
        };
        let text = match self.strings.get(text).strip_prefix('\n') {
            // A line break that is written as a reference is left out as well.
            Some(_) if tag.name == Name::Textarea && start == self.at && !self.is_for_library() => {
                Span { start: text.start + 1, ..text }
            }
            _ => text,
        };
        if !self.is_for_library() {
            self.put_text(text)?;
            self.stack.pop();
        }
        self.at = bytes.len();
        if let Some(end) = end {
            self.at = self.skip_attributes(end + 2 + name.len())?.unwrap_or(bytes.len());
        }
        match self.is_for_library() {
            true => self.raw_text_in_library(text, tag.name, end.is_some()),
            false => Ok(()),
        }
    }
}

/// Whether a tag with this name stands at a place behind its `<` or `</`.
fn is_tag(bytes: &[u8], at: usize, name: &[u8]) -> bool {
    let end = at + name.len();
    bytes.get(at..end).is_some_and(|word| word.eq_ignore_ascii_case(name))
        && matches!(bytes.get(end), Some(b' ' | b'\n' | b'\t' | b'\x0c' | b'/' | b'>'))
}

/// Where the next end tag of this name begins.
fn end_tag(bytes: &[u8], start: usize, name: &[u8]) -> Option<usize> {
    let mut from = start;
    loop {
        let at = from + memchr::memchr(b'<', &bytes[from..])?;
        if bytes.get(at + 1) == Some(&b'/') && is_tag(bytes, at + 2, name) {
            return Some(at);
        }
        from = at + 1;
    }
}

/// Where the end tag of a script begins. One within `<!-- <script>` and `-->` or another end tag does not count.
fn script_end(bytes: &[u8], start: usize) -> Option<usize> {
    /// How far into a comment it is.
    #[derive(PartialEq)]
    enum Inside {
        Nothing,
        Comment,
        Script,
    }
    let mut inside = Inside::Nothing;
    let mut from = start;
    loop {
        let at = match inside {
            Inside::Nothing => memchr::memchr(b'<', &bytes[from..]),
            _ => memchr::memchr2(b'<', b'-', &bytes[from..]),
        };
        let at = from + at?;
        from = at + 1;
        let rest = &bytes[at..];
        if rest.starts_with(b"-->") {
            inside = Inside::Nothing;
            from = at + 3;
        } else if rest.starts_with(b"</") && is_tag(bytes, at + 2, b"script") {
            match inside {
                Inside::Script => inside = Inside::Comment,
                _ => return Some(at),
            }
        } else if inside == Inside::Nothing && rest.starts_with(b"<!--") {
            inside = Inside::Comment;
            // The two dashes may be those of its end.
            from = at + 2;
        } else if inside == Inside::Comment && rest.starts_with(b"<") && is_tag(bytes, at + 1, b"script") {
            inside = Inside::Script;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_end_where_browsers_say() {
        for (script, length) in [
            ("a</script>", Some(1)),
            ("a</scripts></SCRIPT >", Some(11)),
            ("<!-- </script>", Some(5)),
            ("<!-- <script> </script> --> </script>", Some(28)),
            ("<!-- <script> </script> </script>", Some(24)),
            ("<!--><script></script>", Some(13)),
            ("<!---><script></script>", Some(14)),
            ("<!-- <script>", None),
            ("<!-- <scripted></script>", Some(15)),
            ("a</script", None),
        ] {
            assert_eq!(script_end(script.as_bytes(), 0), length, "{script}");
        }
    }
}
