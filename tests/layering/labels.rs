//! A label is written in `src/label` and nowhere else.
//!
//! The fields of `Label` and `Labels`, where these are structs, are private to that folder, as is every function of it that
//! changes one; and outside of it nothing takes `&mut Labels`, names one anew or makes one by its fields.

use std::ops::Range;

use crate::sizes::body_of;
use crate::source::Source;
use crate::tree::{File, Tree};

pub const FOLDER: &str = "label";

const TYPES: [&str; 2] = ["Label", "Labels"];

/// What is wrong, in the folder of labels and outside of it.
pub fn faults(tree: &Tree) -> Vec<String> {
    let mut out = Vec::new();
    for (n, file) in tree.files.iter().enumerate() {
        if file.module.first().is_some_and(|name| name == FOLDER) {
            out.extend(open_fields(file));
            out.extend(open_writers(file));
        } else {
            out.extend(writes(tree, n));
        }
    }
    out
}

/// How many structs of these names the folder holds.
pub fn structs(tree: &Tree) -> usize {
    let own = tree.files.iter().filter(|f| f.module.first().is_some_and(|name| name == FOLDER));
    own.map(|f| (0..f.source.tokens.len()).filter(|&n| is_struct(&f.source, n)).count()).sum()
}

fn is_struct(source: &Source, at: usize) -> bool {
    source.text(at) == "struct" && TYPES.contains(&source.text(at + 1))
}

/// Fields that can be written from outside.
fn open_fields(file: &File) -> Vec<String> {
    let source = &file.source;
    let mut out = Vec::new();
    for at in (0..source.tokens.len()).filter(|&n| is_struct(source, n)) {
        let Some(open) = (at..source.tokens.len()).find(|&n| matches!(source.text(n), "{" | "(" | ";")) else {
            continue;
        };
        if source.text(open) == ";" {
            continue;
        }
        for field in (open..source.past_bracket(open)).filter(|&n| source.text(n) == "pub" && leaves_folder(file, n)) {
            let line = source.tokens[field].line;
            out.push(format!("{}:{line} a field of {} is seen outside src/{FOLDER}", file.name, source.text(at + 1)));
        }
    }
    out
}

/// Whether what is `pub` here can be seen outside of the folder.
fn leaves_folder(file: &File, visibility: usize) -> bool {
    let text = |n: usize| file.source.text(visibility + n);
    match (text(1), text(2)) {
        ("(", "self") => false,
        // In the folder's own `mod.rs` what is above is the crate.
        ("(", "super") => file.module.len() < 2,
        ("(", "in") => (text(3), text(4), text(5)) != ("crate", "::", FOLDER),
        _ => true,
    }
}

/// Functions that change labels and can be called from outside.
fn open_writers(file: &File) -> Vec<String> {
    let source = &file.source;
    let of_labels: Vec<Range<usize>> = impls(source);
    let mut out = Vec::new();
    for at in (0..source.tokens.len()).filter(|&n| source.text(n) == "fn") {
        let signature = at..body_of(source, at).unwrap_or(at);
        let is_method = of_labels.iter().any(|i| i.contains(&at));
        let takes =
            |n: usize| changed(source, n).is_some_and(|(name, _)| TYPES.contains(&name) || is_method && name == "self");
        if signature.clone().any(takes) && visibility(source, at).is_some_and(|n| leaves_folder(file, n)) {
            let (line, name) = (source.tokens[at].line, source.text(at + 1));
            out.push(format!("{}:{line} fn {name} writes labels and is seen outside src/{FOLDER}", file.name));
        }
    }
    out
}

/// The bodies of `impl Label` and `impl Labels`, of traits too.
fn impls(source: &Source) -> Vec<Range<usize>> {
    let starts = (0..source.tokens.len()).filter(|&n| source.text(n) == "impl" && !is_type_position(source, n));
    let bodies = starts.filter_map(|at| {
        let open = body_of(source, at)?;
        let of = (at..open).rfind(|&n| source.text(n) == "for").unwrap_or(at);
        (of..open).any(|n| TYPES.contains(&source.text(n))).then(|| open..source.past_bracket(open))
    });
    bodies.collect()
}

/// Whether an `impl` is that of `impl Trait`.
fn is_type_position(source: &Source, at: usize) -> bool {
    !matches!(source.before(at), "" | "}" | ";" | "]" | "{" | "unsafe")
}

/// What is changed by the `&mut` that begins here: the last name of its type, and the place of that.
fn changed(source: &Source, at: usize) -> Option<(&str, usize)> {
    if source.text(at) != "&" {
        return None;
    }
    let mut n = if source.text(at + 1) == "'" { at + 3 } else { at + 1 };
    if source.text(n) != "mut" {
        return None;
    }
    n += 1;
    while source.text(n + 1) == "::" {
        n += 2;
    }
    Some((source.text(n), n))
}

/// The place of the `pub` of a function.
fn visibility(source: &Source, function: usize) -> Option<usize> {
    let mut at = function;
    while matches!(source.before(at), "const" | "async" | "unsafe" | "extern" | "\"") {
        at -= 1;
    }
    if source.before(at) == ")" {
        let open = (0..at).rfind(|&n| source.text(n) == "(")?;
        return (source.before(open) == "pub").then(|| open - 1);
    }
    (source.before(at) == "pub").then(|| at - 1)
}

