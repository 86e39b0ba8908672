//! WARC files: the pages of crawls (ISO 28500, versions 1.0 and 1.1, and what came before).
//!
//! Readers of this form commonly end at the first damage, or repeat its error for ever. This one tells of each damage once, with
//! its place, and goes on at the next record.

mod http;
mod record;
mod revisit;

pub(super) use http::looks_like_html;
pub(super) use record::{Wanted, broken, refusal};
pub(super) use revisit::Revisits;

use super::raw::Raw;
use super::stream::{Fault, Place, Stream};
use super::{Saved, located, page};
use crate::error::{Error, ErrorKind, Result};

use record::{Block, Payload, Record};
use revisit::Earlier;

/// The pages of a WARC file.
#[derive(Debug)]
pub(super) struct Warc {
    /// The file, as errors and pages name it.
    name: String,
    stream: Stream,
    wanted: Wanted,
    revisits: Revisits,
    over: bool,
}

impl Warc {
    pub(super) fn new(raw: Raw, name: String, wanted: Wanted) -> Self {
        Warc { name, stream: Stream::new(raw), wanted, revisits: Revisits::default(), over: false }
    }

    /// With the records of files that came before it in the same collection.
    pub(super) fn after(mut self, revisits: Revisits) -> Self {
        self.revisits = revisits;
        self
    }

    pub(super) fn into_revisits(self) -> Revisits {
        self.revisits
    }

    /// The next page or trouble.
    pub(super) fn next(&mut self) -> Option<Result<Saved>> {
        while !self.over {
            let mut place = self.stream.place();
            match self.step(&mut place) {
                Ok(Some(item)) => return Some(item),
                Ok(None) => {}
                Err(fault) => return Some(Err(self.recover(place, fault))),
            }
        }
        None
    }

    /// Reads one record; nothing comes of most. `place` is where it begins.
    fn step(&mut self, place: &mut Place) -> Result<Option<Result<Saved>>, Fault> {
        let Some(mut record) = record::next(&mut self.stream, place)? else {
            self.over = true;
            return Ok(None);
        };
        let kind = record.kind();
        if !matches!(kind.as_str(), "response" | "resource" | "revisit") {
            record.skip(&mut self.stream)?;
            record::finish(&mut self.stream)?;
            return Ok(None);
        }
        let block = record.block(&mut self.stream, self.wanted)?;
        // Only now it is known whether the record is whole.
        record::finish(&mut self.stream)?;
        let payload = match block {
            Block::Page(payload) => {
                self.revisits.remember(&record, Some(&payload), &self.stream);
                payload
            }
            Block::NoPage => {
                if kind != "revisit" {
                    self.revisits.remember(&record, None, &self.stream);
                }
                return Ok(None);
            }
            Block::Refused(error) => return Ok(Some(Err(self.at(*place, error)))),
            Block::HeadOnly(head) => match self.revisits.resolve(&record.head, self.wanted) {
                Earlier::Page(earlier) => as_revisited(earlier, head),
                Earlier::NoPage => return Ok(None),
                Earlier::Unknown => {
                    let url = super::public(record.url().unwrap_or("an unknown address"));
                    return Ok(Some(Err(self.at(*place, ErrorKind::Revisit { url }.into()))));
                }
            },
        };
        Ok(Some(self.saved(&record, payload)))
    }

    fn saved(&self, record: &Record, payload: Payload) -> Result<Saved> {
        let Payload { status, content_type, body } = payload;
        let source = located(&self.name, record.place);
        let id = record.head.get("warc-record-id").map(|id| record::unbracketed(id).to_owned());
        let page = page(body, record.url(), content_type, record.date(), status)?;
        let mut saved = Saved::new(page, id.unwrap_or_else(|| source.clone()), source);
        saved.truncated = record.head.get("warc-truncated").is_some();
        Ok(saved)
    }

    fn at(&self, place: Place, error: Error) -> Error {
        ErrorKind::Record { place: located(&self.name, place), error }.into()
    }

    /// Finds the next record after damage in what began at `place`, and tells of it.
    fn recover(&mut self, place: Place, fault: Fault) -> Error {
        let reason = match fault {
            Fault::Damage(reason) => reason,
            Fault::Io(error) => return self.unreadable(error),
        };
        let reason = match self.stream.resync(place.byte) {
            Ok(Some(next)) => format!("{reason}; reading goes on at byte {}", next.byte),
            Ok(None) => {
                self.over = true;
                format!("{reason}; no record follows")
            }
            Err(error) => return self.unreadable(error),
        };
        self.at(place, broken(&reason))
    }

    fn unreadable(&mut self, error: std::io::Error) -> Error {
        self.over = true;
        Error::io(self.name.as_ref(), error)
    }
}

/// A page as a later visit found it: the earlier body, and what the later answer said of it.
fn as_revisited(earlier: Payload, later: Option<(Option<u16>, Option<String>)>) -> Payload {
    let (status, content_type) = later.unwrap_or_default();
    Payload {
        // "Not modified" is said of a page that is what it was.
        status: status.filter(|&s| s != 304).or(earlier.status),
        content_type: content_type.or(earlier.content_type),
        body: earlier.body,
    }
}
