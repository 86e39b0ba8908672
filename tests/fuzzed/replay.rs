//! What the targets saved, run through them again.

use std::fs;
use std::path::{Path, PathBuf};

/// The files of a folder of a target; none where it has none.
fn files(folder: &str, target: &str) -> Vec<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(folder).join(target);
    let Ok(entries) = fs::read_dir(path) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn replay(target: &str, check: fn(&[u8])) {
    let corpus = files("corpus", target);
    assert!(corpus.len() >= 5, "fuzz/corpus/{target} has {} files", corpus.len());
    for file in corpus.into_iter().chain(files("regressions", target)) {
        let data = fs::read(&file).unwrap();
        if let Err(failure) = std::panic::catch_unwind(|| check(&data)) {
            eprintln!("it was {}", file.display());
            std::panic::resume_unwind(failure);
        }
    }
}

macro_rules! replay {
    ($($target:ident)+) => {
        $(#[test]
        fn $target() {
            replay(stringify!($target), super::$target::check);
        })+

        /// A folder that no test reads would hold nothing to anything.
        #[test]
        fn every_folder_is_read() {
            let targets = [$(stringify!($target)),+];
            for folder in ["corpus", "regressions"] {
                let names = files(folder, "").into_iter().map(|path| path.file_name().unwrap().to_owned());
                let unknown: Vec<_> = names.filter(|name| !targets.iter().any(|target| name == target)).collect();
                assert!(unknown.is_empty(), "fuzz/{folder}: {unknown:?}");
            }
            for target in files("fuzz_targets", "") {
                assert!(targets.iter().any(|name| target.file_stem().unwrap() == *name), "{}", target.display());
            }
        }
    };
}

replay! {
    arc cdx dates decode extract_bytes extract_grammar json_ld link_header mhtml parsers plain_text profiles round_trip unrewrite wacz warc
}
