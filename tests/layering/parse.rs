//! What a file declares, and the paths it names.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Source, is_word};

/// A module as it is written: a file's own, or one within a file.
#[derive(Debug, Default)]
pub struct Declared {
    /// From the crate's root.
    pub path: Vec<String>,
    pub children: BTreeSet<String>,
    pub items: BTreeSet<String>,
    /// Names that `use` brings in, with the paths as written.
    pub bindings: BTreeMap<String, Vec<String>>,
    pub globs: Vec<Vec<String>>,
    pub references: Vec<Reference>,
}

/// A path that stands in the code.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    pub line: usize,
    /// As written; of `a::{self}` and `a::*` it is `a`.
    pub path: Vec<String>,
    pub glob: bool,
}

/// The modules that a file holds, its own first.
pub fn modules(source: &Source, path: &[String]) -> Vec<Declared> {
    let mut parser = Parser { source, modules: vec![Declared { path: path.to_owned(), ..Declared::default() }] };
    parser.all();
    parser.modules
}

struct Parser<'a> {
    source: &'a Source,
    modules: Vec<Declared>,
}

impl Parser<'_> {
    fn all(&mut self) {
        // For each open bracket, the module it opens, if it is one's.
        let mut open: Vec<Option<usize>> = Vec::new();
        let mut at = 0;
        while at < self.source.tokens.len() {
            let here = open.iter().rev().find_map(|m| *m).unwrap_or(0);
            let is_item = open.iter().all(Option::is_some);
            match self.source.text(at) {
                "mod" if self.source.text(at + 2) == "{" => {
                    let name = self.source.text(at + 1).to_owned();
                    let path = [self.modules[here].path.clone(), vec![name.clone()]].concat();
                    self.modules[here].children.insert(name);
                    open.push(Some(self.modules.len()));
                    self.modules.push(Declared { path, ..Declared::default() });
                    at += 3;
                }
                "mod" if self.source.text(at + 2) == ";" => {
                    self.modules[here].children.insert(self.source.text(at + 1).to_owned());
                    at += 3;
                }
                "use" if self.source.text(at + 1) != "<" => at = self.use_tree(here, at + 1, &[]),
                "{" | "(" | "[" => {
                    open.push(None);
                    at += 1;
                }
                "}" | ")" | "]" => {
                    open.pop();
                    at += 1;
                }
                "fn" | "struct" | "enum" | "union" | "trait" | "type" | "const" | "static" if is_item => {
                    self.modules[here].items.insert(self.source.text(at + 1).to_owned());
                    at += 1;
                }
                "macro_rules" if is_item => {
                    self.modules[here].items.insert(self.source.text(at + 2).to_owned());
                    at += 3;
                }
                word if is_word(word) => at = self.path_in_place(here, at),
                _ => at += 1,
            }
        }
    }

    /// Takes a path that begins here and gives the place after it.
    fn path_in_place(&mut self, module: usize, start: usize) -> usize {
        let source = self.source;
        let line = source.tokens[start].line;
        let mut path = vec![source.text(start).to_owned()];
        let mut at = start + 1;
        while source.text(at) == "::" && is_word(source.text(at + 1)) {
            path.push(source.text(at + 1).to_owned());
            at += 2;
        }
        // `a.b::<C>()` and `<A as B>::c` go on from what is no path.
        if path.len() > 1 && !matches!(source.before(start), "." | "::") {
            self.modules[module].references.push(Reference { line, path, glob: false });
        }
        at
    }

    /// Takes what is left of a `use`, or of a group of one, and gives the place after it.
    fn use_tree(&mut self, module: usize, mut at: usize, before: &[String]) -> usize {
        let mut path = before.to_owned();
        let line = self.source.tokens.get(at).map_or(0, |t| t.line);
        loop {
            match self.source.text(at) {
                "{" => {
                    at += 1;
                    while !matches!(self.source.text(at), "}" | "") {
                        at = if self.source.text(at) == "," { at + 1 } else { self.use_tree(module, at, &path) };
                    }
                    return at + 1;
                }
                "*" => {
                    self.modules[module].globs.push(path.clone());
                    self.modules[module].references.push(Reference { line, path, glob: true });
                    return at + 1;
                }
                "::" => at += 1,
                // `use a::{self}`; at its beginning a path may start with it.
                "self" if !path.is_empty() => {
                    at += 1;
                    break;
                }
                word if is_word(word) => {
                    path.push(word.to_owned());
                    at += 1;
                    if self.source.text(at) != "::" {
                        break;
                    }
                }
                _ => return at + 1,
            }
        }
        let mut name = path.last().cloned().unwrap_or_default();
        if self.source.text(at) == "as" {
            name = self.source.text(at + 1).to_owned();
            at += 2;
        }
        self.modules[module].bindings.entry(name).or_insert_with(|| path.clone());
        self.modules[module].references.push(Reference { line, path, glob: false });
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_name_a_module_is_seen() {
        let source = r##"
//! crate::comment::No, super::no
use crate::a::{B, c::{self, D as E}, f::*};
/* crate::no::X */
use super::options::Limits;
pub(crate) fn x<'a>(y: crate::g::H<'a>) -> super::super::Up {
    let s = "crate::no::S \" super::no"; let c = ['{', 'x'];
    crate::h::call("{"); y.parse::<u8>(); E::new();
}
mod inner {
    use super::own::Thing;
    struct Deep;
}
#[cfg(test)]
pub(crate) mod samples {
    use crate::no::Test;
}
mod child;
pub use self::child::{X, Y};
impl X { const Z: u8 = <u8 as Into>::into(1); fn method() { use std::fmt; $crate::k::l!() } }
"##;
        let found = modules(&Source::new(source), &["page".to_owned()]);
        let paths = |m: &Declared| -> Vec<(usize, String)> {
            m.references.iter().map(|r| (r.line, r.path.join("::") + if r.glob { "::*" } else { "" })).collect()
        };
        let expected = [
            (3, "crate::a::B"),
            (3, "crate::a::c"),
            (3, "crate::a::c::D"),
            (3, "crate::a::f::*"),
            (5, "super::options::Limits"),
            (6, "crate::g::H"),
            (6, "super::super::Up"),
            (8, "crate::h::call"),
            (8, "E::new"),
            (19, "self::child::X"),
            (19, "self::child::Y"),
            (20, "std::fmt"),
            (20, "crate::k::l"),
        ];
        assert_eq!(paths(&found[0]), expected.map(|(line, path)| (line, path.to_owned())));
        assert_eq!(found[0].children, ["child", "inner"].map(str::to_owned).into());
        assert_eq!(found[0].items, ["x"].map(str::to_owned).into());
        assert_eq!(found[0].bindings["E"].join("::"), "crate::a::c::D");
        assert_eq!(found[0].bindings["c"].join("::"), "crate::a::c");
        assert_eq!(
            (found[1].path.join("::"), paths(&found[1])),
            ("page::inner".to_owned(), vec![(11, "super::own::Thing".to_owned())])
        );
        assert_eq!(found[1].items, ["Deep"].map(str::to_owned).into());
    }
}
