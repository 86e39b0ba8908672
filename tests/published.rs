//! What is published stands by itself: the pages that its documentation and its examples read go with it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The cases that a text names: after a slash or in quotation marks.
fn cases<'a>(text: &'a str, all: &'a [String]) -> impl Iterator<Item = String> + 'a {
    let named = |name: &str| {
        let ends = |rest: &str| rest.starts_with(['/', '"']);
        text.match_indices(name).any(|(at, _)| text[..at].ends_with(['/', '"']) && ends(&text[at + name.len()..]))
    };
    all.iter().filter(move |name| named(name)).cloned()
}

/// The files of a folder and of those in it.
fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            files(&entry.path(), out);
        } else {
            out.push(entry.path());
        }
    }
}

#[test]
fn every_page_that_is_read_is_included() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all: Vec<String> = fs::read_dir(root.join("fixtures/cases"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let list = manifest.split("include = [").nth(1).unwrap().split("\n]").next().unwrap();
    let included: BTreeSet<String> = cases(list, &all).collect();

    let mut texts = ["README.md", "docs/cookbook.md", "docs/tables.md"].map(|name| root.join(name)).to_vec();
    files(&root.join("examples"), &mut texts);
    let mut named: BTreeSet<String> =
        texts.iter().flat_map(|path| cases(&fs::read_to_string(path).unwrap(), &all).collect::<Vec<_>>()).collect();
    let mut sources = Vec::new();
    files(&root.join("src"), &mut sources);
    for source in sources.iter().filter(|path| path.extension().is_some_and(|e| e == "rs")) {
        let text = fs::read_to_string(source).unwrap();
        let documentation = text.lines().filter(|line| matches!(line.trim_start().get(..3), Some("///" | "//!")));
        named.extend(documentation.flat_map(|line| cases(line, &all)));
    }
    assert!(named.len() > 3, "{named:?}");
    let missing: Vec<_> = named.difference(&included).collect();
    assert!(missing.is_empty(), "not in `include` of Cargo.toml: {missing:?}");
}

#[test]
fn the_python_package_has_the_same_version_and_arrow() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = |path: &str| -> toml::Table { fs::read_to_string(root.join(path)).unwrap().parse().unwrap() };
    let (ours, python) = (manifest("Cargo.toml"), manifest("python/Cargo.toml"));
    assert_eq!(python["package"]["version"], ours["package"]["version"]);
    assert_eq!(python["package"]["rust-version"], ours["workspace"]["package"]["rust-version"]);
    for name in ["arrow-array", "arrow-schema"] {
        assert_eq!(python["dependencies"][name]["version"], ours["dependencies"][name]["version"], "{name}");
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest: toml::Table = fs::read_to_string(root.join("Cargo.toml")).unwrap().parse().unwrap();
    let names = |table: &toml::Table| -> Vec<String> {
        let listed = ["dependencies", "dev-dependencies"].iter().filter_map(|kind| table.get(*kind)?.as_table());
        listed.flat_map(|table| table.keys().cloned()).collect()
    };
    let mut used: BTreeSet<String> = names(&manifest).into_iter().collect();
    let targets = manifest["target"].as_table().unwrap().values().filter_map(toml::Value::as_table);
    used.extend(targets.flat_map(names));
    let text = fs::read_to_string(root.join("CONTRIBUTING.md")).unwrap();
    let table = text.split("\n## Dependencies\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split(" |").next());
    let told: BTreeSet<String> =
        rows.flat_map(|row| row.split(", ")).map(|name| name.trim_matches('`').to_owned()).collect();
    assert_eq!(told, used, "the table in CONTRIBUTING.md is not what Cargo.toml says");
}
