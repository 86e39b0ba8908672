//! Records as Parquet.

use std::fs::File;
use std::io::{self, BufRead};
use std::path::Path;
use std::sync::Arc;

use cuttings::{TABLE_VERSION, TableBuilder, TableRow, table_schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use serde_json::Value;

use crate::formats::record::{Record, each_record, plain};

/// How many rows, or bytes of JSON, are turned into columns at once.
const BATCH_ROWS: usize = 1_000;
const BATCH_BYTES: usize = 4 << 20;

/// How large a row group may become in memory before it is written.
const GROUP_BYTES: usize = 64 << 20;

/// What zstd itself takes for the usual one.
const ZSTD_LEVEL: i32 = 3;

/// Writes every field into columns of its own.
pub fn write(records: &mut dyn BufRead, to: &Path) -> io::Result<()> {
    write_groups(records, to, GROUP_BYTES)
}

/// Writes row groups of so many bytes.
pub(in crate::formats) fn write_groups(records: &mut dyn BufRead, to: &Path, group_bytes: usize) -> io::Result<()> {
    let mut table = TableBuilder::new();
    let file = File::create_new(to)?;
    let mut writer = ArrowWriter::try_new_with_options(&file, Arc::new(table_schema()), options()?)?;
    let mut bytes = 0;
    each_record(records, |record| {
        table.push(&row(record)).map_err(io::Error::other)?;
        bytes += record.line.len();
        if bytes >= BATCH_BYTES || table.len() >= BATCH_ROWS {
            bytes = 0;
            flush(&mut table, &mut writer)?;
            if writer.memory_size() >= group_bytes {
                writer.flush()?;
            }
        }
        Ok(())
    })?;
    flush(&mut table, &mut writer)?;
    writer.close()?;
    file.sync_all()
}

/// A record as a row.
fn row<'a>(record: &'a Record<'_>) -> TableRow<'a> {
    let head = &record.head;
    let text = |value: &'a Option<Value>| value.as_ref().map(plain);
    let (place, stamp) = (&head.place, &head.stamp);
    let row = TableRow::new(plain(&head.id), &*head.source)
        .duplicate_of(text(&head.duplicate_of), head.duplicate.as_deref())
        .stamp(text(&stamp.version), text(&stamp.model), text(&stamp.options))
        .place(place.file.as_deref(), place.offset)
        .record(place.record_id.as_deref(), place.digest.as_deref());
    match (&record.article, &head.error) {
        (Some(article), _) => row.article(article),
        (None, Some(error)) => row.error(&*error.kind, &*error.message),
        (None, None) => row,
    }
}

/// Turns what was collected into columns.
fn flush(table: &mut TableBuilder, writer: &mut ArrowWriter<&File>) -> io::Result<()> {
    if table.is_empty() {
        return Ok(());
    }
    Ok(writer.write(&table.finish().map_err(io::Error::other)?)?)
}

fn options() -> io::Result<ArrowWriterOptions> {
    let version = KeyValue::new("cuttings.schema_version".to_owned(), TABLE_VERSION.to_owned());
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(ZSTD_LEVEL)?))
        .set_created_by(concat!("cuttings ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(vec![version]))
        .build();
    // Everything is told by Parquet's own types.
    Ok(ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true))
}
