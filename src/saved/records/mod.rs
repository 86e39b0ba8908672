//! Files of records: the pages of crawls as WARC (ISO 28500, versions 1.0 and 1.1, and what came before) and as ARC.
//!
//! Readers of these forms commonly end at the first damage, or repeat its error for ever. This one tells of each damage
//! once, with its place, and goes on at the next record.

mod head;
mod index;
mod payload;
mod record;

use std::path::Path;

pub use index::RecordIndex;
pub(super) use index::{FileSearch, Index, path_of};

use super::address::without_credentials;
use super::errors::{at_place, damaged};
use super::record_start::RecordForm;
use super::rewind::RewindReader;
use super::saved_page::{PageFacts, SavedPage};
use super::selection::Selection;
use super::skipped::Skipped;
use super::stream::{Position, RecordStream, StreamError};
use crate::error::{Error, ErrorKind, Result};
use crate::page::NOT_MODIFIED;

use head::media_type;
use index::Earlier;
use payload::{Announced, Content, Payload, RevisitHead};
use record::{Record, RecordType, next_record, without_brackets};

/// The pages of a file of records.
#[derive(Debug)]
pub(super) struct RecordReader {
    /// The file, as errors and pages name it.
    name: String,
    stream: RecordStream,
    selection: Selection,
    index: RecordIndex,
    /// What searches further files for the pages of revisits.
    search: FileSearch,
    /// The number of this file in the index.
    source: Option<u32>,
    skipped: Skipped,
    /// Whether anything but the file's own description was read.
    begun: bool,
    over: bool,
}

impl RecordReader {
    pub(super) fn new(
        file: RewindReader,
        form: RecordForm,
        name: String,
        selection: Selection,
        index: RecordIndex,
        search: FileSearch,
    ) -> Self {
        let (stream, skipped) = (RecordStream::new(file, form, selection.limits.saved.head_bytes), Skipped::default());
        RecordReader { name, stream, selection, index, search, source: None, skipped, begun: false, over: false }
    }

    pub(super) fn skipped(&self) -> &Skipped {
        &self.skipped
    }

    /// The next page, or what is wrong with the next record.
    pub(super) fn next_page(&mut self) -> Option<Result<SavedPage>> {
        while !self.over {
            let mut position = self.stream.position();
            match self.read_record(&mut position) {
                Ok(Some(item)) => return Some(item),
                Ok(None) => {}
                Err(error) => return Some(Err(self.recover(position, error))),
            }
        }
        None
    }

    /// Reads one record; nothing comes of most. `position` is set to where it begins.
    fn read_record(&mut self, position: &mut Position) -> Result<Option<Result<SavedPage>>, StreamError> {
        let Some(mut record) = next_record(&mut self.stream, position)? else {
            self.over = true;
            return Ok(None);
        };
        if let Some(reason) = self.refusal(&record) {
            self.over = true;
            return Ok(Some(Err(Error::not_a_page(reason))));
        }
        if !matches!(record.record_type, RecordType::Response | RecordType::Resource | RecordType::Revisit) {
            record.skip(&mut self.stream)?;
            if record.record_type == RecordType::Conversion {
                self.skipped.count("conversion record", 1);
            }
            return Ok(None);
        }
        // It has been read to its end: only then it is known whether it is whole.
        let content = Content::read(&mut record, &mut self.stream, self.selection)?;
        let payload = match content {
            Content::Page(payload) => {
                self.remember(&record, Some(&payload), true);
                payload
            }
            Content::NoPage(kind) => {
                if record.record_type != RecordType::Revisit {
                    self.remember(&record, None, false);
                }
                self.skipped.count(&kind, 1);
                return Ok(None);
            }
            Content::Refused(error) => return Ok(Some(Err(self.error_at(*position, error)))),
            Content::Revisit(head) => match self.resolve(&record) {
                Earlier::Page(earlier) => with_later_head(earlier, head),
                Earlier::NoPage => {
                    self.skipped.count("revisit of no page", 1);
                    return Ok(None);
                }
                Earlier::Unknown => {
                    let url = without_credentials(record.url.as_deref().unwrap_or("an unknown address"));
                    return Ok(Some(Err(self.error_at(*position, ErrorKind::Revisit { url }.into()))));
                }
            },
        };
        Ok(Some(self.saved_page(&record, payload)))
    }

    fn remember(&mut self, record: &Record, payload: Option<&Payload>, is_page: bool) {
        self.index.lock().remember(record, payload, is_page, &self.stream, &mut self.source);
    }

    fn resolve(&self, revisit: &Record) -> Earlier {
        // Asked for again by browsers in one go with each page.
        if revisit.is_not_modified && revisit.url.as_deref().is_some_and(is_part_of_page) {
            return Earlier::NoPage;
        }
        self.index.lock().resolve(revisit, self.selection, self.search)
    }

