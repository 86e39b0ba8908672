//! Pages that an archive stored once and visited again.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use crate::saved::rewind::{Backing, RewindReader};
use crate::saved::selection::Selection;
use crate::saved::stream::{Position, RecordStream};

use super::head::Head;
use super::payload::{Content, Payload};
use super::record::{Record, next_record, without_brackets};

/// How many names of records are kept, the last ones: some 100,000 records. A name takes 50 bytes.
const MAX_NAMES: usize = 300_000;

/// How many bytes of bodies are kept where the file cannot be read a second time.
const MAX_KEPT_BODY_BYTES: usize = 32 << 20;

/// How far into a member a record may stand to be read a second time: all before it has to be unpacked again.
const MAX_MEMBER_DEPTH_BYTES: u64 = 1 << 20;

/// Where an earlier record can be had.
#[derive(Debug, Clone)]
enum Known {
    At(Arc<Backing>, Position),
    Kept(Arc<KeptBody>),
    /// It holds no page.
    NoPage,
}

#[derive(Debug)]
struct KeptBody {
    names: Vec<u64>,
    payload: Payload,
}

/// What the record that a revisit refers to holds.
#[derive(Debug)]
pub(super) enum Earlier {
    Page(Payload),
    NoPage,
    Unknown,
}

/// The records that came before, by what revisits call them.
#[derive(Debug, Default)]
pub(in crate::saved) struct EarlierRecords {
    hasher: RandomState,
    known: HashMap<u64, Known>,
    order: VecDeque<u64>,
    bodies: VecDeque<Arc<KeptBody>>,
    bytes: usize,
}

impl EarlierRecords {
    /// Remembers a record that was read, under its digest, its id, and its address with the date.
    pub(super) fn remember(&mut self, record: &Record, payload: Option<&Payload>, stream: &RecordStream) {
        let names = self.names(&record.head);
        let again = stream.backing().filter(|_| record.position.within <= MAX_MEMBER_DEPTH_BYTES);
        let known = match (payload, again) {
            (None, _) => Known::NoPage,
            (Some(_), Some(backing)) => Known::At(backing.clone(), record.position),
            (Some(payload), None) => {
                let kept = Arc::new(KeptBody { names: names.clone(), payload: payload.clone() });
                self.keep(kept.clone());
                Known::Kept(kept)
            }
        };
        for name in names {
            // An error page of the same bytes must not hide the page.
            if payload.is_none() && self.known.contains_key(&name) {
                continue;
            }
            if self.known.insert(name, known.clone()).is_none() {
                self.order.push_back(name);
            }
        }
        while self.order.len() > MAX_NAMES {
            if let Some(name) = self.order.pop_front() {
                self.known.remove(&name);
            }
        }
    }

    /// Keeps a body, and lets go of the oldest ones.
    fn keep(&mut self, kept: Arc<KeptBody>) {
        self.bytes += kept.payload.body.len();
        self.bodies.push_back(kept);
        while self.bytes > MAX_KEPT_BODY_BYTES {
            let Some(old) = self.bodies.pop_front() else { break };
            self.bytes -= old.payload.body.len();
            for name in &old.names {
                if matches!(self.known.get(name), Some(Known::Kept(other)) if Arc::ptr_eq(other, &old)) {
                    self.known.remove(name);
                }
            }
        }
    }

    /// The page that a revisit says it found again.
    pub(super) fn resolve(&self, revisit: &Head, selection: Selection) -> Earlier {
        for name in self.referred_names(revisit) {
            match self.known.get(&name) {
                None => {}
                Some(Known::NoPage) => return Earlier::NoPage,
                Some(Known::Kept(kept)) => return Earlier::Page(kept.payload.clone()),
                Some(Known::At(backing, position)) => {
                    if let Some(found) = self.read_again(backing, *position, name, selection) {
                        return Earlier::Page(found);
                    }
                }
            }
        }
        Earlier::Unknown
    }

    fn read_again(
        &self,
        backing: &Arc<Backing>,
        position: Position,
        name: u64,
        selection: Selection,
    ) -> Option<Payload> {
        let mut stream = RecordStream::new(RewindReader::reopen(backing, position.byte).ok()?);
        if !stream.next_part().ok()? {
            return None;
        }
        let mut before = position.within;
        while before > 0 {
            let ready = stream.peek(1).ok()?.len();
            if ready == 0 {
                return None;
            }
            let n = usize::try_from(before).map_or(ready, |n| n.min(ready));
            stream.consume(n);
            before -= n as u64;
        }
        let mut record = next_record(&mut stream, &mut { position }).ok()??;
        // Names are kept as hashes, and a file may change.
        if !self.names(&record.head).contains(&name) {
            return None;
        }
        match Content::read(&mut record, &mut stream, selection).ok()? {
            Content::Page(payload) => Some(payload),
            _ => None,
        }
    }

    /// What a record may be called by later ones.
    fn names(&self, head: &Head) -> Vec<u64> {
        let mut names = Vec::with_capacity(3);
        names.extend(head.get("warc-payload-digest").map(|digest| self.name_of_digest(digest)));
        names.extend(head.get("warc-record-id").map(|id| self.name_of_id(id)));
        if let (Some(url), Some(date)) = (head.get("warc-target-uri"), head.get("warc-date")) {
            names.push(self.name_of_visit(url, date));
        }
        names
    }

    /// What a revisit calls the record it refers to, the surest name first.
    fn referred_names(&self, head: &Head) -> Vec<u64> {
        let mut names = Vec::with_capacity(3);
        names.extend(head.get("warc-refers-to").map(|id| self.name_of_id(id)));
        if let (Some(url), Some(date)) = (head.get("warc-refers-to-target-uri"), head.get("warc-refers-to-date")) {
            names.push(self.name_of_visit(url, date));
        }
        names.extend(head.get("warc-payload-digest").map(|digest| self.name_of_digest(digest)));
        names
    }

    fn name_of_id(&self, id: &str) -> u64 {
        self.hasher.hash_one((1, without_brackets(id)))
    }

    fn name_of_digest(&self, digest: &str) -> u64 {
        self.hasher.hash_one((2, digest.to_ascii_lowercase()))
    }

    fn name_of_visit(&self, url: &str, date: &str) -> u64 {
        self.hasher.hash_one((3, without_brackets(url), date))
    }
}
