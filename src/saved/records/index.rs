//! Pages that an archive stored once and visited again: where the records are that later ones refer to.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::archive::Timestamp;
use crate::saved::rewind::Backing;
use crate::saved::selection::Selection;
use crate::saved::source::RecordSource;
use crate::saved::stream::{Position, RecordStream};

use super::payload::{Content, Payload};
use super::record::{Record, capture_time, next_record, without_brackets};

/// How many names of records are kept at least, the last ones; twice as many at most. A name takes some 40 bytes.
const MAX_NAMES: usize = 500_000;

/// How many bytes of bodies are kept where the file cannot be read a second time.
const MAX_KEPT_BODY_BYTES: usize = 32 << 20;

/// How far into a member a record may stand to be read a second time: all before it has to be unpacked again.
const MAX_MEMBER_DEPTH_BYTES: u64 = 1 << 20;

/// The records of several files, for those of them that refer to others.
///
/// Archives store a page once; when they find it again unchanged they store a *revisit* record without the page,
/// which may be in another file. An index keeps digests and places of records, not their pages, and is shared by the
/// readers of all files of a collection. Clones share it.
///
/// ```
/// use cuttings::{Pages, RecordIndex};
///
/// # fn run() -> cuttings::Result<()> {
/// let files = ["crawl-1.warc.gz", "crawl-2.warc.gz"];
/// let index = RecordIndex::default();
/// for file in files {
///     index.add_file(file);
/// }
/// for file in files {
///     for saved in Pages::open(file)?.with_index(&index) {
///         println!("{}", saved?.source());
///     }
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Default)]
pub struct RecordIndex(Arc<Mutex<Index>>);

impl RecordIndex {
    /// Names a file in which the pages of revisits may be. It is searched when the page of one is in no file that was
    /// read before, and only once.
    pub fn add_file(&self, path: impl Into<PathBuf>) {
        let path = path.into();
        let mut index = self.lock();
        if !index.unsearched.contains(&path) {
            index.unsearched.push_back(path);
        }
    }

    pub(in crate::saved) fn lock(&self) -> MutexGuard<'_, Index> {
        // It is whole after every statement.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a record can be had.
#[derive(Debug, Clone, Copy)]
enum Known {
    At {
        /// By its place among the sources.
        source: u32,
        position: Position,
    },
    /// By its number among the bodies kept.
    Kept(u64),
    /// It holds no page.
    NoPage,
}

/// What the record that a revisit refers to holds.
#[derive(Debug)]
pub(super) enum Earlier {
    Page(Payload),
    NoPage,
    Unknown,
}

/// What reads a file for its records alone.
pub(in crate::saved) type FileSearch = fn(&Path, &mut Index, Selection);

/// Names and what they stand for, the older ones apart: when there are too many, those go.
#[derive(Debug, Default)]
struct Generations<M> {
    young: M,
    old: M,
}

/// As described at [`RecordIndex`].
#[derive(Debug, Default)]
pub(in crate::saved) struct Index {
    hasher: RandomState,
    /// By digest and by id.
    names: Generations<HashMap<u64, Known>>,
    /// By address and time.
    visits: Generations<BTreeMap<(u64, i64), Known>>,
    sources: Vec<RecordSource>,
    bodies: BTreeMap<u64, Payload>,
    next_body: u64,
    body_bytes: usize,
    unsearched: VecDeque<PathBuf>,
}

impl Index {
    /// Notes that a file has been read to its end.
    pub(in crate::saved) fn mark_read(&mut self, path: &Path) {
        self.unsearched.retain(|other| other != path);
    }

