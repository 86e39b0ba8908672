//! Within a room the files and folders import one way, too.
//!
//! In each folder its `mod.rs`, its files and its folders are the nodes; a path in one of them that leads to an item of
//! another is an edge, whether it stands in a `use` or in place. What `mod.rs` gives on is where it stands, so a child
//! may name its sibling through the parent; an item that stands in `mod.rs` itself is the parent's, and a parent that
//! names a child (gives its items on, or calls them) is an edge as well. `mod child;` alone is none. Not seen are
//! methods, since a call does not say whose it is.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree::{File, Tree};

/// From node to node of a folder: where the path stands, and what it says.
type Edges = BTreeMap<(String, String), String>;

/// Nodes of a folder of which each imports each other, if only by way of others.
#[derive(Debug)]
pub struct Circle {
    /// As paths from the repository's root.
    pub nodes: BTreeSet<String>,
    /// The imports between them, one a pair.
    pub imports: Vec<String>,
}

/// The circles of all folders of a crate that are within a room: those of the rooms themselves are for the table.
pub fn circles(tree: &Tree, rooms_are_nodes: bool) -> Vec<Circle> {
    let mut folders: BTreeMap<Vec<String>, Edges> = BTreeMap::new();
    for (module, reference) in tree.references() {
        let from = tree.file_of(module);
        let Some(target) = tree.resolve(module, &reference.path) else { continue };
        let to = tree.file_of(target.module);
        // A name for an outer module says nothing of its items yet.
        let is_outer = target.item.is_none() && from.module.starts_with(&tree.modules[target.module].declared.path);
        if from.name == to.name || is_outer && !reference.glob {
            continue;
        }
        let common = from.module.iter().zip(&to.module).take_while(|(a, b)| a == b).count();
        if common == 0 && !rooms_are_nodes {
            continue;
        }
        let edge = (node(from, common), node(to, common));
        let star = if reference.glob { "::*" } else { "" };
        let what = format!("{}:{} names {}{star} of {}", from.name, reference.line, reference.path.join("::"), to.name);
        folders.entry(from.module[..common].to_owned()).or_default().entry(edge).or_insert(what);
    }
    folders.values().flat_map(circles_of_folder).collect()
}

/// What a file is part of in the folder so many names down: itself, or a folder in it.
fn node(file: &File, depth: usize) -> String {
    let parts: Vec<&str> = file.name.split('/').collect();
    let inner = file.module.len().saturating_sub(depth + 1);
    // A `mod.rs` stands a level further down than its module.
    let is_root = matches!(parts.last(), Some(&("mod.rs" | "lib.rs" | "main.rs")));
    let dropped = if is_root && file.module.len() > depth { inner + 1 } else { inner };
    parts[..parts.len() - dropped].join("/")
}

