//! Records as Parquet.

use std::fs::File;
use std::io::{self, BufRead};
use std::path::Path;
use std::sync::Arc;

use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::SCHEMA_VERSION;
use super::columns::schema;
use super::row::Row;
use crate::formats::record::each_record;

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
    let schema = Arc::new(schema());
    let mut decoder = ReaderBuilder::new(Arc::clone(&schema)).build_decoder().map_err(io::Error::other)?;
    let file = File::create_new(to)?;
    let mut writer = ArrowWriter::try_new_with_options(&file, schema, options()?)?;
    let mut bytes = 0;
    each_record(records, |record| {
        decoder.serialize(&[Row::new(record)]).map_err(io::Error::other)?;
        bytes += record.line.len();
        if bytes >= BATCH_BYTES || decoder.len() >= BATCH_ROWS {
            bytes = 0;
            flush(&mut decoder, &mut writer)?;
            if writer.memory_size() >= group_bytes {
                writer.flush()?;
            }
        }
        Ok(())
    })?;
    flush(&mut decoder, &mut writer)?;
    writer.close()?;
    file.sync_all()
}

/// Turns what was collected into columns.
fn flush(decoder: &mut Decoder, writer: &mut ArrowWriter<&File>) -> io::Result<()> {
    match decoder.flush().map_err(io::Error::other)? {
        Some(batch) => Ok(writer.write(&batch)?),
        None => Ok(()),
    }
}

fn options() -> io::Result<ArrowWriterOptions> {
    let version = KeyValue::new("cuttings.schema_version".to_owned(), SCHEMA_VERSION.to_owned());
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(ZSTD_LEVEL)?))
        .set_created_by(concat!("cuttings ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(vec![version]))
        .build();
    // Everything is told by Parquet's own types.
    Ok(ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true))
}