    /// Remembers a record that was read, under its digest, its id, and its address with the time. `source` is the
    /// number of the file it is in, and is set when the first record of that is remembered; `payload` is its page,
    /// which is kept where the file cannot be read again.
    pub(super) fn remember(
        &mut self,
        record: &Record,
        payload: Option<&Payload>,
        is_page: bool,
        stream: &RecordStream,
        source: &mut Option<u32>,
    ) {
        let can_reopen = record.position.within <= MAX_MEMBER_DEPTH_BYTES;
        if can_reopen && source.is_none() {
            *source = stream.source().and_then(|found| self.add_source(found));
        }
        let known = match (is_page, source.filter(|_| can_reopen), payload) {
            (false, ..) => Known::NoPage,
            (_, Some(source), _) => Known::At { source, position: record.position },
            (_, None, Some(payload)) => self.keep(payload.clone()),
            (_, None, None) => return,
        };
        for name in self.own_names(record) {
            self.names.insert_name(name, known);
        }
        if let (Some(url), Some(time)) = (&record.url, record.captured) {
            let visit = (self.hash_url(url), time.unix_seconds());
            self.visits.insert_visit(visit, known);
        }
    }

    fn add_source(&mut self, source: RecordSource) -> Option<u32> {
        self.sources.push(source);
        u32::try_from(self.sources.len() - 1).ok()
    }

    /// Keeps a body, and lets go of the oldest ones.
    fn keep(&mut self, payload: Payload) -> Known {
        let number = self.next_body;
        self.next_body += 1;
        self.body_bytes += payload.body.len();
        self.bodies.insert(number, payload);
        while self.body_bytes > MAX_KEPT_BODY_BYTES {
            let Some((_, old)) = self.bodies.pop_first() else { break };
            self.body_bytes -= old.body.len();
        }
        Known::Kept(number)
    }

    /// The page that a revisit says it found again. Files that were not read yet are searched if need be.
    pub(super) fn resolve(&mut self, revisit: &Record, selection: Selection, search: FileSearch) -> Earlier {
        loop {
            // Which visit was the one before is known only when all are.
            let is_clear = !is_not_modified(revisit) || self.unsearched.is_empty();
            if is_clear && let Some(found) = self.look_up(revisit, selection) {
                return found;
            }
            let Some(path) = self.unsearched.pop_front() else { return Earlier::Unknown };
            search(&path, self, selection);
        }
    }

    fn look_up(&self, revisit: &Record, selection: Selection) -> Option<Earlier> {
        let (by_id, by_visit, by_digest) = self.referred_names(revisit);
        let named = [
            by_id.and_then(|name| self.names.get_name(name)),
            by_visit.and_then(|visit| self.visits.get_visit(visit)),
            by_digest.and_then(|name| self.names.get_name(name)),
            // "Not modified" may name nothing at all.
            is_not_modified(revisit).then(|| self.visit_before(revisit)).flatten(),
        ];
        named.into_iter().flatten().find_map(|known| self.earlier(revisit, known, selection))
    }

    fn earlier(&self, revisit: &Record, known: Known, selection: Selection) -> Option<Earlier> {
        match known {
            Known::NoPage => Some(Earlier::NoPage),
            Known::Kept(number) => self.bodies.get(&number).cloned().map(Earlier::Page),
            Known::At { source, position } => {
                let source = self.sources.get(usize::try_from(source).ok()?)?;
                self.read_again(source, position, revisit, selection).map(Earlier::Page)
            }
        }
    }

    /// The last capture of the same address before this one, or the first after it.
    fn visit_before(&self, record: &Record) -> Option<Known> {
        let (url, time) = (self.hash_url(record.url.as_deref()?), record.captured?.unix_seconds());
        let Generations { young, old } = &self.visits;
        let before = [young, old].into_iter().filter_map(|m| m.range((url, i64::MIN)..(url, time)).next_back());
        let after = || [young, old].into_iter().filter_map(|m| m.range((url, time)..=(url, i64::MAX)).next());
        let found = before.max_by_key(|(visit, _)| **visit).or_else(|| after().min_by_key(|(visit, _)| **visit));
        found.map(|(_, known)| *known)
    }

