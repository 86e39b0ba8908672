//! Imports go one way: which module of the library may name which.
//!
//! The table is the architecture of `CONTRIBUTING.md`. Test code (`#[cfg(test)]` modules and files named
//! `tests.rs` or in folders named `tests`) may name anything: it builds its values with whatever it needs.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod scan;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use scan::{Import, imports};

/// A module and what it may name: a module, or a single item of one.
const TABLE: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("article", &[]),
    ("text", &[]),
    ("vocabulary", &[]),
    ("options", &["error"]),
    ("page", &["error", "article::DateTime"]),
    ("decode", &["options", "page", "error"]),
    ("dom", &["options", "page", "error", "text"]),
    ("archive", &["error", "article::DateTime"]),
    ("unrewrite", &["archive", "dom", "article::DateTime", "article::Capture"]),
    ("dates", &["article::DateTime"]),
    ("metadata", &["dom", "dates", "article::DateTime", "options::Limits", "text", "vocabulary"]),
    ("profile", &["dom", "error", "article::DateTime", "text"]),
    ("measure", &["dom", "vocabulary", "text"]),
    ("strip", &["dom", "measure", "profile", "options", "vocabulary"]),
    ("segment", &["dom", "measure", "profile", "vocabulary", "text", "article::MediaKind"]),
    ("client_rendered", &["text"]),
    ("score", &["segment", "options", "vocabulary", "text"]),
    ("structure", &["segment", "score", "metadata", "dates", "profile", "article", "vocabulary", "text"]),
    ("plaintext", &["article", "dates", "segment", "vocabulary", "text"]),
    ("output", &["article"]),
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
            "unrewrite",
            "metadata",
            "profile",
            "strip",
            "segment",
            "score",
            "structure",
            "plaintext",
            "text",
        ],
    ),
    ("coding", &[]),
    ("saved", &["page", "error", "archive", "coding", "article::DateTime"]),
    ("fetch", &["page", "error", "archive", "coding", "article::DateTime"]),
    ("history", &["fetch", "extractor", "article", "error", "page", "archive"]),
];

#[test]
fn imports_go_one_way() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = BTreeSet::new();
    let mut files = 0;
    for path in rust_files(&src) {
        let inner = path.strip_prefix(&src).unwrap();
        let Some(module) = module_of(inner) else { continue };
        files += 1;
        let name = &module[0];
        let Some((_, allowed)) = TABLE.iter().find(|(m, _)| m == name) else {
            wrong.insert(format!("src/{}: module `{name}` is not in the table", inner.display()));
            continue;
        };
        for Import { line, path } in imports(&fs::read_to_string(&path).unwrap(), &module) {
            if !may(name, allowed, &path) {
                wrong.insert(format!("src/{}:{line}: `{name}` may not name crate::{path}", inner.display()));
            }
        }
    }
    assert!(files > 20, "only {files} files found");
    assert!(wrong.is_empty(), "\n{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

/// Whether the module may name this path from the crate's root.
fn may(module: &str, allowed: &[&str], path: &str) -> bool {
    let within = |outer: &str| path == outer || path.strip_prefix(outer).is_some_and(|rest| rest.starts_with("::"));
    within(module) || allowed.iter().any(|a| within(a))
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

/// The module a file is, as names from the crate's root; none for the root itself, the program and tests.
fn module_of(path: &Path) -> Option<Vec<String>> {
    let mut names: Vec<String> = path.with_extension("").iter().map(|n| n.to_string_lossy().into_owned()).collect();
    if names.last().is_some_and(|n| n == "mod") {
        names.pop();
    }
    let skipped = names == ["lib"] || names.first().is_some_and(|n| n == "bin") || names.iter().any(|n| n == "tests");
    (!skipped && !names.is_empty()).then_some(names)
}

#[test]
fn the_table_names_every_module_before_its_users() {
    let at = |name: &str| TABLE.iter().position(|(m, _)| *m == name);
    for (n, (module, allowed)) in TABLE.iter().enumerate() {
        for user in allowed.iter().map(|a| a.split("::").next().unwrap()) {
            assert!(at(user).is_some_and(|found| found < n), "{module} names {user}, which is not above it");
        }
    }
}

#[test]
fn a_single_item_may_be_allowed() {
    assert!(may("page", &["error", "article::DateTime"], "article::DateTime"));
    assert!(may("page", &["error", "article::DateTime"], "error::Result"));
    assert!(may("page", &[], "page::Page"));
    for not in ["article::Article", "article", "errors::X", "article::DateTimes", "Page"] {
        assert!(!may("page", &["error", "article::DateTime"], not), "{not}");
    }
    assert_eq!(module_of(Path::new("dom/mod.rs")).unwrap(), ["dom"]);
    assert_eq!(module_of(Path::new("dom/text.rs")).unwrap(), ["dom", "text"]);
    assert_eq!(module_of(Path::new("dom/tests.rs")), None);
    assert_eq!(module_of(Path::new("lib.rs")), None);
    assert_eq!(module_of(Path::new("bin/cuttings/main.rs")), None);
}