    /// Why a file of records is none of pages, if its first record tells that.
    fn refusal(&mut self, record: &Record) -> Option<&'static str> {
        let is_first = !self.begun && record.record_type != RecordType::Other;
        self.begun |= is_first;
        let is_json = media_type(record.media.as_deref()) == "application/json";
        match record.record_type {
            RecordType::Conversion if is_first => {
                Some("a WET file, of text that was taken from pages; they are in the WARC file it was made of")
            }
            RecordType::Metadata if is_first && is_json => {
                Some("a WAT file, of metadata of pages; they are in the WARC file it was made of")
            }
            _ => None,
        }
    }

    fn saved_page(&self, record: &Record, payload: Payload) -> Result<SavedPage> {
        let Payload { status, content_type, body, defect } = payload;
        let source = place_name(&self.name, record.position);
        let id = record.head.get("warc-record-id").map(|id| without_brackets(id).to_owned());
        let facts = PageFacts { url: record.url.as_deref(), content_type, captured: record.captured, status };
        let mut page = facts.page(body)?;
        if let Some(defect) = defect {
            page = page.with_damage(defect);
        }
        if index::is_not_modified(record) {
            let captured = record.captured.map(|time| time.to_string()).unwrap_or_default();
            page = page.with_not_modified(&captured, "before");
        }
        let truncated = record.head.get("warc-truncated");
        if let Some(reason) = truncated {
            page = page.with_truncation(reason);
        }
        let saved = SavedPage::new(page, id.unwrap_or_else(|| source.clone()), source);
        Ok(saved.with_truncated(truncated.is_some()))
    }

    fn error_at(&self, position: Position, error: Error) -> Error {
        at_place(place_name(&self.name, position), error)
    }

    /// Finds the next record after damage in what began at `position`, and tells of the damage.
    fn recover(&mut self, position: Position, error: StreamError) -> Error {
        let reason = match error {
            StreamError::Damage(reason) => reason,
            StreamError::CutOff(reason) => reason.to_owned(),
            StreamError::Io(error) => return self.unreadable(error),
            StreamError::Limit(error) => {
                return match self.stream.resync(position.byte) {
                    Ok(next) => {
                        self.over = next.is_none();
                        self.error_at(position, error)
                    }
                    Err(error) => self.unreadable(error),
                };
            }
        };
        let reason = match self.stream.resync(position.byte) {
            Ok(Some(next)) => format!("{reason}; reading goes on at byte {}", next.byte),
            Ok(None) => {
                self.over = true;
                format!("{reason}; no record follows")
            }
            Err(error) => return self.unreadable(error),
        };
        self.error_at(position, damaged(&reason))
    }

    fn unreadable(&mut self, error: std::io::Error) -> Error {
        self.over = true;
        Error::io(self.name.as_ref(), error)
    }
}

/// Remembers where the pages of a file are, and reads none of them. What is damaged is told of when the file is read.
pub(super) fn search_records(file: RewindReader, form: RecordForm, index: &mut Index, selection: Selection) {
    let (mut stream, mut source) = (RecordStream::new(file, form, selection.limits.saved.head_bytes), None);
    loop {
        let mut position = stream.position();
        match search_record(&mut stream, &mut position, index, selection, &mut source) {
            Ok(true) => {}
            Ok(false) | Err(StreamError::Io(_)) => return,
            Err(_) => match stream.resync(position.byte) {
                Ok(Some(_)) => {}
                _ => return,
            },
        }
    }
}

/// Remembers one record; `false` at the end of the file.
fn search_record(
    stream: &mut RecordStream,
    position: &mut Position,
    index: &mut Index,
    selection: Selection,
    source: &mut Option<u32>,
) -> Result<bool, StreamError> {
    let Some(mut record) = next_record(stream, position)? else { return Ok(false) };
    if matches!(record.record_type, RecordType::Response | RecordType::Resource) {
        match Announced::read(&mut record, stream, selection)? {
            Announced::Page(_) => index.remember(&record, None, true, stream, source),
            Announced::NoPage(_) => index.remember(&record, None, false, stream, source),
            Announced::Revisit(_) | Announced::NoMessage => {}
        }
    }
    record.skip(stream)?;
    Ok(true)
}

/// The name of a record's place in a file.
fn place_name(file: &str, position: Position) -> String {
    match position.within {
        0 => format!("{file}#{}", position.byte),
        within => format!("{file}#{}+{within}", position.byte),
    }
}

/// A page as a later visit found it: the earlier body, and what the later answer said of it.
fn with_later_head(earlier: Payload, later: RevisitHead) -> Payload {
    Payload {
        // "Not modified" is said of a page that is what it was.
        status: later.status.filter(|&status| status != NOT_MODIFIED).or(earlier.status),
        content_type: later.content_type.or(earlier.content_type),
        ..earlier
    }
}

/// Whether an address is by its ending that of a picture, a script or the like.
fn is_part_of_page(url: &str) -> bool {
    const ENDINGS: [&str; 15] =
        ["gif", "jpg", "jpeg", "png", "ico", "svg", "webp", "css", "js", "swf", "woff", "woff2", "ttf", "mp3", "mp4"];
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let file = Path::new(path.rsplit('/').next().unwrap_or_default());
    file.extension().and_then(|e| e.to_str()).is_some_and(|e| ENDINGS.contains(&e.to_ascii_lowercase().as_str()))
}
