//! Files that are one page.

use crate::coding::{self, DecodeLimits};
use crate::error::{Error, ErrorKind, Result};
use crate::page::Page;

use super::errors::{not_unpacked, too_large};
use super::format::FileFormat;
use super::mhtml;
use super::rewind::RewindReader;
use super::selection::Selection;

/// Below this many bytes no ratio is looked at: small files of one letter pack as well as bombs.
const MIN_BYTES_FOR_RATIO: usize = 1 << 20;

/// How many times a page's limit an MHTML file may have: pictures are in it, in base64.
const MHTML_SIZE_FACTOR: usize = 4;

/// A page that is all of a file.
pub(super) struct WholeFile {
    pub(super) page: Page,
    /// The check sum (CRC-32) of the file's bytes, if it lay packed in another.
    pub(super) crc: Option<u32>,
}

/// Reads a file that is one page. `packed` is how many bytes it has where it lies packed in another file; `name` stands
/// for it in errors.
pub(super) fn read_whole_file(
    file: RewindReader,
    format: FileFormat,
    selection: Selection,
    name: &str,
    packed: Option<u64>,
) -> Result<WholeFile> {
    let max_bytes = match format {
        FileFormat::Mhtml => selection.max_bytes().saturating_mul(MHTML_SIZE_FACTOR),
        _ => selection.max_bytes(),
    };
    let limits = DecodeLimits { max_bytes, ..selection.decode_limits() };
    let mut bytes = file.read_rest(max_bytes.saturating_add(1)).map_err(|e| Error::io(name.as_ref(), e))?;
    if bytes.len() > max_bytes {
        return Err(too_large(max_bytes, bytes.len()));
    }
    check_ratio(bytes.len(), packed, limits)?;
    let crc = packed.map(|_| {
        let mut crc = flate2::Crc::new();
        crc.update(&bytes);
        crc.sum()
    });
    let mut defect = None;
    if coding::begins_packed(&bytes) {
        let decoded = coding::decode_body(bytes, None, limits).map_err(not_unpacked)?;
        (bytes, defect) = (decoded.bytes, decoded.defect);
    }
    let mut page = match format {
        FileFormat::Mhtml => mhtml::read_page(&bytes, name, &selection.limits)?,
        _ => Page::from_bytes(bytes, name)?,
    };
    if let Some(defect) = defect {
        page = page.with_damage(defect);
    }
    if page.bytes().len() > selection.max_bytes() {
        return Err(too_large(selection.max_bytes(), page.bytes().len()));
    }
    Ok(WholeFile { page, crc })
}

/// Refuses what has grown by unpacking as no page does.
fn check_ratio(bytes: usize, packed: Option<u64>, limits: DecodeLimits) -> Result<()> {
    let Some(packed) = packed else { return Ok(()) };
    let ratio = bytes / usize::try_from(packed.max(1)).unwrap_or(usize::MAX);
    if ratio > limits.max_ratio && bytes > MIN_BYTES_FOR_RATIO {
        let (what, limit) = ("times its packed size", limits.max_ratio);
        return Err(ErrorKind::Limit { what, limit, found: ratio }.into());
    }
    Ok(())
}
