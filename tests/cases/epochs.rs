//! A site profile only sharpens: what is found of a page without it is found with it too.
//!
//! Each epoch of each profile that comes with the crate is a test, `epoch::PROFILE/EPOCH`, of all cases that are of
//! it. Where less is found with the profile than without and the profile is right, `case.toml` says so, with the
//! reason, under the name of what is less; see [`losses`].

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cuttings::{Options, SiteProfiles};
use serde_json::Value;

use crate::case::Case;
use crate::losses::losses;

/// The epochs of the profiles that come with the crate, as an article's `profile` names them.
pub fn names() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/profile/sites");
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let profile: toml::Table = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let site = path.file_stem().unwrap().to_string_lossy();
        let epochs = profile.get("epoch").and_then(toml::Value::as_array).into_iter().flatten();
        names.extend(epochs.map(|epoch| format!("{site}/{}", epoch["name"].as_str().unwrap())));
    }
    names.sort();
    names
}

/// All cases of an epoch, of which there must be one.
pub fn test(epoch: &str, folders: &[PathBuf]) -> Result<(), String> {
    let mut wrong = Vec::new();
    let mut count = 0;
    for folder in folders {
        let case = Case::open(folder)?;
        if case.expected["profile"] == epoch {
            count += 1;
            let name = folder.file_name().unwrap().to_string_lossy();
            wrong.extend(only_sharpens(&case)?.into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    match (count, wrong.is_empty()) {
        (0, _) => Err("no case of fixtures/cases is of this epoch".to_owned()),
        (_, true) => Ok(()),
        (_, false) => Err(wrong.join("\n")),
    }
}

/// What is less with the profile than without and is not excused, and what is excused without need.
fn only_sharpens(case: &Case) -> Result<Vec<String>, String> {
    let read = |options| Ok::<Value, String>(serde_json::to_value(case.extract(options)?).unwrap());
    let with = read(Options::default())?;
    let without = read(Options::default().profiles(SiteProfiles::Off))?;
    let found = losses(&with, &without, case)?;
    let excused: BTreeSet<&str> = case.settings.losses().collect();
    let mut faults: Vec<String> = found
        .iter()
        .filter(|loss| !excused.contains(loss.name.as_str()))
        .map(|loss| format!("{}: {}", loss.name, loss.what))
        .collect();
    let unneeded = excused.iter().filter(|name| found.iter().all(|loss| loss.name != **name));
    faults.extend(unneeded.map(|name| format!("{name} is in without_profiles, but nothing of the kind is less")));
    Ok(faults)
}
