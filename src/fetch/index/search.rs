//! Finds the captures of a page: by the archive's index, else by its TimeGate and TimeMap.

use std::collections::BTreeSet;

use url::Url;

use crate::archive::{Archive, Dialect};
use crate::error::{Error, ErrorKind, IndexProblem, Result};
use crate::fetch::failure::{index_error, is_not_cached};
use crate::fetch::transport::Transport;

use super::client::{IndexClient, IndexFailure, IndexResult};
use super::crawls::parse_crawls;
use super::ends::read_ends;
use super::filter::RowFilter;
use super::query::{MatchType, Order, Query};
use super::record::CdxRecord;
use super::timemap_reader::TimeMapReader;
use super::windows::{IndexReader, Progress};

/// How many responses in a row may hold nothing that is wanted.
const MAX_BARREN_RESPONSES: usize = 1_000;

/// What has been requested, and what is to be requested next.
pub(super) struct CaptureSearch {
    client: IndexClient,
    /// The page's address as the caller gave it.
    given: String,
    filter: RowFilter,
    stage: Stage,
    /// How many responses in a row held nothing that is wanted.
    barren: usize,
    /// What the index failed with, if another source is tried after it.
    index_error: Option<Error>,
}

enum Stage {
    Start,
    /// The ends of an index alone.
    Ends(Url),
    /// Indexes, from their first row to their last.
    Indexes(IndexReader),
    TimeGate,
    TimeMap(TimeMapReader),
    Done,
}

impl CaptureSearch {
    pub(super) fn new(transport: Transport, archive: Archive, url: &str, query: Query) -> CaptureSearch {
        CaptureSearch {
            filter: RowFilter::new(query.clone()),
            client: IndexClient::new(transport, archive, query),
            given: url.trim().to_owned(),
            stage: Stage::Start,
            barren: 0,
            index_error: None,
        }
    }

    /// The statuses of captures that were not wanted for theirs, so far.
    pub(super) fn passed_over(&self) -> &BTreeSet<u16> {
        self.filter.passed_over()
    }

    /// How many rows could not be read so far.
    pub(super) fn skipped(&self) -> usize {
        self.filter.unreadable()
    }

