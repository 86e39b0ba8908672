//! Captures in, versions out.

use std::collections::HashMap;

use crate::archive::Archive;
use crate::article::Article;
use crate::error::Result;
use crate::fetch::{CdxRecord, Fetcher, Outcome, Query};
use crate::page::Page;

use super::changes::{changes, same_story};
use super::{CaptureFailure, History, HistoryOptions, Version};

/// How often the same bytes are asked for when they do not come.
const TRIES: u8 = 2;

impl Fetcher {
    /// The distinct versions of a story over time, and what changed from each to the next.
    ///
    /// Captures that the index knows to be the same are fetched once; those whose headline and body are the same, too,
    /// are one version. A single capture that fails stops nothing: see [`History::failures`].
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
    /// What keeps the index from being read, as for [`captures`](Fetcher::captures). No captures at all are no error
    /// but no versions.
    pub async fn history(&self, archive: &Archive, url: &str, options: &HistoryOptions) -> Result<History> {
        let mut query = Query::default().status(200);
        if let Some(from) = options.from {
            query = query.since(from);
        }
        if let Some(to) = options.to {
            query = query.until(to);
        }
        let mut rows = self.captures(archive, url, &query);
        let mut story = Story::new(url, archive);
        while let Some(row) = rows.next().await {
            let row = row?;
            story.history.captures += 1;
            if !story.history.complete || story.add_known(&row) {
                continue;
            }
            if story.fetched == options.most {
                story.history.complete = false;
                continue;
            }
            story.fetched += 1;
            match self.fetch_record(archive, &row).await {
                Ok(Outcome::Archived(captured)) => match read(options, &captured.page) {
                    Ok(article) => story.add(&row, article),
                    Err((code, reason)) => story.fail(&row, &code, reason),
                },
                Ok(outcome) => {
                    story.fail(&row, outcome.code(), outcome.to_string());
                    if matches!(outcome, Outcome::RateLimited { .. } | Outcome::ArchiveDown { .. }) {
                        // Asking on would make it worse, and what there is would be lost to the index's refusal.
                        story.history.complete = false;
                        break;
                    }
                }
                Err(error) => story.fail(&row, error.code(), error.to_string()),
            }
        }
        Ok(story.history)
    }
}

/// The article of a captured page, or the word and the reason why there is none.
fn read(options: &HistoryOptions, page: &Page) -> std::result::Result<Article, (String, String)> {
    if let Some(status) = page.status().filter(|&status| status != 200) {
        return Err(("error_page".to_owned(), format!("captured with status {status}")));
    }
    options.extractor.extract(page).map_err(|error| (error.code().to_owned(), error.to_string()))
}

/// A history in the making.
pub(super) struct Story {
    pub(super) history: History,
    /// For each digest, the article among `articles`.
    known: HashMap<String, usize>,
    articles: Vec<Article>,
    /// The article of the last version.
    last: Option<usize>,
    failed: HashMap<String, u8>,
    fetched: usize,
}

impl Story {
    pub(super) fn new(url: &str, archive: &Archive) -> Story {
        let url = url::Url::parse(url.trim()).map_or_else(
            |_| url.trim().to_owned(),
            |mut url| {
                // Fails only for addresses that can hold neither.
                let _ = (url.set_username(""), url.set_password(None));
                url.to_string()
            },
        );
        let archive = archive.name().to_owned();
        let history = History { url, archive, captures: 0, complete: true, versions: Vec::new(), failures: Vec::new() };
        Story { history, known: HashMap::new(), articles: Vec::new(), last: None, failed: HashMap::new(), fetched: 0 }
    }

    /// Takes a capture whose bytes are known already, or known not to come.
    pub(super) fn add_known(&mut self, row: &CdxRecord) -> bool {
        let Some(digest) = &row.digest else { return false };
        if let Some(&at) = self.known.get(digest) {
            self.seen(row, at);
            return true;
        }
        self.failed.get(digest).is_some_and(|&times| times >= TRIES)
    }

    /// Takes a capture with the article that was read from it.
    pub(super) fn add(&mut self, row: &CdxRecord, article: Article) {
        let again = self.last.filter(|&at| self.articles.get(at).is_some_and(|last| same_story(last, &article)));
        let at = again.unwrap_or(self.articles.len());
        if again.is_none() {
            self.articles.push(article);
        }
        if let Some(digest) = &row.digest {
            self.known.insert(digest.clone(), at);
        }
        self.seen(row, at);
    }

    fn seen(&mut self, row: &CdxRecord, at: usize) {
        let Some(article) = self.articles.get(at) else { return };
        let before = self.last.and_then(|last| self.articles.get(last));
        let same = before.is_some_and(|before| same_story(before, article));
        match self.history.versions.last_mut().filter(|_| same) {
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

    pub(super) fn fail(&mut self, row: &CdxRecord, code: &str, reason: String) {
        if let Some(digest) = &row.digest {
            *self.failed.entry(digest.clone()).or_default() += 1;
        }
        let failure = CaptureFailure { timestamp: row.timestamp, code: code.to_owned(), reason };
        self.history.failures.push(failure);
    }
}
