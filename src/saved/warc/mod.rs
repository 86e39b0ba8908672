//! WARC files: the pages of crawls (ISO 28500, versions 1.0 and 1.1, and what came before).
//!
//! Readers of this form commonly end at the first damage, or repeat its error for ever. This one tells of each damage once, with
//! its place, and goes on at the next record.

mod head;
mod payload;
mod record;
mod revisit;

pub(super) use revisit::EarlierRecords;

use super::address::without_credentials;
use super::errors::{at_place, damaged};
use super::rewind::RewindReader;
use super::saved_page::{PageFacts, SavedPage};
use super::selection::Selection;
use super::stream::{Position, RecordStream, StreamError};
use crate::error::{Error, ErrorKind, Result};

use payload::{Content, Payload, RevisitHead};
use record::{Record, check_record_end, next_record, without_brackets};
use revisit::Earlier;

/// The pages of a WARC file.
#[derive(Debug)]
pub(super) struct WarcReader {
    /// The file, as errors and pages name it.
    name: String,
    stream: RecordStream,
    selection: Selection,
    earlier: EarlierRecords,
    over: bool,
}

impl WarcReader {
    pub(super) fn new(file: RewindReader, name: String, selection: Selection) -> Self {
        let (stream, earlier) = (RecordStream::new(file), EarlierRecords::default());
        WarcReader { name, stream, selection, earlier, over: false }
    }

    /// With the records of files that came before it in the same collection.
    pub(super) fn with_earlier(self, earlier: EarlierRecords) -> Self {
        WarcReader { earlier, ..self }
    }

    pub(super) fn into_earlier(self) -> EarlierRecords {
        self.earlier
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
        let warc_type = record.warc_type();
        if !matches!(warc_type.as_str(), "response" | "resource" | "revisit") {
            record.skip(&mut self.stream)?;
            check_record_end(&mut self.stream)?;
            return Ok(None);
        }
        let content = Content::read(&mut record, &mut self.stream, self.selection)?;
        // Only now it is known whether the record is whole.
        check_record_end(&mut self.stream)?;
        let payload = match content {
            Content::Page(payload) => {
                self.earlier.remember(&record, Some(&payload), &self.stream);
                payload
            }
            Content::NoPage => {
                if warc_type != "revisit" {
                    self.earlier.remember(&record, None, &self.stream);
                }
                return Ok(None);
            }
            Content::Refused(error) => return Ok(Some(Err(self.error_at(*position, error)))),
            Content::Revisit(head) => match self.earlier.resolve(&record.head, self.selection) {
                Earlier::Page(earlier) => with_later_head(earlier, head),
                Earlier::NoPage => return Ok(None),
                Earlier::Unknown => {
                    let url = without_credentials(record.url().unwrap_or("an unknown address"));
                    return Ok(Some(Err(self.error_at(*position, ErrorKind::Revisit { url }.into()))));
                }
            },
        };
        Ok(Some(self.saved_page(&record, payload)))
    }

    fn saved_page(&self, record: &Record, payload: Payload) -> Result<SavedPage> {
        let Payload { status, content_type, body, defect } = payload;
        let source = place_name(&self.name, record.position);
        let id = record.head.get("warc-record-id").map(|id| without_brackets(id).to_owned());
        let mut page = PageFacts { url: record.url(), content_type, date: record.date(), status }.page(body)?;
        if let Some(defect) = defect {
            page = page.with_damage(defect);
        }
        if let Some(reason) = record.head.get("warc-truncated") {
            page = page.with_truncation(reason);
        }
        let saved = SavedPage::new(page, id.unwrap_or_else(|| source.clone()), source);
        Ok(saved.with_truncated(record.head.get("warc-truncated").is_some()))
    }

    fn error_at(&self, position: Position, error: Error) -> Error {
        at_place(place_name(&self.name, position), error)
    }

    /// Finds the next record after damage in what began at `position`, and tells of the damage.
    fn recover(&mut self, position: Position, error: StreamError) -> Error {
        let reason = match error {
            StreamError::Damage(reason) => reason,
            StreamError::Io(error) => return self.unreadable(error),
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
        status: later.status.filter(|&status| status != 304).or(earlier.status),
        content_type: later.content_type.or(earlier.content_type),
        ..earlier
    }
}
