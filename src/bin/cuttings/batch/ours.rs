//! What a run writes, which is none of its inputs though it may lie among them.

use std::path::{Path, PathBuf, absolute};

use crate::args::BatchArgs;

/// The files and directories that a run writes, as absolute paths.
#[derive(Debug, Clone, Default)]
pub struct Ours(Vec<PathBuf>);

impl Ours {
    pub fn of(args: &BatchArgs) -> Ours {
        let pages = args.report.as_deref().and_then(pages_beside);
        Ours::files(args.output.iter().chain(&args.report).chain(&pages))
    }

    /// Of a run that writes these.
    pub fn files<'a>(paths: impl IntoIterator<Item = &'a PathBuf>) -> Ours {
        Ours(paths.into_iter().filter_map(|path| absolute(path).ok()).collect())
    }

    /// Whether a path is one of them, or lies beside it under its name with an ending.
    pub fn holds(&self, path: &Path) -> bool {
        !self.0.is_empty() && absolute(path).is_ok_and(|path| self.0.iter().any(|ours| is_beside(&path, ours)))
    }
}

/// The directory beside a report for the pages to which it leads: `report_files` beside `report.html`, as browsers name such.
pub fn pages_beside(report: &Path) -> Option<PathBuf> {
    let mut name = report.file_stem()?.to_owned();
    name.push("_files");
    Some(report.with_file_name(name))
}

/// Whether a file is the output, or lies beside it under its name with an ending.
fn is_beside(path: &Path, output: &Path) -> bool {
    let names = path.file_name().zip(output.file_name());
    path.parent() == output.parent()
        && names.is_some_and(|(name, of)| {
            let rest = name.as_encoded_bytes().strip_prefix(of.as_encoded_bytes());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(b".part"))
        })
}
