//! Articles as rows of Arrow columns, one schema for all.

mod columns;
mod dates;
mod row;

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::ArrowError;

pub use columns::table_schema;
pub use row::TableRow;

/// The version of the columns: it rises when one goes or changes its meaning.
pub const TABLE_VERSION: &str = "1";

/// Turns rows into columns, with the schema of [`table_schema`].
///
/// ```
/// use cuttings::{TableBuilder, TableRow};
///
/// let article = cuttings::extract("<h1>Bridge opens</h1><p>The new bridge over the Tarn opened on Friday, two years late.</p>")?;
/// let mut table = TableBuilder::new();
/// table.push(&TableRow::new("1", "a.html").article(&article))?;
/// table.push(&TableRow::new("2", "b.png").error("not_a_page", "not a page: a PNG image"))?;
/// let batch = table.finish()?;
/// assert_eq!((batch.num_rows(), table.len()), (2, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct TableBuilder {
    decoder: Decoder,
}

impl TableBuilder {
    /// A table without rows.
    #[expect(clippy::expect_used, reason = "it refuses types that our schema does not have")]
    pub fn new() -> Self {
        let decoder = ReaderBuilder::new(Arc::new(table_schema())).build_decoder().expect("a schema of known types");
        TableBuilder { decoder }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When the rows together are larger than arrow can number: 2 GiB of text or two thousand million of anything.
    pub fn push(&mut self, row: &TableRow<'_>) -> Result<(), ArrowError> {
        self.decoder.serialize(&[row])
    }

    /// How many rows were added since columns were last made of them.
    pub fn len(&self) -> usize {
        self.decoder.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.decoder.is_empty()
    }

    /// Makes columns of the rows, after which there are none.
    ///
    /// # Errors
    /// As for [`TableBuilder::push`].
    pub fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        let batch = self.decoder.flush()?;
        Ok(batch.unwrap_or_else(|| RecordBatch::new_empty(Arc::new(table_schema()))))
    }
}

impl Default for TableBuilder {
    fn default() -> Self {
        TableBuilder::new()
    }
}
