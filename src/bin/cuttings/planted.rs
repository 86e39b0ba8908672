//! Links that somebody left under names of ours. What the user names may be a link; what we name beside or below it is written to by
//! nobody's leave but ours, so a link there would have us write where nobody asked us to.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// Fails where any of these is a link.
pub fn none_of<'a>(dir: &Path, names: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
    names.into_iter().try_for_each(|name| not_a_link(&dir.join(name)))
}

/// Fails where there is a link.
pub fn not_a_link(path: &Path) -> io::Result<()> {
    match is_link(path) {
        true => {
            Err(io::Error::other(format!("{} is a symbolic link, and nothing is written through it", path.display())))
        }
        false => Ok(()),
    }
}

pub fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
}

/// A new file in the place of what may lie there, which is taken away, be it a link.
pub fn create_anew(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Write;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn nothing_is_written_through_a_link() {
        let dir = tempfile::tempdir().unwrap();
        let (outside, inside) = (dir.path().join("outside"), dir.path().join("inside"));
        fs::write(&outside, "mine").unwrap();
        fs::create_dir(&inside).unwrap();
        symlink(&outside, inside.join("a")).unwrap();
        symlink(dir.path().join("none"), inside.join("dangling")).unwrap();
        assert!(none_of(&inside, ["a"]).is_err() && none_of(&inside, ["dangling"]).is_err());
        assert!(none_of(&inside, ["b"]).is_ok());
        for name in ["a", "dangling", "new", "new"] {
            create_anew(&inside.join(name)).unwrap().write_all(b"ours").unwrap();
            assert_eq!(fs::read_to_string(inside.join(name)).unwrap(), "ours");
        }
        assert_eq!(fs::read_to_string(&outside).unwrap(), "mine");
        assert!(!dir.path().join("none").exists());
    }
}
