//! The crate without features is the extractor alone: no HTTP client, no async runtime.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::process::Command;

/// The names of the crates a build with these features links.
fn dependencies(features: &[&str]) -> Vec<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments =
        ["tree", "--offline", "--no-default-features", "--edges", "normal", "--prefix", "none", "--format", "{p}"];
    let output =
        Command::new(cargo).args(arguments).args(features).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn no_http_client_without_features() {
    let lean = dependencies(&[]);
    assert!(lean.iter().any(|name| name == "html5ever"), "{lean:?}");
    for heavy in ["reqwest", "tokio", "hyper", "rustls", "clap"] {
        assert!(!lean.iter().any(|name| name == heavy), "{heavy} is among {lean:?}");
    }
    // The same question has another answer where it should: the test can fail.
    let fetching = dependencies(&["--features", "fetch"]);
    assert!(fetching.iter().any(|name| name == "reqwest"), "{fetching:?}");
    assert!(!fetching.iter().any(|name| name == "clap"), "{fetching:?}");
}

#[test]
fn the_program_goes_without_tables() {
    let heavy = |features: &[&str]| {
        let found = dependencies(features);
        ["parquet", "arrow-json", "rusqlite", "csv", "zstd"].map(|name| found.iter().any(|found| found == name))
    };
    assert_eq!(heavy(&["--features", "program"]), [false; 5]);
    assert_eq!(heavy(&["--features", "cli"]), [true; 5]);
}
