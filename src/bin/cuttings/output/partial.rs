//! Results beside the file they are for, until they are whole.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How many partial files of earlier runs may lie beside an output before a further one is refused.
const MAX_PARTIALS: usize = 1_000;

/// The longest name that is lengthened by an ending: file systems commonly allow 255 bytes.
const MAX_NAME_BYTES: usize = 240;

/// A file of results, written beside the file it is to replace. It outlives a run that breaks off, unless it is empty.
#[derive(Debug)]
pub struct Partial {
    file: File,
    path: PathBuf,
    target: PathBuf,
    /// The bytes of all results that were written whole.
    written: u64,
    in_place: bool,
}

impl Partial {
    /// Begins a file beside `target`. A file of that name from an earlier run is left alone.
    pub fn create_beside(target: &Path) -> io::Result<Partial> {
        // What may not be written to may not be replaced.
        let permissions = match OpenOptions::new().write(true).open(target) {
            Err(_) if target.is_dir() => None,
            Ok(old) => Some(old.metadata()?.permissions()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let (file, path) = create_new(target)?;
        let partial = Partial { file, path, target: target.to_owned(), written: 0, in_place: false };
        if let Some(permissions) = permissions {
            partial.file.set_permissions(permissions)?;
        }
        Ok(partial)
    }

    /// The last of the files that earlier runs left beside `target`.
    pub fn last_beside(target: &Path) -> Option<PathBuf> {
        (1..=MAX_PARTIALS).map(|n| partial_path(target, n)).take_while(|path| path.exists()).last()
    }

    /// Opens a file that an earlier run left beside `target`, to go on behind so many bytes; what is behind them goes.
    pub fn reopen(path: &Path, target: &Path, written: u64) -> io::Result<Partial> {
        let file = OpenOptions::new().append(true).open(path)?;
        file.set_len(written)?;
        Ok(Partial { file, path: path.to_owned(), target: target.to_owned(), written, in_place: false })
    }

    /// The bytes of all results that were written whole.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Removes the file: its results are elsewhere.
    pub fn remove(&mut self) -> io::Result<()> {
        fs::remove_file(&self.path)?;
        self.in_place = true;
        Ok(())
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether anything is in it that is worth keeping.
    pub fn is_empty(&self) -> bool {
        self.written == 0
    }

    /// Writes one result. Where that fails, as on a full disk, the file is left with the whole results before it.
    pub fn write(&mut self, text: &str) -> io::Result<()> {
        match self.file.write_all(text.as_bytes()) {
            Ok(()) => self.written += text.len() as u64,
            Err(error) => {
                // A result cut off at the end is a blemish; the error is what matters.
                let _ = self.file.set_len(self.written);
                return Err(error);
            }
        }
        Ok(())
    }

    /// Puts the file in the place of the one it is for, in one step.
    pub fn put_in_place(&mut self) -> io::Result<()> {
        // Some file systems tell only now that they had no room.
        self.file.sync_all()?;
        fs::rename(&self.path, &self.target)?;
        self.in_place = true;
        Ok(())
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.in_place && self.is_empty() {
            // An empty file left behind does no harm.
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn create_new(target: &Path) -> io::Result<(File, PathBuf)> {
    for n in 1..=MAX_PARTIALS {
        let path = partial_path(target, n);
        match OpenOptions::new().append(true).create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            opened => return Ok((opened?, path)),
        }
    }
    Err(io::Error::other(format!("{MAX_PARTIALS} partial files lie beside it")))
}

/// The name of the file beside `target` of a run before which so many others, less one, left theirs.
fn partial_path(target: &Path, n: usize) -> PathBuf {
    let name = target.file_name().filter(|name| name.len() <= MAX_NAME_BYTES);
    let mut name = name.map_or("cuttings".into(), OsString::from);
    name.push(if n == 1 { ".part".to_owned() } else { format!(".part{n}") });
    target.with_file_name(name)
}
