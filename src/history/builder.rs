//! A history in the making: captures in the order of the index, and what came of each.

use std::collections::HashMap;

use crate::archive::{Archive, CaptureUrl, Timestamp};
use crate::article::Article;
use crate::error::{ArchiveFailure, OutcomeCode};
use crate::fetch::{CdxRecord, without_credentials};
use crate::page::{NOT_MODIFIED, is_page_status};

use super::changes::{changes, is_same_story};
use super::damaged::complete_parts;
use super::sift::{Doubt, Reading, sift};
use super::versions::{CaptureFailure, History, UnlistedArchive, Version};

/// How often the same bytes are fetched when they do not come.
const MAX_TRIES_PER_DIGEST: u8 = 2;

/// What came of a capture, or of the bytes that several share.
#[derive(Debug, Clone)]
pub(super) enum Found {
    /// An article, by its place among all.
    Article(Reading),
    /// No article, and why.
    None(OutcomeCode, String),
}

/// A capture, and what came of it.
struct Entry {
    timestamp: Timestamp,
    archive: Option<String>,
    capture: Option<CaptureUrl>,
    found: Found,
    /// Whether it is of a page by its status, and not of an error or a redirect.
    is_page: bool,
}

/// What came of the bytes with a digest.
struct Known {
    found: Found,
    /// How often they were fetched in vain; what was read is not fetched again.
    failed: u8,
}

/// What is said of a capture with such a status.
pub(super) fn error_status(status: u16) -> String {
    format!("captured with status {status}")
}

/// Whether a row is of a page that was there, by its status; 304 says that it is as before.
pub(super) fn is_of_page(row: &CdxRecord) -> bool {
    row.status.is_none_or(|status| is_page_status(status) || status == NOT_MODIFIED)
}

/// A history in the making.
pub(super) struct HistoryBuilder {
    url: String,
    archive: String,
    unlisted: Vec<UnlistedArchive>,
    entries: Vec<Entry>,
    articles: Vec<Article>,
    known: HashMap<String, Known>,
    /// The status of error pages by their digests.
    errors: HashMap<String, u16>,
    pub(super) complete: bool,
    /// How many captures were fetched.
    pub(super) fetched: usize,
    /// How many captures were left alone, since the limit was reached.
    pub(super) skipped: usize,
}

impl HistoryBuilder {
    pub(super) fn new(url: &str, archives: &[Archive]) -> HistoryBuilder {
        let url = url.trim();
        HistoryBuilder {
            url: url::Url::parse(url).map_or_else(|_| url.to_owned(), |url| without_credentials(&url).into()),
            archive: archives.iter().map(Archive::name).collect::<Vec<_>>().join(", "),
            unlisted: Vec::new(),
            entries: Vec::new(),
            articles: Vec::new(),
            known: HashMap::new(),
            errors: HashMap::new(),
            complete: true,
            fetched: 0,
            skipped: 0,
        }
    }

    /// Notes an archive that could not tell what it has.
    pub(super) fn add_unlisted(&mut self, failure: &ArchiveFailure) {
        let ArchiveFailure { archive, error, .. } = failure;
        self.complete = false;
        let (archive, code, reason) = (archive.clone(), error.code(), error.to_string());
        self.unlisted.push(UnlistedArchive { archive, code, reason });
    }

    /// Adds a capture if its bytes are known, or known not to come. `false` if it has to be fetched.
    pub(super) fn add_known(&mut self, row: &CdxRecord) -> bool {
        let error = row.digest.as_ref().filter(|_| row.status.is_none()).and_then(|digest| self.errors.get(digest));
        if let Some(&status) = error {
            self.push(row, Found::None(OutcomeCode::ErrorPage, error_status(status)));
            return true;
        }
        let known = row.digest.as_ref().and_then(|digest| self.known.get(digest));
        let settled = known.filter(|known| known.failed == 0 || known.failed >= MAX_TRIES_PER_DIGEST);
        let Some(found) = settled.map(|known| known.found.clone()) else { return false };
        self.push(row, found);
        true
    }

    /// Adds a capture that says that nothing had changed since the one before. `false` if none was read before.
    pub(super) fn add_unchanged(&mut self, row: &CdxRecord) -> bool {
        let was_read = |found: &&Found| matches!(found, Found::Article(_) | Found::None(OutcomeCode::NoArticle, _));
        // What had not changed is what the same crawler had seen.
        let of_archive = self.entries.iter().rev().filter(|entry| entry.archive == row.archive);
        let before = of_archive.map(|entry| &entry.found).find(was_read);
        let Some(found) = before.cloned() else { return false };
        self.push(row, found);
        true
    }

    /// Adds a capture with the article that was read from it.
    pub(super) fn add_article(&mut self, row: &CdxRecord, article: Article, doubt: Option<Doubt>) {
        let last = self.articles.len().checked_sub(1);
        let same = last.filter(|&at| self.articles.get(at).is_some_and(|last| is_same_story(last, &article)));
        let at = same.unwrap_or(self.articles.len());
        if same.is_none() {
            self.articles.push(article);
        }
        self.add_settled(row, Found::Article(Reading { article: at, doubt }));
    }

