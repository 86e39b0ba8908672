//! The shape of the library: imports go one way, files and functions are short, fields and labels stand alone.
//!
//! The table of rooms is that of `DESIGN.md`, which says what each is for. Test code (what stands behind `#[cfg(test)]`, files named
//! `tests.rs`, folders named `tests`) may do anything: it builds its values with whatever it needs.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod circles;
mod fields;
mod labels;
mod parse;
mod sizes;
mod source;
mod tree;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use tree::Tree;

/// A room and what it may name: a room, or a single item of one.
const TABLE: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("article", &[]),
    ("text", &[]),
    ("vocabulary", &["text"]),
    ("options", &["error"]),
    ("coding", &[]),
    ("page", &["error", "coding", "article::DateTime", "article::Warning", "article::WarningCode"]),
    ("dates", &["article::DateTime", "text"]),
    ("lines", &["dates", "vocabulary", "text"]),
    ("paging", &["vocabulary"]),
    ("decode", &["options", "page", "error", "text"]),
    ("dom", &["options", "page", "error", "text"]),
    ("archive", &["error", "article::DateTime"]),
    ("unrewrite", &["archive", "dom", "article::DateTime", "article::Capture"]),
    ("metadata", &["dom", "dates", "article::DateTime", "options::Limits", "text", "vocabulary"]),
    ("profile", &["dom", "error", "article::DateTime", "text"]),
    ("measure", &["dom", "vocabulary", "text"]),
    ("strip", &["dom", "measure", "profile", "options", "vocabulary"]),
    (
        "segment",
        &["dom", "measure", "profile", "lines", "vocabulary", "text", "options", "error", "article::MediaKind"],
    ),
    ("client_rendered", &["text"]),
    ("plaintext", &["lines", "segment", "vocabulary", "text", "options", "error"]),
    (
        "label",
        &[
            "segment",
            "dom::Tag",
            "metadata",
            "profile",
            "lines",
            "dates",
            "vocabulary",
            "text",
            "options",
            "error",
            "article::DateTime",
            "article::MediaKind",
        ],
    ),
    (
        "fields",
        &["label", "segment", "metadata", "profile", "lines", "dates", "paging", "vocabulary", "text", "article"],
    ),
    (
        "assemble",
        &[
            "fields",
            "label",
            "segment",
            "metadata",
            "profile",
            "lines",
            "dates",
            "vocabulary",
            "text",
            "article",
            "options",
        ],
    ),
    ("original", &["dom", "segment", "label::LabelKind", "article::MediaKind", "text"]),
    ("output", &["article", "text"]),
    (
        "extractor",
        &[
            "error",
            "article",
            "options",
            "page",
            "decode",
            "dom",
            "client_rendered",
            "archive",
            "unrewrite",
            "metadata",
            "profile",
            "measure",
            "strip",
            "segment",
            "plaintext",
            "label",
            "fields",
            "assemble",
            "original",
            "text",
        ],
    ),
    ("html_page", &[]),
    ("inspection_page", &["html_page", "extractor", "assemble::FieldSource", "label::LabelKind", "article"]),
    ("table", &["article"]),
    ("saved", &["page", "error", "options", "archive", "coding", "article::DateTime"]),
    ("fetch", &["page", "error", "archive", "coding", "article::DateTime", "article::Warning", "article::WarningCode"]),
    ("history", &["fetch", "extractor", "article", "error", "page", "archive", "text"]),
    ("whole", &["fetch", "extractor", "article", "error", "page", "archive", "paging", "lines", "text"]),
    (
        "fuzzing",
        &[
            "page",
            "article::DateTime",
            "options::Limits",
            "decode",
            "dom",
            "unrewrite",
            "metadata",
            "dates",
            "strip",
            "fetch",
        ],
    ),
];

/// The library's files.
fn library() -> &'static Tree {
    static TREE: LazyLock<Tree> = LazyLock::new(|| Tree::open("src"));
    assert!(TREE.files.len() > 150, "only {} files found", TREE.files.len());
    &TREE
}

/// The program's files.
fn program() -> Tree {
    let tree = Tree::open("src/bin/cuttings");
    assert!(tree.files.len() > 5, "only {} files found", tree.files.len());
    tree
}

fn is_there(room: &str) -> bool {
    library().files.iter().any(|f| f.module.first().is_some_and(|name| name == room))
}

