//! What is needed to read a record of a file a second time.

use std::sync::Arc;

use super::record_start::RecordForm;
use super::rewind::Backing;

/// A file of records that can be opened again.
#[derive(Debug, Clone)]
pub(super) struct RecordSource {
    backing: Arc<Backing>,
    form: RecordForm,
    /// The zstd dictionary at the head of the file.
    dictionary: Option<Arc<[u8]>>,
}

impl RecordSource {
    pub(super) fn new(backing: Arc<Backing>, form: RecordForm, dictionary: Option<Arc<[u8]>>) -> Self {
        RecordSource { backing, form, dictionary }
    }

    pub(super) fn backing(&self) -> &Arc<Backing> {
        &self.backing
    }

    pub(super) fn form(&self) -> RecordForm {
        self.form
    }

    pub(super) fn dictionary(&self) -> Option<&Arc<[u8]>> {
        self.dictionary.as_ref()
    }
}