    /// Adds a capture that was read and is no version.
    pub(super) fn add_none(&mut self, row: &CdxRecord, code: OutcomeCode, reason: String) {
        self.add_settled(row, Found::None(code, reason));
    }

    /// Adds a capture that did not come. It may come another time.
    pub(super) fn add_failure(&mut self, row: &CdxRecord, code: OutcomeCode, reason: String) {
        let found = Found::None(code, reason);
        if let Some(digest) = &row.digest {
            let known = self.known.entry(digest.clone()).or_insert_with(|| Known { found: found.clone(), failed: 0 });
            known.failed = known.failed.saturating_add(1);
        }
        self.push(row, found);
    }

    /// Adds a capture that is an error page by its status.
    pub(super) fn add_error(&mut self, row: &CdxRecord, status: u16) {
        let found = Found::None(OutcomeCode::ErrorPage, error_status(status));
        // A revisit has the digest of what it repeats, and no status.
        if let Some(digest) = &row.digest {
            self.errors.insert(digest.clone(), status);
        }
        self.push(row, found);
    }

    fn add_settled(&mut self, row: &CdxRecord, found: Found) {
        // Redirects share the digest of their empty bodies, wherever they lead.
        let is_elsewhere = matches!(&found, Found::Article(Reading { doubt: Some(Doubt::Elsewhere(..)), .. }));
        if let Some(digest) = row.digest.as_ref().filter(|_| row.status.is_none_or(|s| s / 100 != 3) && !is_elsewhere) {
            self.known.insert(digest.clone(), Known { found: found.clone(), failed: 0 });
        }
        self.push(row, found);
    }

    fn push(&mut self, row: &CdxRecord, found: Found) {
        let is_page = is_of_page(row);
        let (timestamp, archive, capture) = (row.timestamp, row.archive.clone(), row.capture.clone());
        self.entries.push(Entry { timestamp, archive, capture, found, is_page });
    }

    /// The history: captures of the same text in a row are one version.
    pub(super) fn finish(self) -> History {
        let readings: Vec<Reading> = self.entries.iter().filter_map(|entry| entry.found.reading().cloned()).collect();
        let mut verdicts = sift(&readings, &self.articles).into_iter();
        let verdicts: Vec<Verdict> = self.entries.iter().map(|entry| entry.found.verdict(&mut verdicts)).collect();
        let mut kept: Vec<Option<usize>> = verdicts.iter().map(|verdict| verdict.as_ref().ok().copied()).collect();
        complete_parts(&mut kept, &self.articles);
        let mut history = History {
            url: self.url,
            archive: self.archive,
            captures: self.skipped,
            complete: self.complete,
            versions: Vec::new(),
            failures: Vec::new(),
            unlisted: self.unlisted,
        };
        for ((entry, verdict), kept) in self.entries.into_iter().zip(verdicts).zip(kept) {
            let Entry { timestamp, archive, capture, is_page, .. } = entry;
            // Of one archive it is said once.
            let archive = archive.filter(|name| *name != history.archive);
            history.captures += usize::from(is_page || verdict.is_ok());
            if let Err((code, reason)) = verdict {
                history.failures.push(CaptureFailure { timestamp, archive, code, reason });
            } else if let Some(article) = kept.and_then(|at| self.articles.get(at)) {
                history.add_version(timestamp, archive, capture, article);
            }
        }
        history
    }
}

/// The place of a version's article, or why a capture is none.
type Verdict = Result<usize, (OutcomeCode, String)>;

impl Found {
    fn reading(&self) -> Option<&Reading> {
        match self {
            Found::Article(reading) => Some(reading),
            Found::None(..) => None,
        }
    }

    /// What becomes of a capture; of those with an article the next verdict tells.
    fn verdict(&self, sifted: &mut impl Iterator<Item = Option<(OutcomeCode, String)>>) -> Verdict {
        match self {
            Found::None(code, reason) => Err((*code, reason.clone())),
            Found::Article(reading) => sifted.next().flatten().map_or(Ok(reading.article), Err),
        }
    }
}

impl History {
    /// Adds a capture of an article to the last version, or as a version of its own.
    fn add_version(
        &mut self,
        time: Timestamp,
        archive: Option<String>,
        capture: Option<CaptureUrl>,
        article: &Article,
    ) {
        match self.versions.last_mut() {
            Some(last) if is_same_story(&last.article, article) => {
                last.last = time;
                last.captures += 1;
            }
            last => {
                let changes = last.map(|last| changes(&last.article, article)).unwrap_or_default();
                let article = article.clone();
                self.versions.push(Version {
                    first: time,
                    last: time,
                    captures: 1,
                    archive,
                    capture,
                    changes,
                    article,
                });
            }
        }
    }
}
