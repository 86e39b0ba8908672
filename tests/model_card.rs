//! The card of the shipped model: what its file says of how it was made, and that it was made of nothing else than the sets
//! whose licences allow it.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;

const MODEL: &str = "src/label/model/model.txt";

/// What may be fitted to; `fitting/sets.txt` is the same list for `fit.py`.
const SETS: [&str; 7] = ["zyte", "wcxb-dev", "wcxb-spare", "fundus", "trafilatura", "mercury", "era"];

/// What every card says.
const KEYS: [&str; 11] = [
    "written by",
    "date",
    "crate",
    "python",
    "lightgbm",
    "numpy",
    "publicsuffixlist",
    "shape",
    "folds",
    "sets",
    "score blocks",
];

const NOT_RECORDED: &str = "not recorded";

fn repository_file(name: &str) -> String {
    fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn the_shipped_model_was_made_of_what_its_card_says() {
    assert_eq!(faults(&repository_file(MODEL)), [""; 0]);
    let listed = repository_file("fitting/sets.txt");
    assert_eq!(listed.split_whitespace().collect::<Vec<_>>(), SETS);
}

/// What is wrong with the card of this model.
fn faults(model: &str) -> Vec<String> {
    let card: Vec<(&str, &str)> = model.lines().filter_map(|line| line.strip_prefix("# ")?.split_once(": ")).collect();
    let value = |key: &str| card.iter().find(|(k, _)| *k == key).map(|(_, value)| *value);
    let mut out: Vec<String> = Vec::new();
    out.extend(KEYS.iter().filter(|key| value(key).is_none()).map(|key| format!("the card has no line `{key}`")));
    let sets = value("sets").unwrap_or_default();
    for set in sets.split_whitespace() {
        if !SETS.contains(&set) {
            out.push(format!("{set} may not be fitted to"));
        }
        let digests = value(&format!("set {set}")).unwrap_or_default().split(", ").filter(|part| is_digest(part));
        if digests.count() != 2 {
            out.push(format!("no digests of {set}"));
        }
    }
    for (key, _) in &card {
        if key.strip_prefix("set ").is_some_and(|set| !sets.split_whitespace().any(|s| s == set)) {
            out.push(format!("`{key}` is not among the sets"));
        }
    }
    out.extend(
        KEYS.iter()
            .filter(|key| value(key).is_some_and(|v| v.contains(NOT_RECORDED)))
            .map(|key| format!("{key}: {NOT_RECORDED}")),
    );
    out
}

/// `gold sha256 …` or `pages sha256 …`.
fn is_digest(text: &str) -> bool {
    let digest = text.strip_prefix("gold sha256 ").or_else(|| text.strip_prefix("pages sha256 "));
    digest.is_some_and(|d| d.len() == 64 && d.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The card names the features by their digest, so that another build can be told from the one that described the blocks.
#[cfg(feature = "fetch")]
#[test]
fn the_card_names_the_features_of_the_model() {
    use sha2::{Digest, Sha256};

    let model = repository_file(MODEL);
    let features = model.lines().find_map(|line| line.strip_prefix("features ")).unwrap();
    let digest: String = Sha256::digest(features).iter().map(|byte| format!("{byte:02x}")).collect();
    let line = model.lines().find(|line| line.starts_with("# crate: ")).unwrap();
    assert!(line.ends_with(&format!("features sha256 {digest}")), "{line}, not {digest}");
}

#[test]
fn a_card_that_is_wrong_is_found() {
    let digest = "0".repeat(64);
    let card = |sets: &str, further: &str| {
        let keys: String = KEYS.iter().filter(|k| **k != "sets").map(|key| format!("# {key}: 1\n")).collect();
        format!(
            "{keys}# sets: {sets}\n# set era: 40 pages, gold sha256 {digest}, pages sha256 {digest}\n{further}features a\n"
        )
    };
    assert_eq!(faults(&card("era", "")), [""; 0]);
    let other = format!("# set other: 1 pages, gold sha256 {digest}, pages sha256 {digest}\n");
    assert_eq!(faults(&card("era other", &other)), ["other may not be fitted to"]);
    assert_eq!(faults(&card("era", &other)), ["`set other` is not among the sets"]);
    assert_eq!(faults(&card("era zyte", "")), ["no digests of zyte"]);
    assert_eq!(faults(&card("era", "").replace("# python: 1\n", "")), ["the card has no line `python`"]);
    assert_eq!(faults(&card("era", "").replace("numpy: 1", "numpy: not recorded")), ["numpy: not recorded"]);
    assert!(faults(&card(NOT_RECORDED, "")).contains(&"sets: not recorded".to_owned()));
}
