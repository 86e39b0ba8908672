//! The library's modules, and where the paths in them lead.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::parse::{Declared, Reference, modules};
use crate::source::Source;

/// A file outside test code.
#[derive(Debug)]
pub struct File {
    /// From the repository's root, such as `src/dom/text.rs`.
    pub name: String,
    /// From the crate's root; of `src/lib.rs` empty.
    pub module: Vec<String>,
    pub source: Source,
}

/// A module, and the file that holds it.
#[derive(Debug)]
pub struct Module {
    pub file: usize,
    pub declared: Declared,
}

/// All files of a crate and the modules in them.
#[derive(Debug)]
pub struct Tree {
    pub files: Vec<File>,
    pub modules: Vec<Module>,
    places: BTreeMap<Vec<String>, usize>,
}

/// What a path leads to: a module, or an item that stands in it.
#[derive(Debug, PartialEq, Clone)]
pub struct Target {
    pub module: usize,
    pub item: Option<String>,
}

/// Names that lead to names end after so many.
const MAX_HOPS: usize = 16;

impl Tree {
    /// The files below a folder of the repository, where a crate's root stands.
    pub fn open(name: &str) -> Tree {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let files = rust_files(&root).into_iter().map(|path| {
            let inner = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            (inner, fs::read_to_string(&path).unwrap())
        });
        Tree::new(name, files)
    }

    /// The files of the given paths and contents.
    pub fn new(root: &str, sources: impl IntoIterator<Item = (String, String)>) -> Tree {
        let mut files: Vec<File> = sources
            .into_iter()
            .filter_map(|(path, text)| {
                let module = module_of(Path::new(&path))?;
                Some(File { name: format!("{root}/{path}"), module, source: Source::new(&text) })
            })
            .collect();
        let for_tests: BTreeSet<Vec<String>> = files
            .iter()
            .flat_map(|f| f.source.test_modules.iter().map(|name| [f.module.clone(), vec![name.clone()]].concat()))
            .collect();
        files.retain(|f| !(1..=f.module.len()).any(|n| for_tests.contains(&f.module[..n])));
        let modules: Vec<Module> = files
            .iter()
            .enumerate()
            .flat_map(|(file, f)| {
                modules(&f.source, &f.module).into_iter().map(move |declared| Module { file, declared })
            })
            .collect();
        let places = modules.iter().enumerate().map(|(n, m)| (m.declared.path.clone(), n)).collect();
        Tree { files, modules, places }
    }

    /// The path from the crate's root; none if it leads out of the crate.
    pub fn absolute(&self, module: usize, path: &[String]) -> Option<Vec<String>> {
        self.absolute_within(module, path, MAX_HOPS)
    }

    fn absolute_within(&self, module: usize, path: &[String], hops: usize) -> Option<Vec<String>> {
        let of = &self.modules[module].declared;
        let (head, rest) = path.split_first()?;
        match head.as_str() {
            "crate" => Some(rest.to_owned()),
            "self" => Some([&of.path, rest].concat()),
            "super" => {
                let ups = path.iter().take_while(|p| *p == "super").count();
                let above = of.path.len().checked_sub(ups)?;
                Some([&of.path[..above], &path[ups..]].concat())
            }
            name if of.children.contains(name) || of.items.contains(name) => Some([&of.path, path].concat()),
            // `use fmt;` names itself.
            name => match of.bindings.get(name).filter(|bound| *bound != path && bound[0] != *name) {
                Some(bound) if hops > 0 => self.absolute_within(module, &[bound, rest].concat(), hops - 1),
                _ => None,
            },
        }
    }

    /// Where a path leads that stands in this module; none if out of the crate. What a module gives on from another
    /// is the other's.
    pub fn resolve(&self, module: usize, path: &[String]) -> Option<Target> {
        self.follow(&self.absolute(module, path)?, MAX_HOPS)
    }