    fn read_again(
        &self,
        source: &RecordSource,
        position: Position,
        revisit: &Record,
        selection: Selection,
    ) -> Option<Payload> {
        let mut stream = RecordStream::reopen(source, position.byte, selection.limits.saved.head_bytes).ok()?;
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
        if !self.is_referred_to(&record, revisit) {
            return None;
        }
        match Content::read(&mut record, &mut stream, selection).ok()? {
            Content::Page(payload) => Some(payload),
            _ => None,
        }
    }

    fn is_referred_to(&self, record: &Record, revisit: &Record) -> bool {
        let (by_id, by_visit, by_digest) = self.referred_names(revisit);
        let own = self.own_names(record);
        let visit = record.url.as_deref().zip(record.captured);
        let visit = visit.map(|(url, time)| (self.hash_url(url), time.unix_seconds()));
        let is_named = [by_id, by_digest].into_iter().flatten().any(|name| own.contains(&name));
        is_named || by_visit.is_some() && visit == by_visit || is_not_modified(revisit) && record.url == revisit.url
    }

    /// What a record may be called by others, beside its address and time.
    fn own_names(&self, record: &Record) -> Vec<u64> {
        let digest = record.head.get("warc-payload-digest").map(|digest| self.hash_digest(digest));
        let id = record.head.get("warc-record-id").map(|id| self.hash_id(id));
        digest.into_iter().chain(id).collect()
    }

    /// What a revisit calls the record it refers to: by id, by address and time, by digest.
    fn referred_names(&self, revisit: &Record) -> (Option<u64>, Option<(u64, i64)>, Option<u64>) {
        let head = &revisit.head;
        let id = head.get("warc-refers-to").map(|id| self.hash_id(id));
        let time = head.get("warc-refers-to-date").and_then(capture_time).map(Timestamp::unix_seconds);
        let url = head.get("warc-refers-to-target-uri").map(|url| self.hash_url(without_brackets(url)));
        // That of an answer without a body is the digest of nothing.
        let digest = head.get("warc-payload-digest").filter(|_| !is_not_modified(revisit));
        (id, url.zip(time), digest.map(|digest| self.hash_digest(digest)))
    }

    fn hash_id(&self, id: &str) -> u64 {
        self.hasher.hash_one((1, without_brackets(id)))
    }

    fn hash_digest(&self, digest: &str) -> u64 {
        self.hasher.hash_one((2, digest.to_ascii_lowercase()))
    }

    fn hash_url(&self, url: &str) -> u64 {
        self.hasher.hash_one((3, url))
    }
}

/// Whether a record is the answer that a page has not changed since it was last asked for: a response with the status
/// 304, or a revisit of that profile.
pub(super) fn is_not_modified(record: &Record) -> bool {
    record.is_not_modified
        || record.head.get("warc-profile").is_some_and(|p| p.trim_end_matches('/').ends_with("server-not-modified"))
}

impl Generations<HashMap<u64, Known>> {
    fn get_name(&self, name: u64) -> Option<Known> {
        self.young.get(&name).or_else(|| self.old.get(&name)).copied()
    }

    fn insert_name(&mut self, name: u64, known: Known) {
        // An error page of the same bytes must not hide the page.
        if matches!(known, Known::NoPage) && self.get_name(name).is_some() {
            return;
        }
        if self.young.len() >= MAX_NAMES {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(name, known);
    }
}

impl Generations<BTreeMap<(u64, i64), Known>> {
    fn get_visit(&self, visit: (u64, i64)) -> Option<Known> {
        self.young.get(&visit).or_else(|| self.old.get(&visit)).copied()
    }

    fn insert_visit(&mut self, visit: (u64, i64), known: Known) {
        if matches!(known, Known::NoPage) && self.get_visit(visit).is_some() {
            return;
        }
        if self.young.len() >= MAX_NAMES {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(visit, known);
    }
}

/// The path of a whole file on disk.
pub(in crate::saved) fn path_of(backing: &Backing) -> Option<&Path> {
    match backing {
        Backing::File { path, from: 0, length: None } => Some(path),
        _ => None,
    }
}
