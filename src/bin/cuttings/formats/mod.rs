//! What the records of a batch are written as: JSON lines, Parquet, CSV, SQLite, or a directory of Markdown.
//!
//! A batch spools its records as JSON lines; [`write_records`] turns them into the format that was asked for, record by
//! record, so that memory does not grow with their number. The same records give the same bytes (of SQLite: the same
//! rows), and nothing is in them of the time or the place of writing.

pub mod formula;
mod jsonl;
mod markdown;
mod names;
mod record;
#[cfg(feature = "tables")]
mod tables;
#[cfg(test)]
mod tests;

use std::io::BufRead;
use std::path::Path;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::kept::Kept;
use crate::output::Failure;

pub use jsonl::Packing;

/// What the records of a batch are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordFormat {
    Jsonl(Packing),
    Parquet,
    Csv,
    Sqlite,
    /// A directory with a file a record.
    Markdown,
}

/// The endings of file names, the longer before those that they end in.
const ENDINGS: [(&str, RecordFormat); 11] = [
    (".jsonl.gz", RecordFormat::Jsonl(Packing::Gzip)),
    (".ndjson.gz", RecordFormat::Jsonl(Packing::Gzip)),
    (".jsonl.zst", RecordFormat::Jsonl(Packing::Zstd)),
    (".ndjson.zst", RecordFormat::Jsonl(Packing::Zstd)),
    (".jsonl", RecordFormat::Jsonl(Packing::None)),
    (".ndjson", RecordFormat::Jsonl(Packing::None)),
    (".parquet", RecordFormat::Parquet),
    (".csv", RecordFormat::Csv),
    (".db", RecordFormat::Sqlite),
    (".sqlite", RecordFormat::Sqlite),
    (".sqlite3", RecordFormat::Sqlite),
];

impl RecordFormat {
    /// The format that a path asks for by its ending. A directory, there already or named with a slash at its end, is
    /// for Markdown.
    pub fn of_path(path: &Path) -> Option<RecordFormat> {
        let ends_in_slash =
            path.as_os_str().as_encoded_bytes().last().is_some_and(|b| std::path::is_separator(*b as char));
        if ends_in_slash || path.is_dir() {
            return Some(RecordFormat::Markdown);
        }
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        ENDINGS.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, format)| *format)
    }

    /// Refuses a format that this build of the program cannot write, before any work is done for it.
    pub fn check(self) -> Result<(), Failure> {
        let needs_tables = matches!(
            self,
            RecordFormat::Parquet | RecordFormat::Csv | RecordFormat::Sqlite | RecordFormat::Jsonl(Packing::Zstd)
        );
        if cfg!(feature = "tables") || !needs_tables {
            return Ok(());
        }
        let name = self.name();
        Err(Failure::Usage(format!("{name} cannot be written: this program was built without the feature `tables`")))
    }

    fn name(self) -> &'static str {
        match self {
            RecordFormat::Jsonl(Packing::None) => "jsonl",
            RecordFormat::Jsonl(Packing::Gzip) => "jsonl.gz",
            RecordFormat::Jsonl(Packing::Zstd) => "jsonl.zst",
            RecordFormat::Parquet => "parquet",
            RecordFormat::Csv => "csv",
            RecordFormat::Sqlite => "sqlite",
            RecordFormat::Markdown => "markdown",
        }
    }

    fn help(self) -> &'static str {
        match self {
            RecordFormat::Jsonl(Packing::None) => "A JSON record a line",
            RecordFormat::Jsonl(Packing::Gzip) => "The same, gzipped",
            RecordFormat::Jsonl(Packing::Zstd) => "The same, as zstd",
            RecordFormat::Parquet => "Every field in columns, with the pieces of the body",
            RecordFormat::Csv => "The flat fields, for spreadsheets",
            RecordFormat::Sqlite => "A database with full-text search",
            RecordFormat::Markdown => "A directory with a file a record",
        }
    }
}

impl ValueEnum for RecordFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            RecordFormat::Jsonl(Packing::None),
            RecordFormat::Jsonl(Packing::Gzip),
            RecordFormat::Jsonl(Packing::Zstd),
            RecordFormat::Parquet,
            RecordFormat::Csv,
            RecordFormat::Sqlite,
            RecordFormat::Markdown,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let value = PossibleValue::new(self.name()).help(self.help());
        Some(if *self == RecordFormat::Markdown { value.alias("md") } else { value })
    }
}

/// Reads records, a JSON object a line, and writes them to a new file or directory at `to`.
///
/// Nothing may be there yet, and what is there after a failure is of no use: the caller renames what is whole. A line
/// that is no record is an error that names its number. `kept` says what stands around the story in Markdown.
pub fn write_records(records: &mut dyn BufRead, format: RecordFormat, kept: Kept, to: &Path) -> Result<(), Failure> {
    format.check()?;
    let written = match format {
        RecordFormat::Jsonl(packing) => jsonl::write(records, packing, to),
        RecordFormat::Markdown => markdown::write(records, kept, to),
        #[cfg(feature = "tables")]
        RecordFormat::Parquet => tables::parquet::write(records, to),
        #[cfg(feature = "tables")]
        RecordFormat::Csv => tables::csv::write(records, to),
        #[cfg(feature = "tables")]
        RecordFormat::Sqlite => tables::sqlite::write(records, to),
        #[cfg(not(feature = "tables"))]
        RecordFormat::Parquet | RecordFormat::Csv | RecordFormat::Sqlite => Ok(()),
    };
    written.map_err(|source| Failure::Write { to: to.display().to_string(), source })
}
