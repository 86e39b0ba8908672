//! Records as CSV.

use std::fs::File;
use std::io::{self, BufRead};
use std::path::Path;

use super::flat::{COLUMNS, Cell, cells};
use crate::formats::formula::harmless;
use crate::formats::record::each_record;

/// Writes the flat fields, in UTF-8, behind a line of names. A cell without a value is empty; a text that a spreadsheet would take
/// for a formula is marked as a text.
pub fn write(records: &mut dyn BufRead, to: &Path) -> io::Result<()> {
    let file = File::create_new(to)?;
    let mut out = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(&file);
    out.write_record(COLUMNS.map(|(name, _)| name))?;
    each_record(records, |record| {
        for cell in cells(record) {
            match cell {
                Cell::Empty => out.write_field("")?,
                Cell::Text(text) => out.write_field(harmless(&text).as_bytes())?,
                Cell::Whole(number) => out.write_field(number.to_string())?,
                Cell::Real(number) => out.write_field(number.to_string())?,
            }
        }
        Ok(out.write_record(None::<&[u8]>)?)
    })?;
    out.flush()?;
    drop(out);
    file.sync_all()
}
