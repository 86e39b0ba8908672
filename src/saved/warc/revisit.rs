//! Pages that an archive stored once and visited again.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use crate::saved::raw::{Raw, Store};
use crate::saved::stream::{Place, Stream};

use super::http::Head;
use super::record::{self, Block, Payload, Record, Wanted, unbracketed};

/// How many names of records are kept, the last ones: some 100,000 records. A name takes 50 bytes.
const NAMES: usize = 300_000;

/// How many bytes of bodies are kept where the file cannot be read a second time.
const BODIES: usize = 32 << 20;

/// How far into a member a record may stand to be read a second time: all before it has to be unpacked again.
const DEEP: u64 = 1 << 20;

/// Where an earlier record can be had.
#[derive(Debug, Clone)]
enum Known {
    At(Arc<Store>, Place),
    Kept(Arc<Kept>),
    /// It holds no page.
    NoPage,
}

#[derive(Debug)]
struct Kept {
    names: Vec<u64>,
    payload: Payload,
}

/// What a revisit leads to.
#[derive(Debug)]
pub(super) enum Earlier {
    Page(Payload),
    NoPage,
    Unknown,
}

/// The records that came before, by what revisits call them.
#[derive(Debug, Default)]
pub(in crate::saved) struct Revisits {
    hasher: RandomState,
    known: HashMap<u64, Known>,
    order: VecDeque<u64>,
    bodies: VecDeque<Arc<Kept>>,
    bytes: usize,
}

impl Revisits {
    /// Remembers a record that was read, under its digest, its id, and its address with the date.
    pub(super) fn remember(&mut self, record: &Record, payload: Option<&Payload>, stream: &Stream) {
        let names = self.names(&record.head);
        let again = stream.store().filter(|_| record.place.within <= DEEP);
        let known = match (payload, again) {
            (None, _) => Known::NoPage,
            (Some(_), Some(store)) => Known::At(store.clone(), record.place),
            (Some(payload), None) => {
                let kept = Arc::new(Kept { names: names.clone(), payload: payload.clone() });
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
        while self.order.len() > NAMES {
            if let Some(name) = self.order.pop_front() {
                self.known.remove(&name);
            }
        }
    }

    /// Keeps a body, and lets go of the oldest ones.
    fn keep(&mut self, kept: Arc<Kept>) {
        self.bytes += kept.payload.body.len();
        self.bodies.push_back(kept);
        while self.bytes > BODIES {
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
    pub(super) fn resolve(&self, revisit: &Head, wanted: Wanted) -> Earlier {
        for name in self.referred(revisit) {
            match self.known.get(&name) {
                None => {}
                Some(Known::NoPage) => return Earlier::NoPage,
                Some(Known::Kept(kept)) => return Earlier::Page(kept.payload.clone()),
                Some(Known::At(store, place)) => {
                    if let Some(found) = self.read_again(store, *place, name, wanted) {
                        return Earlier::Page(found);
                    }
                }
            }
        }
        Earlier::Unknown
    }

    fn read_again(&self, store: &Arc<Store>, place: Place, name: u64, wanted: Wanted) -> Option<Payload> {
        let mut stream = Stream::new(Raw::again(store, place.byte).ok()?);
        if !stream.next_part().ok()? {
            return None;
        }
        let mut before = place.within;
        while before > 0 {
            let ready = stream.peek(1).ok()?.len();
            if ready == 0 {
                return None;
            }
            let n = usize::try_from(before).map_or(ready, |n| n.min(ready));
            stream.consume(n);
            before -= n as u64;
        }
        let mut record = record::next(&mut stream, &mut { place }).ok()??;
        // Names are kept as hashes, and a file may change.
        if !self.names(&record.head).contains(&name) {
            return None;
        }
        match record.block(&mut stream, wanted).ok()? {
            Block::Page(payload) => Some(payload),
            _ => None,
        }
    }

    /// What a record may be called by later ones.
    fn names(&self, head: &Head) -> Vec<u64> {
        let mut names = Vec::with_capacity(3);
        names.extend(head.get("warc-payload-digest").map(|digest| self.digest(digest)));
        names.extend(head.get("warc-record-id").map(|id| self.hasher.hash_one((1, unbracketed(id)))));
        if let (Some(url), Some(date)) = (head.get("warc-target-uri"), head.get("warc-date")) {
            names.push(self.visit(url, date));
        }
        names
    }

    /// What a revisit calls the record it refers to, the surest name first.
    fn referred(&self, head: &Head) -> Vec<u64> {
        let mut names = Vec::with_capacity(3);
        names.extend(head.get("warc-refers-to").map(|id| self.hasher.hash_one((1, unbracketed(id)))));
        if let (Some(url), Some(date)) = (head.get("warc-refers-to-target-uri"), head.get("warc-refers-to-date")) {
            names.push(self.visit(url, date));
        }
        names.extend(head.get("warc-payload-digest").map(|digest| self.digest(digest)));
        names
    }

    fn digest(&self, digest: &str) -> u64 {
        self.hasher.hash_one((2, digest.to_ascii_lowercase()))
    }

    fn visit(&self, url: &str, date: &str) -> u64 {
        self.hasher.hash_one((3, unbracketed(url), date))
    }
}
