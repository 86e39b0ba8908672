//! The pages of a saved file, of whatever form.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::options::Limits;

use super::format::FileFormat;
use super::records::{RecordIndex, RecordReader, path_of};
use super::rewind::{Backing, RewindReader};
use super::saved_page::SavedPage;
use super::search::search_file;
use super::selection::Selection;
use super::single::{WholeFile, read_whole_file};
use super::skipped::Skipped;
use super::zipped::ZipReader;

/// The pages of a saved file, one after the other: a page as HTML or text; MHTML as browsers save it; WARC and ARC as crawlers do;
/// each of these plain or packed with gzip or zstd (`.warc.zst`, with its dictionary); WACZ; a zip of any of these. The form is told by
/// the first bytes, never by the name. Files beside WARC that hold no pages (WET, WAT, CDX) are an error that says so.
///
/// An iterator of [`SavedPage`] pages and errors. An error is about one piece of the file ([`Error::place`] tells which): damage is
/// passed over and reading goes on at the next record, so that an error is no reason to stop. It ends after what
/// cannot be read on, and never repeats itself. The file is streamed; a WARC file of any size is read in a few megabytes.
///
/// Of files of records it gives the responses and resources that are HTML or plain text, out of their chunks and
/// codings, and revisits with the body of the record they refer to ([`RecordIndex`] if that is in another file). What is
/// sent as a type that tells nothing is a page if it begins as HTML does. All else is passed over, and counted
/// ([`Pages::skipped`]). What is nearly right is read, with the warning `damaged_body`: a record of a wrong length, a
/// body that breaks off or has something behind its end.
///
/// ```
/// use cuttings::Pages;
///
/// let warc = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://news.example/1.html\r\n\
///     WARC-Date: 2007-12-11T03:21:45Z\r\nContent-Length: 54\r\n\r\n\
///     HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>One</p>\r\n\r\n";
/// for saved in Pages::from_reader(warc.as_bytes(), "crawl.warc")? {
///     let saved = saved?;
///     assert_eq!(saved.source(), "crawl.warc#0");
///     assert_eq!(saved.page().status(), Some(200));
///     assert_eq!(saved.page().capture_time().unwrap().to_string(), "2007-12-11T03:21:45Z");
/// }
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug)]
pub struct Pages {
    name: String,
    format: FileFormat,
    selection: Selection,
    index: RecordIndex,
    /// The file, if it is one on disk.
    path: Option<PathBuf>,
    /// What was passed over of the files that were read to their end.
    skipped: Skipped,
    reader: Reader,
}

#[derive(Debug)]
enum Reader {
    Unopened(RewindReader),
    Records(Box<RecordReader>),
    Zip(Box<ZipReader>),
    Over,
}

impl Pages {
    /// Opens a saved file.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) when the file cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|e| Error::io(path, e))?;
        // What is no file, a pipe perhaps, cannot be opened twice.
        let is_file = file.metadata().map_err(|e| Error::io(path, e))?.is_file();
        let backing = is_file.then(|| Backing::file(path.to_owned()));
        Pages::new(RewindReader::new(Box::new(file), backing, 0), path.display().to_string())
    }

    /// The pages of what a reader gives, once from its beginning to its end; the name stands for it in errors and in
    /// [`SavedPage::source`]. A zip is held in memory; see [`Limits::max_held_bytes`].
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) when nothing can be read.
    pub fn from_reader(reader: impl Read + Send + 'static, name: impl Into<String>) -> Result<Self> {
        Pages::new(RewindReader::new(Box::new(reader), None, 0), name.into())
    }

    fn new(mut file: RewindReader, name: String) -> Result<Self> {
        let format = FileFormat::detect(&mut file).map_err(|e| Error::io(name.as_ref(), e))?;
        let selection = Selection::default();
        let path = file.backing().and_then(|backing| path_of(backing)).map(Path::to_owned);
        let (index, skipped, reader) = (RecordIndex::default(), Skipped::default(), Reader::Unopened(file));
        Ok(Pages { name, format, selection, index, path, skipped, reader })
    }

    /// Shares an index of records with the readers of other files, so that revisits find their pages there. Without
    /// one they are looked for in this file alone. To be set before the first page is asked for.
    pub fn with_index(mut self, index: &RecordIndex) -> Self {
        self.index = index.clone();
        self
    }

    /// How large pages may be, and the file's own parts; what goes beyond is an error, and is passed over. Default:
    /// [`Limits::default`]. To be set before the first page is asked for.
    ///
    /// ```
    /// use cuttings::{Limits, Pages};
    ///
    /// let limits = Limits::default().max_bytes(5);
    /// let mut pages = Pages::from_reader("<p>One".as_bytes(), "one.html")?.with_limits(limits);
    /// assert!(pages.next().unwrap().unwrap_err().is_limit());
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.selection.limits = limits;
        self
    }

    /// Whether pages come that were served with a status other than 200 to 299: what a site says when there is no
    /// article. Default: no. To be set before the first page is asked for.
    pub fn any_status(mut self, yes: bool) -> Self {
        self.selection.any_status = yes;
        self
    }

    /// The form of the file.
    pub fn format(&self) -> FileFormat {
        self.format
    }

    /// What was passed over so far because it is no page, or not wanted.
    pub fn skipped(&self) -> &Skipped {
        match &self.reader {
            Reader::Records(records) => records.skipped(),
            Reader::Zip(zip) => zip.skipped(),
            Reader::Unopened(_) | Reader::Over => &self.skipped,
        }
    }

    /// Opens what reads a file of many pages.
    fn open_reader(&mut self, file: RewindReader) -> Result<Reader> {
        if let Some(path) = &self.path {
            // What a record refers to may come after it.
            self.index.add_file(path);
        }
        let (name, selection, index) = (self.name.clone(), self.selection, self.index.clone());
        Ok(match self.format.record_form() {
            Some(form) => Reader::Records(Box::new(RecordReader::new(file, form, name, selection, index, search_file))),
            None => Reader::Zip(Box::new(ZipReader::open(file, name, selection, index, search_file)?)),
        })
    }

    /// Notes the end of the file.
    fn end(&mut self) {
        self.skipped = self.skipped().clone();
        self.reader = Reader::Over;
        if let Some(path) = &self.path {
            self.index.lock().mark_read(path);
        }
    }
}

impl Iterator for Pages {
    type Item = Result<SavedPage>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let item = match &mut self.reader {
                Reader::Over => return None,
                Reader::Records(records) => records.next_page(),
                Reader::Zip(zip) => zip.next_page(),
                Reader::Unopened(_) => {
                    let Reader::Unopened(file) = std::mem::replace(&mut self.reader, Reader::Over) else { return None };
                    if !self.format.holds_many() {
                        let whole = read_whole_file(file, self.format, self.selection, &self.name, None);
                        let name = self.name.clone();
                        return Some(whole.map(|WholeFile { page, .. }| SavedPage::new(page, name.clone(), name)));
                    }
                    match self.open_reader(file) {
                        Ok(reader) => self.reader = reader,
                        Err(error) => return Some(Err(error)),
                    }
                    continue;
                }
            };
            if item.is_none() {
                self.end();
            }
            return item;
        }
    }
}

impl std::iter::FusedIterator for Pages {}
