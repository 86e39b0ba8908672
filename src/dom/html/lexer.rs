//! Tags, texts and comments out of the page, each handed to the rules at once.

use super::parser::{EndTag, Parser, StartTag};
use crate::dom::attr::Attr;
use crate::dom::names::{MAX_LENGTH, Name};
use crate::dom::node::Attribute;
use crate::dom::stop::Step;
use crate::dom::strings::Span;
use crate::options::check_limit;

/// How many bytes lie between two looks at the clock.
const BYTES_A_LOOK: usize = 64 << 10;

/// In a tag of more attributes a name is looked up; in others it is compared with all before it.
const MANY_ATTRIBUTES: usize = 200;

fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\n' | b'\t' | b'\x0c')
}

/// Whether a byte ends the name of an attribute.
const ENDS_NAME: [bool; 256] = {
    let mut ends = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        ends[byte] = matches!(byte as u8, b' ' | b'\n' | b'\t' | b'\x0c' | b'/' | b'>' | b'=');
        byte += 1;
    }
    ends
};

/// The name of a tag.
#[derive(Clone, Copy)]
struct TagName {
    name: Name,
    written: Span,
}

impl Parser<'_> {
    /// Reads the page to its end.
    pub(super) fn run(&mut self) -> Step {
        let mut look = 0;
        while self.at < self.page.len() {
            if self.at >= look {
                self.limits.check_time()?;
                look = self.at + BYTES_A_LOOK;
            }
            self.next()?;
        }
        self.end_of_page()
    }

    /// Takes what comes next: a text, and the markup behind it.
    fn next(&mut self) -> Step {
        let bytes = self.bytes();
        let start = self.at;
        let mut from = start;
        loop {
            let Some(sign) = memchr::memchr(b'<', &bytes[from..]).map(|at| from + at) else {
                self.at = bytes.len();
                return self.text(start, bytes.len());
            };
            match (bytes.get(sign + 1), bytes.get(sign + 2)) {
                (Some(b'a'..=b'z' | b'A'..=b'Z'), _) => {
                    self.text(start, sign)?;
                    return self.start_tag(sign + 1);
                }
                (Some(b'/'), Some(b'a'..=b'z' | b'A'..=b'Z')) => {
                    self.text(start, sign)?;
                    return self.end_tag(sign + 2);
                }
                (Some(b'/'), Some(b'>')) => {
                    self.text(start, sign)?;
                    self.at = sign + 3;
                    return Ok(());
                }
                (Some(b'/'), Some(_)) => {
                    self.text(start, sign)?;
                    return self.bogus_comment(sign + 2);
                }
                (Some(b'!'), _) => {
                    self.text(start, sign)?;
                    return self.declaration(sign + 2);
                }
                (Some(b'?'), _) => {
                    self.text(start, sign)?;
                    return self.bogus_comment(sign + 1);
                }
                // No markup, but a sign in the text.
                _ => from = sign + 1,
            }
        }
    }

    fn start_tag(&mut self, start: usize) -> Step {
        let (tag, end) = self.tag_name(start);
        let first = self.attributes.len();
        let Some((end, is_closed)) = self.attributes_from(end)? else {
            self.at = self.page.len();
            return Ok(());
        };
        self.at = end;
        self.put_in_order(first);
        let attributes = Span::new(first, self.attributes.len());
        let tag = StartTag { name: tag.name, written: tag.written, attributes, is_closed };
        self.raw = None;
        self.start(&tag)?;
        match self.raw.take() {
            Some(raw) => self.raw_text(raw, &tag),
            None => Ok(()),
        }
    }

    fn end_tag(&mut self, start: usize) -> Step {
        let (tag, end) = self.tag_name(start);
        let Some(end) = self.skip_attributes(end)? else {
            self.at = self.page.len();
            return Ok(());
        };
        self.at = end;
        self.end(&EndTag { name: tag.name, written: tag.written })
    }

    /// The end of a tag that may have attributes which nobody asks for; none where the page ends in it.
    pub(super) fn skip_attributes(&mut self, at: usize) -> Step<Option<usize>> {
        if self.bytes().get(at) == Some(&b'>') {
            return Ok(Some(at + 1));
        }
        let first = self.attributes.len();
        let end = self.attributes_from(at)?;
        self.attributes.truncate(first);
        Ok(end.map(|(end, _)| end))
    }

    fn tag_name(&self, start: usize) -> (TagName, usize) {
        let bytes = self.bytes();
        let ends = |b: &u8| ENDS_NAME[usize::from(*b)] && *b != b'=';
        let length = bytes[start..].iter().position(ends).unwrap_or(bytes.len() - start);
        let written = &bytes[start..start + length];
        let name = if length > MAX_LENGTH {
            Name::Unknown
        } else if written.iter().any(u8::is_ascii_uppercase) {
            let mut lower = [0; MAX_LENGTH];
            lower.iter_mut().zip(written).for_each(|(to, from)| *to = from.to_ascii_lowercase());
            Name::from_bytes(&lower[..length])
        } else {
            Name::from_bytes(written)
        };
        (TagName { name, written: Span::new(start, start + length) }, start + length)
    }

    /// Reads attributes up to the end of the tag: the byte behind it, and whether it closes itself.
    fn attributes_from(&mut self, mut at: usize) -> Step<Option<(usize, bool)>> {
        let bytes = self.bytes();
        let first = self.attributes.len();
        self.many.clear();
        loop {
            match bytes.get(at) {
                None => return Ok(None),
                Some(b'>') => return Ok(Some((at + 1, false))),
                Some(b'/') => match bytes.get(at + 1) {
                    Some(b'>') => return Ok(Some((at + 2, true))),
                    _ => at += 1,
                },
                Some(b) if is_space(*b) => at += 1,
                Some(_) => {
                    let Some(end) = self.one_attribute(at, first)? else { return Ok(None) };
                    at = end;
                }
            }
        }
    }

    /// Reads an attribute: the byte behind it.
    fn one_attribute(&mut self, start: usize, first: usize) -> Step<Option<usize>> {
        let bytes = self.bytes();
        // A name may begin with `=`.
        let Some(length) = bytes[start + 1..].iter().position(|b| ENDS_NAME[usize::from(*b)]) else { return Ok(None) };
        let name_end = start + 1 + length;
        let mut at = name_end;
        while bytes.get(at).is_some_and(|b| is_space(*b)) {
            at += 1;
        }
        if bytes.get(at) != Some(&b'=') {
            self.push_attribute(Span::new(start, name_end), Span::default(), first)?;
            return Ok(Some(at));
        }
        at += 1;
        while bytes.get(at).is_some_and(|b| is_space(*b)) {
            at += 1;
        }
        let (from, to, end) = match bytes.get(at) {
            None => return Ok(None),
            Some(quote @ (b'"' | b'\'')) => {
                let Some(length) = memchr::memchr(*quote, &bytes[at + 1..]) else { return Ok(None) };
                (at + 1, at + 1 + length, at + 2 + length)
            }
            Some(_) => {
                let Some(length) = bytes[at..].iter().position(|b| is_space(*b) || *b == b'>') else { return Ok(None) };
                (at, at + length, at + length)
            }
        };
        let value = self.resolved(from, to, true);
        self.push_attribute(Span::new(start, name_end), value, first)?;
        Ok(Some(end))
    }

    /// Notes an attribute, unless the tag has one of its name.
    fn push_attribute(&mut self, written: Span, value: Span, first: usize) -> Step {
        let name = self.lower(written);
        let own = &self.attributes[first..];
        check_limit("attributes in one tag", own.len() + 1, self.limits.attributes())?;
        let text = self.strings.get(name);
        let attr = Attr::from_name(text);
        let is_same = |a: &Attribute| match attr {
            Attr::Other => a.name.len() == name.len() && self.strings.get(a.name) == text,
            _ => a.attr == attr,
        };
        let is_known = if own.len() < MANY_ATTRIBUTES {
            own.iter().any(is_same)
        } else {
            if self.many.is_empty() {
                self.many = own.iter().map(|a| self.strings.get(a.name).into()).collect();
            }
            !self.many.insert(text.into())
        };
        if !is_known {
            self.attributes.push(Attribute { attr, name, value });
        }
        Ok(())
    }

    /// Sorts the attributes of a tag by their names, as the other parser does: what is asked first is the same then.
    fn put_in_order(&mut self, first: usize) {
        let strings = &self.strings;
        let own = &mut self.attributes[first..];
        if own.len() > 1 {
            own.sort_by(|a, b| match (a.attr, b.attr) {
                (Attr::Other, _) | (_, Attr::Other) => strings.get(a.name).cmp(strings.get(b.name)),
                (a, b) => a.cmp(&b),
            });
        }
    }
}
