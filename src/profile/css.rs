//! A CSS selector that knows at once when a page cannot match it.

use std::cell::OnceCell;

use crate::dom::{Attr, Document, NodeId, Selector};
use crate::text::hashed::HashSet;

/// A selector and the names an element must have, or stand below, to match it. Most selectors of a
/// profile match nothing in most pages; those are not tried on every element.
#[derive(Debug, Clone)]
pub(super) struct Css {
    selector: Selector,
    needs: Vec<Need>,
    /// What a match must have itself.
    subject: Option<Need>,
}

#[derive(Debug, Clone, PartialEq)]
enum Need {
    Class(String),
    Id(String),
    Attribute(String),
    Tag(String),
}

/// The names that the elements of a page have.
#[derive(Debug, Default)]
pub(super) struct Names<'d> {
    classes: HashSet<&'d str>,
    ids: HashSet<&'d str>,
    attributes: HashSet<&'d str>,
}

impl<'d> Names<'d> {
    fn of_document(doc: &'d Document) -> Self {
        let mut names = Names::default();
        for (name, value) in doc.all().flat_map(|n| doc.attrs(n)) {
            names.attributes.insert(name);
            match name {
                "class" => names.classes.extend(value.split_ascii_whitespace()),
                "id" => _ = names.ids.insert(value),
                _ => {}
            }
        }
        names
    }

    fn has(&self, need: &Need) -> bool {
        match need {
            Need::Class(name) => self.classes.contains(name.as_str()),
            Need::Id(name) => self.ids.contains(name.as_str()),
            Need::Attribute(name) => self.attributes.contains(name.as_str()),
            Need::Tag(_) => true,
        }
    }
}

impl Css {
    pub(super) fn parse(css: &str) -> Result<Self, String> {
        Ok(Css { selector: Selector::parse(css)?, needs: needs(css), subject: subject(css) })
    }

    pub(super) fn select_in<'d>(&self, doc: &'d Document, names: &OnceCell<Names<'d>>) -> Vec<NodeId> {
        let possible = self.needs.is_empty() || {
            let names = names.get_or_init(|| Names::of_document(doc));
            self.needs.iter().all(|n| names.has(n))
        };
        match (possible, &self.subject) {
            (false, _) => Vec::new(),
            (true, Some(subject)) => doc.select(&self.selector, |n| is_carried(doc, n, subject)),
            (true, None) => doc.select(&self.selector, |_| true),
        }
    }
}

/// The names that every match needs. What stands in parentheses may be an alternative or a denial; where
/// there are alternatives at the top, or escapes, nothing is known.
fn needs(css: &str) -> Vec<Need> {
    let mut needs = Vec::new();
    let mut depth = 0;
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        let name: &str = &rest[..rest.find(|c: char| !is_name(c)).unwrap_or(rest.len())];
        match c {
            '\\' => return Vec::new(),
            '"' | '\'' => rest = rest.split_once(c).map_or("", |(_, after)| after),
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth > 0 => {}
            ',' => return Vec::new(),
            '.' => needs.push(Need::Class(name.to_owned())),
            '#' => needs.push(Need::Id(name.to_owned())),
            '[' => needs.push(Need::Attribute(name.to_ascii_lowercase())),
            _ => {}
        }
    }
    needs
}

/// What every element has that a selector finds, if it names such a thing: asked first, it leaves few elements.
fn subject(css: &str) -> Option<Need> {
    if css.contains(['(', '"', '\'', ',', '\\']) {
        return None;
    }
    // Behind the last sign between two elements, or within the last brackets: what follows is of the last element.
    let css = css.trim();
    let is_parter = |c: char| c.is_whitespace() || matches!(c, '>' | '+' | '~');
    let last = css.rfind(is_parter).map_or(css, |at| css[at..].trim_start_matches(is_parter));
    let tag = &last[..last.find(|c: char| !is_name(c)).unwrap_or(last.len())];
    let named = needs(last).into_iter().find(|need| matches!(need, Need::Id(_) | Need::Class(_)));
    let is_tag = !tag.is_empty() && !last.contains([']', '=']);
    named.or_else(|| is_tag.then(|| Need::Tag(tag.to_owned())))
}

fn is_carried(doc: &Document, n: NodeId, subject: &Need) -> bool {
    match subject {
        Need::Class(name) => {
            doc.attr(n, Attr::Class).is_some_and(|class| class.split_ascii_whitespace().any(|own| own == name))
        }
        Need::Id(name) => doc.attr(n, Attr::Id) == Some(name),
        Need::Attribute(name) => doc.attr_named(n, name).is_some(),
        Need::Tag(name) => doc.name(n).eq_ignore_ascii_case(name),
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || !c.is_ascii() || matches!(c, '-' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_are_what_no_match_can_lack() {
        let class = |n: &str| Need::Class(n.to_owned());
        let attribute = |n: &str| Need::Attribute(n.to_owned());
        let cases = [
            ("td.story > b", vec![class("story")]),
            ("div#a.b-c:not(.d) [DATA-x=\".e\"]", vec![Need::Id("a".into()), class("b-c"), attribute("data-x")]),
            ("p.a, p.b", vec![]),
            ("p:has(> a.b, i.c)", vec![]),
            ("p.a\\.b", vec![]),
            ("a[href*=', .x'].y", vec![attribute("href"), class("y")]),
        ];
        for (css, expected) in cases {
            assert_eq!(needs(css), expected, "{css}");
        }
    }

    #[test]
    fn the_subject_is_what_is_found() {
        let cases = [
            ("td.story > b", Some(Need::Tag("b".into()))),
            ("td b#x.y", Some(Need::Id("x".into()))),
            ("td>.y[data-x]", Some(Need::Class("y".into()))),
            ("[a ~= b]", None),
            ("a[b = c]", None),
            ("td:not(.x)", None),
            ("*", None),
        ];
        for (css, expected) in cases {
            assert_eq!(subject(css), expected, "{css}");
        }
    }

    #[test]
    fn nothing_that_matches_is_passed_over() {
        let html = "<div id=a class='b-c k'><p data-x='1'>t</p></div><table><td class=story><b>u</b></table>";
        let doc = Document::parse(html, &crate::options::Limits::default()).unwrap();
        for css in [
            "td.story > b",
            "div#a.b-c:not(.d) [DATA-x]",
            "p.a, td.story",
            ".k:has(> p)",
            ".b-c.k",
            "td > B",
            "DIV#a",
            "div > [data-x]",
            "#a.k",
        ] {
            let found = Css::parse(css).unwrap().select_in(&doc, &OnceCell::new());
            assert_eq!(found, doc.select(&Selector::parse(css).unwrap(), |_| true), "{css}");
            assert_eq!(found.len(), 1, "{css}");
        }
    }
}
