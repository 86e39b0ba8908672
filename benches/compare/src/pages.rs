//! The pages: read into memory once, as bytes and as text, so that no tool waits for a disk.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, UTF_8};
use flate2::read::MultiGzDecoder;

/// How far into a page its charset is looked for.
const CHARSET_WITHIN: usize = 8192;

/// A directory of pages.
pub struct Set {
    pub name: String,
    pub pages: Vec<Loaded>,
}

/// A page as tools take it.
pub struct Loaded {
    pub name: String,
    /// The page for this crate, which decodes it in the time that is taken.
    pub page: cuttings::Page,
    /// The page for all others, which ask for text.
    pub text: String,
    /// Bytes of the page, by which all speeds are told.
    pub size: usize,
}

impl Set {
    /// All files under `dir` whose names end in `.html` or `.htm`, and `.gz` behind it.
    pub fn load(dir: &Path) -> io::Result<Set> {
        let mut files = Vec::new();
        list(dir, &mut files)?;
        files.sort();
        let pages = files.iter().map(|file| Loaded::read(dir, file)).collect::<io::Result<Vec<_>>>()?;
        if pages.is_empty() {
            return Err(io::Error::other(format!("{}: no file ends in .html", dir.display())));
        }
        let name = fs::canonicalize(dir)?.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Set { name, pages })
    }

    pub fn bytes(&self) -> usize {
        self.pages.iter().map(|p| p.size).sum()
    }
}

impl Loaded {
    fn read(dir: &Path, file: &Path) -> io::Result<Loaded> {
        let mut bytes = fs::read(file)?;
        if bytes.starts_with(&[0x1f, 0x8b]) {
            let mut unpacked = Vec::new();
            MultiGzDecoder::new(&bytes[..]).read_to_end(&mut unpacked)?;
            bytes = unpacked;
        }
        let name = file.strip_prefix(dir).unwrap_or(file).display().to_string();
        let (text, size) = (decode(&bytes), bytes.len());
        Ok(Loaded { name, page: cuttings::Page::new(bytes), text, size })
    }
}

fn list(dir: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(dir).map_err(|e| io::Error::other(format!("{}: {e}", dir.display())))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        if path.is_dir() {
            list(&path, files)?;
        } else if name.ends_with(".html") || name.ends_with(".htm") {
            files.push(path);
        }
    }
    Ok(())
}

/// The text by its mark, or by the charset that it declares, or as UTF-8.
fn decode(bytes: &[u8]) -> String {
    let encoding = declared(&bytes[..bytes.len().min(CHARSET_WITHIN)]).unwrap_or(UTF_8);
    // A mark at the start goes before.
    encoding.decode(bytes).0.into_owned()
}

fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_lowercase();
    let label = head.split_once("charset=")?.1.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c)).unwrap_or(label.len());
    // As browsers do: whoever can say it in ASCII writes no UTF-16.
    Encoding::for_label(&label.as_bytes()[..end]).map(Encoding::output_encoding)
}