    fn follow(&self, path: &[String], hops: usize) -> Option<Target> {
        let known = (0..=path.len()).rev().find(|&n| self.places.contains_key(&path[..n]))?;
        let module = self.places[&path[..known]];
        let rest = &path[known..];
        let Some(name) = rest.first() else { return Some(Target { module, item: None }) };
        let of = &self.modules[module].declared;
        let here = Some(Target { module, item: Some(name.clone()) });
        if of.items.contains(name) || hops == 0 {
            return here;
        }
        if let Some(bound) = of.bindings.get(name) {
            let path = self.absolute(module, &[bound, &rest[1..]].concat())?;
            return self.follow(&path, hops - 1);
        }
        let given_on = of.globs.iter().find_map(|glob| {
            let from = self.absolute(module, glob).filter(|from| *from != of.path)?;
            let place = *self.places.get(&from)?;
            let target = self.follow(&[&from, rest].concat(), hops - 1)?;
            (target.module != place || self.modules[place].declared.items.contains(name)).then_some(target)
        });
        given_on.or(here)
    }

    /// Every reference, with the place of its module.
    pub fn references(&self) -> impl Iterator<Item = (usize, &Reference)> {
        self.modules.iter().enumerate().flat_map(|(n, m)| m.declared.references.iter().map(move |r| (n, r)))
    }

    pub fn file_of(&self, module: usize) -> &File {
        &self.files[self.modules[module].file]
    }
}

/// Every Rust file below, by name.
fn rust_files(root: &Path) -> Vec<PathBuf> {
    let (mut out, mut folders) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}

/// The module that a file is, as names from the crate's root; none for a test's and for another crate's.
fn module_of(path: &Path) -> Option<Vec<String>> {
    let mut names: Vec<String> = path.with_extension("").iter().map(|n| n.to_string_lossy().into_owned()).collect();
    if names.last().is_some_and(|n| n == "mod") || names == ["lib"] || names == ["main"] {
        names.pop();
    }
    let skipped = names.first().is_some_and(|n| n == "bin") || names.iter().any(|n| n == "tests");
    (!skipped).then_some(names)
}

#[cfg(test)]
pub mod samples {
    use super::*;

    /// A crate of these files, in a folder `src`.
    pub fn tree(files: &[(&str, &str)]) -> Tree {
        Tree::new("src", files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_where_its_item_stands() {
        let tree = samples::tree(&[
            ("lib.rs", "mod a; mod b;"),
            (
                "a/mod.rs",
                "mod c; mod d; pub use c::Given; pub use d::*; use crate::b::Far as Near; pub struct Own; use std::fmt;",
            ),
            ("a/c.rs", "pub struct Given; use super::d; use super::Own as Other;"),
            ("a/d.rs", "pub struct Thrown; mod within { struct Deep; }"),
            ("b.rs", "pub struct Far;"),
        ]);
        let at = |path: &str| tree.places[&path.split("::").map(str::to_owned).collect::<Vec<_>>()];
        let c = at("a::c");
        let target = |path: &str| {
            let path: Vec<String> = path.split("::").map(str::to_owned).collect();
            tree.resolve(c, &path).map(|t| (tree.file_of(t.module).name.as_str(), t.item.unwrap_or_default()))
        };
        for (path, file, item) in [
            ("super::Given", "src/a/c.rs", "Given"),
            ("super::Own::new", "src/a/mod.rs", "Own"),
            ("Other::new", "src/a/mod.rs", "Own"),
            ("super::Thrown", "src/a/d.rs", "Thrown"),
            ("crate::a::d::Thrown", "src/a/d.rs", "Thrown"),
            ("d::within::Deep", "src/a/d.rs", "Deep"),
            ("super::Near", "src/b.rs", "Far"),
            ("super::unknown", "src/a/mod.rs", "unknown"),
            ("super::super::b", "src/b.rs", ""),
            ("Given::x", "src/a/c.rs", "Given"),
        ] {
            assert_eq!(target(path), Some((file, item.to_owned())), "{path}");
        }
        for path in ["std::fmt", "super::fmt", "Vec::new"] {
            assert_eq!(target(path), None, "{path}");
        }
    }

    #[test]
    fn files_of_tests_are_left_out() {
        let tree = samples::tree(&[
            ("lib.rs", ""),
            ("a/mod.rs", "#[cfg(test)] mod checks; #[cfg(test)] mod tests;"),
            ("a/checks/mod.rs", ""),
            ("a/checks/b.rs", ""),
            ("a/tests/c.rs", ""),
            ("a/tests.rs", ""),
            ("bin/cuttings/main.rs", ""),
        ]);
        assert_eq!(tree.files.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), ["src/lib.rs", "src/a/mod.rs"]);
    }
}
