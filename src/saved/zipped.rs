//! Zip files: pages as files, and WACZ, where the pages are in WARC files.

use std::collections::BTreeMap;
use std::io::{BufReader, Read};
use std::sync::Arc;

use flate2::bufread::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::errors::{at_place, damaged};
use super::format::FileFormat;
use super::html_start::looks_like_html;
use super::records::{FileSearch, Index, RecordIndex, RecordReader, search_records};
use super::rewind::{Backing, RewindReader, Seekable};
use super::saved_page::SavedPage;
use super::selection::Selection;
use super::single::read_whole_file;
use super::skipped::Skipped;
use crate::error::{Error, Result};
use crate::options::check_limit;

pub(super) struct ZipReader {
    name: String,
    backing: Arc<Backing>,
    table: ZipArchive<Box<dyn Seekable>>,
    selection: Selection,
    next: usize,
    /// The file of records within that is being read.
    current: Option<Box<RecordReader>>,
    /// The records of all files within, and of others: a crawl is cut into files anywhere.
    index: RecordIndex,
    search: FileSearch,
    skipped: Skipped,
    /// The bytes of the files read, start and end. Files that share bytes are how a small zip comes to unpack without end.
    ranges_read: BTreeMap<u64, u64>,
}

impl std::fmt::Debug for ZipReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ZipReader").field("name", &self.name).field("next", &self.next).finish_non_exhaustive()
    }
}

/// What the table says of a file within.
struct Entry {
    name: String,
    method: CompressionMethod,
    start: u64,
    packed: u64,
    crc: u32,
}

impl ZipReader {
    pub(super) fn open(
        file: RewindReader,
        name: String,
        selection: Selection,
        index: RecordIndex,
        search: FileSearch,
    ) -> Result<Self> {
        let io = |e| Error::io(name.as_ref(), e);
        let backing = match file.backing() {
            Some(backing) => backing.clone(),
            None => {
                let mut bytes = Vec::new();
                let limit = selection.limits.saved.held_bytes;
                file.take((limit as u64).saturating_add(1)).read_to_end(&mut bytes).map_err(io)?;
                check_limit("bytes of a zip read as a stream", bytes.len(), limit)?;
                Backing::memory(bytes).into()
            }
        };
        let table = ZipArchive::new(backing.open().map_err(io)?).map_err(|e| damaged(&format!("zip: {e}")))?;
        check_limit("files in a zip", table.len(), selection.limits.saved.entries)?;
        let (skipped, ranges_read) = (Skipped::default(), BTreeMap::new());
        Ok(ZipReader { name, backing, table, selection, next: 0, current: None, index, search, skipped, ranges_read })
    }

    pub(super) fn skipped(&self) -> &Skipped {
        &self.skipped
    }

    /// Remembers where the pages of all files of records within are. What is damaged is told of when the zip is read.
    pub(super) fn search(mut self, index: &mut Index) {
        while self.next < self.table.len() {
            self.next += 1;
            let Ok(Some(entry)) = self.entry(self.next - 1) else { continue };
            if NameHint::from_path(&entry.name) == NameHint::NoPage || self.claim_bytes(&entry).is_err() {
                continue;
            }
            let place = format!("{}/{}", self.name, entry.name);
            let Ok(mut file) = self.open_entry(&entry, &place) else { continue };
            let form = FileFormat::detect(&mut file).ok().and_then(FileFormat::record_form);
            if let Some(form) = form {
                search_records(file, form, index, self.selection);
            }
        }
    }

    /// The next page, or what is wrong with the next file.
    pub(super) fn next_page(&mut self) -> Option<Result<SavedPage>> {
        loop {
            if let Some(item) = self.current.as_mut().and_then(|records| records.next_page()) {
                return Some(item);
            }
            if let Some(records) = self.current.take() {
                self.skipped.add(records.skipped());
            }
            if self.next >= self.table.len() {
                return None;
            }
            self.next += 1;
            let entry = match self.entry(self.next - 1) {
                Ok(Some(entry)) => entry,
                Ok(None) => continue,
                Err(error) => return Some(Err(at_place(format!("{}#file {}", self.name, self.next), error))),
            };
            let place = format!("{}/{}", self.name, entry.name);
            match self.read_entry(&entry, &place) {
                Ok(Some(saved)) => return Some(Ok(saved)),
                Ok(None) => {}
                Err(error) => return Some(Err(at_place(place, error))),
            }
        }
    }