    /// Makes one more request. `None` at the end; no rows where a response had none that are wanted.
    pub(super) async fn next_rows(&mut self) -> Result<Option<Vec<CdxRecord>>> {
        let found = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Done => return Ok(None),
            Stage::Start => self.first_stage().await.map(|stage| (stage, Vec::new())),
            Stage::Ends(index) => {
                let rows = read_ends(&self.client, &index, &mut self.filter).await;
                rows.map(|rows| (Stage::Done, rows))
            }
            Stage::Indexes(mut reader) => match reader.read_next(&self.client, &mut self.filter).await {
                Ok(Progress::More(rows)) => Ok((Stage::Indexes(reader), rows)),
                Ok(Progress::End(rows)) => Ok((Stage::Done, rows)),
                Err(failure) => Err(failure),
            },
            Stage::TimeGate => self.nearest_by_timegate().await,
            Stage::TimeMap(mut reader) => match reader.read_next(&self.client, &mut self.filter).await {
                Ok(Progress::More(rows)) => Ok((Stage::TimeMap(reader), rows)),
                Ok(Progress::End(rows)) => Ok((Stage::Done, rows)),
                Err(failure) => Err(failure),
            },
        };
        let found = match found {
            Err(IndexFailure::Fatal(error)) if self.may_use_kept(&error) => self.rows_of_cache(error).await,
            found => found,
        };
        // A search that ends with nothing may have asked where nothing can be.
        let found = match found {
            Ok((Stage::Done, rows)) if rows.is_empty() && self.filter.is_empty() => {
                self.client.check_collection().await.map(|()| (Stage::Done, rows))
            }
            found => found,
        };
        let (stage, rows) = match found {
            Ok(found) => found,
            Err(failure) => (self.stage_after(failure)?, Vec::new()),
        };
        self.stage = stage;
        self.barren = if rows.is_empty() { self.barren + 1 } else { 0 };
        if self.barren > MAX_BARREN_RESPONSES {
            self.stage = Stage::Done;
            return Err(self.client.page_error(IndexProblem::NothingWanted { responses: MAX_BARREN_RESPONSES }));
        }
        Ok(Some(rows))
    }

    /// Where to begin.
    async fn first_stage(&mut self) -> IndexResult<Stage> {
        self.client.resolve_target(&self.given)?;
        let query = &self.client.query;
        if query.max_rows == Some(0) {
            return Ok(Stage::Done);
        }
        let wants_ends = query.match_type == MatchType::Exact && query.order != Order::Oldest;
        let parse = |text: &str| Url::parse(text).map_err(|source| ErrorKind::Url { text: text.to_owned(), source });
        let index = self.client.archive.index().map(parse).transpose();
        let index = index.map_err(|kind| IndexFailure::Fatal(kind.into()))?;
        match (index, self.client.archive.dialect()) {
            (Some(list), Dialect::CommonCrawl) => {
                let response = self.client.fetch(list).await?;
                let crawls = parse_crawls(&response.body, &response.url, query)
                    .ok_or_else(|| IndexFailure::Fatal(index_error(&response.url, IndexProblem::NotACrawlList)))?;
                let reader = IndexReader::for_crawls(crawls.into(), &self.client, &mut self.filter);
                Ok(reader.map_or(Stage::Done, Stage::Indexes))
            }
            (Some(index), Dialect::Wayback | Dialect::Pywb) if wants_ends => Ok(Stage::Ends(index)),
            (Some(index), Dialect::Wayback | Dialect::Pywb) => {
                Ok(Stage::Indexes(IndexReader::for_index(index, &self.client)))
            }
            _ => {
                let archive = self.client.archive.name().to_owned();
                Err(IndexFailure::Unusable(self.client.page_error(IndexProblem::NoIndex { archive })))
            }
        }
    }

    /// Whether what the cache holds of the page has to do, since the index's own answer is not in it.
    fn may_use_kept(&self, error: &Error) -> bool {
        is_not_cached(error) && self.client.query.match_type == MatchType::Exact && self.filter.is_untouched()
    }

    /// The rows that the cache knows of. With none at all the answer is what is missing.
    async fn rows_of_cache(&mut self, missing: Error) -> IndexResult<(Stage, Vec<CdxRecord>)> {
        let mut rows = self.client.kept_rows().await?;
        if rows.is_empty() {
            return Err(IndexFailure::Fatal(missing));
        }
        self.filter = RowFilter::of_all(self.client.query.clone(), true);
        self.filter.resolve_known_revisits(&mut rows);
        let mut rows = self.filter.accept(rows);
        rows.extend(self.filter.take_best());
        Ok((Stage::Done, rows))
    }

    /// After a failure of the index: the TimeGate for the nearest capture, the TimeMap for all.
    fn stage_after(&mut self, failure: IndexFailure) -> Result<Stage> {
        let error = match failure {
            IndexFailure::Excluded => return Err(ErrorKind::Excluded { url: self.client.target.clone() }.into()),
            IndexFailure::Fatal(error) => return Err(error),
            IndexFailure::Overloaded(error) | IndexFailure::Unusable(error) => error,
        };
        let query = &self.client.query;
        let may_switch = query.match_type == MatchType::Exact && self.filter.is_empty() && self.index_error.is_none();
        match self.timemap_url().filter(|_| may_switch) {
            Some(timemap) => {
                let wants_nearest = matches!(query.order, Order::Closest(_)) && query.max_rows == Some(1);
                self.index_error = Some(error);
                Ok(if wants_nearest { Stage::TimeGate } else { Stage::TimeMap(TimeMapReader::new(Some(timemap))) })
            }
            // There is no index to fail.
            None if self.client.archive.is_aggregator() && self.index_error.is_some() => Err(error),
            // The caller asked the index: its failure is what is reported.
            None => Err(self.index_error.take().unwrap_or(error)),
        }
    }

    /// The nearest capture by the TimeGate; where that does not know it, the TimeMap comes next.
    async fn nearest_by_timegate(&self) -> IndexResult<(Stage, Vec<CdxRecord>)> {
        let timegate = self.client.archive.timegate(&self.client.target).and_then(|url| Url::parse(&url).ok());
        if let (Some(timegate), Order::Closest(at)) = (timegate, self.client.query.order) {
            let row = self.client.fetch_nearest(timegate, at).await?;
            if let Some(row) = row.filter(|row| self.client.query.wants(row)) {
                return Ok((Stage::Done, vec![row]));
            }
        }
        Ok((Stage::TimeMap(TimeMapReader::new(self.timemap_url())), Vec::new()))
    }

    fn timemap_url(&self) -> Option<Url> {
        self.client.archive.timemap(&self.client.target).and_then(|url| Url::parse(&url).ok())
    }
}
