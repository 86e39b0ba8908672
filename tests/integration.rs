//! The tests of the public face, in one program: each one more would be linked anew, and compile anew what is asynchronous.
//!
//! A file or folder of tests stands in a line below, unless `Cargo.toml` has a program of its own for it.
#![allow(clippy::unwrap_used, reason = "tests")]

#[cfg(feature = "program")]
mod archives;
#[cfg(feature = "program")]
mod batch;
#[cfg(feature = "program")]
mod cli;
mod common_crawl;
mod examples;
#[cfg(feature = "fetch")]
mod fake_archive;
#[cfg(feature = "program")]
mod fetch_runs;
mod fetching;
mod history;
mod hostile;
#[cfg(feature = "program")]
mod inspect;
mod kept;
mod limits;
mod model_card;
#[cfg(feature = "program")]
mod profile;
mod published;
#[cfg(feature = "fetch")]
mod pywb;
#[cfg(feature = "fetch")]
mod pywb_history;
#[cfg(feature = "program")]
mod record_files;
#[cfg(feature = "program")]
mod report;
#[cfg(feature = "schema")]
mod schema;
mod several_archives;
#[cfg(feature = "program")]
mod shell;
mod stories;
mod storm;
mod vectors;
#[cfg(feature = "saved")]
mod warcio;
#[cfg(feature = "program")]
mod whole_fetch;

/// Cargo looks for no tests by itself here, so that none is built twice; nor may one be forgotten.
#[test]
fn no_file_of_tests_is_left_out() {
    let folder = format!("{}/tests", env!("CARGO_MANIFEST_DIR"));
    let (here, manifest) = (include_str!("integration.rs"), include_str!("../Cargo.toml"));
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let is_test = path.extension().is_some_and(|e| e == "rs")
            || ["mod.rs", "main.rs"].iter().any(|root| path.join(root).exists());
        if is_test {
            names.push(path.file_stem().unwrap().to_string_lossy().into_owned());
        }
    }
    assert!(names.len() > 10, "{names:?}");
    names.retain(|name| {
        !here.contains(&format!("\nmod {name};")) && !manifest.contains(&format!("\n[[test]]\nname = \"{name}\"\n"))
    });
    assert!(names.is_empty(), "in no program of tests: {names:?}");
}
