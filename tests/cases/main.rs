//! Whole pages end to end: every folder of `fixtures/cases`, with no list to keep.
//!
//! A case is a folder of three files: `page.html` (or `page.txt`, a text rendering), `expected.json`, the article
//! as a perfect extractor gives it, and `case.toml`, what the caller knows and what must and must not appear.
//! Each case is several tests, `NAME::ASPECT`; see `aspects.rs`. Each epoch of a shipped profile is one, over all its
//! cases; see `epochs.rs`.
//!
//! A new case is made, and a changed expectation taken over, with
//! `CUTTINGS_ACCEPT=1 cargo test --test cases NAME`; read the difference before committing it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "tests")]

mod accept;
mod aspects;
mod case;
mod differences;
mod epochs;
mod losses;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

use case::Case;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folders = case::folders();
    if std::env::var_os("CUTTINGS_ACCEPT").is_some() {
        return accept::run(&folders, arguments.filter.as_deref());
    }
    let mut trials = vec![
        Trial::test("harness::finds_cases", {
            let found = folders.len();
            move || if found > 0 { Ok(()) } else { Err("no folder in fixtures/cases".into()) }
        }),
        Trial::test("harness::differences", || {
            differences::check();
            Ok(())
        }),
        Trial::test("harness::aspects", || {
            aspects::check();
            Ok(())
        }),
    ];
    trials.push(Trial::test("harness::losses", || {
        losses::check();
        Ok(())
    }));
    for epoch in epochs::names() {
        let folders = folders.clone();
        let name = format!("epoch::{epoch}");
        trials.push(Trial::test(name, move || epochs::test(&epoch, &folders).map_err(Failed::from)));
    }
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        for (aspect, test) in aspects::ALL {
            let folder = folder.clone();
            let run = move || Case::open(&folder).and_then(|case| test(&case)).map_err(Failed::from);
            trials.push(Trial::test(format!("{name}::{aspect}"), run));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}
