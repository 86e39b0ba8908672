//! A CSS selector that knows at once when a page cannot match it.

use crate::text::hashed::HashSet;
use std::cell::OnceCell;

use crate::dom::{Document, NodeId, Selector};

/// A selector and the names an element must have, or stand below, to match it. Most selectors of a
/// profile match nothing in most pages; those are not tried on every element.
#[derive(Debug, Clone)]
pub(super) struct Css {
    selector: Selector,
    needs: Vec<Need>,
}

#[derive(Debug, Clone, PartialEq)]
enum Need {
    Class(String),
    Id(String),
    Attribute(String),
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
        }
    }
}

impl Css {
    pub(super) fn parse(css: &str) -> Result<Self, String> {
        Ok(Css { selector: Selector::parse(css)?, needs: needs(css) })
    }

    pub(super) fn select_in<'d>(&self, doc: &'d Document, names: &OnceCell<Names<'d>>) -> Vec<NodeId> {
        let possible = self.needs.is_empty() || {
            let names = names.get_or_init(|| Names::of_document(doc));
            self.needs.iter().all(|n| names.has(n))
        };
        if possible { doc.select(&self.selector) } else { Vec::new() }
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
    fn nothing_that_matches_is_passed_over() {
        let html = "<div id=a class='b-c k'><p data-x='1'>t</p></div><table><td class=story><b>u</b></table>";
        let doc = Document::parse(html, &crate::options::Limits::default()).unwrap();
        for css in ["td.story > b", "div#a.b-c:not(.d) [DATA-x]", "p.a, td.story", ".k:has(> p)", ".b-c.k"] {
            let found = Css::parse(css).unwrap().select_in(&doc, &OnceCell::new());
            assert_eq!(found, doc.select(&Selector::parse(css).unwrap()), "{css}");
            assert_eq!(found.len(), 1, "{css}");
        }
    }
}