/// Where a file outside of the folder writes labels.
fn writes(tree: &Tree, file: usize) -> Vec<String> {
    let source = &tree.files[file].source;
    let mut out = Vec::new();
    for at in 0..source.tokens.len() {
        let what = if let Some((name, place)) = changed(source, at) {
            is_label(tree, file, place).then(|| format!("takes &mut {name}"))
        } else if TYPES.contains(&source.text(at)) && source.text(at + 1) == "as" {
            Some(format!("names {} anew", source.text(at)))
        } else if TYPES.contains(&source.text(at)) && source.text(at + 1) == "{" && is_expression(source, at) {
            is_label(tree, file, at).then(|| format!("makes a {}", source.text(at)))
        } else {
            None
        };
        if let Some(what) = what {
            out.push(format!("{}:{} {what} outside src/{FOLDER}", tree.files[file].name, source.tokens[at].line));
        }
    }
    out
}

/// Whether the name at this place is that of a type of the folder: other rooms may have labels of their own.
fn is_label(tree: &Tree, file: usize, place: usize) -> bool {
    let source = &tree.files[file].source;
    let mut start = place;
    while source.before(start) == "::" && start > 1 {
        start -= 2;
    }
    let path: Vec<String> = (start..=place).step_by(2).map(|n| source.text(n).to_owned()).collect();
    let modules = (0..tree.modules.len()).filter(|&m| tree.modules[m].file == file);
    let leads = |m: usize| tree.absolute(m, &path).is_some_and(|path| path.first().is_some_and(|name| name == FOLDER));
    TYPES.contains(&source.text(place)) && modules.into_iter().any(leads)
}

/// Whether the braces behind a type's name hold its fields.
fn is_expression(source: &Source, name: usize) -> bool {
    let mut start = name;
    while source.before(start) == "::" && start > 1 {
        start -= 2;
    }
    !matches!(source.before(start), "->" | "for" | "impl" | "struct" | "enum" | "union" | "trait" | "mod" | ">")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::samples::tree;

    const ROOM: (&str, &str) =
        ("label/mod.rs", "mod labels; pub(crate) use labels::{Label, Labels}; pub(crate) mod rules;");

    #[test]
    fn fields_of_labels_are_the_rooms_own() {
        for (source, faulty) in [
            ("pub(crate) struct Labels { blocks: Vec<Label> }", false),
            ("pub(crate) struct Labels { pub(super) blocks: Vec<Label> }", false),
            ("pub(crate) struct Labels { pub(in crate::label) blocks: Vec<Label> }", false),
            ("pub(crate) struct Labels { pub(crate) blocks: Vec<Label> }", true),
            ("pub(crate) struct Label(pub u8);", true),
            ("pub(crate) struct Label(u8); pub(crate) struct Other { pub(crate) a: u8 }", false),
            ("pub(crate) struct Labels<'a> { a: &'a u8,\npub b: u8 }", true),
        ] {
            let found = faults(&tree(&[ROOM, ("label/labels.rs", source)]));
            assert_eq!(found.len(), usize::from(faulty), "{source}: {found:?}");
        }
        let in_root = tree(&[("label/mod.rs", "pub(crate) struct Labels { pub(super) a: u8 }")]);
        assert_eq!(faults(&in_root), ["src/label/mod.rs:1 a field of Labels is seen outside src/label"]);
        assert_eq!(structs(&in_root), 1);
    }

    #[test]
    fn functions_that_write_labels_are_the_rooms_own() {
        for (source, faulty) in [
            ("impl Labels { pub(super) fn set(&mut self) {} pub(crate) fn get(&self) {} }", false),
            ("impl Labels { fn own(&mut self) {} }", false),
            ("impl Labels { pub(crate) fn set(&mut self) {} }", true),
            ("impl Labels { pub const fn set(&mut self) {} }", true),
            ("pub(crate) fn set(labels: &mut Labels) {}", true),
            ("pub(crate) fn set(labels: &mut super::labels::Labels) {}", true),
            ("fn set(labels: &mut Labels) {}", false),
            ("impl Counter { pub(crate) fn set(&mut self) {} }", false),
            ("impl From<Labels> for Counter { fn set(&mut self) {} }", false),
        ] {
            let found = faults(&tree(&[ROOM, ("label/labels.rs", source)]));
            assert_eq!(found.len(), usize::from(faulty), "{source}: {found:?}");
        }
    }

    #[test]
    fn a_label_written_elsewhere_is_found() {
        let labels = ("label/labels.rs", "pub(crate) struct Label { a: u8 } pub(crate) struct Labels;");
        for (source, says) in [
            ("use crate::label::Labels; fn f(labels: &mut Labels) {}", "takes &mut Labels"),
            ("fn f<'a>(labels: &'a mut crate::label::Labels) {}", "takes &mut Labels"),
            ("use crate::label; fn f(labels: &mut label::Labels) {}", "takes &mut Labels"),
            ("use crate::label::Labels; fn f() { let g = |labels: &mut Labels| {}; }", "takes &mut Labels"),
            ("use crate::label::Label; fn f() { Label { a: 1 } }", "makes a Label"),
            ("fn f() { g(crate::label::Label { a: 1 }) }", "makes a Label"),
            ("use crate::label::Labels as Other;", "names Labels anew"),
        ] {
            let found = faults(&tree(&[ROOM, labels, ("assemble.rs", source)]));
            assert_eq!(found, [format!("src/assemble.rs:1 {says} outside src/label")], "{source}");
        }
        for source in [
            "use crate::label::{Label, Labels}; fn f(labels: &Labels) -> Label { labels.get() }",
            "use crate::label::Label; impl Shown for Label { fn f(&self) {} }",
            "struct Label { a: u8 } fn f(label: &mut Label) { *label = Label { a: 1 } }",
        ] {
            assert_eq!(faults(&tree(&[ROOM, labels, ("assemble.rs", source)])), [""; 0], "{source}");
        }
    }
}
