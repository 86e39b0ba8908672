//! What an `--output` path leads to.

use std::fs;
use std::path::{Path, PathBuf};

/// How many symbolic links are followed one after the other; as many as Linux follows.
const MAX_LINKS: usize = 40;

/// Where results are to go. Nothing is opened yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    Stdout,
    /// A device, a pipe, or a descriptor of this process (`/dev/stdout`): nothing can be put in its place.
    Direct(PathBuf),
    /// A file, with links followed, whether it is there yet or not.
    File(PathBuf),
}

impl Destination {
    /// Follows a path without opening what it leads to.
    pub fn resolve(path: &Path) -> Destination {
        let is_special = fs::metadata(path).is_ok_and(|metadata| !metadata.is_file());
        match follow_links(path).filter(|_| !is_special) {
            Some(file) => Destination::File(file),
            None => Destination::Direct(path.to_owned()),
        }
    }
}

/// The path at the end of all symbolic links, also where no file is there. None on the way through a descriptor of a
/// process: whoever opened the file goes on writing to it, so another file in its place would be lost on them.
fn follow_links(path: &Path) -> Option<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let real = fs::canonicalize(folder).unwrap_or_default();
        if real.starts_with("/proc") || real.starts_with("/dev/fd") {
            return None;
        }
        match fs::read_link(&path) {
            Ok(to) => path = folder.join(to),
            Err(_) => return Some(path),
        }
    }
    // A circle of links; opening it tells.
    None
}