fn assert_none(faults: impl IntoIterator<Item = String>) {
    let faults: BTreeSet<String> = faults.into_iter().collect();
    assert!(faults.is_empty(), "\n{}\n", faults.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn rooms_import_one_way() {
    let tree = library();
    let mut faults = Vec::new();
    for file in tree.files.iter().filter(|f| !f.module.is_empty()) {
        let room = &file.module[0];
        if !TABLE.iter().any(|(m, _)| m == room) {
            faults.push(format!("{}: the room `{room}` is not in the table", file.name));
        }
    }
    for (module, reference) in tree.references() {
        let file = tree.file_of(module);
        let Some(room) = file.module.first() else { continue };
        if !matches!(reference.path[0].as_str(), "crate" | "super" | "self") {
            continue;
        }
        let Some(path) = tree.absolute(module, &reference.path) else { continue };
        let allowed = TABLE.iter().find(|(m, _)| m == room).map_or(&[][..], |(_, allowed)| allowed);
        if !may(room, allowed, &path.join("::")) {
            faults.push(format!("{}:{} `{room}` may not name crate::{}", file.name, reference.line, path.join("::")));
        }
    }
    assert_none(faults);
}

/// Whether the room may name this path from the crate's root.
fn may(room: &str, allowed: &[&str], path: &str) -> bool {
    let within = |outer: &str| path == outer || path.strip_prefix(outer).is_some_and(|rest| rest.starts_with("::"));
    within(room) || allowed.iter().any(|a| within(a))
}

#[test]
fn the_table_names_every_room_before_its_users() {
    let at = |name: &str| TABLE.iter().position(|(m, _)| *m == name);
    for (n, (room, allowed)) in TABLE.iter().enumerate() {
        for user in allowed.iter().map(|a| a.split("::").next().unwrap()) {
            assert!(at(user).is_some_and(|found| found < n), "{room} names {user}, which is not above it");
        }
    }
}

#[test]
fn the_table_has_a_room_for_every_line() {
    let gone = TABLE.iter().filter(|(room, _)| !is_there(room));
    assert_none(
        gone.map(|(room, _)| format!("the room `{room}` is gone: its line can go, and its name from the others")),
    );
}

#[test]
fn the_design_has_the_same_table() {
    let design = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/DESIGN.md")).unwrap();
    let rows: Vec<Vec<&str>> =
        design.lines().filter(|l| l.starts_with("| `")).map(|l| l.split('|').map(str::trim).collect()).collect();
    let quoted = |names: &[&str]| names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    let faults = TABLE.iter().zip(rows.iter().map(Some).chain(std::iter::repeat(None))).filter_map(|(row, found)| {
        let (room, allowed) = (format!("`{}`", row.0), quoted(row.1));
        let same = found.is_some_and(|cells| cells.len() == 5 && cells[1] == room && cells[3] == allowed);
        (!same).then(|| format!("DESIGN.md: expected a row | {room} | … | {allowed} |, in the place it has here"))
    });
    assert_none(faults);
    assert_eq!(rows.len(), TABLE.len(), "DESIGN.md has rooms that are not here");
}

#[test]
fn a_single_item_may_be_allowed() {
    assert!(may("page", &["error", "article::DateTime"], "article::DateTime"));
    assert!(may("page", &["error", "article::DateTime"], "error::Result"));
    assert!(may("page", &[], "page::Page"));
    for not in ["article::Article", "article", "errors::X", "article::DateTimes", "Page"] {
        assert!(!may("page", &["error", "article::DateTime"], not), "{not}");
    }
}

#[test]
fn files_and_folders_of_a_room_import_one_way() {
    let circles = circles::circles(library(), false).into_iter().chain(circles::circles(&program(), true));
    assert_none(circles.map(|circle| {
        let nodes: Vec<&str> = circle.nodes.iter().map(String::as_str).collect();
        format!("these import each other: {}\n    {}", nodes.join(", "), circle.imports.join("\n    "))
    }));
}

#[test]
fn files_and_functions_are_short() {
    let (library, program) = (library(), program());
    let long = library.files.iter().chain(&program.files).flat_map(sizes::too_long);
    assert_none(long.map(|l| l.message));
}

#[test]
fn fields_change_nothing_and_stand_alone() {
    let tree = library();
    assert!(is_there(fields::FOLDER) && is_there(labels::FOLDER), "no fields, or no labels");
    let is_field =
        |name: &str| tree.files.iter().any(|f| f.module.starts_with(&[fields::FOLDER, name].map(str::to_owned)));
    let gone = fields::SHARED.iter().filter(|name| !is_field(name));
    let gone = gone.map(|name| format!("src/fields/{name} is not there: take it from fields::SHARED"));
    assert_none(fields::faults(tree).into_iter().chain(gone));
}

#[test]
fn labels_are_written_in_one_room() {
    assert!(labels::structs(library()) > 0, "no struct Label or Labels in src/label");
    assert_none(labels::faults(library()));
}
