//! Zip files: pages as files, and WACZ, where the pages are in WARC files.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use flate2::bufread::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::raw::{Raw, Seekable, Store};
use super::warc::{Revisits, Wanted, Warc, broken, looks_like_html};
use super::{Form, Saved, detect, single};
use crate::error::{Error, ErrorKind, Result};

/// How large a zip may be that comes as a stream: its table stands at its end, so it is held in memory.
const IN_MEMORY: u64 = 128 << 20;

pub(super) struct Zip {
    name: String,
    store: Arc<Store>,
    table: ZipArchive<Box<dyn Seekable>>,
    wanted: Wanted,
    next: usize,
    /// The WARC file within that is being read.
    current: Option<Box<Warc>>,
    /// The records of those read before: a crawl is cut into files anywhere.
    revisits: Revisits,
    /// The bytes of the files read, start and end. Files that share bytes are how a small zip comes to unpack without end.
    taken: BTreeMap<u64, u64>,
}

impl std::fmt::Debug for Zip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Zip").field("name", &self.name).field("next", &self.next).finish_non_exhaustive()
    }
}

/// A file within.
struct Entry {
    name: String,
    method: CompressionMethod,
    start: u64,
    packed: u64,
    crc: u32,
}

impl Zip {
    pub(super) fn open(raw: Raw, name: String, wanted: Wanted) -> Result<Self> {
        let io = |e| Error::io(name.as_ref(), e);
        let store = match raw.store.clone() {
            Some(store) => store,
            None => {
                let mut bytes = Vec::new();
                raw.take(IN_MEMORY + 1).read_to_end(&mut bytes).map_err(io)?;
                if bytes.len() as u64 > IN_MEMORY {
                    let (limit, found) = (IN_MEMORY as usize, bytes.len());
                    return Err(ErrorKind::Limit { what: "bytes of a zip read as a stream", limit, found }.into());
                }
                Store::memory(bytes).into()
            }
        };
        let table = ZipArchive::new(store.open().map_err(io)?).map_err(|e| broken(&format!("zip: {e}")))?;
        let (revisits, taken) = (Revisits::default(), BTreeMap::new());
        Ok(Zip { name, store, table, wanted, next: 0, current: None, revisits, taken })
    }

    /// The next page or trouble.
    pub(super) fn next(&mut self) -> Option<Result<Saved>> {
        loop {
            if let Some(item) = self.current.as_mut().and_then(|warc| warc.next()) {
                return Some(item);
            }
            if let Some(warc) = self.current.take() {
                self.revisits = warc.into_revisits();
            }
            if self.next >= self.table.len() {
                return None;
            }
            self.next += 1;
            let place = |this: &Self| format!("{}#file {}", this.name, this.next);
            let entry = match self.entry(self.next - 1) {
                Ok(Some(entry)) => entry,
                Ok(None) => continue,
                Err(error) => return Some(Err(ErrorKind::Record { place: place(self), error }.into())),
            };
            let place = format!("{}/{}", self.name, entry.name);
            match self.page(&entry, &place) {
                Ok(Some(saved)) => return Some(Ok(saved)),
                Ok(None) => {}
                // A place within the file is the nearer one.
                Err(error) if error.place().is_some() => return Some(Err(error)),
                Err(error) => return Some(Err(ErrorKind::Record { place, error }.into())),
            }
        }
    }

    /// What the table says of a file; none of a directory.
    fn entry(&mut self, n: usize) -> Result<Option<Entry>> {
        let file = self.table.by_index_raw(n).map_err(|e| broken(&format!("zip: {e}")))?;
        if file.is_dir() || file.size() == 0 {
            return Ok(None);
        }
        let name = String::from_utf8_lossy(file.name_raw()).into_owned();
        if file.encrypted() {
            return Err(broken(&format!("{name:?} is encrypted")));
        }
        let start = file.data_start().ok_or_else(|| broken("zip: a file without data"))?;
        Ok(Some(Entry { name, method: file.compression(), start, packed: file.compressed_size(), crc: file.crc32() }))
    }

    /// The page that a file is; none if it is no page, or many.
    fn page(&mut self, entry: &Entry, place: &str) -> Result<Option<Saved>> {
        let io = |e| Error::io(place.as_ref(), e);
        let told = By::name(&entry.name);
        if told == By::Other {
            return Ok(None);
        }
        let end = entry.start.saturating_add(entry.packed);
        let before = self.taken.range(..end).next_back();
        if before.is_some_and(|(_, &other)| other > entry.start) {
            return Err(broken("two files of a zip share bytes"));
        }
        self.taken.insert(entry.start, end);
        let mut raw = match entry.method {
            CompressionMethod::Stored => {
                let store =
                    self.store.part(entry.start, entry.packed).ok_or_else(|| broken("zip: outside the file"))?;
                Raw::new(store.open_at(0).map_err(io)?, Some(store), 0)
            }
            CompressionMethod::Deflated => {
                let packed = self.store.open_at(entry.start).map_err(io)?.take(entry.packed);
                let packed = std::io::BufReader::with_capacity(64 << 10, packed);
                Raw::new(Box::new(DeflateDecoder::new(packed)), None, 0)
            }
            method => return Err(broken(&format!("zip: packed by a method not known here, {method:?}"))),
        };
        let form = detect(&mut raw).map_err(io)?;
        if form == Form::Warc {
            let warc = Warc::new(raw, place.to_owned(), self.wanted);
            self.current = Some(Box::new(warc.after(std::mem::take(&mut self.revisits))));
            return Ok(None);
        }
        // Files of office programs are zips too.
        let is_archive = |name: &str| [".zip", ".wacz"].iter().any(|end| name.to_ascii_lowercase().ends_with(end));
        if form == Form::Zip && is_archive(&entry.name) {
            return Err(broken("a zip within a zip is not read; take it out"));
        }
        if form == Form::Zip || form == Form::Page && told == By::Look && !looks_like_html(raw.ready()) {
            return Ok(None);
        }
        let (page, crc) = single(raw, form, self.wanted, place, Some(entry.packed))?;
        if crc != entry.crc {
            return Err(broken("the check sum of a file does not agree with its data"));
        }
        Ok(Some(Saved::new(page, entry.name.clone(), place.to_owned())))
    }
}

/// What a file's name tells.
#[derive(Debug, PartialEq, Eq)]
enum By {
    Page,
    /// It must be looked at.
    Look,
    Other,
}

impl By {
    fn name(path: &str) -> Self {
        /// Files that stand with pages and may begin like them.
        const OTHER: [&str; 9] = ["js", "css", "json", "jsonl", "svg", "xml", "cdx", "cdxj", "idx"];
        const PAGES: [&str; 5] = ["html", "htm", "xhtml", "shtml", "txt"];
        let file = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        // What the Finder puts beside every file.
        if file.starts_with("._") || path.starts_with("__MACOSX/") {
            return By::Other;
        }
        match file.trim_end_matches(".gz").rsplit_once('.').map(|(_, end)| end) {
            Some(end) if OTHER.contains(&end) => By::Other,
            Some(end) if PAGES.contains(&end) => By::Page,
            _ => By::Look,
        }
    }
}
