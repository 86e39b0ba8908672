//! Each piece of a page to html5ever's rules, where it goes to them.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Doctype, TagKind, Token};

use super::library::{tag, without_zeros};
use super::parser::{EndTag, Parser, StartTag};
use crate::dom::names::Name;
use crate::dom::stop::Step;
use crate::dom::strings::Span;

impl Parser<'_> {
    /// Whether what is read goes to html5ever's rules.
    pub(super) fn is_for_library(&self) -> bool {
        self.library.is_some()
    }

    /// Hands over a start tag, and notes what its element holds.
    pub(super) fn start_in_library(&mut self, start: &StartTag) -> Step {
        let name = if start.name == Name::Unknown { self.lower(start.written) } else { Span::default() };
        let Parser { library: Some(library), strings, attributes, .. } = self else { return Ok(()) };
        let name = if start.name == Name::Unknown { strings.get(name) } else { start.name.as_str() };
        let own = &attributes[start.attributes.start as usize..start.attributes.end as usize];
        self.raw = library.take(tag(TagKind::StartTag, name, start.is_closed, own, strings));
        attributes.truncate(start.attributes.start as usize);
        library.check(self.at, self.page.len(), self.limits)
    }

    pub(super) fn end_in_library(&mut self, end: &EndTag) -> Step {
        let name = if end.name == Name::Unknown { self.lower(end.written) } else { Span::default() };
        let Parser { library: Some(library), strings, .. } = self else { return Ok(()) };
        let name = if end.name == Name::Unknown { strings.get(name) } else { end.name.as_str() };
        library.take(tag(TagKind::EndTag, name, false, &[], strings));
        library.ends += 1;
        library.check(self.at, self.page.len(), self.limits)
    }

    pub(super) fn text_in_library(&mut self, start: usize, end: usize) -> Step {
        let text = self.resolved(start, end, false);
        let Parser { library: Some(library), strings, .. } = self else { return Ok(()) };
        library.take_parsed_text(strings.get(text));
        library.check(self.at, self.page.len(), self.limits)
    }

    /// The text of an element that holds text alone, and its end, if the page has it.
    pub(super) fn raw_text_in_library(&mut self, text: Span, name: Name, is_ended: bool) -> Step {
        let Parser { library: Some(library), strings, .. } = self else { return Ok(()) };
        library.take_text(&without_zeros(strings.get(text)));
        if is_ended {
            library.take(tag(TagKind::EndTag, name.as_str(), false, &[], strings));
        }
        library.check(self.at, self.page.len(), self.limits)
    }

    pub(super) fn comment_in_library(&mut self, text: Span) -> Step {
        let Parser { library: Some(library), strings, .. } = self else { return Ok(()) };
        library.take(Token::CommentToken(StrTendril::from(&*without_zeros(strings.get(text)))));
        library.check(self.at, self.page.len(), self.limits)
    }

    pub(super) fn doctype_in_library(&mut self, is_quirky: bool) -> Step {
        let Parser { library: Some(library), .. } = self else { return Ok(()) };
        library.take(Token::DoctypeToken(Doctype {
            name: Some("html".into()),
            force_quirks: is_quirky,
            ..Doctype::default()
        }));
        Ok(())
    }

    /// Whether what comes next is in a drawing or a formula.
    pub(super) fn is_in_drawing_of_library(&self) -> bool {
        self.library.as_ref().is_some_and(|library| library.is_in_drawing())
    }

    pub(super) fn end_of_page_in_library(&mut self) -> Step {
        let Parser { library: Some(library), .. } = self else { return Ok(()) };
        library.end();
        library.check(self.page.len(), self.page.len(), self.limits)
    }
}