    /// What the table says of a file; none of a directory.
    fn entry(&mut self, n: usize) -> Result<Option<Entry>> {
        let file = self.table.by_index_raw(n).map_err(|e| damaged(&format!("zip: {e}")))?;
        if file.is_dir() || file.size() == 0 {
            return Ok(None);
        }
        let name = String::from_utf8_lossy(file.name_raw()).into_owned();
        if file.encrypted() {
            return Err(damaged(&format!("{name:?} is encrypted")));
        }
        let start = file.data_start().ok_or_else(|| damaged("zip: a file without data"))?;
        Ok(Some(Entry { name, method: file.compression(), start, packed: file.compressed_size(), crc: file.crc32() }))
    }

    /// The page that a file is; none if it is no page, or many.
    fn read_entry(&mut self, entry: &Entry, place: &str) -> Result<Option<SavedPage>> {
        let hint = NameHint::from_path(&entry.name);
        if hint == NameHint::NoPage {
            self.skipped.count("file of another kind", 1);
            return Ok(None);
        }
        self.claim_bytes(entry)?;
        let mut file = self.open_entry(entry, place)?;
        let format = FileFormat::detect(&mut file).map_err(|e| Error::io(place.as_ref(), e))?;
        if let Some(form) = format.record_form() {
            let (place, index) = (place.to_owned(), self.index.clone());
            let records = RecordReader::new(file, form, place, self.selection, index, self.search);
            self.current = Some(Box::new(records));
            return Ok(None);
        }
        // Files of office programs are zips too.
        let is_archive = |name: &str| [".zip", ".wacz"].iter().any(|end| name.to_ascii_lowercase().ends_with(end));
        if format == FileFormat::Zip && is_archive(&entry.name) {
            return Err(damaged("a zip within a zip is not read; take it out"));
        }
        let is_unclear = format == FileFormat::Page && hint == NameHint::Unclear;
        if format == FileFormat::Zip || is_unclear && !looks_like_html(file.buffered()) {
            self.skipped.count("file of another kind", 1);
            return Ok(None);
        }
        let whole = read_whole_file(file, format, self.selection, place, Some(entry.packed))?;
        if whole.crc != Some(entry.crc) {
            return Err(damaged("the check sum of a file does not agree with its data"));
        }
        // A broken directory may have lost the name.
        let id = if entry.name.is_empty() { place } else { &entry.name };
        Ok(Some(SavedPage::new(whole.page, id.to_owned(), place.to_owned())))
    }

    /// Refuses a file that shares bytes with one that was read before.
    fn claim_bytes(&mut self, entry: &Entry) -> Result<()> {
        let end = entry.start.saturating_add(entry.packed);
        let before = self.ranges_read.range(..end).next_back();
        if before.is_some_and(|(_, &other)| other > entry.start) {
            return Err(damaged("two files of a zip share bytes"));
        }
        self.ranges_read.insert(entry.start, end);
        Ok(())
    }

    fn open_entry(&self, entry: &Entry, place: &str) -> Result<RewindReader> {
        let io = |e| Error::io(place.as_ref(), e);
        match entry.method {
            CompressionMethod::Stored => {
                let part = self.backing.slice(entry.start, entry.packed);
                let part = part.ok_or_else(|| damaged("zip: outside the file"))?;
                Ok(RewindReader::new(part.open_at(0).map_err(io)?, Some(part), 0))
            }
            CompressionMethod::Deflated => {
                let packed = self.backing.open_at(entry.start).map_err(io)?.take(entry.packed);
                let packed = BufReader::with_capacity(64 << 10, packed);
                Ok(RewindReader::new(Box::new(DeflateDecoder::new(packed)), None, 0))
            }
            method => Err(damaged(&format!("zip: packed by a method not known here, {method:?}"))),
        }
    }
}

/// What a file's name tells of whether it is a page.
#[derive(Debug, PartialEq, Eq)]
enum NameHint {
    Page,
    /// Its bytes must be looked at.
    Unclear,
    NoPage,
}

impl NameHint {
    fn from_path(path: &str) -> Self {
        /// Files that stand with pages and may begin like them.
        const NO_PAGES: [&str; 9] = ["js", "css", "json", "jsonl", "svg", "xml", "cdx", "cdxj", "idx"];
        const PAGES: [&str; 5] = ["html", "htm", "xhtml", "shtml", "txt"];
        let file = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        // What the Finder puts beside every file.
        if file.starts_with("._") || path.starts_with("__MACOSX/") {
            return NameHint::NoPage;
        }
        match file.trim_end_matches(".gz").rsplit_once('.').map(|(_, end)| end) {
            Some(end) if NO_PAGES.contains(&end) => NameHint::NoPage,
            Some(end) if PAGES.contains(&end) => NameHint::Page,
            _ => NameHint::Unclear,
        }
    }
}