/// The strongly connected components of more than one node.
fn circles_of_folder(edges: &Edges) -> Vec<Circle> {
    let nodes: BTreeSet<&String> = edges.keys().flat_map(|(from, to)| [from, to]).collect();
    let mut reached: BTreeSet<(&String, &String)> = edges.keys().map(|(from, to)| (from, to)).collect();
    for by in &nodes {
        for from in &nodes {
            if reached.contains(&(*from, *by)) {
                let further: Vec<_> = nodes.iter().filter(|to| reached.contains(&(*by, **to))).collect();
                reached.extend(further.into_iter().map(|to| (*from, *to)));
            }
        }
    }
    let mut components: BTreeSet<BTreeSet<String>> = BTreeSet::new();
    for a in &nodes {
        let both_ways = |b: &&&String| reached.contains(&(*a, **b)) && reached.contains(&(**b, *a));
        components.insert(nodes.iter().filter(both_ways).map(|b| (*b).clone()).collect());
    }
    components.retain(|nodes| !nodes.is_empty());
    let circle = |nodes: BTreeSet<String>| {
        let within = edges.iter().filter(|((from, to), _)| nodes.contains(from) && nodes.contains(to));
        Circle { imports: within.map(|(_, what)| what.clone()).collect(), nodes }
    };
    components.into_iter().map(circle).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::samples::tree;

    fn found(files: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
        let nodes = |c: &Circle| c.nodes.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        circles(&tree(files), false).into_iter().map(|c| (nodes(&c), c.imports)).collect()
    }

    fn nodes(files: &[(&str, &str)]) -> Vec<String> {
        found(files).into_iter().map(|(nodes, _)| nodes).collect()
    }

    #[test]
    fn files_that_name_each_other_are_a_circle() {
        let files = [
            ("a/mod.rs", "mod b; mod c; mod d; mod e;"),
            ("a/b.rs", "use super::c::C;\npub struct B;"),
            ("a/c.rs", "pub struct C;\nfn f() { crate::a::d::g() }"),
            ("a/d.rs", "use super::b;\npub fn g() -> b::B { b::B }"),
            ("a/e.rs", "use super::{b::B, c::C};"),
        ];
        let imports = [
            "src/a/b.rs:1 names super::c::C of src/a/c.rs",
            "src/a/c.rs:2 names crate::a::d::g of src/a/d.rs",
            "src/a/d.rs:1 names super::b of src/a/b.rs",
        ];
        assert_eq!(found(&files), [("src/a/b.rs src/a/c.rs src/a/d.rs".to_owned(), imports.map(str::to_owned).into())]);
    }

    #[test]
    fn a_parent_and_a_child_that_name_each_other_are_a_circle() {
        let child = ("a/b.rs", "use super::Own; pub fn f(own: &Own) {}");
        for parent in [
            "mod b; pub struct Own; fn g() { b::f(&Own) }",
            "mod b; pub struct Own; use b::f;",
            "mod b; pub struct Own; pub(crate) use self::b::f;",
            "mod b; pub struct Own; pub use b::*;",
        ] {
            assert_eq!(nodes(&[("a/mod.rs", parent), child]), ["src/a/b.rs src/a/mod.rs"], "{parent}");
        }
        // A parent that only declares its child may hold what the child needs.
        assert!(nodes(&[("a/mod.rs", "mod b; pub struct Own;"), child]).is_empty());
        assert!(nodes(&[("a/mod.rs", "mod b; use b::f;"), ("a/b.rs", "pub fn f() {}")]).is_empty());
        assert_eq!(nodes(&[("a/mod.rs", "mod b; use b::f;"), ("a/b.rs", "use super::*; pub fn f() {}")]).len(), 1);
        let by_alias = ("a/b.rs", "use crate::a as above; pub fn f(own: &above::Own) {}");
        assert_eq!(nodes(&[("a/mod.rs", "mod b; use b::f; pub struct Own;"), by_alias]).len(), 1);
    }

    #[test]
    fn what_a_parent_gives_on_is_the_siblings() {
        let parent = ("a/mod.rs", "mod b; mod c; pub use b::B; use c::f;");
        assert!(nodes(&[parent, ("a/b.rs", "pub struct B;"), ("a/c.rs", "use super::B; pub fn f() {}")]).is_empty());
        assert_eq!(
            nodes(&[parent, ("a/b.rs", "use super::c; pub struct B;"), ("a/c.rs", "use super::B; pub fn f() {}")]),
            ["src/a/b.rs src/a/c.rs"]
        );
    }

    #[test]
    fn a_folder_is_one_node_and_its_files_are_nodes_in_it() {
        let through_two_files = [
            ("a/mod.rs", "mod b; mod c;"),
            ("a/b/mod.rs", "mod x; mod y;"),
            ("a/b/x.rs", "use crate::a::c::z::Z;"),
            ("a/b/y.rs", "pub struct Y;"),
            ("a/c/mod.rs", "pub mod z; mod w;"),
            ("a/c/z.rs", "pub struct Z;"),
            ("a/c/w.rs", "use crate::a::b::y::Y;"),
        ];
        assert_eq!(nodes(&through_two_files), ["src/a/b src/a/c"]);
        let inner = [
            ("a/mod.rs", "mod b; use b::x::X;"),
            ("a/b/mod.rs", "mod x; mod y;"),
            ("a/b/x.rs", "use super::y::Y; pub struct X;"),
            ("a/b/y.rs", "use super::x::X; pub struct Y;"),
        ];
        assert_eq!(nodes(&inner), ["src/a/b/x.rs src/a/b/y.rs"]);
        let grandchild = [
            ("a/mod.rs", "mod b; use b::x; pub struct Own;"),
            ("a/b/mod.rs", "pub mod x;"),
            ("a/b/x.rs", "use super::super::Own;"),
        ];
        assert_eq!(nodes(&grandchild), ["src/a/b src/a/mod.rs"]);
    }

    #[test]
    fn rooms_are_nodes_where_no_table_is_for_them() {
        let files =
            [("main.rs", "mod a; fn main() { a::f(crate::B) } struct B;"), ("a.rs", "use crate::B; pub fn f(b: B) {}")];
        assert!(circles(&tree(&files), false).is_empty());
        let found = circles(&tree(&files), true);
        assert_eq!(found[0].nodes, ["src/a.rs", "src/main.rs"].map(str::to_owned).into());
    }

    #[test]
    fn test_code_may_name_anything() {
        let child = ("a/b.rs", "pub fn f() {}\n#[cfg(test)] mod tests { use super::super::Own; use super::*; }");
        assert!(nodes(&[("a/mod.rs", "mod b; pub struct Own; use b::f;"), child]).is_empty());
    }
}
