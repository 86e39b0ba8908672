//! Which file a name means, so that one file with two names is known for one.

use std::path::Path;

/// What a file is, by whatever name it was found: the same for relative paths, symbolic and hard links.
#[cfg(unix)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileId {
    device: u64,
    inode: u64,
}

/// What a file is: its path with links followed. Hard links are not seen through here.
#[cfg(not(unix))]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileId(std::path::PathBuf);

impl FileId {
    /// The file at this path; none if there is none.
    pub fn from_path(path: &Path) -> Option<FileId> {
        #[cfg(unix)]
        return std::fs::metadata(path).ok().map(|metadata| FileId::from_metadata(&metadata));
        #[cfg(not(unix))]
        return std::fs::canonicalize(path).ok().map(FileId);
    }

    /// The file that standard input is read from, if it is one and the system tells.
    pub fn from_stdin() -> Option<FileId> {
        #[cfg(unix)]
        {
            use std::os::fd::AsFd;
            let stdin = std::io::stdin().as_fd().try_clone_to_owned().ok()?;
            let metadata = std::fs::File::from(stdin).metadata().ok()?;
            Some(FileId::from_metadata(&metadata))
        }
        #[cfg(not(unix))]
        None
    }

    #[cfg(unix)]
    fn from_metadata(metadata: &std::fs::Metadata) -> FileId {
        use std::os::unix::fs::MetadataExt;
        FileId { device: metadata.dev(), inode: metadata.ino() }
    }
}
