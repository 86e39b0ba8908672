//! Makes a history out of captures.

use std::collections::HashMap;

use crate::archive::Archive;
use crate::article::Article;
use crate::error::{OutcomeCode, Result};
use crate::fetch::{CdxRecord, Fetcher, Outcome, Query, without_credentials};
use crate::page::Page;

use super::changes::{changes, is_same_story};
use super::options::HistoryOptions;
use super::versions::{CaptureFailure, History, Version};

/// How often the same bytes are fetched when they do not come.
const MAX_TRIES_PER_DIGEST: u8 = 2;

impl Fetcher {
    /// The distinct versions of a story over time, and what changed from each to the next.
    ///
    /// Captures that the index knows to be the same are fetched once; those with the same headline and body are one
    /// version. A single capture that fails does not stop anything: see [`History::failures`].
    ///
    /// ```no_run
    /// # async fn run() -> cuttings::Result<()> {
    /// use cuttings::{Archive, FetchOptions, Fetcher, HistoryOptions};
    ///
    /// let fetcher = Fetcher::new(FetchOptions::default().contact("archive@library.example"))?;
    /// let url = "http://news.example/1.html";
    /// let history = fetcher.history(&Archive::wayback(), url, &HistoryOptions::default()).await?;
    /// print!("{}", history.to_text());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// What keeps the index from being read, as for [`captures`](Fetcher::captures). A page without captures is not an
    /// error: it has no versions.
    pub async fn history(&self, archive: &Archive, url: &str, options: &HistoryOptions) -> Result<History> {
        let mut query = Query::default().pages();
        if let Some(start) = options.since {
            query = query.since(start);
        }
        if let Some(end) = options.until {
            query = query.until(end);
        }
        let mut rows = self.captures(archive, url, &query);
        let mut builder = HistoryBuilder::new(url, archive);
        while let Some(row) = rows.next().await {
            let row = row?;
            builder.history.captures += 1;
            if !builder.history.complete || builder.add_known(&row) {
                continue;
            }
            if builder.fetched == options.max_captures {
                builder.history.complete = false;
                continue;
            }
            builder.fetched += 1;
            match self.fetch_record(archive, &row).await {
                Ok(Outcome::Archived(captured)) => match read_article(options, &captured.page) {
                    Ok(article) => builder.add_article(&row, article),
                    Err((code, reason)) => builder.add_failure(&row, code, reason),
                },
                Ok(outcome) => {
                    builder.add_failure(&row, outcome.code(), outcome.to_string());
                    if matches!(outcome, Outcome::RateLimited { .. } | Outcome::ArchiveDown { .. }) {
                        // Going on would make it worse, and the index would answer with an error that loses what is
                        // there.
                        builder.history.complete = false;
                        break;
                    }
                }
                Err(error) => builder.add_failure(&row, error.code(), error.to_string()),
            }
        }
        Ok(builder.history)
    }
}

/// The article of a captured page, or the code and the reason why there is none.
fn read_article(options: &HistoryOptions, page: &Page) -> Result<Article, (OutcomeCode, String)> {
    if let Some(status) = page.status().filter(|&status| status != 200) {
        return Err((OutcomeCode::ErrorPage, format!("captured with status {status}")));
    }
    options.extractor.extract(page).map_err(|error| (error.code(), error.to_string()))
}

/// A history in the making.
pub(super) struct HistoryBuilder {
    pub(super) history: History,
    articles: Vec<Article>,
    /// For each digest its article, by the place among `articles`.
    known: HashMap<String, usize>,
    /// The article of the last version.
    last: Option<usize>,
    /// For each digest how often it failed.
    failed: HashMap<String, u8>,
    fetched: usize,
}

impl HistoryBuilder {
    pub(super) fn new(url: &str, archive: &Archive) -> HistoryBuilder {
        let url = url.trim();
        let history = History {
            url: url::Url::parse(url).map_or_else(|_| url.to_owned(), |url| without_credentials(&url).into()),
            archive: archive.name().to_owned(),
            captures: 0,
            complete: true,
            versions: Vec::new(),
            failures: Vec::new(),
        };
        HistoryBuilder {
            history,
            articles: Vec::new(),
            known: HashMap::new(),
            last: None,
            failed: HashMap::new(),
            fetched: 0,
        }
    }

    /// Adds a capture if its bytes are known, or known not to come. `false` if it has to be fetched.
    pub(super) fn add_known(&mut self, row: &CdxRecord) -> bool {
        let Some(digest) = &row.digest else { return false };
        if let Some(&article) = self.known.get(digest) {
            self.add_capture(row, article);
            return true;
        }
        self.failed.get(digest).is_some_and(|&times| times >= MAX_TRIES_PER_DIGEST)
    }

    /// Adds a capture with the article that was read from it.
    pub(super) fn add_article(&mut self, row: &CdxRecord, article: Article) {
        let same = self.last.filter(|&at| self.articles.get(at).is_some_and(|last| is_same_story(last, &article)));
        let at = same.unwrap_or(self.articles.len());
        if same.is_none() {
            self.articles.push(article);
        }
        if let Some(digest) = &row.digest {
            self.known.insert(digest.clone(), at);
        }
        self.add_capture(row, at);
    }

    /// Adds a capture of an article to the last version, or as a version of its own.
    fn add_capture(&mut self, row: &CdxRecord, at: usize) {
        let Some(article) = self.articles.get(at) else { return };
        let before = self.last.and_then(|last| self.articles.get(last));
        let is_same = before.is_some_and(|before| is_same_story(before, article));
        match self.history.versions.last_mut().filter(|_| is_same) {
            Some(version) => {
                version.last = row.timestamp;
                version.captures += 1;
            }
            None => {
                let version = Version {
                    first: row.timestamp,
                    last: row.timestamp,
                    captures: 1,
                    capture: row.capture.clone(),
                    changes: before.map(|before| changes(before, article)).unwrap_or_default(),
                    article: article.clone(),
                };
                self.history.versions.push(version);
                self.last = Some(at);
            }
        }
    }

    pub(super) fn add_failure(&mut self, row: &CdxRecord, code: OutcomeCode, reason: String) {
        if let Some(digest) = &row.digest {
            *self.failed.entry(digest.clone()).or_default() += 1;
        }
        let failure = CaptureFailure { timestamp: row.timestamp, code, reason };
        self.history.failures.push(failure);
    }
}
