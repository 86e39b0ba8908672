//! Records as JSON lines, packed or not.

use std::fs::File;
use std::io::{self, BufRead, BufWriter, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::record::each_record;

/// How JSON lines are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    None,
    Gzip,
    Zstd,
}

/// Writes the records as they are.
pub fn write(records: &mut dyn BufRead, packing: Packing, to: &Path) -> io::Result<()> {
    let file = File::create_new(to)?;
    match packing {
        Packing::None => {
            let mut out = BufWriter::new(&file);
            lines(records, &mut out)?;
            out.flush()?;
        }
        Packing::Gzip => {
            let mut out = GzEncoder::new(BufWriter::new(&file), Compression::default());
            lines(records, &mut out)?;
            out.finish()?.flush()?;
        }
        Packing::Zstd => zstd(records, &file)?,
    }
    // Some file systems tell only now that they had no room.
    file.sync_all()
}

fn lines(records: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<()> {
    each_record(records, |record| {
        out.write_all(record.line.as_bytes())?;
        out.write_all(b"\n")
    })
}

#[cfg(feature = "tables")]
fn zstd(records: &mut dyn BufRead, file: &File) -> io::Result<()> {
    let mut out = zstd::stream::write::Encoder::new(BufWriter::new(file), zstd::DEFAULT_COMPRESSION_LEVEL)?;
    out.include_checksum(true)?;
    lines(records, &mut out)?;
    out.finish()?.flush()
}

#[cfg(not(feature = "tables"))]
fn zstd(_: &mut dyn BufRead, _: &File) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
